package cardtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
)

// Run holds a board to what [scorecard.Board] promises. open gives an empty
// board that is closed by the suite.
func Run(t *testing.T, open func(t *testing.T) scorecard.Board) {
	tests := []struct {
		name string
		do   func(*testing.T, scorecard.Board)
	}{
		{"a change is seen with its cursor", testChange},
		{"a change for another cursor does nothing", testCompareAndSet},
		{"of racing changes one is made", testRace},
		{"a view is one instant", testInstant},
		{"names lists what is stored", testNames},
		{"seen holds while the cursor does", testSeen},
		{"the zero cursor leaves nothing", testEmpty},
		{"many puts in one change", testMany},
		{"an ended context is an error", testContext},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := open(t)
			defer b.Close()
			test.do(t, b)
		})
	}
}

func counts(responses int) *scorecard.Counts {
	c := new(scorecard.Counts)
	for range responses {
		c.AddFacts(&ledger.Facts{Rating: feedback.VeryGood, Channel: feedback.ChannelWeb}, 1)
	}
	return c
}

func cursorAt(seq ledger.Seq) scorecard.Cursor {
	return scorecard.Cursor{Seq: seq, Today: feedback.DateDay(2026, 11, 20), Mark: 77, At: 1_700_000_000_000_000 + int64(seq), Gen: 5}
}

func apply(t *testing.T, b scorecard.Board, p ledger.Partition, c scorecard.Change, want bool) {
	t.Helper()
	made, err := b.Apply(context.Background(), p, c)
	if err != nil || made != want {
		t.Fatalf("Apply: made %v, %v; want %v", made, err, want)
	}
}

func view(t *testing.T, b scorecard.Board, p ledger.Partition, keys ...scorecard.Key) scorecard.View {
	t.Helper()
	views, err := b.View(context.Background(), scorecard.Query{Partition: p, Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	return views[0]
}

// someKeys gives one key of each kind of a few scopes.
func someKeys() []scorecard.Key {
	day := feedback.DateDay(2026, 11, 19)
	var keys []scorecard.Key
	for _, s := range []scorecard.Scope{"h2k9x00abc", "gss:E06000023", scorecard.England} {
		keys = append(keys, scorecard.DayKey(s, day), scorecard.MonthKey(s, day.Month()), scorecard.MonthKey(s, day.Month()+1),
			scorecard.WindowKey(s, 7), scorecard.WindowKey(s, 365))
	}
	return keys
}

func testChange(t *testing.T, b scorecard.Board) {
	keys := someKeys()
	var puts []scorecard.Put
	for i, k := range keys {
		puts = append(puts, scorecard.Put{Key: k, Counts: counts(i + 1)})
	}
	apply(t, b, 17, scorecard.Change{Now: cursorAt(1), Puts: puts, Scopes: []scorecard.Scope{"h2k9x00abc", "gss:E06000023"}}, true)
	v := view(t, b, 17, keys...)
	if v.Cursor != cursorAt(1) {
		t.Errorf("cursor %v, want %v", v.Cursor, cursorAt(1))
	}
	for i, c := range v.Counts {
		if c == nil || *c != *counts(i + 1) {
			t.Errorf("%v: got %v, want %v", keys[i], c, counts(i+1))
		}
	}
	apply(t, b, 17, scorecard.Change{Was: cursorAt(1), Now: cursorAt(2), Scopes: []scorecard.Scope{scorecard.England, "gss:E06000023"},
		Puts: []scorecard.Put{{Key: keys[0], Counts: counts(9)}, {Key: keys[1], Counts: new(scorecard.Counts)}}}, true)
	v = view(t, b, 17, keys[:3]...)
	if v.Cursor != cursorAt(2) || v.Counts[0] == nil || *v.Counts[0] != *counts(9) || v.Counts[1] != nil || *v.Counts[2] != *counts(3) {
		t.Errorf("after the second change: %v %v", v.Cursor, v.Counts)
	}
	scopes, err := b.Scopes(context.Background(), 17)
	slices.Sort(scopes)
	if want := []scorecard.Scope{scorecard.England, "gss:E06000023", "h2k9x00abc"}; err != nil || !slices.Equal(scopes, want) {
		t.Errorf("scopes %v, %v; want %v", scopes, err, want)
	}
	if v := view(t, b, 18, keys...); !v.Cursor.IsZero() || slices.ContainsFunc(v.Counts, func(c *scorecard.Counts) bool { return c != nil }) {
		t.Errorf("another partition shows %v", v)
	}
}

func testCompareAndSet(t *testing.T, b scorecard.Board) {
	k := someKeys()[0]
	put := []scorecard.Put{{Key: k, Counts: counts(1)}}
	apply(t, b, 3, scorecard.Change{Was: cursorAt(1), Now: cursorAt(2), Puts: put}, false)
	apply(t, b, 3, scorecard.Change{Now: cursorAt(1), Puts: put}, true)
	other := cursorAt(1)
	other.Gen++
	later := cursorAt(1)
	later.Today++
	for _, was := range []scorecard.Cursor{{}, cursorAt(2), other, later} {
		apply(t, b, 3, scorecard.Change{Was: was, Now: cursorAt(3), Puts: []scorecard.Put{{Key: k, Counts: counts(5)}}, Scopes: []scorecard.Scope{"x"}}, false)
	}
	if v := view(t, b, 3, k); v.Cursor != cursorAt(1) || *v.Counts[0] != *counts(1) {
		t.Errorf("got %v %v", v.Cursor, v.Counts[0])
	}
	if scopes, err := b.Scopes(context.Background(), 3); err != nil || len(scopes) != 0 {
		t.Errorf("scopes %v, %v", scopes, err)
	}
}

func testRace(t *testing.T, b scorecard.Board) {
	var wg sync.WaitGroup
	made := make([]int, 4)
	for i := range made {
		wg.Go(func() {
			for seq := range ledger.Seq(25) {
				was, now := cursorAt(seq), cursorAt(seq+1)
				if seq == 0 {
					was = scorecard.Cursor{}
				}
				ok, err := b.Apply(context.Background(), 9, scorecard.Change{Was: was, Now: now})
				if err != nil {
					t.Error(err)
				}
				if ok {
					made[i]++
				}
			}
		})
	}
	wg.Wait()
	if sum := made[0] + made[1] + made[2] + made[3]; sum != 25 {
		t.Errorf("%d changes were made, want 25", sum)
	}
	if v := view(t, b, 9); v.Cursor != cursorAt(25) {
		t.Errorf("cursor %v", v.Cursor)
	}
}

func testInstant(t *testing.T, b scorecard.Board) {
	keys := someKeys()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(stop)
		was := scorecard.Cursor{}
		for seq := ledger.Seq(1); seq <= 60; seq++ {
			var puts []scorecard.Put
			for _, k := range keys {
				puts = append(puts, scorecard.Put{Key: k, Counts: counts(int(seq))})
			}
			if ok, err := b.Apply(context.Background(), 40, scorecard.Change{Was: was, Now: cursorAt(seq), Puts: puts}); !ok || err != nil {
				t.Errorf("Apply %d: %v %v", seq, ok, err)
				return
			}
			was = cursorAt(seq)
		}
	})
	for done := false; !done; {
		select {
		case <-stop:
			done = true
		default:
		}
		v := view(t, b, 40, keys...)
		for i, c := range v.Counts {
			if got := int64(v.Cursor.Seq); got > 0 && (c == nil || c.Responses() != got) {
				t.Fatalf("at entry %d %v shows %v", got, keys[i], c)
			}
		}
	}
	wg.Wait()
}

func names(t *testing.T, b scorecard.Board, p ledger.Partition) map[scorecard.Key]string {
	t.Helper()
	found := make(map[scorecard.Key]string)
	err := b.Names(context.Background(), []ledger.Partition{p}, func(some []scorecard.Name) error {
		for _, n := range some {
			if n.Partition != p {
				t.Errorf("%s is listed for partition %d", n.Stored, n.Partition)
			}
			found[n.Key] = n.Stored
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func testNames(t *testing.T, b scorecard.Board) {
	keys := someKeys()
	var puts []scorecard.Put
	for _, k := range keys {
		puts = append(puts, scorecard.Put{Key: k, Counts: counts(1)})
	}
	// Partitions whose numbers begin alike must not be taken for one another.
	apply(t, b, 1, scorecard.Change{Now: cursorAt(1), Puts: puts, Scopes: []scorecard.Scope{"a"}}, true)
	apply(t, b, 10, scorecard.Change{Now: cursorAt(1), Puts: puts[:1]}, true)
	both := make(map[ledger.Partition]map[string]bool)
	err := b.Names(context.Background(), []ledger.Partition{1, 10, 11}, func(some []scorecard.Name) error {
		for _, n := range some {
			if both[n.Partition] == nil {
				both[n.Partition] = make(map[string]bool)
			}
			both[n.Partition][n.Stored] = true
		}
		return nil
	})
	if err != nil || len(both[1]) != len(keys) || len(both[10]) != 1 || len(both) != 2 {
		t.Errorf("names of three partitions: %v, %v", both, err)
	}
	found := names(t, b, 1)
	if len(found) != len(keys) {
		t.Fatalf("%d names, want %d: %v", len(found), len(keys), found)
	}
	var remove []string
	for _, k := range keys {
		if found[k] == "" {
			t.Errorf("%v is not listed", k)
		}
		if k.Span == scorecard.WindowSpan {
			remove = append(remove, found[k])
		}
	}
	apply(t, b, 1, scorecard.Change{Was: cursorAt(1), Now: cursorAt(2), Remove: remove}, true)
	if left := names(t, b, 1); len(left) != len(keys)-len(remove) {
		t.Errorf("%d names are left, want %d", len(left), len(keys)-len(remove))
	}
}

func testSeen(t *testing.T, b scorecard.Board) {
	ctx := context.Background()
	at := time.Date(2026, 11, 20, 12, 0, 0, 123000, time.UTC)
	apply(t, b, 5, scorecard.Change{Now: cursorAt(1)}, true)
	if err := b.SetSeen(ctx, at, map[ledger.Partition]scorecard.Cursor{5: cursorAt(1), 6: {}}); err != nil {
		t.Fatal(err)
	}
	if v := view(t, b, 5); !v.Seen.Equal(at) {
		t.Errorf("seen at %v, want %v", v.Seen, at)
	}
	if v := view(t, b, 6); !v.Seen.Equal(at) {
		t.Errorf("an empty partition was seen at %v, want %v", v.Seen, at)
	}
	apply(t, b, 5, scorecard.Change{Was: cursorAt(1), Now: cursorAt(2)}, true)
	if v := view(t, b, 5); !v.Seen.IsZero() {
		t.Errorf("seen at %v after the cursor moved", v.Seen)
	}
}

func testEmpty(t *testing.T, b scorecard.Board) {
	k := someKeys()[0]
	apply(t, b, 2, scorecard.Change{Now: cursorAt(1), Puts: []scorecard.Put{{Key: k, Counts: counts(1)}}, Scopes: []scorecard.Scope{"a"}}, true)
	clearing := scorecard.Cursor{Clearing: true, Gen: 8}
	apply(t, b, 2, scorecard.Change{Was: cursorAt(1), Now: clearing}, true)
	if v := view(t, b, 2); v.Cursor != clearing {
		t.Fatalf("cursor %v, want %v", v.Cursor, clearing)
	}
	apply(t, b, 2, scorecard.Change{Was: clearing, Now: clearing, Remove: []string{names(t, b, 2)[k]}}, true)
	apply(t, b, 2, scorecard.Change{Was: clearing}, true)
	v := view(t, b, 2, k)
	scopes, err := b.Scopes(context.Background(), 2)
	if !v.Cursor.IsZero() || v.Counts[0] != nil || len(scopes) != 0 || err != nil {
		t.Errorf("left over: %v %v %v %v", v.Cursor, v.Counts[0], scopes, err)
	}
}

func testMany(t *testing.T, b scorecard.Board) {
	var puts []scorecard.Put
	var keys []scorecard.Key
	for i := range scorecard.MaxPuts {
		k := scorecard.DayKey(scorecard.Scope(fmt.Sprint("ward", i%50)), feedback.DateDay(2026, 11, 20)-feedback.Day(i/50))
		keys, puts = append(keys, k), append(puts, scorecard.Put{Key: k, Counts: counts(1 + i%3)})
	}
	apply(t, b, 63, scorecard.Change{Now: cursorAt(1), Puts: puts}, true)
	for i, c := range view(t, b, 63, keys...).Counts {
		if c == nil || c.Responses() != int64(1+i%3) {
			t.Fatalf("%v: %v", keys[i], c)
		}
	}
}

func testContext(t *testing.T, b scorecard.Board) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.View(ctx, scorecard.Query{Partition: 1}); err == nil {
		t.Error("View: no error")
	}
	if _, err := b.Apply(ctx, 1, scorecard.Change{Now: cursorAt(1)}); err == nil {
		t.Error("Apply: no error")
	}
}
