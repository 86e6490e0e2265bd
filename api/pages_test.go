package api

import (
	"net/http"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
)

func TestPlacePage(t *testing.T) {
	w := newWorld(t)
	w.answers(testWard, 12, 1, "Staff were kind", "sms")
	w.answers(testWard, 4, 4, "<script>alert(1)</script>", "online")
	w.publish()
	rec := w.do(http.MethodGet, "/p/"+string(testWard)+"?window=3m", "")
	page := rec.Body.String()
	for _, want := range []string{"Skylark Ward &amp; Day Unit", "<dd>75%<small>", "<dd>25%<small>", "<dd>16<small>", "1 to 30 November 2026",
		`<a href="/p/wa10000000?window=3m" aria-current="page">Last 3 months</a>`, "Published at 09:30 on 20 November 2026", comparisonNote,
		`href="/f/LARK"`, `href="/areas/E06000099"`, `href="/v1/scorecards/wa10000000?window=3m"`, "Staff manner &amp; personal attributes"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "alert") || strings.Contains(page, "were kind") {
		t.Error("the page shows a comment that nobody has approved")
	}
	if rec := w.do(http.MethodGet, "/p/rx101", ""); rec.Code != http.StatusFound || rec.Header().Get("Location") != "/p/"+string(testSite) {
		t.Errorf("a code leads to %d %s", rec.Code, rec.Header().Get("Location"))
	}
	if page := w.do(http.MethodGet, "/p/"+string(testSite), "").Body.String(); !strings.Contains(page, `<a href="/p/wa10000000">`) || !strings.Contains(page, "Closed</strong>") {
		t.Error("the page of a site lacks its wards")
	}
	if page := w.do(http.MethodGet, "/p/"+string(testWard)+"?window=2026-10", "").Body.String(); !strings.Contains(page, "No figures have been published for this time.") || !strings.Contains(page, "October 2026</a>") {
		t.Error("a month that was not published is not shown as such")
	}
}

func TestFindPage(t *testing.T) {
	w := newWorld(t)
	page := w.do(http.MethodGet, "/find?q=ward", "").Body.String()
	if !strings.Contains(page, "2 places found for “ward”") || !strings.Contains(page, "Saltmarsh General, Saltmarsh Hospitals NHS Trust") {
		t.Errorf("got %s", page)
	}
	if page := w.do(http.MethodGet, "/find?q=%3Cqzx%3E", "").Body.String(); !strings.Contains(page, "Nothing found for “&lt;qzx&gt;”") {
		t.Errorf("got %s", page)
	}
}

// TestErrorsAsTheyAreWanted checks that browsers get pages and programs get
// problem details.
func TestErrorsAsTheyAreWanted(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct{ path, accept, kind string }{
		{"/p/nowhere", "text/html", "text/html; charset=utf-8"}, {"/p/nowhere", "", "text/html; charset=utf-8"},
		{"/nowhere", "text/html,*/*", "text/html; charset=utf-8"}, {"/nowhere", "*/*", "application/problem+json"},
		{"/v1/nowhere", "text/html", "application/problem+json"}, {"/v1/places/nowhere", "text/html", "application/problem+json"},
		{"/areas/Kent", "text/html", "text/html; charset=utf-8"},
	} {
		rec := w.do(http.MethodGet, tt.path, "", "Accept", tt.accept)
		if rec.Code != http.StatusNotFound || rec.Header().Get("Content-Type") != tt.kind {
			t.Errorf("%s for %q: %d %s", tt.path, tt.accept, rec.Code, rec.Header().Get("Content-Type"))
		}
	}
}

// TestCardsUnavailable checks that live figures say so when they cannot be
// read, and that what is published is there all the same, with its age.
func TestCardsUnavailable(t *testing.T) {
	w := newWorld(t)
	w.answers(testWard, 30, 1, "", "sms")
	w.publish()
	w.cards.fail = feedback.ErrUnavailable
	token := w.key(ledger.RoleOperator, nil)
	for _, path := range []string{"/v1/scorecards/LARK", "/v1/england", "/v1/areas/E06000099/summary"} {
		rec := w.do(http.MethodGet, path, "", "Authorization", "Bearer "+token)
		if rec.Code != http.StatusServiceUnavailable || rec.Header().Get("Retry-After") == "" || rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", path, rec.Code, rec.Header())
		}
		if a := decode[cardAnswer](t, w.do(http.MethodGet, path, "")); a.AsOf == nil || *a.Responses != 30 {
			t.Errorf("%s: public %+v", path, a)
		}
	}
	for _, path := range []string{"/p/" + string(testWard), "/areas/E06000099"} {
		if rec := w.do(http.MethodGet, path, ""); rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "Published at") {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
}

// TestStatic checks that every address a page names exists, for ever, and that
// a page with its styles stays under 100 kB as it is sent.
func TestStatic(t *testing.T) {
	w := lively(t)
	total := w.do(http.MethodGet, "/p/"+string(testWard), "", "Accept-Encoding", "gzip").Body.Len()
	page := w.do(http.MethodGet, "/p/"+string(testWard), "").Body.String()
	n := 0
	for _, part := range strings.Split(page, `="/static/`)[1:] {
		path := "/static/" + part[:strings.IndexByte(part, '"')]
		rec := w.do(http.MethodGet, path, "", "Accept-Encoding", "gzip")
		if rec.Code != http.StatusOK || !strings.Contains(rec.Header().Get("Cache-Control"), "immutable") || rec.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %d %v", path, rec.Code, rec.Header())
		}
		total += rec.Body.Len()
		n++
	}
	if n != 3 || total > 100_000 {
		t.Errorf("%d files and %d bytes", n, total)
	}
	t.Logf("a scorecard page with its styles is %d bytes as sent", total)
	if rec := w.do(http.MethodGet, "/static/000000000000/earshot.css", ""); rec.Code != http.StatusNotFound {
		t.Errorf("a wrong hash: %d", rec.Code)
	}
}
