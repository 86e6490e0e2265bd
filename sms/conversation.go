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
	// Thread finds the open conversation with a phone; ErrNotFound if none.
	Thread(ctx context.Context, phone feedback.Phone, now time.Time) (feedback.Thread, error)
	// File stores a message and returns after commit.
	File(ctx context.Context, m feedback.Message) (feedback.Filed, error)
	// SetOptOut records or lifts a person's wish to get no more texts.
	SetOptOut(ctx context.Context, phone feedback.Phone, out bool, at time.Time) error
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
}

// step is how far a conversation has come.
type step string

const (
	begun          step = ""
	awaitingRating step = "rating"  // words came without a rating, which was asked for once
	awaitingWhy    step = "why"     // a rating came; words are hoped for
	complete       step = "thanked" // both came; more words and corrections are still taken
)

// state is a step with the last message seen and how it was answered, so that
// a gateway that delivers a message twice gets the same answer twice.
type state struct {
	step  step
	last  string // id of the message that led here
	reply string // name of the wording it was answered with
}

func (s state) String() string { return strings.Join([]string{string(s.step), s.reply, s.last}, "|") }

func parseState(s string) state {
	part := strings.SplitN(s, "|", 3)
	if len(part) != 3 {
		return state{}
	}
	return state{step(part[0]), part[2], part[1]}
}

// window is how long a conversation stays open after its last message.
const window = 7 * 24 * time.Hour

// Conversation answers texts. It is safe for concurrent use; texts of one
// person are taken one at a time, in the order they come.
type Conversation struct {
	desk    Desk
	places  func() *feedback.Directory
	home    func(to string) string // the place that texts to a number are about unless they say otherwise
	wording Wording
	seed    maphash.Seed
	locks   [256]sync.Mutex
}

// NewConversation gives a Conversation. home gives the place (an id or code)
// that our number stands for.
func NewConversation(desk Desk, places func() *feedback.Directory, home func(to string) string, w Wording) *Conversation {
	return &Conversation{desk: desk, places: places, home: home, wording: w, seed: maphash.MakeSeed()}
}

// Receive files one text and gives what to answer, "" for nothing. An error
// means that the text was not stored and should be delivered again.
func (c *Conversation) Receive(ctx context.Context, in Inbound) (reply string, err error) {
	lock := &c.locks[maphash.String(c.seed, in.From.Reveal())%uint64(len(c.locks))]
	lock.Lock()
	defer lock.Unlock()
	if in.Handled == Stop || in.Handled == Start || in.Handled == Help {
		return "", c.obey(ctx, in, in.Handled)
	}
	place, body := c.keyword(in)
	parsed := Parse(body)
	switch parsed.Intent {
	case Stop, Start, Help:
		if err := c.obey(ctx, in, parsed.Intent); err != nil {
			return "", err
		}
		switch parsed.Intent {
		case Start:
			return c.wording.Subscribed, nil
		case Help:
			return c.wording.About, nil
		}
		return "", nil // the gateway or the law of the list: STOP is never answered twice
	case Nothing:
		if place == "" {
			return c.wording.AskRating, nil // an empty text: there is nothing to keep
		}
	}
	return c.file(ctx, in, place, parsed)
}

// obey records an opt-out or opt-in.
func (c *Conversation) obey(ctx context.Context, in Inbound, what Intent) error {
	if what == Help {
		return nil
	}
	if err := c.desk.SetOptOut(ctx, in.From, what == Stop, in.At); err != nil {
		return fmt.Errorf("record opt-out of text %s: %w", in.ID, err)
	}
	return nil
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

// file decides what a text adds, stores it, and gives the answer to it.
func (c *Conversation) file(ctx context.Context, in Inbound, place string, p Reply) (string, error) {
	thread, err := c.desk.Thread(ctx, in.From, in.At)
	if err != nil && !errors.Is(err, feedback.ErrNotFound) {
		return "", err
	}
	st := parseState(thread.State)
	if st.last == in.ID {
		return c.again(ctx, in, thread, st, p)
	}
	m, next := c.next(in, thread, st.step, place, p)
	filed, err := c.store(ctx, m, next)
	if err != nil && m.Subject != "" && (errors.Is(err, feedback.ErrNotFound) || errors.Is(err, feedback.ErrConflict)) {
		// The response was withdrawn or is gone: the words begin a new one.
		m, next = c.next(in, feedback.Thread{}, begun, cmp.Or(place, string(thread.Place)), p)
		filed, err = c.store(ctx, m, next)
	}
	if err != nil {
		return "", fmt.Errorf("text %s: %w", in.ID, err)
	}
	switch {
	case filed.Flagged:
		return c.wording.Safety, nil
	case filed.Duplicate:
		return "", nil // an old text, delivered again after later ones: it was answered when it came
	}
	return c.say(next.reply, p.Rating), nil
}

// again answers the last text a second time, because the gateway delivers it
// again: our first answer may have been lost. Whether words raised a danger flag
// is not part of the state, so they are filed once more, which stores nothing.
func (c *Conversation) again(ctx context.Context, in Inbound, thread feedback.Thread, st state, p Reply) (string, error) {
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
			return c.wording.Safety, nil
		}
	}
	return c.say(st.reply, p.Rating), nil
}

func (c *Conversation) store(ctx context.Context, m feedback.Message, next state) (feedback.Filed, error) {
	m.Next.State = next.String()
	return c.desk.File(ctx, m)
}

// next is the conversation's one transition: from where it stands and what was
// said, to what is stored and where it stands then. It is pure.
func (c *Conversation) next(in Inbound, thread feedback.Thread, at step, place string, p Reply) (feedback.Message, state) {
	m := feedback.Message{
		Source: in.Gateway, ID: in.ID, Phone: in.From, ReceivedAt: in.At,
		Subject: thread.Subject, Rating: p.Rating, Comment: p.Comment,
		Next: feedback.Thread{Place: thread.Place, ExpiresAt: in.At.Add(window)},
	}
	if place != "" || thread.Subject == "" {
		at, m.Subject = begun, ""
		m.Place = cmp.Or(place, string(thread.Place), c.home(in.To))
		m.Next.Place = feedback.PlaceID(m.Place)
	}
	st := state{last: in.ID}
	switch {
	case at == begun && p.Intent == Nothing: // only a keyword: remember the place
		st.step, st.reply = begun, "ask_rating"
	case at == begun && p.Intent == Answer && p.Lone:
		st.step, st.reply = awaitingWhy, "ask_why"
	case at == begun && p.Intent == Answer:
		st.step, st.reply = complete, "thanks"
	case at == begun:
		st.step, st.reply = awaitingRating, "ask_again"
	case at == awaitingRating && p.Intent == Answer:
		st.step, st.reply = complete, "thanks"
	case p.Intent == Answer && p.Lone: // a digit alone, later: a correction
		st.step, st.reply = at, "corrected"
	default: // words; a digit in front of them is part of them
		if at != awaitingRating {
			m.Rating = feedback.NoRating
			m.Comment = feedback.Text(strings.TrimSpace(in.Body.Reveal()))
		}
		st.step = complete
		if at == awaitingWhy {
			st.reply = "thanks"
		}
	}
	return m, st
}

// say gives the wording of a reply by name.
func (c *Conversation) say(name string, r feedback.Rating) string {
	switch name {
	case "ask_rating":
		return c.wording.AskRating
	case "ask_why":
		return c.wording.AskWhy
	case "ask_again":
		return c.wording.AskAgain
	case "thanks":
		return c.wording.Thanks
	case "corrected":
		return fmt.Sprintf(c.wording.Corrected, r)
	}
	return ""
}
