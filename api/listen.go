package api

import (
	"log"
	"log/slog"
	"net/http"
	"time"
)

// NewServer gives the server of the public listener. Its timeouts bound what a
// slow or idle client can hold on to; a batch extends its own as it moves.
func NewServer(addr string, h http.Handler, l *slog.Logger) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          serverLog(l),
	}
}

// NewAdminServer gives the server of the admin listener. Profiles and metrics
// may take a little longer to write.
func NewAdminServer(addr string, h http.Handler, l *slog.Logger) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      90 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          serverLog(l),
	}
}

// serverLog takes net/http's own complaints at debug level: they name the
// client's address, which is a person's.
func serverLog(l *slog.Logger) *log.Logger { return slog.NewLogLogger(l.Handler(), slog.LevelDebug) }
