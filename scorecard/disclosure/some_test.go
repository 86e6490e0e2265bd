//go:build !race

package disclosure

// some is how many of n worlds are tried: all.
func some(n uint64) uint64 { return n }
