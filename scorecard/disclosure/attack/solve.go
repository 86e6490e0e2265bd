package attack

import (
	"math"
	"slices"
)

// eliminate adds to the rows what follows from the equations: their reduced
// echelon form, in which sums that can be subtracted from one another have
// been, and the difference of every two equations of which one lies within the
// other.
func (s *system) eliminate() {
	var eq []row
	for _, r := range s.rows {
		if r.lo == r.hi {
			eq = append(eq, r)
		}
	}
	reduced := echelon(eq)
	all := append(slices.Clone(s.rows), reduced...)
	pool := append(eq, reduced...)
	if len(pool) <= 400 {
		for i := range pool {
			for j := range pool {
				if i != j && len(pool[i].vars) < len(pool[j].vars) && within(&pool[i], &pool[j]) {
					all = append(all, combine(&pool[j], 1, &pool[i], -1))
				}
			}
		}
	}
	s.rows = all
	s.on = make([][]int, len(s.start.lo))
	for i, r := range s.rows {
		for _, v := range r.vars {
			s.on[v] = append(s.on[v], i)
		}
	}
}

func within(a, b *row) bool {
	for _, v := range a.vars {
		if _, ok := slices.BinarySearch(b.vars, v); !ok {
			return false
		}
	}
	return true
}

// combine gives p·a + q·b of two equations.
func combine(a *row, p int, b *row, q int) row {
	out := row{lo: p*a.lo + q*b.lo}
	i, j := 0, 0
	for i < len(a.vars) || j < len(b.vars) {
		switch {
		case j == len(b.vars) || i < len(a.vars) && a.vars[i] < b.vars[j]:
			out.vars, out.coef = append(out.vars, a.vars[i]), append(out.coef, p*a.coef[i])
			i++
		case i == len(a.vars) || b.vars[j] < a.vars[i]:
			out.vars, out.coef = append(out.vars, b.vars[j]), append(out.coef, q*b.coef[j])
			j++
		default:
			if k := p*a.coef[i] + q*b.coef[j]; k != 0 {
				out.vars, out.coef = append(out.vars, a.vars[i]), append(out.coef, k)
			}
			i, j = i+1, j+1
		}
	}
	g := abs(out.lo)
	for _, k := range out.coef {
		g = gcd(g, abs(k))
	}
	if g > 1 {
		out.lo /= g
		for i := range out.coef {
			out.coef[i] /= g
		}
	}
	out.hi = out.lo
	return out
}

// echelon gives the reduced row echelon form of the equations. Rows whose
// coefficients grow out of hand are left as they are.
func echelon(eq []row) []row {
	const tooLarge = 1 << 20
	var done []row
	for _, r := range eq {
		for i := range done {
			r = cancel(r, &done[i])
		}
		if len(r.vars) == 0 || largest(&r) > tooLarge {
			continue
		}
		for i := range done {
			if c := cancel(done[i], &r); largest(&c) <= tooLarge {
				done[i] = c
			}
		}
		done = append(done, r)
	}
	return done
}

// cancel removes b's leading variable from a.
func cancel(a row, b *row) row {
	lead := b.vars[0]
	i, ok := slices.BinarySearch(a.vars, lead)
	if !ok {
		return a
	}
	return combine(&a, b.coef[0], b, -a.coef[i])
}

func largest(r *row) int {
	m := abs(r.lo)
	for _, k := range r.coef {
		m = max(m, abs(k))
	}
	return m
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// narrow tightens the domain by the rows until nothing moves, beginning with
// the rows given (all, if nil). It reports false if nothing is possible.
func (s *system) narrow(d *domain, first []int) bool {
	queue := first
	if first == nil {
		for i := range s.rows {
			queue = append(queue, i)
		}
	}
	waiting := make([]bool, len(s.rows))
	for _, i := range queue {
		waiting[i] = true
	}
	for steps := 0; len(queue) > 0; steps++ {
		i := queue[0]
		queue = queue[1:]
		waiting[i] = false
		changed, ok := s.rows[i].tighten(d)
		if !ok {
			return false
		}
		if steps > 200*len(s.rows)+1000 {
			return true // slow convergence: what is known so far is still right
		}
		for _, v := range changed {
			for _, j := range s.on[v] {
				if !waiting[j] {
					waiting[j] = true
					queue = append(queue, j)
				}
			}
		}
	}
	return true
}

// tighten narrows each variable of the row by what the others allow.
func (r *row) tighten(d *domain) (changed []int, ok bool) {
	least, most := 0, 0
	looseLow, looseHigh := 0, 0 // terms without a bound
	for i, v := range r.vars {
		lo, hi := term(r.coef[i], d.lo[v], d.hi[v])
		if lo == math.MinInt {
			looseLow++
		} else {
			least += lo
		}
		if hi == math.MaxInt {
			looseHigh++
		} else {
			most += hi
		}
	}
	if looseLow == 0 && r.hi != math.MaxInt && least > r.hi || looseHigh == 0 && r.lo != math.MinInt && most < r.lo {
		return nil, false
	}
	for i, v := range r.vars {
		k := r.coef[i]
		lo, hi := term(k, d.lo[v], d.hi[v])
		newLo, newHi := d.lo[v], d.hi[v]
		if r.hi != math.MaxInt && (looseLow == 0 || looseLow == 1 && lo == math.MinInt) {
			rest := least
			if lo != math.MinInt {
				rest -= lo
			}
			if room := r.hi - rest; k > 0 { // k·x ≤ room
				newHi = min(newHi, floorDiv(room, k))
			} else {
				newLo = max(newLo, -floorDiv(room, -k))
			}
		}
		if r.lo != math.MinInt && (looseHigh == 0 || looseHigh == 1 && hi == math.MaxInt) {
			rest := most
			if hi != math.MaxInt {
				rest -= hi
			}
			if need := r.lo - rest; k > 0 { // k·x ≥ need
				newLo = max(newLo, -floorDiv(-need, k))
			} else {
				newHi = min(newHi, floorDiv(-need, -k))
			}
		}
		if newLo > newHi {
			return nil, false
		}
		if newLo != d.lo[v] || newHi != d.hi[v] {
			d.lo[v], d.hi[v] = newLo, newHi
			more, ok := r.tighten(d) // the sums above are out of date now
			return append(more, v), ok
		}
	}
	return nil, true
}

func term(k, lo, hi int) (least, most int) {
	if k > 0 {
		if hi >= Limitless {
			return k * lo, math.MaxInt
		}
		return k * lo, k * hi
	}
	if hi >= Limitless {
		return math.MinInt, k * lo
	}
	return k * hi, k * lo
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// search finds the true ends of variable v's range by trying values from the
// outside in. It gives up on an end when its effort is spent.
func (s *system) search(d *domain, v, effort int) Range {
	r := Range{Lo: d.lo[v], Hi: d.hi[v], Exact: true}
	left := effort
	for r.Lo < r.Hi {
		found, spent := s.try(d, v, r.Lo, &left)
		if found {
			break
		}
		if spent {
			r.Exact = false
			break
		}
		r.Lo++
	}
	if r.Hi >= Limitless {
		return r
	}
	left = effort
	for r.Hi > r.Lo {
		found, spent := s.try(d, v, r.Hi, &left)
		if found {
			break
		}
		if spent {
			r.Exact = false
			break
		}
		r.Hi--
	}
	return r
}

// try looks for any whole-number answer in which v has the value.
func (s *system) try(d *domain, v, value int, left *int) (found, spent bool) {
	next := d.clone()
	next.lo[v], next.hi[v] = value, value
	if !s.narrow(&next, s.on[v]) {
		return false, false
	}
	return s.complete(&next, left)
}

func (s *system) complete(d *domain, left *int) (found, spent bool) {
	if *left--; *left < 0 {
		return false, true
	}
	pick, size := -1, math.MaxInt
	for v := range d.lo {
		if n := d.hi[v] - d.lo[v]; n > 0 && n < size && len(s.on[v]) > 0 {
			pick, size = v, n
		}
	}
	if pick < 0 {
		return true, false
	}
	for value := d.lo[pick]; value <= d.hi[pick]; value++ {
		found, spent := s.try(d, pick, value, left)
		if found || spent {
			return found, spent
		}
	}
	return false, false
}
