package sentiment

import "strings"

// Reason is a question for the reason of the rating, or for both sides at
// once ("satisfied and/or dissatisfied"), known to have been asked;
// [Nonspecific] is what to give if the question is not known.
const Reason Question = CouldImprove + 1

// Valid reports whether q is a kind of question.
func (q Question) Valid() bool { return q <= Reason }

// String gives the short name of the kind: "nonspecific", "what_good",
// "could_improve", "reason".
func (q Question) String() string {
	switch q {
	case WhatGood:
		return "what_good"
	case CouldImprove:
		return "could_improve"
	case Reason:
		return "reason"
	}
	return "nonspecific"
}

// questionSigns gives the phrases that make a wording one kind or the other,
// looked for in lower case.
var (
	improveSigns = []string{
		"improve", "better", "different", "could_improve", "do more", "go wrong", "went wrong",
		"not good", "wasn't good", "was bad", "dislike", "suggest", "change",
	}
	goodSigns = []string{"good", "well", "what_good", "best", "enjoy", "like", "liked", "positive", "praise"}
	// A wording that asks for both, or for the reason of the answer, says
	// nothing about which way the comment will go.
	bothSigns = []string{"why", "reason", "dissatisfied", "and/or", "how was", "experience", "tell us about", "comment"}
)

// ParseQuestion reads the wording of a free-text question as a provider
// prints it ("What could we do better?", "What was good about your visit?",
// "Please can you tell us why you gave your answer?") or one of the short
// names given by [Question.String]. A wording that asks for both sides or for
// the reason is [Reason]; one that is not known is [Nonspecific].
func ParseQuestion(s string) Question {
	key := strings.ToLower(strings.TrimSpace(s))
	key = strings.NewReplacer("’", "'", "‘", "'").Replace(key)
	if key == "" || key == "nonspecific" {
		return Nonspecific
	}
	improve := containsAny(key, improveSigns)
	if improve && strings.Contains(key, "what was good") && strings.Contains(key, "better") && strings.Contains(key, " and ") {
		return Reason
	}
	if improve {
		return CouldImprove
	}
	if containsAny(key, bothSigns) {
		return Reason
	}
	if containsAny(key, goodSigns) {
		return WhatGood
	}
	return Nonspecific
}

// containsAny reports whether s holds one of the signs.
func containsAny(s string, signs []string) bool {
	for _, sign := range signs {
		if strings.Contains(s, sign) {
			return true
		}
	}
	return false
}
