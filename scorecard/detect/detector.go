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

// DefaultSettings accepts one false alarm in about six years. In lifelike places with a
// baseline of two years it keeps to it; steady places give a third of that.
func DefaultSettings() Settings { return Settings{PerYear: 0.17, Guess: 0.1, Hold: 90 + lag} }

// Day is one day's counts. For a share, X of N answers are events; for a volume
// only N counts. Fractions are allowed.
type Day struct{ N, X float64 }

// Detector watches one measure of one place, day by day. It holds no clock and
// looks only backwards: the same days give the same alarms, whatever follows.
// The zero value is not useful; see [New]. A Detector is not safe for
// concurrent use; the [Model] it is stepped with is.
type Detector struct{ state }

// state is everything a detector remembers, of fixed size, so that it can be
// kept as bytes.
type state struct {
	Base    baseline
	Usual   vec        // where the wobble is, if nothing has changed
	Changed [sizes]vec // the same for each size of change, weighed by how likely
	Queue   [lag]slot  // days not yet learnt, a ring
	Queued  int32
	Day     int32 // next day, counted from the first
	Weekday int32 // of the next day, 0 to 6 from any fixed start
	Frozen  int32 // days before this one, less the lag, are never learnt
	Likely  float32
}

// slot is one waiting day.
type slot struct{ N, X float32 }

// New gives a detector that knows nothing. Weekday is the first day's, 0 to 6
// from any start that the caller keeps to.
func New(m *Model, weekday int) *Detector {
	d := &Detector{state{Weekday: int32(((weekday % 7) + 7) % 7)}}
	d.Base.reset(m)
	d.Usual = m.resting[m.level(0.25)]
	return d
}

// Days is how many days have been taken in.
func (d *Detector) Days() int { return int(d.Day) }

// Odds is how much likelier the days so far are if something changed than if not,
// summed over every day it could have changed on (Shiryaev and Roberts).
// It starts again from nought after an alarm.
func (d *Detector) Odds() float64 { return float64(d.Likely) }

// Step takes in the next day and says whether to raise an alarm on it.
func (d *Detector) Step(m *Model, s Settings, day Day) bool {
	u := d.Base.ready(m, s.Guess, int(d.Weekday))
	d.weigh(m, u, day)
	ready := d.Days() >= s.Quiet && u.err <= surest
	alarm := ready && d.Odds() >= Threshold(s.PerYear, u.information(m))
	if alarm || !ready {
		// What was gathered against a level not yet known does not count.
		d.Changed, d.Likely = [sizes]vec{}, 0
	}
	if alarm {
		d.Freeze(d.Days() + s.Hold - lag)
	}
	d.push(m, s, day)
	d.Day++
	d.Weekday = (d.Weekday + 1) % 7
	return alarm
}

// weigh updates the two stories, "nothing changed" and "something changed, on one of
// the days so far", by one day.
func (d *Detector) weigh(m *Model, u normal, day Day) {
	mv := &m.moves[u.level]
	mv.apply(&d.Usual)
	for s := range d.Changed {
		mv.apply(&d.Changed[s])
		for i, p := range d.Usual {
			d.Changed[s][i] += changeWeights[s] * p
		}
	}
	day = m.counted(day)
	var sum, odds float32
	if day.N == 0 && m.kind != Volume {
		for s := range d.Changed {
			odds += total(&d.Changed[s])
		}
		d.Likely = odds
		return
	}
	var e evaluation
	m.evaluate(day, u.usual, &e)
	soft := e.soften(m.spread[u.level])
	for i := range d.Usual {
		d.Usual[i] *= soft[i]
		sum += d.Usual[i]
	}
	// Where both stories are out of reach of the grid, the floor keeps the
	// odds finite.
	sum = max(sum, 1e-30)
	for s := range d.Changed {
		off := changeSteps[s]
		for i := range d.Changed[s] {
			p := min(d.Changed[s][i]*soft[i+off]/sum, 1e15)
			d.Changed[s][i] = p
			odds += p
		}
	}
	normalise(&d.Usual, sum, &m.resting[u.level])
	d.Likely = odds
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
	wait := min(lag, (d.Day+1)/2)
	d.Queue[d.Day%lag] = slot{float32(day.N), float32(day.X)}
	d.Queued++
	for d.Queued > wait {
		if at := d.Day + 1 - d.Queued; at >= d.Frozen-lag {
			d.learnAt(m, s, int(at))
		}
		d.Queued--
	}
}

// learnAt learns a waiting day, given while the detector's next day is still the
// last one queued.
func (d *Detector) learnAt(m *Model, s Settings, at int) {
	q := d.Queue[at%lag]
	d.Base.learn(m, s.Guess, d.weekdayOf(at), m.counted(Day{float64(q.N), float64(q.X)}))
}

// weekdayOf gives the day of the week of a day, counted from the first.
func (d *Detector) weekdayOf(at int) int {
	return ((int(d.Weekday)-(d.Days()-at))%7 + 7) % 7
}

// counted gives the number the model looks at: events, or answers themselves.
func (m *Model) counted(d Day) Day {
	if m.kind == Volume {
		d.X = d.N
	}
	return d
}

// information is how much one ordinary day tells.
func (u normal) information(m *Model) float64 {
	if m.kind == Volume {
		return u.volume
	}
	return u.volume * u.rate * (1 - u.rate)
}

// Amend corrects a day already taken in, when late answers come. It changes what
// the baseline will learn, never what was raised. It reports false where the day has
// already been learnt or is not there.
func (d *Detector) Amend(day int, change Day) bool {
	if day >= d.Days() || day < d.Days()-int(d.Queued) {
		return false
	}
	q := &d.Queue[day%lag]
	q.N, q.X = max(0, q.N+float32(change.N)), max(0, q.X+float32(change.X))
	return true
}

// Freeze keeps the days before the given one, and those still waiting, out of the
// baseline. A warning that is open freezes its measure.
func (d *Detector) Freeze(until int) { d.Frozen = max(d.Frozen, int32(until+lag)) }

// Thaw ends a freeze: waiting days count again as they come to be learnt.
func (d *Detector) Thaw() { d.Frozen = 0 }

// Accept makes the level since a day the new normal: what was learnt is dropped and
// the days since, as far back as they still wait, are learnt at once.
func (d *Detector) Accept(m *Model, s Settings, since int) error {
	if since > d.Days() || since < 0 {
		return fmt.Errorf("accept from day %d of %d: %w", since, d.Day, ErrOrder)
	}
	d.Base.reset(m)
	d.Changed, d.Likely, d.Frozen = [sizes]vec{}, 0, 0
	for at := max(since, d.Days()-int(d.Queued)); at < d.Days(); at++ {
		d.learnAt(m, s, at)
	}
	d.Queued = 0
	d.Usual = m.resting[m.level(math.Sqrt(d.Base.wobble(m)))]
	return nil
}
