package sentiment

import (
	"fmt"
	"strings"
	"sync"

	"github.com/jdkato/prose/v2"
)

// Bounds on what prose is asked. Its tagger and its finder of names cost tens
// of microseconds a word.
const (
	proseWords  = 16 // words round the one that is asked about
	proseLetter = 40 // letters of a word
)

// proseJudge asks the perceptron tagger and the maximum entropy classifier of
// prose/v2 whether a word names a person. The library is good at that and has
// faults that this type keeps away from it:
//
//   - a default document loads 17 MB of models, a quarter of a second: they are
//     loaded once and shared, and its segmenter is never used;
//   - it panics on words that start or end with some bytes above 127, and on the
//     Kelvin sign, whose lower case is shorter: it is given words of ASCII
//     letters only;
//   - it is quadratic on runs of brackets: it is given no punctuation, and
//     never more than a few words;
//   - it drops an entity that ends the text: the labels of the tokens are read,
//     not its entities, and a full stop is put after the last word;
//   - equal words share one token, and so the label of the last: words that
//     occur again are replaced before it sees them.
//
// A panic that happens all the same is caught and counts as "no".
type proseJudge struct {
	model *prose.Model
}

// loadProse loads the models of prose once for the process; they are read
// only.
var loadProse = sync.OnceValues(func() (j *proseJudge, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("load prose: %v", r)
		}
	}()
	doc, err := prose.NewDocument("Ward", prose.WithSegmentation(false))
	if err != nil {
		return nil, fmt.Errorf("load prose: %w", err)
	}
	return &proseJudge{model: doc.Model}, nil
})

// isPerson says whether words[at] names a person. The classifier reads
// newspaper English; what it takes for a place or a firm is none, and what it
// says nothing about is one if the tagger calls it a proper noun and a person's
// verb follows.
func (j *proseJudge) isPerson(words []string, at int) bool {
	tokens := j.tokens(words, at)
	for _, t := range tokens {
		if t.Text == words[at] {
			return t.Tag == "NNP" && strings.HasSuffix(t.Label, "PERSON")
		}
	}
	return false
}

// tokens runs prose over some words. It gives nil where it cannot.
func (j *proseJudge) tokens(words []string, at int) (tokens []prose.Token) {
	defer func() {
		if recover() != nil {
			tokens = nil
		}
	}()
	from := max(0, at-proseWords/2)
	words, at = words[from:min(len(words), from+proseWords)], at-from
	if at < 0 || at >= len(words) || !plainWord(words[at]) {
		return nil
	}
	var b strings.Builder
	seen := map[string]bool{words[at]: true}
	for i, w := range words {
		if !plainWord(w) || i != at && seen[w] {
			w = "it"
		}
		seen[w] = true
		b.WriteString(w)
		b.WriteByte(' ')
	}
	b.WriteByte('.')
	doc, err := prose.NewDocument(b.String(), prose.WithSegmentation(false), prose.UsingModel(j.model))
	if err != nil {
		return nil
	}
	return doc.Tokens()
}

// plainWord says whether w is a word of ASCII letters that prose can take.
func plainWord(w string) bool {
	if w == "" || len(w) > proseLetter {
		return false
	}
	for i := range len(w) {
		if c := w[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}
