package warning_test

import (
	"context"
	"log/slog"
	"testing"

	"earshot/feedback"
	"earshot/scorecard"
	"earshot/scorecard/warning"
)

// countedDays counts how many days are read of each scope.
type countedDays struct {
	of   warning.Days
	read map[scorecard.Scope]int
}

func (d *countedDays) Days(ctx context.Context, ref scorecard.Ref, from, to feedback.Day) ([]scorecard.DayCounts, error) {
	d.read[ref.Scope] += int(to-from) + 1
	return d.of.Days(ctx, ref, from, to)
}

// TestFreshPlaces: of a place that has answers of today only there is nothing to
// watch, and its past is not read again with every answer; an answer about the
// past is taken in all the same, and so is today's tomorrow.
func TestFreshPlaces(t *testing.T) {
	w := newTown(t)
	days := &countedDays{of: scorecard.NewCards(w.board), read: make(map[scorecard.Scope]int)}
	x := warning.NewWatcher(warning.Options{Store: w.store, Days: days, Directory: func() *feedback.Directory { return w.dir },
		Folded: w.folded, Now: w.now, Log: slog.New(slog.DiscardHandler)})
	ash := scorecard.PlaceRef("wardash", "rxa").Scope
	monitors := func() int {
		t.Helper()
		list, err := w.store.ListMonitors(w.ctx)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, m := range list {
			if m.Place == "wardash" {
				n++
			}
		}
		return n
	}
	w.settle(x)
	once := days.read[ash]
	for range 5 {
		w.append(w.answer(0, 0, false))
		w.settle(x)
	}
	if again := days.read[ash] - once; again != 0 || monitors() != 0 {
		t.Errorf("%d days were read again, %d monitors", again, monitors())
	}
	w.append(w.answer(0, 2, false), w.answer(0, 0, false))
	w.settle(x)
	built := monitors()
	if built == 0 {
		t.Error("an answer about the past is not watched")
	}
	w.append(w.answer(1, 0, false))
	w.settle(x)
	w.tomorrow()
	before := days.read[scorecard.PlaceRef("wardelm", "rxa").Scope]
	w.settle(x)
	if days.read[scorecard.PlaceRef("wardelm", "rxa").Scope] == before {
		t.Error("what was answered on the first day is not read on the second")
	}
}
