package api

import (
	"context"
	"net/http"
	"time"
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
