package disclosure

import "slices"

// paths is the map on which a net seeks further rings. A node is a set of rows
// of one group: those that hold some leaf, or some of them. A leaf leads from
// its node of one group to that of the other, at a cost unless it is hidden;
// leaving a row out leads from a node to a smaller one and back, at a cost
// unless the row is hidden.
type paths struct {
	n     *net
	home  [2][]int // leaf → node
	group []int    // node → group
	leafs [][]int  // node → the leaves at home there
	outs  [][]out  // node → nodes with one row more or less
	at    [2]map[string]int

	dist, via []int // while a path is sought: node → cost so far, or −1; how it was reached
	seen      []int
	queue     queue
}

// out leads to a node by leaving a row out, or taking it in.
type out struct{ to, row int }

// What a path costs. Most of all counts how many more are hidden.
const (
	costHidden = 1000 // for a leaf or row that is not hidden yet
	costFresh  = 600  // if no earlier period hid it either: long windows lose by it
	costNarrow = 0    // if a leaf could not give Width by itself
	costAlone  = 0    // if a leaf has one person of the kind at most
	deepest    = 8    // rows that are left out one after another, finest first
)

func newPaths(n *net) *paths {
	p := &paths{n: n, at: [2]map[string]int{{}, {}}}
	for s := range 2 {
		p.home[s] = make([]int, len(n.leaves))
		for i := range n.leaves {
			if n.leaves[i].Counts.People == 0 {
				continue
			}
			var rows []int
			for _, g := range n.leaves[i].In {
				if n.group[g] == s {
					rows = append(rows, g)
				}
			}
			x := p.node(s, rows, 0)
			p.home[s][i] = x
			p.leafs[x] = append(p.leafs[x], i)
		}
	}
	p.dist, p.via = make([]int, len(p.outs)), make([]int, len(p.outs))
	for x := range p.dist {
		p.dist[x] = -1
	}
	return p
}

// node gives the node of a set of rows, and makes those below it: of a leaf's
// own set any one row may be left out, further on the finest first.
func (p *paths) node(group int, rows []int, depth int) int {
	key := rowKey(rows)
	x, known := p.at[group][key]
	if !known {
		x = len(p.outs)
		p.at[group][key] = x
		p.outs, p.leafs, p.group = append(p.outs, nil), append(p.leafs, nil), append(p.group, group)
	} else if depth > 0 || len(p.leafs[x]) > 0 {
		return x
	}
	finest := -1
	for j, g := range rows {
		if finest < 0 || len(p.n.rows[g]) < len(p.n.rows[rows[finest]]) {
			finest = j
		}
	}
	for j, g := range rows {
		if depth > 0 && j != finest || depth > deepest {
			continue
		}
		y := p.node(group, slices.Delete(slices.Clone(rows), j, j+1), depth+1)
		if !slices.Contains(p.outs[x], out{y, g}) {
			p.outs[x] = append(p.outs[x], out{y, g})
			p.outs[y] = append(p.outs[y], out{x, g})
		}
	}
	return x
}

func (p *paths) rowCost(g int) int {
	if p.n.cut[g] {
		return 0
	}
	return costHidden + costFresh*count(!p.n.again(p.n.ids[g]))
}

func (p *paths) leafCost(i int, lowered bool, z *kind) int {
	if p.n.hid[i] {
		return 1
	}
	l := &p.n.k.cells[i].lows
	cost := costHidden + 1 + min(l.People, 99)/10 + costFresh*count(!p.n.again(p.n.leaves[i].ID))
	if lowered {
		cost += costNarrow * count(l.spare() < Width)
	}
	if lowered && z != nil {
		cost += costAlone * count(min(l.People-1, l.Ratings[z.rating], l.Modes[z.mode]) < 2)
	}
	return cost
}

// rowMark says that a node was reached by a row, where a leaf is meant otherwise.
func rowMark(g int) int { return -2 - g }

func rowOf(mark int) int { return -2 - mark }

// way is a ring that could be hidden: its leaves and rows, hidden or not, and
// those of its leaves that would be lowered.
type way struct {
	cost                  int
	leaves, rows, lowered []int
}

// cheapest seeks the cheapest ring, at a cost below most, along which one more
// could come to a leaf, from its pool back to its band; of a kind, or of any if
// z is nil, when those who go and come may be of different kinds. It looks at
// so many nodes only.
func (p *paths) cheapest(leaf int, set []int, z *kind, most, farthest int) (w way, ok bool) {
	from, goal := p.home[0][leaf], p.home[1][leaf]
	defer p.forget()
	p.queue = p.queue[:0]
	p.reach(from, 0, most, -1)
	for looked := 0; len(p.queue) > 0 && looked < farthest; looked++ {
		at := p.queue.pop()
		if at.cost > p.dist[at.node] {
			continue
		}
		if at.node == goal {
			return p.trace(goal, from), true
		}
		for _, o := range p.outs[at.node] {
			p.reach(o.to, at.cost+p.rowCost(o.row), most, rowMark(o.row))
		}
		lowered := p.group[at.node] == 0 // against the ring's way: a pool's leaf is lowered
		for _, i := range p.leafs[at.node] {
			if slices.Contains(set, i) || lowered && !p.spares(i, z) {
				continue
			}
			p.reach(p.home[1-p.group[at.node]][i], at.cost+p.leafCost(i, lowered, z), most, i)
		}
	}
	return way{}, false
}

// reach notes that a node can be had at a cost.
func (p *paths) reach(x, cost, most, via int) {
	if cost >= most || p.dist[x] >= 0 && cost >= p.dist[x] {
		return
	}
	if p.dist[x] < 0 {
		p.seen = append(p.seen, x)
	}
	p.dist[x], p.via[x] = cost, via
	p.queue.push(nodeAt{cost, x})
}

func (p *paths) spares(i int, z *kind) bool {
	l := &p.n.k.cells[i].lows
	return z == nil && l.People > 1 || z != nil && l.spares(*z)
}

func (p *paths) trace(at, from int) way {
	w := way{cost: p.dist[at]}
	for at != from {
		v := p.via[at]
		if v < 0 {
			w.rows = append(w.rows, rowOf(v))
			at = p.before(at, rowOf(v))
			continue
		}
		w.leaves = append(w.leaves, v)
		if p.group[at] == 1 {
			w.lowered = append(w.lowered, v)
		}
		at = p.home[1-p.group[at]][v]
	}
	return w
}

// before gives the node from which a node was reached by a row.
func (p *paths) before(at, row int) int {
	best := -1
	for _, o := range p.outs[at] {
		if o.row == row && p.dist[o.to] >= 0 && p.dist[o.to]+p.rowCost(row) == p.dist[at] && (best < 0 || p.dist[o.to] < p.dist[best]) {
			best = o.to
		}
	}
	return best
}

func (p *paths) forget() {
	for _, x := range p.seen {
		p.dist[x] = -1
	}
	p.seen = p.seen[:0]
}

func rowKey(rows []int) string {
	b := make([]byte, 0, 4*len(rows))
	for _, g := range rows {
		b = append(b, byte(g), byte(g>>8), byte(g>>16), byte(g>>24))
	}
	return string(b)
}

// nodeAt is a node in the queue.
type nodeAt struct{ cost, node int }

func (a nodeAt) before(b nodeAt) bool {
	return a.cost < b.cost || a.cost == b.cost && a.node < b.node
}

// queue is a heap, cheapest first.
type queue []nodeAt

func (q *queue) push(x nodeAt) {
	*q = append(*q, x)
	h := *q
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if !h[i].before(h[up]) {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
}

func (q *queue) pop() nodeAt {
	h := *q
	top, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	*q = h
	for i := 0; ; {
		low := 2*i + 1
		if low >= last {
			return top
		}
		if r := low + 1; r < last && h[r].before(h[low]) {
			low = r
		}
		if !h[low].before(h[i]) {
			return top
		}
		h[i], h[low] = h[low], h[i]
		i = low
	}
}
