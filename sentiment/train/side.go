package train

import (
	"cmp"
	"slices"

	"earshot/sentiment"
	"earshot/sentiment/model"
)

// sideTask is something else that the words foretell of a comment: how it was
// rated, which question it answers, which service it is about. None of it is
// known where only the text is, and all of it bears on how the words are meant;
// the forests are given the log odds of each.
type sideTask func(c *Comment) (yes, use bool)

// leastServed is how many comments a service must have to be foretold.
const leastServed = 100

// sideTasks lists the side tasks of these comments: four marks of the rating,
// three kinds of question, and the most common services, by name.
func sideTasks(comments []Comment) []sideTask {
	var out []sideTask
	for mark := uint8(1); mark <= 4; mark++ {
		out = append(out, func(c *Comment) (bool, bool) { return c.Rating > mark, c.Rating >= 1 && c.Rating <= 5 })
	}
	for _, q := range []sentiment.Question{sentiment.Reason, sentiment.WhatGood, sentiment.CouldImprove} {
		out = append(out, func(c *Comment) (bool, bool) { return c.Question == q, true })
	}
	count := map[string]int{}
	for i := range comments {
		if c := &comments[i]; taught(c) && c.Service != "" {
			count[c.Service]++
		}
	}
	var services []string
	for s, n := range count {
		if n >= leastServed {
			services = append(services, s)
		}
	}
	slices.SortFunc(services, func(a, b string) int {
		if count[a] != count[b] {
			return cmp.Compare(count[b], count[a])
		}
		return cmp.Compare(a, b)
	})
	services = services[:min(len(services), model.Sides-len(out))]
	slices.Sort(services)
	for _, s := range services {
		out = append(out, func(c *Comment) (bool, bool) { return c.Service == s, true })
	}
	return out
}

// taught reports whether a comment teaches sentiment: it is no written example
// and has a label.
func taught(c *Comment) bool { return c.Weight == 1 && c.Class != sentiment.Unread }

// side fits the side task of fit number k on the comments for which use is
// set.
func (c *corpus) side(use []bool, k int) []float32 {
	task := c.sides[k-len(families)*model.Thresholds-model.Themes]
	p := problem{x: c.plain, size: c.base(), y: make([]int8, len(c.x)), c: make([]float32, len(c.x))}
	for i := range c.comments {
		yes, known := task(&c.comments[i])
		p.y[i] = sign(yes)
		if use[i] && known && taught(&c.comments[i]) {
			p.c[i] = sentimentCost
		}
	}
	return p.logistic(source(c.seed, 100+uint64(k)))
}
