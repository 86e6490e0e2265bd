// Package sentiment reads a patient's comment: how positive it is, what it is
// about, whether it says that somebody is in danger, what language it is in,
// which words identify a person, and whether it may be published. It is pure:
// no network, no disk, no clock; the same comment always gets the same answer.
//
// There are two speeds. [Reader.Read] (sentiment, themes, danger flags,
// language) takes tens of microseconds and is done before a response is
// stored, so that an urgent message is known to be urgent at once.
// [Guard.Redact] and [Guard.Moderate] (names, identifiers, the rules for
// publication) cost far more and are done behind the ledger. Give both what
// [Repair] made of the bytes that came in: spans are of that text.
package sentiment

import (
	"fmt"

	"earshot/feedback"
)

// Class is the sentiment of a comment on the scale of the NHS Patient
// Experience Qualitative Data Categorisation project: 1 is best. The zero
// value means that the comment cannot be read (blank, "N/A", another language).
type Class uint8

// The five classes, and unread.
const (
	Unread       Class = 0
	VeryPositive Class = 1
	Positive     Class = 2
	Neutral      Class = 3 // neutral, or good and bad in balance
	Negative     Class = 4
	VeryNegative Class = 5
)

// String gives the class's name as the API writes it.
func (c Class) String() string {
	switch c {
	case Unread:
		return "unread"
	case VeryPositive:
		return "very_positive"
	case Positive:
		return "positive"
	case Neutral:
		return "neutral"
	case Negative:
		return "negative"
	case VeryNegative:
		return "very_negative"
	}
	return fmt.Sprintf("class %d", uint8(c))
}

// Question is what the person was asked before they wrote. It is a strong
// prior: "Nothing" is praise after [CouldImprove] and criticism after
// [WhatGood].
type Question uint8

// The kinds of free-text question.
const (
	Nonspecific  Question = iota // "why did you give that answer?", or not known
	WhatGood                     // "what was good?"
	CouldImprove                 // "what could we do better?"
)

// Context is what is known beside the words. Its zero value means that
// nothing is.
type Context struct {
	Question Question
	Rating   feedback.Rating // NoRating if not asked or not known
}

// Span is a run of bytes in the text as it was given: text[Start:End].
type Span struct{ Start, End int }

// Polarity says whether a theme is spoken of well (+1), badly (−1) or neither
// (0).
type Polarity int8

// Theme is one of the 32 labels of the framework, 1 to 32; 0 is no theme.
type Theme uint8

// ThemeReading is one theme found in a comment.
type ThemeReading struct {
	Theme    Theme
	P        float64 // calibrated probability that the theme is present, 0 to 1
	Polarity Polarity
	Spans    []Span // the words that say so; may be empty
}

// Flag is a kind of danger sign, 1 to [FlagCount]; 0 is none.
type Flag uint8

// The danger signs. Any of them wants a person's eyes.
const (
	NoFlag         Flag = iota
	SelfHarm            // suicide or self-harm, the writer's or another's
	Safeguarding        // a child or an adult at risk; abuse; neglect
	Threat              // a threat to somebody
	ClinicalHarm        // wrong drug, fall, missed diagnosis, death
	Discrimination      // on a protected characteristic
	Complaint           // a complaint or legal claim in disguise
	flagEnd
)

// FlagCount is how many danger signs there are.
const FlagCount = int(flagEnd) - 1

// FlagReading is one danger sign with the words that raised it.
type FlagReading struct {
	Flag  Flag
	Spans []Span
}

// Reading is what was understood of one comment. It holds no words of it.
type Reading struct {
	Version    string  // of the model and rules; never empty
	Language   string  // BCP 47 primary tag, "en" if English; "und" if it cannot be told
	Class      Class   // Unread if the comment cannot be read
	Score      float64 // −1 (very negative) to 1 (very positive); 0 if unread
	Confidence float64 // calibrated probability that Class is right, 0 to 1
	Themes     []ThemeReading
	Flags      []FlagReading
}
