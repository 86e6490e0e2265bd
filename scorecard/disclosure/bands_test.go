package disclosure

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

// banded publishes worlds until one has bands.
func banded(t *testing.T, seed uint64) (w *world, h *History, leaves []Leaf) {
	t.Helper()
	for ; ; seed++ {
		w, h = newWorld(seed, 2), NewHistory()
		leaves = w.month()
		if _, err := h.Publish("m", leaves); err != nil {
			t.Fatal(err)
		}
		if len(h.frames["m"].Bands) > 0 {
			return w, h, leaves
		}
	}
}

// square is two sites with two settings each, of which one ward is small and
// every other ward large: two leaves more hidden are enough, and no row.
func square() []Leaf {
	var out []Leaf
	for _, site := range []string{"s1", "s2", "s3"} {
		for _, setting := range []string{"in", "out", "day"} {
			n := 40
			if site+setting == "s1in" {
				n = 2
			}
			c := Counts{People: n, Ratings: [6]int{n}, Modes: []int{n, 0, 0, 0, 0, 0, 0, 0}}
			out = append(out, Leaf{ID: site + "-" + setting, In: []string{"all", "all/" + setting, site}, Counts: c})
		}
	}
	return out
}

func TestSquare(t *testing.T) {
	h := NewHistory()
	if _, err := h.Publish("m", square()); err != nil {
		t.Fatal(err)
	}
	var hidden []string
	for _, v := range h.Rows("m") {
		if v.Marker != Shown {
			hidden = append(hidden, v.ID)
		}
	}
	if len(hidden) != 4 || slices.ContainsFunc(hidden, func(id string) bool { return len(id) < 5 }) {
		t.Errorf("%v are hidden; want four wards and no sum", hidden)
	}
	r := newReader()
	r.month(h, "m", "", true)
	attackAll(t, "square", r, 50)
	if got := referee(t, "square", r); got != "RESULT OK" {
		t.Error(got)
	}
}

// TestTotalsOfBands checks that an ad-hoc sum is told exactly if the row that
// is the same sum is.
func TestTotalsOfBands(t *testing.T) {
	for seed := range some(20) {
		_, h, _ := banded(t, 9000+10*seed)
		f := h.frames["m"]
		for _, v := range h.Rows("m") {
			leaves, _ := f.members(v.ID)
			var ids []string
			for _, i := range leaves {
				ids = append(ids, f.Leaves[i].ID)
			}
			row, total := h.Row(v.ID, "m"), h.Total(v.ID, ids, "m")
			if fmt.Sprint(row) != fmt.Sprint(total) || fmt.Sprint(row) != fmt.Sprint(v) {
				t.Fatalf("%s is %v in the list, %v by itself, %v added up", v.ID, v, row, total)
			}
		}
	}
}

// TestAuditOfBands tampers with what was chosen: the audit must find out.
func TestAuditOfBands(t *testing.T) {
	found := 0
	for seed := range some(20) {
		_, h, _ := banded(t, 9200+10*seed)
		f := h.frames["m"]
		if err := f.audit(nil); err != nil {
			t.Fatalf("as published: %v", err)
		}
		for b := range f.Bands {
			bands := f.Bands
			f.Bands = slices.Clone(bands)
			// One band is cut in two, so that more is told than was proved.
			f.Bands[b] = bands[b][:len(bands[b])/2]
			f.Bands = append(f.Bands, bands[b][len(bands[b])/2:])
			f.index()
			if f.audit(nil) != nil {
				found++
			}
			f.Bands = bands
			f.index()
		}
	}
	if found < 10 {
		t.Errorf("the audit found %d of the bands that were cut in two", found)
	}
}

// TestBandsAreKept checks that bands outlive saving, and that what they guard
// is guarded still after restatements.
func TestBandsAreKept(t *testing.T) {
	for seed := range some(10) {
		w, h, leaves := banded(t, 9400+10*seed)
		for range 6 {
			leaves = w.unsettle(leaves)
			if _, err := h.Publish("m", leaves); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := h.Save(&b); err != nil {
			t.Fatal(err)
		}
		again, err := LoadHistory(&b)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(again.Rows("m")), fmt.Sprint(h.Rows("m")); got != want {
			t.Fatal("what is shown differs after loading")
		}
		if k, _ := again.frames["m"].bandKnot(nil); !k.safe() {
			t.Errorf("seed %d: a set is not guarded any more", seed)
		}
	}
}
