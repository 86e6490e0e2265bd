package spc

import (
	"math"
	"time"
)

// Answer is yes, no or not applicable (the value or the limit is missing).
type Answer int8

// The three answers.
const (
	NotApplicable Answer = iota
	No
	Yes
)

func answer(b bool) Answer {
	if b {
		return Yes
	}
	return No
}

// Cause names the rule by which a point is a special cause.
type Cause string

// CommonCause is a point that no rule picks out, or a missing one.
const CommonCause Cause = "Common Cause"

// Causes beyond a limit and in two out of three.
const (
	AboveLimit    Cause = "Above UCL"
	BelowLimit    Cause = "Below LCL"
	TwoThreeAbove Cause = "2 in 3 Above CL"
	TwoThreeBelow Cause = "2 in 3 Below CL"
)

// Causes by a run of six or seven. The label carries the length asked for.
const (
	Shift7Above     Cause = "7 Points Above CL"
	Shift7Below     Cause = "7 Points Below CL"
	Trend7Increases Cause = "7 Point Trend (Increasing)"
	Trend7Decreases Cause = "7 Point Trend (Decreasing)"
	Shift6Above     Cause = "6 Points Above CL"
	Shift6Below     Cause = "6 Points Below CL"
	Trend6Increases Cause = "6 Point Trend (Increasing)"
	Trend6Decreases Cause = "6 Point Trend (Decreasing)"
)

// Sign is +1 for a cause that means high or rising, -1 low or falling, 0 for
// common cause.
func (c Cause) Sign() int {
	switch c {
	case AboveLimit, TwoThreeAbove, Shift7Above, Shift6Above, Trend7Increases, Trend6Increases:
		return 1
	case BelowLimit, TwoThreeBelow, Shift7Below, Shift6Below, Trend7Decreases, Trend6Decreases:
		return -1
	}
	return 0
}

// Variation is what a point means, given which way is better.
type Variation string

// The kinds of variation.
const (
	Common      Variation = "common_cause"
	Improvement Variation = "special_cause_improvement"
	Concern     Variation = "special_cause_concern"
	NeutralHigh Variation = "special_cause_neutral_high"
	NeutralLow  Variation = "special_cause_neutral_low"
)

// Point is one row of a judged series. Numbers that do not apply are NaN.
type Point struct {
	Date       time.Time
	Value      float64
	Group      int  // 0, or the rebase dates met so far
	ShortGroup bool // under 13 rows: limits will still move
	Used       float64
	RangeRaw   float64 // distance from the row before, where both set the limits
	RangeKept  float64 // the same, NaN where screened out
	MeanRange  float64
	Mean       float64
	Lower      float64 // process limit, three sigma; never clipped
	Upper      float64
	NearLower  float64 // two sigma
	NearUpper  float64
	Outside    Answer
	Side       float64 // sign of value - mean; 0 on the mean
	Close      Answer  // between two and three sigma
	Cause      Cause
	Type       Variation
}

// Special says whether the point is a special cause.
func (p Point) Special() bool { return p.Cause != CommonCause }

// place sets the facts of a point by its limits alone.
func (p *Point) place() {
	switch d := p.Value - p.Mean; {
	case math.IsNaN(d):
		p.Side = math.NaN()
	case d > 0:
		p.Side = 1
	case d < 0:
		p.Side = -1
	default:
		p.Side = 0
	}
	if math.IsNaN(p.Value) || math.IsNaN(p.Lower) {
		p.Outside, p.Close = NotApplicable, NotApplicable
		return
	}
	outside := p.Value > p.Upper || p.Value < p.Lower
	p.Outside = answer(outside)
	p.Close = answer(!outside && (p.Value > p.NearUpper || p.Value < p.NearLower))
}

func pointType(c Cause, d Direction) Variation {
	sign := c.Sign()
	if sign == 0 {
		return Common
	}
	if d == Neutral {
		if sign > 0 {
			return NeutralHigh
		}
		return NeutralLow
	}
	if (sign > 0) == (d == Increase) {
		return Improvement
	}
	return Concern
}
