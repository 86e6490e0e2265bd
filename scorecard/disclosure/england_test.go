package disclosure

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"
)

// england gives England's inpatient tree with invented answers.
func england(t *testing.T) *world {
	t.Helper()
	file, err := os.Open(shared(t, "data", "england_inpatient_units.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{rng: rand.New(rand.NewPCG(1, 2))}
	for i, r := range rows[1:] {
		w.wards = append(w.wards, ward{
			id: fmt.Sprintf("ward:%05d", i), busy: w.busyness(),
			in: []string{"site:" + r[4] + "/" + r[2], "trust:" + r[2], "icb:" + r[0], "England"},
		})
	}
	return w
}

// TestEngland publishes a year of the real tree, compares what is hidden with
// the official rule, and attacks the first month.
func TestEngland(t *testing.T) {
	w := england(t)
	h := NewHistory()
	ours, official := 0, 0
	var publishing time.Duration
	for m := range some(12) {
		leaves := w.month()
		began := time.Now()
		o, err := h.Publish(fmt.Sprintf("m%02d", m), leaves)
		if err != nil {
			t.Fatal(err)
		}
		publishing += time.Since(began)
		ours += o.Hidden
		official += len(officialFlags(leaves, false))
	}
	ratio := float64(ours) / float64(official)
	t.Logf("%d months of %d wards published in %v; rows hidden: ours %d, official %d, ratio %.3f", some(12), len(w.wards), publishing, ours, official, ratio)
	if ratio > 1.25 {
		t.Errorf("hides %.3f times as many rows as the official rule, over 1.25", ratio)
	}
	r := newReader()
	r.month(h, "m00", "", false)
	for name, p := range r.byMonth() {
		attackAll(t, name, &reader{Problem: *p}, 0)
	}
	if testing.Short() || some(12) < 12 { // the race detector has nothing to find here
		return
	}
	began := time.Now()
	periods := h.Periods()
	before := shownOf(h, periods)
	opened := h.Open(periods...)
	t.Logf("%d spans of the year opened in %v; of %d rows the year was shown for %d before and %d after", opened, time.Since(began), len(h.Rows(periods...)), before, shownOf(h, periods))
}

func shownOf(h *History, periods []string) int {
	n := 0
	for _, v := range h.Rows(periods...) {
		n += count(v.Marker == Shown)
	}
	return n
}
