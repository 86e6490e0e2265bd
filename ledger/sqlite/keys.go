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
func (s *Store) CreateKey(ctx context.Context, k ledger.Key, by string) error {
	return s.transact(ctx, "create a key", func(ctx context.Context, tx *sql.Tx) error {
		return insertKey(ctx, tx, k, by, "")
	})
}

// insertKey stores a key, which may take another's place, and the event.
func insertKey(ctx context.Context, tx *sql.Tx, k ledger.Key, by, other string) error {
	places, err := json.Marshal(k.Places)
	if err != nil {
		return fmt.Errorf("sqlite: key %s: %w", k.ID, err)
	}
	areas, err := json.Marshal(k.Areas)
	if err != nil {
		return fmt.Errorf("sqlite: key %s: %w", k.ID, err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO api_keys (id, hash, name, role, places, areas, created_at, expires_at, revoked_at, threshold) VALUES (?,?,?,?,?,?,?,?,?,?)`,
		k.ID, k.Hash[:], k.Name, string(k.Role), string(places), string(areas), k.CreatedAt.UnixMicro(), micros(k.ExpiresAt), micros(k.RevokedAt), int64(k.Threshold))
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CONSTRAINT {
		return fmt.Errorf("key %s exists: %w", k.ID, feedback.ErrConflict)
	}
	if err != nil {
		return err
	}
	return keyEvent(ctx, tx, ledger.KeyEvent{At: k.CreatedAt, Key: k.ID, What: ledger.KeyCreated, By: by, Other: other})
}

func keyEvent(ctx context.Context, tx *sql.Tx, e ledger.KeyEvent) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO api_key_events (at, key, what, by, other) VALUES (?,?,?,?,?)`, e.At.UnixMicro(), e.Key, e.What, e.By, e.Other)
	return err
}

// ListKeys gives every key, revoked ones too, the oldest first.
func (s *Store) ListKeys(ctx context.Context) ([]ledger.Key, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, hash, name, role, places, areas, created_at, expires_at, revoked_at, threshold FROM api_keys ORDER BY created_at, id`)
	if err != nil {
		return nil, wrap("keys", err)
	}
	defer rows.Close()
	var out []ledger.Key
	for rows.Next() {
		var k ledger.Key
		var hash, places, areas sql.RawBytes
		var created int64
		var expires, revoked sql.NullInt64
		if err := rows.Scan(&k.ID, &hash, &k.Name, &k.Role, &places, &areas, &created, &expires, &revoked, &k.Threshold); err != nil {
			return nil, wrap("keys", err)
		}
		copy(k.Hash[:], hash)
		if err := errors.Join(json.Unmarshal(places, &k.Places), json.Unmarshal(areas, &k.Areas)); err != nil {
			return nil, fmt.Errorf("sqlite: key %s: its places or areas cannot be read: %w", k.ID, feedback.ErrCorrupt)
		}
		k.CreatedAt, k.ExpiresAt, k.RevokedAt = time.UnixMicro(created).UTC(), fromMicros(expires), fromMicros(revoked)
		out = append(out, k)
	}
	return out, wrap("keys", rows.Err())
}

// RevokeKey ends a key; ErrNotFound if there is none that is not revoked.
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time, by string) error {
	return s.transact(ctx, "revoke a key", func(ctx context.Context, tx *sql.Tx) error {
		if err := changeKey(ctx, tx, id, `UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`, at.UnixMicro(), id); err != nil {
			return err
		}
		return keyEvent(ctx, tx, ledger.KeyEvent{At: at, Key: id, What: ledger.KeyRevoked, By: by})
	})
}

// RotateKey stores a key in another's place; see [ledger.Keys].
func (s *Store) RotateKey(ctx context.Context, old string, next ledger.Key, until time.Time, by string) error {
	return s.transact(ctx, "rotate a key", func(ctx context.Context, tx *sql.Tx) error {
		err := changeKey(ctx, tx, old, `UPDATE api_keys SET expires_at = min(coalesce(expires_at, ?1), ?1) WHERE id = ?2 AND revoked_at IS NULL`, until.UnixMicro(), old)
		if err != nil {
			return err
		}
		if err := keyEvent(ctx, tx, ledger.KeyEvent{At: next.CreatedAt, Key: old, What: ledger.KeyRotated, By: by, Other: next.ID}); err != nil {
			return err
		}
		return insertKey(ctx, tx, next, by, old)
	})
}

// changeKey runs a statement that must change one key.
func changeKey(ctx context.Context, tx *sql.Tx, id, query string, args ...any) error {
	res, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("key %s is not in force: %w", id, feedback.ErrNotFound)
	}
	return nil
}

// KeyEvents gives what became of keys, the oldest first.
func (s *Store) KeyEvents(ctx context.Context) ([]ledger.KeyEvent, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT number, at, key, what, by, other FROM api_key_events ORDER BY number`)
	if err != nil {
		return nil, wrap("key events", err)
	}
	defer rows.Close()
	var out []ledger.KeyEvent
	for rows.Next() {
		var e ledger.KeyEvent
		var at int64
		if err := rows.Scan(&e.Number, &at, &e.Key, &e.What, &e.By, &e.Other); err != nil {
			return nil, wrap("key events", err)
		}
		e.At = time.UnixMicro(at).UTC()
		out = append(out, e)
	}
	return out, wrap("key events", rows.Err())
}
