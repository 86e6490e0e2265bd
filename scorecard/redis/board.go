// Package redis keeps scorecards in Redis 7 or later, or Valkey: one server,
// one behind Sentinel, a cluster, or a Redis inside the program for those who
// want no set-up. It is the one engine behind [scorecard.Board].
//
// Every sum is a string value of its own (see [scorecard.Counts.AppendBinary]),
// read with MGET and replaced by one Lua script, apply.lua, which also moves
// the partition's cursor, and does nothing if the cursor is not the one that
// the change was made for. All names of a partition share a hash tag, so in a
// cluster a partition lies on one node and both are atomic.
//
// Nothing here holds what people wrote or the numbers they wrote from.
package redis

import (
	"context"
	"crypto/rand"
	_ "embed" // for apply.lua
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
)

//go:embed apply.lua
var applySource string

// Board is a [scorecard.Board] in Redis. It is safe for use by several
// goroutines at once.
type Board struct {
	client   goredis.UniversalClient
	apply    *goredis.Script
	embedded *miniredis.Miniredis // nil unless inside the program
}

var _ scorecard.Board = (*Board)(nil)

// Open gives the board at an address:
//
//	embedded
//	redis://user:password@host:6379/0         rediss:// with TLS
//	redis+sentinel://user:password@host,host/master?db=0
//	redis+cluster://user:password@host:7000,host:7001
//
// An address that cannot be read is ErrInvalid. Whether a server answers there
// is for [Board.Ping] to say: a board may be opened before its Redis is up.
func Open(ctx context.Context, address string) (*Board, error) {
	b := &Board{apply: goredis.NewScript(applySource)}
	if address == Embedded {
		return b, b.startEmbedded()
	}
	o, err := options(address)
	if err != nil {
		return nil, err
	}
	b.connect(o)
	return b, ctx.Err()
}

// reloadEvery is how often a client of a cluster asks unprompted who is master
// of what.
const reloadEvery = 5 * time.Second

func (b *Board) connect(o *goredis.UniversalOptions) {
	// The library would write to standard error, without a level and over and
	// over; what goes wrong comes back as errors anyway.
	silence()
	switch {
	case o.MasterName != "":
		b.client = goredis.NewFailoverClient(o.Failover())
	case o.IsClusterMode:
		c := o.Cluster()
		c.ClusterStateReloadInterval = reloadEvery
		b.client = goredis.NewClusterClient(c)
	default:
		b.client = goredis.NewClient(o.Simple())
	}
}

// silence turns off the library's own log, once for the whole program.
var silence = sync.OnceFunc(logging.Disable)

// startEmbedded starts a Redis inside the program. It listens on the loopback
// only, behind a password that nobody else knows.
func (b *Board) startEmbedded() error {
	b.embedded = miniredis.NewMiniRedis()
	password := rand.Text()
	b.embedded.RequireAuth(password)
	if err := b.embedded.StartAddr("127.0.0.1:0"); err != nil {
		return fmt.Errorf("start embedded scorecards: %w: %w", feedback.ErrUnavailable, err)
	}
	b.connect(&goredis.UniversalOptions{
		Addrs: []string{b.embedded.Addr()}, Password: password, ReadTimeout: 30 * time.Second, WriteTimeout: 30 * time.Second,
		ContextTimeoutEnabled: true,
	})
	return nil
}

// Ping reports whether Redis answers.
func (b *Board) Ping(ctx context.Context) error {
	return b.wrap("ping", b.client.Ping(ctx).Err())
}

// Close lets go of all connections; an embedded board is gone after it.
func (b *Board) Close() error {
	err := b.client.Close()
	if b.embedded != nil {
		b.embedded.Close()
	}
	return err
}

// View looks at partitions, each with one MGET.
func (b *Board) View(ctx context.Context, queries ...scorecard.Query) ([]scorecard.View, error) {
	pipe := b.client.Pipeline()
	cmds := make([]*goredis.SliceCmd, len(queries))
	for i, q := range queries {
		names := make([]string, 0, 2+len(q.Keys))
		names = append(names, cursorName(q.Partition), seenName(q.Partition))
		for _, k := range q.Keys {
			names = append(names, keyName(q.Partition, k))
		}
		cmds[i] = pipe.MGet(ctx, names...)
	}
	if len(queries) == 0 {
		return nil, nil
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, b.wrap("view", err)
	}
	views := make([]scorecard.View, len(queries))
	for i, cmd := range cmds {
		views[i] = viewOf(queries[i].Keys, cmd.Val())
	}
	return views, nil
}

func viewOf(keys []scorecard.Key, values []any) scorecard.View {
	cursor, _ := values[0].(string)
	seen, _ := values[1].(string)
	v := scorecard.View{Cursor: scorecard.ParseCursor(cursor), Counts: make([]*scorecard.Counts, len(keys))}
	v.Seen = parseSeen(seen, cursor)
	for i, k := range keys {
		text, ok := values[2+i].(string)
		if !ok {
			continue
		}
		c := new(scorecard.Counts)
		// An empty value is never stored, so it is as wrong as an unreadable one.
		if err := c.UnmarshalBinary([]byte(text)); err != nil || text == "" {
			v.Corrupt = append(v.Corrupt, k)
			continue
		}
		v.Counts[i] = c
	}
	return v
}

// Apply makes a change by apply.lua.
func (b *Board) Apply(ctx context.Context, p ledger.Partition, c scorecard.Change) (bool, error) {
	n := len(c.Puts) + len(c.Remove)
	keys := make([]string, 0, 3+n)
	keys = append(keys, cursorName(p), scopesName(p), seenName(p))
	args := make([]any, 0, 3+2*n+len(c.Scopes))
	args = append(args, c.Was.String(), c.Now.String(), n)
	var arena []byte // all values, one behind the other
	for _, put := range c.Puts {
		keys = append(keys, keyName(p, put.Key))
		start := len(arena)
		arena, _ = put.Counts.AppendBinary(arena)
		args = append(args, arena[start:len(arena):len(arena)], b.keepSeconds(put.Key, c.Now.Today))
	}
	for _, name := range c.Remove {
		keys = append(keys, name)
		args = append(args, "", "0")
	}
	for _, s := range c.Scopes {
		args = append(args, string(s))
	}
	made, err := b.apply.Run(ctx, b.client, keys, args...).Int()
	return made == 1, b.wrap("apply", err)
}

// keepSeconds gives for how long a key is kept. Day buckets go two days after
// the last roll that needs them removes them; so even if nothing runs here any
// more, what is left of places and days does not stay for ever. The time is
// relative: neither side's clock must be right. An embedded board goes with the
// program, and needs none.
func (b *Board) keepSeconds(k scorecard.Key, today feedback.Day) string {
	if k.Span != scorecard.DaySpan || b.embedded != nil {
		return "0"
	}
	days := max(int64(k.N)-int64(today)+scorecard.KeptDays+2, 2)
	return strconv.FormatInt(days*86400, 10)
}

// Scopes lists the scopes remembered in a partition.
func (b *Board) Scopes(ctx context.Context, p ledger.Partition) ([]scorecard.Scope, error) {
	members, err := b.client.SMembers(ctx, scopesName(p)).Result()
	if err != nil {
		return nil, b.wrap("scopes", err)
	}
	scopes := make([]scorecard.Scope, len(members))
	for i, m := range members {
		scopes[i] = scorecard.Scope(m)
	}
	return scopes, nil
}

// SetSeen notes that nothing waited for partitions.
func (b *Board) SetSeen(ctx context.Context, at time.Time, cursors map[ledger.Partition]scorecard.Cursor) error {
	if len(cursors) == 0 {
		return nil
	}
	pipe := b.client.Pipeline()
	for p, c := range cursors {
		pipe.Set(ctx, seenName(p), seenText(at, c), 0)
	}
	_, err := pipe.Exec(ctx)
	return b.wrap("set seen", err)
}

// wrap gives an error of Redis its meaning. Whatever Redis cannot do now, it
// may be able to do later.
func (b *Board) wrap(verb string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("scorecards: %s: %w", verb, err)
	}
	if cluster, ok := b.client.(*goredis.ClusterClient); ok {
		// A master that died cannot say who took over. The library would go on
		// asking it until the next reload.
		cluster.ReloadState(context.Background())
	}
	return fmt.Errorf("scorecards: %s: %w: %w", verb, feedback.ErrUnavailable, err)
}
