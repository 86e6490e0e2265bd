package sms

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"
	"github.com/twilio/twilio-go/client"
	"github.com/twilio/twilio-go/twiml"

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
			if status == http.StatusServiceUnavailable {
				w.Header().Set("Retry-After", "5")
			}
			http.Error(w, http.StatusText(status)+". "+unknownMessage, status)
			return
		}
		var verbs []twiml.Element
		if reply != "" {
			verbs = append(verbs, &twiml.MessagingMessage{Body: reply})
		}
		body, err := twiml.Messages(verbs)
		if err != nil {
			fail(r, fmt.Errorf("write TwiML: %w", err))
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		io.WriteString(w, body)
	})
}

// receive verifies, decodes and hands over one request.
func (t Twilio) receive(r *http.Request, c *Conversation, now func() time.Time) (reply string, status int, err error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxWebhook+1))
	if err != nil {
		return "", http.StatusBadRequest, fmt.Errorf("read webhook: %w", err)
	}
	if len(body) > maxWebhook {
		return "", http.StatusRequestEntityTooLarge, fmt.Errorf("webhook: %w", feedback.ErrTooLarge)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return "", http.StatusBadRequest, fmt.Errorf("webhook form: %w", feedback.ErrInvalid)
	}
	if !t.signed(r, form) {
		return "", http.StatusForbidden, fmt.Errorf("webhook signature: %w", feedback.ErrUnauthenticated)
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

// signed checks X-Twilio-Signature over the configured public address, never
// the Host header, and over every parameter, known to us or not. No token
// configured means no.
func (t Twilio) signed(r *http.Request, form url.Values) bool {
	sig := r.Header.Get("X-Twilio-Signature")
	if sig == "" {
		return false
	}
	params := make(map[string]string, len(form))
	for k, v := range form {
		params[k] = v[0]
	}
	address := strings.TrimSuffix(t.PublicURL, "/") + r.URL.RequestURI()
	ok := false
	for _, token := range t.Tokens {
		if token == "" {
			continue
		}
		v := client.NewRequestValidator(token.Reveal())
		ok = v.Validate(address, params, sig) || ok
	}
	return ok
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
	from, err := ParsePhone(form.Get("From"))
	if err != nil {
		return Inbound{}, err
	}
	in := Inbound{Gateway: "twilio", ID: sid, From: from, To: form.Get("To"), Body: feedback.Text(form.Get("Body")), At: now.UTC()}
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
	n, err := phonenumbers.Parse(s, "GB")
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return "", &feedback.FieldError{Field: "From", Reason: "must be a telephone number such as +447700900123"}
	}
	return feedback.Phone(phonenumbers.Format(n, phonenumbers.E164)), nil
}
