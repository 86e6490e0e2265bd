package ledger

import (
	"context"
	"slices"
	"sync"
)

// remembered is how many entries of a partition a [Tail] keeps at least.
const remembered = 512

// Tail reads a ledger and remembers the newest entries, so that whoever follows
// behind in the same process need not read and decode them again. An entry never
// changes; words, which are erased, are not remembered. It is safe for concurrent
// use.
type Tail struct {
	Reader
	parts [Partitions]tailPart
}

// tailPart is what is remembered of a partition: entries in order, without gaps.
type tailPart struct {
	mu     sync.Mutex
	newest []Entry
}

// NewTail gives a Tail of a ledger.
func NewTail(r Reader) *Tail { return &Tail{Reader: r} }

// Read gives entries from the ledger itself; see [Reader].
func (t *Tail) Read(ctx context.Context, p Partition, after Seq, opt ReadOptions) ([]Entry, error) {
	entries, err := t.Reader.Read(ctx, p, after, opt)
	if err == nil && !opt.Words && len(entries) > 0 {
		t.parts[p].remember(entries)
	}
	return entries, err
}

// Behind gives a Reader for those that follow the one who reads through t: what t
// remembers is not read again.
func (t *Tail) Behind() Reader { return behind{t.Reader, t} }

func (k *tailPart) remember(entries []Entry) {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := len(k.newest)
	if n == 0 {
		k.newest = slices.Clone(entries)
		return
	}
	first, last := k.newest[0].ID.Seq, k.newest[n-1].ID.Seq
	from, to := entries[0].ID.Seq, entries[len(entries)-1].ID.Seq
	if from < first || from > last+1 { // older, or there is a gap
		if to > last {
			k.newest = slices.Clone(entries)
		}
		return
	}
	for i := range entries {
		at := int(from-first) + i
		if at >= n {
			k.newest = append(k.newest, entries[i:]...)
			break
		}
		if k.newest[at].Hash != entries[i].Hash { // another ledger stands in the place of the first
			k.newest = slices.Clone(entries)
			break
		}
	}
	if n = len(k.newest); n > 2*remembered {
		k.newest = slices.Clone(k.newest[n-remembered:])
	}
}

// after gives what is remembered after a number, at most limit entries.
func (k *tailPart) after(seq Seq, limit int) []Entry {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := len(k.newest)
	if n == 0 || seq+1 < k.newest[0].ID.Seq || seq >= k.newest[n-1].ID.Seq {
		return nil
	}
	i := int(seq + 1 - k.newest[0].ID.Seq)
	j := min(n, i+limit)
	return k.newest[i:j:j]
}

// behind is a Reader that asks a Tail first.
type behind struct {
	Reader
	tail *Tail
}

func (b behind) Read(ctx context.Context, p Partition, after Seq, opt ReadOptions) ([]Entry, error) {
	if !opt.Words {
		limit := opt.Limit
		if limit <= 0 {
			limit = 1000
		}
		if entries := b.tail.parts[p].after(after, limit); len(entries) > 0 {
			return entries, nil
		}
	}
	return b.Reader.Read(ctx, p, after, opt)
}
