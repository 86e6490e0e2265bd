package detect

import "math"

const daysPerYear = 365.25

// Threshold is the odds at which an alarm keeps to so many false alarms a year.
//
// While nothing has changed, the odds grow on average by one a day (they minus the
// day number are a martingale), so a threshold of h gives at least h days
// between false alarms. It gives more, because the odds jump past the threshold.
// By how much more depends on how far one day can move them: overshoot
// is that share, fitted to simulation (see the package's calibration test), as a
// function of the information in a day: for shares, answers x rate x (1 - rate).
func Threshold(perYear, information float64) float64 {
	if !(perYear > 0) {
		return math.Inf(1)
	}
	return daysPerYear / perYear * overshoot(information)
}

// overshoot falls on both sides of about 0.4: where a day tells much, the odds
// jump far past the threshold; where it tells little, the level itself is so
// uncertain that the odds seldom get there.
func overshoot(information float64) float64 {
	v := min(50, max(0.01, information))
	return min(0.6*math.Pow(v, -0.12), 0.67*math.Pow(v/0.4, 0.12))
}

// Budget shares the false alarms a provider accepts in a year among its
// detectors, evenly.
func Budget(perProviderYear float64, detectors int) float64 {
	return perProviderYear / float64(max(1, detectors))
}
