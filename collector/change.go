package collector

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Changes are what people who run the service do to a response after it came
// in: erase its words, withdraw it, move it to the place it was really about.
// Each is an entry; nothing is overwritten but the words themselves.
type Changes struct {
	places func() *feedback.Directory
	read   ledger.Reader
	write  ledger.Writer
	now    func() time.Time
}

// NewChanges gives a Changes.
func NewChanges(places func() *feedback.Directory, r ledger.Reader, w ledger.Writer, now func() time.Time) *Changes {
	return &Changes{places: places, read: r, write: w, now: now}
}

// Erase blanks the words of a response and what the person said about
// themselves. Its counts stay.
func (c *Changes) Erase(ctx context.Context, id ledger.ID) error {
	return c.append(ctx, ledger.Command{Kind: ledger.Erased, Subject: id})
}

// Withdraw takes a response out of every count, and blanks its words. It
// cannot be undone, and nothing can be added to the response any more.
func (c *Changes) Withdraw(ctx context.Context, id ledger.ID) error {
	return c.append(ctx, ledger.Command{Kind: ledger.Withdrawn, Subject: id})
}

// Move counts a response with another place, where that stood on the day of the
// answer.
func (c *Changes) Move(ctx context.Context, id ledger.ID, place feedback.PlaceID) error {
	st, err := c.read.State(ctx, id)
	if err != nil {
		return fmt.Errorf("move response %s: %w", id, err)
	}
	if st.Facts == nil {
		return fmt.Errorf("move response %s, which was withdrawn: %w", id, feedback.ErrConflict)
	}
	path, err := c.places().Path(place, st.Facts.Day)
	if err != nil {
		return fmt.Errorf("move response %s: %w", id, err)
	}
	return c.append(ctx, ledger.Command{Kind: ledger.Moved, Subject: id, Path: &path})
}

// append stores one operator's command under an id of its own.
func (c *Changes) append(ctx context.Context, cmd ledger.Command) error {
	cmd.Source, cmd.SourceID, cmd.At = "operator", rand.Text(), c.now().UTC()
	receipts, err := c.write.Append(ctx, cmd)
	if err == nil {
		err = receipts[0].Err
	}
	if err != nil {
		return fmt.Errorf("%s response %s: %w", cmd.Kind, cmd.Subject, err)
	}
	return nil
}
