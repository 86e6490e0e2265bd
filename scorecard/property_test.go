package scorecard_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/scorecard"
	"earshot/scorecard/cardtest"
	"earshot/scorecard/redis"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// openEmbedded gives an empty embedded board.
func openEmbedded(t testing.TB) *redis.Board {
	t.Helper()
	b, err := redis.Open(context.Background(), redis.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// checkBoard fails unless the board equals a fresh fold, and every card is what
// the ledger's entries count up to.
func checkBoard(t *testing.T, w *cardtest.World, b scorecard.Board, today feedback.Day) {
	t.Helper()
	ctx := context.Background()
	report, err := scorecard.Verify(ctx, w.Ledger, b, scorecard.VerifyOptions{Wait: time.Nanosecond})
	if err != nil {
		t.Fatalf("verify: %v", err)
	}
	if !report.OK() {
		t.Fatalf("%d differences of %d keys: %v", report.Different, report.Keys, report.Differences)
	}
	checkCards(t, w, b, today)
}

// checkCards fails unless every card is what the ledger's entries count up to.
func checkCards(t *testing.T, w *cardtest.World, b scorecard.Board, today feedback.Day) {
	t.Helper()
	ctx := context.Background()
	windows := append(scorecard.Windows(), scorecard.MonthOf(today.Month()), scorecard.MonthOf(today.Month()-1), scorecard.MonthOf(today.Month()-14))
	var wants []scorecard.Want
	for _, r := range w.Refs() {
		for _, win := range windows {
			wants = append(wants, scorecard.Want{Window: win, Ref: r})
		}
	}
	cards, err := scorecard.NewCards(b).Cards(ctx, wants...)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range wants {
		from, to := want.Window.Span(today)
		sum := w.Count(want.Ref.Scope, from, to)
		if card := cards[i]; card.Counts != sum || card.From != from || card.To != to {
			t.Fatalf("%s over %s (%s to %s): got %s to %s %v, want %v",
				want.Ref.Scope, want.Window, from, to, card.From, card.To, &card.Counts, &sum)
		}
	}
}

// TestAnyInterleaving makes histories of every kind of entry, folds them in
// batches cut anywhere by projectors whose clocks differ, with day changes
// anywhere, and expects the cards of a fold from scratch.
func TestAnyInterleaving(t *testing.T) {
	starts := []string{
		"2026-03-28T20:00:00Z", // the clocks go forward in the night after
		"2026-10-24T20:00:00Z", // and back
		"2026-12-30T22:00:00Z",
		"2028-02-27T23:30:00Z",
	}
	for seed := range uint64(4) {
		start, err := time.Parse(time.RFC3339, starts[seed%4])
		if err != nil {
			t.Fatal(err)
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) { interleave(t, seed, start) })
	}
}

func interleave(t *testing.T, seed uint64, start time.Time) {
	rng := rand.New(rand.NewPCG(seed, 1))
	w := cardtest.NewWorld(seed, 5, start)
	b := openEmbedded(t)
	var projectors []*scorecard.Projector
	for i := range 3 {
		skew := time.Duration(i) * 20 * time.Minute // clocks that differ around midnight
		projectors = append(projectors, scorecard.NewProjector(w.Ledger, b, scorecard.ProjectorOptions{
			Log: quiet(), Now: func() time.Time { return w.Now.Add(-skew) },
		}))
	}
	for range 24 {
		for range rng.IntN(60) {
			w.Step()
		}
		switch rng.IntN(12) {
		case 0, 1, 2, 3:
			w.Now = w.Now.Add(time.Duration(rng.IntN(30)) * time.Hour)
		case 4:
			w.Now = w.Now.Add(time.Duration(rng.IntN(12)) * 24 * time.Hour)
		case 5:
			w.Now = w.Now.Add(time.Duration(20+rng.IntN(20)) * 24 * time.Hour)
		}
		if err := projectors[rng.IntN(3)].CatchUp(context.Background()); err != nil {
			t.Fatal(err)
		}
		if rng.IntN(6) == 0 {
			if err := projectors[0].CatchUp(context.Background()); err != nil {
				t.Fatal(err)
			}
			checkBoard(t, w, b, feedback.DayOf(w.Now))
		}
	}
	if err := projectors[0].CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	checkBoard(t, w, b, feedback.DayOf(w.Now))
}
