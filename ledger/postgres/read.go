package postgres

import (
	"context"
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
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
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
		out = append(out, e)
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
