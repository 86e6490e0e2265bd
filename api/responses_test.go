package api

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
)

func TestPostOne(t *testing.T) {
	w := newWorld(t)
	token := w.key(ledger.RolePartner, []feedback.PlaceID{testTrust})
	body := `{"id":"a1","place":"LARK","rating":1,"comment":"Kind staff","consent_to_publish":true}`
	first := w.post(token, "application/json; charset=utf-8", body)
	if first.Code != http.StatusCreated {
		t.Fatalf("first: %d %s", first.Code, first.Body)
	}
	again := w.post(token, "application/json", body)
	if again.Code != http.StatusOK {
		t.Fatalf("repeat: %d %s", again.Code, again.Body)
	}
	a, b := decode[outcome](t, first), decode[outcome](t, again)
	if a.Status != "created" || b.Status != "duplicate" || a.ID == "" || a.ID != b.ID || a.Place != testWard {
		t.Errorf("got %+v and %+v", a, b)
	}
	got := w.ledger.stored()
	if len(got) != 1 {
		t.Fatalf("stored %d answers, want 1", len(got))
	}
	r := got[0].Response
	if !strings.HasPrefix(string(r.Source), "partner:") || r.Channel != feedback.ChannelPartner || r.Rating != feedback.VeryGood || !r.Consent {
		t.Errorf("stored %+v", r)
	}
}

// TestBadInput is the table of what is refused and the exact words for it.
func TestBadInput(t *testing.T) {
	w := newWorld(t)
	own := w.key(ledger.RolePartner, []feedback.PlaceID{testTrust})
	revoked := w.key(ledger.RolePartner, nil)
	if err := w.keys.RevokeKey(context.Background(), strings.Split(revoked, "_")[1], w.clock.now(), "test"); err != nil {
		t.Fatal(err)
	}
	provider := w.key(ledger.RoleProvider, []feedback.PlaceID{testTrust})
	const keyWords = "Send a key that is in force as “Authorization: Bearer esk_…”."
	tests := []struct {
		name, token, kind, body string
		status                  int
		detail                  string
	}{
		{"no key", "", "application/json", `{}`, 401, keyWords},
		{"malformed key", "esk_x", "application/json", `{}`, 401, keyWords},
		{"wrong secret", own[:len(own)-1] + flip(own[len(own)-1]), "application/json", `{}`, 401, keyWords},
		{"unknown key", "esk_00000000_" + strings.Repeat("0", 32), "application/json", `{}`, 401, keyWords},
		{"revoked key", revoked, "application/json", `{}`, 401, keyWords},
		{"key of another role", provider, "application/json", `{}`, 403, "This key may not do this."},
		{"no content type", own, "", `{}`, 415, "Send application/json for one answer or application/x-ndjson for many."},
		{"form", own, "application/x-www-form-urlencoded", `a=b`, 415, "Send application/json for one answer or application/x-ndjson for many."},
		{"not JSON", own, "application/json", `rating=1`, 400, "is not JSON: see byte 0"},
		{"cut short", own, "application/json", `{"id":"a1","place":"LA`, 400, "is cut short: the JSON ends before its closing brace"},
		{"a list", own, "application/json", `[]`, 400, `must be a JSON object such as {"id": "a1", "place": "RXX01", "rating": 1}`},
		{"wrong type", own, "application/json", `{"id":7,"place":"LARK","rating":1}`, 400, "id: must be a string, not a number"},
		{"duplicate member", own, "application/json", `{"id":"a1","id":"a2","place":"LARK","rating":1}`, 400, "id: is given twice; send it once"},
		{"no id", own, "application/json", `{"place":"LARK","rating":1}`, 400, "id: is missing; give each answer an id of your own, so that sending it again cannot count it twice"},
		{"no place", own, "application/json", `{"id":"a1","rating":1}`, 400, "place: is missing; send a place id, its public code or its ODS code"},
		{"unknown place", own, "application/json", `{"id":"a1","place":"NOWHERE","rating":1}`, 400, "place: is not one that this key may send answers for; GET /v1/places lists every place"},
		{"another's place", own, "application/json", `{"id":"a1","place":"ORCHARD","rating":1}`, 400, "place: is not one that this key may send answers for; GET /v1/places lists every place"},
		{"closed place", own, "application/json", `{"id":"a1","place":"FINCH","rating":1}`, 400, "place: closed on 2026-07-01; send the place that took over from it, or the date of the answer if it was before"},
		{"rating 0", own, "application/json", `{"id":"a1","place":"LARK","rating":0}`, 400, "rating: must be a whole number from 1 (very good) to 6 (don't know), or the wording of one of the six answers"},
		{"rating 7", own, "application/json", `{"id":"a1","place":"LARK","rating":7}`, 400, "rating: must be a whole number from 1 (very good) to 6 (don't know), or the wording of one of the six answers"},
		{"nothing said", own, "application/json", `{"id":"a1","place":"LARK"}`, 400, "rating: is missing, and there is no comment either; send at least one of them"},
		{"future", own, "application/json", `{"id":"a1","place":"LARK","rating":1,"answered_at":"2027-01-01T00:00:00Z"}`, 400, "answered_at: is in the future; send when the person answered"},
		{"1 MB comment", own, "application/json", `{"id":"a1","place":"LARK","rating":1,"comment":"` + strings.Repeat("x", 1<<20) + `"}`, 400, "comment: is 1048576 bytes long; the most is 20000"},
		{"too large", own, "application/json", `{"id":"` + strings.Repeat("x", maxSingle) + `"}`, 413, "The body is over 2097152 bytes. Send one answer at a time, or many as application/x-ndjson."},
		{"NUL", own, "application/json", `{"id":"a1","place":"LARK","rating":1,"comment":"a\u0000b"}`, 400, "comment: holds a NUL character; remove it"},
		{"broken UTF-8", own, "application/json", "{\"id\":\"a1\",\"place\":\"LARK\",\"rating\":1,\"comment\":\"a\xffb\"}", 400, "comment: is not valid UTF-8; send text in UTF-8"},
		{"empty", own, "application/json", " ", 400, "is cut short: the JSON ends before its closing brace"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var headers []string
			if tt.token != "" {
				headers = append(headers, "Authorization", "Bearer "+tt.token)
			}
			if tt.kind != "" {
				headers = append(headers, "Content-Type", tt.kind)
			}
			rec := w.do(http.MethodPost, "/v1/responses", tt.body, headers...)
			p := decode[problem](t, rec)
			if rec.Code != tt.status || p.Status != tt.status || p.Detail != tt.detail {
				t.Errorf("got %d %q, want %d %q", rec.Code, p.Detail, tt.status, tt.detail)
			}
			if got := rec.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("content type %q", got)
			}
			if tt.status == 401 && rec.Header().Get("WWW-Authenticate") == "" {
				t.Error("401 without WWW-Authenticate")
			}
		})
	}
	if n := len(w.ledger.stored()); n != 0 {
		t.Errorf("%d answers were stored", n)
	}
}

// TestEveryFaultIsTold sends answers with several things wrong: all are told at
// once, by field, and none that only follows from another.
func TestEveryFaultIsTold(t *testing.T) {
	w := newWorld(t)
	token := w.key(ledger.RolePartner, []feedback.PlaceID{testTrust})
	for _, tt := range []struct{ name, body, fields string }{
		{"wrong types and a wrong place", `{"id":7,"place":"NOWHERE","rating":9,"comment":"kind"}`, "id rating place"},
		{"a misspelt field", `{"id":"a1","plaec":"LARK","rating":1}`, "plaec place"},
		{"values that decode", `{"place":"LARK","rating":1,"mode":"pigeon","answered_at":"yesterday","comment":"x","question":"when"}`, "question mode answered_at id"},
		{"within objects and lists", `{"id":"a1","place":"LARK","about":{"role":1,"shoe":2,"gender":"f"},"comments":[{"text":"ok"},{"text":5,"question":7},{"txet":"x"}]}`,
			"about.role about.shoe comments.1.text comments.1.question comments.2.txet"},
		{"twice and broken", "{\"id\":\"a1\",\"id\":\"a2\",\"place\":\"LARK\",\"comment\":\"a\xffb\"}", "id comment"},
		{"a bad date of a closed place", `{"id":"a1","place":"FINCH","rating":1,"answered_at":"2027-01-01"}`, "answered_at"},
		{"long labels", `{"id":"a1","place":"LARK","rating":1,"language":"` + strings.Repeat("x", 200) + `","about":{"role":"` + strings.Repeat("x", 200) + `","gender":"\n"}}`, "language about.gender about.role"},
		{"nothing", `{}`, "id rating place"},
	} {
		rec := w.post(token, "application/json", tt.body)
		p := decode[problem](t, rec)
		var fields []string
		for _, e := range p.Errors {
			fields = append(fields, e.Field)
			if e.Reason == "" {
				t.Errorf("%s: %s has no remedy", tt.name, e.Field)
			}
		}
		if got := strings.Join(fields, " "); rec.Code != 400 || got != tt.fields {
			t.Errorf("%s: status %d, faults of %q, want %q", tt.name, rec.Code, got, tt.fields)
		}
		if len(fields) > 1 && !strings.HasPrefix(p.Detail, fmt.Sprint(len(fields))) {
			t.Errorf("%s: %q does not say how many things are wrong", tt.name, p.Detail)
		}
		lines := decode[batchAnswer](t, w.post(token, "application/x-ndjson", tt.body+"\n"))
		fields = nil
		for _, e := range lines.Results[0].Errors {
			fields = append(fields, e.Field)
		}
		if got := strings.Join(fields, " "); got != tt.fields || lines.Refused != 1 || lines.Results[0].Error == nil || *lines.Results[0].Error != lines.Results[0].Errors[0] {
			t.Errorf("%s, as a line: faults of %q, want %q", tt.name, got, tt.fields)
		}
	}
	var many strings.Builder
	many.WriteString(`{"id":"a1"`)
	for n := range 500 {
		fmt.Fprintf(&many, `,"x%d":[{"a":%d}]`, n, n)
	}
	many.WriteByte('}')
	if p := decode[problem](t, w.post(token, "application/json", many.String())); len(p.Errors) < 10 || len(p.Errors) > 30 {
		t.Errorf("%d faults were told of a monstrous object", len(p.Errors))
	}
	if n := len(w.ledger.stored()); n != 0 {
		t.Errorf("%d answers were stored", n)
	}
}

func flip(c byte) string {
	if c == 'a' {
		return "b"
	}
	return "a"
}

func TestBatchWithOneBadLine(t *testing.T) {
	w := newWorld(t)
	token := w.key(ledger.RolePartner, nil)
	var b strings.Builder
	const lines, bad = 10_000, 6_789
	for i := 1; i <= lines; i++ {
		rating := i%6 + 1
		if i == bad {
			rating = 9
		}
		fmt.Fprintf(&b, `{"id":"n%d","place":"LARK","rating":%d}`+"\n", i, rating)
	}
	rec := w.post(token, "application/x-ndjson", b.String())
	got := decode[batchAnswer](t, rec)
	if rec.Code != http.StatusOK || got.Created != lines-1 || got.Refused != 1 || len(got.Results) != lines {
		t.Fatalf("got %d: %d created, %d refused, %d results", rec.Code, got.Created, got.Refused, len(got.Results))
	}
	for i, o := range got.Results {
		if o.Line != i+1 {
			t.Fatalf("result %d is of line %d", i, o.Line)
		}
		if (o.Status == "refused") != (o.Line == bad) {
			t.Fatalf("line %d is %s", o.Line, o.Status)
		}
	}
	if e := got.Results[bad-1].Error; e == nil || e.Field != "rating" {
		t.Errorf("the bad line's error is %+v", e)
	}
	if n := len(w.ledger.stored()); n != lines-1 {
		t.Errorf("stored %d", n)
	}
	again := decode[batchAnswer](t, w.post(token, "application/x-ndjson", b.String()))
	if again.Created != 0 || again.Duplicate != lines-1 {
		t.Errorf("sent again: %d created, %d duplicate", again.Created, again.Duplicate)
	}
}

func TestBatchLines(t *testing.T) {
	w := newWorld(t)
	token := w.key(ledger.RoleOperator, nil)
	body := "\n{\"id\":\"1\",\"place\":\"LARK\",\"rating\":2}\r\n\nnonsense\n" +
		strings.Repeat("x", maxSingle+1) + "\n{\"id\":\"2\",\"place\":\"FINCH\",\"rating\":2}\n{\"id\":\"3\",\"place\":\"LARK\",\"rating\":2}"
	rec := w.post(token, "application/x-ndjson", body, "Accept", "application/x-ndjson")
	if got := rec.Header().Get("Content-Type"); got != "application/x-ndjson" {
		t.Errorf("content type %q", got)
	}
	want := []string{
		`{"line":2,"status":"created",`,
		`{"line":4,"status":"refused","error":{"reason":"is not JSON: see byte `,
		`{"line":5,"status":"refused","error":{"reason":"is over 2097152 bytes"},"errors":[{"reason":"is over 2097152 bytes"}]}`,
		`{"line":6,"status":"refused","error":{"field":"place","reason":"closed on 2026-07-01;`,
		`{"line":7,"status":"created",`,
	}
	got := strings.Split(strings.TrimSpace(rec.Body.String()), "\n")
	if len(got) != len(want) {
		t.Fatalf("got %d lines: %q", len(got), got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("line %d: got %s, want %s…", i, got[i], want[i])
		}
	}
}

func TestBatchWhenTheLedgerStops(t *testing.T) {
	w := newWorld(t)
	token := w.key(ledger.RolePartner, nil)
	w.ledger.setFault(fmt.Errorf("append: %w", feedback.ErrUnavailable), 2*pieceLines)
	var b strings.Builder
	for i := range 4 * pieceLines {
		fmt.Fprintf(&b, `{"id":"n%d","place":"LARK","rating":1}`+"\n", i)
	}
	rec := w.post(token, "application/x-ndjson", b.String())
	if rec.Code != http.StatusServiceUnavailable || rec.Header().Get("Retry-After") == "" {
		t.Fatalf("got %d, Retry-After %q", rec.Code, rec.Header().Get("Retry-After"))
	}
	got := decode[struct {
		Detail  string
		Through int `json:"through_line"`
		Created int
	}](t, rec)
	if got.Through != 1000 || got.Created != 1000 || !strings.Contains(got.Detail, "Send the batch again from line 1001") {
		t.Errorf("got %+v", got)
	}
	w.ledger.setFault(nil, 0)
	again := decode[batchAnswer](t, w.post(token, "application/x-ndjson", b.String()))
	if again.Created != 1000 || again.Duplicate != 1000 {
		t.Errorf("sent again: %+v created %d duplicate", again.Created, again.Duplicate)
	}
}

func TestOneWhenTheLedgerIsDown(t *testing.T) {
	w := newWorld(t)
	token := w.key(ledger.RolePartner, nil)
	w.ledger.setFault(fmt.Errorf("append: connection refused to db.internal: %w", feedback.ErrUnavailable), 0)
	rec := w.post(token, "application/json", `{"id":"a1","place":"LARK","rating":1}`)
	if rec.Code != http.StatusServiceUnavailable || rec.Header().Get("Retry-After") != "5" {
		t.Fatalf("got %d, Retry-After %q", rec.Code, rec.Header().Get("Retry-After"))
	}
	if strings.Contains(rec.Body.String(), "db.internal") {
		t.Error("the answer tells the world what is inside")
	}
	if !strings.Contains(w.log.String(), "db.internal") {
		t.Error("the log does not say what went wrong")
	}
}

// TestGivenUpIsNotOK checks that a request whose context ended is never
// answered with 200, which would tell its sender that the answer is kept.
func TestGivenUpIsNotOK(t *testing.T) {
	w := newWorld(t)
	token := w.key(ledger.RolePartner, nil)
	for _, fault := range []error{context.Canceled, context.DeadlineExceeded} {
		w.ledger.setFault(fmt.Errorf("append: %w", fault), 0)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/v1/responses", strings.NewReader(`{"id":"a1","place":"LARK","rating":1}`))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		if rec.Code != http.StatusServiceUnavailable || rec.Body.Len() == 0 {
			t.Errorf("%v: %d %s", fault, rec.Code, rec.Body)
		}
	}
}

func FuzzBatch(f *testing.F) {
	f.Add("{\"id\":\"1\",\"place\":\"LARK\",\"rating\":1}\n", true)
	f.Add("\r\n\r\n{}\n[]\nnull\n\x00\xff", false)
	w := newWorld(f)
	token := w.key(ledger.RolePartner, nil)
	before := 0
	f.Fuzz(func(t *testing.T, body string, lines bool) {
		accept := "application/json"
		if lines {
			accept = "application/x-ndjson"
		}
		rec := w.post(token, "application/x-ndjson", body, "Accept", accept)
		if rec.Code != http.StatusOK {
			t.Fatalf("got %d %s", rec.Code, rec.Body)
		}
		filled := 0
		for line := range strings.Lines(body) {
			if strings.TrimSpace(line) != "" {
				filled++
			}
		}
		fresh, now := w.ledger.since(before)
		stored := len(fresh)
		before = now
		if lines {
			if got := strings.Count(rec.Body.String(), "\n"); got != filled {
				t.Fatalf("%d lines, %d outcomes", filled, got)
			}
			return
		}
		got := decode[batchAnswer](t, rec)
		if len(got.Results) != filled || got.Created != stored {
			t.Fatalf("%d lines, %d outcomes; %d created, %d stored", filled, len(got.Results), got.Created, stored)
		}
	})
}
