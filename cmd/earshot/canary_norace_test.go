//go:build !race

package main

// withDetector says that the race detector watches.
const withDetector = false
