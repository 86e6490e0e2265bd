package train

import (
	"math"
	"math/rand/v2"
)

// vector is a sparse vector.
type vector struct {
	at []int32
	v  []float32
}

// append adds one entry.
func (x *vector) append(at int, v float32) {
	x.at = append(x.at, int32(at))
	x.v = append(x.v, v)
}

// dot is the inner product with dense weights.
func (x vector) dot(w []float32) float32 {
	var s float32
	for k, i := range x.at {
		s += float32(w[i] * x.v[k])
	}
	return s
}

// problem is a two-class problem: y is 1 or −1, c the cost of each example (0
// leaves it out).
type problem struct {
	x    []vector
	y    []int8
	c    []float32
	size int // of the weights
}

// passes bounds the passes over the examples.
const passes = 20

// source gives the random numbers of one fit.
func source(seed int64, of uint64) *rand.Rand { return rand.New(rand.NewPCG(uint64(seed), of)) }

// squares gives the squared length of each vector.
func squares(xs []vector) []float64 {
	q := make([]float64, len(xs))
	for i, x := range xs {
		for _, v := range x.v {
			q[i] += float64(v * v)
		}
	}
	return q
}

// logistic fits an L2-regularised logistic regression by dual coordinate
// descent (Yu, Huang and Lin, Machine Learning 85, 2011).
func (p *problem) logistic(rng *rand.Rand) []float32 {
	w := make([]float32, p.size)
	q := squares(p.x)
	alpha := make([]float64, len(p.x))
	var order []int
	for i := range p.x {
		if p.c[i] == 0 {
			continue
		}
		order = append(order, i)
		alpha[i] = min(0.001*float64(p.c[i]), 1e-8)
		p.step(w, i, alpha[i])
	}
	for range passes {
		rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		largest := 0.0
		for _, i := range order {
			margin := float64(p.y[i]) * float64(p.x[i].dot(w))
			z := logisticStep(alpha[i], margin, q[i], float64(p.c[i]))
			d := z - alpha[i]
			alpha[i] = z
			if d != 0 {
				p.step(w, i, d)
				largest = max(largest, math.Abs(d)/float64(p.c[i]))
			}
		}
		if largest < 1e-3 {
			break
		}
	}
	return w
}

// logisticStep solves the one-variable problem by Newton's method.
func logisticStep(a, margin, q, c float64) float64 {
	z := a
	for range 20 {
		g := q*(z-a) + margin + math.Log(z/(c-z))
		if math.Abs(g) < 1e-3 {
			break
		}
		next := z - g/(q+c/(z*(c-z)))
		switch {
		case next <= 0:
			next = z * 0.1
		case next >= c:
			next = c - (c-z)*0.1
		}
		z = next
	}
	return z
}

// hinge fits a linear support vector machine with squared hinge loss by dual
// coordinate descent (Hsieh et al., ICML 2008). Examples that have long been
// far on the right side are looked at in every fourth pass only.
func (p *problem) hinge(rng *rand.Rand) []float32 {
	w := make([]float32, p.size)
	q := squares(p.x)
	alpha := make([]float64, len(p.x))
	resting := make([]bool, len(p.x))
	var order []int
	for i := range p.x {
		if p.c[i] != 0 {
			order = append(order, i)
		}
	}
	for pass := range passes {
		rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		largest := 0.0
		for _, i := range order {
			if resting[i] && pass%4 != 0 {
				continue
			}
			d := 1 / (2 * float64(p.c[i]))
			g := float64(p.y[i])*float64(p.x[i].dot(w)) - 1 + alpha[i]*d
			next := max(alpha[i]-g/(q[i]+d), 0)
			resting[i] = next == 0 && g > 0.1
			if change := next - alpha[i]; change != 0 {
				alpha[i] = next
				p.step(w, i, change)
				largest = max(largest, math.Abs(change))
			}
		}
		if largest < 1e-3 {
			break
		}
	}
	return w
}

// step moves the weights by d along one example.
func (p *problem) step(w []float32, i int, d float64) {
	f := float32(d * float64(p.y[i]))
	x := p.x[i]
	for k, at := range x.at {
		w[at] += float32(f * x.v[k])
	}
}
