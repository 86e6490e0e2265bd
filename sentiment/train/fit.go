package train

import (
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"sort"

	"earshot/feedback"
	"earshot/sentiment"
	"earshot/sentiment/model"
)

// rules names the way features are made and read; it changes with the code.
const rules = "1.3"

// Settings of the fits, found by cross-validation on the training comments.
const (
	innerFolds      = 4
	sentimentCost   = 1.0  // of the logistic regressions
	themeCost       = 0.2  // of the support vector machines
	crossScale      = 1.0  // how much question × feature weighs beside feature
	forestShare     = 0.6  // of the forests in the probabilities
	textForestShare = 0.5  // of the one by the text alone
	calm            = 0.08 // weight of far misses in the choice of class
	themeShare      = 0.3  // of the part that speaks most of a theme, beside the whole
	cutPrior        = -0.5 // where a theme's cut-off lies if nothing is known
	cutShrink       = 40   // how many positives the prior is worth
)

// family is one of the four sets of threshold problems.
type family struct{ joint, rated bool }

var families = [4]family{{}, {joint: true}, {rated: true}, {joint: true, rated: true}}

// fold gives the fold of a respondent, by hash, so that it does not depend on
// the order of the file; −1 for written examples, which are never held out.
func fold(c *Comment, salt string, n int) int {
	if c.Weight < 1 {
		return -1
	}
	h := fnv.New64a()
	h.Write([]byte(salt + c.Respondent))
	return int(h.Sum64() % uint64(n))
}

// level gives the level of a question.
func level(q sentiment.Question) model.Level {
	switch q {
	case sentiment.Reason:
		return model.AskedWhy
	case sentiment.WhatGood:
		return model.AskedGood
	case sentiment.CouldImprove:
		return model.AskedWorse
	}
	return model.TextOnly
}

// vectors gives the vectors of one family. What words mean helps where they are
// all that is known, and does harm where the question or the rating is known.
func (c *corpus) vectors(f family) (xs []vector, size int) {
	base := c.base()
	size = base
	if f.joint {
		size *= int(model.Asked)
	}
	xs = make([]vector, len(c.x))
	of := c.plain
	if f == (family{}) {
		of = c.alone
	}
	for i, x := range of {
		if f.joint {
			if l := int(level(c.comments[i].Question)); l > 0 {
				n := len(x.at)
				x = vector{slices.Grow(slices.Clone(x.at), n+1), slices.Grow(slices.Clone(x.v), n+1)}
				for k := range n {
					x.append(int(x.at[k])+l*base, crossScale*x.v[k])
				}
			}
		}
		if f.rated {
			x = vector{slices.Clone(x.at), slices.Clone(x.v)}
			x.append(size+int(c.comments[i].Rating), 1)
		}
		xs[i] = x
	}
	if f.rated {
		size += 7
	}
	return xs, size
}

// weights are the fitted weights of everything linear.
type weights struct {
	sentiment [4][model.Thresholds][]float32 // by family
	themes    [model.Themes][]float32
	plain     [model.Themes][]float32 // of themes, over features and one, as the model has them
	sides     [model.Sides][]float32  // nil where there is no such task
}

// views holds the vectors of all families, shared by all fits.
type views struct {
	x         [4][]vector
	size      [4]int
	themes    []vector
	themeSize int
}

func (c *corpus) views() *views {
	var v views
	for i, f := range families {
		v.x[i], v.size[i] = c.vectors(f)
	}
	v.themes, v.themeSize = c.themeVectors()
	return &v
}

// linear fits the 16 threshold problems, the 32 themes and the side tasks on
// the comments for which use is set.
func (c *corpus) linear(v *views, use []bool, workers int) *weights {
	var w weights
	n := 4 * model.Thresholds
	inParallel(workers, n+model.Themes+len(c.sides), func(k int) {
		if k >= n+model.Themes {
			w.sides[k-n-model.Themes] = c.side(use, k)
			return
		}
		p := problem{y: make([]int8, len(c.x)), c: make([]float32, len(c.x))}
		if k < n {
			f, t := k/model.Thresholds, k%model.Thresholds
			for i := range c.comments {
				p.y[i] = sign(int(c.comments[i].Class) > t+1)
				if use[i] && c.comments[i].Class != sentiment.Unread {
					p.c[i] = sentimentCost * c.comments[i].Weight
				}
			}
			p.x, p.size = v.x[f], v.size[f]
			w.sentiment[f][t] = p.logistic(source(c.seed, uint64(k)))
			return
		}
		th := sentiment.Theme(k - n + 1)
		for i := range c.comments {
			p.y[i] = sign(slices.Contains(c.comments[i].Themes, th))
			if use[i] {
				p.c[i] = themeCost * c.comments[i].Weight
			}
		}
		p.x, p.size = v.themes, v.themeSize
		w.themes[k-n] = p.hinge(source(c.seed, uint64(k)))
		w.plain[k-n] = c.themeColumn(w.themes[k-n])
	})
	return &w
}

func sign(yes bool) int8 {
	if yes {
		return 1
	}
	return -1
}

// scores are the sums for one comment, by family, and of its themes.
type scores struct {
	family [4][model.Thresholds]float32
	themes [model.Themes]float32
	sides  [model.Sides]float32
	leans  [model.Leans]float32
}

// score scores one comment.
func (c *corpus) score(w *weights, v *views, i int) scores {
	var s scores
	for f := range w.sentiment {
		for t := range w.sentiment[f] {
			s.family[f][t] = v.x[f][i].dot(w.sentiment[f][t])
		}
	}
	for t := range w.themes {
		s.themes[t] = v.themes[i].dot(w.themes[t])
	}
	for k := range c.sides {
		s.sides[k] = c.x[i].dot(w.sides[k])
	}
	c.strongest(&s, w, i)
	var l model.Leaning
	for _, part := range c.parts[i] {
		// The middle thresholds, as [model.Part.Lean] has them.
		l.Add(part.dot(w.sentiment[0][1]) + part.dot(w.sentiment[0][2]))
	}
	s.leans = l.Sum()
	return s
}

// strongest adds to each theme its share of what the part that speaks most of
// it says, as the model does.
func (c *corpus) strongest(s *scores, w *weights, i int) {
	for t := range w.plain {
		most := float32(math.Inf(-1))
		for _, part := range c.parts[i] {
			n := sort.Search(len(part.at), func(k int) bool { return part.at[k] >= atSense })
			most = max(most, vector{part.at[:n], part.v[:n]}.dot(w.plain[t]))
		}
		if len(c.parts[i]) > 0 {
			s.themes[t] += themeShare * most
		}
	}
}

// sums lays scores out as the model would give them.
func (s *scores) sums(family int) *model.Sums {
	return &model.Sums{Text: s.family[0], Level: s.family[family], Themes: s.themes, Sides: s.sides, Leans: s.leans}
}

// fit trains a model on the comments for which use is set.
func (c *corpus) fit(v *views, use []bool, workers int) *model.Model {
	held := make([]scores, len(c.comments)) // by weights that had not seen the comment
	for k := range innerFolds {
		inner := make([]bool, len(use))
		for i := range use {
			inner[i] = use[i] && fold(&c.comments[i], "inner", innerFolds) != k
		}
		w := c.linear(v, inner, workers)
		for i := range use {
			if use[i] && fold(&c.comments[i], "inner", innerFolds) == k {
				held[i] = c.score(w, v, i)
			}
		}
	}
	h := model.Header{Seed: c.seed, Words: c.words, Block: blockWeight, Calm: calm, Share: themeShare, Blend: [3]float32{textForestShare, forestShare, forestShare}}
	for i := range use {
		if use[i] && c.comments[i].Class != sentiment.Unread && c.comments[i].Weight == 1 {
			h.Trained++
		}
	}
	c.forests(&h, held, use, workers)
	c.cuts(&h, held, use)
	m := model.New(h)
	c.store(m, c.linear(v, use, workers))
	m.Version = fmt.Sprintf("%s-%08x", rules, m.Sum32())
	return m
}

// known is what each forest is told of a comment, and the family of its sums.
type known struct {
	family int
	known  model.Known
}

// knownTo gives the ways in which a forest sees a comment. The forest by
// rating also learns to do without the question.
func knownTo(forest int, c *Comment) []known {
	l := level(c.Question)
	switch forest {
	case 0:
		return []known{{0, model.Known{}}}
	case 1:
		return []known{{1, model.Known{Level: l}}}
	}
	return []known{{3, model.Known{Level: l, Rating: c.Rating}}, {2, model.Known{Rating: c.Rating}}}
}

// forests grows the three forests on held-out sums, and fits the confidence
// on the forests' own held-out answers.
func (c *corpus) forests(h *model.Header, held []scores, use []bool, workers int) {
	samples := func(forest int, keep func(i int) bool) (out []sample) {
		for i := range use {
			if !use[i] || c.comments[i].Class == sentiment.Unread || c.comments[i].Weight < 1 || !keep(i) {
				continue
			}
			for _, k := range knownTo(forest, &c.comments[i]) {
				out = append(out, sample{model.Gather(held[i].sums(k.family), &c.shape[i], k.known), int(c.comments[i].Class) - 1})
			}
		}
		return out
	}
	inParallel(workers, 3, func(forest int) {
		h.Forest[forest] = grow(samples(forest, func(int) bool { return true }), usual, source(c.seed, 2000+uint64(forest)))
		var p []float32
		var right []bool
		for k := range innerFolds {
			in := func(i int) bool { return fold(&c.comments[i], "inner", innerFolds) == k }
			part := model.Header{Blend: h.Blend}
			part.Forest[forest] = grow(samples(forest, func(i int) bool { return !in(i) }), usual, source(c.seed, 3000+uint64(innerFolds*forest+k)))
			m := model.Model{Header: part}
			for i := range use {
				if !use[i] || c.comments[i].Class == sentiment.Unread || !in(i) {
					continue
				}
				way := knownTo(forest, &c.comments[i])[0]
				q := m.Classes(held[i].sums(way.family), &c.shape[i], way.known)
				class := model.Pick(&q, calm)
				p = append(p, model.LogOdds(q[class-1]))
				right = append(right, class == int(c.comments[i].Class))
			}
		}
		h.Sure[forest] = sigmoid(p, right)
	})
}

// sigmoid fits slope and intercept of the probability of yes by Newton's
// method, with a weak pull towards slope 1 and intercept 0.
func sigmoid(x []float32, yes []bool) [2]float32 {
	a, b := 1.0, 0.0
	const pull = 2
	for range 50 {
		ga, gb := pull*(a-1), pull*b*0.1
		haa, hab, hbb := float64(pull), 0.0, pull*0.1
		for i, v := range x {
			z := float64(v)
			p := 1 / (1 + math.Exp(-(a*z + b)))
			t := 0.0
			if yes[i] {
				t = 1
			}
			ga += (p - t) * z
			gb += p - t
			q := p * (1 - p)
			haa += q * z * z
			hab += q * z
			hbb += q
		}
		det := haa*hbb - hab*hab
		da, db := (hbb*ga-hab*gb)/det, (haa*gb-hab*ga)/det
		a, b = a-da, b-db
		if math.Abs(da)+math.Abs(db) < 1e-6 {
			break
		}
	}
	return [2]float32{float32(a), float32(b)}
}

// cuts fits the themes' cut-offs and probabilities on held-out sums.
func (c *corpus) cuts(h *model.Header, held []scores, use []bool) {
	for t := range model.Themes {
		var s []float32
		var yes []bool
		for i := range use {
			if use[i] && c.comments[i].Weight == 1 {
				s = append(s, held[i].themes[t])
				yes = append(yes, slices.Contains(c.comments[i].Themes, sentiment.Theme(t+1)))
			}
		}
		h.Cut[t] = bestCut(s, yes)
		h.Sigmoid[t] = sigmoid(s, yes)
	}
}

// bestCut gives the cut-off with the best F1, pulled towards the prior where
// there are few examples.
func bestCut(s []float32, yes []bool) float32 {
	order := make([]int, len(s))
	positives := 0
	for i := range order {
		order[i] = i
		if yes[i] {
			positives++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case s[a] > s[b]:
			return -1
		case s[a] < s[b]:
			return 1
		}
		return a - b
	})
	hits, best, cut := 0.0, -1.0, float64(cutPrior)
	for n, i := range order {
		if yes[i] {
			hits++
		}
		if n+1 == len(order) || s[order[n+1]] == s[i] {
			continue
		}
		if f := 2 * hits / float64(n+1+positives); f > best {
			best, cut = f, float64(s[i]+s[order[n+1]])/2
		}
	}
	k := float64(positives)
	return float32((cut*k + cutPrior*cutShrink) / (k + cutShrink))
}

// rated turns the rating of a comment into the nouns' own.
func rated(r uint8) feedback.Rating {
	if r > uint8(feedback.DontKnow) {
		return feedback.NoRating
	}
	return feedback.Rating(r)
}
