package sentiment

import (
	"math"

	"earshot/sentiment/model"
)

// segment is a stretch of a comment that makes one point: it ends at a full
// stop, a comma, "but", "however" and the like.
type segment struct {
	from, to int     // tokens
	lean     float32 // how well (+) or badly (−) its words speak
	opinion  bool    // whether a word of the word list says so
}

// breakers are words that start a new point.
var breakers = hashes("but", "however", "although", "though", "yet", "except", "whereas", "while", "unfortunately",
	"sadly", "otherwise", "and", "then", "despite", "apart", "only", "because", "so", "shame", "pity")

func hashes(words ...string) map[uint32]bool {
	m := make(map[uint32]bool, len(words))
	for _, w := range words {
		m[model.HashWord(w)] = true
	}
	return m
}

// cutSegments finds the segments of a comment and how each leans.
func (r *Reader) cutSegments(s *scratch) {
	f := &s.features
	s.segments = s.segments[:0]
	from := 0
	end := func(to int) {
		if to > from {
			s.segments = append(s.segments, segment{from: from, to: to})
		}
		from = to
	}
	for i, t := range f.Tokens.List {
		switch {
		case t.Kind == model.Mark:
			end(i + 1)
		case t.Kind == model.Word && breakers[t.Hash]:
			end(i)
		}
	}
	end(len(f.Tokens.List))
	h := 0
	for k := range s.segments {
		g := &s.segments[k]
		for ; h < len(f.Hits) && int(f.Hits[h].Token) < g.to; h++ {
			if v := r.valence(f.Hits[h]); v != 0 {
				g.lean += v
				g.opinion = true
			}
		}
	}
	// The learnt weights speak too, and alone where no listed word does.
	for k := range s.segments {
		g := &s.segments[k]
		part := r.model.Part(f, g.from, g.to)
		g.lean -= learntShare * (part[1] + part[2])
	}
}

// learntShare is what the learnt weights count beside the word list.
const learntShare = 1.2

// valence is how well a hit speaks, a negation before it counted.
func (r *Reader) valence(h model.Hit) float32 {
	v := float32(r.lexicon.Groups[h.Group].Valence)
	if h.Negated {
		v = -0.7 * v
	}
	return v
}

// findThemes gives the themes of a comment with their polarity and words.
func (r *Reader) findThemes(s *scratch, sums *model.Sums, class Class) []ThemeReading {
	var out []ThemeReading
	for t := Theme(1); t < themeEnd; t++ {
		p, present := r.model.Theme(sums, int(t)-1)
		if !present {
			continue
		}
		if out == nil {
			out = make([]ThemeReading, 0, 4)
			r.cutSegments(s)
		}
		reading := ThemeReading{Theme: t, P: round(p)}
		if t != LabellingNotPossible {
			reading.Polarity, reading.Spans = r.polarity(s, t, class)
		}
		out = append(out, reading)
	}
	return out
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
		if v := r.valence(h); v != 0 {
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

// leanAt gives the lean of a segment, with some of its neighbours' where it
// holds no opinion of its own.
func (r *Reader) leanAt(s *scratch, k int) float32 {
	g := &s.segments[k]
	if g.opinion {
		return g.lean
	}
	v := g.lean
	if k > 0 {
		v += 0.4 * s.segments[k-1].lean
	}
	if k+1 < len(s.segments) {
		v += 0.5 * s.segments[k+1].lean
	}
	return v
}

// strongest gives the segment that speaks most of a theme.
func (r *Reader) strongest(s *scratch, t Theme) int {
	best, at := float32(math.Inf(-1)), 0
	for k := range s.segments {
		if v := r.model.PartTheme(&s.features, s.segments[k].from, s.segments[k].to, int(t)-1); v > best {
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
