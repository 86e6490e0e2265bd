package model

import (
	"errors"
	"math"
	"testing"
)

// told gives a word list and a vocabulary of three words.
func told(t *testing.T) *Lexicon {
	t.Helper()
	entries := []Entry{{Hash: HashWord("kind"), Tone: 62}, {Hash: HashWord("rude"), Tone: -62}, {Hash: HashWord("ward")}}
	entries[0].Sense[0], entries[1].Sense[0], entries[2].Sense[1] = 30, -40, 7
	v, err := DecodeVocabulary(EncodeVocabulary(entries))
	if err != nil {
		t.Fatal(err)
	}
	x, err := LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	x.vocabulary = v
	return x
}

func TestSenses(t *testing.T) {
	x := told(t)
	cases := []struct {
		text string
		dirs [2]float64 // the first two directions
		tone [Tones]float64
	}{
		{"", [2]float64{}, [Tones]float64{}},
		{"zzz", [2]float64{}, [Tones]float64{}},
		{"KIND", [2]float64{1, 0}, [Tones]float64{2, 0, 1, 0, 0}},
		{"kind, rude ward!", [2]float64{-10 / math.Sqrt(149), 7 / math.Sqrt(149)}, [Tones]float64{2, -2, 1, 1, 0}},
		{"not kind", [2]float64{1, 0}, [Tones]float64{0, 0, 0, 0, 2}},
	}
	var f Features
	for _, c := range cases {
		f.Extract(x, c.text)
		got := f.Senses()
		words := float64(spoken(f.Tokens.List))
		for i, want := range c.dirs {
			if math.Abs(float64(got[Tones+i])-want) > 1e-5 {
				t.Errorf("%q: direction %d is %v, want %v", c.text, i, got[Tones+i], want)
			}
		}
		for i, want := range c.tone {
			if want *= toneWeight / math.Sqrt(words+1); math.Abs(float64(got[i])-want) > 1e-5 {
				t.Errorf("%q: tone %d is %v, want %v", c.text, i, got[i], want)
			}
		}
	}
}

func TestVocabularyInTheBinary(t *testing.T) {
	v, err := DecodeVocabulary(vocabularyFile)
	if err != nil {
		t.Fatal(err)
	}
	tone := func(w string) int {
		at := v.find(HashWord(w))
		if at < 0 {
			t.Fatalf("%s is not known", w)
		}
		return int(v.tones[at])
	}
	if tone("good") <= 0 || tone("awful") >= 0 || tone("table") != 0 {
		t.Errorf("good is %d, awful %d, table %d", tone("good"), tone("awful"), tone("table"))
	}
	like := func(a, b string) float64 {
		var x, y senseSum
		x.add(v, []Meaning{{word: v.find(HashWord(a))}})
		y.add(v, []Meaning{{word: v.find(HashWord(b))}})
		p, q, sum := x.vector(), y.vector(), float32(0)
		for d := Tones; d < Senses; d++ {
			sum += p[d] * q[d]
		}
		return float64(sum)
	}
	if near, far := like("nurse", "midwife"), like("nurse", "parking"); near < far+0.2 {
		t.Errorf("a nurse is like a midwife by %.2f and like parking by %.2f", near, far)
	}
	if v.find(HashWord("qqqqzzzz")) >= 0 {
		t.Error("a word that is none is known")
	}
}

func TestVocabularyDamaged(t *testing.T) {
	good := EncodeVocabulary([]Entry{{Hash: 1}, {Hash: 2}})
	for name, b := range map[string][]byte{
		"nothing": nil, "other": []byte("something else\n"), "cut": good[:len(good)-1], "cut by an entry": good[:len(good)-entrySize],
		"turned": append(append([]byte{}, good[:len(good)-1]...), good[len(good)-1]^1),
	} {
		if _, err := DecodeVocabulary(b); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v, want ErrFormat", name, err)
		}
	}
}
