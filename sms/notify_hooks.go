package sms

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"earshot/feedback"
)

// Notify is the far side's settings for GOV.UK Notify's callbacks.
type Notify struct {
	Bearer  feedback.Secret // in Notify's Authorization header; empty means that every callback is refused
	Gateway Gateway         // sends the answers, since a callback cannot carry them
	Now     func() time.Time
	Failed  func(*http.Request, error)
}

// allowed checks the bearer token in constant time.
func (n Notify) allowed(r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && n.Bearer != "" && subtle.ConstantTimeCompare([]byte(token), []byte(n.Bearer.Reveal())) == 1
}

// decoded checks and reads a callback into v. A status of 0 means that all is
// well.
func (n Notify) decoded(r *http.Request, v any) (int, error) {
	if !n.allowed(r) {
		return http.StatusForbidden, fmt.Errorf("callback's token: %w", feedback.ErrUnauthenticated)
	}
	body, status, err := readWebhook(r)
	if err != nil {
		return status, err
	}
	if err := json.Unmarshal(body, v); err != nil {
		return http.StatusBadRequest, fmt.Errorf("callback JSON: %w", feedback.ErrInvalid)
	}
	return 0, nil
}

// answer writes a callback's status. Notify tries again after anything but a
// success, every five minutes, five times.
func (n Notify) answer(w http.ResponseWriter, r *http.Request, status int, err error) {
	if err != nil {
		n.Failed(r, err)
	}
	w.Header().Set("Cache-Control", "no-store")
	if status == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Error(w, http.StatusText(status), status)
}

// NewNotifyInboundHandler gives the handler of /sms/notify: a received text is
// stored, then answered by a text of its own, which is sent at most once.
func NewNotifyInboundHandler(n Notify, c *Conversation) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var t notifyText
		status, err := n.decoded(r, &t)
		if err == nil && t.ID == "" {
			status, err = http.StatusBadRequest, &feedback.FieldError{Field: "id", Reason: "must be Notify's id of the text"}
		}
		if err != nil {
			n.answer(w, r, status, err)
			return
		}
		ctx, cancel := budgeted(r.Context())
		defer cancel()
		in := t.inbound(n.Now())
		reply, err := c.Receive(ctx, in)
		if err != nil {
			n.answer(w, r, http.StatusServiceUnavailable, err)
			return
		}
		n.answer(w, r, 0, SendAnswer(ctx, n.Gateway, in, reply))
	})
}

// SendAnswer sends the answer to a text, if there is one. It is tried once: an answer
// that is lost costs less than one that comes twice.
func SendAnswer(ctx context.Context, g Gateway, in Inbound, reply string) error {
	if reply == "" {
		return nil
	}
	if _, err := g.Send(context.WithoutCancel(ctx), Text{Reference: "answer-" + in.ID, To: in.From, Body: reply}); err != nil {
		return fmt.Errorf("answer text %s: %w", in.ID, err)
	}
	return nil
}

// NewNotifyStatusHandler gives the handler of /sms/notify/status: delivery
// receipts, in any order and as often as they come.
func NewNotifyStatusHandler(n Notify, reports Reports) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var receipt struct {
			ID        string `json:"id"`
			Reference string `json:"reference"`
			Status    string `json:"status"`
		}
		status, err := n.decoded(r, &receipt)
		stage := notifyStatus(receipt.Status)
		if err != nil || stage == feedback.NoDelivery || receipt.Reference == "" || strings.HasPrefix(receipt.Reference, "answer-") {
			n.answer(w, r, status, err)
			return
		}
		ctx, cancel := budgeted(r.Context())
		defer cancel()
		err = reports.Report(ctx, feedback.Report{ID: receipt.Reference, Status: stage, Message: receipt.ID, Reason: notifyCode(receipt.Status)})
		if err != nil && !errors.Is(err, feedback.ErrNotFound) {
			status = http.StatusServiceUnavailable
		}
		n.answer(w, r, status, err)
	})
}
