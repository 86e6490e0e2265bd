package redis

import (
	"context"
	"strconv"
	"strings"

	goredis "github.com/redis/go-redis/v9"

	"earshot/ledger"
	"earshot/scorecard"
)

// scanCount is how many names Redis looks at in one step of a scan.
const scanCount = 2000

// embeddedScanCount is the same for an embedded board, which sorts all of its
// names anew in each step.
const embeddedScanCount = 10_000_000

// Names lists what is stored under the prefixes of partitions, by one scan of
// each server on which they lie.
func (b *Board) Names(ctx context.Context, ps []ledger.Partition, each func([]scorecard.Name) error) error {
	homes := make(map[goredis.Cmdable]map[ledger.Partition]bool)
	for _, p := range ps {
		home, err := b.home(ctx, p)
		if err != nil {
			return err
		}
		if homes[home] == nil {
			homes[home] = make(map[ledger.Partition]bool)
		}
		homes[home][p] = true
	}
	pattern := "{p*}:*"
	if len(ps) == 1 {
		pattern = prefix(ps[0]) + "*"
	}
	for home, wanted := range homes {
		if err := b.scan(ctx, home, pattern, wanted, each); err != nil {
			return err
		}
	}
	return nil
}

func (b *Board) scan(ctx context.Context, home goredis.Cmdable, pattern string, wanted map[ledger.Partition]bool, each func([]scorecard.Name) error) error {
	count := int64(scanCount)
	if b.embedded != nil {
		count = embeddedScanCount
	}
	for next := uint64(0); ; {
		found, after, err := home.Scan(ctx, next, pattern, count).Result()
		if err != nil {
			return b.wrap("names", err)
		}
		names := make([]scorecard.Name, 0, len(found))
		for _, stored := range found {
			if p, ok := partitionOf(stored); ok && wanted[p] && stored != cursorName(p) && stored != seenName(p) && stored != scopesName(p) {
				key, _ := parseName(p, stored)
				names = append(names, scorecard.Name{Partition: p, Stored: stored, Key: key})
			}
		}
		if len(names) > 0 {
			if err := each(names); err != nil {
				return err
			}
		}
		if next = after; next == 0 {
			return nil
		}
	}
}

// partitionOf reads the partition from a stored name.
func partitionOf(stored string) (ledger.Partition, bool) {
	number, _, ok := strings.Cut(strings.TrimPrefix(stored, "{p"), "}:")
	n, err := strconv.ParseUint(number, 10, 8)
	p := ledger.Partition(n)
	return p, ok && err == nil && n < ledger.Partitions && strings.HasPrefix(stored, prefix(p))
}

// home gives the server on which partition p lies: in a cluster, the master of
// its slot.
func (b *Board) home(ctx context.Context, p ledger.Partition) (goredis.Cmdable, error) {
	cluster, ok := b.client.(*goredis.ClusterClient)
	if !ok {
		return b.client, nil
	}
	node, err := cluster.MasterForKey(ctx, cursorName(p))
	if err != nil {
		return nil, b.wrap("names", err)
	}
	return node, nil
}
