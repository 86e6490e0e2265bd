package collector

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestSizeOfPart(t *testing.T) {
	pad := strings.Repeat("x", 256<<10)
	const end = "</sheetData>"
	for text, want := range map[string]sheetSize{
		"":              {cut: true},
		"<sheetData/>":  {},
		"<row>" + end:   {rows: 1, last: 1},
		"<row r=\"1\">": {rows: 1, last: 1, cut: true},
		"<sheetData><row r=\"1\"><c/></row><row spans=\"1:2\" r=\"7\"/>" + end:                                        {rows: 2, last: 7},
		"<x:sheetData><x:row r=\"1\"></x:row></x:sheetData>":                                                          {rows: 1, last: 1},
		"<rows><rowBreaks><t>a row of beds grow r=\"9\" </t></row>" + end:                                             {},
		pad[:256<<10-2] + "<row r=\"12\">" + end:                                                                      {rows: 1, last: 12},
		pad[:256<<10-5] + "<row>" + pad[:256<<10-6] + "<row ><row r=\"300000\" spans=\"1:1\">" + pad + "</sheetData>": {rows: 3, last: 300000},
		pad[:256<<10-afterName-1] + "<row r=\"5\">" + pad + pad[:256<<10-afterName-20] + end:                          {rows: 1, last: 5},
	} {
		if got := sizeOfPart(strings.NewReader(text)); got != want {
			t.Errorf("%d bytes ending in %q: %+v, want %+v", len(text), text[max(0, len(text)-30):], got, want)
		}
	}
}

// TestImportDamagedSheets says where a sheet ends too soon: its rows after that
// must not be missing without a word.
func TestImportDamagedSheets(t *testing.T) {
	rows := [][]any{{"id", "date", "place", "rating"}}
	for n := range 50 {
		rows = append(rows, []any{fmt.Sprintf("a%d", n), "2026-07-01", "WILLOW", 1})
	}
	w, whole := newWorld(t), writeSheet(t, "A", rows)
	for name, damage := range map[string]func(part string) string{
		"cut between rows":      func(s string) string { return s[:strings.Index(s, `<row r="30"`)] },
		"cut within a row":      func(s string) string { return s[:strings.Index(s, `<row r="30"`)+40] },
		"an unknown entity":     func(s string) string { return strings.Replace(s, `<row r="30"`, `&boom;<row r="30"`, 1) },
		"a tag that is not one": func(s string) string { return strings.Replace(s, `<row r="30"`, `<<row r="30"`, 1) },
	} {
		r, err := w.Import(t.Context(), damagedSheet(t, whole, damage), ImportOptions{})
		if err != nil || r.Stored+r.Duplicates == 0 || r.Stored+r.Duplicates > 30 || r.Rejected == 0 || !strings.Contains(fmt.Sprint(r.Faults), "damaged from here on") {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	if r, err := w.Import(t.Context(), damagedSheet(t, whole, func(s string) string { return s }), ImportOptions{}); err != nil || r.Stored+r.Duplicates != 50 || r.Rejected != 0 {
		t.Errorf("packed again and not damaged: %+v, %v", r, err)
	}
}

// damagedSheet packs a workbook again, its first sheet changed.
func damagedSheet(t testing.TB, path string, change func(part string) string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "xl/worksheets/sheet1.xml" {
			part = []byte(change(string(part)))
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(part); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return writeFile(t, "damaged.xlsx", b.String())
}

// TestImportSheetWithTitle finds the columns' names below a title in joined cells.
func TestImportSheetWithTitle(t *testing.T) {
	w := newWorld(t)
	path := writeSheet(t, "A", [][]any{{"Friends and Family Test, March 2026"}, {}, {"Who", nil, nil, "What"}, {"id", "date", "place", "rating", "comment"},
		{"a1", 46090, "WILLOW", "Very good", "kind"}, {}, {"a2", 46091, "WILLOW", 2}})
	if r, err := w.Import(t.Context(), path, ImportOptions{}); err != nil || r.Stored != 2 || r.Skipped != 3 || r.Empty != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	path = writeSheet(t, "A", [][]any{{"a title"}, {"b", "c"}, {"1", "2"}})
	if _, err := w.Import(t.Context(), path, ImportOptions{}); err == nil || !strings.HasPrefix(err.Error(), "line 1: no column of ratings") {
		t.Errorf("without columns that are known: %v", err)
	}
}
