// Package model is the learned part of reading: it turns a comment into
// hashed features and weighs them. The words themselves are never kept: a
// feature is known only by the number it hashes to.
package model

import "unicode/utf8"

// Kind says what a token is.
type Kind uint8

// The kinds of token.
const (
	Word   Kind = iota
	Number      // a run of digits, with the points and colons inside it
	Mark        // one of . , ; : ! ? ( )
	Symbol      // an emoji or another sign outside the Latin letters
)

// Token is one token of a text.
type Token struct {
	Start, End int32  // bytes of the text as it was given
	From, To   int32  // bytes of the folded buffer
	Hash       uint32 // of the folded spelling
	Kind       Kind
	Sign       byte // the mark itself, if Kind is Mark
}

// Tokens is reusable room for the tokens of one text. The zero value is ready.
type Tokens struct {
	List []Token
	Fold []byte // the folded text: lower case, one space between tokens
}

// foldTable maps an ASCII byte to its folded form; 0 is a separator.
var foldTable = buildFoldTable()

func buildFoldTable() (t [128]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c] = c
		t[c-'a'+'A'] = c
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = '0'
	}
	for _, c := range []byte(".,;:!?()") {
		t[c] = c
	}
	t['\''] = '\''
	return t
}

const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// mix spreads the bits of a hash (the finaliser of MurmurHash3).
func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	h ^= h >> 16
	return h
}

// HashWord gives the hash that a word has as a token. The word must be in
// lower case, without apostrophes.
func HashWord(w string) uint32 {
	h := uint32(fnvOffset)
	for i := 0; i < len(w); i++ {
		h = (h ^ uint32(w[i])) * fnvPrime
	}
	return mix(h)
}

// Scan cuts the text into tokens. It takes any bytes, in time linear in their
// number. Apostrophes inside a word vanish ("don't" is "dont"), every digit is
// the same digit, accents are dropped from Latin letters.
func (t *Tokens) Scan(text string) {
	t.List = t.List[:0]
	t.Fold = append(t.Fold[:0], ' ')
	for i := 0; i < len(text); {
		c := text[i]
		if c >= utf8.RuneSelf {
			i = t.scanRune(text, i)
			continue
		}
		f := foldTable[c]
		switch {
		case f >= 'a':
			i = t.scanWord(text, i)
		case f == '0':
			i = t.scanNumber(text, i)
		case f == 0 || f == '\'':
			i++
		default:
			t.add(Token{Start: int32(i), End: int32(i + 1), Kind: Mark, Sign: f, Hash: mix(fnvOffset ^ uint32(f)<<8)}, f)
			i++
		}
	}
}

// add appends a token whose folded form is one byte.
func (t *Tokens) add(tok Token, folded byte) {
	tok.From = int32(len(t.Fold))
	t.Fold = append(t.Fold, folded, ' ')
	tok.To = tok.From + 1
	t.List = append(t.List, tok)
}

// scanWord reads the word that starts at i and gives the place after it.
func (t *Tokens) scanWord(text string, i int) int {
	tok := Token{Start: int32(i), From: int32(len(t.Fold)), Kind: Word}
	h := uint32(fnvOffset)
	buf := t.Fold
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			f := foldTable[c]
			if f < 'a' {
				if f == '\'' && i+1 < len(text) && isLetter(text[i+1]) {
					i++
					continue
				}
				break
			}
			h = (h ^ uint32(f)) * fnvPrime
			buf = append(buf, f)
			i++
			continue
		}
		if text[i] == 0xE2 && i+3 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0x99 || text[i+2] == 0x98) && isLetter(text[i+3]) {
			i += 3 // a curly apostrophe inside a word
			continue
		}
		f, size := foldLatin(text[i:])
		if f == 0 {
			break
		}
		h = (h ^ uint32(f)) * fnvPrime
		buf = append(buf, f)
		i += size
	}
	tok.End = int32(i)
	tok.To = int32(len(buf))
	tok.Hash = mix(h)
	t.Fold = append(buf, ' ')
	t.List = append(t.List, tok)
	return i
}

// isLetter reports whether c is an ASCII letter.
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// scanNumber reads the number that starts at i and gives the place after it.
func (t *Tokens) scanNumber(text string, i int) int {
	tok := Token{Start: int32(i), From: int32(len(t.Fold)), Kind: Number}
	h := uint32(fnvOffset)
	digits := 0
	for i < len(text) {
		c := text[i]
		if c >= '0' && c <= '9' {
			if digits < 4 {
				h = (h ^ '0') * fnvPrime
				t.Fold = append(t.Fold, '0')
			}
			digits++
			i++
			continue
		}
		if (c == '.' || c == ':' || c == ',' || c == '/') && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' {
			i++
			continue
		}
		break
	}
	tok.End = int32(i)
	tok.To = int32(len(t.Fold))
	tok.Hash = mix(h)
	t.Fold = append(t.Fold, ' ')
	t.List = append(t.List, tok)
	return i
}

// scanRune reads what starts at i and is not ASCII, and gives the place after
// it.
func (t *Tokens) scanRune(text string, i int) int {
	if f, _ := foldLatin(text[i:]); f != 0 {
		return t.scanWord(text, i)
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	if !signal(r) {
		return i + size
	}
	t.add(Token{Start: int32(i), End: int32(i + size), Kind: Symbol, Hash: mix(uint32(r) * 0x9E3779B1)}, byte(0x80|mix(uint32(r))&0x7F))
	return i + size
}

// signal reports whether a rune outside ASCII and the Latin letters says
// something: emoji do; spaces, dashes, quotes, joiners and skin tones do not.
func signal(r rune) bool {
	switch {
	case r == utf8.RuneError, r < 0x2190, r >= 0xFE00 && r <= 0xFE0F, r >= 0x1F3FB && r <= 0x1F3FF:
		return r > 0x2FF && r < 0x2000
	}
	return true
}

// latinFolds gives the plain letter of U+00C0 to U+017F, '*' where there is
// none.
const latinFolds = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty" +
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"

// foldLatin gives the plain letter of the accented Latin letter that s starts
// with and its size in bytes, or 0.
func foldLatin(s string) (byte, int) {
	if len(s) < 2 || s[0] < 0xC3 || s[0] > 0xC5 {
		return 0, 0
	}
	r, size := utf8.DecodeRuneInString(s)
	if r < 0xC0 || int(r-0xC0) >= len(latinFolds) || latinFolds[r-0xC0] == '*' {
		return 0, 0
	}
	return latinFolds[r-0xC0], size
}
