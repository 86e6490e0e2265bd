package sms

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1" // as Twilio signs
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"
	"github.com/twilio/twilio-go/client"

	"earshot/feedback"
)

// Twilio is the far side's settings for the inbound webhook.
type Twilio struct {
	PublicURL  string            // what Twilio calls us, e.g. "https://earshot.example.nhs.uk": the signature covers it
	AccountSID string            // texts of other accounts are refused
	Tokens     []feedback.Secret // auth tokens in force; two during a rotation. None means that every text is refused
}

const (
	maxWebhook     = 64 << 10         // Twilio's forms are a few kB
	webhookBudget  = 10 * time.Second // Twilio gives up after 15
	unknownMessage = "This webhook takes Twilio's signed requests only."
)

// NewTwilioHandler gives the handler of /sms/twilio: verify, decode, receive,
// answer in TwiML. It answers 403 to a wrong signature, 400 to a form without
// the fields of a text, and 503 if the text could not be stored, so that
// Twilio calls the fallback address.
func NewTwilioHandler(t Twilio, c *Conversation, now func() time.Time, fail func(*http.Request, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reply, status, err := t.receive(r, c, now)
		if err != nil {
			fail(r, err)
			refuseWebhook(w, status)
			return
		}
		writeTwiML(w, messageTwiML(reply))
	})
}

// messageTwiML is TwiML that answers with a text, or with nothing if it is empty.
// The library's own is a third of what answering costs.
func messageTwiML(text string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><Response>`)
	if text != "" {
		b.WriteString("<Message>")
		_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
		b.WriteString("</Message>")
	}
	b.WriteString("</Response>")
	return b.String()
}

// receive verifies, decodes and hands over one request.
func (t Twilio) receive(r *http.Request, c *Conversation, now func() time.Time) (reply string, status int, err error) {
	body, status, err := readWebhook(r)
	if err != nil {
		return "", status, err
	}
	form, status, err := t.verified(r, body)
	if err != nil {
		return "", status, err
	}
	in, err := t.decode(form, now())
	if err != nil {
		return "", http.StatusBadRequest, err
	}
	ctx, cancel := context.WithTimeoutCause(r.Context(), webhookBudget, errors.New("webhook budget"))
	defer cancel()
	reply, err = c.Receive(ctx, in)
	if err != nil {
		return "", http.StatusServiceUnavailable, err
	}
	return reply, http.StatusOK, nil
}

// readWebhook reads a webhook's body, up to a limit.
func readWebhook(r *http.Request) (body []byte, status int, err error) {
	body, err = io.ReadAll(io.LimitReader(r.Body, maxWebhook+1))
	if err != nil {
		return nil, http.StatusBadRequest, fmt.Errorf("read webhook: %w", err)
	}
	if len(body) > maxWebhook {
		return nil, http.StatusRequestEntityTooLarge, fmt.Errorf("webhook: %w", feedback.ErrTooLarge)
	}
	return body, 0, nil
}

// verified checks X-Twilio-Signature over the configured public address, never
// the Host header, and over every parameter, known to us or not, or over the
// hash of the body that the address carries. No token configured means no.
// It gives the parameters, of a form or of a JSON object.
func (t Twilio) verified(r *http.Request, body []byte) (url.Values, int, error) {
	address := strings.TrimSuffix(t.PublicURL, "/") + r.URL.RequestURI()
	hashed := r.URL.Query().Get("bodySHA256") != ""
	var form url.Values
	var err error
	if !hashed {
		if form, err = url.ParseQuery(string(body)); err != nil {
			return nil, http.StatusBadRequest, fmt.Errorf("webhook form: %w", feedback.ErrInvalid)
		}
	}
	sig, ok := r.Header.Get("X-Twilio-Signature"), false
	for _, token := range t.Tokens {
		if token == "" || sig == "" {
			continue
		}
		switch {
		case hashed:
			v := client.NewRequestValidator(token.Reveal())
			ok = v.ValidateBody(address, body, sig) || ok
		case signs(token, address, form, sig):
			ok = true
		default: // Twilio may have signed the address with its port, or without
			v := client.NewRequestValidator(token.Reveal())
			ok = v.Validate(address, firsts(form), sig) || ok
		}
	}
	if !ok {
		return nil, http.StatusForbidden, fmt.Errorf("webhook signature: %w", feedback.ErrUnauthenticated)
	}
	if hashed {
		if form, err = formOfJSON(body); err != nil {
			return nil, http.StatusBadRequest, err
		}
	}
	return form, 0, nil
}

// signs reports whether a token gives the signature of the very address that we
// know ourselves by, as nearly every request has it: the HMAC-SHA1 of the address
// and of each parameter's name and first value, sorted by name.
func signs(token feedback.Secret, address string, form url.Values, sig string) bool {
	want, err := base64.StdEncoding.DecodeString(sig)
	if err != nil {
		return false
	}
	plain := make([]byte, 0, 1024)
	plain = append(plain, address...)
	names := make([]string, 0, 32)
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		plain = append(append(plain, name...), form[name][0]...)
	}
	mac := hmac.New(sha1.New, []byte(token.Reveal()))
	mac.Write(plain)
	return hmac.Equal(mac.Sum(nil), want)
}

// firsts gives the first value of each parameter, which is what Twilio signs.
func firsts(form url.Values) map[string]string {
	params := make(map[string]string, len(form))
	for k, v := range form {
		params[k] = v[0]
	}
	return params
}

// formOfJSON reads the parameters of a webhook that is sent as a JSON object.
func formOfJSON(body []byte) (url.Values, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var fields map[string]any
	if err := dec.Decode(&fields); err != nil {
		return nil, fmt.Errorf("webhook JSON: %w", feedback.ErrInvalid)
	}
	form := make(url.Values, len(fields))
	for k, v := range fields {
		switch v := v.(type) {
		case string:
			form.Set(k, v)
		case json.Number:
			form.Set(k, v.String())
		}
	}
	return form, nil
}

// decode takes the fields of a text from a form.
func (t Twilio) decode(form url.Values, now time.Time) (Inbound, error) {
	sid := form.Get("MessageSid")
	if len(sid) != 34 {
		return Inbound{}, &feedback.FieldError{Field: "MessageSid", Reason: "must be Twilio's 34-character message id"}
	}
	if subtle.ConstantTimeCompare([]byte(form.Get("AccountSid")), []byte(t.AccountSID)) != 1 {
		return Inbound{}, &feedback.FieldError{Field: "AccountSid", Reason: "is not the account this service is set up for"}
	}
	in := Inbound{Gateway: "twilio", ID: sid, To: form.Get("To"), Body: feedback.Text(form.Get("Body")), At: now.UTC(),
		// Twilio calls the fallback address, saying why, if it got no answer.
		Unheard: form.Get("ErrorUrl") != "" || form.Get("ErrorCode") != "", Media: form.Get("NumMedia") != "" && form.Get("NumMedia") != "0"}
	from, err := ParsePhone(form.Get("From"))
	if err != nil {
		in.Sender = form.Get("From") // a short code or a name: kept, but there is nobody to answer
		return in, nil
	}
	in.From = from
	switch form.Get("OptOutType") {
	case "STOP":
		in.Handled = Stop
	case "START":
		in.Handled = Start
	case "HELP":
		in.Handled = Help
	}
	return in, nil
}

// ParsePhone reads a telephone number in international form, or in the United
// Kingdom's national form.
func ParsePhone(s string) (feedback.Phone, error) {
	if isUKMobile(s) {
		return feedback.Phone(s), nil
	}
	n, err := phonenumbers.Parse(s, "GB")
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return "", &feedback.FieldError{Field: "From", Reason: "must be a telephone number such as +447700900123"}
	}
	return feedback.Phone(phonenumbers.Format(n, phonenumbers.E164)), nil
}

// isUKMobile reports whether a number is a United Kingdom mobile's in
// international form, as nearly all are: there is nothing to find out about it.
func isUKMobile(s string) bool {
	if len(s) != len("+447700900123") || !strings.HasPrefix(s, "+447") {
		return false
	}
	for i := 4; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
