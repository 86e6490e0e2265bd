package detect

import "math"

// lag is how long a day waits before it may count as normal, so that a change
// found late has not yet taught the baseline. Eight whole weeks.
const lag = 56

const (
	// memoryDays is the time constant of forgetting: a day this old weighs 1/e.
	memoryDays = 1095
	// priorAnswers is how many answers the starting guess of the level weighs.
	priorAnswers = 10
	// weekdayPrior is how far, in log odds, a weekday may usually lie from the
	// others.
	weekdayPrior = 0.1
	// weekdayDays is how many days' worth a weekday's volume leans on the week's.
	weekdayDays = 1
	// surest is the largest error of the level, in log odds, at which a place is
	// judged at all.
	surest = 0.3
)

// baseline is what is normal for one measure of one place.
type baseline struct {
	N, X    [7]float32 // answers and events by day of the week, forgetting
	Days    float32    // days learnt, forgetting
	Bank    [bankSize]vec
	LogLike [bankSize]float32
}

func (b *baseline) reset(m *Model) {
	*b = baseline{}
	for k, l := range bankLevels {
		b.Bank[k] = m.resting[l]
	}
}

func (b *baseline) totals() (n, x float64) {
	for d := range b.N {
		n += float64(b.N[d])
		x += float64(b.X[d])
	}
	return n, x
}

// rate is the usual share, leaning on the guess while young.
func (b *baseline) rate(guess float64) float64 {
	n, x := b.totals()
	return (x + priorAnswers*guess) / (n + priorAnswers)
}

// perDay is the usual number of answers on a day of the week.
func (b *baseline) perDay(weekday int) float64 {
	n, _ := b.totals()
	week := n / max(1, float64(b.Days))
	return (float64(b.N[weekday]) + weekdayDays*week) / (float64(b.Days)/7 + weekdayDays)
}

// wobble is the variance of lasting wobbles: the mean over the bank.
func (b *baseline) wobble(m *Model) float64 {
	var w [bankSize]float64
	top := math.Inf(-1)
	for k := range w {
		w[k] = float64(b.LogLike[k]) + m.logPrior[k]
		top = max(top, w[k])
	}
	var sum, total float64
	for k, l := range bankLevels {
		p := math.Exp(w[k] - top)
		s := m.sigma(l)
		sum += p * s * s
		total += p
	}
	return sum / total
}

// normal is a baseline made ready to judge a day.
type normal struct {
	rate   float64 // share, or answers a day
	usual  float64 // log odds of the rate, or log of the day's expected count
	level  int     // table of the wobble, with the error of the rate in it
	err    float64 // standard error of usual
	volume float64 // answers expected a day
}

// ready gives what is normal on a day of the week.
func (b *baseline) ready(m *Model, guess float64, weekday int) normal {
	var u normal
	n, _ := b.totals()
	days := max(1, float64(b.Days))
	u.volume = n / days
	variance := b.wobble(m)
	persist := (1 + dailyRho) / (1 - dailyRho)
	errVar := variance * min(1, persist/days)
	if m.kind == Volume {
		expected := max(b.perDay(weekday), 1e-3)
		u.rate = u.volume
		errVar += 1 / (n + 0.5)
		u.usual = math.Log(expected) - variance/2
	} else {
		u.rate = b.rate(guess)
		info := u.rate * (1 - u.rate)
		errVar += 1 / ((n + priorAnswers) * info)
		shift := (float64(b.X[weekday]) - float64(b.N[weekday])*u.rate) /
			(float64(b.N[weekday])*info + 1/(weekdayPrior*weekdayPrior))
		// The mean of a share that wobbles on the odds scale is not the share at
		// the mean of the wobble.
		u.usual = math.Log(u.rate/(1-u.rate)) - (1-2*u.rate)*variance/2 + shift
	}
	u.err = math.Sqrt(errVar)
	u.level = m.level(math.Sqrt(variance + errVar))
	return u
}

// learn takes in one day as normal.
func (b *baseline) learn(m *Model, guess float64, weekday int, day Day) {
	u := b.ready(m, guess, weekday)
	var e evaluation
	silent := day.N == 0 && m.kind != Volume
	if !silent {
		m.evaluate(day, u.usual, &e)
	}
	const keep = 1 - 1.0/memoryDays
	for k, l := range bankLevels {
		m.moves[l].apply(&b.Bank[k])
		if silent {
			continue
		}
		soft := e.soften(m.spread[l])
		var sum float32
		for i := range b.Bank[k] {
			b.Bank[k][i] *= soft[i]
			sum += b.Bank[k][i]
		}
		b.LogLike[k] = keep*b.LogLike[k] + float32(math.Log(max(float64(sum), 1e-30)))
		normalise(&b.Bank[k], sum, &m.resting[l])
	}
	b.recentre()
	for d := range b.N {
		b.N[d] *= keep
		b.X[d] *= keep
	}
	b.Days = keep*b.Days + 1
	b.N[weekday] += float32(day.N)
	b.X[weekday] += float32(day.X)
}

// recentre keeps the log likelihoods near nought, where small numbers have room.
func (b *baseline) recentre() {
	top := b.LogLike[0]
	for _, l := range b.LogLike {
		top = max(top, l)
	}
	for k := range b.LogLike {
		b.LogLike[k] -= top
	}
}

// normalise makes a distribution sum to one, or starts it afresh where a day lay
// beyond everything the grid can hold.
func normalise(v *vec, sum float32, fresh *vec) {
	if !(sum > 1e-25) {
		*v = *fresh
		return
	}
	for i := range v {
		v[i] /= sum
	}
}
