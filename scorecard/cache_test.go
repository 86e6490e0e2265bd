package scorecard_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
)

// counted is a board that counts how often it is looked at; each look takes a
// moment.
type counted struct {
	scorecard.Board
	looks atomic.Int64
	fault error
}

func (b *counted) View(_ context.Context, queries ...scorecard.Query) ([]scorecard.View, error) {
	b.looks.Add(1)
	time.Sleep(5 * time.Millisecond)
	views := make([]scorecard.View, len(queries))
	for i, q := range queries {
		views[i].Counts = make([]*scorecard.Counts, len(q.Keys))
	}
	return views, b.fault
}

func TestCache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := new(counted)
		c := scorecard.NewCache(scorecard.NewCards(b), time.Second)
		ask := func(w scorecard.Window, ref scorecard.Ref) error {
			_, err := c.Card(context.Background(), w, ref)
			return err
		}
		looks := func(want int64, when string) {
			t.Helper()
			if got := b.looks.Load(); got != want {
				t.Errorf("%s: %d looks, want %d", when, got, want)
			}
		}
		ward := scorecard.PlaceRef("ward", "provider")
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if err := ask(scorecard.Last7(), ward); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		looks(1, "fifty at once")
		_ = ask(scorecard.Last30(), ward)
		_ = ask(scorecard.Last7(), scorecard.PlaceRef("ward", "another"))
		_ = ask(scorecard.Last7(), scorecard.PlaceRef("ward"))
		looks(4, "other cards")
		time.Sleep(2 * time.Second)
		_ = ask(scorecard.Last7(), ward)
		looks(5, "after its time")

		b.fault = feedback.ErrUnavailable
		time.Sleep(2 * time.Second)
		for range 3 {
			if err := ask(scorecard.Last7(), ward); !errors.Is(err, feedback.ErrUnavailable) {
				t.Errorf("a fault: %v", err)
			}
		}
		looks(8, "faults")
		b.fault = nil

		many := make([]feedback.PlaceID, ledger.Partitions)
		for i := range many {
			many[i] = feedback.PlaceID(string(rune('a'+i%26)) + string(rune('a'+i/26)))
		}
		_ = ask(scorecard.Last7(), scorecard.PlaceRef("ward", many...))
		_ = ask(scorecard.Last7(), scorecard.PlaceRef("ward", many...))
		looks(10, "a place of many providers is read each time")
	})
}
