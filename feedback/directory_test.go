package feedback_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"earshot/feedback"
)

func day(t testing.TB, s string) feedback.Day {
	t.Helper()
	d, err := feedback.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// northshire is a small invented world: two providers that share a site's code,
// and a ward that was renamed, moved to another site, and closed.
func northshire(t testing.TB) []feedback.Place {
	always := feedback.NoDay
	return []feedback.Place{
		{ID: "icb", Level: feedback.ICB, Name: "Northshire ICB", Code: "QNN", PublicCode: "NORTHSHIRE", From: always, To: always},
		{ID: "prov", Level: feedback.Provider, Name: "Northshire Hospitals", Code: "RXX", PublicCode: "NSH", Parent: "icb", From: always, To: always},
		{ID: "other", Level: feedback.Provider, Name: "Southshire Hospitals", Code: "RYY", PublicCode: "SSH", Parent: "icb", From: always, To: always},
		{ID: "site", Level: feedback.Site, Name: "North Infirmary", Code: "RXX01", PublicCode: "NINF", Parent: "prov", Area: "E06000099", From: always, To: always},
		{ID: "annexe", Level: feedback.Site, Name: "The Annexe", Code: "RXX02", PublicCode: "ANNEXE", Parent: "prov", Area: "E06000098", Setting: feedback.Community, From: always, To: always},
		{ID: "shared", Level: feedback.Site, Name: "North Infirmary (Southshire)", Code: "RXX01", PublicCode: "SINF", Parent: "other", From: always, To: always},
		{ID: "willow", Level: feedback.Ward, Name: "Willow", PublicCode: "WILLOW", Setting: feedback.Inpatient, Parent: "site", From: always, To: day(t, "2025-12-31")},
		{ID: "willow", Level: feedback.Ward, Name: "Willow Suite", PublicCode: "WILLOW", Setting: feedback.Inpatient, Parent: "annexe", From: day(t, "2026-01-01"), To: day(t, "2026-05-31")},
		{ID: "willow", Level: feedback.Ward, Name: "Willow Suite", PublicCode: "WILLOW", Setting: feedback.Inpatient, Parent: "annexe", From: day(t, "2026-06-01"), To: always, Closed: true, Successors: []feedback.PlaceID{"ash"}},
		{ID: "ash", Level: feedback.Ward, Name: "Ash", PublicCode: "ASH", Parent: "annexe", From: always, To: always},
		{ID: "ash2", Level: feedback.Ward, Name: "ash", PublicCode: "ASH-2", Parent: "shared", From: always, To: always},
	}
}

func newDirectory(t testing.TB, places []feedback.Place) *feedback.Directory {
	t.Helper()
	d, err := feedback.NewDirectory(places, []feedback.Area{{GSS: "E06000099", Name: "North"}, {GSS: "E06000098", Name: "South"}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPathIsAsItWasThatDay(t *testing.T) {
	d := newDirectory(t, northshire(t))
	tests := []struct {
		id   feedback.PlaceID
		day  string
		want feedback.Path
	}{
		{"willow", "2014-01-01", feedback.Path{Ward: "willow", Site: "site", Provider: "prov", ICB: "icb", Area: "E06000099", Setting: feedback.Inpatient}},
		{"willow", "2025-12-31", feedback.Path{Ward: "willow", Site: "site", Provider: "prov", ICB: "icb", Area: "E06000099", Setting: feedback.Inpatient}},
		{"willow", "2026-01-01", feedback.Path{Ward: "willow", Site: "annexe", Provider: "prov", ICB: "icb", Area: "E06000098", Setting: feedback.Inpatient}},
		{"willow", "2030-01-01", feedback.Path{Ward: "willow", Site: "annexe", Provider: "prov", ICB: "icb", Area: "E06000098", Setting: feedback.Inpatient}},
		{"ash", "2026-01-01", feedback.Path{Ward: "ash", Site: "annexe", Provider: "prov", ICB: "icb", Area: "E06000098", Setting: feedback.Community}}, // its site's setting
		{"site", "2026-01-01", feedback.Path{Site: "site", Provider: "prov", ICB: "icb", Area: "E06000099"}},
		{"prov", "2026-01-01", feedback.Path{Provider: "prov", ICB: "icb"}},
	}
	for _, tt := range tests {
		if got, err := d.Path(tt.id, day(t, tt.day)); err != nil || got != tt.want {
			t.Errorf("Path(%s, %s) = %+v, %v\nwant %+v", tt.id, tt.day, got, err, tt.want)
		}
	}
	if _, err := d.Path("icb", 0); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("an answer about an ICB: %v", err)
	}
	if _, err := d.Path("nowhere", 0); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("an answer about nowhere: %v", err)
	}
	for _, tt := range tests {
		if got := tt.want.Place(); got != tt.id {
			t.Errorf("the deepest place of %+v is %s", tt.want, got)
		}
	}
}

func TestAtGivesTheVersionInForce(t *testing.T) {
	d := newDirectory(t, northshire(t))
	for _, tt := range []struct {
		day    string
		name   string
		closed bool
	}{{"2000-01-01", "Willow", false}, {"2025-12-31", "Willow", false}, {"2026-01-01", "Willow Suite", false}, {"2026-05-31", "Willow Suite", false}, {"2026-06-01", "Willow Suite", true}} {
		if p, ok := d.At("willow", day(t, tt.day)); !ok || p.Name != tt.name || p.Closed != tt.closed {
			t.Errorf("At(willow, %s) = %+v, %v", tt.day, p, ok)
		}
	}
	if vs := d.Versions("willow"); len(vs) != 3 {
		t.Errorf("%d versions", len(vs))
	} else {
		vs[0].Name = "changed"
		if again := d.Versions("willow"); again[0].Name != "Willow" {
			t.Error("the directory can be changed from outside")
		}
	}
}

func TestFind(t *testing.T) {
	d := newDirectory(t, northshire(t))
	tests := []struct {
		name   string
		s      string
		within []feedback.PlaceID
		want   feedback.PlaceID
		err    error
	}{
		{"id", "willow", nil, "willow", nil},
		{"public code in any case", " ninf ", nil, "site", nil},
		{"ODS code in any case", "rxx02", nil, "annexe", nil},
		{"provider", "RYY", nil, "other", nil},
		{"one code, two places", "RXX01", nil, "", feedback.ErrInvalid},
		{"one code, decided by scope", "RXX01", []feedback.PlaceID{"other"}, "shared", nil},
		{"one code, decided by the other scope", "rxx01", []feedback.PlaceID{"prov"}, "site", nil},
		{"outside the scope", "NINF", []feedback.PlaceID{"other"}, "", feedback.ErrNotFound},
		{"id outside the scope", "willow", []feedback.PlaceID{"other"}, "", feedback.ErrNotFound},
		{"the scope itself", "prov", []feedback.PlaceID{"prov"}, "prov", nil},
		{"above the scope", "QNN", []feedback.PlaceID{"prov"}, "", feedback.ErrNotFound},
		{"two scopes", "SINF", []feedback.PlaceID{"prov", "other"}, "shared", nil},
		{"unknown", "RZZ", nil, "", feedback.ErrNotFound},
		{"empty", "", nil, "", feedback.ErrNotFound},
		{"a name is not a code", "Northshire Hospitals", nil, "", feedback.ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := d.Find(tt.s, tt.within)
			if p.ID != tt.want || !errors.Is(err, tt.err) || tt.err == nil && err != nil {
				t.Errorf("Find(%q, %v) = %q, %v; want %q, %v", tt.s, tt.within, p.ID, err, tt.want, tt.err)
			}
		})
	}
}

func ids(places []feedback.Place) []feedback.PlaceID {
	out := []feedback.PlaceID{}
	for _, p := range places {
		out = append(out, p.ID)
	}
	return out
}

func TestLookups(t *testing.T) {
	d := newDirectory(t, northshire(t))
	tests := []struct {
		what string
		got  []feedback.Place
		want []feedback.PlaceID
	}{
		{"children of the annexe", d.Children("annexe"), []feedback.PlaceID{"ash", "willow"}},
		{"children where the ward was", d.Children("site"), []feedback.PlaceID{}},
		{"ancestors, from the nearest", d.Ancestors("willow"), []feedback.PlaceID{"annexe", "prov", "icb"}},
		{"named, in any case", d.Named("  ASH "), []feedback.PlaceID{"ash", "ash2"}},
		{"in the area", d.InArea("E06000098"), []feedback.PlaceID{"annexe"}},
		{"by a code that two share", d.ByCode("RXX01"), []feedback.PlaceID{"site", "shared"}},
		{"search by words in any order", d.Search("infirmary north", 9), []feedback.PlaceID{"site", "shared"}},
		{"search by the beginning of a code, codes first", d.Search("ash", 9), []feedback.PlaceID{"ash", "ash2"}},
		{"search, at most one", d.Search("infirmary", 1), []feedback.PlaceID{"site"}},
		{"search for the old name of a ward", d.Search("willow suite", 9), []feedback.PlaceID{"willow"}},
		{"search for nothing", d.Search("  ", 9), []feedback.PlaceID{}},
		{"search for no more than none", d.Search("ash", 0), []feedback.PlaceID{}},
	}
	for _, tt := range tests {
		if got := ids(tt.got); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.what, got, tt.want)
		}
	}
	if !d.Contains("prov", "willow") || d.Contains("site", "willow") || d.Contains("willow", "annexe") || !d.Contains("ash", "ash") || d.Contains("prov", "nowhere") {
		t.Error("Contains is wrong")
	}
	if d.Len() != 9 || len(d.All()) != 9 || d.All()[0].ID != "icb" || len(d.Areas()) != 2 {
		t.Errorf("%d places, %v first, %d areas", d.Len(), d.All()[0].ID, len(d.Areas()))
	}
}

func TestNewDirectoryRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func([]feedback.Place) []feedback.Place
		says   string
	}{
		{"overlapping versions", func(ps []feedback.Place) []feedback.Place { ps[6].To = day(t, "2026-01-01"); return ps }, "overlap"},
		{"two versions without an end", func(ps []feedback.Place) []feedback.Place { ps[6].To = feedback.NoDay; return ps }, "overlap"},
		{"a missing parent", func(ps []feedback.Place) []feedback.Place { ps[9].Parent = "gone"; return ps }, "parent"},
		{"a missing parent long ago", func(ps []feedback.Place) []feedback.Place { ps[6].Parent = "gone"; return ps }, "parent"},
		{"a parent below", func(ps []feedback.Place) []feedback.Place { ps[1].Parent = "site"; return ps }, "parent"},
		{"its own parent", func(ps []feedback.Place) []feedback.Place { ps[9].Parent = "ash"; return ps }, "parent"},
		{"its own parent long ago", func(ps []feedback.Place) []feedback.Place { ps[6].Parent = "willow"; return ps }, "parent"},
		{"a ward that was a site", func(ps []feedback.Place) []feedback.Place { ps[6].Level = feedback.Site; return ps }, "level"},
		{"a public code taken twice", func(ps []feedback.Place) []feedback.Place { ps[9].PublicCode = "WILLOW"; return ps }, "WILLOW"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := feedback.NewDirectory(tt.change(northshire(t)), nil)
			if !errors.Is(err, feedback.ErrInvalid) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestPlaceIDsAreStable(t *testing.T) {
	a := feedback.NewPlaceID(feedback.Ward, "site", "", " Willow Ward ")
	if a != feedback.NewPlaceID(feedback.Ward, "site", "", "willow ward") || len(a) != 10 {
		t.Errorf("the id is %q", a)
	}
	seen := map[feedback.PlaceID]string{a: "a"}
	for _, other := range []feedback.PlaceID{
		feedback.NewPlaceID(feedback.Site, "site", "", "willow ward"), feedback.NewPlaceID(feedback.Ward, "other", "", "willow ward"),
		feedback.NewPlaceID(feedback.Ward, "site", "RXX01", "willow ward"), feedback.NewPlaceID(feedback.Ward, "site", "", "willow"),
	} {
		if seen[other] != "" {
			t.Errorf("two places have the id %s", other)
		}
		seen[other] = "x"
	}
}

func TestParseCodes(t *testing.T) {
	for s, want := range map[string]feedback.PublicCode{"ward7": "WARD7", " a-b ": "A-B", "abc": "ABC", "1AB": "", "AB": "", "": "", "A B C": "", "WÄRD": "", strings.Repeat("A", 21): "", "-AB": ""} {
		if got, err := feedback.ParsePublicCode(s); got != want || (err == nil) != (want != "") {
			t.Errorf("ParsePublicCode(%q) = %q, %v", s, got, err)
		}
	}
	for s, want := range map[string]feedback.GSS{"e06000023": "E06000023", "E0600002": "", "E060000233": "", "006000023": "", "E0600002A": ""} {
		if got, err := feedback.ParseGSS(s); got != want || (err == nil) != (want != "") {
			t.Errorf("ParseGSS(%q) = %q, %v", s, got, err)
		}
	}
}

// england reads the real tree of providers, sites and wards, where it is to be
// had, or makes an invented one as large.
func england(b *testing.B) []feedback.Place {
	shared := os.Getenv("EARSHOT_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(shared, "data", "england_inpatient_units.csv"))
	if err != nil {
		b.Log("an invented England of 150 providers, 600 sites and 7,200 wards; set EARSHOT_SHARED for the real one")
		return inventedEngland()
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	col := make(map[string]int)
	for i, h := range rows[0] {
		col[h] = i
	}
	seen := make(map[feedback.PlaceID]bool)
	var out []feedback.Place
	add := func(l feedback.Level, parent feedback.PlaceID, code, name string) feedback.PlaceID {
		id := feedback.NewPlaceID(l, parent, feedback.OrgCode(code), name)
		if !seen[id] {
			seen[id] = true
			out = append(out, feedback.Place{ID: id, Level: l, Name: name, Code: feedback.OrgCode(code), PublicCode: feedback.PublicCode(strings.ToUpper(string(id))), Parent: parent, From: feedback.NoDay, To: feedback.NoDay})
		}
		return id
	}
	for _, r := range rows[1:] {
		p := add(feedback.Provider, "", r[col["trust_code"]], r[col["trust_name"]])
		s := add(feedback.Site, p, r[col["site_code"]], r[col["site_name"]])
		add(feedback.Ward, s, "", r[col["ward_name"]])
	}
	return out
}

func inventedEngland() []feedback.Place {
	var out []feedback.Place
	add := func(l feedback.Level, parent feedback.PlaceID, name string) feedback.PlaceID {
		id := feedback.NewPlaceID(l, parent, "", name)
		out = append(out, feedback.Place{ID: id, Level: l, Name: name, PublicCode: feedback.PublicCode(strings.ToUpper(string(id))), Parent: parent, From: feedback.NoDay, To: feedback.NoDay})
		return id
	}
	for p := range 150 {
		provider := add(feedback.Provider, "", fmt.Sprintf("Provider %d", p))
		for s := range 4 {
			site := add(feedback.Site, provider, fmt.Sprintf("Site %d of %d", s, p))
			for w := range 12 {
				add(feedback.Ward, site, fmt.Sprintf("Ward %d", w))
			}
		}
	}
	return out
}

// BenchmarkDirectoryOfEngland loads the whole country, and reports what it takes
// of memory.
func BenchmarkDirectoryOfEngland(b *testing.B) {
	places := england(b)
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept, err := feedback.NewDirectory(places, nil)
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	for b.Loop() {
		if _, err := feedback.NewDirectory(places, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(kept.Len()), "places")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB-kept")
	runtime.KeepAlive(places)
}
