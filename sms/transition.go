package sms

import (
	"cmp"
	"strings"
	"time"

	"earshot/feedback"
)

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
	print string // of that message, by which it is known under another id; see twice
}

func (s state) String() string {
	return strings.Join([]string{string(s.step), s.reply, s.last, s.print}, "|")
}

// invitedState is the state of a conversation that an invitation opened.
func invitedState() string { return state{}.String() }

// parseState also reads states of before there was a print.
func parseState(s string) state {
	part := strings.SplitN(s, "|", 3)
	if len(part) != 3 {
		return state{}
	}
	st := state{step: step(part[0]), reply: part[1], last: part[2]}
	if i := strings.LastIndexByte(st.last, '|'); i >= 0 {
		st.last, st.print = st.last[:i], st.last[i+1:]
	}
	return st
}

// window is how long a conversation stays open after its last message.
const window = 7 * 24 * time.Hour

// lastAt gives when the last text that a conversation took was sent; zero if it
// took none. It stays open for a window from then.
func lastAt(t feedback.Thread, st state) time.Time {
	if st.last == "" {
		return time.Time{}
	}
	return t.ExpiresAt.Add(-window)
}

// next is the conversation's one transition: from where it stands and what was
// said, to what is stored and where it stands then. It is pure.
func (c *Conversation) next(in Inbound, thread feedback.Thread, at step, place string, p Reply) (feedback.Message, state) {
	m := feedback.Message{
		Source: in.Gateway, ID: in.ID, Phone: in.From, ReceivedAt: in.At,
		Subject: thread.Subject, Rating: p.Rating, Comment: p.Comment,
		Next: feedback.Thread{Place: thread.Place, ExpiresAt: in.At.Add(window), Version: thread.Version,
			Invitation: thread.Invitation, Language: thread.Language, Audience: thread.Audience, Noted: thread.Noted},
	}
	if last := lastAt(thread, parseState(thread.State)); last.After(in.At) {
		m.Next.ExpiresAt = thread.ExpiresAt // texts may come out of their order
	}
	if place != "" && place != string(thread.Place) {
		m.Next.Invitation = "" // it is about somewhere else than the invitation
	}
	if place != "" || thread.Subject == "" {
		at, m.Subject = begun, ""
		m.Place = cmp.Or(place, string(thread.Place), c.home(in.To))
		m.Next.Place = feedback.PlaceID(m.Place)
	}
	st := state{last: in.ID, print: printOf(in)}
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
	case at == awaitingRating: // more words, and still no rating; it is not asked for twice
		st.step = awaitingRating
	default: // words; a digit in front of them is part of them
		m.Rating = feedback.NoRating
		m.Comment = feedback.Text(strings.TrimSpace(in.Body.Reveal()))
		st.step = complete
		if at == awaitingWhy {
			st.reply = "thanks"
		}
	}
	return m, st
}

// say gives the wording of a reply by name.
func say(w Wording, name string, r feedback.Rating) string {
	switch name {
	case "ask_rating":
		return w.AskRating
	case "ask_why":
		return w.AskWhy
	case "ask_again":
		return w.AskAgain
	case "thanks":
		return w.Thanks
	case "corrected":
		return strings.ReplaceAll(w.Corrected, "{answer}", w.answer(r))
	}
	return ""
}
