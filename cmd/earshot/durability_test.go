package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"earshot/ledger/ledgertest"
	"earshot/scorecard/cardtest"
)

// kills is how often the server is killed on each engine.
const kills = 30

func TestKillLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: kills real processes; run without -short")
	}
	for _, engine := range []struct {
		name     string
		database func(t *testing.T) string
	}{
		{"sqlite", func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "earshot.db") }},
		{"postgres", func(t *testing.T) string { return ledgertest.StartPostgres(t).NewDatabase(t) }},
	} {
		t.Run(engine.name, func(t *testing.T) {
			p := install(t, engine.database(t), cardtest.StartRedis(t).URL())
			l := newLoad(p)
			rng := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
			for round := range kills {
				p.start()
				before := l.acks.Load()
				l.begin(12)
				p.await(fmt.Sprintf("answers to be taken in round %d", round), 20*time.Second, func() bool { return l.acks.Load() > before })
				time.Sleep(time.Duration(rng.IntN(120)) * time.Millisecond) // the random moment itself
				p.kill()
				l.end()
			}
			p.start()
			l.check(5 * time.Second)
			p.stop()
		})
	}
}

func TestPostgresDownAndUp(t *testing.T) {
	pg := ledgertest.StartPostgres(t)
	p := install(t, pg.NewDatabase(t), cardtest.StartRedis(t).URL())
	p.start()
	l := newLoad(p)
	l.begin(8)
	p.await("answers to be taken", 20*time.Second, func() bool { return l.acks.Load() > 50 })
	if err := pg.Stop(); err != nil {
		t.Fatal(err)
	}
	p.await("answers to be refused with 503", 20*time.Second, func() bool { return l.refused.Load() > 20 })
	if err := pg.Start(); err != nil {
		t.Fatal(err)
	}
	again := l.acks.Load()
	p.await("answers to be taken again", 30*time.Second, func() bool { return l.acks.Load() > again+50 })
	if err := pg.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := pg.Start(); err != nil {
		t.Fatal(err)
	}
	again = l.acks.Load()
	p.await("answers to be taken after a crash", 60*time.Second, func() bool { return l.acks.Load() > again+50 })
	l.end()
	l.check(5 * time.Second)
}

func TestRedisLostMidLoad(t *testing.T) {
	server := cardtest.StartRedis(t)
	p := install(t, "sqlite:"+filepath.Join(t.TempDir(), "earshot.db"), server.URL())
	p.start()
	l := newLoad(p)
	l.begin(6)
	for range 3 {
		more := l.acks.Load() + 100
		p.await("answers to be taken", 20*time.Second, func() bool { return l.acks.Load() > more })
		server.FlushAll()
		more = l.acks.Load() + 100
		p.await("answers to be taken without cards", 20*time.Second, func() bool { return l.acks.Load() > more })
		server.Restart() // empty: nothing is saved
	}
	l.end()
	l.check(5 * time.Second)
}

// TestDiskFull fills the file system under a SQLite ledger.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: a small file system cannot be mounted here, which needs root: %v %s", err, out)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", dir).Run() })
	p := install(t, "sqlite:"+filepath.Join(dir, "earshot.db"), cardtest.StartRedis(t).URL())
	p.start()
	l := newLoad(p)
	l.begin(6)
	p.await("answers to be taken", 20*time.Second, func() bool { return l.acks.Load() > 20 })
	ballast := filepath.Join(dir, "ballast")
	fill(t, ballast)
	p.await("answers to be refused with 503", 60*time.Second, func() bool { return l.refused.Load() > 20 })
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	again := l.acks.Load()
	p.await("answers to be taken again", 30*time.Second, func() bool { return l.acks.Load() > again })
	l.end()
	l.check(5 * time.Second)
}

// fill writes until the file system is full.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := bytes.Repeat([]byte{1}, 64<<10)
	for {
		if _, err := f.Write(block); err != nil {
			return
		}
	}
}

func TestSecondSignalStopsAtOnce(t *testing.T) {
	p := install(t, "sqlite:"+filepath.Join(t.TempDir(), "earshot.db"), "embedded")
	p.start()
	// A request that never ends keeps a graceful stop waiting.
	slow, err := http.NewRequest(http.MethodPost, "http://"+p.addr+"/v1/responses", &endless{})
	if err != nil {
		t.Fatal(err)
	}
	slow.Header.Set("Authorization", "Bearer "+p.token)
	slow.Header.Set("Content-Type", "application/x-ndjson")
	go p.http.Do(slow)
	p.await("the slow request to be under way", 10*time.Second, func() bool {
		res, err := p.http.Get("http://" + p.admin + "/metrics")
		if err != nil {
			return false
		}
		defer res.Body.Close()
		var b bytes.Buffer
		b.ReadFrom(res.Body)
		return strings.Contains(b.String(), "earshot_http_requests_in_flight 1")
	})
	p.cmd.Process.Signal(os.Interrupt)
	p.await("the stop to begin", 10*time.Second, func() bool {
		_, err := p.http.Get("http://" + p.addr + "/")
		return err != nil
	})
	began := time.Now()
	p.cmd.Process.Signal(os.Interrupt)
	<-p.exited
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the second signal took %s", took)
	}
	if code := p.cmd.ProcessState.ExitCode(); code != exitFailed {
		t.Errorf("exit %d, want %d", code, exitFailed)
	}
	p.cmd = nil
}

// endless is a body that never ends and never says anything.
type endless struct{}

func (*endless) Read([]byte) (int, error) { select {} }
