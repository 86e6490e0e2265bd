package sms

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

// notebook is a Desk that keeps everything in memory, as a ledger would.
type notebook struct {
	threads map[feedback.Phone]feedback.Thread
	seen    map[string]bool
	lines   []string // what was stored, in order
	out     map[feedback.Phone]bool
	gone    map[string]bool // responses that take no more
	danger  string          // words that raise a flag
	n       int
	notes   map[string]feedback.Note
	filed   map[string]int // how many entries each text led to
	again   map[string]bool
}

func newNotebook() *notebook {
	return &notebook{threads: map[feedback.Phone]feedback.Thread{}, seen: map[string]bool{}, out: map[feedback.Phone]bool{}, gone: map[string]bool{}, notes: map[string]feedback.Note{}, filed: map[string]int{}, again: map[string]bool{}, danger: "kill myself"}
}

func (n *notebook) Thread(_ context.Context, p feedback.Phone, _ feedback.Source, _ string, now time.Time) (feedback.Thread, error) {
	t, ok := n.threads[p]
	if !ok || !t.ExpiresAt.After(now) {
		version := t.Version
		if !ok {
			version = feedback.NoThread
		}
		return feedback.Thread{Version: version, OptedOut: n.out[p]}, feedback.ErrNotFound
	}
	t.OptedOut = n.out[p]
	return t, nil
}

func (n *notebook) File(_ context.Context, m feedback.Message) (feedback.Filed, error) {
	if n.gone[m.Subject] {
		return feedback.Filed{}, fmt.Errorf("withdrawn: %w", feedback.ErrConflict)
	}
	if at, ok := n.threads[m.Phone]; !n.seen[m.ID] && m.Next.Version != at.Version && (ok || m.Next.Version != feedback.NoThread) {
		return feedback.Filed{}, fmt.Errorf("version %d, want %d: %w", m.Next.Version, at.Version, feedback.ErrStale)
	}
	subject := m.Subject
	if subject == "" && (m.Rating != 0 || m.Comment != "") {
		n.n++
		subject = fmt.Sprintf("r%d", n.n)
	}
	if n.seen[m.ID] {
		return feedback.Filed{Subject: subject, Duplicate: true, Flagged: strings.Contains(m.Comment.Reveal(), n.danger)}, nil
	}
	m.Next.Subject, m.Next.Version = subject, n.threads[m.Phone].Version+1
	n.threads[m.Phone] = m.Next
	n.seen[m.ID] = m.Rating != 0 || m.Comment != ""
	verb := "new"
	if m.Subject != "" {
		verb = "add"
	}
	if m.Rating != 0 || m.Comment != "" {
		n.filed[m.ID]++
		n.lines = append(n.lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %d %s", verb, subject, m.Place, m.Rating, m.Comment.Reveal())))
	}
	return feedback.Filed{Subject: subject, Flagged: strings.Contains(m.Comment.Reveal(), n.danger)}, nil
}

func (n *notebook) Note(_ context.Context, t feedback.Note) (bool, error) {
	if _, ok := n.notes[t.ID]; ok {
		return false, nil
	}
	n.notes[t.ID] = t
	switch t.Outcome {
	case feedback.OptOut, feedback.OptIn:
		n.out[t.From] = t.Outcome == feedback.OptOut
	}
	return true, nil
}

func (n *notebook) Repeat(_ context.Context, _ feedback.Source, id string, _ time.Time) (bool, error) {
	if n.again[id] {
		return false, nil
	}
	n.again[id] = true
	return true, nil
}

// english is the standard wording for adults.
func english(t testing.TB) Wording {
	t.Helper()
	w, err := StandardWordings()
	if err != nil {
		t.Fatal(err)
	}
	return w.For("", "en", "")
}

func TestDialogues(t *testing.T) {
	w := english(t)
	ward := feedback.Place{ID: "warda", Level: feedback.Provider, Name: "Willow Ward", PublicCode: "WARD7"}
	dir, err := feedback.NewDirectory([]feedback.Place{ward}, nil)
	if err != nil {
		t.Fatal(err)
	}
	corrected := strings.ReplaceAll(w.Corrected, "{answer}", "Poor")
	tests := []struct {
		name   string
		say    []string // what the patient texts; "=" delivers the last again, "!" too since our answer was lost, "~" lets the window pass
		hear   []string
		stored []string
	}{
		{"rating then words", []string{"1", "Lovely staff"}, []string{w.AskWhy, w.Thanks}, []string{"new r1 home 1", "add r1  0 Lovely staff"}},
		{"both at once", []string{"2 long wait"}, []string{w.Thanks}, []string{"new r1 home 2 long wait"}},
		{"words in several parts", []string{"1", "Lovely staff", "and good food"}, []string{w.AskWhy, w.Thanks, ""},
			[]string{"new r1 home 1", "add r1  0 Lovely staff", "add r1  0 and good food"}},
		{"correction", []string{"1", "4"}, []string{w.AskWhy, corrected}, []string{"new r1 home 1", "add r1  4"}},
		{"correction after words", []string{"1", "too slow", "4"}, []string{w.AskWhy, w.Thanks, corrected}, []string{"new r1 home 1", "add r1  0 too slow", "add r1  4"}},
		{"a digit before words is part of them", []string{"1", "2 long wait"}, []string{w.AskWhy, w.Thanks}, []string{"new r1 home 1", "add r1  0 2 long wait"}},
		{"words first, asked once", []string{"Staff were kind", "1"}, []string{w.AskAgain, w.Thanks}, []string{"new r1 home 0 Staff were kind", "add r1  1"}},
		{"words twice, not asked twice", []string{"10/10", "it was great"}, []string{w.AskAgain, ""}, []string{"new r1 home 0 10/10", "add r1  0 it was great"}},
		{"words twice, then the rating", []string{"kind staff", "and warm", "1"}, []string{w.AskAgain, "", w.Thanks},
			[]string{"new r1 home 0 kind staff", "add r1  0 and warm", "add r1  1"}},
		{"keyword", []string{"WARD7 2 long wait"}, []string{w.Thanks}, []string{"new r1 warda 2 long wait"}},
		{"keyword alone, then the answer", []string{"ward7", "2"}, []string{w.AskRating, w.AskWhy}, []string{"new r1 warda 2"}},
		{"keyword begins another response", []string{"1", "WARD7 5"}, []string{w.AskWhy, w.AskWhy}, []string{"new r1 home 1", "new r2 warda 5"}},
		{"a word that is no keyword", []string{"WARD8 was cold"}, []string{w.AskAgain}, []string{"new r1 home 0 WARD8 was cold"}},
		{"delivered twice", []string{"1", "=", "kind", "="}, []string{w.AskWhy, "", w.Thanks, ""}, []string{"new r1 home 1", "add r1  0 kind"}},
		{"delivered twice, since our answers were lost", []string{"1", "!", "kind", "!"}, []string{w.AskWhy, w.AskWhy, w.Thanks, w.Thanks}, []string{"new r1 home 1", "add r1  0 kind"}},
		{"stop is not answered", []string{"1", "STOP"}, []string{w.AskWhy, ""}, []string{"new r1 home 1"}},
		{"stop in a sentence is words", []string{"1", "stop making people wait"}, []string{w.AskWhy, w.Thanks}, []string{"new r1 home 1", "add r1  0 stop making people wait"}},
		{"help", []string{"HELP"}, []string{w.About}, nil},
		{"a danger sign", []string{"5", "I want to kill myself"}, []string{w.AskWhy, w.Safety}, []string{"new r1 home 5", "add r1  0 I want to kill myself"}},
		{"a danger sign, delivered twice", []string{"5", "I want to kill myself", "!"}, []string{w.AskWhy, w.Safety, w.Safety}, []string{"new r1 home 5", "add r1  0 I want to kill myself"}},
		{"a danger sign at once, delivered twice", []string{"5 I want to kill myself", "!"}, []string{w.Safety, w.Safety}, []string{"new r1 home 5 I want to kill myself"}},
		{"a late reply begins a new response", []string{"1", "~", "2"}, []string{w.AskWhy, "", w.AskWhy}, []string{"new r1 home 1", "new r2 home 2"}},
		{"an empty text", []string{""}, []string{w.AskRating}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newNotebook()
			c := NewConversation(n, func() *feedback.Directory { return dir }, func(string) string { return "home" }, OneWording(w))
			at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
			in := Inbound{Gateway: "twilio", From: "+447700900123"}
			for i, say := range tt.say {
				switch say {
				case "~":
					at = at.Add(window + time.Minute)
					continue
				case "=":
					in.Unheard = false
				case "!":
					in.Unheard = true
				default:
					in.ID, in.Body, in.Unheard = fmt.Sprintf("SM%d", i), feedback.Text(say), false
				}
				in.At = at
				got, err := c.Receive(context.Background(), in)
				if err != nil {
					t.Fatalf("text %q: %v", say, err)
				}
				if got != tt.hear[i] {
					t.Errorf("text %q was answered %q, want %q", say, got, tt.hear[i])
				}
			}
			if got, want := strings.Join(n.lines, "\n"), strings.Join(tt.stored, "\n"); got != want {
				t.Errorf("stored\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestWithdrawnResponseBeginsAnother(t *testing.T) {
	n := newNotebook()
	dir, _ := feedback.NewDirectory(nil, nil)
	c := NewConversation(n, func() *feedback.Directory { return dir }, func(string) string { return "home" }, OneWording(english(t)))
	in := Inbound{ID: "SM1", From: "+447700900123", Body: "1", At: time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)}
	if _, err := c.Receive(context.Background(), in); err != nil {
		t.Fatal(err)
	}
	n.gone["r1"] = true
	in.ID, in.Body = "SM2", "lovely"
	if _, err := c.Receive(context.Background(), in); err != nil {
		t.Fatal(err)
	}
	if got, want := n.lines[len(n.lines)-1], "new r2 home 0 lovely"; got != want {
		t.Errorf("stored %q, want %q", got, want)
	}
}

func TestSegments(t *testing.T) {
	if n, gsm7 := Segments("curly ’ quote"); n != 1 || gsm7 {
		t.Errorf("a curly quote costs %d segments, gsm7 %v", n, gsm7)
	}
	if n, _ := Segments(strings.Repeat("a", 161)); n != 2 {
		t.Errorf("161 letters cost %d segments, want 2", n)
	}
	if n, _ := Segments(strings.Repeat("€", 81)); n != 2 {
		t.Errorf("81 euro signs cost %d segments, want 2", n)
	}
}
