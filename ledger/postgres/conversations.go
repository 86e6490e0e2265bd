package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"earshot/feedback"
	"earshot/ledger"
)

const upsertConversations = `
INSERT INTO conversations (hash, sealed, place, state, subject_partition, subject_seq, expires_at, updated_at)
SELECT hash, sealed, place, state, nullif(sp, -1), nullif(ss, 0), expires_at, updated_at
FROM unnest($1::bytea[], $2::bytea[], $3::text[], $4::text[], $5::smallint[], $6::bigint[], $7::timestamptz[], $8::timestamptz[])
  AS u (hash, sealed, place, state, sp, ss, expires_at, updated_at)
ON CONFLICT (hash) DO UPDATE SET sealed = excluded.sealed, place = excluded.place, state = excluded.state,
    subject_partition = excluded.subject_partition, subject_seq = excluded.subject_seq,
    expires_at = excluded.expires_at, updated_at = excluded.updated_at`

func conversationArgs(list []ledger.Conversation) []any {
	n := len(list)
	hash, sealed, place, state := make([][]byte, n), make([][]byte, n), make([]string, n), make([]string, n)
	sp, ss := make([]int16, n), make([]int64, n)
	expires, updated := make([]time.Time, n), make([]time.Time, n)
	for i := range list {
		c := &list[i]
		hash[i], sealed[i], place[i], state[i] = c.Hash[:], c.Sealed, string(c.Place), c.State
		if sealed[i] == nil {
			sealed[i] = []byte{}
		}
		sp[i], ss[i] = int16(c.Subject.Partition), int64(c.Subject.Seq)
		if c.Subject.IsZero() {
			sp[i] = -1
		}
		expires[i], updated[i] = c.ExpiresAt, c.UpdatedAt
	}
	return []any{hash, sealed, place, state, sp, ss, expires, updated}
}

// Conversation finds a contact's conversation; see [ledger.Conversations].
func (s *Store) Conversation(ctx context.Context, hash ledger.ContactHash) (ledger.Conversation, error) {
	c := ledger.Conversation{Contact: ledger.Contact{Hash: hash}}
	var sp pgtype.Int2
	var ss pgtype.Int8
	err := s.pool.QueryRow(ctx, `SELECT sealed, place, state, subject_partition, subject_seq, expires_at, updated_at
		FROM conversations WHERE hash = $1`, hash[:]).
		Scan(&c.Sealed, (*string)(&c.Place), &c.State, &sp, &ss, &c.ExpiresAt, &c.UpdatedAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return ledger.Conversation{}, fmt.Errorf("conversation: %w", feedback.ErrNotFound)
	}
	if err != nil {
		return ledger.Conversation{}, wrap("conversation", err)
	}
	if ss.Valid {
		c.Subject = idOf(sp.Int16, ss.Int64)
	}
	c.ExpiresAt, c.UpdatedAt = c.ExpiresAt.UTC(), c.UpdatedAt.UTC()
	return c, nil
}

// PutConversation stores or replaces a conversation.
func (s *Store) PutConversation(ctx context.Context, c ledger.Conversation) error {
	_, err := s.pool.Exec(ctx, upsertConversations, conversationArgs([]ledger.Conversation{c})...)
	return wrap("store a conversation", err)
}

// ForgetConversations deletes those that expired before now.
func (s *Store) ForgetConversations(ctx context.Context, now time.Time) (int, error) {
	tag, err := s.pool.Exec(ctx, `DELETE FROM conversations WHERE expires_at < $1`, now)
	return int(tag.RowsAffected()), wrap("forget conversations", err)
}

// SetOptOut records or lifts an opt-out; see [ledger.Conversations].
func (s *Store) SetOptOut(ctx context.Context, hash ledger.ContactHash, out bool, at time.Time) error {
	_, err := s.pool.Exec(ctx, `INSERT INTO opt_outs AS o (hash, out, at) VALUES ($1, $2, $3)
		ON CONFLICT (hash) DO UPDATE SET out = excluded.out, at = excluded.at WHERE excluded.at >= o.at`, hash[:], out, at)
	return wrap("opt out", err)
}

// OptedOut reports whether a person asked for no more texts.
func (s *Store) OptedOut(ctx context.Context, hash ledger.ContactHash) (bool, error) {
	var out bool
	err := s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM opt_outs WHERE hash = $1 AND out)`, hash[:]).Scan(&out)
	return out, wrap("opt out", err)
}
