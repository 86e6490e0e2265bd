package disclosure

import (
	"maps"
	"slices"
)

// Span is a leaf's hidden periods whose sum was made public: a small ward's
// quarter or year, where each of its months is hidden. No period of a leaf is
// in two spans.
type Span struct {
	Leaf    string   `json:"leaf"`
	Periods []string `json:"periods"`
}

// Open makes the sums of small rows over the given published periods (a
// quarter, a year) public wherever that is safe, and gives how many it could.
// For every leaf that some of the periods hide, it tries the sum of those of
// its hidden periods that no earlier span took. A sum is made public only if
// afterwards every guarded count still has a range of [Width]: see DESIGN.md.
// Leaves are tried in a fixed order, so the outcome is determined.
func (h *History) Open(periods ...string) int {
	spans := map[string]*Span{}
	for _, period := range distinct(periods) {
		f := h.frames[period]
		if f == nil {
			return 0
		}
		for i := range f.Leaves {
			id := f.Leaves[i].ID
			switch q := f.veil.pool[i]; {
			case q < 0 || f.span[i] >= 0:
			case f.Pools[q].Blocked || f.banded(q):
				spans[id] = nil // it can never be told in full, or bands tell as much as may be told
			default:
				s, seen := spans[id]
				if !seen {
					s = &Span{Leaf: id}
					spans[id] = s
				}
				if s != nil {
					s.Periods = append(s.Periods, period)
				}
			}
		}
	}
	var list []Span
	for _, id := range sortedKeys(spans) {
		if s := spans[id]; s != nil && len(s.Periods) > 1 && h.worthTrying(s) {
			list = append(list, *s)
		}
	}
	return h.openAll(list)
}

// worthTrying reports whether a span's sum may be shown at all: it is neither
// so small itself nor so near to one a month that each month would be known.
func (h *History) worthTrying(s *Span) bool {
	sum := 0
	for _, p := range s.Periods {
		sum += h.leaf(p, s.Leaf).Least
	}
	return sum >= Threshold+len(s.Periods)
}

// openAll makes public as many of the spans as it can and gives how many: all
// of those that are tied together, or, where that is not safe, what it can of
// either half.
func (h *History) openAll(list []Span) int {
	base := len(h.spans)
	h.spans = append(h.spans, list...)
	for i := base; i < len(h.spans); i++ {
		h.mark(i)
	}
	var unsafe [][]Span
	drop := map[int]bool{}
	seen := map[int]bool{}
	for i := base; i < len(h.spans); i++ {
		if seen[i] {
			continue
		}
		k := h.knotFrom(h.spans[i].Periods[0], h.spans[i].Leaf)
		safe := k.safe()
		var tied []Span
		for _, s := range k.spans {
			if seen[s] = true; !safe && s >= base {
				drop[s] = true
				tied = append(tied, h.spans[s])
			}
		}
		if !safe {
			unsafe = append(unsafe, tied)
		}
	}
	h.remove(base, drop)
	opened := len(list) - len(drop)
	for _, tied := range unsafe {
		if half := len(tied) / 2; half > 0 {
			opened += h.openAll(tied[:half]) + h.openAll(tied[half:])
		}
	}
	return opened
}

// remove takes spans from base on out again.
func (h *History) remove(base int, drop map[int]bool) {
	kept := h.spans[:base:base]
	for i := base; i < len(h.spans); i++ {
		s := h.spans[i]
		if !drop[i] {
			kept = append(kept, s)
			continue
		}
		for _, p := range s.Periods {
			f := h.frames[p]
			f.span[-1-f.row[s.Leaf]] = -1
		}
	}
	h.spans = kept
	for i := base; i < len(h.spans); i++ {
		h.mark(i)
	}
}

// mark notes a span in the frames it covers.
func (h *History) mark(span int) {
	s := h.spans[span]
	for _, p := range s.Periods {
		f := h.frames[p]
		f.span[-1-f.row[s.Leaf]] = span
	}
}

func (h *History) leaf(period, id string) *Known {
	f := h.frames[period]
	return &f.Leaves[-1-f.row[id]]
}

// cell is one hidden count of a leaf in a period.
type cell struct {
	period string
	leaf   int
}

// settled reports whether the sum over the given leaves of each period can be
// told: it is made of shown leaves, whole pools and whole spans, none counted
// twice.
func (h *History) settled(leaves map[string][]int) bool {
	covered := map[cell]bool{}
	for again := true; again; {
		again = false
		for period, members := range leaves {
			f := h.frames[period]
			held, split := map[int]int{}, map[int]bool{}
			for _, i := range members {
				if q := f.veil.pool[i]; q >= 0 {
					held[q]++
					split[q] = split[q] || covered[cell{period, i}]
				}
			}
			for _, i := range members {
				q := f.veil.pool[i]
				if q < 0 || covered[cell{period, i}] {
					continue
				}
				if held[q] == len(f.Pools[q].Leaves) && !split[q] && !f.Pools[q].Blocked {
					continue
				}
				if f.span[i] < 0 || !h.cover(f.span[i], leaves, covered) {
					return false
				}
				again = true
			}
		}
	}
	return true
}

// cover takes a whole span into the covered cells; it reports false if the
// span reaches outside the leaves.
func (h *History) cover(span int, leaves map[string][]int, covered map[cell]bool) bool {
	s := &h.spans[span]
	for _, p := range s.Periods {
		i := -1 - h.frames[p].row[s.Leaf]
		if _, in := slices.BinarySearch(leaves[p], i); !in {
			return false
		}
		covered[cell{p, i}] = true
	}
	return true
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
