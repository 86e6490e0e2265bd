package train

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"earshot/sentiment/model"
)

// vectorsOf makes a file of word vectors, the words in order of rank.
func vectorsOf(t *testing.T, words ...string) []byte {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	vectors := map[string][]float64{}
	for rank, w := range words {
		v := make([]float64, given+2)
		for d := range given {
			v[d] = rng.NormFloat64()
		}
		v[given+1] = float64(rank)
		vectors[w] = v
	}
	b, err := json.Marshal(map[string]any{"vectors": vectors})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBuildVocabulary(t *testing.T) {
	words := []string{"the", "not", "did", "2", "of.", "ward", "rare", "rarer"}
	file := vectorsOf(t, words...)
	tones := map[string]float64{"rarer": -2, "unheard": 3}
	a, err := buildVocabulary(bytes.NewReader(file), 5, tones)
	if err != nil {
		t.Fatal(err)
	}
	b, err := buildVocabulary(bytes.NewReader(file), 5, tones)
	if err != nil || !bytes.Equal(a, b) {
		t.Fatalf("the same file gives other bytes (%v)", err)
	}
	for w, want := range map[string]bool{
		"the": true, "ward": true, "rare": true, "rarer": true, "unheard": true, "didnt": true, "wasnt": false, "of": false,
	} {
		h := model.HashWord(w)
		if got := bytes.Contains(a, []byte{byte(h), byte(h >> 8), byte(h >> 16), byte(h >> 24)}); got != want {
			t.Errorf("%s is in it: %v, want %v", w, got, want)
		}
		if bytes.Contains(a, []byte(w)) && len(w) > 3 {
			t.Errorf("%s is spelt out", w)
		}
	}
	if _, err := model.DecodeVocabulary(a); err != nil {
		t.Error(err)
	}
}

func TestBuildVocabularyRefuses(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"no JSON":   {"the 0.1 0.2", "read word vectors"},
		"too few":   {string(vectorsOf(t, "a", "b")), "2 words of letters; at least 3"},
		"too short": {`{"vectors": {"a": [1, 2]}}`, "2 numbers; 102 were expected"},
	} {
		_, err := buildVocabulary(strings.NewReader(c.file), 3, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
