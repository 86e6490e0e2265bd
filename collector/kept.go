package collector

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// KeptStore keeps texts for a person; a ledger.Store is one.
type KeptStore interface {
	KeptTexts(ctx context.Context, limit int) ([]ledger.TextNote, error)
	KeptText(ctx context.Context, source feedback.Source, id string) (ledger.TextNote, error)
	StepText(ctx context.Context, step ledger.TextStep) error
	TextSteps(ctx context.Context, source feedback.Source, id string, limit int) ([]ledger.TextStep, error)
}

// KeptTexts is the tray of what could not be filed by itself: people look at
// what was said, file it, or say that it is no feedback. Who looked and what was
// done stays on record; the words are forgotten when they are dealt with.
type KeptTexts struct {
	store  KeptStore
	intake *Intake
	sealer NumberSealer
	now    func() time.Time
}

// NewKeptTexts gives the tray.
func NewKeptTexts(store KeptStore, in *Intake, sealer NumberSealer, now func() time.Time) *KeptTexts {
	return &KeptTexts{store: store, intake: in, sealer: sealer, now: now}
}

// KeptText is one text in the tray.
type KeptText struct {
	Source    feedback.Source
	ID        string
	At        time.Time
	Reason    string           // why it was kept: sender, refused, call, …
	Place     feedback.PlaceID // what it seems to be about; empty if nobody knows
	Channel   feedback.Channel
	Urgent    bool // its words raise a danger flag, or cannot be read
	Escalated bool
	Lost      bool   // it was sealed with a secret that is gone: its words cannot be read
	Sender    string // who sent it, if that is no telephone number; only once looked at
	Text      feedback.Text
}

// Picture says where a picture is, which is not stored here; empty if the text is
// none.
func (t KeptText) Picture() string {
	if t.Reason != KeptPicture {
		return ""
	}
	message, beside := strings.CutSuffix(t.ID, "/picture")
	came := "A picture came without words"
	if beside {
		came = "A picture came with a text, whose words were dealt with as usual"
	}
	return came + ". It is not stored here: whoever may sign in at the gateway (" + string(t.Source) + ") finds it there under the message " + message + ", for as long as it is kept there"
}

// keptMost is how many texts are looked through.
const keptMost = 10_000

// List gives the texts that wait, without their words: the urgent first, then
// those that were escalated, then the oldest.
func (k *KeptTexts) List(ctx context.Context) ([]KeptText, error) {
	notes, err := k.store.KeptTexts(ctx, keptMost)
	if err != nil {
		return nil, fmt.Errorf("kept texts: %w", err)
	}
	var groups [3][]KeptText
	for i := range notes {
		t := k.open(&notes[i])
		if t.Escalated, err = k.escalated(ctx, t.Source, t.ID); err != nil {
			return nil, err
		}
		t.Text, t.Sender = "", ""
		switch {
		case t.Urgent:
			groups[0] = append(groups[0], t)
		case t.Escalated:
			groups[1] = append(groups[1], t)
		default:
			groups[2] = append(groups[2], t)
		}
	}
	return append(append(groups[0], groups[1]...), groups[2]...), nil
}

// open opens a text and reads it for danger signs.
func (k *KeptTexts) open(n *ledger.TextNote) KeptText {
	t := KeptText{Source: n.Source, ID: n.ID, At: n.At, Reason: n.Reason, Place: n.Place, Channel: feedback.ChannelSMS}
	if n.Reason == KeptCall {
		t.Channel = feedback.ChannelVoice
	}
	plain, err := k.sealer.Open(n.Sealed)
	if err != nil {
		t.Lost, t.Urgent = true, true
		return t
	}
	from, words, _ := strings.Cut(plain, "\n")
	if n.Reason == KeptSender {
		t.Sender = from
	}
	t.Text = feedback.Text(words)
	if words != "" {
		_, t.Urgent = k.intake.Read(feedback.NoRating, []feedback.Comment{{Text: t.Text}})
	}
	return t
}

// KeptCall is why words from a telephone call are kept.
const KeptCall = "call"

func (k *KeptTexts) escalated(ctx context.Context, source feedback.Source, id string) (bool, error) {
	steps, err := k.store.TextSteps(ctx, source, id, 100)
	for _, s := range steps {
		if s.Act == ledger.TextEscalated {
			return true, nil
		}
	}
	return false, err
}

// Peek gives a text without its words; ErrNotFound if there is none, or not any
// more.
func (k *KeptTexts) Peek(ctx context.Context, source feedback.Source, id string) (KeptText, error) {
	n, err := k.store.KeptText(ctx, source, id)
	if err != nil {
		return KeptText{}, err
	}
	t := k.open(&n)
	t.Text, t.Sender = "", ""
	return t, nil
}

// Look gives a text with its words, after it was put on record that somebody
// looked. ErrNotFound if there is none, or not any more.
func (k *KeptTexts) Look(ctx context.Context, source feedback.Source, id, by string) (KeptText, []ledger.TextStep, error) {
	n, err := k.store.KeptText(ctx, source, id)
	if err != nil {
		return KeptText{}, nil, err
	}
	if err := k.step(ctx, source, id, ledger.TextLooked, by, ""); err != nil {
		return KeptText{}, nil, err
	}
	t := k.open(&n)
	if t.Escalated, err = k.escalated(ctx, source, id); err != nil {
		return KeptText{}, nil, err
	}
	steps, err := k.store.TextSteps(ctx, source, id, 100)
	return t, steps, err
}

func (k *KeptTexts) step(ctx context.Context, source feedback.Source, id string, act ledger.TextAct, by, note string) error {
	return k.store.StepText(ctx, ledger.TextStep{Source: source, ID: id, At: k.now().UTC(), Act: act, By: by, Note: note})
}

// KeptFiling says how a text is to be filed.
type KeptFiling struct {
	Source  feedback.Source
	ID      string
	Place   string             // id or code
	Within  []feedback.PlaceID // what whoever files it may file about; empty for anything
	Rating  feedback.Rating    // NoRating if it says none
	Comment feedback.Text
	By      string
}

// File files a text through the intake, as if it had come in that way when it
// came, and ends it. Filing again changes nothing. The error is a FieldError if
// the answer is refused; ErrNotFound if the text was dealt with meanwhile.
func (k *KeptTexts) File(ctx context.Context, f KeptFiling) (Result, error) {
	n, err := k.store.KeptText(ctx, f.Source, f.ID)
	if err != nil {
		return Result{}, err
	}
	sub := Submission{Source: f.Source, SourceID: f.ID, Place: f.Place, Within: f.Within, Rating: f.Rating, Channel: k.open(&n).Channel, AnsweredAt: n.At}
	if f.Comment != "" {
		sub.Comments = []feedback.Comment{{Text: f.Comment}}
	}
	res, err := k.intake.Submit(ctx, sub)
	if err == nil {
		err = res[0].Err
	}
	if err != nil {
		return Result{}, fmt.Errorf("file kept text: %w", err)
	}
	// Stored before it is ended: if we fail between, filing again finds it there.
	if err := k.step(ctx, f.Source, f.ID, ledger.TextFiled, f.By, res[0].ID.String()); err != nil {
		return res[0], err
	}
	return res[0], nil
}

// longestNote is the most that may be noted about a text, in bytes.
const longestNote = 2000

// Settle says that a text is no feedback, which forgets its words, or that
// somebody else has to act on it, which needs a note of who. ErrNotFound if the
// text was dealt with meanwhile.
func (k *KeptTexts) Settle(ctx context.Context, source feedback.Source, id string, act ledger.TextAct, by, note string) error {
	note = strings.TrimSpace(note)
	switch {
	case len(note) > longestNote:
		return &feedback.FieldError{Field: "note", Reason: fmt.Sprintf("must be at most %d bytes", longestNote)}
	case act == ledger.TextEscalated && note == "":
		return &feedback.FieldError{Field: "note", Reason: "is missing; say who was told"}
	case act != ledger.TextEscalated && act != ledger.TextNotFeedback:
		return &feedback.FieldError{Field: "act", Reason: "must be not_feedback or escalated"}
	}
	return k.step(ctx, source, id, act, by, note)
}

// Log gives what was done with all texts, the latest last.
func (k *KeptTexts) Log(ctx context.Context, limit int) ([]ledger.TextStep, error) {
	return k.store.TextSteps(ctx, "", "", limit)
}

// IsGone reports whether an error says that a text was dealt with meanwhile.
func IsGone(err error) bool {
	var fe *feedback.FieldError
	return errors.Is(err, feedback.ErrNotFound) && !errors.As(err, &fe)
}
