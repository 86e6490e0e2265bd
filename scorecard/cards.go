package scorecard

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Cards reads scorecards from a [Board]. A card costs one look at each of its
// partitions whatever its window and however many responses it counts. Cards
// is safe for use by several goroutines at once.
type Cards struct {
	board Board
	// today holds, for each partition, the day it was last found rolled to, as a
	// guess at which day bucket to ask for. A wrong guess costs one more look.
	today [ledger.Partitions]atomic.Int32
}

// NewCards gives a reader of the cards on board.
func NewCards(board Board) *Cards { return &Cards{board: board} }

// attempts is how often a reading is begun again because a partition was
// rolled to another day meanwhile.
const attempts = 6

// Card reads one scorecard.
func (c *Cards) Card(ctx context.Context, w Window, ref Ref) (Card, error) {
	cards, err := c.Cards(ctx, Want{w, ref})
	if err != nil {
		return Card{}, err
	}
	return cards[0], nil
}

// Want is a card that is wanted.
type Want struct {
	Window Window
	Ref    Ref
}

// Cards reads many scorecards, of any scopes and windows, with one look at each
// partition that they need. They come in the order of wants. A scope of which
// nothing is stored gives a card of no counts.
func (c *Cards) Cards(ctx context.Context, wants ...Want) ([]Card, error) {
	for _, w := range wants {
		if w.Window.IsZero() {
			return nil, fmt.Errorf("read cards: no window: %w", feedback.ErrInvalid)
		}
	}
	for range attempts {
		r := reading{cards: c, wants: wants}
		again, err := r.run(ctx)
		if err != nil {
			return nil, fmt.Errorf("read cards: %w", err)
		}
		if !again {
			return r.out, nil
		}
	}
	return nil, fmt.Errorf("read cards: %w: the board is being rolled", feedback.ErrUnavailable)
}

// reading is one attempt to read cards.
type reading struct {
	cards *Cards
	wants []Want

	queries []Query
	asks    [][]ask // for each query, whose its keys are
	out     []Card
}

// ask says that the next n keys of a query are those of a wanted card.
type ask struct{ want, n int }

// run reads the cards. again means that a partition turned out to be rolled to
// another day than guessed.
func (r *reading) run(ctx context.Context) (again bool, err error) {
	r.plan()
	views, err := r.cards.board.View(ctx, r.queries...)
	if err != nil {
		return false, err
	}
	today := feedback.NoDay
	for i := range views {
		if !standing(views[i].Cursor) {
			continue
		}
		p, rolled := r.queries[i].Partition, views[i].Cursor.Today
		if guess := r.cards.today[p].Swap(int32(rolled)); feedback.Day(guess) != rolled {
			again = true
		}
		today = max(today, rolled)
	}
	if again {
		return true, nil
	}
	r.start(today)
	var late []int // queries of partitions that are not rolled to today yet
	for i := range views {
		if c := views[i].Cursor; standing(c) && c.Today < today {
			late = append(late, i)
		} else if err := r.collect(r.queries[i].Partition, r.asks[i], &views[i]); err != nil {
			return false, err
		}
	}
	return r.readLate(ctx, late, today)
}

// standing reports whether a partition holds anything to be read. An empty one
// does not, nor one that is just being emptied.
func standing(c Cursor) bool { return !c.IsZero() && c.Known() && !c.Clearing }

// plan writes the queries: for each partition, for each card that has counts
// in it, the sealed sum and the present day's bucket.
func (r *reading) plan() {
	var of [ledger.Partitions]int // partition → its query + 1
	for i := range r.wants {
		w := &r.wants[i]
		for _, p := range w.Ref.partitions() {
			if of[p] == 0 {
				r.queries = append(r.queries, Query{Partition: p})
				r.asks = append(r.asks, nil)
				of[p] = len(r.queries)
			}
			q := of[p] - 1
			keys := w.keys(feedback.Day(r.cards.today[p].Load()))
			r.queries[q].Keys = append(r.queries[q].Keys, keys...)
			r.asks[q] = append(r.asks[q], ask{i, len(keys)})
		}
	}
}

// keys gives the keys of one card in a partition rolled to today.
func (w *Want) keys(today feedback.Day) []Key {
	s := w.Ref.Scope
	m, isMonth := w.Window.Month()
	switch {
	case isMonth && today.Month() == m:
		return []Key{MonthKey(s, m), DayKey(s, today)}
	case isMonth:
		return []Key{MonthKey(s, m)}
	case w.Window.Days() == 1:
		return []Key{DayKey(s, today)}
	}
	return []Key{WindowKey(s, w.Window.Days()), DayKey(s, today)}
}

// start makes the cards, still without counts.
func (r *reading) start(today feedback.Day) {
	r.out = make([]Card, len(r.wants))
	for i, w := range r.wants {
		r.out[i] = Card{Scope: w.Ref.Scope, Window: w.Window, From: feedback.NoDay, To: feedback.NoDay, AsOf: never()}
		if today != feedback.NoDay {
			r.out[i].From, r.out[i].To = w.Window.Span(today)
		}
	}
}

// never is later than every time: the start of a search for the earliest.
func never() time.Time { return time.Unix(1<<40, 0) }

// collect adds what was seen of a partition to the cards that asked.
func (r *reading) collect(p ledger.Partition, asks []ask, v *View) error {
	if len(v.Corrupt) > 0 {
		return fmt.Errorf("partition %d: %s: %w", p, v.Corrupt[0], feedback.ErrCorrupt)
	}
	fresh := v.freshAt()
	counts := v.Counts
	for _, a := range asks {
		card := &r.out[a.want]
		if fresh.Before(card.AsOf) {
			card.AsOf = fresh
		}
		for _, c := range counts[:a.n] {
			if c != nil && standing(v.Cursor) {
				card.Add(c)
			}
		}
		counts = counts[a.n:]
	}
	return nil
}

// freshAt gives a time before which everything stored in the ledger is counted
// in the partition; zero if none is known.
func (v *View) freshAt() time.Time {
	if !v.Cursor.Known() || v.Cursor.Clearing {
		return time.Time{}
	}
	if at := v.Cursor.AsOf(); at.After(v.Seen) {
		return at
	}
	return v.Seen
}

// readLate reads partitions that are rolled to an earlier day than others, as
// happens for a moment after midnight. Their sealed windows are not those
// wanted, but their day buckets are always right.
func (r *reading) readLate(ctx context.Context, late []int, today feedback.Day) (again bool, err error) {
	if len(late) == 0 {
		return false, nil
	}
	queries := make([]Query, len(late))
	asks := make([][]ask, len(late))
	for n, i := range late {
		p := r.queries[i].Partition
		queries[n].Partition = p
		for _, a := range r.asks[i] {
			keys := r.wants[a.want].lateKeys(feedback.Day(r.cards.today[p].Load()), today)
			queries[n].Keys = append(queries[n].Keys, keys...)
			asks[n] = append(asks[n], ask{a.want, len(keys)})
		}
	}
	views, err := r.cards.board.View(ctx, queries...)
	if err != nil {
		return false, err
	}
	for n := range views {
		p, v := queries[n].Partition, &views[n]
		if !standing(v.Cursor) || v.Cursor.Today != feedback.Day(r.cards.today[p].Load()) {
			return true, nil
		}
		if err := r.collect(p, asks[n], v); err != nil {
			return false, err
		}
	}
	return false, nil
}

// lateKeys gives the keys of one card as of today in a partition that is
// rolled to an earlier day only.
func (w *Want) lateKeys(rolled, today feedback.Day) []Key {
	s := w.Ref.Scope
	from, to := w.Window.Span(today)
	var keys []Key
	if m, ok := w.Window.Month(); ok {
		keys = append(keys, MonthKey(s, m))
		from = max(from, rolled)
	}
	for d := from; d <= to; d++ {
		keys = append(keys, DayKey(s, d))
	}
	return keys
}
