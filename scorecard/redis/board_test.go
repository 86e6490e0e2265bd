package redis_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/cardtest"
	"earshot/scorecard/redis"
)

func open(t testing.TB, url string) *redis.Board {
	t.Helper()
	b, err := redis.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func TestEmbedded(t *testing.T) {
	cardtest.Run(t, func(t *testing.T) scorecard.Board { return open(t, redis.Embedded) })
}

func TestOneRedis(t *testing.T) {
	s := cardtest.StartRedis(t)
	cardtest.Run(t, func(t *testing.T) scorecard.Board {
		s.FlushAll()
		return open(t, s.URL())
	})
}

func TestCluster(t *testing.T) {
	c := cardtest.StartCluster(t)
	cardtest.Run(t, func(t *testing.T) scorecard.Board {
		for _, n := range c.Nodes[:3] {
			n.FlushAll()
		}
		return open(t, c.URL())
	})
}

func TestWarnings(t *testing.T) {
	ctx := context.Background()
	tests := []struct {
		policy string
		want   int
	}{{"noeviction", 0}, {"allkeys-lru", 1}, {"volatile-ttl", 1}}
	for _, test := range tests {
		s := cardtest.StartRedis(t, "--maxmemory-policy", test.policy)
		got, err := open(t, s.URL()).Warnings(ctx)
		if err != nil || len(got) != test.want {
			t.Errorf("%s: %q, %v", test.policy, got, err)
		}
		s.Kill()
		if _, err := open(t, s.URL()).Warnings(ctx); !errors.Is(err, feedback.ErrUnavailable) {
			t.Errorf("a dead Redis: %v", err)
		}
	}
	if got, err := open(t, redis.Embedded).Warnings(ctx); err != nil || len(got) != 0 {
		t.Errorf("embedded: %q, %v", got, err)
	}
}

// TestExpiry has day buckets expire by themselves; all else stays.
func TestExpiry(t *testing.T) {
	s := cardtest.StartRedis(t)
	b := open(t, s.URL())
	counts := new(scorecard.Counts)
	counts.AddFacts(&ledger.Facts{Rating: feedback.Good}, 1)
	today := feedback.DateDay(2026, 11, 20)
	keys := []scorecard.Key{scorecard.DayKey("x", today-300), scorecard.MonthKey("x", today.Month()), scorecard.WindowKey("x", 7)}
	change := scorecard.Change{Now: scorecard.Cursor{Seq: 1, Today: today, Gen: 1}}
	for _, k := range keys {
		change.Puts = append(change.Puts, scorecard.Put{Key: k, Counts: counts})
	}
	if ok, err := b.Apply(context.Background(), 4, change); !ok || err != nil {
		t.Fatalf("Apply: %v, %v", ok, err)
	}
	c := s.Client()
	defer c.Close()
	for name, want := range map[string]time.Duration{
		"{p4}:d:x:20260124": 102 * 24 * time.Hour, "{p4}:m:x:202611": -1, "{p4}:w:7:x": -1, "{p4}:cursor": -1,
	} {
		got, err := c.TTL(context.Background(), name).Result()
		if err != nil || got > want || got < want-time.Hour {
			t.Errorf("%s is kept for %v, %v; want %v", name, got, err, want)
		}
	}
}
