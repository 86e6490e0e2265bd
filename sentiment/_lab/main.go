package main

import (
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"math/rand"
	"os"
	"strings"
	"sync"

	"earshot/sentiment"
	"earshot/sentiment/model"
)

type ex struct {
	id, resp, text, q, service string
	rating, y                  int
	themes                     []int
	qk                         int // 0..2
	fold                       int
}

var qwords = flag.Bool("qwords", false, "five wordings")

func load() []ex {
	f, _ := os.Open("/work/shared/data/fft_comments_train.csv")
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(err)
	}
	var out []ex
	wid := map[string]int{}
	for _, r := range rows[1:] {
		e := ex{id: r[0], q: r[4], text: r[6], service: r[3]}
		fmt.Sscan(r[5], &e.rating)
		fmt.Sscan(r[7], &e.y)
		for _, t := range strings.Split(r[8], ";") {
			if th, ok := sentiment.ParseTheme(t); ok {
				e.themes = append(e.themes, int(th)-1)
			}
		}
		e.resp = r[0]
		if i := strings.LastIndex(r[0], " - Q"); i > 0 {
			e.resp = r[0][:i]
		}
		e.qk = int(sentiment.ParseQuestion(e.q))
		if *qwords {
			if _, ok := wid[e.q]; !ok {
				wid[e.q] = len(wid)
			}
			e.qk = wid[e.q]
		}
		e.fold = int(model.HashWord(e.resp+"x1") % 5)
		out = append(out, e)
	}
	return out
}

type vec struct {
	ix []uint32
	v  []float32
}

// dcd trains a linear model; loss "svm" (squared hinge) or "lr".
func dcd(xs []vec, y []int8, dim int, C float64, cw []float64, loss string, iters int, seed int64) []float32 {
	w := make([]float32, dim)
	n := len(xs)
	q := make([]float64, n)
	for i, x := range xs {
		for _, v := range x.v {
			q[i] += float64(v) * float64(v)
		}
	}
	al := make([]float64, n)
	c := func(i int) float64 {
		if cw == nil {
			return C
		}
		return C * cw[i]
	}
	if loss == "lr" {
		for i, x := range xs {
			if c(i) == 0 {
				continue
			}
			al[i] = math.Min(0.001*c(i), 1e-8)
			for k, ix := range x.ix {
				w[ix] += float32(float64(y[i])*al[i]) * x.v[k]
			}
		}
	}
	rng := rand.New(rand.NewSource(seed))
	perm := rng.Perm(n)
	for it := 0; it < iters; it++ {
		rng.Shuffle(n, func(a, b int) { perm[a], perm[b] = perm[b], perm[a] })
		mx := 0.0
		for _, i := range perm {
			x := xs[i]
			var s float32
			for k, ix := range x.ix {
				s += w[ix] * x.v[k]
			}
			yi := float64(y[i])
			ci := c(i)
			if ci == 0 {
				continue
			}
			var d float64
			if loss == "svm" {
				D := 1 / (2 * ci)
				g := yi*float64(s) - 1 + al[i]*D
				na := math.Max(al[i]-g/(q[i]+D), 0)
				d = na - al[i]
				al[i] = na
			} else {
				b := yi * float64(s)
				z := al[i]
				a0 := z
				for inner := 0; inner < 20; inner++ {
					gp := q[i]*(z-a0) + b + math.Log(z/(ci-z))
					if math.Abs(gp) < 1e-3 {
						break
					}
					gpp := q[i] + ci/(z*(ci-z))
					nz := z - gp/gpp
					if nz <= 0 {
						nz = z * 0.1
					} else if nz >= ci {
						nz = ci - (ci-z)*0.1
					}
					z = nz
				}
				d = z - a0
				al[i] = z
			}
			if d != 0 {
				if math.Abs(d) > mx {
					mx = math.Abs(d)
				}
				dd := float32(d * yi)
				for k, ix := range x.ix {
					w[ix] += dd * x.v[k]
				}
			}
		}
		if mx < 1e-3*C {
			break
		}
	}
	return w
}

func dot(w []float32, x vec) float64 {
	var s float32
	for k, ix := range x.ix {
		s += w[ix] * x.v[k]
	}
	return float64(s)
}

type metr struct {
	acc, k, acc3 float64
	n            int
}

func measure(gold, pred []int, keep func(i int) bool) metr {
	var m metr
	var o [5][5]float64
	for i := range gold {
		if gold[i] == 0 || !keep(i) {
			continue
		}
		m.n++
		if gold[i] == pred[i] {
			m.acc++
		}
		c3 := func(c int) int {
			if c < 3 {
				return 0
			}
			if c == 3 {
				return 1
			}
			return 2
		}
		if c3(gold[i]) == c3(pred[i]) {
			m.acc3++
		}
		o[gold[i]-1][pred[i]-1]++
	}
	n := float64(m.n)
	var r, c [5]float64
	for i := range o {
		for j := range o {
			r[i] += o[i][j]
			c[j] += o[i][j]
		}
	}
	var num, den float64
	for i := range o {
		for j := range o {
			d := float64((i - j) * (i - j))
			num += d * o[i][j]
			den += d * r[i] * c[j] / n
		}
	}
	m.acc /= n
	m.acc3 /= n
	m.k = 1 - num/den
	return m
}

func par(n int, f func(i int)) {
	var wg sync.WaitGroup
	sem := make(chan struct{}, 2)
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func(i int) {
			sem <- struct{}{}
			defer func() { <-sem; wg.Done() }()
			f(i)
		}(i)
	}
	wg.Wait()
}

func norm(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func novelOf(es []ex) []bool {
	out := make([]bool, len(es))
	for k := 0; k < 5; k++ {
		seen := map[string]bool{}
		for _, e := range es {
			if e.fold != k {
				seen[norm(e.text)] = true
			}
		}
		for i, e := range es {
			if e.fold == k {
				out[i] = !seen[norm(e.text)]
			}
		}
	}
	return out
}
