package collector

import (
	"errors"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

const testPhone feedback.Phone = "+447700900456"

func sealer(t *testing.T, secrets ...feedback.Secret) *ledger.Sealer {
	t.Helper()
	s, err := ledger.NewSealer(secrets[0], secrets[1:]...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func message(id string, r feedback.Rating, words feedback.Text, subject string) feedback.Message {
	return feedback.Message{Source: "twilio", ID: id, Phone: testPhone, Place: "WILLOW", Subject: subject, Rating: r, Comment: words, ReceivedAt: testNow(),
		Next: feedback.Thread{Place: "willow", State: "state " + id, ExpiresAt: testNow().Add(time.Hour)}}
}

func TestTextsFileAConversation(t *testing.T) {
	w := newWorld(t)
	key := feedback.Secret(strings.Repeat("k", 32))
	texts := NewTexts(w.Intake, w.store, w.store, sealer(t, key))
	file := func(m feedback.Message) feedback.Filed {
		t.Helper()
		f, err := texts.File(t.Context(), m)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if _, err := texts.Thread(t.Context(), testPhone, "twilio", "next", testNow()); !errors.Is(err, feedback.ErrNotFound) {
		t.Fatalf("before the first text: %v", err)
	}
	first := file(message("SM1", feedback.Good, "", ""))
	if first.Duplicate || first.Flagged || first.Subject == "" {
		t.Fatalf("first %+v", first)
	}
	if again := file(message("SM1", feedback.Good, "", "")); !again.Duplicate || again.Subject != first.Subject {
		t.Errorf("the first again: %+v", again)
	}
	th, err := texts.Thread(t.Context(), testPhone, "twilio", "next", testNow())
	if err != nil || th.Subject != first.Subject || th.State != "state SM1" || th.Place != "willow" {
		t.Fatalf("thread %+v, %v", th, err)
	}
	both := message("SM2", feedback.Poor, "cold food", first.Subject)
	if f := file(both); f.Duplicate || f.Subject != first.Subject {
		t.Errorf("a correction with words: %+v", f)
	}
	if f := file(both); !f.Duplicate {
		t.Errorf("again: %+v", f)
	}
	if f := file(message("SM3", 0, "I want to kill myself", first.Subject)); !f.Flagged {
		t.Errorf("a danger sign: %+v", f)
	}
	if f := file(message("SM3", 0, "I want to kill myself", first.Subject)); !f.Flagged || !f.Duplicate {
		t.Errorf("a danger sign again: %+v", f)
	}
	id, err := ledger.ParseID(first.Subject)
	if err != nil {
		t.Fatal(err)
	}
	state, err := w.store.State(t.Context(), id)
	if err != nil || state.Facts.Rating != feedback.Poor || len(state.Facts.Comments) != 2 || state.Facts.Mode != feedback.ModeSMS || state.Facts.Path.Ward != "willow" {
		t.Errorf("the response stands at %+v, %v", state.Facts, err)
	}
	if n := len(w.entries(t)); n != 4 { // received, rerated, commented, commented
		t.Errorf("%d entries", n)
	}
	if _, err := texts.Thread(t.Context(), testPhone, "twilio", "next", testNow().Add(time.Hour)); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("when its time is over: %v", err)
	}
	if _, err := texts.File(t.Context(), message("SM4", 0, "kind", "not an id")); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("words for a response that is none: %v", err)
	}
	if _, err := texts.File(t.Context(), message("SM5", 0, "kind", "1-999999")); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("words for a response that is not there: %v", err)
	}
	if _, err := w.store.Append(t.Context(), ledger.Command{Kind: ledger.Withdrawn, Source: "operator", SourceID: "w", At: testNow(), Subject: id}); err != nil {
		t.Fatal(err)
	}
	if _, err := texts.File(t.Context(), message("SM6", 0, "kind", first.Subject)); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("words for a response that was withdrawn: %v", err)
	}
}

// TestTextsFileACall files a call: no number is kept, and the answer is counted
// under the Test's telephone mode.
func TestTextsFileACall(t *testing.T) {
	w := newWorld(t)
	texts := NewTexts(w.Intake, w.store, w.store, sealer(t, feedback.Secret(strings.Repeat("k", 32))))
	say := func(id string, r feedback.Rating, words feedback.Text, subject string) feedback.Filed {
		t.Helper()
		m := message(id, r, words, subject)
		f, err := texts.FileCall(t.Context(), m)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := texts.FileCall(t.Context(), m); err != nil || !again.Duplicate || again.Subject != f.Subject || again.Flagged != f.Flagged {
			t.Errorf("%s again: %+v, %v", id, again, err)
		}
		return f
	}
	first := say("CA1", feedback.Good, "", "")
	say("CA1/change-1", feedback.Poor, "", first.Subject)
	if f := say("CA1/comment-1", 0, "I want to kill myself", first.Subject); !f.Flagged {
		t.Error("a danger sign is not told")
	}
	id, err := ledger.ParseID(first.Subject)
	if err != nil {
		t.Fatal(err)
	}
	state, err := w.store.State(t.Context(), id)
	if err != nil || state.Facts.Rating != feedback.Poor || len(state.Facts.Comments) != 1 || state.Facts.Channel != feedback.ChannelVoice || state.Facts.Mode != feedback.ModeTelephone {
		t.Errorf("the response stands at %+v, %v", state.Facts, err)
	}
	if _, err := texts.Thread(t.Context(), testPhone, "twilio", "next", testNow()); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a call left a conversation: %v", err)
	}
	if _, err := texts.FileCall(t.Context(), message("CA2", 0, "kind", "kept")); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("words for a response that is none: %v", err)
	}
}

// TestTextsOfTwoProcesses lets two processes decide on the same conversation.
func TestTextsOfTwoProcesses(t *testing.T) {
	w := newWorld(t)
	key := feedback.Secret(strings.Repeat("k", 32))
	one, two := NewTexts(w.Intake, w.store, w.store, sealer(t, key)), NewTexts(w.Intake, w.store, w.store, sealer(t, key))
	seen, err := one.Thread(t.Context(), testPhone, "twilio", "next", testNow())
	if !errors.Is(err, feedback.ErrNotFound) || seen.Version != feedback.NoThread {
		t.Fatalf("before the first text: %+v, %v", seen, err)
	}
	first, second := message("SM1", feedback.Good, "", ""), message("SM2", 0, "kind", "")
	first.Next.Version, second.Next.Version = seen.Version, seen.Version
	if _, err := one.File(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if _, err := two.File(t.Context(), second); !errors.Is(err, feedback.ErrStale) {
		t.Fatalf("decided on what had changed: %v", err)
	}
	if n := len(w.entries(t)); n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestTextsNote(t *testing.T) {
	w := newWorld(t)
	texts := NewTexts(w.Intake, w.store, w.store, sealer(t, feedback.Secret(strings.Repeat("k", 32))))
	stop := feedback.Note{Source: "notify", ID: "1", From: testPhone, Outcome: feedback.OptOut, At: testNow()}
	for _, want := range []bool{true, false} {
		if first, err := texts.Note(t.Context(), stop); err != nil || first != want {
			t.Errorf("first %v, %v", first, err)
		}
	}
	if th, _ := texts.Thread(t.Context(), testPhone, "twilio", "next", testNow()); !th.OptedOut {
		t.Error("STOP is not on the list")
	}
	kept := feedback.Note{Source: "notify", ID: "2", From: "Bank", Body: "hello", Outcome: feedback.Kept, Reason: "sender", At: testNow()}
	if _, err := texts.Note(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	list, err := w.store.KeptTexts(t.Context(), 10)
	if err != nil || len(list) != 1 || strings.Contains(string(list[0].Sealed), "hello") {
		t.Errorf("kept %d, %v: words must be sealed", len(list), err)
	}
}

// TestTextsEndAsOneThing files a text that was noted, as when a gateway takes a
// word for STOP itself and says so only once, and notes one that was filed.
func TestTextsEndAsOneThing(t *testing.T) {
	w := newWorld(t)
	texts := NewTexts(w.Intake, w.store, w.store, sealer(t, feedback.Secret(strings.Repeat("k", 32))))
	if _, err := texts.Note(t.Context(), feedback.Note{Source: "twilio", ID: "SM1", From: testPhone, Outcome: feedback.OptOut, At: testNow()}); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{"SM1": true, "SM2": false} {
		if th, err := texts.Thread(t.Context(), testPhone, "twilio", id, testNow()); !errors.Is(err, feedback.ErrNotFound) || th.Noted != want || !th.OptedOut {
			t.Errorf("text %s: %+v, %v", id, th, err)
		}
	}
	stop := message("SM1", 0, "arret", "")
	stop.Next.Noted = true
	if f, err := texts.File(t.Context(), stop); err != nil || !f.Duplicate || len(w.entries(t)) != 0 {
		t.Errorf("a text that was noted was filed: %+v, %v", f, err)
	}
	if _, err := texts.File(t.Context(), message("SM2", feedback.Good, "", "")); err != nil {
		t.Fatal(err)
	}
	if first, err := texts.Note(t.Context(), feedback.Note{Source: "twilio", ID: "SM2", From: testPhone, Outcome: feedback.Kept, At: testNow()}); err != nil || first {
		t.Errorf("a text that was filed was noted: %v, %v", first, err)
	}
}

func TestTextsSurviveAChangeOfSecret(t *testing.T) {
	w := newWorld(t)
	old, next := feedback.Secret(strings.Repeat("o", 32)), feedback.Secret(strings.Repeat("n", 32))
	before := NewTexts(w.Intake, w.store, w.store, sealer(t, old))
	after := NewTexts(w.Intake, w.store, w.store, sealer(t, next, old))
	first, err := before.File(t.Context(), message("SM1", feedback.Good, "", ""))
	if err != nil {
		t.Fatal(err)
	}
	if th, err := after.Thread(t.Context(), testPhone, "twilio", "next", testNow()); err != nil || th.Subject != first.Subject {
		t.Errorf("the conversation is lost: %+v, %v", th, err)
	}
	if err := before.SetOptOut(t.Context(), testPhone, true, testNow()); err != nil {
		t.Fatal(err)
	}
	out := func(secret feedback.Secret) bool {
		t.Helper()
		gone, err := w.store.OptedOut(t.Context(), sealer(t, secret).Hash("phone", testPhone.Reveal()))
		if err != nil {
			t.Fatal(err)
		}
		return gone
	}
	if !out(old) || out(next) {
		t.Error("the opt-out was not recorded under the secret of its time")
	}
	if err := after.SetOptOut(t.Context(), testPhone, false, testNow()); err != nil || out(old) || out(next) {
		t.Errorf("START did not lift an opt-out of before: %v", err)
	}
}
