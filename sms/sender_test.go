package sms_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/sqlite"
)

// TestSenderByAnswer sends one text for each answer that the gateway may give.
func TestSenderByAnswer(t *testing.T) {
	for _, tt := range []struct {
		mood   string
		want   feedback.Delivery
		reason string
		optOut bool
	}{
		{"ok", feedback.Accepted, "", false}, {"opted out", feedback.Failed, "21610", true}, {"no such number", feedback.Failed, "21211", false},
		{"too many", feedback.Queued, "20429", false}, {"broken", feedback.Sending, "20500", false}, {"take and hang", feedback.Sending, "no_answer", false},
	} {
		t.Run(tt.mood, func(t *testing.T) {
			far := newFakeTwilio(t)
			far.mood = func(int, string) string { return tt.mood }
			store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			outbox, err := newOutbox(store)
			if err != nil {
				t.Fatal(err)
			}
			at := time.Now()
			s, err := newSender(store, far.URL, time.Hour, func() time.Time { return at })
			if err != nil {
				t.Fatal(err)
			}
			queue(t, outbox, 1)
			due, err := outbox.Due(t.Context(), at, 1)
			if err != nil || len(due) != 1 {
				t.Fatal(due, err)
			}
			for range 3 { // at the same moment: nothing more happens
				if _, err := s.Round(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			v, err := store.Invitation(t.Context(), due[0].ID)
			if err != nil || v.Status != tt.want || v.Reason != tt.reason || v.Attempts != 1 {
				t.Errorf("it stands at %v (%s) after %d attempts, %v", v.Status, v.Reason, v.Attempts, err)
			}
			sealer, _ := ledger.NewSealer("a secret key for tests, long enough")
			if out, err := store.OptedOut(t.Context(), sealer.Hash("phone", number(0).Reveal())); err != nil || out != tt.optOut {
				t.Errorf("opted out %v, %v", out, err)
			}
			if tt.want == feedback.Accepted {
				for id, address := range far.callback {
					if address != "https://earshot.example.org/sms/twilio/status?i="+v.ID || !strings.Contains(far.bodies[id], "Ash Ward") {
						t.Errorf("reports go to %s; it says %q", address, far.bodies[id])
					}
				}
			}
		})
	}
}
