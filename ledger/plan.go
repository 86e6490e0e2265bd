package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"earshot/feedback"
)

// ErrRelock is returned by [MakePlan] if a partition is needed whose head was
// not locked, because a response moved between the look and the lock. The
// engine must begin again.
var ErrRelock = errors.New("ledger: a response moved while its partition was being locked")

// ErrNewerSchema is returned by an engine that finds its database written by a
// newer program.
var ErrNewerSchema = errors.New("the database was written by a newer version of earshot")

// Head is the end of a partition: its last number and that entry's hash.
type Head struct {
	Seq  Seq
	Hash [32]byte
}

// SourceKey is what makes a repeat recognisable.
type SourceKey struct {
	Source feedback.Source
	ID     string
}

// Known is what an engine read under its locks before it plans.
type Known struct {
	Heads  map[Partition]Head    // the locked heads
	First  map[SourceKey]Receipt // receipts of commands that were stored before
	States map[ID]State          // of every subject that exists
	// Versions are those of the commands' conversations that exist.
	Versions map[ContactHash]int64
}

// Reply notes that an invitation was answered.
type Reply struct {
	Invitation string
	At         time.Time
	Words      bool // with words
}

// HeadMove is a head's new place.
type HeadMove struct {
	Partition Partition
	Head
}

// Plan is what an engine must write, in this order, in one transaction.
type Plan struct {
	Rows     []Row          // to insert
	Blank    []ID           // responses whose words are to be set to NULL, in every row
	Contacts []Conversation // to store or replace, one for a hash
	Heads    []HeadMove     // in ascending order of partition
	Receipts []Receipt      // one for each command
	Replies  []Reply        // invitations that were answered
}

// Empty reports whether there is nothing to write.
func (p *Plan) Empty() bool {
	return len(p.Rows) == 0 && len(p.Blank) == 0 && len(p.Contacts) == 0
}

// Subjects gives the responses that commands change, each once.
func Subjects(cmds []Command) []ID {
	var ids []ID
	for i := range cmds {
		if c := &cmds[i]; c.Kind != Received && !c.Subject.IsZero() && !slices.Contains(ids, c.Subject) {
			ids = append(ids, c.Subject)
		}
	}
	return ids
}

// LockSet gives the partitions whose heads commands need, in the ascending
// order in which they must be locked. A response moved by another process
// afterwards makes MakePlan return ErrRelock.
func LockSet(cmds []Command, states map[ID]State) []Partition {
	var need [Partitions]bool
	for i := range cmds {
		c := &cmds[i]
		if c.Kind == Received {
			if c.Response != nil {
				need[PartitionOf(c.Response.Path.Provider)] = true
			}
			continue
		}
		if c.Kind == Counted {
			if c.Figure != nil {
				need[c.Figure.partition()] = true
			}
			continue
		}
		if s, ok := states[c.Subject]; ok {
			need[s.Partition] = true
		}
		if c.Kind == Moved && c.Path != nil {
			need[PartitionOf(c.Path.Provider)] = true
		}
	}
	out := make([]Partition, 0, min(len(cmds)+1, Partitions))
	for p, n := range need {
		if n {
			out = append(out, Partition(p))
		}
	}
	return out
}

// planner builds a Plan. Its states and heads run ahead of the database, so
// that changes of one response within a batch follow one another.
type planner struct {
	Plan
	heads    [Partitions]Head
	locked   [Partitions]bool
	moved    [Partitions]bool
	first    map[SourceKey]Receipt
	states   map[ID]State
	contacts map[ContactHash]int
	versions map[ContactHash]int64
	last     map[ContactHash]*Contact // the contact of the last command planned for a person
	salt     io.Reader
	facts    []byte // the facts of all rows, one after another
	scratch  []byte
}

// MakePlan decides what commands come to, given what is known. It writes
// nothing; salt gives random bytes. The error is ErrRelock or salt's.
func MakePlan(known Known, cmds []Command, salt io.Reader) (*Plan, error) {
	p := &planner{first: known.First, states: known.States, versions: known.Versions, salt: salt}
	p.Rows = make([]Row, 0, len(cmds))
	p.Receipts = make([]Receipt, len(cmds))
	p.expectContacts(cmds)
	for part, h := range known.Heads {
		p.heads[part], p.locked[part] = h, true
	}
	for i := range cmds {
		receipt, err := p.command(&cmds[i])
		if err != nil {
			return nil, err
		}
		p.Receipts[i] = receipt
	}
	for part := range p.moved {
		if p.moved[part] {
			p.Heads = append(p.Heads, HeadMove{Partition(part), p.heads[part]})
		}
	}
	slices.SortFunc(p.Contacts, func(a, b Conversation) int { return bytes.Compare(a.Hash[:], b.Hash[:]) })
	return &p.Plan, nil
}

// command plans one command. The error is for the whole batch; what is wrong
// with this command alone is in the receipt.
func (p *planner) command(c *Command) (Receipt, error) {
	if err := c.check(); err != nil {
		return Receipt{Err: err}, nil
	}
	key := SourceKey{c.Source, c.SourceID}
	if r, ok := p.first[key]; ok {
		return Receipt{ID: r.ID, Subject: r.Subject, Duplicate: true}, nil
	}
	var r Receipt
	next, err := p.version(c.Contact)
	if err != nil {
		return Receipt{Err: err}, nil
	}
	switch c.Kind {
	case Received:
		r, err = p.receive(c)
	case Counted:
		r, err = p.count(c)
	default:
		r, err = p.change(c)
	}
	if err != nil || r.Err != nil {
		return r, err
	}
	if p.first == nil {
		p.first = make(map[SourceKey]Receipt)
	}
	p.first[key] = r
	if c.Contact != nil {
		p.contact(c, r.Subject, next)
	}
	return r, nil
}

func (p *planner) receive(c *Command) (Receipt, error) {
	resp := c.Response
	facts := Facts{Path: resp.Path, Day: feedback.DayOf(resp.AnsweredAt), Rating: resp.Rating,
		Channel: resp.Channel, Mode: resp.Mode, Comments: c.Readings}
	words := Words{Comments: resp.Comments, Consent: resp.Consent, Language: resp.Language,
		Audience: resp.Audience, About: resp.About, Credit: resp.Credit}
	id, err := p.row(c, Received, PartitionOf(resp.Path.Provider), ID{}, 1, nil, &facts, &words)
	return Receipt{ID: id, Subject: id}, err
}

// count plans the row of a figure.
func (p *planner) count(c *Command) (Receipt, error) {
	f := c.Figure
	start := len(p.facts)
	p.facts = appendFigure(p.facts, f)
	r := Row{
		Kind: Counted, At: c.At.UTC().Truncate(time.Microsecond), Source: c.Source, SourceID: c.SourceID, Version: 1,
		Place: f.Place(), AnsweredOn: f.Month.First(), Facts: p.facts[start:len(p.facts):len(p.facts)],
	}
	id, err := p.end(f.partition(), &r)
	return Receipt{ID: id, Subject: id}, err
}

// change plans a change of a response that exists.
func (p *planner) change(c *Command) (Receipt, error) {
	s, ok := p.states[c.Subject]
	if !ok {
		return Receipt{Err: fmt.Errorf("response %v: %w", c.Subject, feedback.ErrNotFound)}, nil
	}
	if err := allowed(c, s); err != nil {
		return Receipt{Err: err}, nil
	}
	if !p.locked[s.Partition] {
		return Receipt{}, ErrRelock
	}
	next := s
	next.Version++
	next.Facts = changed(c, s.Facts)
	if c.Kind == Erased || c.Kind == Withdrawn {
		next.Erased = true
		p.Blank = append(p.Blank, s.ID)
		p.blankPlanned(s.ID)
	}
	var words *Words
	if c.Kind == Commented {
		words = &Words{Comments: c.Comments}
	}
	id, err := p.rows(c, s, &next, words)
	if err != nil {
		return Receipt{}, err
	}
	p.states[s.ID] = next
	return Receipt{ID: id, Subject: s.ID}, nil
}

// rows plans the one row of a change, or the two of a move to a provider in
// another partition, and gives the first's ID.
func (p *planner) rows(c *Command, s State, next *State, words *Words) (ID, error) {
	if c.Kind == Moved {
		next.Partition = PartitionOf(c.Path.Provider)
	}
	if next.Partition == s.Partition {
		return p.row(c, c.Kind, s.Partition, s.ID, next.Version, s.Facts, next.Facts, words)
	}
	id, err := p.row(c, MovedOut, s.Partition, s.ID, next.Version, s.Facts, nil, nil)
	if err != nil {
		return ID{}, err
	}
	next.Version++
	_, err = p.row(c, MovedIn, next.Partition, s.ID, next.Version, nil, next.Facts, nil)
	return id, err
}

// allowed reports whether a response in state s may be changed so.
func allowed(c *Command, s State) error {
	switch {
	case s.Facts == nil:
		return fmt.Errorf("response %v was withdrawn: %w", s.ID, feedback.ErrConflict)
	case c.Kind == Commented && s.Erased:
		return fmt.Errorf("the words of response %v were erased, so none can be added: %w", s.ID, feedback.ErrConflict)
	case c.Kind == Commented && len(s.Facts.Comments)+len(c.Comments) > feedback.MaxComments:
		return fault("comments", "must be at most 10 for one response")
	case c.Kind == Reread && len(c.Readings) != len(s.Facts.Comments):
		return fmt.Errorf("response %v has another number of comments than were read: %w", s.ID, feedback.ErrConflict)
	}
	return nil
}

// changed gives the facts of a response after c; nil if it no longer counts.
func changed(c *Command, old *Facts) *Facts {
	f := *old
	switch c.Kind {
	case Commented:
		f.Comments = slices.Concat(old.Comments, c.Readings)
	case Rerated:
		f.Rating = c.Rating
	case Moved:
		f.Path = *c.Path
	case Reread:
		f.Comments = c.Readings
	case Erased:
		return old
	case Withdrawn:
		return nil
	}
	return &f
}

// row plans one row at the end of a partition.
func (p *planner) row(c *Command, kind Kind, part Partition, subject ID, version int, minus, plus *Facts, words *Words) (ID, error) {
	if !p.locked[part] {
		return ID{}, ErrRelock
	}
	shown := plus
	if shown == nil {
		shown = minus
	}
	r := Row{
		Kind: kind, At: c.At.UTC().Truncate(time.Microsecond),
		Source: c.Source, SourceID: c.SourceID, Subject: subject, Version: version,
		Place: shown.Path.Place(), Rating: shown.Rating, AnsweredOn: shown.Day,
	}
	start := len(p.facts)
	p.facts = AppendFacts(p.facts, minus, plus)
	r.Facts = p.facts[start:len(p.facts):len(p.facts)]
	if words != nil && !words.isEmpty() {
		stored := make([]byte, saltSize, saltSize+64+wordsSize(words))
		if _, err := io.ReadFull(p.salt, stored); err != nil {
			return ID{}, fmt.Errorf("ledger: no randomness: %w", err)
		}
		r.Words = appendWords(stored, words)
		r.Commitment = commit(r.Words)
	}
	return p.end(part, &r)
}

// end puts a row at the end of a partition.
func (p *planner) end(part Partition, r *Row) (ID, error) {
	if !p.locked[part] {
		return ID{}, ErrRelock
	}
	head := &p.heads[part]
	r.ID = ID{part, head.Seq + 1}
	r.Hash = r.chain(head.Hash, &p.scratch)
	head.Seq, head.Hash = r.ID.Seq, r.Hash
	p.moved[part] = true
	p.Rows = append(p.Rows, *r)
	return r.ID, nil
}

// blankPlanned drops words of a response that this very batch was to insert.
func (p *planner) blankPlanned(subject ID) {
	for i := range p.Rows {
		if p.Rows[i].Subject == subject || p.Rows[i].ID == subject {
			p.Rows[i].Words = nil
		}
	}
}

func wordsSize(w *Words) int {
	n := 0
	for i := range w.Comments {
		n += len(w.Comments[i].Text) + 4
	}
	return n
}
