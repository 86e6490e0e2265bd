package sms

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"earshot/feedback"
)

// Calls answers telephone calls. It is safe for concurrent use.
type Calls struct {
	desk    CallDesk
	places  func() *feedback.Directory
	home    func(ours string) string
	voicing *Voicings
	wording *Wordings // understands what is said
	spoken  []string
}

// NewCalls gives a Calls. home gives the place (an id or code) that our number
// stands for; spoken are the languages that callers may choose from, the usual
// one first. It fails if there is nothing to say in one of them.
func NewCalls(desk CallDesk, places func() *feedback.Directory, home func(ours string) string, v *Voicings, w *Wordings, spoken []string) (*Calls, error) {
	if len(spoken) == 0 {
		spoken = []string{defaultLanguage}
	}
	for _, l := range spoken {
		if !v.Speaks(l) {
			return nil, fmt.Errorf("calls: nothing to say in %q: %w", l, feedback.ErrInvalid)
		}
	}
	if len(spoken) > 9 {
		return nil, fmt.Errorf("calls: %d languages, and nine keys: %w", len(spoken), feedback.ErrInvalid)
	}
	return &Calls{desk: desk, places: places, home: home, voicing: v, wording: w, spoken: spoken}, nil
}

// said is one text in one voice.
type said struct{ text, language, voice string }

// callReply is what is said to a caller and listened for.
type callReply struct {
	says   []said
	next   callState
	listen string // language in which speech is listened for; empty for keys alone
	hints  []string
	end    bool
}

// receive takes what was heard in a call that stands at a state, stores what
// there is to store, and then gives what to say. An error means that it was not
// stored. What is heard twice is stored once and answered alike.
func (c *Calls) receive(ctx context.Context, h Heard, at callState) (callReply, error) {
	at = c.sound(at)
	if h.Machine {
		return callReply{end: true}, nil
	}
	if h.Outbound && at.step == calling && h.Person != "" {
		out, err := c.desk.OptedOut(ctx, h.Person)
		if err != nil {
			return callReply{}, fmt.Errorf("call %s: %w", h.ID, err)
		}
		if out {
			return callReply{end: true}, nil
		}
	}
	v, _ := c.voice(at, h.Ours)
	in := input{key: h.Digits, Speech: cleanSpeech(h.Speech), outbound: h.Outbound, spoken: c.spoken}
	in.reply = c.wording.understand(in.Speech.Reveal(), Wording{Answers: v.Answers})
	if at.step == warding {
		in.place = c.ward(at, h)
	}
	t := at.next(in)
	flagged, err := c.store(ctx, h, at, &t)
	if err != nil {
		return callReply{}, fmt.Errorf("call %s: %w", h.ID, err)
	}
	return c.speak(t, h, flagged), nil
}

// sound mends a state that cannot be: one from an old or a mistyped address.
func (c *Calls) sound(s callState) callState {
	if s.place != "" {
		if p, err := c.places().Find(s.place, nil); err == nil {
			s.place = string(p.ID)
		} else {
			s.place = ""
		}
	}
	if s.language == "" || !c.voicing.Speaks(s.language) {
		s.language = c.spoken[0]
	}
	if !slices.Contains([]string{"", "adult", "young", "easy"}, s.audience) {
		s.audience = ""
	}
	if (s.step == telling || s.step == adding || s.step == changing) && s.subject == "" {
		s.step = calling // there is nothing to add to
	}
	return s
}

// voice gives who speaks, and the place that the call is about.
func (c *Calls) voice(s callState, ours string) (Voicing, feedback.Place) {
	name := cmp.Or(s.place, c.home(ours))
	provider, place := providerOf(c.places(), name)
	return c.voicing.For(provider, s.language, s.audience), place
}

// cleanSpeech leaves out what no transcript should hold.
func cleanSpeech(t feedback.Text) feedback.Text {
	return feedback.Text(strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(t.Reveal(), "�"), "\x00", "")))
}

// store stores what a turn says, and puts the response's id into its state.
func (c *Calls) store(ctx context.Context, h Heard, at callState, t *callTurn) (flagged bool, err error) {
	if t.optOut {
		_, err := c.desk.Note(ctx, feedback.Note{Source: h.Gateway, ID: h.ID + "/stop", From: h.Person, Outcome: feedback.OptOut, At: h.At})
		return false, err
	}
	if t.rated == feedback.NoRating && t.Words == "" {
		return false, nil
	}
	m := feedback.Message{Source: h.Gateway, ID: h.ID + t.suffix, Place: cmp.Or(at.place, c.home(h.Ours)), Subject: at.subject, Rating: t.rated, Comment: t.Words,
		ReceivedAt: h.At, Next: feedback.Thread{Language: at.language, Audience: at.audience}}
	filed, err := c.desk.FileCall(ctx, m)
	if m.Subject != "" && (errors.Is(err, feedback.ErrNotFound) || errors.Is(err, feedback.ErrConflict)) {
		m.Subject = "" // it was withdrawn while they spoke
		filed, err = c.desk.FileCall(ctx, m)
	}
	if errors.Is(err, feedback.ErrInvalid) || errors.Is(err, feedback.ErrNotFound) {
		// It cannot be filed, now or later: a person has to look at it.
		body := strings.TrimSpace(strings.TrimPrefix(fmt.Sprint(int(t.rated)), "0") + " " + t.Words.Reveal())
		_, err := c.desk.Note(ctx, feedback.Note{Source: h.Gateway, ID: m.ID, Body: feedback.Text(body), Outcome: feedback.Kept, Reason: keptCall, Place: c.placeID(m.Place), At: h.At})
		t.next.subject = keptSubject
		return false, err
	}
	if err != nil {
		return false, err
	}
	t.next.subject = filed.Subject
	return filed.Flagged, nil
}

// keptCall is why words from a call are kept for a person.
const keptCall = "call"

// keptSubject stands for a response in a call whose answer could not be filed:
// what else the caller says is kept, too.
const keptSubject = "kept"

func (c *Calls) placeID(name string) feedback.PlaceID {
	if p, err := c.places().Find(name, nil); err == nil {
		return p.ID
	}
	return ""
}

// speak turns a turn into what is said.
func (c *Calls) speak(t callTurn, h Heard, flagged bool) callReply {
	v, place := c.voice(t.next, h.Ours)
	if flagged {
		t.say = append([]string{"safety"}, t.say...)
	}
	if v.Listen == "" {
		t.say = slices.DeleteFunc(t.say, func(name string) bool { return name == "why" || name == "more" })
		if len(t.say) == 0 {
			t.say, t.end = []string{"thanks"}, true
		}
	}
	out := callReply{next: t.next, end: t.end}
	for _, name := range t.say {
		if name == "this_language" {
			for i, l := range c.spoken {
				other := c.voicing.For("", l, "")
				out.says = append(out.says, said{strings.ReplaceAll(other.ThisLanguage, "{key}", strconv.Itoa(i+1)), other.Language, other.Voice})
			}
			continue
		}
		text := strings.NewReplacer("{place}", cmp.Or(place.Name, "N H S"), "{answer}", v.answer(t.rated)).Replace(v.text(name))
		out.says = append(out.says, said{text, v.Language, v.Voice})
	}
	switch t.next.step {
	case rating, changing:
		out.listen, out.hints = v.Listen, v.Answers
	case telling, adding:
		out.listen = v.Listen
	}
	return out
}

// ward gives the place whose public code is keyed in on a telephone's letters
// (WARD7 is 92737), "" if there is none or more than one. Places of the provider
// that the call is about are looked at first.
func (c *Calls) ward(at callState, h Heard) string {
	dir := c.places()
	provider, _ := providerOf(dir, cmp.Or(at.place, c.home(h.Ours)))
	found, all := "", 0
	for _, p := range dir.All() {
		if p.PublicCode == "" || keypad(string(p.PublicCode)) != h.Digits {
			continue
		}
		if provider != "" && dir.Contains(provider, p.ID) {
			return string(p.ID)
		}
		found = string(p.ID)
		all++
	}
	if all > 1 {
		return ""
	}
	return found
}

// keypad spells a code with the keys of a telephone.
func keypad(code string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return rune("22233344455566677778889999"[r-'A'])
		case r >= '0' && r <= '9':
			return r
		}
		return -1
	}, strings.ToUpper(code))
}
