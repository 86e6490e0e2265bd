package sms

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

// callTwiML is what we answer, as Twilio reads it.
type callTwiML struct {
	XMLName xml.Name   `xml:"Response"`
	Say     []sayTwiML `xml:"Say"`
	Hangup  *struct{}  `xml:"Hangup"`
	Record  *struct{}  `xml:"Record"`
	Gather  *struct {
		Action   string     `xml:"action,attr"`
		Method   string     `xml:"method,attr"`
		Input    string     `xml:"input,attr"`
		Language string     `xml:"language,attr"`
		Empty    string     `xml:"actionOnEmptyResult,attr"`
		Partial  string     `xml:"partialResultCallback,attr"`
		Say      []sayTwiML `xml:"Say"`
	} `xml:"Gather"`
}

type sayTwiML struct {
	Language string `xml:"language,attr"`
	Voice    string `xml:"voice,attr"`
	Text     string `xml:",chardata"`
}

// exchange is the voice webhook on a server with a fake Twilio before it.
type exchange struct {
	*httptest.Server
	t     testing.TB
	book  *callbook
	token string
	fails int
}

func newExchange(t testing.TB) *exchange {
	t.Helper()
	x := &exchange{t: t, book: newCallbook(), token: testToken}
	c := newCalls(t, x.book, "en", "cy")
	now := func() time.Time { return time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC) }
	far := Twilio{PublicURL: testPublic + "/", AccountSID: testAccount, Tokens: []feedback.Secret{"an older token", testToken}}
	x.Server = httptest.NewServer(NewTwilioVoiceHandler(far, c, now, func(*http.Request, error) { x.fails++ }))
	t.Cleanup(x.Close)
	return x
}

// callForm is what Twilio posts about a call.
func callForm(n int, more ...string) url.Values {
	form := url.Values{"CallSid": {fmt.Sprintf("CA%032d", n)}, "AccountSid": {testAccount}, "From": {"+447700900456"}, "To": {"+441632960001"}, "Direction": {"inbound"},
		"CallStatus": {"in-progress"}, "ApiVersion": {"2010-04-01"}, "Caller": {"+447700900456"}, "Called": {"+441632960001"}, "FromCountry": {"GB"}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

// post posts a form to an address of ours, signed with the exchange's token.
func (x *exchange) post(address string, form url.Values) (int, string) {
	x.t.Helper()
	path := strings.TrimPrefix(address, testPublic)
	req, err := http.NewRequestWithContext(x.t.Context(), http.MethodPost, x.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		x.t.Fatal(err)
	}
	req.Header.Set("Content-Type", formType)
	if x.token != "" {
		req.Header.Set("X-Twilio-Signature", sign(x.token, address, form))
	}
	resp, err := x.Client().Do(req)
	if err != nil {
		x.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		x.t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// call posts and reads the answer.
func (x *exchange) call(address string, form url.Values) callTwiML {
	x.t.Helper()
	status, body := x.post(address, form)
	var out callTwiML
	if err := xml.Unmarshal([]byte(body), &out); status != http.StatusOK || err != nil {
		x.t.Fatalf("%d %v: %s", status, err, body)
	}
	return out
}

const voiceStart = testPublic + "/voice/twilio"

func TestTwilioVoice(t *testing.T) {
	x := newExchange(t)
	r := x.call(voiceStart+"?place=WARD7&lang=en-GB", callForm(1))
	if r.Gather == nil || r.Gather.Method != "POST" || r.Gather.Empty != "true" || r.Gather.Input != "dtmf speech" || r.Gather.Language != "en-GB" || !strings.Contains(r.Gather.Say[0].Text, "Willow Ward") {
		t.Fatalf("a call begins with %+v", r.Gather)
	}
	r = x.call(r.Gather.Action, callForm(1, "Digits", "2"))
	if !slices.Equal(x.book.lines, []string{"new r1 warda 2"}) || r.Gather.Say[0] != (sayTwiML{"en-GB", "Polly.Amy", "You chose: Good."}) {
		t.Fatalf("stored %q, said %+v", x.book.lines, r.Gather.Say)
	}
	if r.Record != nil || r.Gather.Partial != "" {
		t.Error("something is recorded")
	}
	r = x.call(r.Gather.Action, callForm(1, "SpeechResult", `Lovely & <kind> "staff"`, "Confidence", "0.91"))
	r = x.call(r.Gather.Action, callForm(1))
	if r.Hangup == nil || r.Gather != nil || r.Say[0].Text != "Thank you for telling us. Goodbye." {
		t.Errorf("the call ends with %+v", r)
	}
	if want := []string{"new r1 warda 2", `add r1 warda 0 Lovely & <kind> "staff"`}; !slices.Equal(x.book.lines, want) || x.book.phones > 0 {
		t.Errorf("stored %q", x.book.lines)
	}
	if r = x.call(voiceStart, callForm(1, "CallStatus", "completed")); r.Gather != nil || len(r.Say) > 0 {
		t.Errorf("a call that is over is told %+v", r)
	}
}

func TestTwilioVoiceRefuses(t *testing.T) {
	x := newExchange(t)
	for _, tt := range []struct {
		name, address, token string
		form                 url.Values
		status               int
	}{
		{"no signature", voiceStart, "", callForm(1), 403},
		{"a wrong token", voiceStart, "wrong", callForm(1), 403},
		{"another account", voiceStart, testToken, callForm(1, "AccountSid", "AC2"), 400},
		{"no call", voiceStart, testToken, callForm(1, "CallSid", "CA1"), 400},
		{"too much", voiceStart, testToken, callForm(1, "SpeechResult", strings.Repeat("long ", 20_000)), 413},
	} {
		x.token = tt.token
		if status, body := x.post(tt.address, tt.form); status != tt.status || strings.Contains(body, "Gather") {
			t.Errorf("%s: %d %s", tt.name, status, body)
		}
	}
	x.token = testToken
	// A state that was signed for one address is no good at another.
	form := callForm(2, "Digits", "1")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, x.URL+"/voice/twilio?step=change&answer=r1", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", formType)
	req.Header.Set("X-Twilio-Signature", sign(testToken, voiceStart+"?step=rating", form))
	resp, err := x.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 403 || len(x.book.lines) > 0 {
		t.Errorf("a changed address: %d, stored %q", resp.StatusCode, x.book.lines)
	}
}

// TestTwilioVoiceFallback has the storage fail: the call goes on at the fallback
// address from where it stood.
func TestTwilioVoiceFallback(t *testing.T) {
	x := newExchange(t)
	r := x.call(voiceStart+"?place=oak", callForm(1))
	at := r.Gather.Action
	x.book.down = errors.New("disk full")
	if status, body := x.post(at, callForm(1, "Digits", "1")); status != 503 || strings.Contains(body, "disk") || x.fails != 1 {
		t.Fatalf("%d %s", status, body)
	}
	x.book.down = nil
	r = x.call(voiceStart+"/fallback", callForm(1, "ErrorCode", "11205", "ErrorUrl", at))
	if r.Gather == nil || r.Gather.Say[0].Text != "Sorry, I did not get one of the answers." {
		t.Fatalf("the fallback says %+v", r)
	}
	x.call(r.Gather.Action, callForm(1, "Digits", "1"))
	if !slices.Equal(x.book.lines, []string{"new r1 oak 1"}) {
		t.Errorf("stored %q", x.book.lines)
	}
	r = x.call(voiceStart+"/fallback", callForm(2, "ErrorCode", "11205", "ErrorUrl", "https://evil.example.org/voice/twilio?step=change&answer=r1"))
	if r.Gather == nil || !strings.Contains(r.Gather.Action, "step=rating") {
		t.Errorf("somebody else's address is gone on from: %+v", r.Gather)
	}
}

// TestTwilioVoiceTwice delivers everything in forty calls two or three times and
// old things again later: the same is stored as if it had come once.
func TestTwilioVoiceTwice(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	type sent struct {
		address string
		form    url.Values
	}
	once, often := newExchange(t), newExchange(t)
	var old []sent
	for n := range 40 {
		at := voiceStart
		for _, does := range [][]string{{}, {"Digits", fmt.Sprint(1 + n%6)}, {"SpeechResult", fmt.Sprint("comment number ", n)}, {"Digits", "9"}, {"Digits", fmt.Sprint(1 + n%5)}, {}} {
			form := callForm(n, does...)
			r := once.call(at, form)
			for range 2 + rng.IntN(2) {
				again := often.call(at, form)
				if fmt.Sprintf("%+v", again.Gather) != fmt.Sprintf("%+v", r.Gather) {
					t.Fatalf("call %d: answered differently", n)
				}
			}
			old = append(old, sent{at, form})
			if late := old[rng.IntN(len(old))]; rng.IntN(2) == 0 {
				often.call(late.address, late.form)
			}
			if r.Gather == nil {
				break
			}
			at = r.Gather.Action
		}
	}
	if !slices.Equal(once.book.lines, often.book.lines) || len(once.book.lines) != 40*3 {
		t.Errorf("%d lines once, %d often", len(once.book.lines), len(often.book.lines))
	}
}

// FuzzTwilioVoice posts what a far side might, signed: the answer is TwiML that
// listens or hangs up, and somebody who does the same for ever is let go.
func FuzzTwilioVoice(f *testing.F) {
	x := newExchange(f)
	for _, s := range [][4]string{{"", "1", "", ""}, {"step=why&answer=r1&turn=3", "", "kind \x00 staff", ""}, {"step=ward", "92737", "", "machine_start"}, {"step=lang&turn=99999999999&tries=-3", "8", "", ""},
		{"place=%zz&lang=xx", "*", "I want to kill myself", "fax"}, {"step=change&answer=1-2&changes=2", "#", "10/10", "human"}} {
		f.Add(s[0], s[1], s[2], s[3])
	}
	f.Fuzz(func(t *testing.T, query, digits, speech, by string) {
		x.t = t
		at := voiceStart + "?" + (&url.URL{RawQuery: query}).Query().Encode()
		for n := 0; ; n++ {
			r := x.call(at, callForm(n%2, "Digits", digits, "SpeechResult", speech, "AnsweredBy", by))
			if (r.Gather == nil) == (r.Hangup == nil) || r.Record != nil {
				t.Fatalf("neither listens nor hangs up: %+v", r)
			}
			if r.Hangup != nil {
				return
			}
			if n > mostTurns+1 {
				t.Fatal("the call does not end")
			}
			at = r.Gather.Action
		}
	})
}
