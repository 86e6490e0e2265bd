package api

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/scorecard"
	"earshot/scorecard/disclosure"
	"earshot/scorecard/release"
)

// Published gives what is public; release.Publisher is one.
type Published interface {
	// Current gives the latest edition, never nil.
	Current() *release.Edition
	// Calendar says when editions are published.
	Calendar() release.Calendar
}

// unpublished is a service that has published nothing.
type unpublished struct{}

func (unpublished) Current() *release.Edition  { return release.Nothing() }
func (unpublished) Calendar() release.Calendar { return release.Usual() }

// publicCard gives the public figures of a scope, from the edition in force and
// from nothing else.
func (s *server) publicCard(scope scorecard.Scope, span release.Span) cardAnswer {
	e := s.published.Current()
	return s.cardOf(e, scope, span)
}

func (s *server) cardOf(e *release.Edition, scope scorecard.Scope, span release.Span) cardAnswer {
	periods := span.Of(e)
	a := cardAnswer{Window: span.String(), Months: periods, Edition: e.Number, Note: comparisonNote, Demonstration: s.demonstration}
	a.From, a.To = monthsSpan(periods)
	if e.Number > 0 {
		a.AsOf = new(e.At)
	}
	if s.published.Calendar().Every == 0 {
		a.Next = new(s.published.Calendar().Next(s.now()).UTC())
	}
	v := e.Row(release.RowID(scope), periods...)
	a.Figures = publicFigures(v)
	if e.Number == 0 {
		a.Reason = s.nothingYet()
	}
	if !a.Suppressed {
		themes, base := e.Themes(release.RowID(scope), periods...)
		a.Themes = publicThemes(themes)
		if base.Marker == disclosure.Shown && len(themes) > 0 {
			a.ThemesBase = new(int64(base.N))
		}
	}
	return a
}

// nothingYet says why a service that has published nothing shows nothing, and
// what to do meanwhile.
func (s *server) nothingYet() string {
	c := s.published.Calendar()
	when := "Figures are published within a minute."
	if c.Every == 0 {
		when = fmt.Sprintf("A month is published from day %d of the following month; the next publication is at %s.",
			c.Day, c.Next(s.now()).In(feedback.London()).Format("15:04 on 2 January 2006"))
	}
	return "Nothing has been published yet. " + when + " Those who hold a key for it see its figures as they are now."
}

// monthsSpan gives the first and last day of published months.
func monthsSpan(periods []string) (from, to string) {
	if len(periods) == 0 {
		return "", ""
	}
	first, err1 := feedback.ParseMonth(periods[0])
	last, err2 := feedback.ParseMonth(periods[len(periods)-1])
	if err1 != nil || err2 != nil {
		return "", ""
	}
	return first.First().String(), last.Last().String()
}

// publicFigures lays out what disclosure lets through. A hidden row has nothing
// but its marker.
func publicFigures(v disclosure.View) Figures {
	f := Figures{View: "public", Marker: v.Marker.String()}
	switch v.Marker {
	case disclosure.Confidential:
		f.Suppressed = true
		f.Reason = "Fewer than 5 people answered in this time, or showing this number would give such a number away."
		return f
	case disclosure.NotAvailable:
		f.Suppressed = true
		f.Reason = "No figures have been published for this time."
		return f
	}
	c, _ := v.Counts()
	r := c.Ratings
	f.Responses = new(int64(c.People))
	f.Counts = &RatingCounts{int64(r[0]), int64(r[1]), int64(r[2]), int64(r[3]), int64(r[4]), int64(r[5])}
	f.PercentPositive, f.PercentNegative = percentOf(v.Positive()), percentOf(v.Negative())
	lower, upper := v.PositiveInterval()
	if lower.Marker == disclosure.Shown && upper.Marker == disclosure.Shown {
		f.PositiveInterval = &[2]float64{float64(lower.N), float64(upper.N)}
	}
	for i, m := range slices.Concat(feedback.Modes(), []feedback.Mode{feedback.NoMode}) {
		n := 0
		if i < len(c.Modes) {
			n = c.Modes[i]
		}
		if m == feedback.NoMode && n == 0 {
			continue
		}
		f.Modes = append(f.Modes, Cell{Name: cmp.Or(m.String(), "not_known"), Label: cmp.Or(m.Label(), "Not known"), Count: new(int64(n))})
	}
	return f
}

func percentOf(v disclosure.Value) *float64 {
	if v.Marker != disclosure.Shown {
		return nil
	}
	return new(float64(v.N))
}

// publicThemes lists the themes that may be shown, most spoken of first. A
// hidden count leaves no trace in the order.
func publicThemes(themes []release.ThemeValue) []ThemeFigure {
	out := make([]ThemeFigure, 0, topThemes)
	for _, t := range themes {
		if t.Marker == disclosure.Shown && t.N > 0 {
			out = append(out, ThemeFigure{Theme: t.Theme.Slug(), Name: t.Theme.String(), Category: t.Theme.Category(), Comments: int64(t.N)})
		}
	}
	slices.SortStableFunc(out, func(a, b ThemeFigure) int { return cmp.Compare(b.Comments, a.Comments) })
	return out[:min(topThemes, len(out))]
}

// keepPublic lets an answer be kept until it can have changed, and be read by
// scripts of any site.
func (s *server) keepPublic(w http.ResponseWriter) {
	public(w)
	age := min(60, max(1, int(s.published.Calendar().Next(s.now()).Sub(s.now())/time.Second)))
	w.Header().Set("Cache-Control", "public, max-age="+strconv.Itoa(age))
	if e := s.published.Current(); e.Number > 0 {
		w.Header().Set("Last-Modified", e.At.UTC().Format(http.TimeFormat))
	}
}

// sendPublic writes a public answer with the headers that let it be kept, and
// only "not modified" to those who have it already.
func (s *server) sendPublic(w http.ResponseWriter, r *http.Request, contentType string, body []byte) error {
	return s.sendTagged(w, r, contentType, body, tagOf(body))
}

// tagOf gives the ETag of a public answer.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + hex.EncodeToString(sum[:12]) + `"` // weak: the answer may be compressed on its way
}

// sendTagged is sendPublic for an answer whose tag is known.
func (s *server) sendTagged(w http.ResponseWriter, r *http.Request, contentType string, body []byte, tag string) error {
	s.keepPublic(w)
	h := w.Header()
	h.Set("ETag", tag)
	if matches(r.Header.Get("If-None-Match"), tag) {
		h.Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client has gone if this fails
	}
	return nil
}

// matches reports whether an If-None-Match header names a tag.
func matches(header, tag string) bool {
	for t := range strings.SplitSeq(header, ",") {
		if t = strings.TrimSpace(t); t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// sendPublicJSON writes a public answer as JSON.
func (s *server) sendPublicJSON(w http.ResponseWriter, r *http.Request, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	return s.sendPublic(w, r, "application/json", append(body, '\n'))
}
