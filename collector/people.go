package collector

import (
	"context"
	"fmt"
	"sync"
	"time"

	"earshot/ledger"
)

// people looks up who texts. Those who text at the same moment are looked up
// together: while one reading is under way the next gathers, so that a burst
// costs a few readings and a lone text waits for nobody.
type people struct {
	read func(ctx context.Context, hashes []ledger.ContactHash) ([]ledger.Person, error)

	mu      sync.Mutex
	waiting []*asked
	flying  bool // a reading is under way
}

// asked is one question about the hashes of one person.
type asked struct {
	hashes []ledger.ContactHash
	found  []ledger.Person
	err    error
	done   chan struct{}
}

const (
	mostTogether  = 256 // questions in one reading
	peopleTimeout = 10 * time.Second
)

// find gives one Person for each hash. If ctx ends first the reading goes on for
// the others.
func (p *people) find(ctx context.Context, hashes []ledger.ContactHash) ([]ledger.Person, error) {
	a := &asked{hashes: hashes, done: make(chan struct{})}
	p.mu.Lock()
	p.waiting = append(p.waiting, a)
	fly := !p.flying
	p.flying = true
	p.mu.Unlock()
	if fly {
		go p.fly(context.WithoutCancel(ctx))
	}
	select {
	case <-a.done:
		return a.found, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("look up who texts: %w", ctx.Err())
	}
}

// fly reads until nobody waits.
func (p *people) fly(ctx context.Context) {
	for {
		p.mu.Lock()
		n := min(len(p.waiting), mostTogether)
		if n == 0 {
			p.flying = false
			p.mu.Unlock()
			return
		}
		batch := p.waiting[:n:n]
		p.waiting = p.waiting[n:]
		p.mu.Unlock()
		p.answer(ctx, batch)
	}
}

func (p *people) answer(ctx context.Context, batch []*asked) {
	ctx, cancel := context.WithTimeout(ctx, peopleTimeout)
	defer cancel()
	var hashes []ledger.ContactHash
	for _, a := range batch {
		hashes = append(hashes, a.hashes...)
	}
	found, err := p.read(ctx, hashes)
	for _, a := range batch {
		if a.err = err; err == nil {
			a.found, found = found[:len(a.hashes):len(a.hashes)], found[len(a.hashes):]
		}
		close(a.done)
	}
}
