package disclosure

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"earshot/scorecard/disclosure/attack"
)

// unsettle changes a month as life does: late answers (a few, or a batch),
// erasures, and answers moved to another ward.
func (w *world) unsettle(leaves []Leaf) []Leaf {
	out := slices.Clone(leaves)
	for i := range out {
		c := out[i].Counts
		if x := w.rng.Float64(); x < 0.3 {
			late := 1 + w.rng.IntN(3)
			if x < 0.1 {
				late += 5 + w.rng.IntN(8)
			}
			c = c.Add(w.answers(late))
		}
		if w.rng.Float64() < 0.3 {
			gone := min(c.People, 1+w.rng.IntN(12))
			for range gone {
				c = w.dropOne(c)
			}
		}
		out[i].Counts, out[i].Dims = c, nil // breakdowns stay as first published
	}
	return out
}

// dropOne takes one person's answer away.
func (w *world) dropOne(c Counts) Counts {
	one := Counts{People: 1, Modes: make([]int, len(c.Modes))}
	n := w.rng.IntN(c.People)
	for i, v := range c.Ratings {
		if n -= v; n < 0 {
			one.Ratings[i] = 1
			break
		}
	}
	n = w.rng.IntN(c.People)
	for i, v := range c.Modes {
		if n -= v; n < 0 {
			one.Modes[i] = 1
			break
		}
	}
	return c.plus(one, -1)
}

// TestMonthsAndRestatements publishes 24 months in 24 releases, each of which
// restates all earlier months, and attacks all that was ever published
// together: rows of every release, quarters and rolling years, and the spans
// opened each quarter. The attacker is
// told how much every hidden leaf moved from release to release.
func TestMonthsAndRestatements(t *testing.T) {
	for seed := range some(4) {
		w := newWorld(1000+seed, 1)
		h := NewHistory()
		r := newReader()
		var moved, held, spans int
		now := map[string][]Leaf{}
		for release := range 24 {
			period := fmt.Sprintf("m%02d", release)
			now[period] = w.month()
			for _, p := range slices.Sorted(maps.Keys(now)) {
				if p != period {
					now[p] = w.unsettle(now[p])
				}
				before := truths(h, p)
				o, err := h.Publish(p, now[p])
				if err != nil {
					t.Fatalf("release %d of %s: %v", release, p, err)
				}
				if o.First {
					r.month(h, p, "@"+p+".0", false)
					continue
				}
				moved, held = moved+o.Moved, held+o.Held
				r.restated(h, p, release, before)
			}
			if opened := h.Periods(); release%3 == 2 {
				spans += h.Open(opened[release-2:]...)
				spans += h.Open(opened[max(0, release-11):]...)
			}
			r.windows(h, release)
		}
		for name, month := range r.byMonth() {
			leaks, err := attack.Leaks(month, Width, 0)
			if err != nil {
				t.Fatalf("world %d, %s: %v", seed, name, err)
			}
			for _, l := range leaks {
				t.Errorf("world %d, %s: %s is %s: %d to %d", seed, name, l.Cell, l.Why, l.Range.Lo, l.Range.Hi)
			}
		}
		t.Logf("world %d: %d cells, %d sums, %d leaves moved, %d held back, %d spans opened", seed, len(r.Cells), len(r.Sums), moved, held, spans)
	}
}

// truths gives the leaves' true counts as a frame holds them.
func truths(h *History, period string) map[string]int {
	out := map[string]int{}
	if f := h.frames[period]; f != nil {
		for i := range f.Leaves {
			out[f.Leaves[i].ID] = f.Leaves[i].Counts.People
		}
	}
	return out
}

// restated records a further release of a month, linked to the first one by
// how much every leaf moved, which the attacker is told.
func (r *reader) restated(h *History, period string, release int, before map[string]int) {
	tag, prior := fmt.Sprintf("@%s.%d", period, release), fmt.Sprintf("@%s.%d", period, release-1)
	if _, ok := r.Cells[h.frames[period].Leaves[0].ID+prior]; !ok {
		prior = "@" + period + ".0"
	}
	r.month(h, period, tag, false)
	for id, was := range before {
		is := truths(h, period)[id]
		by := "move:" + id + tag
		d := abs(is - was)
		r.Cells[by] = attack.Cell{V: &d}
		if is >= was {
			r.sum(id+tag, []string{id + prior, by})
		} else {
			r.sum(id+prior, []string{id + tag, by})
		}
	}
}

// windows records the quarter and the rolling year that end with a release.
func (r *reader) windows(h *History, release int) {
	for _, length := range []int{3, 12} {
		if release+1 < length {
			continue
		}
		var periods []string
		for m := release + 1 - length; m <= release; m++ {
			periods = append(periods, fmt.Sprintf("m%02d", m))
		}
		r.window(h, periods, fmt.Sprintf("@%d-%d", length, release), func(p string) string {
			return fmt.Sprintf("@%s.%d", p, release)
		})
	}
}

// window records every row over several periods, hidden ones too, with their
// answers and modes. Where a period has no release by the tag, its first is meant.
func (r *reader) window(h *History, periods []string, name string, tag func(period string) string) {
	for _, v := range h.Rows(periods...) {
		id, truth := v.ID+name, 0
		var parts []string
		split := true
		for _, p := range periods {
			part := v.ID + tag(p)
			if _, ok := r.Cells[part]; !ok {
				part = v.ID + "@" + p + ".0"
			}
			c, ok := r.Cells[part]
			if !ok {
				continue
			}
			parts = append(parts, part)
			if c.V != nil {
				truth += *c.V
			} else {
				truth += *c.True
			}
			_, ok = r.Cells[part+".1"]
			split = split && ok
		}
		r.cell(id, v.People(), truth, 0, protected(truth))
		r.sum(id, parts)
		if c, ok := v.Counts(); ok && split {
			r.facets(v, id, c)
			for _, facet := range facets() {
				r.sum(id+facet, tagged(parts, facet))
			}
		}
	}
}

// byMonth cuts the reader's problem into its connected parts, so that each can
// be attacked by itself: nothing is lost by it.
func (r *reader) byMonth() map[string]*attack.Problem {
	parent := map[string]string{}
	var find func(string) string
	find = func(id string) string {
		if p, ok := parent[id]; ok && p != id {
			root := find(p)
			parent[id] = root
			return root
		}
		return id
	}
	hiddenOf := func(s attack.Sum) []string {
		var out []string
		for _, id := range append([]string{s.Total}, s.Parts...) {
			if r.Cells[id].V == nil {
				out = append(out, id)
			}
		}
		return out
	}
	for _, s := range r.Sums {
		ids := hiddenOf(s)
		for _, id := range ids[min(1, len(ids)):] {
			parent[find(id)] = find(ids[0])
		}
	}
	out := map[string]*attack.Problem{}
	for _, s := range r.Sums {
		ids := hiddenOf(s)
		if len(ids) == 0 {
			continue
		}
		root := find(ids[0])
		p := out[root]
		if p == nil {
			p = &attack.Problem{Cells: map[string]attack.Cell{}}
			out[root] = p
		}
		for _, id := range append([]string{s.Total}, s.Parts...) {
			p.Cells[id] = r.Cells[id]
		}
		p.Sums = append(p.Sums, s)
	}
	return out
}

func TestHiddenStaysHidden(t *testing.T) {
	w := newWorld(77, 2)
	h := NewHistory()
	leaves := w.month()
	if _, err := h.Publish("m", leaves); err != nil {
		t.Fatal(err)
	}
	first := map[string]Marker{}
	for _, v := range h.Rows("m") {
		first[v.ID] = v.Marker
	}
	for range 10 {
		leaves = w.unsettle(leaves)
		if _, err := h.Publish("m", leaves); err != nil {
			t.Fatal(err)
		}
		for _, v := range h.Rows("m") {
			if v.Marker != first[v.ID] {
				t.Fatalf("%s was %q and is %q", v.ID, first[v.ID], v.Marker)
			}
		}
	}
}

// TestPublishIsDeterministic wants the same history from the same counts in
// any order, from a history that was saved and loaded on the way.
func TestPublishIsDeterministic(t *testing.T) {
	save := func(h *History) []byte {
		var b bytes.Buffer
		if err := h.Save(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	w := newWorld(5, 3)
	one, two := w.themed(w.month()), []Leaf(nil)
	two = w.unsettle(one)
	a, b := NewHistory(testDims()...), NewHistory(testDims()...)
	for _, leaves := range [][]Leaf{one, two} {
		if _, err := a.Publish("m", leaves); err != nil {
			t.Fatal(err)
		}
		shuffled := slices.Clone(leaves)
		w.rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if _, err := b.Publish("m", shuffled); err != nil {
			t.Fatal(err)
		}
		loaded, err := LoadHistory(bytes.NewReader(save(b)))
		if err != nil {
			t.Fatal(err)
		}
		b = loaded
		if !bytes.Equal(save(a), save(b)) {
			t.Fatal("the same counts gave two histories")
		}
	}
}
