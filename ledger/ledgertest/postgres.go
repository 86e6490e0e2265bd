package ledgertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNoPostgres is returned if no PostgreSQL is installed.
var ErrNoPostgres = errors.New("no PostgreSQL found: install it (its initdb in /usr/lib/postgresql/*/bin or on the PATH)")

// Postgres is a real PostgreSQL of a test's own: data in a scratch folder, a
// Unix socket there, no TCP port, fsync on. It can be taken down and brought
// back while others use it.
type Postgres struct {
	bin      string
	dir      string // holds data/ and the socket
	settings []string
	cred     *syscall.Credential // nil to run as oneself

	mu        sync.Mutex
	server    *exec.Cmd
	exited    chan struct{}
	log       *bytes.Buffer
	databases int
}

// StartPostgres starts a PostgreSQL that is stopped when the test ends.
// Settings are like "fsync=off". Where none is installed the test is skipped,
// or fails if EARSHOT_TEST_REQUIRE=1.
func StartPostgres(t testing.TB, settings ...string) *Postgres {
	t.Helper()
	p, err := StartPostgresMain(settings...)
	if err != nil {
		Missing(t, err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// Missing skips a test whose engine could not be had, or fails it if
// EARSHOT_TEST_REQUIRE=1 or if the engine is there but does not work.
func Missing(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, ErrNoPostgres) && os.Getenv("EARSHOT_TEST_REQUIRE") != "1" {
		t.Skipf("SKIPPED, NOT TESTED: %v", err)
	}
	t.Fatal(err)
}

// StartPostgresMain is StartPostgres for a TestMain. The caller closes it.
func StartPostgresMain(settings ...string) (*Postgres, error) {
	bin, err := findPostgres()
	if err != nil {
		return nil, err
	}
	// A Unix socket's path is at most about 100 bytes, so no t.TempDir.
	dir, err := os.MkdirTemp("", "earshot-pg")
	if err != nil {
		return nil, err
	}
	p := &Postgres{bin: bin, dir: dir, settings: settings}
	if err := p.init(); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	if err := p.Start(); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return p, nil
}

// findPostgres gives the folder of the newest installed PostgreSQL's programs.
func findPostgres() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", ErrNoPostgres
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return "", ErrNoPostgres
	}
	return filepath.Dir(path), nil
}

func version(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	return n
}

// init makes the data folder. PostgreSQL refuses to run as root, so root runs
// it as the user that its package made.
func (p *Postgres) init() error {
	if os.Geteuid() == 0 {
		if err := p.giveUpRoot(); err != nil {
			return err
		}
	}
	cmd := exec.Command(filepath.Join(p.bin, "initdb"), "-D", p.data(), "-U", "earshot", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	p.prepare(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (p *Postgres) giveUpRoot() error {
	u, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("%w: running as root and there is no user postgres", ErrNoPostgres)
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	p.cred = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(p.dir, int(uid), int(gid))
}

// prepare makes cmd run as p's user, from a folder that user may enter, and not
// outlive this process.
func (p *Postgres) prepare(cmd *exec.Cmd) {
	cmd.Dir = p.dir
	cmd.SysProcAttr = childAttr()
	cmd.SysProcAttr.Credential = p.cred
}

func (p *Postgres) data() string { return filepath.Join(p.dir, "data") }

// URL gives the address of the database "postgres".
func (p *Postgres) URL() string { return p.url("postgres") }

func (p *Postgres) url(database string) string {
	return "postgres://earshot@/" + database + "?host=" + url.QueryEscape(p.dir)
}

// NewDatabase makes an empty database and gives its address.
func (p *Postgres) NewDatabase(t testing.TB) string {
	t.Helper()
	p.mu.Lock()
	p.databases++
	name := fmt.Sprintf("test%d", p.databases)
	p.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, p.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return p.url(name)
}

// Start brings the server up and returns when it answers.
func (p *Postgres) Start() error {
	deadline := time.Now().Add(time.Minute)
	for {
		err := p.startOnce(deadline)
		if err == nil || time.Now().After(deadline) {
			return err
		}
		// After Kill the last of the old server's children may still be
		// going; a new server refuses to start beside them.
		time.Sleep(50 * time.Millisecond)
	}
}

func (p *Postgres) startOnce(deadline time.Time) error {
	p.mu.Lock()
	if p.server != nil {
		p.mu.Unlock()
		return errors.New("the PostgreSQL server is running")
	}
	args := []string{"-D", p.data(), "-c", "listen_addresses=", "-c", "unix_socket_directories=" + p.dir,
		"-c", "max_connections=200", "-c", "shared_buffers=128MB"}
	for _, s := range p.settings {
		args = append(args, "-c", s)
	}
	cmd := exec.Command(filepath.Join(p.bin, "postgres"), args...)
	p.prepare(cmd)
	log := &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = log, log
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		p.mu.Unlock()
		return fmt.Errorf("postgres: %w", err)
	}
	exited := make(chan struct{})
	p.server, p.exited, p.log = cmd, exited, log
	p.mu.Unlock()
	go func() {
		cmd.Wait()
		close(exited)
	}()
	return p.await(deadline, exited)
}

// await waits until the server answers or ends.
func (p *Postgres) await(deadline time.Time, exited <-chan struct{}) error {
	for {
		ctx, cancel := context.WithDeadline(context.Background(), deadline)
		conn, err := pgx.Connect(ctx, p.URL())
		if err == nil {
			conn.Close(ctx)
			cancel()
			return nil
		}
		cancel()
		select {
		case <-exited:
			p.mu.Lock()
			log := p.log.String()
			p.server = nil
			p.mu.Unlock()
			return fmt.Errorf("postgres ended at its start:\n%s", log)
		case <-time.After(20 * time.Millisecond):
			if time.Now().After(deadline) {
				p.Kill()
				return fmt.Errorf("postgres does not answer: %w", err)
			}
		}
	}
}

// Stop shuts the server down in its fast mode: it breaks off transactions and
// writes a checkpoint. It returns when the server has ended.
func (p *Postgres) Stop() error { return p.end(syscall.SIGINT) }

// Kill ends the server as a crash would; what was not on disk is gone.
func (p *Postgres) Kill() error { return p.end(syscall.SIGKILL) }

func (p *Postgres) end(sig syscall.Signal) error {
	p.mu.Lock()
	server, exited := p.server, p.exited
	p.server = nil
	p.mu.Unlock()
	if server == nil {
		return nil
	}
	if err := server.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-exited:
		return nil
	case <-time.After(time.Minute):
		server.Process.Kill()
		<-exited
		return fmt.Errorf("postgres did not end on %v and was killed", sig)
	}
}

// Close stops the server and removes its folder.
func (p *Postgres) Close() error {
	return errors.Join(p.end(syscall.SIGQUIT), os.RemoveAll(p.dir))
}
