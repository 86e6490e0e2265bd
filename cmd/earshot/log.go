package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
)

// newLogger gives the log: JSON lines, for machines to collect.
func newLogger(w io.Writer, level string) *slog.Logger {
	l, err := logLevel(level)
	if err != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: l}))
}

// demoLog keeps a demonstration's log in its folder, out of the visitor's way.
func demoLog(folder, level string) (log *slog.Logger, closeLog func() error, err error) {
	f, err := os.Create(filepath.Join(folder, "earshot.log"))
	if err != nil {
		return nil, nil, err
	}
	return newLogger(f, level), f.Close, nil
}

func logLevel(s string) (slog.Level, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(s)); err != nil {
		return l, fmt.Errorf("log level: %w", err)
	}
	return l, nil
}
