package sms

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"earshot/feedback"
)

const (
	testPublic  = "https://earshot.example.org"
	testToken   = "0123456789abcdef0123456789abcdef"
	testAccount = "AC11111111111111111111111111111111"
)

// sign computes X-Twilio-Signature from its description, not with the library
// that checks it: HMAC-SHA1 of the address and the sorted parameters.
func sign(token, address string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(token))
	io.WriteString(mac, address)
	for _, k := range slices.Sorted(maps.Keys(form)) {
		io.WriteString(mac, k+form.Get(k))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// textForm is what Twilio posts for a text.
func textForm(n int, body string) url.Values {
	return url.Values{
		"MessageSid": {fmt.Sprintf("SM%032d", n)}, "SmsSid": {fmt.Sprintf("SM%032d", n)}, "AccountSid": {testAccount}, "From": {"+447700900456"}, "To": {"+447700900999"},
		"Body": {body}, "NumMedia": {"0"}, "NumSegments": {"1"}, "ApiVersion": {"2010-04-01"}, "FromCity": {""}, "FromCountry": {"GB"},
	}
}

// gateway is the webhook on a server, and the notebook it writes in.
type gateway struct {
	*httptest.Server
	book  *notebook
	desk  *moodyDesk
	talk  *Conversation
	mu    sync.Mutex
	fails []error
}

// moodyDesk is a desk that is safe for concurrent use and can be unavailable.
type moodyDesk struct {
	mu   sync.Mutex
	book *notebook
	down error
}

func (d *moodyDesk) Thread(ctx context.Context, p feedback.Phone, source feedback.Source, id string, now time.Time) (feedback.Thread, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.down != nil {
		return feedback.Thread{}, d.down
	}
	return d.book.Thread(ctx, p, source, id, now)
}

func (d *moodyDesk) File(ctx context.Context, m feedback.Message) (feedback.Filed, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.down != nil {
		return feedback.Filed{}, d.down
	}
	return d.book.File(ctx, m)
}

func (d *moodyDesk) Note(ctx context.Context, n feedback.Note) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.down != nil {
		return false, d.down
	}
	return d.book.Note(ctx, n)
}

func (d *moodyDesk) Repeat(ctx context.Context, source feedback.Source, id string, at time.Time) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.down != nil {
		return false, d.down
	}
	return d.book.Repeat(ctx, source, id, at)
}

func newGateway(t testing.TB, tokens ...feedback.Secret) *gateway {
	t.Helper()
	dir, err := feedback.NewDirectory([]feedback.Place{{ID: "warda", Level: feedback.Provider, Name: "Willow Ward", PublicCode: "WARD7"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	g := &gateway{book: newNotebook()}
	g.desk = &moodyDesk{book: g.book}
	w := english(t)
	w.Thanks = `Thanks & <bye> "now"`
	g.talk = NewConversation(g.desk, func() *feedback.Directory { return dir }, func(string) string { return "home" }, OneWording(w))
	now := func() time.Time { return time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC) }
	g.Server = httptest.NewServer(NewTwilioHandler(Twilio{PublicURL: testPublic, AccountSID: testAccount, Tokens: tokens}, g.talk, now, func(_ *http.Request, err error) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.fails = append(g.fails, err)
	}))
	t.Cleanup(g.Close)
	return g
}

// post sends a form with a signature.
func (g *gateway) post(t testing.TB, path, contentType, body, signature string) (status int, header http.Header, text string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, g.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("X-Forwarded-Host", "evil.example.org")
	if signature != "" {
		req.Header.Set("X-Twilio-Signature", signature)
	}
	resp, err := g.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(b)
}

const formType = "application/x-www-form-urlencoded"

// text posts a properly signed form.
func (g *gateway) text(t testing.TB, form url.Values) (int, http.Header, string) {
	t.Helper()
	return g.post(t, "/sms/twilio", formType, form.Encode(), sign(testToken, testPublic+"/sms/twilio", form))
}

// heard gives the one message of a TwiML answer, "" for none.
func heard(t testing.TB, twiml string) string {
	t.Helper()
	var r struct {
		XMLName  xml.Name `xml:"Response"`
		Messages []string `xml:"Message"`
	}
	if err := xml.Unmarshal([]byte(twiml), &r); err != nil || len(r.Messages) > 1 {
		t.Fatalf("not one TwiML message: %v in %s", err, twiml)
	}
	if len(r.Messages) == 0 {
		return ""
	}
	return r.Messages[0]
}

func TestTwilioSignature(t *testing.T) {
	form := textForm(1, "1")
	extra := textForm(1, "1")
	extra.Set("AddOns", "what we never heard of")
	at := testPublic + "/sms/twilio"
	// An example worked out by hand from the documented rule keeps sign honest.
	if got := sign("12345", "https://example.com/myapp", url.Values{"B": {"2"}, "A": {"1"}}); got != base64.StdEncoding.EncodeToString(hmacSHA1("12345", "https://example.com/myappA1B2")) {
		t.Fatalf("sign gives %s", got)
	}
	tests := []struct {
		name      string
		tokens    []feedback.Secret
		path      string
		form      url.Values
		signature string
		want      int
	}{
		{"right", []feedback.Secret{testToken}, "/sms/twilio", form, sign(testToken, at, form), 200},
		{"unknown parameters are signed too", []feedback.Secret{testToken}, "/sms/twilio", extra, sign(testToken, at, extra), 200},
		{"a parameter added on the way", []feedback.Secret{testToken}, "/sms/twilio", extra, sign(testToken, at, form), 403},
		{"absent", []feedback.Secret{testToken}, "/sms/twilio", form, "", 403},
		{"wrong token", []feedback.Secret{testToken}, "/sms/twilio", form, sign("another", at, form), 403},
		{"not base64", []feedback.Secret{testToken}, "/sms/twilio", form, "???", 403},
		{"cut short", []feedback.Secret{testToken}, "/sms/twilio", form, sign(testToken, at, form)[:20], 403},
		{"of another address", []feedback.Secret{testToken}, "/sms/twilio", form, sign(testToken, "https://evil.example.org/sms/twilio", form), 403},
		{"with a query", []feedback.Secret{testToken}, "/sms/twilio?ward=7&x=%20", form, sign(testToken, at+"?ward=7&x=%20", form), 200},
		{"query not signed", []feedback.Secret{testToken}, "/sms/twilio?ward=7", form, sign(testToken, at, form), 403},
		{"with the standard port", []feedback.Secret{testToken}, "/sms/twilio", form, sign(testToken, testPublic+":443/sms/twilio", form), 200},
		{"with another port", []feedback.Secret{testToken}, "/sms/twilio", form, sign(testToken, testPublic+":8443/sms/twilio", form), 403},
		{"old token during a rotation", []feedback.Secret{testToken, "newer"}, "/sms/twilio", form, sign(testToken, at, form), 200},
		{"new token during a rotation", []feedback.Secret{testToken, "newer"}, "/sms/twilio", form, sign("newer", at, form), 200},
		{"old token after a rotation", []feedback.Secret{"newer"}, "/sms/twilio", form, sign(testToken, at, form), 403},
		{"no token is set", nil, "/sms/twilio", form, sign("", at, form), 403},
		{"an empty token is set", []feedback.Secret{""}, "/sms/twilio", form, sign("", at, form), 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := newGateway(t, tt.tokens...)
			got, _, body := g.post(t, tt.path, formType, tt.form.Encode(), tt.signature)
			if got != tt.want {
				t.Errorf("status %d, want %d: %s", got, tt.want, body)
			}
			if stored := len(g.book.lines) == 1; stored != (tt.want == 200) {
				t.Errorf("stored %v", g.book.lines)
			}
			if tt.want == 403 && (len(g.fails) != 1 || !errors.Is(g.fails[0], feedback.ErrUnauthenticated)) {
				t.Errorf("noted %v", g.fails)
			}
		})
	}
}

func hmacSHA1(key, text string) []byte {
	mac := hmac.New(sha1.New, []byte(key))
	io.WriteString(mac, text)
	return mac.Sum(nil)
}

func TestTwilioForms(t *testing.T) {
	with := func(name, value string) url.Values {
		f := textForm(1, "1")
		if f.Set(name, value); value == "" {
			f.Del(name)
		}
		return f
	}
	tests := []struct {
		name string
		form url.Values
		want int
	}{
		{"another account", with("AccountSid", "AC2"), 400},
		{"no account", with("AccountSid", ""), 400},
		{"no id", with("MessageSid", ""), 400},
		{"short id", with("MessageSid", "SM1"), 400},
		{"no sender", with("From", ""), 200},
		{"a sender that is no number", with("From", "NHSNoReply"), 200},
		{"a sender by WhatsApp", with("From", "whatsapp:+447700900456"), 200},
		{"a national number", with("From", "07700 900456"), 200},
		{"a foreign number", with("From", "+33612345678"), 200},
		{"no body", with("Body", ""), 200},
		{"broken UTF-8", with("Body", "1 caf\xe9"), 200},
		{"NUL", with("Body", "1 a\x00b"), 200},
		{"ten segments", with("Body", "2 "+strings.Repeat("slow ", 320)), 200},
		{"too large", with("Body", strings.Repeat("a", maxWebhook)), 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := newGateway(t, testToken)
			got, _, body := g.text(t, tt.form)
			if got != tt.want {
				t.Errorf("status %d, want %d: %s", got, tt.want, body)
			}
			if got != 200 && len(g.book.lines) > 0 {
				t.Errorf("stored %v", g.book.lines)
			}
			for _, err := range g.fails {
				if strings.Contains(err.Error(), "900456") || strings.Contains(err.Error(), "slow") {
					t.Errorf("the error shows a number or words: %v", err)
				}
			}
			if strings.Contains(body, "900456") {
				t.Errorf("the answer shows the number: %s", body)
			}
		})
	}
	g := newGateway(t, testToken)
	for name, body := range map[string]string{"not a form": "%zz=%", "with semicolons": "a=1;b=2"} {
		if got, _, _ := g.post(t, "/sms/twilio", formType, body, sign(testToken, testPublic+"/sms/twilio", nil)); got != 400 {
			t.Errorf("%s: status %d", name, got)
		}
	}
	// Twilio signs JSON by a hash in the address. Texts never come so, and are
	// not taken so, however well signed.
	raw := `{"MessageSid":"SM1","Body":"1"}`
	sum := sha256.Sum256([]byte(raw))
	path := "/sms/twilio?bodySHA256=" + hex.EncodeToString(sum[:])
	if got, _, _ := g.post(t, path, "application/json", raw, sign(testToken, testPublic+path, nil)); got != 400 && got != 403 || len(g.book.lines) > 0 {
		t.Errorf("JSON: status %d, stored %v", got, g.book.lines)
	}
}

func TestTwilioAnswers(t *testing.T) {
	g := newGateway(t, testToken)
	w := english(t)
	status, header, body := g.text(t, textForm(1, "1"))
	if status != 200 || heard(t, body) != w.AskWhy || header.Get("Content-Type") != "text/xml; charset=utf-8" || header.Get("Cache-Control") != "no-store" {
		t.Fatalf("status %d, %v: %s", status, header, body)
	}
	fallback := textForm(1, "1") // Twilio says that it got no answer
	fallback.Set("ErrorCode", "11200")
	fallback.Set("ErrorUrl", testPublic+"/sms/twilio")
	if _, _, again := g.text(t, fallback); again != body || len(g.book.lines) != 1 {
		t.Errorf("delivered to the fallback address: %s; stored %v", again, g.book.lines)
	}
	for name, form := range map[string]url.Values{"again": textForm(1, "1"), "to the fallback address again": fallback} {
		if _, _, again := g.text(t, form); heard(t, again) != "" || len(g.book.lines) != 1 {
			t.Errorf("delivered %s: %s; stored %v", name, again, g.book.lines)
		}
	}
	// Of a text that came twice nobody knows which answer was lost.
	g.text(t, textForm(9, "4"))
	g.text(t, textForm(9, "4"))
	fallback.Set("MessageSid", textForm(9, "").Get("MessageSid"))
	fallback.Set("Body", "4")
	if _, _, again := g.text(t, fallback); heard(t, again) != "" || len(g.book.lines) != 2 {
		t.Errorf("came twice, then to the fallback address: %s; stored %v", again, g.book.lines)
	}
	_, _, body = g.text(t, textForm(2, "Kind"))
	if heard(t, body) != `Thanks & <bye> "now"` || strings.Contains(body, "<bye>") {
		t.Errorf("special characters in an answer: %s", body)
	}
	// A delivery that comes late, after later texts, changes and says nothing.
	if _, _, body = g.text(t, textForm(1, "1")); heard(t, body) != "" || len(g.book.lines) != 3 {
		t.Errorf("the first text once more: %s; stored %v", body, g.book.lines)
	}
}

// TestTwilioJSON takes a text as a JSON object whose hash the address carries.
func TestTwilioJSON(t *testing.T) {
	body := fmt.Sprintf(`{"MessageSid":"SM%032d","AccountSid":%q,"From":"+447700900456","To":"+447700900999","Body":"2 slow","NumSegments":1}`, 1, testAccount)
	hash := sha256.Sum256([]byte(body))
	path := "/sms/twilio?bodySHA256=" + hex.EncodeToString(hash[:])
	good := sign(testToken, testPublic+path, nil)
	for _, tt := range []struct {
		name, path, body, sig string
		want                  int
	}{
		{"signed", path, body, good, 200},
		{"another body", path, strings.Replace(body, "2 slow", "1 fast", 1), good, 403},
		{"no hash in the address", "/sms/twilio", body, sign(testToken, testPublic+"/sms/twilio", nil), 403},
		{"another hash", path[:len(path)-1] + "0", body, good, 403},
		{"another token", path, body, sign("other", testPublic+path, nil), 403},
		{"not JSON", "/sms/twilio?bodySHA256=" + hex.EncodeToString(func() []byte { h := sha256.Sum256([]byte("{")); return h[:] }()), "{", "", 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := newGateway(t, testToken)
			status, _, answer := g.post(t, tt.path, "application/json", tt.body, tt.sig)
			if status != tt.want {
				t.Errorf("status %d, want %d: %s", status, tt.want, answer)
			}
			if stored := slices.Equal(g.book.lines, []string{"new r1 home 2 slow"}); stored != (tt.want == 200) {
				t.Errorf("stored %v", g.book.lines)
			}
		})
	}
}

func TestTwilioKeepsWhatIsNoText(t *testing.T) {
	g := newGateway(t, testToken)
	f := textForm(1, "Your balance is low")
	f.Set("From", "Network")
	if status, _, body := g.text(t, f); status != 200 || heard(t, body) != "" {
		t.Errorf("status %d: %s", status, body)
	}
	if n := g.book.notes[f.Get("MessageSid")]; n.Outcome != feedback.Kept || n.From.Reveal() != "Network" || n.Body.Reveal() != "Your balance is low" {
		t.Errorf("kept %+v", n)
	}
}

func TestTwilioOptOut(t *testing.T) {
	for _, tt := range []struct {
		kind, body string
		out        bool
	}{{"STOP", "STOP", true}, {"STOP", "stop all please", true}, {"START", "START", false}, {"HELP", "HELP", false}} {
		g := newGateway(t, testToken)
		f := textForm(1, tt.body)
		f.Set("OptOutType", tt.kind)
		status, _, body := g.text(t, f)
		if status != 200 || heard(t, body) != "" {
			t.Errorf("%s was answered a second time: %d %s", tt.kind, status, body)
		}
		if g.book.out["+447700900456"] != tt.out || len(g.book.lines) > 0 {
			t.Errorf("%s: opted out %v, stored %v", tt.kind, g.book.out, g.book.lines)
		}
	}
	g := newGateway(t, testToken)
	if _, _, body := g.text(t, textForm(1, "Stop.")); heard(t, body) != "" || !g.book.out["+447700900456"] {
		t.Errorf("STOP that the gateway did not handle: %s, %v", body, g.book.out)
	}
	if _, _, body := g.text(t, textForm(2, "start")); heard(t, body) == "" || g.book.out["+447700900456"] {
		t.Errorf("START: %s, %v", body, g.book.out)
	}
}

func TestTwilioWhileTheLedgerIsDown(t *testing.T) {
	g := newGateway(t, testToken)
	g.desk.down = fmt.Errorf("database gone: %w", feedback.ErrUnavailable)
	for n, body := range []string{"1", "STOP", "kind"} {
		status, header, text := g.text(t, textForm(n, body))
		if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" || strings.Contains(text, "<Response") {
			t.Errorf("%q: status %d, Retry-After %q: %s", body, status, header.Get("Retry-After"), text)
		}
	}
	if len(g.book.lines) > 0 || len(g.fails) != 3 || !errors.Is(g.fails[0], feedback.ErrUnavailable) {
		t.Errorf("stored %v, noted %v", g.book.lines, g.fails)
	}
	g.desk.down = nil
	if status, _, _ := g.text(t, textForm(0, "1")); status != 200 || len(g.book.lines) != 1 {
		t.Errorf("after it is back: %d, stored %v", status, g.book.lines)
	}
}

// TestOnePhoneManyTextsAtOnce delivers texts of one person and of others at once,
// some of them twice. Each must be stored once.
func TestOnePhoneManyTextsAtOnce(t *testing.T) {
	g := newGateway(t, testToken)
	const people, each = 8, 12
	var wg sync.WaitGroup
	for p := range people {
		for n := range each {
			for range 2 {
				wg.Go(func() {
					f := textForm(p*each+n, fmt.Sprintf("words %d of %d", n, p))
					f.Set("From", fmt.Sprintf("+4477009001%02d", p))
					if status, _, body := g.text(t, f); status != 200 {
						t.Errorf("status %d: %s", status, body)
					}
				})
			}
		}
	}
	wg.Wait()
	begun := 0
	for _, l := range g.book.lines {
		if strings.HasPrefix(l, "new ") {
			begun++
		}
	}
	if len(g.book.lines) != people*each || begun != people {
		t.Errorf("%d texts became %d entries of %d responses, want %d of %d", people*each, len(g.book.lines), begun, people*each, people)
	}
}

// FuzzTwilioForm posts signed forms of any shape: the answer is always TwiML or an
// error of the sender's, and nothing that was said is in it.
func FuzzTwilioForm(f *testing.F) {
	f.Add(textForm(1, "1 kind").Encode())
	f.Add(textForm(1, "WARD7").Encode())
	f.Add("MessageSid=&Body=%00&From=+44")
	f.Add("OptOutType=STOP&" + textForm(1, "STOP").Encode())
	f.Add("Body=1&Body=2&" + textForm(1, "3").Encode())
	dir, err := feedback.NewDirectory([]feedback.Place{{ID: "warda", Level: feedback.Provider, Name: "W", PublicCode: "WARD7"}}, nil)
	if err != nil {
		f.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC) }
	f.Fuzz(func(t *testing.T, body string) {
		form, err := url.ParseQuery(body)
		if err == nil {
			form.Set("AccountSid", testAccount) // past the first check
			body = form.Encode()
		}
		book := newNotebook()
		talk := NewConversation(book, func() *feedback.Directory { return dir }, func(string) string { return "home" }, OneWording(english(t)))
		var noted error
		h := NewTwilioHandler(Twilio{PublicURL: testPublic, AccountSID: testAccount, Tokens: []feedback.Secret{testToken}}, talk, now, func(_ *http.Request, err error) { noted = err })
		for range 2 {
			req := httptest.NewRequest(http.MethodPost, "/sms/twilio", strings.NewReader(body))
			req.Header.Set("X-Twilio-Signature", sign(testToken, testPublic+"/sms/twilio", form))
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, req)
			switch rec.Code {
			case 200:
				heard(t, rec.Body.String())
			case 400, 403, 413:
				if noted == nil || len(book.lines) > 0 {
					t.Fatalf("status %d, noted %v, stored %v", rec.Code, noted, book.lines)
				}
			default:
				t.Fatalf("status %d, noted %v", rec.Code, noted)
			}
			if words := form.Get("Body"); len(words) > 12 && noted != nil && strings.Contains(noted.Error(), words) {
				t.Fatalf("the error repeats what was said: %v", noted)
			}
		}
		if len(book.lines) > 1 {
			t.Fatalf("one text delivered twice was stored as %v", book.lines)
		}
	})
}
