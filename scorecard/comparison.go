package scorecard

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"earshot/feedback"
	"earshot/ledger"
)

// comparison is one partition being compared.
type comparison struct {
	*verification
	p     ledger.Partition
	gen   uint64
	image *image
}

// checkCursor folds up to the cursor, and says what is wrong with it.
func (c *comparison) checkCursor(ctx context.Context, cursor Cursor, head ledger.Seq) (fault string, err error) {
	switch {
	case !cursor.Known():
		return "the cursor cannot be read", nil
	case cursor.Clearing:
		return "it was left half emptied", nil
	case cursor.Seq < head:
		return fmt.Sprintf("it stands at entry %d and the ledger at %d", cursor.Seq, head), nil
	}
	n, err := c.image.advance(ctx, c.ledger, cursor.Seq, cursor.Today)
	c.report.Entries += n
	if errors.Is(err, feedback.ErrCorrupt) && c.image.seq < cursor.Seq {
		return fmt.Sprintf("it stands at entry %d and the ledger ends at %d", cursor.Seq, c.image.seq), nil
	}
	if err == nil && c.image.mark != cursor.Mark {
		return "it was folded from another ledger", nil
	}
	return "", err
}

// startAnew reports a partition that is wrong as a whole, and empties it if it
// is to be repaired. A projector will fold it again.
func (c *comparison) startAnew(ctx context.Context, cursor Cursor, fault string) error {
	c.differ(Difference{Partition: c.p, What: fault})
	if !c.opt.Repair {
		return nil
	}
	done, err := empty(ctx, c.board, map[ledger.Partition]Cursor{c.p: cursor})
	if err != nil {
		return err
	}
	if len(done) == 0 {
		return errMoved
	}
	c.report.Repaired++
	c.report.Emptied++
	return nil
}

// compareKeys is how many keys are compared in one look.
const compareKeys = 1000

// keys compares what is stored under keys, but for those done before.
func (c *comparison) keys(ctx context.Context, keys, done map[Key]bool) error {
	todo := make([]Key, 0, len(keys))
	for k := range keys {
		if !done[k] {
			todo = append(todo, k)
		}
	}
	slices.SortFunc(todo, compareKey)
	for chunk := range slices.Chunk(todo, compareKeys) {
		if err := c.chunk(ctx, chunk); err != nil {
			return err
		}
	}
	return nil
}

// compareKey orders keys by scope, then kind, then time.
func compareKey(a, b Key) int {
	switch {
	case a.Scope != b.Scope:
		if a.Scope < b.Scope {
			return -1
		}
		return 1
	case a.Span != b.Span:
		return int(a.Span) - int(b.Span)
	}
	return int(a.N) - int(b.N)
}

// chunk compares some keys in one look, and puts them right if that is asked
// for and the partition has not moved since the look.
func (c *comparison) chunk(ctx context.Context, keys []Key) error {
	for {
		view, err := c.look(ctx, keys)
		if err != nil {
			return err
		}
		var puts []Put
		var found []Difference
		for i, k := range keys {
			want, got := c.image.value(k), view.Counts[i]
			corrupt := slices.Contains(view.Corrupt, k)
			if !corrupt && (got == nil && want.IsZero() || got != nil && *got == *want) {
				continue
			}
			d := Difference{c.p, k.String(), want.String(), "nothing"}
			if corrupt {
				d.Got = "something that cannot be read"
			} else if got != nil {
				d.Got = got.String()
			}
			found = append(found, d)
			puts = append(puts, Put{k, want})
		}
		made, err := c.repair(ctx, view.Cursor, Change{Puts: puts})
		if err != nil {
			return err
		}
		if !made {
			continue // it moved: look again
		}
		c.report.Keys += int64(len(keys))
		for _, d := range found {
			c.differ(d)
		}
		return nil
	}
}

// look views keys and moves the image to where the board is in that view.
func (c *comparison) look(ctx context.Context, keys []Key) (*View, error) {
	views, err := c.board.View(ctx, Query{c.p, keys})
	if err != nil {
		return nil, err
	}
	cursor := views[0].Cursor
	if !cursor.Known() || cursor.Clearing || cursor.Gen != c.gen || cursor.Seq < c.image.seq || cursor.Today < c.image.today {
		if !(c.gen == 0 && cursor.Known() && !cursor.Clearing) { // an empty partition that was begun just now is fine
			return nil, errMoved
		}
		c.gen = cursor.Gen
	}
	n, err := c.image.advance(ctx, c.ledger, cursor.Seq, cursor.Today)
	c.report.Entries += n
	return &views[0], err
}

// repair makes a change to a partition at cursor, if there is anything to do
// and it is to be done. made is false if the partition has moved.
func (c *comparison) repair(ctx context.Context, cursor Cursor, change Change) (made bool, err error) {
	n := len(change.Puts) + len(change.Remove) + len(change.Scopes)
	if n == 0 || !c.opt.Repair {
		return true, nil
	}
	change.Was, change.Now = cursor, cursor
	if !cursor.IsZero() {
		// Whoever has prepared a change from what stood here must look again.
		change.Now.Gen = newGen()
	}
	made, err = c.board.Apply(ctx, c.p, change)
	if made && err == nil {
		c.gen = change.Now.Gen
		c.report.Repaired += int64(n)
	}
	return made, err
}

// foreign reports and removes what is stored under the partition's prefix and
// is nothing of ours.
func (c *comparison) foreign(ctx context.Context, names []string) error {
	for _, n := range names {
		c.differ(Difference{Partition: c.p, What: "not a scorecard: " + n})
	}
	for {
		view, err := c.look(ctx, nil)
		if err != nil {
			return err
		}
		if made, err := c.repair(ctx, view.Cursor, Change{Remove: names}); made || err != nil {
			return err
		}
	}
}

// scopes compares the scopes remembered with those folded. They only ever grow
// while a partition stands, so it is enough that none is missing that was
// folded before the look, and none is there that is not folded after it.
func (c *comparison) scopes(ctx context.Context) error {
	before := make([]Scope, 0, len(c.image.scopes))
	for s := range c.image.scopes {
		before = append(before, s)
	}
	stored, err := c.board.Scopes(ctx, c.p)
	if err != nil {
		return err
	}
	view, err := c.look(ctx, nil)
	if err != nil {
		return err
	}
	have := make(map[Scope]bool, len(stored))
	for _, s := range stored {
		have[s] = true
		if !c.image.scopes[s] {
			return c.startAnew(ctx, view.Cursor, "a scope that no entry is about: "+string(s))
		}
	}
	var missing []Scope
	for _, s := range before {
		if !have[s] {
			missing = append(missing, s)
		}
	}
	for _, s := range missing {
		c.differ(Difference{Partition: c.p, What: "scope missing: " + string(s)})
	}
	for {
		if made, err := c.repair(ctx, view.Cursor, Change{Scopes: missing}); made || err != nil {
			return err
		}
		if view, err = c.look(ctx, nil); err != nil {
			return err
		}
	}
}
