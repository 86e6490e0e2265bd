package ledgertest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// model is what a ledger should hold, kept in the plainest way.
type model struct {
	first     map[ledger.SourceKey]ledger.ID // subject of each stored command
	responses map[ledger.ID]*modelResponse
	order     []ledger.ID
}

type modelResponse struct {
	facts     ledger.Facts
	Comments  []feedback.Comment
	erased    bool
	withdrawn bool
}

// apply says what a command should come to, and does it.
func (m *model) apply(c ledger.Command, got ledger.Receipt) error {
	key := ledger.SourceKey{Source: c.Source, ID: c.SourceID}
	if subject, ok := m.first[key]; ok {
		if !got.Duplicate || got.Subject != subject || got.Err != nil {
			return fmt.Errorf("a repeat got %+v", got)
		}
		return nil
	}
	want := m.change(c, got)
	if !errors.Is(got.Err, want) || got.Duplicate {
		return fmt.Errorf("got %+v, want %v", got, want)
	}
	if want == nil {
		m.first[key] = got.Subject
	}
	return nil
}

func (m *model) change(c ledger.Command, got ledger.Receipt) error {
	if c.Kind == ledger.Received {
		m.responses[got.ID] = &modelResponse{facts: *factsOf(c), Comments: c.Response.Comments}
		m.order = append(m.order, got.ID)
		return nil
	}
	r := m.responses[c.Subject]
	switch {
	case r == nil:
		return feedback.ErrNotFound
	case r.withdrawn, r.erased && c.Kind == ledger.Commented:
		return feedback.ErrConflict
	}
	switch c.Kind {
	case ledger.Commented:
		if len(r.facts.Comments)+len(c.Readings) > feedback.MaxComments {
			return feedback.ErrInvalid
		}
		r.facts.Comments = append(slices.Clone(r.facts.Comments), c.Readings...)
		r.Comments = append(slices.Clone(r.Comments), c.Comments...)
	case ledger.Rerated:
		r.facts.Rating = c.Rating
	case ledger.Moved:
		r.facts.Path = *c.Path
	case ledger.Reread:
		if len(c.Readings) != len(r.facts.Comments) {
			return feedback.ErrConflict
		}
		r.facts.Comments = c.Readings
	case ledger.Erased:
		r.erased, r.Comments = true, nil
	case ledger.Withdrawn:
		r.erased, r.withdrawn, r.Comments = true, true, nil
	}
	return nil
}

// command gives any command at all.
func (m *model) command(rnd *rand.Rand, n int) ledger.Command {
	sourceID := number(n)
	if n > 0 && rnd.IntN(8) == 0 {
		sourceID = number(rnd.IntN(n)) // perhaps a repeat
	}
	if len(m.order) == 0 || rnd.IntN(3) == 0 {
		return Receive("staff", sourceID, rnd.IntN(60))
	}
	subject := m.order[rnd.IntN(len(m.order))]
	if rnd.IntN(20) == 0 {
		subject.Seq += 1000
	}
	kinds := []ledger.Kind{ledger.Commented, ledger.Commented, ledger.Rerated, ledger.Moved, ledger.Moved, ledger.Moved, ledger.Reread, ledger.Erased, ledger.Withdrawn}
	c := Change(kinds[rnd.IntN(len(kinds))], sourceID, subject)
	comments := 1 + rnd.IntN(3)
	switch c.Kind {
	case ledger.Commented:
		for range comments {
			c.Comments = append(c.Comments, feedback.Comment{Text: feedback.Text("Comment " + number(n))})
			c.Readings = append(c.Readings, Reading(sentiment.Class(rnd.IntN(6)), sentiment.Theme(1+rnd.IntN(32))))
		}
	case ledger.Rerated:
		c.Rating = feedback.Rating(1 + rnd.IntN(6))
	case ledger.Moved:
		to := Path(rnd.IntN(60))
		c.Path = &to
	case ledger.Reread:
		if r := m.responses[subject]; r != nil && rnd.IntN(4) > 0 {
			comments = len(r.facts.Comments)
		}
		for range comments {
			c.Readings = append(c.Readings, Reading(sentiment.Class(rnd.IntN(6)), sentiment.Theme(1+rnd.IntN(32))))
		}
	}
	return c
}

// testModel stores any sequence of commands, in batches of any size, and
// compares the ledger with the model: the state and words of every response,
// and what a fold of all entries comes to.
func testModel(t *testing.T, db Database) {
	b := open(t, db)
	for seed := range uint64(8) {
		// Each seed has a source of its own in one database.
		m := &model{first: map[ledger.SourceKey]ledger.ID{}, responses: map[ledger.ID]*modelResponse{}}
		rnd := Random(seed)
		for n := 0; n < 150; {
			var cmds []ledger.Command
			for range 1 + rnd.IntN(10) {
				c := m.command(rnd, n)
				c.Source = feedback.Source("seed" + number(int(seed)))
				cmds = append(cmds, c)
				n++
			}
			receipts, err := b.Append(b.ctx, cmds...)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			for i, c := range cmds {
				if err := m.apply(c, receipts[i]); err != nil {
					t.Fatalf("seed %d, command %d of %d, %v of %v: %v", seed, i, len(cmds), c.Kind, c.Subject, err)
				}
			}
		}
		m.compare(b, feedback.Source("seed"+number(int(seed))))
	}
	b.audit()
}

func (m *model) compare(b *bench, source feedback.Source) {
	b.Helper()
	want := map[string]int{}
	for _, id := range m.order {
		r, s := m.responses[id], b.state(id)
		if s.Erased != r.erased || (s.Facts == nil) != r.withdrawn {
			b.Fatalf("response %v: %+v, want %+v", id, s, r)
		}
		if !r.withdrawn {
			b.equal("facts", s.Facts, &r.facts)
			b.equal("partition", s.Partition, ledger.PartitionOf(r.facts.Path.Provider))
			want[string(ledger.AppendFacts(nil, nil, &r.facts))]++
		}
		b.equal("words", len(b.words(id).Comments), len(r.Comments))
	}
	got := map[string]int{}
	for p := range ledger.Partition(ledger.Partitions) {
		for _, e := range b.all(p) {
			if e.Source != source {
				continue
			}
			if e.Plus != nil {
				if ledger.PartitionOf(e.Plus.Path.Provider) != p {
					b.Fatalf("entry %v adds to another partition's provider", e.ID)
				}
				got[string(ledger.AppendFacts(nil, nil, e.Plus))]++
			}
			if e.Minus != nil {
				key := string(ledger.AppendFacts(nil, nil, e.Minus))
				if got[key]--; got[key] == 0 {
					delete(got, key)
				}
			}
		}
	}
	// Partitions are read one after another, so an answer that moved may have
	// been taken away before it was added.
	maps.DeleteFunc(got, func(_ string, n int) bool { return n == 0 })
	if !maps.Equal(got, want) {
		b.Fatalf("the fold has %d kinds of contribution, the model %d", len(got), len(want))
	}
}
