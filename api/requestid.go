package api

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"net/http"
)

// requestID begins a request's trace and names it in X-Request-Id. An id that
// the caller sends is not used: it would carry a stranger's text into the log.
func requestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var raw [8]byte
		binary.BigEndian.PutUint64(raw[:], rand.Uint64())
		m := &meter{ResponseWriter: w}
		m.trace.id = hex.EncodeToString(raw[:])
		w.Header().Set("X-Request-Id", m.trace.id)
		next.ServeHTTP(m, r.WithContext(withTrace(r.Context(), &m.trace)))
	})
}
