package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// AddInvitations queues invitations; see [ledger.Invitations].
func (b Box) AddInvitations(ctx context.Context, list []ledger.Invitation) (ids []string, err error) {
	err = b.engine.Transact(ctx, "add invitations", func(ctx context.Context, tx Tx) error {
		ids = make([]string, len(list))
		for i := range list {
			v := &list[i]
			added, err := tx.Exec(ctx, insert, args(v)...)
			if err != nil {
				return err
			}
			if ids[i] = v.ID; added > 0 {
				continue
			}
			if err := tx.Query(ctx, `SELECT id FROM invitations WHERE owner = $1 AND reference = $2 AND parent = $3`, func(scan func(...any) error) error {
				return scan(&ids[i])
			}, string(v.Owner), v.Reference, v.Parent); err != nil {
				return err
			}
		}
		return nil
	})
	return ids, err
}

// Invitation gives one; see [ledger.Invitations].
func (b Box) Invitation(ctx context.Context, id string) (v ledger.Invitation, err error) {
	err = b.engine.Transact(ctx, "invitation", func(ctx context.Context, tx Tx) error {
		v, err = one(ctx, tx, id)
		return err
	})
	return v, err
}

// DueInvitations gives those whose time has come; see [ledger.Invitations].
func (b Box) DueInvitations(ctx context.Context, now time.Time, limit int) (out []ledger.Invitation, err error) {
	err = b.engine.Transact(ctx, "due invitations", func(ctx context.Context, tx Tx) error {
		out, err = list(ctx, tx, `WHERE status = 1 AND due_at <= $1 ORDER BY due_at, id LIMIT $2`, now.UnixMicro(), int64(limit))
		return err
	})
	return out, err
}

// ClaimInvitation decides whether one may be sent now; see [ledger.Invitations].
func (b Box) ClaimInvitation(ctx context.Context, c ledger.Claim) (answer ledger.Claimed, err error) {
	err = b.engine.Transact(ctx, "claim an invitation", func(ctx context.Context, tx Tx) error {
		for _, h := range c.Hashes { // in the order in which every process has them
			if err := tx.Lock(ctx, h); err != nil {
				return err
			}
		}
		v, err := one(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if v.Status != feedback.Queued {
			answer = ledger.Taken
			return nil
		}
		if answer, err = decide(ctx, tx, &v, &c); err != nil {
			return err
		}
		return b.write(ctx, tx, &v, &c, &answer)
	})
	return answer, err
}

// decide looks at everything that may hold an invitation back.
func decide(ctx context.Context, tx Tx, v *ledger.Invitation, c *ledger.Claim) (ledger.Claimed, error) {
	var talk ledger.Conversation
	for _, h := range c.Hashes {
		out, err := tx.OptedOut(ctx, h)
		if err != nil {
			return "", err
		}
		if out {
			return ledger.OptedOut, nil
		}
		k, err := tx.Conversation(ctx, h)
		if err != nil && !errors.Is(err, feedback.ErrNotFound) {
			return "", err
		}
		if err == nil && k.UpdatedAt.After(talk.UpdatedAt) {
			talk = k
		}
	}
	if v.Parent != "" {
		parent, err := one(ctx, tx, v.Parent)
		if err != nil {
			return "", err
		}
		reached := parent.Status == feedback.Accepted || parent.Status == feedback.Sent || parent.Status == feedback.Delivered
		if !reached || !parent.AnsweredAt.IsZero() || !talk.Subject.IsZero() || talk.Invitation != v.Parent {
			return ledger.Answered, nil
		}
		return ledger.Granted, nil
	}
	if !talk.Subject.IsZero() && talk.UpdatedAt.Add(c.Busy).After(c.Now) {
		return ledger.Postponed, nil
	}
	for _, h := range c.Hashes {
		capped := false
		err := tx.Query(ctx, `SELECT count(*) FROM invitations WHERE hash = $1 AND provider = $2 AND id <> $3 AND parent = ''
			AND status IN (2, 3, 4, 7) AND tried_at > $4`, func(scan func(...any) error) error {
			var n int64
			err := scan(&n)
			capped = n > 0
			return err
		}, h[:], string(v.Provider), v.ID, c.CapSince.UnixMicro())
		if err != nil {
			return "", err
		}
		if capped {
			return ledger.Capped, nil
		}
	}
	return ledger.Granted, nil
}

// write stores what was decided.
func (b Box) write(ctx context.Context, tx Tx, v *ledger.Invitation, c *ledger.Claim, answer *ledger.Claimed) error {
	switch *answer {
	case ledger.Postponed:
		_, err := tx.Exec(ctx, `UPDATE invitations SET due_at = $1 WHERE id = $2 AND status = 1`, c.BusyTill.UnixMicro(), v.ID)
		return err
	case ledger.OptedOut, ledger.Capped, ledger.Answered:
		_, err := tx.Exec(ctx, `UPDATE invitations SET status = 8, reason = $1, sealed = NULL WHERE id = $2 AND status = 1`, string(*answer), v.ID)
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE invitations SET status = 2, reason = '', attempts = attempts + 1, tried_at = $1, missed = 0, gateway = $2, segments = $3
		WHERE id = $4 AND status = 1`, c.Now.UnixMicro(), string(c.Gateway), int64(c.Segments), v.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		*answer = ledger.Taken
		return nil
	}
	if v.Parent == "" {
		if err := tx.PutConversation(ctx, ledger.Conversation{Contact: c.Contact, UpdatedAt: c.Now}); err != nil {
			return err
		}
	}
	if c.Reminder != nil {
		_, err = tx.Exec(ctx, insert, args(c.Reminder)...)
	}
	return err
}

// PostponeInvitation moves a queued one to another time.
func (b Box) PostponeInvitation(ctx context.Context, id string, due time.Time) error {
	return b.engine.Transact(ctx, "postpone an invitation", func(ctx context.Context, tx Tx) error {
		_, err := tx.Exec(ctx, `UPDATE invitations SET due_at = $1 WHERE id = $2 AND status = 1`, due.UnixMicro(), id)
		return err
	})
}

// SettleInvitation records what came of an attempt; see [ledger.Invitations].
func (b Box) SettleInvitation(ctx context.Context, s ledger.Settlement) error {
	return b.engine.Transact(ctx, "settle an invitation", func(ctx context.Context, tx Tx) error {
		var err error
		switch s.Status {
		case feedback.Queued:
			_, err = tx.Exec(ctx, `UPDATE invitations SET status = 1, due_at = $1, reason = $2, missed = 0
				WHERE id = $3 AND status = 2 AND tried_at = $4`, s.DueAt.UnixMicro(), s.Reason, s.ID, s.At.UnixMicro())
		case feedback.Withheld: // of one that waits: its time is over
			_, err = tx.Exec(ctx, `UPDATE invitations SET status = 8, reason = $1, sealed = NULL WHERE id = $2 AND status IN (1, 2)`, s.Reason, s.ID)
		case feedback.Sending:
			_, err = tx.Exec(ctx, `UPDATE invitations SET reason = $1 WHERE id = $2 AND status = 2 AND tried_at = $3`, s.Reason, s.ID, s.At.UnixMicro())
		default:
			_, err = tx.Exec(ctx, `UPDATE invitations SET status = CASE WHEN status < $1 THEN $1 ELSE status END, sealed = NULL, reason = $2,
				message = CASE WHEN $3 = '' THEN message ELSE $3 END, segments = CASE WHEN $4 = 0 THEN segments ELSE $4 END
				WHERE id = $5 AND status < 8`, int64(s.Status), s.Reason, s.Message, int64(s.Segments), s.ID)
		}
		return err
	})
}

// UnsettledInvitations gives those whose outcome is not known; see
// [ledger.Invitations].
func (b Box) UnsettledInvitations(ctx context.Context, before time.Time, limit int) (out []ledger.Invitation, err error) {
	err = b.engine.Transact(ctx, "unsettled invitations", func(ctx context.Context, tx Tx) error {
		out, err = list(ctx, tx, `WHERE status = 2 AND tried_at <= $1 ORDER BY tried_at, id LIMIT $2`, before.UnixMicro(), int64(limit))
		return err
	})
	return out, err
}

// MissInvitation notes that the gateway did not know of an attempt.
func (b Box) MissInvitation(ctx context.Context, id string, tried time.Time) (missed int, err error) {
	err = b.engine.Transact(ctx, "miss an invitation", func(ctx context.Context, tx Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE invitations SET missed = missed + 1 WHERE id = $1 AND status = 2 AND tried_at = $2`, id, tried.UnixMicro()); err != nil {
			return err
		}
		v, err := one(ctx, tx, id)
		missed = v.Missed
		return err
	})
	return missed, err
}

// ReportInvitation takes a gateway's report; see [ledger.Invitations].
func (b Box) ReportInvitation(ctx context.Context, r ledger.Report) error {
	return b.engine.Transact(ctx, "report an invitation", func(ctx context.Context, tx Tx) error {
		n, err := tx.Exec(ctx, `UPDATE invitations SET reason = CASE WHEN status < $1 THEN $2 ELSE reason END,
			message = CASE WHEN message = '' THEN $3 ELSE message END, sealed = NULL,
			status = CASE WHEN status < $1 THEN $1 ELSE status END WHERE id = $4`, int64(r.Status), r.Reason, r.Message, r.ID)
		if err == nil && n == 0 {
			err = fmt.Errorf("invitation %s: %w", r.ID, feedback.ErrNotFound)
		}
		if err != nil || !r.OptOut {
			return err
		}
		v, err := one(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		return tx.SetOptOut(ctx, v.Hash, true, v.TriedAt)
	})
}

// ForgetInvitations forgets numbers that are not needed; see
// [ledger.Invitations].
func (b Box) ForgetInvitations(ctx context.Context, now time.Time) (changed int, err error) {
	err = b.engine.Transact(ctx, "forget invitations", func(ctx context.Context, tx Tx) error {
		n, err := tx.Exec(ctx, `UPDATE invitations SET status = 8, reason = 'too_late', sealed = NULL WHERE status = 1 AND expires_at < $1`, now.UnixMicro())
		if err != nil {
			return err
		}
		m, err := tx.Exec(ctx, `UPDATE invitations SET sealed = NULL WHERE sealed IS NOT NULL AND expires_at < $1`, now.UnixMicro())
		changed = int(n + m)
		return err
	})
	return changed, err
}

// hour in microseconds.
const hour = int64(time.Hour / time.Microsecond)

// Reach counts invitations; see [ledger.Invitations].
func (b Box) Reach(ctx context.Context, from, to time.Time) (out []ledger.ReachRow, err error) {
	err = b.engine.Transact(ctx, "reach", func(ctx context.Context, tx Tx) error {
		out = nil
		return tx.Query(ctx, `SELECT place, gateway, reminder, status, reason, at * $1, count(*), sum(segments), sum(answered), sum(commented) FROM (
				SELECT place, gateway, CASE WHEN parent = '' THEN 0 ELSE 1 END AS reminder, status, reason,
					(CASE WHEN tried_at = 0 THEN event_at ELSE tried_at END) / $1 AS at, segments,
					CASE WHEN answered_at = 0 THEN 0 ELSE 1 END AS answered, CASE WHEN commented_at = 0 THEN 0 ELSE 1 END AS commented
				FROM invitations WHERE event_at >= $2 AND event_at < $3) AS i
			GROUP BY place, gateway, reminder, status, reason, at ORDER BY place, at, gateway, reminder, status, reason`, func(scan func(...any) error) error {
			var r ledger.ReachRow
			var place, gateway string
			var reminder, status, at, count, segments, answered, commented int64
			if err := scan(&place, &gateway, &reminder, &status, &r.Reason, &at, &count, &segments, &answered, &commented); err != nil {
				return err
			}
			r.Place, r.Gateway, r.Reminder, r.Status, r.TriedAt = feedback.PlaceID(place), feedback.Source(gateway), reminder > 0, feedback.Delivery(status), instant(at)
			r.Count, r.Segments, r.Answered, r.Commented = int(count), int(segments), int(answered), int(commented)
			out = append(out, r)
			return nil
		}, hour, from.UnixMicro(), to.UnixMicro())
	})
	return out, err
}
