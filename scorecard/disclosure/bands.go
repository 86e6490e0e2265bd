package disclosure

import (
	"fmt"
	"slices"
)

// indexBands fills what follows from the bands: the band of every leaf, and
// which rows are told by bands though they cut a pool.
func (f *Frame) indexBands() {
	f.band, f.told = make([]int, len(f.Leaves)), make([]bool, len(f.Rows))
	for i := range f.band {
		f.band[i] = -1
	}
	for b, leaves := range f.Bands {
		for _, i := range leaves {
			f.band[i] = b
		}
	}
	if len(f.Bands) == 0 {
		return
	}
	holds := make([][]int, len(f.Rows))
	for i := range f.Leaves {
		for _, g := range f.Leaves[i].In {
			holds[g] = append(holds[g], i)
		}
	}
	for g := range f.told {
		f.told[g] = f.veil.cut[g] && f.wholeBands(holds[g])
	}
}

// wholeBands reports whether the hidden ones among some leaves are whole bands.
func (f *Frame) wholeBands(leaves []int) bool {
	held := map[int]int{}
	for _, i := range leaves {
		if f.veil.pool[i] >= 0 {
			held[f.band[i]]++
		}
	}
	for b, n := range held {
		if b < 0 || n < len(f.Bands[b]) {
			return false
		}
	}
	return true
}

// tells reports whether the sum over a set of leaves follows from what is
// known of the period: the set's hidden leaves are whole pools or whole bands.
func (f *Frame) tells(leaves []int) bool {
	return f.veil.open(leaves) || len(f.Bands) > 0 && f.wholeBands(leaves)
}

// hides reports whether a row is hidden.
func (f *Frame) hides(g int) bool { return f.veil.cut[g] && !f.told[g] }

// banded reports whether a pool has a leaf in some band.
func (f *Frame) banded(q int) bool {
	for _, i := range f.Pools[q].Leaves {
		if f.band[i] >= 0 {
			return true
		}
	}
	return false
}

// bandKnot gathers all pools that bands tie together, and gives the leaf of
// every cell.
func (f *Frame) bandKnot(dims []Dimension) (k *knot, leafOf []int) {
	k = &knot{rows: make([][]int, len(f.Bands)+1), modes: 1}
	for i := range f.Leaves {
		k.modes = max(k.modes, f.Leaves[i].modes()+1)
	}
	h := &History{dims: dims, frames: map[string]*Frame{"": f}}
	index := map[cell]int{}
	for q := range f.Pools {
		if !f.banded(q) {
			continue
		}
		p := len(k.pools)
		k.pools = append(k.pools, nil)
		for _, i := range f.Pools[q].Leaves {
			c, r := len(k.cells), f.band[i]+1
			index[cell{"", i}] = c
			leafOf = append(leafOf, i)
			k.cells = append(k.cells, knotCell{pool: p, row: r, lows: f.Leaves[i].lows(k.modes)})
			k.pools[p], k.rows[r] = append(k.pools[p], c), append(k.rows[r], c)
		}
	}
	k.risks = h.risks(index)
	for q := range f.Pools {
		if f.banded(q) {
			k.parts = append(k.parts, h.parts("", q, index)...)
		}
	}
	return k, leafOf
}

// auditBands proves what bands tell: for every guarded set it takes the steps
// that are said to raise and to lower it, and sees from the rows themselves
// that no number that is shown, and no sum of a pool or band, would differ.
func (f *Frame) auditBands(dims []Dimension) error {
	if len(f.Bands) == 0 {
		return nil
	}
	k, leafOf := f.bandKnot(dims)
	for _, set := range k.risks {
		rise, fall, _ := k.proof(set)
		width := 0
		for _, steps := range [][]step{rise, fall} {
			by, err := f.refill(k, leafOf, set, steps)
			if err != nil {
				return err
			}
			width += abs(by)
		}
		if width < Width {
			return fmt.Errorf("%w: a set of %d leaves in bands can move by %d", ErrUnsafe, len(set), width)
		}
	}
	for i := range k.parts {
		if !k.free(&k.parts[i]) {
			return fmt.Errorf("%w: a breakdown of a part of a pool in bands", ErrUnsafe)
		}
	}
	return nil
}

// refill gives by how much the steps change a set of cells, if nothing that
// the public knows changes by them.
func (f *Frame) refill(k *knot, leafOf, set []int, steps []step) (by int, err error) {
	moved := map[int]Counts{}
	for _, s := range steps {
		one := Counts{People: s.by, Modes: make([]int, k.modes)}
		one.Ratings[s.kind.rating], one.Modes[s.kind.mode] = s.by, s.by
		moved[leafOf[s.cell]] = moved[leafOf[s.cell]].Add(one)
		if slices.Contains(set, s.cell) {
			by += s.by
		}
	}
	rows, pools, bands := map[int]Counts{}, map[int]Counts{}, map[int]Counts{}
	for i, c := range moved {
		low := f.Leaves[i].lows(k.modes)
		after := Counts(low).Add(c)
		if after.People < 1 || slices.Min(after.Ratings[:]) < 0 || slices.Min(after.Modes) < 0 || f.veil.pool[i] < 0 {
			return 0, fmt.Errorf("%w: a leaf in bands would not hold anybody", ErrUnsafe)
		}
		pools[f.veil.pool[i]] = pools[f.veil.pool[i]].Add(c)
		if b := f.band[i]; b >= 0 {
			bands[b] = bands[b].Add(c)
		}
		for _, g := range f.Leaves[i].In {
			if !f.hides(g) {
				rows[g] = rows[g].Add(c)
			}
		}
	}
	for _, sums := range []map[int]Counts{rows, pools, bands} {
		for _, c := range sums {
			if c.shift(Counts{}) != 0 {
				return 0, fmt.Errorf("%w: a sum in bands would tell", ErrUnsafe)
			}
		}
	}
	return by, nil
}

// dropUnsafeBands takes back the moves of leaves in pools that bands tie, if
// with them some set could be placed in too narrow a range. It gives how many
// it took back.
func (f *Frame) dropUnsafeBands(dims []Dimension, moves map[int]Counts) int {
	next := *f
	next.Leaves = slices.Clone(f.Leaves)
	var moved []int
	for i, c := range moves {
		if q := f.veil.pool[i]; q >= 0 && f.banded(q) {
			next.Leaves[i] = f.Leaves[i].restate(c)
			moved = append(moved, i)
		}
	}
	if len(moved) == 0 {
		return 0
	}
	k, leafOf := next.bandKnot(dims)
	if k.safe() {
		return 0
	}
	tied := k.tied()
	unsafe := map[int]bool{}
	for _, set := range k.risks {
		if _, _, ok := k.proof(set); !ok {
			unsafe[tied[set[0]]] = true
		}
	}
	for i := range k.parts {
		if !k.free(&k.parts[i]) {
			unsafe[tied[k.parts[i].cells[0]]] = true
		}
	}
	dropped := 0
	for c, i := range leafOf {
		if _, moves1 := moves[i]; moves1 && unsafe[tied[c]] {
			delete(moves, i)
			dropped++
		}
	}
	return dropped
}

// tied gives for every cell the first of the pools that rows tie to its own.
func (k *knot) tied() []int {
	first := make([]int, len(k.pools))
	for p := range first {
		first[p] = p
	}
	find := func(p int) int {
		for first[p] != p {
			p = first[p]
		}
		return p
	}
	for _, row := range k.rows[1:] {
		for _, c := range row[min(1, len(row)):] {
			a, b := find(k.cells[row[0]].pool), find(k.cells[c].pool)
			first[max(a, b)] = min(a, b)
		}
	}
	out := make([]int, len(k.cells))
	for c := range out {
		out[c] = find(k.cells[c].pool)
	}
	return out
}
