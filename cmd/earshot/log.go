package main

import (
	"fmt"
	"io"
	"log/slog"
)

// newLogger gives the log: JSON lines, for machines to collect.
func newLogger(w io.Writer, level string) *slog.Logger {
	l, err := logLevel(level)
	if err != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: l}))
}

func logLevel(s string) (slog.Level, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(s)); err != nil {
		return l, fmt.Errorf("log level: %w", err)
	}
	return l, nil
}
