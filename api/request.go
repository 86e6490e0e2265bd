package api

import (
	"context"
	"net/http"
)

// trace is what is known of one request while it is served. It is made once by
// the outermost middleware and filled in further in, so that the log line
// written at the end can name the route and the key.
type trace struct {
	id     string // of the request, made here
	route  string // the template, such as /p/{id}; empty if nothing matched
	key    string // the public part of the API key, if one was used
	page   bool   // the route answers with pages, not JSON
	status int    // first status written; 0 if none
	bytes  int64  // of body written before compression
	fault  string // what went wrong inside, for the log only
}

type traceKey struct{}

// traceOf gives the request's trace. Outside the middleware it gives an empty
// one, so that handlers can be tested alone.
func traceOf(r *http.Request) *trace {
	if t, ok := r.Context().Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

func withTrace(ctx context.Context, t *trace) context.Context {
	return context.WithValue(ctx, traceKey{}, t)
}

// meter is a ResponseWriter that notes the status and size written.
type meter struct {
	http.ResponseWriter
	trace trace
}

// WriteHeader notes the first final status.
func (m *meter) WriteHeader(status int) {
	if m.trace.status == 0 && status >= 200 {
		m.trace.status = status
	}
	m.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes of the body.
func (m *meter) Write(b []byte) (int, error) {
	if m.trace.status == 0 {
		m.trace.status = http.StatusOK
	}
	n, err := m.ResponseWriter.Write(b)
	m.trace.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (m *meter) Unwrap() http.ResponseWriter { return m.ResponseWriter }
