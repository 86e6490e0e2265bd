package collector

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// gather asks many small questions together: while one reading is under way the
// next gathers, so that a burst of texts costs a few readings and a lone text
// waits for nobody.
type gather[Q, A any] struct {
	read func(ctx context.Context, questions []Q) ([]A, error) // one answer for each

	mu      sync.Mutex
	waiting []*asked[Q, A]
	flying  bool // a reading is under way
}

// asked is the questions of one text.
type asked[Q, A any] struct {
	questions []Q
	answers   []A
	err       error
	done      chan struct{}
}

const (
	mostTogether  = 256 // texts in one reading
	gatherTimeout = 10 * time.Second
)

// find gives one answer for each question. If ctx ends first the reading goes on
// for the others.
func (g *gather[Q, A]) find(ctx context.Context, questions ...Q) ([]A, error) {
	a := &asked[Q, A]{questions: questions, done: make(chan struct{})}
	g.mu.Lock()
	g.waiting = append(g.waiting, a)
	fly := !g.flying
	g.flying = true
	g.mu.Unlock()
	if fly {
		go g.fly(context.WithoutCancel(ctx))
	}
	select {
	case <-a.done:
		return a.answers, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("look up who texts: %w", ctx.Err())
	}
}

// fly reads until nobody waits.
func (g *gather[Q, A]) fly(ctx context.Context) {
	for {
		g.mu.Lock()
		n := min(len(g.waiting), mostTogether)
		if n == 0 {
			g.flying = false
			g.mu.Unlock()
			return
		}
		batch := g.waiting[:n:n]
		g.waiting = g.waiting[n:]
		g.mu.Unlock()
		g.answer(ctx, batch)
	}
}

func (g *gather[Q, A]) answer(ctx context.Context, batch []*asked[Q, A]) {
	ctx, cancel := context.WithTimeout(ctx, gatherTimeout)
	defer cancel()
	var questions []Q
	for _, a := range batch {
		questions = append(questions, a.questions...)
	}
	answers, err := g.read(ctx, questions)
	for _, a := range batch {
		if a.err = err; err == nil {
			n := len(a.questions)
			a.answers, answers = answers[:n:n], answers[n:]
		}
		close(a.done)
	}
}
