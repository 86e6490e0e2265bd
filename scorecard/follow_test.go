package scorecard_test

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
	"earshot/scorecard/cardtest"
)

// timed is a board that notes when each entry was on its card.
type timed struct {
	scorecard.Board

	mu   sync.Mutex
	seen [ledger.Partitions][]time.Time // by Seq − 1
}

func (b *timed) Apply(ctx context.Context, p ledger.Partition, c scorecard.Change) (bool, error) {
	made, err := b.Board.Apply(ctx, p, c)
	if made {
		b.mu.Lock()
		defer b.mu.Unlock()
		now := time.Now()
		for range c.Now.Seq - c.Was.Seq {
			b.seen[p] = append(b.seen[p], now)
		}
	}
	return made, err
}

// BenchmarkFollow has answers come in at a steady rate and reports how long
// they take to be on their cards, and what the folding costs.
func BenchmarkFollow(b *testing.B) {
	year, _ := cardtest.England(50_000, benchNow())
	for _, rate := range []int{500, 5000} {
		b.Run(fmt.Sprint(rate), func(b *testing.B) { follow(b, year, rate) })
	}
}

func follow(b *testing.B, year *cardtest.Ledger, rate int) {
	s := cardtest.StartRedis(b)
	board := &timed{Board: open(b, s.URL())}
	l := cardtest.NewLedger()
	pr := scorecard.NewProjector(l, board, scorecard.ProjectorOptions{Log: quiet(), Now: benchNow, Changed: l.Changed()})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- pr.Run(ctx) }()
	var all []ledger.Entry
	for p := range ledger.Partition(ledger.Partitions) {
		entries, _ := year.Read(ctx, p, 0, ledger.ReadOptions{Limit: 1 << 30})
		for _, e := range entries {
			live := *e.Plus
			live.Day = feedback.DayOf(benchNow())
			e.Plus = &live
			all = append(all, e)
		}
	}
	var stored [ledger.Partitions][]time.Time
	own, engine, n := -cpuTime(b), -redisTime(b, s), 0
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for b.Loop() {
		start := time.Now()
		for began := n; time.Since(start) < time.Second; <-tick.C {
			for due := began + int(time.Since(start).Seconds()*float64(rate)); n < due; n++ {
				e := all[n*7919%len(all)]
				l.Append(e.ID.Partition, e)
				stored[e.ID.Partition] = append(stored[e.ID.Partition], time.Now())
			}
		}
	}
	cardtest.Eventually(b, 10*time.Second, "all is folded", func() error {
		if h := pr.Health(); h.Entries != int64(n) {
			return fmt.Errorf("%d of %d entries are folded", h.Entries, n)
		}
		return nil
	})
	own, engine = own+cpuTime(b), engine+redisTime(b, s)
	cancel()
	if err := <-done; err != nil {
		b.Error(err)
	}
	var waits []time.Duration
	for p := range stored {
		for i, at := range stored[p] {
			waits = append(waits, board.seen[p][i].Sub(at))
		}
	}
	slices.Sort(waits)
	b.ReportMetric(float64(waits[len(waits)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(own.Seconds()*1e6/float64(n), "cpu-µs/entry")
	b.ReportMetric(engine.Seconds()*1e6/float64(n), "redis-cpu-µs/entry")
	b.ReportMetric(0, "ns/op")
}
