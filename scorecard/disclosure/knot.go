package disclosure

import "slices"

// knot is a set of hidden cells that pools and rows tie together: each cell is
// a leaf's count in one period and lies where one pool crosses one row, whose
// sum is known as well: a span of the leaf's periods, or a band of leaves of
// one period. A reader knows the answers and modes of every pool and of every
// row, that each cell is at least one, and nothing else. So a count can be
// raised by one if others can be lowered and raised around a ring, all by a
// person who gave the same answer in the same way; how far, is the largest
// flow that is found through the knot.
type knot struct {
	cells []knotCell
	pools [][]int // pool → cells
	rows  [][]int // row → cells; row 0 holds the cells in no row and has no sum
	spans []int   // the spans in it, ascending
	parts []part  // parts of pools that some breakdown counts one to four of
	risks [][]int // sets of cells that hold one to four people together
	modes int     // how many modes there are, "none" among them

	via  []int // node → the cell by which it was reached, while a ring is sought
	path []int // the nodes reached
}

// knotCell is a hidden cell and the fewest people it was ever published with.
type knotCell struct {
	pool, row int
	lows
}

// knotFrom gathers all that is tied to one leaf's cell.
func (h *History) knotFrom(period, leaf string) *knot {
	k := &knot{rows: make([][]int, 1), modes: h.modes() + 1}
	index := map[cell]int{}
	poolOf, rowOf := map[cell]int{}, map[int]int{-1: 0}
	var visit func(period string, i int)
	visit = func(period string, i int) {
		f := h.frames[period]
		q := f.veil.pool[i]
		if _, seen := poolOf[cell{period, q}]; seen {
			return
		}
		poolOf[cell{period, q}] = len(k.pools)
		k.pools = append(k.pools, nil)
		p := len(k.pools) - 1
		for _, j := range f.Pools[q].Leaves {
			r, known := rowOf[f.span[j]]
			if !known {
				r = len(k.rows)
				rowOf[f.span[j]] = r
				k.rows = append(k.rows, nil)
			}
			c := len(k.cells)
			index[cell{period, j}] = c
			k.cells = append(k.cells, knotCell{pool: p, row: r, lows: f.Leaves[j].lows(k.modes)})
			k.pools[p] = append(k.pools[p], c)
			k.rows[r] = append(k.rows[r], c)
		}
		for _, j := range f.Pools[q].Leaves {
			if f.span[j] < 0 {
				continue
			}
			s := &h.spans[f.span[j]]
			for _, other := range s.Periods {
				visit(other, -1-h.frames[other].row[s.Leaf])
			}
		}
	}
	f := h.frames[period]
	visit(period, -1-f.row[leaf])
	for s := range rowOf {
		if s >= 0 {
			k.spans = append(k.spans, s)
		}
	}
	slices.Sort(k.spans)
	k.risks = h.risks(index)
	for at := range poolOf {
		k.parts = append(k.parts, h.parts(at.period, at.leaf, index)...)
	}
	return k
}

// risks gives the sets of cells to be guarded: for every leaf and every sum,
// each run of periods in which it holds one to four people.
func (h *History) risks(index map[cell]int) [][]int {
	type run struct {
		cells  []int
		people int
	}
	rows := map[string]map[string]*run{} // row → period
	for at, c := range index {
		f := h.frames[at.period]
		known := &f.Leaves[at.leaf]
		ids := []string{known.ID}
		for _, g := range known.In {
			if !f.shows[g] { // a sum with a shown leaf in it holds more
				ids = append(ids, f.Rows[g])
			}
		}
		for _, id := range ids {
			if rows[id] == nil {
				rows[id] = map[string]*run{}
			}
			p := rows[id][at.period]
			if p == nil {
				p = &run{}
				rows[id][at.period] = p
			}
			p.cells, p.people = append(p.cells, c), p.people+known.Least
		}
	}
	var out [][]int
	for _, id := range sortedKeys(rows) {
		periods := sortedKeys(rows[id])
		for i := range periods {
			var cells []int
			people := 0
			for _, period := range periods[i:] {
				p := rows[id][period]
				cells, people = append(cells, p.cells...), people+p.people
				if !protected(people) {
					break
				}
				out = append(out, slices.Sorted(slices.Values(cells)))
			}
		}
	}
	return out
}

// safe reports whether every guarded set can be raised and lowered by Width in
// all.
func (k *knot) safe() bool {
	for _, risk := range k.risks {
		if _, _, ok := k.proof(risk); !ok {
			return false
		}
	}
	for i := range k.parts {
		if !k.free(&k.parts[i]) {
			return false
		}
	}
	return true
}

// proof gives steps that raise a set and steps that lower it, by Width in all;
// ok is false if there are not enough.
func (k *knot) proof(set []int) (rise, fall []step, ok bool) {
	up, rise := k.flow(set, true, Width)
	if up >= Width {
		return rise, nil, true
	}
	down, fall := k.flow(set, false, Width-up)
	return rise, fall, up+down >= Width
}
