package collector

import (
	"context"
	"errors"
	"fmt"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Sealer guards the numbers people write from: sealed to be stored, hashed with
// a key to be found again.
type Sealer interface {
	Seal(plain string) []byte
	Hash(kind, value string) ledger.ContactHash     // under the secret in force
	Hashes(kind, value string) []ledger.ContactHash // and then under those before it
}

// Texts files what people say in text messages: it joins the Intake with the
// stored conversations. It is what package sms calls its desk.
type Texts struct {
	intake *Intake
	ledger ledger.Writer
	store  ledger.Conversations
	sealer Sealer
}

// NewTexts gives a Texts. w is where entries go (the group committer); store
// keeps the conversations.
func NewTexts(in *Intake, w ledger.Writer, store ledger.Conversations, sealer Sealer) *Texts {
	return &Texts{intake: in, ledger: w, store: store, sealer: sealer}
}

// Thread finds the open conversation with a phone; ErrNotFound if there is
// none, or if it expired before now.
func (t *Texts) Thread(ctx context.Context, phone feedback.Phone, now time.Time) (feedback.Thread, error) {
	c, err := t.find(ctx, phone)
	if err != nil {
		return feedback.Thread{}, fmt.Errorf("find conversation: %w", err)
	}
	if !c.ExpiresAt.After(now) {
		return feedback.Thread{}, fmt.Errorf("conversation expired: %w", feedback.ErrNotFound)
	}
	th := feedback.Thread{Place: c.Place, State: c.State, ExpiresAt: c.ExpiresAt}
	if !c.Subject.IsZero() {
		th.Subject = c.Subject.String()
	}
	return th, nil
}

// find gives the stored conversation with a phone, under the secret in force or
// one before it: a change of secret must not cut people off in mid-conversation.
func (t *Texts) find(ctx context.Context, phone feedback.Phone) (c ledger.Conversation, err error) {
	for _, h := range t.sealer.Hashes("phone", phone.Reveal()) {
		if c, err = t.store.Conversation(ctx, h); !errors.Is(err, feedback.ErrNotFound) {
			return c, err
		}
	}
	return c, err
}

// File stores one message: a new response, or words or a corrected rating for
// the response it continues. It returns after commit.
func (t *Texts) File(ctx context.Context, m feedback.Message) (feedback.Filed, error) {
	contact := &ledger.Contact{Hash: t.hash(m.Phone), Sealed: t.sealer.Seal(m.Phone.Reveal()), Place: m.Next.Place, State: m.Next.State, ExpiresAt: m.Next.ExpiresAt}
	switch {
	case m.Rating == feedback.NoRating && m.Comment == "":
		return feedback.Filed{Subject: m.Subject}, t.store.PutConversation(ctx, ledger.Conversation{Contact: *contact, UpdatedAt: m.ReceivedAt})
	case m.Subject == "":
		return t.begin(ctx, m, contact)
	}
	return t.carryOn(ctx, m, contact)
}

func (t *Texts) begin(ctx context.Context, m feedback.Message, contact *ledger.Contact) (feedback.Filed, error) {
	sub := Submission{
		Source: m.Source, SourceID: m.ID, Place: m.Place, Rating: m.Rating, Channel: feedback.ChannelSMS,
		AnsweredAt: m.ReceivedAt, Contact: contact,
	}
	if m.Comment != "" {
		sub.Comments = []feedback.Comment{{Text: m.Comment}}
	}
	res, err := t.intake.Submit(ctx, sub)
	if err != nil {
		return feedback.Filed{}, err
	}
	if res[0].Err != nil {
		return feedback.Filed{}, fmt.Errorf("file text: %w", res[0].Err)
	}
	return feedback.Filed{Subject: res[0].ID.String(), Duplicate: res[0].Duplicate, Flagged: res[0].Flagged}, nil
}

func (t *Texts) carryOn(ctx context.Context, m feedback.Message, contact *ledger.Contact) (feedback.Filed, error) {
	subject, err := ledger.ParseID(m.Subject)
	if err != nil {
		return feedback.Filed{}, fmt.Errorf("file text: %w", err)
	}
	at := t.intake.now().UTC()
	var cmds []ledger.Command
	if m.Rating != feedback.NoRating {
		cmds = append(cmds, ledger.Command{Kind: ledger.Rerated, Source: m.Source, SourceID: m.ID, At: at, Subject: subject, Rating: m.Rating, Contact: contact})
	}
	flagged := false
	if m.Comment != "" {
		id := m.ID
		if len(cmds) > 0 {
			id += "/comment" // one text, two entries
		}
		comments := []feedback.Comment{{Text: m.Comment}}
		readings, f := t.intake.Read(m.Rating, comments)
		flagged = f
		cmds = append(cmds, ledger.Command{Kind: ledger.Commented, Source: m.Source, SourceID: id, At: at, Subject: subject, Comments: comments, Readings: readings, Contact: contact})
	}
	receipts, err := t.ledger.Append(ctx, cmds...)
	if err != nil {
		return feedback.Filed{}, fmt.Errorf("file text about %s: %w", subject, err)
	}
	filed := feedback.Filed{Subject: m.Subject, Flagged: flagged, Duplicate: true}
	for _, r := range receipts {
		if r.Err != nil {
			return feedback.Filed{}, fmt.Errorf("file text about %s: %w", subject, r.Err)
		}
		filed.Duplicate = filed.Duplicate && r.Duplicate
	}
	return filed, nil
}

// SetOptOut records or lifts a person's wish to get no more texts.
func (t *Texts) SetOptOut(ctx context.Context, phone feedback.Phone, out bool, at time.Time) error {
	hashes := t.sealer.Hashes("phone", phone.Reveal())
	if out {
		hashes = hashes[:1]
	} // else one that was recorded under an earlier secret must be lifted, too
	for _, h := range hashes {
		if err := t.store.SetOptOut(ctx, h, out, at); err != nil {
			return err
		}
	}
	return nil
}

func (t *Texts) hash(p feedback.Phone) ledger.ContactHash { return t.sealer.Hash("phone", p.Reveal()) }
