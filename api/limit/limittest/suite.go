// Package limittest holds every kind of buckets to one promise.
package limittest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"earshot/api/limit"
)

// Run checks buckets against the contract. Those that open gives one after
// another share what they hold, as two processes do; names are told apart by the
// test's own name.
func Run(t *testing.T, open func(t *testing.T) limit.Buckets) {
	for name, check := range map[string]func(*testing.T, limit.Buckets, string){
		"Full": full, "AsManyAsThereAre": asMany, "Fills": fills, "Apart": apart, "Smaller": smaller,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t), t.Name()) })
	}
	t.Run("Together", func(t *testing.T) { together(t, open(t), open(t), t.Name()) })
}

// gave is what a bucket gave.
type gave struct {
	taken, left int
	wait        time.Duration
}

func take(t *testing.T, b limit.Buckets, bucket string, every time.Duration, burst, n int) gave {
	t.Helper()
	var g gave
	var err error
	if g.taken, g.left, g.wait, err = b.Take(context.Background(), bucket, every, burst, n); err != nil {
		t.Fatal(err)
	}
	return g
}

// full: a bucket begins full, gives all it holds, and tells when there is more.
func full(t *testing.T, b limit.Buckets, name string) {
	for i := range 5 {
		if g := take(t, b, name, time.Hour, 5, 1); g.taken != 1 || g.left != 4-i || (g.wait > 0) != (i == 4) {
			t.Fatalf("take %d: %+v", i+1, g)
		}
	}
	for range 2 {
		if g := take(t, b, name, time.Hour, 5, 1); g.taken != 0 || g.left != 0 || g.wait <= 59*time.Minute || g.wait > time.Hour {
			t.Fatalf("an empty bucket: %+v", g)
		}
	}
}

func asMany(t *testing.T, b limit.Buckets, name string) {
	if g := take(t, b, name, time.Hour, 10, 7); g.taken != 7 || g.left != 3 || g.wait != 0 {
		t.Errorf("seven of ten: %+v", g)
	}
	if g := take(t, b, name, time.Hour, 10, 7); g.taken != 3 || g.left != 0 || g.wait <= 0 {
		t.Errorf("the rest: %+v", g)
	}
	if g := take(t, b, name+"x", time.Microsecond, 600_000, 64); g.taken != 64 || g.left < 600_000-64 {
		t.Errorf("a large bucket: %+v", g)
	}
}

// fills: by the time that it tells there is one again, and no earlier.
func fills(t *testing.T, b limit.Buckets, name string) {
	const every = 60 * time.Millisecond
	began := time.Now()
	given := take(t, b, name, every, 3, 3).taken
	for deadline := began.Add(20 * time.Second); given < 6; {
		g := take(t, b, name, every, 3, 1)
		given += g.taken
		if g.taken == 0 && (g.wait <= 0 || g.wait > every) {
			t.Fatalf("an empty bucket has one again in %v", g.wait)
		}
		if g.taken == 0 {
			time.Sleep(g.wait) // what the bucket itself says
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d were given in 20 s", given)
		}
	}
	if took := time.Since(began); took < 3*every-2*time.Millisecond {
		t.Errorf("six were given of three and one each %v in %v", every, took)
	}
}

func apart(t *testing.T, b limit.Buckets, name string) {
	take(t, b, name+"1", time.Hour, 2, 2)
	if g := take(t, b, name+"2", time.Hour, 2, 1); g.taken != 1 {
		t.Errorf("another's bucket: %+v", g)
	}
}

// smaller: a limit that was made smaller holds at once, and nobody waits for
// longer than the new bucket takes to fill by one.
func smaller(t *testing.T, b limit.Buckets, name string) {
	take(t, b, name, time.Hour, 100, 90)
	if g := take(t, b, name, time.Minute, 3, 1); g.taken != 0 || g.wait > time.Minute {
		t.Errorf("%+v", g)
	}
}

// together: however many ask at once, they are given what the bucket held.
func together(t *testing.T, one, other limit.Buckets, name string) {
	var wg sync.WaitGroup
	given := make([]int, 8)
	for i := range given {
		wg.Go(func() {
			for range 40 {
				n, _, _, err := []limit.Buckets{one, other}[i%2].Take(context.Background(), name, time.Hour, 100, 1+i%3)
				if err != nil {
					t.Error(fmt.Errorf("asker %d: %w", i, err))
					return
				}
				given[i] += n
			}
		})
	}
	wg.Wait()
	sum := 0
	for _, n := range given {
		sum += n
	}
	if sum != 100 {
		t.Errorf("%v: %d were given of 100", given, sum)
	}
}
