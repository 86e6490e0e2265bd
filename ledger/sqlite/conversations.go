package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

const upsertConversation = `
INSERT INTO conversations (hash, sealed, place, state, subject, expires_at, updated_at) VALUES (?,?,?,?,?,?,?)
ON CONFLICT (hash) DO UPDATE SET sealed = excluded.sealed, place = excluded.place, state = excluded.state,
    subject = excluded.subject, expires_at = excluded.expires_at, updated_at = excluded.updated_at`

func conversationArgs(c *ledger.Conversation) []any {
	sealed := c.Sealed
	if sealed == nil {
		sealed = []byte{}
	}
	return []any{c.Hash[:], sealed, string(c.Place), c.State, nullID(c.Subject), c.ExpiresAt.UnixMicro(), c.UpdatedAt.UnixMicro()}
}

// Conversation finds a contact's conversation; see [ledger.Conversations].
func (s *Store) Conversation(ctx context.Context, hash ledger.ContactHash) (ledger.Conversation, error) {
	c := ledger.Conversation{Contact: ledger.Contact{Hash: hash}}
	var subject sql.NullInt64
	var expires, updated int64
	err := s.read.QueryRowContext(ctx, `SELECT sealed, place, state, subject, expires_at, updated_at FROM conversations WHERE hash = ?`, hash[:]).
		Scan(&c.Sealed, &c.Place, &c.State, &subject, &expires, &updated)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Conversation{}, fmt.Errorf("conversation: %w", feedback.ErrNotFound)
	}
	if err != nil {
		return ledger.Conversation{}, wrap("conversation", err)
	}
	if subject.Valid {
		c.Subject = idOf(subject.Int64)
	}
	c.ExpiresAt, c.UpdatedAt = time.UnixMicro(expires).UTC(), time.UnixMicro(updated).UTC()
	return c, nil
}

// PutConversation stores or replaces a conversation.
func (s *Store) PutConversation(ctx context.Context, c ledger.Conversation) error {
	return s.exec(ctx, "store a conversation", upsertConversation, conversationArgs(&c)...)
}

// exec runs one statement in a transaction.
func (s *Store) exec(ctx context.Context, op, query string, args ...any) error {
	return s.transact(ctx, op, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
}

// ForgetConversations deletes those that expired before now.
func (s *Store) ForgetConversations(ctx context.Context, now time.Time) (int, error) {
	var n int64
	err := s.transact(ctx, "forget conversations", func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `DELETE FROM conversations WHERE expires_at < ?`, now.UnixMicro())
		if err != nil {
			return err
		}
		n, err = res.RowsAffected()
		return err
	})
	return int(n), err
}

// SetOptOut records or lifts an opt-out; see [ledger.Conversations].
func (s *Store) SetOptOut(ctx context.Context, hash ledger.ContactHash, out bool, at time.Time) error {
	return s.exec(ctx, "opt out", `INSERT INTO opt_outs (hash, out, at) VALUES (?,?,?)
		ON CONFLICT (hash) DO UPDATE SET out = excluded.out, at = excluded.at WHERE excluded.at >= opt_outs.at`,
		hash[:], out, at.UnixMicro())
}

// OptedOut reports whether a person asked for no more texts.
func (s *Store) OptedOut(ctx context.Context, hash ledger.ContactHash) (bool, error) {
	var out bool
	err := s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM opt_outs WHERE hash = ? AND out)`, hash[:]).Scan(&out)
	return out, wrap("opt out", err)
}
