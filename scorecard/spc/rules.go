package spc

import "math"

// labels are the causes of one run length.
type labels struct{ shiftAbove, shiftBelow, trendUp, trendDown Cause }

func labelsFor(run int) labels {
	if run == 6 {
		return labels{Shift6Above, Shift6Below, Trend6Increases, Trend6Decreases}
	}
	return labels{Shift7Above, Shift7Below, Trend7Increases, Trend7Decreases}
}

// markCauses gives every point of a group the first rule that fits: outside,
// trend, two in three, shift.
func markCauses(g []Point, o Options) {
	name := labelsFor(o.run())
	trend, shift := inTrend(g, o.run()), inShift(g, o.run())
	pair := inTwoThree(g, o.WideTwoInThree)
	for i := range g {
		p := &g[i]
		switch {
		case p.Outside == Yes:
			p.Cause = pick(p.Side > 0, AboveLimit, BelowLimit)
		case trend[i]:
			p.Cause = pick(trendRises(g, trend, i), name.trendUp, name.trendDown)
		case pair[i]:
			p.Cause = pick(p.Side > 0, TwoThreeAbove, TwoThreeBelow)
		case shift[i]:
			p.Cause = pick(p.Side > 0, name.shiftAbove, name.shiftBelow)
		default:
			p.Cause = CommonCause
		}
	}
}

func pick(yes bool, a, b Cause) Cause {
	if yes {
		return a
	}
	return b
}

// step is the sign of the move from point i-1 to point i; NaN where unknown.
func step(g []Point, i int) float64 {
	d := g[i].Value - g[i-1].Value
	switch {
	case d > 0:
		return 1
	case d < 0:
		return -1
	}
	return d // 0 or NaN
}

// inTrend marks the members of every window of run points whose steps all go
// one way. An equal pair or a missing value breaks it.
func inTrend(g []Point, run int) []bool {
	in := make([]bool, len(g))
	length := 1 // points in the present monotone stretch
	for i := 1; i < len(g); i++ {
		s := step(g, i)
		switch {
		case s != 1 && s != -1:
			length = 1
		case length > 1 && s == step(g, i-1):
			length++
		default:
			length = 2
		}
		if length >= run {
			markBack(in, i, run)
		}
	}
	return in
}

// trendRises says which way a trend member's label points: by the step to the next
// point where that too is in a trend, else by the step from the one before.
func trendRises(g []Point, trend []bool, i int) bool {
	if i+1 < len(g) && trend[i+1] {
		return step(g, i+1) == 1
	}
	return i > 0 && step(g, i) == 1
}

// inShift marks the members of every window of run points on one side of the
// mean. A point on the mean breaks it.
func inShift(g []Point, run int) []bool {
	in := make([]bool, len(g))
	length := 0
	for i := range g {
		switch side := g[i].Side; {
		case math.IsNaN(side) || side == 0:
			length = 0
		case length > 0 && side == g[i-1].Side:
			length++
		default:
			length = 1
		}
		if length >= run {
			markBack(in, i, run)
		}
	}
	return in
}

// inTwoThree marks the points that are themselves near a limit in a window of
// three on one side of the mean with two or more near it.
func inTwoThree(g []Point, wide bool) []bool {
	counts := func(p Point) bool { return p.Close == Yes || (wide && p.Outside == Yes) }
	in := make([]bool, len(g))
	for i := 2; i < len(g); i++ {
		w := g[i-2 : i+1]
		if math.Abs(w[0].Side+w[1].Side+w[2].Side) != 3 {
			continue
		}
		near := 0
		for _, p := range w {
			if counts(p) {
				near++
			}
		}
		for k, p := range w {
			if near >= 2 && counts(p) {
				in[i-2+k] = true
			}
		}
	}
	return in
}

func markBack(in []bool, last, n int) {
	for k := last - n + 1; k <= last; k++ {
		in[k] = true
	}
}
