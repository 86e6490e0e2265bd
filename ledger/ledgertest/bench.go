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
