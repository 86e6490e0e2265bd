package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"earshot/feedback"
	"earshot/ledger"
)

// CreateKey stores an API key; ErrConflict if its id is taken.
func (s *Store) CreateKey(ctx context.Context, k ledger.Key) error {
	places, err := json.Marshal(k.Places)
	if err != nil {
		return fmt.Errorf("sqlite: key %s: %w", k.ID, err)
	}
	areas, err := json.Marshal(k.Areas)
	if err != nil {
		return fmt.Errorf("sqlite: key %s: %w", k.ID, err)
	}
	err = s.exec(ctx, "create a key", `INSERT INTO api_keys (id, hash, name, role, places, areas, created_at, revoked_at, threshold) VALUES (?,?,?,?,?,?,?,?,?)`,
		k.ID, k.Hash[:], k.Name, string(k.Role), string(places), string(areas), k.CreatedAt.UnixMicro(), micros(k.RevokedAt), int64(k.Threshold))
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CONSTRAINT {
		return fmt.Errorf("key %s exists: %w", k.ID, feedback.ErrConflict)
	}
	return err
}

// ListKeys gives every key, revoked ones too, the oldest first.
func (s *Store) ListKeys(ctx context.Context) ([]ledger.Key, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, hash, name, role, places, areas, created_at, revoked_at, threshold FROM api_keys ORDER BY created_at, id`)
	if err != nil {
		return nil, wrap("keys", err)
	}
	defer rows.Close()
	var out []ledger.Key
	for rows.Next() {
		var k ledger.Key
		var hash, places, areas sql.RawBytes
		var created int64
		var revoked sql.NullInt64
		if err := rows.Scan(&k.ID, &hash, &k.Name, &k.Role, &places, &areas, &created, &revoked, &k.Threshold); err != nil {
			return nil, wrap("keys", err)
		}
		copy(k.Hash[:], hash)
		if err := errors.Join(json.Unmarshal(places, &k.Places), json.Unmarshal(areas, &k.Areas)); err != nil {
			return nil, fmt.Errorf("sqlite: key %s: its places or areas cannot be read: %w", k.ID, feedback.ErrCorrupt)
		}
		k.CreatedAt, k.RevokedAt = time.UnixMicro(created).UTC(), fromMicros(revoked)
		out = append(out, k)
	}
	return out, wrap("keys", rows.Err())
}

// RevokeKey ends a key; ErrNotFound if there is none in force.
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time) error {
	return s.transact(ctx, "revoke a key", func(ctx context.Context, tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`, at.UnixMicro(), id)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("key %s is not in force: %w", id, feedback.ErrNotFound)
		}
		return nil
	})
}
