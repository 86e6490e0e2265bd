package detect

import "math"

// fineSteps are the sizes of change an explanation weighs, in grid steps: finer than
// the three that raise the alarm.
const fineSteps = farthest

// Finding is what can be said of a change: since when, from what to what, and how
// sure. Days count from the detector's first.
type Finding struct {
	// Since is the likeliest first day of the change; SinceFrom and SinceTo hold it
	// with 90 % probability. SinceFrom is never earlier than 55 days before the
	// last day.
	Since     int `json:"since"`
	SinceFrom int `json:"since_from"`
	SinceTo   int `json:"since_to"`
	// Before is the usual level: a share, or answers a day. After is the level
	// since, with its 90 % interval.
	Before    float64 `json:"before"`
	After     float64 `json:"after"`
	AfterLow  float64 `json:"after_low"`
	AfterHigh float64 `json:"after_high"`
	// N and X are the answers and events from Since to the last day.
	N float64 `json:"n"`
	X float64 `json:"x"`
	// Sure is the probability that something lasting changed, taking it that
	// a place really changes once in two years.
	Sure float64 `json:"sure"`
	// ChanceYears is how many years would pass, on average, between days as unusual
	// as this if nothing ever changed.
	ChanceYears float64 `json:"chance_years"`
}

// realChange is the chance that a lasting change begins on a given day.
const realChange = 1.0 / 730

// credible is the share of probability an interval holds.
const credible = 0.9

// Explain weighs every day of the last eight weeks as the day it changed, and
// every size of change, against nothing having changed. It looks only at days
// taken in already. Call it on the day of an alarm, or on any day while a warning is
// open to follow it.
func (d *Detector) Explain(m *Model, s Settings) Finding {
	w := d.window(m, s)
	f := Finding{Before: w.before}
	if len(w.days) == 0 {
		f.After, f.AfterLow, f.AfterHigh = f.Before, f.Before, f.Before
		return f
	}
	weights, odds := w.posterior(m)
	first := d.Days() - len(w.days)
	var bySince []float64
	bySize := make([]float64, fineSteps)
	for t := range weights {
		var sum float64
		for k, p := range weights[t] {
			sum += p
			bySize[k] += p
		}
		bySince = append(bySince, sum)
	}
	lo, best, hi := interval(bySince)
	f.Since, f.SinceFrom, f.SinceTo = first+best, first+lo, first+hi
	for _, day := range w.days[best:] {
		f.N += day.N
		f.X += day.X
	}
	low, mid, high := interval(bySize)
	f.AfterLow, f.After, f.AfterHigh = w.after(m, low+1), w.after(m, mid+1), w.after(m, high+1)
	if m.kind == Volume {
		f.AfterLow, f.AfterHigh = f.AfterHigh, f.AfterLow
	}
	f.Sure = odds * realChange / (odds*realChange + 1)
	f.ChanceYears = odds / (daysPerYear * overshoot(w.information))
	return f
}

// window is the recent past an explanation looks at.
type window struct {
	days        []Day
	usual       []float64 // log odds or log count of each day
	level       int
	before      float64
	information float64
}

func (d *Detector) window(m *Model, s Settings) window {
	u := d.Base.ready(m, s.Guess, int(d.Weekday))
	w := window{before: u.rate, level: u.level, information: u.information(m)}
	for at := max(0, d.Days()-lag); at < d.Days(); at++ {
		q := d.Queue[at%lag]
		w.days = append(w.days, m.counted(Day{float64(q.N), float64(q.X)}))
		w.usual = append(w.usual, d.Base.ready(m, s.Guess, d.weekdayOf(at)).usual)
	}
	return w
}

// after is the level a change of so many grid steps leads to.
func (w window) after(m *Model, steps int) float64 {
	if m.kind == Volume {
		return w.before * math.Exp(-float64(steps)*m.step)
	}
	odds := w.before / (1 - w.before) * math.Exp(float64(steps)*m.step)
	return odds / (1 + odds)
}

// posterior gives the odds of each first day and size against no change, and their
// sum weighed by the prior over sizes.
func (w window) posterior(m *Model) (weights [][]float64, odds float64) {
	softs := make([][gridSize + farthest]float32, len(w.days))
	empty := make([]bool, len(w.days))
	for t, day := range w.days {
		if day.N == 0 && m.kind != Volume {
			empty[t] = true
			continue
		}
		var e evaluation
		m.evaluate(day, w.usual[t], &e)
		softs[t] = e.soften(m.spread[w.level])
	}
	states := make([]vec, len(w.days)) // no change, before each day
	logs := make([]float64, len(w.days)+1)
	v := m.resting[w.level]
	for t := range w.days {
		m.moves[w.level].apply(&v)
		states[t] = v
		logs[t+1] = logs[t] + w.take(&v, softs[t], empty[t], 0)
	}
	end := logs[len(w.days)]
	weights = make([][]float64, len(w.days))
	for t := range w.days {
		weights[t] = make([]float64, fineSteps)
		for k := range weights[t] {
			v := states[t]
			log := logs[t]
			for u := t; u < len(w.days); u++ {
				if u > t {
					m.moves[w.level].apply(&v)
				}
				log += w.take(&v, softs[u], empty[u], k+1)
			}
			p := math.Exp(min(600, log-end)) / fineSteps
			weights[t][k] = p
			odds += p
		}
	}
	return weights, odds
}

// take weighs a state by one day with a change of so many steps, and gives the log
// of how likely the day was.
func (w window) take(v *vec, soft [gridSize + farthest]float32, empty bool, steps int) float64 {
	if empty {
		return 0
	}
	var sum float32
	for i := range v {
		v[i] *= soft[i+steps]
		sum += v[i]
	}
	if !(sum > 1e-25) {
		return math.Log(1e-25)
	}
	for i := range v {
		v[i] /= sum
	}
	return math.Log(float64(sum))
}

// interval gives the most likely place and the ends of the central credible
// interval of weights.
func interval(weights []float64) (lo, best, hi int) {
	var sum float64
	for i, w := range weights {
		sum += w
		if w > weights[best] {
			best = i
		}
	}
	if !(sum > 0) {
		return 0, best, len(weights) - 1
	}
	run := 0.0
	lo, hi = -1, len(weights)-1
	for i, w := range weights {
		run += w
		if lo < 0 && run >= (1-credible)/2*sum {
			lo = i
		}
		if run >= (1+credible)/2*sum {
			hi = i
			break
		}
	}
	return min(lo, best), best, max(hi, best)
}
