package disclosure

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"earshot/scorecard/disclosure/attack"
)

// TestRollingDoesNotLeak publishes on 90 days running and attacks all cards of
// all windows of all days together. The attacker knows the rules: that a
// leaf's block closes on the first day six or more wait, which days each block
// covers, and so that fewer than six waited on every day before.
func TestRollingDoesNotLeak(t *testing.T) {
	const days = 90
	guarded := 0
	for seed := range some(5) {
		w := newWorld(500+seed, 1)
		w.wards = w.wards[:min(len(w.wards), 12)]
		r, roll := newReader(), NewRolling()
		came := map[string]map[int]int{}
		for day := range days {
			var news []Day
			for _, wd := range w.wards {
				n := poisson(w.rng, min(wd.busy, 120)/30)
				if came[wd.id] == nil {
					came[wd.id] = map[int]int{}
				}
				came[wd.id][day] = n
				news = append(news, Day{ID: wd.id, In: wd.in, New: w.answers(n)})
			}
			if err := roll.Advance(day, news); err != nil {
				t.Fatal(err)
			}
			for _, window := range []int{7, 30, 90} {
				r.cards(roll, day, window)
			}
		}
		guarded += r.streams(roll, came)
		for name, p := range r.byMonth() {
			leaks, err := attack.Leaks(p, Width, 0)
			if err != nil {
				t.Fatalf("world %d, %s: %v", seed, name, err)
			}
			for _, l := range leaks {
				t.Errorf("world %d: %s is %s: %d to %d", seed, l.Cell, l.Why, l.Range.Lo, l.Range.Hi)
			}
		}
	}
	t.Logf("5 worlds of 90 days: %d guarded day and waiting counts", guarded)
}

// cards records every card of one window on one day as a sum of blocks.
func (r *reader) cards(roll *Rolling, day, window int) {
	parts := map[string][]string{}
	for id, s := range roll.leaves {
		for _, b := range s.Blocks {
			if b.From <= day-window {
				continue
			}
			name := fmt.Sprintf("%s#%d", id, b.To)
			for _, row := range append([]string{id}, s.In...) {
				parts[row] = append(parts[row], name)
			}
			if _, ok := r.Cells[name]; !ok {
				r.cell(name, Value{Marker: Confidential}, b.Counts.People, MoveMin, protected(b.Counts.People))
			}
		}
	}
	for _, v := range roll.Rows(window) {
		if v.Marker == Shown {
			id := fmt.Sprintf("%s@%d/%d", v.ID, window, day)
			r.cell(id, v.People(), 0, 0, false)
			slices.Sort(parts[v.ID])
			r.sum(id, parts[v.ID])
		}
	}
}

// streams records what the rules say of the days inside every block and of
// what waits. It gives the number of guarded counts.
func (r *reader) streams(roll *Rolling, came map[string]map[int]int) int {
	guarded := 0
	five := MoveMin - 1
	for id, s := range roll.leaves {
		from := 0
		run := func(to int, block string) {
			var names []string
			waiting := 0
			for d := from; d <= to; d++ {
				name := fmt.Sprintf("%s!%d", id, d)
				n := came[id][d]
				r.cell(name, Value{Marker: Confidential}, n, 0, protected(n))
				if protected(n) {
					guarded++
				}
				names = append(names, name)
				if waiting += n; block != "" && d == to {
					break
				}
				wait := fmt.Sprintf("%s?%d", id, d)
				r.cell(wait, Value{Marker: Confidential}, waiting, 0, protected(waiting))
				c := r.Cells[wait]
				c.Hi = &five
				r.Cells[wait] = c
				r.sum(wait, slices.Clone(names))
				if protected(waiting) {
					guarded++
				}
			}
			if block != "" {
				r.sum(block, names)
			}
			from = to + 1
		}
		for _, b := range s.Blocks {
			run(b.To, fmt.Sprintf("%s#%d", id, b.To))
		}
		if last := roll.day; from <= last {
			run(last, "")
		}
	}
	return guarded
}

func poisson(rng *rand.Rand, mean float64) int {
	n := 0
	for t := rng.ExpFloat64(); t < mean; t += rng.ExpFloat64() {
		n++
	}
	return n
}

// TestRollingMovesBySix checks the promise itself: from day to day a leaf's
// card stands still or moves by whole blocks, also under erasure.
func TestRollingMovesBySix(t *testing.T) {
	w := newWorld(9, 1)
	roll := NewRolling()
	last := map[string]Counts{}
	type kept struct {
		day int
		c   Counts
	}
	alive := map[string][]kept{}
	for day := range 200 {
		var news []Day
		for _, wd := range w.wards {
			n := Day{ID: wd.id, In: wd.in, New: w.answers(poisson(w.rng, wd.busy/30)), Erased: map[int]Counts{}}
			if a := alive[wd.id]; len(a) > 0 && w.rng.IntN(3) == 0 {
				i := w.rng.IntN(len(a))
				n.Erased[a[i].day] = a[i].c
				alive[wd.id] = slices.Delete(a, i, i+1)
			}
			if n.New.People > 0 {
				alive[wd.id] = append(alive[wd.id], kept{day, n.New})
			}
			news = append(news, n)
		}
		if err := roll.Advance(day, news); err != nil {
			t.Fatal(err)
		}
		for _, wd := range w.wards {
			c, ok := roll.Row(wd.id, 1000).Counts()
			if ok && c.People < MoveMin {
				t.Fatalf("day %d: %s shows %d people", day, wd.id, c.People)
			}
			if d := c.shift(last[wd.id]); d != 0 && d < MoveMin {
				t.Fatalf("day %d: %s moved by %d people", day, wd.id, d)
			}
			last[wd.id] = c
		}
	}
}

func TestRollingRefuses(t *testing.T) {
	one := Counts{People: 1, Ratings: [6]int{1}}
	roll := NewRolling()
	if err := roll.Advance(1, []Day{{ID: "a", New: one}}); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]Day{
		"twice":                {{ID: "a"}, {ID: "a"}},
		"contradiction":        {{ID: "a", New: Counts{People: 2}}},
		"erased, never there":  {{ID: "b", Erased: map[int]Counts{1: one}}},
		"erased, another day":  {{ID: "a", Erased: map[int]Counts{0: one}}},
		"erased, more than is": {{ID: "a", Erased: map[int]Counts{1: {People: 2, Ratings: [6]int{2}}}}},
	} {
		if err := roll.Advance(2, bad); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if err := roll.Advance(1, nil); err == nil {
		t.Error("a day was accepted twice")
	}
	var b bytes.Buffer
	if err := roll.Save(&b); err != nil {
		t.Fatal(err)
	}
	again, err := LoadRolling(&b)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Advance(2, []Day{{ID: "a", New: Counts{People: 5, Ratings: [6]int{5}}}}); err != nil {
		t.Fatal(err)
	}
	if n := again.Row("a", 7).People(); n.N != 6 || n.Marker != Shown {
		t.Errorf("after loading the card shows %+v, want 6", n)
	}
}
