// Package postgres keeps a ledger in PostgreSQL 15 or later: the engine for
// many processes. A batch costs two round trips and one transaction, which
// holds the heads of its partitions from the first to the second.
package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/outbox"
)

// session is sent on every new connection. A forgotten or frozen transaction
// must not hold a partition's head for long. The queries are all made for
// their indexes; a plan made while the tables were small must not outlive that.
const session = `
SET statement_timeout = '20s';
SET lock_timeout = '15s';
SET idle_in_transaction_session_timeout = '15s';
SET enable_seqscan = off;
SET enable_hashjoin = off;
SET jit = off`

// Store is a ledger in a PostgreSQL database. It is safe for concurrent use,
// and any number of processes may share the database.
type Store struct {
	outbox.Box
	pool *pgxpool.Pool
}

// Open connects to the database at url (postgres://user@host/name, or any form
// that libpq takes) and brings its tables up to date. It returns ErrUnavailable
// if the database does not answer, and ledger.ErrNewerSchema if a newer program
// wrote it.
func Open(ctx context.Context, url string) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("postgres: the address cannot be read: %w", err)
	}
	if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = max(config.MaxConns, 10)
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	config.AfterConnect = prepareSession
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, wrap("connect", err)
	}
	s := &Store{pool: pool}
	s.Box = outbox.New(engine{s})
	if err := s.start(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) start(ctx context.Context) error {
	if err := migrate(ctx, s.pool); err != nil {
		return err
	}
	var partitions int
	err := s.pool.QueryRow(ctx, `SELECT value::int FROM settings WHERE name = 'partitions'`).Scan(&partitions)
	if err != nil {
		return wrap("open", err)
	}
	if partitions != ledger.Partitions {
		return fmt.Errorf("postgres: %w: the ledger has %d partitions, this program needs %d", feedback.ErrCorrupt, partitions, ledger.Partitions)
	}
	return nil
}

// prepareSession sets a connection up. A commit must be on disk when it
// returns, so a server that does not wait for that is told to.
func prepareSession(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.PgConn().Exec(ctx, session).ReadAll(); err != nil {
		return err
	}
	_, err := conn.PgConn().Exec(ctx, `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`).ReadAll()
	return err
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return wrap("ping", s.pool.Ping(ctx))
}

// Close waits for what is under way and closes all connections.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}
