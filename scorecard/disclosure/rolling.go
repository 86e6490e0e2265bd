package disclosure

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Rolling serves public cards whose windows move from day to day, for a
// deployment that publishes those instead of the monthly tables of a
// [History]. (Not beside them at the same places: a month's table is true to
// the day and would cut blocks in two.)
//
// A leaf's answers enter public figures only in blocks of MoveMin people or
// more who answered since its last block, and leave them by whole blocks.
// Every public figure, of any leaf, sum, window or day, is a sum of whole
// blocks; no subtraction can go below one. What waits is nought to five people
// in every leaf, always, and is never told.
//
// A Rolling is not safe for concurrent use while Advance runs.
type Rolling struct {
	leaves map[string]*stream
	day    int
}

// Day is one day's news of a leaf: the answers that came in, and the answers
// given on earlier days that were erased or moved away, each under the day
// they were first handed in as.
type Day struct {
	ID     string
	In     []string // the rows that add it up, as of today
	New    Counts
	Erased map[int]Counts // by day number
}

type stream struct {
	Blocks  []block        `json:"blocks"`
	Waiting map[int]Counts `json:"waiting,omitempty"` // by day, not yet in a block
	In      []string       `json:"in"`
}

// block is a run of days whose answers were made public together.
type block struct {
	From   int            `json:"from"`
	To     int            `json:"to"`
	Counts Counts         `json:"c"`             // as public
	Gone   Counts         `json:"gone"`          // erased, not yet taken off
	Days   map[int]Counts `json:"day,omitempty"` // what is really left, by day
}

// NewRolling gives a Rolling with nothing published.
func NewRolling() *Rolling { return &Rolling{leaves: map[string]*stream{}, day: -1 << 31} }

// Advance takes in a day's news and publishes what may be published. Days are
// numbered by the caller, ascending; days may be left out. Counts that
// contradict themselves, or an erasure of what is not there, wrap [ErrInput],
// and nothing changes.
func (r *Rolling) Advance(day int, news []Day) error {
	if day <= r.day {
		return fmt.Errorf("%w: day %d is not after day %d", ErrInput, day, r.day)
	}
	seen := map[string]bool{}
	for i := range news {
		n := &news[i]
		if seen[n.ID] {
			return fmt.Errorf("%w: leaf %q is there twice", ErrInput, n.ID)
		}
		seen[n.ID] = true
		if err := r.checkDay(n); err != nil {
			return fmt.Errorf("leaf %q: %w", n.ID, err)
		}
	}
	r.day = day
	for i := range news {
		r.take(day, &news[i])
	}
	for _, s := range r.leaves {
		s.close(day)
	}
	return nil
}

func (r *Rolling) checkDay(n *Day) error {
	if err := n.New.check(); err != nil {
		return err
	}
	s := r.leaves[n.ID]
	for d, c := range n.Erased {
		if err := c.check(); err != nil {
			return err
		}
		if s == nil || !s.has(d, c) {
			return fmt.Errorf("%w: erased on day %d what was not there", ErrInput, d)
		}
	}
	return nil
}

// has reports whether the counts are part of what came in on day d.
func (s *stream) has(d int, c Counts) bool {
	held, ok := s.Waiting[d]
	for i := range s.Blocks {
		if got, in := s.Blocks[i].Days[d]; in && !ok {
			held, ok = got, true
		}
	}
	return ok && held.plus(c, -1).check() == nil
}

func (r *Rolling) take(day int, n *Day) {
	s := r.leaves[n.ID]
	if s == nil {
		s = &stream{Waiting: map[int]Counts{}}
		r.leaves[n.ID] = s
	}
	s.In = slices.Clone(n.In)
	if n.New.People > 0 {
		s.Waiting[day] = n.New
	}
	for d, c := range n.Erased {
		if held, ok := s.Waiting[d]; ok {
			s.Waiting[d] = held.plus(c, -1)
			continue
		}
		for i := range s.Blocks {
			if held, ok := s.Blocks[i].Days[d]; ok {
				s.Blocks[i].Days[d] = held.plus(c, -1)
				s.Blocks[i].Gone = s.Blocks[i].Gone.Add(c)
			}
		}
	}
}

// close makes a block of what waits, if it is enough. On a day without a new
// block it takes off every block what was erased from it, if that is enough
// and leaves enough; never both on one day, so that a card's net movement is
// never small either.
func (s *stream) close(day int) {
	var sum Counts
	for _, c := range s.Waiting {
		sum = sum.Add(c)
	}
	if sum.People >= MoveMin {
		from := slices.Min(slices.Collect(maps.Keys(s.Waiting)))
		s.Blocks = append(s.Blocks, block{From: from, To: day, Counts: sum, Days: s.Waiting})
		s.Waiting = map[int]Counts{}
		return
	}
	for i := range s.Blocks {
		b := &s.Blocks[i]
		left := b.Counts.People - b.Gone.People
		if b.Gone.People >= MoveMin && (left == 0 || left >= MoveMin) {
			b.Counts, b.Gone = b.Counts.plus(b.Gone, -1), Counts{}
		}
	}
}

// Row gives the public card of a leaf or a sum over the last days days up to
// the day last advanced to: all blocks that lie within. A card without a block
// is hidden, whether nobody answered or a few did.
func (r *Rolling) Row(id string, days int) View {
	out := View{ID: id}
	for name, s := range r.leaves {
		if name == id || slices.Contains(s.In, id) {
			out.counts = out.counts.Add(s.within(r.day, days))
		}
	}
	if out.counts.People == 0 {
		return hidden(id)
	}
	return out
}

// Rows gives every card over the last days days, by id.
func (r *Rolling) Rows(days int) []View {
	sums := map[string]Counts{}
	for id, s := range r.leaves {
		c := s.within(r.day, days)
		sums[id] = sums[id].Add(c)
		for _, g := range s.In {
			sums[g] = sums[g].Add(c)
		}
	}
	out := make([]View, 0, len(sums))
	for _, id := range slices.Sorted(maps.Keys(sums)) {
		if sums[id].People == 0 {
			out = append(out, hidden(id))
		} else {
			out = append(out, View{ID: id, counts: sums[id]})
		}
	}
	return out
}

func (s *stream) within(day, days int) Counts {
	var sum Counts
	for i := range s.Blocks {
		if s.Blocks[i].From > day-days {
			sum = sum.Add(s.Blocks[i].Counts)
		}
	}
	return sum
}

// Forget drops the blocks that began before a day; no window may reach there
// again. Their later erasures are then refused.
func (r *Rolling) Forget(before int) {
	for _, s := range r.leaves {
		s.Blocks = slices.DeleteFunc(s.Blocks, func(b block) bool { return b.From < before })
	}
}

type storedRolling struct {
	Version int                `json:"version"`
	Day     int                `json:"day"`
	Leaves  map[string]*stream `json:"leaves"`
}

// Save writes the state, which is as private as the ledger.
func (r *Rolling) Save(w io.Writer) error {
	if err := json.NewEncoder(w).Encode(storedRolling{Version: storedVersion, Day: r.day, Leaves: r.leaves}); err != nil {
		return fmt.Errorf("save rolling: %w", err)
	}
	return nil
}

// LoadRolling reads what Save wrote.
func LoadRolling(in io.Reader) (*Rolling, error) {
	var s storedRolling
	if err := json.NewDecoder(in).Decode(&s); err != nil {
		return nil, fmt.Errorf("load rolling: %w", err)
	}
	if s.Version != storedVersion {
		return nil, fmt.Errorf("load rolling: %w: version %d, this program reads %d", ErrInput, s.Version, storedVersion)
	}
	r := NewRolling()
	r.day = s.Day
	for id, st := range s.Leaves {
		if st.Waiting == nil {
			st.Waiting = map[int]Counts{}
		}
		r.leaves[id] = st
	}
	return r, nil
}
