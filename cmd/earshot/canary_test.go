package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/cardtest"
)

// canary is something that must never come out: what to plant, and how it is
// looked for.
type canary struct {
	kind, text string
	channel    string // where it was planted
	consent    bool   // planted in words that may be published once redacted
}

// nest makes canaries. No two are alike.
type nest struct {
	rng *rand.Rand
	all []canary

	words, numbers map[string]int // by how they are found; made when first looked for
}

const consonants = "bcdfghjklmnpqrstvwxz"

// word gives a word that no text holds.
func (n *nest) word(letters int) string {
	var b strings.Builder
	for i := range letters {
		b.WriteByte(consonants[(len(n.all)*7+i*13+n.rng.IntN(len(consonants)))%len(consonants)])
	}
	return b.String()
}

// hatch makes the next canary for a channel; kinds take turns.
func (n *nest) hatch(channel string) canary {
	i := len(n.all)
	c := canary{channel: channel, consent: true}
	switch i % 7 {
	case 0:
		c.kind, c.text = "phone", fmt.Sprintf("0%d%03d %06d", 7, 400+i%500, 100_000+i*397%900_000)
	case 1:
		c.kind, c.text = "e-mail", fmt.Sprintf("%s.%d@%s.example", n.word(6), i, n.word(5))
	case 2:
		c.kind, c.text = "NHS number", nhsNumber(400_000_000+i*1237)
	case 3:
		c.kind, c.text, c.consent = "name", strings.ToUpper(n.word(1))+"a"+n.word(3)+" "+strings.ToUpper(n.word(1))+"o"+n.word(7), false
	case 4:
		c.kind, c.text = "postcode", fmt.Sprintf("%c%c%d %d%c%c", 'L', "ABDELNU"[i%7], 1+i/7%20, i/140%10, "ABDEFGHJLNPQRSTUWXYZ"[i%20], "ABDEFGHJLNPQRSTUWXYZ"[i/20%20])
	case 5:
		c.kind, c.text = "profane word", []string{"bastard", "wanker", "arsehole", "fucking", "twat"}[i%5]+" "+n.word(8)
	default:
		c.kind, c.text, c.consent = "unmoderated word", n.word(14), false
	}
	n.all = append(n.all, c)
	return c
}

// nhsNumber writes nine digits with their check digit, as letters from hospitals
// do.
func nhsNumber(nine int) string {
	for ; ; nine++ {
		text, sum := fmt.Sprintf("%09d", nine), 0
		for i, d := range text {
			sum += int(d-'0') * (10 - i)
		}
		if check := (11 - sum%11) % 11; check < 10 {
			text += fmt.Sprint(check)
			return text[:3] + " " + text[3:6] + " " + text[6:]
		}
	}
}

// escaped is what stands for something else in JSON and in addresses.
var escaped = regexp.MustCompile(`\\[nrt]|\\u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2}|\+`)

// find gives the canaries that a text holds, in any of the ways in which they may
// be written: words in either case, numbers with spaces or without.
func (n *nest) find(text []byte) (found []canary) {
	if n.words == nil {
		n.index()
	}
	seen := map[int]bool{}
	take := func(i int, ok bool) {
		if ok && !seen[i] {
			seen[i] = true
			found = append(found, n.all[i])
		}
	}
	before, run := "", ""
	plain := escaped.ReplaceAllString(strings.ToLower(string(text)), " ")
	for word := range strings.FieldsFuncSeq(plain, func(c rune) bool { return (c < '0' || c > '9') && (c < 'a' || c > 'z') }) {
		i, ok := n.words[word]
		take(i, ok)
		i, ok = n.words[before+" "+word]
		take(i, ok)
		if strings.Trim(word, "0123456789") != "" {
			before, run = word, ""
			continue
		}
		before, run = word, run[max(0, len(run)-12):]+word
		if i, ok = n.numbers[run[max(0, len(run)-10):]]; ok {
			take(i, true)
		}
	}
	return found
}

// index prepares to look: by word, by two words, by the last ten digits.
func (n *nest) index() {
	n.words, n.numbers = map[string]int{}, map[string]int{}
	for i, c := range n.all {
		text := strings.ToLower(c.text)
		switch c.kind {
		case "phone", "NHS number":
			digits := strings.ReplaceAll(text, " ", "")
			n.numbers[digits[len(digits)-10:]] = i
		case "e-mail":
			n.words[text[:strings.IndexByte(text, '.')]] = i
		case "name":
			n.words[text[strings.IndexByte(text, ' ')+1:]] = i
		case "postcode":
			n.words[text], n.words[strings.ReplaceAll(text, " ", "")] = i, i
		default:
			n.words[text] = i
		}
	}
}

// aviary is a whole server under test, on a real Redis, and all that it says.
type aviary struct {
	*testing.T
	nest  nest
	app   *app
	base  string
	redis *cardtest.Server
	dir   string
	log   loudBuffer
	ahead atomic.Int64
	keys  map[ledger.Role]string
	faces []string // answers to what was wrong, which must not repeat it
}

type loudBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *loudBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *loudBuffer) bytes() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.b.Bytes())
}

// planted is how many canaries there are.
const planted = 2000

// TestCanaries plants canaries in everything that the service takes and looks for
// them in everything that the public, an operator's log, its metrics and Redis can
// hold. None may be there.
func TestCanaries(t *testing.T) {
	if withDetector {
		t.Skip("SKIPPED: under the race detector it takes minutes; make test runs it without as well")
	}
	a := newAviary(t)
	a.crowd()
	a.plant()
	if got := len(a.nest.all); got < planted {
		t.Fatalf("%d canaries were planted, want %d", got, planted)
	}
	a.settle()
	a.ahead.Store(int64(time.Until(time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC))))
	if r, err := a.app.publisher.Publish(context.Background(), false); err != nil || r.Number == 0 {
		t.Fatalf("publish: %+v %v", r, err)
	}
	a.look("an answer to what was wrong", []byte(strings.Join(a.faces, "\n")))
	pages := a.crawl()
	a.look("the log", a.log.bytes())
	a.look("the metrics", a.metrics())
	a.look("Redis", a.redisDump())
	a.sealed()
	t.Logf("%d canaries; %d public answers, %d bytes of log, looked through", len(a.nest.all), pages, len(a.log.bytes()))
}

// look fails for each canary that something holds.
func (a *aviary) look(where string, b []byte) {
	a.Helper()
	found := a.nest.find(b)
	for _, c := range found[:min(5, len(found))] {
		at := min(len(b), max(0, strings.Index(strings.ToLower(string(b)), strings.ToLower(strings.Fields(c.text)[0]))))
		a.Errorf("%s holds a %s that was planted in %s (one of %d): …%s…", where, c.kind, c.channel, len(found), b[max(0, at-60):min(len(b), at+60)])
	}
}

func newAviary(t *testing.T) *aviary {
	t.Helper()
	a := &aviary{T: t, nest: nest{rng: rand.New(rand.NewPCG(20, 26))}, redis: cardtest.StartRedis(t), dir: t.TempDir(), keys: map[ledger.Role]string{}}
	a.ahead.Store(int64(time.Until(time.Date(2026, 10, 14, 10, 0, 0, 0, time.UTC))))
	var cfg config
	for _, o := range options() {
		o.set(&cfg, o.def)
	}
	cfg.Database, cfg.Redis, cfg.Addr, cfg.AdminAddr = "sqlite:"+filepath.Join(a.dir, "e.db"), a.redis.URL(), "127.0.0.1:0", "127.0.0.1:0"
	cfg.SecretKey, cfg.SMSPlace, cfg.SMSCatchUp = "a secret key for tests, long enough for one", demoHome, false
	cfg.TwilioAccount, cfg.TwilioTokens, cfg.SMSFrom, cfg.SMSGateway, cfg.TwilioAPI = testAccount, []feedback.Secret{testTwilioToken}, "+447700900999", "twilio", "http://127.0.0.1:1"
	cfg.NotifyKey, cfg.NotifyBearer, cfg.NotifyTemplate = "k-11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222", "a bearer token for tests", "t"
	ctx := t.Context()
	now := func() time.Time { return time.Now().Add(time.Duration(a.ahead.Load())) }
	if err := withStore(ctx, cfg, func(s ledger.Store) error { return (&console{now: now}).demoDirectory(ctx, s) }); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewJSONHandler(&a.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	a.app, err = newApp(ctx, cfg, log, now, appOptions{bound: func(x *app) {
		a.base = "http://" + x.publicLn.Addr().String()
		x.cfg.PublicURL = a.base
	}, demo: "Invented."}) // which leaves publishing to the test
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []ledger.Role{ledger.RolePartner, ledger.RoleProvider, ledger.RoleOperator} {
		token, err := (&console{now: now}).demoKey(ctx, a.app, "a holder", role)
		if err != nil {
			t.Fatal(err)
		}
		a.keys[role] = token.Reveal()
	}
	a.app.start()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := a.app.shutdown(ctx); err != nil {
			t.Error(err)
		}
	})
	return a
}

// settle waits until the cards hold all that is stored.
func (a *aviary) settle() {
	a.Helper()
	cardtest.Eventually(a, time.Minute, "the cards hold everything", func() error {
		if h := a.app.projector.Health(); h == nil || h.Lag() > 0 {
			return fmt.Errorf("cards behind: %+v", h)
		}
		return nil
	})
}

func (a *aviary) metrics() []byte {
	families, err := a.app.registry.Gather()
	if err != nil {
		a.Fatal(err)
	}
	var b bytes.Buffer
	for _, f := range families {
		if _, err := expfmt.MetricFamilyToText(&b, f); err != nil {
			a.Fatal(err)
		}
	}
	return b.Bytes()
}

// redisDump gives every key of the Redis and all that it holds.
func (a *aviary) redisDump() []byte {
	ctx := context.Background()
	c := a.redis.Client()
	defer c.Close()
	var b bytes.Buffer
	n, scan := 0, c.Scan(ctx, 0, "*", 1000).Iterator()
	for scan.Next(ctx) {
		key := scan.Val()
		n++
		fmt.Fprintf(&b, "%s\n", key)
		switch kind := c.Type(ctx, key).Val(); kind {
		case "string":
			fmt.Fprintf(&b, "%s\n", c.Get(ctx, key).Val())
		case "set":
			fmt.Fprintf(&b, "%s\n", c.SMembers(ctx, key).Val())
		default:
			a.Errorf("%s is a %s, which this test does not read", key, kind)
		}
	}
	if scan.Err() != nil || n < 100 {
		a.Fatalf("%d keys in Redis: %v", n, scan.Err())
	}
	return b.Bytes()
}

// sealed looks for the numbers that people texted from, and were invited at, in
// the ledger's own files, where they must be sealed.
func (a *aviary) sealed() {
	files, err := filepath.Glob(filepath.Join(a.dir, "e.db*"))
	if err != nil || len(files) == 0 {
		a.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			a.Fatal(err)
		}
		for _, c := range a.nest.all {
			if c.channel == "a number" && bytes.Contains(b, []byte(strings.ReplaceAll(c.text, " ", "")[1:])) {
				a.Errorf("the ledger's file %s holds a telephone number in clear", filepath.Base(f))
			}
		}
	}
}

// jsonOf writes a value as JSON.
func jsonOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
