package feedback

import (
	"errors"
	"fmt"
	"strings"
)

// The meanings an error can have. Packages wrap one of these with %w; the api
// package holds the single table from them to HTTP statuses.
var (
	// ErrInvalid is returned if what was sent cannot be accepted as it stands.
	// Sending the same thing again gives the same answer.
	ErrInvalid = errors.New("not valid")
	// ErrNotFound is returned if the thing asked for does not exist, or the
	// asker may not know that it does.
	ErrNotFound = errors.New("not found")
	// ErrConflict is returned if what was sent disagrees with what is stored,
	// for example a change to a response that was withdrawn.
	ErrConflict = errors.New("conflict")
	// ErrStale is returned if what was sent was decided on a conversation that
	// has moved on meanwhile: look again and decide again.
	ErrStale = errors.New("changed meanwhile")
	// ErrUnauthenticated is returned if the key or signature is missing or wrong.
	ErrUnauthenticated = errors.New("not authenticated")
	// ErrForbidden is returned if the asker is known but may not do this.
	ErrForbidden = errors.New("not allowed")
	// ErrTooLarge is returned if what was sent is over a size limit.
	ErrTooLarge = errors.New("too large")
	// ErrTooMany is returned if the asker is over a rate limit.
	ErrTooMany = errors.New("too many requests")
	// ErrUnavailable is returned if an engine (database, Redis) cannot do its
	// work now. Nothing was acknowledged; the same request may succeed later.
	ErrUnavailable = errors.New("unavailable")
	// ErrCorrupt is returned if stored data contradicts itself: a gap in the
	// ledger, a hash that does not follow from its entries.
	ErrCorrupt = errors.New("corrupt")
)

// FieldError says which field of what was sent is wrong, why, and what to do
// about it. It never holds the value itself, which may be a person's words.
type FieldError struct {
	Field  string // the field as the sender named it, e.g. "rating"
	Reason string // plain English, naming the remedy
	Line   int    // 1-based line of the input; 0 if the input is not in lines
}

// Error gives "line 3: rating: must be …".
func (e *FieldError) Error() string {
	var b strings.Builder
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", e.Line)
	}
	if e.Field != "" {
		b.WriteString(e.Field)
		b.WriteString(": ")
	}
	b.WriteString(e.Reason)
	return b.String()
}

// Unwrap makes every FieldError an [ErrInvalid].
func (e *FieldError) Unwrap() error { return ErrInvalid }
