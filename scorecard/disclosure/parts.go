package disclosure

// part is a part of a pool (a leaf, or what a sum holds of it) of which some
// category of a breakdown counts one to four people.
type part struct {
	cells  []int // of the knot
	people int   // in the part
	pool   int   // people in the pool
	counts []int // people in the pool in each such category
}

// parts gives the parts of a pool that have such a category.
func (h *History) parts(period string, q int, index map[cell]int) []part {
	if len(h.dims) == 0 {
		return nil
	}
	f := h.frames[period]
	leaves := f.Pools[q].Leaves
	held := map[int][]int{} // row, or −1 − leaf → leaves of the pool
	for _, i := range leaves {
		held[-1-i] = []int{i}
		for _, g := range f.Leaves[i].In {
			held[g] = append(held[g], i)
		}
	}
	_, all := f.inCategories(h.dims, leaves)
	var out []part
	for _, of := range held {
		if len(of) == len(leaves) {
			continue
		}
		people, counts := f.inCategories(h.dims, of)
		p := part{people: people}
		p.pool, _ = f.inCategories(nil, leaves)
		for c, n := range counts {
			if protected(n) {
				p.counts = append(p.counts, all[c])
			}
		}
		if len(p.counts) == 0 {
			continue
		}
		for _, i := range of {
			p.cells = append(p.cells, index[cell{period, i}])
		}
		out = append(out, p)
	}
	return out
}

// inCategories adds up leaves as first published: their people, and how many
// are in each category of each dimension in turn.
func (f *Frame) inCategories(dims []Dimension, leaves []int) (people int, counts []int) {
	for _, i := range leaves {
		people += f.Leaves[i].Base
	}
	for _, d := range dims {
		for c := range d.Categories {
			n := 0
			for _, i := range leaves {
				if cells := f.Leaves[i].Dims[d.Name]; cells != nil {
					n += cells[c]
				}
			}
			counts = append(counts, n)
		}
	}
	return people, counts
}

// free reports whether the part's small categories keep their ranges. If the
// part can have from a to b of the pool's s people, and c of those are in a
// category, the part can have from max(0, c − (s − a)) to min(c, b) of them:
// whatever its size, the pool's people can be dealt out to it. A c of one to
// four is guarded itself and may be five, and so may the part's count if the
// rest of the pool has room for the four.
func (k *knot) free(p *part) bool {
	a, b := p.people, p.people
	if p.holds(a, b) {
		return true
	}
	const far = 2 * Width
	down, _ := k.flow(p.cells, false, far)
	up, _ := k.flow(p.cells, true, far)
	a, b = a-down, b+up
	return p.holds(a, b)
}

func (p *part) holds(a, b int) bool {
	for _, c := range p.counts {
		if protected(c) {
			if b < Width || p.pool-a < Threshold-1 {
				return false
			}
			continue
		}
		if min(c, b)-max(0, c-(p.pool-a)) < Width {
			return false
		}
	}
	return true
}
