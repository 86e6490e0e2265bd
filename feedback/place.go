package feedback

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// PlaceID identifies a place for ever, whatever it is called and whoever runs
// it. Wards have no national code, so every place has an id of its own: ten
// lower-case letters and digits.
type PlaceID string

// OrgCode is an ODS code in upper case ("RXL01"), or the pseudo-code "IS1" of
// the independent sector. Codes are never reused; do not derive a parent from
// the form of a code.
type OrgCode string

// ParseOrgCode reads an ODS code in any case: 2 to 10 letters and digits.
func ParseOrgCode(s string) (OrgCode, error) {
	code := strings.ToUpper(strings.TrimSpace(s))
	ok := len(code) >= 2 && len(code) <= 10
	for _, c := range code {
		ok = ok && (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')
	}
	if !ok {
		return "", &FieldError{Field: "code", Reason: "must be an ODS code: 2 to 10 letters and digits"}
	}
	return OrgCode(code), nil
}

// GSS is a nine-character area code of the Government Statistical Service, such
// as "E06000023".
type GSS string

// ParseGSS reads a GSS code in any case.
func ParseGSS(s string) (GSS, error) {
	code := strings.ToUpper(strings.TrimSpace(s))
	ok := len(code) == 9 && code[0] >= 'A' && code[0] <= 'Z'
	for i := 1; ok && i < len(code); i++ {
		ok = code[i] >= '0' && code[i] <= '9'
	}
	if !ok {
		return "", &FieldError{Field: "area", Reason: "must be a GSS code: a letter and eight digits, such as E06000023"}
	}
	return GSS(code), nil
}

// PublicCode is the short code printed on posters and used in links
// (/f/{code}) and as a text-message keyword, in upper case.
type PublicCode string

// ParsePublicCode reads a public code in any case: 3 to 20 letters, digits and
// hyphens, beginning with a letter, so that it cannot be taken for a rating.
func ParsePublicCode(s string) (PublicCode, error) {
	code := strings.ToUpper(strings.TrimSpace(s))
	ok := len(code) >= 3 && len(code) <= 20 && code[0] >= 'A' && code[0] <= 'Z'
	for _, c := range code {
		ok = ok && (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-')
	}
	if !ok {
		return "", &FieldError{Field: "public_code", Reason: "must be 3 to 20 letters, digits and hyphens, beginning with a letter"}
	}
	return PublicCode(code), nil
}

// Level is how deep in the tree a place is.
type Level uint8

// The levels from the top down. Their numbers are stored.
const (
	NoLevel  Level = iota
	ICB            // integrated care board, or the independent sector's pseudo-ICB
	Provider       // NHS trust or independent provider
	Site
	Ward // ward or team
	levelEnd
)

var levelNames = [levelEnd]string{"", "icb", "provider", "site", "ward"}

// String gives the level's name as the API writes it.
func (l Level) String() string { return nameOf(levelNames[:], int(l), "level") }

// ParseLevel reads what String writes.
func ParseLevel(s string) (Level, error) {
	i, err := indexOf(levelNames[:], s, "level")
	return Level(i), err
}

// Place is one version of a place: how it was from one day until another. A
// place that changes (a new name, a new parent, a new area) gets a further
// version; nothing is overwritten.
type Place struct {
	ID         PlaceID
	Level      Level
	Name       string
	Code       OrgCode    // empty for wards and teams
	PublicCode PublicCode // never empty once in a directory
	Setting    Setting
	Parent     PlaceID  // empty for an ICB
	Area       GSS      // the upper-tier authority it lies in; empty if not known
	Postcode   Postcode // where it is; empty if not known
	From       Day      // first day of this version; NoDay if always
	To         Day      // last day of this version; NoDay if still current
	Closed     bool     // from From on the place takes no more answers
	Successors []PlaceID
}

// NewPlaceID makes the id of a place from what identified it when it was first
// seen: its level, its parent's id, and its code or else its name. The same
// file read by two installations gives the same ids; a later change of name or
// parent does not change them.
func NewPlaceID(level Level, parent PlaceID, code OrgCode, name string) PlaceID {
	key := string(code)
	if key == "" {
		key = "name:" + strings.ToLower(strings.TrimSpace(name))
	}
	sum := sha256.Sum256([]byte(level.String() + "\x00" + string(parent) + "\x00" + key))
	return PlaceID(idEncoding().EncodeToString(sum[:])[:10])
}

// idEncoding is base32 in lower case without look-alikes (Crockford's letters).
func idEncoding() *base32.Encoding {
	return base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)
}

// Path is where a place stood on one day: the place and all that it was part
// of. Levels below the place are empty. Every ledger entry carries one, so that
// cards can be folded again years later without the directory.
type Path struct {
	Ward     PlaceID
	Site     PlaceID
	Provider PlaceID
	ICB      PlaceID
	Area     GSS
	Setting  Setting
}

// Place gives the deepest place of the path.
func (p Path) Place() PlaceID {
	for _, id := range [...]PlaceID{p.Ward, p.Site, p.Provider} {
		if id != "" {
			return id
		}
	}
	return p.ICB
}

// Area is a geographical area for which somebody speaks for patients: an
// upper-tier local authority by its GSS code.
type Area struct {
	GSS  GSS
	Name string
}
