package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/redis"
)

// asProgram makes the test binary behave as earshot itself, so that tests can
// start, kill and restart real processes of the code under test.
const asProgram = "EARSHOT_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// program is an installation under test: a database, a Redis, and a server
// process that may be killed and started again.
type program struct {
	t        *testing.T
	database string
	redis    string
	addr     string
	admin    string
	token    string
	http     *http.Client
	cmd      *exec.Cmd
	exited   chan struct{}
	log      bytes.Buffer
	settings []string // NAME=VALUE, beside those that every installation has
}

// testPlaces is the directory of the installations under test; two providers
// fall into different partitions.
const testPlaces = "icb,provider,site,ward,area,area_name,public_code\n" +
	"ZZ1,ZZA,ZZA01,Ash,E06999901,Northmere,ASH\nZZ1,ZZA,ZZA01,Elm,E06999901,Northmere,ELM\nZZ1,ZZB,ZZB01,Oak,E06999902,Vale,OAK\n"

// install sets up a database with places and a partner's key.
func install(t *testing.T, database, redisURL string) *program {
	t.Helper()
	p := installPlaces(t, database, redisURL, testPlaces)
	p.token = strings.TrimSpace(p.run("keys", "create", "--name", "loader", "--place", "ZZA", "--place", "ZZB"))
	return p
}

// installPlaces sets up a database with places and some settings.
func installPlaces(t *testing.T, database, redisURL, places string, settings ...string) *program {
	t.Helper()
	p := &program{t: t, settings: settings, database: database, redis: redisURL, addr: freeAddr(t), admin: freeAddr(t),
		http: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	p.run("places", "import", p.file("places.csv", places))
	t.Cleanup(func() {
		if p.cmd != nil {
			p.kill()
		}
		if t.Failed() {
			t.Logf("the server's log:\n%s", p.log.String())
		}
	})
	return p
}

func freeAddr(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

func (p *program) file(name, content string) string {
	path := p.t.TempDir() + "/" + name
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

func (p *program) env() []string {
	env := append(os.Environ(), asProgram+"=1", "EARSHOT_DATABASE="+p.database, "EARSHOT_REDIS="+p.redis, "EARSHOT_ADDR="+p.addr,
		"EARSHOT_ADMIN_ADDR="+p.admin, "EARSHOT_PUBLIC_URL=http://"+p.addr, "EARSHOT_SECRET_KEY=a secret key for tests, long enough",
		"EARSHOT_TWILIO_ACCOUNT_SID="+testAccount, "EARSHOT_TWILIO_AUTH_TOKEN="+testTwilioToken, "EARSHOT_SMS_PLACE=ASH")
	return append(env, p.settings...)
}

const testAccount = "ACtttttttttttttttttttttttttttttttt"

// run runs one command of the program to its end and gives what it printed.
func (p *program) run(args ...string) string {
	p.t.Helper()
	out, code := p.try(args...)
	if code != exitOK {
		p.t.Fatalf("earshot %s: exit %d\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

func (p *program) try(args ...string) (stdout string, code int) {
	p.t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = p.env()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if _, ok := err.(*exec.ExitError); err != nil && !ok {
		p.t.Fatal(err)
	}
	if cmd.ProcessState.ExitCode() != exitOK {
		out.WriteString(errs.String())
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

// start starts the server and waits until it is ready.
func (p *program) start() {
	p.t.Helper()
	p.cmd = exec.Command(os.Args[0], "serve")
	p.cmd.Env = p.env()
	p.cmd.Stdout, p.cmd.Stderr = &p.log, &p.log
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.exited = make(chan struct{})
	go func(cmd *exec.Cmd, exited chan struct{}) { cmd.Wait(); close(exited) }(p.cmd, p.exited)
	p.await("the server to be ready", 30*time.Second, func() bool {
		res, err := p.http.Get("http://" + p.admin + "/readyz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
}

// kill ends the server as a power cut would.
func (p *program) kill() {
	p.cmd.Process.Signal(syscall.SIGKILL)
	<-p.exited
	p.cmd = nil
	p.http.CloseIdleConnections()
}

// stop ends the server gracefully.
func (p *program) stop() {
	p.t.Helper()
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(40 * time.Second):
		p.t.Fatal("the server did not stop")
	}
	p.cmd = nil
}

func (p *program) await(what string, most time.Duration, ok func() bool) {
	p.t.Helper()
	for end := time.Now().Add(most); !ok(); {
		if time.Now().After(end) {
			p.t.Fatalf("waited %s in vain for %s", most, what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// sent is one answer that a loader gave the server.
type sent struct {
	rating   int
	comments int
	acked    bool
}

// load is a number of partners that send answers all the time and note what was
// acknowledged.
type load struct {
	p       *program
	stop    chan struct{}
	wg      sync.WaitGroup
	serial  atomic.Int64
	acks    atomic.Int64
	refused atomic.Int64 // answered 503

	mu        sync.Mutex
	answers   map[string]*sent
	surprises []string
}

func newLoad(p *program) *load { return &load{p: p, answers: make(map[string]*sent)} }

// begin starts n senders.
func (l *load) begin(n int) {
	l.stop = make(chan struct{})
	for i := range n {
		l.wg.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(i), uint64(l.serial.Load())))
			for {
				select {
				case <-l.stop:
					return
				default:
				}
				if i%3 == 0 {
					l.send(rng, 1+rng.IntN(20), "application/x-ndjson")
				} else {
					l.send(rng, 1, "application/json")
				}
			}
		})
	}
}

// end stops the senders and waits for them.
func (l *load) end() {
	close(l.stop)
	l.wg.Wait()
}

// send posts n answers and notes which were acknowledged. Some repeat an
// earlier id, as retries do.
func (l *load) send(rng *rand.Rand, n int, contentType string) {
	var body bytes.Buffer
	ids := make([]string, n)
	codes := []string{"ASH", "ELM", "OAK", "ZZA01"}
	for i := range ids {
		s := &sent{rating: 1 + rng.IntN(6), comments: rng.IntN(2)}
		ids[i] = fmt.Sprintf("a%d", l.serial.Add(1))
		answer := map[string]any{"id": ids[i], "place": codes[rng.IntN(len(codes))], "rating": s.rating}
		if s.comments == 1 {
			answer["comment"] = "The ward was cold but everyone was kind"
		}
		if rng.IntN(4) == 0 {
			answer["answered_at"] = time.Now().AddDate(0, 0, -rng.IntN(100)).Format(time.RFC3339)
		}
		l.mu.Lock()
		l.answers[ids[i]] = s
		l.mu.Unlock()
		json.NewEncoder(&body).Encode(answer)
	}
	copied := body.Bytes()
	for range 1 + rng.IntN(2) { // half of all requests are sent twice
		l.post(bytes.NewReader(copied), contentType, ids)
	}
}

func (l *load) post(body io.Reader, contentType string, ids []string) {
	req, _ := http.NewRequest(http.MethodPost, "http://"+l.p.addr+"/v1/responses", body)
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Accept", contentType)
	req.Header.Set("Authorization", "Bearer "+l.p.token)
	res, err := l.p.http.Do(req)
	if err != nil {
		return // the server is down or was killed: nothing was acknowledged
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusServiceUnavailable:
		l.refused.Add(1)
		if res.Header.Get("Retry-After") == "" {
			l.surprise("503 without Retry-After")
		}
		return
	case http.StatusOK, http.StatusCreated:
	default:
		b, _ := io.ReadAll(io.LimitReader(res.Body, 500))
		l.surprise(fmt.Sprintf("status %d: %s", res.StatusCode, b))
		return
	}
	dec := json.NewDecoder(res.Body)
	for i := 0; i < len(ids); i++ {
		var line struct{ Status string }
		if err := dec.Decode(&line); err != nil {
			return // cut off: the rest was not acknowledged
		}
		if line.Status == "created" || line.Status == "duplicate" {
			l.mu.Lock()
			if !l.answers[ids[i]].acked {
				l.answers[ids[i]].acked = true
				l.acks.Add(1)
			}
			l.mu.Unlock()
		}
	}
}

func (l *load) surprise(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.surprises) < 10 {
		l.surprises = append(l.surprises, s)
	}
}

// check proves what the load was promised: every acknowledged answer is in the
// ledger once and whole, the ledger is sound, and every card equals the fold.
func (l *load) check(within time.Duration) {
	t := l.p.t
	t.Helper()
	ctx := context.Background()
	for _, s := range l.surprises {
		t.Errorf("unexpected answer: %s", s)
	}
	store, err := openStore(ctx, l.p.database)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	found := make(map[string]int)
	for part := range ledger.Partitions {
		a, err := store.Audit(ctx, ledger.Partition(part), nil)
		if err != nil || a.Fault != "" {
			t.Errorf("audit of partition %d: %q, %v", part, a.Fault, err)
		}
		for after := ledger.Seq(0); ; {
			entries, err := store.Read(ctx, ledger.Partition(part), after, ledger.ReadOptions{Limit: 5000})
			if err != nil {
				t.Fatal(err)
			}
			if len(entries) == 0 {
				break
			}
			for _, e := range entries {
				after = e.ID.Seq
				found[e.SourceID]++
				if s := l.answers[e.SourceID]; s == nil || int(e.Plus.Rating) != s.rating || len(e.Plus.Comments) != s.comments {
					t.Errorf("entry %s does not hold what was sent as %s", e.ID, e.SourceID)
				}
			}
		}
	}
	lost, twice := 0, 0
	for id, s := range l.answers {
		if s.acked && found[id] == 0 {
			lost++
		}
		if found[id] > 1 {
			twice++
		}
	}
	if lost > 0 || twice > 0 {
		t.Errorf("of %d acknowledged answers %d are lost and %d counted twice", l.acks.Load(), lost, twice)
	}
	l.cardsEqual(ctx, store, within)
	t.Logf("%d answers acknowledged, %d in the ledger, %d requests answered 503", l.acks.Load(), len(found), l.refused.Load())
}

// cardsEqual waits until every card equals the fold.
func (l *load) cardsEqual(ctx context.Context, store ledger.Store, within time.Duration) {
	t := l.p.t
	t.Helper()
	board, err := redis.Open(ctx, l.p.redis)
	if err != nil {
		t.Fatal(err)
	}
	defer board.Close()
	report, err := scorecard.Verify(ctx, store, board, scorecard.VerifyOptions{Wait: within})
	if err != nil {
		t.Fatalf("compare cards with the fold: %v", err)
	}
	if !report.OK() {
		t.Errorf("%d of %d sums differ from the fold, first %v", report.Different, report.Keys, report.Differences[0])
	}
	if report.Keys == 0 && l.acks.Load() > 0 {
		t.Error("no sums were compared")
	}
}
