package collector

import (
	"context"
	"fmt"
	"slices"
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

// TextStore keeps conversations and notes of texts; a ledger.Store is one.
type TextStore interface {
	ledger.Conversations
	NoteText(ctx context.Context, n ledger.TextNote, hashes []ledger.ContactHash) (first bool, err error)
}

// Texts files what people say in text messages: it joins the Intake with the
// stored conversations. It is what package sms calls its desk.
type Texts struct {
	intake *Intake
	ledger ledger.Writer
	store  TextStore
	sealer Sealer
	known  *gather[sender, recalled]
}

// sender is the question who somebody is that texts.
type sender struct {
	hashes []ledger.ContactHash // under the secret in force, and those before it
	text   ledger.TextRef       // the text in hand; zero if there is none
}

// recalled is what is stored of a sender.
type recalled struct {
	people []ledger.Person // one for each hash
	noted  bool            // the text ended as a note before
}

// NewTexts gives a Texts. w is where entries go (the group committer); store
// keeps the conversations.
func NewTexts(in *Intake, w ledger.Writer, store TextStore, sealer Sealer) *Texts {
	t := &Texts{intake: in, ledger: w, store: store, sealer: sealer}
	t.known = &gather[sender, recalled]{read: t.recall}
	return t
}

// recall looks up many senders in one reading.
func (t *Texts) recall(ctx context.Context, senders []sender) ([]recalled, error) {
	hashes, texts := make([]ledger.ContactHash, 0, len(senders)), make([]ledger.TextRef, 0, len(senders))
	for _, s := range senders {
		hashes = append(hashes, s.hashes...)
		if s.text != (ledger.TextRef{}) {
			texts = append(texts, s.text)
		}
	}
	people, noted, err := t.store.Senders(ctx, hashes, texts)
	if err != nil {
		return nil, err
	}
	out := make([]recalled, len(senders))
	for i, s := range senders {
		n := len(s.hashes)
		out[i].people, people = people[:n:n], people[n:]
		if s.text != (ledger.TextRef{}) {
			out[i].noted, noted = noted[0], noted[1:]
		}
	}
	return out, nil
}

// Thread finds the open conversation with a phone, and whether the text that a
// gateway knows by id was noted before. If there is no conversation, or if it
// expired before now, the error is ErrNotFound and the Thread holds only its
// Version, whether the person opted out, and whether the text was noted.
func (t *Texts) Thread(ctx context.Context, phone feedback.Phone, source feedback.Source, id string, now time.Time) (feedback.Thread, error) {
	who := sender{hashes: t.sealer.Hashes("phone", phone.Reveal()), text: ledger.TextRef{Source: source, ID: id}}
	found, err := t.known.find(ctx, who)
	if err != nil {
		return feedback.Thread{}, err
	}
	th, err := t.thread(found.people, who.hashes[0], now)
	th.Noted = found.noted
	return th, err
}

// errNoThread is what nearly every first text of a person meets.
var errNoThread = fmt.Errorf("find conversation: %w", feedback.ErrNotFound)

// thread makes a conversation of what is stored of somebody whose hash under the
// secret in force is given.
func (t *Texts) thread(found []ledger.Person, hash ledger.ContactHash, now time.Time) (feedback.Thread, error) {
	// Under the secret in force or one before it: a change of secret must not cut
	// people off in mid-conversation.
	out, known := false, false
	var c ledger.Conversation
	for _, p := range found {
		out = out || p.OptedOut
		if p.Known && !known {
			known, c = true, p.Conversation
		}
	}
	if !known {
		return feedback.Thread{Version: feedback.NoThread, OptedOut: out}, errNoThread
	}
	base := c.Version
	if c.Hash != hash {
		base = feedback.NoThread // it will be stored under the secret in force
	}
	if !c.ExpiresAt.After(now) {
		return feedback.Thread{Version: base, OptedOut: out}, fmt.Errorf("conversation expired: %w", feedback.ErrNotFound)
	}
	th := feedback.Thread{Place: c.Place, State: c.State, ExpiresAt: c.ExpiresAt, Version: base, OptedOut: out,
		Invitation: c.Invitation, Language: c.Language, Audience: c.Audience}
	if !c.Subject.IsZero() {
		th.Subject = c.Subject.String()
	}
	return th, nil
}

// File stores one message: a new response, or words or a corrected rating for
// the response it continues. It returns after commit. A message whose text was
// noted, as Thread says and m.Next repeats, stores nothing.
func (t *Texts) File(ctx context.Context, m feedback.Message) (feedback.Filed, error) {
	contact := &ledger.Contact{Hash: t.hash(m.Phone), Sealed: t.sealer.Seal(m.Phone.Reveal()), Place: m.Next.Place, State: m.Next.State, ExpiresAt: m.Next.ExpiresAt,
		Base: m.Next.Version, Invitation: m.Next.Invitation, Language: m.Next.Language, Audience: m.Next.Audience}
	if m.Rating == feedback.NoRating && m.Comment == "" {
		// Only the place was named: there is nothing to file yet.
		return feedback.Filed{Subject: m.Subject}, t.store.PutConversation(ctx, ledger.Conversation{Contact: *contact, UpdatedAt: m.ReceivedAt})
	}
	// The same text can be understood in two ways: a gateway's webhook says that
	// it took a word for STOP, its list of texts does not. The first way stands.
	if m.Next.Noted {
		return feedback.Filed{Subject: m.Subject, Duplicate: true}, nil
	}
	if m.Subject == "" {
		return t.begin(ctx, feedback.ChannelSMS, m, contact)
	}
	return t.carryOn(ctx, m, contact)
}

// FileCall stores what somebody said by telephone: a new response, or words or a
// corrected rating for the response it continues. It returns after commit. The
// caller's number is not looked at: nothing leads back to them.
func (t *Texts) FileCall(ctx context.Context, m feedback.Message) (feedback.Filed, error) {
	if m.Subject == "" {
		return t.begin(ctx, feedback.ChannelVoice, m, nil)
	}
	return t.carryOn(ctx, m, nil)
}

func (t *Texts) begin(ctx context.Context, channel feedback.Channel, m feedback.Message, contact *ledger.Contact) (feedback.Filed, error) {
	sub := Submission{
		Source: m.Source, SourceID: m.ID, Place: m.Place, Rating: m.Rating, Channel: channel,
		AnsweredAt: m.ReceivedAt, Contact: contact, Language: m.Next.Language, Audience: m.Next.Audience,
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

// OptedOut reports whether a person asked for no more texts, under any secret.
func (t *Texts) OptedOut(ctx context.Context, phone feedback.Phone) (bool, error) {
	found, err := t.known.find(ctx, sender{hashes: t.sealer.Hashes("phone", phone.Reveal())})
	return slices.ContainsFunc(found.people, func(p ledger.Person) bool { return p.OptedOut }), err
}

// Note records what became of a text that is neither answer nor comment. The
// words of one that is kept are sealed. It reports whether the text is new: one
// that was noted before changes nothing.
func (t *Texts) Note(ctx context.Context, n feedback.Note) (first bool, err error) {
	note := ledger.TextNote{Source: n.Source, ID: n.ID, At: n.At, Outcome: n.Outcome, Reason: n.Reason, Place: n.Place}
	if n.Outcome == feedback.Kept && (n.Body != "" || n.Reason == KeptSender || n.Reason == KeptPicture) {
		note.Sealed = t.sealer.Seal(n.From.Reveal() + "\n" + n.Body.Reveal())
	}
	return t.store.NoteText(ctx, note, t.sealer.Hashes("phone", n.From.Reveal()))
}

// Repeat asks for the right to answer a text a second time, which is given once.
func (t *Texts) Repeat(ctx context.Context, source feedback.Source, id string, at time.Time) (bool, error) {
	return t.store.NoteText(ctx, ledger.TextNote{Source: source, ID: id + "/again", At: at, Outcome: feedback.Repeated}, nil)
}

// KeptSender is why a text is kept whose sender is no telephone number;
// KeptPicture is why one is kept that is a picture without words, or the picture
// of one whose words were filed.
const (
	KeptSender  = "sender"
	KeptPicture = "media"
)

func (t *Texts) hash(p feedback.Phone) ledger.ContactHash { return t.sealer.Hash("phone", p.Reveal()) }
