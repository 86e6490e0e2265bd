package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"earshot/scorecard/spc"
)

// Run draws values over time with no limits: for series too short or too flat
// to judge.
func Run(dates []time.Time, values []float64, o Options) Figure {
	s := newSpan()
	s.add(values...)
	f := newFrame(o, s.lo, s.hi)
	xs := f.dates(dates)
	ys := f.ys(len(values), func(i int) float64 { return values[i] })
	f.path(xs, ys, "v")
	table := Table{Caption: o.Title, Head: []string{"Date", "Value"}}
	for i := range values {
		if !math.IsNaN(values[i]) {
			f.point(disc, xs[i], ys[i])
		}
		table.Rows = append(table.Rows, []string{o.date(dates[i]), o.number(values[i])})
	}
	f.legend([]key{{mark: disc, text: "value"}})
	d := fmt.Sprintf("Line chart of %s.", o.period(len(values)))
	if n := len(values); n > 0 {
		d = fmt.Sprintf("Line chart of %s, %s to %s. Latest: %s.", o.period(n), o.date(dates[0]), o.date(dates[n-1]), o.number(values[n-1]))
	}
	return Figure{f.finish(f.o, d), d, table}
}

// XmR draws a judged series with its mean and limits. Points of a group whose limits
// are missing or of no width are drawn as usual: there is too little variation to
// judge them.
func XmR(a spc.Analysis, o Options) Figure {
	a.Points = unjudged(a.Points)
	s := newSpan()
	dates := make([]time.Time, len(a.Points))
	for i, p := range a.Points {
		s.add(p.Value, p.Lower, p.Upper, p.Mean)
		dates[i] = p.Date
	}
	if o.Target != nil {
		s.add(*o.Target)
	}
	f := newFrame(o, s.lo, s.hi)
	xs := f.dates(dates)
	f.target(o)
	for start := 0; start < len(a.Points); {
		end := start + 1
		for end < len(a.Points) && a.Points[end].Group == a.Points[start].Group {
			end++
		}
		f.group(a.Points[start:end], xs[start:end])
		if start > 0 {
			x := (xs[start-1] + xs[start]) / 2
			f.line(x, f.top, x, f.bottom, "r")
		}
		start = end
	}
	f.path(xs, f.ys(len(xs), func(i int) float64 { return a.Points[i].Value }), "v")
	seen := map[mark]bool{}
	for i, p := range a.Points {
		if !math.IsNaN(p.Value) {
			m := markOf(p.Type)
			seen[m] = true
			f.point(m, xs[i], f.y(p.Value))
		}
	}
	f.legend(f.xmrKeys(seen, o))
	d := describeXmR(a, o)
	return Figure{f.finish(f.o, d), d, xmrTable(a, o)}
}

// unjudged takes the verdict off points that have no limits to be judged by.
func unjudged(points []spc.Point) []spc.Point {
	points = slices.Clone(points)
	for i := range points {
		if p := &points[i]; !(p.Upper > p.Lower) {
			p.Cause, p.Type = spc.CommonCause, spc.Common
		}
	}
	return points
}

// group draws mean and limits of one stretch between rebases. A limit that
// lies outside the axis (over 100 %) is not drawn.
func (f *frame) group(ps []spc.Point, xs []float64) {
	within := func(v float64) float64 {
		if v < f.lo-1e-9 || v > f.hi+1e-9 {
			return math.NaN()
		}
		return f.y(v)
	}
	draw := func(value func(spc.Point) float64, class string) {
		y := within(value(ps[0]))
		f.path([]float64{xs[0] - 6, xs[len(xs)-1] + 6}, []float64{y, y}, class)
	}
	draw(func(p spc.Point) float64 { return p.Mean }, "m")
	draw(func(p spc.Point) float64 { return p.Lower }, "l")
	draw(func(p spc.Point) float64 { return p.Upper }, "l")
}

func (f *frame) target(o Options) {
	if o.Target == nil || math.IsNaN(*o.Target) {
		return
	}
	f.line(f.left, f.y(*o.Target), f.right, f.y(*o.Target), "y")
}

func markOf(v spc.Variation) mark {
	switch v {
	case spc.Concern:
		return diamond
	case spc.Improvement:
		return square
	case spc.NeutralHigh, spc.NeutralLow:
		return triangle
	}
	return disc
}

func (f *frame) xmrKeys(seen map[mark]bool, o Options) []key {
	keys := []key{{class: "m", text: "mean"}, {class: "l", text: "expected range"}}
	if o.Target != nil {
		keys = append(keys, key{class: "y", text: "target " + o.number(*o.Target)})
	}
	keys = append(keys, key{mark: disc, text: "as usual"})
	for _, k := range []key{{mark: diamond, text: "unusual: worse"}, {mark: square, text: "unusual: better"}, {mark: triangle, text: "unusual"}} {
		if seen[k.mark] {
			keys = append(keys, k)
		}
	}
	return keys
}

// reasons say each rule in words.
func reason(c spc.Cause) string {
	switch c {
	case spc.AboveLimit:
		return "above the expected range"
	case spc.BelowLimit:
		return "below the expected range"
	case spc.TwoThreeAbove:
		return "two of three near the upper limit"
	case spc.TwoThreeBelow:
		return "two of three near the lower limit"
	case spc.Shift7Above:
		return "7 in a row above the mean"
	case spc.Shift7Below:
		return "7 in a row below the mean"
	case spc.Shift6Above:
		return "6 in a row above the mean"
	case spc.Shift6Below:
		return "6 in a row below the mean"
	case spc.Trend7Increases:
		return "part of a rise of 7 in a row"
	case spc.Trend7Decreases:
		return "part of a fall of 7 in a row"
	case spc.Trend6Increases:
		return "part of a rise of 6 in a row"
	case spc.Trend6Decreases:
		return "part of a fall of 6 in a row"
	}
	return ""
}

// judgement says what a point means.
func judgement(v spc.Variation) string {
	switch v {
	case spc.Concern:
		return "worse"
	case spc.Improvement:
		return "better"
	case spc.NeutralHigh:
		return "high"
	case spc.NeutralLow:
		return "low"
	}
	return ""
}

func describeXmR(a spc.Analysis, o Options) string {
	n := len(a.Points)
	if n == 0 {
		return "There is nothing to show yet."
	}
	last := a.Points[n-1]
	var b strings.Builder
	fmt.Fprintf(&b, "Control chart of %s, %s to %s. Latest: %s.", o.period(n), o.date(a.Points[0].Date), o.date(last.Date), o.number(last.Value))
	if a.Flat {
		b.WriteString(" There is too little variation to judge.")
		return b.String()
	}
	fmt.Fprintf(&b, " Mean %s; expected range %s to %s.", o.number(last.Mean), o.number(last.Lower), o.number(last.Upper))
	if last.Special() {
		fmt.Fprintf(&b, " The latest is unusual (%s): %s.", judgement(last.Type), reason(last.Cause))
	} else {
		b.WriteString(" The latest is as usual.")
	}
	special := 0
	for _, p := range a.Points[:n-1] {
		if p.Special() {
			special++
		}
	}
	if special > 0 {
		fmt.Fprintf(&b, " Of those before, %d %s unusual.", special, isAre(special))
	}
	switch a.Assurance {
	case spc.ConsistentPass:
		b.WriteString(" The target will be met, as things are.")
	case spc.ConsistentFail:
		b.WriteString(" The target will not be met, as things are.")
	case spc.Inconsistent:
		b.WriteString(" The target will be met at times and missed at times.")
	}
	if a.Trial {
		b.WriteString(" The range will still move, as there are few points.")
	}
	return b.String()
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func xmrTable(a spc.Analysis, o Options) Table {
	t := Table{Caption: o.Title, Head: []string{"Date", "Value", "Mean", "Expected range", "Judgement"}}
	for _, p := range a.Points {
		verdict := "as usual"
		switch {
		case math.IsNaN(p.Value):
			verdict = "no value"
		case !(p.Upper > p.Lower):
			verdict = "too little variation to judge"
		case p.Special():
			verdict = judgement(p.Type) + ": " + reason(p.Cause)
		}
		t.Rows = append(t.Rows, []string{o.date(p.Date), o.number(p.Value), o.number(p.Mean), o.number(p.Lower) + " to " + o.number(p.Upper), verdict})
	}
	return t
}
