package sms

import (
	"cmp"
	"context"
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
