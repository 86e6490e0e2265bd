package disclosure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"earshot/scorecard/disclosure/attack"
)

// world is an invented country: wards in sites in providers in boards, with
// areas and settings lying across them.
type world struct {
	rng   *rand.Rand
	wards []ward
}

type ward struct {
	id   string
	in   []string
	busy float64 // mean answers a month
}

func newWorld(seed uint64, boards int) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 7))}
	areas := 1 + w.rng.IntN(2*boards)
	for b := range boards {
		board := fmt.Sprintf("Q%02d", b)
		for p := range 1 + w.rng.IntN(4) {
			provider := fmt.Sprintf("%s-P%d", board, p)
			for s := range 1 + w.rng.IntN(4) {
				site := fmt.Sprintf("%s-S%d", provider, s)
				area := fmt.Sprintf("E%02d", (b+w.rng.IntN(2))%areas)
				for k := range 1 + w.rng.IntN(8) {
					id := fmt.Sprintf("%s-W%d", site, k)
					setting := []string{"inpatient", "inpatient", "outpatient", "maternity"}[w.rng.IntN(4)]
					w.wards = append(w.wards, ward{id: id, busy: w.busyness(), in: []string{
						site, provider, board, "England", area, area + "/" + provider,
						provider + "/" + setting, board + "/" + setting, area + "/" + setting, "England/" + setting,
					}})
				}
			}
		}
	}
	return w
}

func (w *world) busyness() float64 {
	switch x := w.rng.Float64(); {
	case x < 0.05:
		return 0
	case x < 0.2:
		return 0.5 + 4*w.rng.Float64()
	case x < 0.45:
		return 5 + 10*w.rng.Float64()
	default:
		return 10 + 60*w.rng.ExpFloat64()
	}
}

// answers draws how n people answered.
func (w *world) answers(n int) Counts {
	c := Counts{People: n, Modes: make([]int, 8)}
	for range n {
		x := w.rng.Float64()
		r := 0
		for i, edge := range []float64{0.7, 0.9, 0.94, 0.96, 0.98} {
			if x > edge {
				r = i + 1
			}
		}
		c.Ratings[r]++
		c.Modes[w.rng.IntN(8)]++
	}
	return c
}

func (w *world) month() []Leaf {
	var out []Leaf
	for _, wd := range w.wards {
		n := 0
		if wd.busy > 0 {
			n = int(w.rng.NormFloat64()*wd.busy/3 + wd.busy + 0.5)
		}
		out = append(out, Leaf{ID: wd.id, In: wd.in, Counts: w.answers(max(0, n))})
	}
	return out
}

// themed adds themes and age bands to a month.
func (w *world) themed(leaves []Leaf) []Leaf {
	for i := range leaves {
		n := leaves[i].Counts.People
		themes, ages := make([]int, 5), make([]int, 4)
		for range n {
			for t := range themes {
				if w.rng.Float64() < []float64{0.9, 0.3, 0.1, 0.03, 0.01}[t] {
					themes[t]++
				}
			}
			ages[w.rng.IntN(len(ages))]++
		}
		leaves[i].Dims = map[string][]int{"theme": themes, "age": ages}
	}
	return leaves
}

func testDims() []Dimension {
	return []Dimension{
		{Name: "theme", Categories: []string{"staff", "waiting", "food", "parking", "noise"}},
		{Name: "age", Categories: []string{"0-15", "16-64", "65+", "not stated"}, Exclusive: true},
	}
}

// reader collects what the public sees into an attack problem.
type reader struct {
	attack.Problem
	sums map[string]bool
}

func newReader() *reader {
	return &reader{Problem: attack.Problem{Cells: map[string]attack.Cell{}}, sums: map[string]bool{}}
}

// cell records one figure as published; lo is what the rules say of a hidden
// one. What was seen once stays seen.
func (r *reader) cell(id string, v Value, truth, lo int, protect bool) {
	if v.Marker == Shown {
		n := v.N
		r.Cells[id] = attack.Cell{V: &n}
		return
	}
	if old, ok := r.Cells[id]; ok && old.V != nil {
		return
	}
	t := truth
	r.Cells[id] = attack.Cell{True: &t, Lo: lo, Protect: protect}
}

func (r *reader) sum(total string, parts []string) {
	key := total + "=" + strings.Join(parts, "+")
	if !r.sums[key] {
		r.sums[key] = true
		r.Sums = append(r.Sums, attack.Sum{Total: total, Parts: parts})
	}
}

// month records the rows of one period, with every sum of the trees. tag sets
// the period's (and release's) cells apart.
func (r *reader) month(h *History, period, tag string, ratings bool) {
	f := h.frames[period]
	parts := map[string][]string{}
	truth := map[string]Counts{}
	for i := range f.Leaves {
		k := &f.Leaves[i]
		truth[k.ID] = k.Counts
		for _, g := range k.In {
			parts[f.Rows[g]] = append(parts[f.Rows[g]], k.ID)
			truth[f.Rows[g]] = truth[f.Rows[g]].Add(k.Counts)
		}
	}
	for _, v := range h.Rows(period) {
		c := truth[v.ID]
		r.cell(v.ID+tag, v.People(), c.People, 1, protected(c.People))
		if ratings {
			r.facets(v, v.ID+tag, c)
		}
	}
	for row, leaves := range parts {
		r.sum(row+tag, tagged(leaves, tag))
		for _, facet := range facets() {
			if ratings {
				r.sum(row+tag+facet, tagged(leaves, tag+facet))
			}
		}
	}
}

// facets records what a row says of its people: the answers they gave, how
// many percent of those were good, and the modes they came by.
func (r *reader) facets(v View, id string, truth Counts) {
	if p := v.Positive(); p.Marker == Shown {
		r.Ratios = append(r.Ratios, attack.Ratio{Num: []string{id + ".1", id + ".2"}, Den: id, Shown: float64(p.N)})
	}
	c, _ := v.Counts()
	c.Modes = append(c.Modes, make([]int, 8-len(c.Modes))...)
	truth.Modes = append(slices.Clone(truth.Modes), make([]int, 8-len(truth.Modes))...)
	for i, facet := range facets() {
		if i < 6 {
			r.cell(id+facet, v.Rating(i+1), truth.Ratings[i], 0, false)
		} else {
			r.cell(id+facet, Value{N: c.Modes[i-6], Marker: v.Marker}, truth.Modes[i-6], 0, false)
		}
	}
	r.sum(id, tagged(repeat(id, 6), facets()[:6]...))
	r.sum(id, tagged(repeat(id, 8), facets()[6:]...))
}

// facets gives what is appended to a row's name: for the answers, 1 to 6, and for the eight modes.
func facets() []string {
	return []string{".1", ".2", ".3", ".4", ".5", ".6", ".m0", ".m1", ".m2", ".m3", ".m4", ".m5", ".m6", ".m7"}
}

func repeat(s string, n int) []string { return slices.Repeat([]string{s}, n) }

// tagged appends a tag to every id: the same to all, or to each its own.
func tagged(ids []string, tags ...string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id + tags[min(i, len(tags)-1)]
	}
	return out
}

// officialFlags applies the official rule to the trees that the leaves are in
// (to the official one alone, unless all is set) and joins what it flags.
func officialFlags(leaves []Leaf, all bool) map[string]OfficialFlag {
	paths := [][]int{{2, 1, 0}}
	if all {
		paths = append(paths, []int{3, 4, 5}, []int{9, 7, 6}, []int{9, 8})
	}
	out := map[string]OfficialFlag{}
	for _, path := range paths {
		for id, flag := range Official(officialTree(leaves, path)) {
			if out[id] == OfficialShown || flag < out[id] {
				out[id] = flag
			}
		}
	}
	return out
}

// officialTree gives the rows along one path of sums, from the top down, with
// the leaves below them.
func officialTree(leaves []Leaf, path []int) []OfficialRow {
	at := map[string]int{}
	var rows []OfficialRow
	add := func(id, parent string, people int) {
		i, ok := at[id]
		if !ok {
			i = len(rows)
			at[id] = i
			rows = append(rows, OfficialRow{ID: id, Parent: parent})
		}
		rows[i].People += people
	}
	for _, l := range leaves {
		parent := ""
		for _, g := range path {
			add(l.In[g], parent, l.Counts.People)
			parent = l.In[g]
		}
		add(l.ID, parent, l.Counts.People)
	}
	return rows
}
