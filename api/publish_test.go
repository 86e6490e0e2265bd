package api

import (
	"math/rand/v2"
	"testing"
)

// TestHide checks on random breakdowns that no small cell is shown and that
// the sum leaves every small cell free to be 1, 2, 3 or 4.
func TestHide(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		n := make([]int64, 2+r.IntN(8))
		for i := range n {
			n[i] = [...]int64{0, r.Int64N(5), r.Int64N(12), r.Int64N(200)}[r.IntN(4)]
		}
		shown := hide(n)
		var small, hidden, sum, cover int64
		for i, v := range n {
			switch {
			case shown[i] != nil && *shown[i] != v:
				t.Fatalf("%v: cell %d is shown as %d", n, i, *shown[i])
			case shown[i] != nil && few(v):
				t.Fatalf("%v: cell %d is small and shown", n, i)
			case shown[i] == nil:
				hidden++
				sum += v
				if few(v) {
					small++
				} else {
					cover++
				}
			}
		}
		if small == 0 && hidden > 0 {
			t.Fatalf("%v: cells are hidden for nothing", n)
		}
		if small > 0 && hidden != int64(len(n)) && (cover != 1 || sum < smallest+4*small) {
			t.Fatalf("%v: hidden cells sum to %d with %d small", n, sum, small)
		}
	}
}
