package sentiment

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
func (g *Guard) Redact(text string) Redaction { return g.redactor.redact(text) }
