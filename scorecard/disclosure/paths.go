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

	sides [2]side // while a path is sought, from either end
}

// side is what was reached from one end of a path that is sought.
type side struct {
	dist, via []int // node → cost so far, or −1; how it was reached
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
	for s := range p.sides {
		p.sides[s].dist, p.sides[s].via = make([]int, len(p.outs)), make([]int, len(p.outs))
		for x := range p.outs {
			p.sides[s].dist[x] = -1
		}
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
// z is nil, when those who go and come may be of different kinds. It seeks from
// both ends, and looks at so many nodes only.
func (p *paths) cheapest(leaf int, set []int, z *kind, most, farthest int) (w way, ok bool) {
	ends := [2]int{p.home[0][leaf], p.home[1][leaf]}
	meet := -1
	for s := range p.sides {
		p.sides[s].begin(ends[s])
	}
	for range farthest {
		s := p.nearer()
		if s < 0 || p.sides[0].least()+p.sides[1].least() >= most {
			break
		}
		this, other := &p.sides[s], &p.sides[1-s]
		at := this.queue.pop()
		if at.cost > this.dist[at.node] {
			continue
		}
		reach := func(x, cost, via int) {
			if this.reach(x, cost, most, via) && other.dist[x] >= 0 && cost+other.dist[x] < most {
				most, meet = cost+other.dist[x], x
			}
		}
		for _, o := range p.outs[at.node] {
			reach(o.to, at.cost+p.rowCost(o.row), rowMark(o.row))
		}
		// The way leads against the ring's, from the pool, whose leaf is lowered.
		lowered := p.group[at.node] == s
		for _, i := range p.leafs[at.node] {
			if slices.Contains(set, i) || lowered && !p.spares(i, z) {
				continue
			}
			reach(p.home[1-p.group[at.node]][i], at.cost+p.leafCost(i, lowered, z), i)
		}
	}
	if meet >= 0 {
		w.cost = most
		for s := range p.sides {
			p.trace(&w, s, meet, ends[s])
		}
	}
	for s := range p.sides {
		p.sides[s].forget()
	}
	return w, meet >= 0
}

// nearer gives the side to go on with, −1 if there is nowhere to go.
func (p *paths) nearer() int {
	a, b := len(p.sides[0].queue), len(p.sides[1].queue)
	switch {
	case a == 0 || b == 0:
		return -1
	case p.sides[1].least() < p.sides[0].least():
		return 1
	}
	return 0
}

// begin starts from a node.
func (s *side) begin(at int) {
	s.queue = s.queue[:0]
	s.reach(at, 0, 1, -1)
}

// least gives the cost of the next node.
func (s *side) least() int { return s.queue[0].cost }

// reach notes that a node can be had at a cost, and reports whether that is
// news.
func (s *side) reach(x, cost, most, via int) bool {
	if cost >= most || s.dist[x] >= 0 && cost >= s.dist[x] {
		return false
	}
	if s.dist[x] < 0 {
		s.seen = append(s.seen, x)
	}
	s.dist[x], s.via[x] = cost, via
	s.queue.push(nodeAt{cost, x})
	return true
}

func (s *side) forget() {
	for _, x := range s.seen {
		s.dist[x] = -1
	}
	s.seen = s.seen[:0]
}

func (p *paths) spares(i int, z *kind) bool {
	l := &p.n.k.cells[i].lows
	return z == nil && l.People > 1 || z != nil && l.spares(*z)
}

// trace adds to a way what leads from a node to the end that a side began at.
func (p *paths) trace(w *way, s, at, end int) {
	this := &p.sides[s]
	for at != end {
		v := this.via[at]
		if v < 0 {
			w.rows = append(w.rows, rowOf(v))
			at = p.before(this, at, rowOf(v))
			continue
		}
		w.leaves = append(w.leaves, v)
		if p.group[at] != s {
			w.lowered = append(w.lowered, v)
		}
		at = p.home[1-p.group[at]][v]
	}
}

// before gives the node from which a node was reached by a row: there is one
// at most with that row more or less.
func (p *paths) before(s *side, at, row int) int {
	for _, o := range p.outs[at] {
		if o.row == row && s.dist[o.to] >= 0 && s.dist[o.to]+p.rowCost(row) == s.dist[at] {
			return o.to
		}
	}
	return -1
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
