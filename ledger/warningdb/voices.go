package warningdb

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"earshot/feedback"
	"earshot/ledger"
)

// packed and unpacked turn an ID into the number under which it is stored and
// back.
func packed(id ledger.ID) int64 { return int64(id.Partition)<<48 | int64(id.Seq) }

func unpacked(n int64) ledger.ID {
	return ledger.ID{Partition: ledger.Partition(n >> 48), Seq: ledger.Seq(n & (1<<48 - 1))}
}

const voiceColumns = `SELECT subject, name, ward, site, provider, icb, area, setting, day, source, credit, state, read_version, hints, urgent, concern,
	parts, person, shown_at, reply, reply_by, reply_at, version, seq, at FROM voices`

func scanVoice(row func(...any) error) (ledger.Voice, error) {
	var v ledger.Voice
	var subject, setting, day, state, urgent, concern, person, shown, replied, at int64
	var credit, hints, parts string
	err := row(&subject, &v.Name, &v.Path.Ward, &v.Path.Site, &v.Path.Provider, &v.Path.ICB, &v.Path.Area, &setting, &day, &v.Source, &credit, &state, &v.Read,
		&hints, &urgent, &concern, &parts, &person, &shown, &v.Reply, &v.ReplyBy, &replied, &v.Version, &v.Seq, &at)
	if err != nil {
		return v, err
	}
	v.Subject, v.Path.Setting, v.Day, v.State = unpacked(subject), feedback.Setting(setting), feedback.Day(day), ledger.VoiceState(state)
	v.Urgent, v.Concern, v.Person = urgent != 0, concern != 0, person != 0
	v.ShownAt, v.ReplyAt, v.At = instant(shown), instant(replied), instant(at)
	for _, f := range []struct {
		text string
		into any
	}{{credit, &v.Credit}, {hints, &v.Hints}, {parts, &v.Parts}} {
		if f.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(f.text), f.into); err != nil {
			return v, fmt.Errorf("voice %s cannot be read: %w", v.Subject, feedback.ErrCorrupt)
		}
	}
	return v, nil
}

// VoiceHeads gives how far the reader of comments came.
func (t *Tables) VoiceHeads(ctx context.Context) (ledger.Heads, error) {
	var heads ledger.Heads
	err := t.list(ctx, "voice cursors", `SELECT partition, seq FROM voice_cursors`, nil, func(row func(...any) error) error {
		var p, seq int64
		if err := row(&p, &seq); err != nil {
			return err
		}
		if p < 0 || p >= ledger.Partitions {
			return fmt.Errorf("voice cursor of partition %d: %w", p, feedback.ErrCorrupt)
		}
		heads[p] = ledger.Seq(seq)
		return nil
	})
	return heads, err
}

// Voice gives a voice by its response; ErrNotFound if there is none.
func (t *Tables) Voice(ctx context.Context, subject ledger.ID) (ledger.Voice, error) {
	v, err := scanVoice(t.db.Read.QueryRowContext(ctx, t.q(voiceColumns+` WHERE subject = ?`), packed(subject)).Scan)
	return v, t.one("voice", "voice "+subject.String(), err)
}

// VoiceNamed gives a voice by its public name; ErrNotFound if there is none.
func (t *Tables) VoiceNamed(ctx context.Context, name string) (ledger.Voice, error) {
	v, err := scanVoice(t.db.Read.QueryRowContext(ctx, t.q(voiceColumns+` WHERE name = ?`), name).Scan)
	return v, t.one("voice", "voice", err)
}

// within adds that a voice is at one of the places or below.
func (w *where) within(places []feedback.PlaceID) {
	if len(places) == 0 {
		return
	}
	marks := strings.TrimSuffix(strings.Repeat("?,", len(places)), ",")
	var parts []string
	for _, column := range []string{"ward", "site", "provider", "icb"} {
		parts = append(parts, column+" IN ("+marks+")")
		for _, p := range places {
			w.args = append(w.args, string(p))
		}
	}
	w.conditions = append(w.conditions, "("+strings.Join(parts, " OR ")+")")
}

// ListVoices gives voices in order of their last events.
func (t *Tables) ListVoices(ctx context.Context, q ledger.VoiceQuery) ([]ledger.Voice, error) {
	var w where
	w.add(true, "seq > ?", q.After)
	w.add(q.State != ledger.NoVoiceState, "state = ?", int64(q.State))
	w.add(q.Area != "", "area = ?", string(q.Area))
	w.within(q.Within)
	return t.voices(ctx, voiceColumns+w.String()+` ORDER BY seq LIMIT ?`, append(w.args, int64(cmp.Or(q.Limit, usualLimit))))
}

// ShownVoices gives voices that may be shown.
func (t *Tables) ShownVoices(ctx context.Context, q ledger.ShownQuery) ([]ledger.Voice, error) {
	var w where
	w.add(true, "state = ? AND erased = 0", int64(ledger.VoiceShown))
	w.add(q.Area != "", "area = ?", string(q.Area))
	w.add(true, "month <= ?", int64(q.Until))
	w.add(q.Name != "", "(month < ? OR name > ?)", int64(q.Until), q.Name)
	if q.Within != "" {
		column := map[feedback.Level]string{feedback.Ward: "ward", feedback.Site: "site", feedback.Provider: "provider", feedback.ICB: "icb"}[q.Level]
		if column == "" {
			return nil, fmt.Errorf("comments of place %s: its level is not known: %w", q.Within, feedback.ErrInvalid)
		}
		w.add(true, column+" = ?", string(q.Within)) // one column, so that its index gives the order too
	}
	return t.voices(ctx, voiceColumns+w.String()+` ORDER BY month DESC, name LIMIT ?`, append(w.args, int64(cmp.Or(q.Limit, usualLimit))))
}

func (t *Tables) voices(ctx context.Context, query string, args []any) ([]ledger.Voice, error) {
	var out []ledger.Voice
	err := t.list(ctx, "voices", query, args, func(row func(...any) error) error {
		v, err := scanVoice(row)
		out = append(out, v)
		return err
	})
	return out, err
}

// VoiceEvents gives what happened to a voice, oldest first.
func (t *Tables) VoiceEvents(ctx context.Context, subject ledger.ID) ([]ledger.VoiceEvent, error) {
	var out []ledger.VoiceEvent
	err := t.list(ctx, "voice events", `SELECT seq, version, step, by_whom, note, at FROM voice_events WHERE subject = ? ORDER BY seq`, []any{packed(subject)},
		func(row func(...any) error) error {
			e := ledger.VoiceEvent{Subject: subject}
			var at int64
			err := row(&e.Seq, &e.Version, &e.Step, &e.By, &e.Note, &at)
			e.At = instant(at)
			out = append(out, e)
			return err
		})
	return out, err
}

// LastVoiceEvent gives the number of the last event, 0 for none.
func (t *Tables) LastVoiceEvent(ctx context.Context) (int64, error) {
	var n int64
	err := t.db.Read.QueryRowContext(ctx, `SELECT seq FROM voice_head`).Scan(&n)
	return n, t.db.Wrap("voice events", err)
}
