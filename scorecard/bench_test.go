package scorecard_test

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/cardtest"
	"earshot/scorecard/redis"
)

func benchNow() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }

// england is a year of answers about all of England's inpatient units.
type england struct {
	ledger *cardtest.Ledger
	paths  []feedback.Path
}

// yearOf gives a ledger of n answers, made once for all benchmarks.
func yearOf(n int) england {
	years.Lock()
	defer years.Unlock()
	e, ok := years.made[n]
	if !ok {
		e.ledger, e.paths = cardtest.England(n, benchNow())
		years.made[n] = e
	}
	return e
}

var years = struct {
	sync.Mutex
	made map[int]england
}{made: make(map[int]england)}

func entriesOf(b *testing.B, l ledger.Reader, p ledger.Partition) []ledger.Entry {
	b.Helper()
	entries, err := l.Read(context.Background(), p, 0, ledger.ReadOptions{Limit: 1 << 30})
	if err != nil {
		b.Fatal(err)
	}
	return entries
}

// BenchmarkFold folds a year of one partition at a time, as a rebuild does.
func BenchmarkFold(b *testing.B) {
	e := yearOf(1_000_000)
	n := 0
	for b.Loop() {
		for p := range ledger.Partition(8) {
			entries := entriesOf(b, e.ledger, p)
			scorecard.FoldBatch(entries)
			n += len(entries)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "entries/s")
}

// BenchmarkRebuild folds a year of England into an empty board.
func BenchmarkRebuild(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		e := yearOf(n)
		b.Run(fmt.Sprintf("embedded/%d", n), func(b *testing.B) {
			for b.Loop() {
				rebuild(b, e, open(b, redis.Embedded))
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "entries/s")
		})
		b.Run(fmt.Sprintf("redis/%d", n), func(b *testing.B) {
			s := cardtest.StartRedis(b)
			board := open(b, s.URL())
			var own, engine time.Duration
			for b.Loop() {
				b.StopTimer()
				s.FlushAll()
				own -= cpuTime(b)
				engine -= redisTime(b, s)
				b.StartTimer()
				rebuild(b, e, board)
				own += cpuTime(b)
				engine += redisTime(b, s)
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "entries/s")
			b.ReportMetric(own.Seconds()*1e6/float64(n*b.N), "cpu-µs/entry")
			b.ReportMetric(engine.Seconds()*1e6/float64(n*b.N), "redis-cpu-µs/entry")
			reportBytes(b, s)
		})
	}
}

func rebuild(b *testing.B, e england, board scorecard.Board) {
	b.Helper()
	pr := scorecard.NewProjector(e.ledger, board, scorecard.ProjectorOptions{Log: quiet(), Now: benchNow})
	if err := pr.CatchUp(context.Background()); err != nil {
		b.Fatal(err)
	}
}

// cpuTime gives the processor time this process has used: unlike the clock it
// does not depend on what else the machine is doing.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// redisTime gives the processor time a server has used.
func redisTime(b *testing.B, s *cardtest.Server) time.Duration {
	b.Helper()
	cpu := infoOf(b, s, "cpu")
	return time.Duration((number(b, cpu["used_cpu_user"]) + number(b, cpu["used_cpu_sys"])) * float64(time.Second))
}

func infoOf(b *testing.B, s *cardtest.Server, section string) map[string]string {
	b.Helper()
	c := s.Client()
	defer c.Close()
	info, err := c.InfoMap(context.Background(), section).Result()
	if err != nil {
		b.Fatal(err)
	}
	for _, values := range info {
		return values
	}
	b.Fatal("no " + section)
	return nil
}

func number(b *testing.B, s string) float64 {
	b.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

// reportBytes reports what a year of every place takes in Redis.
func reportBytes(b *testing.B, s *cardtest.Server) {
	c := s.Client()
	defer c.Close()
	keys, err := c.DBSize(context.Background()).Result()
	if err != nil {
		b.Fatal(err)
	}
	used := number(b, infoOf(b, s, "memory")["used_memory"])
	const places = 6941 + 582 + 150
	b.ReportMetric(used/places, "redis-B/place")
	b.ReportMetric(used/float64(keys), "redis-B/key")
	b.ReportMetric(float64(keys)/places, "keys/place")
}

// BenchmarkCard reads cards of a ward, a provider and England.
func BenchmarkCard(b *testing.B) {
	for _, n := range []int{1000, 1_000_000} {
		e := yearOf(n)
		s := cardtest.StartRedis(b)
		board := open(b, s.URL())
		rebuild(b, e, board)
		cards := scorecard.NewCards(board)
		path := e.paths[0]
		refs := map[string]scorecard.Ref{
			"ward": scorecard.PlaceRef(path.Ward, path.Provider), "provider": scorecard.PlaceRef(path.Provider, path.Provider), "england": scorecard.EnglandRef(),
		}
		for _, name := range []string{"ward", "provider", "england"} {
			for _, w := range []scorecard.Window{scorecard.Last7(), scorecard.Last365(), scorecard.MonthOf(feedback.DayOf(benchNow()).Month())} {
				b.Run(fmt.Sprintf("%d/%s/%s", n, name, w), func(b *testing.B) {
					for b.Loop() {
						if _, err := cards.Card(context.Background(), w, refs[name]); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}
