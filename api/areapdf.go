package api

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"earshot/api/opendata"
	"earshot/feedback"
)

// reportTable is a table of the printed report. The first column names the row;
// the others are figures, or words if Words says so.
type reportTable struct {
	Heading string
	Columns []string
	Words   map[int]bool
	Share   []float64 // of the width, column by column
	Rows    [][]string
}

// intervalText writes an interval as percentages are written.
func intervalText(f *reportFigures) string {
	if f.PositiveLower == nil || f.PositiveUpper == nil {
		return percentText(nil)
	}
	return percentText(f.PositiveLower) + " to " + percentText(f.PositiveUpper)
}

// figureCells gives a row's figures: people, positive, its interval, negative,
// and the marker of what is missing.
func figureCells(f *reportFigures) []string {
	return []string{wholeText(f.Responses), percentText(f.PercentPositive), intervalText(f), percentText(f.PercentNegative), f.Marker}
}

// changeText writes a change of a count.
func changeText(n *int64) string {
	switch {
	case n == nil:
		return percentText(nil)
	case *n > 0:
		return "+" + thousands(*n)
	case *n < 0:
		return "−" + thousands(-*n)
	}
	return "0"
}

// tables gives the report's tables, made of the same figures and the same words
// for hidden ones as its page.
func (a *areaReport) tables() []reportTable {
	figures := []string{"People", "Positive", "95% interval", "Negative", "Marker"}
	shares := []float64{.36, .12, .12, .18, .12, .10}
	of := func(first string, more ...string) []string { return append([]string{first}, more...) }
	var out []reportTable
	if a.Period != "" {
		t := reportTable{Heading: "In short", Columns: of("Time", figures...), Share: shares, Words: map[int]bool{5: true}}
		t.Rows = [][]string{of(monthName(a.Period), figureCells(&a.Total)...), of("Last 12 months", figureCells(&a.Year)...)}
		out = append(out, t)
	}
	if len(a.Months) > 0 {
		t := reportTable{Heading: "Month by month", Columns: of("Month", figures...), Share: shares, Words: map[int]bool{5: true}}
		for i := range a.Months {
			t.Rows = append(t.Rows, of(monthName(a.Months[i].Period), figureCells(&a.Months[i].reportFigures)...))
		}
		out = append(out, t)
	}
	if len(a.Themes) > 0 {
		t := reportTable{Heading: "What people spoke of", Columns: []string{"Theme", "People", "Month before", "Change"}, Share: []float64{.49, .17, .17, .17}}
		for _, th := range a.Themes {
			t.Rows = append(t.Rows, []string{th.Name, wholeText(th.Now), wholeText(th.Before), changeText(th.Change)})
		}
		out = append(out, t)
	}
	if len(a.Places) > 0 {
		t := reportTable{Heading: "Places", Columns: append(of("Place", figures...), "Note"), Share: []float64{.28, .1, .11, .16, .11, .1, .14}, Words: map[int]bool{5: true, 6: true}}
		for i := range a.Places {
			p := &a.Places[i]
			note := ""
			if p.Quiet {
				note = "Nobody answered, after people did the month before"
			}
			t.Rows = append(t.Rows, append(of(p.Name, figureCells(&p.reportFigures)...), note))
		}
		out = append(out, t)
	}
	return out
}

// notes gives what is said under the tables, heading by heading.
func (a *areaReport) notes(s *server) [][]string {
	about := []string{"About these figures", a.Note, opendata.DisclosureNote,
		"“hidden” with the marker [c] stands where fewer than five people answered, or where the number would give such a one away. [x] stands where nothing is available. The interval is the Wilson score interval at 95%, rounded outwards to whole percent; percentages are rounded half up. Counts of themes are of people who spoke of them in the latest month."}
	where := []string{"Where this comes from"}
	if a.AsOf != nil {
		where = append(where, fmt.Sprintf("Published by %s at %s as edition %d. Questions about the data: %s.", s.publisher, a.AsOf.In(feedback.London()).Format("15:04 on 2 January 2006"), a.Edition, s.contact))
	}
	base := s.publicURL + "/v1/areas/" + string(a.Area.GSS) + "/report"
	where = append(where, "The same figures as JSON: "+base+" and as a file: "+base+".csv.", opendata.Attribution+" "+opendata.LicenceURL)
	return [][]string{about, {"Where to go", a.Signposting}, where}
}

// reportPrinter lays the report out, page after page.
type reportPrinter struct {
	*pdfDoc
	y      float64 // where the next line's top is
	footer string
}

// Measures of the page, in points.
const (
	reportEdge   = 48.0
	reportBottom = 60.0
	bodySize     = 10.0
	tableSize    = 9.0
)

const (
	ruleGrey  = "#768692"
	stripGrey = "#e8edee"
)

func (p *reportPrinter) wide() float64 { return p.width - 2*reportEdge }

// need begins a page if so much does not fit on this one.
func (p *reportPrinter) need(h float64) bool {
	if len(p.pages) > 0 && p.y+h <= p.height-reportBottom {
		return false
	}
	p.newPage()
	p.y = reportEdge
	return true
}

// block writes a paragraph or a heading.
func (p *reportPrinter) block(kind string, f *pdfFont, size float64, colour, text string) error {
	lines, err := f.wrap(size, p.wide(), text)
	if err != nil {
		return err
	}
	e := p.begin(p.root, kind)
	for i, line := range lines {
		more := 0.0
		if i == 0 && kind != "P" {
			more = 4 * size // a heading stays with what follows
		}
		p.need(size*1.4 + more)
		if err := p.text(len(p.pages)-1, e, f, size, reportEdge, p.y+size, colour, line); err != nil {
			return err
		}
		p.y += size * 1.4
	}
	p.y += size * 0.5
	return nil
}

// table writes a table; where it goes on, its header is there again, for the
// eye only.
func (p *reportPrinter) table(t *reportTable) error {
	p.need(5 * bodySize * 1.4)
	p.y += bodySize / 2
	if err := p.block("H2", p.bold, 14, inkBlack, t.Heading); err != nil {
		return err
	}
	e := p.begin(p.root, "Table")
	if err := p.row(e, t, t.Columns, true); err != nil {
		return err
	}
	for _, row := range t.Rows {
		h, err := p.rowHeight(t, row, false)
		if err != nil {
			return err
		}
		if p.need(h) {
			if err := p.row(nil, t, t.Columns, true); err != nil {
				return err
			}
		}
		if err := p.row(e, t, row, false); err != nil {
			return err
		}
	}
	p.y += bodySize
	return nil
}

const cellGap = 6.0

func (p *reportPrinter) cell(t *reportTable, i int, text string, head bool) (lines []string, f *pdfFont, err error) {
	f = p.regular
	if head || i == 0 {
		f = p.bold
	}
	lines, err = f.wrap(tableSize, t.Share[i]*p.wide()-cellGap, text)
	return lines, f, err
}

func (p *reportPrinter) rowHeight(t *reportTable, row []string, head bool) (float64, error) {
	most := 1
	for i, text := range row {
		lines, _, err := p.cell(t, i, text, head)
		if err != nil {
			return 0, err
		}
		most = max(most, len(lines))
	}
	return float64(most)*tableSize*1.3 + cellGap, nil
}

// row writes a row of cells.
func (p *reportPrinter) row(table *pdfElement, t *reportTable, row []string, head bool) error {
	h, err := p.rowHeight(t, row, head)
	if err != nil {
		return err
	}
	page := len(p.pages) - 1
	if head {
		p.rule(page, reportEdge, p.y, p.wide(), h, stripGrey)
	}
	p.rule(page, reportEdge, p.y+h, p.wide(), 0.5, ruleGrey)
	var tr *pdfElement
	if table != nil {
		tr = p.begin(table, "TR")
	}
	x := reportEdge
	for i, text := range row {
		wide := t.Share[i] * p.wide()
		var cell *pdfElement
		if tr != nil {
			cell = p.begin(tr, "TD")
			if head || i == 0 {
				cell.kind, cell.scope = "TH", "Row"
			}
			if head {
				cell.scope = "Column"
			}
		}
		lines, f, err := p.cell(t, i, text, head)
		if err != nil {
			return err
		}
		for n, line := range lines {
			if line == "" {
				continue
			}
			at := x + cellGap/2
			if i > 0 && !t.Words[i] { // figures stand under one another
				w, err := f.width(tableSize, line)
				if err != nil {
					return err
				}
				at = x + wide - cellGap - w
			}
			if err := p.text(page, cell, f, tableSize, at, p.y+cellGap/2+tableSize*(0.9+1.3*float64(n)), inkBlack, line); err != nil {
				return err
			}
		}
		x += wide
	}
	p.y += h
	return nil
}

// feet writes the foot of every page, which is not read aloud.
func (p *reportPrinter) feet() error {
	for i := range p.pages {
		y := p.height - reportBottom + 24
		p.rule(i, reportEdge, y-12, p.wide(), 0.5, ruleGrey)
		if err := p.text(i, nil, p.regular, 8, reportEdge, y, inkBlack, p.footer); err != nil {
			return err
		}
		of := fmt.Sprintf("Page %d of %d", i+1, len(p.pages))
		w, err := p.regular.width(8, of)
		if err != nil {
			return err
		}
		if err := p.text(i, nil, p.regular, 8, p.width-reportEdge-w, y, inkBlack, of); err != nil {
			return err
		}
	}
	return nil
}

// pdf prints the report.
func (a *areaReport) pdf(s *server) ([]byte, error) {
	name := cmp.Or(a.Area.Name, string(a.Area.GSS))
	title := name + ": what patients said"
	at := time.Unix(0, 0)
	if a.AsOf != nil {
		title += " in " + monthName(a.Period)
		at = *a.AsOf
	}
	doc, err := newPDF(title, "en-GB", at)
	if err != nil {
		return nil, err
	}
	p := &reportPrinter{pdfDoc: doc, footer: fmt.Sprintf("%s (%s), edition %d", name, a.Area.GSS, a.Edition)}
	p.need(0)
	if err := p.block("H1", p.bold, 20, inkBlue, title); err != nil {
		return nil, err
	}
	for _, text := range []string{a.Demonstration, "Friends and Family Test: “Overall, how was your experience of our service?” Positive is very good or good, negative is poor or very poor.", quietText(a.Quiet)} {
		if text == "" {
			continue
		}
		if err := p.block("P", p.regular, bodySize, inkBlack, text); err != nil {
			return nil, err
		}
	}
	tables := a.tables()
	if a.AsOf == nil {
		if err := p.block("P", p.regular, bodySize, inkBlack, "No figures have been published yet."); err != nil {
			return nil, err
		}
	}
	for i := range tables {
		if err := p.table(&tables[i]); err != nil {
			return nil, err
		}
	}
	for _, part := range a.notes(s) {
		if err := p.block("H2", p.bold, 14, inkBlack, part[0]); err != nil {
			return nil, err
		}
		for _, text := range part[1:] {
			if err := p.block("P", p.regular, bodySize, inkBlack, text); err != nil {
				return nil, err
			}
		}
	}
	if err := p.feet(); err != nil {
		return nil, err
	}
	return doc.bytes()
}

func quietText(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "At one place nobody answered, after people did the month before."
	}
	return fmt.Sprintf("At %d places nobody answered, after people did the month before.", n)
}

// getAreaPDF is GET /v1/areas/{gss}/report.pdf.
func (s *server) getAreaPDF(w http.ResponseWriter, r *http.Request) error {
	a, err := s.report(r)
	if err != nil {
		return err
	}
	body, err := a.pdf(s)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `inline; filename="report-`+strings.ToLower(string(a.Area.GSS))+`.pdf"`)
	return s.sendPublic(w, r, "application/pdf", body)
}
