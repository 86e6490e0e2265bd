package collector

import (
	"errors"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
)

func TestKeptTexts(t *testing.T) {
	w := newWorld(t)
	seal := sealer(t, feedback.Secret(strings.Repeat("k", 32)))
	texts := NewTexts(w.Intake, w.store, w.store, seal)
	tray := NewKeptTexts(w.store, w.Intake, seal, testNow)
	for _, n := range []feedback.Note{
		{Source: "twilio", ID: "SM1", From: testPhone, Body: "2 slow", Outcome: feedback.Kept, Reason: "refused", Place: "willow", At: testNow()},
		{Source: "twilio", ID: "SM2", From: testPhone, Body: "I want to kill myself", Outcome: feedback.Kept, Reason: "refused", At: testNow()},
		{Source: "notify", ID: "SM3", From: "Bank\nname", Body: "a\nb", Outcome: feedback.Kept, Reason: KeptSender, At: testNow()},
		{Source: "twilio", ID: "SM4", From: testPhone, Outcome: feedback.Kept, Reason: "empty", At: testNow()}, // nothing to look at
	} {
		if _, err := texts.Note(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	list, err := tray.List(t.Context())
	if err != nil || len(list) != 3 || list[0].ID != "SM2" || !list[0].Urgent || list[1].Place != "willow" {
		t.Fatalf("list %+v, %v", list, err)
	}
	for _, l := range list {
		if l.Text != "" || l.Sender != "" {
			t.Errorf("%s: the list holds words or a sender", l.ID)
		}
	}
	// The process died after the answer was stored and before the text was ended.
	if _, err := w.Submit(t.Context(), Submission{Source: "twilio", SourceID: "SM1", Place: "WILLOW", Rating: feedback.Good, Channel: feedback.ChannelSMS}); err != nil {
		t.Fatal(err)
	}
	res, err := tray.File(t.Context(), KeptFiling{Source: "twilio", ID: "SM1", Place: "WILLOW", Rating: feedback.Good, Comment: "slow", By: "Ann"})
	if err != nil || !res.Duplicate || len(w.entries(t)) != 1 {
		t.Errorf("filed after a crash: %+v, %v; %d entries", res, err, len(w.entries(t)))
	}
	if _, err := tray.File(t.Context(), KeptFiling{Source: "twilio", ID: "SM1", Place: "WILLOW", Rating: feedback.Poor, By: "Bob"}); !IsGone(err) {
		t.Errorf("filed by a second person: %v", err)
	}
	if _, err := tray.File(t.Context(), KeptFiling{Source: "twilio", ID: "SM2", Place: "nowhere", Rating: feedback.Poor, By: "Ann"}); err == nil || IsGone(err) {
		t.Errorf("filed to no place: %v", err)
	}
	if err := tray.Settle(t.Context(), "twilio", "SM2", ledger.TextEscalated, "Ann", "the lead"); err != nil {
		t.Fatal(err)
	}
	got, steps, err := tray.Look(t.Context(), "notify", "SM3", "Bob")
	if err != nil || got.Text.Reveal() != "name\na\nb" || got.Sender != "Bank" || len(steps) != 1 || steps[0].By != "Bob" {
		t.Errorf("looked at %q from %q, %v, %v", got.Text.Reveal(), got.Sender, steps, err)
	}
	if _, _, err := tray.Look(t.Context(), "twilio", "SM1", "Bob"); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("looked at what is filed: %v", err)
	}
	for _, act := range []ledger.TextAct{ledger.TextFiled, ledger.TextLooked, "", ledger.TextEscalated} {
		if err := tray.Settle(t.Context(), "twilio", "SM2", act, "Ann", " "); !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("settled as %q: %v", act, err)
		}
	}
	if log, err := tray.Log(t.Context(), 10); err != nil || len(log) != 3 {
		t.Errorf("on record: %v, %v", log, err)
	}
}

// TestKeptPictures lists pictures, which hold no words, and says where they are.
func TestKeptPictures(t *testing.T) {
	w := newWorld(t)
	seal := sealer(t, feedback.Secret(strings.Repeat("k", 32)))
	texts, tray := NewTexts(w.Intake, w.store, w.store, seal), NewKeptTexts(w.store, w.Intake, seal, testNow)
	for _, id := range []string{"SM1", "SM2/picture"} {
		if _, err := texts.Note(t.Context(), feedback.Note{Source: "twilio", ID: id, From: testPhone, Outcome: feedback.Kept, Reason: KeptPicture, Place: "willow", At: testNow()}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := tray.List(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatalf("list %+v, %v", list, err)
	}
	for _, l := range list {
		if l.Urgent || l.Place != "willow" || !l.At.Equal(testNow()) || !strings.Contains(l.Picture(), "not stored here") || !strings.Contains(l.Picture(), "twilio") {
			t.Errorf("listed as %+v: %s", l, l.Picture())
		}
	}
	if !strings.Contains(list[0].Picture(), "without words") || !strings.Contains(list[0].Picture(), "message SM1,") ||
		!strings.Contains(list[1].Picture(), "with a text") || !strings.Contains(list[1].Picture(), "message SM2,") {
		t.Errorf("said %q and %q", list[0].Picture(), list[1].Picture())
	}
	if err := tray.Settle(t.Context(), "twilio", "SM1", ledger.TextNotFeedback, "Ann", ""); err != nil {
		t.Fatal(err)
	}
	if list, err = tray.List(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("after one was put away: %+v, %v", list, err)
	}
}
