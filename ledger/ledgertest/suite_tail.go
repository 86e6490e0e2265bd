package ledgertest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// tailer follows a ledger as a projector does and holds it to order.
type tailer struct {
	*bench
	cursors ledger.Heads
	seen    map[ledger.SourceKey]ledger.ID
}

// pass reads all that is new once, in pages of a random size.
func (f *tailer) pass(rnd *rand.Rand) error {
	for p := range ledger.Partition(ledger.Partitions) {
		page, err := f.Read(f.ctx, p, f.cursors[p], ledger.ReadOptions{Limit: 1 + rnd.IntN(50)})
		if err != nil {
			return err
		}
		for _, e := range page {
			if e.ID != (ledger.ID{Partition: p, Seq: f.cursors[p] + 1}) {
				return fmt.Errorf("entry %v comes after %d", e.ID, f.cursors[p])
			}
			key := ledger.SourceKey{Source: e.Source, ID: e.SourceID}
			if first, ok := f.seen[key]; ok && e.Kind != ledger.MovedIn {
				return fmt.Errorf("%v is stored as %v and as %v", key, first, e.ID)
			}
			if e.Kind != ledger.MovedIn {
				f.seen[key] = e.ID
			}
			f.cursors[p] = e.ID.Seq
		}
	}
	return nil
}

// write appends 25 times, one to four answers each, stalls now and then, and
// notes what was acknowledged.
func write(to ledger.Writer, writer int, acked map[ledger.SourceKey]ledger.ID) error {
	rnd := Random(uint64(writer))
	for n := range 25 {
		var cmds []ledger.Command
		for i := range 1 + rnd.IntN(4) {
			cmds = append(cmds, Receive("web", fmt.Sprint(writer, n, i), rnd.IntN(100)))
		}
		receipts, err := to.Append(context.Background(), cmds...)
		if err != nil {
			return err
		}
		for i, r := range receipts {
			if r.Err != nil || r.Duplicate {
				return fmt.Errorf("receipt %+v", r)
			}
			acked[ledger.SourceKey{Source: "web", ID: cmds[i].SourceID}] = r.ID
		}
		if rnd.IntN(3) == 0 {
			time.Sleep(time.Duration(rnd.IntN(2000)) * time.Microsecond) // the stall under test
		}
	}
	return nil
}

// testTail has many writers on two stores, some through a Group, with random
// stalls, while a reader tails: it must see every acknowledged entry once, in
// order, without a gap.
func testTail(t *testing.T, db Database) {
	stores := []*bench{open(t, db), open(t, db)}
	if s, ok := db.(Staller); ok {
		if err := s.Stall(stores[0].ctx); err != nil {
			t.Fatal(err)
		}
	}
	group := ledger.NewGroup(stores[0], ledger.GroupOptions{MaxBatch: 16})
	writers := []ledger.Writer{group, stores[1], group, group}
	const workers = 12
	acked := make([]map[ledger.SourceKey]ledger.ID, workers)
	var wg sync.WaitGroup
	var running atomic.Int64
	running.Store(workers)
	for w := range workers {
		acked[w] = map[ledger.SourceKey]ledger.ID{}
		wg.Go(func() {
			defer running.Add(-1)
			if err := write(writers[w%len(writers)], w, acked[w]); err != nil {
				t.Errorf("writer %d: %v", w, err)
			}
		})
	}
	f := &tailer{bench: stores[1], seen: map[ledger.SourceKey]ledger.ID{}}
	for rnd := Random(99); running.Load() > 0; runtime.Gosched() {
		if err := f.pass(rnd); err != nil {
			t.Error(err)
			break
		}
	}
	wg.Wait()
	group.Close()
	for rnd := Random(98); !t.Failed() && f.cursors != f.heads(); {
		if err := f.pass(rnd); err != nil {
			t.Fatal(err)
		}
	}
	total := 0
	for _, m := range acked {
		for key, id := range m {
			if f.seen[key] != id {
				t.Errorf("%v was acknowledged as %v, the reader saw %v", key, id, f.seen[key])
			}
			total++
		}
	}
	if total != len(f.seen) {
		t.Errorf("%d acknowledged, %d read", total, len(f.seen))
	}
	stores[0].audit()
}

// testSameAnswerAtOnce sends each answer through two stores at the same moment,
// about different places, so that its two copies want different partitions.
func testSameAnswerAtOnce(t *testing.T, db Database) {
	stores := []*bench{open(t, db), open(t, db)}
	const answers, copies = 20, 6
	for n := range answers {
		receipts := make([]ledger.Receipt, copies)
		var wg sync.WaitGroup
		for i := range copies {
			wg.Go(func() {
				r, err := stores[i%2].Append(stores[0].ctx, Receive("web", number(n), 10*i), Receive("web", fmt.Sprint(n, "own", i), 10*i))
				if err != nil {
					t.Errorf("append: %v", err)
					return
				}
				if r[1].Duplicate || r[1].Err != nil {
					t.Errorf("beside a repeat: %+v", r[1])
				}
				receipts[i] = r[0]
			})
		}
		wg.Wait()
		firsts := 0
		for _, r := range receipts {
			if r.ID != receipts[0].ID || r.Err != nil {
				t.Errorf("answer %d: receipts %+v", n, receipts)
			}
			if !r.Duplicate {
				firsts++
			}
		}
		if firsts != 1 {
			t.Errorf("answer %d was stored %d times", n, firsts)
		}
	}
	stores[0].audit()
}

// testMovesAtOnce moves responses to and fro between partitions through two
// stores at once, which locks heads against one another.
func testMovesAtOnce(t *testing.T, db Database) {
	stores := []*bench{open(t, db), open(t, db)}
	a, z := 3, elsewhere(3, true)
	var ids []ledger.ID
	for n := range 4 {
		ids = append(ids, stores[0].receive(number(n), a))
	}
	var moved atomic.Int64
	var wg sync.WaitGroup
	for w := range 6 {
		wg.Go(func() {
			rnd := Random(uint64(w))
			for n := range 15 {
				move := Change(ledger.Moved, fmt.Sprint(w, n), ids[rnd.IntN(len(ids))])
				to := Path([]int{a, z}[rnd.IntN(2)])
				move.Path = &to
				rerate := Change(ledger.Rerated, fmt.Sprint("r", w, n), ids[rnd.IntN(len(ids))])
				rerate.Rating = feedback.Rating(1 + rnd.IntN(6))
				r, err := stores[w%2].Append(stores[0].ctx, move, rerate)
				if err != nil || r[0].Err != nil || r[1].Err != nil {
					t.Errorf("move: %v %+v", err, r)
					return
				}
				moved.Add(2)
			}
		})
	}
	wg.Wait()
	// However they fell, each response's versions follow one another, and the
	// two partitions' contributions come to one for each response.
	b := stores[0]
	versions, sum := map[ledger.ID]int{}, 0
	for _, p := range []int{a, z} {
		for _, e := range b.all(ledger.PartitionOf(Path(p).Provider)) {
			versions[e.Subject]++
			if e.Plus != nil {
				sum++
			}
			if e.Minus != nil {
				sum--
			}
		}
	}
	if sum != len(ids) {
		t.Errorf("the fold has %d responses, want %d", sum, len(ids))
	}
	for _, id := range ids {
		if s := b.state(id); s.Version != versions[id] {
			t.Errorf("response %v has %d entries and is at version %d", id, versions[id], s.Version)
		}
	}
	b.audit()
}
