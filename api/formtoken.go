package api

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"

	"earshot/feedback"
)

// tokens makes and checks the hidden field of a form: a number used once, the
// time and the place, signed. The number becomes the answer's source id, so
// that a double click, a refresh or a second try after an error counts once.
type tokens struct{ key, old []byte } // old is nil if there is no secret before

// tokenLife is how long a form may lie open. After it the form is shown again
// with the same number and what was typed.
const tokenLife = 24 * time.Hour

// newTokens gives the tokens of an installation's secret. Those made with old, the
// secret before, are taken while it is given: a kiosk may have kept an answer since.
func newTokens(secret, old feedback.Secret) tokens {
	k := tokens{key: derivedKey(secret, "earshot form token 1")}
	if old != "" {
		k.old = derivedKey(old, "earshot form token 1")
	}
	return k
}

// derivedKey gives a key for one use, so that the installation's secret is used for
// nothing directly.
func derivedKey(secret feedback.Secret, use string) []byte {
	m := hmac.New(sha256.New, []byte(secret.Reveal()))
	m.Write([]byte(use))
	return m.Sum(nil)
}

// formToken is what a token says.
type formToken struct {
	nonce  [16]byte
	issued time.Time
}

func newFormToken(now time.Time) formToken {
	t := formToken{issued: now}
	rand.Read(t.nonce[:]) // never fails: it ends the program rather than give weak bytes
	return t
}

// sourceID gives the answer's own id.
func (t formToken) sourceID() string { return hex.EncodeToString(t.nonce[:]) }

const tokenBytes = 16 + 8 + 16

// seal writes a token for a place's form.
func (k tokens) seal(t formToken, code feedback.PublicCode) string {
	b := make([]byte, 0, tokenBytes)
	b = append(b, t.nonce[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(t.issued.Unix()))
	b = append(b, tokenMAC(k.key, b, code)...)
	return base64.RawURLEncoding.EncodeToString(b)
}

// open reads a token and checks that it was made here for this place's form.
func (k tokens) open(s string, code feedback.PublicCode) (formToken, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) != tokenBytes ||
		!hmac.Equal(b[24:], tokenMAC(k.key, b[:24], code)) && (k.old == nil || !hmac.Equal(b[24:], tokenMAC(k.old, b[:24], code))) {
		return formToken{}, fmt.Errorf("form token: %w", feedback.ErrInvalid)
	}
	t := formToken{issued: time.Unix(int64(binary.BigEndian.Uint64(b[16:24])), 0)}
	copy(t.nonce[:], b)
	return t, nil
}

func tokenMAC(key, b []byte, code feedback.PublicCode) []byte {
	m := hmac.New(sha256.New, key)
	m.Write(b)
	m.Write([]byte(code))
	return m.Sum(nil)[:16]
}
