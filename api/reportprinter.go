package api

import "fmt"

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
