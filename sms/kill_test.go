package sms_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/ledger/postgres"
	"earshot/ledger/sqlite"
	"earshot/sms"
)

// childDatabase and childGateway make the test binary a sender that sends until
// it is killed.
const (
	childDatabase = "EARSHOT_TEST_SENDER_DATABASE"
	childGateway  = "EARSHOT_TEST_SENDER_GATEWAY"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childDatabase); path != "" {
		fmt.Fprintln(os.Stderr, sendForever(path, os.Getenv(childGateway)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// openLedger opens PostgreSQL by its address, SQLite by a path.
func openLedger(ctx context.Context, path string) (ledger.Store, error) {
	if strings.HasPrefix(path, "postgres:") {
		return postgres.Open(ctx, path)
	}
	return sqlite.Open(ctx, path)
}

func sendForever(path, gateway string) error {
	store, err := openLedger(context.Background(), path)
	if err != nil {
		return err
	}
	s, err := newSender(store, gateway, 300*time.Millisecond, time.Now)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for {
		if _, err := s.Round(context.Background()); err != nil {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

const anyTimeRules = `{"default": {"delay_hours": 0, "quiet_from": "00:00", "quiet_to": "00:00", "every_days": 30, "expire_days": 14, "per_second": 0}}`

func newSender(store ledger.Store, gateway string, grace time.Duration, now func() time.Time) (*sms.Sender, error) {
	rules, err := sms.ParseRules(strings.NewReader(anyTimeRules))
	if err != nil {
		return nil, err
	}
	wording, err := sms.StandardWordings()
	if err != nil {
		return nil, err
	}
	dir, err := testPlaces()
	if err != nil {
		return nil, err
	}
	outbox, err := newOutbox(store)
	if err != nil {
		return nil, err
	}
	far, err := sms.NewTwilioGateway(sms.TwilioAPI{Account: "AC1", Token: "token", From: "+447700900999", PublicURL: "https://earshot.example.org",
		Base: gateway, HTTP: &http.Client{Timeout: 200 * time.Millisecond, Transport: &http.Transport{DisableKeepAlives: true}}})
	if err != nil {
		return nil, err
	}
	return sms.NewSender(sms.SenderOptions{Outbox: quick{outbox}, Gateway: far, Places: func() *feedback.Directory { return dir }, Rules: rules,
		Wording: wording, Now: now, Grace: grace}), nil
}

// quick is an outbox in which nothing waits long to be tried again.
type quick struct{ *collector.Outbox }

func (q quick) Settle(ctx context.Context, s feedback.Settlement) error {
	if s.Status == feedback.Queued {
		s.DueAt = time.Now().Add(50 * time.Millisecond)
	}
	return q.Outbox.Settle(ctx, s)
}

func newOutbox(store ledger.Store) (*collector.Outbox, error) {
	sealer, err := ledger.NewSealer("a secret key for tests, long enough")
	return collector.NewOutbox(store, sealer), err
}

func testPlaces() (*feedback.Directory, error) {
	return feedback.NewDirectory([]feedback.Place{
		{ID: "zz", Level: feedback.Provider, Name: "Invented Trust", Code: "ZZA", From: feedback.NoDay, To: feedback.NoDay},
		{ID: "ash", Level: feedback.Ward, Name: "Ash Ward", PublicCode: "ASH", Parent: "zz", From: feedback.NoDay, To: feedback.NoDay},
	}, nil)
}

func queue(t *testing.T, outbox *collector.Outbox, people int) {
	t.Helper()
	var list []feedback.Invitation
	for i := range people {
		list = append(list, feedback.Invitation{Owner: "file", Reference: fmt.Sprint("visit ", i), Phone: number(i), Place: "ash", Provider: "zz",
			EventAt: time.Now().Add(-time.Hour), DueAt: time.Now().Add(-time.Minute), ExpiresAt: time.Now().Add(24 * time.Hour)})
	}
	for range 2 { // asked for twice, queued once
		if _, err := outbox.Add(t.Context(), list); err != nil {
			t.Fatal(err)
		}
	}
}

func number(i int) feedback.Phone { return feedback.Phone(fmt.Sprintf("+4477009%05d", i)) }

// TestKilledSender ends with everybody having got one text, on both engines.
func TestKilledSender(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { killSenders(t, filepath.Join(t.TempDir(), "ledger.db"), 150) })
	t.Run("postgres", func(t *testing.T) { killSenders(t, ledgertest.StartPostgres(t).NewDatabase(t), 60) })
}

// killSenders kills the sender 50 times, wherever it happens to be, before a
// gateway that takes texts and does not say so, loses connections, breaks and
// dawdles.
func killSenders(t *testing.T, path string, people int) {
	const kills = 50
	far := newFakeTwilio(t)
	far.mood = moods(2026)
	store, err := openLedger(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	outbox, err := newOutbox(store)
	if err != nil {
		t.Fatal(err)
	}
	queue(t, outbox, people)
	midway := 0
	for kill := range kills {
		before := far.total()
		child, wait := startSender(t, path, far.URL)
		// The moment of death is what is tested: any, or that of a text.
		time.Sleep(time.Duration(5+rand.IntN(40)) * time.Millisecond)
		for wait := 0; kill%2 == 0 && far.total() == before && far.total() < people*2/3 && wait < 1000; wait++ {
			time.Sleep(time.Millisecond)
		}
		child.Process.Kill()
		wait()
		if far.total() > before {
			midway++
		}
	}
	t.Logf("%d kills, %d of them after the process had got texts through; %d texts were taken by then", kills, midway, far.total())
	if midway < kills/5 {
		t.Errorf("only %d of %d kills hit a process at work: the test proves little", midway, kills)
	}
	child, wait := startSender(t, path, far.URL)
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		due, err1 := store.DueInvitations(t.Context(), time.Now().Add(time.Hour), 1)
		open, err2 := store.UnsettledInvitations(t.Context(), time.Now().Add(time.Hour), 1)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if len(due)+len(open) == 0 || time.Now().After(deadline) {
			break
		}
	}
	child.Process.Kill()
	wait()
	for i := range people {
		if n := far.count(number(i).Reveal()); n != 1 {
			t.Errorf("person %d got %d texts", i, n)
		}
	}
}

func (f *fakeTwilio) total() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.bodies)
}

// startSender starts a child and returns when it is about to send.
func startSender(t *testing.T, path, gateway string) (*exec.Cmd, func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDatabase+"="+path, childGateway+"="+gateway)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("the sender did not start: %q, %v", line, err)
	}
	return cmd, func() { cmd.Wait() }
}
