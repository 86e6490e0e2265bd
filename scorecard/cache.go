package scorecard

import (
	"context"
	"fmt"
	"sync"
	"time"

	"earshot/ledger"
)

// Cache remembers cards for a moment, so that a card that many ask for is read
// once, and by one of those who ask for it at the same time. It is safe for use
// by several goroutines at once.
type Cache struct {
	cards *Cards
	ttl   time.Duration

	mu    sync.Mutex
	found map[cacheKey]*cached
	swept time.Time
}

// cacheKey is a Want in a form that can be compared.
type cacheKey struct {
	window Window
	scope  Scope
	parts  [cacheParts]ledger.Partition
	n      int
}

// cacheParts is how many partitions a cached card can be in, if not in all. A
// place of more providers than that is read anew each time.
const cacheParts = 4

type cached struct {
	ready chan struct{} // closed when card and err are set
	card  Card
	err   error
	at    time.Time
}

// cacheTimeout bounds a reading on behalf of everyone who waits for it.
const cacheTimeout = 3 * time.Second

// NewCache gives a cache in front of cards that shows nothing older than ttl;
// 0 means 100 ms.
func NewCache(cards *Cards, ttl time.Duration) *Cache {
	if ttl <= 0 {
		ttl = 100 * time.Millisecond
	}
	return &Cache{cards: cards, ttl: ttl, found: make(map[cacheKey]*cached)}
}

// Card gives a scorecard read at most ttl ago. Failures are not remembered.
func (c *Cache) Card(ctx context.Context, w Window, ref Ref) (Card, error) {
	if len(ref.parts) > cacheParts {
		return c.cards.Card(ctx, w, ref)
	}
	key := cacheKey{window: w, scope: ref.Scope, n: len(ref.parts)}
	copy(key.parts[:], ref.parts)
	hit, mine := c.lookUp(key, time.Now())
	if mine {
		// The reading serves others too, so it does not end with this request.
		shared, cancel := context.WithTimeout(context.WithoutCancel(ctx), cacheTimeout)
		defer cancel()
		hit.card, hit.err = c.cards.Card(shared, w, ref)
		if hit.err != nil {
			c.forget(key, hit)
		}
		close(hit.ready)
		return hit.card, hit.err
	}
	select {
	case <-hit.ready:
		return hit.card, hit.err
	case <-ctx.Done():
		return Card{}, fmt.Errorf("read card: %w", ctx.Err())
	}
}

// lookUp gives what is remembered under key. mine is true if it is for the
// caller to read.
func (c *Cache) lookUp(key cacheKey, now time.Time) (hit *cached, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if hit = c.found[key]; hit != nil && now.Sub(hit.at) < c.ttl {
		return hit, false
	}
	// What has run out goes now and then, so that the cache holds no more than
	// was asked for lately.
	if now.Sub(c.swept) > 10*c.ttl {
		for k, v := range c.found {
			if now.Sub(v.at) >= c.ttl {
				delete(c.found, k)
			}
		}
		c.swept = now
	}
	hit = &cached{ready: make(chan struct{}), at: now}
	c.found[key] = hit
	return hit, true
}

func (c *Cache) forget(key cacheKey, hit *cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.found[key] == hit {
		delete(c.found, key)
	}
}
