package feed

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/sqlite"
	"earshot/sentiment"
)

// testReader is built once, since building it takes long.
var testReader = sync.OnceValues(sentiment.New)

// world is a collector over a real ledger, an invented directory, and a far side
// that a test scripts.
type world struct {
	*testing.T
	*Collector
	store *sqlite.Store
	dir   *feedback.Directory
	now   time.Time
	site  *httptest.Server
	mux   map[string]http.HandlerFunc // path → answer; others are 404
	asked []string                    // requests in order, with queries
	slept time.Duration
	mu    sync.Mutex
	keys  map[string]feedback.Secret
	fail  func() error // asked at every storing; may be nil

	failBefore bool // it fails before it stores, not after
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, now: time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC), mux: make(map[string]http.HandlerFunc), keys: map[string]feedback.Secret{"KEY": "s3cret"}}
	var err error
	if w.store, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.store.Close() })
	w.dir = testDirectory(t)
	w.site = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asked = append(w.asked, r.URL.RequestURI())
		h := w.mux[r.URL.Path]
		w.mu.Unlock()
		if h == nil {
			http.NotFound(rw, r)
			return
		}
		h(rw, r)
	}))
	t.Cleanup(w.site.Close)
	w.Collector = w.collector("test")
	return w
}

// collector gives a collector as one of several processes would have.
func (w *world) collector(holder string) *Collector {
	reader, err := testReader()
	if err != nil {
		w.Fatal(err)
	}
	places := func() *feedback.Directory { return w.dir }
	intake := collector.NewIntake(places, reader.Read, failing{w, w.store}, w.clock)
	return New(Options{Intake: intake, Places: places, Store: w.store, Now: w.clock, Holder: holder, Agent: "Earshot/test",
		Key:    func(name string) (feedback.Secret, error) { return w.keys[name], nil },
		Random: func() float64 { return 0.5 },
		Sleep: func(ctx context.Context, d time.Duration) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.slept += d
			w.now = w.now.Add(d)
			return ctx.Err()
		}})
}

func (w *world) clock() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }

func (w *world) pass(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.now = w.now.Add(d) }

// failing is a ledger that can be made to fail before or after it stores.
type failing struct {
	w *world
	ledger.Writer
}

func (f failing) Append(ctx context.Context, cmds ...ledger.Command) ([]ledger.Receipt, error) {
	if f.w.fail != nil && f.w.failBefore {
		if err := f.w.fail(); err != nil {
			return nil, err
		}
	}
	r, err := f.Writer.Append(ctx, cmds...)
	if err == nil && f.w.fail != nil {
		if e := f.w.fail(); e != nil {
			return nil, e
		}
	}
	return r, err
}

func testDirectory(t testing.TB) *feedback.Directory {
	t.Helper()
	none, closed := feedback.NoDay, feedback.DateDay(2026, 6, 1)
	dir, err := feedback.NewDirectory([]feedback.Place{
		{ID: "prov", Level: feedback.Provider, Name: "Northshire Hospitals", Code: "RXX", PublicCode: "NSH", From: none, To: none},
		{ID: "site", Level: feedback.Site, Name: "North Infirmary", Code: "RXX01", PublicCode: "NINF", Parent: "prov", From: none, To: none},
		{ID: "annexe", Level: feedback.Site, Name: "The Annexe", Code: "RXX02", PublicCode: "ANNEXE", Parent: "prov", From: none, To: none},
		{ID: "willow", Level: feedback.Ward, Name: "Willow Ward", PublicCode: "WILLOW", Parent: "site", From: none, To: none},
		{ID: "old", Level: feedback.Ward, Name: "Old Ward", PublicCode: "OLDWARD", Parent: "site", From: none, To: closed - 1},
		{ID: "old", Level: feedback.Ward, Name: "Old Ward", PublicCode: "OLDWARD", Parent: "site", From: closed, To: none, Closed: true, Successors: []feedback.PlaceID{"willow"}},
		{ID: "rival", Level: feedback.Provider, Name: "Southshire Hospitals", Code: "RYY", PublicCode: "SSH", From: none, To: none},
		{ID: "rivalsite", Level: feedback.Site, Name: "South Infirmary", Code: "RXX01", PublicCode: "SINF", Parent: "rival", From: none, To: none},
		{ID: "gp", Level: feedback.Provider, Name: "Millbrook Surgery", Code: "Y00001", PublicCode: "MILL", From: none, To: none},
		{ID: "branch1", Level: feedback.Site, Name: "Millbrook East", PublicCode: "MILLE", Parent: "gp", From: none, To: none},
		{ID: "branch2", Level: feedback.Site, Name: "Millbrook West", PublicCode: "MILLW", Parent: "gp", From: none, To: none},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// source reads a source file; URL stands for the far side.
func (w *world) source(file string) *Source {
	w.Helper()
	src, err := ParseSource(strings.NewReader(strings.ReplaceAll(file, "URL", w.site.URL)))
	if err != nil {
		w.Fatal(err)
	}
	return src
}

// answer scripts a path: the body, and headers as "Name: value".
func (w *world) answer(path, body string, headers ...string) {
	w.handle(path, func(rw http.ResponseWriter, _ *http.Request) {
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			rw.Header().Set(name, value)
		}
		fmt.Fprint(rw, body)
	})
}

func (w *world) handle(path string, h http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mux[path] = h
}

func (w *world) remove(path string) { w.mu.Lock(); defer w.mu.Unlock(); delete(w.mux, path) }

// collect runs a source, which must go well.
func (w *world) collect(src *Source) Report {
	w.Helper()
	r, err := w.Collect(w.Context(), src)
	if err != nil {
		w.Fatalf("collect: %v", err)
	}
	return r
}

// collectError runs a source, which must not go well.
func (w *world) collectError(src *Source, want error) error {
	w.Helper()
	_, err := w.Collect(w.Context(), src)
	if !errors.Is(err, want) {
		w.Fatalf("collect: %v, want %v", err, want)
	}
	return err
}

// held is one response that counts, as a line.
func (w *world) held() []string {
	w.Helper()
	var out []string
	for p := range ledger.Partitions {
		entries, err := w.store.Read(w.Context(), ledger.Partition(p), 0, ledger.ReadOptions{Limit: 10_000})
		if err != nil {
			w.Fatal(err)
		}
		for _, e := range entries {
			if e.Kind != ledger.Received {
				continue
			}
			st, err := w.store.State(w.Context(), e.ID)
			if err != nil {
				w.Fatal(err)
			}
			if st.Facts == nil {
				continue
			}
			words, err := w.store.Words(w.Context(), e.ID)
			if err != nil {
				w.Fatal(err)
			}
			line := fmt.Sprintf("%s %s %d", st.Facts.Path.Place(), st.Facts.Day, st.Facts.Rating)
			for _, c := range words.Comments {
				line += " | " + c.Prompt.String() + ": " + strings.ReplaceAll(c.Text.Reveal(), "\n", "/")
			}
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

// holds expects exactly these responses.
func (w *world) holds(want ...string) {
	w.Helper()
	slices.Sort(want)
	if got := w.held(); !slices.Equal(got, want) {
		w.Errorf("the ledger holds\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// credit gives the attribution of the only response under a source id.
func (w *world) credit(source feedback.Source, id string) feedback.Attribution {
	w.Helper()
	found, err := w.store.FindResponses(w.Context(), source, []string{id})
	if err != nil || len(found) != 1 {
		w.Fatalf("%s: %v, %v", id, found, err)
	}
	words, err := w.store.Words(w.Context(), found[id])
	if err != nil || words.Credit == nil {
		w.Fatalf("%s: %+v, %v", id, words, err)
	}
	return *words.Credit
}

// audited expects a sound ledger.
func (w *world) audited() {
	w.Helper()
	for p := range ledger.Partition(ledger.Partitions) {
		if a, err := w.store.Audit(w.Context(), p, nil); err != nil || a.Fault != "" {
			w.Errorf("audit: %+v, %v", a, err)
		}
	}
}
