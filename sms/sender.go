package sms

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"earshot/feedback"
)

// Outbox is what a Sender needs of the rest of Earshot: invitations, kept so
// that no two senders have the same one.
type Outbox interface {
	// Due gives queued invitations whose time has come, the earliest first.
	Due(ctx context.Context, now time.Time, limit int) ([]feedback.Invitation, error)
	// Unsettled gives those whose attempt began before the given time and whose
	// outcome is not known.
	Unsettled(ctx context.Context, before time.Time, limit int) ([]feedback.Invitation, error)
	// Claim decides, for good and before anything is sent, whether an invitation
	// may be sent now; why names what holds it back.
	Claim(ctx context.Context, a feedback.Attempt) (granted bool, why string, err error)
	// Settle records what came of an attempt.
	Settle(ctx context.Context, s feedback.Settlement) error
	// Postpone moves a queued one to another time.
	Postpone(ctx context.Context, id string, due time.Time) error
	// Missed notes that the gateway did not know of the attempt at tried, and
	// gives how often that was.
	Missed(ctx context.Context, id string, tried time.Time) (int, error)
	// OptOut records that a person wants no more texts, as a gateway told us.
	OptOut(ctx context.Context, phone feedback.Phone, at time.Time) error
}

// SenderOptions are what a Sender needs. All but Failed are required.
type SenderOptions struct {
	Outbox  Outbox
	Gateway Gateway
	Places  func() *feedback.Directory
	Rules   *RuleBook
	Wording *Wordings
	Now     func() time.Time
	Failed  func(id string, err error) // told of each failure, to log it; may be nil
	// Grace is how long an attempt may stay unknown before the gateway is asked
	// about it; 0 for five minutes. It must be far longer than sending takes.
	Grace time.Duration
}

// Sender sends invitations that are due. Any number of Senders, in any number
// of processes, may share an outbox; each text is sent once, even if a process
// dies at any point.
type Sender struct {
	SenderOptions
	next time.Time // when the rate allows another text
}

// Limits of sending.
const (
	sendTimeout = 20 * time.Second
	roundSize   = 100
	mostTries   = 8                // of texts that were certainly not taken
	looks       = 3                // how often the gateway must not know of a text before it is sent again
	busy        = 30 * time.Minute // how long somebody who texted us is left in peace
)

// NewSender gives a Sender.
func NewSender(o SenderOptions) *Sender {
	o.Grace = cmp.Or(o.Grace, 5*time.Minute)
	if o.Failed == nil {
		o.Failed = func(string, error) {}
	}
	return &Sender{SenderOptions: o}
}

// Run sends what comes due until ctx ends, looking every so often.
func (s *Sender) Run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if _, err := s.Round(ctx); err != nil && ctx.Err() == nil {
			s.Failed("", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Round asks about what is not known, then sends everything that is due, and
// says how many texts a gateway took.
func (s *Sender) Round(ctx context.Context) (sent int, err error) {
	found, err := s.settle(ctx)
	if err != nil {
		return found, err
	}
	for {
		list, err := s.Outbox.Due(ctx, s.Now(), roundSize)
		if err != nil || len(list) == 0 {
			return found + sent, err
		}
		moved := false
		for _, v := range list {
			ok, done, err := s.one(ctx, v)
			if err != nil {
				return found + sent, err
			}
			if ok {
				sent++
			}
			moved = moved || done
		}
		if !moved {
			return found + sent, nil // others are at the same ones
		}
	}
}

// one sends one invitation, or finds why not. done says that it is not due any
// more.
func (s *Sender) one(ctx context.Context, v feedback.Invitation) (sent, done bool, err error) {
	if err := s.pace(ctx); err != nil {
		return false, false, err
	}
	now := s.Now().UTC().Truncate(time.Microsecond)
	text, rules, reason := s.compose(v)
	switch {
	case v.ExpiresAt.Before(now):
		reason = "too_late"
	case v.Phone == "":
		reason = "number_forgotten"
	}
	if reason != "" {
		return false, true, s.Outbox.Settle(ctx, feedback.Settlement{ID: v.ID, Status: feedback.Withheld, Reason: reason})
	}
	if awake := s.Rules.Awake(rules, now); awake.After(now) {
		return false, true, s.Outbox.Postpone(ctx, v.ID, awake)
	}
	n, _ := Segments(text.Body)
	a := feedback.Attempt{
		Invitation: v, At: now, Gateway: s.Gateway.Name(), CapSince: now.AddDate(0, 0, -rules.EveryDays), Busy: busy, BusyTill: s.Rules.Awake(rules, now.Add(busy)),
		Segments: n, Next: feedback.Thread{Place: v.Place, State: invitedState(), ExpiresAt: latest(v.ExpiresAt, now.Add(window)),
			Invitation: v.ID, Language: v.Language, Audience: v.Audience},
	}
	if rules.RemindDays > 0 && v.Parent == "" {
		a.RemindAt = s.Rules.Awake(rules, now.AddDate(0, 0, rules.RemindDays))
	}
	granted, why, err := s.Outbox.Claim(ctx, a)
	if err != nil || !granted {
		return false, why != "taken", err
	}
	return s.send(ctx, v, text, now)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// send gives a claimed text to the gateway. From here to the settlement the
// process may die without harm.
func (s *Sender) send(ctx context.Context, v feedback.Invitation, text Text, at time.Time) (sent, done bool, err error) {
	call, cancel := context.WithTimeout(ctx, sendTimeout)
	taken, err := s.Gateway.Send(call, text)
	cancel()
	settle := context.WithoutCancel(ctx) // what is known must be stored, even while stopping
	if err == nil {
		return true, true, s.Outbox.Settle(settle, taken.settlement(v.ID, at))
	}
	var fault *SendError
	if !errors.As(err, &fault) {
		fault = &SendError{Kind: Uncertain, Err: err}
	}
	s.Failed(v.ID, err)
	if fault.OptOut {
		if err := s.Outbox.OptOut(settle, v.Phone, at); err != nil {
			return false, true, err
		}
	}
	st := feedback.Settlement{ID: v.ID, At: at, Reason: fault.Code}
	switch {
	case fault.Kind == Uncertain:
		st.Status = feedback.Sending
	case fault.Kind == Refused, v.Attempts+1 >= mostTries:
		st.Status = feedback.Failed
	default:
		st.Status, st.DueAt = feedback.Queued, s.Now().Add(max(fault.After, backOff(v.Attempts)))
	}
	return false, true, s.Outbox.Settle(settle, st)
}

func (t Taken) settlement(id string, at time.Time) feedback.Settlement {
	return feedback.Settlement{ID: id, Status: max(t.Status, feedback.Accepted), Message: t.Message, Segments: t.Segments, Reason: t.Code, At: at}
}

// backOff gives how long to wait after so many failures before: half a minute,
// doubling up to two hours, and up to half as much again at random so that texts
// that failed together do not come back together.
func backOff(failures int) time.Duration {
	d := min(30*time.Second<<min(failures, 10), 2*time.Hour)
	return d + rand.N(d/2)
}

// settle asks the gateway about texts whose outcome is not known. One that it
// knows of is settled; one that it does not know of, again and again over a time
// far longer than any text takes to reach it, was never sent and is queued anew.
func (s *Sender) settle(ctx context.Context) (found int, err error) {
	now := s.Now()
	list, err := s.Outbox.Unsettled(ctx, now.Add(-s.Grace), roundSize)
	if err != nil {
		return 0, err
	}
	for _, v := range list {
		if v.Gateway != s.Gateway.Name() || now.Before(v.TriedAt.Add(s.Grace*time.Duration(v.Missed+1))) {
			continue
		}
		if v.Phone == "" {
			continue // forgotten; only a report can tell us more
		}
		text, _, _ := s.compose(v)
		taken, ok, err := s.Gateway.Find(ctx, text, v.TriedAt)
		switch {
		case err != nil:
			s.Failed(v.ID, fmt.Errorf("ask about a text: %w", err))
			continue
		case ok:
			found++
			err = s.Outbox.Settle(ctx, taken.settlement(v.ID, v.TriedAt))
		default:
			err = s.miss(ctx, v, now)
		}
		if err != nil {
			return found, err
		}
	}
	return found, nil
}

func (s *Sender) miss(ctx context.Context, v feedback.Invitation, now time.Time) error {
	n, err := s.Outbox.Missed(ctx, v.ID, v.TriedAt)
	if err != nil || n < looks {
		return err
	}
	return s.Outbox.Settle(ctx, feedback.Settlement{ID: v.ID, Status: feedback.Queued, DueAt: now, Reason: "not_taken", At: v.TriedAt})
}

// compose words an invitation. reason says why it cannot be sent at all.
func (s *Sender) compose(v feedback.Invitation) (text Text, rules Rules, reason string) {
	dir := s.Places()
	place, ok := dir.Place(v.Place)
	provider, known := dir.Place(v.Provider)
	rules = s.Rules.For(provider)
	if !ok || !known {
		return Text{}, rules, "no_such_place"
	}
	if rules.Excludes(append([]feedback.Place{place}, dir.Ancestors(place.ID)...)) {
		return Text{}, rules, "excluded"
	}
	w := s.Wording.For(v.Provider, v.Language, v.Audience)
	return Text{Reference: v.ID, To: v.Phone, Body: w.Invitation(place.Name, v.Parent != "")}, rules, ""
}

// pace waits until the rate allows another text.
func (s *Sender) pace(ctx context.Context) error {
	if s.Rules.PerSecond() <= 0 {
		return ctx.Err()
	}
	now := time.Now() // the wall clock, whatever the Sender is told the time is
	if wait := s.next.Sub(now); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
		now = s.next
	}
	s.next = now.Add(time.Duration(float64(time.Second) / s.Rules.PerSecond()))
	return nil
}
