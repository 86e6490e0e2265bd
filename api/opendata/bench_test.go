package opendata

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/release"
	"earshot/scorecard/release/releasetest"
	"earshot/sentiment"
)

// country makes a directory as large as England's inpatient wards and as many
// answers about one month.
func country(b *testing.B, answers int) (*feedback.Directory, *releasetest.Shelf) {
	b.Helper()
	var places []feedback.Place
	var areas []feedback.Area
	add := func(p feedback.Place) feedback.PlaceID {
		p.From, p.To = feedback.NoDay, feedback.NoDay
		places = append(places, p)
		return p.ID
	}
	for a := range 150 {
		areas = append(areas, feedback.Area{GSS: feedback.GSS(fmt.Sprintf("E06%06d", a)), Name: fmt.Sprintf("Area %d", a)})
	}
	var wards []feedback.PlaceID
	for icb := range 42 {
		board := add(feedback.Place{ID: feedback.PlaceID(fmt.Sprintf("icb%07d", icb)), Level: feedback.ICB, Name: fmt.Sprintf("Board %d", icb), Code: feedback.OrgCode(fmt.Sprintf("Q%02d", icb)), PublicCode: feedback.PublicCode(fmt.Sprintf("B-%d", icb))})
		for p := range 4 {
			n := icb*4 + p
			provider := add(feedback.Place{ID: feedback.PlaceID(fmt.Sprintf("prv%07d", n)), Level: feedback.Provider, Name: fmt.Sprintf("Hospitals %d NHS Trust", n), Code: feedback.OrgCode(fmt.Sprintf("R%03d", n)), PublicCode: feedback.PublicCode(fmt.Sprintf("P-%d", n)), Parent: board})
			for s := range 7 {
				site := add(feedback.Place{ID: feedback.PlaceID(fmt.Sprintf("sit%05d%02d", n, s)), Level: feedback.Site, Name: fmt.Sprintf("Site %d-%d", n, s), Code: feedback.OrgCode(fmt.Sprintf("R%03d%02d", n, s)), PublicCode: feedback.PublicCode(fmt.Sprintf("S-%d-%d", n, s)), Parent: provider, Area: areas[(n*7+s)%150].GSS})
				for w := range 6 {
					wards = append(wards, add(feedback.Place{ID: feedback.PlaceID(fmt.Sprintf("w%05d%02d%02d", n, s, w)), Level: feedback.Ward, Name: fmt.Sprintf("Ward %d", w), PublicCode: feedback.PublicCode(fmt.Sprintf("W-%d-%d-%d", n, s, w)), Parent: site, Setting: feedback.Inpatient}))
				}
			}
		}
	}
	dir, err := feedback.NewDirectory(places, areas)
	if err != nil {
		b.Fatal(err)
	}
	shelf := releasetest.NewShelf()
	rng := rand.New(rand.NewPCG(1, 2))
	day := feedback.DateDay(2026, 10, 5)
	for range answers {
		w := rng.IntN(len(wards))
		path, err := dir.Path(wards[w*w/len(wards)], day) // few answers in many wards, many in few
		if err != nil {
			b.Fatal(err)
		}
		shelf.Put(nil, &ledger.Facts{Path: path, Day: day, Rating: feedback.Rating(1 + rng.IntN(6)), Mode: feedback.Mode(rng.IntN(9)),
			Comments: []ledger.CommentFacts{{Themes: []ledger.ThemeFact{{Theme: sentiment.Theme(1 + rng.IntN(32))}}}}})
	}
	return dir, shelf
}

// BenchmarkRelease publishes a month of a country and writes all of its files.
func BenchmarkRelease(b *testing.B) {
	const answers = 500_000
	dir, shelf := country(b, answers)
	now := time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)
	for b.Loop() {
		start := time.Now()
		pub := release.NewPublisher(shelf, release.Usual(), func() time.Time { return now }, slog.New(slog.DiscardHandler))
		if _, err := pub.Publish(context.Background(), true); err != nil {
			b.Fatal(err)
		}
		decided := time.Since(start)
		if pub.Current().Number == 0 {
			if _, err := pub.Publish(context.Background(), false); err != nil && shelf.Len() == 0 {
				b.Fatal(err)
			}
			if err := pub.Refresh(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
		src := &Source{Edition: pub.Current(), Directory: dir, BaseURL: "https://earshot.example", Publisher: "P", Contact: "p@earshot.example"}
		start = time.Now()
		table, err := src.CSV("2026-10")
		if err != nil {
			b.Fatal(err)
		}
		tidy := time.Since(start)
		start = time.Now()
		for _, book := range Books() {
			if _, err := src.Workbook(&book, "2026-10"); err != nil {
				b.Fatal(err)
			}
			for _, sheet := range book.Sheets {
				if _, err := src.SheetCSV(&book, sheet, "2026-10"); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(decided.Seconds(), "fold+decide-s")
		b.ReportMetric(tidy.Seconds(), "csv-s")
		b.ReportMetric(time.Since(start).Seconds(), "workbooks-s")
		b.ReportMetric(float64(len(table))/1e6, "csv-MB")
		b.ReportMetric(0, "ns/op")
	}
}
