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
	c.add(`<text x="%.1f" y="%.1f" text-anchor="%s" class="%s">%s</text>`, x, y, anchor, class, html.EscapeString(text))
}

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	c.add(`<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="%s"/>`, x1, y1, x2, y2, class)
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
		c.add(`<path d="%s" class="%s"/>`, d.String(), class)
	}
}

// style is kept inside each SVG, so that a chart looks the same saved, mailed or
// printed. Every colour has at least 4.5 to 1 against white.
const style = `.bg{fill:#fff}.t{font:13px system-ui,Arial,sans-serif;fill:#212b32}.h{font-weight:700;font-size:14px}` +
	`.g{stroke:#d8dde0;stroke-width:1}.a{stroke:#4c6272;stroke-width:1}.m{stroke:#212b32;stroke-width:1.5;fill:none}` +
	`.l{stroke:#4c6272;stroke-width:1.5;stroke-dasharray:6 4;fill:none}.l2{stroke:#4c6272;stroke-width:1.2;stroke-dasharray:2 4;fill:none}` +
	`.y{stroke:#212b32;stroke-width:2;stroke-dasharray:10 3 2 3;fill:none}.v{stroke:#4c6272;stroke-width:1.5;fill:none}` +
	`.r{stroke:#4c6272;stroke-width:1;stroke-dasharray:1 3}` +
	`.common{fill:#4c6272;stroke:#fff}.concern{fill:#a62c00;stroke:#fff}.improve{fill:#fff;stroke:#005eb8;stroke-width:2.5}.other{fill:#5b2a86;stroke:#fff}`

// finish wraps the parts with title, description and style.
func (c *canvas) finish(o Options, description string) string {
	id := html.EscapeString(o.ID)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" style="max-width:100%%;height:auto" aria-labelledby="%s-title %s-desc">`+
		`<title id="%s-title">%s</title><desc id="%s-desc">%s</desc><style>%s</style><rect width="%.0f" height="%.0f" class="bg"/>%s</svg>`,
		c.width, c.height, c.width, c.height, id, id, id, html.EscapeString(o.Title), id, html.EscapeString(description), scoped(o.ID), c.width, c.height,
		`<g id="`+id+`-g">`+c.b.String()+`</g>`)
}

// scoped limits the style to one SVG, since a page shares its styles.
func scoped(id string) string {
	var b strings.Builder
	for _, rule := range strings.SplitAfter(style, "}") {
		if rule == "" {
			continue
		}
		if strings.HasPrefix(rule, ".bg") {
			b.WriteString("svg>rect" + rule)
			continue
		}
		b.WriteString("#" + safeID(id) + "-g " + rule)
	}
	return b.String()
}

// safeID keeps what may stand in a style sheet without escaping.
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
