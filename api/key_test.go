package api

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

func TestNewKey(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	k, token, err := NewKey(KeyRequest{Name: "Envoy", Role: ledger.RolePartner}, now)
	if err != nil {
		t.Fatal(err)
	}
	id, secret, ok := splitToken(token.Reveal())
	if !ok || id != k.ID || len(secret) != 32 {
		t.Errorf("token splits into %q and %d characters, %v", id, len(secret), ok)
	}
	if strings.Contains(token.String(), secret) {
		t.Error("a token prints its secret")
	}
	other, _, _ := NewKey(KeyRequest{Name: "Envoy", Role: ledger.RolePartner}, now)
	if other.ID == k.ID || other.Hash == k.Hash {
		t.Error("two keys are alike")
	}
	for _, bad := range []KeyRequest{{Role: ledger.RolePartner}, {Name: "x", Role: "boss"}, {Name: "x", Role: ledger.RoleHealthwatch}} {
		if _, _, err := NewKey(bad, now); !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("NewKey(%+v): %v", bad, err)
		}
	}
}

func TestKeyringStaleness(t *testing.T) {
	ctx := context.Background()
	c := &clock{at: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	store := &keyStore{}
	ring := NewKeyring(store, c.now)
	k, token, _ := NewKey(KeyRequest{Name: "Envoy", Role: ledger.RolePartner}, c.now())
	if _, err := ring.Authenticate(ctx, token.Reveal()); !errors.Is(err, feedback.ErrUnauthenticated) {
		t.Fatalf("before it exists: %v", err)
	}
	_ = store.CreateKey(ctx, k, "test")
	c.move(keysNew + time.Millisecond)
	if _, err := ring.Authenticate(ctx, token.Reveal()); err != nil {
		t.Fatalf("a new key is not found: %v", err)
	}
	reads := store.reads
	for range 100 {
		if _, err := ring.Authenticate(ctx, token.Reveal()); err != nil {
			t.Fatal(err)
		}
	}
	if store.reads != reads {
		t.Errorf("the list was read %d times for 100 requests", store.reads-reads)
	}
	_ = store.RevokeKey(ctx, k.ID, c.now(), "test")
	c.move(keysStale)
	if _, err := ring.Authenticate(ctx, token.Reveal()); !errors.Is(err, feedback.ErrUnauthenticated) {
		t.Errorf("two seconds after it was revoked: %v", err)
	}
}

func TestKeyringWithoutItsStore(t *testing.T) {
	ctx := context.Background()
	c := &clock{at: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	store := &keyStore{}
	ring := NewKeyring(store, c.now)
	k, token, _ := NewKey(KeyRequest{Name: "Envoy", Role: ledger.RolePartner}, c.now())
	_ = store.CreateKey(ctx, k, "test")
	if _, err := ring.Authenticate(ctx, token.Reveal()); err != nil {
		t.Fatal(err)
	}
	store.fail = errors.New("connection refused")
	c.move(1500 * time.Millisecond)
	if _, err := ring.Authenticate(ctx, token.Reveal()); err != nil {
		t.Errorf("within two seconds: %v", err)
	}
	c.move(time.Second)
	if _, err := ring.Authenticate(ctx, token.Reveal()); !errors.Is(err, feedback.ErrUnavailable) {
		t.Errorf("after them: %v, want ErrUnavailable", err)
	}
}
