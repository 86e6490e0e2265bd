package scorecard_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/cardtest"
)

// tampered is a board on a real Redis on which something is put wrong.
type tampered struct {
	world  *cardtest.World
	server *cardtest.Server
	client *goredis.Client
	board  scorecard.Board
	pr     *scorecard.Projector
	today  feedback.Day
}

func newTampered(t *testing.T) *tampered {
	t.Helper()
	s := cardtest.StartRedis(t)
	x := &tampered{world: cardtest.NewWorld(3, 4, time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC)), server: s, client: s.Client(), board: open(t, s.URL())}
	t.Cleanup(func() { x.client.Close() })
	for range 400 {
		x.world.Step()
	}
	x.pr = scorecard.NewProjector(x.world.Ledger, x.board, scorecard.ProjectorOptions{Log: quiet(), Now: func() time.Time { return x.world.Now }})
	x.catchUp(t)
	x.today = feedback.DayOf(x.world.Now)
	return x
}

func (x *tampered) catchUp(t *testing.T) {
	t.Helper()
	if err := x.pr.CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func (x *tampered) verify(t *testing.T, repair bool) *scorecard.Report {
	t.Helper()
	r, err := scorecard.Verify(context.Background(), x.world.Ledger, x.board, scorecard.VerifyOptions{Wait: time.Nanosecond, Repair: repair})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// key gives the first stored name that has all the parts.
func (x *tampered) key(t *testing.T, parts ...string) string {
	t.Helper()
	names, err := x.client.Keys(context.Background(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
next:
	for _, n := range names {
		for _, p := range parts {
			if !strings.Contains(n, p) {
				continue next
			}
		}
		return n
	}
	t.Fatalf("nothing stored has %v in its name", parts)
	return ""
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestVerifyFinds puts each kind of thing wrong: Verify must find it, and with
// Repair put it right, and nothing else.
func TestVerifyFinds(t *testing.T) {
	x := newTampered(t)
	ctx := context.Background()
	tag := strings.TrimSuffix(x.key(t, "cursor"), "cursor")
	tests := []struct {
		name string
		harm func() error
		want string // in the first difference
	}{
		{"a window counts too much", func() error { return x.client.Set(ctx, x.key(t, "w:30:", "ward"), "\x01\x10", 0).Err() }, "30d: want "},
		{"a day is gone", func() error { return x.client.Del(ctx, x.key(t, "d:england:")).Err() }, "got nothing"},
		{"a month is gone", func() error { return x.client.Del(ctx, x.key(t, "m:gss:")).Err() }, "got nothing"},
		{"a value cannot be read", func() error { return x.client.Set(ctx, x.key(t, "m:icb"), "r1=5", 0).Err() }, "got something that cannot be read"},
		{"a value is of another kind", func() error {
			k := x.key(t, "w:365:", "site")
			return errors.Join(x.client.Del(ctx, k).Err(), x.client.HIncrBy(ctx, k, "r1", 1).Err())
		}, "365d: want "},
		{"a day that is not kept any more", func() error { return x.client.Set(ctx, tag+"d:england:20200101", "\x01\x10", 0).Err() }, "england 2020-01-01: want nothing, got r1=8"},
		{"a scope that is none", func() error { return x.client.Set(ctx, tag+"d:nowhere:20260301", "\x01\x10", 0).Err() }, "nowhere 2026-03-01: want nothing"},
		{"a window that is none", func() error { return x.client.Set(ctx, tag+"w:8:england", "\x01\x10", 0).Err() }, "not a scorecard: "},
		{"something else", func() error { return x.client.Set(ctx, tag+"hello", "you", 0).Err() }, "not a scorecard: " + tag + "hello"},
		{"a scope is forgotten", func() error { return x.client.SRem(ctx, tag+"scopes", "england").Err() }, "scope missing: england"},
		{"a scope too many", func() error { return x.client.SAdd(ctx, tag+"scopes", "nowhere").Err() }, "a scope that no entry is about: nowhere"},
		{"no cursor", func() error { return x.client.Del(ctx, tag+"cursor").Err() }, "it stands at entry 0 and the ledger at"},
		{"a broken cursor", func() error { return x.client.Set(ctx, tag+"cursor", "17", 0).Err() }, "the cursor cannot be read"},
		{"a cursor ahead of the ledger", func() error {
			return x.client.Set(ctx, tag+"cursor", scorecard.Cursor{Seq: 9999, Today: x.today, Gen: 1}.String(), 0).Err()
		}, "and the ledger ends at"},
		{"a cursor of another ledger", func() error {
			heads, err := x.world.Ledger.Heads(ctx)
			return errors.Join(err, x.client.Set(ctx, tag+"cursor", scorecard.Cursor{Seq: heads[partitionOf(t, tag)], Today: x.today, Gen: 1}.String(), 0).Err())
		}, "it was folded from another ledger"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if r := x.verify(t, false); !r.OK() || r.Keys == 0 || r.Entries != int64(x.world.Ledger.Len()) {
				t.Fatalf("before any harm: %+v", r)
			}
			must(t, test.harm())
			r := x.verify(t, false)
			if r.OK() || len(r.Differences) == 0 || !strings.Contains(r.Differences[0].String(), test.want) {
				t.Fatalf("found %v, want one with %q", r.Differences, test.want)
			}
			if again := x.verify(t, false); again.Different != r.Different {
				t.Errorf("looking changed something: %d differences, then %d", r.Different, again.Different)
			}
			repaired := x.verify(t, true)
			if !repaired.OK() || repaired.Different != r.Different || repaired.Repaired != r.Different {
				t.Errorf("repair of %d: %+v", r.Different, repaired)
			}
			x.catchUp(t)
			checkBoard(t, x.world, x.board, x.today)
		})
	}
}

func partitionOf(t *testing.T, tag string) int {
	t.Helper()
	for p := range ledger.Partitions {
		if tag == fmt.Sprintf("{p%d}:", p) {
			return p
		}
	}
	t.Fatalf("%s is no partition's", tag)
	return 0
}

// TestHealsByItself puts wrong what a projector must notice without being told.
func TestHealsByItself(t *testing.T) {
	ctx := context.Background()
	tests := []struct {
		name string
		harm func(*testing.T, *tampered, string) error
	}{
		{"no cursor", func(t *testing.T, x *tampered, tag string) error { return x.client.Del(ctx, tag+"cursor").Err() }},
		{"broken cursor", func(t *testing.T, x *tampered, tag string) error {
			return x.client.Set(ctx, tag+"cursor", "17", 0).Err()
		}},
		{"older layout", func(t *testing.T, x *tampered, tag string) error {
			return x.client.Set(ctx, tag+"cursor", "0 at 1 2026-03-29 0000000000000000 1 0000000000000001", 0).Err()
		}},
		{"half emptied", func(t *testing.T, x *tampered, tag string) error {
			return errors.Join(x.client.Set(ctx, tag+"cursor", scorecard.Cursor{Clearing: true, Gen: 3}.String(), 0).Err(), x.client.Del(ctx, x.key(t, tag, "d:")).Err())
		}},
		{"broken value that is added to", func(t *testing.T, x *tampered, tag string) error {
			for _, n := range x.client.Keys(ctx, "*:d:*").Val() {
				if err := x.client.Set(ctx, n, "\xff", 0).Err(); err != nil {
					return err
				}
			}
			return nil
		}},
		{"ledger restored from an older backup", func(t *testing.T, x *tampered, tag string) error {
			p := ledger.Partition(partitionOf(t, tag))
			heads, err := x.world.Ledger.Heads(ctx)
			x.world.Ledger.Truncate(p, heads[p]/2)
			return err
		}},
		{"another ledger", func(t *testing.T, x *tampered, tag string) error {
			other := cardtest.NewWorld(99, 4, x.world.Now)
			for range 800 {
				other.Step()
			}
			x.world = other
			x.pr = scorecard.NewProjector(other.Ledger, x.board, scorecard.ProjectorOptions{Log: quiet(), Now: func() time.Time { return x.world.Now }})
			return nil
		}},
		{"nobody was here for two months", func(t *testing.T, x *tampered, tag string) error {
			x.world.Now = x.world.Now.AddDate(0, 2, 0)
			return nil
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x := newTampered(t)
			must(t, test.harm(t, x, strings.TrimSuffix(x.key(t, "cursor"), "cursor")))
			if !strings.Contains(test.name, "backup") {
				for range 200 {
					x.world.Step()
				}
			}
			cardtest.Eventually(t, 6*time.Second, "cards equal the fold", func() error {
				x.catchUp(t)
				if r := x.verify(t, false); !r.OK() {
					return errors.New(r.Differences[0].String())
				}
				return nil
			})
			checkBoard(t, x.world, x.board, feedback.DayOf(x.world.Now))
		})
	}
}

// TestNewerLayout leaves alone what a newer program has written.
func TestNewerLayout(t *testing.T) {
	x := newTampered(t)
	ctx := context.Background()
	const newer = "2 at 5 something quite different"
	cursor := x.key(t, "cursor")
	must(t, x.client.Set(ctx, cursor, newer, 0).Err())
	pr := scorecard.NewProjector(x.world.Ledger, x.board, scorecard.ProjectorOptions{Log: quiet(), Now: func() time.Time { return x.world.Now }})
	if err := pr.CatchUp(ctx); !errors.Is(err, feedback.ErrUnavailable) || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("CatchUp: %v", err)
	}
	if err := pr.Rebuild(ctx, nil); !errors.Is(err, feedback.ErrUnavailable) {
		t.Errorf("Rebuild: %v", err)
	}
	if got := x.client.Get(ctx, cursor).Val(); got != newer {
		t.Errorf("the cursor is now %q", got)
	}
}

// TestRebuild empties a wrong board and folds it again, while others fold too.
func TestRebuild(t *testing.T) {
	x := newTampered(t)
	ctx := context.Background()
	for _, n := range x.client.Keys(ctx, "*:m:*").Val() {
		must(t, x.client.Set(ctx, n, "\x01\x10", 0).Err())
	}
	other, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	rival := scorecard.NewProjector(x.world.Ledger, open(t, x.server.URL()), scorecard.ProjectorOptions{Log: quiet(), Now: func() time.Time { return x.world.Now }})
	go func() { done <- rival.Run(other) }()
	var last, total int64
	must(t, x.pr.Rebuild(ctx, func(n, of int64) { last, total = n, of }))
	cancel()
	must(t, <-done)
	if want := int64(x.world.Ledger.Len()); last != want || total != want {
		t.Errorf("progress ended at %d of %d, want %d", last, total, want)
	}
	checkBoard(t, x.world, x.board, x.today)
}
