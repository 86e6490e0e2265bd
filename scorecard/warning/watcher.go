package warning

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/detect"
)

// Store is what a watcher needs of the ledger.
type Store interface {
	ledger.Reader
	ledger.Warnings
}

// Days gives the counts of a scope day by day; [scorecard.Cards] does.
type Days interface {
	Days(ctx context.Context, ref scorecard.Ref, from, to feedback.Day) ([]scorecard.DayCounts, error)
}

// Options are what a Watcher needs.
type Options struct {
	Store     Store
	Days      Days
	Directory func() *feedback.Directory
	// Folded gives how far the cards have taken the ledger in, and false if it is
	// not known.
	Folded func() (ledger.Heads, bool)
	Now    func() time.Time
	Log    *slog.Logger
	// Budget is the false alarms that a provider accepts in a year; 0 means 2.
	Budget float64
	Poll   time.Duration // how often to look; 0 means 150 ms
}

// Watcher watches every place. Any number may work on one ledger.
type Watcher struct {
	opt   Options
	mu    sync.Mutex // guards plans
	plans map[planKey]*detect.Watcher

	tail    ledger.Heads // entries dealt with
	started bool
	saved   time.Time
	tailed  int64 // version of the stored tail
	swept   feedback.Day
	pending []feedback.PlaceID                // to be brought up to yesterday
	late    map[feedback.PlaceID]time.Time    // to be built again, when last told
	dirty   map[feedback.PlaceID]feedback.Day // with new answers of today
	fresh   map[feedback.PlaceID]time.Time    // found to have no answers before today, when
	dir     *feedback.Directory
	size    map[feedback.PlaceID]int // places of each provider
	failing bool
	looked  atomic.Int64 // when a look last went well, Unix time in microseconds
}

// LookedAt gives when everything due was last looked at without a fault; zero if
// never. It may be asked by any goroutine.
func (w *Watcher) LookedAt() time.Time {
	n := w.looked.Load()
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n)
}

// NewWatcher gives a watcher. It does nothing until it is run.
func NewWatcher(opt Options) *Watcher {
	if opt.Budget <= 0 {
		opt.Budget = 2
	}
	if opt.Poll <= 0 {
		opt.Poll = 150 * time.Millisecond
	}
	return &Watcher{opt: opt, plans: make(map[planKey]*detect.Watcher), late: make(map[feedback.PlaceID]time.Time), dirty: make(map[feedback.PlaceID]feedback.Day),
		fresh: make(map[feedback.PlaceID]time.Time)}
}

// Run watches until ctx ends. Faults do not end it: it logs the first of a
// streak and goes on.
func (w *Watcher) Run(ctx context.Context) {
	tick := time.NewTicker(w.opt.Poll)
	defer tick.Stop()
	for {
		err := w.Look(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !w.failing:
			w.opt.Log.Error("warnings cannot be watched for", "error", err)
		case err == nil && w.failing:
			w.opt.Log.Info("warnings are watched for again")
		}
		if w.failing = err != nil; err == nil {
			w.looked.Store(w.opt.Now().UnixMicro())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// choresTime is how long one look may spend on days that are over, before it
// looks at today's answers again.
const choresTime = 400 * time.Millisecond

// lateAfter is how long a place must have got no further late answers before it
// is built again.
const lateAfter = 3 * time.Second

// Look does all that is to be done now: new entries first, then the places they
// are about, then for a moment what is left of finished days.
func (w *Watcher) Look(ctx context.Context) error {
	now := w.opt.Now()
	today := feedback.DayOf(now)
	w.measureProviders()
	if err := w.start(ctx); err != nil {
		return err
	}
	if err := w.follow(ctx, today); err != nil {
		return err
	}
	var faults []error
	for place := range w.dirty {
		if err := w.place(ctx, place, today, false); err != nil {
			faults = append(faults, err) // the others are not to wait for it
			continue
		}
		delete(w.dirty, place)
	}
	if w.swept != today {
		if err := w.sweep(ctx, today); err != nil {
			return errors.Join(append(faults, err)...)
		}
	}
	return errors.Join(append(faults, w.chores(ctx, now, today))...)
}

// chores brings places up to yesterday and builds those with late answers again,
// for a moment. A place that cannot be worked on goes to the end of the line.
func (w *Watcher) chores(ctx context.Context, now time.Time, today feedback.Day) error {
	for len(w.pending) > 0 && w.opt.Now().Sub(now) < choresTime {
		place := w.pending[0]
		w.pending = w.pending[1:]
		if err := w.place(ctx, place, today, false); err != nil {
			w.pending = append(w.pending, place)
			return err
		}
	}
	for place, at := range w.late {
		if w.opt.Now().Sub(now) >= choresTime {
			return nil
		}
		if now.Sub(at) < lateAfter {
			continue
		}
		if err := w.place(ctx, place, today, true); err != nil {
			w.late[place] = now
			return err
		}
		delete(w.late, place)
	}
	return nil
}

// Idle reports whether nothing waits to be done.
func (w *Watcher) Idle() bool { return len(w.pending) == 0 && len(w.late) == 0 && len(w.dirty) == 0 }

// measureProviders counts places of each provider when the directory changes.
func (w *Watcher) measureProviders() {
	dir := w.opt.Directory()
	if dir == w.dir {
		return
	}
	w.dir, w.size = dir, make(map[feedback.PlaceID]int)
	for _, p := range dir.All() {
		if provider := providerOf(dir, p.ID); provider != "" {
			w.size[provider]++
		}
	}
}

// providerOf gives the provider a place is part of; empty for an ICB.
func providerOf(dir *feedback.Directory, id feedback.PlaceID) feedback.PlaceID {
	if all := dir.Providers(id); len(all) > 0 {
		return all[0]
	}
	return ""
}

// sweep lists the places whose monitors have not taken in yesterday.
func (w *Watcher) sweep(ctx context.Context, today feedback.Day) error {
	monitors, err := w.opt.Store.ListMonitors(ctx)
	if err != nil {
		return err
	}
	behind := make(map[feedback.PlaceID]int)
	for _, m := range monitors {
		if m.Day >= today-1 && m.Plan == planName(m.Part) {
			behind[m.Place]++
		}
	}
	w.pending = nil
	for _, p := range w.dir.All() {
		if p.Level != feedback.ICB && behind[p.ID] < len(parts()) {
			w.pending = append(w.pending, p.ID)
		}
	}
	w.swept = today
	return nil
}

// freshFor is how long a place that had no answers before today is taken to have
// none still.
const freshFor = time.Minute

// attempts is how often a place is begun again because another process was
// faster.
const attempts = 3

// place brings the monitors of a place up to yesterday and tries today's answers
// so far.
func (w *Watcher) place(ctx context.Context, id feedback.PlaceID, today feedback.Day, rebuild bool) error {
	p, ok := w.dir.Place(id)
	provider := providerOf(w.dir, id)
	if !ok || provider == "" || p.Level == feedback.ICB {
		return nil
	}
	// Without an answer before today there is no monitor, and nothing to watch. An
	// older answer that comes now ends that; once in a while it is looked at anyhow.
	if at, ok := w.fresh[id]; ok && !rebuild && feedback.DayOf(at) == today && w.opt.Now().Sub(at) < freshFor {
		return nil
	}
	delete(w.fresh, id)
	var err error
	for range attempts {
		if err = w.placeOnce(ctx, p, provider, today, rebuild); !errors.Is(err, feedback.ErrConflict) {
			return err
		}
	}
	return err
}

func (w *Watcher) placeOnce(ctx context.Context, p feedback.Place, provider feedback.PlaceID, today feedback.Day, rebuild bool) error {
	h, err := w.history(ctx, p.ID)
	if err != nil {
		return fmt.Errorf("history of %s: %w", p.ID, err)
	}
	read := func(from feedback.Day) ([]scorecard.DayCounts, error) {
		return w.opt.Days.Days(ctx, scorecard.PlaceRef(p.ID, w.dir.Providers(p.ID)...), from, today)
	}
	var all []*watched
	from, oldest := today, today-scorecard.KeptDays+1
	for _, part := range parts() {
		x, err := w.load(ctx, p.ID, part, w.plan(part, w.size[provider]))
		if err != nil {
			return err
		}
		if rebuild {
			x.monitor = nil
		}
		if x.monitor == nil {
			from = oldest
		} else {
			from = min(from, max(x.day+1, oldest))
		}
		all = append(all, x)
	}
	days, err := read(from)
	if err != nil {
		return fmt.Errorf("days of %s: %w", p.ID, err)
	}
	var save []ledger.Monitor
	var found []raising
	began := false
	for _, x := range all {
		m, more, err := x.work(&h, p.ID, days, today)
		if err != nil {
			return fmt.Errorf("watch %s: %w", p.ID, err)
		}
		if m != nil {
			save = append(save, *m)
		}
		found = append(found, more...)
		began = began || x.monitor != nil
	}
	if !began {
		w.fresh[p.ID] = w.opt.Now()
	}
	var raise []ledger.Warning
	for _, f := range found {
		if h.open[f.Measure] {
			continue
		}
		h.open[f.Measure] = true
		if days[0].Day != oldest {
			if days, err = read(oldest); err != nil {
				return fmt.Errorf("days of %s: %w", p.ID, err)
			}
		}
		x, err := w.warningOf(ctx, p, provider, f.part, f.Warning, days, f.partial)
		if err != nil {
			return err
		}
		raise = append(raise, x)
	}
	if len(save)+len(raise) > 0 {
		if _, err = w.opt.Store.Watch(ctx, save, raise); err != nil {
			return err
		}
	}
	if rebuild {
		return w.noteChanges(ctx, p.ID, days)
	}
	return nil
}

// work brings one part up to yesterday and tries today. It gives the monitor to
// store, nil if it did not move, and what was found.
func (x *watched) work(h *history, place feedback.PlaceID, days []scorecard.DayCounts, today feedback.Day) (*ledger.Monitor, []raising, error) {
	before, fresh := x.day, x.monitor == nil
	if err := x.advance(h, days, today-1); err != nil || x.monitor == nil {
		return nil, nil, err // without a monitor nothing was ever answered before today
	}
	var save *ledger.Monitor
	if fresh || x.day != before {
		state, err := x.encode()
		if err != nil {
			return nil, nil, err
		}
		save = &ledger.Monitor{Place: place, Part: x.part, Plan: planName(x.part), Day: x.day, Version: x.version + 1, State: state}
	}
	var found []raising
	for i := range x.list {
		if f, ok := x.raised[i]; ok {
			found = append(found, raising{x.part, f, false})
		}
	}
	if x.day == today-1 {
		now, err := x.tryToday(h, today, &days[len(days)-1].Counts)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range now {
			found = append(found, raising{x.part, f, true})
		}
	}
	return save, found, nil
}

// raising is a finding that may become a warning.
type raising struct {
	part string
	detect.Warning
	partial bool
}
