package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"earshot/scorecard/spc"
)

// NationalNote stands under every funnel: the Test does not compare providers.
const NationalNote = "The Friends and Family Test does not give results that can be used to compare providers directly: how and whom they ask differs. A place outside the funnel deserves a question, not a rank."

// Funnel draws places by their number of answers and their share, inside limits
// that allow for chance and for the spread usual between places. Highlight
// is the position of one place to name, or -1. The table lists places in the order
// given, never by value.
func Funnel(plot spc.FunnelPlot, names []string, counts spc.Counts, highlight int, o Options) Figure {
	o.Percent = true
	s := newSpan()
	s.add(plot.Target)
	for _, u := range plot.Units {
		s.add(u.Value, u.Adjusted.Lower95, u.Adjusted.Upper95)
	}
	f := newFrame(o, s.lo, s.hi)
	largest := slices.Max(counts.Denominator)
	scale := roundUp(largest)
	x := func(n float64) float64 { return f.left + 8 + (f.right-f.left-16)*n/scale }
	for k := range 5 {
		n := scale * float64(k) / 4
		f.line(x(n), f.bottom, x(n), f.bottom+4, "a")
		f.text(min(f.right-14, x(n)), f.bottom+18, "middle", "", strconv.FormatFloat(n, 'f', -1, 64))
	}
	f.curves(plot, largest, x)
	outside := f.places(plot, counts, highlight, x)
	if highlight >= 0 && highlight < len(names) {
		u := plot.Units[highlight]
		px, anchor := x(counts.Denominator[highlight]), "start"
		if px > (f.left+f.right)/2 {
			anchor, px = "end", px-20
		}
		f.text(px+10, f.y(u.Value)-9, anchor, "h", names[highlight])
	}
	f.legend([]key{{class: "m", text: "all together " + o.number(plot.Target)}, {class: "l2", text: "95% range"}, {class: "l", text: "99.8% range"},
		{mark: disc, text: "a place"}, {mark: triangle, text: "outside 99.8%"}}, "Across: number of answers. "+NationalNote)
	d := fmt.Sprintf("Funnel plot of %s by number of answers. All together: %s. %s outside the 99.8%% range%s. %s",
		count(len(plot.Units), "place"), o.number(plot.Target), count(outside, "place"), overdispersed(plot), NationalNote)
	return Figure{f.finish(f.o, d), d, funnelTable(plot, names, counts, o)}
}

func overdispersed(p spc.FunnelPlot) string {
	if p.AdjustedUsed {
		return ", which is widened for differences usual between places"
	}
	return ""
}

// limitsAt gives the limits at any number of answers, as drawn.
func limitsAt(plot spc.FunnelPlot, n, z float64) (lower, upper float64) {
	tau2 := 0.0
	if plot.AdjustedUsed {
		tau2 = plot.Tau2
	}
	centre, s := math.Asin(math.Sqrt(plot.Target)), math.Sqrt(1/(4*n)+tau2)
	at := func(angle float64) float64 {
		sin := math.Sin(min(math.Pi/2, max(0, angle)))
		return sin * sin
	}
	return at(centre - z*s), at(centre + z*s)
}

func (f *frame) curves(plot spc.FunnelPlot, largest float64, x func(float64) float64) {
	f.line(f.left, f.y(plot.Target), f.right, f.y(plot.Target), "m")
	const steps = 80
	for _, c := range []struct {
		z     float64
		class string
	}{{1.959964, "l2"}, {3.090232, "l"}} {
		var xs, low, high []float64
		for i := 1; i <= steps; i++ {
			n := largest * math.Pow(float64(i)/steps, 2)
			lo, hi := limitsAt(plot, max(1, n), c.z)
			xs = append(xs, x(n))
			low, high = append(low, f.within(lo)), append(high, f.within(hi))
		}
		f.path(xs, low, c.class)
		f.path(xs, high, c.class)
	}
}

// within is the height of a value, or missing where the axis does not reach.
func (f *frame) within(v float64) float64 {
	if v < f.lo || v > f.hi {
		return math.NaN()
	}
	return f.y(v)
}

func (f *frame) places(plot spc.FunnelPlot, counts spc.Counts, highlight int, x func(float64) float64) (outside int) {
	for i, u := range plot.Units {
		m := disc
		if u.Value < u.Adjusted.Lower998 || u.Value > u.Adjusted.Upper998 {
			m = triangle
			outside++
		}
		px, py := x(counts.Denominator[i]), f.y(u.Value)
		f.point(m, px, py)
		if i == highlight {
			f.add(`<circle cx="%.1f" cy="%.1f" r="9" class="v" %s/>`, px, py, looks("v"))
		}
	}
	return outside
}

func funnelTable(plot spc.FunnelPlot, names []string, counts spc.Counts, o Options) Table {
	t := Table{Caption: o.Title, Head: []string{"Place", "Value", "Answers", "95% range", "99.8% range", "Judgement"}}
	for i, u := range plot.Units {
		verdict := "within the 99.8% range"
		if u.Value < u.Adjusted.Lower998 || u.Value > u.Adjusted.Upper998 {
			verdict = "outside the 99.8% range"
		}
		name := strconv.Itoa(i + 1)
		if i < len(names) {
			name = names[i]
		}
		l := u.Adjusted
		t.Rows = append(t.Rows, []string{name, o.number(u.Value), strconv.FormatFloat(counts.Denominator[i], 'f', -1, 64),
			o.number(l.Lower95) + " to " + o.number(l.Upper95), o.number(l.Lower998) + " to " + o.number(l.Upper998), verdict})
	}
	return t
}

// roundUp gives a round number at least v that four steps divide well.
func roundUp(v float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(max(v, 4))))
	for _, k := range []float64{1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10} {
		if p*k >= v {
			return p * k
		}
	}
	return p * 10
}
