package scorecard_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/scorecard"
	"earshot/scorecard/cardtest"
	"earshot/scorecard/redis"
)

func open(t testing.TB, url string) *redis.Board {
	t.Helper()
	b, err := redis.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// service is a world in which answers keep coming, and projectors that fold
// them, each over connections of its own.
type service struct {
	t          *testing.T
	world      *cardtest.World
	board      *redis.Board // for looking
	projectors []*scorecard.Projector
	stopLoad   func()
}

// startService starts so many projectors and a stream of answers.
func startService(t *testing.T, url string, projectors int) *service {
	s := &service{t: t, world: cardtest.NewWorld(1, 12, time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)), board: open(t, url)}
	for range 500 {
		s.world.Step()
	}
	var clock atomic.Int64 // the world may not be read while it moves
	clock.Store(s.world.Now.UnixNano())
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	for range projectors {
		p := scorecard.NewProjector(s.world.Ledger, open(t, url), scorecard.ProjectorOptions{
			Log: quiet(), Now: func() time.Time { return time.Unix(0, clock.Load()) }, Changed: s.world.Ledger.Changed(),
		})
		s.projectors = append(s.projectors, p)
		running.Go(func() {
			if err := p.Run(ctx); err != nil {
				t.Errorf("Run: %v", err)
			}
		})
	}
	loadCtx, stop := context.WithCancel(ctx)
	loaded := make(chan struct{})
	go func() {
		defer close(loaded)
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-loadCtx.Done():
				return
			case <-tick.C:
				s.world.Step()
				clock.Store(s.world.Now.UnixNano())
			}
		}
	}()
	s.stopLoad = func() { stop(); <-loaded }
	t.Cleanup(func() { cancel(); <-loaded; running.Wait(); stop() })
	return s
}

// awaitWhole waits until the board equals a fresh fold, answers still coming.
func (s *service) awaitWhole(within time.Duration) {
	s.t.Helper()
	began := time.Now()
	cardtest.Eventually(s.t, within, "cards equal the fold", func() error {
		ctx, cancel := context.WithTimeout(context.Background(), within)
		defer cancel()
		r, err := scorecard.Verify(ctx, s.world.Ledger, s.board, scorecard.VerifyOptions{Wait: 100 * time.Millisecond, Most: 1})
		if err == nil && !r.OK() {
			err = fmt.Errorf("%d differences of %d keys, such as %v", r.Different, r.Keys, r.Differences)
		}
		return err
	})
	s.t.Logf("whole after %v, %d entries", time.Since(began).Round(time.Millisecond), s.world.Ledger.Len())
}

// finish stops the answers and checks every card.
func (s *service) finish() {
	s.t.Helper()
	s.stopLoad()
	s.awaitWhole(back)
	checkBoard(s.t, s.world, s.board, feedback.DayOf(s.world.Now))
}

// back is how soon cards must be whole again once Redis is.
const back = slow * 5 * time.Second

func TestRacingProjectors(t *testing.T) {
	server := cardtest.StartRedis(t)
	for _, n := range []int{1, 2, 4} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			server.FlushAll()
			s := startService(t, server.URL(), n)
			for range 3 {
				s.awaitWhole(back)
			}
			s.finish()
			var folded, races int64
			for _, p := range s.projectors {
				h := p.Health()
				folded += h.Entries
				races += h.Races
			}
			t.Logf("%d projectors: %d entries folded, %d races lost", n, folded, races)
			// Each entry is folded by one projector alone.
			if want := int64(s.world.Ledger.Len()); folded != want {
				t.Errorf("%d entries were folded, the ledger has %d", folded, want)
			}
		})
	}
}

func TestHealsOneRedis(t *testing.T) {
	tests := []struct {
		name string
		args []string
		harm func(*cardtest.Server)
	}{
		{"emptied", nil, func(s *cardtest.Server) { s.FlushAll() }},
		{"restarted empty", nil, func(s *cardtest.Server) { s.Restart() }},
		{"restarted from its log", []string{"--appendonly", "yes", "--appendfsync", "everysec"}, func(s *cardtest.Server) { s.Restart() }},
		{"hangs for a while", nil, func(s *cardtest.Server) {
			s.Pause()
			<-time.After(time.Second)
			s.Resume()
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := cardtest.StartRedis(t, test.args...)
			s := startService(t, server.URL(), 2)
			s.awaitWhole(back)
			for range 2 {
				test.harm(server)
				s.awaitWhole(back)
			}
			s.finish()
		})
	}
}

func TestHealsAfterFailover(t *testing.T) {
	cluster := cardtest.StartCluster(t)
	s := startService(t, cluster.URL(), 2)
	s.awaitWhole(back)
	for _, key := range []string{"{p17}:cursor", "{p3}:cursor"} {
		dead := cluster.FailOver(key)
		s.awaitWhole(back)
		dead.Start()
		cluster.AwaitOK(6)
		s.awaitWhole(back)
	}
	s.finish()
}

func TestHealsAfterSentinelFailover(t *testing.T) {
	w := cardtest.StartWatched(t)
	s := startService(t, w.URL(), 2)
	s.awaitWhole(back)
	w.FailOver()
	s.awaitWhole(back)
	s.finish()
}

// TestLedgerAway has the ledger fail for a while: projectors say so, and go on
// by themselves.
func TestLedgerAway(t *testing.T) {
	server := cardtest.StartRedis(t)
	s := startService(t, server.URL(), 1)
	s.awaitWhole(back)
	s.world.Ledger.Fail(feedback.ErrUnavailable)
	cardtest.Eventually(t, back, "health tells", func() error {
		if h := s.projectors[0].Health(); !errors.Is(h.Err, feedback.ErrUnavailable) || h.ErrAt.IsZero() {
			return fmt.Errorf("health says %v", h.Err)
		}
		return nil
	})
	s.world.Ledger.Fail(nil)
	s.awaitWhole(back)
	s.finish()
	if h := s.projectors[0].Health(); h.Err != nil || h.Lag() != 0 || h.CaughtUpAt.IsZero() {
		t.Errorf("health: %v, lag %d, caught up at %v", h.Err, h.Lag(), h.CaughtUpAt)
	}
}
