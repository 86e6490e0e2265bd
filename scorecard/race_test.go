//go:build race

package scorecard_test

// slow is how much longer things may take under the race detector.
const slow = 6
