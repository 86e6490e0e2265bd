// Package outbox keeps invitations and notes of inbound texts in SQL that both
// engines of the ledger understand. An engine lends it transactions ([Engine])
// and embeds a [Box]; what one engine promises the other then promises too.
//
// # Sending once
//
// A text cannot be taken back and a gateway cannot be asked to take part in our
// transaction. So an invitation is claimed, in a transaction that also looks at
// the opt-out list and the cap, before the gateway is called; what came of the
// call is settled afterwards. If a process dies between the two the invitation
// stands at Sending, and is not sent again until the gateway itself has said,
// more than once and long after, that it does not know of it.
package outbox

import (
	"context"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Tx is a transaction of an engine. Queries have $1, $2, … for their arguments.
type Tx interface {
	// Exec gives the number of rows changed.
	Exec(ctx context.Context, query string, args ...any) (int64, error)
	// Query calls each for every row.
	Query(ctx context.Context, query string, each func(scan func(...any) error) error, args ...any) error
	// Lock holds back other transactions about the same person until this ends.
	Lock(ctx context.Context, person ledger.ContactHash) error
	// OptedOut reports whether a person asked for no more texts.
	OptedOut(ctx context.Context, person ledger.ContactHash) (bool, error)
	// SetOptOut records or lifts an opt-out; what was said last holds.
	SetOptOut(ctx context.Context, person ledger.ContactHash, out bool, at time.Time) error
	// Conversation finds a conversation; ErrNotFound if there is none.
	Conversation(ctx context.Context, person ledger.ContactHash) (ledger.Conversation, error)
	// PutConversation stores a conversation over whatever stands.
	PutConversation(ctx context.Context, c ledger.Conversation) error
}

// Engine runs f in a transaction: all of it is stored or nothing. f may be
// called again if another transaction was in the way.
type Engine interface {
	Transact(ctx context.Context, op string, f func(ctx context.Context, tx Tx) error) error
}

// Box implements [ledger.Invitations] on an Engine.
type Box struct{ engine Engine }

// New gives a Box.
func New(e Engine) Box { return Box{e} }

var _ ledger.Invitations = Box{}

// NoteText records what became of an inbound text; see [ledger.Invitations].
func (b Box) NoteText(ctx context.Context, n ledger.TextNote, hashes []ledger.ContactHash) (first bool, err error) {
	err = b.engine.Transact(ctx, "note a text", func(ctx context.Context, tx Tx) error {
		first = false
		filed := false
		err := tx.Query(ctx, `SELECT 1 FROM entries WHERE source_id = $1 AND source = $2 AND kind <> 6`, func(func(...any) error) error {
			filed = true
			return nil
		}, n.ID, string(n.Source))
		if err != nil {
			return err
		}
		if filed {
			// The text stays an answer, but who asks for no more texts gets none.
			if n.Outcome == feedback.OptOut && len(hashes) > 0 {
				return tx.SetOptOut(ctx, hashes[0], true, n.At)
			}
			return nil
		}
		added, err := tx.Exec(ctx, `INSERT INTO texts (source, id, at, outcome, reason, sealed, place) VALUES ($1,$2,$3,$4,$5,$6,$7)
			ON CONFLICT (source, id) DO NOTHING`, string(n.Source), n.ID, n.At.UnixMicro(), string(n.Outcome), n.Reason, n.Sealed, string(n.Place))
		if first = added > 0; err != nil || !first {
			return err
		}
		switch n.Outcome {
		case feedback.OptOut:
			if len(hashes) > 0 {
				return tx.SetOptOut(ctx, hashes[0], true, n.At)
			}
		case feedback.OptIn:
			for _, h := range hashes {
				if err := tx.SetOptOut(ctx, h, false, n.At); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return first, err
}

// columns of an invitation, in the order of args and scanOne.
const columns = `id, parent, owner, reference, hash, sealed, provider, place, language, audience, event_at, due_at, expires_at, status,
	reason, attempts, tried_at, missed, gateway, message, segments, answered_at, commented_at`

const insert = `INSERT INTO invitations (` + columns + `)
	VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23) ON CONFLICT DO NOTHING`

func args(v *ledger.Invitation) []any {
	return []any{v.ID, v.Parent, string(v.Owner), v.Reference, v.Hash[:], v.Sealed, string(v.Provider), string(v.Place), v.Language, v.Audience,
		micros(v.EventAt), micros(v.DueAt), micros(v.ExpiresAt), int64(v.Status), v.Reason, int64(v.Attempts), micros(v.TriedAt), int64(v.Missed),
		string(v.Gateway), v.Message, int64(v.Segments), micros(v.AnsweredAt), micros(v.CommentedAt)}
}

func scanOne(scan func(...any) error) (ledger.Invitation, error) {
	var v ledger.Invitation
	var owner, provider, place, gateway string
	var hash []byte
	var event, due, expires, status, attempts, tried, missed, segments, answered, commented int64
	if err := scan(&v.ID, &v.Parent, &owner, &v.Reference, &hash, &v.Sealed, &provider, &place, &v.Language, &v.Audience, &event, &due, &expires,
		&status, &v.Reason, &attempts, &tried, &missed, &gateway, &v.Message, &segments, &answered, &commented); err != nil {
		return v, err
	}
	copy(v.Hash[:], hash)
	v.Owner, v.Provider, v.Place, v.Gateway = feedback.Source(owner), feedback.PlaceID(provider), feedback.PlaceID(place), feedback.Source(gateway)
	v.EventAt, v.DueAt, v.ExpiresAt, v.TriedAt = instant(event), instant(due), instant(expires), instant(tried)
	v.AnsweredAt, v.CommentedAt = instant(answered), instant(commented)
	v.Status, v.Attempts, v.Missed, v.Segments = feedback.Delivery(status), int(attempts), int(missed), int(segments)
	return v, nil
}

// list runs a query for whole invitations.
func list(ctx context.Context, tx Tx, where string, a ...any) (out []ledger.Invitation, err error) {
	err = tx.Query(ctx, `SELECT `+columns+` FROM invitations `+where, func(scan func(...any) error) error {
		v, err := scanOne(scan)
		out = append(out, v)
		return err
	}, a...)
	return out, err
}

// one gives an invitation; ErrNotFound if there is none.
func one(ctx context.Context, tx Tx, id string) (ledger.Invitation, error) {
	found, err := list(ctx, tx, `WHERE id = $1`, id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("invitation %s: %w", id, feedback.ErrNotFound)
	}
	if err != nil {
		return ledger.Invitation{}, err
	}
	return found[0], nil
}

// micros and instant store instants; the zero time is 0.
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
