package main

import (
	"flag"
	"math"
	"math/rand"

	"earshot/sentiment/model"
)

var (
	nnD    = flag.Int("nnd", 32, "")
	nnH    = flag.Int("nnh", 64, "")
	nnEp   = flag.Int("nnep", 8, "")
	nnLR   = flag.Float64("nnlr", 0.05, "")
	nnDrop = flag.Float64("nndrop", 0.3, "")
	nnBits = flag.Int("nnbits", 16, "")
	nnAux  = flag.Float64("nnaux", 0.3, "")
	nnL2   = flag.Float64("nnl2", 0, "")
	nnSeed = flag.Int64("nnseed", 1, "")
	nnN    = flag.Int("nnn", 1, "ensemble")
)

type nnEx struct {
	b  [3][]uint32
	qk int
	y  []int8 // 1, -1, 0 = masked
	wt float32
}

type net struct {
	emb        [3][]float32
	acc        [3][]float32
	w1, b1     []float32 // in x H
	w2, b2     []float32
	gw1, gb1   []float32
	gw2, gb2   []float32
	D, H, O, I int
}

func newNet(D, H, O int, sizes [3]int, rng *rand.Rand) *net {
	n := &net{D: D, H: H, O: O, I: 3*D + 4}
	for b := range n.emb {
		n.emb[b] = make([]float32, sizes[b]*D)
		n.acc[b] = make([]float32, sizes[b])
		for i := range n.emb[b] {
			n.emb[b][i] = float32(rng.NormFloat64() * 0.1)
		}
	}
	mk := func(k int, s float64) []float32 {
		w := make([]float32, k)
		for i := range w {
			w[i] = float32(rng.NormFloat64() * s)
		}
		return w
	}
	n.w1 = mk(n.I*H, 1/math.Sqrt(float64(n.I)))
	n.b1 = mk(H, 0)
	n.w2 = mk(H*O, 1/math.Sqrt(float64(H)))
	n.b2 = mk(O, 0)
	n.gw1, n.gb1, n.gw2, n.gb2 = mk(n.I*H, 0), mk(H, 0), mk(H*O, 0), mk(O, 0)
	return n
}

func (n *net) forward(e *nnEx, keep [3][]uint32, x, h, o []float32) {
	for i := range x {
		x[i] = 0
	}
	for b := range keep {
		xb := x[b*n.D : (b+1)*n.D]
		for _, ix := range keep[b] {
			r := n.emb[b][int(ix)*n.D : int(ix+1)*n.D]
			for d, v := range r {
				xb[d] += v
			}
		}
		if len(keep[b]) > 0 {
			s := float32(1 / math.Sqrt(float64(len(keep[b]))))
			for d := range xb {
				xb[d] *= s
			}
		}
	}
	if e.qk >= 0 {
		x[3*n.D+e.qk] = 1
	}
	x[3*n.D+3] = float32(math.Log1p(float64(len(e.b[0]))) * 0.3)
	copy(h, n.b1)
	for i, v := range x {
		if v == 0 {
			continue
		}
		w := n.w1[i*n.H : (i+1)*n.H]
		for j := range h {
			h[j] += v * w[j]
		}
	}
	for j := range h {
		if h[j] < 0 {
			h[j] *= 0.05
		}
	}
	copy(o, n.b2)
	for j, v := range h {
		w := n.w2[j*n.O : (j+1)*n.O]
		for k := range o {
			o[k] += v * w[k]
		}
	}
}

func trainNet(exs []nnEx, O int, taskW []float32, sizes [3]int, seed int64) *net {
	rng := rand.New(rand.NewSource(seed))
	n := newNet(*nnD, *nnH, O, sizes, rng)
	x := make([]float32, n.I)
	dx := make([]float32, n.I)
	h := make([]float32, n.H)
	mh := make([]float32, n.H)
	dh := make([]float32, n.H)
	o := make([]float32, O)
	do := make([]float32, O)
	var keep [3][]uint32
	total := *nnEp * len(exs)
	step := 0
	for ep := 0; ep < *nnEp; ep++ {
		for _, i := range rng.Perm(len(exs)) {
			lr := float32(*nnLR * (1 - float64(step)/float64(total)))
			step++
			e := &exs[i]
			for b := range keep {
				keep[b] = keep[b][:0]
				for _, ix := range e.b[b] {
					if rng.Float64() >= *nnDrop {
						keep[b] = append(keep[b], ix)
					}
				}
			}
			n.forward(e, keep, x, h, o)
			// hidden dropout
			for j := range mh {
				mh[j] = 1
				if rng.Float64() < 0.3 {
					mh[j] = 0
				}
			}
			copy(o, n.b2)
			for j, v := range h {
				if mh[j] == 0 {
					continue
				}
				w := n.w2[j*n.O : (j+1)*n.O]
				for k := range o {
					o[k] += v * w[k] / 0.7
				}
			}
			for k := range o {
				do[k] = 0
				if e.y[k] != 0 && taskW[k] != 0 {
					t := float32(0)
					if e.y[k] > 0 {
						t = 1
					}
					do[k] = (float32(sig(float64(o[k]))) - t) * taskW[k] * e.wt
				}
			}
			for j := range h {
				dh[j] = 0
				if mh[j] == 0 {
					continue
				}
				w := n.w2[j*n.O : (j+1)*n.O]
				g := n.gw2[j*n.O : (j+1)*n.O]
				var s float32
				hj := h[j] / 0.7
				for k, d := range do {
					if d == 0 {
						continue
					}
					s += w[k] * d
					gr := hj * d
					g[k] += gr * gr
					w[k] -= lr * gr / float32(math.Sqrt(float64(g[k]))+1e-3)
				}
				s /= 0.7
				if h[j] < 0 {
					s *= 0.05
				}
				dh[j] = s
			}
			for k, d := range do {
				if d != 0 {
					n.gb2[k] += d * d
					n.b2[k] -= lr * d / float32(math.Sqrt(float64(n.gb2[k]))+1e-3)
				}
			}
			for i, v := range x {
				w := n.w1[i*n.H : (i+1)*n.H]
				g := n.gw1[i*n.H : (i+1)*n.H]
				var s float32
				for j, d := range dh {
					if d == 0 {
						continue
					}
					s += w[j] * d
					gr := v * d
					if gr != 0 {
						g[j] += gr * gr
						w[j] -= lr * gr / float32(math.Sqrt(float64(g[j]))+1e-3)
					}
				}
				dx[i] = s
			}
			for j, d := range dh {
				n.gb1[j] += d * d
				n.b1[j] -= lr * d / float32(math.Sqrt(float64(n.gb1[j]))+1e-3)
			}
			for b := range keep {
				if len(keep[b]) == 0 {
					continue
				}
				s := float32(1 / math.Sqrt(float64(len(keep[b]))))
				g := dx[b*n.D : (b+1)*n.D]
				var g2 float32
				for _, v := range g {
					g2 += v * v
				}
				g2 = g2 / float32(n.D) * s * s
				if g2 == 0 {
					continue
				}
				for _, ix := range keep[b] {
					n.acc[b][ix] += g2
					f := lr * s / (float32(math.Sqrt(float64(n.acc[b][ix]))) + 1e-4)
					r := n.emb[b][int(ix)*n.D : int(ix+1)*n.D]
					for d, v := range g {
						r[d] -= f * v
					}
				}
			}
		}
	}
	return n
}

func nnFeats(t *model.Tokens, text string) [3][]uint32 {
	f := extract(t, text)
	mask := uint32(1)<<*nnBits - 1
	var b [3][]uint32
	for _, h := range f.w {
		b[0] = append(b[0], mix(h)&mask)
	}
	for _, h := range f.c {
		b[1] = append(b[1], h&mask)
	}
	for _, h := range f.l {
		b[2] = append(b[2], h)
	}
	return b
}

// nnScores gives test-fold logits for tasks 0..3 sentiment, 4.. themes.
func nnScores(es []ex, fold int, useQ bool) [][]float32 {
	ea := loadEarly()
	_, ys := auxTargets(ea)
	O := 4 + 32 + len(ys)
	taskW := make([]float32, O)
	for k := range taskW {
		switch {
		case k < 4:
			taskW[k] = 1
		case k < 36:
			taskW[k] = 0.5
		default:
			taskW[k] = float32(*nnAux)
		}
	}
	var t model.Tokens
	all := make([]nnEx, len(es))
	var tr []nnEx
	for i, e := range es {
		x := nnEx{b: nnFeats(&t, e.text), qk: -1, y: make([]int8, O), wt: 1}
		if useQ {
			x.qk = e.qk
		}
		if e.y > 0 {
			for c := 0; c < 4; c++ {
				x.y[c] = -1
				if e.y > c+1 {
					x.y[c] = 1
				}
			}
		}
		for k := 4; k < 36; k++ {
			x.y[k] = -1
		}
		for _, th := range e.themes {
			x.y[4+th] = 1
		}
		all[i] = x
		if e.fold != fold && (e.y > 0) {
			tr = append(tr, x)
		}
	}
	for i, e := range ea {
		x := nnEx{b: nnFeats(&t, e.text), qk: -1, y: make([]int8, O), wt: 1}
		for k := range ys {
			x.y[36+k] = ys[k][i]
		}
		tr = append(tr, x)
	}
	out := make([][]float32, len(es))
	for s := 0; s < *nnN; s++ {
		n := trainNet(tr, O, taskW, [3]int{1 << *nnBits, 1 << *nnBits, 8704}, *nnSeed+int64(s))
		x := make([]float32, n.I)
		h := make([]float32, n.H)
		for i := range all {
			if es[i].fold == fold {
				o := make([]float32, O)
				n.forward(&all[i], all[i].b, x, h, o)
				if out[i] == nil {
					out[i] = make([]float32, O)
				}
				for k := range o {
					out[i][k] += o[k] / float32(*nnN)
				}
			}
		}
	}
	return out
}
