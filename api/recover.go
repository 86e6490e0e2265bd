package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
)

// recovered answers a panic with 500 and logs where it happened. The value of
// the panic is logged only if the runtime made it: any other may hold what a
// person wrote.
func (s *server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			what := fmt.Sprintf("%T", v)
			if re, ok := v.(runtime.Error); ok {
				what = re.Error()
			}
			t := traceOf(r)
			s.log.LogAttrs(r.Context(), slog.LevelError, "panic", slog.String("request_id", t.id),
				slog.String("route", t.route), slog.String("panic", what), slog.String("stack", string(debug.Stack())))
			s.fail(w, r, fmt.Errorf("panic: %s", what))
		}()
		next.ServeHTTP(w, r)
	})
}
