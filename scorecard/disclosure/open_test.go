package disclosure

import (
	"bytes"
	"fmt"
	"testing"

	"earshot/scorecard/disclosure/attack"
)

// year publishes a world's first twelve months and opens its quarters, then
// its year.
func year(t *testing.T, w *world) (h *History, opened int) {
	t.Helper()
	h = NewHistory()
	var all []string
	for m := range 12 {
		p := fmt.Sprintf("m%02d", m)
		all = append(all, p)
		if _, err := h.Publish(p, w.month()); err != nil {
			t.Fatal(err)
		}
		if len(all)%3 == 0 {
			opened += h.Open(all[len(all)-3:]...)
		}
	}
	return h, opened + h.Open(all...)
}

// readYear gives what a reader sees of it: months, quarters, the year, and if
// answers is set what people answered and how.
func readYear(h *History, answers bool) *reader {
	r := newReader()
	all := h.Periods()
	for _, p := range all {
		r.month(h, p, "@"+p+".0", answers)
	}
	tag := func(p string) string { return "@" + p + ".0" }
	for q := 0; q < len(all); q += 3 {
		r.window(h, all[q:q+3], fmt.Sprintf("@q%d", q), tag)
	}
	r.window(h, all, "@year", tag)
	return r
}

// TestOpenedSpansDoNotLeak attacks months, quarters and years together after
// the sums of small rows were made public.
func TestOpenedSpansDoNotLeak(t *testing.T) {
	opened, guarded := 0, 0
	for seed := range some(15) {
		w := newWorld(6000+seed, 1)
		h, n := year(t, w)
		opened += n
		for name, p := range readYear(h, true).byMonth() {
			for _, c := range p.Cells {
				if c.Protect {
					guarded++
				}
			}
			leaks, err := attack.Leaks(p, Width, 0)
			if err != nil {
				t.Fatalf("world %d, %s: %v", seed, name, err)
			}
			for _, l := range leaks {
				t.Errorf("world %d: %s is %s: %d to %d", seed, l.Cell, l.Why, l.Range.Lo, l.Range.Hi)
			}
		}
	}
	if opened == 0 {
		t.Error("no span was opened, so nothing was tested")
	}
	t.Logf("15 worlds of a year: %d spans opened, %d guarded cells", opened, guarded)
}

// TestOpenShowsMore wants a good part of small wards' years shown that months
// hide. Where trees cross, bands tell more by the month and leave less to spans.
func TestOpenShowsMore(t *testing.T) {
	for _, all := range []bool{false, true} {
		var hidden, shown, rows int
		for seed := range some(20) {
			w := newWorld(6500+seed, 2)
			for i := range w.wards {
				if !all {
					w.wards[i].in = w.wards[i].in[:4]
				}
			}
			h, _ := year(t, w)
			for _, v := range h.Rows(h.Periods()...) {
				n := 0
				for _, p := range h.Periods() {
					if h.Row(v.ID, p).Marker != Shown {
						n = 1
					}
				}
				rows++
				if hidden += n; n > 0 && v.Marker == Shown {
					shown++
				}
			}
		}
		t.Logf("overlapping trees %v: of %d rows %d have a hidden month; the years of %d of those are shown", all, rows, hidden, shown)
		if least := map[bool]int{false: 4, true: 16}[all]; shown*least < hidden {
			t.Errorf("only %d of %d are shown", shown, hidden)
		}
	}
}

// TestOpenSurvivesSavingAndRestating checks that spans are kept, and that
// nothing behind one moves any more.
func TestOpenSurvivesSavingAndRestating(t *testing.T) {
	w := newWorld(6003, 1)
	h, opened := year(t, w)
	if opened == 0 {
		t.Fatal("no span was opened")
	}
	want := h.Rows(h.Periods()...)
	var b bytes.Buffer
	if err := h.Save(&b); err != nil {
		t.Fatal(err)
	}
	again, err := LoadHistory(&b)
	if err != nil {
		t.Fatal(err)
	}
	got := again.Rows(h.Periods()...)
	for i := range want {
		if fmt.Sprint(got[i]) != fmt.Sprint(want[i]) {
			t.Fatalf("%s is %v after loading, was %v", want[i].ID, got[i], want[i])
		}
	}
	spans := map[string]View{}
	for _, s := range again.spans {
		spans[s.Leaf+fmt.Sprint(s.Periods)] = again.Row(s.Leaf, s.Periods...)
	}
	for _, p := range again.Periods() {
		if _, err := again.Publish(p, w.unsettle(w.month())); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range again.spans {
		if v := again.Row(s.Leaf, s.Periods...); fmt.Sprint(v) != fmt.Sprint(spans[s.Leaf+fmt.Sprint(s.Periods)]) {
			t.Errorf("the span of %s moved", s.Leaf)
		}
	}
}
