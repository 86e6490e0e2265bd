package postgres_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/ledger/postgres"
)

var _ ledger.Store = (*postgres.Store)(nil)

// server is shared by the tests of this package; TestMain sets it.
var (
	server    *ledgertest.Postgres
	serverErr error
)

func TestMain(m *testing.M) {
	if url, is := ledgertest.Child(); is { // the program that TestKilled kills
		s, err := postgres.Open(context.Background(), url)
		if err == nil {
			err = ledgertest.AppendForever(s, os.Stdout)
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	server, serverErr = ledgertest.StartPostgresMain()
	code := m.Run()
	if server != nil {
		server.Close()
	}
	os.Exit(code)
}

// database is a ledger database under test.
type database struct{ url string }

func newDatabase(t testing.TB) ledgertest.Database {
	t.Helper()
	if serverErr != nil {
		ledgertest.Missing(t, serverErr)
	}
	return database{server.NewDatabase(t)}
}

func (d database) Open(ctx context.Context) (ledger.Store, error) {
	s, err := postgres.Open(ctx, d.url)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (d database) Exec(ctx context.Context, query string) error { return d.exec(ctx, query) }

func (d database) exec(ctx context.Context, query string, args ...any) error {
	conn, err := pgx.Connect(ctx, d.url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, query, args...)
	return err
}

func (d database) CopyEntry(ctx context.Context, from, to ledger.ID) error {
	return d.exec(ctx, `INSERT INTO entries (partition, seq, kind, at, source, source_id, subject_partition, subject_seq, version, place, rating, answered_on, facts, words, words_commitment, hash)
		SELECT $1, $2, kind, at, source, source_id || ' copied', subject_partition, subject_seq, version, place, rating, answered_on, facts, words, words_commitment, hash
		FROM entries WHERE partition = $3 AND seq = $4`, int16(to.Partition), int64(to.Seq), int16(from.Partition), int64(from.Seq))
}

// Stall makes one transaction in three dawdle after its first write.
func (d database) Stall(ctx context.Context) error {
	return d.exec(ctx, `
		CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS
			$$BEGIN IF random() < 0.3 THEN PERFORM pg_sleep(random() * 0.02); END IF; RETURN NULL; END$$;
		CREATE TRIGGER stall AFTER INSERT ON entries FOR EACH STATEMENT EXECUTE FUNCTION stall();`)
}

func TestKilled(t *testing.T) {
	db := newDatabase(t)
	ledgertest.RunKilled(t, db, db.(database).url, 8)
}

func TestConformance(t *testing.T) { ledgertest.Run(t, newDatabase) }

func BenchmarkAppend(b *testing.B) { ledgertest.BenchmarkAppend(b, newDatabase(b)) }

func BenchmarkRead(b *testing.B) {
	db := newDatabase(b)
	ledgertest.BenchmarkRead(b, db, func(ctx context.Context) (n int, err error) {
		conn, err := pgx.Connect(ctx, db.(database).url)
		if err != nil {
			return 0, err
		}
		defer conn.Close(ctx)
		rows, err := conn.Query(ctx, `SELECT partition, seq, kind, at, source, source_id, subject_partition, subject_seq, version, facts, hash FROM entries`)
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
