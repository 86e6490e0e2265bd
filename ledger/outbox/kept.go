package outbox

import (
	"context"
	"fmt"
	"slices"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// KeptTexts gives texts kept for a person; see [ledger.Invitations].
func (b Box) KeptTexts(ctx context.Context, limit int) ([]ledger.TextNote, error) {
	return b.kept(ctx, `ORDER BY at, id LIMIT $1`, int64(limit))
}

// KeptText gives one of them; see [ledger.Invitations].
func (b Box) KeptText(ctx context.Context, source feedback.Source, id string) (ledger.TextNote, error) {
	found, err := b.kept(ctx, `AND source = $1 AND id = $2`, string(source), id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("kept text %s: %w", id, feedback.ErrNotFound)
	}
	if err != nil {
		return ledger.TextNote{}, err
	}
	return found[0], nil
}

func (b Box) kept(ctx context.Context, which string, args ...any) (out []ledger.TextNote, err error) {
	err = b.engine.Transact(ctx, "kept texts", func(ctx context.Context, tx Tx) error {
		out = nil
		return tx.Query(ctx, `SELECT source, id, at, outcome, reason, sealed, place FROM texts WHERE outcome = 'kept' AND sealed IS NOT NULL `+which, func(scan func(...any) error) error {
			var n ledger.TextNote
			var source, outcome, place string
			var at int64
			if err := scan(&source, &n.ID, &at, &outcome, &n.Reason, &n.Sealed, &place); err != nil {
				return err
			}
			n.Source, n.Outcome, n.Place, n.At = feedback.Source(source), feedback.Outcome(outcome), feedback.PlaceID(place), instant(at)
			out = append(out, n)
			return nil
		}, args...)
	})
	return out, err
}

// StepText records what somebody did with a kept text; see [ledger.Invitations].
func (b Box) StepText(ctx context.Context, s ledger.TextStep) error {
	return b.engine.Transact(ctx, "act on a text", func(ctx context.Context, tx Tx) error {
		// One statement for both, so that of two who end a text at once one is told.
		change := `UPDATE texts SET sealed = sealed WHERE source = $1 AND id = $2 AND sealed IS NOT NULL`
		if s.Act.Ends() {
			change = `UPDATE texts SET sealed = NULL WHERE source = $1 AND id = $2 AND sealed IS NOT NULL`
		}
		n, err := tx.Exec(ctx, change, string(s.Source), s.ID)
		if err == nil && n == 0 {
			err = fmt.Errorf("kept text %s: %w", s.ID, feedback.ErrNotFound)
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO text_steps (source, id, at, act, by, note) VALUES ($1,$2,$3,$4,$5,$6)`,
			string(s.Source), s.ID, s.At.UnixMicro(), string(s.Act), s.By, s.Note)
		return err
	})
}

// TextSteps gives what was done; see [ledger.Invitations].
func (b Box) TextSteps(ctx context.Context, source feedback.Source, id string, limit int) (out []ledger.TextStep, err error) {
	which, args := `WHERE source = $1 AND id = $2 ORDER BY number DESC LIMIT $3`, []any{string(source), id, int64(limit)}
	if id == "" {
		which, args = `ORDER BY number DESC LIMIT $1`, []any{int64(limit)}
	}
	err = b.engine.Transact(ctx, "steps of texts", func(ctx context.Context, tx Tx) error {
		out = nil
		return tx.Query(ctx, `SELECT source, id, at, act, by, note FROM text_steps `+which, func(scan func(...any) error) error {
			var s ledger.TextStep
			var from, act string
			var at int64
			if err := scan(&from, &s.ID, &at, &act, &s.By, &s.Note); err != nil {
				return err
			}
			s.Source, s.Act, s.At = feedback.Source(from), ledger.TextAct(act), time.UnixMicro(at).UTC()
			out = append(out, s)
			return nil
		}, args...)
	})
	slices.Reverse(out)
	return out, err
}
