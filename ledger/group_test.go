package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
)

// fakeWriter answers every command with the next number. If gate is set each
// append waits for a token from it.
type fakeWriter struct {
	gate chan struct{}
	fail func([]ledger.Command) error

	mu      sync.Mutex
	batches [][]string // source ids
}

func (w *fakeWriter) Append(ctx context.Context, cmds ...ledger.Command) ([]ledger.Receipt, error) {
	if w.gate != nil {
		select {
		case <-w.gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if w.fail != nil {
		if err := w.fail(cmds); err != nil {
			return nil, err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var ids []string
	receipts := make([]ledger.Receipt, len(cmds))
	for i := range cmds {
		ids = append(ids, cmds[i].SourceID)
		receipts[i].ID = ledger.ID{Partition: 1, Seq: ledger.Seq(number(cmds[i].SourceID))}
	}
	w.batches = append(w.batches, ids)
	return receipts, nil
}

func number(s string) (n int) {
	fmt.Sscan(s, &n)
	return n
}

func command(n int) ledger.Command { return ledgertest.Receive("web", fmt.Sprint(n), n) }

func TestGroupGathersWhileCommitting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &fakeWriter{gate: make(chan struct{})}
		g := ledger.NewGroup(w, ledger.GroupOptions{MaxBatch: 10})
		var wg sync.WaitGroup
		appendOne := func(n int) {
			wg.Go(func() {
				r, err := g.Append(t.Context(), command(n), command(n+1000))
				if err != nil || len(r) != 2 || r[0].ID.Seq != ledger.Seq(n) || r[1].ID.Seq != ledger.Seq(n+1000) {
					t.Errorf("append %d: %v %+v", n, err, r)
				}
			})
		}
		appendOne(1)
		synctest.Wait() // it is being committed alone
		for n := 2; n <= 9; n++ {
			appendOne(n)
		}
		synctest.Wait()
		for range 3 {
			w.gate <- struct{}{}
			synctest.Wait()
		}
		wg.Wait()
		g.Close()
		var sizes []int
		for _, b := range w.batches {
			sizes = append(sizes, len(b))
		}
		if fmt.Sprint(sizes) != "[2 10 6]" {
			t.Errorf("batches of %v, want [2 10 6]", sizes)
		}
	})
}

func TestGroupTakesALargeCallWhole(t *testing.T) {
	w := &fakeWriter{}
	g := ledger.NewGroup(w, ledger.GroupOptions{MaxBatch: 4, MaxQueue: 8})
	defer g.Close()
	var cmds []ledger.Command
	for n := range 20 {
		cmds = append(cmds, command(n))
	}
	if r, err := g.Append(t.Context(), cmds...); err != nil || len(r) != 20 || len(w.batches) != 1 {
		t.Errorf("%d receipts, %v, %d batches; want 20 in one", len(r), err, len(w.batches))
	}
}

func TestGroupRefusesWhenFullOrClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &fakeWriter{gate: make(chan struct{})}
		g := ledger.NewGroup(w, ledger.GroupOptions{MaxBatch: 2, MaxQueue: 4})
		var stored atomic.Int64
		for n := range 5 { // one is being committed, four wait
			go func() {
				if _, err := g.Append(t.Context(), command(n)); err == nil {
					stored.Add(1)
				}
			}()
			synctest.Wait()
		}
		if _, err := g.Append(t.Context(), command(9)); !errors.Is(err, feedback.ErrUnavailable) {
			t.Errorf("full: %v, want ErrUnavailable", err)
		}
		closed := make(chan struct{})
		go func() {
			g.Close()
			close(closed)
		}()
		synctest.Wait()
		if _, err := g.Append(t.Context(), command(9)); !errors.Is(err, feedback.ErrUnavailable) {
			t.Errorf("closed: %v, want ErrUnavailable", err)
		}
		select {
		case <-closed:
			t.Error("Close returned before what waits was committed")
		default:
		}
		close(w.gate)
		<-closed
		synctest.Wait()
		if stored.Load() != 5 {
			t.Errorf("%d were stored, want the 5 that waited", stored.Load())
		}
		g.Close() // again does nothing
	})
}

func TestGroupCallerMayLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &fakeWriter{gate: make(chan struct{})}
		g := ledger.NewGroup(w, ledger.GroupOptions{})
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan error)
		go func() {
			_, err := g.Append(ctx, command(1))
			left <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		// The one who left must not take, or give, another's receipt.
		close(w.gate)
		for n := 2; n < 50; n++ {
			if r, err := g.Append(t.Context(), command(n)); err != nil || r[0].ID.Seq != ledger.Seq(n) {
				t.Fatalf("append %d: %v %+v", n, err, r)
			}
		}
		g.Close()
		if len(w.batches) == 0 || w.batches[0][0] != "1" {
			t.Error("what was begun was not committed")
		}
		if _, err := g.Append(ctx, command(1)); !errors.Is(err, context.Canceled) {
			t.Errorf("ended before it began: %v", err)
		}
	})
}

func TestGroupOneBadCallSpoilsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		poison := errors.New("poison")
		w := &fakeWriter{gate: make(chan struct{}, 100), fail: func(cmds []ledger.Command) error {
			for i := range cmds {
				if cmds[i].SourceID == "3" {
					return poison
				}
			}
			return nil
		}}
		g := ledger.NewGroup(w, ledger.GroupOptions{})
		errs := make([]error, 6)
		var wg sync.WaitGroup
		for n := range 6 {
			wg.Go(func() { _, errs[n] = g.Append(t.Context(), command(n)) })
			synctest.Wait()
		}
		for range 20 {
			w.gate <- struct{}{}
		}
		wg.Wait()
		g.Close()
		for n, err := range errs {
			if want := n == 3; errors.Is(err, poison) != want || !want && err != nil {
				t.Errorf("call %d got %v", n, err)
			}
		}
	})
}

func TestGroupTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &fakeWriter{gate: make(chan struct{})} // never answers
		g := ledger.NewGroup(w, ledger.GroupOptions{Timeout: time.Minute})
		start := time.Now()
		_, err := g.Append(t.Context(), command(1))
		if !errors.Is(err, feedback.ErrUnavailable) || time.Since(start) != time.Minute {
			t.Errorf("got %v after %v, want ErrUnavailable after a minute", err, time.Since(start))
		}
		g.Close()
	})
}

func TestGroupChanged(t *testing.T) {
	w := &fakeWriter{}
	g := ledger.NewGroup(w, ledger.GroupOptions{})
	defer g.Close()
	changed := g.Changed()
	select {
	case <-changed:
		t.Fatal("changed before anything was stored")
	default:
	}
	if _, err := g.Append(t.Context(), command(1)); err != nil {
		t.Fatal(err)
	}
	<-changed // closed before Append returned, or the test hangs
	select {
	case <-g.Changed():
		t.Error("the next channel is closed already")
	default:
	}
}

// TestGroupManyCallers has calls of all sizes find their own receipts.
func TestGroupManyCallers(t *testing.T) {
	w := &fakeWriter{}
	g := ledger.NewGroup(w, ledger.GroupOptions{MaxBatch: 32})
	var wg sync.WaitGroup
	for caller := range 64 {
		wg.Go(func() {
			for n := range 50 {
				var cmds []ledger.Command
				for i := range 1 + (caller+n)%5 {
					cmds = append(cmds, command(1+caller*1000+n*10+i))
				}
				r, err := g.Append(t.Context(), cmds...)
				if err != nil || len(r) != len(cmds) {
					t.Errorf("%v, %d receipts", err, len(r))
					return
				}
				for i := range r {
					if fmt.Sprint(r[i].ID.Seq) != cmds[i].SourceID {
						t.Errorf("command %s got receipt %v", cmds[i].SourceID, r[i].ID)
					}
				}
			}
		})
	}
	wg.Wait()
	g.Close()
	for _, b := range w.batches {
		if len(b) > 32 {
			t.Errorf("a batch of %d, want at most 32", len(b))
		}
	}
}

func TestGroupErrorsHideWords(t *testing.T) {
	w := &fakeWriter{fail: func([]ledger.Command) error { return feedback.ErrUnavailable }}
	g := ledger.NewGroup(w, ledger.GroupOptions{})
	defer g.Close()
	_, err := g.Append(t.Context(), command(1))
	if !errors.Is(err, feedback.ErrUnavailable) || strings.Contains(err.Error(), "nurses") {
		t.Errorf("got %v", err)
	}
}

// nullWriter stores nothing, so that a benchmark shows the group's own cost.
type nullWriter struct{}

func (nullWriter) Append(_ context.Context, cmds ...ledger.Command) ([]ledger.Receipt, error) {
	return make([]ledger.Receipt, len(cmds)), nil
}

func BenchmarkGroup(b *testing.B) {
	g := ledger.NewGroup(nullWriter{}, ledger.GroupOptions{})
	defer g.Close()
	b.SetParallelism(128)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		cmds := []ledger.Command{command(1)}
		for pb.Next() {
			if _, err := g.Append(context.Background(), cmds...); err != nil {
				b.Error(err)
			}
		}
	})
}
