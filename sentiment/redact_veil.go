package sentiment

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// filler takes the place of what the rules need not see, so that a position in
// the veil is the same position in the text.
const filler = 0x01

// veil is a text as the rules for identifiers see it, byte for byte as long as
// the text: letters in lower case, figures of every script and numbers written
// in words as figures, placeholders and what is not ASCII as fillers. So one
// rule reads "07700 900123", "o7700.9oo123" and "oh double-seven hundred …".
type veil struct {
	text   string
	shade  []byte
	letter []byte // the shade before numbers in words were read as figures
	words  []veilWord
	digits int // figures, also those that were words
}

// veilWord is one word of the text, letters and apostrophes.
type veilWord struct {
	start, end int
	opens      bool // first of a sentence
	capital    bool // its first letter is one
	shout      bool // two letters or more, and all of them capitals
	number     bool // it was read as a number
}

func newVeil(text string) *veil {
	v := &veil{text: text, shade: make([]byte, len(text)), words: make([]veilWord, 0, len(text)/5+1)}
	opens := true
	for i := 0; i < len(text); {
		if n := placeholderAt(text[i:]); n > 0 {
			v.fill(i, i+n)
			i += n
			opens = false
			continue
		}
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case r >= '0' && r <= '9':
			v.shade[i] = byte(r)
			v.digits++
			opens = false
		case isLetterOf(r):
			i = v.word(i, opens)
			opens = false
			continue
		case r < utf8.RuneSelf && r >= ' ' && r != 0x7f:
			v.shade[i] = byte(r)
			opens = opens || r == '.' || r == '!' || r == '?'
		case r == '\n' || r == '\r':
			v.shade[i] = '\n'
			opens = true
		default:
			v.fill(i, i+size)
			if d, ok := figure(r); ok {
				v.shade[i] = d
				v.digits++
			} else if p, ok := plainOf[r]; ok {
				v.shade[i] = p
			}
		}
		i += size
	}
	v.letter = v.shade
	if len(v.words) > 0 {
		v.letter = slices.Clone(v.shade)
		v.spell()
	}
	return v
}

func (v *veil) fill(from, to int) {
	for i := from; i < to; i++ {
		v.shade[i] = filler
	}
}

// word takes in the word that starts at i and gives where it ends.
func (v *veil) word(i int, opens bool) int {
	w := veilWord{start: i, opens: opens}
	letters, capitals := 0, 0
	for i < len(v.text) {
		r, size := utf8.DecodeRuneInString(v.text[i:])
		if !isLetterOf(r) {
			next, _ := utf8.DecodeRuneInString(v.text[i+size:])
			if (r == '\'' || r == '’') && isLetterOf(next) {
				v.fill(i, i+size)
				v.shade[i] = '\''
				i += size
				continue
			}
			break
		}
		letters++
		if unicode.IsUpper(r) {
			capitals++
			w.capital = w.capital || letters == 1
		}
		v.fill(i, i+size)
		if r < utf8.RuneSelf {
			v.shade[i] = byte(unicode.ToLower(r))
		} else {
			v.shade[i] = plainLetter(r)
		}
		i += size
	}
	w.end = i
	w.shout = letters > 1 && capitals == letters
	v.words = append(v.words, w)
	return i
}

// isLetterOf says whether r is a letter that words are made of here.
func isLetterOf(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return r != utf8.RuneError && unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
}

// figure reads a decimal figure of any script.
func figure(r rune) (byte, bool) {
	if !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	// Each script's figures stand together, and zero first.
	zero := r
	for range 9 {
		if !unicode.Is(unicode.Nd, zero-1) {
			break
		}
		zero--
	}
	return '0' + byte((r-zero)%10), true
}

// plainOf are the characters that stand for one of ASCII's.
var plainOf = map[rune]byte{
	'‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '−': '-', '·': '.', '•': '.', '．': '.', '＠': '@', '﹫': '@',
	'\u00a0': ' ', '\u2009': ' ', '\u202f': ' ', '’': '\'', '‘': '\'', '／': '/', '＋': '+',
}

// plainLetter is the letter of ASCII that stands nearest.
func plainLetter(r rune) byte {
	const from = "àáâãäåāăąçćčďđèéêëēęěğìíîïīıłñńňòóôõöøōőřśšşșťțùúûüūůűýÿźżž"
	const flat = "aaaaaaaaacccddeeeeeeegiiiiiilnnnoooooooorssssttuuuuuuuyyzzz"
	r = unicode.ToLower(r)
	if i := strings.IndexRune(from, r); i >= 0 {
		return flat[utf8.RuneCountInString(from[:i])]
	}
	if r >= 'ａ' && r <= 'ｚ' {
		return byte(r-'ａ') + 'a'
	}
	return 'x' // a letter, whichever
}

// placeholderAt is the length of the placeholder that s starts with; 0 if it
// starts with none. A comment that was redacted before stays as it is.
func placeholderAt(s string) int {
	if s[0] != '[' {
		return 0
	}
	end := strings.IndexByte(s[:min(len(s), 32)], ']')
	if end < 0 {
		return 0
	}
	inside := s[1:end]
	for _, p := range placeholders[1:] {
		if p[1:len(p)-1] == inside {
			return end + 1
		}
	}
	if _, ok := roleNames[inside]; ok {
		return end + 1
	}
	return 0
}

// numberWords are the numbers in words that are read as figures. A "*" stands
// for nothing: "double" and "treble" say what the next does.
var numberWords = map[string]string{
	"oh": "0", "o": "0", "ow": "0", "zero": "0", "nought": "0", "naught": "0", "nil": "0", "one": "1",
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9",
	"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
	"seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fourty": "40",
	"fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "ninty": "90", "hundred": "00",
	"thousand": "000", "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
	"seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "thirteenth": "13",
	"fourteenth": "14", "fifteenth": "15", "sixteenth": "16", "seventeenth": "17", "eighteenth": "18",
	"nineteenth": "19", "twentieth": "20", "thirtieth": "30", "ninetieth": "90", "hundredth": "100",
}

// repeats say that the figure after them stands two or three times.
var repeats = map[string]int{"double": 2, "treble": 3, "triple": 3}

// spell writes numbers that are words as figures into the veil.
func (v *veil) spell() {
	times, from := 1, 0
	for k := range v.words {
		w := &v.words[k]
		if w.end-w.start > 11 {
			times = 1
			continue
		}
		word := v.shade[w.start:w.end]
		if n := repeats[string(word)]; n > 0 {
			times, from = n, w.start
			continue
		}
		figures := numberWords[string(word)]
		if figures == "" {
			v.spellMixed(w)
			// "double 7" in figures
			times = 1
			continue
		}
		start := w.start
		if times > 1 && len(figures) == 1 && w.start-from < 12 {
			figures = strings.Repeat(figures, times)
			start = from
			v.words[k-1].number = true
		}
		times = 1
		// Twenty-one is 21 and not 201.
		if n := len(figures); n == 2 && figures[1] == '0' && figures[0] >= '2' && k+1 < len(v.words) {
			if next := &v.words[k+1]; next.start-w.end <= 1 {
				unit := numberWords[string(v.shade[next.start:next.end])]
				if len(unit) == 1 && unit != "0" {
					figures = figures[:1]
				}
			}
		}
		v.fill(start, w.end)
		copy(v.shade[start:w.end], figures)
		v.digits += len(figures)
		w.number = true
	}
	v.doubleFigures()
}

// spellMixed reads the letters o and l beside figures as 0 and 1, "o77oo".
func (v *veil) spellMixed(w *veilWord) {
	beside := w.start > 0 && isDigit(v.shade[w.start-1]) || w.end < len(v.shade) && isDigit(v.shade[w.end])
	if !beside {
		return
	}
	for _, c := range v.shade[w.start:w.end] {
		if c != 'o' && c != 'l' && c != 'i' {
			return
		}
	}
	for i := w.start; i < w.end; i++ {
		if v.shade[i] == 'o' {
			v.shade[i] = '0'
		} else {
			v.shade[i] = '1'
		}
		v.digits++
	}
	w.number = true
}

// doubleFigures reads "double 7" where the figure is one: the word becomes the
// figure, once or twice over.
func (v *veil) doubleFigures() {
	for k := range v.words {
		w := &v.words[k]
		n := 0
		if !w.number && w.end-w.start == 6 {
			n = repeats[string(v.shade[w.start:w.end])]
		}
		if n == 0 {
			continue
		}
		i := w.end
		for i < len(v.shade) && i < w.end+3 && (v.shade[i] == ' ' || v.shade[i] == '-' || v.shade[i] == filler) {
			i++
		}
		if i < len(v.shade) && isDigit(v.shade[i]) && (i+1 == len(v.shade) || !isDigit(v.shade[i+1])) {
			v.fill(w.start, w.end)
			for c := range n - 1 {
				v.shade[w.start+c] = v.shade[i]
				v.digits++
			}
			w.number = true
		}
	}
}

// whole widens a span until it cuts neither a character nor a number in words
// in two.
func (v *veil) whole(start, end int) (int, int) {
	k, _ := slices.BinarySearchFunc(v.words, start, func(w veilWord, at int) int { return w.end - at - 1 })
	for ; k < len(v.words) && v.words[k].start < end; k++ {
		if w := v.words[k]; w.number && w.end > start {
			start, end = min(start, w.start), max(end, w.end)
		}
	}
	// In "double nine" both figures stand in the first word.
	for ; k < len(v.words) && v.words[k].number && v.words[k].start-end <= 3 && v.shade[v.words[k].start] == filler; k++ {
		end = v.words[k].end
	}
	for start > 0 && start < len(v.text) && !utf8.RuneStart(v.text[start]) {
		start--
	}
	for end < len(v.text) && !utf8.RuneStart(v.text[end]) {
		end++
	}
	return start, end
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
