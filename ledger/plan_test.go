package ledger_test

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/sentiment"
)

func allHeads() map[ledger.Partition]ledger.Head {
	heads := map[ledger.Partition]ledger.Head{}
	for p := range ledger.Partition(ledger.Partitions) {
		heads[p] = ledger.Head{}
	}
	return heads
}

// TestStoredFormStands pins the stored form of facts, words and hashes. A
// ledger written years ago must still be read and still be sound, so a change
// that breaks this test must bring a new codec version beside the old one, not
// new expectations.
func TestStoredFormStands(t *testing.T) {
	cmd := ledgertest.Receive("web", "1", 17)
	cmd.Readings[0].Flags = []sentiment.Flag{sentiment.Complaint}
	cmd.Response.About.AgeBand = "65-74"
	plan, err := ledger.MakePlan(ledger.Known{Heads: allHeads()}, []ledger.Command{cmd, ledgertest.Receive("web", "2", 17)}, ledgertest.Salt(1))
	if err != nil {
		t.Fatal(err)
	}
	r := plan.Rows[0]
	for _, c := range []struct{ what, got, want string }{
		{"facts", hex.EncodeToString(r.Facts), storedFacts},
		{"words", hex.EncodeToString(r.Words), storedWords},
		{"commitment", hex.EncodeToString(r.Commitment), storedCommitment},
		{"hash", hex.EncodeToString(r.Hash[:]), storedHash},
		{"next hash", hex.EncodeToString(plan.Rows[1].Hash[:]), storedNext},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.what, c.got, c.want)
		}
	}
}

// TestPartitionsStand pins which partition a provider's entries go to.
func TestPartitionsStand(t *testing.T) {
	for provider, want := range map[feedback.PlaceID]ledger.Partition{"": 5, "prov000000": 26, "prov000001": 45, "k3f9x2m7qa": 34} {
		if got := ledger.PartitionOf(provider); got != want {
			t.Errorf("PartitionOf(%q) = %d, want %d", provider, got, want)
		}
	}
}

// TestErasedWordsAreNotWritten has a comment and the erasure of its response in
// one batch: its words must not reach the database at all.
func TestErasedWordsAreNotWritten(t *testing.T) {
	id := ledger.ID{Partition: 3, Seq: 1}
	path := ledgertest.Path(1)
	comment := ledgertest.Change(ledger.Commented, "c", id)
	comment.Comments, comment.Readings = []feedback.Comment{{Text: "More."}}, make([]ledger.CommentFacts, 1)
	plan, err := ledger.MakePlan(ledger.Known{Heads: allHeads(), States: map[ledger.ID]ledger.State{
		id: {ID: id, Partition: 3, Version: 1, Facts: &ledger.Facts{Path: path}},
	}}, []ledger.Command{comment, ledgertest.Change(ledger.Erased, "e", id)}, ledgertest.Salt(1))
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Rows) != 2 || plan.Rows[0].Words != nil || plan.Rows[0].Commitment == nil || len(plan.Blank) != 1 {
		t.Errorf("plan %+v", plan)
	}
}

func TestPlanAsksForLocks(t *testing.T) {
	id := ledger.ID{Partition: 3, Seq: 1}
	there := ledgertest.Path(1)
	move := ledgertest.Change(ledger.Moved, "m", id)
	move.Path = &there
	states := func() map[ledger.ID]ledger.State {
		return map[ledger.ID]ledger.State{id: {ID: id, Partition: 9, Version: 1, Facts: &ledger.Facts{Path: there}}}
	}
	for name, heads := range map[string][]ledger.Partition{"old": {ledger.PartitionOf(there.Provider)}, "new": {9}} {
		known := ledger.Known{Heads: map[ledger.Partition]ledger.Head{}, States: states()}
		for _, p := range heads {
			known.Heads[p] = ledger.Head{}
		}
		if _, err := ledger.MakePlan(known, []ledger.Command{move}, ledgertest.Salt(1)); !errors.Is(err, ledger.ErrRelock) {
			t.Errorf("without the %s partition's lock: %v, want ErrRelock", name, err)
		}
	}
	got := ledger.LockSet([]ledger.Command{move, ledgertest.Receive("web", "1", 25), ledgertest.Change(ledger.Erased, "e", ledger.ID{Partition: 1, Seq: 7})}, states())
	for i := 1; i < len(got); i++ {
		if got[i-1] >= got[i] {
			t.Errorf("locks %v are not in ascending order", got)
		}
	}
	if len(got) != 3 {
		t.Errorf("locks %v, want those of the response, its new place and the new response", got)
	}
}

func TestNoRandomnessNoPlan(t *testing.T) {
	_, err := ledger.MakePlan(ledger.Known{Heads: allHeads()}, []ledger.Command{ledgertest.Receive("web", "1", 1)}, strings.NewReader("short"))
	if err == nil || strings.Contains(fmt.Sprint(err), "nurses") {
		t.Errorf("got %v", err)
	}
}

// The expected values; commitment and first hash were worked out by a separate program from
// the description in appendCanonical.
const (
	storedFacts = "01020a776172643030303031370a736974653030303030330a70726f763030303030310a6963623030303030" +
		"30300945303030303030303001c4c002060207010003000873616d706c652d3102656e02120113ff0106"
	storedWords = "6ae6783f4fbde91b6eb88b73a48ed2470101010037546865206e7572736573206f6e20776172642031372077" +
		"657265206b696e642c2062757420746865207761697420776173206c6f6e672e02656e000536352d373400000000"
	storedCommitment = "facdc431e4e938e919119b8fa7c9b5f8d8c6338ddf1cb0133b9ca04d75b403cf"
	storedHash       = "54e1c4fadb904c844b50cf35278e704ad25e4a04627f6d3cd9d5b18899192c60"
	storedNext       = "2f58cd9ff6bdcfe46d55973ce884bfc6ad6f9f5385abfc6c1af5fda8c38e6751"
)
