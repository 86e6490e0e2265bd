package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// TestNoWordEscapes plants words and numbers in every place where a stranger
// can write, makes everything fail that can, and looks for them in the log, in
// metrics, in headers and in every answer but the form that its sender sees.
func TestNoWordEscapes(t *testing.T) {
	w := newWorld(t)
	token := w.key(ledger.RolePartner, []feedback.PlaceID{testTrust})
	n := 0
	canary := func() string { n++; return fmt.Sprintf("CANARY%04d07700900%03d", n, n) }
	var seen strings.Builder
	look := func(method, target, body string, headers ...string) {
		rec := w.do(method, target, body, headers...)
		fmt.Fprintln(&seen, rec.Header())
		// Three answers repeat what was sent, to its sender alone: the form, the
		// search, and the name of a JSON member that does not exist.
		if !strings.HasPrefix(target, "/f/LARK") && !strings.HasPrefix(target, "/find") && !strings.Contains(rec.Body.String(), "is not a field of an answer") {
			seen.WriteString(rec.Body.String())
		}
	}
	form := func() string {
		return url.Values{"token": {canary()}, "rating": {canary()}, "why": {canary()}, "improve": {canary()}, "consent": {canary()}, "website": {canary()}}.Encode()
	}
	good := func() string {
		return url.Values{"token": {tokenIn(t, w.do(http.MethodGet, "/f/LARK", ""))}, "rating": {"4"}, "why": {canary()}, "improve": {canary()}}.Encode()
	}
	forms := []string{"Content-Type", "application/x-www-form-urlencoded"}
	keyed := []string{"Authorization", "Bearer " + token, "Content-Type", "application/json"}
	many := []string{"Authorization", "Bearer " + token, "Content-Type", "application/x-ndjson"}
	for _, fault := range []error{nil, feedback.ErrUnavailable, feedback.ErrConflict, fmt.Errorf("disk")} {
		w.ledger.setFault(fault, 0)
		look(http.MethodPost, "/f/LARK", form(), forms...)
		look(http.MethodPost, "/f/LARK", good(), forms...)
		for _, body := range []string{
			`{"id":"%s","place":"LARK","rating":1,"comment":"%s"}`, `{"id":"ok","place":"%s","rating":1,"comment":"%s"}`,
			`{"id":"ok2","place":"LARK","rating":"%s","comment":"%s"}`, `{"%s":"%s"}`, `{"id":"x","about":{"%s":"%s"}}`, `{"id":"x","comment":"%s" %s`,
			`{"id":"x","place":"LARK","rating":2,"mode":"%s","question":"%s"}`, `{"id":"y","place":"LARK","rating":2,"answered_at":"%s","language":"%s"}`, `%s%s`,
		} {
			text := fmt.Sprintf(body, canary(), canary())
			look(http.MethodPost, "/v1/responses", text, keyed...)
			look(http.MethodPost, "/v1/responses", text+"\n"+text, many...)
		}
		look(http.MethodGet, "/v1/places?q="+canary()+"&level="+canary()+"&cursor="+canary(), "")
		look(http.MethodGet, "/v1/places/"+canary(), "")
		look(http.MethodGet, "/v1/scorecards/LARK?window="+canary(), "")
		look(http.MethodGet, "/find?q="+canary(), "")
		look(http.MethodGet, "/p/"+canary(), "")
		look(http.MethodGet, "/f/"+canary(), "")
		look(http.MethodGet, "/areas/"+canary(), "")
		look(http.MethodGet, "/"+canary(), "", "X-Request-Id", canary(), "User-Agent", canary(), "Referer", canary(), "X-Forwarded-For", canary(), "Accept", "text/html")
		look(http.MethodGet, "/v1/places", "", "Authorization", "Bearer "+canary())
		look(canary(), "/", "")
	}
	w.ledger.setFault(nil, 0)
	w.clock.move(time.Minute)
	for range 20 {
		look(http.MethodPost, "/f/LARK", good(), forms...)
	}
	for _, path := range []string{"/", "/v1/scorecards/LARK", "/p/" + string(testWard), "/england", "/v1/england", "/areas/E06000099", "/v1/areas/E06000099/summary", "/v1/places/LARK"} {
		look(http.MethodGet, path, "")
	}
	if n < 100 || len(w.ledger.stored()) < 20 {
		t.Fatalf("only %d canaries and %d answers: the test proves nothing", n, len(w.ledger.stored()))
	}
	metrics, err := w.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for where, text := range map[string]string{"the log": w.log.String(), "an answer or header": seen.String(), "metrics": fmt.Sprint(metrics)} {
		if i := strings.Index(text, "CANARY"); i >= 0 {
			t.Errorf("a word is in %s: …%s…", where, text[max(0, i-200):min(len(text), i+60)])
		}
	}
}
