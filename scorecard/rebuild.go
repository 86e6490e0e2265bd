package scorecard

import (
	"context"
	"fmt"
	"time"
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
	for i := range pr.lanes {
		if err := pr.lanes[i].restart(ctx, pr.board); err != nil {
			return fmt.Errorf("rebuild: %w", err)
		}
	}
	if err := pr.catchUp(ctx, progress); err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	return nil
}

// restart empties the lane's partition, however often others move it meanwhile.
func (l *lane) restart(ctx context.Context, b Board) error {
	l.known, l.limit = false, maxBatch/4
	for {
		views, err := b.View(ctx, Query{Partition: l.p})
		if err != nil {
			return err
		}
		if views[0].Cursor.newer() {
			return errNewer
		}
		if ok, err := empty(ctx, b, l.p, views[0].Cursor); ok || err != nil {
			return err
		}
	}
}
