package spc

import (
	"errors"
	"fmt"
)

// trialWarning is what NHSRplotthedots says of a short group, in its words (MIT
// licence), so that answers can be compared with its own.
const trialWarning = "Some groups have 'n < 12' observations. These have trial limits, which will be revised with each additional observation until 'n = fix_after_n_points' has been reached."

// Defaults fill in what a line does not say.
type Defaults struct {
	XmR   Options
	Chart Kind
}

// pointColumns are a judged series as columns, in date order.
type pointColumns struct {
	Date      []string    `json:"date"`
	Value     []number    `json:"value"`
	Group     []int       `json:"rebase_group"`
	Short     []bool      `json:"short_group_warning"`
	Used      []number    `json:"used_for_limits"`
	RangeRaw  []number    `json:"mr_raw"`
	RangeKept []number    `json:"mr_kept"`
	MeanRange []number    `json:"amr"`
	Mean      []number    `json:"mean"`
	Lower     []number    `json:"lpl"`
	Upper     []number    `json:"upl"`
	NearLower []number    `json:"nlpl"`
	NearUpper []number    `json:"nupl"`
	Outside   []*bool     `json:"outside_limits"`
	Side      []number    `json:"relative_to_mean"`
	Close     []*bool     `json:"close_to_limits"`
	Cause     []Cause     `json:"special_cause_type"`
	Special   []bool      `json:"special_cause_flag"`
	Type      []Variation `json:"point_type"`
}

// seriesAnswer is one line of XmR output.
type seriesAnswer struct {
	ID            string       `json:"id"`
	Status        string       `json:"status"`
	Points        pointColumns `json:"points"`
	Variation     *Variation   `json:"variation_type"`
	VariationIcon *string      `json:"variation_icon"`
	Assurance     *Assurance   `json:"assurance_type"`
	AssuranceIcon *string      `json:"assurance_icon"`
	Warnings      []string     `json:"warnings"`
	Margin        number       `json:"fp_margin"`
}

// failure is the line for a request that makes no sense.
type failure struct {
	ID      string `json:"id"`
	Status  string `json:"status"`
	Message string `json:"message"`
}

// Refusal gives the line to print for a request that was refused.
func Refusal(id string, err error) any { return failure{id, "error", err.Error()} }

// AnswerSeries judges one line of the XmR format and gives what to print. The id
// is set also where an error is returned, if the line could be read so far.
func AnswerSeries(line []byte, d Defaults) (id string, reply any, err error) {
	var f seriesFields
	h, err := decode(line, &f)
	if err != nil {
		return h.ID, nil, err
	}
	s, o, err := f.request(d.XmR)
	if err != nil {
		return h.ID, nil, err
	}
	a, err := XmR(s, o)
	if err != nil {
		return h.ID, nil, err
	}
	r := seriesAnswer{ID: h.ID, Status: "ok", Points: columns(a.Points), Warnings: []string{}, Margin: number(a.Margin),
		Variation: &a.Variation, VariationIcon: &a.VariationIcon}
	if a.Assurance != NoAssurance {
		r.Assurance, r.AssuranceIcon = &a.Assurance, &a.AssuranceIcon
	}
	if a.Trial {
		r.Warnings = append(r.Warnings, trialWarning)
	}
	return h.ID, r, nil
}

func (f seriesFields) request(o Options) (Series, Options, error) {
	dates, err := parseDates(f.Dates)
	if err != nil {
		return Series{}, o, err
	}
	if len(f.Rebase) > 0 {
		if o.Rebase, err = parseDates(f.Rebase); err != nil {
			return Series{}, o, err
		}
	}
	if f.Direction != "" {
		o.Direction = Direction(f.Direction)
	}
	if f.FixAfter != nil {
		o.FixAfter = *f.FixAfter
		if o.FixAfter < minimumFix {
			return Series{}, o, fmt.Errorf("fix after %g: %w", o.FixAfter, ErrFixAfter)
		}
	}
	if f.Target != nil {
		o.Target = f.Target
	}
	if f.Screen != nil {
		o.KeepOutliers = !*f.Screen
	}
	if f.RunLength != 0 {
		o.RunLength = f.RunLength
	}
	o.WideTwoInThree = o.WideTwoInThree || f.WideTwoInThree
	return Series{Dates: dates, Values: numbers(f.Values)}, o, nil
}

func columns(ps []Point) pointColumns {
	return pointColumns{
		Date:      list(ps, func(p Point) string { return p.Date.Format(dateOnly) }),
		Value:     column(ps, func(p Point) float64 { return p.Value }),
		Group:     list(ps, func(p Point) int { return p.Group }),
		Short:     list(ps, func(p Point) bool { return p.ShortGroup }),
		Used:      column(ps, func(p Point) float64 { return p.Used }),
		RangeRaw:  column(ps, func(p Point) float64 { return p.RangeRaw }),
		RangeKept: column(ps, func(p Point) float64 { return p.RangeKept }),
		MeanRange: column(ps, func(p Point) float64 { return p.MeanRange }),
		Mean:      column(ps, func(p Point) float64 { return p.Mean }),
		Lower:     column(ps, func(p Point) float64 { return p.Lower }),
		Upper:     column(ps, func(p Point) float64 { return p.Upper }),
		NearLower: column(ps, func(p Point) float64 { return p.NearLower }),
		NearUpper: column(ps, func(p Point) float64 { return p.NearUpper }),
		Outside:   list(ps, func(p Point) *bool { return p.Outside.pointer() }),
		Side:      column(ps, func(p Point) float64 { return p.Side }),
		Close:     list(ps, func(p Point) *bool { return p.Close.pointer() }),
		Cause:     list(ps, func(p Point) Cause { return p.Cause }),
		Special:   list(ps, Point.Special),
		Type:      list(ps, func(p Point) Variation { return p.Type }),
	}
}

// AnswerWilson answers one line {"id", "successes", "n", "conf"}; conf is 0.95
// where absent.
func AnswerWilson(line []byte, _ Defaults) (id string, reply any, err error) {
	var f wilsonFields
	h, err := decode(line, &f)
	if err != nil {
		return h.ID, nil, err
	}
	confidence := 0.95
	if f.Confidence != nil {
		confidence = *f.Confidence
	}
	if !(confidence > 0 && confidence < 1) || f.N < 0 || f.Successes < 0 || f.Successes > f.N {
		return h.ID, nil, fmt.Errorf("%g of %g at %g: %w", f.Successes, f.N, confidence, errWilson)
	}
	lower, upper := Wilson(f.Successes, f.N, confidence)
	return h.ID, struct {
		ID    string `json:"id"`
		Lower number `json:"lower"`
		Upper number `json:"upper"`
	}{h.ID, number(lower), number(upper)}, nil
}

var errWilson = errors.New("needs 0 <= successes <= n and 0 < conf < 1")
