package api

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// TestAreaPDF reads the printed report: its structure in the file itself, and
// its words through pdftotext where that is installed.
func TestAreaPDF(t *testing.T) {
	w := lively(t)
	rec := w.do(http.MethodGet, "/v1/areas/E06000099/report.pdf", "")
	body := rec.Body.Bytes()
	if rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(body, []byte("%PDF-1.7")) {
		t.Fatalf("%d %s", rec.Code, rec.Header().Get("Content-Type"))
	}
	for _, want := range []string{"/Marked true", "/Lang (en-GB)", "/S /H1", "/S /Table", "/S /TH", "/Scope /Column", "/Scope /Row", "/ParentTree", "/DisplayDocTitle true", "/ToUnicode", "/Tabs /S"} {
		if !bytes.Contains(body, []byte(want)) {
			t.Errorf("lacks %s", want)
		}
	}
	checkXref(t, body)
	if again := w.do(http.MethodGet, "/v1/areas/E06000099/report.pdf", "").Body.Bytes(); !bytes.Equal(body, again) {
		t.Error("made twice it differs")
	}
	if rec := w.do(http.MethodGet, "/v1/areas/E06999999/report.pdf", ""); rec.Code != http.StatusNotFound {
		t.Errorf("an area that is not there: %d", rec.Code)
	}
	text := pdfWords(t, body)
	a := decode[areaReport](t, w.do(http.MethodGet, "/v1/areas/E06000099/report", ""))
	for _, table := range a.tables() {
		for _, cell := range slices.Concat(append([][]string{{table.Heading}, table.Columns}, table.Rows...)...) {
			for word := range strings.FieldsSeq(cell) {
				if !strings.Contains(text, word) {
					t.Errorf("%s: %q of %q is not in the PDF", table.Heading, word, cell)
				}
			}
		}
	}
	for _, want := range []string{"189", comparisonNote[:40], "Open Government Licence", "edition 1", "Page 1 of"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
}

// pdfWords gives the text of a PDF as a reader finds it.
func pdfWords(t *testing.T, body []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("EARSHOT_TEST_REQUIRE") != "" {
			t.Fatal("pdftotext is missing: apt-get install poppler-utils")
		}
		t.Skip("SKIPPED: pdftotext is not here; install poppler-utils")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-raw", file, "-").CombinedOutput()
	if err != nil || strings.Contains(string(out), "Syntax Error") {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

// checkXref follows every entry of the table of objects.
func checkXref(t *testing.T, body []byte) {
	t.Helper()
	entries := regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`).FindAllSubmatch(body, -1)
	for i, e := range entries {
		at := 0
		for _, c := range e[1] {
			at = at*10 + int(c-'0')
		}
		if want := []byte(strings.Join([]string{number(float64(i + 1)), "0 obj"}, " ")); !bytes.HasPrefix(body[at:], want) {
			t.Fatalf("object %d is not where the table says", i+1)
		}
	}
	if len(entries) < 20 {
		t.Fatalf("%d objects", len(entries))
	}
}

// TestAreaPDFHidesWhatThePageHides publishes a ward of three beside one of
// forty, of which both must be hidden, and compares the printed report with the
// page cell by cell.
func TestAreaPDFHidesWhatThePageHides(t *testing.T) {
	w := newWorld(t)
	w.answers(testWard, 43, 1, "", "sms")
	w.answers(testOtherW, 3, 5, "", "telephone")
	w.publish()
	a := decode[areaReport](t, w.do(http.MethodGet, "/v1/areas/E06000099/report", ""))
	page := w.do(http.MethodGet, "/areas/E06000099/report", "").Body.String()
	rows := regexp.MustCompile(`<tr><th scope="row"><a href="/p/(\w+)">[^<]*</a></th><td class="ear-num">([^<]*)</td><td class="ear-num">([^<]*)</td>`).FindAllStringSubmatch(page, -1)
	places := a.tables()[len(a.tables())-1].Rows
	if len(rows) != len(places) || len(rows) == 0 {
		t.Fatalf("%d places on the page, %d printed", len(rows), len(places))
	}
	hidden := 0
	for i, r := range rows {
		if places[i][1] != r[2] || places[i][2] != r[3] {
			t.Errorf("%s: the page says %v, the print %v", r[1], r[2:], places[i])
		}
		if places[i][1] == "hidden" {
			hidden++
			if places[i][2] != "–" || places[i][3] != "–" || places[i][4] != "–" || places[i][5] != "[c]" {
				t.Errorf("a hidden place shows %v", places[i])
			}
		}
	}
	if hidden == 0 {
		t.Fatal("nothing is hidden: the test proves nothing")
	}
	text := pdfWords(t, w.do(http.MethodGet, "/v1/areas/E06000099/report.pdf", "").Body.Bytes())
	if regexp.MustCompile(`\b(43|40)\b`).MatchString(text) || !strings.Contains(text, "[c]") {
		t.Errorf("the print tells of a hidden place: %s", text)
	}
}

// TestLongAreaPDF prints a report of many places with long names and letters
// that the typeface lacks.
func TestLongAreaPDF(t *testing.T) {
	w := lively(t)
	a := decode[areaReport](t, w.do(http.MethodGet, "/v1/areas/E06000099/report", ""))
	for range 120 {
		p := a.Places[0]
		p.Name = "Ŵard of the " + strings.Repeat("extraordinarily", 6) + " long – name 病"
		a.Places = append(a.Places, p)
	}
	a.Comments = []commentJSON{
		{Month: "2026-10", Place: commentPlace{Name: "Skylark Ward"}, Parts: []commentPart{{"what_good", "Everybody was kind \U0001F600."}}, Source: commentSource{"NHS.UK", "https://reviews.example/1", "OGL"}, Reply: &commentReply{"Thank you for this.", "2026-11-02"}},
		{Month: "2026-09", Parts: []commentPart{{"why", "ਸਭ ਠੀਕ"}}, Source: commentSource{"This service", "", "OGL"}},
	}
	body, err := a.pdf(&server{publisher: "P", contact: "p@example.org", publicURL: "https://x.example"})
	if err != nil {
		t.Fatal(err)
	}
	checkXref(t, body)
	if text := pdfWords(t, body); strings.Count(text, "Ŵard") != 120 || !strings.Contains(text, "Page 5 of") ||
		!strings.Contains(text, "What was good: Everybody was kind") || !strings.Contains(text, "Reply 2 November 2026: Thank you") || !strings.Contains(text, "https://reviews.example/1") || !strings.Contains(text, "(in letters that this print does not have") {
		t.Errorf("%d wards in %d bytes", strings.Count(text, "Ŵard"), len(body))
	}
}

// TestTypefaceSubset checks that the letters that are kept have their outlines,
// and the others none.
func TestTypefaceSubset(t *testing.T) {
	f, err := newPDFFont("X", goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	const kept = "Aé ŵ[%"
	if _, err := f.show(kept); err != nil {
		t.Fatal(err)
	}
	small, err := f.subset()
	if err != nil {
		t.Fatal(err)
	}
	if len(small) > len(goregular.TTF)/2 {
		t.Errorf("%d of %d bytes are left", len(small), len(goregular.TTF))
	}
	whole, err := ttfTables(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := ttfTables(small)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cmap", "name", "OS/2", "post"} {
		if whole[name] != nil {
			tables[name] = whole[name] // without which it cannot be looked at
		}
	}
	face, err := sfnt.Parse(ttfFile(tables))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range kept + "Z" {
		var b sfnt.Buffer
		id, err := f.face.GlyphIndex(&b, r)
		if err != nil {
			t.Fatal(err)
		}
		want, err := f.face.LoadGlyph(&b, id, fixed.I(1000), nil)
		if err != nil {
			t.Fatal(err)
		}
		want = slices.Clone(want)
		got, err := face.LoadGlyph(&b, id, fixed.I(1000), nil)
		if err != nil {
			t.Fatal(err)
		}
		if same := slices.Equal(got, want); same == (r == 'Z') {
			t.Errorf("%q: %d movements of %d", r, len(got), len(want))
		}
	}
	for n := range len(goregular.TTF) / 500 {
		f.ttf = goregular.TTF[:n*500] // a broken file must not break the program
		_, _ = f.subset()
	}
}
