package disclosure

import "slices"

// lows are the fewest people a leaf was ever published with: in all, by answer
// and by mode. Of any of them so many were there in every release.
type lows struct {
	People  int    `json:"n"`
	Ratings [6]int `json:"r"`
	Modes   []int  `json:"m"` // the last counts those whose mode is not known
}

// lowsOf gives the lows of a leaf that was published once, with the given
// number of modes, "not known" among them.
func lowsOf(c *Counts, modes int) lows {
	l := lows{People: c.People, Ratings: c.Ratings, Modes: make([]int, modes)}
	copy(l.Modes, c.Modes)
	unknown := c.People
	for _, n := range c.Modes {
		unknown -= n
	}
	l.Modes[modes-1] += unknown
	return l
}

// and gives the lows of a leaf that had both.
func (l lows) and(o lows) lows {
	l.People, l.Modes = min(l.People, o.People), slices.Clone(l.Modes)
	for r := range l.Ratings {
		l.Ratings[r] = min(l.Ratings[r], o.Ratings[r])
	}
	for m := range l.Modes {
		l.Modes[m] = min(l.Modes[m], o.Modes[m])
	}
	return l
}

// spare gives how many people a leaf could do without in every release: it
// keeps one, and whoever goes gave the same answer in the same way in all.
func (l *lows) spare() int {
	ratings, modes := 0, 0
	for _, n := range l.Ratings {
		ratings += n
	}
	for _, n := range l.Modes {
		modes += n
	}
	return min(l.People-1, ratings, modes)
}

// kind is what moves around a ring: a person's answer and mode.
type kind struct{ rating, mode int }

// spares reports whether one of a kind could go.
func (l *lows) spares(z kind) bool {
	return l.People > 1 && l.Ratings[z.rating] > 0 && l.Modes[z.mode] > 0
}

func (l *lows) add(z kind, n int) {
	l.People += n
	l.Ratings[z.rating] += n
	l.Modes[z.mode] += n
}

// step is one cell's part in a ring.
type step struct {
	cell, by int
	kind     kind
}

// undo takes steps back.
func (k *knot) undo(steps []step) {
	for _, s := range steps {
		k.cells[s.cell].add(s.kind, -s.by)
	}
}

// flow gives steps by which the sum of the cells of a set is raised (or
// lowered) by as much as is found, up to most: one cell of the set at a time,
// with the rest of the set left alone.
func (k *knot) flow(set []int, up bool, most int) (total int, steps []step) {
	for _, c := range set {
		for _, z := range k.kinds(c, set, up) {
			for total < most {
				ring := k.ring(c, set, up, z)
				if ring == nil {
					break
				}
				for _, s := range ring {
					k.cells[s.cell].add(z, s.by)
				}
				steps = append(steps, ring...)
				total++
			}
		}
	}
	k.undo(steps)
	return total, steps
}

// kinds gives whom a cell could take from its pool, or give to it: the kinds
// that most cells have, first.
func (k *knot) kinds(c int, set []int, up bool) []kind {
	from := k.pools[k.cells[c].pool]
	if !up {
		from = []int{c}
	}
	var out []kind
	count := make([]int, 6*k.modes)
	for r := range 6 {
		for m := range k.modes {
			z := kind{r, m}
			for _, e := range from {
				if (!up || !slices.Contains(set, e)) && k.cells[e].spares(z) {
					count[r*k.modes+m] += 1 + min(k.cells[e].Ratings[r], k.cells[e].Modes[m])
				}
			}
			if count[r*k.modes+m] > 0 {
				out = append(out, z)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b kind) int {
		return count[b.rating*k.modes+b.mode] - count[a.rating*k.modes+a.mode]
	})
	return out
}

// reach is how many cells a ring is sought through before it is given up.
const reach = 20000

// ring finds one ring by which cell c moves by one, and gives its steps, of
// which that of c is the first; nil if none is found. Going from pool to row
// a cell is raised and from row to pool one is lowered; to raise c the ring
// leads from its row to its pool, to lower it back.
func (k *knot) ring(c int, set []int, up bool, z kind) []step {
	if len(k.via) != len(k.pools)+len(k.rows) {
		k.via = make([]int, len(k.pools)+len(k.rows))
		for i := range k.via {
			k.via[i] = -1
		}
	}
	start, goal := len(k.pools)+k.cells[c].row, k.cells[c].pool
	by := 1
	if !up {
		start, goal, by = goal, start, -1
		if !k.cells[c].spares(z) {
			return nil
		}
	}
	// Row 0 has no sum, so a way may end there and another begin: what leads
	// to it and what leads from it are sought apart.
	hub := len(k.pools)
	ahead := k.walk(start, goal, hub, set, z, true)
	if k.via[goal] >= 0 {
		out := k.trace([]step{{c, by, z}}, goal, start, z, true)
		k.forget(ahead)
		return out
	}
	out := []step{{c, by, z}}
	reached := start == hub || k.via[hub] >= 0
	if reached && start != hub {
		out = k.trace(out, hub, start, z, true)
	}
	k.forget(ahead)
	if !reached {
		return nil
	}
	if goal == hub {
		return out
	}
	behind := k.walk(goal, hub, hub, set, z, false)
	if reached = k.via[hub] >= 0; reached {
		out = k.trace(out, hub, goal, z, false)
	}
	k.forget(behind)
	if !reached {
		return nil
	}
	return out
}

// walk reaches out from a node until it meets the goal, without passing
// through the hub, along the ring's way or against it. It gives the nodes reached.
func (k *knot) walk(from, goal, hub int, set []int, z kind, along bool) []int {
	k.path = append(k.path[:0], from)
	if from == hub {
		return k.path
	}
	k.via[from] = len(k.cells) // a mark that is no cell
	looked := 0
	for i := 0; i < len(k.path) && looked < reach; i++ {
		n := k.path[i]
		if n == hub {
			continue
		}
		pool := n < len(k.pools)
		var cells []int
		if pool {
			cells = k.pools[n]
		} else {
			cells = k.rows[n-len(k.pools)]
		}
		for _, e := range cells {
			looked++
			// Along the way a row's cell is lowered; against it a pool's is.
			if pool != along && !k.cells[e].spares(z) || slices.Contains(set, e) {
				continue
			}
			m := k.cells[e].pool
			if pool {
				m = len(k.pools) + k.cells[e].row
			}
			if k.via[m] >= 0 {
				continue
			}
			k.via[m] = e
			k.path = append(k.path, m)
			if m == goal {
				return k.path
			}
		}
	}
	return k.path
}

// trace appends the steps of the way from a node that was reached back to
// where the walk began.
func (k *knot) trace(out []step, at, start int, z kind, along bool) []step {
	for at != start {
		e := k.via[at]
		by := 1
		if at < len(k.pools) == along {
			by = -1
		}
		out = append(out, step{e, by, z})
		if at < len(k.pools) {
			at = len(k.pools) + k.cells[e].row
		} else {
			at = k.cells[e].pool
		}
	}
	return out
}

func (k *knot) forget(nodes []int) {
	for _, n := range nodes {
		k.via[n] = -1
	}
}
