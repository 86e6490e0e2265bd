package feed

import (
	"context"
	"errors"
	"sync"
	"time"

	"earshot/feedback"
)

// How a Collector looks for what is due.
const (
	atOnce   = 4                // sources collected at the same time
	pollMost = 30 * time.Second // another process may have done what is due
)

// Run collects sources whenever they are due, until ctx ends. A source that
// fails is logged and tried again later, for ever; no failure ends Run.
func (c *Collector) Run(ctx context.Context, sources []*Source) error {
	for {
		next := c.Tick(ctx, sources)
		wait := min(max(next.Sub(c.opt.Now()), time.Second), pollMost)
		if err := c.opt.Sleep(ctx, wait); err != nil {
			return nil // asked to stop
		}
	}
}

// Tick collects what is due now and gives the time at which something will be
// due next.
func (c *Collector) Tick(ctx context.Context, sources []*Source) time.Time {
	now := c.opt.Now()
	next := now.Add(pollMost)
	slots := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	var mu sync.Mutex
	for _, src := range sources {
		state, err := c.opt.Store.Feed(ctx, src.Name)
		switch {
		case err != nil && !errors.Is(err, feedback.ErrNotFound):
			c.opt.Log.ErrorContext(ctx, "how a source stands cannot be read", "source", src.Name, "error", err)
			continue
		case state.DueAt.After(now):
			mu.Lock()
			if state.DueAt.Before(next) {
				next = state.DueAt
			}
			mu.Unlock()
			continue
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			c.collect(ctx, src)
		})
	}
	wg.Wait()
	return next
}

// collect runs one source and logs how it went.
func (c *Collector) collect(ctx context.Context, src *Source) {
	report, err := c.Collect(ctx, src)
	switch {
	case errors.Is(err, ErrBusy):
	case err != nil && ctx.Err() == nil:
		c.opt.Log.WarnContext(ctx, "a source could not be collected; it will be tried again", "source", src.Name, "error", err)
	case err == nil:
		c.opt.Log.InfoContext(ctx, "collected", "source", src.Name, "seen", report.Seen, "taken", report.Taken, "revised", report.Revised,
			"removed", report.Removed, "expired", report.Expired, "refused", report.Refused, "broken", report.Broken)
	}
}
