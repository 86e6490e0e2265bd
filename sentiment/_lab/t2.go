package main

import (
	"encoding/gob"
	"flag"
	"fmt"
	"math"
	"os"

	"earshot/sentiment/model"
)

type Dump struct {
	S     [][4][4]float32
	T     [][model.Themes]float32
	Shape [][model.ShapeCount]float32
}

var (
	t2r  = flag.Int("t2r", 30, "")
	t2d  = flag.Int("t2d", 3, "")
	t2lr = flag.Float64("t2lr", 0.12, "")
	t2l  = flag.Float64("t2l", 5, "")
	t2h  = flag.Float64("t2h", 3, "")
	t2q  = flag.Bool("t2q", true, "")
	t2m  = flag.Float64("t2m", 0.5, "mix with linear")
	t2min = flag.Int("t2min", 0, "")
	t2s  = flag.Bool("t2s", true, "")
)

func themes2(es []ex) {
	f, _ := os.Open("/tmp/lab/dump.gob")
	var d Dump
	if err := gob.NewDecoder(f).Decode(&d); err != nil {
		panic(err)
	}
	nov := novelOf(es)
	gold := make([][32]bool, len(es))
	cnt := [32]int{}
	for i, e := range es {
		for _, th := range e.themes {
			gold[i][th] = true
			cnt[th]++
		}
	}
	lin := make([][32]bool, len(es))
	st := make([][32]bool, len(es))
	feat := func(i int) []float32 {
		x := append([]float32{}, d.T[i][:]...)
		if *t2s {
			if *t2q {
				x = append(x, d.S[i][1][:]...)
			} else {
				x = append(x, d.S[i][0][:]...)
			}
		}
		x = append(x, d.Shape[i][:]...)
		if *t2q {
			x = append(x, b2f(es[i].qk == 1), b2f(es[i].qk == 2), b2f(es[i].qk == 3))
		}
		return x
	}
	X := make([][]float32, len(es))
	for i := range es {
		X[i] = feat(i)
	}
	par(32, func(th int) {
		sl := make([]float64, len(es))
		ss := make([]float64, len(es))
		for i := range es {
			sl[i] = float64(d.T[i][th])
		}
		for k := 0; k < 5; k++ {
			var tx [][]float32
			var ty []int
			var w []float64
			for i, e := range es {
				if e.fold != k {
					tx = append(tx, X[i])
					y := 0
					if gold[i][th] {
						y = 1
					}
					ty = append(ty, y)
					w = append(w, 1)
				}
			}
			if cnt[th] < *t2min {
				for i := range es {
					ss[i] = sl[i]
				}
				continue
			}
			g := trainGBDT(tx, ty, 2, w, gopt{*t2r, *t2d, *t2lr, *t2l, 0.8, 0.5, *t2h}, int64(th+1))
			for i, e := range es {
				if e.fold == k {
					p := g.predict(X[i])[1]
					p = math.Min(math.Max(p, 1e-4), 1-1e-4)
					ss[i] = *t2m*math.Log(p/(1-p)) + (1-*t2m)*3*sl[i]
				}
			}
		}
		for k := 0; k < 5; k++ {
			var a, b []float64
			var y []bool
			for i, e := range es {
				if e.fold != k {
					a = append(a, sl[i])
					b = append(b, ss[i])
					y = append(y, gold[i][th])
				}
			}
			ta, tb := bestThr(a, y, -0.3), bestThr(b, y, -0.6)
			for i, e := range es {
				if e.fold == k {
					lin[i][th] = sl[i] > ta
					st[i][th] = ss[i] > tb
				}
			}
		}
	})
	fmt.Print("lin ")
	report(es, gold, lin, nov)
	fmt.Print("st  ")
	report(es, gold, st, nov)
}
