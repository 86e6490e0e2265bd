package disclosure

import (
	"cmp"
	"math"
	"strings"
)

// Marker says why a number is not shown, in the shorthand of the Government
// Analysis Function. It goes into a marker column of its own; the numeric cell
// stays empty.
type Marker uint8

// The markers.
const (
	Shown         Marker = iota // the number is shown
	Confidential                // hidden to protect people
	NotAvailable                // there is no such figure: the period was not published
	NotApplicable               // the figure makes no sense here: a percentage of nobody
)

// String gives "", "[c]", "[x]" or "[z]".
func (m Marker) String() string {
	switch m {
	case Confidential:
		return "[c]"
	case NotAvailable:
		return "[x]"
	case NotApplicable:
		return "[z]"
	}
	return ""
}

// Official gives the marker as NHS England's workbook prints it: "*" for what
// is hidden, "-" for what could not be calculated, "NA" for what is not there.
func (m Marker) Official() string {
	switch m {
	case Confidential:
		return "*"
	case NotAvailable:
		return "NA"
	case NotApplicable:
		return "-"
	}
	return ""
}

// MarshalText writes the marker as String does.
func (m Marker) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Value is one number that may be hidden. N is 0 wherever Marker is not Shown,
// so a hidden number cannot leave by accident.
type Value struct {
	N      int    `json:"n"`
	Marker Marker `json:"marker"`
}

// View is a row as the public sees it. Its numbers are zero wherever Marker is
// not Shown.
type View struct {
	ID     string `json:"id"`
	Marker Marker `json:"marker"`
	counts Counts
}

// Card gives the public view of one card: nothing is shown for one to four
// answers. It guards that card alone: two cards of overlapping places or
// windows, or yesterday's and today's, can be subtracted. Where more than one
// card is public, publish through [History] or [Rolling].
func Card(id string, c Counts) View {
	if protected(c.People) || c.check() != nil {
		return hidden(id)
	}
	return View{ID: id, counts: c}
}

// Shared gives the view of one card for a holder of a data-sharing key whose
// agreement sets a threshold of its own (Healthwatch for its area, say): nothing
// is shown for fewer people than that. What it gives is not public and must
// never be joined with what is.
func Shared(id string, c Counts, threshold int) View {
	if c.People > 0 && c.People < threshold || c.check() != nil {
		return hidden(id)
	}
	return View{ID: id, counts: c}
}

func hidden(id string) View { return View{ID: id, Marker: Confidential} }

// Counts gives the row's counts; ok is false and the counts are zero if the
// row is not shown.
func (v View) Counts() (c Counts, ok bool) {
	if v.Marker != Shown {
		return Counts{}, false
	}
	c = v.counts
	c.Modes = append([]int(nil), c.Modes...)
	return c, true
}

// People gives how many answered.
func (v View) People() Value { return Value{N: v.counts.People, Marker: v.Marker} }

// Rating gives how many gave the national answer code 1 (very good) to 6
// (don't know).
func (v View) Rating(code int) Value {
	if code < 1 || code > 6 {
		return Value{Marker: NotApplicable}
	}
	return Value{N: v.counts.Ratings[code-1], Marker: v.Marker}
}

// Positive gives 100 × (very good + good) / all six, rounded half up to a
// whole percent. It is hidden with its row, and [z] where nobody answered.
func (v View) Positive() Value { return v.percent(v.counts.Ratings[0] + v.counts.Ratings[1]) }

// Negative gives 100 × (poor + very poor) / all six, as Positive does.
func (v View) Negative() Value { return v.percent(v.counts.Ratings[3] + v.counts.Ratings[4]) }

func (v View) percent(part int) Value {
	if v.Marker != Shown {
		return Value{Marker: v.Marker}
	}
	n := v.counts.People
	if n == 0 {
		return Value{Marker: NotApplicable}
	}
	return Value{N: (200*part + n) / (2 * n)}
}

// PositiveInterval gives the 95% Wilson interval of Positive in whole percent,
// rounded outwards. It is made from shown counts only, so turning it round
// gives nothing that is not printed beside it; a hidden row has none.
func (v View) PositiveInterval() (lower, upper Value) {
	p := v.Positive()
	if p.Marker != Shown {
		return p, p
	}
	const z = 1.959963984540054 // 97.5th percentile of the normal distribution
	n := float64(v.counts.People)
	x := float64(v.counts.Ratings[0] + v.counts.Ratings[1])
	root := z * math.Sqrt(z*z+4*x*(1-x/n))
	lo := 100 * (2*x + z*z - root) / (2 * (n + z*z))
	hi := 100 * (2*x + z*z + root) / (2 * (n + z*z))
	return Value{N: int(max(0, math.Floor(lo+1e-9)))}, Value{N: int(min(100, math.Ceil(hi-1e-9)))}
}

// Compare orders views for a sorted public list: by people, most first, and
// every row that is not shown after those that are, by id alone. So the order
// of a list tells nothing of what is hidden.
func Compare(a, b View) int {
	if (a.Marker == Shown) != (b.Marker == Shown) {
		return cmp.Compare(a.Marker, b.Marker)
	}
	return cmp.Or(cmp.Compare(b.counts.People, a.counts.People), strings.Compare(a.ID, b.ID))
}
