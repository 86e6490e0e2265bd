package detect

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// ErrMeasures is returned when counts or a state do not fit the measures watched.
var ErrMeasures = errors.New("counts do not fit the measures watched")

// Form is how a measure's daily numbers are to be read.
type Form uint8

// The forms.
const (
	// Rising is a share that is worse when it rises: N answers, X events.
	Rising Form = iota
	// Falling is a share that is worse when it falls: N answers, X events.
	Falling
	// Mean is a mean score between Low and High that is worse when it falls: N
	// scores, X their sum, Squares the sum of their squares.
	Mean
	// Silence is answers themselves, worse when they stop: N answers.
	Silence
)

// Measure is one thing watched at a place.
type Measure struct {
	// Name is its name in the API: "negative", "theme/waiting".
	Name string
	// Label is how a sentence speaks of it, without a capital: "negative answers".
	Label string
	// Of is what it is a share of: "answers", "comments".
	Of   string
	Form Form
	// Guess is the share expected before there is history; 0 means 0.1. For Falling
	// it is the share of events, for Mean it is not used.
	Guess float64
	// Low and High bound the score of a Mean.
	Low, High float64
}

// Count is one day's numbers for one measure; see the [Form] of the measure.
type Count struct{ N, X, Squares float64 }

// Plan is what one provider watches, and how many false alarms it accepts.
type Plan struct {
	// PerProviderYear is the budget: false alarms a year over everything the
	// provider watches.
	PerProviderYear float64
	// Detectors is how many measures of how many places share the budget.
	Detectors int
	// Quiet is how many first days raise nothing.
	Quiet int
	// Measures are watched at each place, in the order of the counts.
	Measures []Measure
}

// Watcher applies one plan to any number of places. It is immutable and safe for
// concurrent use.
type Watcher struct {
	plan          Plan
	share, volume *Model
	settings      []Settings
}

// NewWatcher prepares a plan.
func NewWatcher(p Plan) *Watcher {
	w := &Watcher{plan: p, share: NewModel(Share), volume: NewModel(Volume)}
	for _, m := range p.Measures {
		s := DefaultSettings()
		s.PerYear, s.Quiet = Budget(p.PerProviderYear, p.Detectors), p.Quiet
		switch {
		case m.Form == Falling && m.Guess > 0 && m.Guess < 1:
			s.Guess = 1 - m.Guess
		case m.Form == Mean:
			s.Guess = 0.3
		case m.Form == Rising && m.Guess > 0 && m.Guess < 1:
			s.Guess = m.Guess
		}
		w.settings = append(w.settings, s)
	}
	return w
}

func (w *Watcher) model(i int) *Model {
	if w.plan.Measures[i].Form == Silence {
		return w.volume
	}
	return w.share
}

// Monitor watches the measures of one place. Days are numbered from 1 January
// 1970. It is not safe for concurrent use.
type Monitor struct {
	first    int // day of the first step
	next     int // day expected next
	watching []watch
}

// watch is one measure of a monitor.
type watch struct {
	Detector
	spread spread
	open   int32 // day the open warning was raised, 0 for none
}

// spread is what a mean needs to know of its single scores.
type spread struct{ N, Sum, Squares float64 }

// NewMonitor gives a monitor whose first step will be the given day.
func (w *Watcher) NewMonitor(day int) *Monitor {
	m := &Monitor{first: day, next: day, watching: make([]watch, len(w.plan.Measures))}
	for i := range m.watching {
		m.watching[i].Detector = *New(w.model(i), day)
	}
	return m
}

// Warning is a measure that changed, as it was known on the day it was raised.
type Warning struct {
	Measure string // the measure's name
	Raised  int    // day
	// Finding counts its days from 1 January 1970 too, and gives levels as the measure is
	// read: a share, a mean score, or answers a day.
	Finding
	// Sentence says it in plain words.
	Sentence string
}

// Step takes in one day and gives the warnings it raises. Days left out count as
// days without answers. A measure whose warning is open raises no other. It
// returns [ErrOrder] for a day already past and [ErrMeasures] for counts that
// do not fit.
func (m *Monitor) Step(w *Watcher, day int, counts []Count) ([]Warning, error) {
	if len(counts) != len(m.watching) || len(w.plan.Measures) != len(m.watching) {
		return nil, fmt.Errorf("%d counts, %d measures: %w", len(counts), len(m.watching), ErrMeasures)
	}
	if day < m.next {
		return nil, fmt.Errorf("day %d, expected %d: %w", day, m.next, ErrOrder)
	}
	var warnings []Warning
	nothing := make([]Count, len(counts))
	for ; m.next < day; m.next++ {
		warnings = m.stepAll(w, nothing, warnings)
	}
	warnings = m.stepAll(w, counts, warnings)
	m.next++
	return warnings, nil
}

func (m *Monitor) stepAll(w *Watcher, counts []Count, warnings []Warning) []Warning {
	for i := range m.watching {
		k := &m.watching[i]
		measure := w.plan.Measures[i]
		alarm := k.Step(w.model(i), w.settings[i], k.spread.day(measure, counts[i]))
		k.spread.add(counts[i])
		if k.open != 0 {
			k.Freeze(k.Days())
		}
		if alarm && k.open == 0 {
			k.open = int32(m.next)
			warnings = append(warnings, m.warning(w, i))
		}
	}
	return warnings
}

// Explain says how a measure stands after the last step, whether or not a warning
// is open. It panics where i is not a measure.
func (m *Monitor) Explain(w *Watcher, i int) Finding {
	k := &m.watching[i]
	f := k.Detector.Explain(w.model(i), w.settings[i])
	f.Since, f.SinceFrom, f.SinceTo = f.Since+m.first, f.SinceFrom+m.first, f.SinceTo+m.first
	return k.spread.finding(w.plan.Measures[i], f)
}

func (m *Monitor) warning(w *Watcher, i int) Warning {
	f := m.Explain(w, i)
	measure := w.plan.Measures[i]
	return Warning{Measure: measure.Name, Raised: m.next, Finding: f, Sentence: measure.Sentence(f)}
}

// Open gives the day the open warning of a measure was raised, 0 for none.
func (m *Monitor) Open(i int) int { return int(m.watching[i].open) }

// Outcome is what a person found behind a warning.
type Outcome uint8

// The outcomes.
const (
	// Chance: nothing lay behind it. Its days are learnt as normal.
	Chance Outcome = iota
	// Passed: it was real and is over. Its days are never learnt.
	Passed
	// NewNormal: it was real and stays. What was normal before is forgotten.
	NewNormal
)

// Close ends the warning of a measure. Since is the day the change began, which only
// NewNormal uses. It returns [ErrOrder] for a day that has not come.
func (m *Monitor) Close(w *Watcher, i int, outcome Outcome, since int) error {
	k := &m.watching[i]
	switch outcome {
	case NewNormal:
		if err := k.Accept(w.model(i), w.settings[i], since-m.first); err != nil {
			return err
		}
	case Passed:
		k.Thaw()
		k.Freeze(k.Days())
	default:
		k.Thaw()
	}
	k.open = 0
	return nil
}

// Amend corrects the counts of a day already taken in. It changes what will be learnt as
// normal, never what was raised. It reports false where the day can no longer be
// corrected.
func (m *Monitor) Amend(w *Watcher, i, day int, change Count) bool {
	k := &m.watching[i]
	return k.Detector.Amend(day-m.first, k.spread.day(w.plan.Measures[i], change))
}

// day turns a measure's counts into answers and events that are worse when they
// rise.
func (s *spread) day(m Measure, c Count) Day {
	switch m.Form {
	case Falling:
		return Day{c.N, c.N - c.X}
	case Mean:
		k, bad := s.scale(m), (m.High*c.N-c.X)/(m.High-m.Low)
		return Day{c.N * k, bad * k}
	}
	return Day{c.N, c.X}
}

// scale is how many yes-or-no answers one score is worth: scores spread less than
// yes and no do, so their mean is known better. It settles once thirty are known.
func (s *spread) scale(m Measure) float64 {
	if s.N < 30 {
		return 1
	}
	mean := s.Sum / s.N
	variance := max(s.Squares/s.N-mean*mean, 1e-9) / ((m.High - m.Low) * (m.High - m.Low))
	q := (m.High - mean) / (m.High - m.Low)
	return min(10, max(1, q*(1-q)/variance))
}

// add forgets slowly and takes in a day's scores.
func (s *spread) add(c Count) {
	const keep = 1 - 1.0/memoryDays
	s.N, s.Sum, s.Squares = keep*s.N+c.N, keep*s.Sum+c.X, keep*s.Squares+c.Squares
}

// finding turns levels and counts back into the measure's own.
func (s *spread) finding(m Measure, f Finding) Finding {
	flip := func(to func(float64) float64) {
		f.Before, f.After = to(f.Before), to(f.After)
		f.AfterLow, f.AfterHigh = to(f.AfterHigh), to(f.AfterLow)
	}
	switch m.Form {
	case Falling:
		flip(func(v float64) float64 { return 1 - v })
		f.X = f.N - f.X
	case Mean:
		flip(func(v float64) float64 { return m.High - v*(m.High-m.Low) })
		k := s.scale(m)
		f.N /= k
		f.X = m.High*f.N - f.X/k*(m.High-m.Low)
	}
	return f
}

// AppendBinary adds the monitor's state to b.
func (m *Monitor) AppendBinary(b []byte) ([]byte, error) {
	b = binary.LittleEndian.AppendUint32(append(b, stateVersion), uint32(m.first))
	b = binary.LittleEndian.AppendUint32(b, uint32(m.next))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(m.watching)))
	for i := range m.watching {
		k := &m.watching[i]
		b = binary.LittleEndian.AppendUint32(b, uint32(k.open))
		for _, v := range []float64{k.spread.N, k.spread.Sum, k.spread.Squares} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
		var err error
		if b, err = k.Detector.AppendBinary(b); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// MarshalBinary gives the monitor's state as bytes.
func (m *Monitor) MarshalBinary() ([]byte, error) { return m.AppendBinary(nil) }

// UnmarshalBinary reads a state that MarshalBinary wrote. It returns [ErrState]
// where the bytes are anything else.
func (m *Monitor) UnmarshalBinary(b []byte) error {
	if len(b) < 13 || b[0] != stateVersion {
		return ErrState
	}
	first, next := int(int32(binary.LittleEndian.Uint32(b[1:]))), int(int32(binary.LittleEndian.Uint32(b[5:])))
	n := binary.LittleEndian.Uint32(b[9:])
	b = b[13:]
	if uint64(n)*28 > uint64(len(b)) {
		return ErrState
	}
	watching := make([]watch, n)
	for i := range watching {
		if len(b) < 28 {
			return ErrState
		}
		k := &watching[i]
		k.open = int32(binary.LittleEndian.Uint32(b))
		for j, v := range []*float64{&k.spread.N, &k.spread.Sum, &k.spread.Squares} {
			*v = math.Float64frombits(binary.LittleEndian.Uint64(b[4+8*j:]))
		}
		var err error
		if b, err = k.decode(b[28:]); err != nil {
			return err
		}
	}
	m.first, m.next, m.watching = first, next, watching
	return nil
}
