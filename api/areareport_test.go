package api

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestAreaReport reads an area's report in every form and compares them.
func TestAreaReport(t *testing.T) {
	w := lively(t)
	base := "/v1/areas/E06000099/report"
	a := decode[areaReport](t, w.do(http.MethodGet, base, ""))
	if a.Period != "2026-11" || a.Total.Responses == nil || *a.Total.Responses != 189 || len(a.Places) != 3 || len(a.Themes) == 0 || a.Note != comparisonNote {
		t.Fatalf("got %+v", a)
	}
	rows, err := csv.NewReader(w.do(http.MethodGet, base+".csv", "").Body).ReadAll()
	if err != nil || len(rows) != 5 || rows[1][7] != "189" {
		t.Errorf("csv: %v %v", rows, err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(w.do(http.MethodGet, base+".xlsx", "").Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := f.GetCellValue("Report", "H4"); err != nil || got != "189" {
		t.Errorf("xlsx: %q %v", got, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	page := w.do(http.MethodGet, "/areas/E06000099/report", "").Body.String()
	if !strings.Contains(page, "<dd>189<small>people") || !strings.Contains(page, comparisonNote) || !strings.Contains(page, "Healthwatch") {
		t.Errorf("page: %s", page)
	}
	var feed atomFeed
	if err := xml.Unmarshal(w.do(http.MethodGet, "/areas/E06000099/feed.atom", "").Body.Bytes(), &feed); err != nil || len(feed.Entries) != 1 || !strings.HasPrefix(feed.Entries[0].Summary, "189 people answered.") {
		t.Errorf("feed: %+v %v", feed, err)
	}
	for _, path := range []string{"/v1/areas/E06999999/report", "/areas/Kent/report", "/areas/E06999999/feed.atom"} {
		if rec := w.do(http.MethodGet, path, ""); rec.Code != http.StatusNotFound && rec.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
}

// TestAreaChanges pulls by cursor: nothing new until something is published.
func TestAreaChanges(t *testing.T) {
	w := lively(t)
	first := decode[areaChanges](t, w.do(http.MethodGet, "/v1/areas/E06000099/changes", ""))
	if !first.Changed || len(first.Places) != 3 || first.Cursor != "1" {
		t.Fatalf("first: %+v", first)
	}
	w.answers(testWard, 20, 4, "", "online")
	if again := decode[areaChanges](t, w.do(http.MethodGet, "/v1/areas/E06000099/changes?after="+first.Cursor, "")); again.Changed || len(again.Places) != 0 {
		t.Errorf("nothing was published, yet %+v", again)
	}
	w.publish()
	if next := decode[areaChanges](t, w.do(http.MethodGet, "/v1/areas/E06000099/changes?after="+first.Cursor, "")); !next.Changed || next.Cursor != "2" {
		t.Errorf("after a publication: %+v", next)
	}
	if rec := w.do(http.MethodGet, "/v1/areas/E06000099/changes?after=x", ""); rec.Code != http.StatusBadRequest {
		t.Errorf("a bad cursor: %d", rec.Code)
	}
}

// TestAreaReportBeforeAnyPublication checks that an empty report is a report.
func TestAreaReportBeforeAnyPublication(t *testing.T) {
	w := newWorld(t)
	a := decode[areaReport](t, w.do(http.MethodGet, "/v1/areas/E06000099/report", ""))
	if a.Edition != 0 || a.Total.Marker != "[x]" || len(a.Months) != 0 {
		t.Errorf("got %+v", a)
	}
	if page := w.do(http.MethodGet, "/areas/E06000099/report", ""); page.Code != http.StatusOK {
		t.Errorf("page: %d", page.Code)
	}
}
