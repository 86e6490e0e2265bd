//go:build race

package disclosure

// some is how many of n worlds are tried. The race detector makes this ten times
// slower and has nothing to find in one goroutine: it tries few, and the same
// tests are run without it on all.
func some(n uint64) uint64 { return min(n, max(5, n/20)) }
