package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// KeyRequest says what a new key is for.
type KeyRequest struct {
	Name   string // whose key it is; not empty
	Role   ledger.Role
	Places []feedback.PlaceID // what it is good for, and all below; empty for all
	Areas  []feedback.GSS
	// Threshold is the least number of people that a figure shared under the key
	// may be about, as its data-sharing agreement says; 0 for the usual one. Of
	// Healthwatch keys only.
	Threshold int
	// Expires is when the key ends by itself; zero if it does not.
	Expires time.Time
}

// NewKey makes an API key: what is stored, and the token to hand over, which
// cannot be found again. A token is "esk_<id>_<secret>", the secret 160 random
// bits. It fails with ErrInvalid if the name is empty or the role unknown.
func NewKey(req KeyRequest, now time.Time) (ledger.Key, feedback.Secret, error) {
	if strings.TrimSpace(req.Name) == "" {
		return ledger.Key{}, "", &feedback.FieldError{Field: "name", Reason: "is missing; say whose key it is"}
	}
	switch req.Role {
	case ledger.RolePartner, ledger.RoleProvider, ledger.RoleHealthwatch, ledger.RoleOperator:
	default:
		return ledger.Key{}, "", &feedback.FieldError{Field: "role", Reason: "must be partner, provider, healthwatch or operator"}
	}
	if !req.Expires.IsZero() && !req.Expires.After(now) {
		return ledger.Key{}, "", &feedback.FieldError{Field: "expires", Reason: "must be in the future"}
	}
	if req.Role == ledger.RoleHealthwatch && len(req.Areas) == 0 {
		return ledger.Key{}, "", &feedback.FieldError{Field: "areas", Reason: "are missing; a Healthwatch key is for at least one area"}
	}
	if req.Threshold != 0 && (req.Role != ledger.RoleHealthwatch || req.Threshold < smallest || req.Threshold > mostThreshold) {
		return ledger.Key{}, "", &feedback.FieldError{Field: "threshold", Reason: fmt.Sprintf("must be from %d to %d, and is for Healthwatch keys", smallest, mostThreshold)}
	}
	var raw [25]byte
	rand.Read(raw[:]) // never fails: it ends the program rather than give weak bytes
	id, secret := keyText(raw[:5]), keyText(raw[5:])
	key := ledger.Key{
		ID: id, Hash: sha256.Sum256([]byte(secret)), Name: req.Name, Role: req.Role,
		Places: req.Places, Areas: req.Areas, Threshold: req.Threshold, CreatedAt: now.UTC().Truncate(time.Microsecond), ExpiresAt: req.Expires.UTC().Truncate(time.Microsecond),
	}
	return key, feedback.Secret(keyPrefix + id + "_" + secret), nil
}

// mostThreshold is the highest threshold of a key.
const mostThreshold = 100

// keyPrefix begins every token, so that scanners for leaked secrets know one.
const keyPrefix = "esk_"

// keyText writes bytes in letters and digits that cannot be mistaken for one
// another when read out.
func keyText(b []byte) string {
	return base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding).EncodeToString(b)
}

// How old the ring's copy of the keys may be: it is renewed by whoever comes
// first after keysFresh, and not used after keysStale.
const (
	keysFresh = time.Second
	keysStale = 2 * time.Second
	keysNew   = 200 * time.Millisecond // an unknown id reads the list again after this
)

// Keyring tells whose a token is. It keeps the keys in memory for at most two
// seconds, so that a revoked key stops working within them. It is safe for
// concurrent use.
type Keyring struct {
	keys   KeyLister
	now    func() time.Time
	loaded atomic.Pointer[keySet]
	mu     sync.Mutex // held while the list is read
}

type keySet struct {
	byID map[string]*ledger.Key
	at   time.Time
}

// KeyLister lists keys; a [ledger.Keys] does.
type KeyLister interface {
	ListKeys(ctx context.Context) ([]ledger.Key, error)
}

// NewKeyring gives a Keyring over stored keys; now is the clock.
func NewKeyring(keys KeyLister, now func() time.Time) *Keyring {
	return &Keyring{keys: keys, now: now}
}

// Authenticate gives the key of a token. A token that is malformed, unknown,
// wrong, revoked or past its end gives ErrUnauthenticated, and takes the same time whichever
// it is; keys that cannot be read give ErrUnavailable.
func (k *Keyring) Authenticate(ctx context.Context, token string) (ledger.Key, error) {
	id, secret, wellFormed := splitToken(token)
	set, err := k.current(ctx, keysFresh)
	if err != nil {
		return ledger.Key{}, err
	}
	got := sha256.Sum256([]byte(secret))
	key, good := set.match(id, got, k.now())
	// A key may be new, or have a new secret. Whether the id is known makes no
	// difference to what is done, so that it makes none to the time it takes.
	if !good && wellFormed && k.now().Sub(set.at) > keysNew {
		if set, err = k.current(ctx, keysNew); err != nil {
			return ledger.Key{}, err
		}
		key, good = set.match(id, got, k.now())
	}
	if !good {
		return ledger.Key{}, fmt.Errorf("api key: %w", feedback.ErrUnauthenticated)
	}
	return key, nil
}

// match gives the key of an id if the secret is its own and it is in force.
func (s *keySet) match(id string, got [32]byte, now time.Time) (ledger.Key, bool) {
	key := s.byID[id]
	if key == nil {
		key = &ledger.Key{}
	}
	same := subtle.ConstantTimeCompare(got[:], key.Hash[:])
	return *key, same == 1 && key.ID != "" && key.InForce(now)
}

// splitToken takes a token apart.
func splitToken(token string) (id, secret string, ok bool) {
	rest, ok := strings.CutPrefix(token, keyPrefix)
	if !ok {
		return "", "", false
	}
	id, secret, ok = strings.Cut(rest, "_")
	return id, secret, ok && len(id) == 8 && len(secret) == 32
}

// current gives the keys, read again if the copy is older than fresh. While one
// caller reads, others go on with a copy that is not yet stale.
func (k *Keyring) current(ctx context.Context, fresh time.Duration) (*keySet, error) {
	age := func(s *keySet) time.Duration { return k.now().Sub(s.at) }
	set := k.loaded.Load()
	if set != nil && age(set) <= fresh {
		return set, nil
	}
	if set != nil && age(set) <= keysStale && fresh == keysFresh {
		if !k.mu.TryLock() {
			return set, nil
		}
	} else {
		k.mu.Lock()
	}
	defer k.mu.Unlock()
	if again := k.loaded.Load(); again != nil && again != set && age(again) <= fresh {
		return again, nil
	}
	at := k.now()
	list, err := k.keys.ListKeys(ctx)
	if err != nil {
		if set != nil && age(set) <= keysStale {
			return set, nil
		}
		return nil, fmt.Errorf("read api keys: %w: %w", feedback.ErrUnavailable, err)
	}
	next := &keySet{byID: make(map[string]*ledger.Key, len(list)), at: at}
	for i := range list {
		next.byID[list[i].ID] = &list[i]
	}
	k.loaded.Store(next)
	return next, nil
}
