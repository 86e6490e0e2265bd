package sms

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1" // as Twilio signs
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/twilio/twilio-go/client"

	"earshot/feedback"
)

// fields are the parameters of a webhook, sorted by name. Of several with one
// name there is the first, which is the one that Twilio signs.
type fields []field

type field struct{ name, value string }

// Get gives a parameter by name, "" if there is none.
func (f fields) Get(name string) string {
	if i, ok := slices.BinarySearchFunc(f, name, func(a field, name string) int { return strings.Compare(a.name, name) }); ok {
		return f[i].value
	}
	return ""
}

// fieldsOf sorts parameters, and keeps the first of a name.
func fieldsOf(all []field) fields {
	slices.SortStableFunc(all, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return slices.CompactFunc(all, func(a, b field) bool { return a.name == b.name })
}

// parseFields reads a form, by the rules of [url.ParseQuery]. The error is
// ErrInvalid.
func parseFields(body string) (fields, error) {
	all := make([]field, 0, strings.Count(body, "&")+1)
	for pair := range strings.SplitSeq(body, "&") {
		if pair == "" {
			continue
		}
		if strings.IndexByte(pair, ';') >= 0 {
			return nil, fmt.Errorf("webhook form: %w", feedback.ErrInvalid)
		}
		var f field
		var bad, worse error
		name, value, _ := strings.Cut(pair, "=")
		f.name, bad = unescape(name)
		f.value, worse = unescape(value)
		if bad != nil || worse != nil {
			return nil, fmt.Errorf("webhook form: %w", feedback.ErrInvalid)
		}
		all = append(all, f)
	}
	return fieldsOf(all), nil
}

// unescape reads a name or value as it stands in a form.
func unescape(s string) (string, error) {
	for i := range len(s) {
		if s[i] == '%' || s[i] == '+' {
			return url.QueryUnescape(s)
		}
	}
	return s, nil
}

// fieldsOfJSON reads the parameters of a webhook that is sent as a JSON object.
func fieldsOfJSON(body []byte) (fields, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var given map[string]any
	if err := dec.Decode(&given); err != nil {
		return nil, fmt.Errorf("webhook JSON: %w", feedback.ErrInvalid)
	}
	all := make([]field, 0, len(given))
	for name, v := range given {
		switch v := v.(type) {
		case string:
			all = append(all, field{name, v})
		case json.Number:
			all = append(all, field{name, v.String()})
		}
	}
	return fieldsOf(all), nil
}

// twilioHooks is what the handlers of Twilio's webhooks share.
type twilioHooks struct {
	Twilio
	signers []sync.Pool // of *signer, one for each of Tokens
}

// hooks makes a handler's part of the settings.
func (t Twilio) hooks() *twilioHooks {
	h := &twilioHooks{Twilio: t, signers: make([]sync.Pool, len(t.Tokens))}
	for i, token := range t.Tokens {
		h.signers[i].New = func() any { return &signer{mac: hmac.New(sha1.New, []byte(token.Reveal()))} }
	}
	return h
}

// signer signs with one token. A signer that was used before has taken the token
// in already, which is half of what signing a text costs.
type signer struct {
	mac   hash.Hash
	plain []byte
}

// sign gives the signature of an address and the parameters sent to it: the
// HMAC-SHA1 of the address and of each parameter's name and value, sorted by
// name, in base64 as the header has it.
func (s *signer) sign(address string, form fields) []byte {
	s.plain = append(s.plain[:0], address...)
	for i := range form {
		s.plain = append(append(s.plain, form[i].name...), form[i].value...)
	}
	s.mac.Reset()
	s.mac.Write(s.plain)
	var sum [sha1.Size]byte
	return base64.StdEncoding.AppendEncode(make([]byte, 0, 28), s.mac.Sum(sum[:0]))
}

// signs reports whether a token gives the signature of the very address that we
// know ourselves by, as nearly every request has it.
func (h *twilioHooks) signs(token int, address string, form fields, sig string) bool {
	s := h.signers[token].Get().(*signer)
	defer h.signers[token].Put(s)
	return subtle.ConstantTimeCompare(s.sign(address, form), []byte(sig)) == 1
}

// verified checks X-Twilio-Signature over the configured public address, never
// the Host header, and over every parameter, known to us or not, or over the
// hash of the body that the address carries. No token configured means no.
// It gives the parameters, of a form or of a JSON object.
func (h *twilioHooks) verified(r *http.Request, body []byte) (fields, int, error) {
	address := strings.TrimSuffix(h.PublicURL, "/") + r.URL.RequestURI()
	hashed := r.URL.RawQuery != "" && r.URL.Query().Get("bodySHA256") != ""
	var form, signed fields
	var err error
	switch {
	case r.Method == http.MethodGet: // a number may be set up so: the address holds everything
		hashed = false
		if form, err = parseFields(r.URL.RawQuery); err != nil {
			return nil, http.StatusBadRequest, err
		}
	case !hashed:
		if form, err = parseFields(string(body)); err != nil {
			return nil, http.StatusBadRequest, err
		}
		signed = form
	}
	sig, ok := r.Header.Get("X-Twilio-Signature"), false
	for i, token := range h.Tokens {
		if token == "" || sig == "" {
			continue
		}
		switch {
		case hashed:
			v := client.NewRequestValidator(token.Reveal())
			ok = v.ValidateBody(address, body, sig) || ok
		case h.signs(i, address, signed, sig):
			ok = true
		default: // Twilio may have signed the address with its port, or without
			v := client.NewRequestValidator(token.Reveal())
			ok = v.Validate(address, signed.mapped(), sig) || ok
		}
	}
	if !ok {
		return nil, http.StatusForbidden, fmt.Errorf("webhook signature: %w", feedback.ErrUnauthenticated)
	}
	if hashed {
		if form, err = fieldsOfJSON(body); err != nil {
			return nil, http.StatusBadRequest, err
		}
	}
	return form, 0, nil
}

// mapped gives the parameters as Twilio's library takes them.
func (f fields) mapped() map[string]string {
	params := make(map[string]string, len(f))
	for i := range f {
		params[f[i].name] = f[i].value
	}
	return params
}

// readWebhook reads a webhook's body, up to a limit.
func readWebhook(r *http.Request) (body []byte, status int, err error) {
	var b bytes.Buffer
	b.Grow(int(min(max(r.ContentLength, 0), maxWebhook)) + bytes.MinRead)
	if _, err = b.ReadFrom(io.LimitReader(r.Body, maxWebhook+1)); err != nil {
		return nil, http.StatusBadRequest, fmt.Errorf("read webhook: %w", err)
	}
	if b.Len() > maxWebhook {
		return nil, http.StatusRequestEntityTooLarge, fmt.Errorf("webhook: %w", feedback.ErrTooLarge)
	}
	return b.Bytes(), 0, nil
}

// budgeted bounds the time of a webhook, if whoever serves it did not already.
func budgeted(ctx context.Context) (context.Context, context.CancelFunc) {
	if end, ok := ctx.Deadline(); ok && time.Until(end) <= WebhookBudget {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, WebhookBudget, errors.New("webhook budget"))
}
