package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"earshot/sms"
)

// TestOptOutOnEveryPath says stop in every way in which Earshot can come to hear
// of it. Nobody who did is answered or texted again, until they text START.
func TestOptOutOnEveryPath(t *testing.T) {
	s := newSimulation(t, plan{gateway: "twilio"}, "sqlite:"+filepath.Join(t.TempDir(), "earshot.db"), nil)
	ctx, n := t.Context(), 0
	text := func(gateway, from, body, optOut string) spoken {
		n++
		said := spoken{gateway: gateway, id: fmt.Sprintf("SM%032d", n), from: from, to: ourNumber, body: body, optOut: optOut, at: s.clock()}
		s.far.say(said)
		return said
	}
	deliver := func(said spoken, again bool) {
		t.Helper()
		if status := s.far.deliver(ctx, said, again, false); status != http.StatusOK && status != http.StatusNoContent {
			t.Fatalf("status %d", status)
		}
	}
	invited := func(from, reference string) {
		t.Helper()
		s.insist("/v1/invitations", "application/json", fmt.Sprintf(`{"phone":%q,"place":"ASH","event_at":%q,"reference":%q}`,
			from, s.clock().Add(-time.Hour).Format(time.RFC3339), reference+from), http.StatusAccepted)
	}
	paths := []struct {
		name string
		stop func(from string)
	}{
		{"a text by Twilio", func(from string) { deliver(text("twilio", from, "STOP", ""), false) }},
		{"with a full stop and a space", func(from string) { deliver(text("twilio", from, " Stop. ", ""), false) }},
		{"the word of a gateway's own list", func(from string) { deliver(text("twilio", from, "ARRET", "STOP"), false) }},
		{"at the fallback address", func(from string) { deliver(text("twilio", from, "UNSUBSCRIBE", ""), true) }},
		{"a text by Notify", func(from string) { deliver(text("notify", from, "stop", ""), false) }},
		{"found in Twilio's list", func(from string) { text("twilio", from, "STOP ALL", ""); s.catchUp() }},
		{"found in Notify's list", func(from string) { text("notify", from, "Quit", ""); s.catchUp() }},
		{"in the middle of a conversation", func(from string) {
			deliver(text("twilio", from, "1", ""), false)
			deliver(text("twilio", from, "optout", ""), false)
		}},
		{"refused when a text was handed in", func(from string) {
			s.far.mood = func() string { return "opted out" }
			invited(from, "refused ")
			s.send()
			s.far.mood = nil
		}},
		{"told in a report", func(from string) {
			invited(from, "reported ")
			s.send()
			for _, g := range s.far.texts() {
				if g.to == from {
					s.far.report(ctx, g, "undelivered", "21610")
				}
			}
		}},
	}
	had := map[string]int{}
	for i, path := range paths {
		from := fmt.Sprintf("+4477009005%02d", i)
		path.stop(from)
		had[from] = len(s.far.textsTo(from))
		s.pass(40 * 24 * time.Hour) // long after any cap
		invited(from, "later ")
		s.send()
		if got := s.far.textsTo(from); len(got) != had[from] {
			t.Errorf("%s: got %q", path.name, got[had[from]:])
		}
	}
	wordings, err := sms.StandardWordings()
	if err != nil {
		t.Fatal(err)
	}
	subscribed := wordings.For("", "en", "").Subscribed
	for i, path := range paths {
		from := fmt.Sprintf("+4477009005%02d", i)
		s.pass(time.Minute)
		deliver(text([]string{"twilio", "notify"}[i%2], from, "start", ""), false)
		invited(from, "welcome ")
		s.send()
		got := s.far.textsTo(from)[had[from]:]
		if len(got) != 2 || got[0] != subscribed {
			t.Errorf("%s, then START: got %q", path.name, got)
		}
	}
	s.far.noneTwice()
}
