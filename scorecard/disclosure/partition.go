package disclosure

import (
	"cmp"
	"fmt"
	"slices"
)

// unbounded stands for "no upper bound is known".
const unbounded = 1 << 40

// item is what a partition hides or shows as one: a leaf's row, one theme of a
// leaf, or all of a leaf's groups of people.
type item struct {
	id    string
	cells []int // the true counts (for restated rows: the least ever published)
	lo    int   // a reader knows that every hidden cell is at least this …
	hi    int   // … and at most this
	in    []int // the groups that count it, ascending
	start bool  // must be hidden whatever happens
	join  bool  // may be hidden to protect others
	free  bool  // hiding it costs no row, because its row is hidden already
	again bool  // it was hidden in an earlier period
}

// at risk: cell m of the item is a count to be guarded.
func (it *item) risk(m int) bool { return protected(it.cells[m]) }

// pool is a set of hidden items of which a reader can learn the sum and
// nothing more.
type pool struct {
	members []int // item indexes, ascending
	all     []int // groups that hold every member
	any     []int // groups that hold a member
	sum     []int // by cell
	lo, hi  int   // sums of the members' bounds
	blocked bool  // nothing that touches it may be shown, so not even the sum is known
	gone    bool  // merged into another
}

// partition is the state of one choice of what to hide: which items are in
// pools and which groups cannot be shown because they hold a part of a pool.
type partition struct {
	items  []item
	groups [][]int // members of each group, ascending
	total  []int   // group → people (its members' first cells)
	of     []int   // item → pool, −1 if shown
	pools  []pool
	cut    []bool // group → holds a part of a pool, so is hidden
	again  []bool // group → was hidden in an earlier period
}

func newPartition(items []item, groups int, cut []bool) *partition {
	p := &partition{items: items, groups: make([][]int, groups), total: make([]int, groups), of: make([]int, len(items)), cut: make([]bool, groups), again: make([]bool, groups)}
	copy(p.cut, cut)
	for i := range items {
		p.of[i] = -1
		for _, g := range items[i].in {
			p.groups[g] = append(p.groups[g], i)
			p.total[g] += items[i].cells[0]
		}
	}
	return p
}

// settle chooses what to hide: it pools the items that must be hidden by where
// they stand, then widens every pool that guards too little, at the least cost
// in rows, until all hold.
func (p *partition) settle() error {
	bySignature := map[string]int{}
	for i := range p.items {
		if !p.items[i].start {
			continue
		}
		key := fmt.Sprint(p.items[i].in)
		if q, ok := bySignature[key]; ok && !p.items[i].free {
			p.absorb(q, p.single(i))
			continue
		}
		p.pools = append(p.pools, p.single(i))
		p.of[i] = len(p.pools) - 1
		if !p.items[i].free {
			bySignature[key] = p.of[i]
		}
	}
	for q := range p.pools {
		p.cutBy(&p.pools[q])
	}
	for q := 0; q < len(p.pools); q++ {
		for !p.pools[q].gone && !p.holds(&p.pools[q]) {
			if p.pools[q].blocked {
				return fmt.Errorf("%w: a pool of %d", ErrUnsafe, len(p.pools[q].members))
			}
			if !p.extend(q, -1) {
				p.block(q)
			}
		}
	}
	return p.settleGroups()
}

// settleGroups does the same for whole groups that hold one to four.
func (p *partition) settleGroups() error {
	for again := true; again; {
		again = false
		for g := range p.groups {
			for q := p.weakIn(g); q >= 0; q = p.weakIn(g) {
				again = true
				if !p.extend(q, g) {
					p.block(q)
				}
			}
		}
	}
	for q := range p.pools {
		if !p.pools[q].gone && !p.holds(&p.pools[q]) {
			return fmt.Errorf("%w: a pool of %d", ErrUnsafe, len(p.pools[q].members))
		}
	}
	return nil
}

func (p *partition) single(i int) pool {
	it := &p.items[i]
	return pool{members: []int{i}, all: it.in, any: it.in, sum: it.cells, lo: it.lo, hi: it.hi}
}

// cellRange gives what a reader can place a part of a pool in, if the part's
// bounds add up to lo and hi.
func (q *pool) cellRange(m, lo, hi int) (least, most int) {
	if q.blocked {
		return lo, hi
	}
	return max(lo, q.sum[m]-(q.hi-hi)), min(hi, q.sum[m]-(q.lo-lo))
}

// holds reports whether every guarded cell in the pool has a wide enough range.
func (p *partition) holds(q *pool) bool {
	for _, i := range q.members {
		it := &p.items[i]
		for m := range it.cells {
			if !it.risk(m) {
				continue
			}
			if least, most := q.cellRange(m, it.lo, it.hi); most-least < Width {
				return false
			}
		}
	}
	return true
}

// weakIn gives a pool to widen because group g holds one to four and a reader
// could place that in too narrow a range; −1 if there is none.
func (p *partition) weakIn(g int) int {
	if len(p.groups[g]) == 0 {
		return -1
	}
	for m := range p.items[p.groups[g][0]].cells {
		total, parts := 0, map[int][]int{}
		for _, i := range p.groups[g] {
			total += p.items[i].cells[m]
			if q := p.of[i]; q >= 0 {
				parts[q] = append(parts[q], i)
			}
		}
		if !protected(total) {
			continue
		}
		width, weak := 0, -1
		for q, members := range parts {
			lo, hi, guarded := 0, 0, false
			for _, i := range members {
				lo, hi = lo+p.items[i].lo, hi+p.items[i].hi
				guarded = guarded || p.items[i].risk(m)
			}
			least, most := p.pools[q].cellRange(m, lo, hi)
			width += most - least
			if guarded && !p.pools[q].blocked && (weak < 0 || q < weak) {
				weak = q
			}
		}
		if width < Width {
			return weak
		}
	}
	return -1
}

// choice is one way to widen a pool.
type choice struct {
	item, pool int // the item to add, or −1 and the pool to merge
	holds      bool
	apart      bool // the addition is large enough to change places with any guarded member
	rows       int  // rows that would be hidden in addition
	fresh      int  // those of them that no earlier period hid
	people     int  // people in the rows that would be hidden
	gain       int
	id         string
}

func better(a, b choice) bool {
	if a.holds != b.holds {
		return a.holds
	}
	if !a.holds && a.gain != b.gain {
		return a.gain > b.gain
	}
	if a.rows != b.rows {
		return a.rows < b.rows
	}
	if a.apart != b.apart {
		return a.apart
	}
	return cmp.Or(cmp.Compare(a.fresh, b.fresh), cmp.Compare(a.people, b.people), cmp.Compare(a.id, b.id)) < 0
}

// extend widens pool q by the best item or pool that shares a group with it,
// looking in its smallest group first. Members of group outside, if not −1,
// do not count. It reports whether it found any.
func (p *partition) extend(q, outside int) bool {
	home := slices.Clone(p.pools[q].all)
	slices.SortFunc(home, func(a, b int) int {
		return cmp.Or(cmp.Compare(len(p.groups[a]), len(p.groups[b])), cmp.Compare(a, b))
	})
	var best choice
	found, open := false, 0
	seen := map[int]bool{}
	for _, g := range home {
		if !p.cut[g] {
			open++ // whatever lies beyond g costs at least this many rows
		}
		for _, i := range p.groups[g] {
			c, ok := p.consider(q, i, outside, seen)
			if ok && (!found || better(c, best)) {
				best, found = c, true
			}
		}
		if found && best.holds && best.rows <= open {
			break
		}
	}
	if !found {
		return false
	}
	add := pool{}
	if best.item >= 0 {
		add = p.single(best.item)
	} else {
		add = p.pools[best.pool]
		p.pools[best.pool].gone = true
	}
	p.absorb(q, add)
	p.cutBy(&p.pools[q])
	return true
}

// consider weighs adding item i, or the pool it is in, to pool q.
func (p *partition) consider(q, i, outside int, seen map[int]bool) (choice, bool) {
	c := choice{item: i, pool: -1, id: p.items[i].id}
	key, add := i, pool{}
	switch r := p.of[i]; {
	case r == q || r >= 0 && p.pools[r].blocked:
		return c, false
	case r >= 0:
		c.item, c.pool, key = -1, r, -1-r
		add = p.pools[r]
	case !p.items[i].join:
		return c, false
	default:
		add = p.single(i)
		if !p.items[i].free {
			c.rows++
			c.fresh += count(!p.items[i].again)
			c.people += p.items[i].cells[0]
		}
	}
	if seen[key] || outside >= 0 && slices.Contains(add.all, outside) {
		return c, false
	}
	seen[key] = true
	both := merged(&p.pools[q], &add)
	for _, g := range both.any {
		if _, inAll := slices.BinarySearch(both.all, g); !inAll && !p.cut[g] {
			c.rows++
			c.fresh += count(!p.again[g])
			c.people += p.total[g]
		}
	}
	c.holds = p.holds(&both)
	for m := range both.sum {
		c.gain = max(c.gain, add.sum[m]-add.lo)
		c.apart = c.apart || p.top(&add, m) >= p.topGuarded(&p.pools[q], m)+Width
	}
	return c, true
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (p *partition) top(q *pool, m int) int {
	best := 0
	for _, i := range q.members {
		best = max(best, p.items[i].cells[m])
	}
	return best
}

func (p *partition) topGuarded(q *pool, m int) int {
	best := 0
	for _, i := range q.members {
		if p.items[i].risk(m) {
			best = max(best, p.items[i].cells[m])
		}
	}
	return best
}

func (p *partition) absorb(q int, add pool) {
	both := merged(&p.pools[q], &add)
	p.pools[q] = both
	for _, i := range both.members {
		p.of[i] = q
	}
}

func merged(a, b *pool) pool {
	out := pool{lo: a.lo + b.lo, hi: a.hi + b.hi, blocked: a.blocked || b.blocked, sum: slices.Clone(a.sum)}
	for m, v := range b.sum {
		out.sum[m] += v
	}
	out.members = append(slices.Clone(a.members), b.members...)
	slices.Sort(out.members)
	for _, g := range a.all {
		if _, ok := slices.BinarySearch(b.all, g); ok {
			out.all = append(out.all, g)
		}
	}
	out.any = append(slices.Clone(a.any), b.any...)
	slices.Sort(out.any)
	out.any = slices.Compact(out.any)
	return out
}

func (p *partition) cutBy(q *pool) {
	for _, g := range q.any {
		if _, inAll := slices.BinarySearch(q.all, g); q.blocked || !inAll {
			p.cut[g] = true
		}
	}
}

func (p *partition) block(q int) {
	p.pools[q].blocked = true
	p.cutBy(&p.pools[q])
}
