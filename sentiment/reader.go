package sentiment

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"math"
	"sync"

	"earshot/sentiment/model"
)

// modelFile is the trained model; "earshot sentiment train" writes it.
//
//go:embed model.bin
var modelFile []byte

// Reader reads comments. It is safe for concurrent use; build one and share
// it.
type Reader struct {
	model   *model.Model
	version string
	lexicon *model.Lexicon
	deniers *hashSet
	cutter  *Cutter
	blanks  map[string]bool
	themes  []Theme // theme of each group of the word list, 0 if none
	danger  *dangerRules
	room    sync.Pool // of *scratch
}

// scratch is reusable room for one reading.
type scratch struct {
	features model.Features
	segments []segment
	ends     []int // of the segments
	parts    []model.Part
}

// New builds a Reader from the model in the binary.
func New() (*Reader, error) {
	m, err := model.Decode(modelFile)
	if err != nil {
		return nil, fmt.Errorf("load sentiment model: %w", err)
	}
	return NewFrom(m)
}

// NewFrom builds a Reader from a given model, for training and evaluation.
func NewFrom(m *model.Model) (*Reader, error) {
	x, err := model.LoadLexicon()
	if err != nil {
		return nil, fmt.Errorf("load word list: %w", err)
	}
	if m.Words != x.Vocabulary().Sum32() {
		return nil, fmt.Errorf("load sentiment model: %w: it was trained with another vocabulary", model.ErrFormat)
	}
	r := &Reader{model: m, lexicon: x, themes: make([]Theme, len(x.Groups)), danger: newDangerRules(), deniers: deniers(), cutter: NewCutter(), blanks: blanks()}
	// Danger signs are judged beside the model: old comments must be read again
	// when either changes.
	sense := sha256.Sum256(senseFile)
	r.version = fmt.Sprintf("%s.%x", m.Version, sense[:3])
	for i, g := range x.Groups {
		if g.Theme == "" {
			continue
		}
		t, ok := ParseTheme(g.Theme)
		if !ok {
			return nil, fmt.Errorf("load word list: group %s: no theme %q", g.Name, g.Theme)
		}
		r.themes[i] = t
	}
	r.room.New = func() any { return new(scratch) }
	return r, nil
}

// Version names the model and the judgement of danger signs that r reads with.
func (r *Reader) Version() string { return r.version }

// Bounds on a comment, in bytes. Sentiment and themes are read from the first
// modelReach bytes, some twenty times the longest comment that people write;
// language is told from fewer and danger signs are looked for in all of it. The
// working room of a comment up to longestKept is kept for the next one.
const (
	modelReach  = 64 << 10
	longestKept = 16 << 10
)

// Read reads one comment. It takes any bytes, keeps nothing, and gives the
// same Reading for the same text and context every time. A text that cannot be
// read ("", "N/A", "Did not answer") has [Unread] as its class and
// [LabellingNotPossible] as its theme; one in another language has no theme.
func (r *Reader) Read(text string, ctx Context) Reading {
	reading := r.readModel(text, ctx)
	reading.Flags = r.danger.find(text, ctx)
	return reading
}

// readModel reads all but the danger signs.
func (r *Reader) readModel(text string, ctx Context) Reading {
	reading := Reading{Version: r.version, Language: detectLanguage(text)}
	s := r.room.Get().(*scratch)
	if len(text) <= longestKept {
		defer r.room.Put(s)
	}
	f := &s.features
	f.Extract(r.lexicon, text[:min(len(text), modelReach)])
	if r.unreadable(f) {
		reading.Themes = []ThemeReading{{Theme: LabellingNotPossible, P: 1}}
		return reading
	}
	if !readable(reading.Language, f) {
		return reading
	}
	known := knownFrom(ctx)
	r.cut(s)
	sums := r.model.Sum(f, known, s.ends, s.parts)
	p := r.model.Classes(&sums, &f.Shape, known)
	class, sure := r.model.Choose(&p, known)
	reading.Class = Class(class)
	reading.Score = score(&p)
	reading.Confidence = round(sure)
	reading.Themes = r.findThemes(s, &sums, reading.Class)
	return reading
}

// knownFrom turns a context into what the model knows.
func knownFrom(ctx Context) model.Known {
	k := model.Known{Level: model.TextOnly, Rating: uint8(ctx.Rating)}
	switch ctx.Question {
	case Reason:
		k.Level = model.AskedWhy
	case WhatGood:
		k.Level = model.AskedGood
	case CouldImprove:
		k.Level = model.AskedWorse
	}
	if !ctx.Rating.Valid() {
		k.Rating = 0
	}
	return k
}

// score is the expected class on the scale from −1 (very negative) to 1.
func score(p *[model.Classes]float32) float64 {
	var s float32
	for c, v := range p {
		s += v * float32(2-c) / 2
	}
	return round(s)
}

// round keeps four decimals, so that machines that differ in the last bit of
// an exponential still give the same answer.
func round(v float32) float64 { return math.Round(float64(v)*1e4) / 1e4 }

// readable reports whether a text is in a language that is read. Where the
// language cannot be told (a word, an emoji) the text is read all the same if
// it says something in plain letters or signs.
func readable(language string, f *model.Features) bool {
	switch language {
	case "en":
		return true
	case "und":
		return len(f.Hits) > 0
	}
	return false
}

// blanks gives whole comments that say nothing, as folded words.
func blanks() map[string]bool {
	m := map[string]bool{}
	for _, b := range []string{
		"n a", "na", "did not answer", "didnt answer", "not answered", "no answer", "no answer given", "no comment",
		"no comments", "blank", "null", "none given", "no response", "not completed", "see above", "as above",
		"see previous", "see previous answer", "see previous entry", "test", "prefer not to say", "skip", "left blank",
		"nil response", "no reply", "nan", "unanswered",
	} {
		m[b] = true
	}
	return m
}

// unreadable reports whether a comment says nothing: no word and no sign, or
// one of the ways of leaving the box empty.
func (r *Reader) unreadable(f *model.Features) bool {
	if f.Wordless() {
		return true
	}
	if len(f.Tokens.List) > 6 {
		return false
	}
	var room [64]byte
	words := room[:0]
	for _, t := range f.Tokens.List {
		if t.Kind == model.Mark {
			continue
		}
		if len(words) > 0 {
			words = append(words, ' ')
		}
		words = append(words, f.Tokens.Fold[t.From:t.To]...)
	}
	return r.blanks[string(words)] || len(words) == 1 && words[0] >= 'a'
}
