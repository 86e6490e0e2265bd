package voice

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"earshot/feedback"
	"earshot/ledger"
)

// AnswerDays is how many working days a provider has to answer a request for a
// response: the day of asking does not count.
const AnswerDays = 20

// The longest requests and answers, in characters.
const (
	maxRequest   = 4000
	maxReference = 100
)

// Ask stores a request for a response and starts its clock.
func Ask(ctx context.Context, store ledger.Voices, r ledger.Request, now time.Time) (ledger.Request, bool, error) {
	r.Text, r.Reference = strings.TrimSpace(r.Text), strings.TrimSpace(r.Reference)
	switch {
	case r.Reference == "" || len(r.Reference) > maxReference:
		return r, false, &feedback.FieldError{Field: "id", Reason: fmt.Sprintf("must be your own id of the request, of at most %d bytes: a second with the same id is the same request", maxReference)}
	case r.Text == "":
		return r, false, &feedback.FieldError{Field: "text", Reason: "is missing; say what you ask"}
	case utf8.RuneCountInString(r.Text) > maxRequest:
		return r, false, &feedback.FieldError{Field: "text", Reason: fmt.Sprintf("must be at most %d characters", maxRequest)}
	}
	r.At = now.UTC()
	r.Due = feedback.AfterWorkingDays(feedback.DayOf(now), AnswerDays)
	return store.AddRequest(ctx, r)
}

// Answer stores the provider's answer to a request. A second corrects the first;
// when it was first answered stands.
func Answer(ctx context.Context, store ledger.Voices, id int64, version int, text, who string, now time.Time) (ledger.Request, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return ledger.Request{}, &feedback.FieldError{Field: "text", Reason: "is missing; write the answer"}
	case utf8.RuneCountInString(text) > maxRequest:
		return ledger.Request{}, &feedback.FieldError{Field: "text", Reason: fmt.Sprintf("must be at most %d characters", maxRequest)}
	case who == "":
		return ledger.Request{}, &feedback.FieldError{Field: "by", Reason: "is missing; say who you are"}
	}
	return store.AnswerRequest(ctx, id, version, text, who, now.UTC())
}

// StateOf says how a request stands: "open", "overdue", "answered" or
// "answered late".
func StateOf(r *ledger.Request, today feedback.Day) string {
	switch {
	case r.Open() && r.Overdue(today):
		return "overdue"
	case r.Open():
		return "open"
	case r.Overdue(today):
		return "answered late"
	}
	return "answered"
}
