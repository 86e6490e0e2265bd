package api

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

// kioskTokenOf takes the token out of a kiosk's page.
func kioskTokenOf(t testing.TB, rec *httptest.ResponseRecorder) string {
	t.Helper()
	_, rest, ok := strings.Cut(rec.Body.String(), `data-token="`)
	if !ok {
		t.Fatalf("no token in %d %s", rec.Code, rec.Body)
	}
	token, _, _ := strings.Cut(rest, `"`)
	return token
}

const kioskTestID = "0f8fad5b-d9cb-469f-a165-70867728950e"

func TestKioskAnswers(t *testing.T) {
	w := newWorld(t)
	page := w.do(http.MethodGet, "/k/LARK", "")
	if policy := page.Header().Get("Content-Security-Policy"); policy != policyKiosk || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
	token := kioskTokenOf(t, page)
	send := func(body string, headers ...string) *httptest.ResponseRecorder {
		return w.do(http.MethodPost, "/k/LARK/answers", body, append([]string{"Content-Type", "application/json"}, headers...)...)
	}
	whole := func(id, token string, rating int, more string) string {
		return fmt.Sprintf(`{"id":%q,"token":%q,"rating":%d,"why":"Waited\r\nlong","improve":"","consent":true,"language":"pl","audience":"adult","seconds_ago":7200%s}`, id, token, rating, more)
	}
	for i, want := range []int{201, 200, 200} {
		if rec := send(whole(kioskTestID, token, 4, "")); rec.Code != want {
			t.Fatalf("time %d: %d %s", i+1, rec.Code, rec.Body)
		}
	}
	got := w.ledger.stored()
	if len(got) != 1 {
		t.Fatalf("%d stored", len(got))
	}
	r := got[0].Response
	if r.Source != "kiosk" || r.Channel != feedback.ChannelKiosk || r.Mode != feedback.ModeElectronicDischarge || r.Rating != feedback.Poor || !r.Consent ||
		r.Language != "pl" || len(r.Comments) != 1 || r.Comments[0].Text.Reveal() != "Waited\nlong" || !r.AnsweredAt.Equal(w.clock.now().Add(-2*time.Hour)) {
		t.Errorf("stored %+v", r)
	}
	other := strings.Replace(kioskTestID, "0f", "1f", 1)
	for name, tt := range map[string]struct {
		body    string
		headers []string
		want    int
	}{
		"no id":           {whole("", token, 1, ""), nil, 400},
		"id of no device": {whole("abc", token, 1, ""), nil, 400},
		"rating 9":        {whole(other, token, 9, ""), nil, 400},
		"no token":        {whole(other, "", 1, ""), nil, 403},
		"form's token":    {whole(other, w.formToken(), 1, ""), nil, 403},
		"unknown member":  {whole(other, token, 1, `,"more":1`), nil, 400},
		"not JSON":        {"rating=1", nil, 400},
		"another site":    {whole(other, token, 1, ""), []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"a form":          {whole(other, token, 1, ""), []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		"too long":        {strings.Replace(whole(other, token, 1, ""), "Waited", strings.Repeat("x", 21_000), 1), nil, 400},
		"far too long":    {strings.Replace(whole(other, token, 1, ""), "Waited", strings.Repeat("x", maxPage), 1), nil, 413},
	} {
		if rec := send(tt.body, tt.headers...); rec.Code != tt.want {
			t.Errorf("%s: %d, want %d: %s", name, rec.Code, tt.want, rec.Body)
		}
	}
	if rec := send(strings.Replace(whole(other, token, 1, ""), `"seconds_ago":7200`, `"seconds_ago":9223372036854775807`, 1)); rec.Code != 201 {
		t.Fatalf("an absurd age: %d", rec.Code)
	}
	if got := w.ledger.stored(); len(got) != 2 || !got[1].Response.AnsweredAt.Equal(w.clock.now().Add(-kioskLife)) {
		t.Error("an absurd age is not cut to the longest")
	}
	w.clock.move(kioskLife + time.Hour)
	if rec := send(whole(strings.Replace(kioskTestID, "0f", "2f", 1), token, 1, "")); rec.Code != 403 {
		t.Errorf("an old token: %d", rec.Code)
	}
	if fresh := decode[map[string]string](t, w.do(http.MethodGet, "/k/LARK/token", "")); send(whole(strings.Replace(kioskTestID, "0f", "2f", 1), fresh["token"], 1, "")).Code != 201 {
		t.Error("a new token is not taken")
	}
	if strings.Contains(w.log.String(), "Waited") {
		t.Error("the log holds what was typed")
	}
}

func TestKioskPages(t *testing.T) {
	w := newWorld(t)
	if rec := w.do(http.MethodGet, "/k/FINCH", ""); rec.Code != http.StatusGone {
		t.Errorf("a closed place: %d", rec.Code)
	}
	if rec := w.do(http.MethodGet, "/k/NOWHERE", ""); rec.Code != http.StatusNotFound {
		t.Errorf("no place: %d", rec.Code)
	}
	bedside := w.do(http.MethodGet, "/k/LARK?at=bedside&lang=ur&audience=easy_read", "").Body.String()
	for _, want := range []string{`<html lang="ur" dir="rtl"`, `data-idle="300"`, `data-audience="easy_read"`, `data-tongue="cy"`} {
		if !strings.Contains(bedside, want) {
			t.Errorf("the bedside page lacks %s", want)
		}
	}
	worker := w.do(http.MethodGet, "/k/worker.js", "")
	if worker.Code != 200 || worker.Header().Get("Cache-Control") != "no-cache" || worker.Header().Get("Content-Type") != scriptKind {
		t.Fatalf("worker: %d %v", worker.Code, worker.Header())
	}
	for _, part := range strings.Split(worker.Body.String(), `"`) {
		if strings.HasPrefix(part, "/static/") {
			if rec := w.do(http.MethodGet, part, ""); rec.Code != 200 {
				t.Errorf("the worker keeps %s, which is %d", part, rec.Code)
			}
		}
	}
}
