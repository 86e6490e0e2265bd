package outbound

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"earshot/feedback"
)

func TestPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"8.8.8.8": true, "151.101.0.81": true, "2606:4700:4700::1111": true, "2a00:1450::1": true,
		"127.0.0.1": false, "127.9.9.9": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false,
		"169.254.169.254": false, "169.254.0.1": false, "0.0.0.0": false, "0.1.2.3": false, "100.64.0.1": false, "100.127.255.255": false,
		"192.0.0.8": false, "198.18.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "240.0.0.1": false, "203.0.113.9": false,
		"::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd12:3456::1": false, "ff02::1": false, "fec0::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.1.1.1": false, "::ffff:8.8.8.8": true, "::127.0.0.1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001::1": false, "2001:db8::1": false,
	} {
		if got := Public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("Public(%s) = %v", addr, got)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is not public")
	}
}

func TestLoopbackIsRefusedWhenDialling(t *testing.T) {
	asked := false
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer srv.Close()
	port := srv.URL[strings.LastIndex(srv.URL, ":"):]
	for _, u := range []string{srv.URL, "http://localhost" + port, "http://[::ffff:127.0.0.1]" + port, "http://0.0.0.0" + port} {
		_, err := New(Options{}).Get(t.Context(), Request{URL: u + "/?key=hush"})
		if !errors.Is(err, feedback.ErrForbidden) || strings.Contains(fmt.Sprint(err), "hush") {
			t.Errorf("%s: %v, want ErrForbidden without the key", u, err)
		}
	}
	if asked {
		t.Error("a request went out")
	}
	if r, err := New(Options{Internal: true}).Get(t.Context(), Request{URL: srv.URL}); err != nil || r.Status != 200 {
		t.Errorf("an internal source: %v", err)
	}
}

func TestMetadataIsRefusedToInternalSources(t *testing.T) {
	c := New(Options{Internal: true})
	for _, a := range []string{"169.254.169.254:80", "[::ffff:169.254.169.254]:80", "[fd00:ec2::254]:80"} {
		if err := c.guard("tcp", a, nil); !errors.Is(err, feedback.ErrForbidden) {
			t.Errorf("%s: %v", a, err)
		}
	}
	if err := c.guard("tcp", "10.0.0.1:80", nil); err != nil {
		t.Errorf("a private address of an internal source: %v", err)
	}
}

func TestRedirects(t *testing.T) {
	var seen http.Header
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r.Header.Clone() }))
	defer other.Close()
	var srv *httptest.Server
	srv = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n int
		fmt.Sscanf(r.URL.Path, "/%d", &n)
		switch {
		case r.URL.Path == "/away":
			http.Redirect(w, r, other.URL, http.StatusFound)
		case r.URL.Path == "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case n > 0:
			http.Redirect(w, r, fmt.Sprintf("%s/%d", srv.URL, n-1), http.StatusFound)
		}
	}))
	defer srv.Close()
	c := New(Options{Internal: true})
	header := http.Header{"subscription-key": {"hush"}, "Accept": {"application/json"}}
	for path, want := range map[string]error{"/0": nil, "/3": nil, "/4": feedback.ErrForbidden, "/file": feedback.ErrForbidden, "/away": nil} {
		if _, err := c.Get(t.Context(), Request{URL: srv.URL + path, Header: header}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if seen.Get("Subscription-Key") != "" || seen.Get("Referer") != "" || seen.Get("Accept") != "application/json" {
		t.Errorf("sent to another host: %v", seen)
	}
	down := &http.Request{URL: &url.URL{Scheme: "http", Host: "a.example"}}
	up := &http.Request{URL: &url.URL{Scheme: "https", Host: "a.example"}}
	if err := c.CheckRedirect(down, []*http.Request{up}); !errors.Is(err, feedback.ErrForbidden) {
		t.Errorf("from https to http: %v", err)
	}
}

func TestCaps(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	z.Write(make([]byte, 4<<20))
	z.Close()
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb.Bytes())
		case "/slow":
			w.Write([]byte("a"))
			w.(http.Flusher).Flush()
			select {
			case <-release:
			case <-r.Context().Done():
			}
		default:
			w.Write(make([]byte, len(r.URL.Path)-1))
		}
	}))
	defer srv.Close()
	defer close(release)
	c := New(Options{Internal: true, MaxBytes: 10, Timeout: 200 * time.Millisecond})
	for path, want := range map[string]error{"/1234567890": nil, "/12345678901": feedback.ErrTooLarge, "/bomb": feedback.ErrTooLarge, "/slow": feedback.ErrUnavailable} {
		if _, err := c.Get(t.Context(), Request{URL: srv.URL + path}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, Request{URL: srv.URL}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestConditional(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Content-Type", "Application/JSON; charset=utf-8")
		w.Header().Set("Retry-After", "99999999")
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
		}
	}))
	defer srv.Close()
	c := New(Options{Internal: true})
	r, err := c.Get(t.Context(), Request{URL: srv.URL})
	if err != nil || r.NotModified() || r.Type != "application/json" || r.RetryAfter != 24*time.Hour {
		t.Fatalf("%+v %v", r, err)
	}
	if r, err = c.Get(t.Context(), Request{URL: srv.URL, ETag: r.ETag}); err != nil || !r.NotModified() {
		t.Errorf("%+v %v", r, err)
	}
}

func TestURLs(t *testing.T) {
	for _, u := range []string{"", "ftp://a.example/", "file:///etc/passwd", "http://", "http://u:p@a.example/", "//a.example", "javascript:1"} {
		if _, err := New(Options{}).Get(t.Context(), Request{URL: u}); !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("%q: %v", u, err)
		}
	}
}

func TestCheckXML(t *testing.T) {
	laughs := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>`
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(strings.Replace(laughs, "?>", ` encoding="UTF-16"?>`, 1))) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for name, c := range map[string]struct {
		doc string
		bad bool
	}{
		"feed":            {`<?xml version="1.0" encoding="ISO-8859-1"?><feed><entry><title>caf` + "\xe9" + `</title></entry></feed>`, false},
		"public doctype":  {`<!DOCTYPE rss PUBLIC "-//X//DTD" "http://x.example/rss.dtd"><rss/>`, false},
		"billion laughs":  {laughs, true},
		"in small":        {strings.ToLower(laughs), true},
		"in UTF-16":       {string(wide), true},
		"internal subset": {`<!DOCTYPE a [<!ELEMENT a ANY>]><a/>`, true},
		"deep":            {strings.Repeat("<a>", 101), true},
		"deep enough":     {strings.Repeat("<a>", 99) + strings.Repeat("</a>", 99), false},
		"cut short":       {`<feed><entry`, true},
	} {
		if err := CheckXML([]byte(c.doc)); errors.Is(err, feedback.ErrInvalid) != c.bad {
			t.Errorf("%s: %v", name, err)
		}
	}
}
