package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1" // Twilio's signature is HMAC-SHA-1
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"earshot/feedback"
)

// doors sends invented answers through the server's real front doors, as
// Twilio, browsers and partners would.
type doors struct {
	base   string // the server's address
	http   *http.Client
	sid    string
	Token  feedback.Secret
	Key    feedback.Secret
	Staff  feedback.Secret // to sign in to the workspace with
	serial atomic.Int64
	run    string // makes ids of this run differ from those of others
}

const demoNumber = "+447700900999"

// text sends one text message as Twilio does, and gives the answer to it.
func (d *doors) text(ctx context.Context, phone, body string) (string, error) {
	form := url.Values{
		"AccountSid": {d.sid}, "From": {phone}, "To": {demoNumber}, "Body": {body}, "NumMedia": {"0"}, "NumSegments": {"1"},
		"MessageSid": {fmt.Sprintf("SM%s%024x", d.run, d.serial.Add(1))}, "SmsStatus": {"received"}, "ApiVersion": {"2010-04-01"},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.base+"/sms/twilio", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Twilio-Signature", twilioSignature(d.Token, d.base+"/sms/twilio", form))
	answer, err := d.do(req)
	if err != nil {
		return "", err
	}
	var parts []string
	for _, m := range regexp.MustCompile(`(?s)<Message[^>]*>(.*?)</Message>`).FindAllStringSubmatch(answer, -1) {
		parts = append(parts, html.UnescapeString(m[1]))
	}
	return strings.Join(parts, "\n"), nil
}

// twilioSignature signs a request as Twilio does: the address, then every
// parameter's name and value in order of name.
func twilioSignature(token feedback.Secret, address string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(token.Reveal()))
	io.WriteString(mac, address)
	names := make([]string, 0, len(form))
	for k := range form {
		names = append(names, k)
	}
	slices.Sort(names)
	for _, k := range names {
		io.WriteString(mac, k+form.Get(k))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// form fills in and sends the web form.
func (d *doors) form(ctx context.Context, p person) error {
	address := d.base + "/f/" + p.code
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	page, err := d.do(req)
	if err != nil {
		return err
	}
	token := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(page)
	if token == nil {
		return fmt.Errorf("the form of %s holds no token", p.code)
	}
	fields := url.Values{"token": {html.UnescapeString(token[1])}, "rating": {fmt.Sprint(uint8(p.rating))}, "why": {p.comment}, "improve": {p.improve}, "consent": {"yes"}}
	if req, err = http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(fields.Encode())); err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_, err = d.do(req)
	return err
}

// partner sends a batch as a partner's system does.
func (d *doors) partner(ctx context.Context, people []person) error {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	for _, p := range people {
		if err := enc.Encode(map[string]any{
			"id": fmt.Sprintf("demo-%s-%d", d.run, d.serial.Add(1)), "place": p.code, "rating": int(p.rating), "comment": p.comment, "mode": "electronic_home",
		}); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.base+"/v1/responses", &body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-ndjson")
	req.Header.Set("Authorization", "Bearer "+d.Key.Reveal())
	_, err = d.do(req)
	return err
}

// demoAnswerLimit is the most that is read of an answer.
const demoAnswerLimit = 1 << 20

func (d *doors) do(req *http.Request) (string, error) {
	res, err := d.http.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, demoAnswerLimit))
	if err != nil {
		return "", err
	}
	if res.StatusCode >= 400 {
		return "", fmt.Errorf("%s %s: %s", req.Method, req.URL.Path, res.Status)
	}
	return string(b), nil
}

func newDemoClient() *http.Client {
	return &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
}
