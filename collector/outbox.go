package collector

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// OutboxStore keeps invitations; a ledger.Store is one.
type OutboxStore interface {
	ledger.Invitations
	SetOptOut(ctx context.Context, hash ledger.ContactHash, out bool, at time.Time) error
}

// NumberSealer seals numbers and opens them again; ledger.Sealer is one.
type NumberSealer interface {
	Sealer
	Open(sealed []byte) (string, error)
}

// Outbox keeps the invitations that package sms sends: it knows how numbers are
// sealed and how they are found again.
type Outbox struct {
	store  OutboxStore
	sealer NumberSealer
}

// NewOutbox gives an Outbox.
func NewOutbox(store OutboxStore, sealer NumberSealer) *Outbox { return &Outbox{store, sealer} }

// Add queues invitations and gives the id of each; one whose (Owner, Reference)
// is known keeps its first id. Without a Reference an invitation is known by its
// number, place and event.
func (o *Outbox) Add(ctx context.Context, list []feedback.Invitation) (ids []string, err error) {
	rows := make([]ledger.Invitation, len(list))
	for i, v := range list {
		rows[i] = o.row(v)
		rows[i].Status = feedback.Queued
		if v.Reference == "" {
			h := o.sealer.Hash("invitation", fmt.Sprintf("%s|%s|%d", v.Phone.Reveal(), v.Place, v.EventAt.UnixMicro()))
			rows[i].Reference = hex.EncodeToString(h[:16])
		}
		var id [16]byte
		rand.Read(id[:]) // never fails: it ends the program instead
		rows[i].ID = hex.EncodeToString(id[:])
	}
	return o.store.AddInvitations(ctx, rows)
}

func (o *Outbox) row(v feedback.Invitation) ledger.Invitation {
	return ledger.Invitation{
		ID: v.ID, Parent: v.Parent, Owner: v.Owner, Reference: v.Reference, Hash: o.sealer.Hash("phone", v.Phone.Reveal()),
		Sealed: o.sealer.Seal(v.Phone.Reveal()), Provider: v.Provider, Place: v.Place, Language: v.Language, Audience: v.Audience,
		EventAt: v.EventAt.UTC(), DueAt: v.DueAt.UTC(), ExpiresAt: v.ExpiresAt.UTC(), Status: v.Status,
	}
}

// Due gives invitations whose time has come.
func (o *Outbox) Due(ctx context.Context, now time.Time, limit int) ([]feedback.Invitation, error) {
	return o.opened(o.store.DueInvitations(ctx, now, limit))
}

// Unsettled gives those whose attempt began before the given time and whose
// outcome is not known.
func (o *Outbox) Unsettled(ctx context.Context, before time.Time, limit int) ([]feedback.Invitation, error) {
	return o.opened(o.store.UnsettledInvitations(ctx, before, limit))
}

// opened opens the numbers. One that cannot be opened, because the secret it was
// sealed with is gone, has no Phone.
func (o *Outbox) opened(rows []ledger.Invitation, err error) ([]feedback.Invitation, error) {
	out := make([]feedback.Invitation, 0, len(rows))
	for _, r := range rows {
		v := feedback.Invitation{ID: r.ID, Parent: r.Parent, Owner: r.Owner, Reference: r.Reference, Place: r.Place, Provider: r.Provider,
			Language: r.Language, Audience: r.Audience, EventAt: r.EventAt, DueAt: r.DueAt, ExpiresAt: r.ExpiresAt, Status: r.Status,
			Attempts: r.Attempts, TriedAt: r.TriedAt, Missed: r.Missed, Gateway: r.Gateway}
		if phone, err := o.sealer.Open(r.Sealed); err == nil {
			v.Phone = feedback.Phone(phone)
		}
		out = append(out, v)
	}
	return out, err
}

// Claim decides whether an invitation may be sent now. If it may not, why says
// what holds it back: opted_out, capped, answered, postponed or taken.
func (o *Outbox) Claim(ctx context.Context, a feedback.Attempt) (granted bool, why string, err error) {
	v := a.Invitation
	c := ledger.Claim{
		ID: v.ID, Now: a.At, Gateway: a.Gateway, Hashes: o.sealer.Hashes("phone", v.Phone.Reveal()), CapSince: a.CapSince,
		Busy: a.Busy, BusyTill: a.BusyTill, Segments: a.Segments,
		Contact: ledger.Contact{Hash: o.sealer.Hash("phone", v.Phone.Reveal()), Sealed: o.sealer.Seal(v.Phone.Reveal()), Place: a.Next.Place,
			State: a.Next.State, ExpiresAt: a.Next.ExpiresAt, Invitation: a.Next.Invitation, Language: a.Next.Language, Audience: a.Next.Audience},
	}
	if !a.RemindAt.IsZero() && v.Parent == "" {
		r := o.row(v)
		r.ID, r.Parent, r.DueAt, r.Status = v.ID+"-r", v.ID, a.RemindAt, feedback.Queued
		c.Reminder = &r
	}
	answer, err := o.store.ClaimInvitation(ctx, c)
	return answer == ledger.Granted, string(answer), err
}

// Settle records what came of an attempt.
func (o *Outbox) Settle(ctx context.Context, s feedback.Settlement) error {
	return o.store.SettleInvitation(ctx, s)
}

// Postpone moves a queued invitation to another time.
func (o *Outbox) Postpone(ctx context.Context, id string, due time.Time) error {
	return o.store.PostponeInvitation(ctx, id, due)
}

// Missed notes that the gateway did not know of the attempt at tried, and gives
// how often that was.
func (o *Outbox) Missed(ctx context.Context, id string, tried time.Time) (int, error) {
	return o.store.MissInvitation(ctx, id, tried)
}

// Report takes a gateway's report of a text.
func (o *Outbox) Report(ctx context.Context, r feedback.Report) error {
	return o.store.ReportInvitation(ctx, r)
}

// OptOut records that a person wants no more texts, as a gateway told us.
func (o *Outbox) OptOut(ctx context.Context, phone feedback.Phone, at time.Time) error {
	return o.store.SetOptOut(ctx, o.sealer.Hash("phone", phone.Reveal()), true, at)
}
