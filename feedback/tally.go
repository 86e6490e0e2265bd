package feedback

// Tally is how many people gave each of the six answers, indexed by
// Rating − 1. It is the only thing percentages are made from: to roll places
// up, add tallies and compute again; never average percentages.
type Tally [6]int64

// Count gives how many gave the answer r.
func (t Tally) Count(r Rating) int64 {
	if !r.Valid() {
		return 0
	}
	return t[r-1]
}

// Add gives the sum of two tallies.
func (t Tally) Add(o Tally) Tally {
	for i := range t {
		t[i] += o[i]
	}
	return t
}

// Total gives the number of responses: all six answers, "don't know" included.
func (t Tally) Total() int64 {
	var n int64
	for _, v := range t {
		n += v
	}
	return n
}

// Positive gives how many answered very good or good.
func (t Tally) Positive() int64 { return t[VeryGood-1] + t[Good-1] }

// Negative gives how many answered poor or very poor.
func (t Tally) Negative() int64 { return t[Poor-1] + t[VeryPoor-1] }

// PercentPositive gives 100 × (very good + good) / all six, from 0 to 100, as
// NHS England calculates it: "don't know" stays in the denominator. With no
// responses there is no percentage, and ok is false.
func (t Tally) PercentPositive() (percent float64, ok bool) {
	return percentOf(t.Positive(), t.Total())
}

// PercentNegative gives 100 × (poor + very poor) / all six, from 0 to 100.
// With no responses there is no percentage, and ok is false.
func (t Tally) PercentNegative() (percent float64, ok bool) {
	return percentOf(t.Negative(), t.Total())
}

func percentOf(part, whole int64) (float64, bool) {
	if whole <= 0 {
		return 0, false
	}
	return 100 * float64(part) / float64(whole), true
}
