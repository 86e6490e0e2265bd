package api

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"earshot/api/limit"
	"earshot/feedback"
)

// tokenIn takes the token out of a form's page.
func tokenIn(t testing.TB, rec *httptest.ResponseRecorder) string {
	t.Helper()
	m := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(rec.Body.String())
	if m == nil {
		t.Fatalf("no token in %d %s", rec.Code, rec.Body)
	}
	return m[1]
}

func (w *world) sendForm(code string, v url.Values, headers ...string) *httptest.ResponseRecorder {
	return w.do(http.MethodPost, "/f/"+code, v.Encode(), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
}

func TestForm(t *testing.T) {
	w := newWorld(t)
	form := w.do(http.MethodGet, "/f/lark", "")
	for _, want := range []string{"Overall, how was your experience of our service?", "Thinking about <bdi><strong>Skylark Ward &amp; Day Unit</strong>",
		`value="1"`, "Very good", "Neither good nor poor", `value="6"`, "Don’t know"} {
		if !strings.Contains(form.Body.String(), want) {
			t.Errorf("the form lacks %q", want)
		}
	}
	if form.Header().Get("Cache-Control") != "no-store" {
		t.Error("the form may be kept in a cache")
	}
	v := url.Values{"token": {tokenIn(t, form)}, "rating": {"2"}, "why": {"Clear\r\nanswers"}, "improve": {""}, "consent": {"yes"}, "website": {"filled in by a browser"}}
	w.clock.move(10 * time.Second)
	for n, to := range []string{"/f/LARK/thanks", "/f/LARK/thanks?again=yes", "/f/LARK/thanks?again=yes"} { // a double click, and going back
		if n == 2 {
			v.Set("rating", "5")
		}
		rec := w.sendForm("LARK", v)
		if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != to {
			t.Fatalf("got %d to %q: %s", rec.Code, rec.Header().Get("Location"), rec.Body)
		}
	}
	if again := w.do(http.MethodGet, "/f/LARK/thanks?again=yes&lang=cy", "").Body.String(); !strings.Contains(again, "unwaith") || !strings.Contains(again, `href="/f/LARK?lang=cy"`) {
		t.Errorf("whoever changed an answer that was sent is not told how to send it: %s", again)
	}
	got := w.ledger.stored()
	if len(got) != 1 {
		t.Fatalf("stored %d answers, want 1", len(got))
	}
	r := got[0].Response
	if r.Source != "web" || r.Rating != feedback.Good || r.Channel != feedback.ChannelWeb || r.Mode != feedback.ModeOnline || !r.Consent ||
		len(r.Comments) != 1 || r.Comments[0].Text.Reveal() != "Clear\nanswers" || r.Comments[0].Prompt != feedback.PromptWhy {
		t.Errorf("stored %#v", r)
	}
	if rec := w.do(http.MethodGet, "/f/LARK/thanks", ""); rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "Thank you") {
		t.Errorf("thanks: %d", rec.Code)
	}
}

// TestFormFaults checks that whatever goes wrong is said, and that nothing a
// person typed is lost.
func TestFormFaults(t *testing.T) {
	w := newWorld(t)
	fresh := func() string { return tokenIn(t, w.do(http.MethodGet, "/f/LARK", "")) }
	const typed = "Nobody said <what> “happened”"
	tests := []struct {
		name   string
		change func(url.Values)
		wait   time.Duration
		status int
		says   string
	}{
		{"no rating", func(v url.Values) { v.Del("rating") }, 0, 400, `<a href="#rating-1">Select how your experience was, or “Don’t know”</a>`},
		{"rating 7", func(v url.Values) { v.Set("rating", "7") }, 0, 400, `<a href="#rating-1">Select how`},
		{"rating 257", func(v url.Values) { v.Set("rating", "257") }, 0, 400, `<a href="#rating-1">Select how`},
		{"long text", func(v url.Values) { v.Set("improve", strings.Repeat("long ", 5000)) }, 0, 400, `<a href="#improve">Your text is too long: it has 25,000 characters and about 20,000 fit</a>`},
		{"robot", func(v url.Values) { v.Set("website", "http://spam.example") }, 0, 400, `<a href="#website">Leave the box “Website” empty</a>`},
		{"no token", func(v url.Values) { v.Del("token") }, 0, 400, "could not be matched to your answer"},
		{"changed token", func(v url.Values) { v.Set("token", "A"+v.Get("token")[1:]+"x") }, 0, 400, "could not be matched to your answer"},
		{"two days old", func(url.Values) {}, 48 * time.Hour, 400, "open for more than a day"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := url.Values{"token": {fresh()}, "rating": {"5"}, "why": {typed}, "improve": {"Tell us"}, "consent": {"yes"}}
			tt.change(v)
			w.clock.move(tt.wait)
			before := len(w.ledger.stored())
			rec := w.sendForm("LARK", v)
			page := rec.Body.String()
			if rec.Code != tt.status || !strings.Contains(page, tt.says) || !strings.Contains(page, "There is a problem") {
				t.Errorf("got %d, want %d and %q in %s", rec.Code, tt.status, tt.says, page)
			}
			if len(w.ledger.stored()) != before {
				t.Error("the answer was stored")
			}
			if !strings.Contains(page, "Nobody said &lt;what&gt; “happened”</textarea>") || !strings.Contains(page, `value="yes" checked`) {
				t.Error("what was typed is gone")
			}
			if v.Get("rating") == "5" && !strings.Contains(page, `value="5" checked`) {
				t.Error("the rating is gone")
			}
			// Mended, the same form is taken.
			v.Set("token", tokenIn(t, rec))
			v.Set("rating", "5")
			v.Set("improve", "Tell us")
			v.Del("website")
			if rec := w.sendForm("LARK", v); rec.Code != http.StatusSeeOther {
				t.Errorf("after mending: %d %s", rec.Code, rec.Body)
			}
		})
	}
}

func TestFormWhenTheLedgerIsDown(t *testing.T) {
	w := newWorld(t)
	v := url.Values{"token": {tokenIn(t, w.do(http.MethodGet, "/f/LARK", ""))}, "rating": {"1"}, "why": {"The ward sister was kind"}}
	for _, fault := range []error{feedback.ErrUnavailable, fmt.Errorf("something never thought of")} {
		w.ledger.setFault(fault, 0)
		rec := w.sendForm("LARK", v)
		page := rec.Body.String()
		if rec.Code != http.StatusServiceUnavailable || rec.Header().Get("Retry-After") == "" || !strings.Contains(page, "your answer was not saved") || !strings.Contains(page, "The ward sister was kind") {
			t.Fatalf("got %d %s", rec.Code, page)
		}
		if tokenIn(t, rec)[:20] != v.Get("token")[:20] {
			t.Error("the number of the answer changed, so that sending it again could count twice")
		}
	}
	w.ledger.setFault(nil, 0)
	if rec := w.sendForm("LARK", v); rec.Code != http.StatusSeeOther {
		t.Errorf("later: %d", rec.Code)
	}
}

func TestFormOfAClosedPlace(t *testing.T) {
	w := newWorld(t)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		rec := w.do(method, "/f/FINCH", "")
		if rec.Code != http.StatusGone || !strings.Contains(rec.Body.String(), "Finch Ward has closed") || !strings.Contains(rec.Body.String(), `href="/f/LARK"`) {
			t.Errorf("%s: %d %s", method, rec.Code, rec.Body)
		}
	}
	for _, code := range []string{"NOWHERE", "SALT-ICB"} {
		if rec := w.do(http.MethodGet, "/f/"+code, ""); rec.Code != http.StatusNotFound || !strings.Contains(rec.Body.String(), "There is no form with this code.") {
			t.Errorf("%s: %d", code, rec.Code)
		}
	}
}

func TestTokenOfAnotherPlace(t *testing.T) {
	w := newWorld(t)
	v := url.Values{"token": {tokenIn(t, w.do(http.MethodGet, "/f/ORCHARD", ""))}, "rating": {"1"}}
	if rec := w.sendForm("LARK", v); rec.Code != http.StatusBadRequest {
		t.Errorf("got %d", rec.Code)
	}
}

func TestFormFromAnotherSite(t *testing.T) {
	w := newWorld(t)
	v := url.Values{"token": {tokenIn(t, w.do(http.MethodGet, "/f/LARK", ""))}, "rating": {"1"}}
	if rec := w.sendForm("LARK", v, "Sec-Fetch-Site", "cross-site"); rec.Code != http.StatusForbidden {
		t.Errorf("got %d", rec.Code)
	}
	if rec := w.sendForm("LARK", v, "Sec-Fetch-Site", "same-origin"); rec.Code != http.StatusSeeOther {
		t.Errorf("got %d", rec.Code)
	}
}

func TestFormsPerAddress(t *testing.T) {
	w := newWorld(t)
	token := tokenIn(t, w.do(http.MethodGet, "/f/LARK", ""))
	v := url.Values{"token": {token}, "rating": {"1"}, "why": {"Kind"}}
	for i := range limit.Usual()[limit.Forms].Burst {
		if rec := w.sendForm("LARK", v); rec.Code != http.StatusSeeOther {
			t.Fatalf("form %d: %d", i, rec.Code)
		}
	}
	rec := w.sendForm("LARK", v)
	if rec.Code != http.StatusTooManyRequests || rec.Header().Get("Retry-After") == "" || !strings.Contains(rec.Body.String(), "Kind</textarea>") {
		t.Errorf("past the limit: %d", rec.Code)
	}
	w.clock.move(time.Minute)
	if rec := w.sendForm("LARK", v); rec.Code != http.StatusSeeOther {
		t.Errorf("a minute later: %d", rec.Code)
	}
}

func TestClientAddr(t *testing.T) {
	w := newWorld(t)
	_ = w
	trusted := mustPrefixes("10.0.0.0/8", "fd00::/8")
	tests := []struct{ peer, forwarded, want string }{
		{"192.0.2.1:99", "", "192.0.2.1"},
		{"192.0.2.1:99", "198.51.100.7", "192.0.2.1"}, // not a proxy of ours: not believed
		{"10.1.1.1:99", "198.51.100.7", "198.51.100.7"},
		{"10.1.1.1:99", "203.0.113.9, 198.51.100.7, 10.2.2.2", "198.51.100.7"},
		{"10.1.1.1:99", "", "10.1.1.1"},
		{"10.1.1.1:99", "unknown", "10.1.1.1"},
		{"[fd00::1]:99", "2001:db8::5", "2001:db8::5"},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		if got := clientAddr(r, trusted); got.String() != tt.want {
			t.Errorf("%s via %q: got %s, want %s", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

func FuzzForm(f *testing.F) {
	w := newWorld(f)
	f.Add("rating=1&why=Good&improve=&consent=yes")
	f.Add("rating=%00&why=%ff%fe&website=x&token=AAAA")
	f.Fuzz(func(t *testing.T, body string) {
		before := len(w.ledger.stored())
		rec := w.do(http.MethodPost, "/f/LARK", body, "Content-Type", "application/x-www-form-urlencoded")
		if rec.Code != http.StatusBadRequest && rec.Code != http.StatusTooManyRequests && rec.Code != http.StatusRequestEntityTooLarge {
			t.Fatalf("got %d %s", rec.Code, rec.Body)
		}
		if len(w.ledger.stored()) != before {
			t.Fatal("a form without our token was stored")
		}
	})
}

// FuzzFormFields checks that whatever is typed is either stored as it was or
// shown again as it was.
func FuzzFormFields(f *testing.F) {
	w := newWorld(f)
	f.Add("1", "Good", "", "yes")
	f.Add("7", "</textarea><script>", "\r\n\n", "")
	f.Add("", "\x00\xff", " ", "no")
	before := 0
	f.Fuzz(func(t *testing.T, rating, why, improve, consent string) {
		w.clock.move(time.Second)
		v := url.Values{"token": {w.formToken()}, "rating": {rating}, "why": {why}, "improve": {improve}, "consent": {consent}}
		rec := w.sendForm("LARK", v)
		stored, now := w.ledger.since(before)
		before = now
		switch {
		case rec.Code == http.StatusSeeOther && len(stored) == 1:
			var got [2]string
			for _, c := range stored[0].Response.Comments {
				got[min(c.Prompt, 1)] = c.Text.Reveal()
			}
			for i, typed := range [2]string{tidy(why), tidy(improve)} {
				if got[i] != typed && strings.TrimSpace(typed) != "" {
					t.Errorf("typed %q, stored %q", typed, got[i])
				}
			}
		case rec.Code == http.StatusBadRequest && len(stored) == 0:
			for _, typed := range [2]string{why, improve} {
				if !strings.Contains(html.UnescapeString(rec.Body.String()), ">"+tidy(typed)+"</textarea>") {
					t.Errorf("%q is not shown again", typed)
				}
			}
		default:
			t.Errorf("got %d, %d stored", rec.Code, len(stored))
		}
	})
}
