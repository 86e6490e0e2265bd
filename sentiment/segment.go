package sentiment

import "earshot/sentiment/model"

// segment is a stretch of a comment that makes one point: it ends at a full
// stop, a comma, "but", "however" and the like.
type segment struct {
	from, to int     // tokens
	lean     float32 // how well (+) or badly (−) its words speak
	opinion  bool    // whether a word of the word list says so
	turns    bool    // whether it starts with "but" or the like
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

// turners gives the words that start a new point against the one before.
func turners() *hashSet {
	return newHashSet("but", "however", "although", "though", "yet", "except", "whereas", "unfortunately", "sadly",
		"otherwise", "despite", "apart", "shame", "pity")
}

// joiners gives the words that start a new point beside the one before.
func joiners() *hashSet { return newHashSet("and", "then", "while", "only", "because", "so") }

// maxSegments bounds the segments of a comment; what follows is the last.
const maxSegments = 64

// Cutter cuts comments into the segments that each make one point. It is safe
// for concurrent use.
type Cutter struct{ joiners, turners *hashSet }

// NewCutter builds a Cutter.
func NewCutter() *Cutter { return &Cutter{joiners: joiners(), turners: turners()} }

// Cut adds to ends where each segment ends, the index after its last token,
// and gives the result.
func (c *Cutter) Cut(l []model.Token, ends []int) []int {
	from, n := 0, 0
	end := func(to int) {
		if to > from && (n < maxSegments-1 || to == len(l)) {
			ends = append(ends, to)
			from = to
			n++
		}
	}
	for i := range l {
		switch {
		case l[i].Kind == model.Mark:
			end(i + 1)
		case l[i].Kind == model.Word && (c.joiners.has(l[i].Hash) || c.turners.has(l[i].Hash)):
			end(i)
		}
	}
	end(len(l))
	return ends
}

// cut finds the segments of a comment.
func (r *Reader) cut(s *scratch) {
	l := s.features.Tokens.List
	s.ends = r.cutter.Cut(l, s.ends[:0])
	s.segments = s.segments[:0]
	from := 0
	for _, to := range s.ends {
		first := l[from]
		s.segments = append(s.segments, segment{from: from, to: to, turns: first.Kind == model.Word && r.cutter.turners.has(first.Hash)})
		from = to
	}
	for len(s.parts) < len(s.segments) {
		s.parts = append(s.parts, model.Part{})
	}
}
