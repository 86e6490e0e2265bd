package sentiment

import (
	"iter"
	"math/bits"
	"slices"
)

// Bounds of the search for danger signs. A text is gone through in windows of
// dangerWindow words. What starts among the last dangerOverlap of them is left
// to the next window, which sees it whole, and which has the dangerLead words
// before it again to look back at. No rule spans more than dangerOverlap
// words. All of it lives on the stack.
const (
	dangerWindow  = 160
	dangerOverlap = 40
	dangerLead    = 8
	dangerMatches = 48 // the most places remembered in one window
	dangerSpans   = 8  // the most spans given for one flag
	negationReach = 4  // how many words back a "not" is looked for
)

// dangerRules finds the signs of danger in a text by patterns of words. The
// patterns are data (danger_signs.go, danger_harm.go, danger_idioms.go); this
// is the machine. It holds no state and is safe for concurrent use.
type dangerRules struct {
	words   map[string]uint16 // folded word to its number; 0 is any other word
	pairs   map[uint32]uint16 // two words written apart to the one they mean
	heads   []bool            // by word: whether a pair starts with it
	anchors [][]uint16        // by word: the patterns whose rarest word it can be
	rules   []dangerRule
	number  uint16
	negator *wordSet
	near    nearWords
	good    *wordSet     // words of thanks and praise
	unsaid  *wordSet     // words that take praise back, or may
	slots   []wordSlot   // the words by hash
	hashes  []uint32     // by word
	groups  [][]uint8    // by word: the groups of dangerConcepts it is in
	sense   *dangerSense // the learnt judgement, nil while it is being trained
}

// dangerRule is one pattern.
type dangerRule struct {
	flag    Flag // NoFlag for an idiom, which takes away what it overlaps
	steps   []dangerStep
	anchor  int      // the step that is looked for first, the rarest
	negated bool     // does not count after a "not"
	without *wordSet // does not count in a window that holds one of these
	near    *wordSet // counts only in a sentence that holds one of these
}

// dangerStep is one word of a pattern, or a gap.
type dangerStep struct {
	set      *wordSet // nil for a gap
	optional bool
	gap      int // the most words the gap may take in
}

// wordSet is a set of word numbers.
type wordSet struct{ bits []uint64 }

func (s *wordSet) has(w uint16) bool {
	i := int(w >> 6)
	return i < len(s.bits) && s.bits[i]&(1<<(w&63)) != 0
}

func (s *wordSet) add(w uint16) {
	for int(w>>6) >= len(s.bits) {
		s.bits = append(s.bits, 0)
	}
	s.bits[w>>6] |= 1 << (w & 63)
}

// all gives the words of the set.
func (s *wordSet) all() iter.Seq[uint16] {
	return func(yield func(uint16) bool) {
		for i, b := range s.bits {
			for ; b != 0; b &= b - 1 {
				if !yield(uint16(i<<6 + bits.TrailingZeros64(b))) {
					return
				}
			}
		}
	}
}

// dangerToken is one word of the text.
type dangerToken struct {
	start, end int
	hash, stem uint32 // of the word, and of its beginning if it is a long one
	word       uint16
	opens      bool // it is the first of a sentence
	idiom      bool // an idiom takes it in
}

// dangerMatch is one place where a pattern fits: tokens from to to, inclusive.
type dangerMatch struct {
	flag     Flag
	from, to int
}

// dangerScan is the state of one search.
type dangerScan struct {
	d       *dangerRules
	tokens  [dangerWindow]dangerToken
	n       int
	matches [dangerMatches]dangerMatch
	found   int
	out     []FlagReading
}

// find gives the danger signs of a text, in the order of [Flag], each with the
// words that raised it. It allocates only when there is one. The question
// asked matters to nothing here, and neither does the rating: somebody in
// danger may well say that the service was good.
func (d *dangerRules) find(text string, _ Context) []FlagReading {
	var s dangerScan
	s.d = d
	lead := 0 // tokens at the front that the last window has answered for
	opens := true
	for at := 0; ; {
		at, opens = s.fill(text, at, opens)
		last := s.n < dangerWindow
		s.window(lead, last)
		if last {
			break
		}
		lead = dangerLead
		s.n = copy(s.tokens[:], s.tokens[dangerWindow-dangerOverlap-dangerLead:])
	}
	slices.SortFunc(s.out, func(a, b FlagReading) int { return int(a.Flag) - int(b.Flag) })
	return s.out
}

// window collects the matches that this window answers for and reports those
// that no idiom explains.
func (s *dangerScan) window(lead int, last bool) {
	s.found = 0
	from, to := lead, s.n
	if !last {
		to -= dangerOverlap
	}
	for i := range s.n {
		for _, r := range s.d.anchors[s.tokens[i].word] {
			s.try(&s.d.rules[r], i, from, to)
		}
	}
	for _, m := range s.matches[:s.found] {
		switch {
		case m.flag == NoFlag:
			for i := m.from; i <= m.to; i++ {
				s.tokens[i].idiom = true
			}
		case !s.explained(m) && !s.praised(m):
			s.report(m)
		}
	}
	if s.d.sense != nil {
		s.sense(from, to)
	}
}

// try matches one rule whose anchor is at token i; only signs that start at from
// or later and before to count.
func (s *dangerScan) try(r *dangerRule, i, from, to int) {
	start := s.back(r.steps[:r.anchor], i)
	if start < 0 {
		return
	}
	end := s.match(r.steps[r.anchor:], i, i)
	if end < 0 || s.found == len(s.matches) || r.flag != NoFlag && (start < from || start >= to) {
		return
	}
	if r.negated && s.denied(start) ||
		r.without != nil && s.any(r.without, 0, s.n) ||
		r.near != nil && !s.any(r.near, s.sentenceStart(start), s.sentenceEnd(i)) {
		return
	}
	s.matches[s.found] = dangerMatch{flag: r.flag, from: start, to: end - 1}
	s.found++
}

// back fits the steps that end just before token i, the last first, and gives
// where they start, or −1.
func (s *dangerScan) back(steps []dangerStep, i int) int {
	for k := len(steps) - 1; k >= 0; k-- {
		step := steps[k]
		if step.set == nil {
			for skip := 0; skip <= step.gap; skip++ {
				if start := s.back(steps[:k], i-skip); start >= 0 {
					return start
				}
				if i-skip <= 0 || s.tokens[i-skip].opens {
					return -1
				}
			}
			return -1
		}
		fits := i > 0 && !s.tokens[i].opens && step.set.has(s.tokens[i-1].word)
		if step.optional {
			if fits {
				if start := s.back(steps[:k], i-1); start >= 0 {
					return start
				}
			}
			continue
		}
		if !fits {
			return -1
		}
		i--
	}
	return i
}

// match fits the steps from token i on and gives the end of the fit it comes to
// first, or −1. Only the token at start may open a sentence.
func (s *dangerScan) match(steps []dangerStep, i, start int) int {
	for k, step := range steps {
		if step.set == nil {
			for skip := 0; skip <= step.gap; skip++ {
				if end := s.match(steps[k+1:], i+skip, start); end >= 0 {
					return end
				}
				if i+skip >= s.n || i+skip > start && s.tokens[i+skip].opens {
					return -1
				}
			}
			return -1
		}
		fits := i < s.n && (i == start || !s.tokens[i].opens) && step.set.has(s.tokens[i].word)
		if step.optional {
			if fits {
				if end := s.match(steps[k+1:], i+1, start); end >= 0 {
					return end
				}
			}
			continue
		}
		if !fits {
			return -1
		}
		i++
	}
	return i
}

// denied says whether a "not" stands shortly before token i.
func (s *dangerScan) denied(i int) bool {
	return s.any(s.d.negator, max(s.sentenceStart(i), i-negationReach), i)
}

func (s *dangerScan) any(set *wordSet, from, to int) bool {
	for _, t := range s.tokens[from:to] {
		if t.word != 0 && set.has(t.word) {
			return true
		}
	}
	return false
}

func (s *dangerScan) sentenceStart(i int) int {
	for ; i > 0 && !s.tokens[i].opens; i-- {
	}
	return i
}

func (s *dangerScan) sentenceEnd(i int) int {
	for i++; i < s.n && !s.tokens[i].opens; i++ {
	}
	return i
}

// explained says whether an idiom takes in part of a match.
func (s *dangerScan) explained(m dangerMatch) bool {
	for _, o := range s.matches[:s.found] {
		if o.flag == NoFlag && o.from <= m.to && m.from <= o.to {
			return true
		}
	}
	return false
}

// praised says whether a match that tells of care, and not of what the writer
// or somebody else may do, stands in a sentence that thanks and takes nothing
// back: "he fell, and they were wonderful".
func (s *dangerScan) praised(m dangerMatch) bool {
	if m.flag != Safeguarding && m.flag != ClinicalHarm && m.flag != Discrimination {
		return false
	}
	from, to := s.sentenceStart(m.from), s.sentenceEnd(m.from)
	return s.any(s.d.good, from, to) && !s.any(s.d.unsaid, from, to)
}

// report adds a match to the answer.
func (s *dangerScan) report(m dangerMatch) {
	span := Span{s.tokens[m.from].start, s.tokens[m.to].end}
	i := slices.IndexFunc(s.out, func(f FlagReading) bool { return f.Flag == m.flag })
	if i < 0 {
		s.out = append(s.out, FlagReading{Flag: m.flag, Spans: []Span{span}})
		return
	}
	spans := s.out[i].Spans
	for k, o := range spans {
		if o.Start <= span.End && span.Start <= o.End {
			spans[k] = Span{min(o.Start, span.Start), max(o.End, span.End)}
			return
		}
	}
	if len(spans) < dangerSpans {
		s.out[i].Spans = append(spans, span)
	}
}
