package sms

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"earshot/feedback"
)

// callbook is a CallDesk in memory, as a ledger would be.
type callbook struct {
	mu     sync.Mutex
	seen   map[string]string // by id: the response
	lines  []string
	notes  map[string]feedback.Note
	out    map[feedback.Phone]bool
	gone   map[string]bool // responses that take no more
	refuse bool            // nothing can be filed
	down   error
	phones int // how often a number was given with what is filed
	n      int
}

func newCallbook() *callbook {
	return &callbook{seen: map[string]string{}, notes: map[string]feedback.Note{}, out: map[feedback.Phone]bool{}, gone: map[string]bool{}}
}

func (b *callbook) FileCall(_ context.Context, m feedback.Message) (feedback.Filed, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down != nil {
		return feedback.Filed{}, b.down
	}
	if b.refuse || m.Subject == keptSubject {
		return feedback.Filed{}, fmt.Errorf("refused: %w", feedback.ErrInvalid)
	}
	if b.gone[m.Subject] {
		return feedback.Filed{}, fmt.Errorf("withdrawn: %w", feedback.ErrConflict)
	}
	if m.Phone != "" {
		b.phones++
	}
	flagged := strings.Contains(m.Comment.Reveal(), "kill myself")
	if subject, ok := b.seen[m.ID]; ok {
		return feedback.Filed{Subject: subject, Duplicate: true, Flagged: flagged}, nil
	}
	verb, subject := "add", m.Subject
	if subject == "" {
		b.n++
		verb, subject = "new", fmt.Sprintf("r%d", b.n)
	}
	b.seen[m.ID] = subject
	b.lines = append(b.lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %d %s", verb, subject, m.Place, m.Rating, m.Comment.Reveal())))
	return feedback.Filed{Subject: subject, Flagged: flagged}, nil
}

func (b *callbook) Note(_ context.Context, n feedback.Note) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down != nil {
		return false, b.down
	}
	if _, ok := b.notes[n.ID]; ok {
		return false, nil
	}
	b.notes[n.ID] = n
	if n.Outcome == feedback.OptOut {
		b.out[n.From] = true
	}
	return true, nil
}

func (b *callbook) OptedOut(_ context.Context, p feedback.Phone) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.out[p], b.down
}

func newCalls(t testing.TB, desk CallDesk, spoken ...string) *Calls {
	t.Helper()
	v, err := LoadVoicings(nil)
	if err != nil {
		t.Fatal(err)
	}
	none := feedback.NoDay
	dir, err := feedback.NewDirectory([]feedback.Place{
		{ID: "trust", Level: feedback.Provider, Name: "Northshire Trust", From: none, To: none},
		{ID: "site", Parent: "trust", Level: feedback.Site, Name: "The Royal", From: none, To: none},
		{ID: "warda", Parent: "site", Level: feedback.Ward, Name: "Willow Ward", PublicCode: "WARD7", From: none, To: none},
		{ID: "oak", Parent: "site", Level: feedback.Ward, Name: "Oak Ward", PublicCode: "OAK", From: none, To: none},
		{ID: "other", Level: feedback.Provider, Name: "Southshire Trust", From: none, To: none},
		{ID: "nail", Parent: "other", Level: feedback.Site, Name: "Nal House", PublicCode: "NAL", From: none, To: none}, // the keys of OAK, too
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	home := func(ours string) string {
		if ours == "+441632960002" {
			return "oak"
		}
		return "site"
	}
	c, err := NewCalls(desk, func() *feedback.Directory { return dir }, home, v, standard(t), spoken)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// line is one line of a call: what the caller does, and what they hear by the
// names of the texts. A key is one character, "1234#" several; anything longer
// is said; "" is silence.
type line struct{ does, hears string }

// callTest is a whole call.
type callTest struct {
	name   string
	begin  callState
	lines  []line
	ends   bool
	stored []string
}

const (
	opening = "welcome question ward"
	goOn    = "chosen change why"
)

func calls() []callTest {
	return []callTest{
		{"an answer and no more", callState{}, []line{{"", opening}, {"1", goOn}, {"", "thanks"}}, true, []string{"new r1 site 1"}},
		{"an answer and a comment", callState{}, []line{{"", opening}, {"2", goOn}, {"The nurses were kind", "more"}, {"", "thanks"}}, true, []string{"new r1 site 2", "add r1 site 0 The nurses were kind"}},
		{"a comment in parts", callState{}, []line{{"", opening}, {"5", goOn}, {"Nobody came", "more"}, {"and it was cold", "more"}, {"", "thanks"}}, true,
			[]string{"new r1 site 5", "add r1 site 0 Nobody came", "add r1 site 0 and it was cold"}},
		{"a comment without end", callState{}, []line{{"", opening}, {"5", goOn}, {"a a", "more"}, {"b b", "more"}, {"c c", "more"}, {"d d", "more"}, {"e e", "thanks"}}, true,
			[]string{"new r1 site 5", "add r1 site 0 a a", "add r1 site 0 b b", "add r1 site 0 c c", "add r1 site 0 d d", "add r1 site 0 e e"}},
		{"hung up after the answer", callState{}, []line{{"", opening}, {"3", goOn}}, false, []string{"new r1 site 3"}},
		{"silence to the end", callState{}, []line{{"", opening}, {"", "again question"}, {"", "again question"}, {"", "none"}}, true, nil},
		{"keys that are no answer", callState{}, []line{{"", opening}, {"8", "again question"}, {"0", "again question"}, {"7", "none"}}, true, nil},
		{"several keys", callState{}, []line{{"", opening}, {"12", "again question"}, {"1", goOn}}, false, []string{"new r1 site 1"}},
		{"an answer after a slip", callState{}, []line{{"", opening}, {"9", "again question"}, {"4", goOn}}, false, []string{"new r1 site 4"}},
		{"changed at once", callState{}, []line{{"", opening}, {"1", goOn}, {"9", "question"}, {"5", goOn}, {"", "thanks"}}, true, []string{"new r1 site 1", "add r1 site 5"}},
		{"changed after a comment", callState{}, []line{{"", opening}, {"1", goOn}, {"It was slow", "more"}, {"9", "question"}, {"4", "chosen change more"}, {"", "thanks"}}, true,
			[]string{"new r1 site 1", "add r1 site 0 It was slow", "add r1 site 4"}},
		{"changed to what it was", callState{}, []line{{"", opening}, {"1", goOn}, {"9", "question"}, {"1", goOn}}, false, []string{"new r1 site 1", "add r1 site 1"}},
		{"changed three times, and no more", callState{}, []line{{"", opening}, {"1", goOn}, {"9", "question"}, {"2", goOn}, {"9", "question"}, {"3", goOn}, {"9", "question"}, {"4", "chosen why"}, {"9", "why"}, {"9", "thanks"}}, true,
			[]string{"new r1 site 1", "add r1 site 2", "add r1 site 3", "add r1 site 4"}},
		{"wished to change, but did not", callState{}, []line{{"", opening}, {"1", goOn}, {"9", "question"}, {"", "again question"}, {"8", "again question"}, {"", "thanks"}}, true, []string{"new r1 site 1"}},
		{"another key at the comment changes nothing", callState{}, []line{{"", opening}, {"2", goOn}, {"5", "why"}, {"5", "thanks"}}, true, []string{"new r1 site 2"}},
		{"said in words", callState{}, []line{{"", opening}, {"very good", goOn}}, false, []string{"new r1 site 1"}},
		{"a number said", callState{}, []line{{"", opening}, {"Two.", goOn}}, false, []string{"new r1 site 2"}},
		{"said with words", callState{}, []line{{"", opening}, {"Poor. Nobody told me anything.", "chosen change more"}, {"", "thanks"}}, true, []string{"new r1 site 4 Nobody told me anything."}},
		{"amounts are no answers", callState{}, []line{{"", opening}, {"4 hours", "again question"}, {"10 out of 10", "again question"}, {"1", goOn}}, false,
			[]string{"new r1 site 0 10 out of 10", "add r1 site 1"}},
		{"words in place of an answer are kept", callState{}, []line{{"", opening}, {"I waited all night", "again question"}, {"5", "chosen change why"}, {"", "thanks"}}, true,
			[]string{"new r1 site 0 I waited all night", "add r1 site 5"}},
		{"words in place of an answer, to the end", callState{}, []line{{"", opening}, {"I waited all night", "again question"}, {"it was so cold", "again question"}, {"and nobody came", "thanks"}}, true,
			[]string{"new r1 site 0 I waited all night", "add r1 site 0 it was so cold", "add r1 site 0 and nobody came"}},
		{"a cough is not kept", callState{}, []line{{"", opening}, {"um", "again question"}, {"hello", "again question"}}, false, nil},
		{"danger in the comment", callState{}, []line{{"", opening}, {"5", goOn}, {"I want to kill myself", "safety more"}, {"", "thanks"}}, true, []string{"new r1 site 5", "add r1 site 0 I want to kill myself"}},
		{"danger in place of an answer", callState{}, []line{{"", opening}, {"I want to kill myself", "safety again question"}}, false, []string{"new r1 site 0 I want to kill myself"}},
		{"danger in the last part", callState{step: adding, parts: 4, subject: "r9"}, []line{{"I want to kill myself", "safety thanks"}}, true, []string{"add r9 site 0 I want to kill myself"}},
		{"about a ward", callState{}, []line{{"", opening}, {"*", "ask_ward"}, {"92737", "about question"}, {"1", goOn}}, false, []string{"new r1 warda 1"}},
		{"about a ward whose keys another provider has, too", callState{}, []line{{"", opening}, {"*", "ask_ward"}, {"625", "about question"}, {"1", goOn}}, false, []string{"new r1 oak 1"}},
		{"a ward that there is not", callState{}, []line{{"", opening}, {"*", "ask_ward"}, {"111", "no_ward ask_ward"}, {"", "no_ward question"}, {"2", goOn}}, false, []string{"new r1 site 2"}},
		{"a number set up for a ward", callState{place: "WARD7"}, []line{{"", opening}, {"2", goOn}}, false, []string{"new r1 warda 2"}},
		{"a number set up for nothing there is", callState{place: "GONE"}, []line{{"", opening}, {"2", goOn}}, false, []string{"new r1 site 2"}},
		{"the ward is not asked for once something was said", callState{}, []line{{"", opening}, {"I waited all night", "again question"}, {"*", "again question"}}, false, []string{"new r1 site 0 I waited all night"}},
		{"a state that cannot be begins anew", callState{step: adding}, []line{{"", opening}}, false, nil},
		{"an endless call ends", callState{step: warding, turn: mostTurns}, []line{{"*", "none"}}, true, nil},
		{"in Welsh, without a comment", callState{language: "cy"}, []line{{"", opening}, {"2", "chosen change"}, {"9", "question"}, {"1", "chosen change"}, {"", "thanks"}}, true, []string{"new r1 site 2", "add r1 site 1"}},
		{"in Polish, said", callState{language: "pl"}, []line{{"", opening}, {"Bardzo dobrze", goOn}, {"Miłe pielęgniarki", "more"}}, false, []string{"new r1 site 1", "add r1 site 0 Miłe pielęgniarki"}},
		{"in Urdu", callState{language: "ur"}, []line{{"", opening}, {"بہت برا", goOn}}, false, []string{"new r1 site 5"}},
		{"for young people", callState{audience: "young"}, []line{{"", opening}, {"OK", goOn}}, false, []string{"new r1 site 3"}},
		{"easy read", callState{audience: "easy"}, []line{{"", opening}, {"in the middle", goOn}}, false, []string{"new r1 site 3"}},
	}
}

// hears names what is said in a reply.
func (c *Calls) hears(t testing.TB, r callReply, h Heard, rated feedback.Rating) string {
	t.Helper()
	v, place := c.voice(r.next, h.Ours)
	var names []string
	for _, s := range r.says {
		found := ""
		for _, name := range strings.Fields("welcome called question ward languages again ask_ward no_ward about chosen change why more thanks none safety stopped") {
			text := strings.NewReplacer("{place}", place.Name, "{answer}", v.answer(rated)).Replace(v.text(name))
			if s.text == text && s.language == v.Language && s.voice == v.Voice {
				found = name
			}
		}
		if strings.Contains(s.text, "{") || found == "" {
			found = fmt.Sprintf("[%s]", s.text)
		}
		names = append(names, found)
	}
	return strings.Join(names, " ")
}

// does puts a line into what is heard.
func (h *Heard) does(does string) {
	h.Digits, h.Speech = "", ""
	if len(does) == 1 || does != "" && strings.Trim(does, "0123456789*#") == "" {
		h.Digits = does
	} else {
		h.Speech = feedback.Text(does)
	}
}

// ratingOf gives the rating that a stored line holds.
func ratingOf(lines []string) feedback.Rating {
	if len(lines) == 0 {
		return feedback.NoRating
	}
	part := strings.Fields(lines[len(lines)-1])
	return feedback.Rating(part[3][0] - '0')
}

func TestCalls(t *testing.T) {
	for _, tt := range calls() {
		t.Run(tt.name, func(t *testing.T) {
			book := newCallbook()
			c := newCalls(t, book)
			h := Heard{Gateway: "twilio", ID: "CA1", Ours: "+441632960001", At: time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)}
			at := tt.begin
			for i, l := range tt.lines {
				h.does(l.does)
				r, err := c.receive(t.Context(), h, at)
				if err != nil {
					t.Fatal(err)
				}
				if got := c.hears(t, r, h, ratingOf(book.lines)); got != l.hears {
					t.Errorf("%q is answered %s, want %s", l.does, got, l.hears)
				}
				if last := i == len(tt.lines)-1; r.end != (last && tt.ends) {
					t.Errorf("after %q the call ends: %v", l.does, r.end)
				}
				again, err := c.receive(t.Context(), h, at)
				if err != nil || !slices.Equal(again.says, r.says) || again.next != r.next {
					t.Errorf("%q, delivered again, is answered %+v, want %+v, %v", l.does, again, r, err)
				}
				at = r.next
			}
			if !slices.Equal(book.lines, tt.stored) {
				t.Errorf("stored %q, want %q", book.lines, tt.stored)
			}
			if book.phones > 0 || len(book.notes) > 0 {
				t.Errorf("%d numbers and %d notes were stored", book.phones, len(book.notes))
			}
		})
	}
}

func TestCallsChooseALanguage(t *testing.T) {
	book := newCallbook()
	c := newCalls(t, book, "en", "cy", "ur")
	h := Heard{Gateway: "twilio", ID: "CA1", Ours: "+441632960002"}
	at := callState{}
	for _, l := range []line{{"", "welcome question ward languages"}, {"7", "[For English, press 1.] [I gael Cymraeg, pwyswch 2.] [اردو کے لیے 3 دبائیں۔]"}, {"3", "welcome question ward languages"}, {"2", goOn}} {
		h.does(l.does)
		r, err := c.receive(t.Context(), h, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.hears(t, r, h, ratingOf(book.lines)); got != l.hears {
			t.Errorf("%q is answered %s, want %s", l.does, got, l.hears)
		}
		at = r.next
	}
	if at.language != "ur" || !slices.Equal(book.lines, []string{"new r1 oak 2"}) {
		t.Errorf("in %s, stored %q", at.language, book.lines)
	}
	if _, err := NewCalls(book, c.places, c.home, c.voicing, c.wording, []string{"en", "xx"}); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("a language without words: %v", err)
	}
}

func TestCallsThatWeMake(t *testing.T) {
	book := newCallbook()
	c := newCalls(t, book)
	h := Heard{Gateway: "twilio", ID: "CA1", Ours: "+441632960001", Outbound: true, Person: "+447700900123"}
	hear := func(does string, at callState) (callReply, string) {
		t.Helper()
		h.does(does)
		r, err := c.receive(t.Context(), h, at)
		if err != nil {
			t.Fatal(err)
		}
		return r, c.hears(t, r, h, 0)
	}
	r, got := hear("", callState{place: "oak"})
	if got != "called question" || r.end {
		t.Fatalf("the call begins with %s", got)
	}
	if r, got = hear("0", r.next); got != "stopped" || !r.end || !book.out[h.Person] {
		t.Errorf("key 0 is answered %s, on the list: %v", got, book.out[h.Person])
	}
	if r, got = hear("", callState{}); got != "" || !r.end {
		t.Errorf("somebody who wants no calls hears %q", got)
	}
	h.Person, h.Machine = "+447700900124", true
	if r, got = hear("", callState{}); got != "" || !r.end {
		t.Errorf("an answering machine hears %q", got)
	}
	h.Machine, h.ID = false, "CA2"
	r, _ = hear("", callState{})
	if _, got = hear("stop", r.next); got != "stopped" || !book.out[h.Person] {
		t.Errorf("stop is answered %s", got)
	}
	if len(book.lines) > 0 {
		t.Errorf("stored %q", book.lines)
	}
}

// TestCallsThatCannotBeFiled keeps what is said for a person, without a number.
func TestCallsThatCannotBeFiled(t *testing.T) {
	book := newCallbook()
	book.refuse = true
	c := newCalls(t, book)
	h := Heard{Gateway: "twilio", ID: "CA1", Ours: "+441632960001"}
	at := callState{}
	for _, does := range []string{"", "5", "nobody came"} {
		h.does(does)
		r, err := c.receive(t.Context(), h, at)
		if err != nil {
			t.Fatal(err)
		}
		at = r.next
	}
	first, second := book.notes["CA1"], book.notes["CA1/comment-1"]
	if first.Body.Reveal() != "5" || second.Body.Reveal() != "nobody came" || first.Reason != keptCall || first.Outcome != feedback.Kept || first.Place != "site" || first.From != "" {
		t.Errorf("kept %+v and %+v", first, second)
	}
	book.refuse, book.gone["r7"] = false, true
	h.ID = "CA2"
	h.does("it was withdrawn meanwhile")
	if r, err := c.receive(t.Context(), h, callState{step: telling, subject: "r7"}); err != nil || r.next.subject != "r1" {
		t.Errorf("words for a response that is gone: %+v, %v", r.next, err)
	}
	book.down = feedback.ErrUnavailable
	h.ID = "CA3"
	h.does("1")
	if _, err := c.receive(t.Context(), h, callState{step: rating}); !errors.Is(err, feedback.ErrUnavailable) {
		t.Errorf("nothing can be stored: %v", err)
	}
}

func TestVoicings(t *testing.T) {
	v, err := LoadVoicings(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range append(translated(), "en") {
		if !v.Speaks(language) {
			t.Errorf("nothing is said in %s", language)
			continue
		}
		text := v.For("", language, "")
		if faults := text.Check(); len(faults) > 0 {
			t.Errorf("%s: %v", language, faults)
		}
		if language != "en" && !strings.Contains(text.Review, "review by a translator") {
			t.Errorf("%s is not marked for review", language)
		}
		if text.Listen == "" && language != "cy" { // no recogniser for Welsh is known to us
			t.Errorf("%s is not understood", language)
		}
		if !strings.HasPrefix(text.Language, language) || !strings.Contains(text.Safety, "9 9 9") {
			t.Errorf("%s: spoken as %s", language, text.Language)
		}
	}
	if v.For("", "en", "").Answers[2] != "Neither good nor poor" {
		t.Error("the English answers are those of another wording")
	}
	for _, broken := range []Voicing{{}, func() Voicing { x := v.For("", "en", ""); x.Question = "Press 1 to 6"; return x }(), func() Voicing { x := v.For("", "en", ""); x.Why = strings.Repeat("a", 501); return x }()} {
		if len(broken.Check()) == 0 {
			t.Error("a broken voicing is passed")
		}
	}
}

func TestKeypad(t *testing.T) {
	for in, want := range map[string]string{"WARD7": "92737", "oak": "625", "A-Z09": "2909", "": ""} {
		if got := keypad(in); got != want {
			t.Errorf("keypad(%q) = %q, want %q", in, got, want)
		}
	}
}
