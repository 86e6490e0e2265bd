package main

import (
	"math"
	"math/rand"
	"sort"
)

type tree struct {
	f    []int // internal nodes heap order
	t    []float32
	leaf []float32
}

type gbdt struct {
	base  []float64
	trees [][]tree // round, class
	depth int
}

type gopt struct {
	rounds, depth        int
	lr, lambda, sub, col float64
	minH                 float64
}

func binEdges(xs [][]float32, nf, nb int) [][]float32 {
	e := make([][]float32, nf)
	for f := 0; f < nf; f++ {
		v := make([]float32, len(xs))
		for i := range xs {
			v[i] = xs[i][f]
		}
		sort.Slice(v, func(a, b int) bool { return v[a] < v[b] })
		var last float32 = float32(math.Inf(-1))
		for b := 1; b < nb; b++ {
			c := v[len(v)*b/nb]
			if c > last && c > v[0] {
				e[f] = append(e[f], c)
				last = c
			}
		}
	}
	return e
}

func trainGBDT(xs [][]float32, y []int, K int, w []float64, o gopt, seed int64) *gbdt {
	n, nf := len(xs), len(xs[0])
	edges := binEdges(xs, nf, 32)
	bins := make([][]uint8, nf)
	for f := range bins {
		bins[f] = make([]uint8, n)
		for i := range xs {
			bins[f][i] = uint8(sort.Search(len(edges[f]), func(k int) bool { return edges[f][k] > xs[i][f] }))
		}
	}
	g := &gbdt{base: make([]float64, K), depth: o.depth}
	cnt := make([]float64, K)
	for i := range y {
		cnt[y[i]] += w[i]
	}
	tot := 0.0
	for k := range cnt {
		tot += cnt[k]
	}
	for k := range cnt {
		g.base[k] = math.Log((cnt[k] + 1) / (tot + float64(K)))
	}
	F := make([][]float64, n)
	for i := range F {
		F[i] = append([]float64(nil), g.base...)
	}
	rng := rand.New(rand.NewSource(seed))
	P := make([]float64, K)
	G := make([]float64, n*K)
	H := make([]float64, n*K)
	node := make([]int, n)
	nleaf := 1 << o.depth
	for r := 0; r < o.rounds; r++ {
		for i := range F {
			mx := F[i][0]
			for _, v := range F[i] {
				mx = math.Max(mx, v)
			}
			s := 0.0
			for k, v := range F[i] {
				P[k] = math.Exp(v - mx)
				s += P[k]
			}
			for k := range P {
				p := P[k] / s
				t := 0.0
				if y[i] == k {
					t = 1
				}
				G[i*K+k] = w[i] * (p - t)
				H[i*K+k] = w[i] * p * (1 - p)
			}
		}
		use := make([]bool, n)
		for i := range use {
			use[i] = rng.Float64() < o.sub
		}
		var round []tree
		for k := 0; k < K; k++ {
			cols := []int{}
			for f := 0; f < nf; f++ {
				if rng.Float64() < o.col {
					cols = append(cols, f)
				}
			}
			t := tree{f: make([]int, nleaf), t: make([]float32, nleaf), leaf: make([]float32, nleaf)}
			for i := range node {
				node[i] = 1
			}
			for d := 0; d < o.depth; d++ {
				lo, hi := 1<<d, 2<<d
				type hist struct{ g, h [33]float64 }
				type best struct {
					gain float64
					f, b int
				}
				bs := make([]best, hi)
				for nd := lo; nd < hi; nd++ {
					bs[nd] = best{1e-6, -1, 0}
				}
				for _, f := range cols {
					hs := make([]hist, hi-lo)
					for i := range node {
						if use[i] {
							h := &hs[node[i]-lo]
							h.g[bins[f][i]] += G[i*K+k]
							h.h[bins[f][i]] += H[i*K+k]
						}
					}
					for nd := lo; nd < hi; nd++ {
						h := &hs[nd-lo]
						var tg, th float64
						for b := range h.g {
							tg += h.g[b]
							th += h.h[b]
						}
						var lg, lh float64
						for b := 0; b < len(edges[f]); b++ {
							lg += h.g[b]
							lh += h.h[b]
							rh := th - lh
							if lh < o.minH || rh < o.minH {
								continue
							}
							rg := tg - lg
							gain := lg*lg/(lh+o.lambda) + rg*rg/(rh+o.lambda) - tg*tg/(th+o.lambda)
							if gain > bs[nd].gain {
								bs[nd] = best{gain, f, b}
							}
						}
					}
				}
				for nd := lo; nd < hi; nd++ {
					t.f[nd] = bs[nd].f
					if bs[nd].f >= 0 {
						t.t[nd] = edges[bs[nd].f][bs[nd].b]
					}
				}
				for i := range node {
					nd := node[i]
					node[i] = 2 * nd
					if t.f[nd] >= 0 && xs[i][t.f[nd]] >= t.t[nd] {
						node[i]++
					}
				}
			}
			lg := make([]float64, 2*nleaf)
			lh := make([]float64, 2*nleaf)
			for i := range node {
				if use[i] {
					lg[node[i]] += G[i*K+k]
					lh[node[i]] += H[i*K+k]
				}
			}
			for l := 0; l < nleaf; l++ {
				t.leaf[l] = float32(-o.lr * lg[nleaf+l] / (lh[nleaf+l] + o.lambda))
			}
			for i := range node {
				F[i][k] += float64(t.leaf[node[i]-nleaf])
			}
			round = append(round, t)
		}
		g.trees = append(g.trees, round)
	}
	return g
}

func (g *gbdt) predict(x []float32) []float64 {
	out := append([]float64(nil), g.base...)
	nleaf := 1 << g.depth
	for _, r := range g.trees {
		for k, t := range r {
			nd := 1
			for nd < nleaf {
				f := t.f[nd]
				nd *= 2
				if f >= 0 && x[f] >= t.t[nd/2] {
					nd++
				}
			}
			out[k] += float64(t.leaf[nd-nleaf])
		}
	}
	mx := out[0]
	for _, v := range out {
		mx = math.Max(mx, v)
	}
	s := 0.0
	for k := range out {
		out[k] = math.Exp(out[k] - mx)
		s += out[k]
	}
	for k := range out {
		out[k] /= s
	}
	return out
}
