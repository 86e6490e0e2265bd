package ledger_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"earshot/ledger"
)

// oneList is a ledger of one partition that counts how often it is read.
type oneList struct {
	ledger.Reader
	entries []ledger.Entry
	reads   int
}

func (l *oneList) Read(_ context.Context, p ledger.Partition, after ledger.Seq, opt ledger.ReadOptions) ([]ledger.Entry, error) {
	l.reads++
	limit := opt.Limit
	if limit <= 0 {
		limit = 1000
	}
	if p != 7 || int(after) >= len(l.entries) {
		return nil, nil
	}
	return l.entries[after:min(len(l.entries), int(after)+limit)], nil
}

func (l *oneList) grow(n int, mark byte) {
	for range n {
		l.entries = append(l.entries, ledger.Entry{ID: ledger.ID{Partition: 7, Seq: ledger.Seq(len(l.entries) + 1)}, Hash: [32]byte{mark, byte(len(l.entries))}})
	}
}

// TestTail lets one reader go on at random, and back, and another follow: it gets
// what stands in the ledger, without gaps, and seldom from the ledger.
func TestTail(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for range 60 {
		list := &oneList{}
		tail := ledger.NewTail(list)
		follower := tail.Behind()
		var ahead, behind ledger.Seq
		mark := byte(1)
		for range 60 {
			switch rng.IntN(12) {
			case 0: // by a ledger that lacks the last entries
				list.entries = list.entries[:len(list.entries)-min(len(list.entries), rng.IntN(20))]
				mark++
				ahead, behind = min(ahead, ledger.Seq(len(list.entries))), min(behind, ledger.Seq(len(list.entries)))
				list.grow(25, mark)
				if ahead > 0 {
					ahead-- // as the projector reads the last one again
				}
				for int(ahead) < len(list.entries) { // and notices before anybody follows
					page, _ := tail.Read(t.Context(), 7, ahead, ledger.ReadOptions{})
					ahead += ledger.Seq(len(page))
				}
			case 1:
				ahead = ledger.Seq(rng.IntN(int(ahead) + 1))
			default:
				list.grow(rng.IntN(300), mark)
			}
			page, err := tail.Read(t.Context(), 7, ahead, ledger.ReadOptions{Limit: 1 + rng.IntN(700)})
			if err != nil {
				t.Fatal(err)
			}
			ahead += ledger.Seq(len(page))
			limit := rng.IntN(900)
			got, err := follower.Read(t.Context(), 7, behind, ledger.ReadOptions{Limit: limit})
			if err != nil || len(got) == 0 && int(behind) < len(list.entries) || limit > 0 && len(got) > limit {
				t.Fatalf("%d entries after %d of %d, at most %d; %v", len(got), behind, len(list.entries), limit, err)
			}
			for _, e := range got {
				if behind++; e.ID.Seq != behind || e.Hash != list.entries[behind-1].Hash {
					t.Fatalf("entry %v is %v in the ledger", e, list.entries[behind-1])
				}
			}
		}
	}
}

func TestTailSaves(t *testing.T) {
	list := &oneList{}
	tail := ledger.NewTail(list)
	follower := tail.Behind()
	for n := ledger.Seq(0); n < 5000; n += 100 {
		list.grow(100, 1)
		tail.Read(t.Context(), 7, n, ledger.ReadOptions{})
		before := list.reads
		if got, _ := follower.Read(t.Context(), 7, n, ledger.ReadOptions{}); len(got) != 100 || list.reads != before {
			t.Fatalf("%d entries after %d, %d reads", len(got), n, list.reads-before)
		}
	}
	before := list.reads
	if got, _ := follower.Read(t.Context(), 7, 10, ledger.ReadOptions{}); len(got) != 1000 || list.reads == before {
		t.Errorf("%d entries of long ago", len(got))
	}
	before = list.reads
	if got, _ := follower.Read(t.Context(), 7, 4990, ledger.ReadOptions{Words: true}); len(got) != 10 || list.reads == before {
		t.Errorf("%d entries with words were not read", len(got))
	}
}
