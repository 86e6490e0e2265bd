package cardtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// Watched is a Redis with a replica, watched by a Sentinel that makes the
// replica master when the master dies.
type Watched struct {
	Master, Replica, Sentinel *Server

	t testing.TB
}

// watchedName is what the Sentinel calls its master.
const watchedName = "cards"

// StartWatched starts the three servers and waits until the replica follows and
// the Sentinel knows of it.
func StartWatched(t testing.TB) *Watched {
	t.Helper()
	w := &Watched{t: t}
	w.Master = StartRedis(t, "--repl-diskless-sync-delay", "0")
	w.Replica = StartRedis(t, "--replicaof", "127.0.0.1 "+fmt.Sprint(w.Master.Port), "--repl-diskless-sync-delay", "0")
	s := newServer(t)
	s.config = filepath.Join(s.dir, "sentinel.conf")
	conf := fmt.Sprintf("port %d\nbind 127.0.0.1\ndir %s\nsentinel monitor %s 127.0.0.1 %d 1\nsentinel down-after-milliseconds %s 1000\nsentinel failover-timeout %s 5000\n",
		s.Port, s.dir, watchedName, w.Master.Port, watchedName, watchedName)
	if err := os.WriteFile(s.config, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Start()
	w.Sentinel = s
	w.await("the Sentinel knows the replica", func(ctx context.Context, c *goredis.SentinelClient) error {
		replicas, err := c.Replicas(ctx, watchedName).Result()
		if err == nil && (len(replicas) != 1 || replicas[0]["master-link-status"] != "ok") {
			err = errors.New("no replica follows")
		}
		return err
	})
	return w
}

func (w *Watched) await(what string, try func(context.Context, *goredis.SentinelClient) error) {
	w.t.Helper()
	c := goredis.NewSentinelClient(&goredis.Options{Addr: w.Sentinel.Addr()})
	defer c.Close()
	Eventually(w.t, 40*time.Second, what, func() error { return try(context.Background(), c) })
}

// URL gives the address as configuration takes it.
func (w *Watched) URL() string { return "redis+sentinel://" + w.Sentinel.Addr() + "/" + watchedName }

// FailOver kills the master and waits until the replica has taken over.
func (w *Watched) FailOver() {
	w.t.Helper()
	w.Master.Kill()
	w.await("the replica takes over", func(ctx context.Context, c *goredis.SentinelClient) error {
		addr, err := c.GetMasterAddrByName(ctx, watchedName).Result()
		if err == nil && strings.Join(addr, ":") != w.Replica.Addr() {
			err = errors.New("the master is still " + strings.Join(addr, ":"))
		}
		return err
	})
}
