// Package cardtest holds what tests of scorecards share: a ledger in memory,
// lifelike histories of answers, real Redis servers and clusters that can be
// killed and paused, and the suite that every [scorecard.Board] must pass.
package cardtest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"sync"

	"earshot/feedback"
	"earshot/ledger"
)

// Ledger is a [ledger.Reader] in memory. It is safe for use by several
// goroutines at once.
type Ledger struct {
	mu      sync.RWMutex
	entries [ledger.Partitions][]ledger.Entry
	changed chan struct{}
	fault   error
}

var _ ledger.Reader = (*Ledger)(nil)

// NewLedger gives an empty ledger.
func NewLedger() *Ledger { return &Ledger{changed: make(chan struct{}, 1)} }

// Append adds entries to a partition as one transaction, and gives them their
// numbers and hashes.
func (l *Ledger) Append(p ledger.Partition, entries ...ledger.Entry) []ledger.ID {
	l.mu.Lock()
	defer l.mu.Unlock()
	ids := make([]ledger.ID, len(entries))
	for i, e := range entries {
		var before [32]byte
		if n := len(l.entries[p]); n > 0 {
			before = l.entries[p][n-1].Hash
		}
		e.ID = ledger.ID{Partition: p, Seq: ledger.Seq(len(l.entries[p]) + 1)}
		if e.Kind == ledger.Received {
			e.Subject = e.ID
		}
		e.Hash = hashOf(before, &e)
		l.entries[p] = append(l.entries[p], e)
		ids[i] = e.ID
	}
	select {
	case l.changed <- struct{}{}:
	default:
	}
	return ids
}

func hashOf(before [32]byte, e *ledger.Entry) [32]byte {
	b := binary.BigEndian.AppendUint64(before[:], uint64(e.ID.Seq))
	b = binary.BigEndian.AppendUint64(b, uint64(e.At.UnixMicro()))
	return sha256.Sum256(fmt.Appendf(b, "%v %v %v", e.Kind, e.Minus, e.Plus))
}

// Changed signals after an Append.
func (l *Ledger) Changed() <-chan struct{} { return l.changed }

// Truncate forgets all entries of a partition after one, as when an older
// backup is restored.
func (l *Ledger) Truncate(p ledger.Partition, after ledger.Seq) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries[p] = l.entries[p][:after:after]
}

// Fail makes every call fail with err until it is called with nil.
func (l *Ledger) Fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fault = err
}

// Len gives the number of entries.
func (l *Ledger) Len() int {
	n := 0
	for _, h := range must(l.Heads(context.Background())) {
		n += int(h)
	}
	return n
}

func must[T any](v T, _ error) T { return v }

// Heads gives the last number of each partition.
func (l *Ledger) Heads(ctx context.Context) (ledger.Heads, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	var h ledger.Heads
	for i := range h {
		h[i] = ledger.Seq(len(l.entries[i]))
	}
	if l.fault != nil {
		return h, l.fault
	}
	return h, ctx.Err()
}

// Read gives the entries of p after the cursor.
func (l *Ledger) Read(ctx context.Context, p ledger.Partition, after ledger.Seq, opt ledger.ReadOptions) ([]ledger.Entry, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.fault != nil {
		return nil, l.fault
	}
	if opt.Limit == 0 {
		opt.Limit = 1000
	}
	all := l.entries[p]
	from := min(max(int(after), 0), len(all))
	to := min(from+opt.Limit, len(all))
	return all[from:to:to], ctx.Err()
}

// State is not needed by scorecards: there is nothing to be found.
func (l *Ledger) State(context.Context, ledger.ID) (ledger.State, error) {
	return ledger.State{}, feedback.ErrNotFound
}

// Words is not needed by scorecards: there are none.
func (l *Ledger) Words(context.Context, ledger.ID) (ledger.Words, error) {
	return ledger.Words{}, feedback.ErrNotFound
}
