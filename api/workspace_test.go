package api

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/prometheus/client_golang/prometheus"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/sqlite"
	"earshot/scorecard"
	"earshot/scorecard/detect"
	"earshot/scorecard/warning"
	"earshot/sentiment"
)

// made is the figures of any place, made up: two years of months, with a worse
// time at the end for Skylark Ward.
type made struct{ now func() time.Time }

func (m made) counts(ref scorecard.Ref, n int64, share float64) scorecard.Counts {
	var c scorecard.Counts
	for i := range n {
		f := ledger.Facts{Rating: feedback.VeryGood}
		if float64(i) >= share*float64(n) {
			f.Rating = feedback.Poor
		}
		c.AddFacts(&f, 1)
	}
	return c
}

func (m made) level(ref scorecard.Ref, i, last int) float64 {
	r := rand.New(rand.NewPCG(uint64(i), 5))
	share := 0.93 + 0.03*r.NormFloat64()
	if ref.Scope == scorecard.PlaceScope(testWard) && i >= last-2 {
		share -= 0.2
	}
	return min(1, share)
}

func (m made) Card(_ context.Context, w scorecard.Window, ref scorecard.Ref) (scorecard.Card, error) {
	return scorecard.Card{Scope: ref.Scope, Window: w, Counts: m.counts(ref, 40+int64(len(ref.Scope))*int64(ref.Scope[2]), m.level(ref, 9, 9))}, nil
}

func (m made) Days(_ context.Context, ref scorecard.Ref, from, to feedback.Day) ([]scorecard.DayCounts, error) {
	var out []scorecard.DayCounts
	for d := from; d <= to; d++ {
		out = append(out, scorecard.DayCounts{Day: d, Counts: m.counts(ref, 9, m.level(ref, int(d), int(to)))})
	}
	return out, nil
}

func (m made) Months(_ context.Context, ref scorecard.Ref, from, to feedback.Month) ([]scorecard.MonthCounts, error) {
	var out []scorecard.MonthCounts
	for d := from; d <= to; d++ {
		out = append(out, scorecard.MonthCounts{Month: d, Counts: m.counts(ref, 200, m.level(ref, int(d), int(to)))})
	}
	return out, nil
}

// staff is a workspace over a real ledger, with one warning at Skylark Ward and
// one at another provider's team.
type staff struct {
	*testing.T
	store   *sqlite.Store
	keys    *keyStore
	clock   *clock
	handler http.Handler
	done    chan struct{}
	mine    int64 // id of the warning at Skylark Ward
	others  int64
	danger  int64
	kept    *collector.KeptTexts
	sealer  *ledger.Sealer
}

// written is a comment that must be shown redacted, and never elsewhere.
const written = "We waited four hours. Call me on 07700 900123, my nurse was called Bartholomew Quint."

func newStaff(t *testing.T) *staff {
	t.Helper()
	s := &staff{T: t, keys: &keyStore{}, clock: &clock{at: time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)}, done: make(chan struct{})}
	var err error
	if s.store, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "l.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.store.Close() })
	guard, err := sentiment.NewGuard()
	if err != nil {
		t.Fatal(err)
	}
	dir := testDirectory(t)
	m := made{s.clock.now}
	directory := func() *feedback.Directory { return dir }
	sealer, err := ledger.NewSealer(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	s.sealer, s.kept = sealer, collector.NewKeptTexts(s.store, collector.NewIntake(directory, plainRead, s.store, s.clock.now), sealer, s.clock.now)
	s.handler, err = New(Options{
		Directory: directory, Cards: m, Intake: collector.NewIntake(directory, plainRead, s.store, s.clock.now), Keys: NewKeyring(s.keys, s.clock.now),
		Workspace: &Workspace{Warnings: s.store, Words: s.store.Words, Redact: guard.Redact, Series: m, Figures: s.store, Done: s.done, Kept: s.kept},
		Now:       s.clock.now, Log: slog.New(slog.DiscardHandler), PublicURL: "http://earshot.example", Metrics: prometheus.NewRegistry(), Secret: testSecret,
	})
	if err != nil {
		t.Fatal(err)
	}
	path, err := dir.Path(testWard, feedback.DayOf(s.clock.now()))
	if err != nil {
		t.Fatal(err)
	}
	receipts, err := s.store.Append(t.Context(), ledger.Command{Kind: ledger.Received, Source: "test", SourceID: "1", At: s.clock.now(),
		Response: &feedback.Response{Source: "test", SourceID: "1", Path: path, Rating: feedback.Poor, AnsweredAt: s.clock.now(), Comments: []feedback.Comment{{Text: written}}},
		Readings: []ledger.CommentFacts{{Class: sentiment.Negative}}})
	if err != nil || receipts[0].Err != nil {
		t.Fatal(err, receipts)
	}
	s.mine = s.raise(testWard, testTrust, "negative", receipts[0].ID.String())
	s.others = s.raise(testOtherW, testOther, "negative", "")
	s.danger = s.raise(testWard, testTrust, warning.DangerNotice, receipts[0].ID.String())
	return s
}

// raise stores a warning such as the watcher makes.
func (s *staff) raise(place, provider feedback.PlaceID, measure, response string) int64 {
	s.Helper()
	day := feedback.DayOf(s.clock.now())
	shown := warning.Shown{Kind: warning.KindChange, Name: "Skylark Ward & Day Unit", Label: "negative answers", Of: "answers", Form: detect.Rising, Sure: "very likely",
		Sentence: "Negative answers rose to about 24% of answers, from about 6%.",
		Finding:  &detect.Finding{Since: int(day) - 9, SinceFrom: int(day) - 12, SinceTo: int(day) - 8, Before: 0.06, After: 0.24, AfterLow: 0.15, AfterHigh: 0.33, Sure: 0.95},
		Themes:   []warning.ShownTheme{{Theme: "timeliness", Name: "Timeliness of care", Negative: 9, Comments: 11}}}
	if measure == warning.DangerNotice {
		shown = warning.Shown{Kind: warning.KindDanger, Name: "Skylark Ward & Day Unit", Label: "danger sign", Sentence: "A comment speaks of harm in care. A person should read it.", Flags: []string{"clinical-harm"}}
	}
	if response != "" {
		shown.Responses = []string{response}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for d := day - 181; d <= day && shown.Kind == warning.KindChange; d++ {
		x := float64(r.IntN(2))
		if d > day-9 {
			x += 3
		}
		shown.Days = append(shown.Days, warning.ShownDay{Day: d, N: 12, X: x})
	}
	b, err := json.Marshal(shown)
	if err != nil {
		s.Fatal(err)
	}
	events, err := s.store.Watch(s.Context(), nil, []ledger.Warning{{Key: fmt.Sprint(place, measure), Place: place, Provider: provider, Measure: measure, Day: day, At: s.clock.now(),
		Urgent: measure == warning.DangerNotice, Shown: b}})
	if err != nil || len(events) != 1 {
		s.Fatal(err, events)
	}
	return events[0].Warning
}

func (s *staff) key(role ledger.Role, places ...feedback.PlaceID) string {
	s.Helper()
	k, token, err := NewKey(KeyRequest{Name: "Sister Example", Role: role, Places: places, Areas: []feedback.GSS{testArea}}, s.clock.now())
	if err != nil {
		s.Fatal(err)
	}
	if err := s.keys.CreateKey(s.Context(), k, "test"); err != nil {
		s.Fatal(err)
	}
	s.clock.move(keysNew + time.Millisecond)
	return token.Reveal()
}

// do sends a request; headers are pairs.
func (s *staff) do(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if method == http.MethodPost && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	rec := httptest.NewRecorder()
	s.handler.ServeHTTP(rec, r)
	return rec
}

// signIn gives the cookie of a key's holder.
func (s *staff) signIn(token string) string {
	s.Helper()
	rec := s.do("POST", "/workspace/sign-in", url.Values{"key": {" " + token + " "}, "next": {"//evil.example"}}.Encode())
	if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/workspace" {
		s.Fatalf("sign in: %d to %q", rec.Code, rec.Header().Get("Location"))
	}
	c := rec.Result().Cookies()
	if len(c) != 1 || !c[0].HttpOnly || c[0].SameSite != http.SameSiteStrictMode || strings.Contains(c[0].Value, token) {
		s.Fatalf("cookie %+v", c)
	}
	return c[0].Name + "=" + c[0].Value
}

// TestWarningAccess: a key sees its own places' warnings, and cannot tell
// another's from one that does not exist.
func TestWarningAccess(t *testing.T) {
	s := newStaff(t)
	mine := "Bearer " + s.key(ledger.RoleProvider, testTrust)
	partner := "Bearer " + s.key(ledger.RolePartner, testTrust)
	for path, want := range map[string]int{
		fmt.Sprintf("/v1/warnings/%d", s.mine): 200, fmt.Sprintf("/v1/warnings/%d", s.others): 404, "/v1/warnings/99": 404, "/v1/warnings/x": 404,
		fmt.Sprintf("/workspace/warnings/%d", s.mine): 200, fmt.Sprintf("/workspace/warnings/%d", s.others): 404,
		"/p/" + string(testWard) + "/chart": 200, "/p/" + string(testOtherW) + "/chart": 404, "/p/nowhere/chart": 404,
		"/workspace/funnel/" + string(testTrust): 200, "/workspace/funnel/" + string(testOther): 404,
		"/workspace/places/" + string(testTrust): 200, "/workspace/places/" + string(testOther): 404, "/workspace/places/nowhere": 404,
	} {
		if rec := s.do("GET", path, "", "Authorization", mine); rec.Code != want {
			t.Errorf("GET %s with the trust's key: %d, want %d", path, rec.Code, want)
		}
		if rec := s.do("GET", path, ""); rec.Code != http.StatusUnauthorized && rec.Code != http.StatusSeeOther {
			t.Errorf("GET %s without a key: %d", path, rec.Code)
		}
		if rec := s.do("GET", path, "", "Authorization", partner); rec.Code != http.StatusForbidden {
			t.Errorf("GET %s with a partner's key: %d, want 403", path, rec.Code)
		}
	}
	a := s.do("GET", fmt.Sprintf("/v1/warnings/%d", s.others), "", "Authorization", mine).Body.String()
	b := s.do("GET", "/v1/warnings/99", "", "Authorization", mine).Body.String()
	id := regexp.MustCompile(`"request_id":"[^"]*"`)
	if a, b = id.ReplaceAllString(a, ""), id.ReplaceAllString(b, ""); a != b {
		t.Errorf("another's warning and none differ:\n%s%s", a, b)
	}
	var list struct {
		Warnings []WarningJSON
		Cursor   int64
	}
	if err := json.Unmarshal(s.do("GET", "/v1/warnings", "", "Authorization", mine).Body.Bytes(), &list); err != nil || len(list.Warnings) != 2 || list.Cursor != 3 {
		t.Errorf("list %+v, %v; want the two of this trust", list, err)
	}
	var events struct {
		Events []WarningEventJSON
		Cursor int64
	}
	if err := json.Unmarshal(s.do("GET", "/v1/warnings?after=1", "", "Authorization", mine).Body.Bytes(), &events); err != nil || len(events.Events) != 1 || events.Cursor != 3 {
		t.Errorf("events %+v, %v; want the one after the first, and the cursor past the other's", events, err)
	}
}

// TestWarningLife goes through a warning's life by forms and by the API.
func TestWarningLife(t *testing.T) {
	s := newStaff(t)
	token := s.key(ledger.RoleProvider, testTrust)
	cookie := s.signIn(token)
	page := fmt.Sprintf("/workspace/warnings/%d", s.mine)
	body := s.do("GET", page, "", "Cookie", cookie).Body.String()
	for _, want := range []string{"waited four hours", "Timeliness of care", "24.0%", "<svg", "Sister Example", "Raised"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, private := range []string{"07700", "Bartholomew", "Quint"} {
		if strings.Contains(body, private) {
			t.Errorf("the page holds %q", private)
		}
	}
	field := regexp.MustCompile(`name="form" value="([0-9a-f]+)"`).FindStringSubmatch(body)
	if field == nil {
		t.Fatal("no form")
	}
	post := func(version int, step, outcome, note, form string, headers ...string) int {
		v := url.Values{"form": {form}, "version": {fmt.Sprint(version)}, "step": {step}, "outcome": {outcome}, "note": {note}}
		return s.do("POST", page, v.Encode(), append([]string{"Cookie", cookie}, headers...)...).Code
	}
	for _, c := range []struct {
		name                string
		version             int
		step, outcome, note string
		form                string
		headers             []string
		want                int
	}{
		{"forged", 1, "seen", "", "", "0000", nil, 403},
		{"from elsewhere", 1, "seen", "", "", field[1], []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"seen", 1, "seen", "", "", field[1], nil, 303},
		{"stale", 1, "acted_on", "", "x", field[1], nil, 409},
		{"no note", 2, "explained", "", " ", field[1], nil, 400},
		{"explained", 2, "explained", "", "The lift was out of order.", field[1], nil, 303},
		{"back", 3, "seen", "", "", field[1], nil, 409},
		{"acted", 3, "acted_on", "", "It is mended.", field[1], nil, 303},
		{"no outcome", 4, "closed", "", "", field[1], nil, 400},
		{"closed", 4, "closed", "passed", "", field[1], nil, 303},
		{"after", 5, "acted_on", "", "x", field[1], nil, 409},
		{"note", 5, "noted", "", "Seen again in March.", field[1], nil, 303},
		{"unknown", 6, "raised", "", "", field[1], nil, 400},
	} {
		if got := post(c.version, c.step, c.outcome, c.note, c.form, c.headers...); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	rec := s.do("POST", fmt.Sprintf("/v1/warnings/%d/events", s.danger), `{"step":"closed","outcome":"passed","note":"Spoken to.","version":1}`, "Authorization", "Bearer "+token, "Content-Type", "application/json")
	if rec.Code != http.StatusCreated || !strings.Contains(rec.Body.String(), `"by":"Sister Example"`) {
		t.Errorf("by the API: %d %s", rec.Code, rec.Body)
	}
	if rec := s.do("POST", fmt.Sprintf("/v1/warnings/%d/events", s.others), `{"step":"seen"}`, "Authorization", "Bearer "+token, "Content-Type", "application/json"); rec.Code != http.StatusNotFound {
		t.Errorf("a step of another's warning: %d", rec.Code)
	}
	// A cookie ends with its key, with time, and by signing out.
	if err := s.keys.RevokeKey(t.Context(), s.keys.list[0].ID, s.clock.now(), "test"); err != nil {
		t.Fatal(err)
	}
	s.clock.move(3 * time.Second)
	if rec := s.do("GET", "/workspace", "", "Cookie", cookie); rec.Code != http.StatusSeeOther {
		t.Errorf("with a revoked key's cookie: %d", rec.Code)
	}
	cookie = s.signIn(s.key(ledger.RoleProvider, testTrust))
	s.clock.move(13 * time.Hour)
	if rec := s.do("GET", "/workspace", "", "Cookie", cookie); rec.Code != http.StatusSeeOther || !strings.HasPrefix(rec.Header().Get("Location"), "/workspace/sign-in?next=") {
		t.Errorf("after thirteen hours: %d", rec.Code)
	}
}

// TestStream: events come as they happen, from a cursor on, only one's own, and
// the stream ends with the server.
func TestStream(t *testing.T) {
	s := newStaff(t)
	srv := httptest.NewServer(s.handler)
	defer srv.Close()
	token := s.key(ledger.RoleProvider, testTrust)
	r, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL+"/v1/warnings/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Last-Event-ID", "1")
	r.Header.Set("Accept-Encoding", "gzip")
	resp, err := srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for sc := bufio.NewScanner(resp.Body); sc.Scan(); {
			if strings.HasPrefix(sc.Text(), "id: ") {
				lines <- sc.Text()
			}
		}
	}()
	next := func(want string) {
		t.Helper()
		select {
		case got := <-lines:
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		case <-time.After(5 * time.Second):
			t.Errorf("nothing came, want %q", want)
		}
	}
	next(fmt.Sprintf("id: %d", s.danger)) // the second event is another provider's
	began := time.Now()
	if _, err := warning.Take(t.Context(), s.store, warning.Step{Warning: s.mine, Step: ledger.WarningSeen, By: "x"}, s.clock.now()); err != nil {
		t.Fatal(err)
	}
	next("id: 4")
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("an event took %v", d)
	}
	close(s.done)
	select {
	case _, open := <-lines:
		if open {
			t.Error("an event after the end")
		}
	case <-time.After(5 * time.Second):
		t.Error("the stream does not end with the server")
	}
}

// TestWorkspaceInBrowser looks at the workspace's pages with axe at the width of a
// phone and of a desktop.
func TestWorkspaceInBrowser(t *testing.T) {
	axe := axeSource(t)
	b := newBrowser(t)
	s := newStaff(t)
	srv := httptest.NewServer(s.handler)
	defer srv.Close()
	name, value, _ := strings.Cut(s.signIn(s.key(ledger.RoleProvider, testTrust)), "=")
	look := func(page, path string) {
		for _, width := range []int64{320, 1280} {
			b.run(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(srv.URL+path))
			b.inspect(t, fmt.Sprintf("%s at %d", page, width), axe)
		}
	}
	look("sign-in", "/workspace/sign-in")
	b.run(t, chromedp.ActionFunc(func(ctx context.Context) error {
		return network.SetCookie(name, value).WithURL(srv.URL).WithHTTPOnly(true).Do(ctx)
	}))
	look("warnings", "/workspace")
	look("warning", fmt.Sprintf("/workspace/warnings/%d", s.mine))
	look("warning-danger", fmt.Sprintf("/workspace/warnings/%d", s.danger))
	s.keepAll()
	look("kept", "/workspace/texts")
	look("kept-text", "/workspace/text?source=twilio&id=SM2")
	look("chart", "/p/"+string(testWard)+"/chart")
	look("funnel", "/workspace/funnel/"+string(testTrust))
	// A new warning comes into the open list by itself.
	var count int
	b.run(t, chromedp.Navigate(srv.URL+"/workspace"))
	s.raise(testSite, testTrust, "negative", "")
	began := time.Now()
	for count != 3 && time.Since(began) < 5*time.Second {
		b.run(t, chromedp.Evaluate(`document.querySelectorAll(".ear-warnings li").length`, &count), chromedp.Sleep(20*time.Millisecond))
	}
	close(s.done)
	t.Logf("the open list showed the new warning after %v", time.Since(began).Round(time.Millisecond))
	if count != 3 || time.Since(began) > 2*time.Second {
		t.Errorf("%d warnings in the open list after %v, want 3 within two seconds", count, time.Since(began))
	}
}
