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
INSERT INTO conversations (hash, sealed, place, state, subject, expires_at, updated_at, version, invitation, language, audience) VALUES (?,?,?,?,?,?,?,?,?,?,?)
ON CONFLICT (hash) DO UPDATE SET sealed = excluded.sealed, place = excluded.place, state = excluded.state,
    subject = excluded.subject, expires_at = excluded.expires_at, updated_at = excluded.updated_at, version = excluded.version,
    invitation = excluded.invitation, language = excluded.language, audience = excluded.audience`

const (
	selectConversation = `SELECT sealed, place, state, subject, expires_at, updated_at, version, invitation, language, audience FROM conversations WHERE hash = ?`
	selectVersion      = `SELECT version FROM conversations WHERE hash = ?`
	selectOptOut       = `SELECT EXISTS (SELECT 1 FROM opt_outs WHERE hash = ? AND out)`
	upsertOptOut       = `INSERT INTO opt_outs (hash, out, at) VALUES (?,?,?)
		ON CONFLICT (hash) DO UPDATE SET out = excluded.out, at = excluded.at WHERE excluded.at >= opt_outs.at`
	updateReply = `UPDATE invitations SET answered_at = CASE WHEN answered_at = 0 THEN ?1 ELSE answered_at END,
		commented_at = CASE WHEN commented_at = 0 AND ?2 THEN ?1 ELSE commented_at END WHERE id = ?3`
)

func conversationArgs(c *ledger.Conversation) []any {
	sealed := c.Sealed
	if sealed == nil {
		sealed = []byte{}
	}
	return []any{c.Hash[:], sealed, string(c.Place), c.State, nullID(c.Subject), c.ExpiresAt.UnixMicro(), c.UpdatedAt.UnixMicro(),
		c.Version, c.Invitation, c.Language, c.Audience}
}

// Conversation finds a contact's conversation; see [ledger.Conversations].
func (s *Store) Conversation(ctx context.Context, hash ledger.ContactHash) (ledger.Conversation, error) {
	return scanConversation(s.read.QueryRowContext(ctx, selectConversation, hash[:]), hash)
}

// Senders finds many people and many texts; see [ledger.Conversations].
func (s *Store) Senders(ctx context.Context, hashes []ledger.ContactHash, texts []ledger.TextRef) ([]ledger.Person, []bool, error) {
	people, err := s.people(ctx, hashes)
	if err != nil {
		return nil, nil, wrap("people", err)
	}
	noted, err := s.noted(ctx, texts)
	return people, noted, wrap("look for notes", err)
}

func (s *Store) people(ctx context.Context, hashes []ledger.ContactHash) ([]ledger.Person, error) {
	args, found := hashArgs(hashes), make(map[ledger.ContactHash]ledger.Person)
	err := s.asked.find(ctx, nil, selectPeople, nil, args, func(rows *sql.Rows) error {
		p := ledger.Person{Known: true}
		var hash []byte
		var subject sql.NullInt64
		var expires, updated int64
		c := &p.Conversation
		if err := rows.Scan(&hash, &c.Sealed, &c.Place, &c.State, &subject, &expires, &updated, &c.Version, &c.Invitation, &c.Language, &c.Audience); err != nil {
			return err
		}
		copy(c.Hash[:], hash)
		if subject.Valid {
			c.Subject = idOf(subject.Int64)
		}
		c.ExpiresAt, c.UpdatedAt = time.UnixMicro(expires).UTC(), time.UnixMicro(updated).UTC()
		found[c.Hash] = p
		return nil
	})
	if err == nil {
		err = s.asked.find(ctx, nil, selectOut, nil, args, func(rows *sql.Rows) error {
			var hash sql.RawBytes
			if err := rows.Scan(&hash); err != nil {
				return err
			}
			p := found[ledger.ContactHash(hash)]
			p.OptedOut = true
			found[ledger.ContactHash(hash)] = p
			return nil
		})
	}
	out := make([]ledger.Person, len(hashes))
	for i, h := range hashes {
		out[i] = found[h]
	}
	return out, err
}

// noted looks for notes of texts, gateway by gateway.
func (s *Store) noted(ctx context.Context, texts []ledger.TextRef) ([]bool, error) {
	ids := make(map[feedback.Source][]any)
	for _, t := range texts {
		ids[t.Source] = append(ids[t.Source], t.ID)
	}
	found := make(map[ledger.TextRef]bool)
	for source, list := range ids {
		err := s.asked.find(ctx, nil, selectNotes, []any{string(source)}, list, func(rows *sql.Rows) error {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			found[ledger.TextRef{Source: source, ID: id}] = true
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	out := make([]bool, len(texts))
	for i, t := range texts {
		out[i] = found[t]
	}
	return out, nil
}

func hashArgs(hashes []ledger.ContactHash) []any {
	args := make([]any, len(hashes))
	for i := range hashes {
		args[i] = hashes[i][:]
	}
	return args
}

func scanConversation(row *sql.Row, hash ledger.ContactHash) (ledger.Conversation, error) {
	c := ledger.Conversation{Contact: ledger.Contact{Hash: hash}}
	var subject sql.NullInt64
	var expires, updated int64
	err := row.Scan(&c.Sealed, &c.Place, &c.State, &subject, &expires, &updated, &c.Version, &c.Invitation, &c.Language, &c.Audience)
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

// PutConversation stores or replaces a conversation; see [ledger.Conversations].
func (s *Store) PutConversation(ctx context.Context, c ledger.Conversation) error {
	return s.transact(ctx, "store a conversation", func(ctx context.Context, tx *sql.Tx) error { return putConversation(ctx, tx, c) })
}

func putConversation(ctx context.Context, tx *sql.Tx, c ledger.Conversation) error {
	var have int64
	err := tx.QueryRowContext(ctx, selectVersion, c.Hash[:]).Scan(&have)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if c.Version, err = ledger.NextVersion(c.Base, have); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, upsertConversation, conversationArgs(&c)...)
	return err
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
	return s.exec(ctx, "opt out", upsertOptOut, hash[:], out, at.UnixMicro())
}

// OptedOut reports whether a person asked for no more texts.
func (s *Store) OptedOut(ctx context.Context, hash ledger.ContactHash) (bool, error) {
	var out bool
	err := s.read.QueryRowContext(ctx, selectOptOut, hash[:]).Scan(&out)
	return out, wrap("opt out", err)
}

// TextNoted reports whether an inbound text ended as a note.
func (s *Store) TextNoted(ctx context.Context, source feedback.Source, id string) (bool, error) {
	var noted bool
	err := s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM texts WHERE source = ? AND id = ?)`, string(source), id).Scan(&noted)
	return noted, wrap("look for a note", err)
}
