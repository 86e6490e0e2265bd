package sms

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortestPacked is the fewest characters that are taken for Base64. Only texts
// of several parts come so, which are far longer; what people write without a
// space is far shorter.
const shortestPacked = 20

// unpacked gives what a text says that a gateway may have put into Base64, as
// some do with texts of several parts. A text is taken to be so only if nobody
// can have typed it: one word that Base64 could have made, and words once that is
// undone. Every other text is given back as it came.
func unpacked(body string) string {
	packed := strings.NewReplacer("\r", "", "\n", "").Replace(strings.TrimSpace(body))
	if len(packed) < shortestPacked || len(packed)%4 != 0 {
		return body
	}
	plain, err := base64.StdEncoding.Strict().DecodeString(packed)
	if err != nil || !utf8.Valid(plain) {
		return body
	}
	words := string(plain)
	if !strings.ContainsFunc(words, unicode.IsSpace) || strings.ContainsFunc(words, unwritten) {
		return body
	}
	return words
}

// unwritten reports whether a character does not occur in what people write.
func unwritten(r rune) bool {
	return r == utf8.RuneError || !unicode.IsPrint(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r)
}
