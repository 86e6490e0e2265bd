package train

import (
	"context"
	"fmt"
	"slices"

	"earshot/sentiment"
	"earshot/sentiment/model"
)

// Options say how to train.
type Options struct {
	Seed    int64
	Workers int                              // fits at a time; 0 means 2
	Note    func(format string, args ...any) // progress; may be nil
}

func (o *Options) note(format string, args ...any) {
	if o.Note != nil {
		o.Note(format, args...)
	}
}

func (o *Options) workers() int {
	if o.Workers < 1 {
		return 2
	}
	return o.Workers
}

// Level is what a reading may look at.
type Level int

// The three levels that are measured.
const (
	ByText Level = iota
	ByQuestion
	ByRating
	LevelCount
)

// String gives the level's name on the command line.
func (l Level) String() string { return [...]string{"text", "question", "rating"}[l] }

// Context gives what the level may look at.
func (l Level) Context(c *Comment) sentiment.Context {
	var ctx sentiment.Context
	if l >= ByQuestion {
		ctx.Question = c.Question
	}
	if l >= ByRating {
		ctx.Rating = rated(c.Rating)
	}
	return ctx
}

// Folds is how many parts cross-validation cuts the respondents into.
const Folds = 5

// Trainer holds the comments as vectors.
type Trainer struct {
	Options
	corpus *corpus
	views  *views
}

// NewTrainer prepares comments for training.
func NewTrainer(comments []Comment, earlier []Earlier, o Options) (*Trainer, error) {
	if len(comments) == 0 || len(earlier) == 0 {
		return nil, fmt.Errorf("train: %d comments and %d earlier comments; both are needed", len(comments), len(earlier))
	}
	examples, err := written()
	if err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	comments = append(slices.Clone(comments), examples...)
	o.note("learning from %d earlier comments", len(earlier))
	c, err := build(comments, earlier, o.Seed, o.workers())
	if err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	return &Trainer{Options: o, corpus: c, views: c.views()}, nil
}

// Train fits a model on all comments.
func (t *Trainer) Train(ctx context.Context) (*model.Model, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	use := make([]bool, len(t.corpus.comments))
	for i := range use {
		use[i] = true
	}
	t.note("fitting on all %d comments and written examples", len(use))
	return t.corpus.fit(t.views, use, t.workers()), nil
}

// CrossValidate holds out one fifth of the respondents after the other, trains
// on the rest, and reads the fifth with the whole of [sentiment.Reader] at
// each level. Answers are by level, in the order of the comments.
func (t *Trainer) CrossValidate(ctx context.Context) ([LevelCount][]Answer, error) {
	var out [LevelCount][]Answer
	c := t.corpus
	for l := range out {
		out[l] = make([]Answer, len(c.comments))
	}
	for k := range Folds {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		t.note("fold %d of %d", k+1, Folds)
		use := make([]bool, len(c.comments))
		seen := map[string]bool{}
		for i := range use {
			if use[i] = fold(&c.comments[i], "outer", Folds) != k; use[i] && c.comments[i].Weight == 1 {
				seen[key(c.comments[i].Text)] = true
			}
		}
		r, err := sentiment.NewFrom(c.fit(t.views, use, t.workers()))
		if err != nil {
			return out, fmt.Errorf("cross-validate: %w", err)
		}
		for i := range use {
			if use[i] || fold(&c.comments[i], "outer", Folds) != k {
				continue
			}
			for l := range out {
				out[l][i] = answer(r, &c.comments[i], Level(l), !seen[key(c.comments[i].Text)])
			}
		}
	}
	for l := range out {
		out[l] = of(out[l], func(a Answer) bool { return a.Comment != nil })
	}
	return out, nil
}

// Answers reads comments with a reader at one level. seen holds the texts that
// the reader was trained on; nil if none are known.
func Answers(r *sentiment.Reader, comments []Comment, level Level, seen map[string]bool) []Answer {
	out := make([]Answer, len(comments))
	for i := range comments {
		out[i] = answer(r, &comments[i], level, !seen[key(comments[i].Text)])
	}
	return out
}

// Texts gives the set of texts of comments, for telling which are novel.
func Texts(comments []Comment) map[string]bool {
	out := make(map[string]bool, len(comments))
	for i := range comments {
		out[key(comments[i].Text)] = true
	}
	return out
}

func answer(r *sentiment.Reader, c *Comment, level Level, novel bool) Answer {
	reading := r.Read(c.Text, level.Context(c))
	a := Answer{Comment: c, Novel: novel, Class: reading.Class, Confidence: reading.Confidence}
	for _, t := range reading.Themes {
		a.Themes = append(a.Themes, t.Theme)
	}
	return a
}
