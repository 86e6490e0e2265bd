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

// selectState gives a response's latest entry and whether its words were
// erased.
const selectState = `
SELECT id, version, facts, EXISTS (SELECT 1 FROM entries WHERE subject = ?1 AND kind IN (7, 8))
FROM (SELECT id, version, facts FROM entries WHERE id = ?1 AND kind = 1
      UNION ALL
      SELECT id, version, facts FROM entries WHERE subject = ?1)
ORDER BY version DESC LIMIT 1`

func stateOf(row *sql.Row, id ledger.ID) (ledger.State, error) {
	var at int64
	var facts []byte
	s := ledger.State{ID: id}
	err := row.Scan(&at, &s.Version, &facts, &s.Erased)
	if errors.Is(err, sql.ErrNoRows) {
		return s, fmt.Errorf("response %v: %w", id, feedback.ErrNotFound)
	}
	if err != nil {
		return s, err
	}
	s.Partition = idOf(at).Partition
	var d ledger.Decoder
	_, s.Facts, err = d.Facts(facts)
	return s, err
}

// State gives how a response stands; see [ledger.Reader].
func (s *Store) State(ctx context.Context, id ledger.ID) (ledger.State, error) {
	state, err := stateOf(s.read.QueryRowContext(ctx, selectState, packed(id)), id)
	if err != nil {
		return ledger.State{}, wrap("state", err)
	}
	return state, nil
}

// Heads gives the last number of each partition.
func (s *Store) Heads(ctx context.Context) (ledger.Heads, error) {
	var heads ledger.Heads
	rows, err := s.read.QueryContext(ctx, `SELECT partition, seq FROM heads`)
	if err != nil {
		return heads, wrap("heads", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p ledger.Partition
		var seq ledger.Seq
		if err := rows.Scan(&p, &seq); err != nil {
			return heads, wrap("heads", err)
		}
		heads[p] = seq
	}
	return heads, wrap("heads", rows.Err())
}

// Read gives entries after a cursor; see [ledger.Reader].
func (s *Store) Read(ctx context.Context, p ledger.Partition, after ledger.Seq, opt ledger.ReadOptions) ([]ledger.Entry, error) {
	limit := opt.Limit
	if limit <= 0 {
		limit = 1000
	}
	words := "NULL"
	if opt.Words {
		words = "words"
	}
	rows, err := s.read.QueryContext(ctx, `SELECT id, kind, at, source, source_id, subject, version, facts, `+words+`, hash
		FROM entries WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`,
		packed(ledger.ID{Partition: p, Seq: after}), packed(ledger.ID{Partition: p, Seq: 1<<48 - 1}), limit)
	if err != nil {
		return nil, wrap("read", err)
	}
	defer rows.Close()
	var out []ledger.Entry
	var scan rowScanner
	var d ledger.Decoder
	for rows.Next() {
		if err := rows.Scan(&scan.id, &scan.kind, &scan.at, &scan.source, &scan.sourceID, &scan.subject, &scan.version, &scan.facts, &scan.words, &scan.hash); err != nil {
			return nil, wrap("read", err)
		}
		e, err := scan.row().Entry(&d, opt.Words)
		if err != nil {
			return nil, fmt.Errorf("sqlite: entry %v: %w", idOf(scan.id), err)
		}
		out = ledger.AppendEntry(out, e, limit)
	}
	if err := rows.Err(); err != nil {
		return nil, wrap("read", err)
	}
	return out, gapless(out, p, after)
}

// gapless reports a missing row, which a tailing reader must never pass over.
func gapless(entries []ledger.Entry, p ledger.Partition, after ledger.Seq) error {
	for i := range entries {
		if want := (ledger.ID{Partition: p, Seq: after + ledger.Seq(i) + 1}); entries[i].ID != want {
			return fmt.Errorf("sqlite: entry %v is missing: %w", want, feedback.ErrCorrupt)
		}
	}
	return nil
}

// rowScanner takes the columns of an entry. Facts, words and hash are valid
// until the next row.
type rowScanner struct {
	id, at     int64
	kind       uint8
	source     string
	sourceID   string
	subject    sql.NullInt64
	version    int
	facts      sql.RawBytes
	words      sql.RawBytes
	hash       sql.RawBytes
	last       ledger.Row
	lastSource feedback.Source
}

func (c *rowScanner) row() *ledger.Row {
	if string(c.lastSource) != c.source { // few sources; share their strings
		c.lastSource = feedback.Source(c.source)
	}
	c.last = ledger.Row{ID: idOf(c.id), Kind: ledger.Kind(c.kind), At: time.UnixMicro(c.at).UTC(), Source: c.lastSource,
		SourceID: c.sourceID, Version: c.version, Facts: c.facts, Words: c.words}
	if c.subject.Valid {
		c.last.Subject = idOf(c.subject.Int64)
	}
	copy(c.last.Hash[:], c.hash)
	return &c.last
}

// Words gives what a person wrote; see [ledger.Reader].
func (s *Store) Words(ctx context.Context, id ledger.ID) (ledger.Words, error) {
	rows, err := s.read.QueryContext(ctx, `
		SELECT version, words FROM entries WHERE id = ?1 AND kind = 1
		UNION ALL
		SELECT version, words FROM entries WHERE subject = ?1 AND words IS NOT NULL
		ORDER BY version`, packed(id))
	if err != nil {
		return ledger.Words{}, wrap("words", err)
	}
	defer rows.Close()
	var stored [][]byte
	for rows.Next() {
		var version int
		var b []byte
		if err := rows.Scan(&version, &b); err != nil {
			return ledger.Words{}, wrap("words", err)
		}
		stored = append(stored, b)
	}
	if err := rows.Err(); err != nil {
		return ledger.Words{}, wrap("words", err)
	}
	if len(stored) == 0 {
		return ledger.Words{}, fmt.Errorf("response %v: %w", id, feedback.ErrNotFound)
	}
	return ledger.MergeWords(stored...)
}
