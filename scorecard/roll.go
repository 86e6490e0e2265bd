package scorecard

import (
	"context"

	"earshot/feedback"
	"earshot/ledger"
)

// maxRoll is the longest way, in days, that a partition is rolled. One left
// alone for longer is folded again from the ledger: by then the buckets that a
// roll needs may have expired.
const maxRoll = 30

// rollScopes is how many scopes are looked at together during a roll.
const rollScopes = 100

// rollChange makes the change that moves a partition from the day it is rolled
// to on to the day to, at most maxRoll later. ok is false if the partition
// stands elsewhere than at was.
func rollChange(ctx context.Context, b Board, p ledger.Partition, was Cursor, to feedback.Day) (c Change, ok bool, err error) {
	scopes, err := b.Scopes(ctx, p)
	if err != nil {
		return c, false, err
	}
	c = Change{Was: was, Now: was}
	c.Now.Today = to
	for start := 0; start < len(scopes); start += rollScopes {
		some := scopes[start:min(start+rollScopes, len(scopes))]
		var keys []Key
		for _, s := range some {
			keys = appendRollKeys(keys, s, was.Today, to)
		}
		stored, ok, err := look(ctx, b, p, was, keys)
		if !ok || err != nil {
			return c, false, err
		}
		at := make(map[Key]*Counts, len(keys))
		for i, k := range keys {
			if stored[i] != nil {
				at[k] = stored[i]
			}
		}
		for _, s := range some {
			c.Puts = appendRoll(c.Puts, at, s, was.Today, to)
		}
	}
	return c, true, nil
}

// leaving gives the days that leave a window of n days, which leaves out the
// present day, when the present day changes.
func leaving(n int, was, to feedback.Day) (first, last feedback.Day) {
	return was - feedback.Day(n) + 1, min(was-1, to-feedback.Day(n))
}

// entering gives the days that enter it.
func entering(n int, was, to feedback.Day) (first, last feedback.Day) {
	return max(was, to-feedback.Day(n)+1), to - 1
}

// appendRollKeys appends what must be known of a scope to roll it.
func appendRollKeys(keys []Key, s Scope, was, to feedback.Day) []Key {
	for d := was; d < to; d++ {
		keys = append(keys, DayKey(s, d))
	}
	for m := was.Month(); m <= (to - 1).Month(); m++ {
		keys = append(keys, MonthKey(s, m))
	}
	for _, n := range sealedWindows() {
		keys = append(keys, WindowKey(s, n))
		first, last := leaving(n, was, to)
		for d := first; d <= last; d++ {
			keys = append(keys, DayKey(s, d))
		}
	}
	return keys
}

// appendRoll appends the new values of a scope, given those stored now.
func appendRoll(puts []Put, at map[Key]*Counts, s Scope, was, to feedback.Day) []Put {
	for _, n := range sealedWindows() {
		first, last := entering(n, was, to)
		out, gone := leaving(n, was, to)
		sum, changed := copyOf(at[WindowKey(s, n)]), false
		for d := first; d <= last; d++ {
			if c := at[DayKey(s, d)]; c != nil {
				sum.Add(c)
				changed = true
			}
		}
		for d := out; d <= gone; d++ {
			if c := at[DayKey(s, d)]; c != nil {
				sum.Sub(c)
				changed = true
			}
		}
		if changed {
			puts = append(puts, Put{WindowKey(s, n), sum})
		}
	}
	for m := was.Month(); m <= (to - 1).Month(); m++ {
		sum, changed := copyOf(at[MonthKey(s, m)]), false
		for d := max(was, m.First()); d <= min(to-1, m.Last()); d++ {
			if c := at[DayKey(s, d)]; c != nil {
				sum.Add(c)
				changed = true
			}
		}
		if changed {
			puts = append(puts, Put{MonthKey(s, m), sum})
		}
	}
	for d := was - KeptDays + 1; d <= to-KeptDays; d++ {
		puts = append(puts, Put{DayKey(s, d), new(Counts)})
	}
	return puts
}

func copyOf(c *Counts) *Counts {
	n := new(Counts)
	if c != nil {
		*n = *c
	}
	return n
}
