package scorecard

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// errNewer means that the board is another program's business.
var errNewer = fmt.Errorf("the scorecards were written by a newer program: %w", feedback.ErrUnavailable)

// Bounds on how many entries are folded at once. A batch that touches more than
// MaxPuts keys is halved.
const (
	maxBatch = 16384
	minBatch = 64
)

// clearingPatience is how long a partition may stay half emptied before another
// projector empties it anew.
const clearingPatience = 3 * time.Second

// lane is one partition as a projector knows it. One goroutine at a time works
// on it.
type lane struct {
	p      ledger.Partition
	cursor Cursor
	known  bool // cursor was found on the board and agrees with the ledger
	limit  int  // entries to fold at once

	notBefore time.Time // do not work on it sooner
	failures  int       // in a row
	races     int       // lost in a row

	clearing   Cursor    // somebody's clearing that was seen
	clearingAt time.Time // since when
}

// step moves the partition on by one change: it finds out where it stands,
// rolls it to the day, or folds the next entries up to head. more is true if
// there may be more to do at once.
func (l *lane) step(ctx context.Context, pr *Projector, head ledger.Seq, day feedback.Day) (more bool, err error) {
	if !l.known {
		if err := l.load(ctx, pr); err != nil || !l.known {
			return false, err
		}
	}
	switch {
	case !l.cursor.IsZero() && l.cursor.Today < day:
		return true, l.roll(ctx, pr, day)
	case l.cursor.Seq < head:
		return l.fold(ctx, pr, day)
	}
	return false, nil
}

// load finds out where the partition stands and whether that can be true.
func (l *lane) load(ctx context.Context, pr *Projector) error {
	views, err := pr.board.View(ctx, Query{Partition: l.p})
	if err != nil {
		return err
	}
	c := views[0].Cursor
	switch {
	case c.newer():
		return errNewer
	case !c.Known():
		return l.clear(ctx, pr, c, "its layout is not this program's")
	case c.Clearing:
		return l.watchClearing(ctx, pr, c)
	}
	why := ""
	if c.IsZero() {
		why, err = l.leftover(ctx, pr)
	} else {
		why, err = l.contradiction(ctx, pr, c)
	}
	if err != nil {
		return err
	}
	if why != "" {
		return l.clear(ctx, pr, c, why)
	}
	l.cursor, l.known = c, true
	return nil
}

// leftover says what is wrong with a partition without a cursor, if anything.
func (l *lane) leftover(ctx context.Context, pr *Projector) (string, error) {
	scopes, err := pr.board.Scopes(ctx, l.p)
	if err != nil || len(scopes) == 0 {
		return "", err
	}
	// Somebody may have begun to fill it since we looked for the cursor.
	views, err := pr.board.View(ctx, Query{Partition: l.p})
	if err != nil || !views[0].Cursor.IsZero() {
		return "", err
	}
	return "its cursor is missing", nil
}

// contradiction says how the cursor disagrees with the ledger, if it does.
func (l *lane) contradiction(ctx context.Context, pr *Projector, c Cursor) (string, error) {
	entries, err := pr.ledger.Read(ctx, l.p, c.Seq-1, ledger.ReadOptions{Limit: 1})
	if err != nil {
		return "", err
	}
	switch {
	case len(entries) == 0:
		return "it is ahead of the ledger", nil
	case entries[0].ID.Seq != c.Seq || markOf(&entries[0]) != c.Mark:
		return "it was folded from another ledger", nil
	}
	return "", nil
}

// watchClearing leaves a partition alone that somebody is emptying, unless they
// seem to have died over it.
func (l *lane) watchClearing(ctx context.Context, pr *Projector, c Cursor) error {
	if l.clearing != c {
		l.clearing, l.clearingAt = c, time.Now()
	}
	if time.Since(l.clearingAt) < clearingPatience {
		return nil
	}
	return l.clear(ctx, pr, c, "somebody left it half emptied")
}

// clear empties the partition so that it is folded again from the start.
func (l *lane) clear(ctx context.Context, pr *Projector, was Cursor, why string) error {
	pr.log.Warn("scorecards of a partition are folded again", "partition", int(l.p), "because", why)
	l.known = false
	done, err := empty(ctx, pr.board, map[ledger.Partition]Cursor{l.p: was})
	if err != nil {
		return fmt.Errorf("empty partition %d: %w", l.p, err)
	}
	if len(done) > 0 {
		pr.counters.clears.Add(1)
		l.cursor, l.known = Cursor{}, true
	}
	return nil
}

// roll moves the partition on to day.
func (l *lane) roll(ctx context.Context, pr *Projector, day feedback.Day) error {
	if day-l.cursor.Today > maxRoll {
		return l.clear(ctx, pr, l.cursor, "it was left alone for too long to be rolled on")
	}
	c, ok, err := rollChange(ctx, pr.board, l.p, l.cursor, day)
	if err == nil && ok {
		pr.counters.rolls.Add(1)
		return l.apply(ctx, pr, c)
	}
	return l.failed(ctx, pr, err)
}

// fold reads the next entries and folds them in. more is true if they were as
// many as are folded at once.
func (l *lane) fold(ctx context.Context, pr *Projector, day feedback.Day) (more bool, err error) {
	// The cursor's own entry is read again with those after it: if it is another
	// than it was, the ledger has been replaced under us, say by a replica that
	// lacked the latest entries.
	own := min(l.cursor.Seq, 1)
	entries, err := pr.ledger.Read(ctx, l.p, l.cursor.Seq-own, ledger.ReadOptions{Limit: l.limit + int(own)})
	if err != nil {
		return false, err
	}
	if len(entries) <= int(own) || own == 1 && markOf(&entries[0]) != l.cursor.Mark {
		l.known = false // load will say what is wrong
		return false, nil
	}
	entries = entries[own:]
	if got := entries[0].ID.Seq; got != l.cursor.Seq+1 {
		return false, fmt.Errorf("partition %d: entry %d follows %d: %w", l.p, got, l.cursor.Seq, feedback.ErrCorrupt)
	}
	c := foldChange(l.cursor, day, entries)
	for len(c.Puts) > MaxPuts && len(entries) > minBatch {
		l.limit = max(len(entries)/2, minBatch)
		entries = entries[:l.limit]
		c = foldChange(l.cursor, day, entries)
	}
	full := len(entries) >= l.limit
	if full && len(c.Puts) < MaxPuts/3 {
		l.limit = min(l.limit*2, maxBatch)
	}
	if ok, err := addStored(ctx, pr.board, l.p, &c); err != nil || !ok {
		return false, l.failed(ctx, pr, err)
	}
	if err := l.apply(ctx, pr, c); err != nil || !l.known {
		return false, err
	}
	pr.counters.entries.Add(int64(len(entries)))
	return full, nil
}

// apply makes a change, or learns that somebody else was faster.
func (l *lane) apply(ctx context.Context, pr *Projector, c Change) error {
	made, err := pr.board.Apply(ctx, l.p, c)
	if err != nil {
		l.known = false // it may have been made
		return err
	}
	if !made {
		return l.failed(ctx, pr, nil)
	}
	l.cursor, l.races = c.Now, 0
	pr.counters.changes.Add(1)
	return nil
}

// failed deals with a change that could not be made up: something stored is
// broken, or, if err is nil, the partition has been moved by somebody else.
func (l *lane) failed(ctx context.Context, pr *Projector, err error) error {
	was := l.cursor
	l.known = false
	switch {
	case errors.Is(err, feedback.ErrCorrupt):
		return l.clear(ctx, pr, was, "something stored there cannot be read")
	case err != nil:
		return err
	}
	pr.counters.races.Add(1)
	// Another projector is at work here. Leave it the lead for a while rather
	// than have both read every entry; should it stop, half a second is soon
	// enough to take over.
	l.races++
	pause := min(10*time.Millisecond<<min(l.races, 6), 400*time.Millisecond)
	l.notBefore = time.Now().Add(pause/2 + time.Duration(rand.Int64N(int64(pause))))
	return nil
}
