package main

import (
	"flag"
	"fmt"
	"math"
	"sort"

	"earshot/sentiment/model"
)

var (
	doThemes = flag.Bool("themes", false, "")
	tC       = flag.Float64("tc", 1, "")
	tloss    = flag.String("tloss", "svm", "")
	tq       = flag.Bool("tq", false, "")
	pw       = flag.Float64("pw", 1, "positive weight")
	shrink   = flag.Float64("shrink", 5, "threshold shrink")
)

// bestThr maximises F1 with shrink towards prior threshold.
func bestThr(s []float64, y []bool, prior float64) float64 {
	ix := make([]int, len(s))
	pos := 0
	for i := range ix {
		ix[i] = i
		if y[i] {
			pos++
		}
	}
	sort.Slice(ix, func(a, b int) bool { return s[ix[a]] > s[ix[b]] })
	tp := 0.0
	best, bt := -1.0, prior
	for n, i := range ix {
		if y[i] {
			tp++
		}
		f := 2 * tp / (float64(n+1) + float64(pos))
		if n+1 < len(ix) && s[ix[n+1]] == s[i] {
			continue
		}
		if f > best {
			best = f
			bt = s[i] - 1e-6
			if n+1 < len(ix) {
				bt = (s[i] + s[ix[n+1]]) / 2
			}
		}
	}
	k := float64(pos)
	return (bt*k + prior**shrink) / (k + *shrink)
}

func themesCV(es []ex) {
	var t model.Tokens
	fs := make([]feats, len(es))
	for i, e := range es {
		fs[i] = extract(&t, e.text)
	}
	nov := novelOf(es)
	aux := auxScores(es)
	pred := make([][32]bool, len(es))
	gold := make([][32]bool, len(es))
	for i, e := range es {
		for _, th := range e.themes {
			gold[i][th] = true
		}
	}
	par(5, func(k int) {
		train := make([]bool, len(es))
		for i, e := range es {
			train[i] = e.fold != k
		}
		base := vecs(fs, train)
		dim := 2<<*bits + 1 + 8704
		nd := dim + 100
		for i := range base {
			for a, s := range aux[i] {
				base[i].ix = append(base[i].ix, uint32(dim+a))
				base[i].v = append(base[i].v, float32(s**delta))
			}
			if *tq {
				base[i].ix = append(base[i].ix, uint32(nd+es[i].qk))
				base[i].v = append(base[i].v, 1)
			}
		}
		nd += 8
		for th := 0; th < 32; th++ {
			fit := func(tr []bool) []float32 {
				var xs []vec
				var ys []int8
				var cw []float64
				for i := range es {
					if tr[i] {
						xs = append(xs, base[i])
						if gold[i][th] {
							ys = append(ys, 1)
							cw = append(cw, *pw)
						} else {
							ys = append(ys, -1)
							cw = append(cw, 1)
						}
					}
				}
				return dcd(xs, ys, nd, *tC, cw, *tloss, *iters, 1)
			}
			var s []float64
			var y []bool
			for in := 0; in < 4; in++ {
				tr := make([]bool, len(es))
				for i, e := range es {
					tr[i] = train[i] && int(model.HashWord(e.resp+"in")%4) != in
				}
				w := fit(tr)
				for i, e := range es {
					if train[i] && int(model.HashWord(e.resp+"in")%4) == in {
						s = append(s, dot(w, base[i]))
						y = append(y, gold[i][th])
					}
				}
			}
			thr := bestThr(s, y, -0.3)
			w := fit(train)
			for i := range es {
				if es[i].fold == k {
					pred[i][th] = dot(w, base[i]) > thr
				}
			}
		}
	})
	report(es, gold, pred, nov)
}

func report(es []ex, gold, pred [][32]bool, nov []bool) {
	for _, nv := range []bool{false, true} {
		var tp, fp, fn [32]float64
		for i := range es {
			if nv && !nov[i] {
				continue
			}
			for th := 0; th < 32; th++ {
				switch {
				case gold[i][th] && pred[i][th]:
					tp[th]++
				case gold[i][th]:
					fn[th]++
				case pred[i][th]:
					fp[th]++
				}
			}
		}
		var a, b, c, mac float64
		n := 0.0
		for th := range tp {
			a += tp[th]
			b += fp[th]
			c += fn[th]
			if tp[th]+fn[th] > 0 {
				mac += 2 * tp[th] / (2*tp[th] + fp[th] + fn[th])
				n++
			}
		}
		fmt.Printf("micro %.4f macro %.4f (%d) P %.3f R %.3f; ", 2*a/(2*a+b+c), mac/n, int(n), a/(a+b), a/(a+c))
		if nv && *verbose {
			fmt.Println()
			for th := range tp {
				fmt.Printf("%2d tp %.0f fp %.0f fn %.0f F %.3f\n", th+1, tp[th], fp[th], fn[th], 2*tp[th]/math.Max(1, 2*tp[th]+fp[th]+fn[th]))
			}
		}
	}
	fmt.Println()
}

var verbose = flag.Bool("v", false, "")
