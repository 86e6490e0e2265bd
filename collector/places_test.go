package collector

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"earshot/feedback"
)

// sharedFile opens a file of the shared material, or skips loudly.
func sharedFile(t testing.TB, name string) *os.File {
	t.Helper()
	dir := os.Getenv("EARSHOT_SHARED")
	if dir == "" {
		dir = "../../shared"
	}
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Skipf("SKIPPED: %s is not there; set EARSHOT_SHARED to the shared folder (%v)", name, err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func emptyDirectory(t testing.TB) *feedback.Directory {
	t.Helper()
	d, err := feedback.NewDirectory(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func readPlaces(t testing.TB, dir *feedback.Directory, day, csv string) (PlaceChanges, *feedback.Directory) {
	t.Helper()
	asOf, err := feedback.ParseDay(day)
	if err != nil {
		t.Fatal(err)
	}
	ch, err := ReadPlaces(strings.NewReader(csv), dir, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return ch, apply(t, dir, ch)
}

func apply(t testing.TB, dir *feedback.Directory, ch PlaceChanges) *feedback.Directory {
	t.Helper()
	var versions []feedback.Place
	for _, p := range dir.All() {
		versions = append(versions, dir.Versions(p.ID)...)
	}
	places, areas := ch.Apply(versions, dir.Areas())
	next, err := feedback.NewDirectory(places, areas)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

const twoWards = `icb,icb_name,provider,provider_name,site,site_name,ward,setting,area,area_name,public_code
QX1,NORTHSHIRE ICB,RXX,NORTHSHIRE TRUST,RXX01,NORTH HOSPITAL,Willow,inpatient,E06000099,Northshire,WILLOW
QX1,NORTHSHIRE ICB,RXX,NORTHSHIRE TRUST,RXX01,NORTH HOSPITAL,Ash,inpatient,E06000099,Northshire,
`

func TestReadPlacesEngland(t *testing.T) {
	f := sharedFile(t, "data/england_inpatient_units.csv")
	ch, err := ReadPlaces(f, emptyDirectory(t), feedback.DateDay(2026, 1, 1))
	if err != nil {
		t.Fatal(err)
	}
	dir := apply(t, emptyDirectory(t), ch)
	a := ch.Report.Added
	if a[feedback.ICB] != 43 || a[feedback.Provider] != 150 {
		t.Errorf("added %d ICBs and %d providers, want 43 and 150", a[feedback.ICB], a[feedback.Provider])
	}
	if got := a[feedback.Ward] + ch.Report.Repeated; got != 6941 {
		t.Errorf("%d wards and %d repeated rows, want 6,941 rows in all", a[feedback.Ward], ch.Report.Repeated)
	}
	t.Logf("added %v, repeated %d", a, ch.Report.Repeated)
	f.Seek(0, 0)
	again, err := ReadPlaces(f, dir, feedback.DateDay(2026, 2, 1))
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Places) != 0 {
		t.Errorf("reading the same file again changes %d places, first %+v", len(again.Places), again.Places[0])
	}
}

func TestReadPlacesKeepsHistory(t *testing.T) {
	ch, dir := readPlaces(t, emptyDirectory(t), "2026-01-01", twoWards)
	if len(ch.Places) != 5 || len(ch.Areas) != 1 {
		t.Fatalf("got %d places and %d areas, want 5 and 1", len(ch.Places), len(ch.Areas))
	}
	willow, ok := dir.ByPublicCode("WILLOW")
	if !ok {
		t.Fatal("WILLOW is not known")
	}
	_, dir = readPlaces(t, dir, "2026-03-01", strings.ReplaceAll("place_id,"+strings.SplitN(twoWards, "\n", 3)[0]+"\n"+
		string(willow.ID)+","+strings.SplitN(twoWards, "\n", 3)[1]+"\n", "Willow,", "Willow Suite,"))
	now, _ := dir.Place(willow.ID)
	then, _ := dir.At(willow.ID, feedback.DateDay(2026, 2, 28))
	if now.Name != "Willow Suite" || then.Name != "Willow" || then.To != feedback.DateDay(2026, 2, 28) {
		t.Errorf("renamed: now %q, then %q until %s", now.Name, then.Name, then.To)
	}
	if now.PublicCode != "WILLOW" {
		t.Errorf("the public code became %q", now.PublicCode)
	}
	_, dir = readPlaces(t, dir, "2026-05-01", "provider,site,ward,closed,successor\nRXX,RXX01,Ash,2026-04-30,WILLOW\n")
	var ash feedback.Place
	for _, p := range dir.All() {
		if p.Name == "Ash" {
			ash = p
		}
	}
	if !ash.Closed || len(ash.Successors) != 1 || ash.Successors[0] != willow.ID {
		t.Errorf("closed ward: %+v", ash)
	}
	if before, _ := dir.At(ash.ID, feedback.DateDay(2026, 4, 1)); before.Closed {
		t.Error("the ward was open on 1 April")
	}
	path, err := dir.Path(willow.ID, feedback.DateDay(2026, 6, 1))
	if err != nil || path.Area != "E06000099" || path.ICB == "" || path.Setting != feedback.Inpatient {
		t.Errorf("path %+v, %v", path, err)
	}
}

func TestReadPlacesRefusals(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", "line 1: must be a header line of column names; the file is empty or not CSV"},
		{"unknown columns", "provider,colour,ward\n", `line 1: unknown columns "colour"; the columns are area, area_name, closed, icb, icb_name, opened, place_id, postcode, provider, provider_name, public_code, setting, site, site_name, successor, ward`},
		{"no provider column", "icb,ward\n", "line 1: provider: is missing; the file needs a provider (or trust_code) column with each provider's ODS code"},
		{"twice the same", "provider,trust_code\n", "line 1: provider: is given by two columns; keep one"},
		{"no provider", "provider,ward\n,Ash\n", "line 2: provider: is empty; every line needs the ODS code of its provider"},
		{"bad code", "provider\nR-X\n", "line 2: provider: must be an ODS code: 2 to 10 letters and digits"},
		{"bad setting", "provider,setting\nRXX,spa\n", "line 2: setting: must be one of inpatient, ae, patient_transport, outpatient, maternity_antenatal, maternity_birth, maternity_postnatal_ward, maternity_postnatal_community, community, mental_health, gp, dental, post_covid, other"},
		{"bad area", "provider,area\nRXX,Leeds\n", "line 2: area: must be a GSS code: a letter and eight digits, such as E06000023"},
		{"code used twice", "provider,ward,public_code\nRXX,A,KEY1\nRXX,B,KEY1\n", "line 3: public_code: is already the code of another place; give each place its own"},
		{"bad date", "provider,closed\nRXX,1/2/26\n", "line 2: closed: must be a date written YYYY-MM-DD"},
		{"unknown ward id", "provider,ward,place_id\nRXX,A,zzzzzzzzzz\n", "line 2: place_id: is not the id of a ward in the directory; leave it empty for a new ward"},
		{"not UTF-8", "provider,ward\nRXX,A\xff\n", "line 2: holds bytes that are not UTF-8 text; save the file as CSV UTF-8"},
		{"a workbook", "PK\x03\x04...", "is an Excel workbook; save it as CSV UTF-8"},
		{"a mark that is never closed", "provider,provider_name\nRXX,\"Oak Trust\nRYY,Ash Trust\n", "line 2: has a quotation mark that opens a cell and is never closed; close it, or take it away. The lines after it were read as rows of their own"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadPlaces(strings.NewReader(tt.in), emptyDirectory(t), 0)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
			if !errors.Is(err, feedback.ErrInvalid) {
				t.Error("the error is not ErrInvalid")
			}
		})
	}
}

// TestReadPlacesOfSpreadsheets reads what spreadsheet programs call CSV or text.
func TestReadPlacesOfSpreadsheets(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("provider\tprovider_name\r\nRXX\tOak Trust\r\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"Unicode text": utf16, "CSV UTF-8": "\ufeffprovider,provider_name\r\nRXX,Oak Trust\r\n", "semicolons": "\ufeffprovider;provider_name\r\nRXX;Oak Trust\r\n",
	} {
		c, err := ReadPlaces(strings.NewReader(file), emptyDirectory(t), 0)
		if err != nil || c.Report.Rows != 1 || c.Report.Added[feedback.Provider] != 1 || c.Places[len(c.Places)-1].Name != "Oak Trust" {
			t.Errorf("%s: %+v, %v", name, c.Report, err)
		}
	}
}

func FuzzReadPlaces(f *testing.F) {
	f.Add(twoWards)
	f.Add("provider,ward,closed,successor\nRXX,A,2026-01-01,RXX\n")
	f.Add("trust_code,trust_name\n\"a\nb\",c\n")
	f.Fuzz(func(t *testing.T, file string) {
		empty, _ := feedback.NewDirectory(nil, nil)
		ch, err := ReadPlaces(strings.NewReader(file), empty, 20000)
		if err != nil {
			return
		}
		places, areas := ch.Apply(nil, nil)
		dir, err := feedback.NewDirectory(places, areas)
		if err != nil {
			t.Fatalf("a file that was accepted makes no directory: %v", err)
		}
		again, err := ReadPlaces(strings.NewReader(file), dir, 20000)
		if err != nil {
			t.Fatalf("the same file is refused the second time: %v", err)
		}
		if len(again.Places) > 0 {
			t.Fatalf("the same file changes %+v the second time", again.Places[0])
		}
	})
}

// TestReadPlacesPostcodes: a ward's postcode is its site's too unless the file says
// otherwise, and a new one makes a new version.
func TestReadPlacesPostcodes(t *testing.T) {
	none, err := feedback.NewDirectory(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	read := func(dir *feedback.Directory, file string) PlaceChanges {
		t.Helper()
		c, err := ReadPlaces(strings.NewReader(file), dir, feedback.DateDay(2026, 11, 20))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	const header = "provider,site,ward,postcode,public_code\n"
	c := read(none, header+"ZZA,ZZA01,Willow,zz13ex,WILLOW\nZZA,ZZA02,,ZZ4 7qq,COTTAGE\nZZA,ZZA02,Bramble,,BRAMBLE\n")
	got := map[string]feedback.Postcode{}
	for _, p := range c.Places {
		got[p.Name] = p.Postcode
	}
	want := map[string]feedback.Postcode{"ZZA": "", "ZZA01": "ZZ1 3EX", "Willow": "ZZ1 3EX", "ZZA02": "ZZ4 7QQ", "Bramble": ""}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	places, areas := c.Apply(nil, nil)
	dir, err := feedback.NewDirectory(places, areas)
	if err != nil {
		t.Fatal(err)
	}
	if c := read(dir, header+"ZZA,ZZA01,Willow,ZZ1 3EX,WILLOW\n"); len(c.Places) != 0 {
		t.Errorf("the same again changes %v", c.Places)
	}
	if c := read(dir, header+"ZZA,ZZA01,Willow,ZZ1 4EX,WILLOW\n"); len(c.Places) != 1 || c.Places[0].Postcode != "ZZ1 4EX" || c.Report.Changed != 1 {
		t.Errorf("another postcode changes %v", c.Places)
	}
	if _, err := ReadPlaces(strings.NewReader(header+"ZZA,ZZA01,Willow,Leeds,WILLOW\n"), none, 0); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("no postcode: %v", err)
	}
}
