package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/postgres"
	"earshot/ledger/sqlite"
)

// openStore opens the ledger that a configuration names, making the folder of a
// SQLite file if need be.
func openStore(ctx context.Context, dsn string) (ledger.Store, error) {
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return nil, &exitError{exitNotReached, fmt.Errorf("folder of the database: %w", err)}
		}
		s, err := sqlite.Open(ctx, path)
		if err != nil {
			return nil, &exitError{exitNotReached, err}
		}
		return s, nil
	}
	s, err := postgres.Open(ctx, dsn)
	if err != nil {
		return nil, &exitError{exitNotReached, err}
	}
	return s, nil
}

// withStore opens the store for the length of one command.
func withStore(ctx context.Context, c config, do func(ledger.Store) error) (err error) {
	s, err := openStore(ctx, c.Database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

// directory keeps the directory of places in force, following changes made by
// other processes.
type directory struct {
	store   ledger.Places
	now     atomic.Pointer[feedback.Directory]
	version atomic.Int64
}

// openDirectory loads the directory.
func openDirectory(ctx context.Context, store ledger.Places) (*directory, error) {
	d := &directory{store: store}
	return d, d.load(ctx)
}

// current gives the directory in force.
func (d *directory) current() *feedback.Directory { return d.now.Load() }

func (d *directory) load(ctx context.Context) error {
	set, err := d.store.LoadPlaces(ctx)
	if err != nil {
		return fmt.Errorf("load places: %w", err)
	}
	dir, err := feedback.NewDirectory(set.Places, set.Areas)
	if err != nil {
		return fmt.Errorf("load places: %w", err)
	}
	d.now.Store(dir)
	d.version.Store(set.Version)
	return nil
}

// directoryPoll is how often a process looks whether the directory changed.
const directoryPoll = 2 * time.Second

// follow reloads the directory when it changes, until ctx ends.
func (d *directory) follow(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(directoryPoll)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		v, err := d.store.PlacesVersion(ctx)
		if err == nil && v != d.version.Load() {
			err = d.load(ctx)
		}
		if err != nil && !failing && ctx.Err() == nil {
			log.Error("the directory of places cannot be read; the last one known stays in force", "error", err)
		}
		failing = err != nil
	}
}
