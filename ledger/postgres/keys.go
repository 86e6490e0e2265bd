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

// CreateKey stores an API key; ErrConflict if its id is taken.
func (s *Store) CreateKey(ctx context.Context, k ledger.Key) error {
	places, areas := make([]string, 0, len(k.Places)), make([]string, 0, len(k.Areas))
	for _, p := range k.Places {
		places = append(places, string(p))
	}
	for _, a := range k.Areas {
		areas = append(areas, string(a))
	}
	var revoked *time.Time
	if !k.RevokedAt.IsZero() {
		revoked = &k.RevokedAt
	}
	_, err := s.pool.Exec(ctx, `INSERT INTO api_keys (id, hash, name, role, places, areas, created_at, revoked_at, threshold) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		k.ID, k.Hash[:], k.Name, string(k.Role), places, areas, k.CreatedAt, revoked, int32(k.Threshold))
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == uniqueViolation {
		return fmt.Errorf("key %s exists: %w", k.ID, feedback.ErrConflict)
	}
	return wrap("create a key", err)
}

// ListKeys gives every key, revoked ones too, the oldest first.
func (s *Store) ListKeys(ctx context.Context) ([]ledger.Key, error) {
	rows, err := s.pool.Query(ctx, `SELECT id, hash, name, role, places, areas, created_at, revoked_at, threshold FROM api_keys ORDER BY created_at, id COLLATE "C"`)
	if err != nil {
		return nil, wrap("keys", err)
	}
	var out []ledger.Key
	var id, name, role string
	var hash []byte
	var places, areas []string
	var created time.Time
	var revoked *time.Time
	var threshold int32
	_, err = pgx.ForEachRow(rows, []any{&id, &hash, &name, &role, &places, &areas, &created, &revoked, &threshold}, func() error {
		k := ledger.Key{ID: id, Name: name, Role: ledger.Role(role), CreatedAt: created.UTC(), Threshold: int(threshold)}
		copy(k.Hash[:], hash)
		for _, p := range places {
			k.Places = append(k.Places, feedback.PlaceID(p))
		}
		for _, a := range areas {
			k.Areas = append(k.Areas, feedback.GSS(a))
		}
		if revoked != nil {
			k.RevokedAt = revoked.UTC()
		}
		out = append(out, k)
		return nil
	})
	return out, wrap("keys", err)
}

// RevokeKey ends a key; ErrNotFound if there is none in force.
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time) error {
	tag, err := s.pool.Exec(ctx, `UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL`, id, at)
	if err != nil {
		return wrap("revoke a key", err)
	}
	if tag.RowsAffected() == 0 {
		return fmt.Errorf("key %s is not in force: %w", id, feedback.ErrNotFound)
	}
	return nil
}
