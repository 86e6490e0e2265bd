package sentiment

import (
	"unicode"
	"unicode/utf8"
)

// fill reads words from the text until the window is full or the text ends,
// and says where it stopped.
func (s *dangerScan) fill(text string, at int, opens bool) (int, bool) {
	var word [maxWordBytes]byte
	for at < len(text) && s.n < dangerWindow {
		size, ok := wordPart(text, at)
		if !ok {
			c := text[at]
			opens = opens || c == '.' || c == '!' || c == '?' || c == '\n' || c == ';'
			at += size
			continue
		}
		start, end, n := at, at, 0
		digits := true
		hash, stem := uint32(senseSeed), uint32(0)
		for ok {
			c := text[at]
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			digits = digits && c >= '0' && c <= '9'
			if n+size <= maxWordBytes {
				word[n] = c
				copy(word[n+1:n+size], text[at+1:at+size])
			}
			hash = (hash ^ uint32(c)) * sensePrime
			if n += size; n == senseStem {
				stem = ^hash
			}
			at += size
			end = at
			at += apostrophe(text, at)
			size, ok = wordPart(text, at)
		}
		token := dangerToken{start: start, end: end, opens: opens, hash: hash}
		if n > senseStem {
			token.stem = stem
		}
		opens = false
		switch {
		case digits:
			token.word = s.d.number
		case n <= maxWordBytes:
			token.word = s.d.lookup(word[:n], hash)
		}
		if token.word != 0 { // a misspelt word is the word it is taken for
			token.hash = s.d.hashes[token.word]
		}
		s.add(token)
	}
	return at, opens
}

// add puts a token at the end of the window, as one with the token before it
// where the two are one word written apart.
func (s *dangerScan) add(t dangerToken) {
	if s.n > 0 && !t.opens && t.word != 0 {
		before := &s.tokens[s.n-1]
		if s.d.heads[before.word] {
			if w, ok := s.d.pairs[uint32(before.word)<<16|uint32(t.word)]; ok {
				before.word, before.end = w, t.end
				before.hash, before.stem = s.d.hashes[w], 0
				return
			}
		}
	}
	s.tokens[s.n] = t
	s.n++
}

// wordPart gives the length of the character at text[at] and whether it is
// part of a word: a letter or a figure.
func wordPart(text string, at int) (size int, ok bool) {
	if at >= len(text) {
		return 0, false
	}
	c := text[at]
	if c < utf8.RuneSelf {
		return 1, c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	r, size := utf8.DecodeRuneInString(text[at:])
	return size, unicode.IsLetter(r)
}

// apostrophe is the length of the apostrophe at text[at] if a letter follows
// it: don't and dont are one word.
func apostrophe(text string, at int) int {
	size := 0
	switch {
	case at >= len(text):
		return 0
	case text[at] == '\'' || text[at] == '`':
		size = 1
	case text[at] == 0xE2 && at+2 < len(text) && text[at+1] == 0x80 && (text[at+2] == 0x99 || text[at+2] == 0x98):
		size = 3
	default:
		return 0
	}
	if _, ok := wordPart(text, at+size); !ok {
		return 0
	}
	return size
}

// lookup numbers a folded word; one that is a slip of the pen away from a word
// that matters is taken for it.
func (d *dangerRules) lookup(word []byte, hash uint32) uint16 {
	for i := hash; ; i++ {
		slot := &d.slots[i&uint32(len(d.slots)-1)]
		if slot.word == 0 {
			return d.near.lookup(word)
		}
		if slot.hash == hash && slot.text == string(word) {
			return slot.word
		}
	}
}

// wordSlot is a place of the table of words; a word stands in the first free
// one from its hash on.
type wordSlot struct {
	hash uint32
	word uint16 // 0 if the slot is free
	text string
}

// wordSlots lays out the table, at most half full.
func wordSlots(words map[string]uint16) []wordSlot {
	size := 1
	for size < 2*len(words) {
		size *= 2
	}
	slots := make([]wordSlot, size)
	for text, word := range words {
		if word == 0 {
			continue
		}
		hash := senseHash(text)
		i := hash
		for slots[i&uint32(size-1)].word != 0 {
			i++
		}
		slots[i&uint32(size-1)] = wordSlot{hash, word, text}
	}
	return slots
}
