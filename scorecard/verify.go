package scorecard

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// VerifyOptions are the options of [Verify].
type VerifyOptions struct {
	// Repair puts right what differs, and only that.
	Repair bool
	// Wait is how long a board that is behind the ledger may take to catch up to
	// where the ledger stood when Verify began; 0 means 10 s.
	Wait time.Duration
	// Most is how many differences are reported in full; 0 means 20.
	Most int
	// Progress may be nil; it is given the number of partitions done.
	Progress func(done, total int)
}

// Difference is something that is not on the board as a fold of the ledger
// says.
type Difference struct {
	Partition ledger.Partition
	What      string // the key, or what else is wrong
	Want, Got string // what the fold gives and what was found; may be empty
}

// String gives the difference in one line.
func (d Difference) String() string {
	s := fmt.Sprintf("partition %d: %s", d.Partition, d.What)
	if d.Want != "" || d.Got != "" {
		s += fmt.Sprintf(": want %s, got %s", d.Want, d.Got)
	}
	return s
}

// Report is what [Verify] found.
type Report struct {
	Entries     int64        // entries folded to compare with
	Keys        int64        // keys compared
	Different   int64        // differences, all of them
	Differences []Difference // the first ones
	Repaired    int64        // differences put right
	Emptied     int          // partitions that had to be folded again as a whole
}

// OK reports whether the board is as it should be, or was put right.
func (r *Report) OK() bool { return r.Different == r.Repaired }

// Verify compares everything on a board with a fresh fold of the ledger: every
// day, month and window of every scope, what should not be there, the cursors
// and the scopes. It folds by the plain definition and not by the projector's
// path. It takes one partition at a time, in memory bounded by the number of
// places, and may run while answers come in: each look at the board is compared
// with the fold at the very cursor that was seen in the same look.
//
// An error means that it could not be found out; differences are no error.
func Verify(ctx context.Context, l ledger.Reader, b Board, opt VerifyOptions) (*Report, error) {
	if opt.Wait == 0 {
		opt.Wait = 10 * time.Second
	}
	if opt.Most == 0 {
		opt.Most = 20
	}
	heads, err := l.Heads(ctx)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	v := &verification{ledger: l, board: b, opt: opt, report: new(Report), deadline: time.Now().Add(opt.Wait)}
	for first := 0; first < len(heads); first += verifyTogether {
		if err := v.group(ctx, heads[:], first); err != nil {
			return nil, fmt.Errorf("verify: %w", err)
		}
	}
	return v.report, nil
}

// verifyTogether is how many partitions are listed together: listing costs the
// same for many as for one, but what is listed has to be remembered.
const verifyTogether = 8

type verification struct {
	ledger   ledger.Reader
	board    Board
	opt      VerifyOptions
	report   *Report
	deadline time.Time // for boards that are behind
}

// errMoved says that a partition was emptied or fell back while it was being
// compared, so that it must be compared from the start.
var errMoved = errors.New("the partition was begun anew meanwhile")

func (v *verification) differ(d Difference) {
	v.report.Different++
	if len(v.report.Differences) < v.opt.Most {
		v.report.Differences = append(v.report.Differences, d)
	}
}

// listing is what was found stored in a partition: keys, and the names of what
// is none.
type listing struct {
	keys    map[Key]bool
	foreign []string
}

// list lists what is stored in partitions.
func (v *verification) list(ctx context.Context, ps ...ledger.Partition) (map[ledger.Partition]*listing, error) {
	lists := make(map[ledger.Partition]*listing)
	for _, p := range ps {
		lists[p] = &listing{keys: make(map[Key]bool)}
	}
	err := v.board.Names(ctx, ps, func(names []Name) error {
		for _, n := range names {
			if l := lists[n.Partition]; isOurs(n.Key) {
				l.keys[n.Key] = true
			} else {
				l.foreign = append(l.foreign, n.Stored)
			}
		}
		return nil
	})
	for _, l := range lists {
		slices.Sort(l.foreign)
		l.foreign = slices.Compact(l.foreign)
	}
	return lists, err
}

// group compares the partitions that are listed together.
func (v *verification) group(ctx context.Context, heads []ledger.Seq, first int) error {
	var ps []ledger.Partition
	for i := first; i < min(first+verifyTogether, len(heads)); i++ {
		ps = append(ps, ledger.Partition(i))
	}
	lists, err := v.list(ctx, ps...)
	if err != nil {
		return err
	}
	for _, p := range ps {
		if err := v.partition(ctx, p, heads[p], lists[p]); err != nil {
			return fmt.Errorf("partition %d: %w", p, err)
		}
		delete(lists, p)
		if v.opt.Progress != nil {
			v.opt.Progress(int(p)+1, len(heads))
		}
	}
	return nil
}

// partition compares one partition, from the start again if it is begun anew
// meanwhile.
func (v *verification) partition(ctx context.Context, p ledger.Partition, head ledger.Seq, list *listing) error {
	for range attempts {
		before := *v.report
		before.Differences = slices.Clone(before.Differences)
		err := v.compare(ctx, p, head, list)
		if !errors.Is(err, errMoved) {
			return err
		}
		*v.report = before
		lists, err := v.list(ctx, p)
		if err != nil {
			return err
		}
		list = lists[p]
	}
	return fmt.Errorf("%w: %w", feedback.ErrUnavailable, errMoved)
}

func (v *verification) compare(ctx context.Context, p ledger.Partition, head ledger.Seq, list *listing) error {
	cursor, err := v.settle(ctx, p, head)
	if err != nil {
		return err
	}
	c := &comparison{verification: v, p: p, gen: cursor.Gen, image: newImage(p, cursor.Today)}
	if fault, err := c.checkCursor(ctx, cursor, head); err != nil {
		return err
	} else if fault != "" {
		return c.startAnew(ctx, cursor, fault)
	}
	all := maps.Clone(list.keys)
	maps.Copy(all, c.image.keys())
	if err := c.keys(ctx, all, nil); err != nil {
		return err
	}
	// Entries that came meanwhile may have brought further keys.
	if err := c.keys(ctx, c.image.keys(), all); err != nil {
		return err
	}
	if err := c.foreign(ctx, list.foreign); err != nil {
		return err
	}
	return c.scopes(ctx)
}

// settle waits for the partition to be where the ledger was, and gives its
// cursor then.
func (v *verification) settle(ctx context.Context, p ledger.Partition, head ledger.Seq) (Cursor, error) {
	for {
		views, err := v.board.View(ctx, Query{Partition: p})
		if err != nil {
			return Cursor{}, err
		}
		c := views[0].Cursor
		if c.newer() {
			return c, errNewer
		}
		if c.Known() && !c.Clearing && c.Seq >= head || time.Now().After(v.deadline) {
			return c, nil
		}
		select {
		case <-ctx.Done():
			return c, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
