package ledger

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"hash"
	"sync"

	"earshot/feedback"
)

// MinSecret is the shortest secret that a [Sealer] takes, in bytes.
const MinSecret = 32

// sealVersion begins every sealed value.
const sealVersion = 1

// sealHead is the length of what stands before the ciphertext: the version, the
// key's id, and a nonce.
const sealHead = 2 + 12

// Sealer encrypts what leads back to a person, and makes the keyed hash by
// which it is found again. Its keys are derived from the installation's secret
// by HKDF-SHA-256, a key of its own for each purpose. It is safe for concurrent
// use.
type Sealer struct {
	keys []sealKeys // the current secret's first
}

type sealKeys struct {
	id   byte // of the secret; tells an opener which to try
	aead cipher.AEAD
	macs *sync.Pool // of hash.Hash that have taken the key of contact hashes in
}

// NewSealer makes a sealer from the installation's secret. Previous secrets, if
// given, still open what was sealed with them. The error is ErrInvalid if a
// secret is shorter than MinSecret.
func NewSealer(secret feedback.Secret, previous ...feedback.Secret) (*Sealer, error) {
	s := &Sealer{}
	for _, sec := range append([]feedback.Secret{secret}, previous...) {
		k, err := deriveKeys(sec)
		if err != nil {
			return nil, err
		}
		s.keys = append(s.keys, k)
	}
	return s, nil
}

func deriveKeys(secret feedback.Secret) (sealKeys, error) {
	if len(secret) < MinSecret {
		return sealKeys{}, fault("secret_key", "must be at least 32 bytes, kept secret and random")
	}
	derive := func(purpose string, size int) []byte {
		key, err := hkdf.Key(sha256.New, []byte(secret.Reveal()), nil, "earshot 1 "+purpose, size)
		if err != nil {
			panic("HKDF-SHA-256 gives keys of up to 8,160 bytes: " + err.Error())
		}
		return key
	}
	block, err := aes.NewCipher(derive("seal", 32))
	if err != nil {
		return sealKeys{}, fmt.Errorf("ledger: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return sealKeys{}, fmt.Errorf("ledger: %w", err)
	}
	key := derive("contact hash", 32)
	macs := &sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}
	return sealKeys{id: derive("key id", 1)[0], aead: aead, macs: macs}, nil
}

// Seal encrypts plain with AES-256-GCM under a random nonce. Sealing the same
// thing twice gives different results; use Hash to find it.
func (s *Sealer) Seal(plain string) []byte {
	k := &s.keys[0]
	out := make([]byte, sealHead, sealHead+len(plain)+k.aead.Overhead())
	out[0], out[1] = sealVersion, k.id
	rand.Read(out[2:sealHead]) // never fails: it ends the program instead
	return k.aead.Seal(out, out[2:sealHead], []byte(plain), out[:2])
}

// Open gives back what Seal encrypted with the current secret or a previous
// one. The error is ErrCorrupt if it was changed or sealed with another secret.
func (s *Sealer) Open(sealed []byte) (string, error) {
	if len(sealed) >= sealHead && sealed[0] == sealVersion {
		for i := range s.keys {
			k := &s.keys[i]
			if k.id != sealed[1] {
				continue
			}
			if plain, err := k.aead.Open(nil, sealed[2:sealHead], sealed[sealHead:], sealed[:2]); err == nil {
				return string(plain), nil
			}
		}
	}
	return "", fmt.Errorf("ledger: what is sealed cannot be opened; it was changed, or sealed with another secret: %w", feedback.ErrCorrupt)
}

// Hash gives the keyed hash of a contact: HMAC-SHA-256 of its kind ("phone",
// "email") and value, which must be in one form (E.164, lower case).
func (s *Sealer) Hash(kind, value string) ContactHash { return s.keys[0].contact(kind, value) }

// Hashes gives the hash under the current secret and then under each previous
// one. After a change of secret, look a contact up under all of them: an opt-out
// recorded under the old secret still holds.
func (s *Sealer) Hashes(kind, value string) []ContactHash {
	out := make([]ContactHash, len(s.keys))
	for i := range s.keys {
		out[i] = s.keys[i].contact(kind, value)
	}
	return out
}

func (k *sealKeys) contact(kind, value string) ContactHash {
	m := k.macs.Get().(hash.Hash)
	defer k.macs.Put(m)
	m.Reset()
	plain := append(append(append(make([]byte, 0, 64), kind...), 0), value...)
	m.Write(plain)
	return ContactHash(m.Sum(plain[:0]))
}
