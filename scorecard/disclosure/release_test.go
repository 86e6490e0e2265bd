package disclosure

import (
	"testing"

	"earshot/scorecard/disclosure/attack"
)

func attackAll(t *testing.T, name string, r *reader, effort int) {
	t.Helper()
	leaks, err := attack.Leaks(&r.Problem, Width, effort)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, l := range leaks {
		t.Errorf("%s: %s is %s: %d to %d", name, l.Cell, l.Why, l.Range.Lo, l.Range.Hi)
	}
}

func TestNoTreeLeaks(t *testing.T) {
	guarded := 0
	for seed := range uint64(500) {
		w := newWorld(seed, 1+int(seed%3))
		h := NewHistory()
		if _, err := h.Publish("2026-01", w.month()); err != nil {
			t.Fatalf("tree %d: %v", seed, err)
		}
		r := newReader()
		r.month(h, "2026-01", "", seed%10 == 0)
		for _, c := range r.Cells {
			if c.Protect {
				guarded++
			}
		}
		attackAll(t, "tree", r, 200)
		if t.Failed() {
			t.Fatalf("tree %d leaks", seed)
		}
	}
	t.Logf("500 trees, %d guarded cells, none narrower than %d", guarded, Width)
}

// TestHiddenRatio compares how much is hidden with NHS England's rule.
func TestHiddenRatio(t *testing.T) {
	var ours, official, oursAll, first, second int
	for seed := range uint64(500) {
		w := newWorld(seed, 1+int(seed%3))
		leaves := w.month()
		h := NewHistory()
		if _, err := h.Publish("2026-01", leaves); err != nil {
			t.Fatal(err)
		}
		rows := w.official(leaves)
		flags := Official(rows)
		for _, r := range rows {
			if h.Row(r.ID, "2026-01").Marker != Shown {
				ours++
			}
			switch flags[r.ID] {
			case OfficialFirst:
				official++
				first++
			case OfficialSecond, OfficialCascade:
				official++
				second++
			}
		}
		for _, v := range h.Rows("2026-01") {
			if v.Marker != Shown {
				oursAll++
			}
		}
	}
	t.Logf("rows of the official tree hidden: ours %d, official %d (%d first, %d second or cascade): ratio %.3f", ours, official, first, second, float64(ours)/float64(official))
	t.Logf("answer cells with percentages: ours %d, official %d: ratio %.3f", 8*ours, 8*first+6*second, float64(8*ours)/float64(8*first+6*second))
	t.Logf("all overlapping rows hidden: ours %d", oursAll)
}
