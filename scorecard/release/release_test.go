package release

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/disclosure"
	"earshot/scorecard/release/releasetest"
	"earshot/sentiment"
)

func pathOf(ward int) feedback.Path {
	return feedback.Path{Ward: feedback.PlaceID(fmt.Sprintf("ward%d", ward)), Site: feedback.PlaceID(fmt.Sprintf("site%d", ward/3)),
		Provider: feedback.PlaceID(fmt.Sprintf("prov%d", ward/6)), ICB: "icb1", Area: feedback.GSS(fmt.Sprintf("E0600000%d", ward%2)), Setting: feedback.Inpatient}
}

func answer(ward int, day feedback.Day, r feedback.Rating) *ledger.Facts {
	return &ledger.Facts{Path: pathOf(ward), Day: day, Rating: r, Mode: feedback.ModeSMS,
		Comments: []ledger.CommentFacts{{Themes: []ledger.ThemeFact{{Theme: sentiment.Theme(ward%32 + 1), Polarity: 1}}},
			{Themes: []ledger.ThemeFact{{Theme: sentiment.Theme(ward%32 + 1), Polarity: -1}}}}}
}

type bench struct {
	*testing.T
	shelf *releasetest.Shelf
	at    time.Time
	pub   *Publisher
}

func newBench(t *testing.T) *bench {
	b := &bench{T: t, shelf: releasetest.NewShelf(), at: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	b.pub = b.publisher(Usual())
	return b
}

func (b *bench) publisher(c Calendar) *Publisher {
	return NewPublisher(b.shelf, c, func() time.Time { return b.at }, slog.New(slog.NewTextHandler(new(bytes.Buffer), nil)))
}

func (b *bench) publish(months ...feedback.Month) Report {
	b.Helper()
	r, err := b.pub.Publish(context.Background(), false, months...)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func month(s string) feedback.Month {
	m, err := feedback.ParseMonth(s)
	if err != nil {
		panic(err)
	}
	return m
}

func TestPublicFiguresMoveOnlyWhenPublished(t *testing.T) {
	b := newBench(t)
	oct := month("2026-10").First() + 3
	for range 20 {
		b.shelf.Put(nil, answer(0, oct, feedback.Good))
		b.shelf.Put(nil, answer(1, oct, feedback.Poor))
	}
	b.shelf.Put(nil, answer(2, oct, feedback.VeryPoor))        // a small ward
	b.shelf.Put(nil, &ledger.Facts{Path: pathOf(1), Day: oct}) // a comment without an answer
	b.shelf.Put(nil, answer(1, oct+40, feedback.Good))         // November is not over
	if e := b.pub.Current(); e.Number != 0 || e.Card(scorecard.England, LastMonths(1)).Marker != disclosure.NotAvailable {
		t.Fatalf("before any publication: %+v", e)
	}
	if r := b.publish(); r.Number != 1 || len(r.Periods) != 1 || r.Periods[0].Period != "2026-10" || !r.Periods[0].First {
		t.Fatalf("first: %+v", r)
	}
	e := b.pub.Current()
	england := e.Card(scorecard.England, LastMonths(1))
	if c, ok := england.Counts(); !ok || c.People != 41 || c.Ratings != [6]int{0, 20, 0, 20, 1, 0} || c.Modes[0] != 41 {
		t.Errorf("England: %+v %v", c, ok)
	}
	if v := e.Card("ward2", LastMonths(12)); v.Marker != disclosure.Confidential {
		t.Errorf("a ward of one: %v", v.Marker)
	}
	if v := e.Row("ward99", "2026-10"); v.Marker != disclosure.Shown || v.People().N != 0 {
		t.Errorf("a ward of nobody: %+v", v)
	}
	if v := e.Row("england", "2026-09"); v.Marker != disclosure.NotAvailable {
		t.Errorf("a month not published: %+v", v)
	}
	if _, ok := e.Nearest("2026-10", "ward2", "icb1"); !ok {
		t.Error("something said about the small ward can be published nowhere")
	}
	themes, base := e.Themes("england", "2026-10")
	if len(themes) != sentiment.ThemeCount || themes[0].N != 20 || base.N != 41 {
		t.Errorf("themes %v of %v: a person counts once a theme", themes[:3], base)
	}
	for range 30 {
		b.shelf.Put(nil, answer(0, oct, feedback.VeryGood))
	}
	if got := b.pub.Current().Card(scorecard.England, LastMonths(1)).People(); got.N != 41 {
		t.Errorf("between publications England moved to %v", got)
	}
	if r := b.publish(); r.Number != 2 || r.Periods[0].Moved != 1 {
		t.Errorf("restated: %+v", r)
	}
	if got := b.pub.Current().Card(scorecard.England, LastMonths(1)).People(); got.N != 71 {
		t.Errorf("restated England is %v, want 71", got)
	}
	if r := b.publish(); r.Number != 0 || r.Changed() {
		t.Errorf("nothing new: %+v", r)
	}
	b.shelf.Put(nil, answer(0, oct, feedback.VeryGood))
	if r := b.publish(); r.Number != 0 || r.Periods[0].Held != 1 {
		t.Errorf("one answer more must wait: %+v", r)
	}
}

func TestEditionsAreTakenUpAndReturnsStay(t *testing.T) {
	b := newBench(t)
	day := month("2026-10").First()
	for range 10 {
		b.shelf.Put(nil, answer(0, day, feedback.Good))
	}
	b.publish()
	other := b.publisher(Usual())
	if err := other.Refresh(context.Background()); err != nil || other.Current().Number != 1 {
		t.Fatalf("another process: %v, edition %d", err, other.Current().Number)
	}
	for range 10 {
		b.shelf.Put(nil, answer(0, day, feedback.Good))
	}
	if r, err := other.Publish(context.Background(), true); err != nil || !r.DryRun || !r.Changed() || r.Number != 0 || b.shelf.Len() != 1 {
		t.Fatalf("dry run: %+v %v", r, err)
	}
	if r, err := other.Publish(context.Background(), false); err != nil || r.Number != 2 {
		t.Fatalf("another process publishes: %+v %v", r, err)
	}
	ret, err := b.shelf.Return(context.Background(), "2026-10", "prov0")
	if err != nil || !strings.Contains(string(ret.Data), `"total_responses":10`) {
		t.Errorf("the return as submitted: %s %v", ret.Data, err)
	}
	b.shelf.Spoil()
	if err := b.publisher(Usual()).Refresh(context.Background()); !errors.Is(err, feedback.ErrCorrupt) {
		t.Errorf("a state that is not its digest's: %v", err)
	}
}

func TestRunningMonthIsRefused(t *testing.T) {
	b := newBench(t)
	if _, err := b.pub.Publish(context.Background(), false, month("2026-11")); !errors.Is(err, ErrRunning) {
		t.Errorf("got %v", err)
	}
	b.at = time.Date(2026, 12, 1, 0, 0, 1, 0, time.UTC)
	if _, err := b.pub.Publish(context.Background(), false, month("2026-11")); err != nil {
		t.Errorf("once over: %v", err)
	}
}

func TestCalendar(t *testing.T) {
	c := Usual()
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, feedback.London())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if got := c.FirstDue(month("2026-02")); !got.Equal(at("2026-03-10 09:30")) {
		t.Errorf("February is due %v", got)
	}
	for _, k := range []struct{ now, last, next string }{
		{"2026-03-28 09:29", "2026-03-27 09:30", "2026-03-28 09:30"},
		{"2026-03-29 12:00", "2026-03-29 09:30", "2026-03-30 09:30"}, // the clocks went forward
		{"2026-10-25 09:30", "2026-10-25 09:30", "2026-10-26 09:30"}, // and back
	} {
		if got := c.Last(at(k.now)); !got.Equal(at(k.last)) {
			t.Errorf("%s: last %v", k.now, got)
		}
		if got := c.Next(at(k.now)); !got.Equal(at(k.next)) {
			t.Errorf("%s: next %v", k.now, got)
		}
	}
	often := Calendar{Every: 15 * time.Second}
	now := time.Date(2026, 11, 20, 10, 0, 20, 0, time.UTC)
	if often.Last(now).Second() != 15 || often.Next(now).Second() != 30 {
		t.Errorf("every 15 s: %v %v", often.Last(now), often.Next(now))
	}
}

func TestRunPublishesWhenDue(t *testing.T) {
	b := newBench(t)
	for range 9 {
		b.shelf.Put(nil, answer(0, month("2026-10").First(), feedback.Good))
		b.shelf.Put(nil, answer(0, month("2026-09").Last(), feedback.Good))
	}
	b.at = time.Date(2026, 11, 10, 9, 29, 0, 0, time.UTC)
	ctx := context.Background()
	steps := func() int64 {
		if err := b.pub.step(ctx); err != nil {
			t.Fatal(err)
		}
		return b.pub.Current().Number
	}
	if n := steps(); n != 1 || b.pub.Current().Has("2026-10") || !b.pub.Current().Has("2026-09") {
		t.Errorf("a minute before October is due: edition %d %v", n, b.pub.Current().Periods())
	}
	b.at = b.at.Add(time.Minute)
	if n := steps(); n != 2 || !b.pub.Current().Has("2026-10") {
		t.Errorf("when October is due: edition %d %v", n, b.pub.Current().Periods())
	}
	if n := steps(); n != 2 {
		t.Errorf("a moment later: edition %d", n)
	}
}

// TestManyMonths publishes two years of a small world with late answers and
// withdrawals, several processes racing, and checks that whatever is shown adds
// up and that every edition survives being stored.
func TestManyMonths(t *testing.T) {
	b := newBench(t)
	rng := rand.New(rand.NewPCG(7, 11))
	start := month("2024-11")
	var stored []*ledger.Facts
	for m := start; m < start+24; m++ {
		for ward := range 24 {
			for range rng.IntN(12 + 6*(ward%3)) {
				f := answer(ward, m.First()+feedback.Day(rng.IntN(28)), feedback.Rating(1+rng.IntN(6)))
				stored = append(stored, f)
				b.shelf.Put(nil, f)
			}
		}
		for range 20 { // late answers and withdrawals
			i := rng.IntN(len(stored))
			b.shelf.Put(stored[i], nil)
			stored = slices.Delete(stored, i, i+1)
			b.shelf.Put(nil, answer(rng.IntN(24), start.First()+feedback.Day(rng.IntN(int(m.Last()-start.First())+1)), feedback.Good))
		}
		b.at = b.pub.calendar.FirstDue(m).Add(time.Hour)
		var wg sync.WaitGroup
		others := []*Publisher{b.pub, b.publisher(Usual())}
		for _, p := range others {
			wg.Go(func() {
				if _, err := p.Publish(context.Background(), false); err != nil && !errors.Is(err, feedback.ErrConflict) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, p := range others {
			if err := p.Refresh(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		if a, c := others[0].Current(), others[1].Current(); a.Number != c.Number || !sameRows(a, c) {
			t.Fatalf("%s: two processes show different figures", m)
		}
	}
	e := b.pub.Current()
	if len(e.Periods()) != 24 {
		t.Fatalf("%d months published", len(e.Periods()))
	}
	for _, span := range Spans() {
		if v := e.Card(scorecard.England, span); v.Marker != disclosure.Shown || v.People().N == 0 {
			t.Errorf("England over %s: %+v", span, v)
		}
	}
}

func sameRows(a, b *Edition) bool {
	for _, p := range a.Periods() {
		x, y := a.history.Rows(p), b.history.Rows(p)
		if len(x) != len(y) {
			return false
		}
		for i := range x {
			cx, ox := x[i].Counts()
			cy, oy := y[i].Counts()
			if x[i].ID != y[i].ID || ox != oy || cx.People != cy.People || cx.Ratings != cy.Ratings {
				return false
			}
		}
	}
	return true
}

func TestParseSpan(t *testing.T) {
	for in, want := range map[string]string{"": "1m", "3m": "3m", "12m": "12m", "today": "", "7d": "", "30d": "", "90d": "", "365d": "", "2026-10": "2026-10", "2m": "", "2026-1": "", "october": ""} {
		s, err := ParseSpan(in)
		if (err == nil) != (want != "") || err == nil && s.String() != want {
			t.Errorf("%q: %v %v", in, s, err)
		}
	}
}
