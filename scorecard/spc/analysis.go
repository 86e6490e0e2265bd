package spc

import "math"

// Assurance says whether a target will be met, judging by the limits.
type Assurance string

// The kinds of assurance. NoAssurance means that there is no target, or no
// better direction.
const (
	NoAssurance    Assurance = ""
	Inconsistent   Assurance = "inconsistent"
	ConsistentPass Assurance = "consistent_pass"
	ConsistentFail Assurance = "consistent_fail"
)

// Analysis is a judged series, in date order, with its two summary icons.
type Analysis struct {
	Points    []Point
	Variation Variation // of the last point
	Assurance Assurance
	// VariationIcon and AssuranceIcon are the file names NHS dashboards use, without
	// a folder; empty for none.
	VariationIcon string
	AssuranceIcon string
	// Trial says that some group has under 13 rows.
	Trial bool
	// Flat says that the limits of the last group are missing or of zero width:
	// there is too little variation to judge, and a page should say so
	// instead of showing special causes.
	Flat bool
	// Margin is the smallest non-zero distance of a value from its mean or a
	// limit, over the largest absolute value or 1; NaN for none. Under 1e-9 an answer
	// hangs on floating point.
	Margin float64
}

func summarise(points []Point, o Options) Analysis {
	a := Analysis{Points: points, Variation: Common, Margin: margin(points)}
	for _, p := range points {
		a.Trial = a.Trial || p.ShortGroup
	}
	if len(points) > 0 {
		last := points[len(points)-1]
		a.Variation = last.Type
		a.Assurance = assure(last, o)
		a.Flat = !(last.Upper > last.Lower)
	}
	a.VariationIcon, a.AssuranceIcon = variationIcon(a.Variation, o.Direction), assuranceIcon(a.Assurance)
	return a
}

func assure(last Point, o Options) Assurance {
	if o.Target == nil || math.IsNaN(*o.Target) || o.Direction == Neutral {
		return NoAssurance
	}
	above, below := ConsistentFail, ConsistentPass
	if o.Direction == Decrease {
		above, below = ConsistentPass, ConsistentFail
	}
	switch t := *o.Target; {
	case t > last.Upper:
		return above
	case t < last.Lower:
		return below
	}
	return Inconsistent
}

func variationIcon(v Variation, d Direction) string {
	switch {
	case v == NeutralHigh:
		return "neutral_high.svg"
	case v == NeutralLow:
		return "neutral_low.svg"
	case v == Improvement && d == Increase:
		return "improvement_high.svg"
	case v == Improvement:
		return "improvement_low.svg"
	case v == Concern && d == Increase:
		return "concern_low.svg"
	case v == Concern:
		return "concern_high.svg"
	}
	return "common_cause.svg"
}

func assuranceIcon(a Assurance) string {
	switch a {
	case ConsistentPass:
		return "pass.svg"
	case ConsistentFail:
		return "fail.svg"
	case Inconsistent:
		return "inconsistent.svg"
	}
	return ""
}

func margin(points []Point) float64 {
	smallest, largest := math.Inf(1), 1.0
	for _, p := range points {
		if math.IsNaN(p.Value) {
			continue
		}
		largest = max(largest, math.Abs(p.Value))
		for _, limit := range []float64{p.Mean, p.Lower, p.Upper, p.NearLower, p.NearUpper} {
			if d := math.Abs(p.Value - limit); d > 0 && d < smallest {
				smallest = d
			}
		}
	}
	if math.IsInf(smallest, 1) {
		return math.NaN()
	}
	return smallest / largest
}
