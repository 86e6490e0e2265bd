package ledgertest

import (
	"crypto/sha256"
	"errors"
	"sync"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// publication gives the nth sample publication.
func publication(n int64) ledger.Publication {
	state := []byte("state \x00 of " + number(int(n)))
	return ledger.Publication{Number: n, At: Epoch().Add(time.Duration(n) * time.Hour), Periods: []string{"2026-01", "2026-02"},
		Note: "note " + number(int(n)), Digest: sha256.Sum256(state), State: state}
}

func testPublications(t *testing.T, db Database) {
	b := open(t, db)
	if _, err := b.LatestPublication(b.ctx); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("before any: %v, want ErrNotFound", err)
	}
	if n, err := b.PublicationNumber(b.ctx); n != 0 || err != nil {
		t.Errorf("before any: number %d, %v", n, err)
	}
	first := ledger.Return{Period: "2026-01", Provider: "aaa", At: Epoch(), Data: []byte(`{"n":1}`)}
	other := ledger.Return{Period: "2026-01", Provider: "bbb", At: Epoch(), Data: []byte(`{"n":2}`)}
	if err := b.AddPublication(b.ctx, publication(1), first, other); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int64{1, 3, 0} {
		if err := b.AddPublication(b.ctx, publication(n), ledger.Return{Period: "2026-09", Provider: "ccc", At: Epoch(), Data: []byte("x")}); !errors.Is(err, feedback.ErrConflict) {
			t.Errorf("number %d after 1: %v, want ErrConflict", n, err)
		}
	}
	if _, err := b.Return(b.ctx, "2026-09", "ccc"); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a return of a refused publication: %v, want ErrNotFound", err)
	}
	changed := first
	changed.Data = []byte(`{"n":9}`)
	if err := b.AddPublication(b.ctx, publication(2), changed); err != nil {
		t.Fatal(err)
	}
	got, err := b.LatestPublication(b.ctx)
	if err != nil {
		t.Fatal(err)
	}
	b.equal("latest", got, publication(2))
	first.Publication = 1
	r, err := b.Return(b.ctx, "2026-01", "aaa")
	if err != nil {
		t.Fatal(err)
	}
	b.equal("return as submitted", r, first)
	list, err := b.ListPublications(b.ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := []ledger.Publication{publication(1), publication(2)}
	want[0].State, want[1].State = nil, nil
	b.equal("list", list, want)
}

// testPublicationsRace lets two stores publish at once: every number is taken
// by one of them and the other is told.
func testPublicationsRace(t *testing.T, db Database) {
	stores := []*bench{open(t, db), open(t, db)}
	const each = 5
	var wg sync.WaitGroup
	for i := range 4 {
		b := stores[i%2]
		wg.Go(func() {
			for won := 0; won < each; {
				n, err := b.PublicationNumber(b.ctx)
				if err != nil {
					t.Error(err)
					return
				}
				switch err := b.AddPublication(b.ctx, publication(n+1)); {
				case err == nil:
					won++
				case !errors.Is(err, feedback.ErrConflict) && !errors.Is(err, feedback.ErrUnavailable):
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	list, err := stores[1].ListPublications(stores[1].ctx)
	if err != nil || len(list) != 4*each {
		t.Fatalf("%d publications, %v; want %d", len(list), err, 4*each)
	}
	for i, p := range list {
		if p.Number != int64(i+1) {
			t.Fatalf("publication %d has number %d", i+1, p.Number)
		}
	}
}
