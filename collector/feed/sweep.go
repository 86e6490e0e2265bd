package feed

import (
	"context"
	"fmt"
	"time"

	"earshot/collector"
	"earshot/ledger"
)

// sweepPage is how many known items are looked through at a time.
const sweepPage = 200

// maxChecks is how many items a sweep asks the source about. What is left over
// is asked about at the next.
const maxChecks = 500

// sweep asks for the items that a reading of everything did not meet. Not to be
// met is no proof of having been taken down: listings leave stories out.
func (r *run) sweep(ctx context.Context, f fetcher) error {
	ck, ok := f.(checker)
	if !ok {
		return nil
	}
	checks := 0
	return r.each(ctx, func(k ledger.FeedItem) error {
		if k.Gone || k.Closed || !k.SeenAt.Before(r.started) || checks >= maxChecks || r.started.Sub(k.CheckedAt) < r.src.sweepEvery()/2 {
			return nil
		}
		checks++
		i, err := ck.check(ctx, r, k)
		if err != nil {
			return fmt.Errorf("ask for one story of %s: %w", r.src.Name, err)
		}
		if i != nil {
			i.ID = k.ID
			if err := r.file(ctx, []Item{*i}); err != nil {
				return err
			}
		}
		again, err := r.opt.Store.FeedItems(ctx, r.src.Name, []string{k.ID})
		if err != nil {
			return err
		}
		k = again[k.ID]
		k.CheckedAt = r.started
		return r.opt.Store.PutFeedItems(ctx, r.src.Name, []ledger.FeedItem{k})
	})
}

// each calls do for every known item.
func (r *run) each(ctx context.Context, do func(ledger.FeedItem) error) error {
	for after := ""; ; {
		page, err := r.opt.Store.ListFeedItems(ctx, r.src.Name, after, sweepPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, k := range page {
			if err := do(k); err != nil {
				return err
			}
			after = k.ID
		}
	}
}

// expire erases, once a day, the words that may not be kept longer.
func (r *run) expire(ctx context.Context) error {
	if r.src.KeepMonths == 0 || r.started.Sub(r.cursor.ExpiredAt) < 24*time.Hour {
		return nil
	}
	kept := r.src.kept(r.started)
	err := r.each(ctx, func(k ledger.FeedItem) error {
		if k.Closed || k.Gone || !k.CareAt.Before(kept) {
			return nil
		}
		found, err := r.opt.Store.FindResponses(ctx, r.src.feedbackSource(), k.Parts)
		if err != nil {
			return err
		}
		var earlier []collector.Earlier
		for _, p := range k.Parts {
			if id, ok := found[p]; ok {
				earlier = append(earlier, r.earlier(id, p, true))
			}
		}
		if _, err := r.opt.Intake.Replace(ctx, earlier); err != nil {
			return err
		}
		r.report.Expired++
		k.Closed, k.Revision, k.Problem = true, "", ""
		return r.opt.Store.PutFeedItems(ctx, r.src.Name, []ledger.FeedItem{k})
	})
	if err == nil {
		r.cursor.ExpiredAt = r.started
	}
	return err
}
