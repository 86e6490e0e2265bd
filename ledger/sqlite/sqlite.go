// Package sqlite keeps a ledger in one SQLite file: the engine that needs no
// set-up. One connection writes, several read; the journal is a write-ahead log
// that is forced to disk at every commit.
package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/outbox"
	"earshot/ledger/warningdb"
)

// readers is how many connections read at once.
const readers = 4

// Store is a ledger in a file. It is safe for concurrent use, and several
// Stores, in one process or many, may share a file.
type Store struct {
	*warningdb.Tables
	outbox.Box
	path  string
	write *sql.DB // one connection
	read  *sql.DB

	mu    sync.Mutex // held while the write connection is in use
	stmts statements
	known lists // asked in transactions that write
	asked lists // asked outside them

	lingers atomic.Bool // whether the write-ahead log may hold erased words
}

// Open opens the ledger at path and brings its tables up to date; it creates
// the file, readable by its owner only, and its folder if there is none. It
// returns ledger.ErrNewerSchema if a newer program wrote the file.
func Open(ctx context.Context, path string) (*Store, error) {
	if err := create(path); err != nil {
		return nil, fmt.Errorf("sqlite: %w: %w", feedback.ErrUnavailable, err)
	}
	write, err := sql.Open("sqlite", dsn(path, "immediate"))
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", dsn(path, "deferred", "query_only(ON)"))
	if err != nil {
		write.Close()
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	s := &Store{path: path, write: write, read: read, known: lists{db: write}, asked: lists{db: read}}
	s.Tables = warningdb.New(warningdb.Engine{Read: read, Transact: s.transact, Wrap: wrap})
	s.Box = outbox.New(engine{s})
	if err := s.start(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) start(ctx context.Context) error {
	if err := migrate(ctx, s.write); err != nil {
		return err
	}
	var partitions int
	err := s.write.QueryRowContext(ctx, `SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'partitions'`).Scan(&partitions)
	if err != nil {
		return wrap("open", err)
	}
	if partitions != ledger.Partitions {
		return fmt.Errorf("sqlite: %w: the ledger has %d partitions, this program needs %d", feedback.ErrCorrupt, partitions, ledger.Partitions)
	}
	if err := s.known.prepare(ctx, selectHeads, selectFirst, selectVersions); err != nil {
		return err
	}
	return s.stmts.prepare(ctx, s.write)
}

// create makes the file before SQLite does, so that only its owner may read it.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// dsn gives the data source name. Settings are in it so that every connection
// has them. What is erased is overwritten in the file, not only unlinked.
func dsn(path, txlock string, pragmas ...string) string {
	q := url.Values{"_txlock": {txlock}}
	for _, p := range append([]string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)", "secure_delete(ON)",
		"journal_size_limit(67108864)", "cache_size(-16384)"}, pragmas...) {
		q.Add("_pragma", p)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// Ping reports whether the file can be read.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return wrap("ping", s.read.QueryRowContext(ctx, `SELECT 1 FROM heads LIMIT 1`).Scan(&one))
}

// Close closes the file, having written everything back into it.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stmts.close()
	s.known.close()
	s.asked.close()
	return errors.Join(s.read.Close(), s.write.Close())
}

// wrap gives a database error one of feedback's meanings.
func wrap(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("sqlite: %s: %w", op, err)
	case errors.Is(err, sql.ErrConnDone), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("sqlite: %s: %w: %w", op, feedback.ErrUnavailable, err)
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("sqlite: %s: %w", op, err)
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT,
		sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL:
		return fmt.Errorf("sqlite: %s: %w: %w", op, feedback.ErrUnavailable, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("sqlite: %s: %w: %w", op, feedback.ErrCorrupt, err)
	}
	return fmt.Errorf("sqlite: %s: %w", op, err)
}

// idOf and packed turn an ID into the number in the id and subject columns and
// back.
func idOf(n int64) ledger.ID {
	return ledger.ID{Partition: ledger.Partition(n >> 48), Seq: ledger.Seq(n & (1<<48 - 1))}
}

func packed(id ledger.ID) int64 { return int64(id.Partition)<<48 | int64(id.Seq) }

// Append stores commands in one transaction; see [ledger.Writer].
func (s *Store) Append(ctx context.Context, cmds ...ledger.Command) ([]ledger.Receipt, error) {
	if len(cmds) == 0 {
		return nil, nil
	}
	var plan *ledger.Plan
	err := s.transact(ctx, "append", func(ctx context.Context, tx *sql.Tx) error {
		known, err := s.knows(ctx, tx, cmds)
		if err != nil {
			return err
		}
		if plan, err = ledger.MakePlan(known, cmds, rand.Reader); err != nil {
			return err
		}
		return s.store(ctx, tx, plan)
	})
	if err != nil {
		return nil, err
	}
	if len(plan.Blank) > 0 {
		s.lingers.Store(true)
	}
	if s.lingers.Load() {
		s.emptyLog(ctx)
	}
	return plan.Receipts, nil
}

// emptyLog folds the write-ahead log into the file and cuts it to nothing, so
// that erased words leave the disk now and not with the next checkpoint. If
// readers hold on to the log for long, the next append tries again; what was
// appended stands either way.
func (s *Store) emptyLog(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx = context.WithoutCancel(ctx)
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `PRAGMA busy_timeout = 250`); err != nil {
		return
	}
	var busy, pages, folded int
	err = conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &folded)
	if err == nil && busy == 0 {
		s.lingers.Store(false)
	}
	_, _ = conn.ExecContext(ctx, `PRAGMA busy_timeout = 10000`) // it cannot fail where the one above did not
}
