package scorecard

import (
	"context"
	"fmt"

	"earshot/feedback"
)

// Days reads what was counted about a scope on each day from one day to
// another, both included: at most [KeptDays] of them, oldest first. Days older
// than the board keeps count nothing; their months do.
func (c *Cards) Days(ctx context.Context, ref Ref, from, to feedback.Day) ([]DayCounts, error) {
	n := int(to) - int(from) + 1
	if n < 0 || n > KeptDays {
		return nil, fmt.Errorf("read days: %w: at most %d days at a time", feedback.ErrInvalid, KeptDays)
	}
	keys := make([]Key, n)
	out := make([]DayCounts, n)
	for i := range keys {
		out[i].Day = from + feedback.Day(i)
		keys[i] = DayKey(ref.Scope, out[i].Day)
	}
	var queries []Query
	for _, p := range ref.partitions() {
		queries = append(queries, Query{p, keys})
	}
	views, err := c.board.View(ctx, queries...)
	if err != nil {
		return nil, fmt.Errorf("read days: %w", err)
	}
	for i := range views {
		v := &views[i]
		if len(v.Corrupt) > 0 {
			return nil, fmt.Errorf("read days: partition %d: %s: %w", queries[i].Partition, v.Corrupt[0], feedback.ErrCorrupt)
		}
		if !standing(v.Cursor) {
			continue
		}
		for k, counts := range v.Counts {
			if counts != nil {
				out[k].Add(counts)
			}
		}
	}
	return out, nil
}

// maxMonths is how many months can be read at a time.
const maxMonths = 600

// Months reads what was counted about a scope in each calendar month from one
// to another, both included, oldest first. Months have no age limit.
func (c *Cards) Months(ctx context.Context, ref Ref, from, to feedback.Month) ([]MonthCounts, error) {
	n := int(to) - int(from) + 1
	if n < 0 || n > maxMonths {
		return nil, fmt.Errorf("read months: %w: at most %d months at a time", feedback.ErrInvalid, maxMonths)
	}
	wants := make([]Want, n)
	for i := range wants {
		wants[i] = Want{MonthOf(from + feedback.Month(i)), ref}
	}
	cards, err := c.Cards(ctx, wants...)
	if err != nil {
		return nil, fmt.Errorf("read months: %w", err)
	}
	out := make([]MonthCounts, n)
	for i := range out {
		out[i] = MonthCounts{from + feedback.Month(i), cards[i].Counts}
	}
	return out, nil
}
