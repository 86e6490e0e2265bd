package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"

	"earshot/collector/outbound"
	"earshot/feedback"
)

// limiter keeps requests to one host apart, whichever source makes them.
type limiter struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
	mu    sync.Mutex
	next  map[string]time.Time
}

// wait returns when a request to host may be made.
func (l *limiter) wait(ctx context.Context, host string, interval time.Duration) error {
	l.mu.Lock()
	if l.next == nil {
		l.next = make(map[string]time.Time)
	}
	now := l.now()
	at := l.next[host]
	if at.Before(now) {
		at = now
	}
	l.next[host] = at.Add(interval)
	l.mu.Unlock()
	if d := at.Sub(now); d > 0 {
		return l.sleep(ctx, d)
	}
	return ctx.Err()
}

// busyError says that a source asks to be left alone for a while.
type busyError struct {
	status int
	after  time.Duration
}

func (e *busyError) Error() string {
	return fmt.Sprintf("answered with status %d; asked to wait %v", e.status, e.after)
}

func (e *busyError) Unwrap() error { return feedback.ErrUnavailable }

// statusError is an answer that is not what was asked for.
type statusError struct{ status int }

func (e *statusError) Error() string { return fmt.Sprintf("answered with status %d", e.status) }

func (e *statusError) Unwrap() error { return feedback.ErrUnavailable }

// gone reports whether an error says that what was asked for is not there any
// more.
func gone(err error) bool {
	var e *statusError
	return errors.As(err, &e) && (e.status == http.StatusNotFound || e.status == http.StatusGone)
}

// ours reports whether an error says that the request was at fault, so that the
// same one would fare no better.
func ours(err error) bool {
	var e *statusError
	return errors.As(err, &e) && e.status < 500
}

// web makes the requests of one run: guarded, at the source's pace, as robots.txt
// allows.
type web struct {
	r      *run
	client *outbound.Client
	header http.Header
	robots map[string]*robotstxt.Group // by scheme and host
}

func newWeb(r *run, key feedback.Secret) *web {
	w := &web{r: r, robots: make(map[string]*robotstxt.Group), header: http.Header{}}
	w.client = outbound.New(outbound.Options{Internal: r.src.Internal, Agent: r.opt.Agent})
	switch {
	case key == "":
	case r.src.Kind == CareOpinion:
		w.header.Set("Authorization", "SUBSCRIPTION_KEY "+key.Reveal())
	case r.src.Kind == NHSUK:
		w.header.Set("Subscription-Key", key.Reveal())
	case r.src.Kind == FHIR:
		w.header.Set("Authorization", "Bearer "+key.Reveal())
	}
	return w
}

func (w *web) close() { w.client.Close() }

// attempts is how often a request is made within a run before the run fails.
const attempts = 3

// get fetches a document. conditional asks only for one that changed since it
// was last read, unless everything is to be read; the reply is nil if it did
// not. Faults on the far side are tried again a little later, a few times.
func (w *web) get(ctx context.Context, rawURL, accept string, conditional bool) (*outbound.Reply, error) {
	u, err := outbound.ParseURL(rawURL)
	if err != nil {
		return nil, err
	}
	if err := w.allowed(ctx, u); err != nil {
		return nil, err
	}
	req := outbound.Request{URL: rawURL, Header: w.header.Clone()}
	req.Header.Set("Accept", accept)
	if u.Host != w.home() {
		req.Header.Del("Authorization") // a link may lead anywhere
		req.Header.Del("Subscription-Key")
	}
	if conditional && !w.r.report.Full {
		v := w.r.cursor.Validators[rawURL]
		req.ETag, req.LastModified = v.ETag, v.LastModified
	}
	for n := 1; ; n++ {
		if err := w.wait(ctx, u); err != nil {
			return nil, err
		}
		reply, err := w.client.Get(ctx, req)
		if err == nil {
			if reply, err = w.judge(reply, u); err == nil {
				if conditional && reply != nil {
					w.remember(rawURL, reply)
				}
				return reply, nil
			}
		}
		var busy *busyError
		if n == attempts || !errors.Is(err, feedback.ErrUnavailable) || ours(err) || errors.As(err, &busy) && busy.after > time.Minute {
			return nil, err
		}
		pause := jitter(time.Duration(n)*5*time.Second, 0.5, w.r.opt.Random())
		if busy != nil {
			pause = max(pause, busy.after)
		}
		if err := w.r.opt.Sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

func (w *web) home() string {
	u, err := url.Parse(w.r.src.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// judge turns a status into an error; 304 gives no reply and no error.
func (w *web) judge(reply *outbound.Reply, u *url.URL) (*outbound.Reply, error) {
	where := u.Scheme + "://" + u.Host + u.EscapedPath()
	switch {
	case reply.NotModified():
		return nil, nil
	case reply.Status == http.StatusTooManyRequests || reply.Status == http.StatusServiceUnavailable:
		return nil, fmt.Errorf("%s: %w", where, &busyError{reply.Status, reply.RetryAfter})
	case reply.Status == http.StatusUnauthorized || reply.Status == http.StatusForbidden:
		return nil, fmt.Errorf("%s: refused with status %d; check the key: %w", where, reply.Status, feedback.ErrForbidden)
	case reply.Status != http.StatusOK:
		return nil, fmt.Errorf("%s: %w", where, &statusError{reply.Status})
	}
	return reply, nil
}

// maxValidators bounds what a checkpoint remembers of documents.
const maxValidators = 200

// remember keeps what lets a document be asked for only if it changed. It is
// stored with the checkpoint, after the document's items were; a run that fails
// forgets it.
func (w *web) remember(rawURL string, reply *outbound.Reply) {
	if reply.ETag == "" && reply.LastModified == "" || len(reply.ETag)+len(reply.LastModified) > 500 {
		return
	}
	if w.r.cursor.Validators == nil {
		w.r.cursor.Validators = make(map[string]validator)
	}
	if _, ok := w.r.cursor.Validators[rawURL]; !ok && len(w.r.cursor.Validators) >= maxValidators {
		return
	}
	w.r.cursor.Validators[rawURL] = validator{reply.ETag, reply.LastModified}
}

// wait keeps the source's pace, or the slower one that robots.txt asks for.
func (w *web) wait(ctx context.Context, u *url.URL) error {
	interval := w.r.src.interval()
	if g := w.robots[u.Scheme+"://"+u.Host]; g != nil && g.CrawlDelay > interval {
		interval = min(g.CrawlDelay, time.Minute)
	}
	return w.r.limit.wait(ctx, u.Host, interval)
}

// allowed reports whether robots.txt lets us read an address: ErrForbidden if
// not. A missing file allows everything; one that cannot be read allows nothing
// for now (RFC 9309).
func (w *web) allowed(ctx context.Context, u *url.URL) error {
	if !w.r.src.robots() {
		return nil
	}
	origin := u.Scheme + "://" + u.Host
	group, ok := w.robots[origin]
	if !ok {
		if err := w.r.limit.wait(ctx, u.Host, w.r.src.interval()); err != nil {
			return err
		}
		reply, err := w.client.Get(ctx, outbound.Request{URL: origin + "/robots.txt"})
		if err != nil {
			return fmt.Errorf("robots.txt: %w", err)
		}
		status := reply.Status
		if status == http.StatusTooManyRequests {
			return fmt.Errorf("robots.txt: %w", &busyError{status, reply.RetryAfter})
		}
		data, err := robotstxt.FromStatusAndBytes(status, reply.Body)
		if err != nil {
			return fmt.Errorf("robots.txt of %s cannot be understood: %w", origin, feedback.ErrForbidden)
		}
		if status >= 500 {
			return fmt.Errorf("robots.txt of %s: %w", origin, &statusError{status})
		}
		agent, _, _ := strings.Cut(w.client.Agent(), "/")
		group = data.FindGroup(agent)
		w.robots[origin] = group
	}
	if path := u.RequestURI(); !group.Test(path) {
		return fmt.Errorf("robots.txt of %s does not allow %s to be read: %w", origin, u.EscapedPath(), feedback.ErrForbidden)
	}
	return nil
}

// getJSON fetches a JSON document into v. An answer that is no JSON, such as the
// log-in page to which a bad key leads, is an error.
func (w *web) getJSON(ctx context.Context, rawURL string, v any) error {
	reply, err := w.get(ctx, rawURL, "application/json, application/fhir+json", false)
	if err != nil {
		return err
	}
	if reply == nil {
		return fmt.Errorf("an answer without content: %w", feedback.ErrUnavailable)
	}
	if reply.Type == "text/html" || strings.HasPrefix(strings.TrimSpace(string(reply.Body[:min(64, len(reply.Body))])), "<") {
		return fmt.Errorf("%s: answered with a web page instead of JSON, perhaps to log in: check the key: %w", w.r.src.Name, feedback.ErrForbidden)
	}
	if err := json.Unmarshal(reply.Body, v); err != nil {
		return fmt.Errorf("%s: its JSON is not of the form expected (%T): %w", w.r.src.Name, err, feedback.ErrInvalid)
	}
	return nil
}

// withQuery gives a URL with parameters added.
func withQuery(base string, params map[string]string) (string, error) {
	u, err := outbound.ParseURL(base)
	if err != nil {
		return "", err
	}
	q := u.Query()
	for k, v := range params {
		q.Set(k, v)
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// loose is a JSON string, number or truth value, as text; null is empty. Some
// sources change between them.
type loose string

// UnmarshalJSON reads any scalar.
func (l *loose) UnmarshalJSON(b []byte) error {
	s := strings.TrimSpace(string(b))
	switch {
	case s == "null":
		*l = ""
	case strings.HasPrefix(s, `"`):
		var v string
		if err := json.Unmarshal(b, &v); err != nil {
			return err
		}
		*l = loose(v)
	case strings.HasPrefix(s, "{"), strings.HasPrefix(s, "["):
		*l = "" // not a scalar: as if it were not there
	default:
		*l = loose(s)
	}
	return nil
}

// instant reads the forms in which sources write instants: with a zone, without
// (London), or a date alone (noon in London).
func instant(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, l := range []string{time.RFC3339Nano, time.RFC1123Z, time.RFC1123} {
		if t, err := time.Parse(l, s); err == nil {
			return t.UTC()
		}
	}
	for _, l := range []string{"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05", "2006-01-02T15:04", "02/01/2006 15:04:05", "02/01/2006 15:04"} {
		if t, err := time.ParseInLocation(l, s, feedback.London()); err == nil {
			return t.UTC()
		}
	}
	for _, l := range []string{"2006-01-02", "02/01/2006", "2 January 2006", "2 Jan 2006", "January 2006", "2006-01"} {
		if t, err := time.ParseInLocation(l, s, feedback.London()); err == nil {
			return t.Add(12 * time.Hour).UTC()
		}
	}
	return time.Time{}
}
