package redis

import (
	"context"

	goredis "github.com/redis/go-redis/v9"

	"earshot/ledger"
	"earshot/scorecard"
)

// scanCount is how many names Redis looks at in one step of a scan.
const scanCount = 2000

// Names lists what is stored under the prefix of partition p.
func (b *Board) Names(ctx context.Context, p ledger.Partition, each func([]scorecard.Name) error) error {
	client, err := b.home(ctx, p)
	if err != nil {
		return err
	}
	own := map[string]bool{cursorName(p): true, seenName(p): true, scopesName(p): true}
	for next := uint64(0); ; {
		found, after, err := client.Scan(ctx, next, prefix(p)+"*", scanCount).Result()
		if err != nil {
			return b.wrap("names", err)
		}
		var names []scorecard.Name
		for _, stored := range found {
			if own[stored] {
				continue
			}
			key, _ := parseName(p, stored)
			names = append(names, scorecard.Name{Stored: stored, Key: key})
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
