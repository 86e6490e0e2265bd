package model

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
)

//go:embed vocabulary.bin
var vocabularyFile []byte

// Directions counts the numbers that say what a word of the vocabulary means.
const Directions = 64

// Tones counts the numbers that say how the words of a comment judge: the sum
// of what is good, of what is bad, how many words are either, and the sum of
// what stands under a negation.
const Tones = 5

// Senses counts the numbers that say what the words of a comment mean: the
// tones, then the directions, the main ones first.
const Senses = Tones + Directions

// How judgements are stored and weighed.
const (
	ToneStep   = 1.0 / 31 // worth of one step of a stored judgement
	toneWeight = 0.6
)

// Entry is a word of the vocabulary. The word itself is not kept.
type Entry struct {
	Hash  uint32 // of the folded spelling, see [HashWord]
	Tone  int8   // how it judges, −4 to 4 in steps of [ToneStep]; 0 if it does not
	Sense [Directions]int8
}

// entrySize is how many bytes an entry takes in the file.
const entrySize = 4 + 1 + Directions

// Vocabulary knows what common words of English mean, from text that has
// nothing to do with patients: so words that no comment of the training had
// are read by their likeness to those that it had. It is only read.
type Vocabulary struct {
	senses []sense
	tones  []int8
	slots  []vocabularySlot // open-addressed by hash
	mask   uint32
	sum    uint32
}

// sense holds the numbers of a word as bytes with 128 added, eight to a word.
type sense [Directions / 8]uint64

// vocabularySlot is a place of the table: the index + 1 of a word, 0 if free.
type vocabularySlot struct {
	hash uint32
	at   int32
}

// vocabularyMagic starts every file of a vocabulary.
const vocabularyMagic = "earshot vocabulary 1\n"

// EncodeVocabulary writes a vocabulary: a line that names the format, a check
// sum and the entries.
func EncodeVocabulary(entries []Entry) []byte {
	var body []byte
	for i := range entries {
		e := &entries[i]
		body = binary.LittleEndian.AppendUint32(body, e.Hash)
		body = append(body, uint8(e.Tone))
		for _, v := range e.Sense {
			body = append(body, uint8(v))
		}
	}
	out := binary.LittleEndian.AppendUint32([]byte(vocabularyMagic), crc32.ChecksumIEEE(body))
	return append(out, body...)
}

// DecodeVocabulary reads what [EncodeVocabulary] wrote. It returns [ErrFormat]
// if the bytes are anything else.
func DecodeVocabulary(b []byte) (*Vocabulary, error) {
	b, ok := bytes.CutPrefix(b, []byte(vocabularyMagic))
	if !ok || len(b) < 4 || (len(b)-4)%entrySize != 0 {
		return nil, fmt.Errorf("vocabulary: %w", ErrFormat)
	}
	sum := binary.LittleEndian.Uint32(b)
	if crc32.ChecksumIEEE(b[4:]) != sum {
		return nil, fmt.Errorf("vocabulary: %w: check sum differs", ErrFormat)
	}
	b = b[4:]
	size := 1024
	for size < len(b)/entrySize*2 {
		size *= 2
	}
	n := len(b) / entrySize
	v := &Vocabulary{senses: make([]sense, n), tones: make([]int8, n), slots: make([]vocabularySlot, size), mask: uint32(size - 1), sum: sum}
	for i := range n {
		hash := binary.LittleEndian.Uint32(b)
		v.tones[i] = int8(b[4])
		for w := range v.senses[i] {
			v.senses[i][w] = binary.LittleEndian.Uint64(b[5+8*w:]) ^ noAsk // adds 128 to each byte
		}
		b = b[entrySize:]
		at := hash & v.mask
		for v.slots[at].at != 0 {
			at = (at + 1) & v.mask
		}
		v.slots[at] = vocabularySlot{hash, int32(i + 1)}
	}
	return v, nil
}

// Sum32 gives the check sum of the entries: a model goes with one vocabulary.
func (v *Vocabulary) Sum32() uint32 { return v.sum }

// find gives the index of a word, −1 if it is not in the vocabulary.
func (v *Vocabulary) find(hash uint32) int32 {
	for at := hash & v.mask; ; at = (at + 1) & v.mask {
		if s := v.slots[at]; s.at == 0 || s.hash == hash {
			return s.at - 1
		}
	}
}

// Meaning is a word of a comment that the vocabulary knows.
type Meaning struct {
	word    int32 // its index in the vocabulary
	token   int32
	negated bool
}

// senseSum adds up what words mean, in whole numbers.
type senseSum struct {
	at          [Directions]int32
	good, bad   int32 // sums of judgements
	goods, bads int32 // how many
	turned      int32 // sum of judgements under a negation
	known       int32 // words of the vocabulary
	words       int32 // all words
}

// add adds words of a vocabulary.
func (s *senseSum) add(v *Vocabulary, meanings []Meaning) {
	s.known += int32(len(meanings))
	for i := range meanings {
		s.judge(int32(v.tones[meanings[i].word]), meanings[i].negated)
	}
	for len(meanings) > 0 {
		n := min(chunk, len(meanings))
		s.direct(v, meanings[:n])
		meanings = meanings[n:]
	}
}

// judge adds the judgement of one word.
func (s *senseSum) judge(tone int32, negated bool) {
	switch {
	case tone == 0:
	case negated:
		s.turned += tone
	case tone > 0:
		s.good += tone
		s.goods++
	default:
		s.bad += tone
		s.bads++
	}
}

// direct adds the directions of at most [chunk] words.
func (s *senseSum) direct(v *Vocabulary, meanings []Meaning) {
	var even, odd sense
	for i := range meanings {
		for w, b := range &v.senses[meanings[i].word] {
			even[w] += b & lanes
			odd[w] += b >> 8 & lanes
		}
	}
	base := int32(len(meanings) * bias)
	for w := range even {
		to := (*[8]int32)(s.at[8*w:])
		spread(to, even[w], odd[w])
		for i := range to {
			to[i] -= base
		}
	}
}

// vector gives the sums as features: a direction of length 1, and judgements
// by the root of the number of words.
func (s *senseSum) vector() (x [Senses]float32) {
	if s.known == 0 {
		return x
	}
	square := int64(0)
	for _, v := range &s.at {
		square += int64(v) * int64(v)
	}
	if square > 0 {
		k := 1 / float32(math.Sqrt(float64(square)))
		for d, v := range &s.at {
			x[Tones+d] = float32(v) * k
		}
	}
	k := toneWeight / float32(math.Sqrt(float64(s.words+1)))
	for i, v := range [Tones]float32{
		float32(s.good) * ToneStep, float32(s.bad) * ToneStep, float32(s.goods), float32(s.bads), float32(s.turned) * ToneStep,
	} {
		x[i] = float32(v * k)
	}
	return x
}

// Senses gives what the words of the whole comment mean.
func (f *Features) Senses() [Senses]float32 { return f.sensesOf(0, len(f.Tokens.List)) }

// sensesOf gives what the tokens from and up to those given mean.
func (f *Features) sensesOf(from, to int) [Senses]float32 {
	known := f.Meanings
	for len(known) > 0 && int(known[0].token) < from {
		known = known[1:]
	}
	for len(known) > 0 && int(known[len(known)-1].token) >= to {
		known = known[:len(known)-1]
	}
	var s senseSum
	if len(known) > 0 {
		s.add(f.vocabulary, known)
		s.words = spoken(f.Tokens.List[from:to])
	}
	return s.vector()
}

// spoken counts the tokens that are no marks.
func spoken(l []Token) (n int32) {
	for i := range l {
		if l[i].Kind != Mark {
			n++
		}
	}
	return n
}

// senses adds what the words mean, which only the themes and sentiment by the
// text alone look at.
func (m *Model) senses(s *Sums, f *Features, level Level) {
	if len(f.Meanings) == 0 {
		return
	}
	x := f.Senses()
	for c := range s.Text {
		v := inner(&x, &m.Sense[c])
		s.Text[c] += v
		if level == TextOnly {
			s.Level[c] += v
		}
	}
	for c := range s.Themes {
		s.Themes[c] += inner(&x, &m.Sense[Thresholds+c])
	}
}

// inner is the inner product, added up in four strands, always the same.
func inner(x, w *[Senses]float32) float32 {
	var a, b, c, d float32
	i := 0
	for ; i+3 < Senses; i += 4 {
		a += float32(x[i] * w[i])
		b += float32(x[i+1] * w[i+1])
		c += float32(x[i+2] * w[i+2])
		d += float32(x[i+3] * w[i+3])
	}
	for ; i < Senses; i++ {
		a += float32(x[i] * w[i])
	}
	return (a + b) + (c + d)
}
