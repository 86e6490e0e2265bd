package spc

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// Errors of [XmR].
var (
	// ErrDirection is returned when the direction is not one of the three.
	ErrDirection = errors.New("improvement direction must be increase, decrease or neutral")
	// ErrFixAfter is returned when limits would be fixed on fewer than 12 points.
	ErrFixAfter = errors.New("limits need at least 12 points before they are fixed")
	// ErrRunLength is returned when the run length is neither 6 nor 7.
	ErrRunLength = errors.New("run length must be 6 or 7")
	// ErrLengths is returned when columns that belong together differ in length.
	ErrLengths = errors.New("columns differ in length")
)

// Direction says which way is better.
type Direction string

// The three directions.
const (
	Increase Direction = "increase"
	Decrease Direction = "decrease"
	Neutral  Direction = "neutral"
)

// The constants of an XmR chart: three sigma by the mean moving range
// (3/1.128), and the upper limit of the moving ranges themselves.
const (
	limitFactor  = 2.66
	screenFactor = 3.267
)

const (
	defaultRun   = 7
	minimumFix   = 12
	settledAfter = 13 // rows a group needs before its limits are not "trial"
)

// Options are the choices of an XmR chart. The zero value with a Direction is
// NHSRplotthedots' default.
type Options struct {
	Direction Direction
	// FixAfter fixes the limits on the first so many rows of each group; 0 means
	// all rows. At least 12. A fraction is rounded down.
	FixAfter float64
	// Rebase starts a new group at each of these dates, if it is a date of the series;
	// a date that is not is ignored.
	Rebase []time.Time
	// Target is the value aimed at; NaN or a nil pointer means none.
	Target *float64
	// KeepOutliers leaves every moving range in (the Excel tool). The default
	// drops those of 3.267 times their mean or more, once.
	KeepOutliers bool
	// RunLength is the length of a shift and of a trend: 6 (an option of the Excel
	// tool) or 7; 0 means 7.
	RunLength int
	// WideTwoInThree counts every point beyond two sigma, those outside the
	// limits included, towards two-in-three (the Excel tool as announced in
	// November 2023). The default counts only those between two and three.
	WideTwoInThree bool
}

// Series is one measure over time. Rows need not be sorted.
type Series struct {
	Dates  []time.Time
	Values []float64 // NaN = missing
}

// XmR judges a series. It returns [ErrDirection], [ErrFixAfter], [ErrRunLength]
// or [ErrLengths] for a request that makes no sense; a short, constant or empty
// series is not an error.
func XmR(s Series, o Options) (Analysis, error) {
	if err := o.check(); err != nil {
		return Analysis{}, err
	}
	if len(s.Dates) != len(s.Values) {
		return Analysis{}, fmt.Errorf("dates %d, values %d: %w", len(s.Dates), len(s.Values), ErrLengths)
	}
	points := sorted(s)
	assignGroups(points, o.Rebase)
	for start := 0; start < len(points); {
		end := start + 1
		for end < len(points) && points[end].Group == points[start].Group {
			end++
		}
		judgeGroup(points[start:end], o)
		start = end
	}
	return summarise(points, o), nil
}

func (o Options) check() error {
	switch o.Direction {
	case Increase, Decrease, Neutral:
	default:
		return fmt.Errorf("direction %q: %w", o.Direction, ErrDirection)
	}
	if o.FixAfter != 0 && !(o.FixAfter >= minimumFix) {
		return fmt.Errorf("fix after %g: %w", o.FixAfter, ErrFixAfter)
	}
	if o.RunLength != 0 && o.RunLength != 6 && o.RunLength != 7 {
		return fmt.Errorf("run length %d: %w", o.RunLength, ErrRunLength)
	}
	return nil
}

func (o Options) run() int {
	if o.RunLength == 0 {
		return defaultRun
	}
	return o.RunLength
}

func sorted(s Series) []Point {
	points := make([]Point, len(s.Dates))
	for i := range points {
		points[i] = Point{Date: s.Dates[i], Value: s.Values[i]}
	}
	slices.SortStableFunc(points, func(a, b Point) int { return a.Date.Compare(b.Date) })
	return points
}

// assignGroups numbers the groups: the rebase dates met so far among the data.
func assignGroups(points []Point, rebase []time.Time) {
	group := 0
	for i := range points {
		starts := slices.ContainsFunc(rebase, points[i].Date.Equal)
		if starts && (i == 0 || !points[i].Date.Equal(points[i-1].Date)) {
			group++
		}
		points[i].Group = group
	}
}

func judgeGroup(g []Point, o Options) {
	setLimits(g, o)
	for i := range g {
		g[i].place()
	}
	markCauses(g, o)
	for i := range g {
		g[i].Type = pointType(g[i].Cause, o.Direction)
	}
}

// setLimits works out the group's mean, moving ranges and limits.
func setLimits(g []Point, o Options) {
	used := len(g)
	if o.FixAfter != 0 {
		used = min(used, int(math.Floor(o.FixAfter)))
	}
	values, ranges := make([]float64, used), make([]float64, used)
	for i := range used {
		values[i] = g[i].Value
		ranges[i] = math.NaN()
		if i > 0 {
			ranges[i] = math.Abs(values[i] - values[i-1])
		}
	}
	kept := slices.Clone(ranges)
	if !o.KeepOutliers {
		ceiling := screenFactor * mean(ranges)
		for i, r := range ranges {
			if !(r < ceiling) {
				kept[i] = math.NaN()
			}
		}
	}
	centre, amr := mean(values), mean(kept)
	for i := range g {
		p := &g[i]
		p.ShortGroup = len(g) < settledAfter
		p.Used, p.RangeRaw, p.RangeKept = math.NaN(), math.NaN(), math.NaN()
		if i < used {
			p.Used, p.RangeRaw, p.RangeKept = values[i], ranges[i], kept[i]
		}
		p.MeanRange, p.Mean = amr, centre
		near := 2 * (limitFactor / 3)
		p.Lower, p.Upper = centre-limitFactor*amr, centre+limitFactor*amr
		p.NearLower, p.NearUpper = centre-near*amr, centre+near*amr
	}
}
