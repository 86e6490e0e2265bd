package push

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"earshot/collector/outbound"
	"earshot/feedback"
)

// Kind is why a request to a portal failed.
type Kind int

// The kinds of failure.
const (
	Unreachable Kind = iota + 1 // no answer; whether the portal did its work is not known
	Busy                        // it asks us to come back later
	Broken                      // it failed, or answered with something that is no answer
	Refused                     // the token may not do this
	Missing                     // what was asked for is not there
	Invalid                     // it does not take what was sent
	TooLarge                    // it does not take so large a file
	Forbidden                   // our own rules forbid the address
)

// FarError is a failure of a request to a portal.
type FarError struct {
	Kind    Kind
	Status  int           // of HTTP; 0 if there was no answer
	Message string        // in one line; never holds the token
	After   time.Duration // how long the portal wants us to wait; 0 if it does not say
	Err     error
}

// Error says what failed.
func (e *FarError) Error() string {
	what := map[Kind]string{Unreachable: "the portal cannot be reached", Busy: "the portal is busy", Broken: "the portal failed", Refused: "the portal refused the token",
		Missing: "the portal does not have it", Invalid: "the portal did not take it", TooLarge: "the file is too large for the portal", Forbidden: "the address is forbidden"}[e.Kind]
	if e.Status > 0 {
		what += fmt.Sprintf(" (status %d)", e.Status)
	}
	if e.Message != "" {
		what += ": " + e.Message
	}
	return what
}

// Unwrap gives the cause and what it means to the rest of the program.
func (e *FarError) Unwrap() []error {
	meaning := feedback.ErrInvalid
	switch e.Kind {
	case Unreachable, Busy, Broken:
		meaning = feedback.ErrUnavailable
	case Refused, Forbidden:
		meaning = feedback.ErrForbidden
	case Missing:
		meaning = feedback.ErrNotFound
	case TooLarge:
		meaning = feedback.ErrTooLarge
	}
	if e.Err == nil {
		return []error{meaning}
	}
	return []error{meaning, e.Err}
}

// passing reports whether it makes sense to try again.
func passing(err error) bool {
	var far *FarError
	return errors.As(err, &far) && (far.Kind == Unreachable || far.Kind == Busy || far.Kind == Broken)
}

func isKind(err error, k Kind) bool {
	var far *FarError
	return errors.As(err, &far) && far.Kind == k
}

// far speaks HTTP with a portal.
type far struct {
	base  *url.URL
	Token feedback.Secret
	http  *http.Client
	agent string
	now   func() time.Time
	// public fetches what everybody can, without the token, and follows
	// redirects: portals keep files elsewhere.
	public *outbound.Client
}

func newFar(opt *Options) (*far, error) {
	u, err := outbound.ParseURL(strings.TrimRight(opt.Portal, "/"))
	if err != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, &feedback.FieldError{Field: "portal", Reason: "must be https://… without a password, a query or a fragment"}
	}
	if u.Scheme != "https" && !opt.Internal {
		return nil, &feedback.FieldError{Field: "portal", Reason: "must be https://…, since the token would travel in the open; plain http is for portals inside one's own network"}
	}
	guarded := outbound.New(outbound.Options{Internal: opt.Internal, Timeout: opt.Timeout, MaxBytes: 64 << 20, Redirects: -1, Agent: "Earshot"})
	public := outbound.New(outbound.Options{Internal: opt.Internal, Timeout: opt.Timeout, MaxBytes: 256 << 20})
	return &far{base: u, Token: opt.Token, agent: guarded.Agent(), now: opt.Now, public: public,
		http: &http.Client{Transport: guarded.Transport(), Timeout: opt.Timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// call is one request. A body is sent from the start at every try.
type call struct {
	method, path string // the path is put after the portal's address
	kind         string // content type of the body
	body         []byte
}

// do makes a request and gives the body of an answer that is JSON. Redirects
// are not followed: a POST would be sent again as something else, and the token
// to somebody else.
func (f *far) do(ctx context.Context, c call) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, c.method, f.base.String()+c.path, bytes.NewReader(c.body))
	if err != nil {
		return nil, &FarError{Kind: Forbidden, Message: "the address cannot be made of the portal's and the path"}
	}
	req.Header.Set("User-Agent", f.agent)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Cache-Control", "no-cache")
	if f.Token != "" {
		req.Header.Set("Authorization", f.Token.Reveal())
		req.Header.Set("X-CKAN-API-Key", f.Token.Reveal()) // what CKAN before 2.10 reads on some sites
	}
	if c.kind != "" {
		req.Header.Set("Content-Type", c.kind)
	}
	res, err := f.http.Do(req)
	if err != nil {
		return nil, f.unanswered(ctx, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, f.unanswered(ctx, err)
	}
	if err := f.fault(res, body); err != nil {
		return body, err
	}
	return body, nil
}

// unanswered tells why there is no answer.
func (f *far) unanswered(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err // the address is said once, by whoever prints the error
	}
	far := &FarError{Kind: Unreachable, Message: f.clean(err.Error()), Err: err}
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, feedback.ErrForbidden), errors.As(err, &certificate):
		far.Kind = Forbidden
	case errors.Is(err, feedback.ErrTooLarge):
		far.Kind = Broken
	}
	return far
}

// fault reads what an answer's status and type say.
func (f *far) fault(res *http.Response, body []byte) error {
	e := &FarError{Status: res.StatusCode, After: f.retryAfter(res.Header.Get("Retry-After"))}
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	isJSON := kind == "application/json" || strings.HasSuffix(kind, "+json") || looksJSON(body)
	e.Message = f.clean(gist(body, isJSON))
	switch code := res.StatusCode; {
	case code >= 200 && code < 300:
		if isJSON {
			return nil
		}
		// A proxy's page, a wall, or a site that is being looked after.
		e.Kind, e.Message = Broken, "it answered with a page instead of JSON: "+e.Message
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable:
		e.Kind = Busy
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code >= 500 && code != http.StatusNotImplemented:
		e.Kind = Broken
	case code >= 300 && code < 400:
		e.Kind, e.Message = Forbidden, "it sends us to "+f.clean(place(res.Header.Get("Location")))+": give its right address"
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		e.Kind = Refused
	case code == http.StatusNotFound, code == http.StatusGone:
		e.Kind = Missing
	case code == http.StatusRequestEntityTooLarge:
		e.Kind = TooLarge
	default:
		e.Kind = Invalid
	}
	return e
}

func looksJSON(body []byte) bool {
	text := bytes.TrimSpace(body)
	return len(text) > 0 && (text[0] == '{' || text[0] == '[' || text[0] == '"')
}

// place gives scheme and host of an address, since its query may hold a key.
func place(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "another address"
	}
	return u.Scheme + "://" + u.Host
}

var (
	titleOf = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	tags    = regexp.MustCompile(`(?s)<[^>]*>`)
)

// gist gives what an error's body says.
func gist(body []byte, isJSON bool) string {
	text := string(body[:min(len(body), 4096)])
	if isJSON {
		return text
	}
	if m := titleOf.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	return tags.ReplaceAllString(text, " ")
}

// clean makes one short line of a text, without the token.
func (f *far) clean(text string) string {
	if f.Token != "" {
		text = strings.ReplaceAll(text, f.Token.Reveal(), "[hidden]")
	}
	r := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " "))
	if len(r) > 300 {
		r = append(r[:300], '…')
	}
	return string(r)
}

// longestAfter is the longest that a portal can make us wait at once.
const longestAfter = 10 * time.Minute

// retryAfter reads the header of that name: seconds or a date.
func (f *far) retryAfter(v string) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && n >= 0 {
		return min(time.Duration(min(n, 1<<20))*time.Second, longestAfter)
	}
	if at, err := http.ParseTime(v); err == nil {
		return min(max(at.Sub(f.now()), 0), longestAfter)
	}
	return 0
}

// pause gives how long to wait before the nth try, from 1: what the portal
// asks for, or else doubling from a second up to a minute, of which a random
// half is taken off so that many who failed together do not come back together.
func pause(n int, err error, random *rand.Rand) time.Duration {
	var far *FarError
	if errors.As(err, &far) && far.After > 0 {
		return far.After + time.Duration(random.Int64N(int64(time.Second)))
	}
	d := min(time.Second<<min(n-1, 10), time.Minute)
	return d/2 + time.Duration(random.Int64N(int64(d/2)+1))
}

// sum fetches a file from the portal, as anybody can, and gives its SHA-256 in
// hexadecimal.
func (f *far) sum(ctx context.Context, address string) (string, error) {
	reply, err := f.public.Get(ctx, outbound.Request{URL: address})
	switch {
	case err != nil && ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", f.unanswered(ctx, err)
	case reply.Status >= 500 || reply.Status == http.StatusTooManyRequests:
		return "", &FarError{Kind: Busy, Status: reply.Status, After: reply.RetryAfter}
	case reply.Status == http.StatusNotFound || reply.Status == http.StatusGone:
		return "", &FarError{Kind: Missing, Status: reply.Status}
	case reply.Status != http.StatusOK:
		return "", &FarError{Kind: Refused, Status: reply.Status}
	}
	sha := sha256.Sum256(reply.Body)
	return hex.EncodeToString(sha[:]), nil
}
