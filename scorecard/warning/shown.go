package warning

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/detect"
	"earshot/sentiment"
)

// Kinds of warning.
const (
	KindChange = "change" // counts changed
	KindDanger = "danger" // one comment says that somebody may be in danger
)

// Shown is all that a warning says, as it was known when it was raised. It holds
// no words of anybody's: comments are named, and read when they are shown, so
// that an erased one is gone everywhere.
type Shown struct {
	Kind     string          `json:"kind"`
	Name     string          `json:"name"`  // of the place
	Label    string          `json:"label"` // of the measure: "negative answers"
	Of       string          `json:"of,omitempty"`
	Form     detect.Form     `json:"form"`
	Sentence string          `json:"sentence"`
	Finding  *detect.Finding `json:"finding,omitempty"`
	Sure     string          `json:"sure,omitempty"`    // "very likely"
	Partial  bool            `json:"partial,omitempty"` // raised before its day was over
	Days     []ShownDay      `json:"days,omitempty"`    // up to and with the day, oldest first
	Themes   []ShownTheme    `json:"themes,omitempty"`  // of the days since the change, most negative first
	Flags    []string        `json:"flags,omitempty"`
	// Responses names answers behind it, newest first.
	Responses []string `json:"responses,omitempty"`
}

// ShownDay is the counts of a measure on one day; see [detect.Count].
type ShownDay struct {
	Day feedback.Day `json:"day"`
	N   float64      `json:"n"`
	X   float64      `json:"x,omitempty"`
}

// ShownTheme is how many comments spoke of a theme since the change.
type ShownTheme struct {
	Theme    string `json:"theme"`
	Name     string `json:"name"`
	Negative int64  `json:"negative"`
	Comments int64  `json:"comments"`
}

// Limits on what is kept with a warning.
const (
	shownDays      = 26 * 7
	shownThemes    = 5
	shownResponses = 8
	// searchBack is how many entries of the partition are looked through for the
	// answers behind a warning.
	searchBack = 3000
)

// ParseShown reads what a warning keeps.
func ParseShown(w ledger.Warning) (Shown, error) {
	var s Shown
	if err := json.Unmarshal(w.Shown, &s); err != nil {
		return s, fmt.Errorf("warning %d: what was shown cannot be read: %w", w.ID, feedback.ErrCorrupt)
	}
	return s, nil
}

// fill adds the days and themes of a change to what is shown.
func (s *Shown) fill(part string, i int, days []scorecard.DayCounts, day feedback.Day) {
	themes := make(map[sentiment.Theme]*ShownTheme)
	for k := range days {
		d := &days[k]
		if d.Day > day {
			break
		}
		if d.Day > day-shownDays {
			c := counts(part, &d.Counts)[i]
			s.Days = append(s.Days, ShownDay{d.Day, c.N, c.X})
		}
		if int(d.Day) < s.Finding.Since {
			continue
		}
		for _, t := range sentiment.Themes() {
			if c := d.Theme(t); c.Total() > 0 {
				row := themes[t]
				if row == nil {
					row = &ShownTheme{Theme: t.Slug(), Name: t.String()}
					themes[t] = row
				}
				row.Negative, row.Comments = row.Negative+c.Negative, row.Comments+c.Total()
			}
		}
	}
	for _, t := range sentiment.Themes() {
		if row := themes[t]; row != nil && row.Negative > 0 {
			s.Themes = append(s.Themes, *row)
		}
	}
	slices.SortStableFunc(s.Themes, func(a, b ShownTheme) int { return int(b.Negative - a.Negative) })
	s.Themes = s.Themes[:min(len(s.Themes), shownThemes)]
}

// behind names the latest answers that a change is about.
func (w *Watcher) behind(ctx context.Context, place, provider feedback.PlaceID, measure string, since int) ([]string, error) {
	p := ledger.PartitionOf(provider)
	heads, err := w.opt.Store.Heads(ctx)
	if err != nil {
		return nil, err
	}
	var found []string
	after := max(heads[p], searchBack) - searchBack
	for after < heads[p] {
		page, err := w.opt.Store.Read(ctx, p, after, ledger.ReadOptions{})
		if err != nil || len(page) == 0 {
			return nil, err
		}
		after = page[len(page)-1].ID.Seq
		for i := range page {
			e := &page[i]
			if e.Plus == nil || int(e.Plus.Day) < since || !under(&e.Plus.Path, place) || len(e.Plus.Comments) == 0 || !speaksOf(e.Plus, measure) {
				continue
			}
			if id := e.Subject.String(); !slices.Contains(found, id) {
				found = append(found, id)
			}
		}
	}
	slices.Reverse(found)
	return found[:min(len(found), shownResponses)], nil
}

// under reports whether a path goes through a place.
func under(p *feedback.Path, place feedback.PlaceID) bool {
	return p.Ward == place || p.Site == place || p.Provider == place
}

// speaksOf reports whether an answer is of those that a measure counts as bad.
func speaksOf(f *ledger.Facts, measure string) bool {
	slug, isTheme := strings.CutPrefix(measure, "theme/")
	for i := range f.Comments {
		c := &f.Comments[i]
		switch {
		case isTheme:
			for _, t := range c.Themes {
				if t.Polarity < 0 && t.Theme.Slug() == slug {
					return true
				}
			}
		case measure == "danger":
			if len(c.Flags) > 0 {
				return true
			}
		case measure == silence:
			return false
		case c.Class >= sentiment.Negative:
			return true
		}
	}
	return !isTheme && measure != "danger" && measure != silence && f.Rating.Negative()
}
