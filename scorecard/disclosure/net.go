package disclosure

import (
	"cmp"
	"slices"
	"strconv"
)

// net chooses what to hide where trees of sums cross one another (places on
// one hand, settings on the other). It deals the rows to two groups that cross
// as little as can be. Hidden leaves that the same shown rows of the first
// group hold are a pool, of the second a band; a reader is taken to know the
// sum of every pool and every band. A count is guarded by rings through both:
// a few more leaves are hidden, and rows stay in clear that pools alone would
// cut.
type net struct {
	leaves []Known
	rows   [][]int // row → the leaves with people in it
	total  []int   // row → people
	group  []int   // row → 0 or 1
	hid    []bool  // leaf is hidden
	cut    []bool  // row is hidden
	must   []bool  // row holds one to four people
	again  func(id string) bool
	ids    []string // row → id
	risks  []netRisk
	touch  [][]int // leaf → sets whose proof may use it
	class  [2]map[string]int
	paths  *paths
	ops    []op   // what was hidden for further rings
	kinds  []kind // the most usual, first

	// k holds a cell for every leaf. Its pools and rows are the classes of the
	// two groups and list hidden leaves only.
	k *knot
}

// netRisk is a set of leaves that holds one to four people, with steps that
// prove that it is guarded.
type netRisk struct {
	set   []int
	steps []step
}

// usual is how many kinds of people are tried for further rings.
const usual = 10

// bestNet gives the net that hides the least of those tried, nil if none could
// guard everything or no rows cross. Which sets are guarded first matters little in a large
// country and more in a small one, so there more orders are tried: from the
// first set on or from the middle on, forwards and backwards.
func bestNet(f *Frame, before map[string]bool) *net {
	const large = 2000 // leaves
	tries := 4
	if len(f.Leaves) > large {
		tries = 1
	}
	var best *net
	for try := range tries {
		n := newNet(f, before)
		if !slices.Contains(n.group, 1) {
			return nil // nothing crosses: pools do as well
		}
		half := len(n.risks) / 2 * (try / 2)
		n.risks = slices.Concat(n.risks[half:], n.risks[:half])
		if try%2 == 1 {
			slices.Reverse(n.risks)
		}
		if n.solve() && (best == nil || n.hidden() < best.hidden()) {
			best = n
		}
	}
	return best
}

// newNet begins with nothing hidden but what must be.
func newNet(f *Frame, before map[string]bool) *net {
	n := &net{
		leaves: f.Leaves, rows: make([][]int, len(f.Rows)), total: make([]int, len(f.Rows)), group: make([]int, len(f.Rows)),
		hid: make([]bool, len(f.Leaves)), cut: make([]bool, len(f.Rows)), must: make([]bool, len(f.Rows)), ids: f.Rows,
		again: func(id string) bool { return before[id] }, touch: make([][]int, len(f.Leaves)), class: [2]map[string]int{{}, {"": 0}},
		k: &knot{cells: make([]knotCell, len(f.Leaves)), rows: make([][]int, 1), modes: f.modes + 1},
	}
	for i := range n.leaves {
		if n.leaves[i].Counts.People == 0 {
			continue
		}
		for _, g := range n.leaves[i].In {
			n.rows[g] = append(n.rows[g], i)
			n.total[g] += n.leaves[i].Counts.People
		}
	}
	for g, people := range n.total {
		n.must[g] = protected(people)
		n.cut[g] = n.must[g]
	}
	n.split()
	n.paths = newPaths(n)
	n.usualKinds()
	for i := range n.leaves {
		n.k.cells[i].lows = n.leaves[i].lows(n.k.modes)
		if protected(n.leaves[i].Counts.People) {
			n.show(i, false)
			n.risks = append(n.risks, netRisk{set: []int{i}})
		}
	}
	for g := range n.rows {
		if n.must[g] && len(n.rows[g]) > 1 {
			n.risks = append(n.risks, netRisk{set: n.rows[g]})
		}
	}
	return n
}

// usualKinds finds the kinds of people that most leaves have.
func (n *net) usualKinds() {
	often := make([]int, 6*n.k.modes)
	for i := range n.leaves {
		l := n.leaves[i].lows(n.k.modes)
		for r, of := range l.Ratings {
			for m, by := range l.Modes {
				often[r*n.k.modes+m] += min(of, by)
			}
		}
	}
	for r := range 6 {
		for m := range n.k.modes {
			n.kinds = append(n.kinds, kind{r, m})
		}
	}
	slices.SortStableFunc(n.kinds, func(a, b kind) int {
		return cmp.Compare(often[b.rating*n.k.modes+b.mode], often[a.rating*n.k.modes+a.mode])
	})
	n.kinds = n.kinds[:min(usual, len(n.kinds))]
}

// split deals the rows to the two groups so that rows that cross (neither
// holds the other, and they share leaves) are apart where they can be.
func (n *net) split() {
	common := map[[2]int]int{}
	for i := range n.leaves {
		if n.leaves[i].Counts.People == 0 {
			continue
		}
		in := n.leaves[i].In
		for b := range in {
			for a := range in[:b] {
				common[[2]int{in[a], in[b]}]++
			}
		}
	}
	type link struct{ to, weight int }
	links, weight := make([][]link, len(n.rows)), make([]int, len(n.rows))
	for pair, c := range common {
		if x := min(c, len(n.rows[pair[0]])-c, len(n.rows[pair[1]])-c); x > 0 {
			for s, g := range pair {
				links[g] = append(links[g], link{pair[1-s], x})
				weight[g] += x
			}
		}
	}
	order := make([]int, len(n.rows))
	for g := range order {
		order[g], n.group[g] = g, -1
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weight[b], weight[a]) })
	const rounds = 5 // each makes less cross than before; a few suffice
	for range rounds {
		for _, g := range order {
			var crossed [2]int
			for _, l := range links[g] {
				if s := n.group[l.to]; s >= 0 {
					crossed[s] += l.weight
				}
			}
			if crossed[1] < crossed[0] || crossed[1] == crossed[0] && n.group[g] == 1 {
				n.group[g] = 1
			} else {
				n.group[g] = 0
			}
		}
	}
}

// signature names the rows of a group that hold a leaf, leaving out the hidden
// ones unless all is set.
func (n *net) signature(i, group int, all bool) string {
	var b []byte
	for _, g := range n.leaves[i].In {
		if n.group[g] == group && (all || !n.cut[g]) {
			b = append(strconv.AppendInt(b, int64(g), 36), ' ')
		}
	}
	return string(b)
}

// classOf gives the pool (of group 0) or band (of group 1) that a leaf is in,
// or would be. Band 0 is that of leaves that no shown row of the group holds;
// its sum is not known.
func (n *net) classOf(i, group int) int {
	key := n.signature(i, group, false)
	c, ok := n.class[group][key]
	switch {
	case ok:
		return c
	case group == 0:
		c = len(n.k.pools)
		n.k.pools = append(n.k.pools, nil)
	default:
		c = len(n.k.rows)
		n.k.rows = append(n.k.rows, nil)
	}
	n.class[group][key] = c
	return c
}

// show shows a leaf or hides it.
func (n *net) show(i int, shown bool) {
	if n.hid[i] == !shown {
		return
	}
	n.hid[i] = !shown
	c := &n.k.cells[i]
	if !shown {
		c.pool, c.row = n.classOf(i, 0), n.classOf(i, 1)
	}
	for _, list := range []*[]int{&n.k.pools[c.pool], &n.k.rows[c.row]} {
		if shown {
			at := slices.Index(*list, i)
			*list = slices.Delete(*list, at, at+1)
		} else {
			*list = append(*list, i)
		}
	}
}

// showRow shows a row or hides it, which makes other pools and bands.
func (n *net) showRow(g int, shown bool) {
	if n.cut[g] == !shown {
		return
	}
	n.cut[g] = !shown
	for _, i := range n.rows[g] {
		if n.hid[i] { // only hidden leaves have a place
			n.show(i, true)
			n.show(i, false)
		}
	}
}

// hidden gives how much is hidden.
func (n *net) hidden() int {
	sum := 0
	for _, h := range slices.Concat(n.hid, n.cut) {
		sum += count(h)
	}
	return sum
}

// result gives the pools and bands. A band that no shown row needs, because
// pools tell the row as well, is not given.
func (n *net) result() (pools []Hidden, bands [][]int) {
	for _, p := range n.k.pools {
		if len(p) > 0 {
			pools = append(pools, Hidden{Leaves: slices.Sorted(slices.Values(p))})
		}
	}
	slices.SortFunc(pools, func(a, b Hidden) int { return cmp.Compare(a.Leaves[0], b.Leaves[0]) })
	for g := range n.rows {
		if n.group[g] == 1 && !n.cut[g] && n.wholePools(g) {
			n.showRow(g, false)
		}
	}
	for _, b := range n.k.rows[1:] {
		if len(b) > 0 {
			bands = append(bands, slices.Sorted(slices.Values(b)))
		}
	}
	slices.SortFunc(bands, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return pools, bands
}

// wholePools reports whether a row holds every pool whole or not at all.
func (n *net) wholePools(g int) bool {
	held := map[int]int{}
	for _, i := range n.rows[g] {
		if n.hid[i] {
			held[n.k.cells[i].pool]++
		}
	}
	for p, c := range held {
		if c < len(n.k.pools[p]) {
			return false
		}
	}
	return true
}
