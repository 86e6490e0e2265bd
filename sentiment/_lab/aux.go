package main

import (
	"encoding/csv"
	"flag"
	"os"
	"sort"
	"strconv"

	"earshot/sentiment/model"
)

var (
	delta   = flag.Float64("delta", 0.1, "aux weight")
	subcats = flag.Bool("subcats", true, "")
	byTrust = flag.Bool("bytrust", false, "")
	auxC    = flag.Float64("auxc", 1, "")
)

type early struct {
	q, text, label, sub string
	crit                int // 99 unknown
	zero                bool
}

func loadEarly() []early {
	f, _ := os.Open("/work/shared/data/fft_comments_earlier.csv")
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(err)
	}
	var out []early
	for _, r := range rows[1:] {
		e := early{q: r[0], text: r[1], label: r[3], sub: r[4]}
		c, err := strconv.Atoi(r[2])
		if err != nil || c < -5 {
			c = 99
		}
		e.crit = c
		out = append(out, e)
	}
	return out
}

// auxTargets gives the binary problems: y 1, -1, or 0 leave out.
func auxTargets(es []early) (names []string, ys [][]int8) {
	add := func(n string, f func(e early) int) {
		y := make([]int8, len(es))
		for i, e := range es {
			y[i] = int8(f(e))
		}
		names = append(names, n)
		ys = append(ys, y)
	}
	b := func(x bool) int {
		if x {
			return 1
		}
		return -1
	}
	add("neg", func(e early) int {
		if e.crit == 99 {
			return 0
		}
		return b(e.crit < 0)
	})
	for _, th := range []int{-2, -3} {
		add("le", func(e early) int {
			if e.crit == 99 {
				return 0
			}
			return b(e.crit <= th)
		})
	}
	for _, th := range []int{2, 3, 4} {
		add("ge", func(e early) int {
			if e.crit == 99 || e.crit == 0 {
				return 0
			}
			return b(e.crit >= th)
		})
	}
	if *subcats {
		cnt := map[string]int{}
		for _, e := range es {
			cnt[e.label+"/"+e.sub]++
		}
		var keys []string
		for k, n := range cnt {
			if n >= 12 {
				keys = append(keys, k)
			}
		}
		sort.Strings(keys)
		for _, k := range keys {
			add(k, func(e early) int { return b(e.label+"/"+e.sub == k) })
		}
	}
	if *byTrust {
		for _, q := range []string{"Trust A - Q1", "Trust A - Q2", "Trust B - Q1", "Trust C - Q1", "Trust C - Q2"} {
			add(q, func(e early) int { return b(e.q == q) })
		}
	}
	add("none", func(e early) int { return b(e.label == "Couldn't be improved") })
	return
}

// auxScores trains on the earlier comments and scores the others.
func auxScores(es []ex) [][]float64 {
	ea := loadEarly()
	var t model.Tokens
	fs := make([]feats, 0, len(es)+len(ea))
	train := make([]bool, len(es)+len(ea))
	for _, e := range es {
		fs = append(fs, extract(&t, e.text))
	}
	for i, e := range ea {
		fs = append(fs, extract(&t, e.text))
		train[len(es)+i] = true
	}
	xs := vecs(fs, train)
	_, ys := auxTargets(ea)
	out := make([][]float64, len(es))
	for i := range out {
		out[i] = make([]float64, len(ys))
	}
	dim := 2<<*bits + 1 + 8704
	par(len(ys), func(k int) {
		var tx []vec
		var ty []int8
		for i := range ea {
			if ys[k][i] != 0 {
				tx = append(tx, xs[len(es)+i])
				ty = append(ty, ys[k][i])
			}
		}
		w := dcd(tx, ty, dim, *auxC, nil, "lr", 20, 1)
		for i := range es {
			out[i][k] = dot(w, xs[i])
		}
	})
	return out
}
