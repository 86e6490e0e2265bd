package ledgertest

import (
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

func testFeeds(t *testing.T, db Database) {
	b := open(t, db)
	if list, err := b.ListFeeds(b.ctx); err != nil || len(list) != 0 {
		t.Errorf("%d feeds, %v", len(list), err)
	}
	if _, err := b.Feed(b.ctx, "one"); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("unknown feed: %v, want ErrNotFound", err)
	}
	one := ledger.Feed{Name: "one", DueAt: Epoch(), GoodAt: Epoch().Add(time.Microsecond), Failures: 3, LastError: "it's “down”\n",
		Items: ledger.FeedTotals{Taken: 1 << 40, Broken: 2}}
	other := ledger.Feed{Name: "Zwei", Cursor: json.RawMessage(`{"since":"2026-03-01"}`)}
	for _, f := range []ledger.Feed{one, other, {Name: "one"}, one} {
		if err := b.PutFeed(b.ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.PutFeed(b.ctx, ledger.Feed{}); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("a feed without a name: %v", err)
	}
	list, err := b.ListFeeds(b.ctx)
	if err != nil || len(list) != 2 {
		t.Fatalf("%d feeds, %v", len(list), err)
	}
	b.equal("the second by name", list[1], one)
	got, err := b.Feed(b.ctx, "Zwei")
	if err != nil || got.Name != "Zwei" || strings.ReplaceAll(string(got.Cursor), " ", "") != string(other.Cursor) {
		t.Errorf("%+v, %v", got, err)
	}
}

func testFeedItems(t *testing.T, db Database) {
	b := open(t, db)
	item := func(id, revision string) ledger.FeedItem {
		return ledger.FeedItem{ID: id, Revision: revision, Number: 1, Parts: []string{id + "@a", id + "@b"}, Done: true,
			Problem: "place: is not known", URL: "https://feed.example/?a=1&b=2", PublishedAt: Epoch(), SeenAt: Epoch().Add(time.Hour)}
	}
	put := func(feed string, items ...ledger.FeedItem) {
		t.Helper()
		if err := b.PutFeedItems(b.ctx, feed, items); err != nil {
			t.Fatal(err)
		}
	}
	put("f")
	put("f", item("b", "1"), item("a", "1"), item("Z", "1"), item("é", "1"))
	put("f", item("b", "2"), item("b", "3"))
	put("g", item("a", "other"))
	if err := b.PutFeedItems(b.ctx, "f", []ledger.FeedItem{item("c", "1"), {}}); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("an item without an id: %v", err)
	}
	got, err := b.FeedItems(b.ctx, "f", []string{"a", "b", "c", "a"})
	if err != nil {
		t.Fatal(err)
	}
	b.equal("by id", got, map[string]ledger.FeedItem{"a": item("a", "1"), "b": item("b", "3")})
	if none, err := b.FeedItems(b.ctx, "f", nil); err != nil || len(none) != 0 {
		t.Errorf("of no ids: %v, %v", none, err)
	}
	var order []string
	for after := ""; ; {
		page, err := b.ListFeedItems(b.ctx, "f", after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, i := range page {
			order = append(order, i.ID)
			after = i.ID
		}
	}
	b.equal("order", order, []string{"Z", "a", "b", "é"})
}

func testFindResponses(t *testing.T, db Database) {
	b := open(t, db)
	one, two := b.receive("1", 1), b.receive("2", elsewhere(1, true))
	rerate := Change(ledger.Rerated, "r", one)
	rerate.Rating = feedback.Poor
	move := Change(ledger.Moved, "m", two)
	path := Path(1)
	move.Path = &path
	b.append(rerate, move)
	got, err := b.FindResponses(b.ctx, "web", []string{"1", "2", "3", "1"})
	if err != nil {
		t.Fatal(err)
	}
	b.equal("found", got, map[string]ledger.ID{"1": one, "2": two})
	for _, source := range []feedback.Source{"staff", "nobody"} {
		if got, err := b.FindResponses(b.ctx, source, []string{"r", "m", "1"}); err != nil || len(got) != 0 {
			t.Errorf("from %s: %v, %v: changes are not responses", source, got, err)
		}
	}
}

// testFeedLeases lets two stores ask at once: one is given the lease.
func testFeedLeases(t *testing.T, db Database) {
	b, c := open(t, db), open(t, db)
	lease := func(s *bench, holder string, now, until time.Duration) bool {
		t.Helper()
		ok, err := s.LeaseFeed(s.ctx, "f", holder, Epoch().Add(now*time.Minute), Epoch().Add(until*time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	for i, step := range []struct {
		s          *bench
		holder     string
		now, until time.Duration
		want       bool
	}{{b, "a", 0, 10, true}, {c, "b", 1, 11, false}, {b, "a", 5, 20, true}, {c, "b", 19, 30, false}, {c, "b", 20, 30, true},
		{b, "a", 25, 40, false}, {c, "b", 26, 26, true}, {b, "a", 26, 40, true}} {
		if got := lease(step.s, step.holder, step.now, step.until); got != step.want {
			t.Errorf("step %d: %v", i, got)
		}
	}
	var won atomic.Int64
	var wg sync.WaitGroup
	for i := range 6 {
		s := []*bench{b, c}[i%2]
		wg.Go(func() {
			ok, err := s.LeaseFeed(s.ctx, "race", number(i), Epoch(), Epoch().Add(time.Minute))
			if err != nil {
				t.Error(err)
			}
			if ok {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d leases of one feed", won.Load())
	}
}
