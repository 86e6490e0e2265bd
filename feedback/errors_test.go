package feedback

import (
	"errors"
	"fmt"
	"testing"
)

func TestFieldErrors(t *testing.T) {
	rating, role := &FieldError{Field: "rating", Reason: "must be 1 to 6", Line: 3}, &FieldError{Field: "about.role", Reason: "is long", Line: 3}
	none, one, both := FieldErrors(nil), FieldErrors{rating}, FieldErrors{rating, role}
	if none.Err() != nil || one.Err() != error(rating) || none.About("rating") {
		t.Errorf("none gives %v, one gives %v", none.Err(), one.Err())
	}
	if got, want := both.Error(), "line 3: rating: must be 1 to 6; about.role: is long"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := (FieldErrors{rating, {Field: "x", Reason: "y", Line: 4}}).Error(), "line 3: rating: must be 1 to 6; line 4: x: y"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	wrapped := fmt.Errorf("store: %w", both.Err())
	var first *FieldError
	if !errors.Is(wrapped, ErrInvalid) || !errors.As(wrapped, &first) || first != rating || len(FaultsOf(wrapped)) != 2 {
		t.Errorf("wrapped, it gives %v first and %d in all", first, len(FaultsOf(wrapped)))
	}
	if got := FaultsOf(fmt.Errorf("x: %w", role)); len(got) != 1 || got[0] != role || FaultsOf(ErrNotFound) != nil || FaultsOf(nil) != nil {
		t.Errorf("one wrapped gives %v", got)
	}
	for field, want := range map[string]bool{"rating": true, "about": true, "about.role": true, "about.age_band": false, "role": false, "": false} {
		if got := both.About(field); got != want {
			t.Errorf("about %q: %v", field, got)
		}
	}
}
