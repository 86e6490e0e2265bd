package api

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// desk is somebody who types cards in.
type desk struct {
	w      *world
	cookie string
	page   *httptest.ResponseRecorder
}

func (d *desk) send(path string, v url.Values, headers ...string) {
	d.page = d.w.do(http.MethodPost, path, v.Encode(), append([]string{"Content-Type", "application/x-www-form-urlencoded", "Cookie", d.cookie}, headers...)...)
}

// card fills the page's form in, as a browser would, and sends it.
func (d *desk) card(press string, pairs ...string) {
	body := d.page.Body.String()
	if press == "add" {
		body, _, _ = strings.Cut(body, "</form>")
	}
	v := carried(body)
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	v.Set("press", press)
	d.send("/paper/batch", v)
}

func signIn(t *testing.T, w *world, role ledger.Role, places ...feedback.PlaceID) *desk {
	t.Helper()
	d := &desk{w: w}
	d.send("/paper/sign-in", url.Values{"key": {" " + w.key(role, places) + "\n"}})
	set := d.page.Header().Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Secure", "Path=/paper"} {
		if !strings.Contains(set, want) {
			t.Fatalf("%d, cookie %q lacks %s", d.page.Code, set, want)
		}
	}
	d.cookie, _, _ = strings.Cut(set, ";")
	return d
}

func TestPaperBatch(t *testing.T) {
	w := newWorld(t)
	d := signIn(t, w, ledger.RoleProvider, testTrust)
	d.send("/paper/batch", url.Values{"press": {"start"}, "place": {"lark"}, "date": {"2026-11-18"}, "mode": {"paper_home"}, "slip": {"4"}, "slip1": {"2"}, "slip5": {"1"}})
	if d.page.Code != http.StatusOK || !strings.Contains(d.page.Body.String(), "Skylark Ward &amp; Day Unit") {
		t.Fatalf("%d %s", d.page.Code, d.page.Body)
	}
	d.card("add", "rating", "1")
	d.card("add", "rating", "1", "why", "Kind\r\nstaff", "improve", "Less noise", "consent", "yes")
	twice := d.page
	d.card("add", "rating", "5")
	d.page = twice // the browser's back button, and the same card again
	d.card("add", "rating", "5")
	d.card("add", "rating", "0", "why", "No tick but words")
	for _, bad := range []string{"", "7", "12", "x", "0"} {
		if d.card("add", "rating", bad, "consent", "yes"); d.page.Code != http.StatusBadRequest {
			t.Errorf("rating %q: %d", bad, d.page.Code)
		}
	}
	d.card("end")
	if body := d.page.Body.String(); !strings.Contains(body, "The totals are those on the slip") {
		t.Errorf("the totals do not agree: %s", body)
	}
	got := w.ledger.stored()
	if len(got) != 4 {
		t.Fatalf("%d cards were stored, want 4", len(got))
	}
	r := got[1].Response
	if r.Channel != feedback.ChannelPaper || r.Mode != feedback.ModePaperHome || !r.Consent || r.Path.Ward != testWard || len(r.Comments) != 2 ||
		r.Comments[0].Text.Reveal() != "Kind\nstaff" || !strings.HasPrefix(string(r.Source), "paper:") || feedback.DayOf(r.AnsweredAt) != feedback.DateDay(2026, time.November, 18) {
		t.Errorf("stored %+v", r)
	}
	if got[3].Response.Rating != feedback.NoRating {
		t.Errorf("a card without a tick is stored as %v", got[3].Response.Rating)
	}
}

func TestPaperTotalsDiffer(t *testing.T) {
	w := newWorld(t)
	d := signIn(t, w, ledger.RoleOperator)
	d.send("/paper/batch", url.Values{"press": {"start"}, "place": {"LARK"}, "date": {"2026-11-20"}, "mode": {"paper_discharge"}, "slip": {"3"}, "slip2": {"2"}})
	d.card("add", "rating", "2")
	d.card("add", "rating", "3")
	d.card("end")
	body := d.page.Body.String()
	if !strings.Contains(body, "not those on the slip") || strings.Count(body, `<td class="ear-num">-1</td>`) != 2 {
		t.Errorf("%s", body)
	}
	d.card("start") // back to the batch, with what was typed
	d.card("add", "rating", "2")
	d.card("end")
	if !strings.Contains(d.page.Body.String(), "The totals are those on the slip") {
		t.Error("mended totals still differ")
	}
	if at := w.ledger.stored()[0].Response.AnsweredAt; at.After(w.clock.now()) {
		t.Errorf("a card of today is dated %v, which is to come", at)
	}
}

func TestPaperFaults(t *testing.T) {
	w := newWorld(t)
	d := signIn(t, w, ledger.RoleProvider, testTrust)
	good := func() url.Values {
		return url.Values{"press": {"start"}, "place": {"LARK"}, "date": {"2026-11-20"}, "mode": {"paper_discharge"}}
	}
	for name, change := range map[string]func(url.Values){
		"another's place": func(v url.Values) { v.Set("place", "ORCHARD") }, "no place": func(v url.Values) { v.Del("place") },
		"closed place": func(v url.Values) { v.Set("place", "FINCH") }, "an ICB": func(v url.Values) { v.Set("place", "QX1") },
		"a date to come": func(v url.Values) { v.Set("date", "2026-11-21") }, "no date": func(v url.Values) { v.Set("date", "20 Nov") },
		"another mode": func(v url.Values) { v.Set("mode", "sms") }, "a slip in words": func(v url.Values) { v.Set("slip3", "two") },
		"a slip too large": func(v url.Values) { v.Set("slip", strconv.Itoa(maxPaper+1)) },
	} {
		v := good()
		change(v)
		if d.send("/paper/batch", v); d.page.Code != http.StatusBadRequest || !strings.Contains(d.page.Body.String(), "There is a problem") {
			t.Errorf("%s: %d", name, d.page.Code)
		}
	}
	if d.send("/paper/batch", good(), "Sec-Fetch-Site", "cross-site"); d.page.Code != http.StatusForbidden {
		t.Errorf("from another site: %d", d.page.Code)
	}
	d.send("/paper/batch", good())
	other := signIn(t, w, ledger.RoleOperator)
	other.page = d.page
	if other.card("add", "rating", "1"); other.page.Code != http.StatusBadRequest {
		t.Errorf("with another's page: %d", other.page.Code)
	}
	w.ledger.setFault(feedback.ErrUnavailable, 0)
	if d.card("add", "rating", "4", "why", "Cold food"); d.page.Code != http.StatusServiceUnavailable || !strings.Contains(d.page.Body.String(), "Cold food</textarea>") {
		t.Errorf("while the ledger is down: %d", d.page.Code)
	}
	w.ledger.setFault(nil, 0)
	if d.card("add", "rating", "4"); d.page.Code != http.StatusOK || len(w.ledger.stored()) != 1 {
		t.Errorf("later: %d, %d stored", d.page.Code, len(w.ledger.stored()))
	}
	if strings.Contains(w.log.String(), "esk_") || strings.Contains(w.log.String(), "Cold food") {
		t.Error("the log holds a key or what was typed")
	}
}

func TestPaperSignIn(t *testing.T) {
	w := newWorld(t)
	d := &desk{w: w}
	for name, tt := range map[string]struct {
		key  string
		want int
	}{"none": {"", 401}, "made up": {"esk_00000000_00000000000000000000000000000000", 401}, "another role": {w.key(ledger.RoleHealthwatch, nil, testArea), 403}} {
		if d.send("/paper/sign-in", url.Values{"key": {tt.key}}); d.page.Code != tt.want || d.page.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %q", name, d.page.Code, d.page.Header().Get("Set-Cookie"))
		}
	}
	if d.send("/paper/batch", url.Values{"press": {"start"}}); d.page.Code != 401 {
		t.Errorf("without signing in: %d", d.page.Code)
	}
	in := signIn(t, w, ledger.RoleProvider, testTrust)
	if page := w.do(http.MethodGet, "/paper", "", "Cookie", in.cookie); !strings.Contains(page.Body.String(), "Place the cards are about") || page.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("signed in: %d", page.Code)
	}
	for i := range w.keys.list {
		w.keys.list[i].RevokedAt = w.clock.now()
	}
	w.clock.move(keysStale + time.Second)
	if page := w.do(http.MethodGet, "/paper", "", "Cookie", in.cookie); !strings.Contains(page.Body.String(), "Your Earshot key") {
		t.Error("a revoked key still types cards in")
	}
	if in.send("/paper/sign-out", nil); !strings.Contains(in.page.Header().Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("signing out sets %q", in.page.Header().Get("Set-Cookie"))
	}
}
