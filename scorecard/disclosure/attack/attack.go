// Package attack plays the curious reader of suppressed tables. Given every
// number that was published and the public rules, it works out how closely
// each hidden count can be known, so that a test can say whether that is too
// closely. It reads and writes the same problem files as an integer-programming
// referee would.
//
// The attacker first solves the equations among the hidden cells exactly (Gauss
// with whole numbers), then narrows every cell by every equation and
// inequality until nothing moves, then searches. Ranges that it could not
// finish searching are as wide as was left, so it may miss a leak in a large
// knot of overlapping tables but never invents one.
package attack

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Problem is what a reader sees.
type Problem struct {
	Cells   map[string]Cell `json:"cells"`
	Sums    []Sum           `json:"sums,omitempty"`
	Ratios  []Ratio         `json:"ratios,omitempty"`
	Rounded []Rounded       `json:"rounded,omitempty"`
}

// Cell is one count. V is nil if it is hidden. Lo and Hi are what the public
// rules say of it (no Hi: no bound). True is the actual count, to check the
// model itself; the attacker does not use it. Protect says that it must not be
// known closely.
type Cell struct {
	V       *int `json:"v"`
	True    *int `json:"true,omitempty"`
	Lo      int  `json:"lo"`
	Hi      *int `json:"hi"`
	Protect bool `json:"protect"`
}

// Sum says that the parts add up to the total.
type Sum struct {
	Total string   `json:"total"`
	Parts []string `json:"parts"`
}

// Ratio is a published percentage: 100 × num / den, rounded to DP decimals.
type Ratio struct {
	Num   []string `json:"num"`
	Den   string   `json:"den"`
	Shown float64  `json:"shown"`
	DP    int      `json:"dp"`
}

// Rounded is a count published to the nearest multiple of an odd base.
type Rounded struct {
	Cell  string `json:"cell"`
	Base  int    `json:"base"`
	Shown int    `json:"shown"`
}

// Range is where a hidden cell can lie. Exact says that both ends are known to
// be possible.
type Range struct {
	Lo, Hi int
	Exact  bool
}

// Width gives the highest possible value less the lowest.
func (r Range) Width() int { return r.Hi - r.Lo }

// Limitless stands for "no upper bound" in a Range.
const Limitless = 1 << 30

// Leak is a protected cell that can be known too closely, or a fault of the
// model.
type Leak struct {
	Cell  string
	Range Range
	Why   string // "exact", "narrow", or "true value outside" (the model is wrong)
}

// Leaks gives every protected cell whose range is narrower than width, by id.
// effort bounds the search for each end of a range; 0 leaves the search out. A
// non-nil error says that the published numbers contradict each other.
func Leaks(p *Problem, width, effort int) ([]Leak, error) {
	var wanted []string
	for _, id := range slices.Sorted(maps.Keys(p.Cells)) {
		if c := p.Cells[id]; c.V == nil && (c.Protect || c.True != nil) {
			wanted = append(wanted, id)
		}
	}
	ranges, err := Bounds(p, wanted, effort)
	if err != nil {
		return nil, err
	}
	var out []Leak
	for _, id := range wanted {
		c, r := p.Cells[id], ranges[id]
		if c.True != nil && (*c.True < r.Lo || *c.True > r.Hi) {
			out = append(out, Leak{id, r, "true value outside"})
		}
		switch {
		case !c.Protect || r.Width() >= width:
		case r.Width() == 0:
			out = append(out, Leak{id, r, "exact"})
		default:
			out = append(out, Leak{id, r, "narrow"})
		}
	}
	return out, nil
}

// Bounds gives the range of every wanted hidden cell.
func Bounds(p *Problem, wanted []string, effort int) (map[string]Range, error) {
	s, err := newSystem(p)
	if err != nil {
		return nil, err
	}
	s.eliminate()
	d := s.start
	if !s.narrow(&d, nil) {
		return nil, fmt.Errorf("attack: the published numbers contradict each other")
	}
	out := make(map[string]Range, len(wanted))
	for _, id := range wanted {
		v, ok := s.index[id]
		if !ok {
			return nil, fmt.Errorf("attack: %q is not a hidden cell", id)
		}
		r := Range{Lo: d.lo[v], Hi: d.hi[v]}
		if effort > 0 {
			r = s.search(&d, v, effort)
		}
		out[id] = r
	}
	return out, nil
}

// row is Σ coef·x within [lo, hi].
type row struct {
	vars []int
	coef []int
	lo   int
	hi   int
}

type domain struct{ lo, hi []int }

func (d *domain) clone() domain {
	return domain{lo: slices.Clone(d.lo), hi: slices.Clone(d.hi)}
}

type system struct {
	index map[string]int
	rows  []row
	on    [][]int // variable → rows
	start domain
}

func newSystem(p *Problem) (*system, error) {
	s := &system{index: map[string]int{}}
	for _, id := range slices.Sorted(maps.Keys(p.Cells)) {
		c := p.Cells[id]
		if c.V != nil {
			continue
		}
		s.index[id] = len(s.index)
		hi := Limitless
		if c.Hi != nil {
			hi = *c.Hi
		}
		s.start.lo = append(s.start.lo, c.Lo)
		s.start.hi = append(s.start.hi, hi)
	}
	for _, sum := range p.Sums {
		terms := map[string]int{sum.Total: 1}
		for _, part := range sum.Parts {
			terms[part]--
		}
		if err := s.add(p, terms, 0, 0); err != nil {
			return nil, err
		}
	}
	for _, r := range p.Ratios {
		// 100·num/den within half a unit of shown, all times 2·10^dp.
		scale := int(math.Round(2 * math.Pow10(r.DP)))
		shown := int(math.Round(r.Shown * float64(scale)))
		low, high := map[string]int{r.Den: -(shown - 1)}, map[string]int{r.Den: -(shown + 1)}
		for _, n := range r.Num {
			low[n] += 100 * scale
			high[n] += 100 * scale
		}
		if err := s.add(p, low, 0, math.MaxInt); err != nil {
			return nil, err
		}
		if err := s.add(p, high, math.MinInt, 0); err != nil {
			return nil, err
		}
	}
	for _, r := range p.Rounded {
		if v, ok := s.index[r.Cell]; ok {
			s.start.lo[v] = max(s.start.lo[v], r.Shown-(r.Base-1)/2)
			s.start.hi[v] = min(s.start.hi[v], r.Shown+(r.Base-1)/2)
		}
	}
	return s, nil
}

// add puts in lo ≤ Σ terms ≤ hi, with what is published filled in.
func (s *system) add(p *Problem, terms map[string]int, lo, hi int) error {
	r, known := row{}, 0
	for _, id := range slices.Sorted(maps.Keys(terms)) {
		k := terms[id]
		c, ok := p.Cells[id]
		switch {
		case !ok:
			return fmt.Errorf("attack: no cell %q", id)
		case k == 0:
		case c.V != nil:
			known += k * *c.V
		default:
			r.vars, r.coef = append(r.vars, s.index[id]), append(r.coef, k)
		}
	}
	r.lo, r.hi = lo, hi
	if lo != math.MinInt {
		r.lo -= known
	}
	if hi != math.MaxInt {
		r.hi -= known
	}
	if len(r.vars) == 0 {
		if r.lo > 0 || r.hi < 0 {
			return fmt.Errorf("attack: the published numbers contradict each other")
		}
		return nil
	}
	s.rows = append(s.rows, r)
	return nil
}
