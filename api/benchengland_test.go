package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/release"
	"earshot/scorecard/release/releasetest"
	"earshot/sentiment"
)

// benchArea is an area with about a hundred places.
const benchArea feedback.GSS = "E06000010"

// england gives England's inpatient wards as a directory, in areas of about a
// hundred places each, from the shared folder.
func england(b *testing.B) *feedback.Directory {
	b.Helper()
	shared := os.Getenv("EARSHOT_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	file, err := os.Open(filepath.Join(shared, "data", "england_inpatient_units.csv"))
	if err != nil {
		b.Skipf("SKIPPED: England's places are not there; set EARSHOT_SHARED to the shared folder (%v)", err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	_ = w.Write(append(rows[0], "area", "area_name", "setting"))
	area, before := 0, ""
	for i, row := range rows[1:] {
		if site := row[2] + row[4]; site != before && i >= 92*(area+1) {
			area++
		}
		before = row[2] + row[4]
		_ = w.Write(append(row, fmt.Sprintf("E06%06d", area), fmt.Sprintf("Area %d", area), "inpatient"))
	}
	w.Flush()
	empty, err := feedback.NewDirectory(nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	read, err := collector.ReadPlaces(&text, empty, feedback.DateDay(2026, 1, 1))
	if err != nil {
		b.Fatal(err)
	}
	dir, err := feedback.NewDirectory(read.Places, read.Areas)
	if err != nil {
		b.Fatal(err)
	}
	return dir
}

// answered gives a ledger with a month's answers: nobody at some wards, one to
// four people at many, and some hundreds at few.
func answered(b *testing.B, dir *feedback.Directory) (*releasetest.Shelf, int) {
	b.Helper()
	shelf, rng, day, total := releasetest.NewShelf(), rand.New(rand.NewPCG(1, 2)), feedback.DateDay(2026, 10, 5), 0
	for _, p := range dir.All() {
		if p.Level != feedback.Ward {
			continue
		}
		path, err := dir.Path(p.ID, day)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		switch x := rng.Float64(); {
		case x < 0.05:
		case x < 0.2:
			n = 1 + rng.IntN(4)
		case x < 0.45:
			n = 5 + rng.IntN(10)
		default:
			n = 10 + int(80*rng.ExpFloat64())
		}
		total += n
		for range n {
			shelf.Put(nil, &ledger.Facts{Path: path, Day: day, Rating: feedback.Rating(1 + rng.IntN(6)), Mode: feedback.Mode(rng.IntN(9)),
				Comments: []ledger.CommentFacts{{Themes: []ledger.ThemeFact{{Theme: sentiment.Theme(1 + rng.IntN(32))}}}}})
		}
	}
	return shelf, total
}

// shopfront serves what a publisher published, with an empty handler at /empty
// and a raw file at /raw.
func shopfront(b *testing.B, dir *feedback.Directory, pub *release.Publisher, now func() time.Time, raw string) *httptest.Server {
	b.Helper()
	h, err := New(Options{Directory: func() *feedback.Directory { return dir }, Cards: noCards{}, Intake: noIntake{}, Keys: NewKeyring(&keyStore{}, now), Published: pub, Now: now,
		Log: slog.New(slog.NewJSONHandler(io.Discard, nil)), PublicURL: "https://earshot.example", Metrics: prometheus.NewRegistry(), Secret: testSecret,
		Mounts: []Mount{{Path: "/empty", Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})},
			{Path: "/raw", Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, raw) })}}})
	if err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(h)
	b.Cleanup(srv.Close)
	return srv
}

// BenchmarkPublicEngland gives the rates at which published figures of all England
// are read: a card, the report of an area of a hundred places, and the month's
// file of all rows, beside the empty handler and a raw file of the same bytes.
func BenchmarkPublicEngland(b *testing.B) {
	dir := england(b)
	now := func() time.Time { return time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC) }
	shelf, _ := answered(b, dir)
	pub := release.NewPublisher(shelf, release.Usual(), now, slog.New(slog.DiscardHandler))
	if _, err := pub.Publish(context.Background(), false); err != nil {
		b.Fatal(err)
	}
	raw := filepath.Join(b.TempDir(), "raw.csv")
	srv := shopfront(b, dir, pub, now, raw)
	file := srv.URL + "/data/" + monthFileName(b, srv)
	body := fetchAll(b, file)
	if err := os.WriteFile(raw, body, 0o600); err != nil {
		b.Fatal(err)
	}
	var ward feedback.Place
	places := 0
	for _, p := range dir.All() {
		if p.Level == feedback.Ward {
			ward = p
		}
		if p.Level >= feedback.Site && areaOf(dir, p) == benchArea {
			places++
		}
	}
	at := func(url string) func(int64) *http.Request {
		return func(int64) *http.Request {
			r, err := http.NewRequest(http.MethodGet, url, nil)
			if err != nil {
				b.Fatal(err)
			}
			return r
		}
	}
	b.Run("empty", func(b *testing.B) { hammer(b, at(srv.URL+"/empty"), 200) })
	b.Run("card", func(b *testing.B) { hammer(b, at(srv.URL+"/v1/scorecards/"+string(ward.ID)), 200) })
	b.Run(fmt.Sprintf("area-summary-of-%d-places", places), func(b *testing.B) { hammer(b, at(srv.URL+"/v1/areas/"+string(benchArea)+"/summary"), 200) })
	b.Run(fmt.Sprintf("area-report-of-%d-places", places), func(b *testing.B) { hammer(b, at(srv.URL+"/v1/areas/"+string(benchArea)+"/report"), 200) })
	b.Run("raw-file", func(b *testing.B) { hammer(b, at(srv.URL+"/raw"), 200) })
	b.Run(fmt.Sprintf("csv-of-%d-rows", bytes.Count(body, []byte("\n"))-1), func(b *testing.B) { hammer(b, at(file), 200) })
}

func fetchAll(b *testing.B, url string) []byte {
	b.Helper()
	res, err := http.Get(url)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		b.Fatalf("%s: %d %v", url, res.StatusCode, err)
	}
	return body
}

// monthFileName gives the name of the latest month's file.
func monthFileName(b *testing.B, srv *httptest.Server) string {
	b.Helper()
	_, rest, ok := strings.Cut(string(fetchAll(b, srv.URL+"/v1/releases")), "/data/")
	name, _, ok2 := strings.Cut(rest, `"`)
	if !ok || !ok2 {
		b.Fatal("no month is published")
	}
	return name
}

// BenchmarkEnglandRelease makes a whole monthly release for England: the fold of
// the month, what may be shown, the edition stored, and every file of it fetched.
func BenchmarkEnglandRelease(b *testing.B) {
	dir := england(b)
	now := func() time.Time { return time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC) }
	for b.Loop() {
		b.StopTimer()
		shelf, answers := answered(b, dir)
		b.StartTimer()
		began := time.Now()
		pub := release.NewPublisher(shelf, release.Usual(), now, slog.New(slog.DiscardHandler))
		r, err := pub.Publish(context.Background(), false)
		if err != nil {
			b.Fatal(err)
		}
		published := time.Since(began)
		srv := shopfront(b, dir, pub, now, os.DevNull)
		files, size := 0, 0
		for _, path := range dataFiles(b, srv) {
			files, size = files+1, size+len(fetchAll(b, srv.URL+path))
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(published.Seconds(), "publish-s")
		b.ReportMetric(time.Since(began).Seconds(), "release-s")
		b.ReportMetric(float64(answers), "answers")
		b.ReportMetric(float64(files), "files")
		b.ReportMetric(float64(size)/1e6, "MB")
		b.ReportMetric(float64(r.Periods[0].Hidden), "rows-hidden")
	}
}

// dataFiles lists the files that the page of open data links to, and the
// catalogues.
func dataFiles(b *testing.B, srv *httptest.Server) []string {
	b.Helper()
	out := []string{"/data.json", "/catalog.jsonld", "/catalog.ttl", "/catalog.rdf"}
	seen := map[string]bool{}
	for _, part := range strings.Split(string(fetchAll(b, srv.URL+"/data")), `href="`)[1:] {
		path, _, _ := strings.Cut(part, `"`)
		if strings.HasPrefix(path, "/data/") && !seen[path] {
			seen[path] = true
			out = append(out, path)
		}
	}
	return out
}
