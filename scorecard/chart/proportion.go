package chart

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"earshot/scorecard/spc"
)

// Proportion draws a judged p, p′, u or u′ chart. Its limits move with the number
// of answers. RiseIsWorse says which side to call worse.
func Proportion(points []spc.ProportionPoint, counts spc.Counts, dates []time.Time, riseIsWorse bool, o Options) Figure {
	s := newSpan()
	for _, p := range points {
		s.add(p.Value, p.Lower, p.Upper)
	}
	if o.Target != nil {
		s.add(*o.Target)
	}
	f := newFrame(o, s.lo, s.hi)
	xs := f.dates(dates)
	f.target(o)
	n := len(points)
	f.path(xs, f.ys(n, func(i int) float64 { return points[i].Centre }), "m")
	f.path(xs, f.ys(n, func(i int) float64 { return points[i].Lower }), "l")
	f.path(xs, f.ys(n, func(i int) float64 { return points[i].Upper }), "l")
	f.path(xs, f.ys(n, func(i int) float64 { return points[i].Value }), "v")
	table := Table{Caption: o.Title, Head: []string{"Date", "Value", "Answers", "Expected range", "Judgement"}}
	seen, unusual := map[mark]bool{}, 0
	for i, p := range points {
		verdict := "as usual"
		m := disc
		switch worse := (p.Value > p.Centre) == riseIsWorse; {
		case math.IsNaN(p.Value):
			verdict = "no value"
		case p.Outside && worse:
			m, verdict = diamond, "worse: outside the expected range"
		case p.Outside:
			m, verdict = square, "better: outside the expected range"
		}
		if p.Outside {
			unusual++
		}
		if !math.IsNaN(p.Value) {
			seen[m] = true
			f.point(m, xs[i], f.y(p.Value))
		}
		table.Rows = append(table.Rows, []string{o.date(dates[i]), o.number(p.Value),
			strconv.FormatFloat(counts.Denominator[i], 'f', -1, 64), o.number(p.Lower) + " to " + o.number(p.Upper), verdict})
	}
	f.legend(f.xmrKeys(seen, o))
	d := "There is nothing to show yet."
	if n > 0 {
		d = fmt.Sprintf("Control chart of %s, %s to %s, whose expected range is narrower where there are more answers. Latest: %s, expected %s to %s. %s outside the range.",
			o.period(n), o.date(dates[0]), o.date(dates[n-1]), o.number(points[n-1].Value), o.number(points[n-1].Lower), o.number(points[n-1].Upper), count(unusual, "point"))
	}
	return Figure{f.finish(f.o, d), d, table}
}
