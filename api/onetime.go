package api

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"earshot/feedback"
)

// Codes makes and checks the one-time codes of targeted surveys: each is for one
// place and one named group, and answers once. Nothing is stored when a code is
// made. Its answer's id in the ledger is worked out from the code, and the
// ledger takes an id once.
type Codes struct {
	key []byte
	old *Codes // of the secret before; nil if there is none
}

// NewCodes gives the codes of an installation's secret. Codes that were made with
// old, the secret before, are taken while it is given, and answer once all the
// same; it may be empty.
func NewCodes(secret, old feedback.Secret) Codes {
	c := Codes{key: derivedKey(secret, "earshot one-time code 1")}
	if old != "" {
		c.old = new(NewCodes(old, ""))
	}
	return c
}

// How a code is made up, in bytes: which survey, which person, and the proof
// that it was made here. 48 random bits make two equal codes in a survey of a
// hundred thousand people less likely than one in fifty thousand; 48 bits of
// proof cannot be guessed at the pace that one address may send forms.
const (
	surveyBytes = 3
	personBytes = 6
	proofBytes  = 6
	codeBytes   = surveyBytes + personBytes + proofBytes
)

// OneTimeCode is a code and where it leads.
type OneTimeCode struct {
	Code string `json:"code"` // in groups of six letters and digits
	URL  string `json:"address"`
}

// Survey gives the source under which a survey's answers are stored.
func (c Codes) Survey(name string) feedback.Source {
	return surveySource(c.tag(name))
}

// tag names a survey in its codes; case and spaces in its name do not matter.
func (c Codes) tag(survey string) []byte {
	return c.mac("survey", []byte(strings.Join(strings.Fields(strings.ToLower(survey)), " ")))[:surveyBytes]
}

func surveySource(tag []byte) feedback.Source {
	return feedback.Source("survey:" + hex.EncodeToString(tag))
}

// Make makes n codes for the form of a place at publicURL. All of them differ.
// It fails with ErrInvalid if the survey has no name or n is not from 1 to
// 100,000.
func (c Codes) Make(place feedback.PublicCode, publicURL, survey string, n int) ([]OneTimeCode, error) {
	if strings.TrimSpace(survey) == "" {
		return nil, &feedback.FieldError{Field: "survey", Reason: "is missing; name the group that is asked"}
	}
	if n < 1 || n > 100_000 {
		return nil, &feedback.FieldError{Field: "count", Reason: "must be from 1 to 100,000"}
	}
	tag := c.tag(survey)
	out := make([]OneTimeCode, 0, n)
	seen := make(map[string]bool, n)
	for len(out) < n {
		b := append(make([]byte, 0, codeBytes), tag...)
		b = b[:surveyBytes+personBytes]
		rand.Read(b[surveyBytes:]) // never fails: it ends the program rather than give weak bytes
		b = append(b, c.proof(b, place)...)
		text := codeText(b)
		if seen[text] {
			continue
		}
		seen[text] = true
		out = append(out, OneTimeCode{Code: text, URL: strings.TrimRight(publicURL, "/") + "/f/" + url.PathEscape(string(place)) + "?code=" + text})
	}
	return out, nil
}

// codeAlphabet leaves out what is taken for something else: I, L, O and U.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func codeEncoding() *base32.Encoding {
	return base32.NewEncoding(codeAlphabet).WithPadding(base32.NoPadding)
}

func codeText(b []byte) string {
	s := codeEncoding().EncodeToString(b)
	return s[:6] + "-" + s[6:12] + "-" + s[12:18] + "-" + s[18:]
}

// oneTime is a checked code.
type oneTime struct {
	source feedback.Source
	nonce  [16]byte // of the form's token, and so the answer's id
}

// open checks a code as somebody may have typed it: in small letters, without
// hyphens, with the letters O, I and L for the digits they look like.
func (c Codes) open(text string, place feedback.PublicCode) (oneTime, error) {
	var o oneTime
	if len(text) > 60 {
		return o, fmt.Errorf("one-time code: %w", feedback.ErrInvalid)
	}
	plain := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(text))
	b, err := codeEncoding().DecodeString(plain)
	if err != nil || len(b) != codeBytes {
		return o, fmt.Errorf("one-time code: %w", feedback.ErrInvalid)
	}
	if !hmac.Equal(b[surveyBytes+personBytes:], c.proof(b[:surveyBytes+personBytes], place)) {
		if c.old != nil { // which made the answer's id before, and makes the same one
			return c.old.open(text, place)
		}
		return o, fmt.Errorf("one-time code: %w", feedback.ErrInvalid)
	}
	o.source = surveySource(b[:surveyBytes])
	copy(o.nonce[:], c.mac("answer", append([]byte(place), b...)))
	return o, nil
}

// proof is bound to the place, so that a code cannot answer about another.
func (c Codes) proof(b []byte, place feedback.PublicCode) []byte {
	return c.mac("proof", append([]byte(strings.ToUpper(string(place))+"\x00"), b...))[:proofBytes]
}

func (c Codes) mac(use string, b []byte) []byte {
	m := hmac.New(sha256.New, c.key)
	m.Write([]byte(use + "\x00"))
	m.Write(b)
	return m.Sum(nil)
}
