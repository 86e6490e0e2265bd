package api

import (
	"fmt"
	"html/template"
	"math"
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/chart"
	"earshot/scorecard/detect"
	"earshot/scorecard/spc"
	"earshot/scorecard/warning"
)

// figureData is a chart for a page, drawn for two widths.
type figureData struct {
	Wide, Narrow template.HTML
	Description  string
	Table        chart.Table
}

// figure draws a chart at both widths.
func figure(id string, o chart.Options, draw func(chart.Options) chart.Figure) *figureData {
	o.Width, o.ID = chart.Wide, id+"-wide"
	wide := draw(o)
	o.Width, o.ID = chart.Narrow, id+"-narrow"
	narrow := draw(o)
	return &figureData{Wide: template.HTML(wide.SVG), Narrow: template.HTML(narrow.SVG), // package chart escapes its texts
		Description: wide.Description, Table: wide.Table}
}

// The fewest points for which a chart is drawn, and for which limits are held
// where they stood before a change.
const (
	fewestPoints = 4
	fewestBefore = 8
)

// warningFigure draws the weeks up to a warning from what was stored with it. A
// week ends on the weekday of the warning, so that the last one is whole.
func warningFigure(w ledger.Warning, s warning.Shown) (*figureData, error) {
	if s.Finding == nil || len(s.Days) == 0 {
		return nil, nil
	}
	weeks := len(s.Days) / 7
	days := s.Days[len(s.Days)-7*weeks:]
	c := spc.Counts{Numerator: make([]float64, weeks), Denominator: make([]float64, weeks)}
	dates := make([]time.Time, weeks)
	before := 0
	for i := range weeks {
		week := days[7*i : 7*i+7]
		dates[i] = week[6].Day.Start()
		for _, d := range week {
			c.Numerator[i] += d.X
			c.Denominator[i] += d.N
		}
		if int(week[6].Day) < s.Finding.Since {
			before = i + 1
		}
	}
	first := 0
	for first < weeks && c.Denominator[first] == 0 {
		first++
	}
	c.Numerator, c.Denominator, dates, before = c.Numerator[first:], c.Denominator[first:], dates[first:], max(0, before-first)
	if len(dates) < fewestPoints {
		return nil, nil
	}
	if before < fewestBefore {
		before = 0
	}
	o := chart.Options{Title: capital(s.Label), Weekly: true, Percent: s.Form == detect.Rising || s.Form == detect.Falling}
	return shapeFigure(s.Form, c, dates, before, o)
}

// shapeFigure draws weekly counts by the chart that fits a measure. The first
// points set the limits, or all if before is 0.
func shapeFigure(form detect.Form, c spc.Counts, dates []time.Time, before int, o chart.Options) (*figureData, error) {
	if form == detect.Rising || form == detect.Falling {
		points, _, err := spc.Proportion(spc.PPrime, c, spc.ProportionOptions{Freeze: before})
		if err != nil {
			return nil, fmt.Errorf("chart: %w", err)
		}
		return figure("warning", o, func(o chart.Options) chart.Figure {
			return chart.Proportion(points, c, dates, form == detect.Rising, o)
		}), nil
	}
	values := make([]float64, len(dates))
	for i := range values {
		values[i] = c.Denominator[i]
		if form == detect.Mean {
			values[i] = shareOf(c.Numerator[i], c.Denominator[i])
		}
	}
	options := spc.Options{Direction: spc.Increase}
	if before >= 12 {
		options.FixAfter = float64(before)
	}
	a, err := spc.XmR(spc.Series{Dates: dates, Values: values}, options)
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return figure("warning", o, func(o chart.Options) chart.Figure { return chart.XmR(a, o) }), nil
}

// shareOf gives x of n, missing if n is 0.
func shareOf(x, n float64) float64 {
	if n == 0 {
		return math.NaN()
	}
	return x / n
}

type chartData struct {
	Signed signedData
	Kind   string
	Name   string
	Links  []windowLink
	Icon   *iconData
	Figure *figureData
	Note   string
}

// iconData is a variation icon in words and by shape as well as colour.
type iconData struct {
	Letter, Colour, Text, More string
	Dashed                     bool
}

// How far back charts go.
const (
	chartMonths = 24
	chartWeeks  = 52
)

// chartPage is GET /p/{id}/chart?by=month|week&measure=positive|negative: for
// those who may see the place's live figures.
func (s *server) chartPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	p, err := s.minePlace(v.key, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	dir := s.directory()
	byWeek, negative := r.URL.Query().Get("by") == "week", r.URL.Query().Get("measure") == "negative"
	dates, counts, err := s.chartCounts(r, refOf(dir, p), byWeek)
	if err != nil {
		return err
	}
	d := chartData{Signed: signed(v), Kind: levelText(p.Level), Name: p.Name}
	base := "/p/" + string(p.ID) + "/chart"
	for _, l := range []struct {
		text           string
		week, negative bool
	}{{"Positive by month", false, false}, {"Positive by week", true, false}, {"Negative by month", false, true}, {"Negative by week", true, true}} {
		d.Links = append(d.Links, windowLink{l.text, base + "?by=" + pick(l.week, "week", "month") + "&measure=" + pick(l.negative, "negative", "positive"),
			l.week == byWeek && l.negative == negative})
	}
	d.Note = "The lines are the mean and the limits within which chance alone keeps about 99 of 100 points (XmR, by the rules of NHS Making Data Count). " +
		"The present " + pick(byWeek, "week", "month") + " is left out until it is over. XmR does not know how many people answered: a point of few answers swings more."
	if err := d.draw(dates, counts, negative, byWeek); err != nil {
		return err
	}
	private(w)
	page := Page{Title: p.Name + " over time", NoIndex: true, Head: workspaceHead, Crumbs: []Crumb{{"Workspace", "/workspace"}, {p.Name, "/p/" + string(p.ID)}}}
	return s.pages.show(w, http.StatusOK, page, "chart.html", d)
}

func pick(is bool, a, b string) string {
	if is {
		return a
	}
	return b
}

// chartCounts reads finished months or weeks, beginning with the first that has an
// answer.
func (s *server) chartCounts(r *http.Request, ref scorecard.Ref, byWeek bool) ([]time.Time, []feedback.Tally, error) {
	today := feedback.DayOf(s.now())
	var dates []time.Time
	var out []feedback.Tally
	if byWeek {
		days, err := s.workspace.Series.Days(r.Context(), ref, today-7*chartWeeks, today-1)
		if err != nil {
			return nil, nil, err
		}
		for i := 0; i+7 <= len(days); i += 7 {
			var t feedback.Tally
			for k := range 7 {
				t = t.Add(days[i+k].Tally())
			}
			dates, out = append(dates, days[i+6].Day.Start()), append(out, t)
		}
	} else {
		months, err := s.workspace.Series.Months(r.Context(), ref, today.Month()-chartMonths, today.Month()-1)
		if err != nil {
			return nil, nil, err
		}
		for i := range months {
			dates, out = append(dates, months[i].Month.First().Start()), append(out, months[i].Tally())
		}
	}
	first := 0
	for first < len(out) && out[first].Total() == 0 {
		first++
	}
	return dates[first:], out[first:], nil
}

// draw fills in the chart and its icon.
func (d *chartData) draw(dates []time.Time, tallies []feedback.Tally, negative, byWeek bool) error {
	if len(dates) < fewestPoints {
		return nil
	}
	values := make([]float64, len(dates))
	for i, t := range tallies {
		values[i] = shareOf(float64(t.Positive()), float64(t.Total()))
		if negative {
			values[i] = shareOf(float64(t.Negative()), float64(t.Total()))
		}
	}
	direction, what := spc.Increase, "positive"
	if negative {
		direction, what = spc.Decrease, "negative"
	}
	a, err := spc.XmR(spc.Series{Dates: dates, Values: values}, spc.Options{Direction: direction})
	if err != nil {
		return fmt.Errorf("chart: %w", err)
	}
	d.Figure = figure("series", chart.Options{Title: "Percentage " + what + ", " + d.Name, Percent: true, Weekly: byWeek},
		func(o chart.Options) chart.Figure { return chart.XmR(a, o) })
	d.Icon = iconOf(a, negative)
	return nil
}

// iconOf tells how the last point stands.
func iconOf(a spc.Analysis, negative bool) *iconData {
	const orange, blue, grey = "#a34700", "#00549f", "#4c6272"
	switch {
	case a.Flat:
		return &iconData{Letter: "–", Colour: grey, Text: "Too little variation to judge.", More: "The points hardly differ."}
	case a.Variation == spc.Improvement:
		return &iconData{Letter: pick(negative, "L", "H"), Colour: blue, Text: "Better than chance explains.", More: "The latest points are a special cause of an improving nature."}
	case a.Variation == spc.Concern:
		return &iconData{Letter: pick(negative, "H", "L"), Colour: orange, Text: "Worse than chance explains.", More: "The latest points are a special cause of a concerning nature."}
	}
	return &iconData{Letter: "∿", Colour: grey, Dashed: true, Text: "Common cause.", More: "The latest point is within what chance explains."}
}

type funnelData struct {
	Signed   signedData
	Name     string
	Span     string
	National string
	Figure   *figureData
}

// mostUnits is how many wards a funnel holds.
const mostUnits = 300

// funnelPage is GET /workspace/funnel/{id}: the wards and teams of a place.
func (s *server) funnelPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	p, err := s.minePlace(v.key, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	dir := s.directory()
	d := funnelData{Signed: signed(v), Name: p.Name, Span: "Last 90 days", National: chart.NationalNote}
	var names []string
	var c spc.Counts
	for _, unit := range wardsUnder(dir, p.ID) {
		if len(names) == mostUnits {
			break
		}
		card, err := s.cards.Card(r.Context(), scorecard.Last90(), refOf(dir, unit))
		if err != nil {
			return fmt.Errorf("card of %s: %w", unit.ID, err)
		}
		if t := card.Tally(); t.Total() > 0 {
			names = append(names, unit.Name)
			c.Numerator, c.Denominator = append(c.Numerator, float64(t.Positive())), append(c.Denominator, float64(t.Total()))
		}
	}
	if len(names) >= 2 {
		plot, err := spc.Funnel(c, spc.FunnelOptions{Trim: 0.1, Strict: true})
		if err != nil {
			return fmt.Errorf("funnel: %w", err)
		}
		d.Figure = figure("funnel", chart.Options{Title: "Percentage positive by number of answers, " + p.Name, Percent: true},
			func(o chart.Options) chart.Figure { return chart.Funnel(plot, names, c, -1, o) })
	}
	private(w)
	page := Page{Title: "Wards of " + p.Name, NoIndex: true, Head: workspaceHead, Crumbs: []Crumb{{"Workspace", "/workspace"}}}
	return s.pages.show(w, http.StatusOK, page, "funnel.html", d)
}

// wardsUnder gives the wards and teams below a place, in the directory's order.
func wardsUnder(dir *feedback.Directory, top feedback.PlaceID) []feedback.Place {
	var out []feedback.Place
	for _, child := range dir.Children(top) {
		if child.Level == feedback.Ward {
			out = append(out, child)
		} else {
			out = append(out, wardsUnder(dir, child.ID)...)
		}
	}
	return out
}
