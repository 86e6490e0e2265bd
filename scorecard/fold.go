package scorecard

import (
	"earshot/feedback"
	"earshot/ledger"
)

// Scope is what a card is about: a place by its id, an area as "gss:E06000023",
// or [England].
type Scope string

// England is the scope of everything.
const England Scope = "england"

// PlaceScope gives the scope of a ward, site, provider or ICB.
func PlaceScope(id feedback.PlaceID) Scope { return Scope(id) }

// AreaScope gives the scope of an area.
func AreaScope(gss feedback.GSS) Scope { return "gss:" + Scope(gss) }

// maxScopes is how many scopes one response can be counted under.
const maxScopes = 6

// appendScopes appends the scopes under which a response at path is counted:
// every level of its path, its area, and England.
func appendScopes(scopes []Scope, path *feedback.Path) []Scope {
	for _, id := range [...]feedback.PlaceID{path.Ward, path.Site, path.Provider, path.ICB} {
		if id != "" {
			scopes = append(scopes, PlaceScope(id))
		}
	}
	if path.Area != "" {
		scopes = append(scopes, AreaScope(path.Area))
	}
	return append(scopes, England)
}

// Cell is one day of one scope.
type Cell struct {
	Scope Scope
	Day   feedback.Day
}

// Fold adds to sums what one entry contributes. It is the definition of every
// card: Plus is added and Minus taken away, each under its own path and on its
// own day. [Sums] does the same faster.
func Fold(sums map[Cell]*Counts, e *ledger.Entry) {
	fold(sums, e.Minus, -1)
	fold(sums, e.Plus, 1)
}

func fold(sums map[Cell]*Counts, f *ledger.Facts, sign int64) {
	if f == nil {
		return
	}
	for _, scope := range appendScopes(nil, &f.Path) {
		cell := Cell{scope, f.Day}
		c := sums[cell]
		if c == nil {
			c = new(Counts)
			sums[cell] = c
		}
		c.AddFacts(f, sign)
	}
}

// Sums adds up what many entries contribute, fast enough to fold a whole
// ledger again. The zero value is ready for use; it is not safe for use by
// several goroutines at once.
type Sums struct {
	numbers map[Scope]uint32          // scope → its number
	scopes  []Scope                   // number → scope
	paths   map[feedback.Path]pathSum // a path's scopes by number
	cells   map[uint64]*Counts        // number << 32 | day
	slab    []Counts                  // cells are cut from here, many at a time
	last    feedback.Path             // the path met last, and its scopes: entries of a
	lastSum pathSum                   // place tend to come together
}

// pathSum is the scopes of a path by number.
type pathSum struct {
	n       int
	numbers [maxScopes]uint32
}

// FoldBatch gives the sums of the entries.
func FoldBatch(entries []ledger.Entry) *Sums {
	s := new(Sums)
	for i := range entries {
		s.Add(&entries[i])
	}
	return s
}

// Add adds what one entry contributes.
func (s *Sums) Add(e *ledger.Entry) {
	s.add(e.Minus, -1)
	s.add(e.Plus, 1)
}

func (s *Sums) add(f *ledger.Facts, sign int64) {
	if f == nil {
		return
	}
	if s.cells == nil {
		s.numbers = make(map[Scope]uint32)
		s.paths = make(map[feedback.Path]pathSum)
		s.cells = make(map[uint64]*Counts)
	}
	if f.Path != s.last || s.lastSum.n == 0 {
		s.last, s.lastSum = f.Path, s.path(&f.Path)
	}
	p := &s.lastSum
	for _, n := range p.numbers[:p.n] {
		key := uint64(n)<<32 | uint64(uint32(f.Day))
		c := s.cells[key]
		if c == nil {
			c = s.newCounts()
			s.cells[key] = c
		}
		c.AddFacts(f, sign)
	}
}

func (s *Sums) path(path *feedback.Path) pathSum {
	p, ok := s.paths[*path]
	if ok {
		return p
	}
	var buf [maxScopes]Scope
	for _, scope := range appendScopes(buf[:0], path) {
		n, ok := s.numbers[scope]
		if !ok {
			n = uint32(len(s.scopes))
			s.numbers[scope] = n
			s.scopes = append(s.scopes, scope)
		}
		p.numbers[p.n] = n
		p.n++
	}
	s.paths[*path] = p
	return p
}

func (s *Sums) newCounts() *Counts {
	if len(s.slab) == 0 {
		s.slab = make([]Counts, min(8+len(s.cells), 64))
	}
	c := &s.slab[0]
	s.slab = s.slab[1:]
	return c
}

// Len gives the number of cells, those whose sum came out as nothing included.
func (s *Sums) Len() int { return len(s.cells) }

// Scopes gives every scope that an entry was counted under.
func (s *Sums) Scopes() []Scope { return s.scopes }

// Each gives every cell and its sum, in no particular order.
func (s *Sums) Each(do func(Cell, *Counts)) {
	for key, c := range s.cells {
		do(Cell{s.scopes[key>>32], feedback.Day(int32(uint32(key)))}, c)
	}
}
