package redis_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"earshot/api/limit"
	"earshot/api/limit/limittest"
	"earshot/feedback"
	"earshot/scorecard/cardtest"
	"earshot/scorecard/redis"
)

var _ limit.Buckets = (*redis.Buckets)(nil)

func TestBucketsEmbedded(t *testing.T) {
	b := open(t, redis.Embedded) // there is one process only
	limittest.Run(t, func(t *testing.T) limit.Buckets { return b.Buckets() })
}

func TestBucketsOneRedis(t *testing.T) {
	s := cardtest.StartRedis(t)
	limittest.Run(t, func(t *testing.T) limit.Buckets { return open(t, s.URL()).Buckets() })
	c := s.Client()
	defer c.Close()
	names, err := c.Keys(context.Background(), "*").Result()
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if left, err := c.PTTL(context.Background(), name).Result(); err != nil || left <= 0 || !strings.HasPrefix(name, "limit:{") {
			t.Errorf("%s goes in %v: %v", name, left, err)
		}
	}
	s.Kill()
	if _, _, _, err := open(t, s.URL()).Buckets().Take(context.Background(), "x", time.Second, 1, 1); !errors.Is(err, feedback.ErrUnavailable) {
		t.Errorf("a dead Redis: %v", err)
	}
}

func TestBucketsCluster(t *testing.T) {
	c := cardtest.StartCluster(t)
	limittest.Run(t, func(t *testing.T) limit.Buckets { return open(t, c.URL()).Buckets() })
}
