package sentiment

import (
	"math/bits"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// languageReach is how many bytes are looked at to tell a language: more would
// not change the answer.
const languageReach = 4096

// maxWordBytes is the longest word that is looked up; no word of the lists is
// longer.
const maxWordBytes = 40

// detectLanguage names the language of a text as a BCP 47 primary tag: "en",
// another, or "und" where it cannot be told, because there are no letters or
// because it is a longer text in Latin letters of which not one word is known.
// A short text in Latin letters is English unless its words say otherwise:
// "Ok", "Gd" and misspelt words must not go unread.
//
// A script that one language uses settles it; Arabic and Cyrillic are told
// apart by their letters, languages in Latin letters by their small words and
// their own letters. It looks at the first 4 kB, and allocates nothing.
func detectLanguage(text string) string {
	if len(text) > languageReach {
		text = text[:languageReach]
	}
	var v languageVotes
	words := languageWords()
	var word [maxWordBytes + utf8.UTFMax]byte
	n, long := 0, false
	for i := 0; i <= len(text); {
		r, size := rune(' '), 1
		if i < len(text) {
			if r, size = rune(text[i]), 1; r >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(text[i:])
			}
		}
		i += size
		switch {
		case r >= 'a' && r <= 'z':
			v.latin++
		case r >= 'A' && r <= 'Z':
			v.latin++
			r += 'a' - 'A'
		case r < utf8.RuneSelf:
			if (r == '\'' || r == '`') && n > 0 {
				continue // don't and dont are one word
			}
			if n > 0 && !long {
				v.word(words[string(word[:n])], n)
			}
			n, long = 0, false
			continue
		case r == '’':
			continue
		default:
			r = unicode.ToLower(r)
			if !v.letter(r) {
				if n > 0 && !long && !unicode.Is(unicode.M, r) {
					v.word(words[string(word[:n])], n)
					n = 0
				}
				continue
			}
		}
		if n < maxWordBytes {
			n += utf8.EncodeRune(word[n:], r)
		} else {
			long = true
		}
	}
	return v.tag(text)
}

// languageVotes counts what speaks for each language.
type languageVotes struct {
	latin, other int
	scripts      [scriptCount]int
	tokens       int
	english      int // English words that no other language of the lists has
	foreign      [tongueCount]int
	urdu, farsi  int // letters of the Arabic script that Arabic does not use
	pashto, kurd int
	ukrainian    int
	belarus      int
	serbian      int
	russian      int
	hard         int // ъ
	kana         int
}

// word counts one word of n bytes: mask holds the languages that use it. A word
// of two letters speaks half as loud, and so does one that English has too.
func (v *languageVotes) word(mask uint64, n int) {
	v.tokens++
	if mask&1 != 0 {
		v.english += 2
	}
	for rest := mask &^ 1; rest != 0; rest &= rest - 1 {
		t := bits.TrailingZeros64(rest)
		v.foreign[t]++
		if mask&1 == 0 && n > 2 {
			v.foreign[t]++
		}
	}
}

// letter counts one letter outside ASCII and says whether it is a letter of a
// word.
func (v *languageVotes) letter(r rune) bool {
	if r < 0x250 || r >= 0x1E00 && r < 0x1F00 {
		if !unicode.IsLetter(r) {
			return false
		}
		v.latin++
		for t, letters := range ownLetters {
			if letters != "" && strings.ContainsRune(letters, r) {
				v.foreign[t] += 2
			}
		}
		if r >= 0x1EA0 && r < 0x1F00 {
			v.foreign[vietnamese] += 2
		}
		return true
	}
	s := scriptOf(r)
	if s == noScript || !unicode.IsLetter(r) {
		return s != noScript && unicode.Is(unicode.M, r)
	}
	v.other++
	v.scripts[s]++
	switch s {
	case arabic:
		v.arabicLetter(r)
	case cyrillic:
		v.cyrillicLetter(r)
	case han:
		if r >= 0x3040 && r < 0x3100 {
			v.kana++
		}
	}
	return true
}

func (v *languageVotes) arabicLetter(r rune) {
	switch r {
	case 'ٹ', 'ڈ', 'ڑ', 'ں', 'ے', 'ھ', 'ہ':
		v.urdu++
	case 'پ', 'چ', 'ژ', 'گ', 'ک', 'ی':
		v.farsi++
	case 'ټ', 'ډ', 'ړ', 'ښ', 'ځ', 'څ', 'ۍ', 'ې', 'ګ', 'ڼ':
		v.pashto++
	case 'ڕ', 'ڵ', 'ۆ', 'ێ', 'ە':
		v.kurd++
	}
}

func (v *languageVotes) cyrillicLetter(r rune) {
	switch r {
	case 'і', 'ї', 'є', 'ґ':
		v.ukrainian++
	case 'ў':
		v.belarus++
	case 'ј', 'љ', 'њ', 'ћ', 'ђ', 'џ':
		v.serbian++
	case 'ы', 'э', 'ё':
		v.russian++
	case 'ъ':
		v.hard++
	}
}

// tag weighs the votes.
func (v *languageVotes) tag(text string) string {
	if v.latin+v.other == 0 {
		return "und"
	}
	if v.other*2 > v.latin {
		best := script(0)
		for s := range v.scripts {
			if v.scripts[s] > v.scripts[best] {
				best = script(s)
			}
		}
		return v.scriptTag(best, text)
	}
	best := english
	for t := english + 1; t < tongueCount; t++ {
		if v.foreign[t] > v.foreign[best] {
			best = t
		}
	}
	votes := v.foreign[best]
	switch {
	// One small word in a long text proves nothing: an eighth of them must
	// speak for it.
	case votes >= 2 && votes > v.english && votes*4 >= v.tokens:
		return tongueTags[best]
	case v.english == 0 && votes == 0 && v.tokens >= 8:
		return "und"
	}
	return "en"
}

func (v *languageVotes) scriptTag(s script, text string) string {
	switch s {
	case arabic:
		switch {
		case v.pashto > 0 && v.pashto >= v.urdu:
			return "ps"
		case v.kurd > 1 && v.kurd >= v.urdu:
			return "ku"
		case v.urdu > 0:
			return "ur"
		case v.farsi > 0:
			return "fa"
		}
		return "ar"
	case cyrillic:
		switch {
		case v.belarus > 0:
			return "be"
		case v.ukrainian > 0:
			return "uk"
		case v.serbian > 0:
			return "sr"
		case v.russian == 0 && v.hard > 0:
			return "bg"
		}
		return "ru"
	case devanagari:
		switch {
		case strings.Contains(text, "आहे") || strings.Contains(text, "खूप") || strings.Contains(text, "आणि"):
			return "mr"
		case strings.Contains(text, "छ") && !strings.Contains(text, "अच्छ") && !strings.Contains(text, "कुछ") &&
			!strings.Contains(text, "पूछ") && !strings.Contains(text, "छो"):
			return "ne"
		}
		return "hi"
	case han:
		if v.kana > 0 {
			return "ja"
		}
		return "zh"
	}
	return scriptTags[s]
}

// languageWords maps each word of the lists to the languages that use it, one
// bit for each tongue. It is built once, at first use.
var languageWords = sync.OnceValue(func() map[string]uint64 {
	words := make(map[string]uint64, 4096)
	for t, list := range smallWords {
		for w := range strings.FieldsSeq(list) {
			words[w] |= 1 << t
		}
	}
	return words
})

// script is a way of writing that names a language or a few.
type script uint8

const (
	noScript script = iota
	arabic
	cyrillic
	greek
	hebrew
	armenian
	georgian
	devanagari
	bengali
	gurmukhi
	gujarati
	oriya
	tamil
	telugu
	kannada
	malayalam
	sinhala
	thai
	lao
	tibetan
	burmese
	ethiopic
	khmer
	hangul
	han
	scriptCount
)

// scriptTags is the language of each script that settles it.
var scriptTags = [scriptCount]string{
	"und", "ar", "ru", "el", "he", "hy", "ka", "hi", "bn", "pa", "gu", "or", "ta", "te", "kn", "ml", "si",
	"th", "lo", "bo", "my", "am", "km", "ko", "zh",
}

// indicScripts are the scripts from U+0900 on, 128 code points each.
var indicScripts = [...]script{
	devanagari, bengali, gurmukhi, gujarati, oriya, tamil, telugu, kannada, malayalam, sinhala, thai, lao,
}

func scriptOf(r rune) script {
	switch {
	case r < 0x370:
		return noScript
	case r < 0x400:
		return greek
	case r < 0x530:
		return cyrillic
	case r < 0x590:
		return armenian
	case r < 0x600:
		return hebrew
	case r < 0x700, r >= 0x750 && r < 0x780, r >= 0xFB50 && r < 0xFE00, r >= 0xFE70 && r < 0xFEFF:
		return arabic
	case r < 0x900:
		return noScript
	case r < 0xF00:
		return indicScripts[(r-0x900)/0x80]
	case r < 0x1000:
		return tibetan
	case r < 0x10A0:
		return burmese
	case r < 0x1100:
		return georgian
	case r < 0x1200, r >= 0xAC00 && r < 0xD7B0:
		return hangul
	case r < 0x1400:
		return ethiopic
	case r >= 0x1780 && r < 0x1800:
		return khmer
	case r >= 0x3040 && r < 0x3100, r >= 0x3400 && r < 0xA000, r >= 0xF900 && r < 0xFB00:
		return han
	}
	return noScript
}
