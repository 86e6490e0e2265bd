package ledgertest

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// testConversationVersions holds that what was decided on an old conversation
// is refused, whole, and that the commands of one text are one step.
func testConversationVersions(t *testing.T, db Database) {
	b := open(t, db)
	hash := ledger.ContactHash{4}
	contact := func(base int64) *ledger.Contact {
		return &ledger.Contact{Hash: hash, Place: Path(1).Ward, State: "s", ExpiresAt: Epoch().Add(time.Hour), Base: base}
	}
	version := func(want int64) {
		t.Helper()
		c, err := b.Conversation(b.ctx, hash)
		if err != nil || c.Version != want {
			t.Errorf("version %d, %v; want %d", c.Version, err, want)
		}
	}
	first := Receive("sms", "1", 1)
	first.Contact = contact(ledger.NoConversation)
	id := b.append(first)[0].ID
	version(1)
	late := Receive("sms", "2", 1)
	late.Contact = contact(ledger.NoConversation)
	b.refuse(late, feedback.ErrStale)
	rerate := func(source string, c *ledger.Contact) ledger.Command {
		cmd := Change(ledger.Rerated, source, id)
		cmd.Rating, cmd.Contact = feedback.Poor, c
		return cmd
	}
	b.refuse(rerate("r0", contact(7)), feedback.ErrStale)
	shared := contact(1)
	words := Change(ledger.Commented, "r1/comment", id)
	words.Comments, words.Readings = []feedback.Comment{{Text: "kind"}}, []ledger.CommentFacts{{Version: "v"}}
	words.Contact = shared
	b.append(rerate("r1", shared), words) // one text, two entries
	version(2)
	receipts, err := b.Append(b.ctx, rerate("r2", contact(2)), rerate("r3", contact(2)))
	if err != nil || receipts[0].Err != nil || !errors.Is(receipts[1].Err, feedback.ErrStale) {
		t.Errorf("two texts in one batch: %+v, %v", receipts, err)
	}
	version(3)
	if r := b.append(rerate("r2", contact(2)))[0]; !r.Duplicate {
		t.Errorf("a text that was stored, again: %+v", r)
	}
	k := ledger.Conversation{Contact: *contact(2), UpdatedAt: Epoch()}
	if err := b.PutConversation(b.ctx, k); !errors.Is(err, feedback.ErrStale) {
		t.Errorf("put on an old version: %v", err)
	}
	k.Base = 3
	if err := b.PutConversation(b.ctx, k); err != nil {
		t.Error(err)
	}
	version(4)
	b.audit()
}

// testPeople holds that many people are found as each alone is.
func testPeople(t *testing.T, db Database) {
	b := open(t, db)
	var hashes []ledger.ContactHash
	for n := range 600 { // more than one statement takes
		h := ledger.ContactHash{9, byte(n), byte(n >> 8)}
		hashes = append(hashes, h)
		if n%3 == 0 && n < 90 {
			c := ledger.Conversation{Contact: ledger.Contact{Hash: h, Sealed: []byte{byte(n)}, Place: Path(1).Ward, State: number(n), ExpiresAt: Epoch().Add(time.Hour),
				Base: ledger.NoConversation, Invitation: "i", Language: "cy", Audience: "young"}, UpdatedAt: Epoch()}
			if err := b.PutConversation(b.ctx, c); err != nil {
				t.Fatal(err)
			}
		}
		if n%5 == 0 && n < 90 {
			if err := b.SetOptOut(b.ctx, h, n%2 == 0, Epoch()); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := Receive("sms", "people", 1)
	cmd.Contact = &ledger.Contact{Hash: hashes[1], State: "s", ExpiresAt: Epoch()}
	b.append(cmd)
	hashes = append(hashes, hashes[0]) // twice in one question
	found, _, err := b.Senders(b.ctx, hashes, nil)
	if err != nil || len(found) != len(hashes) {
		t.Fatalf("%d of %d, %v", len(found), len(hashes), err)
	}
	for i, h := range append(hashes[:100:100], hashes[599], hashes[600]) {
		at := i
		if i >= 100 {
			at = 499 + i
		}
		c, err := b.Conversation(b.ctx, h)
		if known := err == nil; known != found[at].Known {
			t.Fatalf("person %d: known %v, %v", at, found[at].Known, err)
		}
		b.equal("conversation", found[at].Conversation, c)
		if out, err := b.OptedOut(b.ctx, h); err != nil || out != found[at].OptedOut {
			t.Errorf("person %d: opted out %v, %v", at, found[at].OptedOut, err)
		}
	}
	if found, noted, err := b.Senders(b.ctx, nil, nil); err != nil || len(found)+len(noted) != 0 {
		t.Errorf("nobody: %v, %v, %v", found, noted, err)
	}
}

// testConversationRace lets two stores act on what one person texts: of those
// that saw the same version one wins.
func testConversationRace(t *testing.T, db Database) {
	stores := []*bench{open(t, db), open(t, db)}
	hash := ledger.ContactHash{5}
	for round := range 5 {
		base := int64(round)
		if round == 0 {
			base = ledger.NoConversation
		}
		var won, stale atomic.Int64
		var wg sync.WaitGroup
		for i := range 6 {
			b := stores[i%2]
			wg.Go(func() {
				cmd := Receive("sms", number(round)+"-"+number(i), i) // other providers, other partitions
				cmd.Contact = &ledger.Contact{Hash: hash, State: number(i), ExpiresAt: Epoch(), Base: base}
				r, err := b.Append(b.ctx, cmd)
				switch {
				case err != nil:
					t.Error(err)
				case r[0].Err == nil:
					won.Add(1)
				case errors.Is(r[0].Err, feedback.ErrStale):
					stale.Add(1)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || stale.Load() != 5 {
			t.Errorf("round %d: %d won, %d were told", round, won.Load(), stale.Load())
		}
	}
}

func testTextNotes(t *testing.T, db Database) {
	b := open(t, db)
	hash, old := ledger.ContactHash{6}, ledger.ContactHash{16}
	for i, step := range []struct {
		id      string
		outcome feedback.Outcome
		first   bool
		out     bool
	}{{"1", feedback.OptOut, true, true}, {"2", feedback.OptIn, true, false}, {"1", feedback.OptOut, false, false}, {"3", feedback.Helped, true, false}} {
		n := ledger.TextNote{Source: "twilio", ID: step.id, At: Epoch().Add(time.Duration(i) * time.Minute), Outcome: step.outcome}
		if first, err := b.NoteText(b.ctx, n, []ledger.ContactHash{hash, old}); err != nil || first != step.first {
			t.Errorf("step %d: %v, %v; want %v", i, first, err, step.first)
		}
		if out, err := b.OptedOut(b.ctx, hash); err != nil || out != step.out {
			t.Errorf("step %d: opted out %v, %v; want %v", i, out, err, step.out)
		}
	}
	if err := b.SetOptOut(b.ctx, old, true, Epoch()); err != nil {
		t.Fatal(err)
	}
	start := ledger.TextNote{Source: "twilio", ID: "4", At: Epoch().Add(time.Hour), Outcome: feedback.OptIn}
	if _, err := b.NoteText(b.ctx, start, []ledger.ContactHash{hash, old}); err != nil {
		t.Fatal(err)
	}
	if out, err := b.OptedOut(b.ctx, old); err != nil || out {
		t.Errorf("an opt-in left one under an earlier secret: %v %v", out, err)
	}
	kept := ledger.TextNote{Source: "notify", ID: "k", At: Epoch(), Outcome: feedback.Kept, Reason: "sender", Place: "ward", Sealed: []byte{1}}
	if _, err := b.NoteText(b.ctx, kept, nil); err != nil {
		t.Fatal(err)
	}
	list, err := b.KeptTexts(b.ctx, 10)
	if err != nil {
		t.Fatal(err)
	}
	b.equal("kept", list, []ledger.TextNote{kept})
	if one, err := b.KeptText(b.ctx, "notify", "k"); err != nil {
		t.Error(err)
	} else {
		b.equal("kept text", one, kept)
	}
	if _, err := b.KeptText(b.ctx, "twilio", "1"); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a text that is not kept: %v", err)
	}
	var steps []ledger.TextStep
	for i, act := range []ledger.TextAct{ledger.TextLooked, ledger.TextEscalated, ledger.TextFiled} {
		steps = append(steps, ledger.TextStep{Source: "notify", ID: "k", At: Epoch().Add(time.Duration(i) * time.Minute), Act: act, By: "Ann", Note: number(i)})
		if err := b.StepText(b.ctx, steps[i]); err != nil {
			t.Fatal(err)
		}
	}
	for _, act := range []ledger.TextAct{ledger.TextFiled, ledger.TextLooked} {
		if err := b.StepText(b.ctx, ledger.TextStep{Source: "notify", ID: "k", At: Epoch(), Act: act, By: "Bob"}); !errors.Is(err, feedback.ErrNotFound) {
			t.Errorf("%s, of one that is filed: %v", act, err)
		}
	}
	if list, err = b.KeptTexts(b.ctx, 10); err != nil || len(list) != 0 {
		t.Errorf("%d kept, %v", len(list), err)
	}
	got, err := b.TextSteps(b.ctx, "notify", "k", 10)
	if err != nil {
		t.Fatal(err)
	}
	b.equal("steps", got, steps)
	if got, err = b.TextSteps(b.ctx, "", "", 2); err != nil || len(got) != 2 || got[1] != steps[2] {
		t.Errorf("the last two of all: %+v, %v", got, err)
	}
	b.append(Receive("notify", "entry", 1))
	late := ledger.TextNote{Source: "notify", ID: "entry", At: Epoch(), Outcome: feedback.OptOut}
	if first, err := b.NoteText(b.ctx, late, []ledger.ContactHash{{9}}); err != nil || first {
		t.Errorf("a text that is an entry was noted, too: %v, %v", first, err)
	}
	if out, err := b.OptedOut(b.ctx, ledger.ContactHash{9}); err != nil || !out {
		t.Errorf("who asked for no more texts, in one that was filed before that was known, gets more: %v, %v", out, err)
	}
	for id, want := range map[string]bool{"k": true, "entry": false, "none": false} {
		if noted, err := b.TextNoted(b.ctx, "notify", id); err != nil || noted != want {
			t.Errorf("text %s was noted: %v, %v; want %v", id, noted, err, want)
		}
	}
	ask := []ledger.TextRef{{Source: "notify", ID: "none"}, {Source: "notify", ID: "k"}, {Source: "twilio", ID: "k"}, {Source: "notify", ID: "k"}}
	want := []bool{false, true, false, true}
	for n := range 600 { // more than one statement takes
		ask, want = append(ask, ledger.TextRef{Source: "notify", ID: number(n)}), append(want, false)
	}
	ask, want = append(ask, ledger.TextRef{Source: "twilio", ID: "1"}), append(want, true)
	people, many, err := b.Senders(b.ctx, []ledger.ContactHash{{77}, {9}}, ask)
	if err != nil || !slices.Equal(many, want) || len(people) != 2 || people[0].OptedOut || !people[1].OptedOut {
		t.Errorf("of many texts were noted: %v, of %v, %v", many, people, err)
	}
}
