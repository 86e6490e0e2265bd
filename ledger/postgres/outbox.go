package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"earshot/ledger"
	"earshot/ledger/outbox"
)

// engine lends transactions to the outbox.
type engine struct{ s *Store }

func (e engine) Transact(ctx context.Context, op string, f func(context.Context, outbox.Tx) error) error {
	var err error
	for range attempts {
		if err = pgx.BeginFunc(ctx, e.s.pool, func(tx pgx.Tx) error { return f(ctx, outboxTx{tx}) }); !again(err) {
			break
		}
	}
	return wrap(op, err)
}

type outboxTx struct{ pgx.Tx }

func (t outboxTx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	tag, err := t.Tx.Exec(ctx, query, args...)
	return tag.RowsAffected(), err
}

func (t outboxTx) Query(ctx context.Context, query string, each func(func(...any) error) error, args ...any) error {
	rows, err := t.Tx.Query(ctx, query, args...)
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

// Lock takes the person's advisory lock.
func (t outboxTx) Lock(ctx context.Context, person ledger.ContactHash) error {
	_, err := t.Tx.Exec(ctx, lockPeople, []int64{lockOf(person)})
	return err
}

func (t outboxTx) OptedOut(ctx context.Context, person ledger.ContactHash) (out bool, err error) {
	err = t.QueryRow(ctx, selectOptOut, person[:]).Scan(&out)
	return out, err
}

func (t outboxTx) SetOptOut(ctx context.Context, person ledger.ContactHash, out bool, at time.Time) error {
	_, err := t.Tx.Exec(ctx, upsertOptOut, person[:], out, at)
	return err
}

func (t outboxTx) Conversation(ctx context.Context, person ledger.ContactHash) (ledger.Conversation, error) {
	return scanConversation(t.QueryRow(ctx, selectConversation, person[:]), person)
}

func (t outboxTx) PutConversation(ctx context.Context, c ledger.Conversation) error {
	c.Base = 0
	return putConversation(ctx, t.Tx, c)
}
