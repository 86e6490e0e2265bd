package sms_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/sms"
)

func TestTwilioStatus(t *testing.T) {
	const public, path = "https://earshot.example.org", "/sms/twilio/status?i=inv1"
	e := &ears{}
	h := sms.NewTwilioStatusHandler(sms.Twilio{PublicURL: public, AccountSID: "AC1", Tokens: []feedback.Secret{"old", "new"}}, e, time.Now, func(*http.Request, error) {})
	for _, tt := range []struct {
		name, status, code, token string
		want                      int
		stage                     feedback.Delivery
		out                       bool
	}{
		{"delivered", "delivered", "", "new", 204, feedback.Delivered, false},
		{"under the old token", "sent", "", "old", 204, feedback.Sent, false},
		{"undelivered", "undelivered", "30003", "new", 204, feedback.Undelivered, false},
		{"opted out", "failed", "21610", "new", 204, feedback.Failed, true},
		{"a status we do not know", "shredded", "", "new", 204, 0, false},
		{"opted out, of a text that is not ours", "failed", "21610", "new", 204, 0, true},
		{"a lie", "delivered", "", "guess", 403, 0, false},
	} {
		e.reports, e.out, e.unknown = nil, nil, strings.HasSuffix(tt.name, "not ours")
		form := url.Values{"MessageSid": {"SM1"}, "AccountSid": {"AC1"}, "To": {"+447700900123"}, "MessageStatus": {tt.status}, "ErrorCode": {tt.code}}
		keys := []string{}
		for k := range form {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		mac := hmac.New(sha1.New, []byte(tt.token))
		mac.Write([]byte(public + path))
		for _, k := range keys {
			mac.Write([]byte(k + form.Get(k)))
		}
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("X-Twilio-Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		// The outbox knows when the text was tried, which is when its person had
		// said so; a report of no text of ours is all that is known.
		told := len(e.reports) == 1 && e.reports[0].OptOut
		if w.Code != tt.want || told != (tt.out && !e.unknown) || (len(e.out) == 1) != (tt.out && e.unknown) || (tt.stage != 0) != (len(e.reports) == 1) {
			t.Errorf("%s: status %d, %d opted out, reports %+v", tt.name, w.Code, len(e.out), e.reports)
		}
		if len(e.reports) == 1 && (e.reports[0].Status != tt.stage || e.reports[0].ID != "inv1" || e.reports[0].Message != "SM1") {
			t.Errorf("%s: %+v", tt.name, e.reports[0])
		}
	}
}
