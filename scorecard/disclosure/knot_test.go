package disclosure

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"earshot/scorecard/disclosure/attack"
)

// TestFlowIsTheRange compares the flow through random knots with the exact
// range that the attack finds by searching.
func TestFlowIsTheRange(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 4))
	compared := 0
	for round := range 300 {
		k := randomKnot(rng)
		p := knotProblem(k)
		for c := range k.cells {
			id := fmt.Sprint("c", c)
			got, err := attack.Bounds(p, []string{id}, 3000)
			if err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
			if !got[id].Exact {
				continue
			}
			compared++
			least := k.cells[c].People
			const most = 60
			up, _ := k.flow([]int{c}, true, most)
			down, _ := k.flow([]int{c}, false, most)
			if want := min(got[id].Hi-least, most); up != want {
				t.Fatalf("round %d: cell %d can rise by %d, the flow says %d", round, c, want, up)
			}
			if want := least - got[id].Lo; down != want {
				t.Fatalf("round %d: cell %d can fall by %d, the flow says %d", round, c, want, down)
			}
		}
	}
	if compared < 500 {
		t.Errorf("only %d cells were compared", compared)
	}
	t.Logf("%d cells compared", compared)
}

func randomKnot(rng *rand.Rand) *knot {
	pools, rows := 2+rng.IntN(2), 2+rng.IntN(3)
	k := &knot{pools: make([][]int, pools), rows: make([][]int, rows), modes: 1}
	for p := range pools {
		for r := range rows {
			if rng.IntN(5) == 0 {
				continue
			}
			c := len(k.cells)
			n := 1 + rng.IntN(6) // all of one kind
			k.cells = append(k.cells, knotCell{pool: p, row: r, lows: lows{People: n, Ratings: [6]int{n}, Modes: []int{n}}})
			k.pools[p] = append(k.pools[p], c)
			k.rows[r] = append(k.rows[r], c)
		}
	}
	return k
}

// knotProblem shows the reader every pool and every row but row 0.
func knotProblem(k *knot) *attack.Problem {
	p := &attack.Problem{Cells: map[string]attack.Cell{}}
	for c := range k.cells {
		p.Cells[fmt.Sprint("c", c)] = attack.Cell{Lo: 1}
	}
	show := func(name string, cells []int) {
		sum := 0
		var parts []string
		for _, c := range cells {
			sum += k.cells[c].People
			parts = append(parts, fmt.Sprint("c", c))
		}
		p.Cells[name] = attack.Cell{V: &sum}
		p.Sums = append(p.Sums, attack.Sum{Total: name, Parts: parts})
	}
	for i, cells := range k.pools {
		show(fmt.Sprint("pool", i), cells)
	}
	for i, cells := range k.rows {
		if i > 0 {
			show(fmt.Sprint("row", i), cells)
		}
	}
	return p
}
