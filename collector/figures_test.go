package collector

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
)

func july() feedback.Month { return feedback.DateDay(2026, 7, 1).Month() }

// figures imports a file and gives what is in force, one line each.
func (w testWorld) figures(t *testing.T, name, text string, opt FigureOptions) (FigureReport, []string) {
	t.Helper()
	r, err := ImportFigures(t.Context(), w.store, w.dir, testNow(), writeFile(t, name, text), opt)
	if err != nil {
		t.Fatal(err)
	}
	return r, w.inForce(t)
}

func (w testWorld) inForce(t *testing.T) []string {
	t.Helper()
	list, err := w.store.Figures(t.Context(), ledger.FigureQuery{From: july() - 12, To: july() + 12})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range list {
		out = append(out, fmt.Sprintf("%s %d/%d %v %v", f.Key(), f.Total, f.Eligible, f.Ratings, f.Modes))
	}
	return out
}

const wardSheet = `Friends and Family Test,,,,,,,,,,,,,,,
July 2026,,,,,,,,,,,,,,,
ICB Code,Trust Code,Trust Name,Site Code,Site Name,Ward Name,Total Responses,Total Eligible,Percentage Positive,Percentage Negative,Breakdown of Responses,,,,,
,,,,,,,,,,Very Good,Good,Neither Good nor Poor,Poor,Very Poor,Don’t Know
,,England (including Independent Sector Providers),,,,"1,000,000","2,000,000",95%,2%,,,,,,
,,Selection (excluding suppressed data),,,,1,1,,,,,,,,
QNN,RXX,NORTHSHIRE HOSPITALS,RXX01,NORTH INFIRMARY - RXX01,Willow ward,"1,303",2000,95%,2%,"1,000",200,50,30,20,3
QNN,RXX,NORTHSHIRE HOSPITALS,RXX01,NORTH INFIRMARY - RXX01,Oak Ward,3,40,-,-,*,*,*,*,*,*
QNN,RYY,SOUTHSHIRE HOSPITALS,RXX01,SOUTH INFIRMARY - RXX01,No Such Ward,3,40,-,-,*,*,*,*,*,*
QNN,RXX,NORTHSHIRE HOSPITALS,RXX02,THE ANNEXE - RXX02,Oak Ward,10,40,-,-,1,2,3,4,5,6
`

func TestOfficialWardSheet(t *testing.T) {
	w := newWorld(t)
	m := july()
	var rejects bytes.Buffer
	opt := FigureOptions{Series: ledger.Official, Month: &m, Rejects: func() (io.Writer, error) { return &rejects, nil }}
	none := "[-1 -1 -1 -1 -1 -1 -1 -1]"
	want := []string{"official|2026-07|ash|||| 3/40 [-1 -1 -1 -1 -1 -1] " + none, "official|2026-07|willow|||| 1303/2000 [1000 200 50 30 20 3] " + none}
	r, got := w.figures(t, "wards.csv", wardSheet, opt)
	if r.Rows != 4 || r.Stored != 2 || r.Totals != 2 || r.Rejected != 2 || r.Hidden != 6 || !slices.Equal(got, want) {
		t.Errorf("%+v\n%s", r, strings.Join(got, "\n"))
	}
	if text := rejects.String(); !strings.Contains(text, "No Such Ward") || !strings.Contains(text, "ratings: do not add up") {
		t.Errorf("rejects:\n%s", text)
	}
	if r, got := w.figures(t, "wards.csv", wardSheet, opt); r.Stored != 0 || r.Unchanged != 2 || !slices.Equal(got, want) {
		t.Errorf("again: %+v", r)
	}
	// A corrected file, and then the first one once more: what came last holds.
	changed := strings.Replace(wardSheet, `"1,000",200,50,30,20,3`, `"1,001",200,50,30,20,2`, 1)
	for n, text := range []string{changed, wardSheet, changed} {
		r, got := w.figures(t, "wards.csv", text, opt)
		first := []string{"1001", "1000", "1001"}[n]
		if r.Stored != 1 || r.Changed != 1 || !strings.Contains(got[1], "["+first) {
			t.Errorf("round %d: %+v %s", n, r, got[1])
		}
	}
	for _, e := range w.entries(t) {
		if e.Kind != ledger.Counted || e.Plus != nil || e.Minus != nil {
			t.Errorf("entry %+v", e)
		}
	}
}

func TestOfficialTrustAndICBSheets(t *testing.T) {
	w := newWorld(t)
	m := july()
	opt := FigureOptions{Series: ledger.Official, Month: &m}
	answers := ",Very Good,Good,Neither good nor poor,Poor,Very poor,Dont Know"
	trusts := "ICB Code,Trust Code,Trust Name,Total Responses,Total Eligible,Percentage Positive,Percentage Negative" + answers + ",Mode SMS,Mode Electronic Discharge,Mode Electronic Home,Mode Paper Discharge,Mode Paper Home,Mode Telephone,Mode Online,Mode Other\n" +
		"QNN,rxx,X,21,,95%,2%,1,2,3,4,5,6,20,1,0,0,0,0,0,0\nIS1,ryy,X,21,,95%,2%,1,2,3,4,5,6,20,0,0,0,0,0,0,0\n"
	if r, got := w.figures(t, "trusts.csv", trusts, opt); r.Stored != 1 || r.Rejected != 1 || got[0] != "official|2026-07|prov|||| 21/-1 [1 2 3 4 5 6] [20 1 0 0 0 0 0 0]" || !strings.HasPrefix(r.Faults[0].Reason, "do not add up") {
		t.Errorf("%+v %v", r, got)
	}
	icbs := "ICB Code,ICB Name,Total Responses,Total Eligible" + answers + "\nQNN,Northshire,21,30,1,2,3,4,5,6\nQZZ,Elsewhere,1,1,1,0,0,0,0,0\n"
	if r, got := w.figures(t, "icbs.csv", icbs, opt); r.Stored != 1 || r.Rejected != 1 || !slices.Contains(got, "official|2026-07|icb|||| 21/30 [1 2 3 4 5 6] [-1 -1 -1 -1 -1 -1 -1 -1]") {
		t.Errorf("%+v %v", r, got)
	}
	raw := "Org code,Site Code,1 Very Good SUM,2 Good SUM,3 Neither Good nor Poor SUM,4 Poor SUM,5 Very Poor SUM,6 Dont Know SUM,Total Responses,Period\nRYY,RXX01,1,0,0,0,0,0,1,Jun-26\n"
	if r, got := w.figures(t, "raw.csv", raw, FigureOptions{Series: ledger.Official}); r.Stored != 1 || !slices.Contains(got, "official|2026-06|rivalsite|||| 1/-1 [1 0 0 0 0 0] [-1 -1 -1 -1 -1 -1 -1 -1]") {
		t.Errorf("%+v %v", r, got)
	}
}

func TestActivity(t *testing.T) {
	w := newWorld(t)
	opt := FigureOptions{Series: ledger.Activity}
	long := "place,month,measure,age_band,gender,outcome,count\nWILLOW,2026-07,Attendances,65+,Female,seen,\"1,200\"\nWILLOW,2026-07,attendances,65+,Female,did not attend,30\n" +
		"WILLOW,2026-07,attendances,65+,Female,seen,1\nWILLOW,soon,attendances,,,,1\nWILLOW,2026-07,attendances,,,,\nNOWHERE,2026-07,attendances,,,,1\n"
	r, got := w.figures(t, "activity.csv", long, opt)
	if r.Stored != 2 || r.Rejected != 4 || !strings.HasPrefix(got[1], "activity|2026-07|willow|attendances|65+|Female|seen 1200/") || len(got) != 2 {
		t.Errorf("%+v\n%s", r, strings.Join(got, "\n"))
	}
	wide := "trust_code,month,eligible,appointments\nRXX,Jul-26,100,250\nRXX,2026-06,*,\n"
	r, got = w.figures(t, "wide.csv", wide, opt)
	if r.Stored != 3 || r.Hidden != 1 || len(got) != 5 || !strings.HasPrefix(got[1], "activity|2026-07|prov|appointments||| 250/") {
		t.Errorf("%+v\n%s", r, strings.Join(got, "\n"))
	}
	if r, _ := w.figures(t, "wide.csv", wide, FigureOptions{Series: ledger.Activity, DryRun: true}); r.Unchanged != 3 {
		t.Errorf("a dry run: %+v", r)
	}
}

func TestFiguresWithoutAHeader(t *testing.T) {
	w := newWorld(t)
	for _, text := range []string{"", "hello\nworld\n", "Trust Code,Total Responses\nRXX,1\n"} {
		if _, err := ImportFigures(t.Context(), w.store, w.dir, testNow(), writeFile(t, "x.csv", text), FigureOptions{Series: ledger.Official}); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}
