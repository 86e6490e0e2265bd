package sms

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

// dialogue is one exchange: what the patient texts, what we answer (by the name
// of the wording), and what is stored in the end.
type dialogue struct {
	name   string
	say    []string // "=" delivers the last again, "~" lets the window pass, "+invite" is an invitation about Oak Ward
	hear   []string
	stored []string
}

// one is a dialogue of a single text.
func one(say, hear, stored string) dialogue {
	d := dialogue{name: say, say: []string{say}, hear: []string{hear}}
	if stored != "" {
		d.stored = []string{stored}
	}
	return d
}

// ratings are texts that are a rating and nothing else.
func ratings() (out []dialogue) {
	for _, c := range []struct {
		says   []string
		rating int
	}{
		{[]string{"1", " 1 ", "1.", "1!", "(1)", "'1'", "1️⃣", "one", "One.", "ONE", "very good", "Very Good!", "VERY GOOD", "v good", "v. good", "vgood", "verygood", "vg", "1 - ", "#1", "number 1", "Answer 1", "I would say 1", "score: 1", "extremely likely", "１"}, 1},
		{[]string{"2", "2)", "two", "good", "Good.", "GOOD", "gd", "2️⃣"}, 2},
		{[]string{"3", "three", "neither", "Neither good nor poor", "neither good or poor", "3."}, 3},
		{[]string{"4", "four", "poor", "Poor.", "4️⃣"}, 4},
		{[]string{"5", "five", "very poor", "v poor", "Very poor!", "vp", "5️⃣"}, 5},
		{[]string{"6", "six", "don't know", "Don’t know", "dont know", "dunno", "not sure", "dk", "do not know"}, 6},
	} {
		for _, say := range c.says {
			out = append(out, one(say, "why", fmt.Sprintf("new r1 home %d", c.rating)))
		}
	}
	return out
}

// ratingsWithWords are texts that are a rating and why.
func ratingsWithWords() []dialogue {
	return []dialogue{
		one("1 - staff were great", "thanks", "new r1 home 1 staff were great"),
		one("1: kind staff", "thanks", "new r1 home 1 kind staff"),
		one("1, lovely nurses", "thanks", "new r1 home 1 lovely nurses"),
		one("2. Long wait but good care", "thanks", "new r1 home 2 Long wait but good care"),
		one("2\nnice and clean", "thanks", "new r1 home 2 nice and clean"),
		one("5 nobody came when I rang", "thanks", "new r1 home 5 nobody came when I rang"),
		one("Very good. Everyone was kind", "thanks", "new r1 home 1 Everyone was kind"),
		one("Very good - everyone was kind", "thanks", "new r1 home 1 everyone was kind"),
		one("Poor, waited all day", "thanks", "new r1 home 4 waited all day"),
		one("1️⃣ brilliant", "thanks", "new r1 home 1 brilliant"),
		one("3 ok I suppose", "thanks", "new r1 home 3 ok I suppose"),
		one("4 - cold food", "thanks", "new r1 home 4 cold food"),
		one("6 - I was asleep", "thanks", "new r1 home 6 I was asleep"),
		one("1) wonderful", "thanks", "new r1 home 1 wonderful"),
		one("1! Best care ever", "thanks", "new r1 home 1 Best care ever"),
		one("good: thank you all", "thanks", "new r1 home 2 thank you all"),
		one("one - thanks to the night team", "thanks", "new r1 home 1 thanks to the night team"),
		one("Very good thanks", "thanks", "new r1 home 1 thanks"),
		one("Good thank you", "thanks", "new r1 home 2 thank you"),
		one("2 hot, no fan", "thanks", "new r1 home 2 hot, no fan"),
		one("WARD7 2 long wait", "thanks", "new r1 warda 2 long wait"),
		one("ward7: 1 kind", "thanks", "new r1 warda 1 kind"),
	}
}

// notRatings are texts that hold a number or an answer's word and are not a
// rating: kept as words, and asked about once.
func notRatings() (out []dialogue) {
	for _, say := range []string{
		"10/10", "10", "0", "7", "8/10", "1-2", "2 or 3", "1, 2", "1.5", "11", "100%", "5 stars", "5 star", "4 hours wait", "4 hrs", "2 nurses were rude", "1 hour late",
		"3 times cancelled", "2nd visit was better", "one of the nurses was lovely", "Two doctors came", "5/5", "6 weeks for a scan", "1 out of 10", "1:30 appointment, seen at 3",
		"Good staff but slow", "Poor communication", "Very good staff", "Not good", "not very good", "It was very good", "Goodbye", "neither here nor there",
		"stop making people wait", "Stop please", "Please stop", "STOP the long waits", "end of life care was kind", "cancelled twice", "help was slow to come", "I quit waiting",
		"start times were wrong", "yes", "YES", "no", "ok", "👍", "😡😡", "Thanks", "Who is this?", "wrong number", "the staff", "?", "...", "https://example.org", "n/a", "WARD8 was cold",
		"Diolch", "شكرا", "ਧੰਨਵਾਦ", "1st class", "4 in a bay", "ward 7 was lovely",
	} {
		out = append(out, one(say, "again", "new r1 home 0 "+say))
	}
	return out
}

// commands are whole texts that are no answer.
func commands() (out []dialogue) {
	for _, say := range []string{"STOP", "stop", "Stop.", " STOP ", "\"STOP\"", "STOPALL", "stop all", "unsubscribe", "END", "quit", "Cancel", "opt out", "OPTOUT", "revoke"} {
		out = append(out, dialogue{say, []string{say, "1"}, []string{"", ""}, []string{"new r1 home 1"}}) // later words are kept, and met with silence
	}
	for _, say := range []string{"START", "unstop", "opt in"} {
		out = append(out, dialogue{say, []string{"stop", say, "1"}, []string{"", "subscribed", "why"}, []string{"new r1 home 1"}})
	}
	return append(out, one("HELP", "about", ""), one("info", "about", ""), one("", "rating", ""), one("  \n ", "rating", ""))
}

// talks are dialogues of several texts.
func talks() []dialogue {
	return []dialogue{
		{"an invited answer is about the invited place", []string{"+invite", "2", "slow lift"}, []string{"", "why", "thanks"}, []string{"new r1 oak 2", "add r1  0 slow lift"}},
		{"invited, words first", []string{"+invite", "the lift was slow", "4"}, []string{"", "again", "thanks"}, []string{"new r1 oak 0 the lift was slow", "add r1  4"}},
		{"invited, but about another ward", []string{"+invite", "WARD7 5 cold"}, []string{"", "thanks"}, []string{"new r1 warda 5 cold"}},
		{"invited twice, each its own answer", []string{"+invite", "1", "+invite", "5"}, []string{"", "why", "", "why"}, []string{"new r1 oak 1", "new r2 oak 5"}},
		{"an invitation that is answered too late", []string{"+invite", "~", "1"}, []string{"", "", "why"}, []string{"new r1 home 1"}},
		{"invited in Welsh", []string{"+cy", "1"}, []string{"", "cy:why"}, []string{"new r1 oak 1"}},
		{"invited as a young person", []string{"+young", "1", "fun", "STOP"}, []string{"", "young:why", "young:thanks", ""}, []string{"new r1 oak 1", "add r1  0 fun"}},
		{"corrected twice", []string{"1", "4", "2"}, []string{"why", "corrected:Poor", "corrected:Good"}, []string{"new r1 home 1", "add r1  4", "add r1  2"}},
		{"corrected in words", []string{"1", "very poor"}, []string{"why", "corrected:Very poor"}, []string{"new r1 home 1", "add r1  5"}},
		{"words in four parts", []string{"2", "First", "second", "third", "fourth"}, []string{"why", "thanks", "", "", ""}, []string{"new r1 home 2", "add r1  0 First", "add r1  0 second", "add r1  0 third", "add r1  0 fourth"}},
		{"thanks for the thanks", []string{"1", "kind", "thank you"}, []string{"why", "thanks", ""}, []string{"new r1 home 1", "add r1  0 kind", "add r1  0 thank you"}},
		{"asked once, not twice", []string{"10/10", "10/10", "I said 10/10"}, []string{"again", "", ""}, []string{"new r1 home 0 10/10", "add r1  0 10/10", "add r1  0 I said 10/10"}},
		{"asked, then answered with words", []string{"Lovely", "1 - as I said"}, []string{"again", "thanks"}, []string{"new r1 home 0 Lovely", "add r1  1 as I said"}},
		{"a number that counts something, after a rating", []string{"5", "4 hours wait"}, []string{"why", "thanks"}, []string{"new r1 home 5", "add r1  0 4 hours wait"}},
		{"STOP in the middle", []string{"2", "STOP", "slow", "START", "and dirty"}, []string{"why", "", "", "subscribed", ""}, []string{"new r1 home 2", "add r1  0 slow", "add r1  0 and dirty"}},
		{"STOP twice", []string{"STOP", "STOP"}, []string{"", ""}, nil},
		{"START that was not stopped", []string{"START"}, []string{"subscribed"}, nil},
		{"HELP in the middle changes nothing", []string{"1", "HELP", "kind"}, []string{"why", "about", "thanks"}, []string{"new r1 home 1", "add r1  0 kind"}},
		{"an empty text in the middle", []string{"1", "", "kind"}, []string{"why", "", "thanks"}, []string{"new r1 home 1", "add r1  0 kind"}},
		{"danger after STOP is still answered", []string{"STOP", "I want to kill myself"}, []string{"", "safety"}, []string{"new r1 home 0 I want to kill myself"}},
		{"danger with a rating", []string{"5 I want to kill myself"}, []string{"safety"}, []string{"new r1 home 5 I want to kill myself"}},
		{"danger in a later part", []string{"1", "ok", "I want to kill myself"}, []string{"why", "thanks", "safety"}, []string{"new r1 home 1", "add r1  0 ok", "add r1  0 I want to kill myself"}},
		{"danger, delivered twice, is answered once", []string{"I want to kill myself", "="}, []string{"safety", ""}, []string{"new r1 home 0 I want to kill myself"}},
		{"a rating delivered three times", []string{"1", "=", "="}, []string{"why", "", ""}, []string{"new r1 home 1"}},
		{"STOP delivered again after START", []string{"STOP", "START", "=", "1"}, []string{"", "subscribed", "", "why"}, []string{"new r1 home 1"}},
		{"a keyword, then the answer", []string{"WARD7", "5", "dirty"}, []string{"rating", "why", "thanks"}, []string{"new r1 warda 5", "add r1  0 dirty"}},
		{"a keyword and STOP is about the ward", []string{"WARD7 stop"}, []string{"again"}, []string{"new r1 warda 0 stop"}},
		{"two wards, two answers", []string{"WARD7 1", "OAK 5"}, []string{"why", "why"}, []string{"new r1 warda 1", "new r2 oak 5"}},
		{"a week later, a new answer", []string{"1", "~", "5"}, []string{"why", "", "why"}, []string{"new r1 home 1", "new r2 home 5"}},
		{"a week later, words", []string{"1", "~", "it got worse"}, []string{"why", "", "again"}, []string{"new r1 home 1", "new r2 home 0 it got worse"}},
		{"a picture alone", []string{"", "1"}, []string{"rating", "why"}, []string{"new r1 home 1"}},
	}
}

// stage is where dialogues are played.
type stage struct {
	t     testing.TB
	book  *notebook
	talk  *Conversation
	words *Wordings
	dir   *feedback.Directory
	at    time.Time
	in    Inbound
	n     int
}

func newStage(t testing.TB) *stage {
	t.Helper()
	none := feedback.NoDay
	dir, err := feedback.NewDirectory([]feedback.Place{
		{ID: "warda", Level: feedback.Provider, Name: "Willow Ward", PublicCode: "WARD7", From: none, To: none},
		{ID: "oak", Level: feedback.Provider, Name: "Oak Ward", PublicCode: "OAK", From: none, To: none}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	words, err := StandardWordings()
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, book: newNotebook(), words: words, dir: dir, at: time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)}
	s.talk = NewConversation(s.book, func() *feedback.Directory { return dir }, func(string) string { return "home" }, words)
	s.in = Inbound{Gateway: "twilio", From: "+447700900123"}
	return s
}

// hear plays one line and gives the answer.
func (s *stage) hear(say string) string {
	s.t.Helper()
	switch say {
	case "~":
		s.at = s.at.Add(window + time.Minute)
		return ""
	case "+invite", "+cy", "+young":
		th := feedback.Thread{Place: "oak", State: invitedState(), ExpiresAt: s.at.Add(window), Version: s.book.threads[s.in.From].Version + 1, Invitation: "i"}
		if say == "+cy" {
			th.Language = "cy"
		}
		if say == "+young" {
			th.Audience = "young"
		}
		s.book.threads[s.in.From] = th
		return ""
	case "=":
	default:
		s.n++
		s.at = s.at.Add(10 * time.Second)
		s.in.ID, s.in.Body = fmt.Sprintf("SM%d", s.n), feedback.Text(say)
	}
	s.in.At = s.at
	got, err := s.talk.Receive(context.Background(), s.in)
	if err != nil {
		s.t.Fatalf("text %q: %v", say, err)
	}
	return got
}

// wording gives the text that a name stands for: "cy:why", "corrected:Poor".
func (s *stage) wording(name string) string {
	language, audience := "en", ""
	if rest, ok := strings.CutPrefix(name, "cy:"); ok {
		language, name = "cy", rest
	}
	if rest, ok := strings.CutPrefix(name, "young:"); ok {
		audience, name = "young", rest
	}
	w := s.words.For("", language, audience)
	name, answer, _ := strings.Cut(name, ":")
	return map[string]string{"why": w.AskWhy, "thanks": w.Thanks, "again": w.AskAgain, "rating": w.AskRating, "about": w.About, "subscribed": w.Subscribed,
		"safety": w.Safety, "corrected": strings.ReplaceAll(w.Corrected, "{answer}", answer), "": ""}[name]
}

func TestAllDialogues(t *testing.T) {
	var all []dialogue
	for _, list := range [][]dialogue{ratings(), ratingsWithWords(), notRatings(), commands(), talks()} {
		all = append(all, list...)
	}
	if len(all) < 150 {
		t.Errorf("%d dialogues", len(all))
	}
	for _, d := range all {
		t.Run(d.name, func(t *testing.T) {
			s := newStage(t)
			for i, say := range d.say {
				if got, want := s.hear(say), s.wording(d.hear[i]); got != want {
					t.Errorf("text %q was answered %q, want %q", say, got, want)
				}
			}
			if got, want := strings.Join(s.book.lines, "\n"), strings.Join(d.stored, "\n"); got != want {
				t.Errorf("stored\n%s\nwant\n%s", got, want)
			}
			s.outcomes()
		})
	}
}

// outcomes expects every text to have ended as exactly one thing.
func (s *stage) outcomes() {
	s.t.Helper()
	for n := 1; n <= s.n; n++ {
		id := fmt.Sprintf("SM%d", n)
		filed := s.book.filed[id]
		if _, noted := s.book.notes[id]; noted {
			filed++
		}
		if filed != 1 {
			s.t.Errorf("text %s ended as %d things (filed %d, noted %v)", id, filed, s.book.filed[id], s.book.notes[id].Outcome)
		}
	}
}

// FuzzDialogue plays any texts, one a line, some twice and a whole dialogue
// again in another order: each ends as exactly one of answer, comment, opt-out,
// opt-in, help and kept; nothing is said twice.
func FuzzDialogue(f *testing.F) {
	f.Add("1\nlovely\nSTOP\n\nSTART\n4", uint8(3))
	f.Add("WARD7\n2 long wait\n10/10\nHELP\nstop making people wait", uint8(1))
	f.Add("I want to kill myself\n1\n1\nWARD7 5\nend", uint8(0))
	f.Fuzz(func(t *testing.T, text string, again uint8) {
		s := newStage(t)
		lines := strings.Split(text, "\n")
		if len(lines) > 30 {
			lines = lines[:30]
		}
		for i, line := range lines {
			if line == "=" || line == "~" || strings.HasPrefix(line, "+") {
				continue
			}
			s.hear(line)
			if i%(int(again%4)+1) == 0 {
				if said := s.hear("="); said != "" {
					t.Errorf("a text that came twice was answered twice: %q", said)
				}
			}
		}
		s.outcomes()
		stored := strings.Join(s.book.lines, "\n")
		for n, line := len(lines), 0; line < n; line++ { // all of it again, the last first
			s.in.ID = fmt.Sprintf("SM%d", s.n-line)
			if s.n-line < 1 {
				break
			}
			body := s.book.bodyOf(s.in.ID, lines)
			s.in.Body = feedback.Text(body)
			if said, err := s.talk.Receive(context.Background(), s.in); err != nil || said != "" {
				t.Errorf("an old text that came again was answered %q, %v", said, err)
			}
		}
		if now := strings.Join(s.book.lines, "\n"); now != stored {
			t.Errorf("a replay stored\n%s\nafter\n%s", now, stored)
		}
	})
}

// bodyOf gives what the text with an id said.
func (n *notebook) bodyOf(id string, lines []string) string {
	k := 0
	for _, l := range lines {
		if l == "=" || l == "~" || strings.HasPrefix(l, "+") {
			continue
		}
		if k++; id == fmt.Sprintf("SM%d", k) {
			return l
		}
	}
	return ""
}

// TestLateRating brings a rating that was sent before the one that is known: as
// a correction it would undo what the person said last.
func TestLateRating(t *testing.T) {
	s := newStage(t)
	s.hear("4")
	s.at = s.at.Add(-5 * time.Minute)
	if got := s.hear("1"); got != "" {
		t.Errorf("answered %q", got)
	}
	if n := s.book.notes["SM2"]; n.Outcome != feedback.Kept || n.Reason != "late" || n.Body != "1" {
		t.Errorf("noted %+v", n)
	}
	s.hear("cold food") // late as well, but words are words
	s.at = s.at.Add(10 * time.Minute)
	s.hear("2")
	if got := strings.Join(s.book.lines, "\n"); got != "new r1 home 4\nadd r1  0 cold food\nadd r1  2" {
		t.Errorf("stored\n%s", got)
	}
	if left := s.book.threads[s.in.From].ExpiresAt; !left.Equal(s.at.Add(window)) {
		t.Errorf("open until %s", left)
	}
	s.outcomes()
	s = newStage(t)
	s.hear("words first")
	s.at = s.at.Add(-time.Minute)
	s.hear("3") // sent before them, and the only rating there is
	if got := strings.Join(s.book.lines, "\n"); got != "new r1 home 0 words first\nadd r1  3" {
		t.Errorf("stored\n%s", got)
	}
}

// TestTextsThatCannotBeFiled are kept for a person, and not asked for again.
func TestTextsThatCannotBeFiled(t *testing.T) {
	s := newStage(t)
	s.talk.desk = refusing{s.book}
	if got := s.hear("1 lovely"); got != "" {
		t.Errorf("answered %q", got)
	}
	if n := s.book.notes["SM1"]; n.Outcome != feedback.Kept || n.Reason != "refused" || n.Body != "1 lovely" {
		t.Errorf("noted %+v", n)
	}
}

type refusing struct{ *notebook }

func (refusing) File(context.Context, feedback.Message) (feedback.Filed, error) {
	return feedback.Filed{}, &feedback.FieldError{Field: "place", Reason: "is closed"}
}

// TestAnotherProcessWasFirst decides anew when the conversation moved on.
func TestAnotherProcessWasFirst(t *testing.T) {
	s := newStage(t)
	racing := &racing{notebook: s.book}
	s.talk.desk = racing
	if got := s.hear("lovely"); got != s.wording("thanks") {
		t.Errorf("answered %q: it did not see the rating that came first", got)
	}
	if got := strings.Join(s.book.lines, "\n"); got != "new r1 home 1\nadd r1  0 lovely" {
		t.Errorf("stored\n%s", got)
	}
	racing.always = true
	s.in.ID, s.in.Body = "SM9", "more"
	if _, err := s.talk.Receive(context.Background(), s.in); !errors.Is(err, feedback.ErrStale) {
		t.Errorf("got %v, want ErrStale once it was tried often enough", err)
	}
}

// racing lets another process file a rating between our look and our filing.
type racing struct {
	*notebook
	done, always bool
}

func (r *racing) File(ctx context.Context, m feedback.Message) (feedback.Filed, error) {
	if r.always {
		return feedback.Filed{}, feedback.ErrStale
	}
	if !r.done {
		r.done = true
		other := m
		other.ID, other.Comment, other.Rating = "SM0", "", feedback.VeryGood
		other.Next.State = state{step: awaitingWhy, last: "SM0", reply: "ask_why"}.String()
		if _, err := r.notebook.File(ctx, other); err != nil {
			return feedback.Filed{}, err
		}
	}
	return r.notebook.File(ctx, m)
}
