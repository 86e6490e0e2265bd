package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/xml"
	"html"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// voiceCall posts one signed request of a call to a running server and gives the
// address that the call goes on at, and what is said.
func voiceCall(t *testing.T, addr, public, address string, more ...string) (next, says string) {
	t.Helper()
	form := url.Values{"CallSid": {"CA00000000000000000000000000000042"}, "AccountSid": {benchAccount}, "From": {"+447700900456"}, "To": {"+441632960002"}, "Direction": {"inbound"}, "CallStatus": {"in-progress"}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	mac := hmac.New(sha1.New, []byte(benchToken))
	io.WriteString(mac, address)
	for _, k := range slices.Sorted(maps.Keys(form)) {
		io.WriteString(mac, k+form.Get(k))
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+strings.TrimPrefix(address, public), strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Twilio-Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 || xml.Unmarshal(body, new(struct{ XMLName xml.Name })) != nil {
		t.Fatalf("%d %v %s", resp.StatusCode, err, body)
	}
	if m := regexp.MustCompile(`action="([^"]+)"`).FindSubmatch(body); m != nil {
		next = html.UnescapeString(string(m[1]))
	}
	return next, string(body)
}

// TestCallsAndKeptTexts has somebody call a server, which files the call; another
// call about a place that is closed is kept, and dealt with by command.
func TestCallsAndKeptTexts(t *testing.T) {
	database := filepath.Join(t.TempDir(), "earshot.db")
	cfg := config{Database: "sqlite:" + database, Redis: "embedded", Addr: "127.0.0.1:0", AdminAddr: "127.0.0.1:0", PublicURL: "https://feedback.example.org",
		SecretKey: feedback.Secret(strings.Repeat("k", 32)), LogLevel: "warn", TwilioAccount: benchAccount, TwilioTokens: []feedback.Secret{benchToken}, SMSPlace: "gone",
		Voice: voiceConfig{Numbers: map[string]string{"+441632960002": demoHome}, Languages: []string{"en", "cy"}}}
	ctx := t.Context()
	if err := withStore(ctx, cfg, func(s ledger.Store) error { return (&console{now: time.Now}).demoDirectory(ctx, s) }); err != nil {
		t.Fatal(err)
	}
	a, err := newApp(ctx, cfg, slog.New(slog.DiscardHandler), time.Now, appOptions{})
	if err != nil {
		t.Fatal(err)
	}
	a.start()
	stopped := false
	stop := func() {
		if !stopped {
			stopped = true
			if err := a.shutdown(context.Background()); err != nil {
				t.Error(err)
			}
		}
	}
	defer stop()
	addr := a.publicLn.Addr().String()
	start := cfg.PublicURL + "/voice/twilio"
	at, says := voiceCall(t, addr, cfg.PublicURL, start)
	if !strings.Contains(says, "Friends and Family Test") || !strings.Contains(says, "press 7") {
		t.Fatalf("a call begins with %s", says)
	}
	at, _ = voiceCall(t, addr, cfg.PublicURL, at, "Digits", "2")
	at, says = voiceCall(t, addr, cfg.PublicURL, at, "SpeechResult", "I want to kill myself")
	if !strings.Contains(says, "9 9 9") || at == "" {
		t.Errorf("words of danger are answered %s", says)
	}
	voiceCall(t, addr, cfg.PublicURL, at)
	// A number that stands for no place: what is said is kept.
	at, _ = voiceCall(t, addr, cfg.PublicURL, start, "CallSid", "CA00000000000000000000000000000043", "To", "+441632960009")
	voiceCall(t, addr, cfg.PublicURL, at, "CallSid", "CA00000000000000000000000000000043", "To", "+441632960009", "Digits", "4")
	stop()

	code, out := command(t, database, "texts")
	if code != exitOK || !strings.Contains(out, "CA00000000000000000000000000000043") || !strings.Contains(out, "voice") || strings.Contains(out, "000042") {
		t.Fatalf("texts: %d %s", code, out)
	}
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"texts", "show", "twilio", "CA00000000000000000000000000000043", "--by", "ann"}, exitOK, "4"},
		{[]string{"texts", "show", "twilio", "CA1"}, exitDiffers, "no such text"},
		{[]string{"texts", "escalate", "twilio", "CA00000000000000000000000000000043"}, exitUsage, "who was told"},
		{[]string{"texts", "file", "twilio", "CA00000000000000000000000000000043", "--place", "NOWHERE", "--rating", "4"}, exitUsage, "place"},
		{[]string{"texts", "file", "twilio", "CA00000000000000000000000000000043", "--place", demoHome, "--rating", "10/10"}, exitUsage, "--rating"},
		{[]string{"texts", "escalate", "twilio", "CA00000000000000000000000000000043", "--note", "the ward sister", "--by", "ann"}, exitOK, ""},
		{[]string{"texts", "--json"}, exitOK, `"escalated":true`},
		{[]string{"texts", "file", "twilio", "CA00000000000000000000000000000043", "--place", demoHome, "--rating", "poor", "--json"}, exitOK, `"duplicate":false`},
		{[]string{"texts", "discard", "twilio", "CA00000000000000000000000000000043"}, exitDiffers, "dealt with"},
		{[]string{"texts", "log", "--json"}, exitOK, `"act":"escalated"`},
		{[]string{"texts", "log"}, exitOK, "ann"},
	} {
		if code, out := command(t, database, tt.args...); code != tt.code || !strings.Contains(out, tt.says) {
			t.Errorf("%v: exit %d, %s; want %d, %q", tt.args, code, out, tt.code, tt.says)
		}
	}
	err = withStore(ctx, cfg, func(s ledger.Store) error {
		for _, line := range heldLines(t, s) {
			if !strings.Contains(line, "voice") || !strings.Contains(line, "telephone") {
				t.Errorf("the ledger holds %s", line)
			}
		}
		if n := len(heldLines(t, s)); n != 2 {
			t.Errorf("%d responses", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHome(t *testing.T) {
	numbers, err := parseNumbers(" +441632960001=RX1, 01632 960002 = RX2 ,")
	if err != nil {
		t.Fatal(err)
	}
	cfg := config{SMSPlace: "home", Voice: voiceConfig{Numbers: numbers}}
	for ours, want := range map[string]string{"+441632960001": "RX1", "441632960002": "RX2", "01632960002": "RX2", "+441632960003": "home", "": "home"} {
		if got := cfg.home(ours); got != want {
			t.Errorf("home(%q) = %q, want %q", ours, got, want)
		}
	}
	for _, broken := range []string{"RX1", "+441632960001", "+441632960001=", "x=RX1"} {
		if _, err := parseNumbers(broken); err == nil {
			t.Errorf("%q is taken", broken)
		}
	}
}
