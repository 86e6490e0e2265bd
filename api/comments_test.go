package api

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

const (
	kindWords  = "The staff were kind and the ward was clean."
	namedWords = "Nurse Bartholomew Quint was kind. Ring me on 07700 900123."
)

func comments(t testing.TB, rec *httptest.ResponseRecorder) commentsAnswer {
	t.Helper()
	if rec.Code != http.StatusOK {
		t.Fatalf("comments: %d %s", rec.Code, rec.Body)
	}
	return decode[commentsAnswer](t, rec)
}

// TestPublishedComments: a comment is told once its month is published, under the
// smallest place whose figures are shown, with the month and without the rating.
func TestPublishedComments(t *testing.T) {
	f := newForum(t)
	f.say(testWard, 1, 1, kindWords)
	f.say(testWard, 1, 1, namedWords)
	f.say(testWard, 20, 1, "")
	f.say(testOtherW, 2, 5, "The team was late and the food was cold.")
	f.say(testOther, 25, 1, "")
	place := "/v1/places/" + string(testWard) + "/comments"
	if a := comments(t, f.do(http.MethodGet, place, "")); len(a.Comments) != 0 {
		t.Errorf("before they were read: %+v", a)
	}
	if err := f.reader.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := comments(t, f.do(http.MethodGet, place, "")); len(a.Comments) != 0 {
		t.Errorf("before their month is published: %+v", a)
	}
	f.settle()
	a := comments(t, f.do(http.MethodGet, place, ""))
	if len(a.Comments) != 1 || a.Comments[0].Parts[0].Text != kindWords || a.Comments[0].Month != "2026-11" || a.Comments[0].Place.ID != testWard ||
		a.Comments[0].Source.Licence != ownLicence || a.Comments[0].Reply != nil {
		t.Fatalf("got %+v", a)
	}
	// The small team is hidden, so its comments are told about its provider.
	if a := comments(t, f.do(http.MethodGet, "/v1/places/"+string(testOtherW)+"/comments", "")); len(a.Comments) != 0 {
		t.Errorf("about a hidden team: %+v", a)
	}
	a = comments(t, f.do(http.MethodGet, "/v1/places/"+string(testOther)+"/comments", ""))
	if len(a.Comments) != 2 || a.Comments[0].Place.ID != testOther || strings.Contains(fmt.Sprintf("%+v", a), string(testOtherW)) {
		t.Errorf("about its provider: %+v", a)
	}
	for path, want := range map[string]string{
		"/p/" + string(testWard): kindWords, "/p/" + string(testTrust): kindWords, "/p/" + string(testWard) + "/comments": kindWords,
		"/areas/" + string(testArea) + "/report": kindWords, "/areas/" + string(testArea) + "/feed.atom": kindWords,
		"/v1/areas/" + string(testArea) + "/comments": kindWords, "/v1/areas/" + string(testArea) + "/comments.csv": kindWords,
	} {
		body := f.do(http.MethodGet, path, "").Body.String()
		if !strings.Contains(body, want) {
			t.Errorf("%s lacks the comment", path)
		}
		for _, private := range []string{"Quint", "900123", "2026-11-20", "20 November"} {
			if strings.Contains(body, private) && !strings.Contains(path, "feed") && !strings.Contains(path, "report") && !(strings.HasPrefix(path, "/p/") && strings.HasPrefix(private, "20")) {
				t.Errorf("%s holds %q", path, private)
			}
		}
	}
	rows, err := csv.NewReader(f.do(http.MethodGet, "/v1/areas/"+string(testArea)+"/comments.csv", "").Body).ReadAll()
	if err != nil || len(rows) != 2 || !slices.Equal(rows[0], commentHeader()) {
		t.Errorf("csv: %v, %v", rows, err)
	}
}

// TestCommentsGoAway: what is erased or withdrawn is gone from every public answer
// at once, before the reader of comments comes by, and its tombstone follows.
func TestCommentsGoAway(t *testing.T) {
	for _, kind := range []ledger.Kind{ledger.Erased, ledger.Withdrawn} {
		f := newForum(t)
		f.say(testWard, 1, 1, kindWords)
		f.say(testWard, 20, 1, "")
		f.settle()
		v := f.only(ledger.VoiceShown)
		rec := f.do(http.MethodGet, "/v1/places/LARK/comments", "")
		tag := rec.Header().Get("ETag")
		if again := f.do(http.MethodGet, "/v1/places/LARK/comments", "", "If-None-Match", tag); again.Code != http.StatusNotModified {
			t.Errorf("%s: the same again: %d", kind, again.Code)
		}
		watch := "Bearer " + f.key(ledger.RoleHealthwatch, nil, testArea)
		pull := "/v1/areas/" + string(testArea) + "/voices?after="
		before := decode[voicesAnswer](t, f.do(http.MethodGet, pull+"0", "", "Authorization", watch))
		if len(before.Comments) != 1 || before.Comments[0].ID != v.Name {
			t.Fatalf("%s: pulled %+v", kind, before)
		}
		f.erase(v.Subject, kind)
		for _, path := range []string{"/v1/places/LARK/comments", "/p/" + string(testWard), "/p/" + string(testTrust) + "/comments", "/v1/areas/" + string(testArea) + "/report",
			"/areas/" + string(testArea) + "/feed.atom", "/v1/areas/" + string(testArea) + "/comments.csv"} {
			if strings.Contains(f.do(http.MethodGet, path, "", "If-None-Match", tag).Body.String(), "kind and the ward") {
				t.Errorf("%s: %s still shows it", kind, path)
			}
		}
		f.settle()
		after := decode[voicesAnswer](t, f.do(http.MethodGet, fmt.Sprint(pull, before.Cursor), "", "Authorization", watch))
		if !slices.Equal(after.Gone, []string{v.Name}) || len(after.Comments) != 0 || after.Cursor <= before.Cursor {
			t.Errorf("%s: then pulled %+v", kind, after)
		}
		last := decode[voicesAnswer](t, f.do(http.MethodGet, fmt.Sprint(pull, after.Cursor), "", "Authorization", watch))
		if len(last.Gone)+len(last.Comments)+len(last.Requests) != 0 || last.Cursor != after.Cursor {
			t.Errorf("%s: and then %+v", kind, last)
		}
	}
}

// TestCommentPages goes through many comments by cursor: each once, in a stable
// order, also when more come in between.
func TestCommentPages(t *testing.T) {
	f := newForum(t)
	f.say(testWard, 23, 1, kindWords)
	f.settle()
	seen := map[string]int{}
	next, pages := "", 0
	for {
		a := comments(t, f.do(http.MethodGet, "/v1/places/LARK/comments?limit=5&cursor="+next, ""))
		for _, c := range a.Comments {
			seen[c.ID]++
		}
		pages++
		if next = a.Next; next == "" {
			break
		}
		if pages == 2 {
			f.say(testOther, 3, 1, "Elsewhere.")
			f.settle()
		}
	}
	if pages != 5 || len(seen) != 23 {
		t.Errorf("%d comments on %d pages, want 23 on 5", len(seen), pages)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s was given %d times", id, n)
		}
	}
	for _, bad := range []string{"cursor=x", "cursor=MjAyNi0xMQ", "limit=0", "limit=101", "limit=x"} {
		if rec := f.do(http.MethodGet, "/v1/places/LARK/comments?"+bad, ""); rec.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", bad, rec.Code)
		}
	}
}

// TestCommentsOfAnOpenService are told by live cards.
func TestCommentsOfAnOpenService(t *testing.T) {
	f := newForum(t, func(o *Options) { o.Open = true })
	f.say(testWard, 1, 1, kindWords)
	f.say(testWard, 3, 1, "")
	f.settle()
	if a := comments(t, f.do(http.MethodGet, "/v1/places/LARK/comments", "")); len(a.Comments) != 0 {
		t.Errorf("of a ward with four answers: %+v", a)
	}
	f.say(testWard, 1, 1, "")
	if a := comments(t, f.do(http.MethodGet, "/v1/places/LARK/comments", "")); len(a.Comments) != 1 {
		t.Errorf("with five: %+v", a)
	}
}

// signedForm gives the cookie of a key's holder and the hidden field of a page.
func (f *forum) signedForm(token, page string) (cookie, field string) {
	f.t.Helper()
	rec := f.do(http.MethodPost, "/workspace/sign-in", url.Values{"key": {token}}.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if rec.Code != http.StatusSeeOther {
		f.t.Fatalf("sign in: %d", rec.Code)
	}
	c := rec.Result().Cookies()[0]
	cookie = c.Name + "=" + c.Value
	m := regexp.MustCompile(`name="form" value="([0-9a-f]+)"`).FindStringSubmatch(f.do(http.MethodGet, page, "", "Cookie", cookie).Body.String())
	if m == nil {
		f.t.Fatalf("%s has no form", page)
	}
	return cookie, m[1]
}

// TestDeskPages decides about a comment and replies to it, by forms.
func TestDeskPages(t *testing.T) {
	f := newForum(t)
	f.say(testWard, 1, 4, namedWords)
	f.say(testWard, 20, 1, "")
	f.settle()
	v := f.only(ledger.VoiceWaiting)
	page := "/workspace/comments/" + v.Name
	cookie, field := f.signedForm(f.key(ledger.RoleProvider, []feedback.PlaceID{testTrust}), page)
	list := f.do(http.MethodGet, "/workspace/comments", "", "Cookie", cookie).Body.String()
	body := f.do(http.MethodGet, page, "", "Cookie", cookie).Body.String()
	for _, text := range []string{list, body} {
		if !strings.Contains(text, "was kind") || strings.Contains(text, "Quint") || strings.Contains(text, "900123") || !strings.Contains(text, ownLicence) {
			t.Errorf("the page lacks the redacted words or their source, or holds too much:\n%s", text)
		}
	}
	draft := regexp.MustCompile(`name="part"[^>]*>([^<]*)<`).FindStringSubmatch(body)
	if draft == nil {
		t.Fatal("no draft")
	}
	post := func(values url.Values, headers ...string) (int, string) {
		rec := f.do(http.MethodPost, page, values.Encode(), append([]string{"Cookie", cookie, "Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
		return rec.Code, rec.Body.String()
	}
	form := func(do string, version int, more ...string) url.Values {
		values := url.Values{"form": {field}, "version": {fmt.Sprint(version)}, "do": {do}}
		for i := 0; i < len(more); i += 2 {
			values.Add(more[i], more[i+1])
		}
		return values
	}
	for _, c := range []struct {
		name    string
		values  url.Values
		headers []string
		want    int
	}{
		{"forged", url.Values{"form": {"00"}, "version": {"1"}, "do": {"show"}, "why": {"x"}, "part": {draft[1]}}, nil, 403},
		{"from elsewhere", form("show", 1, "why", "x", "part", draft[1]), []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"no reason", form("show", 1, "part", draft[1]), nil, 400},
		{"stale", form("show", 7, "why", "x", "part", draft[1]), nil, 409},
		{"name put back", form("show", 1, "why", "x", "part", "Nurse Bartholomew Quint was kind."), nil, 400},
		{"no version", form("show", 0, "why", "x"), nil, 400},
		{"nothing asked", form("dance", 1, "why", "x"), nil, 400},
		{"reply before it is shown", form("reply", 1, "reply", "Thank you."), nil, 404},
		{"shown", form("show", 1, "why", "No name is left.", "part", "was kind."), nil, 303},
		{"reply with a number", form("reply", 2, "reply", "Ring 07700 900456."), nil, 400},
		{"empty reply", form("reply", 2), nil, 400},
		{"reply", form("reply", 2, "reply", "You said it was good. We told the team."), nil, 303},
		{"reply changed", form("reply", 3, "reply", "You said it was good. We told them all."), nil, 303},
	} {
		if got, text := post(c.values, c.headers...); got != c.want || strings.Contains(text, "Quint") && c.name != "name put back" {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	a := comments(t, f.do(http.MethodGet, "/v1/places/LARK/comments", ""))
	if len(a.Comments) != 1 || a.Comments[0].Parts[0].Text != "was kind." || a.Comments[0].Reply == nil || a.Comments[0].Reply.Text != "You said it was good. We told them all." {
		t.Fatalf("published: %+v", a)
	}
	if public := f.do(http.MethodGet, "/p/"+string(testWard), "").Body.String(); !strings.Contains(public, "We told them all") || strings.Contains(public, "Test provider") {
		t.Error("the place's page lacks the reply, or names who wrote it")
	}
	body = f.do(http.MethodGet, page, "", "Cookie", cookie).Body.String()
	for _, want := range []string{"No name is left.", "Test provider", "Reply changed", "Poor"} {
		if !strings.Contains(body, want) {
			t.Errorf("the history lacks %q", want)
		}
	}
	if got, _ := post(form("withdraw", 4)); got != 303 {
		t.Errorf("withdrawn: %d", got)
	}
	if got, _ := post(form("refuse", 5, "why", "On second thoughts.")); got != 303 {
		t.Errorf("refused: %d", got)
	}
	if a := comments(t, f.do(http.MethodGet, "/v1/places/LARK/comments", "")); len(a.Comments) != 0 {
		t.Errorf("after that: %+v", a)
	}
}

// TestWhoMayDecide: a comment of another's, one that is gone and one that never
// was get the same answer, and other roles none at all.
func TestWhoMayDecide(t *testing.T) {
	f := newForum(t)
	f.say(testWard, 1, 1, kindWords)
	f.settle()
	shown := f.only(ledger.VoiceShown)
	f.say(testWard, 1, 1, namedWords)
	f.settle()
	gone := f.only(ledger.VoiceWaiting)
	f.erase(gone.Subject, ledger.Withdrawn)
	f.settle()
	stranger := "Bearer " + f.key(ledger.RoleProvider, []feedback.PlaceID{testOther})
	own := "Bearer " + f.key(ledger.RoleProvider, []feedback.PlaceID{testSite})
	watch := "Bearer " + f.key(ledger.RoleHealthwatch, nil, testArea)
	strip := func(s string) string { return regexp.MustCompile(`"request_id":"[^"]*"`).ReplaceAllString(s, "") }
	reply := func(name, key string) (int, string) {
		rec := f.do(http.MethodPost, "/v1/comments/"+name+"/reply", `{"text":"Thank you for telling us."}`, "Authorization", key, "Content-Type", "application/json")
		return rec.Code, strip(rec.Body.String())
	}
	_, none := reply("nothing", stranger)
	for name, c := range map[string]struct{ id, key string }{"another's": {shown.Name, stranger}, "gone": {gone.Name, own}, "none": {"x", own}} {
		if code, body := reply(c.id, c.key); code != http.StatusNotFound || body != none {
			t.Errorf("%s: %d %s", name, code, body)
		}
		if rec := f.do(http.MethodGet, "/workspace/comments/"+c.id, "", "Authorization", c.key); rec.Code != http.StatusNotFound {
			t.Errorf("%s: page %d", name, rec.Code)
		}
	}
	for _, key := range []string{watch, "Bearer " + f.key(ledger.RolePartner, []feedback.PlaceID{testTrust})} {
		if code, _ := reply(shown.Name, key); code != http.StatusForbidden {
			t.Errorf("another role: %d", code)
		}
	}
	if code, body := reply(shown.Name, own); code != http.StatusOK || !strings.Contains(body, "Thank you for telling us.") {
		t.Errorf("its own: %d %s", code, body)
	}
	if page := f.do(http.MethodGet, "/workspace/comments?state=shown", "", "Authorization", stranger).Body.String(); strings.Contains(page, "kind and the ward") {
		t.Error("a stranger's list shows it")
	}
}

// TestRequestsForAResponse asks, sees the clock run, and gets an answer.
func TestRequestsForAResponse(t *testing.T) {
	f := newForum(t)
	f.say(testWard, 1, 5, "We waited for hours and the food was cold.")
	f.say(testWard, 20, 1, "")
	f.settle()
	v := f.only(ledger.VoiceShown)
	watch := "Bearer " + f.key(ledger.RoleHealthwatch, nil, testArea)
	staff := "Bearer " + f.key(ledger.RoleProvider, []feedback.PlaceID{testTrust})
	base := "/v1/areas/" + string(testArea) + "/requests"
	ask := func(key, body string) *httptest.ResponseRecorder {
		return f.do(http.MethodPost, base, body, "Authorization", key, "Content-Type", "application/json")
	}
	for name, c := range map[string]struct {
		key, body string
		want      int
	}{
		"about nothing":             {watch, `{"id":"1","text":"Why?"}`, 400},
		"about two things":          {watch, `{"id":"1","text":"Why?","place":"LARK","comment":"x"}`, 400},
		"no words":                  {watch, `{"id":"1","place":"LARK"}`, 400},
		"no id":                     {watch, `{"text":"Why?","place":"LARK"}`, 400},
		"unknown member":            {watch, `{"id":"1","text":"Why?","place":"LARK","when":"now"}`, 400},
		"a place elsewhere":         {watch, `{"id":"1","text":"Why?","place":"ORCHARD"}`, 404},
		"no such place":             {watch, `{"id":"1","text":"Why?","place":"NOWHERE"}`, 404},
		"no such comment":           {watch, `{"id":"1","text":"Why?","comment":"nowhere"}`, 404},
		"no such warning":           {watch, `{"id":"1","text":"Why?","warning":99}`, 404},
		"a provider's key":          {staff, `{"id":"1","text":"Why?","place":"LARK"}`, 403},
		"another area's key":        {"Bearer " + f.key(ledger.RoleHealthwatch, nil, "E10000098"), `{"id":"1","text":"Why?","place":"LARK"}`, 404},
		"an operator for one place": {"Bearer " + f.key(ledger.RoleOperator, []feedback.PlaceID{testWard}), `{"id":"1","text":"Why?","place":"LARK"}`, 404},
	} {
		if rec := ask(c.key, c.body); rec.Code != c.want {
			t.Errorf("%s: %d %s, want %d", name, rec.Code, rec.Body, c.want)
		}
	}
	body := fmt.Sprintf(`{"id":"r1","text":"What will change?","comment":%q}`, v.Name)
	first := ask(watch, body)
	if first.Code != http.StatusCreated {
		t.Fatalf("asked: %d %s", first.Code, first.Body)
	}
	q := decode[requestJSON](t, first)
	if q.Due != "2026-12-18" || q.State != "open" || q.Place != testTrust || q.About != "comment" {
		t.Errorf("got %+v", q)
	}
	if again := ask(watch, body); again.Code != http.StatusOK || decode[requestJSON](t, again).Request != q.Request {
		t.Errorf("asked again: %d %s", again.Code, again.Body)
	}
	if rec := ask(watch, `{"id":"r2","text":"And the ward?","place":"LARK"}`); rec.Code != http.StatusCreated {
		t.Errorf("about the ward: %d %s", rec.Code, rec.Body)
	}
	summary := decode[areaReport](t, f.do(http.MethodGet, "/v1/areas/"+string(testArea)+"/report", "", "Authorization", watch)).Shared
	if summary == nil || len(summary.Requests) != 2 || summary.RequestsByHow["open"] != 2 || len(summary.Concerns) != 1 || summary.Concerns[0].Overdue || summary.Threshold != 5 {
		t.Fatalf("summary: %+v", summary)
	}
	if public := f.do(http.MethodGet, "/v1/areas/"+string(testArea)+"/report", "").Body.String(); strings.Contains(public, `"shared"`) || strings.Contains(public, "What will change") || strings.Contains(public, "concern") {
		t.Errorf("the public sees %s", public)
	}
	f.clock.move(30 * 24 * time.Hour)
	summary = decode[areaReport](t, f.do(http.MethodGet, "/v1/areas/"+string(testArea)+"/report", "", "Authorization", watch)).Shared
	if summary.RequestsByHow["overdue"] != 2 || !summary.Concerns[0].Overdue {
		t.Errorf("a month later: %+v", summary)
	}
	f.answerRequest(staff, q)
	list := decode[requestsAnswer](t, f.do(http.MethodGet, base, "", "Authorization", watch))
	i := slices.IndexFunc(list.Requests, func(x requestJSON) bool { return x.Request == q.Request })
	if i < 0 || list.Requests[i].State != "answered late" || list.Requests[i].Answer != "A second nurse from Monday." {
		t.Errorf("in the end: %+v", list)
	}
}

// answerRequest answers by the workspace's form, as those who may.
func (f *forum) answerRequest(staff string, q requestJSON) {
	t := f.t
	stranger := "Bearer " + f.key(ledger.RoleProvider, []feedback.PlaceID{testOther})
	answer := fmt.Sprintf("/v1/requests/%d/answer", q.Request)
	for path, key := range map[string]string{answer: stranger, "/v1/requests/999/answer": staff, "/v1/requests/x/answer": staff} {
		if rec := f.do(http.MethodPost, path, `{"text":"x","version":1}`, "Authorization", key, "Content-Type", "application/json"); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
	if rec := f.do(http.MethodPost, answer, `{"text":"x","version":9}`, "Authorization", staff, "Content-Type", "application/json"); rec.Code != http.StatusConflict {
		t.Errorf("another version: %d", rec.Code)
	}
	if list := decode[requestsAnswer](t, f.do(http.MethodGet, "/v1/requests", "", "Authorization", staff)); len(list.Requests) != 2 {
		t.Errorf("to answer: %+v", list)
	}
	if list := decode[requestsAnswer](t, f.do(http.MethodGet, "/v1/requests", "", "Authorization", stranger)); len(list.Requests) != 0 {
		t.Errorf("a stranger is to answer: %+v", list)
	}
	page := fmt.Sprintf("/workspace/requests/%d", q.Request)
	cookie, field := f.signedForm(f.key(ledger.RoleProvider, []feedback.PlaceID{testTrust}), page)
	if body := f.do(http.MethodGet, "/workspace/requests", "", "Cookie", cookie).Body.String(); !strings.Contains(body, "What will change?") || !strings.Contains(body, "Overdue") {
		t.Error("the list of the workspace lacks the request")
	}
	post := func(version, text string) int {
		return f.do(http.MethodPost, page, url.Values{"form": {field}, "version": {version}, "answer": {text}}.Encode(), "Cookie", cookie, "Content-Type", "application/x-www-form-urlencoded").Code
	}
	for _, c := range []struct {
		version, text string
		want          int
	}{{"1", " ", 400}, {"7", "x", 409}, {"x", "x", 400}, {"1", "A second nurse from Monday.", 303}} {
		if got := post(c.version, c.text); got != c.want {
			t.Errorf("answer %q at %s: %d, want %d", c.text, c.version, got, c.want)
		}
	}
}

// TestThresholds: a key has the threshold of its agreement, and never less than
// the operator's.
func TestThresholds(t *testing.T) {
	for _, c := range []struct {
		minimum, key int
		want         int64
	}{{0, 0, 5}, {0, 8, 8}, {10, 0, 10}, {10, 8, 10}, {3, 0, 5}} {
		f := newForum(t, func(o *Options) { o.SharedMinimum = c.minimum })
		f.say(testWard, 7, 1, kindWords)
		f.settle()
		k, token, err := NewKey(KeyRequest{Name: "Watch", Role: ledger.RoleHealthwatch, Areas: []feedback.GSS{testArea}, Threshold: c.key}, f.clock.now())
		if err != nil {
			t.Fatal(err)
		}
		if err := f.keys.CreateKey(t.Context(), k, "test"); err != nil {
			t.Fatal(err)
		}
		f.clock.move(time.Second)
		key := "Bearer " + token.Reveal()
		a := decode[cardAnswer](t, f.do(http.MethodGet, "/v1/areas/"+string(testArea)+"/summary", "", "Authorization", key))
		if hidden := a.Suppressed; hidden != (c.want > 7) {
			t.Errorf("%+v: seven answers are hidden: %v", c, hidden)
		}
		pulled := decode[voicesAnswer](t, f.do(http.MethodGet, "/v1/areas/"+string(testArea)+"/voices", "", "Authorization", key))
		if len(pulled.Comments) != 7 || (pulled.Comments[0].Place.ID == testWard) != (c.want <= 7) {
			t.Errorf("%+v: %d comments, the first at %q", c, len(pulled.Comments), pulled.Comments[0].Place.ID)
		}
	}
	for _, bad := range []KeyRequest{{Name: "x", Role: ledger.RoleHealthwatch, Areas: []feedback.GSS{testArea}, Threshold: 4}, {Name: "x", Role: ledger.RoleProvider, Threshold: 8}} {
		if _, _, err := NewKey(bad, time.Now()); err == nil {
			t.Errorf("%+v was made", bad)
		}
	}
}
