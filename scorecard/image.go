package scorecard

import (
	"context"
	"fmt"

	"earshot/feedback"
	"earshot/ledger"
)

// image is what a partition of a board must hold: a fold of its entries by the
// plain definition, apart from the path by which a projector gets there. It
// can be moved on, so that a board can be compared while it moves.
type image struct {
	p      ledger.Partition
	seq    ledger.Seq
	mark   uint64
	today  feedback.Day
	days   map[Cell]*Counts // the days that are kept, and later ones
	older  map[Key]*Counts  // months of days that are not kept any more
	scopes map[Scope]bool   // all that entries were ever counted under
}

func newImage(p ledger.Partition, today feedback.Day) *image {
	return &image{p: p, today: today, days: make(map[Cell]*Counts), older: make(map[Key]*Counts), scopes: make(map[Scope]bool)}
}

// imageBatch is how many entries are read at once to make an image.
const imageBatch = 4096

// advance moves the image on to entry to and day today. It gives the number of
// entries read.
func (m *image) advance(ctx context.Context, l ledger.Reader, to ledger.Seq, today feedback.Day) (int64, error) {
	var n int64
	for m.seq < to {
		limit := min(int(to-m.seq), imageBatch)
		entries, err := l.Read(ctx, m.p, m.seq, ledger.ReadOptions{Limit: limit})
		if err != nil {
			return n, err
		}
		if len(entries) == 0 {
			return n, fmt.Errorf("partition %d: the board is at entry %d, the ledger ends at %d: %w", m.p, to, m.seq, feedback.ErrCorrupt)
		}
		for i := range entries {
			Fold(m.days, &entries[i])
			m.addScopes(entries[i].Minus)
			m.addScopes(entries[i].Plus)
		}
		last := &entries[len(entries)-1]
		m.seq, m.mark = last.ID.Seq, markOf(last)
		n += int64(len(entries))
		m.age()
	}
	m.today = max(m.today, today)
	m.age()
	return n, nil
}

func (m *image) addScopes(f *ledger.Facts) {
	if f == nil {
		return
	}
	for _, s := range appendScopes(nil, &f.Path) {
		m.scopes[s] = true
	}
}

// age moves days that are not kept to their months, which bounds what an image
// takes by the number of scopes, however long the ledger is.
func (m *image) age() {
	for cell, c := range m.days {
		if cell.Day > m.today-KeptDays {
			continue
		}
		k := MonthKey(cell.Scope, cell.Day.Month())
		if m.older[k] == nil {
			m.older[k] = new(Counts)
		}
		m.older[k].Add(c)
		delete(m.days, cell)
	}
}

// value gives what must stand under a key; counts of nothing if it must not be
// there.
func (m *image) value(k Key) *Counts {
	sum := new(Counts)
	from, to := feedback.Day(k.N), feedback.Day(k.N)
	switch k.Span {
	case MonthSpan:
		month := feedback.Month(k.N)
		from, to = month.First(), min(month.Last(), m.today-1)
		if c := m.older[k]; c != nil {
			sum.Add(c)
		}
	case WindowSpan:
		from, to = m.today-feedback.Day(k.N)+1, m.today-1
	}
	for d := from; d <= to; d++ {
		if c := m.days[Cell{k.Scope, d}]; c != nil {
			sum.Add(c)
		}
	}
	return sum
}

// keys gives every key that may hold anything.
func (m *image) keys() map[Key]bool {
	keys := make(map[Key]bool, 2*len(m.days))
	for cell := range m.days {
		keys[DayKey(cell.Scope, cell.Day)] = true
		if cell.Day >= m.today {
			continue
		}
		keys[MonthKey(cell.Scope, cell.Day.Month())] = true
		for _, n := range sealedWindows() {
			if cell.Day > m.today-feedback.Day(n) {
				keys[WindowKey(cell.Scope, n)] = true
			}
		}
	}
	for k := range m.older {
		keys[k] = true
	}
	return keys
}

// isOurs reports whether k can be a key of this program at all.
func isOurs(k Key) bool {
	if k.Span != WindowSpan {
		return k.Span == DaySpan || k.Span == MonthSpan
	}
	for _, n := range sealedWindows() {
		if int(k.N) == n {
			return true
		}
	}
	return false
}
