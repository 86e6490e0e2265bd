package voice

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// Desk is where people decide what may be shown, and write replies.
type Desk struct {
	Store Store
	Guard Guard
	Now   func() time.Time
}

// The longest notes and replies, in characters.
const (
	maxNote  = 1000
	maxReply = 2000
)

// Draft gives the redacted comments of a response for a person to decide on. It
// may still name somebody: that is why they are asked. It is ErrNotFound if
// there is nothing to decide on any more.
func (d *Desk) Draft(ctx context.Context, v *ledger.Voice) ([]ledger.VoicePart, error) {
	if v.State == ledger.VoiceShown && len(v.Parts) > 0 {
		return v.Parts, nil
	}
	return d.redacted(ctx, v)
}

// redacted reads the comments afresh from the ledger and redacts them.
func (d *Desk) redacted(ctx context.Context, v *ledger.Voice) ([]ledger.VoicePart, error) {
	words, err := d.Store.Words(ctx, v.Subject)
	if err != nil {
		return nil, err
	}
	var out []ledger.VoicePart
	for _, c := range words.Comments {
		text := strings.TrimSpace(d.Guard.Redact(sentiment.Repair(c.Text.Reveal())).Text)
		if text != "" {
			out = append(out, ledger.VoicePart{Prompt: c.Prompt, Text: text})
		}
	}
	if v.State == ledger.VoiceGone || !words.Consent || len(out) == 0 {
		return nil, fmt.Errorf("voice %s: %w", v.Subject, feedback.ErrNotFound)
	}
	return out, nil
}

// Decision is what a person decides about a voice.
type Decision struct {
	Subject ledger.ID
	// Version is the one that they saw. If somebody was faster the decision fails
	// with ErrConflict.
	Version int
	By      string
	Why     string // may not be empty
	// Parts are the comments as they are to be shown, of Show only: the words of
	// the draft, of which some may be taken out or covered; nil for the draft.
	Parts []string
}

func (d *Desk) begin(ctx context.Context, subject ledger.ID, version int) (ledger.Voice, error) {
	v, err := d.Store.Voice(ctx, subject)
	if err != nil {
		return v, err
	}
	if v.State == ledger.VoiceGone {
		return v, fmt.Errorf("voice %s: %w", subject, feedback.ErrNotFound)
	}
	if v.Version != version {
		return v, fmt.Errorf("voice %s has changed: %w", subject, feedback.ErrConflict)
	}
	v.Version++
	return v, nil
}

func (in *Decision) check() error {
	in.Why = strings.TrimSpace(in.Why)
	switch {
	case in.By == "":
		return &feedback.FieldError{Field: "by", Reason: "is missing; say who you are"}
	case in.Why == "":
		return &feedback.FieldError{Field: "why", Reason: "is missing; say why in a few words"}
	case utf8.RuneCountInString(in.Why) > maxNote:
		return &feedback.FieldError{Field: "why", Reason: fmt.Sprintf("must be at most %d characters", maxNote)}
	}
	return nil
}

// Show lets a comment be shown.
func (d *Desk) Show(ctx context.Context, in Decision) (ledger.Voice, error) {
	if err := in.check(); err != nil {
		return ledger.Voice{}, err
	}
	v, err := d.begin(ctx, in.Subject, in.Version)
	if err != nil {
		return v, err
	}
	draft, err := d.Draft(ctx, &v)
	if err != nil {
		return v, err
	}
	step := ledger.VoiceApproved
	if in.Parts != nil {
		edited, err := d.edit(draft, in.Parts)
		if err != nil {
			return v, err
		}
		if !slices.Equal(edited, draft) {
			step = ledger.VoiceEdited
		}
		draft = edited
	}
	v.State, v.Parts, v.Person, v.Urgent = ledger.VoiceShown, draft, true, false
	return d.Store.ChangeVoice(ctx, ledger.VoiceChange{Voice: v, Step: step, By: in.By, Note: in.Why}, d.Now())
}

// Refuse keeps a comment from being shown, or takes it down.
func (d *Desk) Refuse(ctx context.Context, in Decision) (ledger.Voice, error) {
	if err := in.check(); err != nil {
		return ledger.Voice{}, err
	}
	v, err := d.begin(ctx, in.Subject, in.Version)
	if err != nil {
		return v, err
	}
	v.State, v.Parts, v.Person, v.Urgent = ledger.VoiceRefused, nil, true, false
	return d.Store.ChangeVoice(ctx, ledger.VoiceChange{Voice: v, Step: ledger.VoiceTurnedDown, By: in.By, Note: in.Why}, d.Now())
}

// placeholder is what stands for something that was taken out.
var placeholder = regexp.MustCompile(`\[[a-zA-Z -]{1,40}\]`)

// edit takes a person's version of a draft, if it says no more than the draft.
func (d *Desk) edit(draft []ledger.VoicePart, texts []string) ([]ledger.VoicePart, error) {
	if len(texts) != len(draft) {
		return nil, &feedback.FieldError{Field: "parts", Reason: "must be as many as the comment has"}
	}
	var out []ledger.VoicePart
	for i, text := range texts {
		text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
		if text == "" {
			continue // all of it is taken out
		}
		if !taken(draft[i].Text, text) {
			return nil, &feedback.FieldError{Field: "parts", Reason: "may leave words out or cover them, as [name] does; no word may be put in, and none that was covered may come back"}
		}
		if text != draft[i].Text && slices.ContainsFunc(d.Guard.Redact(text).Items, func(it sentiment.RedactionItem) bool { return it.Sure }) {
			return nil, &feedback.FieldError{Field: "parts", Reason: "still say who somebody is where words were left out; cover them as [name] does"}
		}
		out = append(out, ledger.VoicePart{Prompt: draft[i].Prompt, Text: text})
	}
	if len(out) == 0 {
		return nil, &feedback.FieldError{Field: "parts", Reason: "are empty; refuse the comment instead"}
	}
	return out, nil
}

// taken reports whether text says nothing that draft does not: its words outside
// placeholders are words of the draft outside placeholders, in the same order.
func taken(draft, text string) bool {
	words := func(s string) []string {
		return strings.FieldsFunc(placeholder.ReplaceAllString(s, " "), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '\'' && r != '’' })
	}
	rest := words(draft)
	for _, w := range words(text) {
		i := slices.Index(rest, w)
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return true
}

// ReplyText is a reply to a comment.
type ReplyText struct {
	Subject ledger.ID
	Version int // the one that was seen; 0 for whatever stands
	By      string
	Text    string // empty withdraws the reply
	// Checked says that the writer looked at what may be a person's name and is
	// none, or may be said.
	Checked bool
}

// Reply puts a reply beneath a comment that is shown, changes it, or, if its text
// is empty, withdraws it.
func (d *Desk) Reply(ctx context.Context, in ReplyText) (ledger.Voice, error) {
	in.Text = strings.TrimSpace(strings.ReplaceAll(in.Text, "\r\n", "\n"))
	v, err := d.Store.Voice(ctx, in.Subject)
	switch {
	case err != nil:
		return v, err
	case v.State != ledger.VoiceShown || len(v.Parts) == 0:
		return v, fmt.Errorf("voice %s is not shown: %w", in.Subject, feedback.ErrNotFound)
	case in.Version != 0 && in.Version != v.Version:
		return v, fmt.Errorf("voice %s has changed: %w", in.Subject, feedback.ErrConflict)
	case in.By == "":
		return v, &feedback.FieldError{Field: "by", Reason: "is missing; say who you are"}
	}
	step := ledger.VoiceReplied
	switch {
	case in.Text == "" && v.Reply == "":
		return v, &feedback.FieldError{Field: "text", Reason: "is missing; write the reply"}
	case in.Text == "":
		step = ledger.VoiceReplyWithdrawn
	case v.Reply != "":
		step = ledger.VoiceReplyEdited
	}
	if in.Text != "" {
		if err := d.CheckReply(in.Text, in.Checked); err != nil {
			return v, err
		}
	}
	v.Reply, v.ReplyBy, v.ReplyAt = in.Text, in.By, d.Now().UTC().Truncate(time.Microsecond)
	if in.Text == "" {
		v.ReplyBy, v.ReplyAt = "", time.Time{}
	}
	v.Version++
	return d.Store.ChangeVoice(ctx, ledger.VoiceChange{Voice: v, Step: step, By: in.By}, d.Now())
}

// ErrPerhaps says that a text may name a person, so that its writer must look
// and say so. It is one kind of ErrInvalid.
var ErrPerhaps = errors.New("the text may name a person")

// CheckReply holds what staff write for the public to the rules: it may give away
// nobody, and no number, address or link of anybody's.
func (d *Desk) CheckReply(text string, looked bool) error {
	if utf8.RuneCountInString(text) > maxReply {
		return &feedback.FieldError{Field: "text", Reason: fmt.Sprintf("must be at most %d characters", maxReply)}
	}
	r := d.Guard.Redact(text)
	var sure []string
	for _, it := range r.Items {
		if it.Sure && !slices.Contains(sure, it.Kind.String()) {
			sure = append(sure, it.Kind.String())
		}
	}
	if len(sure) > 0 {
		return &feedback.FieldError{Field: "text", Reason: "holds what may not be public: " + strings.Join(sure, ", ") + "; take it out"}
	}
	for _, h := range d.Guard.Moderate(text, "").Hints {
		if h.Rule == sentiment.HardProfanity || h.Rule == sentiment.SoftProfanity {
			return &feedback.FieldError{Field: "text", Reason: "holds a word that may not be public; take it out"}
		}
	}
	if len(r.Items) > 0 && !looked {
		return fmt.Errorf("%w: %w", ErrPerhaps, &feedback.FieldError{Field: "text", Reason: "may name a person; look again, and say that you did"})
	}
	return nil
}
