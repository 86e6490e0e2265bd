package spc

import (
	"errors"
	"fmt"
	"math"
)

// Errors of [Proportion].
var (
	// ErrChart is returned for an unknown kind of chart.
	ErrChart = errors.New("chart must be p, pp, u or up")
	// ErrRange is returned when freeze, exclude or a part points outside the data.
	ErrRange = errors.New("position outside the data")
)

// Kind is a chart of counts over denominators.
type Kind string

// The four kinds: shares of answers (p) and counts per unit (u), each plain or
// with Laney's correction for overdispersion.
const (
	P      Kind = "p"
	PPrime Kind = "pp"
	U      Kind = "u"
	UPrime Kind = "up"
)

func (k Kind) laney() bool { return k == PPrime || k == UPrime }
func (k Kind) share() bool { return k == P || k == PPrime }

// laneyFactor turns a mean moving range of standardised values into a standard
// deviation (d2 of two points).
const laneyFactor = 1.128

// Counts are events over a denominator, oldest first.
type Counts struct {
	Numerator   []float64
	Denominator []float64 // 0 = nothing that period: no value and no limit
}

// ProportionOptions are the choices of a p or u chart. The zero value uses
// every point, in one part, and keeps every moving range.
type ProportionOptions struct {
	Freeze  int   // the first so many points set the limits; 0 = all
	Exclude []int // 0-based points that set neither limits nor runs
	Part    []int // for each part but the last, how many points it and those before hold
	// Screen drops moving ranges of 3.267 times their mean or more before Laney's
	// correction (qicharts2 does when attached).
	Screen bool
}

// ProportionPoint is one judged period. Numbers that do not apply are NaN.
type ProportionPoint struct {
	Value, Centre        float64
	Lower, Upper         float64 // three sigma
	NearLower, NearUpper float64 // two sigma
	Outside              bool    // beyond three sigma
	Runs                 bool    // its part has a run too long or too few crossings
}

// Runs are Anhøj's tests of one part: the longest run on one side of the centre
// and the number of times the centre is crossed.
type Runs struct {
	Useful                    int // points not on the centre
	Longest, LongestMax       int
	Crossings, CrossingsLeast int
	Signal                    bool
}

// Proportion judges counts over denominators as a p, p', u or u' chart. It
// gives the points and the runs of each part. It returns [ErrChart],
// [ErrLengths] or [ErrRange].
func Proportion(kind Kind, c Counts, o ProportionOptions) ([]ProportionPoint, []Runs, error) {
	switch kind {
	case P, PPrime, U, UPrime:
	default:
		return nil, nil, fmt.Errorf("chart %q: %w", kind, ErrChart)
	}
	n := len(c.Numerator)
	if n != len(c.Denominator) {
		return nil, nil, fmt.Errorf("numerators %d, denominators %d: %w", n, len(c.Denominator), ErrLengths)
	}
	left, bounds, err := o.resolve(n)
	if err != nil {
		return nil, nil, err
	}
	points := make([]ProportionPoint, n)
	runs := make([]Runs, 0, len(bounds))
	start := 0
	for _, end := range bounds {
		part := proportionPart{kind: kind, k: c.Numerator[start:end], n: c.Denominator[start:end],
			left: left[start:end], out: points[start:end], screen: o.Screen, baseline: end - start}
		if o.Freeze > 0 {
			part.baseline = min(end-start, max(0, o.Freeze-start))
		}
		runs = append(runs, part.judge())
		start = end
	}
	return points, runs, nil
}

// resolve checks the positions and gives which points are left out, and where
// each part ends.
func (o ProportionOptions) resolve(n int) (left []bool, bounds []int, err error) {
	if o.Freeze < 0 || o.Freeze > n {
		return nil, nil, fmt.Errorf("freeze %d of %d points: %w", o.Freeze, n, ErrRange)
	}
	left = make([]bool, n)
	for _, i := range o.Exclude {
		if i < 0 || i >= n {
			return nil, nil, fmt.Errorf("exclude %d of %d points: %w", i, n, ErrRange)
		}
		left[i] = true
	}
	last := 0
	for _, end := range o.Part {
		if end <= last || end >= n {
			return nil, nil, fmt.Errorf("part of %d points: %w", end, ErrRange)
		}
		bounds = append(bounds, end)
		last = end
	}
	if n > 0 {
		bounds = append(bounds, n)
	}
	return left, bounds, nil
}

type proportionPart struct {
	kind     Kind
	k, n     []float64
	left     []bool
	out      []ProportionPoint
	screen   bool
	baseline int // the first so many points may set the limits
}

func (p proportionPart) judge() Runs {
	centre := p.centre()
	factor := 1.0
	if p.kind.laney() {
		factor = p.sigmaZ(centre)
	}
	for i := range p.out {
		q := &p.out[i]
		q.Value, q.Centre = p.value(i), centre
		sd := p.sd(i, centre) * factor
		q.Lower, q.Upper = p.clip(centre-3*sd), p.clip(centre+3*sd)
		q.NearLower, q.NearUpper = p.clip(centre-2*sd), p.clip(centre+2*sd)
		q.Outside = q.Value > q.Upper || q.Value < q.Lower
	}
	runs := p.runs(centre)
	for i := range p.out {
		p.out[i].Runs = runs.Signal
	}
	return runs
}

func (p proportionPart) value(i int) float64 {
	if p.n[i] == 0 {
		return math.NaN()
	}
	return p.k[i] / p.n[i]
}

// centre is total events over total denominator of the baseline, not the mean
// of the ratios.
func (p proportionPart) centre() float64 {
	var k, n []float64
	for i := range p.baseline {
		if !p.left[i] && !math.IsNaN(p.k[i]) && !math.IsNaN(p.n[i]) {
			k, n = append(k, p.k[i]), append(n, p.n[i])
		}
	}
	return exactSum(k) / exactSum(n)
}

func (p proportionPart) sd(i int, centre float64) float64 {
	if p.n[i] == 0 {
		return math.NaN()
	}
	if p.kind.share() {
		return math.Sqrt(centre * (1 - centre) / p.n[i])
	}
	return math.Sqrt(centre / p.n[i])
}

func (p proportionPart) clip(limit float64) float64 {
	if p.kind.share() && limit > 1 {
		return 1
	}
	if limit < 0 {
		return 0
	}
	return limit
}

// sigmaZ is Laney's factor: how much wider the standardised values move from one
// point to the next than chance alone would have it.
func (p proportionPart) sigmaZ(centre float64) float64 {
	var ranges []float64
	previous := math.NaN()
	for i := range p.baseline {
		if p.left[i] {
			continue
		}
		z := (p.value(i) - centre) / p.sd(i, centre)
		ranges = append(ranges, math.Abs(z-previous))
		previous = z
	}
	amr := mean(ranges)
	if p.screen {
		ceiling := screenFactor * amr
		for i, r := range ranges {
			if !(r < ceiling) {
				ranges[i] = math.NaN()
			}
		}
		amr = mean(ranges)
	}
	return amr / laneyFactor
}

// runs are Anhøj's tests: a run longer than round(log2 n) + 3, or fewer crossings
// than the 5 % point of a binomial with n - 1 tosses.
func (p proportionPart) runs(centre float64) Runs {
	var r Runs
	length, side := 0, 0.0
	for i := range p.out {
		d := p.out[i].Value - centre
		if p.left[i] || math.IsNaN(d) || d == 0 {
			continue
		}
		s := math.Copysign(1, d)
		if r.Useful > 0 && s != side {
			r.Crossings++
			length = 0
		}
		length++
		side = s
		r.Useful++
		r.Longest = max(r.Longest, length)
	}
	if r.Useful == 0 {
		return r
	}
	r.LongestMax = int(math.RoundToEven(math.Log2(float64(r.Useful)))) + 3
	r.CrossingsLeast = binomialQuantile(0.05, r.Useful-1, 0.5)
	r.Signal = r.Longest > r.LongestMax || r.Crossings < r.CrossingsLeast
	return r
}
