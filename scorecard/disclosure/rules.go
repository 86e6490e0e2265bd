package disclosure

import "errors"

// The public rules. They may be printed beside every table: the guarantee
// holds against a reader who knows them.
const (
	// Threshold is the fewest people about whom anything is shown. Zero is
	// shown; one to four are not.
	Threshold = 5
	// Width is the least width of the range in which a reader can place a
	// protected count: the highest possible value less the lowest.
	Width = 5
	// MoveMin is the fewest people whose answers came, went or changed before
	// a published figure moves. It is one more than Threshold so that "has not
	// moved" leaves nought to five people possible, a range of Width.
	MoveMin = Threshold + 1
	// LineMin is the fewest people a row must have for its themes to be shown
	// one by one. Under it the noughts are hidden as well, because a reader
	// who knew a count to lie between 1 and 5 would know too much.
	LineMin = 10
)

var (
	// ErrInput is returned if the counts handed in contradict themselves or
	// each other. Nothing was published.
	ErrInput = errors.New("disclosure: counts contradict themselves")
	// ErrUnsafe is returned if no safe way to publish was found, or the result
	// did not pass its own audit. Nothing was published.
	ErrUnsafe = errors.New("disclosure: not safe to publish")
)

// protected reports whether n people are few enough to be guarded.
func protected(n int) bool { return n > 0 && n < Threshold }
