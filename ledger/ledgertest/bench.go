package ledgertest

import (
	"context"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"earshot/ledger"
)

// BenchmarkAppend measures single-response appends by 256 goroutines through a
// Group. An iteration is one acknowledged response.
func BenchmarkAppend(b *testing.B, db Database) {
	store := open(b, db)
	g := ledger.NewGroup(store, ledger.GroupOptions{})
	defer g.Close()
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for range 256 {
		wg.Go(func() {
			for {
				n := int(next.Add(1))
				if n > b.N {
					return
				}
				r, err := g.Append(context.Background(), Receive("bench", strconv.Itoa(n), n%2000))
				if err != nil || r[0].Err != nil || r[0].Duplicate {
					b.Errorf("append %d: %v %+v", n, err, r)
					return
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
}

// BenchmarkRead fills a ledger with 40,000 entries and measures, in entries,
// reading and decoding all of them against a bare SELECT of the same rows, for
// which bare is called; it gives the number of rows.
func BenchmarkRead(b *testing.B, db Database, bare func(context.Context) (int, error)) {
	const entries = 40_000
	store := open(b, db)
	for n := 0; n < entries; n += 1000 {
		var cmds []ledger.Command
		for i := range 1000 {
			cmds = append(cmds, Receive("bench", strconv.Itoa(n+i), (n+i)%2000))
		}
		store.append(cmds...)
	}
	rate := map[string]float64{}
	measure := func(name string, read func() int) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				got := read()
				if got != entries {
					b.Fatalf("%d entries, want %d", got, entries)
				}
				n += got
			}
			rate[name] = float64(n) / b.Elapsed().Seconds()
			b.ReportMetric(rate[name], "entries/s")
			if rate["bare"] > 0 {
				b.ReportMetric(rate[name]/rate["bare"], "of-bare")
			}
		})
	}
	measure("bare", func() int {
		n, err := bare(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		return n
	})
	measure("read", func() int { return readAll(b, store, 10_000) })
}

func readAll(b *testing.B, store ledger.Reader, limit int) (n int) {
	for p := range ledger.Partition(ledger.Partitions) {
		for after := ledger.Seq(0); ; {
			page, err := store.Read(context.Background(), p, after, ledger.ReadOptions{Limit: limit})
			if err != nil {
				b.Fatal(err)
			}
			n += len(page)
			if len(page) < limit {
				break
			}
			after = page[len(page)-1].ID.Seq
		}
	}
	return n
}
