package warningdb

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"earshot/ledger"
)

// usualLimit is how many rows are given if nobody says.
const usualLimit = 100

// where gathers the conditions of a query.
type where struct {
	conditions []string
	args       []any
}

func (w *where) add(is bool, condition string, args ...any) {
	if is {
		w.conditions = append(w.conditions, condition)
		w.args = append(w.args, args...)
	}
}

func (w *where) String() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conditions, " AND ")
}

const warningColumns = `SELECT id, key, place, provider, measure, day, at, urgent, shown, state, version FROM warnings`

func scanWarning(row func(...any) error) (ledger.Warning, error) {
	var w ledger.Warning
	var at, urgent, state int64
	err := row(&w.ID, &w.Key, &w.Place, &w.Provider, &w.Measure, &w.Day, &at, &urgent, &w.Shown, &state, &w.Version)
	w.At, w.Urgent, w.State = instant(at), urgent != 0, ledger.WarningStep(state)
	return w, err
}

// Warning gives a warning; ErrNotFound if there is none.
func (t *Tables) Warning(ctx context.Context, id int64) (ledger.Warning, error) {
	w, err := scanWarning(t.db.Read.QueryRowContext(ctx, t.q(warningColumns+` WHERE id = ?`), id).Scan)
	return w, t.one("warning", "warning "+strconv.FormatInt(id, 10), err)
}

// ListWarnings gives warnings, the newest first.
func (t *Tables) ListWarnings(ctx context.Context, q ledger.WarningQuery) ([]ledger.Warning, error) {
	var w where
	w.add(q.Before > 0, "id < ?", q.Before)
	w.add(q.Open, "state <> ?", int64(ledger.WarningClosed))
	w.add(q.Place != "", "place = ?", string(q.Place))
	var out []ledger.Warning
	err := t.list(ctx, "warnings", warningColumns+w.String()+` ORDER BY id DESC LIMIT ?`, append(w.args, int64(cmp.Or(q.Limit, usualLimit))),
		func(row func(...any) error) error {
			x, err := scanWarning(row)
			out = append(out, x)
			return err
		})
	return out, err
}

// WarningEvents gives events in order.
func (t *Tables) WarningEvents(ctx context.Context, q ledger.WarningEventQuery) ([]ledger.WarningEvent, error) {
	var w where
	w.add(true, "seq > ?", q.After)
	w.add(q.Warning != 0, "warning = ?", q.Warning)
	w.add(q.Place != "", "warning IN (SELECT id FROM warnings WHERE place = ?)", string(q.Place))
	w.add(q.Step != ledger.NoWarningStep, "step = ?", int64(q.Step))
	var out []ledger.WarningEvent
	err := t.list(ctx, "warning events", `SELECT seq, warning, version, step, outcome, at, by_whom, note FROM warning_events`+w.String()+` ORDER BY seq LIMIT ?`,
		append(w.args, int64(cmp.Or(q.Limit, usualLimit))), func(row func(...any) error) error {
			var e ledger.WarningEvent
			var at, step int64
			err := row(&e.Seq, &e.Warning, &e.Version, &step, &e.Outcome, &at, &e.By, &e.Note)
			e.At, e.Step = instant(at), ledger.WarningStep(step)
			out = append(out, e)
			return err
		})
	return out, err
}

// LastWarningEvent gives the number of the last event, 0 for none.
func (t *Tables) LastWarningEvent(ctx context.Context) (int64, error) {
	var n int64
	err := t.db.Read.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM warning_events`).Scan(&n)
	return n, t.db.Wrap("warning events", err)
}
