package ledgertest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"earshot/ledger"
)

func testReopen(t *testing.T, db Database) {
	ctx := context.Background()
	var entries []ledger.Entry
	for round := range 3 {
		s, err := db.Open(ctx)
		if err != nil {
			t.Fatal(err)
		}
		b := &bench{t, s, ctx}
		if got := b.all(ledger.PartitionOf(Path(1).Provider)); round > 0 {
			b.equal("entries", got, entries)
		}
		id := b.receive(number(round), 1)
		if id.Seq != ledger.Seq(round+1) {
			t.Errorf("round %d: entry %v", round, id)
		}
		if r := b.append(Receive("web", "0", 1))[0]; !r.Duplicate || r.ID.Seq != 1 {
			t.Errorf("round %d: the first answer again: %+v", round, r)
		}
		entries = b.all(id.Partition)
		b.audit()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// testOpenAtOnce starts several programs on an empty database.
func testOpenAtOnce(t *testing.T, db Database) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			s, err := db.Open(context.Background())
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			defer s.Close()
			if _, err := s.Append(context.Background(), Receive("web", "1", 1)); err != nil {
				t.Errorf("append: %v", err)
			}
		})
	}
	wg.Wait()
	b := open(t, db)
	if h := b.heads(); h[ledger.PartitionOf(Path(1).Provider)] != 1 {
		t.Errorf("heads %v", h)
	}
	b.audit()
}

func testNewerSchema(t *testing.T, db Database) {
	b := open(t, db)
	if err := db.Exec(b.ctx, `INSERT INTO schema_version (version_id, is_applied) VALUES (99999, TRUE)`); err != nil {
		t.Fatal(err)
	}
	s, err := db.Open(b.ctx)
	if err == nil {
		s.Close()
	}
	if !errors.Is(err, ledger.ErrNewerSchema) || !strings.Contains(err.Error(), "99999") {
		t.Errorf("got %v, want ErrNewerSchema naming the version", err)
	}
}

func testOtherPartitions(t *testing.T, db Database) {
	b := open(t, db)
	if err := db.Exec(b.ctx, `UPDATE settings SET value = '32' WHERE name = 'partitions'`); err != nil {
		t.Fatal(err)
	}
	s, err := db.Open(b.ctx)
	if err == nil {
		s.Close()
		t.Fatal("a ledger with 32 partitions was opened")
	}
	if !strings.Contains(err.Error(), "32 partitions") {
		t.Errorf("got %v, want it to name the number of partitions", err)
	}
}
