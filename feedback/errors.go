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

// FieldErrors are all the things that are wrong with one answer, so that whoever
// sent it mends it once. Each is about another field or says something else of it.
type FieldErrors []*FieldError

// Error gives "line 3: rating: must be …; place: is …".
func (e FieldErrors) Error() string {
	said := make([]string, len(e))
	for i, one := range e {
		if i > 0 && one.Line == e[0].Line {
			plain := *one
			plain.Line = 0
			one = &plain
		}
		said[i] = one.Error()
	}
	return strings.Join(said, "; ")
}

// Unwrap gives each of them.
func (e FieldErrors) Unwrap() []error {
	out := make([]error, len(e))
	for i, one := range e {
		out[i] = one
	}
	return out
}

// Err gives nothing if nothing is wrong, a plain [FieldError] if one thing is.
func (e FieldErrors) Err() error {
	switch len(e) {
	case 0:
		return nil
	case 1:
		return e[0]
	}
	return e
}

// About reports whether one of them is about one of some fields, or a part of it
// ("about.role" of "about").
func (e FieldErrors) About(fields ...string) bool {
	for _, one := range e {
		name := one.Field
		if i := strings.IndexAny(name, ".["); i >= 0 {
			name = name[:i]
		}
		for _, f := range fields {
			if f == name || f == one.Field {
				return true
			}
		}
	}
	return false
}

// FaultsOf gives the FieldErrors that an error is or wraps; none if it is
// another kind of error.
func FaultsOf(err error) FieldErrors {
	var many FieldErrors
	if errors.As(err, &many) {
		return many
	}
	var one *FieldError
	if errors.As(err, &one) {
		return FieldErrors{one}
	}
	return nil
}
