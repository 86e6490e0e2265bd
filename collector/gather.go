package collector

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// gather asks many small questions together: while one reading is under way the
// next gathers, and whoever is about to ask when it begins is let in, so that a
// burst of texts costs a few readings and a lone text waits for nobody.
type gather[Q, A any] struct {
	read func(ctx context.Context, questions []Q) ([]A, error) // one answer for each

	mu      sync.Mutex
	waiting []*asked[Q, A]
	flying  bool // a reading is under way
}

// asked is the question of one text.
type asked[Q, A any] struct {
	question Q
	answer   A
	err      error
	done     chan struct{}
}

const (
	mostTogether  = 256 // texts in one reading
	gatherTimeout = 10 * time.Second
)

// find gives the answer to a question. If ctx ends first the reading goes on for
// the others.
func (g *gather[Q, A]) find(ctx context.Context, question Q) (answer A, err error) {
	a := &asked[Q, A]{question: question, done: make(chan struct{})}
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
		return a.answer, a.err
	case <-ctx.Done():
		return answer, fmt.Errorf("look up who texts: %w", ctx.Err())
	}
}

// fly reads until nobody waits.
func (g *gather[Q, A]) fly(ctx context.Context) {
	for {
		runtime.Gosched() // whoever is ready to ask does so first
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
	questions := make([]Q, len(batch))
	for i, a := range batch {
		questions[i] = a.question
	}
	answers, err := g.read(ctx, questions)
	for i, a := range batch {
		if a.err = err; err == nil {
			a.answer = answers[i]
		}
		close(a.done)
	}
}
