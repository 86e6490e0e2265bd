package warningdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// AddSubscription stores a subscription; ErrConflict if its ID is taken.
func (t *Tables) AddSubscription(ctx context.Context, s ledger.Subscription) error {
	places, err := json.Marshal(s.Places)
	if err != nil {
		return fmt.Errorf("subscription %s: %w", s.ID, err)
	}
	return t.db.Transact(ctx, "subscribe", func(ctx context.Context, tx *sql.Tx) error {
		n, err := t.exec(ctx, tx, `INSERT INTO subscriptions (id, kind, target, places, urgent, quiet_from, quiet_to, created_at, ended_at,
			cursor, ahead, attempts, next_at, lease, fault) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING`,
			s.ID, s.Kind, s.Target, string(places), number(s.Urgent), int64(s.QuietFrom), int64(s.QuietTo), micros(s.CreatedAt), micros(s.EndedAt),
			s.Cursor, s.Delivery.Urgent, int64(s.Attempts), micros(s.NextAt), micros(s.Lease), s.Fault)
		if err == nil && n == 0 {
			err = fmt.Errorf("subscription %s exists: %w", s.ID, feedback.ErrConflict)
		}
		return err
	})
}

const subscriptionColumns = `SELECT id, kind, target, places, urgent, quiet_from, quiet_to, created_at, ended_at, cursor, ahead, attempts, next_at, lease, fault FROM subscriptions`

func scanSubscription(row func(...any) error) (ledger.Subscription, error) {
	var s ledger.Subscription
	var places string
	var urgent, created, ended, next, lease int64
	err := row(&s.ID, &s.Kind, &s.Target, &places, &urgent, &s.QuietFrom, &s.QuietTo, &created, &ended, &s.Cursor, &s.Delivery.Urgent, &s.Attempts, &next, &lease, &s.Fault)
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal([]byte(places), &s.Places); err != nil {
		return s, fmt.Errorf("subscription %s: its places cannot be read: %w", s.ID, feedback.ErrCorrupt)
	}
	s.Urgent, s.CreatedAt, s.EndedAt, s.NextAt, s.Lease = urgent != 0, instant(created), instant(ended), instant(next), instant(lease)
	return s, nil
}

// ListSubscriptions gives all, ended ones too, in order of creation.
func (t *Tables) ListSubscriptions(ctx context.Context) ([]ledger.Subscription, error) {
	var out []ledger.Subscription
	err := t.list(ctx, "subscriptions", subscriptionColumns+` ORDER BY created_at, id`, nil, func(row func(...any) error) error {
		s, err := scanSubscription(row)
		out = append(out, s)
		return err
	})
	return out, err
}

// EndSubscription ends one; ErrNotFound if none is in force.
func (t *Tables) EndSubscription(ctx context.Context, id string, at time.Time) error {
	return t.db.Transact(ctx, "unsubscribe", func(ctx context.Context, tx *sql.Tx) error {
		n, err := t.exec(ctx, tx, `UPDATE subscriptions SET ended_at = ? WHERE id = ? AND ended_at = 0`, micros(at), id)
		if err == nil && n == 0 {
			err = fmt.Errorf("subscription %s is not in force: %w", id, feedback.ErrNotFound)
		}
		return err
	})
}

// ClaimSubscription takes a subscription's lease; see [ledger.Warnings].
func (t *Tables) ClaimSubscription(ctx context.Context, id string, now, until time.Time) (ledger.Subscription, bool, error) {
	var s ledger.Subscription
	claimed := false
	err := t.db.Transact(ctx, "claim a subscription", func(ctx context.Context, tx *sql.Tx) error {
		claimed = false
		n, err := t.exec(ctx, tx, `UPDATE subscriptions SET lease = ? WHERE id = ? AND ended_at = 0 AND lease <= ? AND next_at <= ?`,
			micros(until), id, micros(now), micros(now))
		if err != nil || n == 0 {
			return err
		}
		claimed = true
		s, err = scanSubscription(tx.QueryRowContext(ctx, t.q(subscriptionColumns+` WHERE id = ?`), id).Scan)
		return err
	})
	return s, claimed && err == nil, err
}

// SaveDelivery stores how far sending came; see [ledger.Warnings].
func (t *Tables) SaveDelivery(ctx context.Context, id string, held time.Time, d ledger.Delivery) error {
	return t.db.Transact(ctx, "note a delivery", func(ctx context.Context, tx *sql.Tx) error {
		n, err := t.exec(ctx, tx, `UPDATE subscriptions SET cursor = ?, ahead = ?, attempts = ?, next_at = ?, lease = ?, fault = ? WHERE id = ? AND lease = ?`,
			d.Cursor, d.Urgent, int64(d.Attempts), micros(d.NextAt), micros(d.Lease), d.Fault, id, micros(held))
		if err == nil && n == 0 {
			err = fmt.Errorf("subscription %s is sent by another process: %w", id, feedback.ErrConflict)
		}
		return err
	})
}
