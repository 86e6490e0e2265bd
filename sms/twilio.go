package sms

import (
	"bytes"
	"crypto/subtle"
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"

	"earshot/feedback"
)

// Twilio is the far side's settings for the inbound webhook.
type Twilio struct {
	PublicURL  string            // what Twilio calls us, e.g. "https://earshot.example.nhs.uk": the signature covers it
	AccountSID string            // texts of other accounts are refused
	Tokens     []feedback.Secret // auth tokens in force; two during a rotation. None means that every text is refused
}

const (
	maxWebhook     = 64 << 10 // Twilio's forms are a few kB
	unknownMessage = "This webhook takes Twilio's signed requests only."
)

// WebhookBudget is how long a webhook may take: Twilio gives up after 15 seconds.
const WebhookBudget = 10 * time.Second

// NewTwilioHandler gives the handler of /sms/twilio: verify, decode, receive,
// answer in TwiML. It answers 403 to a wrong signature, 400 to a form without
// the fields of a text, and 503 if the text could not be stored, so that
// Twilio calls the fallback address.
func NewTwilioHandler(t Twilio, c *Conversation, now func() time.Time, fail func(*http.Request, error)) http.Handler {
	h := t.hooks()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reply, status, err := h.receive(r, c, now)
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
func messageTwiML(text string) []byte {
	var b bytes.Buffer
	b.Grow(len(text) + 128)
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><Response>`)
	if text != "" {
		b.WriteString("<Message>")
		_ = xml.EscapeText(&b, []byte(text)) // a Buffer takes everything
		b.WriteString("</Message>")
	}
	b.WriteString("</Response>")
	return b.Bytes()
}

// receive verifies, decodes and hands over one request.
func (t *twilioHooks) receive(r *http.Request, c *Conversation, now func() time.Time) (reply string, status int, err error) {
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
	ctx, cancel := budgeted(r.Context())
	defer cancel()
	reply, err = c.Receive(ctx, in)
	if err != nil {
		return "", http.StatusServiceUnavailable, err
	}
	return reply, http.StatusOK, nil
}

// decode takes the fields of a text from a form.
func (t Twilio) decode(form fields, now time.Time) (Inbound, error) {
	sid := form.Get("MessageSid")
	if len(sid) != 34 {
		return Inbound{}, &feedback.FieldError{Field: "MessageSid", Reason: "must be Twilio's 34-character message id"}
	}
	if subtle.ConstantTimeCompare([]byte(form.Get("AccountSid")), []byte(t.AccountSID)) != 1 {
		return Inbound{}, &feedback.FieldError{Field: "AccountSid", Reason: "is not the account this service is set up for"}
	}
	in := Inbound{Gateway: "twilio", ID: sid, To: form.Get("To"), Body: feedback.Text(unpacked(form.Get("Body"))), At: now.UTC(),
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
	if isShortCode(s) {
		return "", &feedback.FieldError{Field: "From", Reason: "is a short code, not the number of a person"}
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

// isShortCode reports whether a sender is one of the few digits that companies
// text from: a program that would answer our answers. Without a plus or a zero in
// front no number of a person is as short.
func isShortCode(s string) bool {
	return len(s) <= len("60777888") && s != "" && s[0] != '0' && strings.Trim(s, "0123456789") == ""
}
