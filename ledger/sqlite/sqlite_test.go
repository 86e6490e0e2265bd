package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/ledger/sqlite"
)

var _ ledger.Store = (*sqlite.Store)(nil)

// database is a ledger file under test.
type database struct{ path string }

func newDatabase(t testing.TB) ledgertest.Database {
	return database{filepath.Join(t.TempDir(), "folder with spaces", "ledger?100%.db")}
}

func (d database) Open(ctx context.Context) (ledger.Store, error) {
	s, err := sqlite.Open(ctx, d.path)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (d database) Exec(ctx context.Context, query string) error {
	return d.exec(ctx, query)
}

func (d database) exec(ctx context.Context, query string, args ...any) error {
	db, err := sql.Open("sqlite", sqlite.DSN(d.path))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, query, args...)
	return err
}

func (d database) CopyEntry(ctx context.Context, from, to ledger.ID) error {
	return d.exec(ctx, `INSERT INTO entries (id, kind, at, source, source_id, subject, version, place, rating, answered_on, facts, words, words_commitment, hash)
		SELECT ?, kind, at, source, source_id || ' copied', subject, version, place, rating, answered_on, facts, words, words_commitment, hash
		FROM entries WHERE partition = ? AND seq = ?`, int64(to.Partition)<<48|int64(to.Seq), int64(from.Partition), int64(from.Seq))
}

// TestMain is also the program that TestKilled kills.
func TestMain(m *testing.M) {
	if path, is := ledgertest.Child(); is {
		s, err := sqlite.Open(context.Background(), path)
		if err == nil {
			err = ledgertest.AppendForever(s, os.Stdout)
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestKilled(t *testing.T) {
	db := newDatabase(t)
	ledgertest.RunKilled(t, db, db.(database).path, 8)
}

func TestConformance(t *testing.T) { ledgertest.Run(t, newDatabase) }

func BenchmarkAppend(b *testing.B) { ledgertest.BenchmarkAppend(b, newDatabase(b)) }

func BenchmarkRead(b *testing.B) {
	db := newDatabase(b)
	ledgertest.BenchmarkRead(b, db, func(ctx context.Context) (n int, err error) {
		pool, err := sql.Open("sqlite", sqlite.DSN(db.(database).path))
		if err != nil {
			return 0, err
		}
		defer pool.Close()
		rows, err := pool.QueryContext(ctx, `SELECT id, kind, at, source, source_id, subject, version, facts, hash FROM entries`)
		if err != nil {
			return 0, err
		}
		defer rows.Close()
		for rows.Next() {
			n++
		}
		return n, rows.Err()
	})
}

// TestErasedWordsLeaveTheFile looks for erased words in the bytes of the file,
// once the write-ahead log has been folded back into it.
func TestErasedWordsLeaveTheFile(t *testing.T) {
	db := newDatabase(t).(database)
	s, err := db.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cmd := ledgertest.Receive("web", "1", 1)
	cmd.Response.Comments[0].Text = "UNMISTAKABLE" + feedback.Text(strings.Repeat(" long enough to spill over onto pages of its own", 200))
	r, err := s.Append(t.Context(), cmd, ledgertest.Receive("web", "2", 1))
	if err != nil {
		t.Fatal(err)
	}
	found := func() bool {
		t.Helper()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(filepath.Dir(db.path), "*"))
		if err != nil || len(files) != 1 {
			t.Fatalf("after closing: %v, %v; want the one file", files, err)
		}
		data, err := os.ReadFile(db.path)
		if err != nil {
			t.Fatal(err)
		}
		if s, err = db.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(data, []byte("UNMISTAKABLE")) || bytes.Contains(data, []byte("spill over"))
	}
	if !found() {
		t.Fatal("the words are not in the file; the test looks in the wrong place")
	}
	if _, err := s.Append(t.Context(), ledgertest.Change(ledger.Erased, "e", r[0].ID)); err != nil {
		t.Fatal(err)
	}
	if found() {
		t.Error("erased words are still in the file")
	}
	s.Close()
	info, err := os.Stat(db.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v; want 0600", info.Mode(), err)
	}
}

// TestErasedWordsLeaveTheLog looks for erased words in the write-ahead log of a
// store that goes on working, also after a reader held on to them.
func TestErasedWordsLeaveTheLog(t *testing.T) {
	db := newDatabase(t).(database)
	s, err := db.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	logged := func() bool {
		t.Helper()
		b, err := os.ReadFile(db.path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(b, []byte("UNMISTAKABLE"))
	}
	receive := func(id string) ledger.ID {
		t.Helper()
		cmd := ledgertest.Receive("web", id, 1)
		cmd.Response.Comments[0].Text = "UNMISTAKABLE" + feedback.Text(strings.Repeat(" long", 2000))
		r, err := s.Append(t.Context(), cmd)
		if err != nil {
			t.Fatal(err)
		}
		if !logged() {
			t.Fatal("the words are not in the log; the test looks in the wrong place")
		}
		return r[0].ID
	}
	erase := func(key string, id ledger.ID) {
		t.Helper()
		if _, err := s.Append(t.Context(), ledgertest.Change(ledger.Erased, key, id)); err != nil {
			t.Fatal(err)
		}
	}
	erase("e1", receive("1"))
	if logged() {
		t.Error("erased words are still in the log")
	}
	id := receive("2")
	reader, err := sql.Open("sqlite", "file:"+(&url.URL{Path: db.path}).EscapedPath())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	tx, err := reader.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow(`SELECT count(*) FROM entries`).Scan(&n); err != nil || n != 3 {
		t.Fatalf("%d entries, %v", n, err)
	}
	erase("e2", id) // must not wait for the reader, nor fail
	if !logged() {
		t.Fatal("the reader does not hold the log; the test shows nothing")
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), ledgertest.Receive("web", "3", 1)); err != nil {
		t.Fatal(err)
	}
	if logged() {
		t.Error("erased words are still in the log after the reader let go of it")
	}
}
