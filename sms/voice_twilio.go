package sms

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twilio/twilio-go/twiml"

	"earshot/feedback"
)

// voicePath is where Twilio calls us about telephone calls.
const voicePath = "/voice/twilio"

// NewTwilioVoiceHandler gives the handler of /voice/twilio: verify, decode,
// store, and then say what comes next in TwiML. The address that a number is set
// up with may carry place, lang and audience; later ones carry how far the call
// has come. It answers like [NewTwilioHandler]: 403 to a wrong signature, 400 to
// a form that is no call, 503 if nothing could be stored, so that Twilio calls
// the fallback address, where the same handler goes on with the call.
func NewTwilioVoiceHandler(t Twilio, c *Calls, now func() time.Time, fail func(*http.Request, error)) http.Handler {
	h := t.hooks()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, status, err := h.call(r, c, now)
		if err != nil {
			fail(r, err)
			refuseWebhook(w, status)
			return
		}
		writeTwiML(w, []byte(body))
	})
}

// refuseWebhook answers a request that was not taken.
func refuseWebhook(w http.ResponseWriter, status int) {
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "5")
	}
	http.Error(w, http.StatusText(status)+". "+unknownMessage, status)
}

// writeTwiML answers a request.
func writeTwiML(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // the client has gone if this fails
}

// call verifies, decodes and hands over one request.
func (t *twilioHooks) call(r *http.Request, c *Calls, now func() time.Time) (answer string, status int, err error) {
	body, status, err := readWebhook(r)
	if err != nil {
		return "", status, err
	}
	form, status, err := t.verified(r, body)
	if err != nil {
		return "", status, err
	}
	h, at, err := t.decodeCall(form, r.URL, now())
	if err != nil {
		return "", http.StatusBadRequest, err
	}
	if over(form.Get("CallStatus")) {
		answer, err = twiml.Voice(nil)
	} else {
		ctx, cancel := budgeted(r.Context())
		defer cancel()
		var reply callReply
		if reply, err = c.receive(ctx, h, at); err != nil {
			return "", http.StatusServiceUnavailable, err
		}
		answer, err = t.spoken(reply)
	}
	if err != nil {
		return "", http.StatusInternalServerError, fmt.Errorf("write TwiML: %w", err)
	}
	return answer, http.StatusOK, nil
}

// over reports whether a call has ended: there is nobody to talk to.
func over(status string) bool {
	switch status {
	case "completed", "busy", "failed", "no-answer", "canceled":
		return true
	}
	return false
}

// decodeCall takes what was heard, and how far the call has come, from a form
// and the address it was posted to. Twilio names the address that failed when it
// calls the fallback: the call goes on from there.
func (t Twilio) decodeCall(form fields, address *url.URL, now time.Time) (Heard, callState, error) {
	sid := form.Get("CallSid")
	if len(sid) != 34 {
		return Heard{}, callState{}, &feedback.FieldError{Field: "CallSid", Reason: "must be Twilio's 34-character call id"}
	}
	if subtle.ConstantTimeCompare([]byte(form.Get("AccountSid")), []byte(t.AccountSID)) != 1 {
		return Heard{}, callState{}, &feedback.FieldError{Field: "AccountSid", Reason: "is not the account this service is set up for"}
	}
	h := Heard{Gateway: "twilio", ID: sid, Ours: form.Get("To"), Outbound: strings.HasPrefix(form.Get("Direction"), "outbound"), At: now.UTC(),
		Digits: strings.TrimSuffix(form.Get("Digits"), "#"), Speech: feedback.Text(form.Get("SpeechResult"))}
	by := form.Get("AnsweredBy")
	h.Machine = strings.HasPrefix(by, "machine") || by == "fax"
	if len(h.Digits) > 40 {
		h.Digits = "-" // no place has such a code, and it is no answer
	}
	if h.Outbound {
		h.Ours = form.Get("From")
		if phone, err := ParsePhone(form.Get("To")); err == nil {
			h.Person = phone
		}
	}
	q := address.Query()
	if failed, err := url.Parse(form.Get("ErrorUrl")); err == nil && strings.HasPrefix(failed.String(), strings.TrimSuffix(t.PublicURL, "/")+voicePath) {
		q = failed.Query()
	}
	return h, parseCall(q), nil
}

// parseCall reads what callState.query writes. Whatever else stands there gives
// the beginning of a call.
func parseCall(q url.Values) callState {
	s := callState{step: callStep(q.Get("step")), place: q.Get("place"), language: q.Get("lang"), audience: q.Get("audience"), subject: q.Get("answer")}
	for name, n := range s.counts() {
		v, err := strconv.Atoi(q.Get(name))
		if err == nil && v > 0 && v <= mostTurns {
			*n = v
		}
	}
	return s
}

// counts are the numbers of a state by name.
func (s *callState) counts() map[string]*int {
	return map[string]*int{"turn": &s.turn, "tries": &s.tries, "parts": &s.parts, "changes": &s.changes, "words": &s.words}
}

// query writes a state into an address.
func (s callState) query() string {
	q := url.Values{}
	for name, v := range map[string]string{"step": string(s.step), "place": s.place, "lang": s.language, "audience": s.audience, "answer": s.subject} {
		if v != "" {
			q.Set(name, v)
		}
	}
	for name, n := range s.counts() {
		if *n != 0 {
			q.Set(name, strconv.Itoa(*n))
		}
	}
	return q.Encode()
}

// spoken writes a reply in TwiML. Nothing is recorded: Gather gives what was
// said in words, and Twilio keeps no sound.
func (t Twilio) spoken(reply callReply) (string, error) {
	var says []twiml.Element
	for _, s := range reply.says {
		says = append(says, &twiml.VoiceSay{Message: s.text, Language: s.language, Voice: s.voice})
	}
	if reply.end {
		return twiml.Voice(append(says, &twiml.VoiceHangup{}))
	}
	g := &twiml.VoiceGather{Input: "dtmf", Method: http.MethodPost, Timeout: "7", NumDigits: "1", ActionOnEmptyResult: "true", InnerElements: says,
		Action: strings.TrimSuffix(t.PublicURL, "/") + voicePath + "?" + reply.next.query()}
	if reply.next.step == warding {
		g.NumDigits = "" // ended by #
	}
	if reply.listen != "" {
		g.Input, g.Language, g.ProfanityFilter, g.SpeechTimeout = "dtmf speech", reply.listen, "false", "3"
		g.Hints = strings.Join(reply.hints, ", ")
	}
	return twiml.Voice([]twiml.Element{g})
}
