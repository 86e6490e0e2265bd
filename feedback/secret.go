package feedback

import "log/slog"

// hidden is what guarded values print as.
const hidden = "[hidden]"

// Text is what a person wrote. It prints as "[hidden]" in logs, errors and
// format verbs; call [Text.Reveal] where the words are really needed: to read
// them, to store them, and to show them to someone who may see them.
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

// GoString hides the words from %#v.
func (t Text) GoString() string { return t.String() }

// LogValue hides the words from slog.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }

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

// GoString hides the number from %#v.
func (p Phone) GoString() string { return p.String() }

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

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret from encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
