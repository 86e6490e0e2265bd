package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"earshot/api/limit"
	"earshot/feedback"
)

// Limits on what a request may send and how long it may take.
const (
	maxPage   = 256 << 10 // a form with two long comments, percent-encoded
	maxSingle = 2 << 20   // one answer as JSON; a longer comment is refused by field
	maxBatch  = 64 << 20  // many answers as NDJSON

	usualTime = 15 * time.Second
	batchTime = 5 * time.Minute
)

// limited bounds a route's body and time. The body is cut off when it is read
// past the limit; a length that is announced over it is refused unread.
func (s *server) limited(body int64, limit time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > body {
			s.fail(w, r, &http.MaxBytesError{Limit: body})
			return
		}
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, body)
		}
		ctx, cancel := context.WithTimeout(r.Context(), limit)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// tooMany is the refusal of a request over a limit.
type tooMany struct {
	wait time.Duration // until one more is taken
}

func (t *tooMany) Error() string { return fmt.Sprintf("over the limit for %s", t.wait) }
func (t *tooMany) Unwrap() error { return feedback.ErrTooMany }

// seconds rounds a time up to whole seconds, at least 1.
func seconds(d time.Duration) string {
	return strconv.FormatInt(max(1, int64((d+time.Second-1)/time.Second)), 10)
}

// metered counts requests against the limit of the key that they carry, or of
// their address. Everything below /v1/ refuses a key that is not in force, also
// where no key is needed, so that its holder learns of it; pages and the addresses
// of other standards do not look at keys, since clients of those send what they
// like.
func (s *server) metered(next handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		who, fault := s.caller(r)
		var err error
		if fault == nil && who.key != nil {
			err = s.charge(w, s.limits.Key(r.Context(), string(who.key.Role), who.key.ID), true)
		} else {
			err = s.meterAddress(w, r)
		}
		if err != nil {
			return err
		}
		if fault != nil && strings.HasPrefix(r.URL.Path, "/v1/") {
			return fault
		}
		return next(w, r)
	}
}

// meterAddress counts a request without a key. This machine's own address is not
// limited: it is the operator's, or a proxy's that EARSHOT_TRUSTED_PROXIES does not
// name, and behind that stands everybody.
func (s *server) meterAddress(w http.ResponseWriter, r *http.Request) error {
	addr := clientAddr(r, s.proxies)
	if addr.Unmap().IsLoopback() {
		return nil
	}
	return s.charge(w, s.limits.Address(r.Context(), limit.Public, addr), false)
}

// chargeForm counts a form, or an attempt to sign in, against its address.
func (s *server) chargeForm(w http.ResponseWriter, r *http.Request) error {
	return s.charge(w, s.limits.Address(r.Context(), limit.Forms, clientAddr(r, s.proxies)), false)
}

// charge tells the limit in headers, if it was refused or they are asked for. An
// answer to the public may be kept by a cache for others, so it has none.
func (s *server) charge(w http.ResponseWriter, v limit.Verdict, tell bool) error {
	if (tell || !v.OK) && !v.Rate.None() {
		h := w.Header()
		h.Set("RateLimit-Limit", strconv.Itoa(v.Rate.Burst))
		h.Set("RateLimit-Remaining", strconv.Itoa(v.Left))
		h.Set("RateLimit-Reset", seconds(v.Reset))
	}
	if !v.OK {
		w.Header().Set("Retry-After", seconds(v.Wait))
		return &tooMany{v.Wait}
	}
	return nil
}
