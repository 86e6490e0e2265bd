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
	for seed := range some(500) {
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
		effort := 0
		if seed%10 == 5 {
			effort = 50 // search as well
		}
		attackAll(t, "tree", r, effort)
		if t.Failed() {
			t.Fatalf("tree %d leaks", seed)
		}
	}
	t.Logf("500 trees, %d guarded cells, none narrower than %d", guarded, Width)
}

// TestHiddenRatio compares how much is hidden with NHS England's rule on the
// same trees: on the official tree alone, and on all the overlapping trees
// that a world has, where the official rule is applied to each tree by itself.
func TestHiddenRatio(t *testing.T) {
	for _, all := range []bool{false, true} {
		var ours, official, first int
		for seed := range some(500) {
			w := newWorld(seed, 1+int(seed%3))
			leaves := w.month()
			if !all {
				for i := range leaves {
					leaves[i].In = leaves[i].In[:4]
				}
			}
			h := NewHistory()
			if _, err := h.Publish("2026-01", leaves); err != nil {
				t.Fatal(err)
			}
			flags := officialFlags(leaves, all)
			for _, v := range h.Rows("2026-01") {
				if v.Marker != Shown {
					ours++
				}
				if flags[v.ID] != OfficialShown {
					official++
				}
				if flags[v.ID] == OfficialFirst {
					first++
				}
			}
		}
		ratio := float64(ours) / float64(official)
		// A row hidden here hides six answers and two percentages; the
		// official rule hides the percentages of first-level rows only.
		cells := float64(8*ours) / float64(6*official+2*first)
		t.Logf("overlapping trees %v: rows hidden: ours %d, official %d, ratio %.3f; answers and percentages: ratio %.3f", all, ours, official, ratio, cells)
		if max(ratio, cells) > 1.25 {
			t.Errorf("hides %.3f times as many rows and %.3f times as many answers and percentages as the official rule, over 1.25", ratio, cells)
		}
	}
}
