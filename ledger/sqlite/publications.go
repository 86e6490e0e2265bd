package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// LatestPublication gives the last publication with its state; ErrNotFound if
// there is none.
func (s *Store) LatestPublication(ctx context.Context) (ledger.Publication, error) {
	rows, err := s.publications(ctx, `SELECT number, at, periods, note, digest, state FROM publications ORDER BY number DESC LIMIT 1`)
	if err == nil && len(rows) == 0 {
		return ledger.Publication{}, fmt.Errorf("sqlite: publications: none yet: %w", feedback.ErrNotFound)
	}
	if err != nil {
		return ledger.Publication{}, err
	}
	return rows[0], nil
}

// PublicationNumber gives the number of the last publication, 0 for none.
func (s *Store) PublicationNumber(ctx context.Context) (int64, error) {
	var n int64
	err := s.read.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM publications`).Scan(&n)
	return n, wrap("publications", err)
}

// ListPublications gives all publications without their state, oldest first.
func (s *Store) ListPublications(ctx context.Context) ([]ledger.Publication, error) {
	return s.publications(ctx, `SELECT number, at, periods, note, digest, NULL FROM publications ORDER BY number`)
}

func (s *Store) publications(ctx context.Context, query string) ([]ledger.Publication, error) {
	rows, err := s.read.QueryContext(ctx, query)
	if err != nil {
		return nil, wrap("publications", err)
	}
	defer rows.Close()
	var out []ledger.Publication
	for rows.Next() {
		var p ledger.Publication
		var at int64
		var periods, digest sql.RawBytes
		if err := rows.Scan(&p.Number, &at, &periods, &p.Note, &digest, &p.State); err != nil {
			return nil, wrap("publications", err)
		}
		copy(p.Digest[:], digest)
		p.At = time.UnixMicro(at).UTC()
		if err := json.Unmarshal(periods, &p.Periods); err != nil {
			return nil, fmt.Errorf("sqlite: publication %d: its periods cannot be read: %w", p.Number, feedback.ErrCorrupt)
		}
		out = append(out, p)
	}
	return out, wrap("publications", rows.Err())
}

// AddPublication stores the next publication and its returns; ErrConflict if
// its number is not the next.
func (s *Store) AddPublication(ctx context.Context, p ledger.Publication, returns ...ledger.Return) error {
	periods, err := json.Marshal(p.Periods)
	if err != nil {
		return fmt.Errorf("sqlite: publication %d: %w", p.Number, err)
	}
	return s.transact(ctx, "publish", func(ctx context.Context, tx *sql.Tx) error {
		var last int64
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM publications`).Scan(&last); err != nil {
			return err
		}
		if p.Number != last+1 {
			return fmt.Errorf("publication %d does not follow %d: %w", p.Number, last, feedback.ErrConflict)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE publications SET state = NULL WHERE state IS NOT NULL`); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO publications (number, at, periods, note, digest, state) VALUES (?,?,?,?,?,?)`,
			p.Number, p.At.UnixMicro(), string(periods), p.Note, p.Digest[:], p.State); err != nil {
			return err
		}
		for _, r := range returns {
			if _, err := tx.ExecContext(ctx, `INSERT INTO returns (period, provider, publication, at, data) VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING`,
				r.Period, string(r.Provider), p.Number, r.At.UnixMicro(), r.Data); err != nil {
				return err
			}
		}
		return nil
	})
}

// Return gives a provider's return for a period; ErrNotFound if there is none.
func (s *Store) Return(ctx context.Context, period string, provider feedback.PlaceID) (ledger.Return, error) {
	r := ledger.Return{Period: period, Provider: provider}
	var at int64
	err := s.read.QueryRowContext(ctx, `SELECT publication, at, data FROM returns WHERE period = ? AND provider = ?`,
		period, string(provider)).Scan(&r.Publication, &at, &r.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fmt.Errorf("sqlite: return of %s for %s: %w", provider, period, feedback.ErrNotFound)
	}
	r.At = time.UnixMicro(at).UTC()
	return r, wrap("return", err)
}
