package collector

import (
	"strings"
	"unicode/utf8"

	"earshot/feedback"
)

// placesBuilder gathers the directory that a file describes.
type placesBuilder struct {
	dir     *feedback.Directory
	asOf    feedback.Day
	want    map[feedback.PlaceID]*feedback.Place
	order   []feedback.PlaceID
	areas   map[feedback.GSS]string
	said    map[string]int // rows seen, to tell repeats
	codes   map[feedback.PublicCode]feedback.PlaceID
	succeed map[feedback.PlaceID]string
	report  PlacesReport
}

func newPlacesBuilder(dir *feedback.Directory, asOf feedback.Day) *placesBuilder {
	b := &placesBuilder{
		dir: dir, asOf: asOf, want: make(map[feedback.PlaceID]*feedback.Place), areas: make(map[feedback.GSS]string), said: make(map[string]int),
		codes: make(map[feedback.PublicCode]feedback.PlaceID), succeed: make(map[feedback.PlaceID]string),
		report: PlacesReport{Added: make(map[feedback.Level]int)},
	}
	for _, p := range dir.All() {
		b.codes[p.PublicCode] = p.ID
	}
	return b
}

// row takes in one line: the deepest place it names, and those above it.
func (b *placesBuilder) row(r placeRow) error {
	b.report.Rows++
	if key := strings.Join(r.rec, "\x00"); b.said[key] > 0 {
		b.report.Repeated++
		return nil
	} else {
		b.said[key]++
	}
	for _, f := range r.rec {
		if !utf8.ValidString(f) || strings.ContainsRune(f, 0) {
			return &feedback.FieldError{Reason: "holds bytes that are not UTF-8 text; save the file as CSV UTF-8"}
		}
	}
	deepest, err := b.chain(r)
	if err != nil {
		return err
	}
	return b.details(r, deepest)
}

// chain finds or adds the ICB, provider, site and ward of a row.
func (b *placesBuilder) chain(r placeRow) (*feedback.Place, error) {
	var parent feedback.PlaceID
	var deepest *feedback.Place
	for _, step := range []struct {
		level      feedback.Level
		code, name string
	}{
		{feedback.ICB, r.get("icb"), r.get("icb_name")},
		{feedback.Provider, r.get("provider"), r.get("provider_name")},
		{feedback.Site, r.get("site"), r.get("site_name")},
		{feedback.Ward, "", r.get("ward")},
	} {
		if step.code == "" && step.name == "" {
			if step.level == feedback.Provider {
				return nil, &feedback.FieldError{Field: "provider", Reason: "is empty; every line needs the ODS code of its provider"}
			}
			continue
		}
		var code feedback.OrgCode
		if step.level != feedback.Ward && (step.code != "" || step.level != feedback.Site) {
			c, err := feedback.ParseOrgCode(step.code)
			if err != nil {
				return nil, &feedback.FieldError{Field: step.level.String(), Reason: "must be an ODS code: 2 to 10 letters and digits"}
			}
			code = c
		}
		id, err := b.identify(r, step.level, parent, code, step.name)
		if err != nil {
			return nil, err
		}
		deepest = b.place(id, step.level, parent, code, step.name)
		parent = id
	}
	return deepest, nil
}

// identify gives the id of a place. A ward whose line names its place_id keeps
// it whatever it is now called; a coded place keeps the id under which its code
// is known, wherever it now stands.
func (b *placesBuilder) identify(r placeRow, level feedback.Level, parent feedback.PlaceID, code feedback.OrgCode, name string) (feedback.PlaceID, error) {
	if given := feedback.PlaceID(strings.ToLower(r.get("place_id"))); given != "" && level == feedback.Ward {
		if p, ok := b.dir.Place(given); !ok || p.Level != feedback.Ward {
			return "", &feedback.FieldError{Field: "place_id", Reason: "is not the id of a ward in the directory; leave it empty for a new ward"}
		}
		return given, nil
	}
	if level <= feedback.Provider {
		if known := b.dir.ByCode(code); len(known) == 1 && known[0].Level == level {
			return known[0].ID, nil
		}
		parent = "" // a provider is itself whichever ICB it is under
	}
	if len(name) > 200 {
		return "", &feedback.FieldError{Field: level.String() + "_name", Reason: "is over 200 bytes long"}
	}
	return feedback.NewPlaceID(level, parent, code, name), nil
}

// place gives the wanted version of a place, beginning from what is known.
func (b *placesBuilder) place(id feedback.PlaceID, level feedback.Level, parent feedback.PlaceID, code feedback.OrgCode, name string) *feedback.Place {
	p, ok := b.want[id]
	if !ok {
		known, _ := b.dir.Place(id)
		known.ID, known.Level, known.From, known.To = id, level, feedback.NoDay, feedback.NoDay
		p = &known
		b.want[id] = p
		b.order = append(b.order, id)
	}
	p.Code = code
	if parent != "" { // a file without an ICB column leaves providers where they are
		p.Parent = parent
	}
	if name != "" {
		p.Name = name
	} else if p.Name == "" {
		p.Name = string(code)
	}
	return p
}

// details applies the columns that describe the row's deepest place.
func (b *placesBuilder) details(r placeRow, p *feedback.Place) (err error) {
	if v := r.get("setting"); v != "" {
		if p.Setting, err = feedback.ParseSetting(v); err != nil {
			return err
		}
	}
	if v := r.get("area"); v != "" {
		gss, err := feedback.ParseGSS(v)
		if err != nil {
			return err
		}
		p.Area = gss
		if site := b.want[p.Parent]; p.Level == feedback.Ward && site != nil && site.Level == feedback.Site {
			site.Area = gss
		}
		if name := r.get("area_name"); name != "" || b.areas[gss] == "" {
			b.areas[gss] = name
		}
	}
	if v := r.get("postcode"); v != "" {
		if p.Postcode, err = feedback.ParsePostcode(v); err != nil {
			return err
		}
		if site := b.want[p.Parent]; p.Level == feedback.Ward && site != nil && site.Level == feedback.Site && site.Postcode == "" {
			site.Postcode = p.Postcode
		}
	}
	if v := r.get("public_code"); v != "" {
		code, err := feedback.ParsePublicCode(v)
		if err != nil {
			return err
		}
		if other, taken := b.codes[code]; taken && other != p.ID {
			return &feedback.FieldError{Field: "public_code", Reason: "is already the code of another place; give each place its own"}
		}
		b.codes[code] = p.ID
		p.PublicCode = code
	}
	if v := r.get("successor"); v != "" {
		b.succeed[p.ID] = v
	}
	return b.dates(r, p)
}

func (b *placesBuilder) dates(r placeRow, p *feedback.Place) error {
	if v := r.get("opened"); v != "" {
		d, err := feedback.ParseDay(v)
		if err != nil {
			return &feedback.FieldError{Field: "opened", Reason: "must be a date written YYYY-MM-DD"}
		}
		p.From = d
	}
	if v := r.get("closed"); v != "" {
		d, err := feedback.ParseDay(v)
		if err != nil {
			return &feedback.FieldError{Field: "closed", Reason: "must be a date written YYYY-MM-DD"}
		}
		p.Closed, p.From = true, d
	}
	return nil
}
