package disclosure

import (
	"slices"
	"strings"
)

// Row gives the public view of a leaf or a sum over the given periods added
// together: one month, a quarter, a rolling year. It is shown only if it
// follows from what is public already: the rows and pools of each period, and
// the spans that [History.Open] made public.
// Where a period was not published, or no period knows the row, it is [x]; a
// row that a period does not know had no answers in it.
func (h *History) Row(id string, periods ...string) View {
	return h.sum(id, periods, func(f *Frame) ([]int, bool, bool) {
		leaves, known := f.members(id)
		return leaves, known, f.tells(leaves)
	})
}

// Total gives the public view of an ad-hoc sum, such as a filtered list, over
// any leaves and rows that do not overlap; what overlaps is counted once. Its
// id is the caller's to choose.
func (h *History) Total(id string, of []string, periods ...string) View {
	return h.sum(id, periods, func(f *Frame) (leaves []int, known, told bool) {
		each := true // every part is told by itself
		for _, part := range of {
			m, ok := f.members(part)
			leaves = append(leaves, m...)
			known = known || ok
			each = each && f.tells(m)
		}
		n := len(leaves)
		slices.Sort(leaves)
		leaves = slices.Compact(leaves)
		return leaves, known, each && len(leaves) == n || f.tells(leaves)
	})
}

func (h *History) sum(id string, periods []string, pick func(*Frame) (leaves []int, known, told bool)) View {
	out := View{ID: id}
	found := false
	of, rest := map[string][]int{}, map[string][]int{}
	for _, period := range distinct(periods) {
		f := h.frames[period]
		if f == nil {
			return View{ID: id, Marker: NotAvailable}
		}
		leaves, known, told := pick(f)
		found = found || known
		of[period] = leaves
		if !told {
			rest[period] = leaves
		}
	}
	switch {
	case !found:
		return View{ID: id, Marker: NotAvailable}
	case len(rest) > 0 && !h.settled(of) && !h.settled(rest):
		return hidden(id)
	}
	for period, leaves := range of {
		for _, i := range leaves {
			out.counts.gather(&h.frames[period].Leaves[i].Counts)
		}
	}
	return out
}

// Nearest gives the first of the rows, given from the finest to the coarsest,
// that is shown for a period with at least Threshold people; ok is false if
// none is. A comment may be published under that row and no finer one: two
// comments under a hidden ward would tell that it had two answers at least.
func (h *History) Nearest(period string, rows ...string) (id string, ok bool) {
	for _, id := range rows {
		if v := h.Row(id, period); v.Marker == Shown && v.counts.People >= Threshold {
			return id, true
		}
	}
	return "", false
}

// Rows gives the public view of every leaf and every sum that the given
// periods know, by id. The list holds the hidden rows too, so its length tells
// nothing of them.
func (h *History) Rows(periods ...string) []View {
	ids := map[string]bool{}
	sums := map[string]View{}
	for _, period := range distinct(periods) {
		f := h.frames[period]
		if f == nil {
			return nil
		}
		f.each(func(v View) {
			ids[v.ID] = true
			s := sums[v.ID]
			if s.Marker != Shown || v.Marker != Shown {
				sums[v.ID] = hidden(v.ID)
				return
			}
			sums[v.ID] = View{ID: v.ID, counts: s.counts.Add(v.counts)}
		})
	}
	out := make([]View, 0, len(ids))
	for id := range ids {
		v := sums[id]
		if v.Marker != Shown && len(h.spans) > 0 && len(periods) > 1 {
			v = h.Row(id, periods...)
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b View) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// each visits every row of one period.
func (f *Frame) each(visit func(View)) {
	rows := make([]Counts, len(f.Rows))
	for i := range f.Leaves {
		k := &f.Leaves[i]
		for _, g := range k.In {
			rows[g].gather(&k.Counts)
		}
		if f.veil.pool[i] >= 0 {
			visit(hidden(k.ID))
		} else {
			visit(View{ID: k.ID, counts: k.Counts})
		}
	}
	for g, c := range rows {
		if f.hides(g) {
			visit(hidden(f.Rows[g]))
		} else {
			visit(View{ID: f.Rows[g], counts: c})
		}
	}
}

// Breakdown gives one public number per category of a dimension for a row over
// the given periods, in the order of the dimension's categories. A category is
// hidden wherever its row is. Breakdowns stay as first published: they speak of
// the people that [History.Base] gives, not of later restatements.
func (h *History) Breakdown(id, dimension string, periods ...string) []Value {
	d := slices.IndexFunc(h.dims, func(d Dimension) bool { return d.Name == dimension })
	if d < 0 {
		return nil
	}
	out := make([]Value, len(h.dims[d].Categories))
	row := h.Row(id, periods...)
	for c := range out {
		out[c] = h.cell(id, &h.dims[d], c, periods, row.Marker)
	}
	return out
}

// Base gives how many people a row's breakdowns speak of: its people as first
// published.
func (h *History) Base(id string, periods ...string) Value {
	if m := h.Row(id, periods...).Marker; m != Shown {
		return Value{Marker: m}
	}
	n := 0
	for _, period := range distinct(periods) {
		f := h.frames[period]
		leaves, _ := f.members(id)
		for _, i := range leaves {
			n += f.Leaves[i].Base
		}
	}
	return Value{N: n}
}

func (h *History) cell(id string, d *Dimension, category int, periods []string, row Marker) Value {
	if row != Shown {
		return Value{Marker: row}
	}
	var out Value
	for _, period := range distinct(periods) {
		f := h.frames[period]
		leaves, _ := f.members(id)
		n, m := f.dimensionCell(d, category, id, leaves)
		if m > out.Marker {
			out = Value{Marker: m}
		}
		if out.Marker == Shown {
			out.N += n
		}
	}
	return out
}

// dimensionCell gives one category of one row of one period.
func (f *Frame) dimensionCell(d *Dimension, category int, id string, leaves []int) (int, Marker) {
	veil := &f.Dims[d.Name][0]
	if !d.Exclusive {
		veil = &f.Dims[d.Name][category]
	}
	n, people := 0, 0
	for _, i := range leaves {
		people += f.Leaves[i].Base
		if cells := f.Leaves[i].Dims[d.Name]; cells != nil {
			n += cells[category]
		}
	}
	switch {
	case f.row[id] < 0 && f.Leaves[leaves[0]].Late:
		return 0, NotAvailable
	case f.row[id] < 0 && veil.pool[leaves[0]] >= 0,
		!veil.open(leaves),
		!d.Exclusive && people > 0 && people < LineMin:
		return 0, Confidential
	}
	return n, Shown
}

func distinct(periods []string) []string {
	out := slices.Clone(periods)
	slices.Sort(out)
	return slices.Compact(out)
}
