package deliver_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"earshot/api"
	"earshot/api/deliver"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/sqlite"
	"earshot/scorecard/warning"
)

const secret feedback.Secret = "0123456789abcdef0123456789abcdef"

// post is a sender over a real database with a clock of its own.
type post struct {
	testing.TB
	store *sqlite.Store
	now   time.Time
	n     int
	mail  deliver.Mail
}

func newPost(t *testing.T) *post {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "l.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return &post{TB: t, store: store, now: time.Date(2026, 1, 20, 13, 10, 0, 0, time.UTC)}
}

func (p *post) sender(private bool) *deliver.Sender {
	p.Helper()
	place := func(id string, l feedback.Level, parent string) feedback.Place {
		return feedback.Place{ID: feedback.PlaceID(id), Level: l, Name: id, Code: feedback.OrgCode(strings.ToUpper(id)), PublicCode: feedback.PublicCode(strings.ToUpper("C" + id)),
			Parent: feedback.PlaceID(parent), From: feedback.NoDay, To: feedback.NoDay}
	}
	dir, err := feedback.NewDirectory([]feedback.Place{place("qa1", feedback.ICB, ""), place("ra1", feedback.Provider, "qa1"), place("rb1", feedback.Provider, "qa1")}, nil)
	if err != nil {
		p.Fatal(err)
	}
	return deliver.New(deliver.Options{Store: p.store, Directory: func() *feedback.Directory { return dir }, Base: "https://earshot.example", Secret: secret,
		Mail: p.mail, Client: deliver.NewClient(private), Now: func() time.Time { return p.now }, Log: slog.New(slog.DiscardHandler)})
}

func (p *post) subscribe(s ledger.Subscription) {
	p.Helper()
	s.CreatedAt = p.now
	if err := p.store.AddSubscription(p.Context(), s); err != nil {
		p.Fatal(err)
	}
}

// raise raises a warning at a provider.
func (p *post) raise(place feedback.PlaceID, urgent bool) int64 {
	p.Helper()
	p.n++
	b, err := json.Marshal(warning.Shown{Kind: warning.KindChange, Name: "Trust " + string(place), Label: "negative answers", Sentence: fmt.Sprintf("Sentence %d: à propos.", p.n)})
	if err != nil {
		p.Fatal(err)
	}
	events, err := p.store.Watch(p.Context(), nil, []ledger.Warning{{Key: fmt.Sprint(p.n), Place: place, Provider: place, Measure: "negative",
		Day: feedback.DayOf(p.now), At: p.now, Urgent: urgent, Shown: b}})
	if err != nil || len(events) != 1 {
		p.Fatal(err, events)
	}
	return events[0].Seq
}

func (p *post) look(s *deliver.Sender) {
	p.Helper()
	p.now = p.now.Add(3 * time.Second) // subscriptions are read anew
	if err := s.Look(p.Context()); err != nil {
		p.Fatal(err)
	}
}

func (p *post) state() ledger.Subscription {
	p.Helper()
	list, err := p.store.ListSubscriptions(p.Context())
	if err != nil {
		p.Fatal(err)
	}
	return list[0]
}

// TestWebhook: events come in order, signed, only those of the places asked for;
// a failing receiver is tried again later and later, and gets each of them.
func TestWebhook(t *testing.T) {
	p := newPost(t)
	var mu sync.Mutex
	var got []int64
	fail := 3
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		if want := deliver.Sign(deliver.WebhookSecret(secret, "s1"), r.Header.Get(deliver.HeaderTimestamp), body); r.Header.Get(deliver.HeaderSignature) != want {
			t.Errorf("signature %q", r.Header.Get(deliver.HeaderSignature))
		}
		if fail > 0 {
			fail--
			http.Redirect(w, r, "/elsewhere", http.StatusFound) // not followed: no success
			return
		}
		var e api.WarningEventJSON
		if err := json.Unmarshal(body, &e); err != nil || e.Warning == nil || fmt.Sprint(e.Cursor) != r.Header.Get(deliver.HeaderEvent) || e.Warning.URL == "" {
			t.Errorf("body %s: %v", body, err)
		}
		got = append(got, e.Cursor)
	}))
	defer srv.Close()
	p.subscribe(ledger.Subscription{ID: "s1", Kind: deliver.Webhook, Target: srv.URL + "/hook", Places: []feedback.PlaceID{"ra1"}})
	s := p.sender(true)
	first := p.raise("ra1", false)
	p.raise("rb1", true)
	third := p.raise("ra1", true)
	var waits []time.Duration
	for range 40 {
		p.look(s)
		x := p.state()
		if x.Cursor == third {
			break
		}
		if x.Attempts == 0 || x.Fault != "the receiver answered 302" || !x.Lease.IsZero() {
			t.Fatalf("after a failure: %+v", x)
		}
		waits = append(waits, x.NextAt.Sub(p.now))
		p.now = x.NextAt
	}
	if want := []int64{first, third}; !slices.Equal(got, want) {
		t.Errorf("taken %v, want %v", got, want)
	}
	if len(waits) != 3 || waits[2] < 4*time.Second || waits[0] > 2*time.Second {
		t.Errorf("waits %v; want three, doubling from two seconds, down to half by jitter", waits)
	}
	if x := p.state(); x.Attempts != 0 || x.Fault != "" {
		t.Errorf("after success: %+v", x)
	}
	// Another process goes on where this one was.
	next := p.raise("ra1", false)
	p.look(p.sender(true))
	p.look(s)
	if !slices.Equal(got, []int64{first, third, next}) {
		t.Errorf("taken %v; want the next once", got)
	}
}

// TestPrivateAddresses: by default no call goes to addresses inside one's own
// network, whatever a name leads to.
func TestPrivateAddresses(t *testing.T) {
	p := newPost(t)
	called := false
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
	defer srv.Close()
	p.subscribe(ledger.Subscription{ID: "s1", Kind: deliver.Webhook, Target: strings.Replace(srv.URL, "127.0.0.1", "localhost", 1)})
	p.raise("ra1", true)
	p.look(p.sender(false))
	if x := p.state(); called || x.Cursor != 0 || x.Fault != "the address is not a public one" {
		t.Errorf("called %v, %+v", called, x)
	}
	client := deliver.NewClient(false)
	for _, at := range []string{"10.0.0.1", "169.254.169.254", "[::1]", "[fd00::1]", "[::ffff:192.168.1.1]", "100.64.0.1", "0.0.0.0", "[64:ff9b::a00:1]", "[fe80::1]"} {
		if _, err := client.Get("https://" + at + ":9/"); err == nil || !strings.Contains(err.Error(), "not a public one") {
			t.Errorf("%s: %v", at, err)
		}
	}
	for target, ok := range map[string]bool{"https://a.example/x": true, "http://a.example": false, "https://u:p@a.example": false, "ftp://a": false, "https://": false} {
		if err := deliver.CheckTarget(target, false); (err == nil) != ok {
			t.Errorf("%s: %v", target, err)
		}
	}
}

// letterBox is a mail server that keeps what it is given.
type letterBox struct {
	mu      sync.Mutex
	letters []string
	down    bool
}

func (b *letterBox) taken() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.letters)
}

func (b *letterBox) setDown(down bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.down = down
}

func newLetterBox(t *testing.T) (*letterBox, string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	b := &letterBox{}
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go b.talk(conn)
		}
	}()
	return b, ln.Addr().String()
}

func (b *letterBox) talk(conn net.Conn) {
	defer conn.Close()
	say := func(s string) { fmt.Fprintf(conn, "%s\r\n", s) }
	say("220 box")
	in := bufio.NewScanner(conn)
	var letter strings.Builder
	data := false
	for in.Scan() {
		line := in.Text()
		switch {
		case data && line == ".":
			b.mu.Lock()
			b.letters = append(b.letters, letter.String())
			b.mu.Unlock()
			data = false
			say("250 taken")
		case data:
			letter.WriteString(strings.TrimPrefix(line, ".") + "\n")
		case strings.HasPrefix(line, "EHLO"):
			say("250 box")
		case strings.HasPrefix(line, "MAIL"):
			b.mu.Lock()
			down := b.down
			b.mu.Unlock()
			if down {
				say("451 not now, patient's words")
			} else {
				say("250 fine")
			}
		case line == "DATA":
			data = true
			letter.Reset()
			say("354 go on")
		case line == "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

// TestMail: what is urgent goes at once, at night too; the rest waits for the end
// of the hour and of the quiet hours, and comes in one message; nothing comes
// twice, and nothing is lost while the mail server is down.
func TestMail(t *testing.T) {
	p := newPost(t)
	box, addr := newLetterBox(t)
	p.mail = deliver.Mail{Addr: addr, From: "earshot@example.org", TLS: "none"}
	p.subscribe(ledger.Subscription{ID: "s1", Kind: deliver.Email, Target: "matron@example.org", QuietFrom: 20 * 60, QuietTo: 7 * 60})
	s := p.sender(true)
	count := func(what string, want int) {
		t.Helper()
		p.look(s)
		p.look(s)
		if n := len(box.taken()); n != want {
			t.Fatalf("%s: %d messages, want %d", what, n, want)
		}
	}
	p.raise("ra1", false)
	count("in the same hour", 0)
	p.raise("ra1", true)
	count("urgent", 1)
	p.raise("rb1", false)
	p.now = p.now.Add(time.Hour)
	count("after the hour", 2)
	p.now = time.Date(2026, 1, 20, 22, 30, 0, 0, time.UTC)
	p.raise("ra1", false)
	p.now = p.now.Add(time.Hour)
	count("at night", 2)
	box.setDown(true)
	urgent := p.raise("ra1", true)
	p.look(s)
	if x := p.state(); x.Fault == "" || strings.Contains(x.Fault, "words") || x.Delivery.Urgent >= urgent {
		t.Errorf("while the server is down: %+v", x)
	}
	box.setDown(false)
	p.now = p.now.Add(time.Minute)
	count("urgent at night", 3)
	p.now = time.Date(2026, 1, 21, 7, 5, 0, 0, time.UTC)
	count("in the morning", 4)
	letters := box.taken()
	for i, want := range []string{"Subject: Urgent: Negative answers: Trust ra1", "Subject: 2 warnings", "Subject: Urgent:", "Subject: Negative answers: Trust ra1"} {
		head, body, _ := strings.Cut(letters[i], "\n\n")
		plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
		if err != nil || !strings.Contains(head, want) || !strings.Contains(head, "To: <matron@example.org>") || !strings.Contains(string(plain), "à propos.") ||
			!strings.Contains(string(plain), "https://earshot.example/workspace/warnings/") {
			t.Errorf("message %d: %v\n%s\n\n%s", i, err, head, plain)
		}
	}
	if x := p.state(); x.Cursor != 5 || x.Attempts != 0 {
		t.Errorf("in the end: %+v", x)
	}
}
