package attack

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func known(n int) Cell    { return Cell{V: &n} }
func unknown(lo int) Cell { return Cell{Lo: lo, Protect: true} }

func TestLeaks(t *testing.T) {
	four, one := 4, 1
	tests := []struct {
		name string
		p    Problem
		want string
	}{
		{"one hidden part is exact", Problem{
			Cells: map[string]Cell{"t": known(53), "a": known(50), "b": unknown(1)},
			Sums:  []Sum{{"t", []string{"a", "b"}}},
		}, "[b exact 3]"},
		{"two ones are exact", Problem{
			Cells: map[string]Cell{"t": known(2), "a": unknown(1), "b": unknown(1)},
			Sums:  []Sum{{"t", []string{"a", "b"}}},
		}, "[a exact 1 b exact 1]"},
		{"a rounded percentage gives the count back", Problem{
			Cells:  map[string]Cell{"t": known(20), "a": unknown(0), "b": unknown(0)},
			Sums:   []Sum{{"t", []string{"a", "b"}}},
			Ratios: []Ratio{{[]string{"a"}, "t", 90, 0}},
		}, "[a exact 18 b exact 2]"},
		{"a percentage to one decimal of an unknown base", Problem{
			Cells:  map[string]Cell{"t": {Lo: 0, Hi: ptr(10)}, "a": unknown(1)},
			Ratios: []Ratio{{[]string{"a"}, "t", 33.3, 1}},
		}, "[a narrow 1]"},
		{"overlapping sums meet in one cell", Problem{
			Cells: map[string]Cell{"t": known(30), "u": known(20), "v": known(18), "a": unknown(0), "b": unknown(0), "c": unknown(0)},
			Sums:  []Sum{{"t", []string{"a", "b", "c"}}, {"u", []string{"a", "b"}}, {"v", []string{"b", "c"}}},
		}, "[a exact 12 b exact 8 c exact 10]"},
		{"rounding to five", Problem{
			Cells:   map[string]Cell{"a": unknown(0)},
			Rounded: []Rounded{{"a", 5, 15}},
		}, "[a narrow 13]"},
		{"a rule gives a bound", Problem{
			Cells: map[string]Cell{"a": {Lo: 1, Hi: &four, True: &one, Protect: true}},
		}, "[a narrow 1]"},
		{"wide enough", Problem{
			Cells: map[string]Cell{"t": known(15), "a": unknown(1), "b": unknown(1)},
			Sums:  []Sum{{"t", []string{"a", "b"}}},
		}, "[]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			leaks, err := Leaks(&tt.p, 5, 1000)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range leaks {
				got = append(got, fmt.Sprint(l.Cell, " ", l.Why, " ", l.Range.Lo))
			}
			if fmt.Sprint(got) != tt.want {
				t.Errorf("found %v, want %s", got, tt.want)
			}
		})
	}
}

func ptr(n int) *int { return &n }

func TestContradictions(t *testing.T) {
	for name, p := range map[string]Problem{
		"sum of what is shown": {Cells: map[string]Cell{"t": known(3), "a": known(2)}, Sums: []Sum{{"t", []string{"a"}}}},
		"less than the least":  {Cells: map[string]Cell{"t": known(1), "a": unknown(1), "b": unknown(1)}, Sums: []Sum{{"t", []string{"a", "b"}}}},
		"no such cell":         {Cells: map[string]Cell{"t": known(1)}, Sums: []Sum{{"t", []string{"a"}}}},
	} {
		if _, err := Leaks(&p, 5, 10); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	wrong := Problem{Cells: map[string]Cell{"t": known(15), "a": {True: ptr(99)}, "b": {}}, Sums: []Sum{{"t", []string{"a", "b"}}}}
	if leaks, err := Leaks(&wrong, 5, 10); err != nil || len(leaks) != 1 || leaks[0].Why != "true value outside" {
		t.Errorf("a wrong model gives %v, %v", leaks, err)
	}
}

// TestBoundsAgainstCounting compares with counting through all answers on
// random little tables with rows, columns and a percentage.
func TestBoundsAgainstCounting(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for round := range 200 {
		p, truth := table(rng, 2, 3)
		want := count(&p, truth)
		var wanted []string
		for id := range want {
			wanted = append(wanted, id)
		}
		got, err := Bounds(&p, wanted, 100000)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		for id, w := range want {
			if g := got[id]; g.Lo != w.Lo || g.Hi != w.Hi || !g.Exact {
				t.Fatalf("round %d: %s is in %+v, by counting %+v", round, id, g, w)
			}
		}
	}
}

// table makes a table of rows × columns with all margins shown and some
// percentages; every inner cell is hidden.
func table(rng *rand.Rand, rows, cols int) (Problem, map[string]int) {
	p := Problem{Cells: map[string]Cell{}}
	truth := map[string]int{}
	columns := make([][]string, cols)
	for r := range rows {
		var parts []string
		sum := 0
		for c := range cols {
			id := fmt.Sprintf("c%d%d", r, c)
			truth[id] = rng.IntN(6)
			sum += truth[id]
			p.Cells[id] = Cell{}
			parts = append(parts, id)
			columns[c] = append(columns[c], id)
		}
		total := fmt.Sprintf("r%d", r)
		p.Cells[total] = known(sum)
		p.Sums = append(p.Sums, Sum{total, parts})
		if sum > 0 && rng.IntN(2) == 0 {
			share := math.Floor(100*float64(truth[parts[0]])/float64(sum) + 0.5)
			p.Ratios = append(p.Ratios, Ratio{[]string{parts[0]}, total, share, 0})
		}
	}
	for c, parts := range columns {
		sum := 0
		for _, id := range parts {
			sum += truth[id]
		}
		total := fmt.Sprintf("k%d", c)
		p.Cells[total] = known(sum)
		p.Sums = append(p.Sums, Sum{total, parts})
	}
	return p, truth
}

// count goes through every filling of the hidden cells with 0 to 15.
func count(p *Problem, truth map[string]int) map[string]Range {
	out := map[string]Range{}
	for a := range 16 {
		for b := range 16 {
			v := map[string]int{"c00": a, "c01": b}
			v["c02"] = *p.Cells["r0"].V - a - b
			ok := true
			for c := range 3 {
				top := v[fmt.Sprintf("c0%d", c)]
				below := *p.Cells[fmt.Sprintf("k%d", c)].V - top
				v[fmt.Sprintf("c1%d", c)] = below
				ok = ok && top >= 0 && below >= 0
			}
			for _, r := range p.Ratios {
				share := 100 * float64(v[r.Num[0]]) / float64(*p.Cells[r.Den].V)
				ok = ok && share >= r.Shown-0.5-1e-9 && share <= r.Shown+0.5+1e-9
			}
			if !ok {
				continue
			}
			for id := range truth {
				r, seen := out[id]
				if !seen {
					r = Range{Lo: v[id], Hi: v[id]}
				}
				out[id] = Range{Lo: min(r.Lo, v[id]), Hi: max(r.Hi, v[id])}
			}
		}
	}
	return out
}
