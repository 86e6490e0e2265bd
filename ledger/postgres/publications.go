package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"earshot/feedback"
	"earshot/ledger"
)

// LatestPublication gives the last publication with its state; ErrNotFound if
// there is none.
func (s *Store) LatestPublication(ctx context.Context) (ledger.Publication, error) {
	rows, err := s.publications(ctx, `SELECT number, at, periods, note, digest, state FROM publications ORDER BY number DESC LIMIT 1`)
	if err == nil && len(rows) == 0 {
		return ledger.Publication{}, fmt.Errorf("postgres: publications: none yet: %w", feedback.ErrNotFound)
	}
	if err != nil {
		return ledger.Publication{}, err
	}
	return rows[0], nil
}

// PublicationNumber gives the number of the last publication, 0 for none.
func (s *Store) PublicationNumber(ctx context.Context) (int64, error) {
	var n int64
	err := s.pool.QueryRow(ctx, `SELECT coalesce(max(number), 0) FROM publications`).Scan(&n)
	return n, wrap("publications", err)
}

// ListPublications gives all publications without their state, oldest first.
func (s *Store) ListPublications(ctx context.Context) ([]ledger.Publication, error) {
	return s.publications(ctx, `SELECT number, at, periods, note, digest, NULL::bytea FROM publications ORDER BY number`)
}

func (s *Store) publications(ctx context.Context, query string) ([]ledger.Publication, error) {
	rows, err := s.pool.Query(ctx, query)
	if err != nil {
		return nil, wrap("publications", err)
	}
	var out []ledger.Publication
	var number int64
	var at time.Time
	var periods []string
	var note string
	var digest, state []byte
	_, err = pgx.ForEachRow(rows, []any{&number, &at, &periods, &note, &digest, &state}, func() error {
		p := ledger.Publication{Number: number, At: at.UTC(), Note: note}
		p.Periods = append(p.Periods, periods...)
		p.State = append(p.State, state...)
		copy(p.Digest[:], digest)
		out = append(out, p)
		return nil
	})
	return out, wrap("publications", err)
}

// AddPublication stores the next publication and its returns; ErrConflict if
// its number is not the next. The primary key decides between two that publish
// at once.
func (s *Store) AddPublication(ctx context.Context, p ledger.Publication, returns ...ledger.Return) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var last int64
		if err := tx.QueryRow(ctx, `SELECT coalesce(max(number), 0) FROM publications`).Scan(&last); err != nil {
			return err
		}
		if p.Number != last+1 {
			return fmt.Errorf("publication %d does not follow %d: %w", p.Number, last, feedback.ErrConflict)
		}
		batch := &pgx.Batch{}
		batch.Queue(`INSERT INTO publications (number, at, periods, note, digest, state) VALUES ($1,$2,$3,$4,$5,$6)`,
			p.Number, p.At, append([]string{}, p.Periods...), p.Note, p.Digest[:], p.State)
		batch.Queue(`UPDATE publications SET state = NULL WHERE number < $1 AND state IS NOT NULL`, p.Number)
		for _, r := range returns {
			batch.Queue(`INSERT INTO returns (period, provider, publication, at, data) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING`,
				r.Period, string(r.Provider), p.Number, r.At, r.Data)
		}
		return tx.SendBatch(ctx, batch).Close()
	})
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == uniqueViolation {
		return fmt.Errorf("postgres: publication %d exists: %w", p.Number, feedback.ErrConflict)
	}
	return wrap("publish", err)
}

// Return gives a provider's return for a period; ErrNotFound if there is none.
func (s *Store) Return(ctx context.Context, period string, provider feedback.PlaceID) (ledger.Return, error) {
	r := ledger.Return{Period: period, Provider: provider}
	err := s.pool.QueryRow(ctx, `SELECT publication, at, data FROM returns WHERE period = $1 AND provider = $2`,
		period, string(provider)).Scan(&r.Publication, &r.At, &r.Data)
	if errors.Is(err, pgx.ErrNoRows) {
		return r, fmt.Errorf("postgres: return of %s for %s: %w", provider, period, feedback.ErrNotFound)
	}
	r.At = r.At.UTC()
	return r, wrap("return", err)
}
