package sms

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

// TestOddBodyInBase64 takes a long text that arrives in Base64, as texts of
// several parts do from some networks, in each way that Twilio gives it to us.
func TestOddBodyInBase64(t *testing.T) {
	words := "2 - the ward was clean and the staff were kind 😀 but I waited from nine in the morning until half past four for my tablets,\nand nobody could say why."
	packed := base64.StdEncoding.EncodeToString([]byte(words))
	want := "new r1 home 2 " + strings.TrimPrefix(words, "2 - ")
	for name, deliver := range map[string]func(g *gateway) int{
		"a form": func(g *gateway) int {
			status, _, _ := g.text(t, textForm(1, packed))
			return status
		},
		"a form, the Base64 in lines": func(g *gateway) int {
			status, _, _ := g.text(t, textForm(1, packed[:76]+"\r\n"+packed[76:]+"\r\n"))
			return status
		},
		"a JSON object": func(g *gateway) int {
			body, err := json.Marshal(map[string]any{"MessageSid": fmt.Sprintf("SM%032d", 1), "AccountSid": testAccount, "From": "+447700900456", "To": "+447700900999", "Body": packed, "NumSegments": 3})
			if err != nil {
				t.Fatal(err)
			}
			hash := sha256.Sum256(body)
			path := "/sms/twilio?bodySHA256=" + hex.EncodeToString(hash[:])
			status, _, _ := g.post(t, path, "application/json", string(body), sign(testToken, testPublic+path, nil))
			return status
		},
		"the list of an outage": func(g *gateway) int {
			far := twilioList(t, packed)
			now := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
			if n, err := CatchUp(t.Context(), far, g.talk, now.Add(-time.Hour), now, false, nil); err != nil || n != 1 {
				t.Errorf("caught up with %d, %v", n, err)
			}
			return http.StatusOK
		},
	} {
		g := newGateway(t, testToken)
		if status := deliver(g); status != http.StatusOK || len(g.book.lines) != 1 || g.book.lines[0] != want {
			t.Errorf("%s: status %d, stored %q", name, status, g.book.lines)
		}
	}
}

// twilioList is a gateway whose list of received texts holds one.
func twilioList(t *testing.T, body string) *TwilioGateway {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"messages": []map[string]any{{
			"sid": fmt.Sprintf("SM%032d", 1), "from": "+447700900456", "to": "+447700900999", "body": body, "direction": "inbound", "num_media": "0",
			"date_sent": time.Date(2026, 5, 4, 9, 30, 0, 0, time.UTC).Format(time.RFC1123Z),
		}}})
	}))
	t.Cleanup(srv.Close)
	far, err := NewTwilioGateway(TwilioAPI{Account: testAccount, Token: testToken, From: "+447700900999", Base: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	return far
}

// TestOddBodyThatOnlyLooksLikeBase64 leaves what people write as they wrote it.
func TestOddBodyThatOnlyLooksLikeBase64(t *testing.T) {
	pack := base64.StdEncoding.EncodeToString
	for _, body := range []string{
		"", "1", "Good", "physiotherapists", "Goooooooooooooooooooooooooooooooooooooooooood", "hahahahahahahahahahahahahahaha", "AAAAAAAAAAAAAAAAAAAAAAAA",
		"Pneumonoultramicroscopicsilicovolcanoconiosis", "https/www/example/org/a/very/long/address", "Kind staff but a very long wait today ok",
		pack([]byte("oneword-oneword-oneword-oneword")), // no words come of it: it may be a code that somebody was asked for
		pack([]byte("\x00\x01 and other bytes that nobody types")), pack([]byte("\xff\xfe not UTF-8 at all, is it")),
		pack([]byte("2 long wait and cold food"))[:33], "see " + pack([]byte("2 long wait and cold food")),
	} {
		if got := unpacked(body); got != body {
			t.Errorf("%q was taken for Base64 of %q", body, got)
		}
	}
}

// TestOddOneTextUnderTwoIDs has a gateway deliver one text as two: it is one
// answer, and answered once.
func TestOddOneTextUnderTwoIDs(t *testing.T) {
	for _, tt := range []struct {
		name   string
		say    []string // "^" delivers the last under another id two seconds later, "…" lets ten seconds pass
		hear   []string
		stored []string
	}{
		{"a rating", []string{"4", "^"}, []string{"why", ""}, []string{"new r1 home 4"}},
		{"three times", []string{"4", "^", "^"}, []string{"why", "", ""}, []string{"new r1 home 4"}},
		{"a comment", []string{"1", "…", "kind staff", "^"}, []string{"why", "", "thanks", ""}, []string{"new r1 home 1", "add r1  0 kind staff"}},
		{"a rating with words", []string{"2 long wait", "^"}, []string{"thanks", ""}, []string{"new r1 home 2 long wait"}},
		{"a ward and a rating", []string{"WARD7 2", "^"}, []string{"why", ""}, []string{"new r1 warda 2"}},
		{"words of danger are answered once", []string{"I want to kill myself", "^"}, []string{"safety", ""}, []string{"new r1 home 0 I want to kill myself"}},
		{"a correction", []string{"1", "…", "5", "^"}, []string{"why", "", "corrected:Very poor", ""}, []string{"new r1 home 1", "add r1  5"}},
		{"said again to our answer is said again", []string{"10/10", "…", "10/10"}, []string{"again", "", ""}, []string{"new r1 home 0 10/10", "add r1  0 10/10"}},
		{"back to the first within seconds is a correction", []string{"1", "5", "1"}, []string{"why", "corrected:Very poor", "corrected:Very good"}, []string{"new r1 home 1", "add r1  5", "add r1  1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, n, at := newStage(t), 0, time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
			for i, say := range tt.say {
				if say == "…" {
					at = at.Add(10 * time.Second)
					continue
				}
				if n++; say == "^" {
					at = at.Add(2 * time.Second)
				} else {
					s.in.Body, at = feedback.Text(say), at.Add(time.Second)
				}
				s.in.ID, s.in.At = fmt.Sprintf("SM%d", n), at
				got, err := s.talk.Receive(context.Background(), s.in)
				if want := s.wording(tt.hear[i]); err != nil || got != want {
					t.Errorf("text %d, %q, was answered %q, %v; want %q", i, say, got, err, want)
				}
			}
			if !slices.Equal(s.book.lines, tt.stored) {
				t.Errorf("stored %q, want %q", s.book.lines, tt.stored)
			}
			s.n = n
			s.outcomes()
			for id, note := range s.book.notes {
				if note.Outcome != feedback.Kept || note.Reason != keptRepeat || note.Body != "" {
					t.Errorf("%s was noted as %s, %s, with %d bytes of words", id, note.Outcome, note.Reason, len(note.Body))
				}
			}
		})
	}
	s := newStage(t)
	for i, to := range []string{"+447700900991", "+447700900992"} { // the same said to two of our numbers is said twice
		s.in.To, s.in.ID, s.in.Body, s.in.At = to, fmt.Sprintf("SM%d", i), "4", s.at
		if got, err := s.talk.Receive(context.Background(), s.in); err != nil || got == "" {
			t.Errorf("to %s: answered %q, %v", to, got, err)
		}
	}
	s = newStage(t) // two people who say the same are two
	for i, from := range []feedback.Phone{"+447700900123", "+447700900124"} {
		s.in.From, s.in.ID, s.in.Body, s.in.At = from, fmt.Sprintf("SM%d", i), "4", s.at
		if got, err := s.talk.Receive(context.Background(), s.in); err != nil || got == "" {
			t.Errorf("answered %q, %v", got, err)
		}
	}
	if len(s.book.lines) != 2 {
		t.Errorf("stored %q", s.book.lines)
	}
}

// TestOddStoredState reads states of conversations that earlier versions stored.
func TestOddStoredState(t *testing.T) {
	for text, want := range map[string]state{
		"":                            {},
		"||":                          {},
		"why|ask_why|SM1":             {step: awaitingWhy, reply: "ask_why", last: "SM1"},
		"why|ask_why|SM1|0a1b2c3d":    {step: awaitingWhy, reply: "ask_why", last: "SM1", print: "0a1b2c3d"},
		"thanked|thanks|a-b-c|00ff00": {step: complete, reply: "thanks", last: "a-b-c", print: "00ff00"},
	} {
		if got := parseState(text); got != want {
			t.Errorf("%q was read as %+v", text, got)
		}
	}
	st := state{step: awaitingWhy, reply: "ask_why", last: "SM1", print: "0a1b2c3d"}
	if got := parseState(st.String()); got != st {
		t.Errorf("%+v came back as %+v", st, got)
	}
}

// TestOddFragmentOfTheCallbackAddress has the address at Twilio end in settings
// for its connection (#rc=3…). They are neither sent nor signed: the signature
// holds over what stands before them, and over that alone.
func TestOddFragmentOfTheCallbackAddress(t *testing.T) {
	for _, tt := range []struct {
		name, address, signed string
		want                  int
	}{
		{"as Twilio signs", "/sms/twilio#rc=3&rp=all&ct=2000", "/sms/twilio", 200},
		{"with a query before it", "/sms/twilio?i=7#rc=2", "/sms/twilio?i=7", 200},
		{"a fragment that a proxy wrote into the path", "/sms/twilio%23rc=2", "/sms/twilio%23rc=2", 200},
		{"signed with the fragment", "/sms/twilio#rc=3", "/sms/twilio#rc=3", 403},
		{"signed without the query", "/sms/twilio?i=7#rc=2", "/sms/twilio", 403},
	} {
		g, form := newGateway(t, testToken), textForm(1, "1")
		if got, _, _ := g.post(t, tt.address, formType, form.Encode(), sign(testToken, testPublic+tt.signed, form)); got != tt.want {
			t.Errorf("%s: status %d, want %d", tt.name, got, tt.want)
		}
	}
	// A call goes on at the address that failed, which Twilio names in full.
	failed := textForm(1, "")
	failed.Set("CallSid", "CA"+strings.Repeat("1", 32))
	failed.Set("ErrorUrl", testPublic+voicePath+"?place=warda&step=why&answer=1-2#rc=3")
	form, err := parseFields(failed.Encode())
	if err != nil {
		t.Fatal(err)
	}
	_, at, err := Twilio{PublicURL: testPublic, AccountSID: testAccount}.decodeCall(form, &url.URL{Path: voicePath}, time.Now())
	if err != nil || at.place != "warda" || at.subject != "1-2" {
		t.Errorf("the call goes on at %+v, %v", at, err)
	}
}

// TestOddPicture keeps for a person that a picture came, with words or without,
// and files the words as usual.
func TestOddPicture(t *testing.T) {
	for _, tt := range []struct{ body, say, stored, id, place string }{
		{"", "rating", "", "SM1", ""},
		{" \n", "rating", "", "SM1", ""},
		{"2 the lift was dirty", "thanks", "new r1 home 2 the lift was dirty", "SM1/picture", ""},
		{"WARD7 5", "why", "new r1 warda 5", "SM1/picture", "warda"},
		{"WARD7", "rating", "", "SM1/picture", "warda"},
		{"STOP", "", "", "SM1/picture", ""},
	} {
		s := newStage(t)
		s.in.Media = true
		for _, again := range []bool{false, true} {
			want := s.wording(tt.say)
			if again {
				want = ""
			}
			s.in.ID, s.in.Body, s.in.At = "SM1", feedback.Text(tt.body), s.at
			if got, err := s.talk.Receive(context.Background(), s.in); err != nil || got != want {
				t.Errorf("%q was answered %q, %v; want %q", tt.body, got, err, want)
			}
		}
		if got := strings.Join(s.book.lines, "\n"); got != tt.stored {
			t.Errorf("%q stored %q", tt.body, got)
		}
		note, ok := s.book.notes[tt.id]
		if !ok || note.Outcome != feedback.Kept || note.Reason != keptPicture || note.Body != "" && strings.TrimSpace(note.Body.Reveal()) != "" || string(note.Place) != tt.place {
			t.Errorf("%q: the picture was noted as %+v", tt.body, note)
		}
		if s.book.notes["SM1"].Reason == keptPicture && s.book.notes["SM1/picture"].ID != "" {
			t.Errorf("%q: the picture is kept twice", tt.body)
		}
	}
	s := newStage(t)
	s.in = Inbound{Gateway: "twilio", ID: "SM1", Sender: "60777", Media: true, At: s.at}
	if _, err := s.talk.Receive(context.Background(), s.in); err != nil || s.book.notes["SM1"].Reason != "sender" || s.book.notes["SM1/picture"].Reason != keptPicture {
		t.Errorf("from a short code: noted %+v, %v", s.book.notes, err)
	}
}

// TestOddWebhookByGet takes a text from a number that is set up to call us with
// GET: everything is in the address, and the address is all that is signed.
func TestOddWebhookByGet(t *testing.T) {
	g := newGateway(t, testToken)
	get := func(address, sig string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, g.URL+address, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Twilio-Signature", sig)
		resp, err := g.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	address := "/sms/twilio?" + textForm(1, "2 & a half-cold tea").Encode()
	good := sign(testToken, testPublic+address, nil)
	if status, body := get(address, good); status != 200 || heard(t, body) == "" || len(g.book.lines) != 1 || g.book.lines[0] != "new r1 home 2 & a half-cold tea" && !strings.Contains(g.book.lines[0], "cold tea") {
		t.Errorf("status %d, stored %q", status, g.book.lines)
	}
	other := "/sms/twilio?" + textForm(2, "1").Encode()
	for name, c := range map[string]struct{ address, sig string }{
		"no signature": {other, ""}, "of another text": {other, good}, "signed like a form": {other, sign(testToken, testPublic+"/sms/twilio", textForm(2, "1"))},
		"with the hash of a body": {other + "&bodySHA256=" + hex.EncodeToString(sha256.New().Sum(nil)), sign(testToken, testPublic+other, nil)},
	} {
		if status, _ := get(c.address, c.sig); status != 403 {
			t.Errorf("%s: status %d", name, status)
		}
	}
	if len(g.book.lines) != 1 {
		t.Errorf("stored %q", g.book.lines)
	}
}

// TestOddShortCode keeps what comes from a short code for a person, and does not
// answer the program behind it.
func TestOddShortCode(t *testing.T) {
	for _, from := range []string{"60777", "+60777", "88222", "8002012"} {
		g, form := newGateway(t, testToken), textForm(1, "1 Win a prize")
		form.Set("From", from)
		status, _, body := g.text(t, form)
		if note := g.book.notes[form.Get("MessageSid")]; status != 200 || heard(t, body) != "" || len(g.book.lines) != 0 || note.Reason != "sender" || note.From != feedback.Phone(from) {
			t.Errorf("%s: status %d, answered %q, stored %q, noted %+v", from, status, heard(t, body), g.book.lines, note)
		}
	}
	for in, want := range map[string]feedback.Phone{"07700900123": "+447700900123", "447700900123": "+447700900123", "+447700900123": "+447700900123", "01632 960123": "+441632960123"} {
		if got, err := ParsePhone(in); err != nil || got != want {
			t.Errorf("%s is read as %s, %v", in, got, err)
		}
	}
}
