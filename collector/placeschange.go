package collector

import (
	"fmt"
	"slices"
	"strings"

	"earshot/feedback"
)

// changes compares what the file wants with what is known.
func (b *placesBuilder) changes() (PlaceChanges, error) {
	out := PlaceChanges{}
	for _, id := range b.order {
		p := b.want[id]
		if err := b.link(p); err != nil {
			return PlaceChanges{}, err
		}
		if p.PublicCode == "" {
			p.PublicCode = b.newCode(id)
		}
		known, ok := b.dir.Place(id)
		switch {
		case !ok:
			b.report.Added[p.Level]++
			out.Places = append(out.Places, b.firstVersions(*p)...)
		case same(known, *p):
			b.report.Unchanged++
		default:
			b.report.Changed++
			if p.From == feedback.NoDay || p.From <= known.From && known.From != feedback.NoDay {
				p.From = max(b.asOf, known.From)
			}
			out.Places = append(out.Places, *p)
		}
	}
	for gss, name := range b.areas {
		if known, ok := b.dir.Area(gss); ok && (name == "" || known.Name == name) {
			continue
		}
		if name == "" {
			name = string(gss)
		}
		b.report.Areas++
		out.Areas = append(out.Areas, feedback.Area{GSS: gss, Name: name})
	}
	slices.SortFunc(out.Areas, func(x, y feedback.Area) int { return strings.Compare(string(x.GSS), string(y.GSS)) })
	out.Report = b.report
	return out, nil
}

// firstVersions gives the version or versions of a place seen for the first
// time: one that is already closed was open before.
func (b *placesBuilder) firstVersions(p feedback.Place) []feedback.Place {
	if !p.Closed {
		return []feedback.Place{p}
	}
	open := p
	open.Closed, open.From, open.To = false, feedback.NoDay, p.From-1
	return []feedback.Place{open, p}
}

// link turns a row's successor into a place id.
func (b *placesBuilder) link(p *feedback.Place) error {
	v, ok := b.succeed[p.ID]
	if !ok {
		return nil
	}
	to, err := b.dir.Find(v, nil)
	if err == nil {
		p.Successors = []feedback.PlaceID{to.ID}
		return nil
	}
	if id, ok := b.codes[feedback.PublicCode(strings.ToUpper(v))]; ok {
		p.Successors = []feedback.PlaceID{id}
		return nil
	}
	for id, other := range b.want {
		if other.Code != "" && strings.EqualFold(string(other.Code), v) {
			p.Successors = []feedback.PlaceID{id}
			return nil
		}
	}
	return &feedback.FieldError{Field: "successor", Reason: fmt.Sprintf("of place %s is not a place in the directory or in this file", p.ID)}
}

// newCode makes a public code for a place that was given none.
func (b *placesBuilder) newCode(id feedback.PlaceID) feedback.PublicCode {
	for n := 6; n <= len(id); n++ {
		code := feedback.PublicCode("E" + strings.ToUpper(string(id[:n])))
		if other, taken := b.codes[code]; !taken || other == id {
			b.codes[code] = id
			return code
		}
	}
	return feedback.PublicCode("E" + strings.ToUpper(string(id)))
}

// same reports whether two versions say the same of a place, dates apart.
func same(a, b feedback.Place) bool {
	return a.Level == b.Level && a.Name == b.Name && a.Code == b.Code && a.PublicCode == b.PublicCode && a.Setting == b.Setting &&
		a.Parent == b.Parent && a.Area == b.Area && a.Postcode == b.Postcode && a.Closed == b.Closed && slices.Equal(a.Successors, b.Successors)
}

// Apply gives the whole directory after changes, closing the versions that are
// superseded.
func (c PlaceChanges) Apply(versions []feedback.Place, areas []feedback.Area) ([]feedback.Place, []feedback.Area) {
	next := make(map[feedback.PlaceID][]feedback.Place)
	for _, p := range c.Places {
		next[p.ID] = append(next[p.ID], p)
	}
	var out []feedback.Place
	for _, v := range versions {
		news := next[v.ID]
		if len(news) > 0 && v.To == feedback.NoDay {
			if v.From == news[0].From {
				continue // corrected on the day it was made
			}
			v.To = news[0].From - 1
		}
		out = append(out, v)
	}
	out = append(out, c.Places...)
	names := make(map[feedback.GSS]bool)
	all := slices.Clone(c.Areas)
	for _, a := range c.Areas {
		names[a.GSS] = true
	}
	for _, a := range areas {
		if !names[a.GSS] {
			all = append(all, a)
		}
	}
	return out, all
}
