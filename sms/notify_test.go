package sms_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"earshot/feedback"
	"earshot/sms"
)

const (
	notifyService = "26785a09-ab16-4eb0-8407-a37497a57506"
	notifySecret  = "3d844edf-8d35-48ac-975b-e847b4f122b0"
)

// fakeNotify is Notify's API.
type fakeNotify struct {
	*httptest.Server
	t        testing.TB
	mood     string
	mu       sync.Mutex
	sent     []map[string]any
	received []map[string]string
}

func newFakeNotify(t testing.TB) *fakeNotify {
	f := &fakeNotify{t: t}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

func (f *fakeNotify) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	parsed, err := jwt.Parse(token, func(t *jwt.Token) (any, error) { return []byte(notifySecret), nil }, jwt.WithValidMethods([]string{"HS256"}))
	claims, _ := parsed.Claims.(jwt.MapClaims)
	if err != nil || claims["iss"] != notifyService || parsed.Header["typ"] != "JWT" {
		w.WriteHeader(403)
		io.WriteString(w, `{"errors":[{"error":"AuthError","message":"no"}]}`)
		return
	}
	switch {
	case r.Method == http.MethodPost && f.mood == "too many":
		w.WriteHeader(429)
		io.WriteString(w, `{"errors":[{"error":"RateLimitError","message":"no"}]}`)
	case r.Method == http.MethodPost && f.mood == "bad number":
		w.WriteHeader(400)
		io.WriteString(w, `{"errors":[{"error":"ValidationError","message":"phone_number +447700900123 is wrong"}]}`)
	case r.Method == http.MethodPost:
		var body map[string]any
		json.NewDecoder(r.Body).Decode(&body)
		body["id"] = fmt.Sprint("n-", len(f.sent)+1)
		f.sent = append(f.sent, body)
		if f.mood == "take and break" {
			w.WriteHeader(500)
			return
		}
		w.WriteHeader(201)
		json.NewEncoder(w).Encode(body)
	case r.URL.Path == "/v2/notifications":
		found := []map[string]any{}
		for _, b := range f.sent {
			if b["reference"] == r.URL.Query().Get("reference") {
				found = append(found, map[string]any{"id": b["id"], "reference": b["reference"], "status": "delivered", "created_at": time.Now().UTC()})
			}
		}
		json.NewEncoder(w).Encode(map[string]any{"notifications": found})
	case r.URL.Path == "/v2/received-text-messages":
		page, start := []map[string]string{}, 0
		for i, t := range f.received {
			if t["id"] == r.URL.Query().Get("older_than") {
				start = i + 1
			}
		}
		page = append(page, f.received[start:min(start+2, len(f.received))]...)
		json.NewEncoder(w).Encode(map[string]any{"received_text_messages": page})
	}
}

func notifyGateway(t testing.TB, f *fakeNotify) *sms.NotifyGateway {
	t.Helper()
	g, err := sms.NewNotifyGateway(sms.NotifyAPI{Key: "live-" + notifyService + "-" + notifySecret, Template: "template", Base: f.URL, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestNotifySend(t *testing.T) {
	f := newFakeNotify(t)
	g := notifyGateway(t, f)
	text := sms.Text{Reference: "inv1", To: "+447700900123", Body: "How was it?"}
	for _, tt := range []struct {
		mood string
		kind sms.SendKind
		code string
	}{{"too many", sms.Retryable, "RateLimitError"}, {"bad number", sms.Refused, "ValidationError"}, {"take and break", sms.Uncertain, "http_500"}} {
		f.mood = tt.mood
		_, err := g.Send(t.Context(), text)
		fault, ok := err.(*sms.SendError)
		if !ok || fault.Kind != tt.kind || fault.Code != tt.code || strings.Contains(err.Error(), "7700") {
			t.Errorf("%s: %v", tt.mood, err)
		}
	}
	if taken, ok, err := g.Find(t.Context(), text, time.Now()); err != nil || !ok || taken.Message != "n-1" || taken.Status != feedback.Delivered {
		t.Errorf("found %+v, %v, %v", taken, ok, err)
	}
	if _, ok, err := g.Find(t.Context(), sms.Text{Reference: "other"}, time.Now()); err != nil || ok {
		t.Errorf("found what was never sent: %v, %v", ok, err)
	}
	if _, ok, err := g.Find(t.Context(), text, time.Now().Add(time.Hour)); err != nil || ok {
		t.Errorf("an earlier attempt was taken for this one: %v, %v", ok, err)
	}
	f.mood = ""
	taken, err := g.Send(t.Context(), text)
	if body := f.sent[1]; err != nil || taken.Message != "n-2" || body["template_id"] != "template" || fmt.Sprint(body["personalisation"]) != "map[text:How was it?]" {
		t.Errorf("sent %v, %v, %v", f.sent, taken, err)
	}
	if _, err := sms.NewNotifyGateway(sms.NotifyAPI{Key: "short"}); err == nil {
		t.Error("a key that is none was taken")
	}
}

func TestNotifyReceived(t *testing.T) {
	f := newFakeNotify(t)
	at := time.Now().Add(-time.Hour).UTC()
	for i := range 5 {
		f.received = append(f.received, map[string]string{"id": fmt.Sprint("t", i), "user_number": "447700900123", "notify_number": "07700900999",
			"content": fmt.Sprint(i), "created_at": at.Add(-time.Duration(i) * time.Minute).Format("2006-01-02T15:04:05.000000Z")})
	}
	got, err := notifyGateway(t, f).Received(t.Context(), at.Add(-3*time.Minute-time.Second))
	if err != nil || len(got) != 4 || got[3].ID != "t3" || got[0].From != "+447700900123" || got[0].Body != "0" {
		t.Errorf("received %d, %v", len(got), err)
	}
}

// ears is a desk for callbacks, which keeps what it is told.
type ears struct {
	mu      sync.Mutex
	reports []feedback.Report
	out     []feedback.Phone
	unknown bool // no text is one of ours
}

func TestNotifyStatus(t *testing.T) {
	e := &ears{}
	n := sms.Notify{Bearer: "a bearer token for tests", Now: time.Now, Failed: func(*http.Request, error) {}}
	h := sms.NewNotifyStatusHandler(n, e)
	post := func(token, body string) int {
		r := httptest.NewRequest(http.MethodPost, "/sms/notify/status", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	const good = "a bearer token for tests"
	for _, tt := range []struct {
		name, token, body string
		want, reports     int
	}{
		{"delivered", good, `{"id":"n","reference":"inv1","status":"delivered"}`, 204, 1},
		{"a failure", good, `{"id":"n","reference":"inv1","status":"permanent-failure"}`, 204, 1},
		{"another token", "guess", `{"id":"n","reference":"inv1","status":"delivered"}`, 403, 0},
		{"no token", "", `{"id":"n","reference":"inv1","status":"delivered"}`, 403, 0},
		{"not JSON", good, `{`, 400, 0},
		{"an answer of ours", good, `{"id":"n","reference":"answer-1","status":"delivered"}`, 204, 0},
		{"a status we do not know", good, `{"id":"n","reference":"inv1","status":"shredded"}`, 204, 0},
	} {
		e.reports = nil
		if got := post(tt.token, tt.body); got != tt.want || len(e.reports) != tt.reports {
			t.Errorf("%s: status %d, %d reports", tt.name, got, len(e.reports))
		}
	}
}

func (e *ears) Report(_ context.Context, r feedback.Report) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.unknown {
		return feedback.ErrNotFound
	}
	e.reports = append(e.reports, r)
	return nil
}

func (e *ears) OptOut(_ context.Context, p feedback.Phone, _ time.Time) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.out = append(e.out, p)
	return nil
}
