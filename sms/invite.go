package sms

import (
	"context"
	"fmt"
	"strings"
	"time"

	"earshot/feedback"
)

// Invite is one invitation as it is asked for, in JSON or in a line of CSV.
type Invite struct {
	Phone     string `json:"phone"`
	Place     string `json:"place"`     // id or code
	EventAt   string `json:"event_at"`  // RFC 3339, or YYYY-MM-DD HH:MM in London
	Language  string `json:"language"`  // BCP 47 tag; empty for English
	Audience  string `json:"audience"`  // adult, young or easy; empty for adult
	Reference string `json:"reference"` // the asker's own; a repeat is the same invitation
	Line      int    `json:"-"`
}

// Invited is what became of one Invite.
type Invited struct {
	ID    string
	DueAt time.Time
	Err   error // why it was not taken
}

// Inviter takes invitations in by the rules.
type Inviter struct {
	Places func() *feedback.Directory
	Rules  *RuleBook
	Add    func(ctx context.Context, list []feedback.Invitation) (ids []string, err error) // queues them in one transaction
	Now    func() time.Time
}

// Invite queues invitations that owner asks for, about places within the given
// ones (all, if none is given). Those that are wrong are refused alone.
func (n *Inviter) Invite(ctx context.Context, owner feedback.Source, within []feedback.PlaceID, asked []Invite) ([]Invited, error) {
	out := make([]Invited, len(asked))
	var list []feedback.Invitation
	var at []int
	for i, a := range asked {
		v, err := n.invitation(owner, within, a)
		if err != nil {
			out[i].Err = err
			continue
		}
		out[i].DueAt = v.DueAt
		list, at = append(list, v), append(at, i)
	}
	if len(list) == 0 {
		return out, nil
	}
	ids, err := n.Add(ctx, list)
	if err != nil {
		return nil, fmt.Errorf("queue invitations: %w", err)
	}
	for k, id := range ids {
		out[at[k]].ID = id
	}
	return out, nil
}

// invitation checks one and gives it its times.
func (n *Inviter) invitation(owner feedback.Source, within []feedback.PlaceID, a Invite) (v feedback.Invitation, err error) {
	wrong := func(field, reason string) (feedback.Invitation, error) {
		return v, &feedback.FieldError{Field: field, Reason: reason, Line: a.Line}
	}
	phone, err := ParsePhone(a.Phone)
	if err != nil {
		return wrong("phone", "must be a mobile number such as 07700 900123 or +447700900123")
	}
	dir := n.Places()
	place, err := dir.Find(strings.TrimSpace(a.Place), within)
	if err != nil {
		return wrong("place", "must be the id or code of a place that this key may ask about")
	}
	path := append([]feedback.Place{place}, dir.Ancestors(place.ID)...)
	var provider feedback.Place
	for _, p := range path {
		if p.Level == feedback.Provider {
			provider = p
		}
	}
	if provider.ID == "" || place.Closed {
		return wrong("place", "must be an open place of one provider")
	}
	rules := n.Rules.For(provider)
	if rules.Excludes(path) {
		return wrong("place", "is one whose patients are not texted, by this provider's rules")
	}
	event, err := n.Rules.instant(a.EventAt)
	if err != nil {
		return wrong("event_at", "must be a time such as 2026-11-20T14:30:00Z, or 2026-11-20 14:30 in London")
	}
	now := n.Now()
	if event.After(now.AddDate(0, 0, 60)) {
		return wrong("event_at", "is more than 60 days ahead; check the date")
	}
	expires := event.AddDate(0, 0, rules.ExpireDays)
	if expires.Before(now) {
		return wrong("event_at", fmt.Sprintf("is more than %d days ago, which is too late to ask", rules.ExpireDays))
	}
	switch a.Audience {
	case "", "adult", "young", "easy":
	default:
		return wrong("audience", "must be adult, young or easy")
	}
	if len(a.Language) > 12 || len(a.Reference) > 200 {
		return wrong("reference", "must be at most 200 characters, and the language a tag such as cy")
	}
	due := event.Add(time.Duration(rules.DelayHours * float64(time.Hour)))
	return feedback.Invitation{
		Owner: owner, Reference: a.Reference, Phone: phone, Place: place.ID, Provider: provider.ID, Language: a.Language, Audience: a.Audience,
		EventAt: event, DueAt: n.Rules.Awake(rules, latest(due, event)), ExpiresAt: expires,
	}, nil
}

// instant reads a time with its zone, or one of London's.
func (b *RuleBook) instant(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC(), nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "02/01/2006 15:04"} {
		if t, err := time.ParseInLocation(layout, s, b.london); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("time: %w", feedback.ErrInvalid)
}
