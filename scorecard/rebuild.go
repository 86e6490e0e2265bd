package scorecard

import (
	"context"
	"fmt"
	"time"

	"earshot/ledger"
)

// CatchUp folds until every partition stands where the ledger stood when it
// was called. Unlike Run it ends at the first fault.
func (pr *Projector) CatchUp(ctx context.Context) error {
	pr.running.Lock()
	defer pr.running.Unlock()
	return pr.catchUp(ctx, nil)
}

func (pr *Projector) catchUp(ctx context.Context, progress func(done, total int64)) error {
	pr.checked = time.Time{} // others may have moved anything since the last cycle
	goal, err := pr.ledger.Heads(ctx)
	if err != nil {
		return err
	}
	for {
		more, err := pr.cycle(ctx)
		if err != nil {
			return err
		}
		var done, total int64
		for i := range pr.lanes {
			total += int64(goal[i])
			if l := &pr.lanes[i]; l.known {
				done += int64(min(goal[i], l.cursor.Seq))
			}
		}
		if progress != nil {
			progress(done, total)
		}
		if done == total {
			return nil
		}
		if !more && !pr.sleep(ctx, pr.poll/10, 0) {
			return ctx.Err()
		}
	}
}

// Rebuild empties the whole board and folds the ledger again from its first
// entry. Other projectors may go on meanwhile, and help. Cards count less than
// all until it is done, and say so by their AsOf. progress may be nil; it is
// given how many entries are folded, and of how many.
func (pr *Projector) Rebuild(ctx context.Context, progress func(done, total int64)) error {
	pr.running.Lock()
	defer pr.running.Unlock()
	if err := pr.restart(ctx); err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	if err := pr.catchUp(ctx, progress); err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	return nil
}

// restart empties all partitions, however often others move them meanwhile.
func (pr *Projector) restart(ctx context.Context) error {
	left := make(map[ledger.Partition]bool)
	for i := range pr.lanes {
		l := &pr.lanes[i]
		l.known, l.limit = false, maxBatch/4
		left[l.p] = true
	}
	for len(left) > 0 {
		was := make(map[ledger.Partition]Cursor)
		for p := range left {
			views, err := pr.board.View(ctx, Query{Partition: p})
			if err != nil {
				return err
			}
			if was[p] = views[0].Cursor; was[p].newer() {
				return errNewer
			}
		}
		done, err := empty(ctx, pr.board, was)
		if err != nil {
			return err
		}
		for _, p := range done {
			delete(left, p)
		}
	}
	return nil
}
