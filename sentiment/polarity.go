package sentiment

import (
	"math"
	"slices"

	"earshot/sentiment/model"
)

// weigh finds how each segment leans, by the words of the word list and by
// the learnt weights.
func (r *Reader) weigh(s *scratch) {
	h := 0
	for k := range s.segments {
		g := &s.segments[k]
		for ; h < len(s.features.Hits) && int(s.features.Hits[h].Token) < g.to; h++ {
			if v := r.valence(s, s.features.Hits[h]); v != 0 {
				g.lean += v
				g.opinion = true
			}
		}
		g.lean -= learntShare * s.parts[k].Lean()
	}
}

// learntShare is what the learnt weights count beside the word list.
const learntShare = 0.4

// valence is how well a hit speaks, a negation before it counted. A phrase
// that denies by itself ("no activities") is not turned round by another "no".
func (r *Reader) valence(s *scratch, h model.Hit) float32 {
	v := float32(r.lexicon.Groups[h.Group].Valence)
	if h.Negated && (h.Words == 1 || !r.deniers.has(s.features.Tokens.List[h.Token].Hash)) {
		v = -0.7 * v
	}
	return v
}

// deniers gives the words that make a phrase deny.
func deniers() *hashSet {
	return newHashSet("no", "not", "never", "nothing", "nobody", "cant", "couldnt", "didnt", "dont", "doesnt", "isnt", "wasnt")
}

// clearLean is the lean from which a segment clearly praises or blames.
const clearLean = 0.5

// leastAlone is the probability from which the likeliest theme of a comment
// stands although it does not reach its cut-off, if no other theme does.
const leastAlone = 0.25

// farAway is less than any sum of a theme.
const farAway = -1e6

// findThemes gives the themes of a comment with their polarity and words. In
// a mixed comment, if all themes of the whole lean one way, the nearest that
// leans the other way is found too.
func (r *Reader) findThemes(s *scratch, sums *model.Sums, class Class) []ThemeReading {
	r.weigh(s)
	var out []ThemeReading
	var side [3]bool // polarities found: bad, neither, good
	add := func(t Theme, p float32, both bool) {
		reading := ThemeReading{Theme: t, P: round(p)}
		if t != LabellingNotPossible {
			reading.Polarity, reading.Spans = r.polarity(s, t, class)
		}
		if !both && side[1+reading.Polarity] {
			return
		}
		if out == nil {
			out = make([]ThemeReading, 0, 4)
		}
		out = append(out, reading)
	}
	for t := Theme(1); t < themeEnd; t++ {
		if p, present := r.model.Theme(sums.Themes[t-1], int(t)-1); present {
			add(t, p, true)
		}
	}
	if len(out) == 0 {
		if t, p := r.likeliest(sums); p > leastAlone {
			add(t, p, true)
		}
	}
	for _, reading := range out {
		if reading.Theme != PositiveExperience { // which does not say what was good
			side[1+reading.Polarity] = true
		}
	}
	side[1] = true // a theme in passing must lean
	if side[0] && side[2] || !s.mixed() {
		return out
	}
	var near [themeEnd]float32
	r.nearThemes(s, &near)
	found := len(out)
	for range themeEnd {
		t := nearest(&near)
		if t == 0 || side[0] && side[2] {
			break
		}
		z := near[t] + r.model.Cut[t-1]
		near[t] = farAway
		if slices.ContainsFunc(out[:found], func(r ThemeReading) bool { return r.Theme == t }) {
			continue
		}
		p, _ := r.model.Theme(z, int(t)-1)
		n := len(out)
		if add(t, p, false); len(out) > n {
			side[1+out[n].Polarity] = true
		}
	}
	if len(out) > found {
		slices.SortFunc(out, func(a, b ThemeReading) int { return int(a.Theme) - int(b.Theme) })
	}
	return out
}

// likeliest gives the most probable theme of a comment that says something.
func (r *Reader) likeliest(sums *model.Sums) (best Theme, most float32) {
	for t := Theme(1); t < themeEnd; t++ {
		if t == LabellingNotPossible {
			continue
		}
		if p, _ := r.model.Theme(sums.Themes[t-1], int(t)-1); p > most {
			best, most = t, p
		}
	}
	return best, most
}

// nearest gives the theme that is nearest, 0 if all are far away.
func nearest(near *[themeEnd]float32) Theme {
	best := Theme(0)
	for t := Theme(1); t < themeEnd; t++ {
		if near[t] > farAway && (best == 0 || near[t] > near[best]) {
			best = t
		}
	}
	return best
}

// mixed reports whether the comment speaks well in one segment and badly in
// another.
func (s *scratch) mixed() bool {
	good, bad := false, false
	for k := range s.segments {
		g := &s.segments[k]
		good = good || g.lean > clearLean
		bad = bad || g.lean < -clearLean
	}
	return good && bad
}

// nearThemes finds the themes that a segment, read alone, speaks of although the
// comment as a whole may not, and how strongly: those whose cut-off it reaches
// and of which a listed word stands in it, one that judges ("rude") or one that
// only names ("nurse") beside a judgement. So a point made in passing in a long
// comment is not lost. A single segment is the comment as a whole.
func (r *Reader) nearThemes(s *scratch, near *[themeEnd]float32) {
	for t := range near {
		near[t] = farAway
	}
	k := 0
	for _, h := range s.features.Hits {
		t := r.themes[h.Group]
		for s.segments[k].to <= int(h.Token) {
			k++
		}
		if t == 0 || t == PositiveExperience || t == LabellingNotPossible {
			continue
		}
		if r.lexicon.Groups[h.Group].Valence == 0 && !s.segments[k].opinion {
			continue
		}
		if d := r.model.PartTheme(&s.parts[k], int(t)-1) - r.model.Cut[t-1]; d > 0 {
			near[t] = max(near[t], d)
		}
	}
}

// polarity says how a theme is spoken of and by which words: first by the
// words that name the theme and judge at once ("rude"), then by what is said
// in the segments that name it, then by the comment as a whole.
func (r *Reader) polarity(s *scratch, t Theme, class Class) (Polarity, []Span) {
	f := &s.features
	var spans []Span
	var direct, around float32
	named := false
	k := 0
	for _, h := range f.Hits {
		if r.themes[h.Group] != t {
			continue
		}
		for s.segments[k].to <= int(h.Token) {
			k++
		}
		first, last := f.Tokens.List[h.Token], f.Tokens.List[int(h.Token)+int(h.Words)-1]
		spans = addSpan(spans, Span{int(first.Start), int(last.End)})
		if v := r.valence(s, h); v != 0 {
			direct += v
		}
		around += r.leanAt(s, k)
		named = true
	}
	if !named {
		g := &s.segments[r.strongest(s, t)]
		spans = []Span{{int(f.Tokens.List[g.from].Start), int(f.Tokens.List[g.to-1].End)}}
		around = g.lean
	}
	v := 1.5*direct + around
	switch {
	case v > 0.5:
		return 1, spans
	case v < -0.5:
		return -1, spans
	case class == VeryPositive || class == Positive:
		return 1, spans
	case class == Negative || class == VeryNegative:
		return -1, spans
	}
	return Polarity(sign(v)), spans
}

func sign(v float32) int8 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// leanAt gives the lean of a segment. One that does not say much for itself
// goes with its neighbours, or against them across a "but".
func (r *Reader) leanAt(s *scratch, k int) float32 {
	g := &s.segments[k]
	v := g.lean
	if g.opinion || v > ownLean || v < -ownLean {
		return v
	}
	if k > 0 {
		v += 0.4 * s.segments[k-1].lean * towards(g.turns)
	}
	if k+1 < len(s.segments) {
		next := &s.segments[k+1]
		v += 0.5 * next.lean * towards(next.turns)
	}
	return v
}

// ownLean is the lean from which a segment speaks for itself.
const ownLean = 0.7

// towards is −1 across a turn, 1 otherwise.
func towards(turn bool) float32 {
	if turn {
		return -1
	}
	return 1
}

// strongest gives the segment that speaks most of a theme.
func (r *Reader) strongest(s *scratch, t Theme) int {
	best, at := float32(math.Inf(-1)), 0
	for k := range s.segments {
		if v := r.model.PartTheme(&s.parts[k], int(t)-1); v > best {
			best, at = v, k
		}
	}
	return at
}

// maxSpans bounds the spans of one theme.
const maxSpans = 8

// addSpan adds a span, joined to the last if they touch.
func addSpan(spans []Span, s Span) []Span {
	if n := len(spans); n > 0 {
		if last := &spans[n-1]; s.Start <= last.End+1 {
			last.End = max(last.End, s.End)
			return spans
		}
		if n == maxSpans {
			return spans
		}
	}
	return append(spans, s)
}
