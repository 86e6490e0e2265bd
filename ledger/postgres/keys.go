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
func (s *Store) CreateKey(ctx context.Context, k ledger.Key, by string) error {
	return wrap("create a key", pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return insertKey(ctx, tx, k, by, "") }))
}

// insertKey stores a key, which may take another's place, and the event.
func insertKey(ctx context.Context, tx pgx.Tx, k ledger.Key, by, other string) error {
	places, areas := make([]string, 0, len(k.Places)), make([]string, 0, len(k.Areas))
	for _, p := range k.Places {
		places = append(places, string(p))
	}
	for _, a := range k.Areas {
		areas = append(areas, string(a))
	}
	_, err := tx.Exec(ctx, `INSERT INTO api_keys (id, hash, name, role, places, areas, created_at, expires_at, revoked_at, threshold) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		k.ID, k.Hash[:], k.Name, string(k.Role), places, areas, k.CreatedAt, instant(k.ExpiresAt), instant(k.RevokedAt), int32(k.Threshold))
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == uniqueViolation {
		return fmt.Errorf("key %s exists: %w", k.ID, feedback.ErrConflict)
	}
	if err != nil {
		return err
	}
	return keyEvent(ctx, tx, ledger.KeyEvent{At: k.CreatedAt, Key: k.ID, What: ledger.KeyCreated, By: by, Other: other})
}

func keyEvent(ctx context.Context, tx pgx.Tx, e ledger.KeyEvent) error {
	_, err := tx.Exec(ctx, `INSERT INTO api_key_events (at, key, what, by, other) VALUES ($1,$2,$3,$4,$5)`, e.At, e.Key, e.What, e.By, e.Other)
	return err
}

// instant gives a time for a column that may be null: nil if it is zero.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// ListKeys gives every key, revoked ones too, the oldest first.
func (s *Store) ListKeys(ctx context.Context) ([]ledger.Key, error) {
	rows, err := s.pool.Query(ctx, `SELECT id, hash, name, role, places, areas, created_at, expires_at, revoked_at, threshold FROM api_keys ORDER BY created_at, id COLLATE "C"`)
	if err != nil {
		return nil, wrap("keys", err)
	}
	var out []ledger.Key
	var id, name, role string
	var hash []byte
	var places, areas []string
	var created time.Time
	var expires, revoked *time.Time
	var threshold int32
	_, err = pgx.ForEachRow(rows, []any{&id, &hash, &name, &role, &places, &areas, &created, &expires, &revoked, &threshold}, func() error {
		k := ledger.Key{ID: id, Name: name, Role: ledger.Role(role), CreatedAt: created.UTC(), Threshold: int(threshold)}
		copy(k.Hash[:], hash)
		for _, p := range places {
			k.Places = append(k.Places, feedback.PlaceID(p))
		}
		for _, a := range areas {
			k.Areas = append(k.Areas, feedback.GSS(a))
		}
		if expires != nil {
			k.ExpiresAt = expires.UTC()
		}
		if revoked != nil {
			k.RevokedAt = revoked.UTC()
		}
		out = append(out, k)
		return nil
	})
	return out, wrap("keys", err)
}

// RevokeKey ends a key; ErrNotFound if there is none that is not revoked.
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time, by string) error {
	return wrap("revoke a key", pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := changeKey(ctx, tx, id, `UPDATE api_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL`, at, id); err != nil {
			return err
		}
		return keyEvent(ctx, tx, ledger.KeyEvent{At: at, Key: id, What: ledger.KeyRevoked, By: by})
	}))
}

// RotateKey stores a key in another's place; see [ledger.Keys].
func (s *Store) RotateKey(ctx context.Context, old string, next ledger.Key, until time.Time, by string) error {
	return wrap("rotate a key", pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// least gives the other of two where one is null.
		err := changeKey(ctx, tx, old, `UPDATE api_keys SET expires_at = least(expires_at, $1) WHERE id = $2 AND revoked_at IS NULL`, until, old)
		if err != nil {
			return err
		}
		if err := keyEvent(ctx, tx, ledger.KeyEvent{At: next.CreatedAt, Key: old, What: ledger.KeyRotated, By: by, Other: next.ID}); err != nil {
			return err
		}
		return insertKey(ctx, tx, next, by, old)
	}))
}

// changeKey runs a statement that must change one key.
func changeKey(ctx context.Context, tx pgx.Tx, id, query string, args ...any) error {
	tag, err := tx.Exec(ctx, query, args...)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return fmt.Errorf("key %s is not in force: %w", id, feedback.ErrNotFound)
	}
	return nil
}

// KeyEvents gives what became of keys, the oldest first.
func (s *Store) KeyEvents(ctx context.Context) ([]ledger.KeyEvent, error) {
	rows, err := s.pool.Query(ctx, `SELECT number, at, key, what, by, other FROM api_key_events ORDER BY number`)
	if err != nil {
		return nil, wrap("key events", err)
	}
	var out []ledger.KeyEvent
	var e ledger.KeyEvent
	_, err = pgx.ForEachRow(rows, []any{&e.Number, &e.At, &e.Key, &e.What, &e.By, &e.Other}, func() error {
		e.At = e.At.UTC()
		out = append(out, e)
		return nil
	})
	return out, wrap("key events", err)
}
