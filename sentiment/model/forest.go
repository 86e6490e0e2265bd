package model

import (
	"errors"
	"math"
)

// Inputs counts the numbers that a forest looks at: the four thresholds by
// the text alone, the four by its level, the shape, the kind of question (3),
// the rating (2), the leans of the parts, and the side tasks.
const Inputs = 2*Thresholds + ShapeCount + 5 + Leans + Sides

// Forest is a set of boosted trees that gives a probability for each class.
// All trees have the same depth and are stored in heap order, the trees of a
// round one after the other by class.
type Forest struct {
	Depth int              `json:"depth"`
	Base  [Classes]float32 `json:"base"`
	Input []int8           `json:"input"` // which input a node looks at; −1 always goes left
	Above []float32        `json:"above"` // goes right if the input is this or more
	Leaf  []float32        `json:"leaf"`

	nodes []node // the inner nodes as they are walked; made by Ready
}

// node is an inner node, as it is walked.
type node struct {
	above float32
	input uint32
}

// Ready makes the forest fit for use after its fields were set. It reports an
// error if they do not fit together.
func (f *Forest) Ready() error {
	if err := f.check(); err != nil {
		return err
	}
	f.nodes = make([]node, len(f.Input))
	for i, in := range f.Input {
		if in < 0 {
			f.nodes[i] = node{above: math.MaxFloat32}
		} else {
			f.nodes[i] = node{f.Above[i], uint32(in)}
		}
	}
	return nil
}

// check reports whether the parts of the forest fit together.
func (f *Forest) check() error {
	if f.Depth == 0 && len(f.Leaf) == 0 {
		return nil // an empty forest gives its base
	}
	if f.Depth < 1 || f.Depth > 8 {
		return errors.New("forest: depth")
	}
	leaves := 1 << f.Depth
	trees := len(f.Leaf) / leaves
	if trees*leaves != len(f.Leaf) || trees%Classes != 0 || len(f.Input) != trees*(leaves-1) || len(f.Above) != len(f.Input) {
		return errors.New("forest: sizes")
	}
	for _, i := range f.Input {
		if int(i) >= Inputs {
			return errors.New("forest: input")
		}
	}
	return nil
}

// Probabilities gives the probability of each class, after [Forest.Ready].
func (f *Forest) Probabilities(x *[Inputs]float32) [Classes]float32 {
	sum := f.Base
	leaves := 1 << f.Depth
	inner := leaves - 1
	// Room for a power of two spares the check of each index; the step is
	// added and not branched on, since no guess of it would be good.
	var room [64]float32
	copy(room[:], x[:])
	c := 0
	nodes, leaf := f.nodes, f.Leaf
	for len(nodes) >= inner && len(leaf) >= leaves && inner > 0 {
		at := 0
		for range f.Depth {
			n := nodes[at]
			right := 0
			if room[n.input&63] >= n.above {
				right = 1
			}
			at = 2*at + 1 + right
		}
		sum[c] += leaf[at-inner]
		if c++; c == Classes {
			c = 0
		}
		nodes, leaf = nodes[inner:], leaf[leaves:]
	}
	return softmax(sum)
}

// softmax turns scores into probabilities.
func softmax(s [Classes]float32) [Classes]float32 {
	top := s[0]
	for _, v := range s[1:] {
		top = max(top, v)
	}
	var total float32
	for i, v := range s {
		s[i] = float32(math.Exp(float64(v - top)))
		total += s[i]
	}
	for i := range s {
		s[i] /= total
	}
	return s
}

// Logistic is 1 / (1 + e^−x).
func Logistic(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

// Cumulative turns the four threshold scores, each the log odds that the
// class is worse than 1, 2, 3 and 4, into a probability for each class.
func Cumulative(z [Thresholds]float32) [Classes]float32 {
	var p [Classes]float32
	worse := float32(1)
	for c := range z {
		w := min(Logistic(z[c]), worse)
		p[c] = worse - w
		worse = w
	}
	p[Classes-1] = worse
	return p
}
