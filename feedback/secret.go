package feedback

import (
	"fmt"
	"io"
	"log/slog"
)

// hidden is what guarded values print as.
const hidden = "[hidden]"

// hide is the Format of every guarded type: whatever the verb, width or flags,
// it writes what String gives. Without it %x and %q would write the value.
//
// Two ways past it remain in the language: fmt cannot call methods on values in
// unexported struct fields, and does not call them for the verb %p. So no struct
// holds a guarded value in an unexported field (a test looks), and go vet refuses
// %p.
func hide(f fmt.State, value string) {
	if value != "" {
		_, _ = io.WriteString(f, hidden)
	}
}

// Text is what a person wrote. It prints as "[hidden]" in logs, errors, format
// verbs and encoders; call [Text.Reveal] where the words are really needed: to
// read them, to store them, and to show them to someone who may see them.
type Text string

// Reveal gives the words themselves.
func (t Text) Reveal() string { return string(t) }

// String hides the words.
func (t Text) String() string {
	if t == "" {
		return ""
	}
	return hidden
}

// Format hides the words from every verb.
func (t Text) Format(f fmt.State, _ rune) { hide(f, string(t)) }

// LogValue hides the words from slog.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }

// MarshalText hides the words from encoders; words leave the program only
// through [Text.Reveal].
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Phone is a telephone number in E.164 form ("+447700900123"). It prints as
// "[hidden]"; call [Phone.Reveal] to send to it or to hash it.
type Phone string

// Reveal gives the number itself.
func (p Phone) Reveal() string { return string(p) }

// String hides the number.
func (p Phone) String() string {
	if p == "" {
		return ""
	}
	return hidden
}

// Format hides the number from every verb.
func (p Phone) Format(f fmt.State, _ rune) { hide(f, string(p)) }

// LogValue hides the number from slog.
func (p Phone) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalText hides the number from encoders; a number leaves the program only
// through [Phone.Reveal].
func (p Phone) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// Secret is a password, token or key from configuration. It prints as
// "[hidden]" however it is printed or encoded.
type Secret string

// Reveal gives the secret itself.
func (s Secret) Reveal() string { return string(s) }

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// Format hides the secret from every verb.
func (s Secret) Format(f fmt.State, _ rune) { hide(f, string(s)) }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret from encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
