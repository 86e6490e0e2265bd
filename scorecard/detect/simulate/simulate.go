// Package simulate makes daily counts with known changes, to set the early
// warning's thresholds by and to show what it finds. Nothing in it is patient data.
package simulate

import (
	"math"
	"math/rand/v2"
)

// Place describes a simulated place.
type Place struct {
	Volume  float64 // answers a day, on average
	Rate    float64 // usual share of negative answers
	Wobble  float64 // standard deviation of weekly effects, log odds
	Daily   float64 // standard deviation of one-day effects, log odds
	Weekend float64 // extra log odds at weekends
	Weekly  bool    // fewer answers at weekends
}

// Steady is a place with nothing but chance: Poisson answers, binomial events.
func Steady(volume float64) Place { return Place{Volume: volume, Rate: 0.1} }

// Lifelike is a place with quiet weekends, a weekend effect, and bad weeks that
// follow bad weeks.
func Lifelike(volume float64) Place {
	return Place{Volume: volume, Rate: 0.1, Wobble: 0.25, Daily: 0.15, Weekend: 0.1, Weekly: true}
}

const weekCarry = 0.7 // correlation of one week's effect with the next

// Days gives daily answers and negative answers. From day tau on, the share of
// negative answers is higher by rise (0.2 = 20 points); tau < 0 means never. Day
// 0 is a Saturday.
func (p Place) Days(r *rand.Rand, days, tau int, rise float64) (n, x []float64) {
	n, x = make([]float64, days), make([]float64, days)
	week := p.Wobble * r.NormFloat64()
	usual := math.Log(p.Rate / (1 - p.Rate))
	for t := range days {
		if t%7 == 0 && t > 0 {
			week = weekCarry*week + math.Sqrt(1-weekCarry*weekCarry)*p.Wobble*r.NormFloat64()
		}
		volume, effect := p.Volume, week+p.Daily*r.NormFloat64()
		if p.Weekly {
			volume *= [7]float64{0.6, 0.4, 1.2, 1.2, 1.2, 1.2, 1.2}[t%7]
		}
		if t%7 < 2 {
			effect += p.Weekend
		}
		share := 1 / (1 + math.Exp(-usual-effect))
		if tau >= 0 && t >= tau {
			share = min(0.99, share+rise)
		}
		count := Poisson(r, volume)
		n[t] = float64(count)
		for range count {
			if r.Float64() < share {
				x[t]++
			}
		}
	}
	return n, x
}

// Poisson draws a count with the given mean.
func Poisson(r *rand.Rand, mean float64) int {
	count := 0
	for mean > 30 { // halves keep exp(-mean) in range
		half := mean / 2
		count += Poisson(r, half)
		mean -= half
	}
	limit, product := math.Exp(-mean), r.Float64()
	for product > limit {
		count++
		product *= r.Float64()
	}
	return count
}
