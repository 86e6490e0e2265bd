package sms

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"earshot/feedback"
)

// vocabulary is what people answer with besides English: the answers of each
// wording, other ways of saying them, the words that mean STOP, and the words
// for what people count, so that "4 godziny" is an amount and no rating.
type vocabulary struct {
	ratings []ratingWord
	stops   map[string]bool
	counted map[string]bool
}

// ratingWord is a folded way of saying an answer; NoRating if two languages mean
// different answers by it.
type ratingWord struct {
	word   string
	runes  []rune // of word
	rating feedback.Rating
}

func newVocabulary() *vocabulary {
	return &vocabulary{stops: make(map[string]bool), counted: make(map[string]bool)}
}

// add takes in the words of a wording.
func (v *vocabulary) add(w Wording) {
	for i, answer := range w.Answers {
		v.addRating(answer, feedback.Rating(i+1))
	}
	for i, words := range w.Also {
		for _, word := range words {
			v.addRating(word, feedback.Rating(i+1))
		}
	}
	for _, s := range w.Stop {
		v.stops[whole(s)] = true
	}
	for _, s := range w.Counted {
		v.counted[fold(s).text()] = true
	}
}

func (v *vocabulary) addRating(word string, r feedback.Rating) {
	word = whole(word)
	if word == "" {
		return
	}
	for i := range v.ratings {
		if have := &v.ratings[i]; have.word == word {
			if have.rating != r {
				have.rating = feedback.NoRating
			}
			return
		}
	}
	v.ratings = append(v.ratings, ratingWord{word, []rune(word), r})
	slices.SortStableFunc(v.ratings, func(a, b ratingWord) int { return cmp.Compare(len(b.word), len(a.word)) })
}

// understand reads a text in the light of the wording that the person got, if
// any, and of all others: nobody is asked which language they answer in.
func (w *Wordings) understand(body string, own Wording) Reply {
	if w.known == nil {
		return Parse(body)
	}
	mine := own.vocabulary
	if mine == nil { // it is not one of w's
		mine = newVocabulary()
		mine.add(own)
	}
	p := parse(body, func(word string) bool {
		return w.known.counted[word] && tellsLanguage([]rune(word)) || mine.counted[word]
	})
	if p.Intent != Words && p.Intent != Unclear {
		return p
	}
	text := p.Comment.Reveal()
	f := fold(text)
	if message := f.whole(); w.known.stops[message] && tellsLanguage([]rune(message)) || mine.stops[message] {
		return Reply{Intent: Stop}
	}
	if r, rest, ok := mine.leading(text, f, func([]rune) bool { return true }); ok {
		return answer(r, rest)
	}
	if r, rest, ok := w.known.leading(text, f, tellsLanguage); ok {
		return answer(r, rest)
	}
	return p
}

// fewestLetters is how long a Latin word must be to be taken for one of a
// language that the person was not addressed in: "da" is good in Welsh and yes
// in Romanian, "an" is a year in Romanian.
const fewestLetters = 4

// tellsLanguage reports whether a word says by itself which language it is of.
func tellsLanguage(word []rune) bool {
	return len(word) >= fewestLetters || len(word) > 0 && !unicode.Is(unicode.Latin, word[0])
}

// leading finds an answer given in words at the beginning of a text, of which f is
// the folded form, standing alone or set off by punctuation or a new line. counts
// says which ways of saying it to look for.
func (v *vocabulary) leading(text string, f folded, counts func(word []rune) bool) (feedback.Rating, string, bool) {
	lead := f.skip(0)
	for _, w := range v.ratings {
		end := lead + len(w.runes)
		if w.rating == feedback.NoRating || end > len(f.runes) || !counts(w.runes) || !slices.Equal(f.runes[lead:end], w.runes) {
			continue
		}
		rest := ""
		if end < len(f.runes) {
			if isWordRune(f.runes[end]) {
				continue
			}
			rest = text[f.from[end]:]
		}
		next := strings.TrimLeft(rest, " .,;:!?-–—،؛؟۔।\n\r\t\"'”’»)")
		lone := strings.TrimSpace(next) == ""
		setOff := strings.ContainsAny(rest[:len(rest)-len(next)], ".,;:!?-–—،؛؟۔।\n")
		if lone || setOff {
			return w.rating, strings.TrimSpace(next), true
		}
		return 0, "", false
	}
	return 0, "", false
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// folded is a text without what people leave out when they type on a telephone:
// capitals, accents of Latin letters, vowel signs of Arabic. from gives where in
// the text each rune stood.
type folded struct {
	runes []rune
	from  []int
}

func (f folded) text() string { return string(f.runes) }

// skip passes what is no word, from i on.
func (f folded) skip(i int) int {
	for i < len(f.runes) && !isWordRune(f.runes[i]) {
		i++
	}
	return i
}

// fold folds a text, rune by rune.
func fold(s string) folded {
	f := folded{make([]rune, 0, len(s)), make([]int, 0, len(s))}
	bare := false // the letter before loses its marks
	for i, r := range s {
		if r < utf8.RuneSelf { // nothing to take apart
			if isLetter(byte(r)) {
				bare = true
			}
			f.runes, f.from = append(f.runes, foldLetter(unicode.ToLower(r))), append(f.from, i)
			continue
		}
		for _, d := range norm.NFD.String(string(r)) {
			switch {
			case unicode.Is(unicode.Mn, d) && bare, isInvisible(d), d == 'ـ':
				continue
			case unicode.IsLetter(d):
				bare = unicode.In(d, unicode.Latin, unicode.Arabic)
			}
			f.runes, f.from = append(f.runes, foldLetter(unicode.ToLower(d))), append(f.from, i)
		}
	}
	return f
}

// foldLetter makes one of letters that people type for one another.
func foldLetter(r rune) rune {
	switch r {
	case 'ł':
		return 'l'
	case 'ي', 'ى', 'ے', 'ئ':
		return 'ی'
	case 'ك':
		return 'ک'
	case 'ة', 'ہ', 'ۃ', 'ھ':
		return 'ه'
	case '’', '‘', '`':
		return '\''
	}
	return r
}

// isInvisible reports whether a rune only steers how others are shown: joiners,
// marks of direction.
func isInvisible(r rune) bool {
	return r == 0x61c || r == 0xad || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff
}

// whole folds a text for comparing it as a whole message: one space between
// words, nothing around them.
func whole(s string) string { return fold(s).whole() }

func (f folded) whole() string {
	return strings.Trim(strings.Join(strings.Fields(f.text()), " "), " .,;:!?-–—،؛؟۔।\"'”“«»()")
}

// plainDigits turns the digits and the punctuation of other scripts into ASCII
// and what is invisible into spaces, rune for rune.
func plainDigits(s string) string {
	if isASCII(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		for _, zero := range [...]rune{0x660, 0x6f0, 0x966, 0x9e6, 0xa66} { // Arabic, Urdu, Devanagari, Bengali, Gurmukhi
			if r >= zero && r <= zero+9 {
				return '0' + r - zero
			}
		}
		switch r {
		case '،':
			return ','
		case '؛':
			return ';'
		case '؟':
			return '?'
		case '۔', '।':
			return '.'
		}
		if isInvisible(r) {
			return ' '
		}
		return r
	}, s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// tail gives the end of text that has as many runes as rest, which is the end of
// plain, rune for rune the same text, without the white space after it.
func tail(text, plain, rest string) string {
	if isASCII(text) {
		end := len(strings.TrimRightFunc(plain, unicode.IsSpace))
		return text[end-len(rest) : end]
	}
	end := len([]rune(strings.TrimRightFunc(plain, unicode.IsSpace)))
	return strings.TrimFunc(string([]rune(text)[end-len([]rune(rest)):end]), isInvisible)
}
