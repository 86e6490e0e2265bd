package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
	"time"
)

// Widths to draw for, in CSS pixels.
const (
	Narrow = 300 // fits a 320 px screen with its margins
	Wide   = 720
)

// Options are what a chart needs to know beyond its numbers.
type Options struct {
	// ID starts the ids inside the SVG and must be unique on the page.
	ID string
	// Title names what is drawn: "Percentage positive, Ward 7".
	Title string
	// Width in CSS pixels; 0 means Wide.
	Width int
	// Percent says that values are shares from 0 to 1, to be shown as percentages.
	Percent bool
	// Unit follows each number where Percent is false: " min".
	Unit string
	// Weekly and Daily say what a point is; the default is a month.
	Weekly, Daily bool
	// Target is drawn as a line where not nil.
	Target *float64
}

// Figure is a chart, its words and its table.
type Figure struct {
	// SVG is complete and safe to put into a page: every text in it is escaped.
	SVG string
	// Description says in plain words what the chart shows.
	Description string
	Table       Table
}

// Table holds the numbers of a chart, as text ready to show.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
}

func (o Options) width() float64 {
	if o.Width <= 0 {
		return Wide
	}
	return float64(max(240, o.Width))
}

// number writes a value as a reader wants it; missing ones are a dash.
func (o Options) number(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "–"
	case o.Percent:
		return strconv.FormatFloat(v*100, 'f', 1, 64) + "%"
	}
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0") + o.Unit
}

// tick writes a value on the axis, which needs fewer digits.
func (o Options) tick(v, step float64) string {
	if o.Percent {
		v, step = v*100, step*100
	}
	digits := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	text := strconv.FormatFloat(v, 'f', digits, 64)
	if o.Percent {
		return text + "%"
	}
	return text
}

func (o Options) date(t time.Time) string {
	if o.Weekly || o.Daily {
		return t.Format("2 Jan 2006")
	}
	return t.Format("Jan 2006")
}

func (o Options) period(n int) string {
	name := "month"
	switch {
	case o.Weekly:
		name = "week"
	case o.Daily:
		name = "day"
	}
	return count(n, name)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// canvas collects the parts of an SVG.
type canvas struct {
	b             strings.Builder
	width, height float64
}

func (c *canvas) add(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

func (c *canvas) text(x, y float64, anchor, class, text string) {
	c.add(`<text x="%.1f" y="%.1f" text-anchor="%s" %s>%s</text>`, x, y, anchor, looks(class), html.EscapeString(text))
}

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	c.add(`<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="%s" %s/>`, x1, y1, x2, y2, class, looks(class))
}

// path draws straight lines through points, with a gap at each missing one.
func (c *canvas) path(xs, ys []float64, class string) {
	var d strings.Builder
	pen := "M"
	for i := range xs {
		if math.IsNaN(ys[i]) || math.IsInf(ys[i], 0) {
			pen = "M"
			continue
		}
		fmt.Fprintf(&d, "%s%.1f %.1f", pen, xs[i], ys[i])
		pen = "L"
	}
	if d.Len() > 0 {
		c.add(`<path d="%s" class="%s" %s/>`, d.String(), class, looks(class))
	}
}

// looks are the presentation of each class. They are attributes, not a style
// sheet: a page with a strict content security policy shows them, a saved or mailed
// chart keeps them, and a page's own style sheet may still override them. Every
// colour has at least 4.5 to 1 against white.
func looks(class string) string {
	switch class {
	case "g":
		return `stroke="#d8dde0"`
	case "a":
		return `stroke="#4c6272"`
	case "m":
		return `stroke="#212b32" stroke-width="1.5" fill="none"`
	case "l":
		return `stroke="#4c6272" stroke-width="1.5" stroke-dasharray="6 4" fill="none"`
	case "l2":
		return `stroke="#4c6272" stroke-width="1.2" stroke-dasharray="2 4" fill="none"`
	case "y":
		return `stroke="#212b32" stroke-width="2" stroke-dasharray="10 3 2 3" fill="none"`
	case "v":
		return `stroke="#4c6272" stroke-width="1.5" fill="none"`
	case "r":
		return `stroke="#4c6272" stroke-dasharray="1 3"`
	case "common":
		return `fill="#4c6272" stroke="#fff"`
	case "concern":
		return `fill="#a62c00" stroke="#fff"`
	case "improve":
		return `fill="#fff" stroke="#005eb8" stroke-width="2.5"`
	case "other":
		return `fill="#5b2a86" stroke="#fff"`
	case "h":
		return `font-size="14" font-weight="700"`
	}
	return ""
}

// finish wraps the parts with title and description. The page should give the class
// "chart" max-width: 100% and height: auto.
func (c *canvas) finish(o Options, description string) string {
	id := safeID(o.ID)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" aria-labelledby="%s-title %s-desc">`+
		`<title id="%s-title">%s</title><desc id="%s-desc">%s</desc><rect width="%.0f" height="%.0f" fill="#fff"/>`+
		`<g font-family="system-ui, Arial, sans-serif" font-size="13" fill="#212b32">%s</g></svg>`,
		c.width, c.height, c.width, c.height, id, id, id, html.EscapeString(o.Title), id, html.EscapeString(description), c.width, c.height, c.b.String())
}

// safeID keeps what may stand in an id without escaping.
func safeID(id string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, id)
}

// lines breaks a text into lines of at most so many characters.
func lines(text string, width int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			out = append(out, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}
