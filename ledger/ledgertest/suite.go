// Package ledgertest holds what tests of the ledger share: one conformance
// suite that every engine must pass, sample commands, and a real PostgreSQL
// that a test can take down and bring back.
package ledgertest

import (
	"context"
	"errors"
	"reflect"
	"strconv"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
)

// Database is one empty database of an engine under test.
type Database interface {
	// Open opens a store on the database. It may be called again, while other
	// stores are open too.
	Open(ctx context.Context) (ledger.Store, error)
	// Exec runs SQL past the engine, to do damage. Both engines have the
	// columns partition and seq.
	Exec(ctx context.Context, sql string) error
	// CopyEntry inserts a copy of an entry, with another source id, at to.
	CopyEntry(ctx context.Context, from, to ledger.ID) error
}

// Staller is a Database that can make transactions dawdle between their first
// write and their commit.
type Staller interface {
	Stall(ctx context.Context) error
}

// Run holds an engine to the ledger's promises. newDatabase gives an empty
// database that is removed when the test ends.
func Run(t *testing.T, newDatabase func(testing.TB) Database) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Database)
	}{
		{"Received", testReceived},
		{"Duplicates", testDuplicates},
		{"Changes", testChanges},
		{"ChangesInOneBatch", testChangesInOneBatch},
		{"MoveWithinPartition", testMoveWithinPartition},
		{"MoveBetweenPartitions", testMoveBetweenPartitions},
		{"Erase", testErase},
		{"Withdraw", testWithdraw},
		{"Refusals", testRefusals},
		{"ErrorsHideWords", testErrorsHideWords},
		{"ReadLimits", testReadLimits},
		{"Cancelled", testCancelled},
		{"Contacts", testContacts},
		{"ConversationVersions", testConversationVersions},
		{"People", testPeople},
		{"ConversationRace", testConversationRace},
		{"OptOuts", testOptOuts},
		{"TextNotes", testTextNotes},
		{"Invitations", testInvitations},
		{"InvitationReports", testInvitationReports},
		{"InvitationCap", testInvitationCap},
		{"InvitationRace", testInvitationRace},
		{"Reminders", testReminders},
		{"Reach", testReach},
		{"Places", testPlaces},
		{"PlacesRace", testPlacesRace},
		{"Keys", testKeys},
		{"Publications", testPublications},
		{"PublicationsRace", testPublicationsRace},
		{"Feeds", testFeeds},
		{"FeedItems", testFeedItems},
		{"FeedLeases", testFeedLeases},
		{"FindResponses", testFindResponses},
		{"Figures", testFigures},
		{"Warnings", testWarnings},
		{"WarningsAtOnce", testWarningsAtOnce},
		{"Subscriptions", testSubscriptions},
		{"Voices", testVoices},
		{"VoicesErased", testVoicesErased},
		{"VoicesAtOnce", testVoicesAtOnce},
		{"Requests", testRequests},
		{"Reopen", testReopen},
		{"OpenAtOnce", testOpenAtOnce},
		{"NewerSchema", testNewerSchema},
		{"OtherPartitions", testOtherPartitions},
		{"AuditFindsDamage", testAuditFindsDamage},
		{"AuditWhileWriting", testAuditWhileWriting},
		{"Tail", testTail},
		{"SameAnswerAtOnce", testSameAnswerAtOnce},
		{"MovesAtOnce", testMovesAtOnce},
		{"Model", testModel},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, newDatabase(t)) })
	}
}

// bench holds a store and what most tests do with it.
type bench struct {
	testing.TB
	ledger.Store
	ctx context.Context
}

func open(t testing.TB, db Database) *bench {
	t.Helper()
	ctx := context.Background()
	s, err := db.Open(ctx)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return &bench{t, s, ctx}
}

// append stores commands, all of which must be taken.
func (b *bench) append(cmds ...ledger.Command) []ledger.Receipt {
	b.Helper()
	receipts, err := b.Append(b.ctx, cmds...)
	if err != nil {
		b.Fatalf("append: %v", err)
	}
	if len(receipts) != len(cmds) {
		b.Fatalf("%d receipts for %d commands", len(receipts), len(cmds))
	}
	for i, r := range receipts {
		if r.Err != nil {
			b.Fatalf("command %d: %v", i, r.Err)
		}
	}
	return receipts
}

// receive stores the sample response about ward n and gives its name.
func (b *bench) receive(sourceID string, n int) ledger.ID {
	b.Helper()
	return b.append(Receive("web", sourceID, n))[0].ID
}

// refuse expects that a command alone is refused with want.
func (b *bench) refuse(cmd ledger.Command, want error) {
	b.Helper()
	before := b.heads()
	receipts, err := b.Append(b.ctx, cmd)
	if err != nil || len(receipts) != 1 || !errors.Is(receipts[0].Err, want) {
		b.Fatalf("%v: got %v %+v, want %v in the receipt", cmd.Kind, err, receipts, want)
	}
	if b.heads() != before {
		b.Fatalf("%v: refused, but something was stored", cmd.Kind)
	}
}

func (b *bench) heads() ledger.Heads {
	b.Helper()
	h, err := b.Heads(b.ctx)
	if err != nil {
		b.Fatal(err)
	}
	return h
}

func (b *bench) state(id ledger.ID) ledger.State {
	b.Helper()
	s, err := b.State(b.ctx, id)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func (b *bench) words(id ledger.ID) ledger.Words {
	b.Helper()
	w, err := b.Words(b.ctx, id)
	if err != nil {
		b.Fatal(err)
	}
	return w
}

// all reads a partition from its beginning, words too.
func (b *bench) all(p ledger.Partition) []ledger.Entry {
	b.Helper()
	var out []ledger.Entry
	for {
		page, err := b.Read(b.ctx, p, ledger.Seq(len(out)), ledger.ReadOptions{Words: true, Limit: 7})
		if err != nil {
			b.Fatal(err)
		}
		if len(page) == 0 {
			return out
		}
		out = append(out, page...)
	}
}

func (b *bench) entry(id ledger.ID) ledger.Entry {
	b.Helper()
	page, err := b.Read(b.ctx, id.Partition, id.Seq-1, ledger.ReadOptions{Words: true, Limit: 1})
	if err != nil || len(page) != 1 {
		b.Fatalf("entry %v: %v, %d entries", id, err, len(page))
	}
	return page[0]
}

// audit expects every partition to be sound.
func (b *bench) audit() {
	b.Helper()
	for p := range ledger.Partition(ledger.Partitions) {
		a, err := b.Audit(b.ctx, p, nil)
		if err != nil {
			b.Fatal(err)
		}
		if a.Fault != "" || a.Entries != int64(a.Head) {
			b.Fatalf("partition %d: %+v", p, a)
		}
	}
}

func (b *bench) equal(what string, got, want any) {
	b.Helper()
	if !reflect.DeepEqual(got, want) {
		b.Fatalf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// factsOf gives what a sample command contributes.
func factsOf(c ledger.Command) *ledger.Facts {
	r := c.Response
	return &ledger.Facts{Path: r.Path, Day: feedback.DayOf(r.AnsweredAt), Rating: r.Rating, Channel: r.Channel, Mode: r.Mode, Comments: c.Readings}
}

// elsewhere gives the number of a ward whose provider's entries go to another
// partition than ward n's (other true), or to the same but another provider's.
func elsewhere(n int, other bool) int {
	home := ledger.PartitionOf(Path(n).Provider)
	for m := n + 10; ; m += 10 {
		if (ledger.PartitionOf(Path(m).Provider) != home) == other {
			return m
		}
	}
}

func number(n int) string { return strconv.Itoa(n) }
