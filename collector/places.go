package collector

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"earshot/feedback"
)

// PlacesReport says what a directory file changes.
type PlacesReport struct {
	Rows      int
	Added     map[feedback.Level]int
	Changed   int
	Unchanged int
	Areas     int // new or renamed
	Repeated  int // rows that say again what an earlier row said
}

// PlaceChanges is what is to be stored: versions of places and areas.
type PlaceChanges struct {
	Places []feedback.Place
	Areas  []feedback.Area
	Report PlacesReport
}

// placeColumns gives the names under which each column is known. National
// files say "trust"; others say "provider".
func placeColumns() map[string][]string {
	return map[string][]string{
		"icb": {"icb", "icb_code"}, "icb_name": {"icb_name"},
		"provider": {"provider", "provider_code", "trust", "trust_code"}, "provider_name": {"provider_name", "trust_name"},
		"site": {"site", "site_code"}, "site_name": {"site_name"},
		"ward":     {"ward", "ward_name", "team", "team_name"},
		"place_id": {"place_id"}, "setting": {"setting"},
		"area": {"area", "area_code", "gss"}, "area_name": {"area_name"}, "postcode": {"postcode", "post_code"},
		"public_code": {"public_code"}, "opened": {"opened", "valid_from"}, "closed": {"closed", "valid_to"}, "successor": {"successor"},
	}
}

// maxPlacesFaults is how many wrong lines are told before giving up.
const maxPlacesFaults = 20

// ReadPlaces reads a directory file (CSV with a header line) and works out what
// it changes in the directory as it stands. asOf is the first day of what has
// changed; a place seen for the first time is taken to have always been so,
// unless its row says when it opened. Places the file does not mention are left
// alone. Nothing is changed if any line is wrong: the error joins one
// FieldError for each, with line, field and remedy.
func ReadPlaces(r io.Reader, dir *feedback.Directory, asOf feedback.Day) (PlaceChanges, error) {
	cr := csv.NewReader(r)
	cr.FieldsPerRecord = -1
	cr.LazyQuotes = true
	header, err := cr.Read()
	if err != nil {
		return PlaceChanges{}, &feedback.FieldError{Line: 1, Reason: "must be a header line of column names; the file is empty or not CSV"}
	}
	cols, err := matchColumns(header)
	if err != nil {
		return PlaceChanges{}, err
	}
	b := newPlacesBuilder(dir, asOf)
	var faults []error
	for {
		rec, err := cr.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := cr.FieldPos(0)
		if err != nil {
			faults = append(faults, csvFault(err))
		} else if err := b.row(placeRow{rec, cols}); err != nil {
			faults = append(faults, atLine(err, line))
		}
		if len(faults) >= maxPlacesFaults {
			faults = append(faults, fmt.Errorf("and perhaps more; the reading stopped here: %w", feedback.ErrInvalid))
			break
		}
	}
	if len(faults) > 0 {
		return PlaceChanges{}, errors.Join(faults...)
	}
	return b.changes()
}

func csvFault(err error) error {
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		return &feedback.FieldError{Line: pe.Line, Reason: "is not CSV: " + pe.Err.Error()}
	}
	return fmt.Errorf("read file: %w", err)
}

// matchColumns maps our column names to positions and refuses unknown and
// repeated ones by name.
func matchColumns(header []string) (map[string]int, error) {
	known := placeColumns()
	byAlias := make(map[string]string)
	var all []string
	for name, aliases := range known {
		all = append(all, aliases[0])
		for _, a := range aliases {
			byAlias[a] = name
		}
	}
	slices.Sort(all)
	cols := make(map[string]int)
	var unknown []string
	for i, h := range header {
		key := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))), " ", "_")
		name, ok := byAlias[key]
		if !ok {
			unknown = append(unknown, fmt.Sprintf("%q", shorten(h)))
			continue
		}
		if _, twice := cols[name]; twice {
			return nil, &feedback.FieldError{Line: 1, Field: name, Reason: "is given by two columns; keep one"}
		}
		cols[name] = i
	}
	if len(unknown) > 0 {
		return nil, &feedback.FieldError{Line: 1, Reason: "unknown columns " + strings.Join(unknown, ", ") + "; the columns are " + strings.Join(all, ", ")}
	}
	if _, ok := cols["provider"]; !ok {
		return nil, &feedback.FieldError{Line: 1, Field: "provider", Reason: "is missing; the file needs a provider (or trust_code) column with each provider's ODS code"}
	}
	return cols, nil
}

func shorten(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

// placeRow is one line of the file by our column names.
type placeRow struct {
	rec  []string
	cols map[string]int
}

func (r placeRow) get(name string) string {
	i, ok := r.cols[name]
	if !ok || i >= len(r.rec) {
		return ""
	}
	return strings.TrimSpace(r.rec[i])
}

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
