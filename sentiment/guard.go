package sentiment

import (
	"strings"
	"unicode"
)

// Guard is the slow path: what may be published of a comment. It takes out what
// identifies a person and applies the rules of moderation. It is safe for
// concurrent use; build one and share it.
type Guard struct {
	redactor *redactor
	danger   *dangerRules
	words    *moderationWords
}

// NewGuard builds a Guard. It loads the models of prose, which takes about a
// quarter of a second the first time in a process.
func NewGuard() (*Guard, error) {
	judge, err := loadProse()
	if err != nil {
		return nil, err
	}
	return &Guard{redactor: newRedactor(judge), danger: newDangerRules(), words: newModerationWords()}, nil
}

// Redact takes out of a comment what identifies a person: names, numbers,
// addresses and the rest of [RedactionKind]. Spans are of the text as it is
// given; give it what [Repair] returned. Redacting a redacted text changes
// nothing.
//
// A text that is not in English, or of which no word is known, is gone through
// all the same, but is never called publishable: the names in it would be
// missed.
func (g *Guard) Redact(text string) Redaction {
	r := g.redactor.redact(text)
	r.Publishable = r.Publishable && understood(text)
	return r
}

// understood says whether the rules know the language of a text; one without
// letters has none.
func understood(text string) bool {
	return detectLanguage(text) == "en" || strings.IndexFunc(text, unicode.IsLetter) < 0
}
