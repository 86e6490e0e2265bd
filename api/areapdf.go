package api

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
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

// comments writes published comments as the page has them: where and when,
// the words, the source and the reply. One in letters that the typeface lacks is
// not printed as a row of question marks; the reader is told where it is.
func (p *reportPrinter) comments(list []shownComment) error {
	if len(list) == 0 {
		return nil
	}
	if err := p.block("H2", p.bold, 14, inkBlack, "What people wrote"); err != nil {
		return err
	}
	if err := p.block("P", p.regular, bodySize, inkBlack, commentsNote); err != nil {
		return err
	}
	say := func(kind string, f *pdfFont, before, words string) error {
		if words == "" {
			return nil
		}
		can, err := f.has(words)
		if err != nil {
			return err
		}
		if !can {
			words = "(in letters that this print does not have; the page of the area shows them)"
		}
		return p.block(kind, f, bodySize, inkBlack, before+words)
	}
	for _, c := range list {
		if err := say("H3", p.bold, "", strings.Join(filled(c.Where, c.When), ", ")); err != nil {
			return err
		}
		for _, part := range c.Parts {
			before := ""
			if part.Question != "" {
				before = part.Question + ": "
			}
			if err := say("P", p.regular, before, part.Text); err != nil {
				return err
			}
		}
		if err := say("P", p.regular, "Source: ", strings.Join(filled(c.Source, c.SourceURL, c.Licence), ", ")); err != nil {
			return err
		}
		if err := say("P", p.regular, strings.TrimSpace("Reply "+c.ReplyWhen)+": ", c.Reply); err != nil {
			return err
		}
	}
	return nil
}

// filled gives the texts that are not empty.
func filled(list ...string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
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
	if err := p.comments(shownComments(a.Comments, "")); err != nil {
		return nil, err
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
