package api

import (
	"fmt"
	"math/rand/v2"
	"net/http"
)

// requestID begins a request's trace and names it in X-Request-Id. An id that
// the caller sends is not used: it would carry a stranger's text into the log.
func requestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t := &trace{id: fmt.Sprintf("%016x", rand.Uint64())}
		w.Header().Set("X-Request-Id", t.id)
		next.ServeHTTP(&meter{w, t}, r.WithContext(withTrace(r.Context(), t)))
	})
}
