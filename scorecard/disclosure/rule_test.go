package disclosure

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestReaderWhoRunsTheProgram plays a reader who has this very program: of all
// the counts that agree with the published sums, he keeps only those from
// which the program would have published exactly the same. The guarantee does
// not cover him (DESIGN.md says why no rule with a threshold can, fully), so
// the test measures how often he still cannot place a guarded count within
// Width, and wants that nearly always and never exactly.
func TestReaderWhoRunsTheProgram(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 13))
	cases, narrow, exact := 0, 0, 0
	for range 300 {
		values := make([]int, 3+rng.IntN(4))
		for i := range values {
			values[i] = rng.IntN(15)
			if rng.IntN(3) == 0 {
				values[i] = 10 + rng.IntN(30)
			}
		}
		base := publishFlat(t, values)
		var pool []int
		sum := 0
		for i, v := range values {
			if base[i].Marker != Shown {
				pool, sum = append(pool, i), sum+v
			}
		}
		if len(pool) == 0 || len(pool) > 4 || sum > 60 {
			continue
		}
		lo, hi := map[int]int{}, map[int]int{}
		eachSplit(sum, len(pool), func(split []int) {
			other := append([]int(nil), values...)
			for k, i := range pool {
				other[i] = split[k]
			}
			if fmt.Sprint(publishFlat(t, other)) != fmt.Sprint(base) {
				return
			}
			for k, i := range pool {
				if l, ok := lo[i]; !ok || split[k] < l {
					lo[i] = split[k]
				}
				hi[i] = max(hi[i], split[k])
			}
		})
		for _, i := range pool {
			if protected(values[i]) {
				cases++
				narrow += count(hi[i]-lo[i] < Width)
				exact += count(hi[i] == lo[i])
			}
		}
	}
	t.Logf("%d guarded counts: %d within less than %d for a reader who runs the program, %d exactly", cases, narrow, Width, exact)
	if exact > 0 || narrow*20 > cases {
		t.Errorf("of %d guarded counts %d are narrow and %d exact", cases, narrow, exact)
	}
}

func publishFlat(t *testing.T, values []int) []View {
	t.Helper()
	var leaves []Leaf
	for i, v := range values {
		leaves = append(leaves, Leaf{ID: fmt.Sprintf("a%d", i), In: []string{"site"}, Counts: Counts{People: v, Ratings: [6]int{v}}})
	}
	h := NewHistory()
	if _, err := h.Publish("m", leaves); err != nil {
		t.Fatal(err)
	}
	return h.Rows("m")
}

// eachSplit visits all ways to write sum as n numbers of at least one.
func eachSplit(sum, n int, visit func([]int)) {
	split := make([]int, n)
	var fill func(at, left int)
	fill = func(at, left int) {
		if at == n-1 {
			split[at] = left
			visit(split)
			return
		}
		for v := 1; v <= left-(n-1-at); v++ {
			split[at] = v
			fill(at+1, left-v)
		}
	}
	if sum >= n {
		fill(0, sum)
	}
}
