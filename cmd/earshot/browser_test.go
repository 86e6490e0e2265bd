package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// newTab opens a Chromium with one tab. Where there is none the test is
// skipped, or fails if EARSHOT_TEST_REQUIRE=1.
func newTab(t *testing.T) *tab {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		if os.Getenv("EARSHOT_TEST_REQUIRE") == "1" {
			t.Fatal("chromium is not installed")
		}
		t.Skip("SKIPPED, NOT TESTED: chromium is not installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-dev-shm-usage", true))
	alloc, endAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(alloc)
	ctx, late := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(func() {
		late()
		end()
		endAlloc()
	})
	return &tab{t, ctx}
}

// tab is a tab of a browser.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func (b *tab) run(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// holds waits until a JavaScript expression is true.
func (b *tab) holds(expression string) {
	b.t.Helper()
	var ok bool
	if err := chromedp.Run(b.ctx, chromedp.Poll("Boolean("+expression+")", &ok, chromedp.WithPollingTimeout(40*time.Second), chromedp.WithPollingInterval(20*time.Millisecond))); err != nil {
		b.t.Fatalf("waiting for %s: %v", expression, err)
	}
}

// settled runs an expression to the end of its promise.
func (b *tab) settled(expression string) {
	b.t.Helper()
	b.run(chromedp.Evaluate(expression, nil, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
}

// network tells the browser whether it has one.
func (b *tab) network(on bool) {
	b.t.Helper()
	b.run(chromedp.ActionFunc(func(ctx context.Context) error { return network.EmulateNetworkConditions(!on, 0, -1, -1).Do(ctx) }))
}

// submit presses a button and waits for the page that follows.
func (b *tab) submit(button string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(button, chromedp.ByQuery)); err != nil {
		b.t.Fatal(err)
	}
}

// posted is a form or an answer that a browser sent.
type posted struct {
	path   string
	header http.Header
	body   []byte
}

// cable is the network between browsers and the server. It can be cut, and it
// remembers what browsers posted, so that all of it can be sent again.
type cable struct {
	proxy http.Handler
	cut   atomic.Bool

	mu     sync.Mutex
	posted []posted
}

func newCable(t *testing.T, server string) *cable {
	to, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	return &cable{proxy: &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) }}}
}

// ServeHTTP passes a request on, unless the cable is cut.
func (c *cable) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if c.cut.Load() {
		panic(http.ErrAbortHandler)
	}
	if r.Method == http.MethodPost {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		c.mu.Lock()
		c.posted = append(c.posted, posted{r.URL.RequestURI(), r.Header.Clone(), body})
		c.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	c.proxy.ServeHTTP(w, r)
}

// again sends everything that was posted once more.
func (c *cable) again(t *testing.T, server string) {
	t.Helper()
	c.mu.Lock()
	list := append([]posted(nil), c.posted...)
	c.mu.Unlock()
	client := &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, p := range list {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server+p.path, bytes.NewReader(p.body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header = p.header.Clone()
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode >= 400 {
			t.Errorf("POST %s again: status %d", p.path, res.StatusCode)
		}
	}
}
