package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// accessLog writes one line a request: the route's template rather than the
// path, and neither query, body, address nor browser, all of which may say who
// somebody is.
func (s *server) accessLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.now()
		next.ServeHTTP(w, r)
		t := traceOf(r)
		level := slog.LevelInfo
		if t.fault != "" {
			level = slog.LevelError
		}
		if !s.log.Enabled(r.Context(), level) {
			return
		}
		attrs := make([]slog.Attr, 0, 9)
		attrs = append(attrs, slog.String("request_id", t.id), slog.String("method", plainMethod(r.Method)),
			slog.String("route", routeName(t)), slog.Int("status", statusOf(t)), slog.Int64("bytes", t.bytes),
			slog.Float64("ms", float64(s.now().Sub(start))/float64(time.Millisecond)))
		if t.key != "" {
			attrs = append(attrs, slog.String("key", t.key))
		}
		if t.fault != "" {
			attrs = append(attrs, slog.String("error", t.fault))
		}
		s.log.LogAttrs(context.WithoutCancel(r.Context()), level, "request", attrs...)
	})
}

// plainMethod gives a method the server knows; anybody can send any word as one.
func plainMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

func routeName(t *trace) string {
	if t.route == "" {
		return "none"
	}
	return t.route
}

// statusOf gives the status for logs and metrics: 499 if the client went away
// before one was written.
func statusOf(t *trace) int {
	if t.status == 0 {
		return 499
	}
	return t.status
}
