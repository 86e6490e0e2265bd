// Package warningdb keeps warnings, what people wrote on its way to being shown,
// and requests for a response, in the tables that both engines of the ledger have
// alike: whole numbers, texts and bytes. An engine gives it a database, its
// transactions and its errors.
package warningdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Engine is what an engine lends.
type Engine struct {
	Read *sql.DB
	// Transact runs f in a transaction that writes.
	Transact func(ctx context.Context, op string, f func(context.Context, *sql.Tx) error) error
	// Wrap gives a database error one of feedback's meanings.
	Wrap func(op string, err error) error
	// Numbered says that arguments are written $1, $2, … instead of ?.
	Numbered bool
	// Serialise makes transactions that add events wait for one another, where
	// the engine does not do so by itself. May be empty.
	Serialise string
}

// Tables keeps warnings and voices; see [ledger.Warnings] and [ledger.Voices].
type Tables struct{ db Engine }

// New gives the tables of an engine.
func New(e Engine) *Tables { return &Tables{db: e} }

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// q writes a query's arguments as the engine wants them.
func (t *Tables) q(query string) string {
	if !t.db.Numbered {
		return query
	}
	var b strings.Builder
	n := 0
	for _, c := range query {
		if c != '?' {
			b.WriteRune(c)
			continue
		}
		n++
		b.WriteString("$" + strconv.Itoa(n))
	}
	return b.String()
}

// exec runs a statement and says how many rows it touched.
func (t *Tables) exec(ctx context.Context, db querier, query string, args ...any) (int64, error) {
	res, err := db.ExecContext(ctx, t.q(query), args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// list runs a query and scans each row.
func (t *Tables) list(ctx context.Context, op, query string, args []any, scan func(row func(...any) error) error) error {
	rows, err := t.db.Read.QueryContext(ctx, t.q(query), args...)
	if err != nil {
		return t.db.Wrap(op, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows.Scan); err != nil {
			return t.db.Wrap(op, err)
		}
	}
	return t.db.Wrap(op, rows.Err())
}

// one gives the error of a query for one row.
func (t *Tables) one(op, what string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s: %w", what, feedback.ErrNotFound)
	}
	return t.db.Wrap(op, err)
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// micros and instant turn times into numbers and back; 0 is no time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func instant(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// last gives the number of the last event, and holds off others who would add
// one.
func (t *Tables) last(ctx context.Context, tx *sql.Tx) (int64, error) {
	if t.db.Serialise != "" {
		if _, err := tx.ExecContext(ctx, t.db.Serialise); err != nil {
			return 0, err
		}
	}
	var n int64
	err := tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM warning_events`).Scan(&n)
	return n, err
}

// Watch stores monitors and raises warnings; see [ledger.Warnings].
func (t *Tables) Watch(ctx context.Context, monitors []ledger.Monitor, raise []ledger.Warning) ([]ledger.WarningEvent, error) {
	var events []ledger.WarningEvent
	err := t.db.Transact(ctx, "watch", func(ctx context.Context, tx *sql.Tx) error {
		events = nil
		for i := range monitors {
			if err := t.saveMonitor(ctx, tx, &monitors[i]); err != nil {
				return err
			}
		}
		if len(raise) == 0 {
			return nil
		}
		seq, err := t.last(ctx, tx)
		if err != nil {
			return err
		}
		for i := range raise {
			w := &raise[i]
			n, err := t.exec(ctx, tx, `INSERT INTO warnings (id, key, place, provider, measure, day, at, urgent, shown, state, version)
				VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (key) DO NOTHING`, seq+1, w.Key, string(w.Place), string(w.Provider), w.Measure,
				int64(w.Day), micros(w.At), number(w.Urgent), w.Shown, int64(ledger.WarningRaised), int64(1))
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			seq++
			e := ledger.WarningEvent{Seq: seq, Warning: seq, Version: 1, Step: ledger.WarningRaised, At: w.At, By: "earshot"}
			if err := t.insertEvent(ctx, tx, e); err != nil {
				return err
			}
			events = append(events, e)
		}
		return nil
	})
	return events, err
}

func (t *Tables) saveMonitor(ctx context.Context, tx *sql.Tx, m *ledger.Monitor) error {
	var n int64
	var err error
	if m.Version == 1 {
		n, err = t.exec(ctx, tx, `INSERT INTO monitors (place, part, plan, day, version, state) VALUES (?,?,?,?,1,?) ON CONFLICT DO NOTHING`,
			string(m.Place), m.Part, m.Plan, int64(m.Day), m.State)
	} else {
		n, err = t.exec(ctx, tx, `UPDATE monitors SET plan = ?, day = ?, version = ?, state = ? WHERE place = ? AND part = ? AND version = ?`,
			m.Plan, int64(m.Day), m.Version, m.State, string(m.Place), m.Part, m.Version-1)
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("monitor %s of %s is not at version %d: %w", m.Part, m.Place, m.Version-1, feedback.ErrConflict)
	}
	return nil
}

func (t *Tables) insertEvent(ctx context.Context, tx *sql.Tx, e ledger.WarningEvent) error {
	_, err := t.exec(ctx, tx, `INSERT INTO warning_events (seq, warning, version, step, outcome, at, by_whom, note) VALUES (?,?,?,?,?,?,?,?)`,
		e.Seq, e.Warning, int64(e.Version), int64(e.Step), e.Outcome, micros(e.At), e.By, e.Note)
	return err
}

// Monitor gives a stored monitor; ErrNotFound if there is none.
func (t *Tables) Monitor(ctx context.Context, place feedback.PlaceID, part string) (ledger.Monitor, error) {
	m := ledger.Monitor{Place: place, Part: part}
	err := t.db.Read.QueryRowContext(ctx, t.q(`SELECT plan, day, version, state FROM monitors WHERE place = ? AND part = ?`), string(place), part).
		Scan(&m.Plan, &m.Day, &m.Version, &m.State)
	return m, t.one("monitor", "monitor "+part+" of "+string(place), err)
}

// ListMonitors gives all monitors without State.
func (t *Tables) ListMonitors(ctx context.Context) ([]ledger.Monitor, error) {
	var out []ledger.Monitor
	err := t.list(ctx, "monitors", `SELECT place, part, plan, day, version FROM monitors ORDER BY place, part`, nil, func(row func(...any) error) error {
		var m ledger.Monitor
		if err := row(&m.Place, &m.Part, &m.Plan, &m.Day, &m.Version); err != nil {
			return err
		}
		out = append(out, m)
		return nil
	})
	return out, err
}

// AddWarningEvent adds a step to a warning; see [ledger.Warnings].
func (t *Tables) AddWarningEvent(ctx context.Context, e ledger.WarningEvent) (ledger.WarningEvent, error) {
	err := t.db.Transact(ctx, "add to a warning", func(ctx context.Context, tx *sql.Tx) error {
		seq, err := t.last(ctx, tx)
		if err != nil {
			return err
		}
		var version, state int64
		err = tx.QueryRowContext(ctx, t.q(`SELECT version, state FROM warnings WHERE id = ?`), e.Warning).Scan(&version, &state)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("warning %d: %w", e.Warning, feedback.ErrNotFound)
		}
		if err != nil {
			return err
		}
		if int64(e.Version) != version+1 {
			return fmt.Errorf("warning %d is at version %d: %w", e.Warning, version, feedback.ErrConflict)
		}
		if e.Step != ledger.WarningNoted {
			state = int64(e.Step)
		}
		if _, err := t.exec(ctx, tx, `UPDATE warnings SET state = ?, version = ? WHERE id = ?`, state, int64(e.Version), e.Warning); err != nil {
			return err
		}
		e.Seq = seq + 1
		return t.insertEvent(ctx, tx, e)
	})
	return e, err
}
