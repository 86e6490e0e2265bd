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

// BlankVoices takes every word of a response out of its voice. An engine runs it
// in the transaction that erases the response, so that what was shown is gone at
// the same moment; the reader of comments tells of it later. Its one argument is
// the response, partition × 2^48 + seq.
const BlankVoices = `UPDATE voices SET parts = '', reply = '', hints = '', erased = 1 WHERE subject = `

// nextEvent takes the next number. Its row stays locked until the transaction
// ends, so that numbers follow the order of commits.
func (t *Tables) nextEvent(ctx context.Context, tx *sql.Tx) (int64, error) {
	var seq int64
	err := tx.QueryRowContext(ctx, `UPDATE voice_head SET seq = seq + 1 RETURNING seq`).Scan(&seq)
	return seq, err
}

// SaveVoices stores what the reader of comments made of entries; see
// [ledger.Voices].
func (t *Tables) SaveVoices(ctx context.Context, p ledger.Partition, from, to ledger.Seq, changes []ledger.VoiceChange, at time.Time) error {
	return t.db.Transact(ctx, "save voices", func(ctx context.Context, tx *sql.Tx) error {
		var n int64
		var err error
		if from == 0 {
			n, err = t.exec(ctx, tx, `INSERT INTO voice_cursors (partition, seq) VALUES (?,?) ON CONFLICT (partition) DO UPDATE SET seq = excluded.seq WHERE voice_cursors.seq = 0`,
				int64(p), int64(to))
		} else {
			n, err = t.exec(ctx, tx, `UPDATE voice_cursors SET seq = ? WHERE partition = ? AND seq = ?`, int64(to), int64(p), int64(from))
		}
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("comments of partition %d were read by another process: %w", p, feedback.ErrConflict)
		}
		for i := range changes {
			if _, err := t.changeVoice(ctx, tx, changes[i], at); err != nil {
				return err
			}
		}
		return nil
	})
}

// ChangeVoice stores a change; see [ledger.Voices].
func (t *Tables) ChangeVoice(ctx context.Context, c ledger.VoiceChange, at time.Time) (ledger.Voice, error) {
	var out ledger.Voice
	err := t.db.Transact(ctx, "change a voice", func(ctx context.Context, tx *sql.Tx) (err error) {
		out, err = t.changeVoice(ctx, tx, c, at)
		return err
	})
	return out, err
}

func (t *Tables) changeVoice(ctx context.Context, tx *sql.Tx, c ledger.VoiceChange, at time.Time) (ledger.Voice, error) {
	v := c.Voice
	v.At = at.UTC().Truncate(time.Microsecond)
	if v.State != ledger.VoiceShown {
		v.Parts = nil
	} else if v.ShownAt.IsZero() {
		v.ShownAt = v.At
	}
	if v.State == ledger.VoiceGone {
		v.Hints, v.Reply, v.ReplyBy, v.ReplyAt, v.Credit = nil, "", "", time.Time{}, nil
	}
	var err error
	if v.Seq, err = t.nextEvent(ctx, tx); err != nil {
		return v, err
	}
	if err := t.putVoice(ctx, tx, &v); err != nil {
		return v, err
	}
	_, err = t.exec(ctx, tx, `INSERT INTO voice_events (seq, subject, version, step, by_whom, note, at) VALUES (?,?,?,?,?,?,?)`,
		v.Seq, packed(v.Subject), int64(v.Version), string(c.Step), c.By, c.Note, micros(v.At))
	return v, err
}

// jsonText writes a value, nothing for an empty one.
func jsonText(v any, empty bool) (string, error) {
	if empty {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

func (t *Tables) putVoice(ctx context.Context, tx *sql.Tx, v *ledger.Voice) error {
	credit, err1 := jsonText(v.Credit, v.Credit == nil)
	hints, err2 := jsonText(v.Hints, len(v.Hints) == 0)
	parts, err3 := jsonText(v.Parts, len(v.Parts) == 0)
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return fmt.Errorf("voice %s: %w", v.Subject, err)
		}
	}
	values := []any{v.Name, string(v.Path.Ward), string(v.Path.Site), string(v.Path.Provider), string(v.Path.ICB), string(v.Path.Area), int64(v.Path.Setting),
		int64(v.Day), int64(v.Day.Month()), string(v.Source), credit, int64(v.State), int64(v.Read), hints, number(v.Urgent), number(v.Concern), parts, number(v.Person),
		micros(v.ShownAt), v.Reply, v.ReplyBy, micros(v.ReplyAt), int64(v.Version), v.Seq, micros(v.At)}
	var n int64
	var err error
	if v.Version == 1 {
		n, err = t.exec(ctx, tx, `INSERT INTO voices (name, ward, site, provider, icb, area, setting, day, month, source, credit, state, read_version, hints, urgent, concern,
			parts, person, shown_at, reply, reply_by, reply_at, version, seq, at, subject, erased)
			VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0) ON CONFLICT (subject) DO NOTHING`, append(values, packed(v.Subject))...)
	} else {
		n, err = t.exec(ctx, tx, `UPDATE voices SET name = ?, ward = ?, site = ?, provider = ?, icb = ?, area = ?, setting = ?, day = ?, month = ?, source = ?, credit = ?,
			state = ?, read_version = ?, hints = ?, urgent = ?, concern = ?, parts = ?, person = ?, shown_at = ?, reply = ?, reply_by = ?, reply_at = ?,
			version = ?, seq = ?, at = ? WHERE subject = ? AND version = ? AND (erased = 0 OR ? = 4)`,
			append(values, packed(v.Subject), int64(v.Version-1), int64(v.State))...)
	}
	if err == nil && n == 0 {
		err = fmt.Errorf("voice %s is not at version %d, or was erased: %w", v.Subject, v.Version-1, feedback.ErrConflict)
	}
	return err
}
