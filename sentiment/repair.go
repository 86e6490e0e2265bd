package sentiment

import (
	"unicode"
	"unicode/utf8"
)

// Repair mends a text whose encoding was broken on its way to us and takes out
// what no person types: UTF-8 that was read as Windows-1252 or Latin-1 (once
// or several times over, "donâ€™t"), bytes that are not UTF-8 (taken for
// Windows-1252), surrogate pairs written as UTF-8, NUL and other control
// characters, byte order marks, zero-width and direction-changing characters.
// Line ends become "\n". The Kelvin and Ångström signs, whose lower case has
// another length in bytes, become the letters they look like. Emoji are kept.
//
// Repair(Repair(s)) == Repair(s), the result is valid UTF-8, and a text that
// needs nothing is returned as it is, without a copy. The time taken is linear
// in the length.
//
// A legitimate text that looks like broken encoding is rare but possible: a
// capital accented letter before a curly quote or a dash is left alone unless
// what stands around it is broken too.
func Repair(text string) string {
	if !suspectEncoding(text) {
		return text
	}
	m := &mender{out: make([]mended, 0, len(text))}
	// First what can be put together is; only then can a stump be known for
	// one, and a byte without meaning be dropped, after which the neighbours
	// may fit together. Neither can be left after the second time.
	s := m.mend(text)
	m.settling = true
	s = m.mend(s)
	if s == text {
		return text
	}
	return s
}

// suspectEncoding says whether anything in the text could need repair.
func suspectEncoding(text string) bool {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
				return true
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError || normalRune(r) != r {
			return true
		}
		i += size
		if b, ok := windowsByte(r); ok && (b >= 0xC2 && b <= 0xF4 || r < 0xA0) {
			next, _ := utf8.DecodeRuneInString(text[i:])
			if r < 0xA0 || r == 'Â' || isContinuation(next) {
				return true
			}
		}
	}
	return false
}

// dropRune marks a character that is taken out.
const dropRune rune = -1

// normalRune maps a character to the one that is kept, or to dropRune.
func normalRune(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case r < ' ' || r == 0x7f:
		return dropRune
	case r < 0x200B:
		return r
	case r == '\u200B' || r == '\u2060' || r == '\uFEFF':
		return dropRune
	case r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069':
		return dropRune
	case r == '\u200E' || r == '\u200F' || r == '\u061C':
		return dropRune
	case r == '\u2028' || r == '\u2029':
		return '\n'
	case r == '\u212A':
		return 'K'
	case r == '\u212B':
		return 'Å'
	}
	return r
}

// mended is one character of the output; decoded says that it was put together
// from broken ones, which makes its neighbours suspect too.
type mended struct {
	r       rune
	decoded bool
}

// mender builds the output as a stack: each character is pushed, and whenever
// the top of the stack spells a UTF-8 sequence in Windows-1252 it is replaced
// by what it spells. That undoes any number of layers in one pass.
type mender struct {
	out      []mended
	settling bool // stumps are ended
}

// mend runs the whole text over the stack once.
func (m *mender) mend(text string) string {
	m.out = m.out[:0]
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			if pair, n := surrogates(text[i:]); n > 0 {
				i += n
				if pair != dropRune {
					m.push(pair)
				}
				continue
			}
			r = windowsRune(text[i])
		}
		i += size
		if r == '\r' {
			if i < len(text) && text[i] == '\n' {
				continue
			}
			r = '\n'
		}
		if r = normalRune(r); r != dropRune {
			m.push(r)
		}
	}
	for m.settle(utf8.RuneError) {
	}
	return m.spell(len(text))
}

// surrogates reads a UTF-16 surrogate that was written as three bytes, or a
// pair of them written as six; half a pair is dropped.
func surrogates(s string) (rune, int) {
	unit := func(s string) rune {
		if len(s) < 3 || s[0] != 0xED || s[1]&0xE0 != 0xA0 || s[2]&0xC0 != 0x80 {
			return 0
		}
		return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F)
	}
	high := unit(s)
	if high == 0 {
		return 0, 0
	}
	if low := unit(s[3:]); high < 0xDC00 && low >= 0xDC00 {
		return 0x10000 + (high-0xD800)<<10 + (low - 0xDC00), 6
	}
	return dropRune, 3
}

// push adds one character and undoes what the top of the stack then spells.
func (m *mender) push(r rune) {
	for m.settle(r) {
	}
	m.out = append(m.out, mended{r: r})
	m.reduce()
}

// reduce replaces spelt-out sequences at the top of the stack until there is
// none.
func (m *mender) reduce() {
	for {
		n, r := m.spelt()
		if n == 0 {
			return
		}
		m.out = m.out[:len(m.out)-n]
		if r = normalRune(r); r == dropRune {
			return
		}
		m.out = append(m.out, mended{r: r, decoded: true})
	}
}

// spelt looks for a UTF-8 sequence spelt in Windows-1252 that ends at the top.
func (m *mender) spelt() (n int, r rune) {
	var buf [utf8.UTFMax]byte
	top := len(m.out)
	for n := 1; n <= utf8.UTFMax && n <= top; n++ {
		b, ok := windowsByte(m.out[top-n].r)
		if !ok {
			return 0, 0
		}
		buf[utf8.UTFMax-n] = b
		if b < 0x80 || b >= 0xC0 && n == 1 || b > 0xF4 {
			return 0, 0
		}
		if b < 0xC0 {
			continue
		}
		r, size := utf8.DecodeRune(buf[utf8.UTFMax-n:])
		if r == utf8.RuneError || size != n || !m.believable(n, r, buf[utf8.UTFMax-n:]) {
			return 0, 0
		}
		return n, r
	}
	return 0, 0
}

// believable says whether n characters that spell r are broken encoding rather
// than what was meant.
func (m *mender) believable(n int, r rune, seq []byte) bool {
	if n == 4 || seq[0] == 0xC2 || seq[0] == 0xC3 {
		return true
	}
	if n == 3 && (r >= 0x2000 && r < 0x2C00 || r >= 0xFE00 && r <= 0xFFFD) {
		return true
	}
	punct := true
	for _, b := range seq[1:n] {
		// … ‘ ’ “ ” • – — are what a person does put after a capital letter.
		punct = punct && (b == 0x85 || b >= 0x91 && b <= 0x97)
	}
	if !punct {
		return true
	}
	below := len(m.out) - n - 1
	if below < 0 {
		return false
	}
	under := m.out[below]
	return under.decoded || n == 2 && under.r >= 'a' && under.r <= 'z'
}

// settle ends what was left unfinished at the top of the stack now that next
// is known: the closing quote that lost its last byte, and the stump of an
// emoji. It says whether it changed anything.
func (m *mender) settle(next rune) bool {
	if !m.settling || isContinuation(next) {
		return false
	}
	top := len(m.out)
	if top >= 2 && m.out[top-2].r == 'â' && m.out[top-1].r == '€' {
		m.out = append(m.out[:top-2], mended{r: '”', decoded: true})
		m.reduce()
		return true
	}
	for n := 2; n <= 3 && n <= top; n++ {
		if m.out[top-n].r == 'ð' && m.out[top-n+1].r == 'Ÿ' {
			m.out = m.out[:top-n]
			return true
		}
	}
	// "Â" and an ordinary space were a no-break space. Before a capital they
	// may be the Welsh word, shouted.
	if top >= 2 && m.out[top-1].r == ' ' && m.out[top-2].r == 'Â' &&
		(top == 2 || m.out[top-3].r == ' ') && (next == 'Â' || !unicode.IsUpper(next)) {
		m.out[top-2].r = ' '
		m.out = m.out[:top-1]
		return true
	}
	return false
}

// isContinuation says whether r stands for a byte inside a UTF-8 sequence.
func isContinuation(r rune) bool {
	b, ok := windowsByte(r)
	return ok && b >= 0x80 && b < 0xC0
}

// spell turns the stack into a string. Windows-1252's C1 bytes become their
// characters; the five that have none are dropped.
func (m *mender) spell(size int) string {
	buf := make([]byte, 0, size)
	for _, c := range m.out {
		r := c.r
		if r >= 0x80 && r < 0xA0 {
			if r = windowsHigh[r-0x80]; r == 0 {
				continue
			}
		}
		buf = utf8.AppendRune(buf, r)
	}
	return string(buf)
}

// windowsHigh is Windows-1252 from 0x80 to 0x9F; 0 where it has nothing.
var windowsHigh = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

// windowsRune reads one byte as Windows-1252; a byte that has no meaning there
// is read as Latin-1.
func windowsRune(b byte) rune {
	if b >= 0x80 && b < 0xA0 {
		if r := windowsHigh[b-0x80]; r != 0 {
			return r
		}
	}
	return rune(b)
}

// windowsByte is the byte that a character is read from in Windows-1252 or
// Latin-1, if there is one.
func windowsByte(r rune) (byte, bool) {
	if r < 0x100 {
		return byte(r), true
	}
	switch r {
	case '€':
		return 0x80, true
	case '’':
		return 0x92, true
	case '‘', '“', '”', '•', '–', '—', '…', '™', 'œ', 'Ÿ', 'š', 'ž', '˜', '›',
		'‚', 'ƒ', '„', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 'Ž':
		for i, w := range windowsHigh {
			if w == r {
				return byte(0x80 + i), true
			}
		}
	}
	return 0, false
}
