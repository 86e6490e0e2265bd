package scorecard

import (
	"context"
	"errors"
	"fmt"
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
	for i, head := range heads {
		if err := v.partition(ctx, ledger.Partition(i), head); err != nil {
			return nil, fmt.Errorf("verify partition %d: %w", i, err)
		}
		if opt.Progress != nil {
			opt.Progress(i+1, len(heads))
		}
	}
	return v.report, nil
}

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

// partition compares one partition, from the start again if it is begun anew
// meanwhile.
func (v *verification) partition(ctx context.Context, p ledger.Partition, head ledger.Seq) error {
	for range attempts {
		before := *v.report
		before.Differences = slices.Clone(before.Differences)
		err := v.compare(ctx, p, head)
		if !errors.Is(err, errMoved) {
			return err
		}
		*v.report = before
	}
	return fmt.Errorf("%w: %w", feedback.ErrUnavailable, errMoved)
}

func (v *verification) compare(ctx context.Context, p ledger.Partition, head ledger.Seq) error {
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
	names, foreign, err := c.names(ctx)
	if err != nil {
		return err
	}
	for k := range c.image.keys() {
		names[k] = true
	}
	if err := c.keys(ctx, names, nil); err != nil {
		return err
	}
	// Entries that came meanwhile may have brought further keys.
	if err := c.keys(ctx, c.image.keys(), names); err != nil {
		return err
	}
	if err := c.foreign(ctx, foreign); err != nil {
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
	ok, err := empty(ctx, c.board, c.p, cursor)
	if err != nil {
		return err
	}
	if !ok {
		return errMoved
	}
	c.report.Repaired++
	c.report.Emptied++
	return nil
}

// names lists what is stored: keys, and the names of what is none.
func (c *comparison) names(ctx context.Context) (keys map[Key]bool, foreign []string, err error) {
	keys = make(map[Key]bool)
	err = c.board.Names(ctx, c.p, func(names []Name) error {
		for _, n := range names {
			if isOurs(n.Key) {
				keys[n.Key] = true
			} else {
				foreign = append(foreign, n.Stored)
			}
		}
		return nil
	})
	slices.Sort(foreign)
	return keys, slices.Compact(foreign), err
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
