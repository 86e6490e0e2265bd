package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"time"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
)

// Store is what a Collector keeps its knowledge in.
type Store interface {
	ledger.Feeds
	State(ctx context.Context, id ledger.ID) (ledger.State, error)
}

// Intake is where stories go; a [collector.Intake] is one.
type Intake interface {
	Replace(ctx context.Context, earlier []collector.Earlier, subs ...collector.Submission) ([]collector.Result, error)
}

// Options are what a Collector needs. All but Agent, Log, Sleep and Random must
// be set.
type Options struct {
	Intake Intake
	Places func() *feedback.Directory
	Store  Store
	Key    func(name string) (feedback.Secret, error) // the key in an environment variable; empty if there is none
	Now    func() time.Time
	Holder string                                           // names this process for leases
	Agent  string                                           // User-Agent: who we are and where to complain
	Log    *slog.Logger                                     // may be nil
	Sleep  func(ctx context.Context, d time.Duration) error // may be nil
	Random func() float64                                   // 0 to 1; may be nil
}

// Collector collects sources. It is safe for concurrent use; one source is
// collected by one process at a time.
type Collector struct {
	opt   Options
	limit limiter
}

// New gives a Collector.
func New(opt Options) *Collector {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Sleep == nil {
		opt.Sleep = sleep
	}
	if opt.Random == nil {
		opt.Random = rand.Float64
	}
	return &Collector{opt: opt, limit: limiter{now: opt.Now, sleep: opt.Sleep}}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Report is what one run came to.
type Report struct {
	Source    string
	Seen      int // items met
	Unchanged int
	ledger.FeedTotals
	Full     bool      // everything was read, not only what is new
	Problems []Problem // the first of them
}

// Problem is an item, or a part of one, that was not taken.
type Problem struct {
	ID, URL, Reason string
}

// maxProblems is how many a report names.
const maxProblems = 1000

func (r *Report) problem(id, url, reason string) {
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, Problem{id, url, reason})
	}
}

// ErrBusy is returned by Collect if another process is collecting the source.
var ErrBusy = fmt.Errorf("the source is being collected by another process: %w", feedback.ErrUnavailable)

// lease is how long a source is reserved; it is extended page by page.
const lease = 15 * time.Minute

// cursor is how far a source was read.
type cursor struct {
	Since      time.Time            `json:"since,omitzero"` // the newest publication seen
	SweptAt    time.Time            `json:"swept_at,omitzero"`
	ExpiredAt  time.Time            `json:"expired_at,omitzero"`
	Validators map[string]validator `json:"validators,omitempty"`
}

// validator lets a document be asked for only if it changed.
type validator struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// Collect reads a source once, now, and notes how it went. The error is what
// stopped it; what was stored before stays, and the next run goes on from
// there.
func (c *Collector) Collect(ctx context.Context, src *Source) (Report, error) {
	// As exact as it is stored, so that what this run meets is not taken for met
	// before it.
	now := c.opt.Now().UTC().Truncate(time.Microsecond)
	ok, err := c.opt.Store.LeaseFeed(ctx, src.Name, c.opt.Holder, now, now.Add(lease))
	if err != nil {
		return Report{Source: src.Name}, err
	}
	if !ok {
		return Report{Source: src.Name}, ErrBusy
	}
	defer func() { // a source let go of late is only collected late
		end := c.opt.Now().UTC()
		c.opt.Store.LeaseFeed(context.WithoutCancel(ctx), src.Name, c.opt.Holder, end, end)
	}()
	state, err := c.opt.Store.Feed(ctx, src.Name)
	if err != nil && !errors.Is(err, feedback.ErrNotFound) {
		return Report{Source: src.Name}, err
	}
	state.Name, state.StartedAt = src.Name, now
	r := &run{Collector: c, src: src, state: state, started: now, report: Report{Source: src.Name}}
	if len(state.Cursor) > 0 {
		if err := json.Unmarshal(state.Cursor, &r.cursor); err != nil {
			return r.report, fmt.Errorf("the checkpoint of %s: %w", src.Name, feedback.ErrCorrupt)
		}
	}
	err = r.all(ctx)
	if e := r.finish(context.WithoutCancel(ctx), err); e != nil {
		err = errors.Join(err, e)
	}
	return r.report, err
}

// run is one reading of one source.
type run struct {
	*Collector
	src     *Source
	state   ledger.Feed
	cursor  cursor
	started time.Time
	since   time.Time // read what was published since
	report  Report
	web     *web
}

// all does one run: what may not be kept is erased first, whether the source
// answers or not.
func (r *run) all(ctx context.Context) (err error) {
	defer func() {
		// What a source sends is parsed by much code; none of it may end the
		// collecting of the other sources.
		if p := recover(); p != nil {
			err = fmt.Errorf("source %s: reading it failed inside the program (%T)", r.src.Name, p)
		}
	}()
	if err := r.expire(ctx); err != nil {
		return err
	}
	key, err := r.key()
	if err != nil {
		return err
	}
	r.web = newWeb(r, key)
	defer r.web.close()
	r.report.Full = r.started.Sub(r.cursor.SweptAt) >= r.src.sweepEvery()
	r.since = r.src.since
	if kept := r.src.kept(r.started); kept.After(r.since) {
		r.since = kept
	}
	if from := r.cursor.Since.Add(-r.src.overlap()); !r.report.Full && from.After(r.since) {
		r.since = from
	}
	before := maps.Clone(r.cursor.Validators)
	f := fetcherOf(r.src)
	if err := f.fetch(ctx, r); err != nil {
		r.cursor.Validators = before // what was fetched may not have been filed
		return err
	}
	if r.report.Full {
		if err := r.sweep(ctx, f); err != nil {
			return err
		}
		r.cursor.SweptAt = r.started
	}
	if r.state.NewestAt.After(r.cursor.Since) {
		r.cursor.Since = r.state.NewestAt
	}
	return nil
}

func (r *run) key() (feedback.Secret, error) {
	if r.src.KeyEnv == "" {
		return "", nil
	}
	key, err := r.opt.Key(r.src.KeyEnv)
	if err != nil {
		return "", fmt.Errorf("the key of %s: %w", r.src.Name, err)
	}
	if key == "" {
		return "", &feedback.FieldError{Field: r.src.KeyEnv, Reason: "is not set, and source " + r.src.Name + " needs the key in it"}
	}
	return key, nil
}

// checkpoint stores how far the run got and keeps the lease.
func (r *run) checkpoint(ctx context.Context) error {
	var err error
	if r.state.Cursor, err = json.Marshal(r.cursor); err != nil {
		return fmt.Errorf("checkpoint of %s: %w", r.src.Name, err)
	}
	now := r.opt.Now().UTC()
	ok, err := r.opt.Store.LeaseFeed(ctx, r.src.Name, r.opt.Holder, now, now.Add(lease))
	if err == nil && !ok {
		err = ErrBusy
	}
	if err != nil {
		return err
	}
	return r.opt.Store.PutFeed(ctx, r.state)
}

// finish notes how the run went and when the next is due.
func (r *run) finish(ctx context.Context, failure error) error {
	if errors.Is(failure, ErrBusy) {
		return nil // the state is the other process's now
	}
	now := r.opt.Now().UTC()
	r.report.total(&r.state.Items)
	switch {
	case failure == nil:
		r.state.GoodAt, r.state.Failures = now, 0
		r.state.DueAt = now.Add(jitter(r.src.every(), 0.1, r.opt.Random()))
	case errors.Is(failure, context.Canceled): // we were asked to stop; that is no fault of the source
		r.state.DueAt = now
	default:
		r.state.FailedAt, r.state.LastError = now, failure.Error()
		r.state.Failures++
		r.state.DueAt = now.Add(r.backOff(failure))
	}
	var err error
	if r.state.Cursor, err = json.Marshal(r.cursor); err != nil {
		return fmt.Errorf("checkpoint of %s: %w", r.src.Name, err)
	}
	return r.opt.Store.PutFeed(ctx, r.state)
}

func (r *Report) total(t *ledger.FeedTotals) {
	t.Taken += int64(r.Taken)
	t.Revised += int64(r.Revised)
	t.Removed += int64(r.Removed)
	t.Expired += int64(r.Expired)
	t.Refused += int64(r.Refused)
	t.Broken += int64(r.Broken)
}

// maxBackOff is the longest that a failing source is left alone.
const maxBackOff = 6 * time.Hour

// backOff gives how long to wait after a failure: a minute, doubled with each
// failure in a row, never longer than six hours; or what the source asks for.
// The jitter keeps many processes from coming back together.
func (r *run) backOff(failure error) time.Duration {
	d := time.Minute << min(r.state.Failures-1, 10)
	d = jitter(min(d, maxBackOff), 0.5, r.opt.Random())
	var busy *busyError
	if errors.As(failure, &busy) {
		d = max(d, busy.after)
	}
	return d
}

// jitter spreads d over d·(1−by) to d·(1+by).
func jitter(d time.Duration, by, random float64) time.Duration {
	return time.Duration(float64(d) * (1 - by + 2*by*random))
}

// fetcher reads one kind of source.
type fetcher interface {
	// fetch reads what was published since run.since and hands it to
	// run.file, page by page.
	fetch(ctx context.Context, r *run) error
}

// checker is a fetcher that can ask for one item.
type checker interface {
	// check gives the item as it now is, Gone if it was taken down. A nil item
	// means that nothing can be said.
	check(ctx context.Context, r *run, known ledger.FeedItem) (*Item, error)
}

func fetcherOf(s *Source) fetcher {
	switch s.Kind {
	case CareOpinion:
		return careOpinion{}
	case NHSUK:
		return nhsUK{}
	case NHSChoices:
		return nhsChoices{}
	case FHIR:
		return fhir{}
	case Pages:
		return pages{}
	}
	return syndication{}
}
