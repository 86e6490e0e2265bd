package main

import (
	"flag"
	"fmt"
	"math"
	"strings"
	"time"

	"earshot/sentiment/model"
)

var (
	bits   = flag.Int("bits", 18, "")
	C      = flag.Float64("c", 1, "")
	loss   = flag.String("loss", "lr", "")
	binary = flag.Bool("bin", false, "")
	useIDF = flag.Bool("idf", true, "")
	wb     = flag.Bool("wb", false, "char within words")
	nmin   = flag.Int("nmin", 3, "")
	nmax   = flag.Int("nmax", 5, "")
	beta   = flag.Float64("beta", 1, "char block weight")
	neg    = flag.Bool("neg", false, "")
	cross  = flag.Float64("cross", 1, "")
	iters  = flag.Int("iters", 20, "")
	mode   = flag.String("mode", "text", "text|question|rating")
	punct  = flag.Bool("punct", true, "")
	power  = flag.Float64("pow", 0.5, "norm power")
)

type feats struct{ w, c, l []uint32 }

var negs = map[uint32]bool{}

func init() {
	for _, w := range strings.Fields("not no never dont didnt cant couldnt wasnt isnt wouldnt wont without nothing hardly lack none doesnt havent hadnt hasnt werent arent shouldnt") {
		negs[model.HashWord(w)] = true
	}
}

func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	h ^= h >> 16
	return h
}

func extract(t *model.Tokens, text string) feats {
	t.Scan(text)
	var f feats
	prev := uint32(0x1234567)
	scope := 0
	for _, k := range t.List {
		if k.Kind == model.Mark {
			scope = 0
			if !*punct {
				continue
			}
		}
		f.w = append(f.w, k.Hash)
		f.w = append(f.w, mix(prev*31+k.Hash))
		if *neg {
			if scope > 0 {
				f.w = append(f.w, mix(k.Hash^0x5bd1e995))
				scope--
			}
			if negs[k.Hash] {
				scope = 3
			}
		}
		prev = k.Hash
	}
	f.w = append(f.w, mix(prev*31+0x7654321))
	f.l = lexFeats(t)
	b := t.Fold
	for i := range b {
		var p uint64
		for n := 1; n <= *nmax && i+n <= len(b); n++ {
			c := b[i+n-1]
			p = p<<8 | uint64(c)
			if *wb && n > 1 && b[i+n-1] == ' ' {
				if n >= *nmin {
					f.c = append(f.c, uint32((p*0x9E3779B97F4A7C15)>>32)^uint32(n))
				}
				break
			}
			if n >= *nmin {
				f.c = append(f.c, uint32((p*0x9E3779B97F4A7C15)>>32)^uint32(n))
			}
		}
	}
	return f
}

// vecs builds vectors; df from the given training rows only.
func vecs(fs []feats, train []bool) []vec {
	mask := uint32(1)<<*bits - 1
	dim := 2<<*bits + 8704
	df := make([]float64, dim)
	seen := make([]int32, dim)
	nd := 0.0
	each := func(f feats, g func(ix uint32)) {
		for _, h := range f.w {
			g(h & mask)
		}
		for _, h := range f.c {
			g(h&mask | 1<<*bits)
		}
		for _, h := range f.l {
			g(h + 2<<*bits)
		}
	}
	for i, f := range fs {
		if !train[i] {
			continue
		}
		nd++
		each(f, func(ix uint32) {
			if seen[ix] != int32(i+1) {
				seen[ix] = int32(i + 1)
				df[ix]++
			}
		})
	}
	idf := make([]float64, dim)
	for i := range idf {
		idf[i] = 1
		if *useIDF {
			idf[i] = math.Log((1+nd)/(1+df[i])) + 1
		}
	}
	out := make([]vec, len(fs))
	cnt := make([]float32, dim)
	for i, f := range fs {
		var v vec
		mask := mask
		block := func(hs []uint32, off uint32, wt float64) {
			start := len(v.ix)
			var tot float64
			for _, h := range hs {
				ix := h&mask + off
				if cnt[ix] == 0 {
					v.ix = append(v.ix, ix)
				}
				cnt[ix]++
			}
			for _, ix := range v.ix[start:] {
				c := float64(cnt[ix])
				if *binary {
					c = 1
				}
				tot += idf[ix] * idf[ix] * c
				v.v = append(v.v, float32(c*idf[ix]))
				cnt[ix] = 0
			}
			s := float32(wt / math.Pow(tot+1e-9, *power))
			for k := start; k < len(v.v); k++ {
				v.v[k] *= s
			}
		}
		block(f.w, 0, 1)
		block(f.c, 1<<*bits, *beta)
		mask = ^uint32(0)
		block(f.l, 2<<*bits, *gamma)
		// bias
		v.ix = append(v.ix, uint32(dim))
		v.v = append(v.v, 1)
		out[i] = v
	}
	return out
}

func withQ(v vec, qk int, dim int, c float32) vec {
	n := len(v.ix)
	o := vec{make([]uint32, 0, 2*n), make([]float32, 0, 2*n)}
	o.ix = append(o.ix, v.ix...)
	o.v = append(o.v, v.v...)
	for k := range v.ix {
		o.ix = append(o.ix, v.ix[k]+uint32((qk+1)*dim))
		o.v = append(o.v, v.v[k]*c)
	}
	return o
}

func sig(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func baseline(es []ex) {
	var t model.Tokens
	fs := make([]feats, len(es))
	for i, e := range es {
		fs[i] = extract(&t, e.text)
	}
	pred := make([]int, len(es))
	gold := make([]int, len(es))
	nov := novelOf(es)
	for i, e := range es {
		gold[i] = e.y
	}
	var dur time.Duration
	var aux [][]float64
	if *delta > 0 {
		aux = auxScores(es)
	}
	var nnOut [5][][]float32
	if *useNN {
		par(5, func(k int) { nnOut[k] = nnScores(es, k, *mode != "text") })
	}
	predN := make([]int, len(es))
	predE := make([]int, len(es))
	for k := 0; k < 5; k++ {
		train := make([]bool, len(es))
		for i, e := range es {
			train[i] = e.fold != k && e.y > 0
		}
		xs := vecs(fs, train)
		dim := 2<<*bits + 1 + 8704
		nd := dim + 100
		if aux != nil {
			for i := range xs {
				for a, s := range aux[i] {
					xs[i].ix = append(xs[i].ix, uint32(dim+a))
					xs[i].v = append(xs[i].v, float32(s**delta))
				}
			}
		}
		dim = nd
		if *mode != "text" {
			for i := range xs {
				xs[i] = withQ(xs[i], es[i].qk, dim, float32(*cross))
			}
			nd = dim * 6
		}
		if *mode == "rating" {
			for i := range xs {
				xs[i].ix = append(xs[i].ix, uint32(nd+es[i].rating))
				xs[i].v = append(xs[i].v, 1)
			}
			nd += 8
		}
		var tx []vec
		var ti []int
		for i := range es {
			if train[i] {
				tx = append(tx, xs[i])
				ti = append(ti, i)
			}
		}
		ws := make([][]float32, 4)
		s := time.Now()
		par(4, func(c int) {
			y := make([]int8, len(tx))
			for j, i := range ti {
				y[j] = -1
				if es[i].y > c+1 {
					y[j] = 1
				}
			}
			ws[c] = dcd(tx, y, nd, *C, nil, *loss, *iters, 1)
		})
		dur += time.Since(s)
		for i, e := range es {
			if e.fold != k || e.y == 0 {
				continue
			}
			var lg [4]float64
			for c := 0; c < 4; c++ {
				m := 1.0
				if *loss == "svm" {
					m = 2
				}
				lg[c] = dot(ws[c], xs[i]) * m
			}
			pred[i] = decide(lg)
			if *useNN {
				var ln, le [4]float64
				for c := 0; c < 4; c++ {
					ln[c] = float64(nnOut[k][i][c])
					le[c] = *mixN*ln[c] + (1-*mixN)*lg[c]
				}
				predN[i] = decide(ln)
				predE[i] = decide(le)
			}
		}
	}
	if *useNN {
		for _, p := range [][]int{predN, predE} {
			a := measure(gold, p, func(i int) bool { return true })
			b := measure(gold, p, func(i int) bool { return nov[i] })
			fmt.Printf("   nn/ens acc %.4f %.4f  k %.4f %.4f  acc3 %.4f %.4f\n", a.acc, b.acc, a.k, b.k, a.acc3, b.acc3)
		}
	}
	a := measure(gold, pred, func(i int) bool { return true })
	b := measure(gold, pred, func(i int) bool { return nov[i] })
	fmt.Printf("acc %.4f %.4f  k %.4f %.4f  acc3 %.4f %.4f  n %d %d  train %v\n", a.acc, b.acc, a.k, b.k, a.acc3, b.acc3, a.n, b.n, dur)
}

var useNN = flag.Bool("nn", false, "")
var mixN = flag.Float64("mixn", 0.5, "")

func decide(lg [4]float64) int {
	var cum [6]float64
	cum[0] = 1
	for c := 0; c < 4; c++ {
		cum[c+1] = sig(lg[c])
	}
	best, bp := 0, -1.0
	for c := 0; c < 5; c++ {
		if p := cum[c] - cum[c+1]; p > bp {
			best, bp = c, p
		}
	}
	return best + 1
}
