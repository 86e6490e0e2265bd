package api

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// keep puts a text into the tray.
func (s *staff) keep(id, reason, from, words string, place feedback.PlaceID) {
	s.Helper()
	n := ledger.TextNote{Source: "twilio", ID: id, At: s.clock.now().Add(-3 * time.Hour), Outcome: feedback.Kept, Reason: reason, Place: place, Sealed: s.sealer.Seal(from + "\n" + words)}
	if _, err := s.store.NoteText(s.Context(), n, nil); err != nil {
		s.Fatal(err)
	}
}

// keepAll fills the tray.
func (s *staff) keepAll() {
	s.keep("SM1", "refused", "+447700900123", "2 the lift <was> slow", testWard)
	s.keep("SM2", "refused", "+447700900124", "my mother is in danger there", testWard)
	s.keep("SM3", "sender", "NHSBank", "Win a prize", testSite)
	s.keep("CA4/comment-1", "call", "", "nobody came when I rang", testWard)
	s.keep("SM5", "refused", "+447700900125", "another trust's words", testOtherW)
	s.keep("SM6", "sender", "Shop", "about nowhere", "")
}

func TestKeptTexts(t *testing.T) {
	s := newStaff(t)
	s.keepAll()
	cookie := s.signIn(s.key(ledger.RoleProvider, testTrust))
	get := func(path string) (int, string) {
		t.Helper()
		rec := s.do("GET", path, "", "Cookie", cookie)
		return rec.Code, rec.Body.String()
	}
	_, list := get("/workspace/texts")
	for _, want := range []string{"Text about Skylark Ward", "Call about Skylark Ward", "Urgent: it may tell of danger", "Waiting for 3 hours", "/workspace/text?id=CA4%2Fcomment-1&amp;source=twilio", `<a href="/workspace/texts">Texts</a>`} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	for _, never := range []string{"lift", "mother", "prize", "447700", "SM5", "SM6"} {
		if strings.Contains(list, never) {
			t.Errorf("the list holds %q", never)
		}
	}
	if first := strings.Index(list, "id=SM2"); first < 0 || first > strings.Index(list, "id=SM1") {
		t.Error("the urgent text is not the first")
	}
	if steps := s.keptSteps(); len(steps) != 0 {
		t.Errorf("the list is on record as a look: %v", steps)
	}
	code, page := get("/workspace/text?source=twilio&id=SM1")
	if code != 200 || !strings.Contains(page, "2 the lift &lt;was&gt; slow") || !strings.Contains(page, `value="LARK"`) || strings.Contains(page, "447700") {
		t.Errorf("the text's page: %d, or lacks the words or the place, or tells the number", code)
	}
	if steps := s.keptSteps(); len(steps) != 1 || steps[0] != "SM1 looked by Sister Example: " {
		t.Errorf("on record: %q", steps)
	}
	if _, page = get("/workspace/text?source=twilio&id=SM3"); !strings.Contains(page, "NHSBank") {
		t.Error("who sent a text that is from no number is not told")
	}
	for _, id := range []string{"SM5", "SM6", "SM7", ""} {
		if code, page := get("/workspace/text?source=twilio&id=" + id); code != 404 || strings.Contains(page, "words") {
			t.Errorf("%s: %d", id, code)
		}
	}
	if rec := s.do("GET", "/workspace/texts", ""); rec.Code != http.StatusSeeOther {
		t.Errorf("without a key: %d", rec.Code)
	}
	if rec := s.do("GET", "/workspace/text?source=twilio&id=SM1", "", "Authorization", "Bearer "+s.key(ledger.RolePartner, testTrust)); rec.Code != 403 {
		t.Errorf("with a partner's key: %d", rec.Code)
	}
	all := s.signIn(s.key(ledger.RoleOperator))
	if body := s.do("GET", "/workspace/texts", "", "Cookie", all).Body.String(); !strings.Contains(body, "id=SM5") || !strings.Contains(body, "id=SM6") || !strings.Contains(body, "place not known") {
		t.Error("a key without limits does not see every text")
	}
}

// TestKeptPicture tells staff that a picture came, when, about which ward, and
// where it is.
func TestKeptPicture(t *testing.T) {
	s := newStaff(t)
	s.keep("SM1", "media", "+447700900123", "", testWard)
	s.keep("SM2/picture", "media", "+447700900124", "", testWard)
	cookie := s.signIn(s.key(ledger.RoleProvider, testTrust))
	list := s.do("GET", "/workspace/texts", "", "Cookie", cookie).Body.String()
	page := s.do("GET", "/workspace/text?source=twilio&id=SM2%2Fpicture", "", "Cookie", cookie).Body.String()
	for name, body := range map[string]string{"the list": list, "the page": page} {
		for _, want := range []string{"Picture about Skylark Ward", momentText(s.clock.now().Add(-3 * time.Hour)), "It is not stored here", "(twilio)", "message SM2,"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
		if strings.Contains(body, "447700") {
			t.Errorf("%s tells the number", name)
		}
	}
	if !strings.Contains(list, "message SM1,") || strings.Contains(page, "no words that can be shown") {
		t.Error("the picture without words is not listed, or the page speaks of words")
	}
}

// keptSteps gives what is on record of kept texts.
func (s *staff) keptSteps() (out []string) {
	s.Helper()
	steps, err := s.store.TextSteps(s.Context(), "", "", 100)
	if err != nil {
		s.Fatal(err)
	}
	for _, x := range steps {
		out = append(out, x.ID+" "+string(x.Act)+" by "+x.By+": "+x.Note)
	}
	return out
}

func TestKeptTextsAreDealtWith(t *testing.T) {
	s := newStaff(t)
	s.keepAll()
	cookie := s.signIn(s.key(ledger.RoleProvider, testTrust))
	field := regexp.MustCompile(`name="form" value="([0-9a-f]+)"`).FindStringSubmatch(s.do("GET", "/workspace/text?source=twilio&id=SM1", "", "Cookie", cookie).Body.String())
	if field == nil {
		t.Fatal("no form")
	}
	post := func(id, act string, more ...string) (int, string, string) {
		t.Helper()
		v := url.Values{"form": {field[1]}, "source": {"twilio"}, "id": {id}, "act": {act}}
		for i := 0; i < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		rec := s.do("POST", "/workspace/text", v.Encode(), "Cookie", cookie)
		return rec.Code, rec.Header().Get("Location"), rec.Body.String()
	}
	for _, c := range []struct {
		name, id, act string
		more          []string
		want          int
		to, holds     string
	}{
		{"forged", "SM1", "filed", []string{"form", "0000", "place", "LARK", "rating", "2"}, 403, "", ""},
		{"another's", "SM5", "filed", []string{"place", "LARK", "rating", "2"}, 303, "/workspace/texts?done=gone", ""},
		{"to another's place", "SM1", "filed", []string{"place", "ORCHARD", "rating", "2"}, 400, "", `href="#place"`},
		{"to no place", "SM1", "filed", []string{"place", "", "rating", "2"}, 400, "", `id="place-error"`},
		{"a wrong rating", "SM1", "filed", []string{"place", "LARK", "rating", "9", "comment", "typed words"}, 400, "", "typed words"},
		{"neither rating nor words", "SM1", "filed", []string{"place", "LARK", "rating", "none"}, 400, "", `href="#rating"`},
		{"told nobody", "SM1", "escalated", []string{"note", "  "}, 400, "", `href="#note"`},
		{"no such act", "SM1", "looked", nil, 400, "", ""},
		{"filed", "SM1", "filed", []string{"place", "LARK", "rating", "2", "comment", "the lift was slow"}, 303, "/workspace/texts?done=filed", ""},
		{"filed again", "SM1", "filed", []string{"place", "LARK", "rating", "5"}, 303, "/workspace/texts?done=gone", ""},
		{"told somebody", "SM2", "escalated", []string{"note", "The safeguarding lead"}, 303, "/workspace/texts?done=escalated", ""},
		{"a call, words alone", "CA4/comment-1", "filed", []string{"place", "LARK", "rating", "none", "comment", "nobody came when I rang"}, 303, "/workspace/texts?done=filed", ""},
		{"no feedback", "SM3", "not_feedback", nil, 303, "/workspace/texts?done=not_feedback", ""},
	} {
		code, to, body := post(c.id, c.act, c.more...)
		if code != c.want || to != c.to || !strings.Contains(body, c.holds) {
			t.Errorf("%s: %d to %q, want %d to %q holding %q", c.name, code, to, c.want, c.to, c.holds)
		}
	}
	var got []string
	for _, name := range []string{"SM1", "CA4/comment-1"} {
		for _, step := range s.keptSteps() {
			if rest, ok := strings.CutPrefix(step, name+" filed by Sister Example: "); ok {
				id, err := ledger.ParseID(rest)
				if err != nil {
					t.Fatal(err)
				}
				state, err := s.store.State(t.Context(), id)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, state.Facts.Rating.String()+" by "+state.Facts.Channel.String()+" at "+string(state.Facts.Path.Place()))
			}
		}
	}
	if want := []string{"Good by sms at " + string(testWard), "no rating by voice at " + string(testWard)}; strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("filed %q, want %q", got, want)
	}
	kept, err := s.store.KeptTexts(t.Context(), 10)
	if err != nil || len(kept) != 3 { // SM2 stays, and the two of others
		t.Errorf("%d are left, %v", len(kept), err)
	}
	if body := s.do("GET", "/workspace/texts?done=escalated", "", "Cookie", cookie).Body.String(); !strings.Contains(body, "Somebody was told") || !strings.Contains(body, `role="status"`) {
		t.Error("the list does not say that somebody was told")
	}
}

func TestKeptTextThatCannotBeRead(t *testing.T) {
	s := newStaff(t)
	n := ledger.TextNote{Source: "notify", ID: "x", At: s.clock.now(), Outcome: feedback.Kept, Reason: "refused", Place: testWard, Sealed: []byte("sealed with a secret that is gone")}
	if _, err := s.store.NoteText(t.Context(), n, nil); err != nil {
		t.Fatal(err)
	}
	cookie := s.signIn(s.key(ledger.RoleProvider, testTrust))
	rec := s.do("GET", "/workspace/text?source=notify&id=x", "", "Cookie", cookie)
	if body := rec.Body.String(); rec.Code != 200 || !strings.Contains(body, "cannot be read") || strings.Contains(body, "File it as an answer") || !strings.Contains(body, "forget it") {
		t.Errorf("%d %s", rec.Code, body)
	}
}
