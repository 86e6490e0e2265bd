package cardtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
)

// Flaky is a board whose changes fail at times: before they are made, or after,
// when the answer is lost.
type Flaky struct {
	scorecard.Board

	mu  sync.Mutex
	rng *rand.Rand
	per int // one change in so many fails before, one after; 0 for none
}

// NewFlaky makes two of every per changes of b fail.
func NewFlaky(b scorecard.Board, seed uint64, per int) *Flaky {
	return &Flaky{Board: b, rng: rand.New(rand.NewPCG(seed, 5)), per: per}
}

// Apply makes the change, or does not, or makes it and fails all the same.
func (f *Flaky) Apply(ctx context.Context, p ledger.Partition, c scorecard.Change) (bool, error) {
	f.mu.Lock()
	fate := -1
	if f.per > 0 {
		fate = f.rng.IntN(f.per)
	}
	f.mu.Unlock()
	if fate == 0 {
		return false, fmt.Errorf("flaky, not made: %w", feedback.ErrUnavailable)
	}
	made, err := f.Board.Apply(ctx, p, c)
	if fate == 1 && err == nil {
		return false, fmt.Errorf("flaky, made: %w", feedback.ErrUnavailable)
	}
	return made, err
}
