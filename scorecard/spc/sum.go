package spc

import (
	"math"
	"math/big"
)

// sumPrecision is enough bits to add values that differ by 2^400 without loss.
const sumPrecision = 512

// exactSum gives the correctly rounded sum of xs, all finite.
func exactSum(xs []float64) float64 {
	s, _ := bigSum(xs).Float64()
	return s
}

// mean gives the correctly rounded mean of the finite members of xs, NaN where
// there are none. A running sum makes the mean of a constant series differ from
// its members in the last bit, which then reads as "every point below the
// mean".
func mean(xs []float64) float64 {
	kept := make([]float64, 0, len(xs))
	for _, x := range xs {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			kept = append(kept, x)
		}
	}
	if len(kept) == 0 {
		return math.NaN()
	}
	sum := bigSum(kept)
	m, _ := sum.Quo(sum, big.NewFloat(float64(len(kept)))).Float64()
	return m
}

func bigSum(xs []float64) *big.Float {
	sum, term := new(big.Float).SetPrec(sumPrecision), new(big.Float).SetPrec(sumPrecision)
	for _, x := range xs {
		sum.Add(sum, term.SetFloat64(x))
	}
	return sum
}
