// Package postgres keeps a ledger in PostgreSQL 15 or later: the engine for
// many processes. A batch costs two round trips and one transaction, which
// holds the heads of its partitions from the first to the second.
package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/outbox"
	"earshot/ledger/warningdb"
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
	*warningdb.Tables
	outbox.Box
	pool *pgxpool.Pool
	db   *sql.DB // over the same pool, for tables that both engines keep alike
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
	s := &Store{pool: pool, db: stdlib.OpenDBFromPool(pool)}
	s.Tables = warningdb.New(warningdb.Engine{Read: s.db, Transact: s.transact, Wrap: wrap, Numbered: true,
		Serialise: `UPDATE warning_head SET seq = seq`})
	s.Box = outbox.New(engine{s})
	if err := s.start(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// transact runs f in a transaction that writes.
func (s *Store) transact(ctx context.Context, op string, f func(context.Context, *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return wrap(op, err)
	}
	if err = f(ctx, tx); err == nil {
		return wrap(op, tx.Commit())
	}
	_ = tx.Rollback() // the connection may be gone, which undoes it too
	return wrap(op, err)
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
	err := s.db.Close()
	s.pool.Close()
	return err
}
