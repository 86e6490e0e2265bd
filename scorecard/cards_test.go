package scorecard_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/cardtest"
	"earshot/scorecard/redis"
)

func projector(w *cardtest.World, b scorecard.Board) *scorecard.Projector {
	return scorecard.NewProjector(w.Ledger, b, scorecard.ProjectorOptions{Log: quiet(), Now: func() time.Time { return w.Now }})
}

// TestFlakyBoard folds over a board whose changes fail, made or not made, with
// day changes among them: some partitions are rolled and others not, and cards
// must be right at every moment.
func TestFlakyBoard(t *testing.T) {
	w := cardtest.NewWorld(11, 5, time.Date(2026, 2, 26, 12, 0, 0, 0, time.UTC))
	board := openEmbedded(t)
	flaky := cardtest.NewFlaky(board, 11, 5)
	pr := projector(w, flaky)
	failures, mixed := 0, 0
	catchUp := func() {
		for range 1000 {
			if err := pr.CatchUp(context.Background()); err == nil {
				return
			} else if !errors.Is(err, feedback.ErrUnavailable) {
				t.Fatal(err)
			}
			failures++
		}
		t.Fatal("it never catches up")
	}
	for range 5 {
		for range 60 {
			w.Step()
		}
		catchUp()
		w.Now = w.Now.Add(24 * time.Hour)
		// One attempt to roll leaves some partitions at yesterday.
		if err := pr.CatchUp(context.Background()); err != nil {
			failures++
			if today, differ := rolledTo(t, board); differ {
				mixed++
				checkCards(t, w, board, today)
			}
		}
		catchUp()
		checkBoard(t, w, board, feedback.DayOf(w.Now))
	}
	if failures == 0 || mixed == 0 {
		t.Errorf("%d failures, %d times rolled in part: the test shows nothing", failures, mixed)
	}
}

// rolledTo gives the latest day that a partition is rolled to, and whether
// there are partitions rolled to another.
func rolledTo(t *testing.T, b scorecard.Board) (today feedback.Day, differ bool) {
	t.Helper()
	today = feedback.NoDay
	for p := range ledger.Partition(ledger.Partitions) {
		views, err := b.View(context.Background(), scorecard.Query{Partition: p})
		if err != nil {
			t.Fatal(err)
		}
		c := views[0].Cursor
		if c.IsZero() {
			continue
		}
		differ = differ || today != feedback.NoDay && c.Today != today
		today = max(today, c.Today)
	}
	return today, differ
}

// TestSeries reads days and months of a scope of each kind.
func TestSeries(t *testing.T) {
	w := cardtest.NewWorld(5, 6, time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC))
	for range 1000 {
		w.Step()
	}
	b := openEmbedded(t)
	if err := projector(w, b).CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	cards := scorecard.NewCards(b)
	today := feedback.DayOf(w.Now)
	refs := w.Refs()
	for _, ref := range append(refs[:4], refs[len(refs)-1]) { // ward, site, provider, ICB, England
		days, err := cards.Days(context.Background(), ref, today-scorecard.KeptDays+1, today)
		if err != nil || len(days) != scorecard.KeptDays {
			t.Fatalf("%d days, %v", len(days), err)
		}
		for i, d := range days {
			if want := w.Count(ref.Scope, d.Day, d.Day); d.Counts != want || d.Day != today-scorecard.KeptDays+1+feedback.Day(i) {
				t.Fatalf("%s on %s: got %v, want %v", ref.Scope, d.Day, &d.Counts, &want)
			}
		}
		from := today.Month() - 60
		months, err := cards.Months(context.Background(), ref, from, today.Month())
		if err != nil || len(months) != 61 {
			t.Fatalf("%d months, %v", len(months), err)
		}
		for i, m := range months {
			want := w.Count(ref.Scope, m.Month.First(), min(m.Month.Last(), today))
			if m.Counts != want || m.Month != from+feedback.Month(i) {
				t.Fatalf("%s in %s: got %v, want %v", ref.Scope, m.Month, &m.Counts, &want)
			}
		}
	}
	if _, err := cards.Days(context.Background(), scorecard.EnglandRef(), today-scorecard.KeptDays, today); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("too many days: %v", err)
	}
	if _, err := cards.Card(context.Background(), scorecard.Window{}, scorecard.EnglandRef()); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("no window: %v", err)
	}
}

// TestPlaceThatMoved counts a ward that changed hands: its card holds the
// answers from both providers.
func TestPlaceThatMoved(t *testing.T) {
	w := cardtest.NewWorld(1, 0, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	add := func(provider feedback.PlaceID, n int) {
		for range n {
			path := feedback.Path{Ward: "ward", Site: "site", Provider: provider, ICB: "icb"}
			w.Ledger.Append(ledger.PartitionOf(provider), ledger.Entry{Kind: ledger.Received, At: w.Now, Version: 1,
				Plus: &ledger.Facts{Path: path, Day: feedback.DayOf(w.Now), Rating: feedback.Good}})
		}
	}
	add("old", 3)
	add("new", 2)
	b := openEmbedded(t)
	if err := projector(w, b).CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	cards := scorecard.NewCards(b)
	for want, ref := range map[int64]scorecard.Ref{
		5: scorecard.PlaceRef("ward", "new", "old"), 2: scorecard.PlaceRef("ward", "new"), 3: scorecard.PlaceRef("old", "old"), 0: scorecard.PlaceRef("nowhere", "old"),
	} {
		card, err := cards.Card(context.Background(), scorecard.Today(), ref)
		if err != nil || card.Responses() != want {
			t.Errorf("%s: %d responses, %v; want %d", ref.Scope, card.Responses(), err, want)
		}
	}
	if card, err := cards.Card(context.Background(), scorecard.Last7(), scorecard.PlaceRef("ward")); err != nil || card.Responses() != 5 {
		t.Errorf("all partitions: %d responses, %v", card.Responses(), err)
	}
}

// TestAsOf tells how fresh a card is: not known while the board is empty, then
// the time up to which everything is counted.
func TestAsOf(t *testing.T) {
	ctx := context.Background()
	w := cardtest.NewWorld(1, 3, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	for range 50 {
		w.Step()
	}
	server := cardtest.StartRedis(t)
	b := open(t, server.URL())
	cards := scorecard.NewCards(b)
	england := func() scorecard.Card {
		t.Helper()
		card, err := cards.Card(ctx, scorecard.Last30(), scorecard.EnglandRef())
		if err != nil {
			t.Fatal(err)
		}
		return card
	}
	if card := england(); !card.AsOf.IsZero() || card.From != feedback.NoDay {
		t.Errorf("an empty board is as of %v, from %v", card.AsOf, card.From)
	}
	began := w.Now
	if err := projector(w, b).CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
	if card := england(); card.AsOf.Before(began.Truncate(time.Microsecond)) || card.Responses() == 0 {
		t.Errorf("as of %v, want %v; %d responses", card.AsOf, began, card.Responses())
	}
	server.FlushAll()
	if card := england(); !card.AsOf.IsZero() || card.Responses() != 0 {
		t.Errorf("an emptied board is as of %v", card.AsOf)
	}
}

// TestRunFollows runs a projector as a service does, and expects an answer on
// its card as soon as it was announced, without waiting to be polled.
func TestRunFollows(t *testing.T) {
	w := cardtest.NewWorld(1, 3, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	now := w.Now
	b := openEmbedded(t)
	pr := scorecard.NewProjector(w.Ledger, b, scorecard.ProjectorOptions{
		Log: quiet(), Now: func() time.Time { return now }, Changed: w.Ledger.Changed(), Poll: time.Hour,
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- pr.Run(ctx) }()
	cards := scorecard.NewCards(b)
	path := w.Paths[0]
	for i := range 5 {
		w.Ledger.Append(ledger.PartitionOf(path.Provider), ledger.Entry{Kind: ledger.Received, At: now, Version: 1,
			Plus: &ledger.Facts{Path: path, Day: feedback.DayOf(now), Rating: feedback.VeryGood}})
		cardtest.Eventually(t, 10*time.Second, "the answer is on its card", func() error {
			card, err := cards.Card(ctx, scorecard.Today(), scorecard.PlaceRef(path.Ward, path.Provider))
			if err == nil && card.Responses() != int64(i+1) {
				err = errors.New(card.String())
			}
			return err
		})
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
	if h := pr.Health(); !h.Ready(now, time.Minute) || h.Entries != 5 || h.Lag() != 0 {
		t.Errorf("health: %+v", h)
	}
}

func TestOpenRefuses(t *testing.T) {
	if _, err := redis.Open(context.Background(), "redis://"); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("Open: %v", err)
	}
}
