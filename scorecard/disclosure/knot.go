package disclosure

import "slices"

// knot is a set of hidden cells that pools and spans tie together: each cell
// lies where one pool (the leaves of one period) crosses one row (a span, or
// none). A reader knows the sum of every pool and of every span, that each
// cell is at least one, and nothing else. So a count can be raised by one
// exactly if others can be lowered and raised around a ring; how far, is the
// largest flow through the knot.
type knot struct {
	cells []knotCell
	pools [][]int // pool → cells
	rows  [][]int // span → cells; row 0 holds the cells in no span and has no sum
	spans []int   // the spans in it, ascending
	parts []part  // parts of pools that some breakdown counts one to four of
	risks [][]int // sets of cells that hold one to four people together
}

type knotCell struct {
	pool, row int
	least     int // the fewest people it was ever published with
}

// knotFrom gathers all that is tied to one leaf's cell.
func (h *History) knotFrom(period, leaf string) *knot {
	k := &knot{rows: make([][]int, 1)}
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
			k.cells = append(k.cells, knotCell{pool: p, row: r, least: f.Leaves[j].Least})
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
		if k.flow(risk, true, Width)+k.flow(risk, false, Width) < Width {
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

// flow gives by how much the sum of the cells can be raised (or lowered) by
// changing other cells, up to most: one cell of the set at a time, with the
// rest of the set left alone.
func (k *knot) flow(set []int, up bool, most int) int {
	room := make([]int, len(k.cells)) // how much a cell can be lowered yet
	for c := range k.cells {
		room[c] = k.cells[c].least - 1
	}
	total := 0
	for _, c := range set {
		for total < most && (up || room[c] > 0) && k.ring(c, set, up, room) {
			total++
		}
	}
	return total
}

// node is a pool or a row of a knot.
type node struct {
	pool bool
	at   int
}

// ring finds one ring by which cell c moves by one, and moves the cells on it.
// To raise c: from its row, lower another cell of the row; raise another cell
// in that one's pool; and so on until the pool of c. To lower it: from its
// pool, raise another cell, lower another in that one's row, until its row. A
// cell that was raised can be lowered again, so room follows the moves.
func (k *knot) ring(c int, set []int, up bool, room []int) bool {
	start, goal := node{false, k.cells[c].row}, node{true, k.cells[c].pool}
	if !up {
		start, goal = goal, start
	}
	via := map[node]int{start: -1} // node → the cell by which it was reached
	queue := []node{start}
	for len(queue) > 0 && queue[0] != goal {
		n := queue[0]
		queue = queue[1:]
		from := k.rows
		if n.pool {
			from = k.pools
		}
		for _, e := range from[n.at] {
			if slices.Contains(set, e) || !n.pool && room[e] == 0 {
				continue
			}
			m := k.far(n, e)
			if _, seen := via[m]; !seen {
				via[m] = e
				queue = append(queue, m)
			}
		}
	}
	if len(queue) == 0 {
		return false
	}
	for n := goal; n != start; {
		e := via[n]
		n = k.far(n, e)
		if n.pool {
			room[e]++ // from a pool to a row: the cell was raised
		} else {
			room[e]--
		}
	}
	if up {
		room[c]++
	} else {
		room[c]--
	}
	return true
}

// far gives the other end of a cell.
func (k *knot) far(n node, e int) node {
	if n.pool {
		return node{false, k.cells[e].row}
	}
	return node{true, k.cells[e].pool}
}
