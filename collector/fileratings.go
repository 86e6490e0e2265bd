package collector

import (
	"regexp"
	"strings"

	"earshot/feedback"
)

// numberFirst and numberLast are an answer's number beside its wording, as surveys
// write their choices: "1 - Very good", "Very good (1)".
var (
	numberFirst = regexp.MustCompile(`^[(\[]?([1-6])[)\]]?\s*[-–—.:=)]*\s*(\p{L}.*)$`)
	numberLast  = regexp.MustCompile(`^(.*\p{L})\s*[-–—:=]?\s*[(\[]([1-6])[)\]]$`)
)

// parseFileRating reads a cell of ratings: an answer's number, its wording, or
// both if they agree. A file that numbers its answers the other way round is told
// so rather than believed.
func parseFileRating(v string) (feedback.Rating, error) {
	v = strings.TrimSpace(v)
	number, words := "", ""
	if m := numberFirst.FindStringSubmatch(v); m != nil {
		number, words = m[1], m[2]
	} else if m := numberLast.FindStringSubmatch(v); m != nil {
		number, words = m[2], m[1]
	}
	if number == "" {
		return parseAnswer(v)
	}
	said, err := parseAnswer(words)
	if err != nil {
		return said, err
	}
	if coded, err := parseAnswer(number); err != nil || coded != said {
		return feedback.NoRating, &feedback.FieldError{Field: "rating", Reason: "has a number and a wording that are not the same answer, of which 1 is very good and 5 very poor; say what this supplier means by it in the map's ratings"}
	}
	return said, nil
}

// parseAnswer is [feedback.ParseRating], with slips that surveys make.
func parseAnswer(v string) (feedback.Rating, error) {
	v = strings.TrimRight(strings.TrimSuffix(strings.TrimSpace(v), ".0"), ". ")
	if rating, err := feedback.ParseRating(v); err == nil {
		return rating, nil
	}
	if low := strings.ToLower(v); strings.HasPrefix(low, "neither ") {
		return feedback.ParseRating(strings.ReplaceAll(low, " or ", " nor "))
	}
	return feedback.NoRating, &feedback.FieldError{Field: "rating", Reason: "is not one of the six answers; if this supplier means something else by it, say so in the map's ratings (\"none\" for not an answer)"}
}
