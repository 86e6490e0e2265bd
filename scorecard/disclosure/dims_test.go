package disclosure

import (
	"fmt"
	"testing"

	"earshot/scorecard/disclosure/attack"
)

// breakdowns records every category of every row of some periods, beside the
// rows themselves, as one attack problem per theme and one for the age bands.
func breakdowns(h *History, periods ...string) map[string]*reader {
	out := map[string]*reader{}
	tag := func(p string) string { return "@" + p + ".0" }
	for _, d := range h.dims {
		for c, category := range d.Categories {
			name := d.Name
			if !d.Exclusive {
				name += "." + category
			}
			r := out[name]
			if r == nil {
				r = newReader()
				for _, p := range periods {
					r.month(h, p, tag(p), false)
				}
				r.window(h, periods, "@all", tag)
				out[name] = r
			}
			for _, p := range periods {
				r.category(h, &d, c, p, tag(p))
			}
		}
	}
	return out
}

func (r *reader) category(h *History, d *Dimension, c int, period, at string) {
	f := h.frames[period]
	tag := fmt.Sprintf("%s/%s%d", at, d.Name, c)
	truth, parts := map[string]int{}, map[string][]string{}
	for i := range f.Leaves {
		k := &f.Leaves[i]
		truth[k.ID] = k.Dims[d.Name][c]
		for _, g := range k.In {
			truth[f.Rows[g]] += k.Dims[d.Name][c]
			parts[f.Rows[g]] = append(parts[f.Rows[g]], k.ID)
		}
	}
	for _, v := range h.Rows(period) {
		lo := 0
		if n := v.People(); f.row[v.ID] < 0 && n.Marker == Shown && n.N >= LineMin && !d.Exclusive {
			lo = 1 // noughts are shown there
		}
		r.cell(v.ID+tag, h.Breakdown(v.ID, d.Name, period)[c], truth[v.ID], lo, protected(truth[v.ID]))
		if f.row[v.ID] >= 0 {
			r.sum(v.ID+tag, tagged(parts[v.ID], tag))
		}
		if !d.Exclusive {
			r.Cells[v.ID+tag+"not"] = attack.Cell{}
			r.sum(v.ID+at, []string{v.ID + tag, v.ID + tag + "not"})
		} else if c == 0 {
			var all []string
			for m := range d.Categories {
				all = append(all, fmt.Sprintf("%s%s/%s%d", v.ID, at, d.Name, m))
			}
			r.sum(v.ID+at, all)
		}
	}
}

// TestBreakdownsUnderSpansDoNotLeak attacks three months' breakdowns after
// sums of hidden rows over the quarter were made public.
func TestBreakdownsUnderSpansDoNotLeak(t *testing.T) {
	opened := 0
	for seed := range some(40) {
		w := newWorld(3500+seed, 1)
		h := NewHistory(testDims()...)
		for _, p := range []string{"a", "b", "c"} {
			if _, err := h.Publish(p, w.themed(w.month())); err != nil {
				t.Fatal(err)
			}
		}
		opened += h.Open("a", "b", "c")
		for name, r := range breakdowns(h, "a", "b", "c") {
			attackAll(t, fmt.Sprint("tree ", seed, " ", name), r, 0)
		}
	}
	if opened == 0 {
		t.Error("no span was opened, so nothing was tested")
	}
	t.Logf("%d spans opened", opened)
}

func TestBreakdownsDoNotLeak(t *testing.T) {
	guarded, shown, all := 0, map[string]int{}, map[string]int{}
	for seed := range some(60) {
		w := newWorld(3000+seed, 1)
		h := NewHistory(testDims()...)
		if _, err := h.Publish("m", w.themed(w.month())); err != nil {
			t.Fatalf("tree %d: %v", seed, err)
		}
		for name, r := range breakdowns(h, "m") {
			for _, c := range r.Cells {
				if c.Protect {
					guarded++
				}
			}
			leaks, err := attack.Leaks(&r.Problem, Width, 0)
			if err != nil {
				t.Fatalf("tree %d, %s: %v", seed, name, err)
			}
			for _, l := range leaks {
				t.Errorf("tree %d, %s: %s is %s: %d to %d", seed, name, l.Cell, l.Why, l.Range.Lo, l.Range.Hi)
			}
		}
		for _, v := range h.Rows("m") {
			for _, d := range testDims() {
				for _, x := range h.Breakdown(v.ID, d.Name, "m") {
					if n := v.People(); n.Marker == Shown {
						all[d.Name]++
						if x.Marker == Shown {
							shown[d.Name]++
						}
					}
				}
			}
		}
	}
	for name, n := range all {
		t.Logf("%s: %d of %d cells of shown rows are shown", name, shown[name], n)
	}
	t.Logf("%d guarded cells", guarded)
}
