package redis

import (
	"context"
	_ "embed" // for take.lua
	"fmt"
	"sync"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"earshot/feedback"
)

//go:embed take.lua
var takeSource string

// Buckets counts requests against limits, for all processes that share a Redis.
// A bucket is one value, whose name is its own hash tag: in a cluster buckets are
// spread over the nodes, and each lies on one. It goes by itself when it is full
// again. Buckets are safe for concurrent use.
type Buckets struct {
	board  *Board
	script *goredis.Script

	mu    sync.Mutex
	swept time.Time // when the embedded board last let go of what had expired
}

// Buckets gives the buckets that lie beside the scorecards.
func (b *Board) Buckets() *Buckets {
	return &Buckets{board: b, script: goredis.NewScript(takeSource), swept: time.Now()}
}

// sweepEvery is how often what has expired is let go in an embedded board, whose
// clock stands still unless it is told.
const sweepEvery = time.Minute

// Take takes up to n from a bucket that holds so many (burst) and fills by one
// each time of every, which is at least a microsecond. It tells how many it took,
// how many are left, and when there is one again, 0 if there is one still.
func (k *Buckets) Take(ctx context.Context, bucket string, every time.Duration, burst, n int) (taken, left int, wait time.Duration, err error) {
	k.sweep()
	reply, err := k.script.Run(ctx, k.board.client, []string{"limit:{" + bucket + "}"}, every.Microseconds(), burst, n).Int64Slice()
	if err != nil {
		return 0, 0, 0, k.board.wrap("take from bucket", err)
	}
	if len(reply) != 3 {
		return 0, 0, 0, fmt.Errorf("take from bucket: %d values: %w", len(reply), feedback.ErrCorrupt)
	}
	return int(reply[0]), int(reply[1]), time.Duration(reply[2]) * time.Microsecond, nil
}

// sweep moves an embedded board's clock.
func (k *Buckets) sweep() {
	if k.board.embedded == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if past := time.Since(k.swept); past >= sweepEvery {
		k.board.embedded.FastForward(past)
		k.swept = k.swept.Add(past)
	}
}
