package ledgertest

import (
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

func testMoveWithinPartition(t *testing.T, db Database) {
	b := open(t, db)
	id := b.receive("1", 7)
	old := b.state(id).Facts
	for i, n := range []int{8, elsewhere(7, false)} { // another ward; another provider of the same partition
		move := Change(ledger.Moved, number(n), id)
		to := Path(n)
		move.Path = &to
		r := b.append(move)[0]
		want := *old
		want.Path = to
		e := b.entry(r.ID)
		if e.Kind != ledger.Moved || e.ID.Seq != ledger.Seq(i+2) || e.Version != i+2 {
			t.Errorf("moved: %+v", e)
		}
		b.equal("minus", e.Minus, old)
		b.equal("plus", e.Plus, &want)
		old = &want
	}
	b.equal("state", b.state(id), ledger.State{ID: id, Partition: id.Partition, Version: 3, Facts: old})
	b.audit()
}

func testMoveBetweenPartitions(t *testing.T, db Database) {
	b := open(t, db)
	cmd := Receive("web", "1", 7)
	id := b.append(cmd)[0].ID
	to := Path(elsewhere(7, true))
	there := ledger.PartitionOf(to.Provider)
	move := Change(ledger.Moved, "m", id)
	move.Path = &to
	r := b.append(move)[0]
	b.equal("receipt", r, ledger.Receipt{ID: ledger.ID{Partition: id.Partition, Seq: 2}, Subject: id})
	out, in := b.entry(r.ID), b.entry(ledger.ID{Partition: there, Seq: 1})
	moved := *factsOf(cmd)
	moved.Path = to
	if out.Kind != ledger.MovedOut || out.Version != 2 || out.Plus != nil || in.Kind != ledger.MovedIn || in.Version != 3 || in.Minus != nil || in.Subject != id {
		t.Errorf("out %+v\nin %+v", out, in)
	}
	b.equal("minus", out.Minus, factsOf(cmd))
	b.equal("plus", in.Plus, &moved)
	b.equal("state", b.state(id), ledger.State{ID: id, Partition: there, Version: 3, Facts: &moved})
	b.equal("again", b.append(move)[0], ledger.Receipt{ID: r.ID, Subject: id, Duplicate: true})

	// The next change goes where the response is now; words are still found.
	comment := Change(ledger.Commented, "c", id)
	comment.Comments, comment.Readings = []feedback.Comment{{Text: "More."}}, []ledger.CommentFacts{Reading(sentiment.Neutral, 4)}
	if r := b.append(comment)[0]; r.ID != (ledger.ID{Partition: there, Seq: 2}) {
		t.Errorf("the comment went to %v", r.ID)
	}
	if w := b.words(id); len(w.Comments) != 2 {
		t.Errorf("%d comments, want 2", len(w.Comments))
	}

	// And back again.
	back := Change(ledger.Moved, "b", id)
	home := Path(7)
	back.Path = &home
	b.append(back)
	if s := b.state(id); s.Partition != id.Partition || s.Version != 6 || s.Facts.Path != home {
		t.Errorf("moved back: %+v", s)
	}
	b.append(Change(ledger.Erased, "e", id))
	b.equal("words", b.words(id), ledger.Words{})
	if e := b.entry(ledger.ID{Partition: there, Seq: 2}); e.Words != nil {
		t.Error("erasing left words in the other partition")
	}
	b.audit()
}

func testErase(t *testing.T, db Database) {
	b := open(t, db)
	cmd := Receive("web", "1", 2)
	id, other := b.append(cmd)[0].ID, b.receive("2", 2)
	comment := func(sourceID string) ledger.Command {
		c := Change(ledger.Commented, sourceID, id)
		c.Comments, c.Readings = []feedback.Comment{{Text: "More."}}, []ledger.CommentFacts{Reading(sentiment.Neutral, 4)}
		return c
	}
	b.append(comment("c1"))
	before := b.state(id)
	hashes := map[ledger.ID][32]byte{}
	for _, e := range b.all(id.Partition) {
		hashes[e.ID] = e.Hash
	}
	// A comment and the erasure in one batch: the new words go too.
	receipts := b.append(comment("c2"), Change(ledger.Erased, "e", id))
	s := b.state(id)
	if !s.Erased || s.Version != 4 || s.Facts == nil || len(s.Facts.Comments) != 3 {
		t.Errorf("state %+v", s)
	}
	e := b.entry(receipts[1].ID)
	if e.Kind != ledger.Erased {
		t.Errorf("kind %v", e.Kind)
	}
	b.equal("counts stay", e.Minus, e.Plus)
	b.equal("rating", e.Plus.Rating, before.Facts.Rating)
	b.equal("words", b.words(id), ledger.Words{})
	for _, e := range b.all(id.Partition) {
		if e.Words != nil && e.Subject == id {
			t.Errorf("entry %v still has words", e.ID)
		}
		if h, ok := hashes[e.ID]; ok && h != e.Hash {
			t.Errorf("erasing changed the hash of entry %v", e.ID)
		}
	}
	if w := b.words(other); len(w.Comments) != 1 {
		t.Error("erasing took another response's words")
	}
	b.refuse(comment("c3"), feedback.ErrConflict)
	b.append(Change(ledger.Erased, "e2", id)) // asked twice, done once
	rerate := Change(ledger.Rerated, "r", id)
	rerate.Rating = feedback.Good
	b.append(rerate)
	if s := b.state(id); s.Facts.Rating != feedback.Good || !s.Erased {
		t.Errorf("state %+v", s)
	}
	b.audit()
}

func testWithdraw(t *testing.T, db Database) {
	b := open(t, db)
	cmd := Receive("web", "1", 2)
	id := b.append(cmd)[0].ID
	r := b.append(Change(ledger.Withdrawn, "w", id))[0]
	e := b.entry(r.ID)
	b.equal("minus", e.Minus, factsOf(cmd))
	if e.Kind != ledger.Withdrawn || e.Plus != nil {
		t.Errorf("entry %+v", e)
	}
	b.equal("state", b.state(id), ledger.State{ID: id, Partition: id.Partition, Version: 2, Erased: true})
	b.equal("words", b.words(id), ledger.Words{})
	path := Path(3)
	for i, kind := range []ledger.Kind{ledger.Commented, ledger.Rerated, ledger.Moved, ledger.Erased, ledger.Withdrawn, ledger.Reread} {
		c := Change(kind, number(i), id)
		c.Comments, c.Readings = []feedback.Comment{{Text: "x"}}, make([]ledger.CommentFacts, 1)
		c.Rating, c.Path = feedback.Good, &path
		b.refuse(c, feedback.ErrConflict)
	}
	b.equal("the answer sent again", b.append(cmd)[0], ledger.Receipt{ID: id, Subject: id, Duplicate: true})
	b.audit()
}
