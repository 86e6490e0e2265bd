package warning

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/detect"
)

// forgottenAfter is how many days a warning that nobody has, such as one in
// history from before the service was watching, stays open. Then what it found
// counts as normal if it is very likely real, else as chance.
const forgottenAfter = 28

// history is what is known of a place's warnings.
type history struct {
	closings []closing
	open     map[string]bool // measures with an open warning
}

// closing is a person's decision.
type closing struct {
	seq     int64
	day     feedback.Day
	measure string
	outcome detect.Outcome
	since   int
}

// mostKept is how many warnings of one place are looked back on.
const mostKept = 1000

func (w *Watcher) history(ctx context.Context, place feedback.PlaceID) (history, error) {
	h := history{open: make(map[string]bool)}
	warnings, err := w.opt.Store.ListWarnings(ctx, ledger.WarningQuery{Place: place, Limit: mostKept})
	if err != nil {
		return h, err
	}
	of := make(map[int64]*ledger.Warning, len(warnings))
	for i := range warnings {
		x := &warnings[i]
		of[x.ID] = x
		if x.State != ledger.WarningClosed && x.Measure != DangerNotice {
			h.open[x.Measure] = true
		}
	}
	if len(of) == 0 {
		return h, nil
	}
	events, err := w.opt.Store.WarningEvents(ctx, ledger.WarningEventQuery{Place: place, Step: ledger.WarningClosed, Limit: mostKept})
	if err != nil {
		return h, err
	}
	for _, e := range events {
		x := of[e.Warning]
		if x == nil || x.Measure == DangerNotice {
			continue
		}
		s, err := ParseShown(*x)
		if err != nil {
			return h, err
		}
		c := closing{seq: e.Seq, day: feedback.DayOf(e.At), measure: x.Measure, outcome: outcomeOf(e.Outcome)}
		if s.Finding != nil {
			c.since = s.Finding.Since
		}
		h.closings = append(h.closings, c)
	}
	return h, nil
}

func outcomeOf(s string) detect.Outcome {
	switch s {
	case ledger.OutcomePassed:
		return detect.Passed
	case ledger.OutcomeNewNormal:
		return detect.NewNormal
	}
	return detect.Chance
}

// watched is one part of a place while it is worked on.
type watched struct {
	part    string
	plan    *detect.Watcher
	list    []detect.Measure
	first   feedback.Day // of the monitor
	day     feedback.Day // last taken in
	applied int64        // last closing taken in
	version int64
	monitor *detect.Monitor
	raised  map[int]detect.Warning // open in the monitor, raised in this run
}

// encode gives the stored form: version byte, first day, closing, monitor.
func (x *watched) encode() ([]byte, error) {
	b := binary.LittleEndian.AppendUint32([]byte{1}, uint32(x.first))
	b = binary.LittleEndian.AppendUint64(b, uint64(x.applied))
	return x.monitor.AppendBinary(b)
}

// decode reads it; it reports false for a state of another version or plan,
// which is built again.
func (x *watched) decode(m ledger.Monitor) bool {
	if len(m.State) < 13 || m.State[0] != 1 || m.Plan != planName(x.part) {
		return false
	}
	x.first = feedback.Day(int32(binary.LittleEndian.Uint32(m.State[1:])))
	x.applied = int64(binary.LittleEndian.Uint64(m.State[5:]))
	x.monitor = new(detect.Monitor)
	x.day = m.Day
	return x.monitor.UnmarshalBinary(m.State[13:]) == nil
}

// load reads the state of a part. A missing monitor, or one that is of no use,
// leaves it nil.
func (w *Watcher) load(ctx context.Context, place feedback.PlaceID, part string, plan *detect.Watcher) (*watched, error) {
	x := &watched{part: part, plan: plan, list: measures(part), raised: make(map[int]detect.Warning)}
	m, err := w.opt.Store.Monitor(ctx, place, part)
	if errors.Is(err, feedback.ErrNotFound) {
		return x, nil
	}
	if err != nil {
		return nil, err
	}
	x.version = m.Version
	if !x.decode(m) {
		x.monitor = nil
	}
	return x, nil
}

// step takes in one day, and before it what people closed by its end.
func (x *watched) step(h *history, day feedback.Day, c *scorecard.Counts) ([]detect.Warning, error) {
	for _, done := range h.closings {
		if done.seq > x.applied && done.day <= day {
			if err := x.close(done.measure, done.outcome, done.since); err != nil {
				return nil, err
			}
			x.applied = done.seq
		}
	}
	for i, m := range x.list {
		open := x.monitor.Open(i)
		if open == 0 || h.open[m.Name] || int(day)-open < forgottenAfter {
			continue
		}
		outcome := detect.Chance
		f := x.monitor.Explain(x.plan, i)
		if f.Sure >= 0.9 {
			outcome = detect.NewNormal
		}
		if err := x.close(m.Name, outcome, f.Since); err != nil {
			return nil, err
		}
	}
	found, err := x.monitor.Step(x.plan, int(day), counts(x.part, c))
	x.day = day
	return found, err
}

// close tells the monitor that a measure's warning is over.
func (x *watched) close(measure string, outcome detect.Outcome, since int) error {
	for i, m := range x.list {
		if m.Name == measure {
			delete(x.raised, i)
			since = min(max(since, int(x.first)), int(x.day))
			return x.monitor.Close(x.plan, i, outcome, since)
		}
	}
	return nil // of another part
}

// advance takes in the finished days up to one. A monitor that is not there
// begins with the first day of which anything is counted.
func (x *watched) advance(h *history, days []scorecard.DayCounts, until feedback.Day) error {
	for i := range days {
		d := &days[i]
		if d.Day > until || x.monitor != nil && d.Day <= x.day {
			continue
		}
		if x.monitor == nil {
			if d.Responses() == 0 {
				continue
			}
			x.first, x.day, x.applied = d.Day, d.Day, 0
			x.monitor = x.plan.NewMonitor(int(d.Day))
		}
		found, err := x.step(h, d.Day, &d.Counts)
		if err != nil {
			return err
		}
		for _, f := range found {
			for i, m := range x.list {
				if m.Name == f.Measure {
					x.raised[i] = f
				}
			}
		}
	}
	return nil
}

// tryToday gives what today's answers so far would raise, on a copy.
func (x *watched) tryToday(h *history, today feedback.Day, c *scorecard.Counts) ([]detect.Warning, error) {
	b, err := x.monitor.MarshalBinary()
	if err != nil {
		return nil, err
	}
	y := *x
	y.monitor, y.raised = new(detect.Monitor), make(map[int]detect.Warning)
	if err := y.monitor.UnmarshalBinary(b); err != nil {
		return nil, err
	}
	found, err := y.step(h, today, c)
	out := found[:0]
	for _, f := range found {
		if f.Measure != silence {
			out = append(out, f)
		}
	}
	return out, err
}

// plan gives what watches a provider's places by one part. The number of
// detectors is rounded up to a power of two, so that few plans serve all
// providers and none goes over its budget.
func (w *Watcher) plan(part string, places int) *detect.Watcher {
	n := max(1, places) * len(measures(part))
	key := planKey{part, 1 << bits.Len(uint(n-1))}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.plans[key] == nil {
		w.plans[key] = detect.NewWatcher(detect.Plan{
			PerProviderYear: w.opt.Budget / float64(len(parts())), Detectors: key.detectors, Quiet: quietDays, Measures: measures(part),
		})
	}
	return w.plans[key]
}

type planKey struct {
	part      string
	detectors int
}

// quietDays is how many first days of a place raise nothing.
const quietDays = 28

// warningOf makes what is stored of a finding.
func (w *Watcher) warningOf(ctx context.Context, p feedback.Place, provider feedback.PlaceID, part string, f detect.Warning,
	days []scorecard.DayCounts, partial bool) (ledger.Warning, error) {
	_, i, m, _ := locate(f.Measure)
	s := Shown{Kind: KindChange, Name: p.Name, Label: m.Label, Of: m.Of, Form: m.Form, Sentence: f.Sentence, Finding: &f.Finding,
		Sure: detect.Sureness(f.Sure), Partial: partial}
	s.fill(part, i, days, feedback.Day(f.Raised))
	var err error
	if s.Responses, err = w.behind(ctx, p.ID, provider, f.Measure, f.Since); err != nil {
		return ledger.Warning{}, fmt.Errorf("answers behind a warning of %s: %w", p.ID, err)
	}
	day := feedback.Day(f.Raised)
	return w.stored(p.ID, provider, f.Measure, string(p.ID)+"/"+f.Measure+"/"+day.String(), day, false, s)
}

// stored makes a warning of what it shows.
func (w *Watcher) stored(place, provider feedback.PlaceID, measure, key string, day feedback.Day, urgent bool, s Shown) (ledger.Warning, error) {
	shown, err := json.Marshal(s)
	if err != nil {
		return ledger.Warning{}, fmt.Errorf("warning %s: %w", key, err)
	}
	return ledger.Warning{Key: key, Place: place, Provider: provider, Measure: measure, Day: day,
		At: w.opt.Now().UTC().Truncate(time.Microsecond), Urgent: urgent, Shown: shown}, nil
}
