package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

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
