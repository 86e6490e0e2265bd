package release

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/disclosure"
	"earshot/sentiment"
)

// Edition is all that is public as of one publication. It does not change and
// is safe for concurrent use; what it holds beneath is private, what its
// methods return is not.
type Edition struct {
	Number  int64     // 0 if nothing was published yet
	At      time.Time // when it was published; UTC
	history *disclosure.History
	periods []string // oldest first
}

// Nothing gives the edition before the first.
func Nothing() *Edition { return &Edition{history: disclosure.NewHistory(dimensions()...)} }

// Span is the months that a public figure covers: the last 1, 3 or 12 published
// ones, or one named month.
type Span struct {
	last  int
	month feedback.Month
}

// LastMonths gives the span of the last n published months.
func LastMonths(n int) Span { return Span{last: n} }

// MonthSpan gives the span of one month.
func MonthSpan(m feedback.Month) Span { return Span{month: m} }

// Spans lists the spans that end with the last published month.
func Spans() []Span { return []Span{{last: 1}, {last: 3}, {last: 12}} }

// ParseSpan reads "1m", "3m", "12m" or a month "2026-10"; empty is 1m. The
// windows of live cards are refused: what is published does not have them, and
// whoever asks for the last seven days must not take a month for them.
func ParseSpan(s string) (Span, error) {
	if s == "" {
		return LastMonths(1), nil
	}
	for _, span := range Spans() {
		if s == span.String() {
			return span, nil
		}
	}
	if m, err := feedback.ParseMonth(s); err == nil && len(s) == len("2026-10") {
		return MonthSpan(m), nil
	}
	reason := "must be 1m, 3m, 12m or a month such as 2026-10, because figures are published by the month; "
	if w, err := scorecard.ParseWindow(s); err == nil {
		reason += w.String() + " is a window of live figures, which need a key that may see them"
	} else {
		reason += "a key that may see live figures may also ask for today, 7d, 30d, 90d or 365d"
	}
	return Span{}, &feedback.FieldError{Field: "window", Reason: reason}
}

// String gives the span as ParseSpan reads it.
func (s Span) String() string {
	if s.last > 0 {
		return fmt.Sprintf("%dm", s.last)
	}
	return s.month.String()
}

// Months gives how many published months the span counts back, 0 for a named
// month.
func (s Span) Months() int { return s.last }

// Of gives the periods of an edition that the span covers, oldest first: fewer
// than asked for if fewer were published, one that was not published if that
// month was named.
func (s Span) Of(e *Edition) []string {
	if s.last == 0 {
		return []string{s.month.String()}
	}
	return e.periods[max(0, len(e.periods)-s.last):]
}

// Periods gives the published months, such as "2026-10", oldest first.
func (e *Edition) Periods() []string { return slices.Clone(e.periods) }

// Has reports whether a period was published.
func (e *Edition) Has(period string) bool { return slices.Contains(e.periods, period) }

// Row gives the public figures of a row over some periods; [x] if no period is
// given, or one was not published. A row that was never counted, in an edition
// that published those periods, had no answers.
func (e *Edition) Row(id string, periods ...string) disclosure.View {
	if len(periods) == 0 {
		return disclosure.View{ID: id, Marker: disclosure.NotAvailable}
	}
	for _, p := range periods {
		if !e.Has(p) {
			return disclosure.View{ID: id, Marker: disclosure.NotAvailable}
		}
	}
	v := e.history.Row(id, periods...)
	if v.Marker == disclosure.NotAvailable { // no period knows it: nobody answered
		return disclosure.View{ID: id}
	}
	return v
}

// Card gives the public figures of a scope.
func (e *Edition) Card(s scorecard.Scope, span Span) disclosure.View {
	return e.Row(RowID(s), span.Of(e)...)
}

// Total gives the public sum of rows that need not be disjoint.
func (e *Edition) Total(id string, of []string, periods ...string) disclosure.View {
	for _, p := range periods {
		if !e.Has(p) {
			return disclosure.View{ID: id, Marker: disclosure.NotAvailable}
		}
	}
	v := e.history.Total(id, of, periods...)
	if v.Marker == disclosure.NotAvailable && len(periods) > 0 {
		return disclosure.View{ID: id}
	}
	return v
}

// ThemeValue is how many people of a row spoke of a theme.
type ThemeValue struct {
	Theme sentiment.Theme
	disclosure.Value
}

// Themes gives the public counts by theme of a row, in the themes' own order,
// and how many people they are about. It gives none where the row is hidden or
// nobody answered.
func (e *Edition) Themes(id string, periods ...string) (themes []ThemeValue, base disclosure.Value) {
	v := e.Row(id, periods...)
	if n, ok := v.Counts(); !ok || n.People == 0 {
		return nil, disclosure.Value{Marker: v.Marker}
	}
	for i, n := range e.history.Breakdown(id, ThemesDimension, periods...) {
		themes = append(themes, ThemeValue{sentiment.Theme(i + 1), n})
	}
	return themes, e.history.Base(id, periods...)
}

// Nearest gives the first of the rows, finest first, under which something said
// by one person in a period may be published.
func (e *Edition) Nearest(period string, rows ...string) (id string, ok bool) {
	if !e.Has(period) {
		return "", false
	}
	return e.history.Nearest(period, rows...)
}

// encode writes the history for storage.
func encode(h *disclosure.History) (state []byte, digest [32]byte, err error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := errors.Join(h.Save(z), z.Close()); err != nil {
		return nil, digest, fmt.Errorf("store edition: %w", err)
	}
	return b.Bytes(), sha256.Sum256(b.Bytes()), nil
}

// decode reads a stored publication.
func decode(p *ledger.Publication) (*Edition, error) {
	if sha256.Sum256(p.State) != p.Digest {
		return nil, fmt.Errorf("read edition %d: its digest differs: %w", p.Number, feedback.ErrCorrupt)
	}
	h, err := history(p.State)
	if err != nil {
		return nil, fmt.Errorf("read edition %d: %w", p.Number, err)
	}
	return &Edition{Number: p.Number, At: p.At, history: h, periods: h.Periods()}, nil
}

func history(state []byte) (*disclosure.History, error) {
	z, err := gzip.NewReader(bytes.NewReader(state))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", feedback.ErrCorrupt, err)
	}
	h, err := disclosure.LoadHistory(z)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", feedback.ErrCorrupt, err)
	}
	if _, err := io.Copy(io.Discard, z); err != nil { // its checksum stands at the end
		return nil, fmt.Errorf("%w: %w", feedback.ErrCorrupt, err)
	}
	return h, nil
}

// Rows gives the public view of every row of a published month, by id. Hidden
// rows are there too. Leaves, which are finer than any place, are not.
func (e *Edition) Rows(period string) []disclosure.View {
	if !e.Has(period) {
		return nil
	}
	return slices.DeleteFunc(e.history.Rows(period), func(v disclosure.View) bool { return strings.HasPrefix(v.ID, leafPrefix) })
}
