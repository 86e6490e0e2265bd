package collector

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"

	"earshot/feedback"
	"earshot/ledger"
)

// writeFile puts contents into a scratch file.
func writeFile(t testing.TB, name, contents string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(contents), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// writeSheet makes a workbook of rows.
func writeSheet(t testing.TB, sheet string, rows [][]any) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetSheetRow(sheet, cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "answers.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// importText imports a CSV and gives its report, or the error.
func (w testWorld) importText(t testing.TB, contents string, opt ImportOptions) (ImportReport, string) {
	t.Helper()
	var rejects bytes.Buffer
	opt.Rejects = func() (io.Writer, error) { return &rejects, nil }
	r, err := w.Import(t.Context(), writeFile(t, "answers.csv", contents), opt)
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows != r.Stored+r.Duplicates+r.Empty+r.Rejected {
		t.Errorf("%d rows became %d stored, %d repeated, %d empty and %d refused", r.Rows, r.Stored, r.Duplicates, r.Empty, r.Rejected)
	}
	return r, rejects.String()
}

func TestImportDates(t *testing.T) {
	tests := []struct {
		in, day string // in London; empty if refused
		swapped bool
	}{
		{"2026-03-09", "2026-03-09", false}, {"09/03/2026", "2026-03-09", false}, {"9/3/2026", "2026-03-09", false}, {"9/3/26", "2026-03-09", false},
		{"09/03/26", "2026-03-09", false}, {"9/3/2026 8:05", "2026-03-09", false}, {"9/3/2026 08:05:59", "2026-03-09", false}, {"09/03/2026 00:00", "2026-03-09", false},
		{"9/3/26 10:00", "2026-03-09", false}, {"09-03-2026", "2026-03-09", false}, {"9-3-2026", "2026-03-09", false}, {"09.03.2026", "2026-03-09", false},
		{"9.3.2026", "2026-03-09", false}, {"9 March 2026", "2026-03-09", false}, {"09 Mar 2026", "2026-03-09", false}, {"09-Mar-2026", "2026-03-09", false},
		{"9-Mar-26", "2026-03-09", false}, {"9-MAR-26", "2026-03-09", false}, {"20260309", "2026-03-09", false}, {"Mar-26", "2026-03-01", false},
		{"March 2026", "2026-03-01", false}, {"2026-03-09T23:30:00Z", "2026-03-09", false}, {"2026-07-09T23:30:00Z", "2026-07-10", false},
		{"2026-07-09T23:30:00+01:00", "2026-07-09", false}, {"2026-07-09 23:30:00", "2026-07-09", false}, {" 2026-03-09 ", "2026-03-09", false},
		{"46090", "2026-03-09", false}, {"46090.0", "2026-03-09", false}, {"46090.99", "2026-03-09", false}, {"46207.979166", "2026-07-04", false},
		{"10/17/2025", "2025-10-17", true}, {"10/17/25", "2025-10-17", true}, {"10/17/2025 9:30", "2025-10-17", true},
		{"", "", false}, {"N/A", "", false}, {"soon", "", false}, {"31/02/2026", "", false}, {"2026-02-30", "", false}, {"32/01/2026", "", false}, {"39999", "", false},
		{"60001", "", false}, {"NaN", "", false}, {"1e5", "", false}, {"Inf", "", false}, {"2026", "", false}, {"9/3", "", false}, {"0", "", false}, {"-1", "", false},
	}
	for _, tt := range tests {
		at, swapped, err := new(fileDates).parse(tt.in)
		switch {
		case tt.day == "" && err == nil:
			t.Errorf("%q was read as %s", tt.in, at)
		case tt.day != "" && (err != nil || feedback.DayOf(at).String() != tt.day || swapped != tt.swapped):
			t.Errorf("%q was read as %s (month first %v), %v; want %s (%v)", tt.in, feedback.DayOf(at), swapped, err, tt.day, tt.swapped)
		}
	}
	if at, _, err := (&fileDates{extra: []string{"01/02/2006"}}).parse("03/09/2026"); err != nil || feedback.DayOf(at).String() != "2026-03-09" {
		t.Errorf("with a layout of its own: %s, %v", at, err)
	}
}

func TestImportCSV(t *testing.T) {
	w := newWorld(t)
	file := "Response ID,Date,Place,Rating,Comment,Colour\n" +
		"a1,09/03/2026,WILLOW,1,Donâ€™t change a thing,red\n" + // broken once on the way
		"a2,46090,willow ward,Very poor,\"Cold,\nand noisy\",blue\n" +
		"a3,2026-03-09,RXX02,6,N/A,\n" +
		"a4,2026-03-09,NINF,,#NAME?,\n" + // nothing in it
		"a5,2026-03-09,NINF,??,kind,\n" + // a comment alone
		"a6,2026-03-09,NINF,extremely likely,did not answer,\n" +
		"a7,2026-03-09,NINF,8,kind,\n" +
		"a8,tomorrow,NINF,1,kind,\n" +
		"a9,2026-03-09,ELSEWHERE,1,kind,\n" +
		"a10,2026-03-09,Oak Ward,1,kind,\n" +
		"a11,2026-07-01,OLDWARD,1,kind,\n" +
		"a12,16/08/2026,NINF,1,kind,\n" +
		"a1,09/03/2026,WILLOW,1,again,\n" +
		"a13\n"
	r, rejects := w.importText(t, file, ImportOptions{})
	if r.Rows != 14 || r.Stored != 5 || r.Duplicates != 1 || r.Empty != 2 || r.Rejected != 6 {
		t.Errorf("report %+v", r)
	}
	if fmt.Sprint(r.Unused) != "[Colour]" || r.ByRating != [7]int{1, 2, 0, 0, 0, 1, 1} {
		t.Errorf("unused %v, by rating %v", r.Unused, r.ByRating)
	}
	words := w.words(t)
	if got := words["a1"]; len(got) != 1 || got[0] != "Don’t change a thing" {
		t.Errorf("a1 says %q", got)
	}
	if got := words["a2"]; len(got) != 1 || got[0] != "Cold,\nand noisy" {
		t.Errorf("a2 says %q", got)
	}
	if len(words["a3"])+len(words["a6"]) > 0 {
		t.Errorf("N/A and the like are kept as words: %q %q", words["a3"], words["a6"])
	}
	for _, e := range w.entries(t) {
		if got := e.Plus.Day.String(); got != "2026-03-09" || e.Plus.Channel != feedback.ChannelFile || e.Source != "file:import" {
			t.Errorf("%s is on %s by %s from %s", e.SourceID, got, e.Plus.Channel, e.Source)
		}
	}
	var got []string
	for _, f := range r.Faults {
		got = append(got, f.String())
	}
	want := []string{
		"rating: is not one of the six answers; if this supplier means something else by it, say so in the map's ratings (\"none\" for not an answer) (line 9)",
		"date: is not a date Earshot knows; write it as 2026-03-09 or 09/03/2026, or give its layout in the map's date_formats (line 10)",
		"place: is not in the directory; import it with earshot places import, or say which place is meant in the map's places (line 11)",
		"place: stands for 2 places of that name; say which is meant in the map's places (line 12)",
		"place: closed on 2026-06-01; send the place that took over from it, or the date of the answer if it was before (line 13)",
		"answered_at: is in the future; send when the person answered (line 14)",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("faults\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	rows, err := csv.NewReader(strings.NewReader(rejects)).ReadAll()
	if err != nil || len(rows) != 7 {
		t.Fatalf("the rejects file has %d rows, %v", len(rows), err)
	}
	mended := strings.NewReplacer(",8,kind", ",2,kind", "tomorrow", "2026-03-10", "ELSEWHERE", "WILLOW", ",Oak Ward,", ",OAK-1,", "OLDWARD", "willow", "16/08/2026", "16/03/2026").Replace(rejects)
	if again, rest := w.importText(t, mended, ImportOptions{}); again.Stored != 6 || again.Rejected != 0 || rest != "" {
		t.Errorf("the mended rejects: %+v", again)
	}
	if again, _ := w.importText(t, file, ImportOptions{}); again.Stored != 0 || again.Duplicates != 6 {
		t.Errorf("the file again: %+v", again)
	}
	if n := len(w.entries(t)); n != 11 {
		t.Errorf("%d entries, want 11", n)
	}
}

func TestImportWithoutIDs(t *testing.T) {
	w := newWorld(t)
	head := "date,place,rating\n"
	row := "2026-03-09,WILLOW,1\n"
	if r, _ := w.importText(t, head+row+row+"2026-03-09,WILLOW,2\n", ImportOptions{}); r.Stored != 3 {
		t.Errorf("two equal answers are two: %+v", r)
	}
	if r, _ := w.importText(t, head+row+row+"2026-03-09,WILLOW,2\n", ImportOptions{}); r.Stored != 0 || r.Duplicates != 3 {
		t.Errorf("the same file: %+v", r)
	}
	if r, _ := w.importText(t, head+"2026-03-08,WILLOW,5\n"+row+row+row+"2026-03-09,WILLOW,2\n", ImportOptions{}); r.Stored != 2 || r.Duplicates != 3 {
		t.Errorf("with a row before and one more equal row: %+v", r)
	}
	if r, _ := w.importText(t, "place,rating\nWILLOW,1\n", ImportOptions{Map: FileMap{Date: "2026-03-01"}}); r.Stored != 1 {
		t.Errorf("%+v", r)
	}
	if r, _ := w.importText(t, "place,rating\nWILLOW,1\n", ImportOptions{Map: FileMap{Date: "2026-04-01"}}); r.Stored != 1 {
		t.Errorf("the same row of another month is another answer: %+v", r)
	}
	if r, _ := w.importText(t, head+row, ImportOptions{Map: FileMap{Supplier: "Other"}}); r.Stored != 1 {
		t.Errorf("the same row of another supplier is another answer: %+v", r)
	}
}

// TestImportTellsAllFaultsOfARow mends a rejects file once, by what it says, and
// everything is in.
func TestImportTellsAllFaultsOfARow(t *testing.T) {
	w := newWorld(t)
	long := strings.Repeat("x", feedback.MaxComment+1)
	r, rejects := w.importText(t, "id,date,place,rating,comment,mode,consent_to_publish\n"+
		"a1,2026-07-01,WILLOW,1,kind,sms,yes\n"+
		"a2,tomorrow,NOWHERE,9,"+long+",pigeon,perhaps\n"+
		"a3,,WILLOW,great,,,\n"+
		"a4,2031-01-01,WILLOW,7,,,\n"+
		"a5,never,NOWHERE,,,pigeon,perhaps\n", ImportOptions{})
	if r.Stored != 1 || r.Rejected != 3 || r.Empty != 1 {
		t.Fatalf("stored %d, refused %d, empty %d", r.Stored, r.Rejected, r.Empty)
	}
	rows, err := csv.NewReader(strings.NewReader(rejects)).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d lines of rejects, %v", len(rows), err)
	}
	for i, want := range [][]string{
		{"3", "rating: is not one of the six", "comment: is 20001 bytes", "consent_to_publish: must be yes or no", "date: is not a date", "mode: must be one of", "place: is not in the directory"},
		{"4", "rating: is not one of the six", "date: is empty"},
		{"5", "rating: is not one of the six", "answered_at: is in the future"},
	} {
		row := rows[i+1]
		line, why := row[len(row)-2], row[len(row)-1]
		if line != want[0] || strings.Count(why, "; ") < len(want)-2 {
			t.Errorf("line %s: %s", line, why)
		}
		for _, fault := range want[1:] {
			if !strings.Contains(why, fault) {
				t.Errorf("line %s does not tell %q: %s", line, fault, why)
			}
		}
	}
	told := make(map[string][]int)
	for _, f := range r.Faults {
		told[f.Field] = append(told[f.Field], f.Lines...)
	}
	for field, want := range map[string]string{"rating": "[3 4 5]", "date": "[3 4]", "place": "[3]", "mode": "[3]", "comment": "[3]", "consent_to_publish": "[3]", "answered_at": "[5]"} {
		if got := fmt.Sprint(told[field]); got != want {
			t.Errorf("%s: lines %s, want %s", field, got, want)
		}
	}
	var mended bytes.Buffer
	out := csv.NewWriter(&mended)
	_ = out.Write(rows[0])
	for _, row := range rows[1:] {
		copy(row[1:], []string{"2026-07-02", "WILLOW", "2", "slow", "sms", "no"})
		_ = out.Write(row)
	}
	out.Flush()
	if r, _ := w.importText(t, mended.String(), ImportOptions{}); r.Stored != 3 || r.Rejected != 0 {
		t.Errorf("mended once: %d stored, %d refused: %v", r.Stored, r.Rejected, r.Faults)
	}
}

func TestImportPlacesByColumns(t *testing.T) {
	w := newWorld(t)
	head := "id,date,trust_code,site,ward,rating\n"
	for i, tt := range []struct{ row, place, fault string }{
		{"RXX,North Infirmary,Willow Ward", "willow", ""},
		{"RXX,The Annexe,Oak Ward", "ash2", ""}, // the site decides between two of a name
		{"RXX,RXX01,oak  ward", "ash", ""},      // the provider decides between two of a code
		{"RYY,RXX01,", "rivalsite", ""},
		{"RXX,,", "prov", ""},
		{"RYY,North Infirmary,", "", "place"},
		{"RXX,The Annexe,Willow Ward", "", "place"},
		{",,", "", "place"},
	} {
		r, _ := w.importText(t, head+fmt.Sprintf("p%d,2026-03-09,%s,1\n", i, tt.row), ImportOptions{})
		if tt.fault != "" {
			if r.Rejected != 1 || r.Faults[0].Field != tt.fault {
				t.Errorf("%q: %+v", tt.row, r)
			}
			continue
		}
		var at feedback.PlaceID
		for _, e := range w.entries(t) {
			if e.SourceID == fmt.Sprintf("p%d", i) {
				at = e.Plus.Path.Place()
			}
		}
		if at != feedback.PlaceID(tt.place) {
			t.Errorf("%q is filed under %q, want %q: %+v", tt.row, at, tt.place, r.Faults)
		}
	}
	opt := ImportOptions{Within: []feedback.PlaceID{"rival"}}
	if r, _ := w.importText(t, head+"q1,2026-03-09,RXX,,,1\nq2,2026-03-09,RYY,,,1\n", opt); r.Stored != 1 || r.Rejected != 1 {
		t.Errorf("a file of somebody else's places: %+v", r)
	}
	opt = ImportOptions{Map: FileMap{Places: map[string]string{"Ward 9 (old)": "WILLOW"}}}
	if r, _ := w.importText(t, "id,date,ward,rating\nq3,2026-03-09,Ward 9 (old),1\n", opt); r.Stored != 1 {
		t.Errorf("a name given in the map: %+v", r.Faults)
	}
}

// TestImportConsent: only a clear yes lets a comment be published, and what is
// neither yes nor no is refused.
func TestImportConsent(t *testing.T) {
	w := newWorld(t)
	r, _ := w.importText(t, "id,date,place,rating,comment,OK to publish\n1,2026-03-09,WILLOW,1,kind,Yes\n2,2026-03-09,WILLOW,1,kind,N\n"+
		"3,2026-03-09,WILLOW,1,kind,\n4,2026-03-09,WILLOW,1,kind,ask me\n5,2026-03-09,WILLOW,1,kind,TRUE\n", ImportOptions{Map: FileMap{Consent: true}})
	if r.Stored != 4 || r.Rejected != 1 || len(r.Faults) != 1 || r.Faults[0].Field != "consent_to_publish" || len(r.Unused) != 0 {
		t.Fatalf("report %+v", r)
	}
	for _, e := range w.entries(t) {
		if want := e.SourceID == "1" || e.SourceID == "5"; e.Words.Consent != want {
			t.Errorf("row %s: consent %v", e.SourceID, e.Words.Consent)
		}
	}
}

func TestImportMap(t *testing.T) {
	w := newWorld(t)
	m, err := ParseFileMap(strings.NewReader(`{"supplier":"Envoy","columns":{"id":"Ref","rating":"Score","question":"Q","comments":[{"column":"Said"},{"column":"Better","question":"could_improve"}]},
		"ratings":{"7":"none","Top":"1"},"questions":{"Bad bits?":"could_improve"},"place":"WILLOW","date":"2026-03-09","mode":"paper_home","consent_to_publish":true}`))
	if err != nil {
		t.Fatal(err)
	}
	r, _ := w.importText(t, "Ref;Score;Q;Said;Better\n1;Top;Bad bits?;cold;warmer\n2;7;;kind;\n3;6;What was good?;kind;\n", ImportOptions{Map: m})
	if r.Stored != 3 || r.ByRating != [7]int{1, 1, 0, 0, 0, 0, 1} {
		t.Fatalf("report %+v", r)
	}
	for _, e := range w.entries(t) {
		if e.Plus.Mode != feedback.ModePaperHome || !e.Words.Consent || e.Source != "file:envoy" {
			t.Errorf("%s: %+v from %s", e.SourceID, e.Plus, e.Source)
		}
		if e.SourceID == "1" && (len(e.Words.Comments) != 2 || e.Words.Comments[0].Prompt != feedback.PromptImprove) {
			t.Errorf("its comments answer %v", e.Words.Comments[0].Prompt)
		}
	}
	var saved bytes.Buffer
	if err := r.Map.Write(&saved); err != nil {
		t.Fatal(err)
	}
	if again, err := ParseFileMap(&saved); err != nil || fmt.Sprint(again) != fmt.Sprint(r.Map) {
		t.Errorf("the saved map reads as %+v, %v", again, err)
	}
	for in, want := range map[string]string{
		`{"suplier":"x"}`:         "suplier: is not part of a column map; earshot import --save-map writes an example",
		`{"ratings":{"x":"9"}}`:   "ratings.x: must be 1 to 6, the wording of an answer, or none",
		`{"questions":{"x":"y"}}`: "questions.x: must be why, what_good or could_improve",
		`{"mode":"pigeon"}`:       "mode: must be one of sms,",
		`{"date":"1/2/26"}`:       "date: must be a date written YYYY-MM-DD",
		`{"columns":{"id":7}}`:    "columns.id: must be a string",
		`{`:                       "is cut short",
		`{"columns":{"comments":[{"question":"q"}]}}`: "columns.comments: question must be",
	} {
		if _, err := ParseFileMap(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseFileMap(%s) = %v, want %s", in, err, want)
		}
	}
}

func TestImportXLSX(t *testing.T) {
	w := newWorld(t)
	path := writeSheet(t, "July", [][]any{
		{"Id", "Date", "Ward", "FFT score", "Comments"},
		{"x1", 46090, "Willow Ward", 1, "Lovely 😀"},
		{"x2", time.Date(2026, 3, 9, 23, 30, 0, 0, time.UTC), "Willow Ward", "Poor", nil},
		{"x3", "09/03/2026", "Willow Ward", 2.0, "  "},
		{},
		{"x4", "09/03/2026", "Nowhere", 2, "kind"},
		{"x5", 46090.5, "Willow Ward", 9, "kind"},
	})
	var rejects bytes.Buffer
	opt := ImportOptions{Rejects: func() (io.Writer, error) { return &rejects, nil }}
	r, err := w.Import(t.Context(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows != 6 || r.Stored != 3 || r.Empty != 1 || r.Rejected != 2 || r.ByRating != [7]int{0, 1, 1, 0, 1, 0, 0} {
		t.Errorf("report %+v", r)
	}
	if got := w.words(t)["x1"]; len(got) != 1 || got[0] != "Lovely 😀" {
		t.Errorf("x1 says %q", got)
	}
	for _, e := range w.entries(t) {
		if e.Plus.Day.String() != "2026-03-09" {
			t.Errorf("%s is on %s", e.SourceID, e.Plus.Day)
		}
	}
	if again, err := w.Import(t.Context(), path, ImportOptions{}); err != nil || again.Stored != 0 || again.Duplicates != 3 {
		t.Errorf("again: %+v, %v", again, err)
	}
	mended := strings.NewReplacer("Nowhere", "Willow Ward", ",9,", ",3,").Replace(rejects.String())
	if again, _ := w.importText(t, mended, ImportOptions{}); again.Stored != 2 {
		t.Errorf("the mended rejects: %+v", again)
	}
	_, err = w.Import(t.Context(), path, ImportOptions{Sheet: "August"})
	if err == nil || err.Error() != "sheet: is not in the workbook, which has July" {
		t.Errorf("a sheet that is not there: %v", err)
	}
	if r, err := w.Import(t.Context(), path, ImportOptions{Sheet: "July", DryRun: true, Map: FileMap{Supplier: "dry"}}); err != nil || r.Stored != 3 {
		t.Errorf("dry run: %+v, %v", r, err)
	}
	if n := len(w.entries(t)); n != 5 {
		t.Errorf("%d entries, want 5", n)
	}
}

func TestImportEncodings(t *testing.T) {
	w := newWorld(t)
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("\"id\"\tdate\tplace\trating\tcomment\nu1\t2026-03-09\tWILLOW\t1\tCafé – très bien\n")
	if err != nil {
		t.Fatal(err)
	}
	for id, file := range map[string]string{
		"u1": utf16,
		"u2": "\ufeff\"id\",\"date\",\"place\",\"rating\",\"comment\"\n\"u2\",2026-03-09,WILLOW,1,Café – très bien\n",
		"u3": "id,date,place,rating,comment\nu3,2026-03-09,WILLOW,1,Caf\xe9 \x96 tr\xe8s bien\n", // Windows-1252
		"u4": "id,date,place,rating,comment\nu4,2026-03-09,WILLOW,1,CafÃ© â€“ trÃ¨s bien\n",      // UTF-8 taken for Windows-1252
		"u5": "id,date,place,rating,comment\r\nu5,2026-03-09,WILLOW,1,Caf\x00é – très bien\r\n",
		"u6": "id;date;place;rating;comment\nu6;2026-03-09;WILLOW;1;Café – très bien\n",
	} {
		if r, _ := w.importText(t, file, ImportOptions{}); r.Stored != 1 {
			t.Errorf("%s: %+v", id, r)
			continue
		}
		if got := w.words(t)[id]; len(got) != 1 || got[0] != "Café – très bien" {
			t.Errorf("%s says %q", id, got)
		}
	}
}

func TestImportFilesThatCannotBeUsed(t *testing.T) {
	w := newWorld(t)
	head := "id,date,place,rating\n"
	cut, err := os.ReadFile(writeSheet(t, "A", [][]any{{"id", "date", "place", "rating"}, {"1", "2026-03-09", "WILLOW", 1}}))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, contents, want string }{
		{"empty", "", "line 1: must be a header line of column names; the file is empty"},
		{"byte order mark only", "\ufeff", "line 1: must be a header line of column names; the file is empty"},
		{"no column known", "a,b\n1,2\n", "line 1: no column of ratings or comments was found; name them with --column rating=NAME and --column comment=NAME"},
		{"no date", "id,place,rating\n", "line 1: date: no column of dates was found; name it with --column date=NAME, or give one date for all with --date"},
		{"no place", "id,date,rating\n", "line 1: place: no column of places was found; name it with --column place=NAME, or give one place for all with --place"},
		{"workbook cut short", string(cut[:len(cut)/2]), "cannot be read as an XLSX workbook: it is cut short or damaged"},
		{"a zip that is no workbook", zipOf(t, "a.txt", []byte("hello")), "cannot be read as an XLSX workbook; open it in a spreadsheet program and save it again, or save it as CSV"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", "is no table but image/png"},
		{"a PDF", "%PDF-1.7\n", "is no table but application/pdf; import the table that it was made of, or is packed in it"},
		{"a web page that is called a workbook", "\n<html><table><tr><td>id</td></tr></table>", "is a web page or XML, and no table; open it in a spreadsheet program and save it as .xlsx or CSV"},
		{"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "is an Excel workbook of the old kind (.xls) or one with a password; open it in a spreadsheet program and save it as .xlsx or CSV, without a password"},
		{"a million columns", "id,date,place,rating" + strings.Repeat(",c", 1_000_000) + "\na,2026-07-01,WILLOW,1\n", "line 1: has 1000004 columns; the most is 1000"},
		{"a column twice", "id,date,place,rating,comment,Comment\n", "line 1: comment: is the name of 2 columns, so that it cannot be told which is meant; give them different names in the file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := w.Import(t.Context(), writeFile(t, "f", tt.contents), ImportOptions{})
			if err == nil || err.Error() != tt.want || !errors.Is(err, feedback.ErrInvalid) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
	if r, _ := w.importText(t, head, ImportOptions{}); r.Rows != 0 {
		t.Errorf("a header alone: %+v", r)
	}
	if _, err := w.Import(t.Context(), writeFile(t, "f", head), ImportOptions{Map: FileMap{Columns: Columns{Rating: "Score"}}}); err == nil ||
		err.Error() != "line 1: Score: is in the column map but not in the file, whose columns are id, date, place, rating" {
		t.Errorf("a column that is not there: %v", err)
	}
	if n := len(w.entries(t)); n != 0 {
		t.Errorf("%d entries were stored", n)
	}
}

// zipOf makes an archive of one file.
func zipOf(t testing.TB, name string, contents []byte) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(contents); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestImportZipBombs gives workbooks that claim to unpack to far more than they
// hold, and one that claims to be a bomb.
func TestImportZipBombs(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		name, part       string
		packed, unpacked uint64
		want             error
	}{
		{"a bomb", "xl/worksheets/sheet1.xml", maxSheetBytes / 1000, maxSheetBytes + 1, feedback.ErrTooLarge},
		{"styles that fill the memory", "xl/styles.xml", maxSheetBytes / 1000, maxPartBytes + 1, feedback.ErrTooLarge},
		{"more packed than there is", "xl/worksheets/sheet1.xml", 8 << 20, 1 << 30, feedback.ErrInvalid},
		{"a size that cannot be", "xl/worksheets/sheet1.xml", 4, 1 << 30, feedback.ErrInvalid},
	} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		f, err := z.CreateRaw(&zip.FileHeader{Name: tt.part, Method: zip.Deflate, CompressedSize64: tt.packed, UncompressedSize64: tt.unpacked})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(make([]byte, min(tt.packed, 4<<20))); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err = w.Import(t.Context(), writeFile(t, "bomb.xlsx", b.String()), ImportOptions{}); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestImportMonstrousRows(t *testing.T) {
	w := newWorld(t)
	head := "id,date,place,rating,comment\n"
	ok := "ok%d,2026-03-09,WILLOW,1,kind\n"
	for name, row := range map[string]string{
		"a cell of more than 1 MiB": "m,2026-03-09,WILLOW,1,\"" + strings.Repeat("a", maxCell+1) + "\"\n",
		"a comment over the most":   "m,2026-03-09,WILLOW,1," + strings.Repeat("a", feedback.MaxComment+1) + "\n",
		"more than 1,000 columns":   "m,2026-03-09,WILLOW,1" + strings.Repeat(",", 1001) + "\n",
		"a NUL in the id":           "m\x00,2026-03-09,WILLOW,1,kind\n",
		"an id of a novel":          strings.Repeat("m", 300) + ",2026-03-09,WILLOW,1,kind\n",
	} {
		before := len(w.entries(t))
		r, _ := w.importText(t, head+fmt.Sprintf(ok, 2*before)+row+fmt.Sprintf(ok, 2*before+1), ImportOptions{})
		if r.Stored != 2 || r.Rejected != 1 || len(w.entries(t)) != before+2 {
			t.Errorf("%s: %+v", name, r)
		}
		if len(r.Faults) == 1 && len(r.Faults[0].String()) > 300 {
			t.Errorf("%s: the fault repeats the row", name)
		}
	}
}

func TestImportStopsWhereTheLedgerDoes(t *testing.T) {
	w := newWorld(t)
	var file strings.Builder
	file.WriteString("id,date,place,rating\n")
	for i := range importBatch + 10 {
		fmt.Fprintf(&file, "%d,2026-03-09,WILLOW,1\n", i)
	}
	path := writeFile(t, "a.csv", file.String())
	failing := testIntake(t, w.dir, &unavailableAfter{Writer: w.store, calls: 1})
	r, err := failing.Import(t.Context(), path, ImportOptions{})
	if !errors.Is(err, feedback.ErrUnavailable) || r.Stored != importBatch {
		t.Fatalf("%+v, %v", r, err)
	}
	if r, err = w.Import(t.Context(), path, ImportOptions{}); err != nil || r.Stored != 10 || r.Duplicates != importBatch {
		t.Errorf("carried on: %+v, %v", r, err)
	}
}

// unavailableAfter is a ledger that goes away after some calls.
type unavailableAfter struct {
	ledger.Writer
	calls int
}

func (u *unavailableAfter) Append(ctx context.Context, cmds ...ledger.Command) ([]ledger.Receipt, error) {
	if u.calls--; u.calls < 0 {
		return nil, fmt.Errorf("disk full: %w", feedback.ErrUnavailable)
	}
	return u.Writer.Append(ctx, cmds...)
}

// withSheet puts a sheet into a workbook in place of its first.
func withSheet(t testing.TB, book []byte, sheet string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, file := range in.File {
		if file.Name != "xl/worksheets/sheet1.xml" {
			if err := out.Copy(file); err != nil {
				t.Fatal(err)
			}
			continue
		}
		w, err := out.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, sheet); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
