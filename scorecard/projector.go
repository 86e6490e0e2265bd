package scorecard

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// ProjectorOptions are the options of a [Projector].
type ProjectorOptions struct {
	Log     *slog.Logger     // required
	Now     func() time.Time // the clock that tells the day; time.Now if nil
	Changed <-chan struct{}  // may be nil: something was appended in this process
	Poll    time.Duration    // how often to look at the ledger's heads unasked; 0 means 50 ms
	Workers int              // partitions worked on at once; 0 means 4
}

// Projector folds the ledger into a board. Any number of them may work on one
// board, in one process or many; a change that another has made is not made
// twice. It heals by itself whatever happens to the board, and says what ails
// it by [Projector.Health].
type Projector struct {
	ledger  ledger.Reader
	board   Board
	log     *slog.Logger
	now     func() time.Time
	changed <-chan struct{}
	poll    time.Duration
	workers int

	running  sync.Mutex // held by whoever works on the lanes
	lanes    [ledger.Partitions]lane
	heads    ledger.Heads // as last read
	failing  bool         // the present streak of failures has been logged
	checked  time.Time    // when the board's cursors were last compared with ours
	seenNote time.Time    // when SetSeen was last called

	counters counters
	health   atomic.Pointer[Health]
}

type counters struct{ entries, changes, races, rolls, clears, failures atomic.Int64 }

// How often a projector compares all cursors with what it knows, so that a
// board that was emptied or fell back is noticed without any traffic; and how
// often it notes on the board that nothing waits.
const (
	checkEvery = time.Second
	seenEvery  = 5 * time.Second
)

// A projector rests for restFactor times as long as its latest cycle took,
// within limits.
const (
	restFactor = 3
	minRest    = 5 * time.Millisecond
	maxRest    = 80 * time.Millisecond
)

// stepTimeout bounds one change of one partition.
const stepTimeout = 30 * time.Second

// NewProjector gives a projector from l to b. It does nothing until it is run.
func NewProjector(l ledger.Reader, b Board, opt ProjectorOptions) *Projector {
	pr := &Projector{ledger: l, board: b, log: opt.Log, now: opt.Now, changed: opt.Changed, poll: opt.Poll, workers: opt.Workers}
	if pr.now == nil {
		pr.now = time.Now
	}
	if pr.poll <= 0 {
		pr.poll = 50 * time.Millisecond
	}
	if pr.workers <= 0 {
		pr.workers = 4
	}
	for i := range pr.lanes {
		pr.lanes[i] = lane{p: ledger.Partition(i), limit: maxBatch / 4}
	}
	pr.health.Store(&Health{})
	return pr
}

// Run folds until ctx ends, and then returns nil. Faults do not end it: it logs
// the first of a streak and goes on trying.
func (pr *Projector) Run(ctx context.Context) error {
	for {
		start := time.Now()
		pr.running.Lock()
		more, err := pr.cycle(ctx)
		pr.running.Unlock()
		if ctx.Err() != nil {
			return nil
		}
		pr.report(err)
		wait := pr.poll
		if err != nil {
			wait += time.Duration(rand.Int64N(int64(pr.poll) + 1))
		} else if more {
			wait = 0
		}
		// Under load entries keep coming while a cycle runs. Resting for some time
		// after it lets a batch gather, so that the projector leaves most of the
		// machine to those who answer requests. An answer is still on its card
		// within two cycles and a rest.
		rest := min(max(restFactor*time.Since(start), minRest), maxRest)
		if !pr.sleep(ctx, wait, rest) {
			return nil
		}
	}
}

// sleep waits for wait, or until something changed but at least for rest. It
// reports whether to go on.
func (pr *Projector) sleep(ctx context.Context, wait, rest time.Duration) bool {
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
	}
	timer.Reset(max(wait-rest, 0))
	select {
	case <-ctx.Done():
		return false
	case <-pr.changed:
	case <-timer.C:
	}
	return true
}

// cycle makes one change, if one is due, in every partition. more is true if
// further changes are due already.
func (pr *Projector) cycle(ctx context.Context) (more bool, err error) {
	began := pr.now()
	day := feedback.DayOf(began)
	heads, err := pr.ledger.Heads(ctx)
	if err != nil {
		pr.publish(began, &pr.heads, day, err)
		return false, err
	}
	pr.heads = heads
	err = pr.check(ctx)
	var due []*lane
	for i := range pr.lanes {
		l := &pr.lanes[i]
		if l.known && l.cursor.Seq > heads[i] {
			l.known = false // the ledger is shorter than it was: look what that means
		}
		stale := !l.known || l.cursor.Seq < heads[i] || !l.cursor.IsZero() && l.cursor.Today < day
		if stale && time.Now().After(l.notBefore) {
			due = append(due, l)
		}
	}
	more, stepErr := pr.work(ctx, due, &heads, day)
	if err == nil {
		err = stepErr
	}
	if seenErr := pr.noteSeen(ctx, began, &heads); err == nil {
		err = seenErr
	}
	pr.publish(began, &heads, day, err)
	return more, err
}

// check compares the board's cursors with ours from time to time.
func (pr *Projector) check(ctx context.Context) error {
	if time.Since(pr.checked) < checkEvery {
		return nil
	}
	var queries [ledger.Partitions]Query
	for i := range queries {
		queries[i].Partition = ledger.Partition(i)
	}
	views, err := pr.board.View(ctx, queries[:]...)
	if err != nil {
		// In a cluster one master may be away and the others not, so go on with
		// what is known; the steps will tell.
		return err
	}
	pr.checked = time.Now()
	for i := range views {
		if l := &pr.lanes[i]; l.known && views[i].Cursor != l.cursor {
			l.known = false
		}
	}
	return nil
}

// work makes one step in each of the due lanes, some at a time.
func (pr *Projector) work(ctx context.Context, due []*lane, heads *ledger.Heads, day feedback.Day) (more bool, err error) {
	var (
		mu   sync.Mutex
		wg   sync.WaitGroup
		next atomic.Int32
	)
	for range min(pr.workers, len(due)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(due) || ctx.Err() != nil {
					return
				}
				again, stepErr := pr.stepLane(ctx, due[i], heads[due[i].p], day)
				mu.Lock()
				more = more || again
				if err == nil {
					err = stepErr
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return more, err
}

func (pr *Projector) stepLane(ctx context.Context, l *lane, head ledger.Seq, day feedback.Day) (more bool, err error) {
	stepCtx, cancel := context.WithTimeoutCause(ctx, stepTimeout, errors.New("folding a batch took too long"))
	defer cancel()
	more, err = l.step(stepCtx, pr, head, day)
	if err == nil {
		l.failures = 0
		return more, nil
	}
	l.known = false
	l.failures++
	// Up to half a second, so that the cards are whole again soon after the board
	// is back; with jitter, so that many projectors do not come all at once.
	pause := min(25*time.Millisecond<<min(l.failures, 6), 500*time.Millisecond)
	l.notBefore = time.Now().Add(pause/2 + time.Duration(rand.Int64N(int64(pause))))
	return false, err
}

// noteSeen tells the board from time to time which partitions are complete as
// of the time at which the heads were read.
func (pr *Projector) noteSeen(ctx context.Context, began time.Time, heads *ledger.Heads) error {
	if time.Since(pr.seenNote) < seenEvery {
		return nil
	}
	complete := make(map[ledger.Partition]Cursor)
	for i := range pr.lanes {
		if l := &pr.lanes[i]; l.known && l.cursor.Seq >= heads[i] {
			complete[l.p] = l.cursor
		}
	}
	if err := pr.board.SetSeen(ctx, began, complete); err != nil {
		return err
	}
	if len(complete) == len(pr.lanes) {
		pr.seenNote = time.Now()
	}
	return nil
}

// report logs the beginning and the end of a streak of failures.
func (pr *Projector) report(err error) {
	switch {
	case err != nil && !pr.failing:
		pr.log.Error("scorecards are falling behind", "error", err)
	case err == nil && pr.failing:
		for i := range pr.lanes {
			if pr.lanes[i].failures > 0 {
				return // others work, this one is still waiting to be tried again
			}
		}
		pr.log.Info("scorecards are being folded again")
	default:
		return
	}
	pr.failing = err != nil
}
