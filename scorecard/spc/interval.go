package spc

import "math"

// Wilson gives the score interval of k successes in n at a confidence level
// (0.95, say), without continuity correction. It is NaN, NaN where n is 0.
func Wilson(k, n, confidence float64) (lower, upper float64) {
	if !(n > 0) {
		return math.NaN(), math.NaN()
	}
	z := NormalQuantile((1 + confidence) / 2)
	p, z2 := k/n, z*z
	centre := (p + z2/(2*n)) / (1 + z2/n)
	half := z / (1 + z2/n) * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	lower, upper = max(0, centre-half), min(1, centre+half)
	if k == 0 {
		lower = 0
	}
	if k == n {
		upper = 1
	}
	return lower, upper
}

// NormalQuantile is the standard normal value below which a share p lies.
func NormalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

// binomialPMF is P(X = k) of n tosses with chance p.
func binomialPMF(k, n int, p float64) float64 {
	switch {
	case k < 0 || k > n:
		return 0
	case p <= 0:
		return indicator(k == 0)
	case p >= 1:
		return indicator(k == n)
	}
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// binomialQuantile is the smallest r with P(X <= r) >= q.
func binomialQuantile(q float64, n int, p float64) int {
	r, _, _ := binomialPoint(q, n, p)
	return r
}

// binomialPoint gives the smallest r with P(X <= r) >= q, that sum, and
// P(X = r). Summing starts twelve deviations under the mean: what lies below
// that is under 1e-30.
func binomialPoint(q float64, n int, p float64) (r int, below, at float64) {
	centre := float64(n) * p
	start := max(0, int(centre-12*math.Sqrt(centre*(1-p))-20))
	for r = start; r < n; r++ {
		at = binomialPMF(r, n, p)
		below += at
		// Summing may lose a few parts in 1e15.
		if below >= q*(1-1e-14) {
			return r, below, at
		}
	}
	return n, 1, binomialPMF(n, n, p)
}
