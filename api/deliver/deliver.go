// Package deliver sends warnings to those who asked for them: by webhook, every
// event in order, signed; and by e-mail, what is urgent at once and the rest
// gathered by the hour outside quiet hours. The database holds how far each
// subscription has come, so nothing is lost by a restart; after a crash an event may be
// sent twice, and says which it is.
package deliver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"earshot/api"
	"earshot/feedback"
	"earshot/ledger"
)

// Kinds of subscription.
const (
	Webhook = "webhook"
	Email   = "email"
)

// Options are what a Sender needs.
type Options struct {
	Store     ledger.Warnings
	Directory func() *feedback.Directory
	Base      string // public address of the service, for links
	Secret    feedback.Secret
	Mail      Mail         // Addr empty: e-mail subscriptions wait
	Client    *http.Client // see [NewClient]
	Now       func() time.Time
	Log       *slog.Logger
	Poll      time.Duration // how often to look; 0 means 500 ms
}

// Sender sends warnings. Any number may work on one database: each subscription
// is held by one of them at a time.
type Sender struct {
	opt  Options
	subs []ledger.Subscription
	at   time.Time // when subs were read
	idle map[string]idleness

	failing bool
}

// idleness is when an e-mail subscription was found to have nothing due: it is
// looked at again when something happens or a minute has passed.
type idleness struct {
	last   int64
	minute int64
}

// New gives a sender. It does nothing until it is run.
func New(opt Options) *Sender {
	if opt.Poll <= 0 {
		opt.Poll = 500 * time.Millisecond
	}
	return &Sender{opt: opt, idle: make(map[string]idleness)}
}

// Limits of sending.
const (
	lease       = time.Minute      // how long one process holds a subscription
	sendTime    = 10 * time.Second // for one message to be taken
	pageEvents  = 100
	pageMail    = 1000 // events that may wait for a digest while urgent ones behind them are found
	firstRetry  = 2 * time.Second
	longest     = 15 * time.Minute // between tries
	givenUp     = 72 * time.Hour   // after which an event is passed over; it can still be read by its cursor
	subsRefresh = 2 * time.Second
)

// Run sends until ctx ends. Faults do not end it.
func (s *Sender) Run(ctx context.Context) {
	tick := time.NewTicker(s.opt.Poll)
	defer tick.Stop()
	for {
		err := s.Look(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil && !s.failing {
			s.opt.Log.Error("warnings cannot be sent", "error", err)
		}
		s.failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Look sends what is due now.
func (s *Sender) Look(ctx context.Context) error {
	now := s.opt.Now()
	if now.Sub(s.at) >= subsRefresh || now.Before(s.at) {
		subs, err := s.opt.Store.ListSubscriptions(ctx)
		if err != nil {
			return err
		}
		s.subs, s.at = subs, now
	}
	last, err := s.opt.Store.LastWarningEvent(ctx)
	if err != nil {
		return err
	}
	for i := range s.subs {
		sub := &s.subs[i]
		if !sub.EndedAt.IsZero() || sub.Cursor >= last || sub.NextAt.After(now) || sub.Lease.After(now) || sub.Kind == Email && s.opt.Mail.Addr == "" {
			continue
		}
		if sub.Kind == Email && s.idle[sub.ID] == (idleness{last, now.Unix() / 60}) {
			continue
		}
		if err := s.serve(ctx, sub, last); err != nil {
			return fmt.Errorf("subscription %s: %w", sub.ID, err)
		}
	}
	return nil
}

// serve sends what one subscription is due.
func (s *Sender) serve(ctx context.Context, sub *ledger.Subscription, last int64) error {
	items, err := s.after(ctx, sub)
	if err != nil || len(items) == 0 {
		return err
	}
	if sub.Kind == Email {
		if plan := planMail(sub, items, s.opt.Now()); plan.idle(sub) {
			s.idle[sub.ID] = idleness{last, s.opt.Now().Unix() / 60}
			return nil
		}
	}
	held := s.opt.Now().Add(lease).UTC().Truncate(time.Microsecond)
	claimed, ok, err := s.opt.Store.ClaimSubscription(ctx, sub.ID, s.opt.Now(), held)
	if err != nil || !ok {
		s.at = time.Time{} // somebody else holds it: read anew
		return err
	}
	if items, err = s.after(ctx, &claimed); err != nil {
		return err
	}
	var fault error
	if claimed.Kind == Email {
		fault = s.mail(ctx, &claimed, items)
	} else {
		fault = s.call(ctx, &claimed, items)
	}
	now := s.opt.Now()
	d := &claimed.Delivery
	d.Lease, d.Fault, d.NextAt = time.Time{}, "", time.Time{}
	if fault != nil {
		d.Attempts++
		d.Fault, d.NextAt = faultText(fault), now.Add(pause(d.Attempts)).UTC().Truncate(time.Microsecond)
		s.opt.Log.WarnContext(ctx, "a warning could not be sent", "subscription", sub.ID, "attempts", d.Attempts, "fault", d.Fault)
	} else {
		d.Attempts = 0
	}
	if err := s.opt.Store.SaveDelivery(context.WithoutCancel(ctx), sub.ID, held, *d); err != nil && !errors.Is(err, feedback.ErrConflict) {
		return err
	}
	*sub = claimed
	return nil
}

// pause is how long to wait after so many failures: doubling, with jitter so that
// receivers that come back are not overrun.
func pause(attempts int) time.Duration {
	d := longest
	if attempts < 12 {
		d = min(longest, firstRetry<<(attempts-1))
	}
	return d/2 + time.Duration(rand.Int64N(int64(d/2)+1))
}

// item is an event with its warning.
type item struct {
	event   ledger.WarningEvent
	warning ledger.Warning
	wanted  bool // by the subscription
}

// after reads the next events of a subscription, those that it does not want
// too, so that the cursor can pass them.
func (s *Sender) after(ctx context.Context, sub *ledger.Subscription) ([]item, error) {
	limit := pageEvents
	if sub.Kind == Email {
		limit = pageMail
	}
	events, err := s.opt.Store.WarningEvents(ctx, ledger.WarningEventQuery{After: sub.Cursor, Limit: limit})
	if err != nil {
		return nil, err
	}
	dir := s.opt.Directory()
	out := make([]item, len(events))
	for i, e := range events {
		w, err := s.opt.Store.Warning(ctx, e.Warning)
		if err != nil {
			return nil, err
		}
		wanted := len(sub.Places) == 0 || slices.ContainsFunc(sub.Places, func(top feedback.PlaceID) bool { return dir.Contains(top, w.Place) })
		out[i] = item{e, w, wanted && (!sub.Urgent || w.Urgent)}
	}
	return out, nil
}

// told writes an event as the API does.
func (s *Sender) told(x item) (api.WarningEventJSON, error) {
	w, err := api.NewWarningJSON(x.warning, s.opt.Base)
	return api.NewWarningEventJSON(x.event, &w), err
}
