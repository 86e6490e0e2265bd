package detect

import (
	"errors"
	"fmt"
	"math"
)

// Kind is what a measure counts.
type Kind uint8

// The kinds of measure.
const (
	// Share is events among answers, worse when it rises.
	Share Kind = iota
	// Volume is answers themselves, worse when they stop coming.
	Volume
)

// ErrOrder is returned when days do not go forward by one.
var ErrOrder = errors.New("days must follow one another")

// Settings are what a person may choose. The zero value is not useful; see
// [DefaultSettings].
type Settings struct {
	// PerYear is the false alarms accepted from this one detector in a year.
	PerYear float64
	// Quiet is how many days at the start raise nothing. A young place is
	// silent besides until its level is known well enough.
	Quiet int
	// Guess is the share expected before there is any history, from the
	// provider or the country. Between 0 and 1, both excluded.
	Guess float64
	// Hold is how many days after an alarm the baseline stays as it is, so that the
	// change does not become normal. A person's decision ends or prolongs it: see
	// Freeze and Accept.
	Hold int
}

// DefaultSettings accepts one false alarm in about six years.
func DefaultSettings() Settings { return Settings{PerYear: 0.155, Guess: 0.1, Hold: 90 + lag} }

// Day is one day's counts. For a share, X of N answers are events; for a volume
// only N counts. Fractions are allowed.
type Day struct{ N, X float64 }

// Detector watches one measure of one place, day by day. It holds no clock and
// looks only backwards: the same days give the same alarms, whatever follows.
// The zero value is not useful; see [New]. A Detector is not safe for
// concurrent use; the [Model] it is stepped with is.
type Detector struct {
	base    baseline
	usual   vec        // where the wobble is, if nothing has changed
	changed [sizes]vec // the same for each size of change, weighed by how likely
	queue   [lag]Day   // days not yet learnt, a ring
	queued  int
	day     int // next day, counted from the first
	weekday int // of the next day, 0 to 6 from any fixed start
	frozen  int // days before this one are not learnt when they leave the queue
	odds    float64
}

// New gives a detector that knows nothing. Weekday is the first day's, 0 to 6
// from any start that the caller keeps to.
func New(m *Model, weekday int) *Detector {
	d := &Detector{weekday: ((weekday % 7) + 7) % 7}
	d.base.reset(m)
	d.usual = m.resting[m.level(0.25)]
	return d
}

// Days is how many days have been taken in.
func (d *Detector) Days() int { return d.day }

// Odds is how much likelier the days so far are if something changed than if not,
// summed over every day it could have changed on (Shiryaev and Roberts).
// It starts again from nought after an alarm.
func (d *Detector) Odds() float64 { return d.odds }

// Step takes in the next day and says whether to raise an alarm on it.
func (d *Detector) Step(m *Model, s Settings, day Day) bool {
	u := d.base.ready(m, s.Guess, d.weekday)
	d.weigh(m, u, day)
	alarm := d.day >= s.Quiet && u.err <= surest && d.odds >= Threshold(s.PerYear, u.information(m))
	if alarm {
		d.changed = [sizes]vec{}
		d.odds = 0
		d.frozen = max(d.frozen, d.day+s.Hold)
	}
	d.push(m, s, day)
	d.day++
	d.weekday = (d.weekday + 1) % 7
	return alarm
}

// weigh updates the two stories, "nothing changed" and "something changed, on one of
// the days so far", by one day.
func (d *Detector) weigh(m *Model, u normal, day Day) {
	mv := &m.moves[u.level]
	mv.apply(&d.usual)
	for s := range d.changed {
		mv.apply(&d.changed[s])
		for i, p := range d.usual {
			d.changed[s][i] += changeWeights[s] * p
		}
	}
	n, x := day.N, day.X
	if m.kind == Volume {
		x = n
	}
	var sum, odds float32
	if n == 0 && m.kind != Volume {
		for s := range d.changed {
			odds += total(&d.changed[s])
		}
		d.odds = float64(odds)
		return
	}
	var e evaluation
	m.evaluate(n, x, u.usual, &e)
	soft := e.soften(m.spread[u.level])
	for i := range d.usual {
		d.usual[i] *= soft[i]
		sum += d.usual[i]
	}
	// Where both stories are out of reach of the grid, the floor keeps the
	// odds finite.
	sum = max(sum, 1e-30)
	for s := range d.changed {
		off := changeSteps[s]
		for i := range d.changed[s] {
			p := min(d.changed[s][i]*soft[i+off]/sum, 1e15)
			d.changed[s][i] = p
			odds += p
		}
	}
	normalise(&d.usual, sum, &m.resting[u.level])
	d.odds = float64(odds)
}

func total(v *vec) (sum float32) {
	for _, p := range v {
		sum += p
	}
	return sum
}

// push queues a day, and learns the one that has waited long enough. A young place
// learns sooner: half its days wait.
func (d *Detector) push(m *Model, s Settings, day Day) {
	wait := min(lag, (d.day+1)/2)
	d.queue[d.day%lag] = day
	d.queued++
	for d.queued > wait {
		at := d.day + 1 - d.queued
		if at >= d.frozen-lag || d.frozen == 0 {
			d.learnAt(m, s, at)
		}
		d.queued--
	}
}

func (d *Detector) learnAt(m *Model, s Settings, at int) {
	q := d.queue[at%lag]
	x := q.X
	if m.kind == Volume {
		x = q.N
	}
	weekday := ((d.weekday-(d.day-at))%7 + 7) % 7
	d.base.learn(m, s.Guess, weekday, q.N, x)
}

// information is how much one ordinary day tells.
func (u normal) information(m *Model) float64 {
	if m.kind == Volume {
		return u.volume
	}
	return u.volume * u.rate * (1 - u.rate)
}

// Amend corrects a day already taken in, late answers say. It changes what
// the baseline will learn, never what was raised. It reports false where the day has
// already been learnt or is not there.
func (d *Detector) Amend(day int, change Day) bool {
	if day >= d.day || day < d.day-d.queued {
		return false
	}
	q := &d.queue[day%lag]
	q.N, q.X = max(0, q.N+change.N), max(0, q.X+change.X)
	return true
}

// Freeze keeps the baseline as it is until the given day, counted from the first.
// A warning that is open freezes its measure.
func (d *Detector) Freeze(until int) { d.frozen = max(d.frozen, until+lag) }

// Accept makes the level since a day the new normal: what was learnt is dropped and
// the days since are learnt at once.
func (d *Detector) Accept(m *Model, s Settings, since int) error {
	if since > d.day {
		return fmt.Errorf("accept from day %d of %d: %w", since, d.day, ErrOrder)
	}
	d.base.reset(m)
	d.changed, d.odds, d.frozen = [sizes]vec{}, 0, 0
	for at := max(since, d.day-d.queued); at < d.day; at++ {
		d.learnAt(m, s, at)
	}
	d.queued = 0
	d.usual = m.resting[m.level(math.Sqrt(d.base.wobble(m)))]
	return nil
}
