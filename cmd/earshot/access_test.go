package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

// TestGatewaysAreNamed: what is mounted for gateways is in docs/access.md, and is
// refused without its signature or token in the same words whatever it is told.
func TestGatewaysAreNamed(t *testing.T) {
	doc, err := os.ReadFile("../../docs/access.md")
	if err != nil {
		t.Fatal(err)
	}
	var cfg config
	for _, o := range options() {
		o.set(&cfg, o.def)
	}
	cfg.Database, cfg.Addr, cfg.AdminAddr, cfg.SecretKey = "sqlite:"+filepath.Join(t.TempDir(), "e.db"), "127.0.0.1:0", "127.0.0.1:0", "a secret key for tests, long enough for one"
	cfg.TwilioAccount, cfg.TwilioTokens, cfg.SMSPlace = "AC"+strings.Repeat("d", 32), []feedback.Secret{"twilio's token"}, demoHome
	cfg.NotifyKey, cfg.NotifyBearer, cfg.NotifyTemplate = feedback.Secret("k-11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222"), "a bearer token for tests", "t"
	a, err := newApp(t.Context(), cfg, slog.New(slog.DiscardHandler), time.Now, appOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	mounts, err := a.wireTexts()
	if err != nil || len(mounts) < 5 {
		t.Fatalf("%d mounts, %v", len(mounts), err)
	}
	for _, m := range mounts {
		if !strings.Contains(string(doc), "`"+m.Method+" "+m.Path+"`") {
			t.Errorf("%s %s is not in docs/access.md", m.Method, m.Path)
		}
		var first string
		for _, body := range []string{"", "MessageSid=SM1&From=%2B447700900123&Body=WILLOW+1&AccountSid=" + cfg.TwilioAccount, `{"id":"1","source_number":"447700900123","message":"1"}`} {
			r := httptest.NewRequest(m.Method, m.Path, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			rec := httptest.NewRecorder()
			m.Handler.ServeHTTP(rec, r)
			if said := rec.Body.String(); rec.Code != http.StatusForbidden || first != "" && said != first {
				t.Errorf("%s without a signature, told %q: %d %s", m.Path, body, rec.Code, said)
			} else {
				first = said
			}
		}
	}
}
