package disclosure

import (
	"fmt"
	"slices"
	"strings"
)

// Leaf is the finest line that is counted for a period: a ward in a setting,
// say, or the answers given to a site that name no ward. Every answer of the
// period is in exactly one leaf. In names the rows that add it up (site,
// provider, ICB, area, setting, England, in any number of overlapping trees);
// each of them is the sum of the leaves that name it. Leaves and rows share one
// space of ids.
type Leaf struct {
	ID     string
	In     []string
	Counts Counts
	// Dims holds further counts by dimension name, one number per category, as
	// the history's [Dimension]s declare. A dimension that is absent is all
	// noughts.
	Dims map[string][]int
}

// Dimension is a breakdown whose small counts are guarded one by one, beyond
// those that follow their row. Its figures are fixed when a period is first
// published.
type Dimension struct {
	Name       string   `json:"name"`
	Categories []string `json:"categories"`
	// Exclusive says that everyone is in exactly one category (age bands with
	// "not stated"), so that a row's categories add up to its people; a row
	// shows all of them or none. Otherwise a person may be in several
	// (themes), and each category is shown or hidden by itself.
	Exclusive bool `json:"exclusive"`
}

// Frame is what is known of one published period. It is private.
type Frame struct {
	Rows   []string          `json:"rows"` // ids of the rows that add leaves up, sorted
	Leaves []Known           `json:"leaves"`
	Pools  []Hidden          `json:"pools"`
	Bands  [][]int           `json:"bands,omitempty"` // further sums of hidden leaves that are known, none twice
	Dims   map[string][]Veil `json:"dims,omitempty"`

	row   map[string]int // id → index in Rows, or −1 − index in Leaves
	veil  Veil           // of the rows themselves
	modes int            // how many modes its leaves have
	band  []int          // leaf → index in Bands, −1 if none
	told  []bool         // row → cuts a pool, but bands tell it
	span  []int          // leaf → index of the span it is in, −1 if none
	shows []bool         // row → some leaf with people is shown
	holds [][]int        // row → its leaves, ascending
}

// Known is a leaf as published or held back in a frame.
type Known struct {
	ID     string           `json:"id"`
	In     []int            `json:"in"`
	Counts Counts           `json:"c"`
	Least  int              `json:"least"`          // the fewest people it was ever published with
	Low    *lows            `json:"low,omitempty"`  // what it was ever published with at least, once it was restated
	Base   int              `json:"base,omitempty"` // people as first published, of whom the breakdowns speak
	Dims   map[string][]int `json:"d,omitempty"`
	Late   bool             `json:"late,omitempty"` // came after the period was first published: no breakdowns
}

// lows gives what the leaf was ever published with at least. Its modes are
// given in the given number, which is larger than that of any leaf.
func (k *Known) lows(modes int) lows {
	if k.Low == nil {
		return lowsOf(&k.Counts, modes)
	}
	l := *k.Low
	l.Modes = make([]int, modes)
	known := len(k.Low.Modes) - 1
	copy(l.Modes, k.Low.Modes[:known])
	l.Modes[modes-1] = k.Low.Modes[known]
	return l
}

// modes gives how many modes the leaf was ever published with.
func (k *Known) modes() int {
	n := len(k.Counts.Modes)
	if k.Low != nil {
		n = max(n, len(k.Low.Modes)-1)
	}
	return n
}

// restate gives the leaf as it is once it has the given counts.
func (k *Known) restate(c Counts) Known {
	modes := max(k.modes(), len(c.Modes)) + 1
	low := k.lows(modes).and(lowsOf(&c, modes))
	out := *k
	out.Counts, out.Least, out.Low = c, low.People, &low
	return out
}

// Hidden is a pool: leaves of which only the sum can be known.
type Hidden struct {
	Leaves  []int `json:"l"`
	Blocked bool  `json:"b,omitempty"` // not even the sum
}

// Veil is what is hidden of a table with one number (or line) per row.
type Veil struct {
	Pools []Hidden `json:"p"`

	pool []int  // leaf → pool, −1 if shown
	cut  []bool // row → hidden
}

// index fills what is derived from the stored part.
func (f *Frame) index() {
	f.row = make(map[string]int, len(f.Rows)+len(f.Leaves))
	for i := range f.Rows {
		f.row[f.Rows[i]] = i
	}
	for i := range f.Leaves {
		f.row[f.Leaves[i].ID] = -1 - i
		f.modes = max(f.modes, f.Leaves[i].modes())
	}
	f.veil.Pools = f.Pools
	f.veil.index(f)
	f.indexBands()
	for len(f.span) < len(f.Leaves) {
		f.span = append(f.span, -1)
	}
	f.shows, f.holds = make([]bool, len(f.Rows)), make([][]int, len(f.Rows))
	for i := range f.Leaves {
		for _, g := range f.Leaves[i].In {
			f.holds[g] = append(f.holds[g], i)
			f.shows[g] = f.shows[g] || f.veil.pool[i] < 0 && f.Leaves[i].Counts.People > 0
		}
	}
	for _, veils := range f.Dims {
		for i := range veils {
			veils[i].index(f)
		}
	}
}

func (v *Veil) index(f *Frame) {
	v.pool = make([]int, len(f.Leaves))
	for i := range v.pool {
		v.pool[i] = -1
	}
	v.cut = make([]bool, len(f.Rows))
	for q, h := range v.Pools {
		held := map[int]int{}
		for _, i := range h.Leaves {
			v.pool[i] = q
			for _, g := range f.Leaves[i].In {
				held[g]++
			}
		}
		for g, n := range held {
			if h.Blocked || n < len(h.Leaves) {
				v.cut[g] = true
			}
		}
	}
}

// members gives the leaves of a row: its own index if it is a leaf. ok is
// false if the frame does not know the row.
func (f *Frame) members(id string) (leaves []int, ok bool) {
	r, ok := f.row[id]
	if !ok {
		return nil, false
	}
	if r < 0 {
		return []int{-1 - r}, true
	}
	return f.holds[r], true
}

// open reports whether the sum over a set of leaves can be told: the set holds
// every pool whole or not at all, and no blocked one.
func (v *Veil) open(leaves []int) bool {
	held := map[int]int{}
	for _, i := range leaves {
		if q := v.pool[i]; q >= 0 {
			held[q]++
		}
	}
	for q, n := range held {
		if v.Pools[q].Blocked || n < len(v.Pools[q].Leaves) {
			return false
		}
	}
	return true
}

// newFrame checks the leaves of a period and puts them in order.
func newFrame(leaves []Leaf, dims []Dimension) (*Frame, error) {
	f := &Frame{}
	sorted := slices.Clone(leaves)
	slices.SortFunc(sorted, func(a, b Leaf) int { return strings.Compare(a.ID, b.ID) })
	for i := range sorted {
		if sorted[i].ID == "" || i > 0 && sorted[i].ID == sorted[i-1].ID {
			return nil, fmt.Errorf("%w: leaf %q is empty or there twice", ErrInput, sorted[i].ID)
		}
		f.Rows = append(f.Rows, sorted[i].In...)
	}
	slices.Sort(f.Rows)
	f.Rows = slices.Compact(f.Rows)
	for i := range sorted {
		k, err := f.known(&sorted[i], dims)
		if err != nil {
			return nil, fmt.Errorf("leaf %q: %w", sorted[i].ID, err)
		}
		f.Leaves = append(f.Leaves, k)
	}
	return f, nil
}

func (f *Frame) known(l *Leaf, dims []Dimension) (Known, error) {
	k := Known{ID: l.ID, Counts: l.Counts, Least: l.Counts.People, Base: l.Counts.People}
	if err := l.Counts.check(); err != nil {
		return k, err
	}
	if _, clash := slices.BinarySearch(f.Rows, l.ID); clash {
		return k, fmt.Errorf("%w: its id is also a row's", ErrInput)
	}
	for _, id := range l.In {
		g, _ := slices.BinarySearch(f.Rows, id)
		k.In = append(k.In, g)
	}
	slices.Sort(k.In)
	k.In = slices.Compact(k.In)
	for _, d := range dims {
		cells := l.Dims[d.Name]
		if cells == nil {
			continue
		}
		if err := d.check(cells, l.Counts.People); err != nil {
			return k, err
		}
		if k.Dims == nil {
			k.Dims = map[string][]int{}
		}
		k.Dims[d.Name] = slices.Clone(cells)
	}
	return k, nil
}

func (d *Dimension) check(cells []int, people int) error {
	if len(cells) != len(d.Categories) {
		return fmt.Errorf("%w: %s has %d numbers for %d categories", ErrInput, d.Name, len(cells), len(d.Categories))
	}
	sum := 0
	for _, v := range cells {
		if v < 0 || v > people {
			return fmt.Errorf("%w: %s: a count is negative or more than the people", ErrInput, d.Name)
		}
		sum += v
	}
	if d.Exclusive && sum != people {
		return fmt.Errorf("%w: %s adds up to %d, people are %d", ErrInput, d.Name, sum, people)
	}
	return nil
}
