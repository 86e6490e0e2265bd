package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"earshot/feedback"
)

// Meanings that only HTTP has; all others are in package feedback.
var (
	errMethod    = errors.New("method not allowed")
	errMediaType = errors.New("media type not taken")
)

// meaning is how one kind of error is told to whoever asked.
type meaning struct {
	is         error
	status     int
	slug       string // last part of the problem's type
	title      string
	detail     string // said unless the error has words of its own for the public
	retryAfter int    // seconds; 0 for no Retry-After
}

// meanings is the one table from errors to HTTP statuses. The first that the
// error is decides.
func meanings() []meaning {
	return []meaning{
		{feedback.ErrInvalid, 400, "invalid", "Not valid", "What was sent cannot be accepted as it stands.", 0},
		{feedback.ErrUnauthenticated, 401, "key", "Key missing or not in force", "Send a key that is in force as “Authorization: Bearer esk_…”.", 0},
		{feedback.ErrForbidden, 403, "forbidden", "Not allowed", "This key may not do this.", 0},
		{feedback.ErrNotFound, 404, "not-found", "Not found", "There is nothing at this address.", 0},
		{errMethod, 405, "method", "Method not allowed", "This address does not take that method; see the Allow header.", 0},
		{feedback.ErrConflict, 409, "conflict", "Conflict", "What was sent disagrees with what is stored.", 0},
		{feedback.ErrTooLarge, 413, "too-large", "Too large", "What was sent is over the size limit.", 0},
		{errMediaType, 415, "media-type", "Media type not taken", "Send application/json for one answer or application/x-ndjson for many.", 0},
		{feedback.ErrTooMany, 429, "too-many", "Too many requests", "Too many requests came from this address or key; wait and try again.", 30},
		{feedback.ErrUnavailable, 503, "unavailable", "Not available just now", "Part of the service is not answering. Nothing was stored; sending the same again later is safe.", 5},
		{context.Canceled, 503, "unavailable", "Not available just now", "The request was given up before it was answered. Sending the same again is safe.", 5},
		{context.DeadlineExceeded, 503, "unavailable", "Not available just now", "The service took too long. Sending the same again later is safe.", 5},
	}
}

// internalFault is what is said of every error that has no meaning in the table.
func internalFault() meaning {
	return meaning{nil, 500, "internal", "Something went wrong", "Something went wrong on our side. It has been noted; please try again later.", 0}
}

// meaningOf finds an error's row.
func meaningOf(table []meaning, err error) meaning {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		err = errors.Join(feedback.ErrTooLarge, err)
	}
	for _, m := range table {
		if errors.Is(err, m.is) {
			return m
		}
	}
	return internalFault()
}

// said is an error with words of its own for whoever asked.
type said struct {
	error
	detail string
	more   map[string]any // further members of the problem
}

func (s *said) Unwrap() error { return s.error }

// say gives err, which decides the status, with words for the public.
func say(err error, detail string) error { return &said{error: err, detail: detail} }

// fieldFault is one wrong field in a problem.
type fieldFault struct {
	Field  string `json:"field,omitempty"`
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
}

// problem is the RFC 9457 body.
type problem struct {
	Type      string       `json:"type"`
	Title     string       `json:"title"`
	Status    int          `json:"status"`
	Detail    string       `json:"detail"`
	RequestID string       `json:"request_id,omitempty"`
	Errors    []fieldFault `json:"errors,omitempty"`
}

// fieldFaults gives every FieldError in err's tree, in order.
func fieldFaults(err error) []fieldFault {
	switch e := err.(type) {
	case nil:
		return nil
	case *feedback.FieldError:
		return []fieldFault{{e.Field, e.Line, e.Reason}}
	case interface{ Unwrap() []error }:
		var out []fieldFault
		for _, inner := range e.Unwrap() {
			out = append(out, fieldFaults(inner)...)
		}
		return out
	case interface{ Unwrap() error }:
		return fieldFaults(e.Unwrap())
	}
	return nil
}

// fail is the one place where an error becomes an answer.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	t := traceOf(r)
	m := meaningOf(s.meanings, err)
	// A context that was cancelled means that the client went away or stood
	// still, which is no fault of ours. It is answered all the same: net/http
	// would say 200 for a handler that says nothing.
	if m.status >= 500 && !errors.Is(r.Context().Err(), context.Canceled) {
		t.fault = err.Error()
	}
	if t.status != 0 { // the answer has begun; it can only be cut short
		panic(http.ErrAbortHandler)
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Del("Content-Encoding")
	h.Del("ETag")
	if m.retryAfter > 0 && h.Get("Retry-After") == "" {
		h.Set("Retry-After", strconv.Itoa(m.retryAfter))
	}
	if m.status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="earshot"`)
	}
	p := problem{Type: s.publicURL + "/about/errors#" + m.slug, Title: m.title, Status: m.status, Detail: m.detail, RequestID: t.id}
	var more map[string]any
	if own := (*said)(nil); errors.As(err, &own) {
		p.Detail, more = cmp.Or(own.detail, p.Detail), own.more
	}
	if m.status == http.StatusBadRequest {
		p.Errors = fieldFaults(err)
		switch own := (*said)(nil); {
		case len(p.Errors) == 1:
			p.Detail = (&feedback.FieldError{Field: p.Errors[0].Field, Line: p.Errors[0].Line, Reason: p.Errors[0].Reason}).Error()
		case len(p.Errors) > 1 && !errors.As(err, &own):
			p.Detail = fmt.Sprintf("%d things are wrong with what was sent; each is under errors.", len(p.Errors))
		}
	}
	if t.page {
		s.failPage(w, r, p)
		return
	}
	writeProblem(w, p, more)
}

func writeProblem(w http.ResponseWriter, p problem, more map[string]any) {
	body, err := json.Marshal(p)
	if err == nil && len(more) > 0 {
		var extra []byte
		if extra, err = json.Marshal(more); err == nil {
			body = slices.Concat(body[:len(body)-1], []byte{','}, extra[1:])
		}
	}
	if err != nil {
		panic("a problem's members are plain values: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n')) // the client has gone if this fails
}

// writeJSON writes v with a status. v is encoded before anything is sent, so a
// value that cannot be encoded is still answered as an error.
func writeJSON(w http.ResponseWriter, status int, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // names such as "Day & Night" are for people; nothing here is put into a page
	if err := enc.Encode(v); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the client has gone if this fails
	return nil
}
