package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"earshot/feedback"
	"earshot/ledger"
)

// Whoever writes a conversation holds the advisory lock of its person, so that
// the version read is the version that stands until the transaction ends.
const (
	lockPeople          = `SELECT pg_advisory_xact_lock(k) FROM unnest($1::bigint[]) AS u (k)`
	selectVersions      = `SELECT hash, version FROM conversations WHERE hash = ANY ($1::bytea[])`
	insertConversations = `
INSERT INTO conversations (hash, sealed, place, state, subject_partition, subject_seq, expires_at, updated_at, version, invitation, language, audience)
SELECT hash, sealed, place, state, nullif(sp, -1), nullif(ss, 0), expires_at, updated_at, version, invitation, language, audience
FROM unnest($1::bytea[], $2::bytea[], $3::text[], $4::text[], $5::smallint[], $6::bigint[], $7::timestamptz[], $8::timestamptz[],
            $9::bigint[], $10::text[], $11::text[], $12::text[])
  AS u (hash, sealed, place, state, sp, ss, expires_at, updated_at, version, invitation, language, audience)`
	upsertConversations = insertConversations + `
ON CONFLICT (hash) DO UPDATE SET sealed = excluded.sealed, place = excluded.place, state = excluded.state,
    subject_partition = excluded.subject_partition, subject_seq = excluded.subject_seq,
    expires_at = excluded.expires_at, updated_at = excluded.updated_at, version = excluded.version,
    invitation = excluded.invitation, language = excluded.language, audience = excluded.audience`

	selectConversation = `SELECT sealed, place, state, subject_partition, subject_seq, expires_at, updated_at, version, invitation, language, audience
		FROM conversations WHERE hash = $1`
	selectOptOut = `SELECT EXISTS (SELECT 1 FROM opt_outs WHERE hash = $1 AND out)`
	upsertOptOut = `INSERT INTO opt_outs AS o (hash, out, at) VALUES ($1, $2, $3)
		ON CONFLICT (hash) DO UPDATE SET out = excluded.out, at = excluded.at WHERE excluded.at >= o.at`
	updateReplies = `UPDATE invitations i SET answered_at = CASE WHEN i.answered_at = 0 THEN u.at ELSE i.answered_at END,
		commented_at = CASE WHEN i.commented_at = 0 AND u.words THEN u.at ELSE i.commented_at END
		FROM (SELECT id, min(at) AS at, bool_or(words) AS words FROM unnest($1::text[], $2::bigint[], $3::boolean[]) AS r (id, at, words) GROUP BY id) AS u
		WHERE i.id = u.id`
)

// lockOf gives the number of a person's advisory lock. Two people may share
// one, which costs them a moment's waiting.
func lockOf(hash ledger.ContactHash) int64 { return int64(binary.LittleEndian.Uint64(hash[:8])) }

// peopleOf gives the locks, in the order in which they are to be taken, and the
// hashes of the commands' conversations.
func peopleOf(cmds []ledger.Command) (locks []int64, hashes [][]byte) {
	for i := range cmds {
		if c := cmds[i].Contact; c != nil {
			locks, hashes = append(locks, lockOf(c.Hash)), append(hashes, c.Hash[:])
		}
	}
	slices.Sort(locks)
	return slices.Compact(locks), hashes
}

func replyArgs(list []ledger.Reply) []any {
	id, at, words := make([]string, len(list)), make([]int64, len(list)), make([]bool, len(list))
	for i, r := range list {
		id[i], at[i], words[i] = r.Invitation, r.At.UnixMicro(), r.Words
	}
	return []any{id, at, words}
}

func conversationArgs(list []ledger.Conversation) []any {
	n := len(list)
	hash, sealed, place, state := make([][]byte, n), make([][]byte, n), make([]string, n), make([]string, n)
	sp, ss := make([]int16, n), make([]int64, n)
	expires, updated := make([]time.Time, n), make([]time.Time, n)
	version, invitation, language, audience := make([]int64, n), make([]string, n), make([]string, n), make([]string, n)
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
		version[i], invitation[i], language[i], audience[i] = c.Version, c.Invitation, c.Language, c.Audience
	}
	return []any{hash, sealed, place, state, sp, ss, expires, updated, version, invitation, language, audience}
}

// Conversation finds a contact's conversation; see [ledger.Conversations].
func (s *Store) Conversation(ctx context.Context, hash ledger.ContactHash) (ledger.Conversation, error) {
	return scanConversation(s.pool.QueryRow(ctx, selectConversation, hash[:]), hash)
}

const (
	selectPeople = `SELECT h.hash, coalesce(o.out, false), c.version IS NOT NULL, coalesce(c.sealed, ''), coalesce(c.place, ''), coalesce(c.state, ''),
	c.subject_partition, c.subject_seq, coalesce(c.expires_at, 'epoch'), coalesce(c.updated_at, 'epoch'), coalesce(c.version, 0),
	coalesce(c.invitation, ''), coalesce(c.language, ''), coalesce(c.audience, '')
	FROM unnest($1::bytea[]) AS h (hash) LEFT JOIN conversations AS c ON c.hash = h.hash LEFT JOIN opt_outs AS o ON o.hash = h.hash
	WHERE c.hash IS NOT NULL OR o.hash IS NOT NULL`
	selectNoted = `SELECT u.n FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS u (source, id, n) JOIN texts AS t ON t.source = u.source AND t.id = u.id`
)

// Senders finds many people and many texts; see [ledger.Conversations].
func (s *Store) Senders(ctx context.Context, hashes []ledger.ContactHash, texts []ledger.TextRef) ([]ledger.Person, []bool, error) {
	list := make([][]byte, len(hashes))
	for i := range hashes {
		list[i] = hashes[i][:]
	}
	source, id := make([]string, len(texts)), make([]string, len(texts))
	for i, t := range texts {
		source[i], id[i] = string(t.Source), t.ID
	}
	batch := &pgx.Batch{}
	batch.Queue(selectPeople, list)
	batch.Queue(selectNoted, source, id)
	results := s.pool.SendBatch(ctx, batch)
	defer results.Close()
	rows, err := results.Query()
	if err != nil {
		return nil, nil, wrap("people", err)
	}
	found, err := scanPeople(rows)
	if err != nil {
		return nil, nil, wrap("people", err)
	}
	people := make([]ledger.Person, len(hashes))
	for i, h := range hashes {
		people[i] = found[h]
	}
	if rows, err = results.Query(); err != nil {
		return nil, nil, wrap("look for notes", err)
	}
	noted := make([]bool, len(texts))
	var n int64
	_, err = pgx.ForEachRow(rows, []any{&n}, func() error {
		noted[n-1] = true
		return nil
	})
	return people, noted, wrap("look for notes", err)
}

func scanPeople(rows pgx.Rows) (map[ledger.ContactHash]ledger.Person, error) {
	defer rows.Close()
	found := make(map[ledger.ContactHash]ledger.Person)
	for rows.Next() {
		var p ledger.Person
		var hash []byte
		var sp pgtype.Int2
		var ss pgtype.Int8
		c := &p.Conversation
		if err := rows.Scan(&hash, &p.OptedOut, &p.Known, &c.Sealed, (*string)(&c.Place), &c.State, &sp, &ss, &c.ExpiresAt, &c.UpdatedAt, &c.Version, &c.Invitation, &c.Language, &c.Audience); err != nil {
			return nil, err
		}
		copy(c.Hash[:], hash)
		if ss.Valid {
			c.Subject = idOf(sp.Int16, ss.Int64)
		}
		c.ExpiresAt, c.UpdatedAt = c.ExpiresAt.UTC(), c.UpdatedAt.UTC()
		h := c.Hash
		if !p.Known {
			p.Conversation = ledger.Conversation{}
		}
		found[h] = p
	}
	return found, rows.Err()
}

func scanConversation(row pgx.Row, hash ledger.ContactHash) (ledger.Conversation, error) {
	c := ledger.Conversation{Contact: ledger.Contact{Hash: hash}}
	var sp pgtype.Int2
	var ss pgtype.Int8
	err := row.Scan(&c.Sealed, (*string)(&c.Place), &c.State, &sp, &ss, &c.ExpiresAt, &c.UpdatedAt, &c.Version, &c.Invitation, &c.Language, &c.Audience)
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

// PutConversation stores or replaces a conversation; see [ledger.Conversations].
func (s *Store) PutConversation(ctx context.Context, c ledger.Conversation) error {
	return wrap("store a conversation", pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return putConversation(ctx, tx, c) }))
}

func putConversation(ctx context.Context, tx pgx.Tx, c ledger.Conversation) error {
	if _, err := tx.Exec(ctx, lockPeople, []int64{lockOf(c.Hash)}); err != nil {
		return err
	}
	var have int64
	err := tx.QueryRow(ctx, `SELECT version FROM conversations WHERE hash = $1`, c.Hash[:]).Scan(&have)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	if c.Version, err = ledger.NextVersion(c.Base, have); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, upsertConversations, conversationArgs([]ledger.Conversation{c})...)
	return err
}

// ForgetConversations deletes those that expired before now.
func (s *Store) ForgetConversations(ctx context.Context, now time.Time) (int, error) {
	tag, err := s.pool.Exec(ctx, `DELETE FROM conversations WHERE expires_at < $1`, now)
	return int(tag.RowsAffected()), wrap("forget conversations", err)
}

// SetOptOut records or lifts an opt-out; see [ledger.Conversations].
func (s *Store) SetOptOut(ctx context.Context, hash ledger.ContactHash, out bool, at time.Time) error {
	_, err := s.pool.Exec(ctx, upsertOptOut, hash[:], out, at)
	return wrap("opt out", err)
}

// OptedOut reports whether a person asked for no more texts.
func (s *Store) OptedOut(ctx context.Context, hash ledger.ContactHash) (bool, error) {
	var out bool
	err := s.pool.QueryRow(ctx, selectOptOut, hash[:]).Scan(&out)
	return out, wrap("opt out", err)
}

// TextNoted reports whether an inbound text ended as a note.
func (s *Store) TextNoted(ctx context.Context, source feedback.Source, id string) (bool, error) {
	var noted bool
	err := s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM texts WHERE source = $1 AND id = $2)`, string(source), id).Scan(&noted)
	return noted, wrap("look for a note", err)
}
