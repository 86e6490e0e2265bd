package warningdb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

const requestColumns = `SELECT id, key_id, reference, by_whom, area, place, about, ref, text, at, due, answer, answered_by, answered_at, version, seq FROM requests`

func scanRequest(row func(...any) error) (ledger.Request, error) {
	var r ledger.Request
	var at, answered int64
	err := row(&r.ID, &r.Key, &r.Reference, &r.By, &r.Area, &r.Place, &r.About, &r.Ref, &r.Text, &at, &r.Due, &r.Answer, &r.AnsweredBy, &answered, &r.Version, &r.Seq)
	r.At, r.AnsweredAt = instant(at), instant(answered)
	return r, err
}

// AddRequest stores a request; see [ledger.Voices].
func (t *Tables) AddRequest(ctx context.Context, r ledger.Request) (ledger.Request, bool, error) {
	known := false
	err := t.db.Transact(ctx, "add a request", func(ctx context.Context, tx *sql.Tx) error {
		known = false
		seq, err := t.nextEvent(ctx, tx)
		if err != nil {
			return err
		}
		old, err := scanRequest(tx.QueryRowContext(ctx, t.q(requestColumns+` WHERE key_id = ? AND reference = ?`), r.Key, r.Reference).Scan)
		if err == nil {
			r, known = old, true
			return nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		r.ID, r.Seq, r.Version, r.At = seq, seq, 1, r.At.UTC().Truncate(time.Microsecond)
		_, err = t.exec(ctx, tx, `INSERT INTO requests (id, key_id, reference, by_whom, area, place, about, ref, text, at, due, answer, answered_by, answered_at, version, seq)
			VALUES (?,?,?,?,?,?,?,?,?,?,?,'','',0,1,?)`, r.ID, r.Key, r.Reference, r.By, string(r.Area), string(r.Place), r.About, r.Ref, r.Text, micros(r.At), int64(r.Due), seq)
		return err
	})
	return r, known, err
}

// AnswerRequest stores the answer to a request; see [ledger.Voices].
func (t *Tables) AnswerRequest(ctx context.Context, id int64, version int, answer, by string, at time.Time) (ledger.Request, error) {
	var out ledger.Request
	err := t.db.Transact(ctx, "answer a request", func(ctx context.Context, tx *sql.Tx) error {
		seq, err := t.nextEvent(ctx, tx)
		if err != nil {
			return err
		}
		n, err := t.exec(ctx, tx, `UPDATE requests SET answer = ?, answered_by = ?, answered_at = CASE WHEN answered_at = 0 THEN ? ELSE answered_at END,
			version = version + 1, seq = ? WHERE id = ? AND version = ?`, answer, by, micros(at), seq, id, int64(version))
		if err != nil {
			return err
		}
		out, err = scanRequest(tx.QueryRowContext(ctx, t.q(requestColumns+` WHERE id = ?`), id).Scan)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return fmt.Errorf("request %d: %w", id, feedback.ErrNotFound)
		case err == nil && n == 0:
			return fmt.Errorf("request %d is not at version %d: %w", id, version, feedback.ErrConflict)
		}
		return err
	})
	return out, err
}

// Request gives a request; ErrNotFound if there is none.
func (t *Tables) Request(ctx context.Context, id int64) (ledger.Request, error) {
	r, err := scanRequest(t.db.Read.QueryRowContext(ctx, t.q(requestColumns+` WHERE id = ?`), id).Scan)
	return r, t.one("request", "request "+strconv.FormatInt(id, 10), err)
}

// ListRequests gives requests in order of their last events.
func (t *Tables) ListRequests(ctx context.Context, q ledger.RequestQuery) ([]ledger.Request, error) {
	var w where
	w.add(true, "seq > ?", q.After)
	w.add(q.Key != "", "key_id = ?", q.Key)
	w.add(q.Area != "", "area = ?", string(q.Area))
	w.add(q.Open, "answered_at = 0")
	var out []ledger.Request
	err := t.list(ctx, "requests", requestColumns+w.String()+` ORDER BY seq LIMIT ?`, append(w.args, int64(cmp.Or(q.Limit, usualLimit))), func(row func(...any) error) error {
		r, err := scanRequest(row)
		out = append(out, r)
		return err
	})
	return out, err
}
