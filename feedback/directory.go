package feedback

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Directory answers questions about places and areas from memory: which place
// a code means, where it stood on a day, what lies below it. It never changes
// once built, so it may be read from many goroutines; a new import builds a new
// one. The whole of England (some 8,000 places) takes a few megabytes.
type Directory struct {
	versions map[PlaceID][]Place // in order of From
	codes    map[OrgCode][]PlaceID
	public   map[PublicCode]PlaceID
	children map[PlaceID][]PlaceID // by current parent, in order of name
	areas    map[GSS]Area
	inArea   map[GSS][]PlaceID    // sites and wards by current area
	names    map[string][]PlaceID // by name, in lower case
	order    []PlaceID            // all, by level then name
}

// NewDirectory builds a directory from versions of places. It fails with
// ErrInvalid if a parent is missing or of the wrong level, if versions of a
// place overlap, or if two current places share a public code.
func NewDirectory(places []Place, areas []Area) (*Directory, error) {
	d := &Directory{
		versions: make(map[PlaceID][]Place), codes: make(map[OrgCode][]PlaceID),
		public: make(map[PublicCode]PlaceID), children: make(map[PlaceID][]PlaceID),
		areas: make(map[GSS]Area), inArea: make(map[GSS][]PlaceID), names: make(map[string][]PlaceID),
	}
	for _, a := range areas {
		d.areas[a.GSS] = a
	}
	for _, p := range places {
		d.versions[p.ID] = append(d.versions[p.ID], p)
	}
	for id, vs := range d.versions {
		slices.SortFunc(vs, func(a, b Place) int { return cmp.Compare(a.From, b.From) })
		for i := 1; i < len(vs); i++ {
			if vs[i-1].To == NoDay || vs[i-1].To >= vs[i].From {
				return nil, fmt.Errorf("place %s: its versions overlap on %s: %w", id, vs[i].From, ErrInvalid)
			}
		}
		d.order = append(d.order, id)
	}
	if err := d.index(); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Directory) index() error {
	current := func(id PlaceID) Place { vs := d.versions[id]; return vs[len(vs)-1] }
	slices.SortFunc(d.order, func(a, b PlaceID) int {
		x, y := current(a), current(b)
		return cmp.Or(cmp.Compare(x.Level, y.Level), cmp.Compare(x.Name, y.Name), cmp.Compare(a, b))
	})
	for _, id := range d.order {
		p := current(id)
		for _, v := range d.versions[id] {
			if v.Level != p.Level {
				return fmt.Errorf("place %s: was a %s and is a %s; a place keeps its level: %w", id, v.Level, p.Level, ErrInvalid)
			}
			if up, ok := d.Place(v.Parent); v.Parent != "" && (!ok || up.Level >= p.Level) {
				return fmt.Errorf("place %s: its parent %s is missing or not above it: %w", id, v.Parent, ErrInvalid)
			}
		}
		if p.Parent != "" {
			d.children[p.Parent] = append(d.children[p.Parent], id)
		}
		if p.PublicCode != "" {
			if other, taken := d.public[p.PublicCode]; taken {
				return fmt.Errorf("places %s and %s share the public code %s: %w", other, id, p.PublicCode, ErrInvalid)
			}
			d.public[p.PublicCode] = id
		}
		d.names[nameKey(p.Name)] = append(d.names[nameKey(p.Name)], id)
		if p.Code != "" {
			d.codes[p.Code] = append(d.codes[p.Code], id)
		}
		if p.Area != "" && p.Level >= Site {
			d.inArea[p.Area] = append(d.inArea[p.Area], id)
		}
	}
	return nil
}

// Len gives the number of places.
func (d *Directory) Len() int { return len(d.order) }

// Place gives the latest version of a place.
func (d *Directory) Place(id PlaceID) (Place, bool) {
	vs := d.versions[id]
	if len(vs) == 0 {
		return Place{}, false
	}
	return vs[len(vs)-1], true
}

// At gives the version of a place in force on a day. A day before the first
// version gives the first: an answer about a time before the directory was
// begun is about the place as first known.
func (d *Directory) At(id PlaceID, day Day) (Place, bool) {
	vs := d.versions[id]
	if len(vs) == 0 {
		return Place{}, false
	}
	for i := len(vs) - 1; i > 0; i-- {
		if vs[i].From <= day {
			return vs[i], true
		}
	}
	return vs[0], true
}

// Versions gives every version of a place, oldest first.
func (d *Directory) Versions(id PlaceID) []Place { return slices.Clone(d.versions[id]) }

// All gives the latest version of every place, by level and then by name.
func (d *Directory) All() []Place {
	out := make([]Place, 0, len(d.order))
	for _, id := range d.order {
		p, _ := d.Place(id)
		out = append(out, p)
	}
	return out
}

// ByCode gives the places with a national code. A site's code can occur under
// more than one provider.
func (d *Directory) ByCode(code OrgCode) []Place { return d.current(d.codes[code]) }

// ByPublicCode gives the place with a public code.
func (d *Directory) ByPublicCode(code PublicCode) (Place, bool) {
	id, ok := d.public[code]
	if !ok {
		return Place{}, false
	}
	return d.Place(id)
}

// Children gives the places directly below one, by name.
func (d *Directory) Children(id PlaceID) []Place { return d.current(d.children[id]) }

// Ancestors gives the places above one, from its parent to the top.
func (d *Directory) Ancestors(id PlaceID) []Place {
	var out []Place
	p, ok := d.Place(id)
	for ok && p.Parent != "" {
		if p, ok = d.Place(p.Parent); ok {
			out = append(out, p)
		}
	}
	return out
}

// Contains reports whether id is top itself or lies below it.
func (d *Directory) Contains(top, id PlaceID) bool {
	for {
		if id == top {
			return true
		}
		p, ok := d.Place(id)
		if !ok || p.Parent == "" {
			return false
		}
		id = p.Parent
	}
}

// Area gives an area by its code.
func (d *Directory) Area(gss GSS) (Area, bool) {
	a, ok := d.areas[gss]
	return a, ok
}

// Areas gives every area by code.
func (d *Directory) Areas() []Area {
	out := make([]Area, 0, len(d.areas))
	for _, a := range d.areas {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b Area) int { return cmp.Compare(a.GSS, b.GSS) })
	return out
}

// InArea gives the sites and wards that now lie in an area.
func (d *Directory) InArea(gss GSS) []Place { return d.current(d.inArea[gss]) }

// Path gives where a place stood on a day: itself and all that it was part of.
// It fails with ErrInvalid if the place is not below a provider, since answers
// are about a provider's services.
func (d *Directory) Path(id PlaceID, day Day) (Path, error) {
	var path Path
	for id != "" {
		p, ok := d.At(id, day)
		if !ok {
			return Path{}, fmt.Errorf("place %s: %w", id, ErrNotFound)
		}
		switch p.Level {
		case Ward:
			path.Ward = id
		case Site:
			path.Site = id
		case Provider:
			path.Provider = id
		case ICB:
			path.ICB = id
		}
		if path.Area == "" {
			path.Area = p.Area
		}
		if path.Setting == NoSetting {
			path.Setting = p.Setting
		}
		id = p.Parent
	}
	if path.Provider == "" {
		return Path{}, fmt.Errorf("place is not a provider or below one: %w", ErrInvalid)
	}
	return path, nil
}

// Find gives the one place a sender means by a string: a place id, a public
// code or a national code, in any case. within, if not empty, are the places
// the sender may mean, each with all below it; it decides between sites of one
// code under several providers.
func (d *Directory) Find(s string, within []PlaceID) (Place, error) {
	allowed := func(p Place) bool {
		return len(within) == 0 || slices.ContainsFunc(within, func(top PlaceID) bool { return d.Contains(top, p.ID) })
	}
	s = strings.TrimSpace(s)
	if p, ok := d.Place(PlaceID(strings.ToLower(s))); ok && allowed(p) {
		return p, nil
	}
	up := strings.ToUpper(s)
	if p, ok := d.ByPublicCode(PublicCode(up)); ok && allowed(p) {
		return p, nil
	}
	found := slices.DeleteFunc(d.ByCode(OrgCode(up)), func(p Place) bool { return !allowed(p) })
	switch len(found) {
	case 0:
		return Place{}, fmt.Errorf("no such place: %w", ErrNotFound)
	case 1:
		return found[0], nil
	}
	return Place{}, &FieldError{Field: "place", Reason: fmt.Sprintf("code %s stands for %d places; send the place id instead", up, len(found))}
}

// Providers gives every provider that a place was ever under, the present one
// first: answers about it are counted with the provider of their day.
func (d *Directory) Providers(id PlaceID) []PlaceID {
	var out []PlaceID
	var climb func(id PlaceID)
	climb = func(id PlaceID) {
		vs := d.versions[id]
		for i := len(vs) - 1; i >= 0; i-- {
			switch {
			case vs[i].Level == Provider:
				if !slices.Contains(out, id) {
					out = append(out, id)
				}
			case vs[i].Level > Provider:
				climb(vs[i].Parent)
			}
		}
	}
	climb(id)
	return out
}

// Named gives the places of a name, whatever its case and spacing.
func (d *Directory) Named(name string) []Place { return d.current(d.names[nameKey(name)]) }

func nameKey(name string) string { return strings.Join(strings.Fields(strings.ToLower(name)), " ") }

// Search gives places whose name holds every word of the query, or whose code
// begins with it, best first, at most limit.
func (d *Directory) Search(query string, limit int) []Place {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil
	}
	prefix := strings.ToUpper(strings.TrimSpace(query))
	var byCode, byName []Place
	for _, id := range d.order {
		p, _ := d.Place(id)
		switch {
		case strings.HasPrefix(string(p.Code), prefix) || strings.HasPrefix(string(p.PublicCode), prefix):
			byCode = append(byCode, p)
		case hasWords(strings.ToLower(p.Name), words):
			byName = append(byName, p)
		}
		if len(byCode) >= limit {
			break
		}
	}
	out := append(byCode, byName...)
	return out[:min(limit, len(out))]
}

func hasWords(name string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(name, w) {
			return false
		}
	}
	return true
}

func (d *Directory) current(ids []PlaceID) []Place {
	out := make([]Place, 0, len(ids))
	for _, id := range ids {
		p, _ := d.Place(id)
		out = append(out, p)
	}
	return out
}
