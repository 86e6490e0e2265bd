package sms

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
)

// CallDesk is what telephone calls need of the rest of Earshot.
type CallDesk interface {
	// FileCall stores what a caller said and returns after commit: a response,
	// or words or a corrected rating for the response m.Subject. Nothing that
	// leads back to the caller is stored.
	FileCall(ctx context.Context, m feedback.Message) (feedback.Filed, error)
	// Note is as for a [Desk].
	Note(ctx context.Context, n feedback.Note) (first bool, err error)
	// OptedOut reports whether a person asked for no more texts and calls.
	OptedOut(ctx context.Context, phone feedback.Phone) (bool, error)
}

// Heard is one thing that a gateway reports of a call: that it began, or what
// the caller did when asked.
type Heard struct {
	Gateway  feedback.Source
	ID       string         // the gateway's id of the call
	Ours     string         // our number
	Person   feedback.Phone // whom we called; empty if they called us: their number is not looked at
	Outbound bool           // we called
	Machine  bool           // an answering machine took the call
	Digits   string         // keys that were pressed
	Speech   feedback.Text  // what was said, in words
	At       time.Time
}

// callStep is what a caller was asked last.
type callStep string

const (
	calling   callStep = ""       // nothing yet
	rating    callStep = "rating" // the question
	changing  callStep = "change" // the question, once more
	warding   callStep = "ward"   // for a ward's number
	languages callStep = "lang"   // for a language
	telling   callStep = "why"    // for a comment
	adding    callStep = "more"   // for more of it
)

// callState is how far a call has come. It travels in the addresses that the
// gateway calls us at, whose signature covers them, so that any process can go
// on with a call and nothing about a call need be stored.
type callState struct {
	step     callStep
	turn     int // how often something was asked
	tries    int // how often this step was asked in vain
	parts    int // comments that were given
	changes  int // corrections
	words    int // comments in place of a rating
	place    string
	language string
	audience string
	subject  string // the response
}

// The most of everything, so that a call ends whatever is pressed and said.
const (
	mostTurns   = 30
	mostAsked   = 3
	mostParts   = 5
	mostChanges = 3
)

// callTurn is what follows from what was heard.
type callTurn struct {
	next   callState
	say    []string        // names of texts
	rated  feedback.Rating // rating to store
	Words  feedback.Text   // comment to store
	suffix string          // of the stored entry's id, after the call's
	optOut bool
	end    bool
}

// ask goes on to a step.
func (s callState) ask(step callStep, say ...string) callTurn {
	if step != s.step {
		s.tries = 0
	}
	s.step = step
	s.turn++
	return callTurn{next: s, say: say}
}

// bye ends the call.
func (s callState) bye() callTurn {
	if s.subject == "" {
		return callTurn{next: s, say: []string{"none"}, end: true}
	}
	return callTurn{next: s, say: []string{"thanks"}, end: true}
}

// input is what was heard, understood.
type input struct {
	key      string // the keys that were pressed
	reply    Reply  // what was said
	Speech   feedback.Text
	outbound bool
	place    string   // that the keys stand for
	spoken   []string // languages that may be chosen, the first being the usual one
}

// greeting is the texts before and after the question.
func (in input) greeting() []string {
	say := []string{"welcome", "question", "ward"}
	if in.outbound {
		say = []string{"called", "question"}
	}
	if len(in.spoken) > 1 {
		say = append(say, "languages")
	}
	return say
}

// next is a call's one transition. It is pure.
func (s callState) next(in input) callTurn {
	if s.turn >= mostTurns {
		return s.bye()
	}
	switch s.step {
	case rating, changing:
		return s.rated(in)
	case warding:
		return s.warded(in)
	case languages:
		return s.chosen(in)
	case telling, adding:
		return s.told(in)
	}
	return s.ask(rating, in.greeting()...)
}

// rated takes the answer to the question.
func (s callState) rated(in input) callTurn {
	first := s.step == rating
	r := feedback.NoRating
	if len(in.key) == 1 && in.key[0] >= '1' && in.key[0] <= '6' {
		r = feedback.Rating(in.key[0] - '0')
	} else if in.key == "" && in.reply.Intent == Answer {
		r = in.reply.Rating
	}
	switch {
	case r != feedback.NoRating:
		return s.take(r, in)
	case first && in.key == "*" && s.subject == "" && !in.outbound:
		return s.ask(warding, "ask_ward")
	case first && in.key == "7" && len(in.spoken) > 1:
		return s.ask(languages, "this_language")
	case first && in.outbound && (in.key == "0" || in.key == "" && in.reply.Intent == Stop):
		return callTurn{next: s, say: []string{"stopped"}, optOut: true, end: true}
	case first && in.key == "" && in.reply.Intent == Words && len(strings.Fields(in.Speech.Reveal())) >= fewestWords:
		t := s.vain()
		t.Words, t.suffix = in.Speech, "/words-"+strconv.Itoa(s.words+1)
		t.next.words++
		return t
	}
	return s.vain()
}

// fewestWords is how much must be said in place of a rating to be kept as a
// comment: less is a cough, or somebody in the room.
const fewestWords = 3

// take stores a rating.
func (s callState) take(r feedback.Rating, in input) callTurn {
	suffix := ""
	if s.step == changing {
		s.changes++
		suffix = "/change-" + strconv.Itoa(s.changes)
	} else if s.subject != "" {
		suffix = "/rating"
	}
	words := in.reply.Comment
	if in.key != "" {
		words = ""
	}
	if words != "" {
		s.parts++
	}
	step, ask := telling, "why"
	if s.parts > 0 {
		step, ask = adding, "more"
	}
	t := s.ask(step, "chosen", "change", ask)
	if s.changes >= mostChanges {
		t.say = slices.DeleteFunc(t.say, func(name string) bool { return name == "change" })
	}
	t.rated, t.Words, t.suffix = r, words, suffix
	return t
}

// vain asks the question again, or gives up.
func (s callState) vain() callTurn {
	s.tries++
	if s.tries >= mostAsked {
		t := s.bye()
		t.next.tries = s.tries
		return t
	}
	return s.ask(s.step, "again", "question")
}

// warded takes a ward's number.
func (s callState) warded(in input) callTurn {
	if in.place != "" {
		s.place = in.place
		return s.ask(rating, "about", "question")
	}
	if s.tries++; s.tries >= mostAsked-1 {
		return s.ask(rating, "no_ward", "question")
	}
	return s.ask(warding, "no_ward", "ask_ward")
}

// chosen takes a language.
func (s callState) chosen(in input) callTurn {
	if n, err := strconv.Atoi(in.key); err == nil && n >= 1 && n <= len(in.spoken) {
		s.language = in.spoken[n-1]
		return s.ask(rating, in.greeting()...)
	}
	if s.tries++; s.tries >= mostAsked-1 {
		return s.ask(rating, "question")
	}
	return s.ask(languages, "this_language")
}

// told takes a comment, or the wish to choose another answer.
func (s callState) told(in input) callTurn {
	switch {
	case in.key == "9" && s.changes < mostChanges:
		return s.ask(changing, "question")
	case in.key == "" && strings.TrimSpace(in.Speech.Reveal()) != "":
		s.parts++
		t := s.ask(adding, "more")
		if s.parts >= mostParts {
			t = s.bye()
		}
		t.Words, t.suffix = in.Speech, "/comment-"+strconv.Itoa(s.parts)
		return t
	case in.key != "" && s.tries == 0:
		s.tries++
		return s.ask(s.step, cmp.Or(map[callStep]string{telling: "why"}[s.step], "more"))
	}
	return s.bye()
}

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
