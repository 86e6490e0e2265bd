package limit

import (
	"context"
	"sync"
	"time"
)

// mostBuckets bounds the memory of a process's own buckets. Past it those that are
// full again are let go, and if there are none, all: that lets a flood through for
// a moment rather than shut people out.
const mostBuckets = 1 << 16

// Memory is [Buckets] inside the process.
type Memory struct {
	now func() time.Time

	mu    sync.Mutex
	until map[string]time.Time // when a bucket is full again
}

// NewMemory gives buckets that are all full; now is the clock.
func NewMemory(now func() time.Time) *Memory {
	return &Memory{now: now, until: make(map[string]time.Time)}
}

// Take implements [Buckets]; it never fails.
func (m *Memory) Take(_ context.Context, bucket string, every time.Duration, burst, n int) (taken, left int, wait time.Duration, err error) {
	now := m.now()
	m.mu.Lock()
	defer m.mu.Unlock()
	full, known := m.until[bucket]
	if !known && len(m.until) >= mostBuckets {
		m.drop(now)
	}
	room := every * time.Duration(burst)
	used := min(max(0, full.Sub(now)), room)
	taken = min(n, int((room-used)/every))
	used += every * time.Duration(taken)
	if left = int((room - used) / every); left == 0 {
		wait = used + every - room
	}
	if taken > 0 {
		m.until[bucket] = now.Add(used)
	}
	return taken, left, wait, nil
}

// drop lets go of buckets that are full again.
func (m *Memory) drop(now time.Time) {
	for name, full := range m.until {
		if !full.After(now) {
			delete(m.until, name)
		}
	}
	if len(m.until) >= mostBuckets {
		clear(m.until)
	}
}
