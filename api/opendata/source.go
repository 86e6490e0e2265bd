package opendata

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"earshot/feedback"
	"earshot/scorecard"
	"earshot/scorecard/disclosure"
	"earshot/scorecard/release"
)

// Licence of everything that is published here, and how to attribute it.
const (
	LicenceName = "Open Government Licence v3.0"
	LicenceID   = "uk-ogl"
	LicenceURL  = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
	Attribution = "Contains public sector information licensed under the Open Government Licence v3.0."
)

// NotComparable stands beside every table.
const NotComparable = "The Friends and Family Test does not give results that can be used to compare providers with one another: who is asked, how, and how many answer differs from place to place."

// DisclosureNote says how small numbers are protected.
const DisclosureNote = "Nothing is shown about one to four people. Further rows are hidden wherever a small number could be worked out from others, from other places, months or files, or from earlier publications. A hidden row hides all of its figures; its marker is [c]. Figures that are published again move only when six or more answers at a place are new or changed."

// Source is what the files are made from. It must not be changed once in use,
// and is safe for concurrent use.
type Source struct {
	Edition       *release.Edition
	Directory     *feedback.Directory
	BaseURL       string // where people reach the service, without a slash at the end
	Publisher     string // the body that publishes
	Contact       string // its e-mail address
	Next          time.Time
	Demonstration string // what to say if the figures are invented

	lines sync.Map // of Lines, by month: every file of a month begins with them
}

// Notes gives what is said beside every table.
func (s *Source) Notes() []string {
	out := []string{NotComparable, DisclosureNote}
	if s.Demonstration != "" {
		out = append([]string{s.Demonstration}, out...)
	}
	return out
}

// Line is one row of what is public: a place, or an area, or England, in one
// setting or all, in one month.
type Line struct {
	Level   string         // england, icb, provider, site, ward, area
	Place   feedback.Place // zero for an area and England
	GSS     feedback.GSS   // of an area, or of the area that the place lies in
	Name    string
	Setting feedback.Setting // NoSetting for all settings together
	All     bool             // all settings together
	Scope   scorecard.Scope
	disclosure.View
}

// EnglandGSS is the code of England.
const EnglandGSS feedback.GSS = "E92000001"

// Lines gives every public row of a month: England, then areas by code, then
// places from the top down, by id; of each all settings first. The order tells
// nothing of the figures, and places of which nobody answered are there too.
func (s *Source) Lines(period string) []Line {
	if kept, ok := s.lines.Load(period); ok {
		lines, _ := kept.([]Line)
		return lines
	}
	lines := s.makeLines(period)
	s.lines.Store(period, lines)
	return lines
}

func (s *Source) makeLines(period string) []Line {
	month, err := feedback.ParseMonth(period)
	if err != nil || !s.Edition.Has(period) {
		return nil
	}
	bySetting := map[scorecard.Scope][]feedback.Setting{}
	views := map[string]disclosure.View{}
	for _, v := range s.Edition.Rows(period) {
		views[v.ID] = v
		if scope, setting, ok := release.SplitRowID(v.ID); ok {
			bySetting[scope] = append(bySetting[scope], setting)
		}
	}
	var out []Line
	add := func(l Line) {
		l.All = true
		id := release.RowID(l.Scope)
		view, known := views[id]
		if !known {
			view = disclosure.View{ID: id}
		}
		l.View = view
		out = append(out, l)
		settings := bySetting[l.Scope]
		slices.Sort(settings)
		for _, k := range settings {
			l.All, l.Setting = false, k
			l.View = views[release.SettingRowID(l.Scope, k)]
			out = append(out, l)
		}
	}
	add(Line{Level: "england", Name: "England", GSS: EnglandGSS, Scope: scorecard.England})
	for _, a := range s.Directory.Areas() {
		add(Line{Level: "area", Name: cmp.Or(a.Name, string(a.GSS)), GSS: a.GSS, Scope: scorecard.AreaScope(a.GSS)})
	}
	for _, p := range s.placesIn(month) {
		if _, answered := views[string(p.ID)]; !answered && (p.Closed || p.From != feedback.NoDay && p.From > month.Last()) {
			continue
		}
		add(Line{Level: p.Level.String(), Name: p.Name, GSS: s.areaOf(p), Place: p, Scope: scorecard.PlaceScope(p.ID)})
	}
	return out
}

// placesIn gives every place as it was at the end of a month, by level and id.
func (s *Source) placesIn(m feedback.Month) []feedback.Place {
	all := s.Directory.All()
	for i, p := range all {
		for _, v := range s.Directory.Versions(p.ID) {
			if v.From == feedback.NoDay || v.From <= m.Last() {
				all[i] = v
			}
		}
	}
	slices.SortFunc(all, func(a, b feedback.Place) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), strings.Compare(string(a.ID), string(b.ID)))
	})
	return all
}

// areaOf gives the area of a place: its own, or that of what it is part of.
func (s *Source) areaOf(p feedback.Place) feedback.GSS {
	if p.Area != "" {
		return p.Area
	}
	for _, up := range s.Directory.Ancestors(p.ID) {
		if up.Area != "" {
			return up.Area
		}
	}
	return ""
}

// above gives what a place is part of at a level; the place itself counts.
func (s *Source) above(p feedback.Place, level feedback.Level) feedback.Place {
	if p.Level == level {
		return p
	}
	for _, up := range s.Directory.Ancestors(p.ID) {
		if up.Level == level {
			return up
		}
	}
	return feedback.Place{}
}

// Latest gives the latest published month, empty if there is none.
func (s *Source) Latest() string {
	periods := s.Edition.Periods()
	if len(periods) == 0 {
		return ""
	}
	return periods[len(periods)-1]
}

// periodText writes a month as people do.
func periodText(period string) string {
	m, err := feedback.ParseMonth(period)
	if err != nil {
		return period
	}
	return m.First().Start().Format("January 2006")
}
