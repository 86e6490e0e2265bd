package sentiment

import (
	"cmp"
	"math"
	"slices"

	"earshot/sentiment/model"
)

// Why is a run of words that moved the answer.
type Why struct {
	Span Span
	Push float64 // above 0 towards very positive, below 0 towards very negative, in log odds
}

// maxWhy bounds how many runs of words are given as reasons.
const maxWhy = 8

// leastPush is the smallest push worth showing.
const leastPush = 0.05

// ReadWhy reads a comment as [Reader.Read] does and gives the words that moved
// its sentiment most, strongest first; none if the comment cannot be read. It
// is slower than Read and meant for the screen.
func (r *Reader) ReadWhy(text string, ctx Context) (Reading, []Why) {
	reading := r.Read(text, ctx)
	if reading.Class == Unread {
		return reading, nil
	}
	var f model.Features
	f.Extract(r.lexicon, text[:min(len(text), modelReach)])
	pushes := r.model.Pushes(&f, knownFrom(ctx))
	var out []Why
	last := -2 // the token that the last run ends with
	for i, t := range f.Tokens.List {
		push := float64(pushes[i])
		if t.Kind == model.Mark || math.Abs(push) < leastPush {
			continue
		}
		if n := len(out) - 1; last == i-1 && n >= 0 && out[n].Push*push > 0 {
			out[n].Span.End = int(t.End)
			out[n].Push += push
		} else {
			out = append(out, Why{Span{int(t.Start), int(t.End)}, push})
		}
		last = i
	}
	slices.SortStableFunc(out, func(a, b Why) int { return cmp.Compare(math.Abs(b.Push), math.Abs(a.Push)) })
	if len(out) > maxWhy {
		out = out[:maxWhy]
	}
	for i := range out {
		out[i].Push = math.Round(out[i].Push*1e3) / 1e3
	}
	return reading, out
}
