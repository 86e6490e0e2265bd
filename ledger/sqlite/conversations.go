package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
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

// selectPeople has %s for the hashes; a person without a row is left out.
const selectPeople = `SELECT h.hash, coalesce(o.out, 0), c.version IS NOT NULL, coalesce(c.sealed, x''), coalesce(c.place, ''), coalesce(c.state, ''), c.subject,
	coalesce(c.expires_at, 0), coalesce(c.updated_at, 0), coalesce(c.version, 0), coalesce(c.invitation, ''), coalesce(c.language, ''), coalesce(c.audience, '')
	FROM (SELECT hash FROM conversations WHERE hash IN (%[1]s) UNION SELECT hash FROM opt_outs WHERE hash IN (%[1]s)) AS h
	LEFT JOIN conversations AS c ON c.hash = h.hash LEFT JOIN opt_outs AS o ON o.hash = h.hash`

// peopleSizes are how many people statements look up: a few sizes, so that each
// is prepared once. What is left over is filled with the last person again.
func peopleSizes() []int { return []int{1, 4, 16, 64, 256} }

// peopleStmts are the statements of People by size, made when first needed.
type peopleStmts struct {
	mu    sync.Mutex
	all   map[int]*sql.Stmt
	noted *sql.Stmt
}

// note gives the statement that looks for a note.
func (p *peopleStmts) note(ctx context.Context, db *sql.DB) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var err error
	if p.noted == nil {
		p.noted, err = db.PrepareContext(ctx, selectNoted)
	}
	return p.noted, err
}

func (p *peopleStmts) of(ctx context.Context, db *sql.DB, size int) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if stmt := p.all[size]; stmt != nil {
		return stmt, nil
	}
	marks := make([]string, size)
	for i := range marks {
		marks[i] = "?" + strconv.Itoa(i+1)
	}
	stmt, err := db.PrepareContext(ctx, fmt.Sprintf(selectPeople, strings.Join(marks, ",")))
	if err != nil {
		return nil, err
	}
	if p.all == nil {
		p.all = make(map[int]*sql.Stmt)
	}
	p.all[size] = stmt
	return stmt, nil
}

func (p *peopleStmts) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, stmt := range p.all {
		stmt.Close()
	}
	p.all = nil
	if p.noted != nil {
		p.noted.Close()
	}
	p.noted = nil
}

// People finds many people; see [ledger.Conversations].
func (s *Store) People(ctx context.Context, hashes []ledger.ContactHash) ([]ledger.Person, error) {
	found := make(map[ledger.ContactHash]ledger.Person)
	sizes := peopleSizes()
	for part := range slices.Chunk(hashes, sizes[len(sizes)-1]) {
		i, _ := slices.BinarySearch(sizes, len(part))
		args := make([]any, sizes[i])
		for i := range args {
			args[i] = part[min(i, len(part)-1)][:]
		}
		stmt, err := s.people.of(ctx, s.read, sizes[i])
		if err != nil {
			return nil, wrap("people", err)
		}
		rows, err := stmt.QueryContext(ctx, args...)
		if err == nil {
			err = scanPeople(rows, found)
		}
		if err != nil {
			return nil, wrap("people", err)
		}
	}
	out := make([]ledger.Person, len(hashes))
	for i, h := range hashes {
		out[i] = found[h]
	}
	return out, nil
}

func scanPeople(rows *sql.Rows, found map[ledger.ContactHash]ledger.Person) error {
	defer rows.Close()
	for rows.Next() {
		var p ledger.Person
		var hash []byte
		var subject sql.NullInt64
		var expires, updated int64
		c := &p.Conversation
		if err := rows.Scan(&hash, &p.OptedOut, &p.Known, &c.Sealed, &c.Place, &c.State, &subject, &expires, &updated, &c.Version, &c.Invitation, &c.Language, &c.Audience); err != nil {
			return err
		}
		copy(c.Hash[:], hash)
		if subject.Valid {
			c.Subject = idOf(subject.Int64)
		}
		c.ExpiresAt, c.UpdatedAt = time.UnixMicro(expires).UTC(), time.UnixMicro(updated).UTC()
		h := c.Hash
		if !p.Known {
			p.Conversation = ledger.Conversation{}
		}
		found[h] = p
	}
	return rows.Err()
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
	err := s.read.QueryRowContext(ctx, selectNoted, string(source), id).Scan(&noted)
	return noted, wrap("look for a note", err)
}

const selectNoted = `SELECT EXISTS (SELECT 1 FROM texts WHERE source = ? AND id = ?)`

// TextsNoted reports of many texts; see [ledger.Conversations].
func (s *Store) TextsNoted(ctx context.Context, texts []ledger.TextRef) ([]bool, error) {
	stmt, err := s.people.note(ctx, s.read)
	if err != nil {
		return nil, wrap("look for notes", err)
	}
	out := make([]bool, len(texts))
	for i, t := range texts {
		if err := stmt.QueryRowContext(ctx, string(t.Source), t.ID).Scan(&out[i]); err != nil {
			return nil, wrap("look for notes", err)
		}
	}
	return out, nil
}
