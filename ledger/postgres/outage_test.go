package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/ledger/postgres"
)

// TestOutage takes PostgreSQL down under load, by a shutdown and by a crash:
// callers are told ErrUnavailable, and once it is back all goes on by itself,
// with every acknowledged answer stored once.
func TestOutage(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a few seconds")
	}
	pg := ledgertest.StartPostgres(t)
	s, err := postgres.Open(t.Context(), pg.NewDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	load := startLoad(t, s)
	for _, down := range []func() error{pg.Stop, pg.Kill, pg.Kill} {
		load.await(func() bool { return load.stored.Load() > 200 })
		if err := down(); err != nil {
			t.Fatal(err)
		}
		load.refused.Store(0)
		load.await(func() bool { return load.refused.Load() > 20 })
		if err := s.Ping(t.Context()); !errors.Is(err, feedback.ErrUnavailable) {
			t.Errorf("ping while down: %v, want ErrUnavailable", err)
		}
		if err := pg.Start(); err != nil {
			t.Fatal(err)
		}
		load.stored.Store(0)
	}
	load.await(func() bool { return load.stored.Load() > 200 })
	load.finish()

	seen := map[string]int{}
	for p := range ledger.Partition(ledger.Partitions) {
		if a, err := s.Audit(t.Context(), p, nil); err != nil || a.Fault != "" {
			t.Fatalf("audit: %+v, %v", a, err)
		}
		entries, err := s.Read(t.Context(), p, 0, ledger.ReadOptions{Limit: 1_000_000})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			seen[e.SourceID]++
		}
	}
	load.acked.Range(func(id, _ any) bool {
		if seen[id.(string)] != 1 {
			t.Errorf("acknowledged answer %v is stored %d times", id, seen[id.(string)])
		}
		return true
	})
}

// load is callers that append through a Group, each answer again until it is
// acknowledged.
type load struct {
	t               *testing.T
	stored, refused atomic.Int64
	acked           sync.Map
	stop            atomic.Bool
	callers         sync.WaitGroup
	group           *ledger.Group
}

func startLoad(t *testing.T, s ledger.Store) *load {
	l := &load{t: t, group: ledger.NewGroup(s, ledger.GroupOptions{Timeout: 10 * time.Second})}
	for caller := range 16 {
		l.callers.Go(func() {
			for n := 0; !l.stop.Load(); {
				id := fmt.Sprint(caller, "-", n)
				r, err := l.group.Append(context.Background(), ledgertest.Receive("web", id, caller))
				switch {
				case err == nil && r[0].Err == nil:
					l.acked.Store(id, true)
					l.stored.Add(1)
					n++
				case errors.Is(err, feedback.ErrUnavailable):
					l.refused.Add(1)
				default:
					t.Errorf("append: %v %+v", err, r)
					return
				}
			}
		})
	}
	return l
}

func (l *load) await(condition func() bool) {
	l.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !condition() {
		if time.Now().After(deadline) {
			l.t.Fatalf("after 30 s: %d stored, %d refused", l.stored.Load(), l.refused.Load())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (l *load) finish() {
	l.stop.Store(true)
	l.callers.Wait()
	l.group.Close()
}

// TestCommitsWaitForTheDisk has a server that acknowledges commits before they
// are on disk, unless it is asked not to.
func TestCommitsWaitForTheDisk(t *testing.T) {
	pg := ledgertest.StartPostgres(t, "synchronous_commit=off")
	s, err := postgres.Open(t.Context(), pg.NewDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, name := range []string{"synchronous_commit", "fsync"} {
		if got, err := s.Setting(t.Context(), name); err != nil || got != "on" {
			t.Errorf("%s is %q, %v; want on", name, got, err)
		}
	}
}

// TestNoServer opens a store where no server is.
func TestNoServer(t *testing.T) {
	_, err := postgres.Open(t.Context(), "postgres://nobody:hunter2@/none?host="+t.TempDir())
	if !errors.Is(err, feedback.ErrUnavailable) {
		t.Errorf("got %v, want ErrUnavailable", err)
	}
	if err != nil && strings.Contains(err.Error(), "hunter2") {
		t.Error("the error holds the password")
	}
	_, err = postgres.Open(t.Context(), "postgres://nobody:hunter2@host:notaport/none")
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a bad address gave %t, with or without its password", err != nil)
	}
}
