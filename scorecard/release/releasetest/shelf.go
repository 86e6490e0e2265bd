// Package releasetest holds what tests of publication share: a ledger in
// memory that keeps publications.
package releasetest

import (
	"context"
	"slices"
	"sync"

	"earshot/feedback"
	"earshot/ledger"
)

// Shelf is a ledger in memory: entries by partition, and publications. It is
// safe for concurrent use.
type Shelf struct {
	mu      sync.Mutex
	entries [ledger.Partitions][]ledger.Entry
	pubs    []ledger.Publication
	returns map[string]ledger.Return
}

// NewShelf gives an empty ledger.
func NewShelf() *Shelf { return &Shelf{returns: map[string]ledger.Return{}} }

// Heads gives the last number of each partition.
func (s *Shelf) Heads(context.Context) (h ledger.Heads, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.entries {
		h[p] = ledger.Seq(len(s.entries[p]))
	}
	return h, nil
}

// Read gives the entries of a partition after a number.
func (s *Shelf) Read(_ context.Context, p ledger.Partition, after ledger.Seq, opt ledger.ReadOptions) ([]ledger.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	part := s.entries[p][after:]
	return slices.Clone(part[:min(len(part), opt.Limit)]), nil
}

// State finds nothing: responses are not kept.
func (s *Shelf) State(context.Context, ledger.ID) (ledger.State, error) {
	return ledger.State{}, feedback.ErrNotFound
}

// Words finds nothing: words are not kept.
func (s *Shelf) Words(context.Context, ledger.ID) (ledger.Words, error) {
	return ledger.Words{}, feedback.ErrNotFound
}

// LatestPublication gives the last publication; ErrNotFound if there is none.
func (s *Shelf) LatestPublication(context.Context) (ledger.Publication, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pubs) == 0 {
		return ledger.Publication{}, feedback.ErrNotFound
	}
	return s.pubs[len(s.pubs)-1], nil
}

// PublicationNumber gives how many there are.
func (s *Shelf) PublicationNumber(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int64(len(s.pubs)), nil
}

// ListPublications gives them all.
func (s *Shelf) ListPublications(context.Context) ([]ledger.Publication, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.pubs), nil
}

// AddPublication stores the next; ErrConflict if its number is not the next.
func (s *Shelf) AddPublication(_ context.Context, p ledger.Publication, returns ...ledger.Return) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.Number != int64(len(s.pubs)+1) {
		return feedback.ErrConflict
	}
	s.pubs = append(s.pubs, p)
	for _, r := range returns {
		if key := r.Period + string(r.Provider); s.returns[key].Data == nil {
			s.returns[key] = r
		}
	}
	return nil
}

// Return gives a provider's return; ErrNotFound if there is none.
func (s *Shelf) Return(_ context.Context, period string, provider feedback.PlaceID) (ledger.Return, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.returns[period+string(provider)]; ok {
		return r, nil
	}
	return ledger.Return{}, feedback.ErrNotFound
}

// Put stores what an entry adds and takes away.
func (s *Shelf) Put(minus, plus *ledger.Facts) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := plus
	if f == nil {
		f = minus
	}
	p := ledger.PartitionOf(f.Path.Provider)
	s.entries[p] = append(s.entries[p], ledger.Entry{ID: ledger.ID{Partition: p, Seq: ledger.Seq(len(s.entries[p]) + 1)}, Minus: minus, Plus: plus})
}

// Len gives how many publications there are.
func (s *Shelf) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pubs)
}

// Spoil puts the first publication's state in place of the last one's, as a
// damaged database might.
func (s *Shelf) Spoil() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pubs[len(s.pubs)-1].State = slices.Clone(s.pubs[0].State)
}
