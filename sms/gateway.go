package sms

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"earshot/feedback"
)

// Text is one outgoing text.
type Text struct {
	Reference string // ours; without personal data; the gateway gives it back in its reports
	To        feedback.Phone
	Body      string
}

// Taken is a gateway's word that it has a text.
type Taken struct {
	Message  string // its id of the text
	Segments int    // 0 if it does not say
	Status   feedback.Delivery
	Code     string // its error code, if Status is Failed or Undelivered
}

// Gateway passes texts on to telephones. To add one, implement this, turn its
// webhooks into [Inbound] texts for [Conversation.Receive] and into reports for
// [Reports.Report], and add a constructor call in cmd/earshot. What is asked of
// it:
//
//   - Send calls the far side once. It must not try again by itself: only the
//     caller knows what may be repeated. An error is a [SendError] that says
//     whether the far side may have taken the text.
//   - Find asks the far side whether it has a text that was given to it at or
//     after since. Only what it says for certain counts: an error is "not known".
//   - Name never changes; it is stored.
type Gateway interface {
	Name() feedback.Source
	Send(ctx context.Context, t Text) (Taken, error)
	Find(ctx context.Context, t Text, since time.Time) (taken Taken, found bool, err error)
}

// SendKind is what a failed Send means for what to do next.
type SendKind uint8

// The kinds.
const (
	Uncertain SendKind = iota // the far side may have taken it: never send again without asking
	Retryable                 // it was not taken; the same may succeed later
	Refused                   // it was not taken and never will be
)

// SendError is why a text was not sent.
type SendError struct {
	Kind   SendKind
	Code   string        // the far side's error code, for the operator; no personal data
	OptOut bool          // the far side says that the person wants no texts
	After  time.Duration // how long to wait at least, if the far side said so
	Err    error         // may be nil
}

// Error gives the kind and code, never a number or words.
func (e *SendError) Error() string {
	kind := [...]string{"it is not known whether the text was taken", "the text was not taken; it may be later", "the text was refused"}[e.Kind]
	if e.Code != "" {
		kind += " (" + e.Code + ")"
	}
	return kind
}

// Unwrap gives the cause.
func (e *SendError) Unwrap() error { return e.Err }

// sendFault turns an error of the transport into a SendError: if no connection
// came about nothing was sent, else nobody knows.
func sendFault(err error) *SendError {
	var op *net.OpError
	var dns *net.DNSError
	if errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns) {
		return &SendError{Kind: Retryable, Code: "no_connection", Err: err}
	}
	return &SendError{Kind: Uncertain, Code: "no_answer", Err: err}
}

// statusFault turns an HTTP status that a gateway answered into a SendError. A
// server's error says nothing about what was done before it.
func statusFault(status int, code string) *SendError {
	kind := Refused
	switch {
	case status == 429:
		kind = Retryable
	case status >= 500 || status == 408:
		kind = Uncertain
	case status == 401, status == 403:
		kind = Retryable // our key or clock is wrong, which an operator can mend
	}
	if code == "" {
		code = fmt.Sprint("http_", status)
	}
	return &SendError{Kind: kind, Code: code}
}
