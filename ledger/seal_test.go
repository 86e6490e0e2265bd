package ledger_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
)

func sealer(t *testing.T, secrets ...string) *ledger.Sealer {
	t.Helper()
	var previous []feedback.Secret
	for _, s := range secrets[1:] {
		previous = append(previous, feedback.Secret(s))
	}
	s, err := ledger.NewSealer(feedback.Secret(secrets[0]), previous...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var (
	oldSecret = strings.Repeat("old ", 8)
	newSecret = strings.Repeat("new ", 8)
)

func TestSealerGivesBackWhatWasSealed(t *testing.T) {
	s := sealer(t, newSecret)
	for _, plain := range []string{"", "+447700900123", strings.Repeat("x", 10_000)} {
		a, b := s.Seal(plain), s.Seal(plain)
		if bytes.Equal(a, b) {
			t.Error("sealing twice gave the same")
		}
		if plain != "" && bytes.Contains(a, []byte(plain)) {
			t.Error("the sealed value shows the plain one")
		}
		if got, err := s.Open(a); err != nil || got != plain {
			t.Errorf("Open gave %d bytes, %v; want %d", len(got), err, len(plain))
		}
	}
}

func TestSealerFindsEveryChange(t *testing.T) {
	s := sealer(t, newSecret)
	sealed := s.Seal("+447700900123")
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := s.Open(bad); !errors.Is(err, feedback.ErrCorrupt) {
			t.Errorf("byte %d changed: %v, want ErrCorrupt", i, err)
		}
	}
	for n := range sealed {
		if _, err := s.Open(sealed[:n]); !errors.Is(err, feedback.ErrCorrupt) {
			t.Errorf("cut to %d bytes: %v, want ErrCorrupt", n, err)
		}
	}
}

func TestSealerRotation(t *testing.T) {
	before, after, without := sealer(t, oldSecret), sealer(t, newSecret, oldSecret), sealer(t, newSecret)
	sealed := before.Seal("+447700900123")
	if got, err := after.Open(sealed); err != nil || got != "+447700900123" {
		t.Errorf("after rotation: %v", err)
	}
	if _, err := without.Open(sealed); !errors.Is(err, feedback.ErrCorrupt) {
		t.Errorf("without the old secret: %v, want ErrCorrupt", err)
	}
	if _, err := without.Open(after.Seal("x")); err != nil {
		t.Errorf("the current secret must seal: %v", err)
	}
	hashes := after.Hashes("phone", "+447700900123")
	if len(hashes) != 2 || hashes[0] != without.Hash("phone", "+447700900123") || hashes[1] != before.Hash("phone", "+447700900123") {
		t.Error("Hashes must give the current secret's hash and then the old one's")
	}
}

func TestSealerHash(t *testing.T) {
	s := sealer(t, newSecret)
	first, again := s.Hash("phone", "a"), s.Hash("phone", "a")
	if first != again {
		t.Error("the same contact must have the same hash")
	}
	seen := map[ledger.ContactHash]bool{}
	for _, h := range []ledger.ContactHash{s.Hash("phone", "a"), s.Hash("email", "a"), s.Hash("phone", "b"), s.Hash("phon", "ea"), sealer(t, oldSecret).Hash("phone", "a")} {
		if seen[h] {
			t.Error("two contacts share a hash")
		}
		seen[h] = true
	}
}

func TestSealerRefusesAShortSecret(t *testing.T) {
	_, err := ledger.NewSealer("thirty-one bytes are not enough")
	if !errors.Is(err, feedback.ErrInvalid) {
		t.Fatalf("got %v, want ErrInvalid", err)
	}
	if strings.Contains(fmt.Sprint(err), "thirty-one") {
		t.Error("the error shows the secret")
	}
}
