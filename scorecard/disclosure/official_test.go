package disclosure

import (
	"maps"
	"slices"
	"testing"

	"earshot/scorecard/disclosure/attack"
)

func TestOfficialRule(t *testing.T) {
	rows := []OfficialRow{
		{ID: "icb", People: 160},
		{ID: "A", Parent: "icb", People: 100},
		{ID: "B", Parent: "icb", People: 20},
		{ID: "C", Parent: "icb", People: 3},
		{ID: "D", Parent: "icb", People: 37},
		{ID: "B1", Parent: "B", People: 0},
		{ID: "B2", Parent: "B", People: 9, Ties: []string{"b"}},
		{ID: "B3", Parent: "B", People: 9, Ties: []string{"a"}},
		{ID: "B4", Parent: "B", People: 2},
		{ID: "C1", Parent: "C", People: 3},
		{ID: "D1", Parent: "D", People: 30},
		{ID: "D2", Parent: "D", People: 7},
	}
	want := map[string]OfficialFlag{
		"C": OfficialFirst, "B": OfficialSecond, // next lowest in the ICB
		"B4": OfficialFirst, "B3": OfficialSecond, // of two equals, the first by name
		"C1": OfficialFirst,
	}
	if got := Official(rows); !maps.Equal(got, want) {
		t.Errorf("flags %v, want %v", got, want)
	}
	rows = append(rows, OfficialRow{ID: "E", People: 170}, OfficialRow{ID: "F", People: 4})
	got := Official(rows) // now the ICB itself is next lowest, so its two lowest are hidden
	for id, flag := range map[string]OfficialFlag{"F": OfficialFirst, "icb": OfficialSecond, "D": OfficialShown, "E": OfficialShown} {
		if got[id] != flag {
			t.Errorf("%s is flagged %d, want %d", id, got[id], flag)
		}
	}
	rows[3].People, rows[9].People = 40, 40 // no small row in the ICB: the cascade alone
	got = Official(rows)
	if got["B"] != OfficialCascade || got["D"] != OfficialCascade || got["C"] != OfficialShown {
		t.Errorf("cascade flags %v", got)
	}
}

// officialRead is what a reader sees of a month published by the official
// rule: positive answers and the rest, row by row. If totals is not set, the
// totals of flagged rows are hidden too, which the official rule does not do.
func officialRead(leaves []Leaf, totals bool) *reader {
	r := newReader()
	rows := officialTree(leaves, []int{2, 1, 0})
	flags := Official(rows)
	positive, children := map[string]int{}, map[string][]string{}
	for _, l := range leaves {
		for _, id := range append([]string{l.ID}, l.In[:4]...) {
			positive[id] += l.Counts.Ratings[0] + l.Counts.Ratings[1]
		}
	}
	for _, row := range rows {
		children[row.Parent] = append(children[row.Parent], row.ID)
		flag, pos := flags[row.ID], positive[row.ID]
		marker := Shown
		if flag != OfficialShown {
			marker = Confidential
		}
		total := Shown
		if !totals {
			total = marker
		}
		r.cell(row.ID, Value{N: row.People, Marker: total}, row.People, 1, protected(row.People))
		r.cell(row.ID+"+", Value{N: pos, Marker: marker}, pos, 0, totals && flag == OfficialFirst)
		r.cell(row.ID+"-", Value{N: row.People - pos, Marker: marker}, row.People-pos, 0, false)
		r.sum(row.ID, []string{row.ID + "+", row.ID + "-"})
		if flag != OfficialFirst && row.People > 0 {
			p := View{counts: Counts{People: row.People}}.percent(pos)
			r.Ratios = append(r.Ratios, attack.Ratio{Num: []string{row.ID + "+"}, Den: row.ID, Shown: float64(p.N)})
		}
	}
	for _, parent := range slices.Sorted(maps.Keys(children)) {
		if parent == "" {
			continue
		}
		for _, side := range []string{"", "+", "-"} {
			r.sum(parent+side, tagged(children[parent], side))
		}
	}
	return r
}

// TestOfficialRuleLeaks runs the same attack on NHS England's rule. It must
// find what that rule is known to give away, or the attack proves nothing.
func TestOfficialRuleLeaks(t *testing.T) {
	for _, totals := range []bool{true, false} {
		trees, guarded, exact, narrow := 0, 0, 0, 0
		for seed := range some(500) {
			w := newWorld(seed, 1+int(seed%3))
			r := officialRead(w.month(), totals)
			for _, c := range r.Cells {
				if c.Protect && c.V == nil {
					guarded++
				}
			}
			leaks, err := attack.Leaks(&r.Problem, Width, 0)
			if err != nil {
				t.Fatalf("tree %d: %v", seed, err)
			}
			found := false
			for _, l := range leaks {
				switch l.Why {
				case "exact":
					exact, found = exact+1, true
				case "narrow":
					narrow++
				default:
					t.Fatalf("tree %d: %s: %s", seed, l.Cell, l.Why)
				}
			}
			if found {
				trees++
			}
		}
		t.Logf("official rule, totals in clear %v: of %d guarded cells %d are known exactly and %d more within less than %d; %d of 500 trees have an exact one", totals, guarded, exact, narrow, Width, trees)
		if exact == 0 {
			t.Error("the attack found nothing on the official rule")
		}
	}
}

// TestCardAloneLeaks shows why Card is not enough where two cards can be
// subtracted.
func TestCardAloneLeaks(t *testing.T) {
	site := Card("site", Counts{People: 53, Ratings: [6]int{53}})
	a, b := Card("a", Counts{People: 50, Ratings: [6]int{50}}), Card("b", Counts{People: 3, Ratings: [6]int{3}})
	r := newReader()
	r.cell("site", site.People(), 53, 1, false)
	r.cell("a", a.People(), 50, 1, false)
	r.cell("b", b.People(), 3, 1, true)
	r.sum("site", []string{"a", "b"})
	leaks, err := attack.Leaks(&r.Problem, Width, 0)
	if err != nil || len(leaks) != 1 || leaks[0].Why != "exact" {
		t.Errorf("leaks %v, error %v; want b exactly", leaks, err)
	}
}
