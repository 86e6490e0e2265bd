package spc

import "fmt"

// proportionAnswer is one line of p and u chart output. The run figures are
// those of the first part; the signals are each point's own.
type proportionAnswer struct {
	ID             string   `json:"id"`
	Chart          Kind     `json:"chart"`
	Y              []number `json:"y"`
	Centre         []number `json:"cl"`
	Lower          []number `json:"lcl"`
	Upper          []number `json:"ucl"`
	NearLower      []number `json:"lcl95"`
	NearUpper      []number `json:"ucl95"`
	Outside        []bool   `json:"sigma_signal"`
	Useful         int      `json:"n_useful"`
	Longest        *int     `json:"longest_run"`
	LongestMax     *int     `json:"longest_run_max"`
	Crossings      *int     `json:"n_crossings"`
	CrossingsLeast *int     `json:"n_crossings_min"`
	Runs           []bool   `json:"runs_signal"`
}

// AnswerProportion judges one line {"id", "chart", "numerator", "denominator", …}.
// The line's own chart wins over the default. Moving ranges are screened unless
// the line says not. Rows are taken in the order given.
func AnswerProportion(line []byte, d Defaults) (id string, reply any, err error) {
	var f proportionFields
	h, err := decode(line, &f)
	if err != nil {
		return h.ID, nil, err
	}
	kind := d.Chart
	if h.Chart != "" {
		kind = h.Chart
	}
	o := ProportionOptions{Part: f.Part, Screen: f.Screen == nil || *f.Screen}
	if f.Freeze != nil {
		o.Freeze = *f.Freeze
	}
	for _, i := range f.Exclude {
		o.Exclude = append(o.Exclude, i-1)
	}
	ps, runs, err := Proportion(kind, Counts{numbers(f.Numerator), numbers(f.Denominator)}, o)
	if err != nil {
		return h.ID, nil, err
	}
	r := proportionAnswer{ID: h.ID, Chart: kind,
		Y:         column(ps, func(p ProportionPoint) float64 { return p.Value }),
		Centre:    column(ps, func(p ProportionPoint) float64 { return p.Centre }),
		Lower:     column(ps, func(p ProportionPoint) float64 { return p.Lower }),
		Upper:     column(ps, func(p ProportionPoint) float64 { return p.Upper }),
		NearLower: column(ps, func(p ProportionPoint) float64 { return p.NearLower }),
		NearUpper: column(ps, func(p ProportionPoint) float64 { return p.NearUpper }),
		Outside:   list(ps, func(p ProportionPoint) bool { return p.Outside }),
		Runs:      list(ps, func(p ProportionPoint) bool { return p.Runs }),
	}
	if len(runs) > 0 && runs[0].Useful > 0 {
		first := runs[0]
		r.Useful, r.Longest, r.LongestMax = first.Useful, &first.Longest, &first.LongestMax
		r.Crossings, r.CrossingsLeast = &first.Crossings, &first.CrossingsLeast
	}
	return h.ID, r, nil
}

// funnelAnswer is one line of funnel output, units in the order given.
type funnelAnswer struct {
	ID            string   `json:"id"`
	Target        number   `json:"target"`
	Phi           number   `json:"phi"`
	Tau2          number   `json:"tau2"`
	AdjustedUsed  bool     `json:"adjusted_used"`
	Z             []number `json:"z_unadjusted"`
	ZWinsorised   []number `json:"z_winsorised"`
	Winsorised    []int    `json:"winsorised"`
	Lower95       []number `json:"lcl95"`
	Upper95       []number `json:"ucl95"`
	Lower998      []number `json:"lcl998"`
	Upper998      []number `json:"ucl998"`
	OverLower95   []number `json:"od_lcl95"`
	OverUpper95   []number `json:"od_ucl95"`
	OverLower998  []number `json:"od_lcl998"`
	OverUpper998  []number `json:"od_ucl998"`
	Outlying      []int    `json:"outlier_adjusted"`
	OutlyingPlain []int    `json:"outlier_unadjusted"`
	ExactLower95  []number `json:"exact_lcl95"`
	ExactUpper95  []number `json:"exact_ucl95"`
	ExactLower998 []number `json:"exact_lcl998"`
	ExactUpper998 []number `json:"exact_ucl998"`
}

// AnswerFunnel judges one line {"id", "group", "numerator", "denominator",
// "trim_by", "limit"}; trim_by is 0.1 where absent, limit is 95 or 99 (which means
// 99.8 %, the default).
func AnswerFunnel(line []byte, _ Defaults) (id string, reply any, err error) {
	var f proportionFields
	h, err := decode(line, &f)
	if err != nil {
		return h.ID, nil, err
	}
	o := FunnelOptions{Trim: 0.1, Strict: f.Limit != 95}
	if f.Trim != nil {
		o.Trim = *f.Trim
	}
	if f.Limit != 0 && f.Limit != 95 && f.Limit != 99 {
		return h.ID, nil, fmt.Errorf("limit %d: must be 95 or 99", f.Limit)
	}
	plot, err := Funnel(Counts{numbers(f.Numerator), numbers(f.Denominator)}, o)
	if err != nil {
		return h.ID, nil, err
	}
	return h.ID, plot.answer(h.ID), nil
}

func (p FunnelPlot) answer(id string) funnelAnswer {
	of := func(field func(FunnelUnit) float64) []number { return column(p.Units, field) }
	flag := func(field func(FunnelUnit) bool) []int {
		return list(p.Units, func(u FunnelUnit) int { return int(indicator(field(u))) })
	}
	return funnelAnswer{ID: id, Target: number(p.Target), Phi: number(p.Phi), Tau2: number(p.Tau2), AdjustedUsed: p.AdjustedUsed,
		Z:             of(func(u FunnelUnit) float64 { return u.Z }),
		ZWinsorised:   of(func(u FunnelUnit) float64 { return u.ZWinsorised }),
		Winsorised:    flag(func(u FunnelUnit) bool { return u.Winsorised }),
		Lower95:       of(func(u FunnelUnit) float64 { return u.Plain.Lower95 }),
		Upper95:       of(func(u FunnelUnit) float64 { return u.Plain.Upper95 }),
		Lower998:      of(func(u FunnelUnit) float64 { return u.Plain.Lower998 }),
		Upper998:      of(func(u FunnelUnit) float64 { return u.Plain.Upper998 }),
		OverLower95:   of(func(u FunnelUnit) float64 { return u.Adjusted.Lower95 }),
		OverUpper95:   of(func(u FunnelUnit) float64 { return u.Adjusted.Upper95 }),
		OverLower998:  of(func(u FunnelUnit) float64 { return u.Adjusted.Lower998 }),
		OverUpper998:  of(func(u FunnelUnit) float64 { return u.Adjusted.Upper998 }),
		Outlying:      flag(func(u FunnelUnit) bool { return u.Outlying }),
		OutlyingPlain: flag(func(u FunnelUnit) bool { return u.OutlyingPlain }),
		ExactLower95:  of(func(u FunnelUnit) float64 { return u.Exact.Lower95 }),
		ExactUpper95:  of(func(u FunnelUnit) float64 { return u.Exact.Upper95 }),
		ExactLower998: of(func(u FunnelUnit) float64 { return u.Exact.Lower998 }),
		ExactUpper998: of(func(u FunnelUnit) float64 { return u.Exact.Upper998 }),
	}
}
