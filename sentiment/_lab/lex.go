package main

import (
	"flag"
	"os"
	"strconv"
	"strings"

	"earshot/sentiment/model"
)

var (
	gamma   = flag.Float64("gamma", 1, "lexicon block weight")
	shape   = flag.Int("shape", 1, "")
	lexPair = flag.Bool("pairs", true, "")
)

type group struct {
	name  string
	val   int
	theme string
}

var groups []group
var lex = map[uint32][]int{}

func loadLex() {
	b, err := os.ReadFile("/tmp/wt/model/sentiment/model/lexicon.txt")
	if err != nil {
		panic(err)
	}
	var t model.Tokens
	for _, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		head, words, _ := strings.Cut(line, ": ")
		f := strings.Fields(head)
		v, _ := strconv.Atoi(f[1])
		g := len(groups)
		groups = append(groups, group{f[0], v, f[2]})
		for _, w := range strings.Fields(words) {
			t.Scan(strings.ReplaceAll(w, "_", " "))
			if len(t.List) == 0 || len(t.List) > 3 {
				_ = w
				continue
			}
			h := t.List[0].Hash
			for _, k := range t.List[1:] {
				h = mix(h*31 + k.Hash)
			}
			dup := false
			for _, o := range lex[h] {
				dup = dup || o == g
			}
			if !dup {
				lex[h] = append(lex[h], g)
			}
		}
	}
}

// lexFeats gives group ids; 256+ negated; hashed pairs 512+.
func lexFeats(t *model.Tokens) []uint32 {
	var out []uint32
	scope := 0
	l := t.List
	last := -1
	sh := newShape()
	for i, k := range l {
		if k.Kind == model.Mark {
			sh.mark(k.Sign)
			if k.Sign != ',' {
				scope = 0
			}
			continue
		}
		h := k.Hash
		emit := func(h uint32) {
			for _, g := range lex[h] {
				id := uint32(g)
				if scope > 0 && groups[g].val != 0 {
					id += 256
				}
				out = append(out, id)
				sh.hit(groups[g], scope > 0)
				if *lexPair && last >= 0 {
					out = append(out, 512+mix(uint32(last)*977+id)&8191)
				}
				if groups[g].name != "negate" {
					last = int(id)
				}
			}
		}
		if i+1 < len(l) {
			h2 := mix(h*31 + l[i+1].Hash)
			if i+2 < len(l) {
				emit(mix(h2*31 + l[i+2].Hash))
			}
			emit(h2)
		}
		emit(h)
		if scope > 0 {
			scope--
		}
		if negs[h] {
			scope = 4
		}
	}
	lastShape = sh
	if *shape > 0 {
		out = sh.feats(out, len(l))
	}
	return out
}

var lastShape *shapes

type shapes struct {
	pos, neg, want, ex, first, last, max, min, clauses int
	themes                                             map[string]bool
}

func newShape() *shapes { return &shapes{themes: map[string]bool{}} }
func (s *shapes) mark(c byte) {
	if c == '!' {
		s.ex++
	}
	if c == '.' || c == ';' {
		s.clauses++
	}
}
func (s *shapes) hit(g group, neg bool) {
	v := g.val
	if g.theme != "-" {
		s.themes[g.theme] = true
	}
	if g.name == "want" {
		s.want++
		return
	}
	if neg {
		v = -v
		if v < -2 {
			v = -1
		}
	}
	if v == 0 {
		return
	}
	if v > 0 {
		s.pos++
	} else {
		s.neg++
	}
	if s.first == 0 {
		s.first = v
	}
	s.last = v
	if v > s.max {
		s.max = v
	}
	if v < s.min {
		s.min = v
	}
}
func bk(n int) int {
	switch {
	case n <= 2:
		return n
	case n <= 4:
		return 3
	case n <= 8:
		return 4
	}
	return 5
}
func (s *shapes) feats(out []uint32, n int) []uint32 {
	lb := 0
	for _, t := range []int{1, 2, 3, 5, 8, 12, 18, 26, 40, 70} {
		if n > t {
			lb++
		}
	}
	add := func(kind, v int) { out = append(out, 512+mix(uint32(kind*1000003+v))&8191) }
	add(1, lb)
	add(2, bk(s.pos)*6+bk(s.neg))
	add(3, (s.max+4)*10+s.min+4)
	add(4, (s.first+4)*10+s.last+4)
	if *shape > 1 {
		add(5, bk(s.want)*16+bk(s.neg))
		add(6, bk(len(s.themes)))
		add(7, bk(s.ex))
		add(8, bk(s.pos)*16+lb)
		add(9, bk(s.neg)*16+lb)
	}
	return out
}
