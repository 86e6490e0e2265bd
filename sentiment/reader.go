package sentiment

import (
	"strings"

	"earshot/feedback"
)

// Version names the model and rules. Every [Reading] carries it, so that old
// comments can be read again when it changes.
const Version = "0.1.0-rating"

// Reader reads comments. It is safe for concurrent use; build one and share
// it.
type Reader struct {
	danger *dangerRules
}

// New builds a Reader from the model in the binary.
func New() (*Reader, error) {
	return &Reader{danger: newDangerRules()}, nil
}

// Read reads one comment. It takes any bytes, keeps nothing, and gives the
// same Reading for the same text and context every time. A text that cannot be
// read has [Unread] as its class and no themes but [LabellingNotPossible].
func (r *Reader) Read(text string, ctx Context) Reading {
	reading := Reading{Version: Version, Language: detectLanguage(text)}
	reading.Flags = r.danger.find(text, ctx)
	if reading.Language != "en" || strings.TrimSpace(text) == "" {
		return reading
	}
	reading.Class = Neutral
	if ctx.Rating >= feedback.VeryGood && ctx.Rating <= feedback.VeryPoor {
		reading.Class = Class(ctx.Rating)
	}
	reading.Score = float64(3-int(reading.Class)) / 2
	reading.Confidence = 0.4
	return reading
}
