package ledger

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"earshot/feedback"
)

// GroupOptions tune a [Group]. Zero values mean the defaults.
type GroupOptions struct {
	MaxBatch int           // most commands in one commit; 512 by default
	MaxQueue int           // most commands waiting; 16 × MaxBatch by default
	Timeout  time.Duration // for one commit; 30 s by default
}

// Group is group commit: it gathers the commands of concurrent appends while
// one batch is being committed, and commits them together next. A lone append
// does not wait for company. It is safe for concurrent use.
type Group struct {
	w   Writer
	opt GroupOptions

	mu      sync.Mutex
	waiting []*call
	queued  int // commands in waiting
	closed  bool
	changed chan struct{}

	wake  chan struct{} // holds one token if something waits
	done  chan struct{} // closed when the last batch is committed
	calls sync.Pool
}

// call is one Append waiting for its commit.
type call struct {
	cmds     []Command
	receipts []Receipt
	err      error
	done     chan struct{} // holds one token once receipts and err are set
}

// NewGroup starts a group before w. Close it before w.
func NewGroup(w Writer, opt GroupOptions) *Group {
	if opt.MaxBatch <= 0 {
		opt.MaxBatch = 512
	}
	if opt.MaxQueue <= 0 {
		opt.MaxQueue = 16 * opt.MaxBatch
	}
	if opt.Timeout <= 0 {
		opt.Timeout = 30 * time.Second
	}
	g := &Group{w: w, opt: opt, changed: make(chan struct{}), wake: make(chan struct{}, 1), done: make(chan struct{})}
	g.calls.New = func() any { return &call{done: make(chan struct{}, 1)} }
	go g.run()
	return g
}

// Append stores the commands of one call in one transaction, perhaps together
// with other calls', and returns after commit. It returns ErrUnavailable at
// once if too many commands are waiting, or if the group is closed. If ctx ends
// first it returns at once, and the commands may still be stored; asking again
// is safe.
func (g *Group) Append(ctx context.Context, cmds ...Command) ([]Receipt, error) {
	if len(cmds) == 0 {
		return nil, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c := g.calls.Get().(*call)
	c.cmds = cmds
	if err := g.enqueue(c); err != nil {
		return nil, err
	}
	select {
	case <-c.done:
	case <-ctx.Done():
		return nil, fmt.Errorf("ledger: append: %w", ctx.Err()) // c stays with the batch
	}
	receipts, err := c.receipts, c.err
	c.cmds, c.receipts, c.err = nil, nil, nil
	g.calls.Put(c)
	return receipts, err
}

func (g *Group) enqueue(c *call) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return fmt.Errorf("ledger: the group is closed: %w", feedback.ErrUnavailable)
	}
	if g.queued > 0 && g.queued+len(c.cmds) > g.opt.MaxQueue {
		return fmt.Errorf("ledger: %d commands are waiting: %w", g.queued, feedback.ErrUnavailable)
	}
	g.waiting = append(g.waiting, c)
	g.queued += len(c.cmds)
	g.signal()
	return nil
}

// signal wakes run; it may be called with g.mu held.
func (g *Group) signal() {
	select {
	case g.wake <- struct{}{}:
	default:
	}
}

// Changed gives a channel that is closed after the next commit that added an
// entry. A tailing reader asks for it before it reads, and waits on it when it
// has read everything.
func (g *Group) Changed() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.changed
}

// Close refuses new commands, commits those that wait, and returns when they
// are committed. The Writer is not closed.
func (g *Group) Close() error {
	g.mu.Lock()
	g.closed = true
	g.signal()
	g.mu.Unlock()
	<-g.done
	return nil
}

func (g *Group) run() {
	defer close(g.done)
	var batch []*call
	var cmds []Command
	for {
		g.gather()
		var closed bool
		if batch, closed = g.take(batch[:0]); len(batch) == 0 {
			if closed {
				return
			}
			<-g.wake
			continue
		}
		cmds = g.commit(batch, cmds[:0])
		clear(batch)
		clear(cmds)
	}
}

// mostYields bounds how often a batch lets others run before it is taken.
const mostYields = 16

// gather lets whoever is about to append do so, for as long as that makes the
// batch larger: where there is more to do than time, larger batches cost less a
// command. Where nobody is ready to run it returns at once.
func (g *Group) gather() {
	had := 0
	for range mostYields {
		g.mu.Lock()
		n := g.queued
		g.mu.Unlock()
		if n <= had || n >= g.opt.MaxBatch {
			return
		}
		had = n
		runtime.Gosched()
	}
}

// take moves the calls that fit in a batch from the queue to batch; the first
// always fits.
func (g *Group) take(batch []*call) ([]*call, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := 0
	for _, c := range g.waiting {
		if len(batch) > 0 && n+len(c.cmds) > g.opt.MaxBatch {
			break
		}
		batch = append(batch, c)
		n += len(c.cmds)
	}
	rest := copy(g.waiting, g.waiting[len(batch):])
	clear(g.waiting[rest:])
	g.waiting = g.waiting[:rest]
	g.queued -= n
	return batch, g.closed
}

// commit stores a batch and answers its calls; it gives back cmds for reuse.
func (g *Group) commit(batch []*call, cmds []Command) []Command {
	for _, c := range batch {
		cmds = append(cmds, c.cmds...)
	}
	receipts, err := g.append(cmds)
	if err != nil && len(batch) > 1 && !errors.Is(err, feedback.ErrUnavailable) {
		// One call may have spoilt it for all: each gets its own chance.
		for _, c := range batch {
			c.receipts, c.err = g.append(c.cmds)
			g.announce(c.receipts)
			c.done <- struct{}{}
		}
		return cmds
	}
	g.announce(receipts)
	at := 0
	for _, c := range batch {
		if c.err = err; err == nil {
			end := at + len(c.cmds)
			c.receipts = receipts[at:end:end]
			at = end
		}
		c.done <- struct{}{}
	}
	return cmds
}

func (g *Group) append(cmds []Command) ([]Receipt, error) {
	ctx, cancel := context.WithTimeout(context.Background(), g.opt.Timeout)
	defer cancel()
	receipts, err := g.w.Append(ctx, cmds...)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("ledger: append took longer than %v: %w", g.opt.Timeout, feedback.ErrUnavailable)
	case err == nil && len(receipts) != len(cmds):
		return nil, fmt.Errorf("ledger: %d receipts for %d commands: %w", len(receipts), len(cmds), feedback.ErrCorrupt)
	}
	return receipts, err
}

// announce wakes tailing readers if anything was added.
func (g *Group) announce(receipts []Receipt) {
	for i := range receipts {
		if r := &receipts[i]; r.Err == nil && !r.Duplicate {
			g.mu.Lock()
			close(g.changed)
			g.changed = make(chan struct{})
			g.mu.Unlock()
			return
		}
	}
}
