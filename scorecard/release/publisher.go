package release

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/disclosure"
)

// Store is what a publisher needs of the ledger.
type Store interface {
	ledger.Reader
	ledger.Publications
}

// Calendar says when figures are published.
type Calendar struct {
	// Day is the day of the following month on which a month is first
	// published, 1 to 28.
	Day int
	// At is the time of day in London at which publications happen: new months
	// and, every day, months whose figures changed.
	At time.Duration
	// Every, if not zero, publishes at this interval instead of once a day, and
	// the running month too. It is for demonstrations: figures are as safe, but
	// a ward that was small when the month was first published stays hidden.
	Every time.Duration
}

// Usual is the calendar if nothing else is said: the tenth of the following
// month, at half past nine.
func Usual() Calendar { return Calendar{Day: 10, At: 9*time.Hour + 30*time.Minute} }

// FirstDue gives the instant at which a month is first published.
func (c Calendar) FirstDue(m feedback.Month) time.Time {
	if c.Every > 0 {
		return m.First().Start()
	}
	return c.on((m + 1).First() + feedback.Day(c.Day-1))
}

// on gives the publication instant of a day, by the clock on the wall.
func (c Calendar) on(d feedback.Day) time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, int(c.At/time.Hour), int(c.At%time.Hour/time.Minute), 0, 0, feedback.London())
}

// Last gives the latest publication instant that is not after now.
func (c Calendar) Last(now time.Time) time.Time {
	if c.Every > 0 {
		return now.Truncate(c.Every)
	}
	today := feedback.DayOf(now)
	if at := c.on(today); !at.After(now) {
		return at
	}
	return c.on(today - 1)
}

// Next gives the first publication instant after now.
func (c Calendar) Next(now time.Time) time.Time {
	if c.Every > 0 {
		return now.Truncate(c.Every).Add(c.Every)
	}
	today := feedback.DayOf(now)
	if at := c.on(today); at.After(now) {
		return at
	}
	return c.on(today + 1)
}

// Publisher publishes editions and gives the latest. Any number of them, in
// any number of processes, may work on one ledger: the ledger takes one edition
// of each number. It is safe for concurrent use.
type Publisher struct {
	store    Store
	calendar Calendar
	now      func() time.Time
	log      *slog.Logger
	current  atomic.Pointer[Edition]

	mu    sync.Mutex // held while publishing
	tally Tally
	tried time.Time // the instant last tried for
}

// NewPublisher gives a publisher; [Publisher.Refresh] loads the latest edition.
func NewPublisher(store Store, calendar Calendar, now func() time.Time, log *slog.Logger) *Publisher {
	p := &Publisher{store: store, calendar: calendar, now: now, log: log}
	p.current.Store(Nothing())
	return p
}

// Current gives the latest edition known here, never nil.
func (p *Publisher) Current() *Edition { return p.current.Load() }

// Calendar gives when the publisher publishes.
func (p *Publisher) Calendar() Calendar { return p.calendar }

// Refresh takes up an edition that another process published.
func (p *Publisher) Refresh(ctx context.Context) error {
	n, err := p.store.PublicationNumber(ctx)
	if err != nil {
		return fmt.Errorf("refresh edition: %w", err)
	}
	if n <= p.Current().Number {
		return nil
	}
	_, err = p.load(ctx)
	return err
}

func (p *Publisher) load(ctx context.Context) (ledger.Publication, error) {
	stored, err := p.store.LatestPublication(ctx)
	if err != nil {
		return stored, fmt.Errorf("load edition: %w", err)
	}
	e, err := decode(&stored)
	if err != nil {
		return stored, err
	}
	for {
		old := p.current.Load()
		if old.Number >= e.Number || p.current.CompareAndSwap(old, e) {
			return stored, nil
		}
	}
}

// Outcome is what publishing did to one period.
type Outcome struct {
	Period string `json:"period"`
	disclosure.Outcome
}

// Report is what a publication did, for operators: the numbers of hidden rows
// and of leaves held back are not public.
type Report struct {
	Number  int64     `json:"number"` // of the new edition; 0 if nothing changed or it was tried only
	At      time.Time `json:"at"`
	Periods []Outcome `json:"periods"`
	Opened  int       `json:"opened"` // sums over a quarter or year made public
	DryRun  bool      `json:"dry_run"`
}

// Changed reports whether there was anything to publish.
func (r *Report) Changed() bool {
	return r.Opened > 0 || slices.ContainsFunc(r.Periods, func(o Outcome) bool { return o.First || o.Moved > 0 })
}

// Due gives the months that may be published at an instant.
func (p *Publisher) Due(t *Tally, now time.Time) []feedback.Month {
	months := t.Months()
	if len(months) == 0 {
		return nil
	}
	var out []feedback.Month
	for m := months[0]; m <= months[len(months)-1] && !p.calendar.FirstDue(m).After(now); m++ {
		out = append(out, m)
	}
	return out
}

// ErrRunning is returned for a month that is not over.
var ErrRunning = fmt.Errorf("the month is not over: %w", feedback.ErrInvalid)

// Publish publishes or restates the given months as the ledger stands now; with
// none it takes all that are due. With dryRun nothing is stored. It fails with
// ErrConflict if another process published meanwhile; what it did then is
// nothing.
func (p *Publisher) Publish(ctx context.Context, dryRun bool, months ...feedback.Month) (Report, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now().UTC().Truncate(time.Microsecond)
	if p.calendar.Every == 0 {
		for _, m := range months {
			if feedback.DayOf(now) <= m.Last() {
				return Report{}, fmt.Errorf("publish %s: %w", m, ErrRunning)
			}
		}
	}
	if err := p.tally.CatchUp(ctx, p.store); err != nil {
		return Report{}, err
	}
	if len(months) == 0 {
		months = p.Due(&p.tally, now)
	}
	h, number, err := p.draft(ctx)
	if err != nil {
		return Report{}, err
	}
	report := Report{At: now, DryRun: dryRun}
	var first []feedback.Month
	for _, m := range months {
		o, err := h.Publish(m.String(), p.tally.Leaves(m))
		if err != nil {
			return Report{}, err
		}
		report.Periods = append(report.Periods, Outcome{m.String(), o})
		if o.First {
			first = append(first, m)
		}
	}
	report.Opened = open(h, first)
	if dryRun || !report.Changed() {
		return report, nil
	}
	report.Number = number
	return report, p.keep(ctx, h, &report, first)
}

// draft gives a copy of what is published that may be changed, and the number
// of the next edition.
func (p *Publisher) draft(ctx context.Context) (*disclosure.History, int64, error) {
	stored, err := p.load(ctx)
	if errors.Is(err, feedback.ErrNotFound) {
		return disclosure.NewHistory(dimensions()...), 1, nil
	}
	if err != nil {
		return nil, 0, err
	}
	h, err := history(stored.State)
	return h, stored.Number + 1, err
}

// open makes the sums of quarters and financial years public that ended with a
// month that was just published for the first time.
func open(h *disclosure.History, first []feedback.Month) int {
	published := h.Periods()
	n := 0
	for _, m := range first {
		_, month, _ := m.Last().Date()
		for _, span := range []struct{ months, ends int }{{3, 3}, {12, 12}} {
			if (int(month)+12-int(time.March))%span.ends != 0 {
				continue
			}
			var periods []string
			for k := m - feedback.Month(span.months) + 1; k <= m; k++ {
				if slices.Contains(published, k.String()) {
					periods = append(periods, k.String())
				}
			}
			if len(periods) == span.months {
				n += h.Open(periods...)
			}
		}
	}
	return n
}

// keep stores an edition and makes it the current one.
func (p *Publisher) keep(ctx context.Context, h *disclosure.History, r *Report, first []feedback.Month) error {
	state, digest, err := encode(h)
	if err != nil {
		return err
	}
	pub := ledger.Publication{Number: r.Number, At: r.At, Note: r.note(), Digest: digest, State: state}
	for _, o := range r.Periods {
		if o.First || o.Moved > 0 {
			pub.Periods = append(pub.Periods, o.Period)
		}
	}
	var returns []ledger.Return
	for _, m := range first {
		submitted, err := p.tally.Returns(m, r.At)
		if err != nil {
			return err
		}
		returns = append(returns, submitted...)
	}
	if err := p.store.AddPublication(ctx, pub, returns...); err != nil {
		return fmt.Errorf("publish edition %d: %w", r.Number, err)
	}
	p.current.Store(&Edition{Number: r.Number, At: r.At, history: h, periods: h.Periods()})
	return nil
}

func (r *Report) note() string {
	var parts []string
	for _, o := range r.Periods {
		switch {
		case o.First:
			parts = append(parts, fmt.Sprintf("%s first published, %d rows hidden", o.Period, o.Hidden))
		case o.Moved > 0:
			parts = append(parts, fmt.Sprintf("%s restated, %d moved, %d held", o.Period, o.Moved, o.Held))
		}
	}
	if r.Opened > 0 {
		parts = append(parts, fmt.Sprintf("%d sums opened", r.Opened))
	}
	return strings.Join(parts, "; ")
}

// refreshEvery is how often a process looks for editions of others.
const refreshEvery = 5 * time.Second

// Run publishes whenever the calendar says, and takes up what others publish,
// until ctx ends.
func (p *Publisher) Run(ctx context.Context) {
	every := refreshEvery
	if p.calendar.Every > 0 {
		every = min(every, p.calendar.Every)
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for failures := 0; ; {
		if err := p.step(ctx); err != nil && ctx.Err() == nil {
			if failures++; failures == 1 || failures%60 == 0 {
				p.log.Error("publishing failed; it is tried again", "failures", failures, "error", err)
			}
		} else {
			failures = 0
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// step publishes if an instant has passed for which nothing was tried yet.
func (p *Publisher) step(ctx context.Context) error {
	if err := p.Refresh(ctx); err != nil {
		return err
	}
	due := p.calendar.Last(p.now())
	p.mu.Lock()
	wait := !due.After(p.tried) || !due.After(p.Current().At)
	p.mu.Unlock()
	if wait {
		return nil
	}
	r, err := p.Publish(ctx, false)
	if errors.Is(err, feedback.ErrConflict) { // another process did
		return p.Refresh(ctx)
	}
	if err != nil {
		return err
	}
	p.mu.Lock()
	p.tried = due
	p.mu.Unlock()
	if r.Number > 0 {
		p.log.Info("published", "edition", r.Number, "periods", len(r.Periods))
	}
	return nil
}

// Line is one line of a provider's return: a place in a setting.
type Line struct {
	Ward     feedback.PlaceID `json:"ward,omitempty"`
	Site     feedback.PlaceID `json:"site,omitempty"`
	Provider feedback.PlaceID `json:"provider"`
	ICB      feedback.PlaceID `json:"icb,omitempty"`
	Area     feedback.GSS     `json:"area,omitempty"`
	Setting  string           `json:"setting"`
	People   int              `json:"total_responses"`
	Ratings  [6]int           `json:"ratings"` // very good to very poor, don't know
	Modes    []int            `json:"modes"`   // the eight national modes, then not known
}

// Returns gives every provider's return for a month as it stands: true counts,
// nothing hidden.
func (t *Tally) Returns(m feedback.Month, at time.Time) ([]ledger.Return, error) {
	lines := map[feedback.PlaceID][]Line{}
	for path, s := range t.months[m] {
		c := s.counts()
		if c.People == 0 {
			continue
		}
		lines[path.Provider] = append(lines[path.Provider], Line{Ward: path.Ward, Site: path.Site, Provider: path.Provider,
			ICB: path.ICB, Area: path.Area, Setting: path.Setting.String(), People: c.People, Ratings: c.Ratings, Modes: c.Modes})
	}
	out := make([]ledger.Return, 0, len(lines))
	for provider, of := range lines {
		slices.SortFunc(of, func(a, b Line) int {
			return strings.Compare(string(a.Site)+"|"+string(a.Ward)+"|"+a.Setting+"|"+string(a.ICB)+"|"+string(a.Area),
				string(b.Site)+"|"+string(b.Ward)+"|"+b.Setting+"|"+string(b.ICB)+"|"+string(b.Area))
		})
		data, err := json.Marshal(of)
		if err != nil {
			return nil, fmt.Errorf("return of %s: %w", provider, err)
		}
		out = append(out, ledger.Return{Period: m.String(), Provider: provider, At: at, Data: data})
	}
	slices.SortFunc(out, func(a, b ledger.Return) int { return strings.Compare(string(a.Provider), string(b.Provider)) })
	return out, nil
}
