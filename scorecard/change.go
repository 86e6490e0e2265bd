package scorecard

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"earshot/feedback"
	"earshot/ledger"
)

// deltas gives what sums add to the keys of a partition rolled to today: each
// day to its bucket, and a day that is over also to its month and to the
// windows that it is in. The counts are those of sums, not copies.
func (s *Sums) deltas(today feedback.Day) []Put {
	puts := make([]Put, 0, len(s.cells)+4*len(s.scopes))
	over := make([]sealedSums, len(s.scopes))
	for key, c := range s.cells {
		if c.IsZero() {
			continue
		}
		n, day := key>>32, feedback.Day(int32(uint32(key)))
		if day < today {
			over[n].add(s, day, today, c)
		}
		if day > today-KeptDays {
			puts = append(puts, Put{DayKey(s.scopes[n], day), c})
		}
	}
	for n := range over {
		puts = over[n].appendPuts(puts, s.scopes[n])
	}
	return puts
}

// sealedSums is what the days that are over add up to for one scope.
type sealedSums struct {
	windows [4]*Counts // in the order of sealedWindows
	months  []Put      // with their N only; there are few
}

func (o *sealedSums) add(s *Sums, day, today feedback.Day, c *Counts) {
	for i, n := range sealedWindows() {
		if day <= today-feedback.Day(n) {
			continue
		}
		if o.windows[i] == nil {
			o.windows[i] = s.newCounts()
		}
		o.windows[i].Add(c)
	}
	month := int32(day.Month())
	i := slices.IndexFunc(o.months, func(p Put) bool { return p.Key.N == month })
	if i < 0 {
		i = len(o.months)
		o.months = append(o.months, Put{Key{N: month}, s.newCounts()})
	}
	o.months[i].Counts.Add(c)
}

func (o *sealedSums) appendPuts(puts []Put, scope Scope) []Put {
	for i, n := range sealedWindows() {
		if c := o.windows[i]; c != nil && !c.IsZero() {
			puts = append(puts, Put{WindowKey(scope, n), c})
		}
	}
	for _, m := range o.months {
		if !m.Counts.IsZero() {
			puts = append(puts, Put{MonthKey(scope, feedback.Month(m.Key.N)), m.Counts})
		}
	}
	return puts
}

// viewKeys is how many keys are asked for in one look while folding, so that
// nobody else waits long for the engine.
const viewKeys = 4000

// look gives what is stored under keys while the partition stands at want. ok
// is false if it stands elsewhere.
func look(ctx context.Context, b Board, p ledger.Partition, want Cursor, keys []Key) (counts []*Counts, ok bool, err error) {
	var queries []Query
	for chunk := range slices.Chunk(keys, viewKeys) {
		queries = append(queries, Query{p, chunk})
	}
	views, err := b.View(ctx, queries...)
	if err != nil {
		return nil, false, err
	}
	counts = make([]*Counts, 0, len(keys))
	for i := range views {
		if views[i].Cursor != want {
			return nil, false, nil
		}
		if len(views[i].Corrupt) > 0 {
			return nil, false, fmt.Errorf("partition %d: %s: %w", p, views[i].Corrupt[0], feedback.ErrCorrupt)
		}
		counts = append(counts, views[i].Counts...)
	}
	return counts, true, nil
}

// foldChange begins the change that folds entries into a partition at was. Its
// Puts are what the entries add, until addStored has added what is there.
func foldChange(was Cursor, today feedback.Day, entries []ledger.Entry) Change {
	sums := FoldBatch(entries)
	c := Change{Was: was, Now: was, Scopes: sums.scopes}
	if was.IsZero() {
		c.Now = Cursor{Today: today, Gen: newGen()}
	}
	last := &entries[len(entries)-1]
	c.Now.Seq, c.Now.Mark, c.Now.At = last.ID.Seq, markOf(last), last.At.UnixMicro()
	c.Puts = sums.deltas(c.Now.Today)
	return c
}

// addStored adds to the change's Puts what is stored under their keys. ok is
// false if the partition stands elsewhere.
func addStored(ctx context.Context, b Board, p ledger.Partition, c *Change) (ok bool, err error) {
	if c.Was.IsZero() {
		return true, nil // nothing is stored yet
	}
	keys := make([]Key, len(c.Puts))
	for i := range keys {
		keys[i] = c.Puts[i].Key
	}
	stored, ok, err := look(ctx, b, p, c.Was, keys)
	if !ok || err != nil {
		return false, err
	}
	for i, put := range c.Puts {
		if stored[i] != nil {
			put.Counts.Add(stored[i])
		}
	}
	return true, nil
}

// markOf gives the mark by which a cursor remembers an entry.
func markOf(e *ledger.Entry) uint64 {
	var m uint64
	for _, b := range e.Hash[:8] {
		m = m<<8 | uint64(b)
	}
	return m
}

// newGen draws the number of a partition's generation; never 0.
func newGen() uint64 { return rand.Uint64() | 1 }

// empty empties partitions that stand at was, in steps of which each needs the
// partition to be still ours to clear, so that whoever starts to fill it again
// cannot lose anything. It gives those that are empty now; the others were
// moved by somebody else.
func empty(ctx context.Context, b Board, was map[ledger.Partition]Cursor) (done []ledger.Partition, err error) {
	ours := make(map[ledger.Partition]Cursor, len(was))
	var ps []ledger.Partition
	for p, c := range was {
		token := Cursor{Clearing: true, Gen: newGen()}
		made, err := b.Apply(ctx, p, Change{Was: c, Now: token})
		if err != nil {
			return nil, err
		}
		if made {
			ours[p] = token
			ps = append(ps, p)
		}
	}
	if len(ps) == 0 {
		return nil, nil
	}
	err = b.Names(ctx, ps, func(names []Name) error {
		stored := make(map[ledger.Partition][]string)
		for _, n := range names {
			if _, ok := ours[n.Partition]; ok {
				stored[n.Partition] = append(stored[n.Partition], n.Stored)
			}
		}
		return emptyNames(ctx, b, ours, stored)
	})
	if err != nil {
		return nil, err
	}
	for p, token := range ours {
		made, err := b.Apply(ctx, p, Change{Was: token})
		if err != nil {
			return done, err
		}
		if made {
			done = append(done, p)
		}
	}
	return done, nil
}

// emptyNames removes what is stored under names. A partition that is no longer
// ours is dropped from ours.
func emptyNames(ctx context.Context, b Board, ours map[ledger.Partition]Cursor, names map[ledger.Partition][]string) error {
	for p, stored := range names {
		for chunk := range slices.Chunk(stored, MaxPuts) {
			made, err := b.Apply(ctx, p, Change{Was: ours[p], Now: ours[p], Remove: chunk})
			if err != nil {
				return err
			}
			if !made {
				delete(ours, p)
				break
			}
		}
	}
	return nil
}
