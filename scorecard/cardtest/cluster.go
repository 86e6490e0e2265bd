package cardtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// Cluster is a real Redis Cluster of three masters with a replica each on the
// loopback.
type Cluster struct {
	Nodes []*Server // three masters, then their replicas, as they were at the start

	t testing.TB
}

// StartCluster starts six servers, makes them a cluster and waits until it
// works.
func StartCluster(t testing.TB) *Cluster {
	t.Helper()
	NeedRedis(t)
	c := &Cluster{t: t}
	for range 6 {
		c.Nodes = append(c.Nodes, StartRedis(t, "--cluster-enabled", "yes", "--cluster-node-timeout", "1000",
			"--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1"))
	}
	ctx := context.Background()
	for i, n := range c.Nodes {
		cl := n.Client()
		defer cl.Close()
		if i < 3 {
			c.must(cl.ClusterAddSlotsRange(ctx, i*16384/3, (i+1)*16384/3-1).Err())
		}
		c.must(cl.ClusterMeet(ctx, "127.0.0.1", fmt.Sprint(c.Nodes[0].Port)).Err())
	}
	for i, n := range c.Nodes[3:] {
		id, err := c.call(c.Nodes[i], func(cl *goredis.Client) (string, error) { return cl.ClusterMyID(ctx).Result() })
		c.must(err)
		Eventually(t, 20*time.Second, "replica joins", func() error {
			_, err := c.call(n, func(cl *goredis.Client) (string, error) { return cl.ClusterReplicate(ctx, id).Result() })
			return err
		})
	}
	c.AwaitOK(6)
	return c
}

func (c *Cluster) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatalf("cluster: %v", err)
	}
}

func (c *Cluster) call(s *Server, do func(*goredis.Client) (string, error)) (string, error) {
	cl := s.Client()
	defer cl.Close()
	return do(cl)
}

// AwaitOK waits until every running node finds that the cluster works, knows
// so many nodes, and every replica follows its master.
func (c *Cluster) AwaitOK(nodes int) {
	c.t.Helper()
	ctx := context.Background()
	for _, n := range c.running() {
		Eventually(c.t, 30*time.Second, "cluster works", func() error {
			_, err := c.call(n, func(cl *goredis.Client) (string, error) {
				info, err := cl.ClusterInfo(ctx).Result()
				if err != nil {
					return "", err
				}
				if !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, fmt.Sprintf("cluster_known_nodes:%d", nodes)) {
					return "", errors.New(info)
				}
				repl, err := cl.Info(ctx, "replication").Result()
				if err == nil && strings.Contains(repl, "role:slave") && !strings.Contains(repl, "master_link_status:up") {
					err = errors.New("a replica does not follow yet")
				}
				return "", err
			})
			return err
		})
	}
}

func (c *Cluster) running() []*Server {
	var up []*Server
	for _, n := range c.Nodes {
		n.mu.Lock()
		if n.cmd != nil {
			up = append(up, n)
		}
		n.mu.Unlock()
	}
	return up
}

// URL gives the address as configuration takes it.
func (c *Cluster) URL() string {
	var hosts []string
	for _, n := range c.Nodes {
		hosts = append(hosts, n.Addr())
	}
	return "redis+cluster://" + strings.Join(hosts, ",")
}

// Master gives the server that holds a key now.
func (c *Cluster) Master(key string) *Server {
	c.t.Helper()
	ctx := context.Background()
	for _, n := range c.running() {
		_, err := c.call(n, func(cl *goredis.Client) (string, error) { return cl.Get(ctx, key).Result() })
		if err == nil || errors.Is(err, goredis.Nil) {
			role, err := c.call(n, func(cl *goredis.Client) (string, error) { return cl.Info(ctx, "replication").Result() })
			if err == nil && strings.Contains(role, "role:master") {
				return n
			}
		}
	}
	c.t.Fatalf("no server holds %s", key)
	return nil
}

// FailOver kills the master that holds a key and waits until its replica has
// taken over. It gives the server that was killed.
func (c *Cluster) FailOver(key string) *Server {
	c.t.Helper()
	dead := c.Master(key)
	dead.Kill()
	Eventually(c.t, 30*time.Second, "replica takes over", func() error {
		for _, n := range c.running() {
			_, err := c.call(n, func(cl *goredis.Client) (string, error) { return c.mastersUp(cl) })
			if err != nil {
				return err
			}
		}
		return nil
	})
	return dead
}

// mastersUp gives an error unless a node finds that the cluster works and that
// every master of slots is up.
func (c *Cluster) mastersUp(cl *goredis.Client) (string, error) {
	ctx := context.Background()
	info, err := cl.ClusterInfo(ctx).Result()
	if err != nil {
		return "", err
	}
	if !strings.Contains(info, "cluster_state:ok") {
		return "", errors.New("the cluster is down")
	}
	shards, err := cl.ClusterShards(ctx).Result()
	if err != nil {
		return "", err
	}
	for _, shard := range shards {
		for _, master := range shard.Nodes {
			if master.Role != "master" || len(shard.Slots) == 0 {
				continue
			}
			for _, n := range c.Nodes {
				n.mu.Lock()
				down := n.cmd == nil
				n.mu.Unlock()
				if down && master.Port == int64(n.Port) && master.Health == "online" {
					return "", fmt.Errorf("%s is dead and still a master", n.Addr())
				}
			}
		}
	}
	return "", nil
}
