package main

import (
	"flag"
	"fmt"
	"math"

	"earshot/sentiment/model"
)

var (
	rounds   = flag.Int("rounds", 80, "")
	depth    = flag.Int("depth", 3, "")
	glr      = flag.Float64("glr", 0.07, "")
	lam      = flag.Float64("lam", 3, "")
	minH     = flag.Float64("minh", 5, "")
	sub      = flag.Float64("sub", 0.7, "")
	col      = flag.Float64("col", 0.6, "")
	which    = flag.String("s2", "auto", "features")
	blend    = flag.Float64("blend", 1, "weight of the stack")
	auxDense = flag.Bool("auxdense", true, "")
	nbag     = flag.Int("bag", 1, "")
)

// stage1 trains on rows where train is set, returning weights of 4 problems.
func stage1(xs []vec, es []ex, train []bool, dim int) [4][]float32 {
	var tx []vec
	var ti []int
	for i := range es {
		if train[i] {
			tx = append(tx, xs[i])
			ti = append(ti, i)
		}
	}
	var ws [4][]float32
	for c := 0; c < 4; c++ {
		y := make([]int8, len(tx))
		for j, i := range ti {
			y[j] = -1
			if es[i].y > c+1 {
				y[j] = 1
			}
		}
		ws[c] = dcd(tx, y, dim, *C, nil, *loss, *iters, 1)
	}
	return ws
}

func dense(t *model.Tokens, e ex) []float32 {
	t.Scan(e.text)
	_ = lexFeats(t)
	s := lastShape
	up := 0
	for i := 0; i < len(e.text); i++ {
		if e.text[i] >= 'A' && e.text[i] <= 'Z' {
			up++
		}
	}
	return []float32{float32(len(t.List)), float32(s.pos), float32(s.neg), float32(s.max), float32(s.min), float32(s.first), float32(s.last), float32(s.want), float32(len(s.themes)), float32(s.ex), float32(s.clauses), float32(up) / float32(len(e.text)+1)}
}

func stack(es []ex) {
	var t model.Tokens
	fs := make([]feats, len(es))
	ds := make([][]float32, len(es))
	for i, e := range es {
		fs[i] = extract(&t, e.text)
		ds[i] = dense(&t, e)
	}
	nov := novelOf(es)
	gold := make([]int, len(es))
	for i, e := range es {
		gold[i] = e.y
	}
	aux := auxScores(es)
	modes := []string{"text", "question", "rating"}
	preds := map[string][]int{}
	for _, m := range modes {
		preds[m] = make([]int, len(es))
		preds[m+"/lin"] = make([]int, len(es))
		preds[m+"/med"] = make([]int, len(es))
	}
	par(5, func(k int) {
		train := make([]bool, len(es))
		for i, e := range es {
			train[i] = e.fold != k && e.y > 0
		}
		base := vecs(fs, train)
		dim := 2<<*bits + 1 + 8704
		nd := dim + 100
		for i := range base {
			for a, s := range aux[i] {
				base[i].ix = append(base[i].ix, uint32(dim+a))
				base[i].v = append(base[i].v, float32(s**delta))
			}
		}
		qx := make([]vec, len(base))
		for i := range base {
			qx[i] = withQ(base[i], es[i].qk, nd, float32(*cross))
		}
		rx := make([]vec, len(base))
		for i := range base {
			rx[i] = vec{append(append([]uint32{}, qx[i].ix...), uint32(nd*4+es[i].rating)), append(append([]float32{}, qx[i].v...), 1)}
		}
		_ = rx
		type level struct {
			xs  []vec
			dim int
		}
		lv := []level{{base, nd}, {qx, nd * 4}}
		// out-of-fold logits for training rows, full logits for test rows
		lg := make([][3][4]float32, len(es))
		for li, l := range lv {
			for in := 0; in < 5; in++ {
				tr := make([]bool, len(es))
				for i, e := range es {
					tr[i] = train[i] && int(model.HashWord(e.resp+"in")%5) != in
				}
				ws := stage1(l.xs, es, tr, l.dim)
				for i, e := range es {
					if train[i] && int(model.HashWord(e.resp+"in")%5) == in {
						for c := range ws {
							lg[i][li][c] = float32(dot(ws[c], l.xs[i]))
						}
					}
				}
			}
			ws := stage1(l.xs, es, train, l.dim)
			for i, e := range es {
				if e.fold == k {
					for c := range ws {
						lg[i][li][c] = float32(dot(ws[c], l.xs[i]))
					}
				}
			}
		}
		for mi, m := range modes {
			feat := func(i int) []float32 {
				var x []float32
				x = append(x, lg[i][0][:]...)
				x = append(x, lg[i][min(mi, 1)][:]...)
				for a := range aux[i] {
					if *auxDense && (a < 6 || a == len(aux[i])-1) {
						x = append(x, float32(aux[i][a]))
					}
				}
				x = append(x, ds[i]...)
				if mi > 0 {
					x = append(x, b2f(es[i].qk == 0), b2f(es[i].qk == 1), b2f(es[i].qk == 2))
				}
				if mi > 1 {
					r := float32(es[i].rating)
					x = append(x, r, b2f(es[i].rating > 5))
				}
				return x
			}
			var X [][]float32
			var Y []int
			var W []float64
			for i, e := range es {
				if train[i] {
					X = append(X, feat(i))
					Y = append(Y, e.y-1)
					W = append(W, 1)
				}
			}
			var gs []*gbdt
			for b := 0; b < *nbag; b++ {
				gs = append(gs, trainGBDT(X, Y, 5, W, gopt{*rounds, *depth, *glr, *lam, *sub, *col, *minH}, int64(b+1)))
			}
			for i, e := range es {
				if e.fold != k || e.y == 0 {
					continue
				}
				p := make([]float64, 5)
				x := feat(i)
				for _, g := range gs {
					for c, v := range g.predict(x) {
						p[c] += v / float64(len(gs))
					}
				}
				var l4 [4]float64
				for c := range l4 {
					l4[c] = float64(lg[i][min(mi, 1)][c])
				}
				q := probs(l4)
				for c := range p {
					bl := *blend
					if mi == 2 {
						bl = 1
					}
					p[c] = bl*p[c] + (1-bl)*q[c]
				}
				preds[m][i] = argmax(p) + 1
				cum := 0.0
				for c := range p {
					cum += p[c]
					if cum >= 0.5 {
						preds[m+"/med"][i] = c + 1
						break
					}
				}
				if preds[m+"/med"][i] == 0 {
					preds[m+"/med"][i] = 5
				}
				preds[m+"/lin"][i] = argmax(q) + 1
			}
		}
	})
	for _, m := range modes {
		for _, s := range []string{"/lin", "", "/med"} {
			a := measure(gold, preds[m+s], func(i int) bool { return true })
			b := measure(gold, preds[m+s], func(i int) bool { return nov[i] })
			fmt.Printf("%-14s acc %.4f %.4f  k %.4f %.4f  acc3 %.4f %.4f\n", m+s, a.acc, b.acc, a.k, b.k, a.acc3, b.acc3)
		}
	}
}

func b2f(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func probs(lg [4]float64) []float64 {
	var cum [6]float64
	cum[0] = 1
	for c := 0; c < 4; c++ {
		cum[c+1] = math.Min(sig(lg[c]), cum[c])
	}
	p := make([]float64, 5)
	for c := range p {
		p[c] = cum[c] - cum[c+1]
	}
	return p
}

func argmax(p []float64) int {
	b := 0
	for i, v := range p {
		if v > p[b] {
			b = i
		}
	}
	return b
}
