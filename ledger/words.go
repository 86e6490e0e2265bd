package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"

	"earshot/feedback"
)

// saltSize is the length of the random salt at the head of stored words.
const saltSize = 16

// errWords is what every undecodable Words comes to.
var errWords = fmt.Errorf("ledger: stored words cannot be decoded: %w", feedback.ErrCorrupt)

// isEmpty reports whether there is nothing in w to store.
func (w *Words) isEmpty() bool {
	return len(w.Comments) == 0 && !w.Consent && w.Language == "" && w.Audience == "" &&
		w.About == feedback.About{} && w.Credit == nil
}

// appendWords appends the stored form of w, without its salt.
func appendWords(b []byte, w *Words) []byte {
	var what byte
	if w.Consent {
		what |= 1
	}
	if w.Credit != nil {
		what |= 2
	}
	b = append(b, codecVersion, what, byte(len(w.Comments)))
	for _, c := range w.Comments {
		b = append(b, byte(c.Prompt))
		b = appendString(b, c.Text.Reveal())
	}
	a := &w.About
	for _, s := range [...]string{w.Language, w.Audience, a.AgeBand, a.Gender, a.Ethnicity, a.Disability, a.Role} {
		b = appendString(b, s)
	}
	if w.Credit != nil {
		b = appendString(b, w.Credit.Name)
		b = appendString(b, w.Credit.URL)
		b = appendString(b, w.Credit.Licence)
	}
	return b
}

// decodeWords reads stored words, salt first. The error is ErrCorrupt.
func decodeWords(b []byte) (*Words, error) {
	if len(b) < saltSize {
		return nil, errWords
	}
	r := stringReader{s: string(b[saltSize:])}
	if r.byte() != codecVersion {
		return nil, errWords
	}
	what := r.byte()
	if what > 3 {
		return nil, errWords
	}
	w := &Words{Consent: what&1 != 0}
	if n := int(r.byte()); n > 0 {
		if n > len(r.s)-r.i {
			return nil, errWords
		}
		w.Comments = make([]feedback.Comment, n)
		for i := range w.Comments {
			w.Comments[i] = feedback.Comment{Prompt: feedback.Prompt(r.byte()), Text: feedback.Text(r.string())}
		}
	}
	a := &w.About
	for _, s := range [...]*string{&w.Language, &w.Audience, &a.AgeBand, &a.Gender, &a.Ethnicity, &a.Disability, &a.Role} {
		*s = r.string()
	}
	if what&2 != 0 {
		w.Credit = &feedback.Attribution{Name: r.string(), URL: r.string(), Licence: r.string()}
	}
	if r.bad || r.i != len(r.s) {
		return nil, errWords
	}
	return w, nil
}

// commit gives the commitment to stored words: HMAC-SHA-256 of the words under
// their salt. It stays when words and salt are blanked; without the salt it
// tells nothing, so that a short comment cannot be guessed from it.
func commit(stored []byte) []byte {
	m := hmac.New(sha256.New, stored[:saltSize])
	m.Write(stored[saltSize:])
	return m.Sum(nil)
}

// keepsPromise reports whether stored words are those that were committed to.
func keepsPromise(stored, commitment []byte) bool {
	return len(stored) >= saltSize && subtle.ConstantTimeCompare(commit(stored), commitment) == 1
}
