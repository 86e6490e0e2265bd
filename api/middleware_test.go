package api

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"earshot/feedback"
)

func mustPrefixes(list ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

func TestRequestID(t *testing.T) {
	w := newWorld(t)
	rec := w.do(http.MethodGet, "/", "", "X-Request-Id", "07700900123")
	id := rec.Header().Get("X-Request-Id")
	if len(id) != 16 || strings.Contains(w.log.String(), "07700900123") || !strings.Contains(w.log.String(), id) {
		t.Errorf("id %q, log %s", id, w.log)
	}
}

func TestRecovered(t *testing.T) {
	w := newWorld(t)
	rec := w.do(http.MethodGet, "/panics", "")
	if rec.Code != 500 || !strings.Contains(rec.Body.String(), "Something went wrong on our side") {
		t.Errorf("got %d %s", rec.Code, rec.Body)
	}
	log := w.log.String()
	if strings.Contains(log, "what a patient wrote") || strings.Contains(rec.Body.String(), "what a patient wrote") {
		t.Error("a panic told what was in it")
	}
	if !strings.Contains(log, `"panic":"string"`) || !strings.Contains(log, "fixture_test.go") || !strings.Contains(log, `"route":"/panics"`) {
		t.Errorf("the log does not say where it happened: %s", log)
	}
}

func TestAccessLog(t *testing.T) {
	w := newWorld(t)
	w.do(http.MethodGet, "/find?q=Mrs+Smith", "", "User-Agent", "Phone of Mrs Smith", "X-Forwarded-For", "198.51.100.7")
	w.do("BREW", "/nowhere/07700900123", "")
	lines := strings.Split(strings.TrimSpace(w.log.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines", len(lines))
	}
	var got struct {
		Method, Route string
		Status, Bytes int
		Ms            float64
	}
	if err := json.Unmarshal([]byte(lines[0]), &got); err != nil {
		t.Fatal(err)
	}
	if got.Method != "GET" || got.Route != "/find" || got.Status != 200 || got.Bytes == 0 {
		t.Errorf("got %+v", got)
	}
	for _, secret := range []string{"Smith", "198.51.100.7", "192.0.2.1", "07700900123", "BREW"} {
		if strings.Contains(w.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

func TestSecureHeaders(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/", "/about", "/f/LARK", "/v1/places", "/nowhere", "/v1/nowhere"} {
		h := w.do(http.MethodGet, path, "").Header()
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Strict-Transport-Security": "max-age=31536000", "Cross-Origin-Opener-Policy": "same-origin"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") ||
			strings.Contains(strings.ReplaceAll(csp, "script-src 'self'", pick(path == "/", "", "script")), "script") { // the search box has a script of ours

			t.Errorf("%s: content policy %q", path, csp)
		}
		if h.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", path)
		}
	}
}

func TestZipped(t *testing.T) {
	w := newWorld(t)
	plain := w.do(http.MethodGet, "/f/LARK", "")
	rec := w.do(http.MethodGet, "/about", "", "Accept-Encoding", "br, gzip;q=0.8")
	if rec.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(rec.Header().Values("Vary"), ","), "Accept-Encoding") {
		t.Fatalf("headers %v", rec.Header())
	}
	z, err := gzip.NewReader(rec.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil || string(body) != w.do(http.MethodGet, "/about", "").Body.String() {
		t.Errorf("compressed page differs: %v", err)
	}
	if plain.Header().Get("Content-Encoding") != "" {
		t.Error("compressed for a client that did not ask")
	}
	for accept, want := range map[string]bool{"": false, "gzip": true, "gzip;q=0": false, "GZIP; q=0.0": false, "identity": false, "deflate, gzip;q=1.0": true, "xgzip": false} {
		if got := takesGzip(accept); got != want {
			t.Errorf("takesGzip(%q) = %v", accept, got)
		}
	}
	if small := w.do(http.MethodGet, "/v1/areas", "", "Accept-Encoding", "gzip"); small.Header().Get("Content-Encoding") != "" {
		t.Error("a small answer was compressed")
	}
}

// TestZippedStream checks that a handler that streams reaches its client piece
// by piece, compressed or not.
func TestZippedStream(t *testing.T) {
	for _, kind := range []string{"text/event-stream", "text/plain"} {
		step := make(chan struct{})
		srv := httptest.NewServer(zipped()(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = io.WriteString(w, strings.Repeat("one ", 1000))
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Errorf("%s: flush: %v", kind, err)
			}
			<-step
			_, _ = io.WriteString(w, "two")
		})))
		resp, err := http.Get(srv.URL) // asks for gzip and unpacks it by itself
		if err != nil {
			t.Fatal(err)
		}
		first := make([]byte, 4000)
		if _, err := io.ReadFull(resp.Body, first); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		close(step)
		rest, err := io.ReadAll(resp.Body)
		if err != nil || string(rest) != "two" || resp.Uncompressed != (kind == "text/plain") {
			t.Errorf("%s: rest %q, %v, compressed %v", kind, rest, err, resp.Uncompressed)
		}
		_ = resp.Body.Close()
		srv.Close()
	}
}

func TestLimits(t *testing.T) {
	w := newWorld(t)
	rec := w.do(http.MethodPost, "/f/LARK", "why="+strings.Repeat("x", maxPage), "Content-Type", "application/x-www-form-urlencoded")
	if rec.Code != http.StatusRequestEntityTooLarge || !strings.Contains(rec.Body.String(), "<h1") {
		t.Errorf("a huge form: %d %s", rec.Code, rec.Body)
	}
	if rec := w.do(http.MethodGet, "/v1/places", "body"); rec.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a GET with a body: %d", rec.Code)
	}
}

func TestMetrics(t *testing.T) {
	w := newWorld(t)
	w.do(http.MethodGet, "/p/"+string(testWard), "")
	w.do(http.MethodGet, "/p/nowhere", "")
	w.do(http.MethodGet, "/some/scanner", "")
	want := `
# HELP earshot_http_requests_total Requests answered, by route template, method and status.
# TYPE earshot_http_requests_total counter
earshot_http_requests_total{method="GET",route="/p/{id}",status="200"} 1
earshot_http_requests_total{method="GET",route="/p/{id}",status="404"} 1
earshot_http_requests_total{method="GET",route="none",status="404"} 1
`
	if err := testutil.GatherAndCompare(w.metrics, strings.NewReader(want), "earshot_http_requests_total"); err != nil {
		t.Error(err)
	}
}

func TestMethods(t *testing.T) {
	w := newWorld(t)
	rec := w.do(http.MethodDelete, "/f/LARK", "")
	if rec.Code != http.StatusMethodNotAllowed || rec.Header().Get("Allow") != "GET, HEAD, POST" {
		t.Errorf("got %d, Allow %q", rec.Code, rec.Header().Get("Allow"))
	}
	if rec := w.do(http.MethodHead, "/about", ""); rec.Code != http.StatusOK {
		t.Errorf("HEAD: %d", rec.Code)
	}
	if rec := w.do(http.MethodPost, "/hook", "x"); rec.Body.String() != "hooked" {
		t.Errorf("a mounted handler: %d %s", rec.Code, rec.Body)
	}
}

// TestMeanings holds every sentinel to its status.
func TestMeanings(t *testing.T) {
	for err, want := range map[error]int{
		feedback.ErrInvalid: 400, &feedback.FieldError{Field: "x", Reason: "y"}: 400, feedback.ErrUnauthenticated: 401, feedback.ErrForbidden: 403,
		feedback.ErrNotFound: 404, errMethod: 405, feedback.ErrConflict: 409, feedback.ErrTooLarge: 413, &http.MaxBytesError{}: 413, errMediaType: 415,
		feedback.ErrTooMany: 429, feedback.ErrUnavailable: 503, context.DeadlineExceeded: 503, context.Canceled: 503, feedback.ErrCorrupt: 500, errors.New("other"): 500,
	} {
		if got := meaningOf(meanings(), errors.Join(errors.New("wrapped"), err)).status; got != want {
			t.Errorf("%v: %d, want %d", err, got, want)
		}
	}
}

// TestProblemGolden holds the bytes of a problem.
func TestProblemGolden(t *testing.T) {
	s := &server{publicURL: "https://earshot.example", meanings: meanings()}
	for name, err := range map[string]error{
		"fields":      errors.Join(&feedback.FieldError{Field: "rating", Line: 3, Reason: "must be 1 to 6"}, &feedback.FieldError{Field: "place", Line: 4, Reason: "is missing"}),
		"field":       &feedback.FieldError{Field: "window", Reason: "must be 7d"},
		"unavailable": &said{error: feedback.ErrUnavailable, detail: "Lines 1 to 500 were dealt with.", more: map[string]any{"through_line": 500}},
		"internal":    errors.New("pq: password authentication failed for user postgres"),
	} {
		rec := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/v1/x", nil)
		s.fail(rec, r.WithContext(withTrace(r.Context(), &trace{id: "0123456789abcdef"})), err)
		golden(t, filepath.Join("testdata", "problem-"+name+".json"), rec.Body.Bytes())
	}
}

// golden compares with a file; EARSHOT_UPDATE=1 writes it.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if os.Getenv("EARSHOT_UPDATE") == "1" {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s: got %s, want %s", file, got, want)
	}
}

func TestAdmin(t *testing.T) {
	c := &clock{}
	failing := errors.New("no route to redis")
	h := NewAdmin(AdminOptions{Now: c.now, Version: "1.2.3", Checks: []Check{
		{Name: "ledger", Ping: func(context.Context) error { return nil }},
		{Name: "redis", Ping: func(context.Context) error { return failing }},
	}})
	get := func(path string) (int, string) {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		return rec.Code, rec.Body.String()
	}
	if code, body := get("/healthz"); code != 200 || !strings.Contains(body, `"alive":true`) {
		t.Errorf("healthz: %d %s", code, body)
	}
	code, body := get("/readyz")
	if code != 503 || !strings.Contains(body, `{"name":"ledger","ok":true`) || !strings.Contains(body, "no route to redis") {
		t.Errorf("readyz: %d %s", code, body)
	}
	failing = nil
	if code, body := get("/readyz"); code != 200 || !strings.Contains(body, `"ready":true`) {
		t.Errorf("readyz: %d %s", code, body)
	}
	w := newWorld(t)
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/debug/pprof/"} {
		if rec := w.do(http.MethodGet, path, ""); rec.Code != http.StatusNotFound {
			t.Errorf("%s is on the public listener: %d", path, rec.Code)
		}
	}
}
