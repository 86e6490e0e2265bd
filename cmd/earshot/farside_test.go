package main

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// What the fakes of both gateways and the server under test agree on.
const (
	testTwilioToken = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	ourNumber       = "+447700900999"
	notifyService   = "0f4c2b5e-7a61-4c1d-9b3e-2f5a6d7c8b90"
	notifySecret    = "b1d2c3e4-5f60-4718-8293-a4b5c6d7e8f9"
	notifyBearer    = "a bearer token for tests, long enough"
)

// spoken is a text that a patient sent.
type spoken struct {
	gateway  string // twilio or notify
	id       string
	from, to string
	body     string
	media    bool
	optOut   string // Twilio's OptOutType, if it handled the text itself
	at       time.Time
}

// given is a text that Earshot gave somebody, and what it was for: the id of an
// invitation, or "answer-" and the id of the text that it answers.
type given struct {
	gateway, id, reason, to, body string
	at                            time.Time
}

// carriers is the far side of text messages: the interfaces of Twilio and GOV.UK
// Notify, and the telephones behind them. They remember everything. They can
// refuse, break, and take a text without saying so.
type carriers struct {
	t      testing.TB
	api    *httptest.Server
	target string // Earshot's public address
	now    func() time.Time
	http   *http.Client

	mu     sync.Mutex
	mood   func() string // asked at each text that is handed in: ok, busy, broken, take and break, take and reset; may be nil
	given  []given
	spoken []spoken
}

func newCarriers(t testing.TB, now func() time.Time) *carriers {
	c := &carriers{t: t, now: now, http: &http.Client{Timeout: 20 * time.Second}}
	c.api = httptest.NewServer(c)
	t.Cleanup(c.api.Close)
	return c
}

// settings are the server's that make it use these carriers.
func (c *carriers) settings() []string {
	return []string{
		"EARSHOT_TWILIO_API=" + c.api.URL, "EARSHOT_SMS_FROM=" + ourNumber, "EARSHOT_NOTIFY_API=" + c.api.URL,
		"EARSHOT_NOTIFY_KEY=test-" + notifyService + "-" + notifySecret, "EARSHOT_NOTIFY_BEARER=" + notifyBearer, "EARSHOT_NOTIFY_TEMPLATE=template",
	}
}

// ServeHTTP is both interfaces.
func (c *carriers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/v2/") {
		c.notifyAPI(w, r)
		return
	}
	if user, pass, _ := r.BasicAuth(); user != testAccount || pass != testTwilioToken {
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, `{"code":20003,"status":401,"message":"no"}`)
		return
	}
	if r.Method == http.MethodGet {
		c.twilioList(w, r)
		return
	}
	callback, err := url.Parse(r.PostFormValue("StatusCallback"))
	if err != nil {
		c.t.Errorf("the status callback is no address: %v", err)
	}
	if c.blocks() {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, `{"code":21610,"status":400,"message":"no"}`)
		return
	}
	g := given{gateway: "twilio", reason: callback.Query().Get("i"), to: r.PostFormValue("To"), body: r.PostFormValue("Body")}
	c.handIn(w, g, func(id string) any { return map[string]any{"sid": id, "status": "queued", "num_segments": "1"} },
		func(status int) any { return map[string]any{"code": status * 100, "status": status, "message": "no"} })
}

// blocks reports whether Twilio knows that the person wants no texts.
func (c *carriers) blocks() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mood != nil && c.mood() == "opted out"
}

// handIn takes a text, or does not, as the mood has it.
func (c *carriers) handIn(w http.ResponseWriter, g given, yes func(id string) any, no func(status int) any) {
	c.mu.Lock()
	mood := "ok"
	if c.mood != nil {
		mood = c.mood()
	}
	if mood == "ok" || strings.HasPrefix(mood, "take") {
		g.id, g.at = fmt.Sprintf("SM%032d", 900_000+len(c.given)), c.now()
		c.given = append(c.given, g)
	}
	c.mu.Unlock()
	status := map[string]int{"ok": http.StatusCreated, "busy": http.StatusTooManyRequests, "broken": 500, "take and break": 500}[mood]
	switch {
	case status == 0: // the connection breaks
		panic(http.ErrAbortHandler)
	case status == http.StatusCreated:
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(yes(g.id))
	default:
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(no(status))
	}
}

// twilioList lists texts of both directions, in pages, the newest first.
func (c *carriers) twilioList(w http.ResponseWriter, r *http.Request) {
	const perPage = 7
	q := r.URL.Query()
	after, err := time.Parse(time.RFC3339, q.Get("DateSent>"))
	if err != nil && q.Get("DateSent>") != "" {
		c.t.Errorf("asked for texts after %q: %v", q.Get("DateSent>"), err)
	}
	type message = map[string]any
	var all []message
	add := func(id, direction, from, to, body string, at time.Time, media bool) {
		if q.Get("To") != "" && q.Get("To") != to || at.Before(after) {
			return
		}
		pictures := "0"
		if media {
			pictures = "1"
		}
		stamp := at.UTC().Format(time.RFC1123Z)
		all = append(all, message{"sid": id, "direction": direction, "from": from, "to": to, "body": body, "status": "sent", "num_segments": "1",
			"num_media": pictures, "date_sent": stamp, "date_created": stamp})
	}
	c.mu.Lock()
	for _, s := range c.spoken {
		if s.gateway == "twilio" {
			add(s.id, "inbound", s.from, s.to, s.body, s.at, s.media)
		}
	}
	for _, g := range c.given {
		if g.gateway == "twilio" {
			add(g.id, "outbound-api", ourNumber, g.to, g.body, g.at, false)
		}
	}
	c.mu.Unlock()
	slices.Reverse(all)
	var page int
	fmt.Sscan(q.Get("Page"), &page)
	from, to := min(page*perPage, len(all)), min((page+1)*perPage, len(all))
	answer := map[string]any{"messages": append([]message{}, all[from:to]...), "page": page, "page_size": perPage, "uri": r.URL.RequestURI()}
	if to < len(all) {
		q.Set("Page", fmt.Sprint(page+1))
		answer["next_page_uri"] = r.URL.Path + "?" + q.Encode()
	}
	json.NewEncoder(w).Encode(answer)
}

// notifyAPI is GOV.UK Notify's.
func (c *carriers) notifyAPI(w http.ResponseWriter, r *http.Request) {
	token, err := jwt.NewParser(jwt.WithoutClaimsValidation(), jwt.WithValidMethods([]string{"HS256"})).Parse(
		strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), func(*jwt.Token) (any, error) { return []byte(notifySecret), nil })
	if err != nil || token.Claims.(jwt.MapClaims)["iss"] != notifyService {
		w.WriteHeader(http.StatusForbidden)
		io.WriteString(w, `{"errors":[{"error":"AuthError","message":"no"}]}`)
		return
	}
	switch {
	case r.Method == http.MethodPost:
		var body struct {
			Phone     string            `json:"phone_number"`
			Reference string            `json:"reference"`
			Fields    map[string]string `json:"personalisation"`
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			c.t.Errorf("Notify was sent what is no JSON: %v", err)
		}
		c.handIn(w, given{gateway: "notify", reason: body.Reference, to: body.Phone, body: body.Fields["text"]},
			func(id string) any { return map[string]any{"id": id, "reference": body.Reference} },
			func(status int) any {
				return map[string]any{"errors": []map[string]any{{"error": fmt.Sprint("Error", status)}}}
			})
	case r.URL.Path == "/v2/notifications":
		list := []map[string]any{}
		for _, g := range c.texts() {
			if g.gateway == "notify" && g.reason == r.URL.Query().Get("reference") {
				list = append(list, map[string]any{"id": g.id, "reference": g.reason, "status": "sending", "created_at": g.at.UTC()})
			}
		}
		json.NewEncoder(w).Encode(map[string]any{"notifications": list})
	default:
		c.notifyReceived(w, r.URL.Query().Get("older_than"))
	}
}

// notifyReceived lists received texts, three at a time, the newest first.
func (c *carriers) notifyReceived(w http.ResponseWriter, olderThan string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []map[string]string
	for _, s := range c.spoken {
		if s.gateway == "notify" {
			all = append(all, map[string]string{"id": s.id, "user_number": strings.TrimPrefix(s.from, "+"), "notify_number": s.to, "content": s.body,
				"created_at": s.at.UTC().Format("2006-01-02T15:04:05.000000Z")})
		}
	}
	slices.SortStableFunc(all, func(a, b map[string]string) int { return cmp.Compare(b["created_at"], a["created_at"]) })
	start := slices.IndexFunc(all, func(m map[string]string) bool { return m["id"] == olderThan }) + 1
	page := append([]map[string]string{}, all[start:min(start+3, len(all))]...)
	json.NewEncoder(w).Encode(map[string]any{"received_text_messages": page})
}

// texts gives every text that somebody got.
func (c *carriers) texts() []given {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.given)
}

// textsTo gives what somebody was told, in order.
func (c *carriers) textsTo(number string) (bodies []string) {
	for _, g := range c.texts() {
		if g.to == number {
			bodies = append(bodies, g.body)
		}
	}
	return bodies
}

// noneTwice expects nobody to have got the same text, or two answers to one
// text.
func (c *carriers) noneTwice() {
	c.t.Helper()
	seen := map[string]int{}
	for _, g := range c.texts() {
		if seen[g.reason+" to "+g.to]++; seen[g.reason+" to "+g.to] > 1 || g.reason == "" {
			c.t.Errorf("%q was given twice to %s by %s", g.reason, g.to, g.gateway)
		}
	}
}

// say notes that a patient sends a text: from now on the gateway lists it.
func (c *carriers) say(s spoken) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spoken = append(c.spoken, s)
}

// deliver brings a text to Earshot by its gateway's webhook. If the reply is
// lost the gateway never sees it. again is what Twilio says at its second call.
func (c *carriers) deliver(ctx context.Context, s spoken, again, lost bool) (status int) {
	if s.gateway == "notify" {
		body, _ := json.Marshal(map[string]string{"id": s.id, "source_number": strings.TrimPrefix(s.from, "+"), "destination_number": s.to, "message": s.body,
			"date_received": s.at.UTC().Format("2006-01-02T15:04:05.000000Z")})
		status, _ = c.post(ctx, "/sms/notify", "application/json", string(body), "Authorization", "Bearer "+notifyBearer)
		return status
	}
	form := url.Values{"MessageSid": {s.id}, "SmsSid": {s.id}, "AccountSid": {testAccount}, "From": {s.from}, "To": {s.to}, "Body": {s.body},
		"NumMedia": {"0"}, "NumSegments": {"1"}, "ApiVersion": {"2010-04-01"}}
	if s.media {
		form.Set("NumMedia", "1")
	}
	if s.optOut != "" {
		form.Set("OptOutType", s.optOut)
	}
	path := "/sms/twilio"
	if again {
		path = "/sms/twilio/fallback"
		form.Set("ErrorCode", "11200")
		form.Set("ErrorUrl", c.target+"/sms/twilio")
	}
	status, answer := c.signed(ctx, path, form)
	if lost || status != http.StatusOK {
		return status
	}
	var response struct {
		Messages []string `xml:"Message"`
	}
	if err := xml.Unmarshal(answer, &response); err != nil {
		c.t.Errorf("text %s was answered with what is no TwiML: %v", s.id, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range response.Messages {
		c.given = append(c.given, given{gateway: "twilio", id: fmt.Sprintf("SM%032d", 900_000+len(c.given)), reason: "answer-" + s.id, to: s.from, body: m, at: c.now()})
	}
	return status
}

// report brings a delivery receipt.
func (c *carriers) report(ctx context.Context, g given, stage, code string) (status int) {
	if g.gateway == "notify" {
		body, _ := json.Marshal(map[string]string{"id": g.id, "reference": g.reason, "to": g.to, "status": stage, "notification_type": "sms"})
		status, _ = c.post(ctx, "/sms/notify/status", "application/json", string(body), "Authorization", "Bearer "+notifyBearer)
		return status
	}
	form := url.Values{"MessageSid": {g.id}, "AccountSid": {testAccount}, "To": {g.to}, "From": {ourNumber}, "MessageStatus": {stage}}
	if code != "" {
		form.Set("ErrorCode", code)
	}
	status, _ = c.signed(ctx, "/sms/twilio/status?i="+url.QueryEscape(g.reason), form)
	return status
}

// signed posts a form with Twilio's signature: HMAC-SHA1 of the address and the
// sorted parameters.
func (c *carriers) signed(ctx context.Context, path string, form url.Values) (int, []byte) {
	mac := hmac.New(sha1.New, []byte(testTwilioToken))
	io.WriteString(mac, c.target+path)
	for _, k := range slices.Sorted(maps.Keys(form)) {
		io.WriteString(mac, k+form.Get(k))
	}
	return c.post(ctx, path, "application/x-www-form-urlencoded", form.Encode(), "X-Twilio-Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

// post gives status 0 if there was no answer.
func (c *carriers) post(ctx context.Context, path, kind, body, header, value string) (int, []byte) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.target+path, strings.NewReader(body))
	if err != nil {
		c.t.Error(err)
		return 0, nil
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set(header, value)
	res, err := c.http.Do(req)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, nil
	}
	return res.StatusCode, answer
}

// call brings one step of a telephone call and gives the path of the next, empty
// if the call is over.
func (c *carriers) call(ctx context.Context, path, sid string, heard ...string) (next string) {
	c.t.Helper()
	form := url.Values{"CallSid": {sid}, "AccountSid": {testAccount}, "From": {"+447700900301"}, "To": {ourNumber}, "Direction": {"inbound"}, "CallStatus": {"in-progress"}}
	for i := 0; i+1 < len(heard); i += 2 {
		form.Set(heard[i], heard[i+1])
	}
	status, answer := c.signed(ctx, path, form)
	var response struct {
		Gather struct {
			Action string `xml:"action,attr"`
		}
		Record *struct{}
	}
	if err := xml.Unmarshal(answer, &response); status != http.StatusOK || err != nil || response.Record != nil {
		c.t.Fatalf("call %s was answered with status %d, %v: %s", sid, status, err, answer)
	}
	return strings.TrimPrefix(response.Gather.Action, c.target)
}
