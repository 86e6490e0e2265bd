package spc

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// ErrFunnel is returned for a funnel with no units, a unit without a
// denominator or with more events than its denominator, or a trim outside [0, 0.5).
var ErrFunnel = errors.New("funnel needs units with 0 <= numerator <= denominator and 0 <= trim < 0.5")

// FunnelOptions are the choices of a funnel plot.
type FunnelOptions struct {
	// Trim is the share of units winsorised at each end before overdispersion is
	// estimated. 0.1 is usual.
	Trim float64
	// Strict judges outliers by the 99.8 % limits; otherwise by the 95 % ones.
	Strict bool
}

// Limits are the 95 % and 99.8 % control limits of one unit, as shares.
type Limits struct{ Lower95, Upper95, Lower998, Upper998 float64 }

// FunnelUnit is one place of a funnel plot.
type FunnelUnit struct {
	Value       float64 // events over denominator
	Z           float64 // standardised distance from the target
	ZWinsorised float64
	Winsorised  bool   // at or beyond a winsorising point
	Plain       Limits // arcsine, no overdispersion
	Adjusted    Limits // arcsine with overdispersion; Plain where there is none
	Exact       Limits // interpolated binomial
	// Outlying and OutlyingPlain say that the value is outside the chosen
	// adjusted, or plain, limit.
	Outlying      bool
	OutlyingPlain bool
}

// FunnelPlot compares units with their common share, allowing for chance and for
// more variation between units than chance gives. It says which units deserve a
// question. It is not a ranking.
type FunnelPlot struct {
	Target       float64 // all events over all denominators
	Phi          float64 // overdispersion ratio; about 1 is none
	Tau2         float64 // variance between units on the arcsine scale
	AdjustedUsed bool    // Phi > 1
	Units        []FunnelUnit
}

const (
	funnelZ95  = 1.959964 // normal quantile at 97.5 %, as FunnelPlotR rounds it
	funnelZ998 = 3.090232 // normal quantile at 99.9 %, likewise
)

// Funnel judges units by Spiegelhalter's method (Stat Med 2005;24:1185, and the
// 2012 additive model with winsorised overdispersion) on the arcsine scale, as
// the R package FunnelPlotR does for proportions. Where that package lets an
// upper limit fold back under 100 %, this one holds it at 100 %.
func Funnel(c Counts, o FunnelOptions) (FunnelPlot, error) {
	n := len(c.Numerator)
	if n != len(c.Denominator) {
		return FunnelPlot{}, fmt.Errorf("numerators %d, denominators %d: %w", n, len(c.Denominator), ErrLengths)
	}
	if n == 0 || !(o.Trim >= 0 && o.Trim < 0.5) {
		return FunnelPlot{}, fmt.Errorf("%d units, trim %g: %w", n, o.Trim, ErrFunnel)
	}
	for i := range n {
		if k, d := c.Numerator[i], c.Denominator[i]; !(k >= 0 && d > 0 && k <= d) {
			return FunnelPlot{}, fmt.Errorf("unit %d, %g of %g: %w", i, k, d, ErrFunnel)
		}
	}
	f := FunnelPlot{Target: exactSum(c.Numerator) / exactSum(c.Denominator), Units: make([]FunnelUnit, n)}
	f.standardise(c, o.Trim)
	f.overdispersion(c.Denominator)
	for i := range f.Units {
		f.setLimits(i, c.Denominator[i], o.Strict)
	}
	return f, nil
}

// standardise sets each unit's value, z and winsorised z.
func (f *FunnelPlot) standardise(c Counts, trim float64) {
	centre := math.Asin(math.Sqrt(f.Target))
	z := make([]float64, len(f.Units))
	for i := range f.Units {
		f.Units[i].Value = c.Numerator[i] / c.Denominator[i]
		z[i] = (math.Asin(math.Sqrt(f.Units[i].Value)) - centre) * 2 * math.Sqrt(c.Denominator[i])
	}
	lo, hi := quantile7(z, trim), quantile7(z, 1-trim)
	for i := range f.Units {
		u := &f.Units[i]
		u.Z, u.ZWinsorised = z[i], min(hi, max(lo, z[i]))
		u.Winsorised = z[i] <= lo || z[i] >= hi
	}
}

// overdispersion sets phi and tau squared (DerSimonian and Laird's estimate).
func (f *FunnelPlot) overdispersion(denominators []float64) {
	squares, w, w2 := make([]float64, len(f.Units)), make([]float64, len(f.Units)), make([]float64, len(f.Units))
	for i, u := range f.Units {
		squares[i] = u.ZWinsorised * u.ZWinsorised
		w[i] = 4 * denominators[i]
		w2[i] = w[i] * w[i]
	}
	n := float64(len(f.Units))
	f.Phi = exactSum(squares) / n
	if sum := exactSum(w); n*f.Phi >= n-1 && n > 1 {
		f.Tau2 = max(0, (n*f.Phi-(n-1))/(sum-exactSum(w2)/sum))
	}
	f.AdjustedUsed = f.Phi > 1
}

func (f *FunnelPlot) setLimits(i int, n float64, strict bool) {
	u := &f.Units[i]
	u.Plain = f.arcsineLimits(n, 0)
	u.Adjusted = u.Plain
	if f.AdjustedUsed {
		u.Adjusted = f.arcsineLimits(n, f.Tau2)
	}
	u.Exact = Limits{
		Lower95: exactLimit(0.025, n, f.Target), Upper95: exactLimit(0.975, n, f.Target),
		Lower998: exactLimit(0.001, n, f.Target), Upper998: exactLimit(0.999, n, f.Target),
	}
	u.Outlying, u.OutlyingPlain = u.Adjusted.outside(u.Value, strict), u.Plain.outside(u.Value, strict)
}

func (l Limits) outside(v float64, strict bool) bool {
	if strict {
		return v < l.Lower998 || v > l.Upper998
	}
	return v < l.Lower95 || v > l.Upper95
}

func (f *FunnelPlot) arcsineLimits(n, tau2 float64) Limits {
	centre := math.Asin(math.Sqrt(f.Target))
	s := math.Sqrt(1/(4*n) + tau2)
	at := func(z float64) float64 {
		sin := math.Sin(min(math.Pi/2, max(0, centre+z*s)))
		return sin * sin
	}
	return Limits{at(-funnelZ95), at(funnelZ95), at(-funnelZ998), at(funnelZ998)}
}

// exactLimit interpolates the binomial quantile (Spiegelhalter 2005, appendix).
func exactLimit(p, n, target float64) float64 {
	r, below, at := binomialPoint(p, int(math.Round(n)), target)
	if at == 0 {
		return float64(r) / n
	}
	return (float64(r) - (below-p)/at) / n
}

// quantile7 is R's default quantile: linear between order statistics. Equal
// neighbours are not interpolated, so that a tie stays exactly a tie.
func quantile7(xs []float64, p float64) float64 {
	s := slices.Sorted(slices.Values(xs))
	at := 1 + float64(len(s)-1)*p // 1-based, as R rounds it
	lo := int(math.Floor(at))
	hi, h := min(lo+1, len(s)), at-float64(lo)
	if h == 0 || s[lo-1] == s[hi-1] {
		return s[lo-1]
	}
	return (1-h)*s[lo-1] + h*s[hi-1]
}
