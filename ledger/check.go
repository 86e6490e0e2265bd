package ledger

import (
	"strings"
	"time"
	"unicode/utf8"

	"earshot/feedback"
)

// Limits on what identifies a command, in bytes. They keep index rows small.
const (
	MaxSource   = 200
	MaxSourceID = 500
)

// lastDay and firstDay bound the days that both engines can store as dates.
const (
	firstDay feedback.Day = -719162 // 0001-01-01
	lastDay  feedback.Day = 2932896 // 9999-12-31
)

// HasKey reports whether a command's source and source id can be stored, and so
// looked for. A command without is refused by MakePlan.
func (c *Command) HasKey() bool {
	return c.Source != "" && plain(string(c.Source), MaxSource) && c.SourceID != "" && plain(c.SourceID, MaxSourceID)
}

// check reports what is wrong with a command whatever the ledger holds, so that
// one bad command is refused on its own and never spoils the transaction of
// others.
func (c *Command) check() error {
	switch {
	case !c.HasKey():
		return fault("source_id", "with its source must be 1 to 500 (200) bytes of UTF-8 without NUL")
	case !storable(c.At):
		return fault("at", "must be set, between the years 1 and 9999")
	}
	if k := c.Contact; k != nil {
		if !plain(string(k.Place), 100) || !plain(k.State, 500) || !storable(k.ExpiresAt) {
			return fault("contact", "must have a place, a state and an expiry that can be stored")
		}
	}
	if c.Kind == Counted {
		return c.Figure.check()
	}
	if c.Kind != Received && c.Subject.IsZero() {
		return fault("subject", "must name a response")
	}
	switch c.Kind {
	case Received:
		return c.checkReceived()
	case Commented:
		if len(c.Comments) == 0 {
			return fault("comments", "must not be empty")
		}
		return checkComments(c.Comments, c.Readings)
	case Rerated:
		if !c.Rating.Valid() {
			return fault("rating", "must be 1 to 6")
		}
	case Moved:
		if c.Path == nil {
			return fault("path", "must be set")
		}
		return checkPath(*c.Path)
	case Erased, Withdrawn:
	case Reread:
		if len(c.Readings) > feedback.MaxComments {
			return fault("readings", "must be one for each comment")
		}
	default:
		return fault("kind", "must be one that can be asked for")
	}
	return nil
}

func (c *Command) checkReceived() error {
	r := c.Response
	if r == nil {
		return fault("response", "must be set")
	}
	if r.Rating != feedback.NoRating && !r.Rating.Valid() {
		return fault("rating", "must be 1 to 6, or none")
	}
	if day := feedback.DayOf(r.AnsweredAt); day < firstDay || day > lastDay {
		return fault("answered_at", "must be between the years 1 and 9999")
	}
	if err := checkPath(r.Path); err != nil {
		return err
	}
	return checkComments(r.Comments, c.Readings)
}

func checkPath(p feedback.Path) error {
	if p.Provider == "" {
		return fault("place", "must be a provider or a place within one")
	}
	for _, id := range [...]feedback.PlaceID{p.Ward, p.Site, p.Provider, p.ICB} {
		if !plain(string(id), 100) {
			return fault("place", "must have ids of at most 100 bytes of UTF-8")
		}
	}
	if !plain(string(p.Area), 100) {
		return fault("area", "must be at most 100 bytes of UTF-8")
	}
	return nil
}

func checkComments(comments []feedback.Comment, readings []CommentFacts) error {
	if len(comments) > feedback.MaxComments {
		return fault("comments", "must be at most 10")
	}
	if len(readings) != len(comments) {
		return fault("readings", "must be one for each comment")
	}
	for i := range comments {
		if len(comments[i].Text) > feedback.MaxComment {
			return fault("comment", "must be at most 20,000 bytes")
		}
	}
	return nil
}

// plain reports whether s can be stored as text by both engines.
func plain(s string, most int) bool {
	return len(s) <= most && utf8.ValidString(s) && strings.IndexByte(s, 0) < 0
}

// storable reports whether both engines can store t.
func storable(t time.Time) bool {
	y := t.UTC().Year()
	return !t.IsZero() && y >= 1 && y <= 9999
}

func fault(field, reason string) error {
	return &feedback.FieldError{Field: field, Reason: reason}
}
