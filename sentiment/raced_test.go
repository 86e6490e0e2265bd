//go:build race

package sentiment

// raced says that the race detector is on, under which sync.Pool forgets one
// thing in four on purpose: allocations are more than without it.
const raced = true
