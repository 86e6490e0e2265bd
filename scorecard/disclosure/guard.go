package disclosure

import (
	"cmp"
	"slices"
)

// attempts is how many further rings are taken for one set before it is given up.
const attempts = 12

// solve hides what it takes to guard every set, and then shows again what is
// not needed. It reports whether it could.
func (n *net) solve() bool {
	for r := range n.risks {
		if !n.guard(r) {
			return false
		}
	}
	for r := range n.risks {
		n.note(r)
	}
	n.tidy()
	for r := range n.risks {
		n.renew(r)
	}
	n.tidy()
	return true
}

// renew guards a set afresh: what only its own proof needs is shown, and the
// cheapest rings are sought among all that the others hide by now. If that
// does not hide less, all is as it was.
func (n *net) renew(r int) {
	shown, old := n.release(r), n.risks[r].steps
	if len(shown) == 0 {
		return
	}
	n.ops = n.ops[:0]
	if n.guard(r) && len(n.ops) < len(shown) {
		n.note(r)
		return
	}
	for _, o := range slices.Backward(n.ops) {
		n.take(o, true)
	}
	for _, o := range slices.Backward(shown) {
		n.take(o, false)
	}
	n.risks[r].steps = old
}

// op is a leaf or row that was hidden or shown.
type op struct {
	row bool
	at  int
}

// take shows a leaf or row, or hides it.
func (n *net) take(o op, shown bool) {
	if o.row {
		n.showRow(o.at, shown)
	} else {
		n.show(o.at, shown)
	}
}

// release shows the leaves and rows that no proof but that of one set needs.
func (n *net) release(r int) (shown []op) {
	const wide = 200 // leaves: what is wider is hardly one set's own
	rows := map[int]bool{}
	var order []int
	for _, s := range n.risks[r].steps {
		for _, g := range n.leaves[s.cell].In {
			if n.cut[g] && !n.must[g] && !rows[g] && len(n.rows[g]) <= wide {
				rows[g] = true
				order = append(order, g)
			}
		}
	}
	for _, g := range order {
		n.showRow(g, true)
		if n.othersStand(n.rows[g], r, -1) {
			shown = append(shown, op{true, g})
		} else {
			n.showRow(g, false)
		}
	}
	for _, s := range n.risks[r].steps {
		i := s.cell
		if !n.hid[i] || protected(n.leaves[i].Counts.People) || !n.othersStand([]int{i}, r, i) {
			continue
		}
		n.show(i, true)
		shown = append(shown, op{false, i})
	}
	return shown
}

// othersStand reports whether the proofs of all sets but one that may use some
// of the leaves are proofs still.
func (n *net) othersStand(leaves []int, but, gone int) bool {
	for _, i := range leaves {
		for _, r := range n.touch[i] {
			if r != but && !n.stands(r, gone) {
				return false
			}
		}
	}
	return true
}

// prove finds steps that prove that a set is guarded.
func (n *net) prove(r int) bool {
	rise, fall, ok := n.k.proof(n.risks[r].set)
	if ok {
		n.risks[r].steps = append(rise, fall...)
	}
	return ok
}

func (n *net) note(r int) {
	for _, s := range n.risks[r].steps {
		if t := n.touch[s.cell]; !slices.Contains(t, r) {
			n.touch[s.cell] = append(t, r)
		}
	}
}

func (n *net) guard(r int) bool {
	for range attempts {
		if n.prove(r) {
			return true
		}
		if !n.further(n.risks[r].set) {
			return false
		}
	}
	return n.prove(r)
}

// further hides the cheapest ring by which more people than now could come to
// a set. It reports whether anything was hidden.
func (n *net) further(set []int) bool {
	const far = 2 * Width
	_, steps := n.k.flow(set, true, far)
	for _, s := range steps {
		n.k.cells[s.cell].add(s.kind, s.by)
	}
	w := n.cheapest(set)
	n.k.undo(steps)
	changed := false
	for _, i := range w.leaves {
		if !n.hid[i] {
			changed = true
			n.ops = append(n.ops, op{false, i})
		}
		n.show(i, false)
	}
	for _, g := range w.rows {
		if !n.cut[g] {
			changed = true
			n.ops = append(n.ops, op{true, g})
		}
		n.showRow(g, false)
	}
	return changed
}

// cheapest seeks the cheapest ring for a set: of any kind first, which does if
// all who would go on it can be of one kind; else kind by kind. It seeks ever
// farther until it finds one.
func (n *net) cheapest(set []int) way {
	const near, far = 2000, 512000 // nodes looked at
	const never = 1 << 30
	for farthest := near; farthest <= far; farthest *= 16 {
		best, found := way{cost: never}, false
		for _, c := range set {
			if w, ok := n.paths.cheapest(c, set, nil, best.cost, farthest); ok && n.oneKind(w.lowered) {
				best, found = w, true
			}
		}
		if found {
			return best
		}
		for _, c := range set {
			for _, z := range n.kinds {
				if w, ok := n.paths.cheapest(c, set, &z, best.cost, farthest); ok {
					best, found = w, true
				}
			}
		}
		if found {
			return best
		}
	}
	return way{}
}

// oneKind reports whether there is a kind of which every leaf could lose one.
func (n *net) oneKind(leaves []int) bool {
	for r := range 6 {
		for m := range n.k.modes {
			if !slices.ContainsFunc(leaves, func(i int) bool { return !n.k.cells[i].spares(kind{r, m}) }) {
				return true
			}
		}
	}
	return false
}

// tidy shows rows again, and then leaves, that need not be hidden: the largest
// first.
func (n *net) tidy() {
	var rows, leaves []int
	for g := range n.rows {
		if n.cut[g] && !n.must[g] {
			rows = append(rows, g)
		}
	}
	for i := range n.leaves {
		if n.hid[i] && !protected(n.leaves[i].Counts.People) {
			leaves = append(leaves, i)
		}
	}
	slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(n.total[b], n.total[a]) })
	slices.SortStableFunc(leaves, func(a, b int) int {
		return cmp.Compare(n.leaves[b].Counts.People, n.leaves[a].Counts.People)
	})
	for _, g := range rows {
		n.showRow(g, true)
		if !n.holds(n.rows[g], -1) {
			n.showRow(g, false)
		}
	}
	for _, i := range leaves {
		n.show(i, true)
		if !n.holds([]int{i}, i) {
			n.show(i, false)
		}
	}
}

// holds reports whether every set whose proof may use one of the leaves is
// still guarded; gone, if not −1, is a leaf that is shown now. If not, the
// proofs are as they were.
func (n *net) holds(leaves []int, gone int) bool {
	seen := map[int]bool{}
	old := map[int][]step{}
	var fresh []int
	for _, i := range leaves {
		for _, r := range n.touch[i] {
			if seen[r] {
				continue
			}
			seen[r] = true
			if n.stands(r, gone) {
				continue
			}
			old[r] = n.risks[r].steps
			if !n.prove(r) {
				for r, steps := range old {
					n.risks[r].steps = steps
				}
				return false
			}
			fresh = append(fresh, r)
		}
	}
	for _, r := range fresh {
		n.note(r)
	}
	return true
}

// stands reports whether the proof of a set is one still: each of its rings
// leaves every pool and band as it was.
func (n *net) stands(r, gone int) bool {
	moved := map[int]int{}
	even := func() bool {
		for _, by := range moved {
			if by != 0 {
				return false
			}
		}
		clear(moved)
		return true
	}
	for _, s := range n.risks[r].steps {
		if s.cell == gone {
			return false
		}
		if slices.Contains(n.risks[r].set, s.cell) && !even() { // a ring begins with its own
			return false
		}
		c := &n.k.cells[s.cell]
		moved[-1-c.pool] += s.by
		if c.row > 0 {
			moved[c.row] += s.by
		}
	}
	return even()
}
