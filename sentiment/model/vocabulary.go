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

// Senses counts the numbers that say what the words of a comment mean.
const Senses = Directions + Tones

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
	entries []Entry
	slots   []int32 // open-addressed by hash; index + 1 of an entry, 0 if free
	mask    uint32
	sum     uint32
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
	v := &Vocabulary{entries: make([]Entry, len(b)/entrySize), slots: make([]int32, size), mask: uint32(size - 1), sum: sum}
	for i := range v.entries {
		e := &v.entries[i]
		e.Hash, e.Tone = binary.LittleEndian.Uint32(b), int8(b[4])
		for d, s := range b[5:entrySize] {
			e.Sense[d] = int8(s)
		}
		b = b[entrySize:]
		at := e.Hash & v.mask
		for v.slots[at] != 0 {
			at = (at + 1) & v.mask
		}
		v.slots[at] = int32(i + 1)
	}
	return v, nil
}

// Sum32 gives the check sum of the entries: a model goes with one vocabulary.
func (v *Vocabulary) Sum32() uint32 { return v.sum }

// find gives the index of a word, −1 if it is not in the vocabulary.
func (v *Vocabulary) find(hash uint32) int32 {
	for at := hash & v.mask; ; at = (at + 1) & v.mask {
		i := v.slots[at] - 1
		if i < 0 || v.entries[i].Hash == hash {
			return i
		}
	}
}

// Meaning is a word of a comment that the vocabulary knows.
type Meaning struct {
	Entry   *Entry
	Token   int32
	Negated bool
}

// senseSum adds up what words mean, in whole numbers.
type senseSum struct {
	at           [Directions]int32
	good, bad    int32 // sums of judgements
	goods, bads  int32 // how many
	turned       int32 // sum of judgements under a negation
	known, words int32
}

// add adds words that the vocabulary knows.
func (s *senseSum) add(meanings []Meaning) {
	for i := range meanings {
		m := &meanings[i]
		e := m.Entry
		for d, v := range &e.Sense {
			s.at[d] += int32(v)
		}
		t := int32(e.Tone)
		switch {
		case t == 0:
		case m.Negated:
			s.turned += t
		case t > 0:
			s.good += t
			s.goods++
		default:
			s.bad += t
			s.bads++
		}
	}
	s.known += int32(len(meanings))
}

// join adds the sums of a part.
func (s *senseSum) join(p *senseSum) {
	for d, v := range &p.at {
		s.at[d] += v
	}
	s.good, s.bad, s.goods, s.bads = s.good+p.good, s.bad+p.bad, s.goods+p.goods, s.bads+p.bads
	s.turned, s.known, s.words = s.turned+p.turned, s.known+p.known, s.words+p.words
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
			x[d] = float32(v) * k
		}
	}
	k := toneWeight / float32(math.Sqrt(float64(s.words+1)))
	for i, v := range [Tones]float32{
		float32(s.good) * ToneStep, float32(s.bad) * ToneStep, float32(s.goods), float32(s.bads), float32(s.turned) * ToneStep,
	} {
		x[Directions+i] = float32(v * k)
	}
	return x
}

// Senses gives what the words of the whole comment mean.
func (f *Features) Senses() [Senses]float32 {
	var s senseSum
	s.add(f.Meanings)
	s.words = f.spoken(0, len(f.Tokens.List))
	return s.vector()
}

// spoken counts the tokens from and up to those given that are no marks.
func (f *Features) spoken(from, to int) (n int32) {
	for i := from; i < to; i++ {
		if f.Tokens.List[i].Kind != Mark {
			n++
		}
	}
	return n
}
