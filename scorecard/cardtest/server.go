package cardtest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// Server is a real redis-server on the loopback, with a folder of its own, that
// a test may ill-treat. It is stopped when the test ends.
type Server struct {
	Port int

	t      testing.TB
	args   []string
	dir    string
	config string // the file a Sentinel runs from
	mu     sync.Mutex
	cmd    *exec.Cmd // nil while stopped
	done   chan struct{}
	log    bytes.Buffer
}

// NeedRedis skips the test, loudly, if there is no redis-server to start; with
// EARSHOT_TEST_REQUIRE=1 that is fatal.
func NeedRedis(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err == nil {
		return
	}
	if os.Getenv("EARSHOT_TEST_REQUIRE") == "1" {
		t.Fatal("redis-server is not installed, and EARSHOT_TEST_REQUIRE=1")
	}
	t.Skip("SKIPPED: redis-server is not installed; install Redis 7 to run this test")
}

// StartRedis starts a Redis without persistence, unless args say otherwise, and
// waits until it answers.
func StartRedis(t testing.TB, args ...string) *Server {
	t.Helper()
	s := newServer(t, args...)
	s.Start()
	return s
}

func newServer(t testing.TB, args ...string) *Server {
	t.Helper()
	NeedRedis(t)
	s := &Server{t: t, Port: freePort(t), args: args, dir: t.TempDir()}
	t.Cleanup(s.Kill)
	return s
}

// freePort gives a port that was free a moment ago, low enough for a cluster's
// bus to be 10,000 above it.
func freePort(t testing.TB) int {
	t.Helper()
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		port := l.Addr().(*net.TCPAddr).Port
		l.Close()
		if port > 55_000 {
			port -= 20_000
		}
		if bothFree(port) {
			return port
		}
	}
	t.Fatal("no free port")
	return 0
}

func bothFree(port int) bool {
	for _, p := range []int{port, port + 10_000} {
		l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(p))
		if err != nil {
			return false
		}
		l.Close()
	}
	return true
}

// Start starts the server, if it is stopped, and waits until it answers.
func (s *Server) Start() {
	s.t.Helper()
	s.mu.Lock()
	if s.cmd != nil {
		s.mu.Unlock()
		return
	}
	cmd := exec.Command("redis-server", s.commandLine()...)
	cmd.Stdout, cmd.Stderr = &s.log, &s.log
	if err := cmd.Start(); err != nil {
		s.mu.Unlock()
		s.t.Fatalf("start redis-server: %v", err)
	}
	done := make(chan struct{})
	s.cmd, s.done = cmd, done
	s.mu.Unlock()
	go func() {
		_ = cmd.Wait() // it is always killed, so it always says so
		close(done)
	}()
	s.await()
}

func (s *Server) commandLine() []string {
	if s.config != "" { // a Sentinel: it keeps what it learns in its configuration
		return []string{s.config, "--sentinel"}
	}
	return append([]string{"--port", strconv.Itoa(s.Port), "--bind", "127.0.0.1", "--dir", s.dir, "--save", "", "--daemonize", "no"}, s.args...)
}

// await waits until the server answers.
func (s *Server) await() {
	s.t.Helper()
	c := s.Client()
	defer c.Close()
	Eventually(s.t, 20*time.Second, "redis-server answers on port "+strconv.Itoa(s.Port), func() error {
		select {
		case <-s.done:
			return fmt.Errorf("it ended: %s", s.log.String())
		default:
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		return c.Ping(ctx).Err()
	})
}

// Kill ends the server at once, as when a machine dies, and waits for its end.
func (s *Server) Kill() {
	s.mu.Lock()
	cmd, done := s.cmd, s.done
	s.cmd = nil
	s.mu.Unlock()
	if cmd == nil {
		return
	}
	_ = cmd.Process.Signal(syscall.SIGCONT)
	_ = cmd.Process.Kill()
	<-done
}

// Restart kills the server and starts it again.
func (s *Server) Restart() {
	s.t.Helper()
	s.Kill()
	s.Start()
}

// Pause stops the server's clock, as when a machine hangs; Resume lets it go on.
func (s *Server) Pause() { s.signal(syscall.SIGSTOP) }

// Resume lets a paused server go on.
func (s *Server) Resume() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(sig syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd != nil {
		if err := s.cmd.Process.Signal(sig); err != nil {
			s.t.Errorf("signal redis-server: %v", err)
		}
	}
}

// Addr gives host and port.
func (s *Server) Addr() string { return "127.0.0.1:" + strconv.Itoa(s.Port) }

// URL gives the address as configuration takes it.
func (s *Server) URL() string { return "redis://" + s.Addr() }

// Client gives a client of this very server.
func (s *Server) Client() *goredis.Client {
	return goredis.NewClient(&goredis.Options{Addr: s.Addr(), DialTimeout: time.Second, ReadTimeout: 5 * time.Second, MaxRetries: -1})
}

// FlushAll empties the server.
func (s *Server) FlushAll() {
	s.t.Helper()
	c := s.Client()
	defer c.Close()
	if err := c.FlushAll(context.Background()).Err(); err != nil {
		s.t.Fatalf("flush: %v", err)
	}
}

// Eventually waits until try gives nil, and fails the test if it does not
// within the time given.
func Eventually(t testing.TB, within time.Duration, what string, try func() error) {
	t.Helper()
	deadline := time.Now().Add(within)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within %v: %v", what, within, err)
		}
		<-tick.C
	}
}
