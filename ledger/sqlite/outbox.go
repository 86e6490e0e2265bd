package sqlite

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"earshot/ledger"
	"earshot/ledger/outbox"
)

// engine lends transactions to the outbox.
type engine struct{ s *Store }

func (e engine) Transact(ctx context.Context, op string, f func(context.Context, outbox.Tx) error) error {
	return e.s.transact(ctx, op, func(ctx context.Context, tx *sql.Tx) error { return f(ctx, outboxTx{tx}) })
}

type outboxTx struct{ *sql.Tx }

// numbered turns $1 into ?1, which is how SQLite numbers arguments.
func numbered(query string) string { return strings.ReplaceAll(query, "$", "?") }

func (t outboxTx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := t.ExecContext(ctx, numbered(query), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (t outboxTx) Query(ctx context.Context, query string, each func(func(...any) error) error, args ...any) error {
	rows, err := t.QueryContext(ctx, numbered(query), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Lock does nothing: a transaction holds SQLite's one write lock from its start.
func (t outboxTx) Lock(context.Context, ledger.ContactHash) error { return nil }

func (t outboxTx) OptedOut(ctx context.Context, person ledger.ContactHash) (out bool, err error) {
	err = t.QueryRowContext(ctx, selectOptOut, person[:]).Scan(&out)
	return out, err
}

func (t outboxTx) SetOptOut(ctx context.Context, person ledger.ContactHash, out bool, at time.Time) error {
	_, err := t.ExecContext(ctx, upsertOptOut, person[:], out, at.UnixMicro())
	return err
}

func (t outboxTx) Conversation(ctx context.Context, person ledger.ContactHash) (ledger.Conversation, error) {
	return scanConversation(t.QueryRowContext(ctx, selectConversation, person[:]), person)
}

func (t outboxTx) PutConversation(ctx context.Context, c ledger.Conversation) error {
	c.Base = 0
	return putConversation(ctx, t.Tx, c)
}
