package cardtest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/sentiment"
)

// World is a small health service that people answer about: it makes a history
// of entries of every kind, the same for the same seed. It is not safe for use
// by several goroutines at once.
type World struct {
	Ledger *Ledger
	Now    time.Time // moves on as history is made
	Paths  []feedback.Path

	rng       *rand.Rand
	responses []answer
	version   int
}

// answer is a response as it stands.
type answer struct {
	id    ledger.ID
	part  ledger.Partition
	n     int // its version
	facts *ledger.Facts
}

// NewWorld gives a world of so many providers, each of two sites of two wards,
// at an instant.
func NewWorld(seed uint64, providers int, now time.Time) *World {
	w := &World{Ledger: NewLedger(), Now: now, rng: rand.New(rand.NewPCG(seed, 7))}
	for i := range providers {
		icb := feedback.PlaceID(fmt.Sprintf("icb%d", i%3))
		provider := feedback.PlaceID(fmt.Sprintf("provider%d", i))
		for s := range 2 {
			site := feedback.PlaceID(fmt.Sprintf("site%d-%d", i, s))
			for n := range 2 {
				w.Paths = append(w.Paths, feedback.Path{
					Ward: feedback.PlaceID(fmt.Sprintf("ward%d-%d-%d", i, s, n)), Site: site, Provider: provider, ICB: icb,
					Area: feedback.GSS(fmt.Sprintf("E0600000%d", i%4)), Setting: feedback.Inpatient,
				})
			}
		}
		// Answers about the provider as a whole, of which no area is known.
		w.Paths = append(w.Paths, feedback.Path{Provider: provider, ICB: icb})
	}
	return w
}

// Step adds one event to the history: mostly a new answer, else a change of an
// earlier one. Answers are of today, or late by days, weeks or years, or, from
// a sender whose clock is wrong, of tomorrow.
func (w *World) Step() {
	w.Now = w.Now.Add(time.Duration(w.rng.IntN(90_000)) * time.Millisecond)
	if len(w.responses) == 0 || w.rng.IntN(10) < 6 {
		w.receive()
		return
	}
	a := &w.responses[w.rng.IntN(len(w.responses))]
	if a.facts == nil {
		return // withdrawn
	}
	w.change(a)
}

func (w *World) receive() {
	path := w.Paths[w.rng.IntN(len(w.Paths))]
	f := &ledger.Facts{
		Path: path, Day: w.day(), Rating: feedback.Rating(w.rng.IntN(7)),
		Channel: feedback.Channel(w.rng.IntN(9)), Mode: feedback.Mode(w.rng.IntN(9)),
	}
	for range w.rng.IntN(3) {
		f.Comments = append(f.Comments, w.comment())
	}
	p := ledger.PartitionOf(path.Provider)
	ids := w.Ledger.Append(p, ledger.Entry{Kind: ledger.Received, At: w.Now, Version: 1, Plus: f})
	w.responses = append(w.responses, answer{ids[0], p, 1, f})
}

func (w *World) day() feedback.Day {
	today := feedback.DayOf(w.Now)
	switch w.rng.IntN(12) {
	case 0, 1:
		return today - feedback.Day(w.rng.IntN(8))
	case 2:
		return today - feedback.Day(w.rng.IntN(100))
	case 3:
		return today - feedback.Day(w.rng.IntN(420))
	case 4:
		return today - feedback.Day(350+w.rng.IntN(20))
	case 5:
		if w.rng.IntN(4) == 0 {
			return today - feedback.Day(w.rng.IntN(1500))
		}
	case 6:
		if w.rng.IntN(4) == 0 {
			return today + 1
		}
	}
	return today
}

func (w *World) comment() ledger.CommentFacts {
	c := ledger.CommentFacts{Class: sentiment.Class(w.rng.IntN(6)), Version: fmt.Sprint("v", w.version), Lang: "en"}
	if c.Class != sentiment.Unread {
		c.Score = int16(w.rng.IntN(2001) - 1000)
	}
	for range w.rng.IntN(4) {
		c.Themes = append(c.Themes, ledger.ThemeFact{Theme: sentiment.Theme(1 + w.rng.IntN(32)), Polarity: sentiment.Polarity(w.rng.IntN(3) - 1)})
	}
	if w.rng.IntN(5) == 0 {
		c.Flags = append(c.Flags, sentiment.Flag(1+w.rng.IntN(sentiment.FlagCount)))
	}
	return c
}

// change adds an entry that changes an answer.
func (w *World) change(a *answer) {
	now := *a.facts
	e := ledger.Entry{At: w.Now, Subject: a.id, Minus: a.facts, Plus: &now}
	switch w.rng.IntN(7) {
	case 0:
		e.Kind = ledger.Commented
		now.Comments = append(append([]ledger.CommentFacts(nil), now.Comments...), w.comment())
	case 1:
		e.Kind, now.Rating = ledger.Rerated, feedback.Rating(1+w.rng.IntN(6))
	case 2:
		w.move(a)
		return
	case 3: // the words go, the counts stay
		e.Kind, e.Minus, e.Plus = ledger.Erased, nil, nil
	case 4:
		e.Kind, e.Plus = ledger.Withdrawn, nil
	default:
		w.version++
		e.Kind, now.Comments = ledger.Reread, nil
		for range a.facts.Comments {
			now.Comments = append(now.Comments, w.comment())
		}
	}
	w.append(a, e)
}

func (w *World) append(a *answer, e ledger.Entry) {
	a.n++
	e.Version = a.n
	w.Ledger.Append(a.part, e)
	if e.Kind != ledger.Erased {
		a.facts = e.Plus
	}
}

// move moves an answer to another place: of the same provider by one entry, of
// another by two.
func (w *World) move(a *answer) {
	now := *a.facts
	now.Path = w.Paths[w.rng.IntN(len(w.Paths))]
	if now.Path.Provider == a.facts.Path.Provider {
		w.append(a, ledger.Entry{Kind: ledger.Moved, At: w.Now, Subject: a.id, Minus: a.facts, Plus: &now})
		return
	}
	w.append(a, ledger.Entry{Kind: ledger.MovedOut, At: w.Now, Subject: a.id, Minus: a.facts})
	a.part = ledger.PartitionOf(now.Path.Provider)
	w.append(a, ledger.Entry{Kind: ledger.MovedIn, At: w.Now, Subject: a.id, Plus: &now})
}

// Refs gives the refs of everything in the world. Wards, sites and providers
// are given with every provider, since answers about them may have come from
// any path that names them.
func (w *World) Refs() []scorecard.Ref {
	seen := make(map[scorecard.Scope]bool)
	var refs []scorecard.Ref
	add := func(r scorecard.Ref) {
		if !seen[r.Scope] {
			seen[r.Scope] = true
			refs = append(refs, r)
		}
	}
	for _, p := range w.Paths {
		for _, id := range []feedback.PlaceID{p.Ward, p.Site, p.Provider} {
			if id != "" {
				add(scorecard.PlaceRef(id, p.Provider))
			}
		}
		add(scorecard.ICBRef(p.ICB))
		if p.Area != "" {
			add(scorecard.AreaRef(p.Area))
		}
	}
	add(scorecard.EnglandRef())
	return refs
}

// Count counts what the ledger holds about a scope from one day to another,
// entry by entry: what a card must say.
func (w *World) Count(s scorecard.Scope, from, to feedback.Day) scorecard.Counts {
	w.Ledger.mu.RLock()
	defer w.Ledger.mu.RUnlock()
	var sum scorecard.Counts
	add := func(f *ledger.Facts, sign int64) {
		if f == nil || f.Day < from || f.Day > to {
			return
		}
		about := s == scorecard.England || f.Path.Area != "" && s == scorecard.AreaScope(f.Path.Area)
		for _, id := range []feedback.PlaceID{f.Path.Ward, f.Path.Site, f.Path.Provider, f.Path.ICB} {
			about = about || id != "" && s == scorecard.PlaceScope(id)
		}
		if about {
			sum.AddFacts(f, sign)
		}
	}
	for _, entries := range w.Ledger.entries {
		for i := range entries {
			add(entries[i].Minus, -1)
			add(entries[i].Plus, 1)
		}
	}
	return sum
}
