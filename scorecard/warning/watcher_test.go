package warning_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/sqlite"
	"earshot/scorecard"
	"earshot/scorecard/redis"
	"earshot/scorecard/warning"
	"earshot/sentiment"
)

// town is a small installation on real engines: one provider with two wards.
type town struct {
	testing.TB
	ctx       context.Context
	store     *sqlite.Store
	board     *redis.Board
	projector *scorecard.Projector
	dir       *feedback.Directory
	paths     [2]feedback.Path
	clock     atomic.Int64 // microseconds that the clock is set by
	serial    int
}

// noon is when the tests take place.
func noon() time.Time { return time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC) }

func newTown(t testing.TB) *town {
	t.Helper()
	w := &town{TB: t, ctx: t.Context()}
	w.clock.Store(time.Until(noon()).Microseconds())
	var err error
	if w.store, err = sqlite.Open(w.ctx, filepath.Join(t.TempDir(), "l.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.store.Close() })
	if w.board, err = redis.Open(w.ctx, "embedded"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.board.Close() })
	at := func(id string, l feedback.Level, parent, name string) feedback.Place {
		p := feedback.Place{ID: feedback.PlaceID(id), Level: l, Name: name, Parent: feedback.PlaceID(parent), From: feedback.NoDay, To: feedback.NoDay,
			PublicCode: feedback.PublicCode(strings.ToUpper("C" + id))}
		if l != feedback.Ward {
			p.Code = feedback.OrgCode(strings.ToUpper(id))
		}
		return p
	}
	w.dir, err = feedback.NewDirectory([]feedback.Place{
		at("qaa", feedback.ICB, "", "Vale ICB"), at("rxa", feedback.Provider, "qaa", "Vale Trust"), at("rxa01", feedback.Site, "rxa", "Vale General"),
		at("wardash", feedback.Ward, "rxa01", "Ash Ward"), at("wardelm", feedback.Ward, "rxa01", "Elm Ward"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range []feedback.PlaceID{"wardash", "wardelm"} {
		if w.paths[i], err = w.dir.Path(id, feedback.DayOf(noon())); err != nil {
			t.Fatal(err)
		}
	}
	w.projector = scorecard.NewProjector(w.store, w.board, scorecard.ProjectorOptions{Log: slog.New(slog.DiscardHandler), Now: w.now})
	return w
}

func (w *town) now() time.Time {
	return time.Now().Add(time.Duration(w.clock.Load()) * time.Microsecond)
}

// folded gives how far the cards are.
func (w *town) folded() (ledger.Heads, bool) {
	var heads ledger.Heads
	h := w.projector.Health()
	for p := range heads {
		heads[p] = h.Partitions[p].Cursor
	}
	return heads, !h.CaughtUpAt.IsZero()
}

func (w *town) watcher(store warning.Store) *warning.Watcher {
	return warning.NewWatcher(warning.Options{Store: store, Days: scorecard.NewCards(w.board), Directory: func() *feedback.Directory { return w.dir },
		Folded: w.folded, Now: w.now, Log: slog.New(slog.DiscardHandler)})
}

// answer makes an answer at a ward on a day so many days ago; a negative one has
// a comment about waiting.
func (w *town) answer(ward, ago int, negative bool, flags ...sentiment.Flag) ledger.Command {
	w.serial++
	id, now := fmt.Sprint(w.serial), w.now()
	r := &feedback.Response{Source: "test", SourceID: id, Path: w.paths[ward], Rating: feedback.VeryGood, Channel: feedback.ChannelWeb, Mode: feedback.ModeOnline,
		AnsweredAt: now.AddDate(0, 0, -ago).Add(-time.Minute), Language: "en"}
	facts := ledger.CommentFacts{Class: sentiment.Positive, Score: 600, Version: "t", Lang: "en", Flags: flags}
	if negative {
		r.Rating, facts.Class, facts.Score = feedback.Poor, sentiment.Negative, -600
		facts.Themes = []ledger.ThemeFact{{Theme: sentiment.Timeliness, Polarity: -1}}
	}
	r.Comments = []feedback.Comment{{Text: "A comment."}}
	return ledger.Command{Kind: ledger.Received, Source: "test", SourceID: id, At: now, Response: r, Readings: []ledger.CommentFacts{facts}}
}

func (w *town) append(cmds ...ledger.Command) {
	w.Helper()
	for batch := range slices.Chunk(cmds, 500) {
		receipts, err := w.store.Append(w.ctx, batch...)
		if err != nil {
			w.Fatal(err)
		}
		for _, r := range receipts {
			if r.Err != nil {
				w.Fatal(r.Err)
			}
		}
	}
}

// history gives each ward so many days of ten answers, one in twenty negative.
func (w *town) history(from, to int) {
	w.Helper()
	var cmds []ledger.Command
	for ago := from; ago >= to; ago-- {
		for ward := range w.paths {
			for i := range 10 {
				cmds = append(cmds, w.answer(ward, ago, (ago+ward)%2 == 0 && i == 0))
			}
		}
	}
	w.append(cmds...)
}

// settle folds what is stored and looks until nothing waits.
func (w *town) settle(watchers ...*warning.Watcher) {
	w.Helper()
	if err := w.projector.CatchUp(w.ctx); err != nil {
		w.Fatal(err)
	}
	for _, x := range watchers {
		for range 200 {
			if err := x.Look(w.ctx); err != nil {
				w.Fatal(err)
			}
			if x.Idle() {
				break
			}
			w.clock.Add(time.Second.Microseconds()) // late answers are waited for
		}
		if !x.Idle() {
			w.Fatal("the watcher does not come to rest")
		}
	}
}

// tomorrow sets the clock on by a day.
func (w *town) tomorrow() { w.clock.Add((24 * time.Hour).Microseconds()) }

// warnings gives "measure place state" of all warnings, oldest first.
func (w *town) warnings() []ledger.Warning {
	w.Helper()
	list, err := w.store.ListWarnings(w.ctx, ledger.WarningQuery{Limit: 1000})
	if err != nil {
		w.Fatal(err)
	}
	slices.Reverse(list)
	return list
}

func (w *town) names() []string {
	var out []string
	for _, x := range w.warnings() {
		out = append(out, fmt.Sprintf("%s %s %s", x.Place, x.Measure, x.Day))
	}
	return out
}

func (w *town) find(place feedback.PlaceID, measure string) (ledger.Warning, bool) {
	for _, x := range w.warnings() {
		if x.Place == place && x.Measure == measure {
			return x, true
		}
	}
	return ledger.Warning{}, false
}

// TestTipping holds the watcher to its promise: while everything runs, the
// answer that tips it makes a warning within two seconds, on the ward alone.
func TestTipping(t *testing.T) {
	w := newTown(t)
	w.history(150, 1)
	x := w.watcher(w.store)
	w.settle(x)
	if got := w.names(); len(got) != 0 {
		t.Fatalf("warnings of a quiet history: %v", got)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan struct{}, 2)
	go func() { w.projector.Run(ctx); done <- struct{}{} }()
	go func() { x.Run(ctx); done <- struct{}{} }()
	defer func() { stop(); <-done; <-done }()
	var tipped time.Time
	for range 60 {
		w.append(w.answer(0, 0, true))
		tipped = time.Now()
		if w.await("wardash", "negative", 2*time.Second) {
			break
		}
	}
	took := time.Since(tipped)
	got, ok := w.find("wardash", "negative")
	if !ok {
		t.Fatal("sixty negative answers in a row raised nothing")
	}
	t.Logf("the warning was there %v after the answer that tipped it", took.Round(time.Millisecond))
	s, err := warning.ParseShown(got)
	if err != nil {
		t.Fatal(err)
	}
	if took > 2*time.Second || !s.Partial || s.Name != "Ash Ward" || len(s.Responses) == 0 || len(s.Themes) == 0 || s.Themes[0].Theme != "timeliness" || len(s.Days) == 0 {
		t.Errorf("after %v: %+v", took, s)
	}
	if strings.Contains(string(got.Shown), "A comment") {
		t.Error("words are kept with the warning")
	}
	if _, ok := w.find("wardelm", "negative"); ok {
		t.Error("the other ward has a warning too")
	}
}

func (w *town) await(place feedback.PlaceID, measure string, within time.Duration) bool {
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, ok := w.find(place, measure); ok {
			return true
		}
	}
	return false
}

// TestOnce lets three watchers see the same days: each warning is raised once,
// and a monitor taken from what another stored gives the same.
func TestOnce(t *testing.T) {
	w := newTown(t)
	w.history(200, 1)
	a, b, c := w.watcher(w.store), w.watcher(w.store), w.watcher(w.store)
	w.settle(a, b, c)
	for range 6 {
		var cmds []ledger.Command
		for i := range 20 {
			cmds = append(cmds, w.answer(0, 0, i%2 == 0), w.answer(1, 0, i == 0))
		}
		w.append(cmds...)
		w.settle(a, b, c)
		w.tomorrow()
		w.settle(c, a, b)
	}
	seen := map[string]int{}
	for _, x := range w.warnings() {
		seen[string(x.Place)+" "+x.Measure]++
	}
	if seen["wardash negative"] != 1 || seen["wardelm negative"] != 0 {
		t.Errorf("raised %v; want one about Ash Ward's negative answers and none about Elm Ward's", seen)
	}
	for what, n := range seen {
		if n > 1 {
			t.Errorf("%s is open %d times", what, n)
		}
	}
}

// TestRecomputed replays the same answers in another installation that was away
// for the last days and has no monitors: what it finds on finished days is what
// was found live.
func TestRecomputed(t *testing.T) {
	live, later := newTown(t), newTown(t)
	play := func(w *town, look func()) {
		w.history(120, 1)
		look()
		for d := range 5 {
			var cmds []ledger.Command
			for i := range 12 {
				cmds = append(cmds, w.answer(0, 0, d >= 1 && i%2 == 0))
			}
			w.append(cmds...)
			w.tomorrow()
			look()
		}
	}
	x := live.watcher(live.store)
	play(live, func() { live.settle(x) })
	play(later, func() {})
	later.settle(later.watcher(later.store))
	got, ok := live.find("wardash", "negative")
	again, ok2 := later.find("wardash", "negative")
	if !ok || !ok2 {
		t.Fatalf("live %v, later %v", live.names(), later.names())
	}
	if got.Day != again.Day {
		t.Errorf("raised on %s live, on %s when computed again", got.Day, again.Day)
	}
	a, _ := warning.ParseShown(got)
	b, _ := warning.ParseShown(again)
	if a.Sentence != b.Sentence {
		t.Errorf("said live: %s\nagain:     %s", a.Sentence, b.Sentence)
	}
}

// TestLateAnswers: answers about past days leave what was shown as it was, and a
// note says that the figures have changed.
func TestLateAnswers(t *testing.T) {
	w := newTown(t)
	w.history(120, 1)
	x := w.watcher(w.store)
	w.settle(x)
	var cmds []ledger.Command
	for range 25 {
		cmds = append(cmds, w.answer(0, 0, true))
	}
	w.append(cmds...)
	w.settle(x)
	before, ok := w.find("wardash", "negative")
	if !ok {
		t.Fatal("nothing was raised")
	}
	for range 2 { // told once a day
		w.append(w.answer(0, 3, false), w.answer(0, 4, false))
		w.settle(x)
	}
	after, _ := w.find("wardash", "negative")
	if string(before.Shown) != string(after.Shown) {
		t.Error("late answers changed what was shown")
	}
	events, err := w.store.WarningEvents(w.ctx, ledger.WarningEventQuery{Warning: after.ID})
	if err != nil || len(events) != 2 || events[1].Step != ledger.WarningNoted || !strings.Contains(events[1].Note, "2 days") {
		t.Errorf("events %+v, %v; want one note about 2 days", events, err)
	}
}

// TestDanger: a danger sign gives a notice at once, however few the answers, once
// for a response, and none for an archive.
func TestDanger(t *testing.T) {
	w := newTown(t)
	x := w.watcher(w.store)
	w.settle(x)
	w.append(w.answer(0, 0, true, sentiment.SelfHarm, sentiment.SelfHarm), w.answer(1, 2, true, sentiment.Complaint), w.answer(0, 40, true, sentiment.Threat))
	w.settle(x, w.watcher(w.store), x)
	var got []string
	for _, n := range w.warnings() {
		s, err := warning.ParseShown(n)
		if err != nil || len(s.Responses) != 1 {
			t.Fatal(s, err)
		}
		got = append(got, fmt.Sprintf("%s %v %v", n.Place, n.Urgent, s.Flags))
	}
	slices.Sort(got)
	if want := []string{"wardash true [self-harm]", "wardelm false [complaint]"}; !slices.Equal(got, want) {
		t.Errorf("notices %v, want %v", got, want)
	}
}

// TestSilence: a ward of which nothing more is heard gets a warning, on a day
// that is over.
func TestSilence(t *testing.T) {
	w := newTown(t)
	w.history(120, 1)
	x := w.watcher(w.store)
	w.settle(x)
	for range 8 {
		w.append(w.answer(1, 0, false))
		w.settle(x)
		w.tomorrow()
		w.settle(x)
	}
	got, ok := w.find("wardash", "silence")
	if s, _ := warning.ParseShown(got); !ok || s.Partial {
		t.Errorf("warnings %v; want silence at wardash, found on a whole day", w.names())
	}
}

// TestClosing: closing as the new normal lets the measure warn again of a
// further change, and not of the same.
func TestClosing(t *testing.T) {
	w := newTown(t)
	w.history(150, 1)
	x := w.watcher(w.store)
	w.settle(x)
	day := func(negative int) {
		var cmds []ledger.Command
		for i := range 20 {
			cmds = append(cmds, w.answer(0, 0, i < negative))
		}
		w.append(cmds...)
		w.settle(x)
		w.tomorrow()
		w.settle(x)
	}
	for range 40 {
		day(8)
	}
	first, ok := w.find("wardash", "negative")
	if !ok {
		t.Fatal("nothing was raised")
	}
	if _, err := warning.Take(w.ctx, w.store, warning.Step{Warning: first.ID, Step: ledger.WarningClosed, Outcome: ledger.OutcomeNewNormal, By: "t"}, w.now()); err != nil {
		t.Fatal(err)
	}
	count := func() (n int) {
		for _, x := range w.warnings() {
			if x.Place == "wardash" && x.Measure == "negative" {
				n++
			}
		}
		return n
	}
	for range 40 {
		day(8)
	}
	if n := count(); n != 1 {
		t.Errorf("the new normal raised %d warnings more", n-1)
	}
	for range 20 {
		day(18)
	}
	if n := count(); n != 2 {
		t.Errorf("a further change: %d warnings in all, want 2", n)
	}
}

// BenchmarkPlace measures what one place costs: a look at today's answers, and
// building its monitors from 400 days.
func BenchmarkPlace(b *testing.B) {
	w := newTown(b)
	w.history(399, 1)
	x := w.watcher(w.store)
	w.settle(x)
	b.Run("today", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			w.append(w.answer(0, 0, false))
			if err := w.projector.CatchUp(w.ctx); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			if err := x.Look(w.ctx); err != nil { // ward, site and provider
				b.Fatal(err)
			}
		}
	})
	b.Run("history", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			w.append(w.answer(0, 9, false))
			if err := w.projector.CatchUp(w.ctx); err != nil {
				b.Fatal(err)
			}
			if err := x.Look(w.ctx); err != nil {
				b.Fatal(err)
			}
			w.clock.Add((4 * time.Second).Microseconds())
			b.StartTimer()
			for !x.Idle() { // ward, site and provider
				if err := x.Look(w.ctx); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
