package collector

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"earshot/feedback"
	"earshot/ledger"
)

// writeSheet1904 makes a workbook that counts days from 1 January 1904.
func writeSheet1904(t testing.TB, sheet string, rows [][]any) string {
	t.Helper()
	path := writeSheet(t, sheet, rows)
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	yes := true
	if err := book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
		t.Fatal(err)
	}
	if err := book.Save(); err != nil {
		t.Fatal(err)
	}
	return path
}

// importPath imports a file and gives its report and rejects.
func (w testWorld) importPath(t testing.TB, path string, opt ImportOptions) (ImportReport, string) {
	t.Helper()
	var rejects bytes.Buffer
	opt.Rejects = func() (io.Writer, error) { return &rejects, nil }
	r, err := w.Import(t.Context(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r, rejects.String()
}

// days gives the day of every answer, by its source id.
func (w testWorld) days(t testing.TB) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for _, e := range w.entries(t) {
		out[e.SourceID] = e.Plus.Day.String()
	}
	return out
}

// TestImportXLSXDates reads the same days from workbooks that count from 1900 and
// from 1904: whole, with a time, as a date cell, and as text, which neither way of
// counting changes. Rows refused are mended and read again as CSV.
func TestImportXLSXDates(t *testing.T) {
	for _, tt := range []struct {
		name   string
		write  func(testing.TB, string, [][]any) string
		offset float64
	}{{"from 1900", writeSheet, 0}, {"from 1904", writeSheet1904, -days1904}} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			path := tt.write(t, "July", [][]any{
				{"Id", "Date", "Ward", "Rating"},
				{"d1", 46090 + tt.offset, "Willow Ward", 1},
				{"d2", 46090.99 + tt.offset, "Willow Ward", 1},
				{"d3", "09/03/2026", "Willow Ward", 1},
				{"d4", "2026-03-09T23:30:00", "Willow Ward", 1},
				{"d5", fmt.Sprint(46090 + tt.offset), "Willow Ward", 1}, // a number kept as text
				{"r1", 46090 + tt.offset, "Nowhere", 1},
				{"r2", 46090.99 + tt.offset, "Willow Ward", "7"},
				{"r3", 12, "Willow Ward", 2}, // no date in either
			})
			r, rejects := w.importPath(t, path, ImportOptions{})
			if r.Stored != 5 || r.Rejected != 3 {
				t.Fatalf("report %+v", r)
			}
			mended := strings.NewReplacer("Nowhere", "WILLOW", ",7,", ",2,", ",12,", ",46090,").Replace(rejects)
			if r, rest := w.importText(t, mended, ImportOptions{}); r.Stored != 3 || r.Rejected != 0 || rest != "" || len(r.Unused) != 0 {
				t.Fatalf("the mended rejects: %+v\n%s", r, mended)
			}
			if r, _ := w.importText(t, mended, ImportOptions{}); r.Stored != 0 || r.Duplicates != 3 {
				t.Errorf("the mended rejects again: %+v", r)
			}
			days := w.days(t)
			if len(days) != 8 {
				t.Errorf("%d answers", len(days))
			}
			for id, day := range days {
				if day != "2026-03-09" {
					t.Errorf("%s is on %s", id, day)
				}
			}
		})
	}
}

// TestFiguresXLSX1904 reads months of a workbook that counts from 1904, and its
// rejects.
func TestFiguresXLSX1904(t *testing.T) {
	w := newWorld(t)
	path := writeSheet1904(t, "A", [][]any{{"place", "month", "eligible"}, {"WILLOW", 46204 - days1904, 10}, {"NOWHERE", 46204 - days1904, 20}})
	var rejects bytes.Buffer
	opt := FigureOptions{Series: ledger.Activity, Rejects: func() (io.Writer, error) { return &rejects, nil }}
	if r, err := ImportFigures(t.Context(), w.store, w.dir, testNow(), path, opt); err != nil || r.Stored != 1 || r.Rejected != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	r, got := w.figures(t, "mended.csv", strings.Replace(rejects.String(), "NOWHERE", "OAK-1", 1), FigureOptions{Series: ledger.Activity})
	if r.Stored != 1 || len(got) != 2 || !strings.HasPrefix(got[0], "activity|2026-07|ash|eligible||| 20/") || !strings.HasPrefix(got[1], "activity|2026-07|willow|eligible||| 10/") {
		t.Errorf("%+v\n%s", r, strings.Join(got, "\n"))
	}
}

// TestDatesAreReadAlikeWhateverCameBefore holds the remembered layout to the
// search through all of them.
func TestDatesAreReadAlikeWhateverCameBefore(t *testing.T) {
	samples := []string{"soon", "2026-03-09T23:30:00.5Z", "2026-03-09T10:00:00+01:00", "46090.5"}
	when := time.Date(2026, 5, 9, 8, 5, 7, 0, time.UTC) // of May, whose long and short names are one
	for _, layout := range slices.Concat(dateLayouts(), monthFirst()) {
		samples = append(samples, when.Format(layout), when.AddDate(0, 5, 8).Format(layout))
	}
	for _, before := range samples {
		for _, v := range samples {
			d := new(fileDates)
			_, _, _ = d.parse(before) // what it gives is told below
			at, swapped, err := d.parse(v)
			want, wantSwapped, wantErr := new(fileDates).parse(v)
			if !at.Equal(want) || swapped != wantSwapped || (err == nil) != (wantErr == nil) {
				t.Fatalf("%q after %q is %s (month first %v, %v), by itself %s (%v, %v)", v, before, at, swapped, err, want, wantSwapped, wantErr)
			}
		}
	}
}

// TestImportRejectsOfJSON mends the rejects of a JSON file, whose members have
// become columns.
func TestImportRejectsOfJSON(t *testing.T) {
	w := newWorld(t)
	path := writeFile(t, "a.json", `[{"id":"1","date":"2026-03-09","place":{"ward":"WILLOW"},"rating":1,"comments":[{"question":"what_good","text":"kind"}]},
		{"id":"2","date":"2026-03-09","place":{"ward":"NOWHERE"},"rating":2,"comments":[{"question":"could_improve","text":"cold, \"damp\"\nand dark"}]}]`)
	m := FileMap{Columns: Columns{Ward: "place.ward"}}
	r, rejects := w.importPath(t, path, ImportOptions{Map: m})
	if r.Stored != 1 || r.Rejected != 1 {
		t.Fatalf("%+v", r)
	}
	if r, _ := w.importText(t, strings.Replace(rejects, "NOWHERE", "WILLOW", 1), ImportOptions{Map: m}); r.Stored != 1 {
		t.Errorf("the mended rejects: %+v", r)
	}
	for _, e := range w.entries(t) {
		if e.SourceID == "2" && (len(e.Words.Comments) != 1 || e.Words.Comments[0].Prompt != feedback.PromptImprove || e.Words.Comments[0].Text.Reveal() != "cold, \"damp\"\nand dark") {
			t.Errorf("mended, it says %v to %v", e.Words.Comments[0].Text.Reveal(), e.Words.Comments[0].Prompt)
		}
	}
}

// TestImportSavedMapOfSupplier reads next month's workbook by the map that this
// month's left, dry first: a dry run says what would happen and stores nothing.
func TestImportSavedMapOfSupplier(t *testing.T) {
	w := newWorld(t)
	head := []any{"Ref", "Taken", "Team (old name)", "How was it?", "Said", "Extra"}
	month := func(id string, day int) string {
		return writeSheet(t, "Export", [][]any{head, {id + "1", day, "Ward Nine", "Brilliant", "kind", "x"}, {id + "2", day, "Ward Nine", "not asked", "Long wait", "x"}, {id + "3", day, "Ward Ten", 1, "", "x"}})
	}
	m := FileMap{Supplier: "Invented Surveys", Columns: Columns{ID: "Ref", Date: "Taken", Ward: "Team (old name)", Rating: "How was it?", Comments: []CommentColumn{{Column: "Said", Question: "what_good"}}},
		Ratings: map[string]string{"Brilliant": "1", "not asked": "none"}, Places: map[string]string{"Ward Nine": "WILLOW"}, Mode: "online"}
	first, _ := w.importPath(t, month("a", 46090), ImportOptions{Map: m})
	var saved bytes.Buffer
	if err := first.Map.Write(&saved); err != nil {
		t.Fatal(err)
	}
	again, err := ParseFileMap(&saved)
	if err != nil {
		t.Fatal(err)
	}
	next := month("b", 46120)
	dry, rejects := w.importPath(t, next, ImportOptions{Map: again, DryRun: true})
	real, realRejects := w.importPath(t, next, ImportOptions{Map: again})
	for _, r := range []ImportReport{first, dry, real} {
		if r.Stored != 2 || r.Rejected != 1 || r.ByRating != [7]int{1, 1} || fmt.Sprint(r.Unused) != "[Extra]" || len(r.Faults) != 1 || r.Faults[0].Field != "place" {
			t.Errorf("report %+v", r)
		}
	}
	if rejects != realRejects {
		t.Errorf("the dry run would refuse\n%s\nand the import refused\n%s", rejects, realRejects)
	}
	if n := len(w.entries(t)); n != 4 {
		t.Errorf("%d entries, want 4", n)
	}
}

// TestImportKeepsTheFilesOrder imports more rows than several parcels hold: of
// two rows with one id the first counts, however they are spread, and the rejects
// are in the file's order.
func TestImportKeepsTheFilesOrder(t *testing.T) {
	w := newWorld(t)
	w.Intake = testIntake(t, w.dir, newCountingLedger(t))
	var file strings.Builder
	file.WriteString("id,date,place,rating,comment\n")
	const rows = 5*importBatch + 77
	var refused []string
	for i := range rows {
		id, rating, place := fmt.Sprint(i), 1, "WILLOW"
		switch {
		case i >= rows/2 && i%11 == 0:
			id, rating = fmt.Sprint(i-rows/2), 5 // said before
		case i%7 == 0:
			rating = 9
		case i%7 == 3:
			place = "OLDWARD" // refused only when it is about to be stored
		}
		if rating == 9 || place == "OLDWARD" {
			refused = append(refused, id)
		}
		fmt.Fprintf(&file, "%s,2026-07-01,%s,%d,kind\n", id, place, rating)
	}
	r, rejects := w.importText(t, file.String(), ImportOptions{})
	if r.Rejected != len(refused) || r.Stored+r.Duplicates != rows-len(refused) || r.Rows != rows {
		t.Fatalf("%+v; want %d refused", r, len(refused))
	}
	lines, err := csv.NewReader(strings.NewReader(rejects)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range lines[1:] {
		if row[0] != refused[i] {
			t.Fatalf("reject %d is row %s, want %s", i, row[0], refused[i])
		}
	}
	if r.ByRating[5] >= r.Duplicates || r.ByRating[1]+r.ByRating[5] != r.Stored {
		t.Errorf("rows that came second were taken instead of the first: %+v", r)
	}
}

// TestImportIsStopped ends an import in the middle: it says so, leaves nothing
// running and no file behind, and the next run stores the rest.
func TestImportIsStopped(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	w := newWorld(t)
	var file strings.Builder
	file.WriteString("date,place,rating,comment\n")
	const rows = 4 * importBatch
	for i := range rows {
		fmt.Fprintf(&file, "2026-07-01,WILLOW,1,kind %d\n", i)
	}
	path := writeFile(t, "a.csv", file.String())
	ctx, stop := context.WithCancel(t.Context())
	_, err := w.Import(ctx, path, ImportOptions{Progress: func(int64, int64) { stop() }})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped, it gave %v", err)
	}
	before := len(w.entries(t))
	if before == 0 || before >= rows {
		t.Errorf("%d of %d rows were stored before it stopped", before, rows)
	}
	if r, err := w.Import(t.Context(), path, ImportOptions{}); err != nil || r.Duplicates != before || r.Stored != rows-before {
		t.Errorf("carried on after %d: %+v, %v", before, r, err)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "earshot-rows-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestImportTellsHowFarItIs follows imports of every kind to their end.
func TestImportTellsHowFarItIs(t *testing.T) {
	const rows = 1200
	header := []any{"id", "date", "place", "rating"}
	pad := strings.Repeat("-", 100) // longer together than what is read ahead
	sheet, lines, objects := [][]any{header}, "id,date,place,rating,unused\n", ""
	for n := range rows {
		id := fmt.Sprintf("a%d", n)
		sheet = append(sheet, []any{id, "2026-07-01", "WILLOW", 1 + n%6})
		lines += fmt.Sprintf("%s,2026-07-01,WILLOW,%d,%s\n", id, 1+n%6, pad)
		objects += fmt.Sprintf("{\"id\":%q,\"date\":\"2026-07-01\",\"place\":\"WILLOW\",\"rating\":%d,\"unused\":%q}\n", id, 1+n%6, pad)
	}
	w, book := newWorld(t), writeSheet(t, "Answers", sheet)
	for name, c := range map[string]struct {
		path, sheet string
		total       int64
	}{
		"CSV":             {path: writeFile(t, "a.csv", lines), total: int64(len(lines))},
		"NDJSON":          {path: writeFile(t, "a.ndjson", objects), total: int64(len(objects))},
		"a workbook":      {path: book, total: rows + 1},
		"a sheet by name": {path: book, sheet: "answers", total: rows + 1},
	} {
		var seen []int64
		_, err := w.Import(t.Context(), c.path, ImportOptions{Sheet: c.sheet, DryRun: true, Progress: func(done, total int64) {
			if total != c.total || done > total || len(seen) > 0 && done < seen[len(seen)-1] {
				t.Errorf("%s: %d of %d after %v, want of %d", name, done, total, seen, c.total)
			}
			seen = append(seen, done)
		}})
		if err != nil || len(seen) < 2 || seen[0] >= c.total || seen[len(seen)-1] != c.total {
			t.Errorf("%s: told %v of %d, %v", name, seen, c.total, err)
		}
	}
}
