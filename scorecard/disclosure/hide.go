package disclosure

import "fmt"

// hide chooses what a new frame hides: rows first, then every dimension on top
// of that. Where it has the choice it hides what was hidden before, so that
// long windows lose as few rows as may be.
func (f *Frame) hide(dims []Dimension, before map[string]bool) error {
	if err := f.hidePools(before); err != nil {
		return err
	}
	f.index()
	pools, hidden := f.Pools, f.hiddenRows()
	better := false
	if n := bestNet(f, before); n != nil {
		f.Pools, f.Bands = n.result()
		f.index()
		better = worthwhile*(hidden-f.hiddenRows()) > hidden && f.audit(dims) == nil
	}
	if !better {
		f.Pools, f.Bands = pools, nil
		f.index()
		if err := f.audit(dims); err != nil {
			return err
		}
	}
	for _, d := range dims {
		if err := f.hideDimension(&d); err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
	}
	return nil
}

// worthwhile is the part of the hidden rows, one in so many, that a net must
// save: what bands tell of a leaf's month no span can tell again, so that a
// smaller gain by the month is lost by the year.
const worthwhile = 20

// hidePools hides rows by pools alone.
func (f *Frame) hidePools(before map[string]bool) error {
	items := make([]item, len(f.Leaves))
	for i := range f.Leaves {
		n := f.Leaves[i].Counts.People
		items[i] = item{
			id: f.Leaves[i].ID, cells: []int{n}, in: f.Leaves[i].In,
			lo: 1, hi: unbounded, // noughts are shown, so a hidden row is not nought
			start: protected(n), join: n >= Threshold, again: before[f.Leaves[i].ID],
		}
	}
	p := newPartition(items, len(f.Rows), nil)
	for g := range p.again {
		p.again[g] = before[f.Rows[g]]
	}
	if err := p.settle(); err != nil {
		return err
	}
	f.Pools = p.hidden(nil)
	return nil
}

// hidden gives the pools of a settled partition. If items stand for several
// leaves, of says for which.
func (p *partition) hidden(of [][]int) []Hidden {
	var out []Hidden
	for q := range p.pools {
		if p.pools[q].gone {
			continue
		}
		h := Hidden{Blocked: p.pools[q].blocked}
		for _, i := range p.pools[q].members {
			if of == nil {
				h.Leaves = append(h.Leaves, i)
			} else {
				h.Leaves = append(h.Leaves, of[i]...)
			}
		}
		out = append(out, h)
	}
	return out
}

// hideDimension chooses the veils of one dimension: one for all categories
// together if they exclude each other, else one for each.
func (f *Frame) hideDimension(d *Dimension) error {
	if f.Dims == nil {
		f.Dims = map[string][]Veil{}
	}
	if d.Exclusive {
		all := make([]int, len(d.Categories))
		for m := range all {
			all[m] = m
		}
		v, err := f.veilOf(d, all, false)
		f.Dims[d.Name] = []Veil{v}
		return err
	}
	veils := make([]Veil, len(d.Categories))
	for m := range veils {
		v, err := f.veilOf(d, []int{m}, true)
		if err != nil {
			return err
		}
		veils[m] = v
	}
	f.Dims[d.Name] = veils
	return nil
}

// veilOf hides the given categories of a dimension as one table. A pool of
// hidden rows enters it as one item, whose sums are all that is known of it.
// If small is set, the categories are shown one by one and rows under LineMin
// people are hidden whole.
func (f *Frame) veilOf(d *Dimension, categories []int, small bool) (Veil, error) {
	var items []item
	var of [][]int
	add := func(leaves []int, rowHidden bool) {
		it := item{id: f.Leaves[leaves[0]].ID, cells: make([]int, len(categories)), in: f.common(leaves)}
		for _, i := range leaves {
			it.hi += f.Leaves[i].Counts.People
			if cells := f.Leaves[i].Dims[d.Name]; cells != nil {
				for m, c := range categories {
					it.cells[m] += cells[c]
				}
			}
		}
		tiny := small && it.hi < LineMin
		if small && !tiny && !rowHidden {
			it.lo = 1 // noughts are shown in such rows
		}
		some, risk := false, false
		for m, v := range it.cells {
			some = some || v > 0
			risk = risk || it.risk(m)
		}
		it.free = rowHidden
		it.start = risk || rowHidden || tiny && it.hi > 0
		it.join = some
		items, of = append(items, it), append(of, leaves)
	}
	for i := range f.Leaves {
		if f.veil.pool[i] < 0 {
			add([]int{i}, false)
		}
	}
	var blocked []Hidden
	for _, h := range f.Pools {
		if h.Blocked {
			blocked = append(blocked, h)
			continue
		}
		add(h.Leaves, true)
	}
	p := newPartition(items, len(f.Rows), f.veil.cut)
	if err := p.settle(); err != nil {
		return Veil{}, err
	}
	v := Veil{Pools: append(p.hidden(of), blocked...)}
	v.index(f)
	return v, nil
}

// common gives the rows that hold every one of the leaves.
func (f *Frame) common(leaves []int) []int {
	out := f.Leaves[leaves[0]].In
	for _, i := range leaves[1:] {
		out = intersect(out, f.Leaves[i].In)
	}
	return out
}

func intersect(a, b []int) []int {
	var out []int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			out = append(out, a[i])
			i, j = i+1, j+1
		}
	}
	return out
}
