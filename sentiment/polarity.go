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

// hashSet is a set of words by hash, with a quick answer for most that are not
// in it.
type hashSet struct {
	quick [16]uint64
	words map[uint32]bool
}

func newHashSet(words ...string) *hashSet {
	s := &hashSet{words: make(map[uint32]bool, len(words))}
	for _, w := range words {
		h := model.HashWord(w)
		s.words[h] = true
		s.quick[h>>6&15] |= 1 << (h & 63)
	}
	return s
}

func (s *hashSet) has(h uint32) bool { return s.quick[h>>6&15]>>(h&63)&1 == 1 && s.words[h] }

// breakers gives the words that start a new point.
func breakers() *hashSet {
	return newHashSet("but", "however", "although", "though", "yet", "except", "whereas", "while", "unfortunately",
		"sadly", "otherwise", "and", "then", "despite", "apart", "only", "because", "so", "shame", "pity")
}

// maxSegments bounds the segments of a comment; what follows is the last.
const maxSegments = 64

// cut finds the segments of a comment.
func (r *Reader) cut(s *scratch) {
	l := s.features.Tokens.List
	s.segments, s.ends = s.segments[:0], s.ends[:0]
	from := 0
	end := func(to int) {
		if to > from && (len(s.segments) < maxSegments-1 || to == len(l)) {
			s.segments = append(s.segments, segment{from: from, to: to})
			s.ends = append(s.ends, to)
			from = to
		}
	}
	for i := range l {
		switch {
		case l[i].Kind == model.Mark:
			end(i + 1)
		case l[i].Kind == model.Word && r.breakers.has(l[i].Hash):
			end(i)
		}
	}
	end(len(l))
	for len(s.parts) < len(s.segments) {
		s.parts = append(s.parts, model.Part{})
	}
}

// weigh finds how each segment leans, by the words of the word list and by
// the learnt weights.
func (r *Reader) weigh(s *scratch) {
	h := 0
	for k := range s.segments {
		g := &s.segments[k]
		for ; h < len(s.features.Hits) && int(s.features.Hits[h].Token) < g.to; h++ {
			if v := r.valence(s.features.Hits[h]); v != 0 {
				g.lean += v
				g.opinion = true
			}
		}
		g.lean -= learntShare * r.model.Lean(&s.parts[k])
	}
}

// learntShare is what the learnt weights count beside the word list.
const learntShare = 0.4

// valence is how well a hit speaks, a negation before it counted.
func (r *Reader) valence(h model.Hit) float32 {
	v := float32(r.lexicon.Groups[h.Group].Valence)
	if h.Negated {
		v = -0.7 * v
	}
	return v
}

// A theme that the comment as a whole does not reach is found all the same if
// one segment, read alone, comes near enough to the theme's cut-off and a
// listed word of the theme stands in it: one that judges ("rude") or, with
// more needed, one that only names ("nurse") beside a judgement. So a point
// made in passing in a long comment is not lost.
const (
	judgedMargin = 0.0
	namedMargin  = 0.25
)

// farAway is less than any sum of a theme.
const farAway = -1e6

// findThemes gives the themes of a comment with their polarity and words.
func (r *Reader) findThemes(s *scratch, sums *model.Sums, class Class) []ThemeReading {
	r.weigh(s)
	var near [themeEnd]float32
	r.nearThemes(s, &near)
	var out []ThemeReading
	for t := Theme(1); t < themeEnd; t++ {
		p, present := r.model.Theme(sums.Themes[t-1], int(t)-1)
		if !present {
			if near[t] <= farAway {
				continue
			}
			p, _ = r.model.Theme(max(near[t], sums.Themes[t-1]), int(t)-1)
		}
		if out == nil {
			out = make([]ThemeReading, 0, 4)
		}
		reading := ThemeReading{Theme: t, P: round(p)}
		if t != LabellingNotPossible {
			reading.Polarity, reading.Spans = r.polarity(s, t, class)
		}
		out = append(out, reading)
	}
	return out
}

// nearThemes finds the themes that a segment comes near enough to, and how
// strongly it speaks of them. A single segment is the comment as a whole.
func (r *Reader) nearThemes(s *scratch, near *[themeEnd]float32) {
	for t := range near {
		near[t] = farAway
	}
	if len(s.segments) < 2 {
		return
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
		margin := float32(judgedMargin)
		if r.lexicon.Groups[h.Group].Valence == 0 {
			if !s.segments[k].opinion {
				continue
			}
			margin = namedMargin
		}
		if z := r.model.PartTheme(&s.parts[k], int(t)-1); z > r.model.Cut[t-1]+margin && z > near[t] {
			near[t] = z
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
