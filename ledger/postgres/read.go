package postgres

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"earshot/feedback"
	"earshot/ledger"
)

// State gives how a response stands; see [ledger.Reader].
func (s *Store) State(ctx context.Context, id ledger.ID) (ledger.State, error) {
	rows, err := s.pool.Query(ctx, selectStates, idArgs([]ledger.ID{id})...)
	if err != nil {
		return ledger.State{}, wrap("state", err)
	}
	states, err := scanStates(rows)
	if err != nil {
		return ledger.State{}, wrap("state", err)
	}
	state, ok := states[id]
	if !ok {
		return ledger.State{}, fmt.Errorf("response %v: %w", id, feedback.ErrNotFound)
	}
	return state, nil
}

// Heads gives the last number of each partition.
func (s *Store) Heads(ctx context.Context) (ledger.Heads, error) {
	var heads ledger.Heads
	rows, err := s.pool.Query(ctx, `SELECT partition, seq FROM heads`)
	if err != nil {
		return heads, wrap("heads", err)
	}
	var p int16
	var seq int64
	_, err = pgx.ForEachRow(rows, []any{&p, &seq}, func() error {
		heads[p] = ledger.Seq(seq)
		return nil
	})
	return heads, wrap("heads", err)
}

// Read gives entries after a cursor; see [ledger.Reader].
func (s *Store) Read(ctx context.Context, p ledger.Partition, after ledger.Seq, opt ledger.ReadOptions) ([]ledger.Entry, error) {
	limit := opt.Limit
	if limit <= 0 {
		limit = 1000
	}
	query := `SELECT seq, kind, at, source, source_id, subject_partition, subject_seq, version, facts, NULL::bytea, hash
		FROM entries WHERE partition = $1 AND seq > $2 ORDER BY seq LIMIT $3`
	if opt.Words {
		query = `SELECT seq, kind, at, source, source_id, subject_partition, subject_seq, version, facts, words, hash
		FROM entries WHERE partition = $1 AND seq > $2 ORDER BY seq LIMIT $3`
	}
	rows, err := s.pool.Query(ctx, query, int16(p), int64(after), limit)
	if err != nil {
		return nil, wrap("read", err)
	}
	defer rows.Close()
	var out []ledger.Entry
	scan := rowScanner{partition: p}
	var d ledger.Decoder
	dest := []any{&scan.seq, &scan.kind, &scan.at, &scan.source, &scan.sourceID, &scan.sp, &scan.ss, &scan.version, &scan.facts, &scan.words, &scan.hash}
	fast := false
	for rows.Next() {
		if len(out) == 0 {
			fast = inBinary(rows)
		}
		if fast {
			scan.raw(rows.RawValues())
		} else if err := rows.Scan(dest...); err != nil {
			return nil, wrap("read", err)
		}
		row := scan.row()
		if want := after + ledger.Seq(len(out)) + 1; row.ID.Seq != want { // a tailing reader must never pass over it
			return nil, fmt.Errorf("postgres: entry %v is missing: %w", ledger.ID{Partition: p, Seq: want}, feedback.ErrCorrupt)
		}
		e, err := row.Entry(&d, opt.Words)
		if err != nil {
			return nil, fmt.Errorf("postgres: entry %v: %w", row.ID, err)
		}
		out = ledger.AppendEntry(out, e, limit)
	}
	return out, wrap("read", rows.Err())
}

// rowScanner takes the columns of an entry. Facts, words and hash are valid
// until the next row.
type rowScanner struct {
	partition ledger.Partition
	seq       int64
	kind      int16
	at        time.Time
	source    string
	sourceID  string
	sp        pgtype.Int2
	ss        pgtype.Int8
	version   int32
	facts     pgtype.DriverBytes
	words     pgtype.DriverBytes
	hash      pgtype.DriverBytes
	last      ledger.Row
}

// inBinary reports whether the columns of Read came in PostgreSQL's binary
// form. Behind some connection poolers they come as text.
func inBinary(rows pgx.Rows) bool {
	for _, f := range rows.FieldDescriptions() {
		if f.DataTypeOID != pgtype.TextOID && f.Format != pgtype.BinaryFormatCode {
			return false
		}
	}
	return true
}

// raw takes the columns of Read in binary form. Scan does the same for any form
// at twice the cost, which a rebuild would feel.
func (c *rowScanner) raw(v [][]byte) {
	c.seq = int64(binary.BigEndian.Uint64(v[0]))
	c.kind = int16(binary.BigEndian.Uint16(v[1]))
	c.at = time.UnixMicro(int64(binary.BigEndian.Uint64(v[2])) + year2000)
	if string(v[3]) != c.source {
		c.source = string(v[3])
	}
	c.sourceID = string(v[4])
	if c.ss.Valid = v[6] != nil; c.ss.Valid {
		c.sp.Int16, c.ss.Int64 = int16(binary.BigEndian.Uint16(v[5])), int64(binary.BigEndian.Uint64(v[6]))
	}
	c.version = int32(binary.BigEndian.Uint32(v[7]))
	c.facts, c.words, c.hash = v[8], v[9], v[10]
}

// year2000 is the first microsecond of 2000, from which PostgreSQL counts, in
// Unix microseconds.
const year2000 = 946_684_800_000_000

func (c *rowScanner) row() *ledger.Row {
	if string(c.last.Source) != c.source { // few sources; share their strings
		c.last.Source = feedback.Source(c.source)
	}
	c.last = ledger.Row{ID: ledger.ID{Partition: c.partition, Seq: ledger.Seq(c.seq)}, Kind: ledger.Kind(c.kind), At: c.at.UTC(),
		Source: c.last.Source, SourceID: c.sourceID, Version: int(c.version), Facts: c.facts, Words: c.words}
	if c.ss.Valid {
		c.last.Subject = idOf(c.sp.Int16, c.ss.Int64)
	}
	copy(c.last.Hash[:], c.hash)
	return &c.last
}

// Words gives what a person wrote; see [ledger.Reader].
func (s *Store) Words(ctx context.Context, id ledger.ID) (ledger.Words, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT version, words FROM entries WHERE partition = $1 AND seq = $2 AND kind = 1
		UNION ALL
		SELECT version, words FROM entries WHERE subject_partition = $1 AND subject_seq = $2 AND words IS NOT NULL
		ORDER BY version`, int16(id.Partition), int64(id.Seq))
	if err != nil {
		return ledger.Words{}, wrap("words", err)
	}
	var version int
	var b []byte
	var stored [][]byte
	if _, err = pgx.ForEachRow(rows, []any{&version, &b}, func() error {
		stored, b = append(stored, b), nil
		return nil
	}); err != nil {
		return ledger.Words{}, wrap("words", err)
	}
	if len(stored) == 0 {
		return ledger.Words{}, fmt.Errorf("response %v: %w", id, feedback.ErrNotFound)
	}
	return ledger.MergeWords(stored...)
}
