package sms

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"earshot/feedback"
)

// Reports takes what gateways report of texts that we sent.
type Reports interface {
	// Report records a report; ErrNotFound if the text is not one of ours.
	Report(ctx context.Context, r feedback.Report) error
	// OptOut records that a person wants no more texts.
	OptOut(ctx context.Context, phone feedback.Phone, at time.Time) error
}

// NewTwilioStatusHandler gives the handler of /sms/twilio/status. Reports may
// come twice and in any order. One of a text that is not ours, or with a status
// that we do not know, is answered like any other, since asking Twilio to send
// it again would change nothing.
func NewTwilioStatusHandler(t Twilio, reports Reports, now func() time.Time, fail func(*http.Request, error)) http.Handler {
	h := t.hooks()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, err := h.status(r, reports, now)
		if err != nil {
			fail(r, err)
		}
		if status != http.StatusOK {
			http.Error(w, http.StatusText(status)+". "+unknownMessage, status)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusNoContent)
	})
}

func (t *twilioHooks) status(r *http.Request, reports Reports, now func() time.Time) (int, error) {
	body, status, err := readWebhook(r)
	if err != nil {
		return status, err
	}
	form, status, err := t.verified(r, body)
	if err != nil {
		return status, err
	}
	if form.Get("AccountSid") != t.AccountSID {
		return http.StatusBadRequest, &feedback.FieldError{Field: "AccountSid", Reason: "is not the account this service is set up for"}
	}
	ctx, cancel := budgeted(r.Context())
	defer cancel()
	stage := twilioStatus(form.Get("MessageStatus"))
	id := r.URL.Query().Get("i")
	report := feedback.Report{ID: id, Status: stage, Message: form.Get("MessageSid"), Reason: form.Get("ErrorCode"), OptOut: form.Get("ErrorCode") == fmt.Sprint(codeOptedOut)}
	err = feedback.ErrNotFound
	if stage != feedback.NoDelivery && id != "" {
		err = reports.Report(ctx, report)
	}
	if errors.Is(err, feedback.ErrNotFound) && report.OptOut { // of an answer, or of somebody else's text
		if phone, bad := ParsePhone(form.Get("To")); bad == nil {
			err = reports.OptOut(ctx, phone, now())
		}
	}
	switch {
	case errors.Is(err, feedback.ErrNotFound) && (id == "" || stage == feedback.NoDelivery):
		return http.StatusOK, nil
	case errors.Is(err, feedback.ErrNotFound):
		return http.StatusOK, err
	case err != nil:
		return http.StatusServiceUnavailable, err
	}
	return http.StatusOK, nil
}
