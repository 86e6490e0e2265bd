package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/release"
	"earshot/sentiment"
)

// memory is a ledger of this test's own: commands in order, repeats answered
// with the first receipt.
type memory struct {
	mu      sync.Mutex
	first   map[string]ledger.Receipt
	entries []ledger.Command
	fail    error // if set, Append fails with it
	after   int   // … once so many commands are stored
}

func (m *memory) Append(_ context.Context, cmds ...ledger.Command) ([]ledger.Receipt, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil && len(m.entries) >= m.after {
		return nil, m.fail
	}
	out := make([]ledger.Receipt, len(cmds))
	for i, c := range cmds {
		key := string(c.Source) + "\x00" + c.SourceID
		if r, ok := m.first[key]; ok {
			r.Duplicate = true
			out[i] = r
			continue
		}
		m.entries = append(m.entries, c)
		id := ledger.ID{Partition: ledger.PartitionOf(c.Response.Path.Provider), Seq: ledger.Seq(len(m.entries))}
		out[i] = ledger.Receipt{ID: id, Subject: id}
		m.first[key] = out[i]
	}
	return out, nil
}

func (m *memory) setFault(err error, after int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail, m.after = err, after
}

func (m *memory) stored() []ledger.Command {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]ledger.Command(nil), m.entries...)
}

// since gives the answers stored after the first n, and how many there are.
func (m *memory) since(n int) ([]ledger.Command, int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]ledger.Command(nil), m.entries[n:]...), len(m.entries)
}

// What the handler is given in earnest fits what it asks for.
var (
	_ Cards  = (*scorecard.Cards)(nil)
	_ Intake = (*collector.Intake)(nil)
)

// folds reads cards straight from the memory ledger.
type folds struct {
	ledger *memory
	now    func() time.Time
	fail   error
}

func (f *folds) Card(_ context.Context, w scorecard.Window, ref scorecard.Ref) (scorecard.Card, error) {
	if f.fail != nil {
		return scorecard.Card{}, f.fail
	}
	c := scorecard.Card{Scope: ref.Scope, Window: w}
	c.From, c.To = w.Span(feedback.DayOf(f.now()))
	for _, cmd := range f.ledger.stored() {
		r := cmd.Response
		day := feedback.DayOf(r.AnsweredAt)
		if day < c.From || day > c.To || !within(ref.Scope, r.Path) {
			continue
		}
		facts := ledger.Facts{Path: r.Path, Day: day, Rating: r.Rating, Channel: r.Channel, Mode: r.Mode, Comments: cmd.Readings}
		c.AddFacts(&facts, 1)
		c.AsOf = cmd.At
	}
	return c, nil
}

func within(s scorecard.Scope, p feedback.Path) bool {
	for _, id := range []feedback.PlaceID{p.Ward, p.Site, p.Provider, p.ICB} {
		if id != "" && s == scorecard.PlaceScope(id) {
			return true
		}
	}
	return s == scorecard.England || s == scorecard.AreaScope(p.Area)
}

// keyStore is a list of keys that can be changed under the ring.
type keyStore struct {
	mu    sync.Mutex
	list  []ledger.Key
	fail  error
	reads int
}

func (k *keyStore) CreateKey(_ context.Context, key ledger.Key, _ string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.list = append(k.list, key)
	return nil
}

func (k *keyStore) ListKeys(context.Context) ([]ledger.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.reads++
	return append([]ledger.Key(nil), k.list...), k.fail
}

func (k *keyStore) RevokeKey(_ context.Context, id string, at time.Time, _ string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i := range k.list {
		if k.list[i].ID == id {
			k.list[i].RevokedAt = at
			return nil
		}
	}
	return feedback.ErrNotFound
}

// clock is a clock that tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// world is a whole public handler over fakes, with an invented directory.
type world struct {
	t       testing.TB
	dir     *feedback.Directory
	ledger  *memory
	cards   *folds
	keys    *keyStore
	clock   *clock
	log     *bytes.Buffer
	metrics *prometheus.Registry
	handler http.Handler

	publisher *release.Publisher
	archive   *archive
}

const testSecret feedback.Secret = "0123456789abcdef0123456789abcdef"

// Ids of the invented places.
const (
	testICB      feedback.PlaceID = "qx10000000"
	testTrust    feedback.PlaceID = "tr10000000"
	testSite     feedback.PlaceID = "si10000000"
	testWard     feedback.PlaceID = "wa10000000" // public code LARK
	testClosed   feedback.PlaceID = "wa20000000" // public code FINCH, closed; LARK took over
	testOther    feedback.PlaceID = "tr20000000"
	testOtherW   feedback.PlaceID = "wa30000000"
	testArea     feedback.GSS     = "E06000099"
	testWardCode                  = "LARK"
)

func testDirectory(t testing.TB) *feedback.Directory {
	t.Helper()
	always := func(p feedback.Place) feedback.Place { p.From, p.To = feedback.NoDay, feedback.NoDay; return p }
	dir, err := feedback.NewDirectory([]feedback.Place{
		always(feedback.Place{ID: testICB, Level: feedback.ICB, Name: "NHS Saltmarsh and Weald ICB", Code: "QX1", PublicCode: "SALT-ICB"}),
		always(feedback.Place{ID: testTrust, Level: feedback.Provider, Name: "Saltmarsh Hospitals NHS Trust", Code: "RX1", PublicCode: "SALTMARSH", Parent: testICB}),
		always(feedback.Place{ID: testSite, Level: feedback.Site, Name: "Saltmarsh General", Code: "RX101", PublicCode: "GENERAL", Parent: testTrust, Area: testArea}),
		always(feedback.Place{ID: testWard, Level: feedback.Ward, Name: "Skylark Ward & Day Unit", PublicCode: testWardCode, Setting: feedback.Inpatient, Parent: testSite}),
		{ID: testClosed, Level: feedback.Ward, Name: "Finch Ward", PublicCode: "FINCH", Setting: feedback.Inpatient, Parent: testSite, From: feedback.NoDay, To: feedback.DateDay(2026, 6, 30)},
		{ID: testClosed, Level: feedback.Ward, Name: "Finch Ward", PublicCode: "FINCH", Setting: feedback.Inpatient, Parent: testSite, From: feedback.DateDay(2026, 7, 1), To: feedback.NoDay, Closed: true, Successors: []feedback.PlaceID{testWard}},
		always(feedback.Place{ID: testOther, Level: feedback.Provider, Name: "Wealdbridge Care Ltd", Code: "NX9", PublicCode: "WEALD", Parent: testICB}),
		always(feedback.Place{ID: testOtherW, Level: feedback.Ward, Name: "Orchard Team", PublicCode: "ORCHARD", Setting: feedback.Community, Parent: testOther, Area: "E10000098"}),
	}, []feedback.Area{{GSS: testArea, Name: "Saltmarsh"}, {GSS: "E10000098", Name: "Wealdshire"}})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func newWorld(t testing.TB) *world { return newWorldWith(t, func(*Options) {}) }

// newWorldWith gives a world whose handler is built with changed options.
func newWorldWith(t testing.TB, change func(*Options)) *world {
	t.Helper()
	w := &world{
		t: t, dir: testDirectory(t), ledger: &memory{first: make(map[string]ledger.Receipt)}, keys: &keyStore{},
		clock: &clock{at: time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)}, log: new(bytes.Buffer), metrics: prometheus.NewRegistry(),
	}
	w.cards = &folds{ledger: w.ledger, now: w.clock.now}
	directory := func() *feedback.Directory { return w.dir }
	w.publisher, w.archive = newPublisher(w.ledger, w.clock.now)
	o := Options{
		Directory: directory, Cards: w.cards, Intake: collector.NewIntake(directory, plainRead, w.ledger, w.clock.now),
		Keys: NewKeyring(w.keys, w.clock.now), Published: w.publisher, Now: w.clock.now, Log: slog.New(slog.NewJSONHandler(&lockedWriter{w: w.log}, nil)),
		PublicURL: "https://earshot.example", Metrics: w.metrics, Secret: testSecret,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
		Mounts: []Mount{
			{Method: http.MethodPost, Path: "/hook", Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hooked") })},
			{Path: "/panics", Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("what a patient wrote") })},
		},
	}
	change(&o)
	var err error
	if w.handler, err = New(o); err != nil {
		t.Fatal(err)
	}
	return w
}

// plainRead reads comments by the rating and a few words, so that these tests
// do not change with the model.
func plainRead(text string, c sentiment.Context) sentiment.Reading {
	r := sentiment.Reading{Version: "test", Language: "en", Class: sentiment.Neutral}
	if c.Rating.Valid() && c.Rating != feedback.DontKnow {
		r.Class = sentiment.Class(c.Rating)
		r.Score = float64(3-int(c.Rating)) / 2
	}
	for _, w := range []struct {
		word     string
		theme    sentiment.Theme
		polarity sentiment.Polarity
	}{{"kind", sentiment.StaffManner, 1}, {"polite", sentiment.StaffManner, 1}, {"waited", sentiment.Timeliness, -1}, {"clean", sentiment.Cleanliness, 1},
		{"food", sentiment.FoodAndDrink, 1}, {"park", sentiment.Parking, -1}, {"Communication", sentiment.Communication, -1}} {
		if strings.Contains(text, w.word) {
			r.Themes = append(r.Themes, sentiment.ThemeReading{Theme: w.theme, P: 1, Polarity: w.polarity})
		}
	}
	if strings.Contains(text, "danger") {
		r.Flags = append(r.Flags, sentiment.FlagReading{Flag: sentiment.Safeguarding})
	}
	return r
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// key makes a key and gives its token.
func (w *world) key(role ledger.Role, places []feedback.PlaceID, areas ...feedback.GSS) string {
	w.t.Helper()
	k, token, err := NewKey(KeyRequest{Name: "Test " + string(role), Role: role, Places: places, Areas: areas}, w.clock.now())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.keys.CreateKey(context.Background(), k, "test"); err != nil {
		w.t.Fatal(err)
	}
	w.clock.move(keysNew + time.Millisecond) // so that the ring looks for the new key
	return token.Reveal()
}

// do sends a request; headers are pairs.
func (w *world) do(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	var rd io.Reader
	if body != "" {
		rd = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, target, rd)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	if _, fuzz := w.t.(*testing.F); !fuzz { // which may not be used within its target
		hold(w.t, method, target, rec)
	}
	return rec
}

// formToken gives a token as a fresh form holds it.
func (w *world) formToken() string {
	return newTokens(testSecret, "").seal(newFormToken(w.clock.now()), testWardCode)
}

// post sends one JSON answer with a key.
func (w *world) post(token, contentType, body string, headers ...string) *httptest.ResponseRecorder {
	return w.do(http.MethodPost, "/v1/responses", body, append([]string{"Authorization", "Bearer " + token, "Content-Type", contentType}, headers...)...)
}

// answers stores n answers about a place through the front door.
func (w *world) answers(place feedback.PlaceID, n, rating int, comment, mode string) {
	w.t.Helper()
	token := w.key(ledger.RolePartner, nil)
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"%d-%d","place":%q,"rating":%d,"mode":%q,"comment":%q}`+"\n", w.clock.now().UnixNano(), i, place, rating, mode, comment)
	}
	rec := w.post(token, "application/x-ndjson", b.String())
	if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), fmt.Sprintf(`"created":%d,`, n)) {
		w.t.Fatalf("storing answers: %d %s", rec.Code, rec.Body)
	}
}

func decode[T any](t testing.TB, rec *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(rec.Body.Bytes(), &v); err != nil {
		t.Fatalf("decoding %d %s: %v", rec.Code, rec.Body, err)
	}
	return v
}
