package warning

import (
	"context"
	"errors"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
)

// changedNote is what a warning is told when its days are no longer as they were.
const changedNote = "Late answers have come in: the figures of %s days that this warning shows have changed since. What was shown when it was raised stays as it was."

// noteChanges tells the open warnings of a place that figures which they show
// have changed since, at most once a day each. The day on which one was raised
// is left out: it was not over.
func (w *Watcher) noteChanges(ctx context.Context, place feedback.PlaceID, days []scorecard.DayCounts) error {
	open, err := w.opt.Store.ListWarnings(ctx, ledger.WarningQuery{Place: place, Open: true, Limit: mostKept})
	if err != nil {
		return err
	}
	now := w.opt.Now()
	for _, x := range open {
		s, err := ParseShown(x)
		if err != nil {
			return err
		}
		n := s.changed(x, days)
		if n == 0 {
			continue
		}
		events, err := w.opt.Store.WarningEvents(ctx, ledger.WarningEventQuery{Warning: x.ID, Step: ledger.WarningNoted, Limit: mostKept})
		if err != nil {
			return err
		}
		if told(events, feedback.DayOf(now)) {
			continue
		}
		_, err = w.opt.Store.AddWarningEvent(ctx, ledger.WarningEvent{Warning: x.ID, Version: x.Version + 1, Step: ledger.WarningNoted,
			At: now.UTC().Truncate(time.Microsecond), By: "earshot", Note: fmt.Sprintf(changedNote, fmt.Sprint(n))})
		if err != nil && !errors.Is(err, feedback.ErrConflict) { // a person was faster; there will be another look
			return err
		}
	}
	return nil
}

func told(events []ledger.WarningEvent, today feedback.Day) bool {
	for _, e := range events {
		if e.By == "earshot" && feedback.DayOf(e.At) == today {
			return true
		}
	}
	return false
}

// changed counts the days whose numbers are not those that were shown.
func (s *Shown) changed(x ledger.Warning, days []scorecard.DayCounts) int {
	part, i, _, ok := locate(x.Measure)
	if !ok || len(days) == 0 {
		return 0
	}
	n := 0
	for _, d := range s.Days {
		k := int(d.Day - days[0].Day)
		if d.Day >= x.Day || k < 0 || k >= len(days) {
			continue
		}
		if c := counts(part, &days[k].Counts)[i]; c.N != d.N || c.X != d.X {
			n++
		}
	}
	return n
}
