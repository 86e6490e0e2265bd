package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

func testReceived(t *testing.T, db Database) {
	b := open(t, db)
	cmd := Receive("web", "1", 17)
	cmd.At = time.Date(2026, 3, 2, 10, 0, 0, 123456789, time.FixedZone("elsewhere", 3600))
	cmd.Response.About = feedback.About{AgeBand: "65-74"}
	cmd.Response.Credit = &feedback.Attribution{Name: "A site", URL: "https://example.org/1"}
	bare := Receive("web", "2", 17)
	bare.Response.Comments, bare.Response.Consent, bare.Response.Language, bare.Readings = nil, false, "", nil
	bare.Response.Rating = feedback.NoRating
	receipts := b.append(cmd, bare)
	p := ledger.PartitionOf(Path(17).Provider)
	b.equal("receipts", receipts, []ledger.Receipt{
		{ID: ledger.ID{Partition: p, Seq: 1}, Subject: ledger.ID{Partition: p, Seq: 1}},
		{ID: ledger.ID{Partition: p, Seq: 2}, Subject: ledger.ID{Partition: p, Seq: 2}}})
	words := ledger.Words{Comments: cmd.Response.Comments, Consent: true, Language: "en", About: cmd.Response.About, Credit: cmd.Response.Credit}
	e := b.entry(receipts[0].ID)
	if e.Hash == [32]byte{} {
		t.Error("an entry without a hash")
	}
	e.Hash = [32]byte{}
	b.equal("entry", e, ledger.Entry{ID: receipts[0].ID, Kind: ledger.Received, At: time.Date(2026, 3, 2, 9, 0, 0, 123456000, time.UTC),
		Source: "web", SourceID: "1", Subject: receipts[0].ID, Version: 1, Plus: factsOf(cmd), Words: &words})
	b.equal("state", b.state(receipts[0].ID), ledger.State{ID: receipts[0].ID, Partition: p, Version: 1, Facts: factsOf(cmd)})
	b.equal("words", b.words(receipts[0].ID), words)
	b.equal("no words", b.words(receipts[1].ID), ledger.Words{})
	b.equal("bare facts", b.entry(receipts[1].ID).Plus, factsOf(bare))
	var heads ledger.Heads
	heads[p] = 2
	b.equal("heads", b.heads(), heads)
	if err := b.Ping(b.ctx); err != nil {
		t.Error(err)
	}
	b.audit()
}

func testDuplicates(t *testing.T, db Database) {
	b := open(t, db)
	first := Receive("web", "same", 1)
	first.Contact = &ledger.Contact{Hash: ledger.ContactHash{1}, Sealed: []byte("x"), State: "first", ExpiresAt: Epoch()}
	again := Receive("web", "same", elsewhere(1, true)) // another place: still the same answer
	again.Contact = &ledger.Contact{Hash: ledger.ContactHash{1}, Sealed: []byte("x"), State: "again", ExpiresAt: Epoch()}
	receipts := b.append(first, Receive("kiosk", "same", 1), again)
	if receipts[0].Duplicate || receipts[1].Duplicate || !receipts[2].Duplicate || receipts[2].ID != receipts[0].ID || receipts[2].Subject != receipts[0].ID {
		t.Fatalf("within a batch: %+v", receipts)
	}
	heads := b.heads()
	id := receipts[0].ID
	for range 2 {
		r := b.append(again)[0]
		b.equal("receipt", r, ledger.Receipt{ID: id, Subject: id, Duplicate: true})
	}
	b.equal("heads", b.heads(), heads)
	if c, err := b.Conversation(b.ctx, ledger.ContactHash{1}); err != nil || c.State != "first" {
		t.Errorf("a repeat changed the conversation: %v %q", err, c.State)
	}
	rerate := Change(ledger.Rerated, "r", id)
	rerate.Rating = feedback.Poor
	changed := b.append(rerate, rerate)
	b.equal("change", changed[1], ledger.Receipt{ID: changed[0].ID, Subject: id, Duplicate: true})
	b.equal("change again", b.append(rerate)[0], ledger.Receipt{ID: changed[0].ID, Subject: id, Duplicate: true})
	// A repeat is answered even after the response can no longer be changed.
	b.append(Change(ledger.Withdrawn, "w", id))
	b.equal("change after the end", b.append(rerate)[0], ledger.Receipt{ID: changed[0].ID, Subject: id, Duplicate: true})
	b.audit()
}

func testChanges(t *testing.T, db Database) {
	b := open(t, db)
	cmd := Receive("web", "1", 5)
	id := b.append(cmd)[0].ID
	first := factsOf(cmd)

	comment := Change(ledger.Commented, "c", id)
	comment.Comments = []feedback.Comment{{Prompt: feedback.PromptImprove, Text: "And the food was cold."}}
	comment.Readings = []ledger.CommentFacts{Reading(sentiment.Negative, 9)}
	second := *first
	second.Comments = []ledger.CommentFacts{first.Comments[0], comment.Readings[0]}

	rerate := Change(ledger.Rerated, "r", id)
	rerate.Rating = feedback.VeryPoor
	third := second
	third.Rating = feedback.VeryPoor

	reread := Change(ledger.Reread, "m", id)
	reread.Readings = []ledger.CommentFacts{Reading(sentiment.Neutral, 1), Reading(sentiment.VeryNegative, 2)}
	fourth := third
	fourth.Comments = reread.Readings

	steps := []*ledger.Facts{first, &second, &third, &fourth}
	for i, cmd := range []ledger.Command{comment, rerate, reread} {
		r := b.append(cmd)[0]
		if want := (ledger.ID{Partition: id.Partition, Seq: ledger.Seq(i + 2)}); r.ID != want || r.Subject != id {
			t.Fatalf("%v: got %+v, want %v about %v", cmd.Kind, r, want, id)
		}
		e := b.entry(r.ID)
		if e.Kind != cmd.Kind || e.Version != i+2 || e.Subject != id {
			t.Errorf("%v: stored as %+v", cmd.Kind, e)
		}
		b.equal("minus", e.Minus, steps[i])
		b.equal("plus", e.Plus, steps[i+1])
		b.equal("state", b.state(id), ledger.State{ID: id, Partition: id.Partition, Version: i + 2, Facts: steps[i+1]})
	}
	w := b.words(id)
	b.equal("comments", w.Comments, append(cmd.Response.Comments, comment.Comments...))
	if !w.Consent || w.Language != "en" {
		t.Errorf("the first words were lost: %+v", w)
	}
	reread.SourceID, reread.Readings = "m2", reread.Readings[:1]
	b.refuse(reread, feedback.ErrConflict)
	b.audit()
}

func testChangesInOneBatch(t *testing.T, db Database) {
	b := open(t, db)
	n := 3
	id, other := b.receive("1", n), b.receive("2", n)
	rerate := func(sourceID string, id ledger.ID, r feedback.Rating) ledger.Command {
		c := Change(ledger.Rerated, sourceID, id)
		c.Rating = r
		return c
	}
	move := Change(ledger.Moved, "m", id)
	to := Path(elsewhere(n, true))
	move.Path = &to
	receipts := b.append(rerate("a", id, 5), Receive("web", "3", n), rerate("b", id, 4), rerate("c", other, 6), move, rerate("d", id, 3),
		Change(ledger.Erased, "e", other), rerate("f", other, 1))
	s := b.state(id)
	if s.Version != 6 || s.Facts.Rating != 3 || s.Facts.Path != to || s.Partition != ledger.PartitionOf(to.Provider) {
		t.Errorf("state %+v %+v", s, s.Facts)
	}
	if last := receipts[5].ID; last.Partition != s.Partition || last.Seq != 2 {
		t.Errorf("the change after the move is %v, want the second of partition %d", last, s.Partition)
	}
	if s := b.state(other); s.Version != 4 || s.Facts.Rating != 1 || !s.Erased {
		t.Errorf("state %+v %+v", s, s.Facts)
	}
	b.audit()
}

func testRefusals(t *testing.T, db Database) {
	b := open(t, db)
	id := b.receive("1", 1)
	rerated := Change(ledger.Rerated, "r", id)
	rerated.Rating = 2
	changeID := b.append(rerated)[0].ID

	at := func(c ledger.Command, change func(*ledger.Command)) ledger.Command {
		change(&c)
		return c
	}
	received := func() ledger.Command { return Receive("web", "bad", 1) }
	long := feedback.Text(strings.Repeat("x", feedback.MaxComment+1))
	for name, c := range map[string]struct {
		cmd  ledger.Command
		want error
	}{
		"no source":          {at(received(), func(c *ledger.Command) { c.Source = "" }), feedback.ErrInvalid},
		"no source id":       {at(received(), func(c *ledger.Command) { c.SourceID = "" }), feedback.ErrInvalid},
		"NUL in source id":   {at(received(), func(c *ledger.Command) { c.SourceID = "a\x00b" }), feedback.ErrInvalid},
		"broken source id":   {at(received(), func(c *ledger.Command) { c.SourceID = "a\xff" }), feedback.ErrInvalid},
		"long source id":     {at(received(), func(c *ledger.Command) { c.SourceID = strings.Repeat("x", 501) }), feedback.ErrInvalid},
		"no time":            {at(received(), func(c *ledger.Command) { c.At = time.Time{} }), feedback.ErrInvalid},
		"far future":         {at(received(), func(c *ledger.Command) { c.At = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC) }), feedback.ErrInvalid},
		"answered long ago":  {at(received(), func(c *ledger.Command) { c.Response.AnsweredAt = time.Date(-50, 1, 1, 0, 0, 0, 0, time.UTC) }), feedback.ErrInvalid},
		"no response":        {at(received(), func(c *ledger.Command) { c.Response = nil }), feedback.ErrInvalid},
		"rating 7":           {at(received(), func(c *ledger.Command) { c.Response.Rating = 7 }), feedback.ErrInvalid},
		"no provider":        {at(received(), func(c *ledger.Command) { c.Response.Path.Provider = "" }), feedback.ErrInvalid},
		"NUL in place":       {at(received(), func(c *ledger.Command) { c.Response.Path.Ward = "a\x00" }), feedback.ErrInvalid},
		"unread comment":     {at(received(), func(c *ledger.Command) { c.Readings = nil }), feedback.ErrInvalid},
		"long comment":       {at(received(), func(c *ledger.Command) { c.Response.Comments[0].Text = long }), feedback.ErrInvalid},
		"no kind":            {at(received(), func(c *ledger.Command) { c.Kind = ledger.NoKind }), feedback.ErrInvalid},
		"half a move":        {Change(ledger.MovedIn, "bad", id), feedback.ErrInvalid},
		"unknown kind":       {Change(99, "bad", id), feedback.ErrInvalid},
		"no subject":         {Change(ledger.Erased, "bad", ledger.ID{}), feedback.ErrInvalid},
		"no comment":         {Change(ledger.Commented, "bad", id), feedback.ErrInvalid},
		"no rating":          {Change(ledger.Rerated, "bad", id), feedback.ErrInvalid},
		"no path":            {Change(ledger.Moved, "bad", id), feedback.ErrInvalid},
		"no such response":   {Change(ledger.Erased, "bad", ledger.ID{Partition: 63, Seq: 99}), feedback.ErrNotFound},
		"a change's number":  {Change(ledger.Erased, "bad", changeID), feedback.ErrNotFound},
		"too few re-read":    {Change(ledger.Reread, "bad", id), feedback.ErrConflict},
		"bad contact":        {at(received(), func(c *ledger.Command) { c.Contact = &ledger.Contact{State: "\x00", ExpiresAt: Epoch()} }), feedback.ErrInvalid},
		"contact for no end": {at(received(), func(c *ledger.Command) { c.Contact = &ledger.Contact{} }), feedback.ErrInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			(&bench{t, b.Store, b.ctx}).refuse(c.cmd, c.want)
			// Beside good ones it is refused alone.
			good := Receive("web", name, 1)
			receipts, err := b.Append(b.ctx, c.cmd, good)
			if err != nil || !errors.Is(receipts[0].Err, c.want) || receipts[1].Err != nil {
				t.Errorf("beside a good one: %v %+v", err, receipts)
			}
		})
	}
	full := Change(ledger.Commented, "full", id)
	full.Comments, full.Readings = make([]feedback.Comment, feedback.MaxComments), make([]ledger.CommentFacts, feedback.MaxComments)
	b.refuse(full, feedback.ErrInvalid)
	if _, err := b.State(b.ctx, changeID); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("state of a change: %v, want ErrNotFound", err)
	}
	if _, err := b.Words(b.ctx, changeID); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("words of a change: %v, want ErrNotFound", err)
	}
	if _, err := b.Words(b.ctx, ledger.ID{Partition: 9, Seq: 9}); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("words of nothing: %v, want ErrNotFound", err)
	}
	if r, err := b.Append(b.ctx); err != nil || len(r) != 0 {
		t.Errorf("no commands: %v %v", r, err)
	}
	b.audit()
}

// testErrorsHideWords breaks the database under an append: what is said about
// it must not hold what the person wrote.
func testErrorsHideWords(t *testing.T, db Database) {
	b := open(t, db)
	if err := db.Exec(b.ctx, `ALTER TABLE entries RENAME COLUMN place TO somewhere`); err != nil {
		t.Fatal(err)
	}
	cmd := Receive("web", "1", 1)
	cmd.Response.Comments[0].Text = "SECRETWORDS"
	cmd.Contact = &ledger.Contact{Sealed: []byte("SECRETWORDS"), State: "SECRETWORDS", ExpiresAt: Epoch()}
	_, err := b.Append(b.ctx, cmd)
	if err == nil {
		t.Fatal("the append went through a broken table")
	}
	for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
		if strings.Contains(text, "SECRETWORDS") {
			t.Error("the error holds the words")
		}
	}
}

func testReadLimits(t *testing.T, db Database) {
	b := open(t, db)
	for n := range 20 {
		b.receive(number(n), 1)
	}
	p := ledger.PartitionOf(Path(1).Provider)
	for _, c := range []struct {
		after ledger.Seq
		limit int
		want  int
	}{{0, 0, 20}, {0, 5, 5}, {18, 5, 2}, {20, 5, 0}, {99, 5, 0}} {
		got, err := b.Read(b.ctx, p, c.after, ledger.ReadOptions{Limit: c.limit})
		if err != nil || len(got) != c.want {
			t.Errorf("after %d, limit %d: %d entries, %v; want %d", c.after, c.limit, len(got), err, c.want)
		}
		for i, e := range got {
			if e.ID.Seq != c.after+ledger.Seq(i)+1 || e.Words != nil {
				t.Errorf("after %d: entry %d is %v with words %v", c.after, i, e.ID, e.Words)
			}
		}
	}
	if got, err := b.Read(b.ctx, p+1, 0, ledger.ReadOptions{}); err != nil || len(got) != 0 {
		t.Errorf("another partition: %d entries, %v", len(got), err)
	}
}

func testCancelled(t *testing.T, db Database) {
	b := open(t, db)
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	if _, err := b.Append(ctx, Receive("web", "1", 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("append: %v, want context.Canceled", err)
	}
	if _, err := b.Heads(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("heads: %v, want context.Canceled", err)
	}
	if r := b.append(Receive("web", "1", 1)); r[0].Duplicate {
		t.Error("a cancelled append was stored")
	}
}
