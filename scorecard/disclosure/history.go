package disclosure

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// History is everything that was ever published, period by period, and the
// only place public figures are read from. A period is whatever the deployment
// publishes by, a month as a rule; its name sorts by time ("2026-09").
//
// The first publication of a period fixes for good which of its leaves are
// hidden and how they are pooled. Later publications of the same period may
// only move figures, and only by the answers of MoveMin people or more in a
// leaf at a time; what is smaller waits. So nothing that was hidden is ever
// found by subtracting one release from another.
//
// A History is not safe for concurrent use while Publish runs. Reading is.
type History struct {
	dims   []Dimension
	frames map[string]*Frame
	spans  []Span
}

// NewHistory gives an empty history with the given breakdowns.
func NewHistory(dims ...Dimension) *History {
	return &History{dims: slices.Clone(dims), frames: map[string]*Frame{}}
}

// Outcome says what a publication did. It is for the operator's eyes: the
// number of leaves held back is not public.
type Outcome struct {
	First  bool // the period was not published before
	Hidden int  // rows hidden, leaves and sums together
	Moved  int  // leaves whose figures moved
	Held   int  // leaves whose answers changed but whose figures stay
}

// Publish takes the counts of a period that is over, as they stand now. Every
// leaf with answers must be there; the sums are made here. If the result would not be
// safe nothing changes and the error wraps [ErrUnsafe]; counts that contradict
// themselves wrap [ErrInput]. The same calls in the same order give the same
// history, byte for byte.
func (h *History) Publish(period string, leaves []Leaf) (Outcome, error) {
	next, err := newFrame(leaves, h.dims)
	if err != nil {
		return Outcome{}, fmt.Errorf("publish %s: %w", period, err)
	}
	old := h.frames[period]
	if old != nil {
		return h.restate(old, next), nil
	}
	if err := next.hide(h.dims, h.hiddenBefore(period)); err != nil {
		return Outcome{}, fmt.Errorf("publish %s: %w", period, err)
	}
	h.frames[period] = next
	return Outcome{First: true, Hidden: next.hiddenRows(), Moved: len(next.Leaves)}, nil
}

// memory is how many periods back hiding looks for what was hidden before.
const memory = 11

// hiddenBefore gives the rows that the periods before this one hide.
func (h *History) hiddenBefore(period string) map[string]bool {
	out := map[string]bool{}
	var earlier []string
	for _, p := range h.Periods() {
		if p < period {
			earlier = append(earlier, p)
		}
	}
	for _, p := range earlier[max(0, len(earlier)-memory):] {
		h.frames[p].each(func(v View) {
			if v.Marker != Shown {
				out[v.ID] = true
			}
		})
	}
	return out
}

// restate moves the figures of a published period as far as that is safe.
func (h *History) restate(f, now *Frame) Outcome {
	var out Outcome
	latest := make(map[string]Counts, len(now.Leaves))
	for i := range now.Leaves {
		latest[now.Leaves[i].ID] = now.Leaves[i].Counts
	}
	moves := map[int]Counts{}
	for i := range f.Leaves {
		k := &f.Leaves[i]
		want := latest[k.ID]
		switch d := want.shift(k.Counts); {
		case d == 0:
		case d < MoveMin || !f.mayBecome(i, want):
			out.Held++
		default:
			moves[i] = want
		}
	}
	for q := range f.Pools {
		if !f.banded(q) {
			out.Held += f.dropUnsafe(q, moves)
		}
	}
	out.Held += f.dropUnsafeBands(h.dims, moves)
	for i, c := range moves {
		k := &f.Leaves[i]
		if f.veil.pool[i] < 0 { // it stays shown, so nobody asks what it could spare
			k.Counts, k.Least = c, min(k.Least, c.People)
			continue
		}
		*k = k.restate(c)
	}
	out.Moved = len(moves)
	added, held := f.latecomers(now)
	out.Moved += added
	out.Held += held
	out.Hidden = f.hiddenRows()
	return out
}

// latecomers takes in leaves that had no answers when the period was first
// published, once they have enough to be shown.
func (f *Frame) latecomers(now *Frame) (added, held int) {
	for i := range now.Leaves {
		k := now.Leaves[i]
		if _, known := f.row[k.ID]; known || k.Counts.People == 0 {
			continue
		}
		if k.Counts.People < MoveMin {
			held++
			continue
		}
		in := make([]int, 0, len(k.In))
		for _, g := range k.In {
			id := now.Rows[g]
			r, known := f.row[id]
			if !known {
				r = len(f.Rows)
				f.Rows = append(f.Rows, id)
				f.row[id] = r
			}
			if r >= 0 {
				in = append(in, r)
			}
		}
		slices.Sort(in)
		k.In, k.Base, k.Dims, k.Late = in, 0, nil, true
		f.Leaves = append(f.Leaves, k)
		f.row[k.ID] = -len(f.Leaves)
		added++
	}
	if added > 0 {
		f.index()
	}
	return added, held
}

// mayBecome reports whether leaf i could be republished with the given counts:
// a shown one with none or at least Threshold people, a hidden one with some.
func (f *Frame) mayBecome(i int, c Counts) bool {
	if f.veil.pool[i] >= 0 {
		return c.People > 0
	}
	return c.People == 0 || c.People >= Threshold
}

// dropUnsafe takes back the moves of a pool's leaves if with them some leaf
// could be placed in too narrow a range, even by a reader who knows how much
// every leaf moved. It gives how many it took back.
func (f *Frame) dropUnsafe(q int, moves map[int]Counts) int {
	var moved []int
	slack, hold, told := 0, false, false
	for _, i := range f.Pools[q].Leaves {
		told = told || f.span[i] >= 0
		k := f.Leaves[i]
		if c, ok := moves[i]; ok {
			moved = append(moved, i)
			k = k.restate(c)
		}
		low := k.lows(f.modes + 1)
		slack += low.spare()
		hold = hold || protected(low.People)
	}
	if len(moved) == 0 || f.Pools[q].Blocked || !told && (!hold || slack >= Width) {
		return 0
	}
	for _, i := range moved {
		delete(moves, i)
	}
	return len(moved)
}

// audit proves a new frame again from what it will show, by other code than
// that which chose: every leaf of one to four people must be in a pool whose
// other leaves can give and take enough people, and no row shown may hold a
// part of a pool.
func (f *Frame) audit(dims []Dimension) error {
	for i := range f.Leaves {
		if !protected(f.Leaves[i].Counts.People) {
			continue
		}
		q := f.veil.pool[i]
		if q < 0 {
			return fmt.Errorf("%w: a small row is in no pool", ErrUnsafe)
		}
		if f.banded(q) {
			continue // its rings are looked at below
		}
		slack := 0
		for _, j := range f.Pools[q].Leaves {
			slack += f.Leaves[j].Counts.People - 1
		}
		if !f.Pools[q].Blocked && (slack < Width || len(f.Pools[q].Leaves) < 2) {
			return fmt.Errorf("%w: a pool of %d has slack %d", ErrUnsafe, len(f.Pools[q].Leaves), slack)
		}
	}
	total := make([]int, len(f.Rows))
	for i := range f.Leaves {
		for _, g := range f.Leaves[i].In {
			total[g] += f.Leaves[i].Counts.People
		}
	}
	for g, n := range total {
		if protected(n) && !f.hides(g) {
			return fmt.Errorf("%w: a small sum would be shown", ErrUnsafe)
		}
	}
	return f.auditBands(dims)
}

func (f *Frame) hiddenRows() int {
	n := 0
	for g := range f.Rows {
		if f.hides(g) {
			n++
		}
	}
	for _, q := range f.veil.pool {
		if q >= 0 {
			n++
		}
	}
	return n
}

// modes gives the most modes that any leaf has.
func (h *History) modes() int {
	n := 0
	for _, f := range h.frames {
		n = max(n, f.modes)
	}
	return n
}

// Periods gives the published periods, oldest first.
func (h *History) Periods() []string {
	out := make([]string, 0, len(h.frames))
	for p := range h.frames {
		out = append(out, p)
	}
	slices.SortFunc(out, strings.Compare)
	return out
}

// stored is the form a history is kept in.
type stored struct {
	Version int               `json:"version"`
	Dims    []Dimension       `json:"dims,omitempty"`
	Frames  map[string]*Frame `json:"frames"`
	Spans   []Span            `json:"spans,omitempty"`
}

const storedVersion = 1

// Save writes the history. What it writes holds true counts of hidden rows and
// is as private as the ledger.
func (h *History) Save(w io.Writer) error {
	if err := json.NewEncoder(w).Encode(stored{Version: storedVersion, Dims: h.dims, Frames: h.frames, Spans: h.spans}); err != nil {
		return fmt.Errorf("save history: %w", err)
	}
	return nil
}

// LoadHistory reads what Save wrote.
func LoadHistory(r io.Reader) (*History, error) {
	var s stored
	if err := json.NewDecoder(r).Decode(&s); err != nil {
		return nil, fmt.Errorf("load history: %w", err)
	}
	if s.Version != storedVersion {
		return nil, fmt.Errorf("load history: %w: version %d, this program reads %d", ErrInput, s.Version, storedVersion)
	}
	h := NewHistory(s.Dims...)
	for period, f := range s.Frames {
		f.index()
		if err := f.audit(s.Dims); err != nil && f.untouched() {
			return nil, fmt.Errorf("load history: %s: %w", period, err)
		}
		h.frames[period] = f
	}
	h.spans = s.Spans
	for i := range h.spans {
		h.mark(i)
	}
	return h, nil
}

// untouched reports whether no leaf was restated since it was first published.
func (f *Frame) untouched() bool {
	for i := range f.Leaves {
		if f.Leaves[i].Least != f.Leaves[i].Counts.People {
			return false
		}
	}
	return true
}
