package sms

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Lister lists the texts that a gateway received, so that those which came while
// we could not be reached are not lost. Both gateways are Listers.
type Lister interface {
	Gateway
	Received(ctx context.Context, since time.Time) ([]Inbound, error)
}

// CatchUp takes in every text that the gateway received since a time, the oldest
// first, as if it had just been delivered. One that was taken before changes
// nothing and is not answered again. It says how many there were. With answer,
// texts of the last day that are new are answered; older ones are not, since an
// answer to what was said days ago helps nobody.
func CatchUp(ctx context.Context, g Lister, c *Conversation, since, now time.Time, answer bool, failed func(id string, err error)) (n int, err error) {
	list, err := g.Received(ctx, since)
	if err != nil {
		return 0, fmt.Errorf("list received texts: %w", err)
	}
	slices.SortStableFunc(list, func(a, b Inbound) int { return a.At.Compare(b.At) })
	for _, in := range list {
		reply, err := c.Receive(ctx, in)
		if err != nil {
			return n, err // the rest would come out of order; the next run takes them all
		}
		n++
		if answer && reply != "" && in.At.After(now.Add(-24*time.Hour)) && in.From != "" {
			// Its webhook may yet be called again, and must not answer then.
			if err := c.cameAgain(ctx, in); err != nil {
				return n, err
			}
			if err := SendAnswer(ctx, g, in, reply); err != nil {
				failed(in.ID, err)
			}
		}
	}
	return n, nil
}

// Follow catches up for ever: at once over the last seven days, then every so
// often over the last hours, so that no text is missed for longer than that.
func Follow(ctx context.Context, g Lister, c *Conversation, every time.Duration, now func() time.Time, failed func(id string, err error)) {
	since := now().Add(-7 * 24 * time.Hour)
	for {
		began := now()
		if _, err := CatchUp(ctx, g, c, since, began, true, failed); err == nil {
			since = began.Add(-6 * time.Hour) // lists may lag behind
		} else if ctx.Err() == nil {
			failed("", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}

var (
	_ Lister = (*TwilioGateway)(nil)
	_ Lister = (*NotifyGateway)(nil)
)
