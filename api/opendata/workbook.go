package opendata

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"earshot/feedback"
	"earshot/scorecard"
	"earshot/scorecard/disclosure"
	"earshot/scorecard/release"
)

// Book is a workbook of one setting in NHS England's layout.
type Book struct {
	Name    string // part of its file name
	Title   string
	Setting feedback.Setting
	Sheets  []Sheet
	DataRow int             // row of the first organisation, from 1
	NoMode  []feedback.Mode // modes that the setting's files leave out
}

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name  string // as on its tab
	Level feedback.Level
	Lead  []string // headings of the columns that name the row
	Modes bool     // modes of collection follow
	Only  bool     // nothing but total responses and modes
	Tail  []string // headings of empty columns at the end
}

// Books lists the workbooks: inpatient and day case, A&E, patient transport.
func Books() []Book {
	trust := []string{"ICB Code", "Trust Code", "Trust Name"}
	site := append(slices.Clone(trust), "Site Code", "Site Name")
	icb := Sheet{Name: "ICB", Level: feedback.ICB, Lead: []string{"ICB Code", "ICB Name"}}
	trusts := Sheet{Name: "Trusts", Level: feedback.Provider, Lead: trust, Modes: true}
	sites := Sheet{Name: "Sites", Level: feedback.Site, Lead: site}
	wards := Sheet{Name: "Wards", Level: feedback.Ward, Lead: append(slices.Clone(site), "Ward Name"), Tail: []string{"First Speciality", "Second Speciality"}}
	org := []string{"ICB code", "Org Code", "Organisation Name"}
	return []Book{
		{Name: "inpatient", Title: "Inpatient and day case", Setting: feedback.Inpatient, DataRow: 15, Sheets: []Sheet{icb, trusts, sites, wards}},
		{Name: "ae", Title: "Accident and emergency", Setting: feedback.AccidentEmergency, DataRow: 7, NoMode: []feedback.Mode{feedback.ModeElectronicHome},
			Sheets: []Sheet{icb, trusts, sites}},
		{Name: "pts", Title: "Patient transport", Setting: feedback.PatientTransport, DataRow: 13, NoMode: []feedback.Mode{feedback.ModeElectronicHome},
			Sheets: []Sheet{{Name: "PTS ICB", Level: feedback.ICB, Lead: icb.Lead}, {Name: "PTS Org", Level: feedback.Provider, Lead: org},
				{Name: "Mode Org", Level: feedback.Provider, Lead: []string{"ICB Code", "Org Code", "Organisation Name"}, Modes: true, Only: true}}},
	}
}

// FileName gives the name of a month's workbook.
func (b *Book) FileName(period string) string { return "fft-" + b.Name + "-" + period + ".xlsx" }

// SheetFile gives the name of a month's sheet as CSV.
func (b *Book) SheetFile(s Sheet, period string) string {
	return "fft-" + b.Name + "-" + strings.ToLower(strings.ReplaceAll(s.Name, " ", "-")) + "-" + period + ".csv"
}

// Group headings over the columns of a sheet.
const (
	answersHeading = "Breakdown of Responses"
	modesHeading   = "Mode of Collection"
)

// header gives the two stacked header rows of a sheet.
func (b *Book) header(s Sheet) (groups, names []string) {
	names = append(slices.Clone(s.Lead), "Total Responses")
	if !s.Only {
		names = append(names, "Total Eligible", "Percentage Positive", "Percentage Negative")
	}
	groups = make([]string, len(names))
	if !s.Only {
		for i, a := range []string{"Very Good", "Good", "Neither Good nor Poor", "Poor", "Very Poor", "Don't Know"} {
			names = append(names, a)
			groups = append(groups, pick(i == 0, answersHeading))
		}
	}
	if s.Modes {
		for i, m := range b.modes() {
			names = append(names, "Mode "+m.Label())
			groups = append(groups, pick(i == 0, modesHeading))
		}
	}
	return append(groups, make([]string, len(s.Tail))...), append(names, s.Tail...)
}

func pick(yes bool, s string) string {
	if yes {
		return s
	}
	return ""
}

func (b *Book) modes() []feedback.Mode {
	return slices.DeleteFunc(feedback.Modes(), func(m feedback.Mode) bool { return slices.Contains(b.NoMode, m) })
}

// cell is a cell of a workbook: a number, or text.
type cell struct {
	text    string
	number  int
	percent bool
	isNum   bool
}

func textCell(s string) cell { return cell{text: s} }

// String writes a cell as the CSV has it.
func (c cell) String() string {
	switch {
	case c.isNum && c.percent:
		return strconv.FormatFloat(float64(c.number)/100, 'f', 2, 64)
	case c.isNum:
		return strconv.Itoa(c.number)
	}
	return c.text
}

// figures lays out a public row in the official order. Everything of a hidden
// row is marked, total responses too: the official files show those, which
// gives hidden answers away.
func (b *Book) figures(s Sheet, v disclosure.View) []cell {
	number := func(v disclosure.Value, percent bool) cell {
		if v.Marker != disclosure.Shown {
			return textCell(v.Marker.Official())
		}
		return cell{number: v.N, percent: percent, isNum: true}
	}
	out := []cell{number(v.People(), false)}
	if !s.Only {
		out = append(out, textCell("NA"), number(v.Positive(), true), number(v.Negative(), true))
		for _, r := range feedback.Ratings() {
			out = append(out, number(v.Rating(int(r)), false))
		}
	}
	if s.Modes {
		counts, shown := v.Counts()
		for _, m := range b.modes() {
			n := disclosure.Value{Marker: v.Marker}
			if shown {
				n.N = b.modeCount(counts.Modes, m)
			}
			out = append(out, number(n, false))
		}
	}
	return append(out, make([]cell, len(s.Tail))...)
}

// modeCount gives a mode's answers. Those whose mode is not known, or that the
// setting's files have no column for, stand under "other", so that modes add up
// to the total.
func (b *Book) modeCount(modes []int, m feedback.Mode) int {
	at := func(i int) int {
		if i >= 0 && i < len(modes) {
			return modes[i]
		}
		return 0
	}
	n := at(int(m) - 1)
	if m == feedback.ModeOther {
		n += at(release.ModeCount - 1)
		for _, left := range b.NoMode {
			n += at(int(left) - 1)
		}
	}
	return n
}

// independent is the pseudo-board of independent providers, which comes last.
const independent = "IS1"

// isNHS tells NHS providers from independent ones as the national files do.
func isNHS(name string) bool {
	up := strings.ToUpper(name)
	return strings.Contains(up, "NHS") && strings.Contains(up, "TRUST")
}

// bookRow is one organisation on a sheet.
type bookRow struct {
	lead []string
	id   string
	view disclosure.View
}

// rows gives the organisations of a sheet that have anything of the setting,
// sorted by their codes and names, independent ones last.
func (s *Source) rows(b *Book, sheet Sheet, period string) []bookRow {
	var out []bookRow
	for _, l := range s.Lines(period) {
		if l.All || l.Setting != b.Setting || l.Place.Level != sheet.Level {
			continue
		}
		out = append(out, bookRow{lead: s.lead(sheet, l.Place), id: release.SettingRowID(l.Scope, l.Setting), view: l.View})
	}
	slices.SortFunc(out, func(a, b bookRow) int {
		return cmp.Or(cmp.Compare(rank(a.lead[0]), rank(b.lead[0])), slices.Compare(a.lead, b.lead), strings.Compare(a.id, b.id))
	})
	return out
}

func rank(icb string) int {
	if icb == independent {
		return 1
	}
	return 0
}

func (s *Source) lead(sheet Sheet, p feedback.Place) []string {
	icb, provider, site := s.above(p, feedback.ICB), s.above(p, feedback.Provider), s.above(p, feedback.Site)
	switch sheet.Level {
	case feedback.ICB:
		return []string{string(icb.Code), icb.Name}
	case feedback.Provider:
		return []string{string(icb.Code), string(provider.Code), provider.Name}
	case feedback.Site:
		return []string{string(icb.Code), string(provider.Code), provider.Name, string(site.Code), site.Name}
	}
	return []string{string(icb.Code), string(provider.Code), provider.Name, string(site.Code), site.Name, p.Name}
}

// totals gives the three lines above the organisations.
func (s *Source) totals(b *Book, sheet Sheet, period string, rows []bookRow) []bookRow {
	var nhs, shown []string
	for _, l := range s.Lines(period) {
		if !l.All && l.Setting == b.Setting && l.Place.Level == feedback.Provider && isNHS(l.Name) {
			nhs = append(nhs, release.SettingRowID(l.Scope, l.Setting))
		}
	}
	for _, r := range rows {
		if r.view.Marker == disclosure.Shown {
			shown = append(shown, r.id)
		}
	}
	line := func(name string, v disclosure.View) bookRow {
		lead := make([]string, len(sheet.Lead))
		lead[0] = name
		return bookRow{lead: lead, view: v}
	}
	return []bookRow{
		line("England (including Independent Sector Providers)", s.Edition.Row(release.SettingRowID(scorecard.England, b.Setting), period)),
		line("England (excluding Independent Sector Providers)", s.Edition.Total("nhs", nhs, period)),
		line("Selection (excluding suppressed data)", s.Edition.Total("selection", shown, period)),
	}
}

// SheetCSV gives one sheet of a month's workbook as CSV: one header row, then
// totals, then organisations.
func (s *Source) SheetCSV(b *Book, sheet Sheet, period string) ([]byte, error) {
	_, header := b.header(sheet)
	rows := s.rows(b, sheet, period)
	var out [][]string
	for _, r := range append(s.totals(b, sheet, period, rows), rows...) {
		line := slices.Clone(r.lead)
		for _, c := range b.figures(sheet, r.view) {
			line = append(line, c.String())
		}
		out = append(out, line)
	}
	return writeCSV(header, out)
}

// Workbook gives a month's workbook of a setting.
func (s *Source) Workbook(b *Book, period string) (_ []byte, err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	percent, err := f.NewStyle(&excelize.Style{NumFmt: 9})
	if err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	if err := s.notesSheet(f, b, period, bold); err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	for _, sheet := range b.Sheets {
		if err := s.fillSheet(f, b, sheet, period, percent, bold); err != nil {
			return nil, fmt.Errorf("workbook: sheet %s: %w", sheet.Name, err)
		}
	}
	// A workbook made twice from one edition is the same, byte for byte.
	at := s.Edition.At.UTC().Format("2006-01-02T15:04:05Z")
	if err := f.SetDocProps(&excelize.DocProperties{Creator: s.Publisher, Created: at, Modified: at, Title: "Friends and Family Test: " + b.Title + ", " + periodText(period)}); err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	return out.Bytes(), nil
}

func (s *Source) notesSheet(f *excelize.File, b *Book, period string, bold int) error {
	const name = "Notes"
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	lines := append([]string{"Friends and Family Test: " + b.Title, periodText(period), "Published by " + s.Publisher + ", edition " + strconv.FormatInt(s.Edition.Number, 10)}, s.Notes()...)
	lines = append(lines, "* stands for a figure that is hidden to protect people. - stands for a percentage that could not be calculated. NA: not collected.",
		"Total Eligible is not collected. Answers whose mode is not known are under Mode Other.", LicenceName+": "+LicenceURL, Attribution)
	for i, line := range lines {
		if err := f.SetCellStr(name, "A"+strconv.Itoa(i+1), line); err != nil {
			return err
		}
	}
	return errors.Join(f.SetCellStyle(name, "A1", "A1", bold), f.SetColWidth(name, "A", "A", 120))
}

func (s *Source) fillSheet(f *excelize.File, b *Book, sheet Sheet, period string, percent, bold int) error {
	if _, err := f.NewSheet(sheet.Name); err != nil {
		return err
	}
	groups, names := b.header(sheet)
	put := func(row int, cells []cell) error {
		for i, c := range cells {
			at, err := excelize.CoordinatesToCellName(i+1, row)
			if err != nil {
				return err
			}
			switch {
			case c.isNum && c.percent:
				err = errors.Join(f.SetCellFloat(sheet.Name, at, float64(c.number)/100, 2, 64), f.SetCellStyle(sheet.Name, at, at, percent))
			case c.isNum:
				err = f.SetCellInt(sheet.Name, at, int64(c.number))
			case c.text != "":
				err = f.SetCellStr(sheet.Name, at, c.text)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	texts := func(in []string) []cell {
		out := make([]cell, len(in))
		for i, t := range in {
			out[i] = textCell(t)
		}
		return out
	}
	head := b.DataRow - 5 // two header rows and three totals come before the data
	err := errors.Join(put(1, texts([]string{"Friends and Family Test: " + b.Title + ", " + periodText(period)})), put(head, texts(groups)), put(head+1, texts(names)))
	if err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(names), head+1)
	if err != nil {
		return err
	}
	if err := f.SetCellStyle(sheet.Name, "A"+strconv.Itoa(head), last, bold); err != nil {
		return err
	}
	rows := s.rows(b, sheet, period)
	for i, r := range append(s.totals(b, sheet, period, rows), rows...) {
		if err := put(head+2+i, append(texts(r.lead), b.figures(sheet, r.view)...)); err != nil {
			return err
		}
	}
	return nil
}
