package feedback

import "strings"

// Postcode is a British postcode in upper case with one space ("LS1 3EX"), or
// its outward half alone ("LS1").
type Postcode string

// ParsePostcode reads a whole postcode, or its outward half, in any case and
// spacing. It looks at the form only: whether there is such a postcode it cannot
// tell.
func ParsePostcode(s string) (Postcode, error) {
	text := strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if n := len(text); n >= 5 && n <= 7 && isInward(text[n-3:]) && isOutward(text[:n-3]) {
		return Postcode(text[:n-3] + " " + text[n-3:]), nil
	}
	if isOutward(text) {
		return Postcode(text), nil
	}
	return "", &FieldError{Field: "postcode", Reason: "must be a postcode such as LS1 3EX, or its first half"}
}

// isOutward reports whether s has the form of an outward code: A9, A99, A9A, AA9,
// AA99 or AA9A.
func isOutward(s string) bool {
	letters := 0
	for letters < len(s) && isUpper(s[letters]) {
		letters++
	}
	rest := s[letters:]
	if letters < 1 || letters > 2 || len(rest) < 1 || len(rest) > 2 || !isFigure(rest[0]) {
		return false
	}
	return len(rest) == 1 || isFigure(rest[1]) || isUpper(rest[1])
}

// isInward reports whether s has the form of an inward code: 9AA.
func isInward(s string) bool {
	return len(s) == 3 && isFigure(s[0]) && isUpper(s[1]) && isUpper(s[2])
}

func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func isFigure(c byte) bool { return c >= '0' && c <= '9' }

// Outward gives the first half, which names a district: "LS1".
func (p Postcode) Outward() string {
	out, _, _ := strings.Cut(string(p), " ")
	return out
}

// Sector gives the district and the figure after it, "LS1 3"; empty if only the
// outward half is known.
func (p Postcode) Sector() string {
	out, in, ok := strings.Cut(string(p), " ")
	if !ok || in == "" {
		return ""
	}
	return out + " " + in[:1]
}

// Region gives the letters that the postcode begins with, which name a town or
// a part of London: "LS".
func (p Postcode) Region() string {
	return string(p)[:len(p)-len(strings.TrimLeft(string(p), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
}
