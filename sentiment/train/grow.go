package train

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"earshot/sentiment/model"
)

// growth says how a forest is grown.
type growth struct {
	rounds, depth int
	rate          float64 // how much of each step is taken
	calm          float64 // L2 penalty on leaves
	least         float64 // least curvature in a leaf
	rows, inputs  float64 // share of examples and inputs that each tree sees
}

// usual is the growth of every forest here.
var usual = growth{rounds: 50, depth: 3, rate: 0.07, calm: 10, least: 5, rows: 1, inputs: 1}

// sample is one example for a forest.
type sample struct {
	x     [model.Inputs]float32
	class int // 0 to 4
}

// bins is into how many steps an input is cut.
const bins = 32

// grower holds the state of one growing forest.
type grower struct {
	growth
	data  []sample
	edges [model.Inputs][]float32
	bin   [model.Inputs][]uint8
	score [][model.Classes]float64
	grad  []float64
	curve []float64
	node  []int
	used  []bool
}

// grow fits boosted trees to the samples (multinomial loss, Newton steps).
func grow(data []sample, how growth, rng *rand.Rand) model.Forest {
	g := &grower{growth: how, data: data, node: make([]int, len(data)), used: make([]bool, len(data)),
		grad: make([]float64, len(data)), curve: make([]float64, len(data)), score: make([][model.Classes]float64, len(data))}
	g.cut()
	f := model.Forest{Depth: how.depth}
	var count [model.Classes]float64
	for _, s := range data {
		count[s.class]++
	}
	for c, n := range count {
		f.Base[c] = float32(math.Log((n + 1) / float64(len(data)+model.Classes)))
	}
	for i := range g.score {
		for c := range f.Base {
			g.score[i][c] = float64(f.Base[c])
		}
	}
	for range how.rounds {
		for i := range g.used {
			g.used[i] = rng.Float64() < how.rows
		}
		before := slices.Clone(g.score)
		for c := range model.Classes {
			g.slope(before, c)
			g.tree(&f, c, rng)
		}
	}
	if err := f.Ready(); err != nil {
		panic(err) // the grower made a forest that does not fit together
	}
	return f
}

// cut finds the steps of every input.
func (g *grower) cut() {
	for f := range g.edges {
		v := make([]float32, len(g.data))
		for i := range g.data {
			v[i] = g.data[i].x[f]
		}
		slices.Sort(v)
		last := v[0]
		for b := 1; b < bins; b++ {
			if e := v[len(v)*b/bins]; e > last {
				g.edges[f] = append(g.edges[f], e)
				last = e
			}
		}
		g.bin[f] = make([]uint8, len(g.data))
		for i := range g.data {
			x := g.data[i].x[f]
			g.bin[f][i] = uint8(sort.Search(len(g.edges[f]), func(k int) bool { return g.edges[f][k] > x }))
		}
	}
}

// slope computes gradient and curvature of the loss for one class.
func (g *grower) slope(score [][model.Classes]float64, class int) {
	for i, s := range score {
		top := slices.Max(s[:])
		total := 0.0
		for _, v := range s {
			total += math.Exp(v - top)
		}
		p := math.Exp(s[class]-top) / total
		g.grad[i], g.curve[i] = p, p*(1-p)
		if g.data[i].class == class {
			g.grad[i]--
		}
	}
}

// split is the best way found to part a node.
type split struct {
	gain     float64
	input, b int
}

// tree grows one tree and moves the scores by it.
func (g *grower) tree(f *model.Forest, class int, rng *rand.Rand) {
	var inputs []int
	for i := range g.edges {
		if rng.Float64() < g.inputs && len(g.edges[i]) > 0 {
			inputs = append(inputs, i)
		}
	}
	for i := range g.node {
		g.node[i] = 0
	}
	for d := range g.depth {
		first := 1<<d - 1
		best := g.splits(inputs, first, 1<<d)
		for _, s := range best {
			above := float32(0)
			if s.input >= 0 {
				above = g.edges[s.input][s.b]
			}
			f.Input = append(f.Input, int8(s.input))
			f.Above = append(f.Above, above)
		}
		for i, n := range g.node {
			s := best[n-first]
			g.node[i] = 2*n + 1
			if s.input >= 0 && int(g.bin[s.input][i]) > s.b {
				g.node[i]++
			}
		}
	}
	g.leaves(f, class)
}

// splits finds the best split of each of n nodes from the first on.
func (g *grower) splits(inputs []int, first, n int) []split {
	best := make([]split, n)
	for k := range best {
		best[k] = split{1e-6, -1, 0}
	}
	type column struct{ grad, curve [bins + 1]float64 }
	cols := make([]column, n)
	for _, f := range inputs {
		clear(cols)
		for i, node := range g.node {
			if g.used[i] {
				c := &cols[node-first]
				c.grad[g.bin[f][i]] += g.grad[i]
				c.curve[g.bin[f][i]] += g.curve[i]
			}
		}
		for k := range cols {
			c := &cols[k]
			var tg, tc, lg, lc float64
			for b := range c.grad {
				tg += c.grad[b]
				tc += c.curve[b]
			}
			for b := range g.edges[f] {
				lg += c.grad[b]
				lc += c.curve[b]
				rg, rc := tg-lg, tc-lc
				if lc < g.least || rc < g.least {
					continue
				}
				gain := lg*lg/(lc+g.calm) + rg*rg/(rc+g.calm) - tg*tg/(tc+g.calm)
				if gain > best[k].gain {
					best[k] = split{gain, f, b}
				}
			}
		}
	}
	return best
}

// leaves sets the values of a tree's leaves.
func (g *grower) leaves(f *model.Forest, class int) {
	n := 1 << g.depth
	first := n - 1
	grad, curve := make([]float64, n), make([]float64, n)
	for i, node := range g.node {
		if g.used[i] {
			grad[node-first] += g.grad[i]
			curve[node-first] += g.curve[i]
		}
	}
	at := len(f.Leaf)
	for k := range n {
		f.Leaf = append(f.Leaf, float32(-g.rate*grad[k]/(curve[k]+g.calm)))
	}
	for i, node := range g.node {
		g.score[i][class] += float64(f.Leaf[at+node-first])
	}
}
