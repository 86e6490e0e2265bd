package ledgertest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// damage is done to a partition of seven entries: 1 to 4 received, 5 a comment
// on 1, 6 an erasure of 2, 7 a new rating of 3.
func damage() map[string]string {
	return map[string]string{
		"rating changed":      `UPDATE entries SET rating = rating %% 6 + 1 WHERE %s = 1`,
		"rating removed":      `UPDATE entries SET rating = NULL WHERE %s = 1`,
		"place changed":       `UPDATE entries SET place = 'x' WHERE %s = 2`,
		"day changed":         `UPDATE entries SET answered_on = '2020-01-01' WHERE %s = 2`,
		"facts changed":       `UPDATE entries SET facts = (SELECT e.facts FROM entries e WHERE e.kind = 3 LIMIT 1) WHERE %s = 1`,
		"kind changed":        `UPDATE entries SET kind = 4 WHERE %s = 7`,
		"source changed":      `UPDATE entries SET source = 'x' WHERE %s = 3`,
		"source id changed":   `UPDATE entries SET source_id = 'x' WHERE %s = 3`,
		"version changed":     `UPDATE entries SET version = 9 WHERE %s = 7`,
		"hash changed":        `UPDATE entries SET hash = (SELECT hash FROM entries e WHERE e.kind = 3 LIMIT 1) WHERE %s = 3`,
		"row lost":            `DELETE FROM entries WHERE %s = 4`,
		"first row lost":      `DELETE FROM entries WHERE %s = 1`,
		"last row lost":       `DELETE FROM entries WHERE %s = 7`,
		"all rows lost":       `DELETE FROM entries WHERE %s > 0`,
		"words changed":       `UPDATE entries SET words = (SELECT e.words FROM entries e WHERE e.kind = 2 LIMIT 1) WHERE %s = 3`,
		"words blanked":       `UPDATE entries SET words = NULL WHERE %s = 3`,
		"words put back":      `UPDATE entries SET words = (SELECT e.words FROM entries e WHERE e.kind = 2 LIMIT 1) WHERE %s = 2`,
		"commitment changed":  `UPDATE entries SET words_commitment = NULL WHERE %s = 2`,
		"words where none":    `UPDATE entries SET words = (SELECT e.words FROM entries e WHERE e.kind = 2 LIMIT 1) WHERE %s = 7`,
		"head moved on":       `UPDATE heads SET seq = seq + 1 WHERE %s > -1`,
		"head moved back":     `UPDATE heads SET seq = seq - 1 WHERE %s > -1`,
		"head's hash changed": `UPDATE heads SET hash = (SELECT hash FROM entries e WHERE e.kind = 3 LIMIT 1) WHERE %s > -1`,
	}
}

// wardsApart gives wards, each of a provider whose partition was not used yet.
func wardsApart() func() int {
	used := map[ledger.Partition]bool{}
	ward := 0
	return func() int {
		for ; used[ledger.PartitionOf(Path(ward).Provider)]; ward += 10 {
		}
		used[ledger.PartitionOf(Path(ward).Provider)] = true
		return ward
	}
}

// fillForAudit stores the seven entries that damage is written for.
func (b *bench) fillForAudit(name string, ward int) ledger.Partition {
	b.Helper()
	ids := make([]ledger.ID, 4)
	for i := range ids {
		ids[i] = b.receive(name+number(i), ward)
	}
	comment := Change(ledger.Commented, name+"c", ids[0])
	comment.Comments, comment.Readings = []feedback.Comment{{Text: "More."}}, []ledger.CommentFacts{Reading(sentiment.Neutral, 4)}
	rerate := Change(ledger.Rerated, name+"r", ids[2])
	rerate.Rating = feedback.VeryPoor
	b.append(comment, Change(ledger.Erased, name+"e", ids[1]), rerate)
	return ids[0].Partition
}

// testAuditFindsDamage gives every kind of damage a partition of its own.
func testAuditFindsDamage(t *testing.T, db Database) {
	b := open(t, db)
	wards := wardsApart()
	fill := func(name string) ledger.Partition { return b.fillForAudit(name, wards()) }
	sound := fill("sound")
	type broken struct {
		name string
		p    ledger.Partition
	}
	var cases []broken
	for _, name := range slices.Sorted(maps.Keys(damage())) {
		cases = append(cases, broken{name, fill(name)})
	}
	copied, inside := fill("row added at the end"), fill("row put over a lost one")
	b.audit()
	do := func(sql string) {
		t.Helper()
		if err := db.Exec(b.ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range cases {
		column := fmt.Sprintf("partition = %d AND seq", c.p)
		do(fmt.Sprintf(damage()[c.name], column))
	}
	for p, to := range map[ledger.Partition]ledger.Seq{copied: 8, inside: 4} {
		do(fmt.Sprintf(`DELETE FROM entries WHERE partition = %d AND seq = %d`, p, to))
		if err := db.CopyEntry(b.ctx, ledger.ID{Partition: p, Seq: 3}, ledger.ID{Partition: p, Seq: to}); err != nil {
			t.Fatal(err)
		}
	}
	cases = append(cases, broken{"row added at the end", copied}, broken{"row put over a lost one", inside})
	for _, c := range cases {
		a, err := b.Audit(b.ctx, c.p, nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if a.Fault == "" || a.Partition != c.p {
			t.Errorf("%s: not found: %+v", c.name, a)
		}
		if strings.Contains(a.Fault, "nurses") {
			t.Errorf("%s: the fault holds words", c.name)
		}
	}
	var seen int64
	a, err := b.Audit(b.ctx, sound, func(n int64) { seen = n })
	if err != nil || a.Fault != "" || a.Entries != 7 || seen != 7 || a.Hash != b.entry(ledger.ID{Partition: sound, Seq: 7}).Hash {
		t.Errorf("the sound partition: %+v, %v, progress %d", a, err, seen)
	}
	// A reader never passes over a missing row.
	for _, c := range cases {
		if c.name == "row lost" {
			if _, err := b.Read(b.ctx, c.p, 0, ledger.ReadOptions{}); err == nil {
				t.Error("reading passed over a missing row")
			}
		}
	}
}

// testAuditWhileWriting audits partitions that are being written to.
func testAuditWhileWriting(t *testing.T, db Database) {
	b := open(t, db)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := b.Append(b.ctx, Receive("web", number(n), 1), Receive("web", number(n)+"b", 1)); err != nil {
				t.Errorf("append: %v", err)
				return
			}
		}
	})
	for range 50 {
		a, err := b.Audit(b.ctx, ledger.PartitionOf(Path(1).Provider), nil)
		if err != nil || a.Fault != "" || a.Entries%2 != 0 {
			t.Errorf("%+v, %v", a, err)
		}
	}
	close(stop)
	wg.Wait()
}
