package redis_test

import (
	"context"
	"testing"

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
