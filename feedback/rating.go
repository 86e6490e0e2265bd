package feedback

import (
	"fmt"
	"strings"
)

// Rating is a person's answer to the Test's question in the national codes:
// 1 is best. The zero value means that no rating was given (a comment from a
// site that does not ask the question, or a text that was not an answer).
type Rating uint8

// The six answers in their fixed national order, and none.
const (
	NoRating  Rating = 0
	VeryGood  Rating = 1
	Good      Rating = 2
	Neither   Rating = 3
	Poor      Rating = 4
	VeryPoor  Rating = 5
	DontKnow  Rating = 6
	maxRating        = DontKnow
)

// Ratings lists the six answers in their national order.
func Ratings() [6]Rating {
	return [6]Rating{VeryGood, Good, Neither, Poor, VeryPoor, DontKnow}
}

// Valid reports whether r is one of the six answers.
func (r Rating) Valid() bool { return r >= VeryGood && r <= maxRating }

// String gives the answer's wording as the Test prints it, "no rating" for
// none.
func (r Rating) String() string {
	switch r {
	case NoRating:
		return "no rating"
	case VeryGood:
		return "Very good"
	case Good:
		return "Good"
	case Neither:
		return "Neither good nor poor"
	case Poor:
		return "Poor"
	case VeryPoor:
		return "Very poor"
	case DontKnow:
		return "Don't know"
	}
	return fmt.Sprintf("rating %d", uint8(r))
}

// Positive reports whether the answer counts towards percentage positive.
func (r Rating) Positive() bool { return r == VeryGood || r == Good }

// Negative reports whether the answer counts towards percentage negative.
func (r Rating) Negative() bool { return r == Poor || r == VeryPoor }

// ParseRating reads a national code ("1" to "6") or the wording of an answer,
// of the present question or of the one asked until March 2020, which the
// national series join position by position. It takes any case, curly quotes
// and "dont know". It does not guess: "10/10" is not a rating.
func ParseRating(s string) (Rating, error) {
	key := strings.ToLower(strings.TrimSpace(s))
	key = strings.NewReplacer("’", "", "'", "", "‘", "").Replace(key)
	key = strings.Join(strings.Fields(key), " ")
	switch key {
	case "1", "very good", "extremely likely":
		return VeryGood, nil
	case "2", "good", "likely":
		return Good, nil
	case "3", "neither good nor poor", "neither", "neither likely nor unlikely":
		return Neither, nil
	case "4", "poor", "unlikely":
		return Poor, nil
	case "5", "very poor", "extremely unlikely":
		return VeryPoor, nil
	case "6", "dont know", "do not know":
		return DontKnow, nil
	}
	return NoRating, &FieldError{Field: "rating", Reason: "must be 1 (very good) to 6 (don't know), or the wording of one of the six answers"}
}
