// Package outbound fetches what other people publish, with the care that an
// address from a configuration file needs: it does not connect to private,
// loopback or link-local addresses unless told that a source is internal, it
// follows few redirects, and it caps sizes and times. The cap counts bytes after
// decompression, so that a small answer cannot unpack into a large one.
//
// It does not go through a proxy: the proxy would look names up and connect in
// its stead, past every check of the address.
package outbound

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
)

// Options say how a Client behaves. The zero value is for a public site.
type Options struct {
	Internal  bool          // private and loopback addresses are meant
	MaxBytes  int64         // largest body after decompression; 0 means 16 MiB
	Timeout   time.Duration // of one request with its redirects and body; 0 means 30 s
	Redirects int           // how many are followed; 0 means 3, negative none
	Agent     string        // User-Agent; empty means "Earshot"
}

// Client fetches. It is safe for concurrent use.
type Client struct {
	opt  Options
	http *http.Client
}

// New gives a Client.
func New(opt Options) *Client {
	if opt.MaxBytes <= 0 {
		opt.MaxBytes = 16 << 20
	}
	if opt.Timeout <= 0 {
		opt.Timeout = 30 * time.Second
	}
	if opt.Redirects == 0 {
		opt.Redirects = 3
	}
	if opt.Agent == "" {
		opt.Agent = "Earshot"
	}
	c := &Client{opt: opt}
	dialer := &net.Dialer{Timeout: min(10*time.Second, opt.Timeout), Control: c.guard}
	c.http = &http.Client{
		Timeout:       opt.Timeout,
		CheckRedirect: c.redirect,
		Transport: limited{opt.MaxBytes, &http.Transport{
			Proxy:                  nil,
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			MaxIdleConnsPerHost:    2,
			IdleConnTimeout:        time.Minute,
			TLSHandshakeTimeout:    min(10*time.Second, opt.Timeout),
			ResponseHeaderTimeout:  opt.Timeout,
			MaxResponseHeaderBytes: 64 << 10,
		}},
	}
	return c
}

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Transport gives the guarded transport, size cap included, for a library that
// wants to make its requests itself.
func (c *Client) Transport() http.RoundTripper { return c.http.Transport }

// Timeout gives the time that one request may take.
func (c *Client) Timeout() time.Duration { return c.opt.Timeout }

// Agent gives the User-Agent.
func (c *Client) Agent() string { return c.opt.Agent }

// CheckRedirect decides whether a redirect is followed, in the form that
// net/http asks for.
func (c *Client) CheckRedirect(req *http.Request, via []*http.Request) error {
	return c.redirect(req, via)
}

// redirect follows few, never from https to http, and takes what identifies us
// off a request to another host.
func (c *Client) redirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case len(via) > c.opt.Redirects:
		return fmt.Errorf("more than %d redirects: %w", max(c.opt.Redirects, 0), feedback.ErrForbidden)
	case req.URL.Scheme != "https" && via[len(via)-1].URL.Scheme == "https":
		return fmt.Errorf("a redirect from https to %s: %w", shortScheme(req.URL.Scheme), feedback.ErrForbidden)
	case req.URL.Scheme != "https" && req.URL.Scheme != "http":
		return fmt.Errorf("a redirect to %s: %w", shortScheme(req.URL.Scheme), feedback.ErrForbidden)
	case req.URL.User != nil:
		return fmt.Errorf("a redirect to an address with a password: %w", feedback.ErrForbidden)
	}
	if req.URL.Host != first.URL.Host {
		for name := range first.Header {
			switch name {
			case "Accept", "User-Agent", "Accept-Language":
			default:
				req.Header.Del(name)
			}
		}
		req.Header.Del("Referer") // may hold a key
	}
	return nil
}

func shortScheme(s string) string {
	if len(s) > 10 {
		return "another scheme"
	}
	return s
}

// Request is what is asked for.
type Request struct {
	URL          string
	Header       http.Header // keys and Accept; sent to the first host only
	ETag         string      // ask only if it changed since this validator …
	LastModified string      // … or since this time, in the form in which it was given
}

// Reply is an answer whose body was read whole.
type Reply struct {
	Status       int
	URL          *url.URL // after redirects
	Type         string   // media type without parameters, in lower case
	ContentType  string   // as it was given
	Body         []byte
	ETag         string
	LastModified string
	RetryAfter   time.Duration // what a 429 or 503 asks for; 0 if it does not say
}

// NotModified reports whether nothing changed since the validators that were
// sent.
func (r *Reply) NotModified() bool { return r.Status == http.StatusNotModified }

// Get fetches. A reply of any status is a reply; the error is ErrForbidden if
// the address or a redirect is refused, ErrTooLarge if the body is over the cap,
// ErrInvalid if the URL is none, else ErrUnavailable. It never holds the query,
// which may hold a key.
func (c *Client) Get(ctx context.Context, r Request) (*Reply, error) {
	u, err := ParseURL(r.URL)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", feedback.ErrInvalid)
	}
	for name, values := range r.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	req.Header.Set("User-Agent", c.opt.Agent)
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.LastModified)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, plain(ctx, u, err)
	}
	defer res.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(res.Body); err != nil {
		return nil, plain(ctx, u, err)
	}
	reply := &Reply{Status: res.StatusCode, URL: res.Request.URL, Body: body.Bytes(), ContentType: res.Header.Get("Content-Type"),
		ETag: res.Header.Get("ETag"), LastModified: res.Header.Get("Last-Modified"), RetryAfter: retryAfter(res.Header.Get("Retry-After"))}
	if reply.Type, _, err = mime.ParseMediaType(reply.ContentType); err != nil {
		reply.Type = ""
	}
	return reply, nil
}

// ParseURL reads an http or https URL without a password in it; else
// ErrInvalid.
func ParseURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return nil, &feedback.FieldError{Field: "url", Reason: "must be http://… or https://… without a password in it"}
	}
	return u, nil
}

// plain gives an error one of feedback's meanings and takes addresses with
// their queries out of it.
func plain(ctx context.Context, u *url.URL, err error) error {
	where := u.Scheme + "://" + u.Host + u.EscapedPath()
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("fetch %s: %w", where, ctx.Err())
	case errors.Is(err, feedback.ErrForbidden), errors.Is(err, feedback.ErrTooLarge), errors.Is(err, feedback.ErrInvalid):
		return fmt.Errorf("fetch %s: %w", where, err)
	}
	return fmt.Errorf("fetch %s: %w: %w", where, feedback.ErrUnavailable, err)
}

// retryAfter reads seconds; a date is left to the usual back-off. It is capped
// at a day.
func retryAfter(v string) time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(v))
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(min(n, 86400)) * time.Second
}

// limited caps the bodies of a transport.
type limited struct {
	max  int64
	next http.RoundTripper
}

// RoundTrip passes a request on and caps the reply's body.
func (l limited) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := l.next.RoundTrip(req)
	if err == nil {
		res.Body = &cappedBody{res.Body, l.max}
	}
	return res, err
}

// CloseIdleConnections lets go of idle connections.
func (l limited) CloseIdleConnections() {
	if t, ok := l.next.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// cappedBody fails where io.LimitReader would cut short: half a document is not
// a document.
type cappedBody struct {
	io.ReadCloser
	left int64
}

// Read gives ErrTooLarge at the first byte over the cap.
func (b *cappedBody) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if int64(n) > b.left {
		n = int(b.left)
		b.left = 0
		return n, fmt.Errorf("the answer is over the cap: %w", feedback.ErrTooLarge)
	}
	b.left -= int64(n)
	return n, err
}
