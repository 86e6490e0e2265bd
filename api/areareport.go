package api

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"
	"github.com/xuri/excelize/v2"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/disclosure"
	"earshot/scorecard/release"
)

// signposting says where to go with what the figures do not answer.
const signposting = "To speak to somebody about care in this area, or to complain, contact the local Healthwatch or the provider's Patient Advice and Liaison Service. In an emergency call 999; for urgent advice call 111."

// reportFigures are the published figures of one row, as area reports give them.
type reportFigures struct {
	Marker          string   `json:"marker,omitempty"`
	Responses       *int64   `json:"responses"`
	PercentPositive *float64 `json:"percent_positive"`
	PercentNegative *float64 `json:"percent_negative"`
	PositiveLower   *float64 `json:"positive_lower_95"`
	PositiveUpper   *float64 `json:"positive_upper_95"`
}

func reportOf(v disclosure.View) reportFigures {
	f := publicFigures(v)
	out := reportFigures{Marker: f.Marker, Responses: f.Responses, PercentPositive: f.PercentPositive, PercentNegative: f.PercentNegative}
	if f.PositiveInterval != nil {
		out.PositiveLower, out.PositiveUpper = new(f.PositiveInterval[0]), new(f.PositiveInterval[1])
	}
	return out
}

// areaMonth is an area's figures of one month.
type areaMonth struct {
	Period string `json:"period"`
	reportFigures
}

// areaPlace is one place of an area in the latest month.
type areaPlace struct {
	ID      feedback.PlaceID `json:"id"`
	Level   string           `json:"level"`
	Name    string           `json:"name"`
	Code    string           `json:"code,omitempty"`
	Setting string           `json:"setting,omitempty"`
	URL     string           `json:"url"`
	reportFigures
	Before *reportFigures `json:"month_before"`
	// Quiet says that people answered in the month before and nobody did now.
	Quiet bool `json:"gone_quiet"`
}

// areaTheme is how many people spoke of a theme in the latest month and in the
// one before. A number that may not be shown is null, and so is the change.
type areaTheme struct {
	Theme  string `json:"theme"`
	Name   string `json:"name"`
	Now    *int64 `json:"people"`
	Before *int64 `json:"people_before"`
	Change *int64 `json:"change"`
}

// areaReport is what is published about an area and its places.
type areaReport struct {
	Area     areaJSON      `json:"area"`
	Edition  int64         `json:"edition"`
	AsOf     *time.Time    `json:"as_of"`
	Period   string        `json:"period"` // the latest month
	Total    reportFigures `json:"total"`
	Year     reportFigures `json:"last_12_months"`
	Months   []areaMonth   `json:"months"` // oldest first
	Places   []areaPlace   `json:"places"`
	Themes   []areaTheme   `json:"themes"` // most spoken of first
	Quiet    int           `json:"places_gone_quiet"`
	Comments []commentJSON `json:"comments"` // the newest, at most 20
	// Shared is what a key for the area sees besides: nothing of it is public.
	Shared        *sharedSummary `json:"shared,omitempty"`
	Note          string         `json:"note"`
	Signposting   string         `json:"signposting"`
	Demonstration string         `json:"demonstration,omitempty"`
}

// areaRoutes are the reports of areas.
func (s *server) areaRoutes() []route {
	const get = http.MethodGet
	return []route{
		{get, "/v1/areas/{gss}/report", s.getAreaReport, 0, usualTime},
		{get, "/v1/areas/{gss}/report.csv", s.getAreaCSV, 0, usualTime},
		{get, "/v1/areas/{gss}/report.xlsx", s.getAreaXLSX, 0, usualTime},
		{get, "/v1/areas/{gss}/comments.csv", s.getAreaCommentsCSV, 0, usualTime},
		{get, "/v1/areas/{gss}/report.pdf", s.getAreaPDF, 0, usualTime},
		{get, "/v1/areas/{gss}/changes", s.getAreaChanges, 0, usualTime},
		{get, "/areas/{gss}/report", s.areaReportPage, 0, usualTime},
		{get, "/areas/{gss}/feed.atom", s.getAreaFeed, 0, usualTime},
	}
}

// report reads all that is published about an area.
func (s *server) report(r *http.Request) (*areaReport, error) {
	dir := s.directory()
	area, err := findArea(dir, mux.Vars(r)["gss"])
	if err != nil {
		return nil, err
	}
	e := s.published.Current()
	row := release.RowID(scorecard.AreaScope(area.GSS))
	periods := e.Periods()
	a := &areaReport{Area: areaJSON{area.GSS, area.Name}, Edition: e.Number, Months: []areaMonth{}, Places: []areaPlace{}, Themes: []areaTheme{},
		Note: comparisonNote, Signposting: signposting, Demonstration: s.demonstration}
	for _, p := range periods {
		a.Months = append(a.Months, areaMonth{p, reportOf(e.Row(row, p))})
	}
	latest, before := "", ""
	if n := len(periods); n > 0 {
		a.AsOf, latest = new(e.At), periods[n-1]
		if n > 1 {
			before = periods[n-2]
		}
	}
	a.Period = latest
	a.Total, a.Year = reportOf(e.Row(row, release.LastMonths(1).Of(e)...)), reportOf(e.Row(row, release.LastMonths(12).Of(e)...))
	all := s.listing.of(dir)
	for _, i := range all.areas[area.GSS] {
		p := all.place[i]
		if p.Level < feedback.Site {
			continue
		}
		place := s.areaPlaceOf(e, dir, p, latest, before)
		if place.Quiet {
			a.Quiet++
		}
		a.Places = append(a.Places, place)
	}
	a.Themes = areaThemes(e, row, latest, before)
	list, err := s.areaComments(r.Context(), area.GSS, ledger.ShownQuery{Until: feedback.DayOf(s.now()).Month()}, usualComments)
	a.Comments = list.Comments
	return a, err
}

func (s *server) areaPlaceOf(e *release.Edition, dir *feedback.Directory, p feedback.Place, latest, before string) areaPlace {
	id := release.RowID(refOf(dir, p).Scope)
	now := e.Row(id, latest)
	out := areaPlace{ID: p.ID, Level: p.Level.String(), Name: p.Name, Code: string(p.Code), URL: s.publicURL + "/p/" + string(p.ID), reportFigures: reportOf(now)}
	if p.Setting != feedback.NoSetting {
		out.Setting = p.Setting.String()
	}
	if before != "" {
		then := e.Row(id, before)
		out.Before = new(reportOf(then))
		// Hidden means that somebody answered, which is public.
		out.Quiet = now.Marker == disclosure.Shown && now.People().N == 0 && (then.Marker == disclosure.Confidential || then.People().N > 0)
	}
	return out
}

func areaThemes(e *release.Edition, row, latest, before string) []areaTheme {
	out := []areaTheme{}
	if latest == "" {
		return out
	}
	now, _ := e.Themes(row, latest)
	then := map[string]disclosure.Value{}
	if before != "" {
		list, _ := e.Themes(row, before)
		for _, t := range list {
			then[t.Theme.Slug()] = t.Value
		}
	}
	for _, t := range now {
		theme := areaTheme{Theme: t.Theme.Slug(), Name: t.Theme.String()}
		if t.Marker == disclosure.Shown {
			theme.Now = new(int64(t.N))
		}
		if b, ok := then[theme.Theme]; ok && b.Marker == disclosure.Shown {
			theme.Before = new(int64(b.N))
		}
		if theme.Now != nil && theme.Before != nil {
			theme.Change = new(*theme.Now - *theme.Before)
		}
		if theme.Now != nil && *theme.Now > 0 || theme.Before != nil && *theme.Before > 0 {
			out = append(out, theme)
		}
	}
	slices.SortStableFunc(out, func(a, b areaTheme) int { return cmp.Compare(valueOr(b.Now, -1), valueOr(a.Now, -1)) })
	return out
}

func valueOr(n *int64, or int64) int64 {
	if n == nil {
		return or
	}
	return *n
}

// getAreaReport is GET /v1/areas/{gss}/report: with a key for the area, more than
// is published.
func (s *server) getAreaReport(w http.ResponseWriter, r *http.Request) error {
	a, err := s.fullReport(r)
	if err != nil {
		return err
	}
	if a.Shared != nil {
		private(w)
		return writeJSON(w, http.StatusOK, a)
	}
	return s.sendPublicJSON(w, r, a)
}

// areaChanges is what is new about an area since a cursor.
type areaChanges struct {
	Cursor  string             `json:"cursor"`  // to be sent as “after” next time
	Changed bool               `json:"changed"` // false if nothing was published since
	Places  []areaPlace        `json:"places"`  // all of them as they are now, if anything changed
	Gone    []feedback.PlaceID `json:"gone"`    // places that are in the area no more: drop what you hold of them
	Note    string             `json:"note"`
}

// getAreaChanges is GET /v1/areas/{gss}/changes?after=: nothing until the next
// publication, then the places of the area as they are now, and those that left
// it.
func (s *server) getAreaChanges(w http.ResponseWriter, r *http.Request) error {
	a, err := s.report(r)
	if err != nil {
		return err
	}
	out := areaChanges{Cursor: strconv.FormatInt(a.Edition, 10), Places: []areaPlace{}, Gone: []feedback.PlaceID{}, Note: a.Note}
	after := int64(-1)
	if text := r.URL.Query().Get("after"); text != "" {
		if after, err = strconv.ParseInt(text, 10, 64); err != nil || after < 0 {
			return &feedback.FieldError{Field: "after", Reason: "must be the cursor of an earlier answer"}
		}
	}
	if out.Changed = a.Edition != after; out.Changed {
		out.Places = a.Places
		dir := s.directory()
		for _, p := range dir.All() {
			now := p.Area == a.Area.GSS
			was := slices.ContainsFunc(dir.Versions(p.ID), func(v feedback.Place) bool { return v.Area == a.Area.GSS })
			if was && !now && !slices.ContainsFunc(a.Places, func(x areaPlace) bool { return x.ID == p.ID }) {
				out.Gone = append(out.Gone, p.ID)
			}
		}
	}
	return s.sendPublicJSON(w, r, out)
}

// areaRows gives the report's table: the area, then its places.
func (a *areaReport) areaRows() (header []string, rows [][]string) {
	header = []string{"period", "level", "id", "code", "name", "setting", "marker", "responses", "percent_positive", "positive_lower_95", "positive_upper_95", "percent_negative", "gone_quiet"}
	add := func(level, id, code, name, setting string, f *reportFigures, quiet bool) {
		number := func(v *float64) string {
			if v == nil {
				return ""
			}
			return strconv.FormatFloat(*v, 'f', -1, 64)
		}
		n := ""
		if f.Responses != nil {
			n = strconv.FormatInt(*f.Responses, 10)
		}
		rows = append(rows, []string{a.Period, level, id, code, name, setting, f.Marker, n, number(f.PercentPositive), number(f.PositiveLower), number(f.PositiveUpper), number(f.PercentNegative), strconv.FormatBool(quiet)})
	}
	add("area", string(a.Area.GSS), "", a.Area.Name, "", &a.Total, false)
	for i := range a.Places {
		p := &a.Places[i]
		add(p.Level, string(p.ID), p.Code, p.Name, p.Setting, &p.reportFigures, p.Quiet)
	}
	return header, rows
}

// harmless makes a cell harmless that a spreadsheet would run.
func harmless(cell string) string {
	if len(cell) > 1 && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// getAreaCSV is GET /v1/areas/{gss}/report.csv.
func (s *server) getAreaCSV(w http.ResponseWriter, r *http.Request) error {
	a, err := s.report(r)
	if err != nil {
		return err
	}
	header, rows := a.areaRows()
	return s.sendCSV(w, r, header, rows)
}

// sendCSV sends a public table as CSV (RFC 4180).
func (s *server) sendCSV(w http.ResponseWriter, r *http.Request, header []string, rows [][]string) error {
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	c.UseCRLF = true
	err := c.Write(header)
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
		err = errors.Join(err, c.Write(row))
	}
	c.Flush()
	if err := errors.Join(err, c.Error()); err != nil {
		return fmt.Errorf("area report: %w", err)
	}
	return s.sendPublic(w, r, typeCSV, b.Bytes())
}

// getAreaXLSX is GET /v1/areas/{gss}/report.xlsx.
func (s *server) getAreaXLSX(w http.ResponseWriter, r *http.Request) (err error) {
	a, err := s.fullReport(r)
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	const sheet = "Report"
	err = f.SetSheetName("Sheet1", sheet)
	header, rows := a.areaRows()
	for i, row := range slices.Concat([][]string{{cmp.Or(a.Area.Name, string(a.Area.GSS))}, {a.Note}, header}, rows) {
		for j, cell := range row {
			at, e := excelize.CoordinatesToCellName(j+1, i+1)
			if n, notNumber := strconv.ParseFloat(cell, 64); notNumber == nil && j > 6 {
				err = errors.Join(err, e, f.SetCellFloat(sheet, at, n, -1, 64))
			} else {
				err = errors.Join(err, e, f.SetCellStr(sheet, at, cell))
			}
		}
	}
	for _, t := range a.sheets() {
		err = errors.Join(err, addSheet(f, t))
	}
	if err != nil {
		return fmt.Errorf("area report: %w", err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return fmt.Errorf("area report: %w", err)
	}
	if a.Shared != nil {
		private(w)
		w.Header().Set("Content-Type", typeXLSX)
		_, _ = w.Write(b.Bytes()) // the client has gone if this fails
		return nil
	}
	return s.sendPublic(w, r, typeXLSX, b.Bytes())
}

type areaReportData struct {
	*areaReport
	When, AsOf string
	Feed       string
	Reason     string // why nothing is there, if nothing was ever published
	Said       []shownComment
}

// areaReportPage is GET /areas/{gss}/report: the report to print.
func (s *server) areaReportPage(w http.ResponseWriter, r *http.Request) error {
	a, err := s.report(r)
	if err != nil {
		return say(fmt.Errorf("area report: %w", feedback.ErrNotFound), "There is no area with this code.")
	}
	d := areaReportData{areaReport: a, When: monthName(a.Period), Feed: "/areas/" + string(a.Area.GSS) + "/feed.atom", Said: shownComments(a.Comments, "")}
	if a.Edition == 0 {
		d.Reason = s.nothingYet()
	}
	if a.AsOf != nil {
		d.AsOf = a.AsOf.In(feedback.London()).Format("15:04 on 2 January 2006")
	}
	name := cmp.Or(a.Area.Name, string(a.Area.GSS))
	s.keepPublic(w)
	return s.pages.show(w, http.StatusOK, Page{Title: name + ": report", Crumbs: []Crumb{{"Areas", "/areas"}, {name, "/areas/" + string(a.Area.GSS)}}}, "area-report.html", d)
}
