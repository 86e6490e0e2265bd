package sms

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"strings"
	"sync"
	"time"

	"earshot/feedback"
)

// Desk is what sms needs of the rest of Earshot: somewhere to file what people
// say.
type Desk interface {
	// Thread finds the open conversation with a phone, and whether the text that
	// a gateway knows by id was noted before. If there is no conversation the
	// error is ErrNotFound and the Thread holds only its Version, whether the
	// person opted out, and whether the text was noted.
	Thread(ctx context.Context, phone feedback.Phone, source feedback.Source, id string, now time.Time) (feedback.Thread, error)
	// File stores a message and returns after commit; ErrStale if the
	// conversation is not at m.Next.Version any more. A text that was noted, as
	// m.Next says, stays a note, and is a duplicate.
	File(ctx context.Context, m feedback.Message) (feedback.Filed, error)
	// Note records what became of a text that is neither answer nor comment,
	// with the opt-out or opt-in it asks for. It reports whether the text is
	// new; one that was noted before changes nothing.
	Note(ctx context.Context, n feedback.Note) (first bool, err error)
	// Repeat asks for the right to answer a text a second time, which is given
	// once for each text.
	Repeat(ctx context.Context, source feedback.Source, id string, at time.Time) (granted bool, err error)
}

// Inbound is a text as a gateway delivers it.
type Inbound struct {
	Gateway feedback.Source // "twilio"
	ID      string          // the gateway's id of the message
	From    feedback.Phone
	To      string // our number
	Body    feedback.Text
	At      time.Time
	// Handled says that the gateway has already answered a STOP, START or HELP
	// itself, so that we must not.
	Handled Intent
	// Unheard says that the gateway tells us that our answer to an earlier
	// delivery of this text was lost. Without it a text that comes again is not
	// answered again: nobody gets the same text twice. Nor is it answered a third
	// time, or a second time if it had come twice before: then nobody knows which
	// of the answers was lost.
	Unheard bool
	Media   bool // a picture came with it, which is not fetched
	// Sender is what the gateway gave as the sender, if that is no telephone
	// number; From is empty then.
	Sender string
}

// Conversation answers texts. It is safe for concurrent use; texts of one
// person are taken one at a time, in the order they come.
type Conversation struct {
	desk    Desk
	places  func() *feedback.Directory
	home    func(to string) string // the place that texts to a number are about unless they say otherwise
	wording *Wordings
	seed    maphash.Seed
	locks   [256]sync.Mutex
}

// NewConversation gives a Conversation. home gives the place (an id or code)
// that our number stands for.
func NewConversation(desk Desk, places func() *feedback.Directory, home func(to string) string, w *Wordings) *Conversation {
	return &Conversation{desk: desk, places: places, home: home, wording: w, seed: maphash.MakeSeed()}
}

// tries is how often a text is decided on anew because another process took a
// text of the same person meanwhile.
const tries = 5

// Receive files one text and gives what to answer, "" for nothing. An error
// means that the text was not stored and should be delivered again.
//
// Every text ends as exactly one of: answer, comment, opt-out, opt-in, help, or
// kept for a person.
func (c *Conversation) Receive(ctx context.Context, in Inbound) (reply string, err error) {
	if in.From == "" {
		_, err := c.note(ctx, in, feedback.Kept, "sender", "")
		if err == nil && in.Media {
			err = c.picture(ctx, in, "")
		}
		return "", err
	}
	lock := &c.locks[maphash.String(c.seed, in.From.Reveal())%uint64(len(c.locks))]
	lock.Lock()
	defer lock.Unlock()
	if in.Unheard {
		if in.Unheard, err = c.desk.Repeat(ctx, in.Gateway, in.ID, in.At); err != nil {
			return "", fmt.Errorf("text %s: %w", in.ID, err)
		}
	}
	for n := 1; ; n++ {
		reply, err = c.receive(ctx, in)
		if n == tries || !errors.Is(err, feedback.ErrStale) {
			return reply, err
		}
	}
}

// receive decides once.
func (c *Conversation) receive(ctx context.Context, in Inbound) (string, error) {
	thread, err := c.desk.Thread(ctx, in.From, in.Gateway, in.ID, in.At)
	if err != nil && !errors.Is(err, feedback.ErrNotFound) {
		return "", err
	}
	if twice(in, thread) {
		_, err := c.note(ctx, in, feedback.Kept, keptRepeat, string(thread.Place))
		return "", err
	}
	place, body := c.keyword(in)
	if in.Media && strings.TrimSpace(in.Body.Reveal()) != "" {
		if err := c.picture(ctx, in, cmp.Or(place, string(thread.Place))); err != nil {
			return "", err
		}
	}
	w := c.words(thread, place, in.To)
	parsed := c.wording.understand(body, w)
	silent := false
	if in.Handled == Stop || in.Handled == Start || in.Handled == Help {
		parsed, silent = Reply{Intent: in.Handled}, true
	} else if place != "" && (parsed.Intent == Stop || parsed.Intent == Start || parsed.Intent == Help) {
		// "WARD7 stop" is about the ward: a command stands alone.
		parsed = Reply{Intent: Words, Comment: feedback.Text(strings.TrimSpace(body))}
	}
	reply := ""
	switch parsed.Intent {
	case Stop: // never answered: the silence is what was asked for
		_, err = c.note(ctx, in, feedback.OptOut, "", "")
		return "", err
	case Start:
		var first bool
		if first, err = c.note(ctx, in, feedback.OptIn, "", ""); first || in.Unheard && !thread.OptedOut {
			reply = w.Subscribed
		}
	case Help:
		var first bool
		if first, err = c.note(ctx, in, feedback.Helped, "", ""); first || in.Unheard {
			reply = w.About
		}
	case Nothing:
		if place == "" {
			return c.nothing(ctx, in, thread, w)
		}
		return c.named(ctx, in, thread, place, w)
	default:
		return c.file(ctx, in, thread, place, parsed, w)
	}
	if silent || err != nil {
		return "", err
	}
	return reply, nil
}

// words gives the wording for a person: that of the invitation they answer, or
// the usual one of the place they write about.
func (c *Conversation) words(thread feedback.Thread, place, to string) Wording {
	id, _ := providerOf(c.places(), cmp.Or(place, string(thread.Place), c.home(to)))
	return c.wording.For(id, thread.Language, thread.Audience)
}

// providerOf gives the provider above a place (an id or code), or the name itself
// if there is none, and the place.
func providerOf(dir *feedback.Directory, name string) (feedback.PlaceID, feedback.Place) {
	p, err := dir.Find(name, nil)
	if err != nil {
		return feedback.PlaceID(name), feedback.Place{}
	}
	up, ok := p, true
	for ok && up.Level > feedback.Provider {
		up, ok = dir.Place(up.Parent)
	}
	if !ok || up.Level != feedback.Provider {
		return feedback.PlaceID(name), p
	}
	return up.ID, p
}

// note records a text that is neither answer nor comment. about is the place that
// one which is kept is about, if it names none.
func (c *Conversation) note(ctx context.Context, in Inbound, what feedback.Outcome, reason, about string) (first bool, err error) {
	n := feedback.Note{Source: in.Gateway, ID: in.ID, From: in.From, Outcome: what, Reason: reason, At: in.At}
	if what == feedback.Kept {
		name, _ := c.keyword(in)
		_, place := providerOf(c.places(), cmp.Or(name, about, c.home(in.To)))
		n.Place = place.ID
		if reason != "place" && reason != keptRepeat { // the conversation holds it
			n.Body = in.Body
		}
	}
	if in.From == "" {
		n.From = feedback.Phone(in.Sender)
	}
	if first, err = c.desk.Note(ctx, n); err != nil {
		return first, fmt.Errorf("note text %s: %w", in.ID, err)
	}
	if !first {
		err = c.cameAgain(ctx, in)
	}
	return first, err
}

// cameAgain makes sure that a text which came twice is not answered again any
// more.
func (c *Conversation) cameAgain(ctx context.Context, in Inbound) error {
	if in.Unheard {
		return nil // this is the second answer
	}
	_, err := c.desk.Repeat(ctx, in.Gateway, in.ID, in.At)
	return err
}

// nothing takes a text without words.
func (c *Conversation) nothing(ctx context.Context, in Inbound, thread feedback.Thread, w Wording) (string, error) {
	reason := "empty"
	if in.Media {
		reason = keptPicture
	}
	first, err := c.note(ctx, in, feedback.Kept, reason, string(thread.Place))
	if err != nil || !first && !in.Unheard || thread.OptedOut || thread.Subject != "" {
		return "", err
	}
	return w.AskRating, nil
}

// named takes a text that only names a place: what comes next is about it. A
// delivery that comes again after later texts must not begin anew.
func (c *Conversation) named(ctx context.Context, in Inbound, thread feedback.Thread, place string, w Wording) (string, error) {
	first, err := c.note(ctx, in, feedback.Kept, "place", place)
	if err != nil {
		return "", err
	}
	if !first && thread.Subject != "" {
		return "", nil
	}
	m, next := c.next(in, thread, begun, place, Reply{Intent: Nothing})
	if _, err := c.store(ctx, m, next); err != nil {
		return "", fmt.Errorf("text %s: %w", in.ID, err)
	}
	if !first && !in.Unheard || thread.OptedOut {
		return "", nil
	}
	return w.AskRating, nil
}

// keyword takes a place's public code off the front of a text: "WARD7 2 long
// wait".
func (c *Conversation) keyword(in Inbound) (place, body string) {
	body = in.Body.Reveal()
	text := strings.TrimSpace(body)
	first, rest, _ := strings.Cut(strings.ReplaceAll(text, "\n", " "), " ")
	code, err := feedback.ParsePublicCode(strings.Trim(first, ".,:;-"))
	if err != nil {
		return "", body
	}
	p, ok := c.places().ByPublicCode(code)
	if !ok {
		return "", body
	}
	return string(p.ID), rest
}

// file decides what a text adds, stores it, and gives the answer to it in the
// words w.
func (c *Conversation) file(ctx context.Context, in Inbound, thread feedback.Thread, place string, p Reply, w Wording) (string, error) {
	st := parseState(thread.State)
	if st.last == in.ID {
		return c.again(ctx, in, thread, st, p)
	}
	if p.Intent == Answer && p.Lone && place == "" && thread.Subject != "" && st.step != awaitingRating && in.At.Before(lastAt(thread, st)) {
		// A rating that was sent before what we have already is no correction
		// of it. One that was filed when it came is not noted.
		_, err := c.note(ctx, in, feedback.Kept, "late", cmp.Or(place, string(thread.Place)))
		return "", err
	}
	m, next := c.next(in, thread, st.step, place, p)
	filed, err := c.store(ctx, m, next)
	if err != nil && m.Subject != "" && (errors.Is(err, feedback.ErrNotFound) || errors.Is(err, feedback.ErrConflict)) {
		// The response was withdrawn or is gone: the words begin a new one.
		fresh := thread
		fresh.Subject, fresh.State = "", ""
		m, next = c.next(in, fresh, begun, cmp.Or(place, string(thread.Place)), p)
		filed, err = c.store(ctx, m, next)
	}
	switch {
	case errors.Is(err, feedback.ErrInvalid), errors.Is(err, feedback.ErrNotFound):
		// It cannot be filed, now or later: a person has to look at it.
		_, err := c.note(ctx, in, feedback.Kept, "refused", cmp.Or(m.Place, string(thread.Place)))
		return "", err
	case err != nil:
		return "", fmt.Errorf("text %s: %w", in.ID, err)
	case filed.Duplicate && !in.Unheard:
		return "", c.cameAgain(ctx, in)
	case filed.Flagged:
		return w.Safety, nil
	case filed.Duplicate || thread.OptedOut:
		return "", nil // an old text, answered when it came; or somebody who wants no texts
	}
	return say(w, next.reply, p.Rating), nil
}

// again answers the last text a second time, if the gateway says that our first
// answer was lost. Whether words raised a danger flag is not part of the state,
// so they are filed once more, which stores nothing.
func (c *Conversation) again(ctx context.Context, in Inbound, thread feedback.Thread, st state, p Reply) (string, error) {
	if !in.Unheard {
		return "", c.cameAgain(ctx, in)
	}
	w := c.words(thread, "", in.To)
	if p.Comment != "" && thread.Subject != "" {
		filed, err := c.desk.File(ctx, feedback.Message{
			Source: in.Gateway, ID: in.ID, Phone: in.From, ReceivedAt: in.At, Subject: thread.Subject, Next: thread,
			Comment: feedback.Text(strings.TrimSpace(in.Body.Reveal())),
		})
		switch {
		case errors.Is(err, feedback.ErrConflict), errors.Is(err, feedback.ErrNotFound): // withdrawn meanwhile
		case err != nil:
			return "", fmt.Errorf("text %s: %w", in.ID, err)
		case filed.Flagged:
			return w.Safety, nil
		}
	}
	if thread.OptedOut {
		return "", nil
	}
	return say(w, st.reply, p.Rating), nil
}

func (c *Conversation) store(ctx context.Context, m feedback.Message, next state) (feedback.Filed, error) {
	m.Next.State = next.String()
	return c.desk.File(ctx, m)
}
