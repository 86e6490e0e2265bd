package feedback

import "time"

// Source names the sender of an answer: a partner ("partner:k3f9"), a text
// number ("twilio"), a form ("web"), a file map ("file:envoy"). Together with
// the sender's own id of the answer it makes repeats harmless.
type Source string

// Prompt is which free-text question a comment answers.
type Prompt uint8

// The prompts. Their numbers are stored.
const (
	PromptWhy     Prompt = iota // "why did you give that answer?", or not known
	PromptGood                  // "what was good?"
	PromptImprove               // "what could we do better?"
	promptEnd
)

var promptNames = [promptEnd]string{"why", "what_good", "could_improve"}

// String gives the prompt's name as the API writes it.
func (p Prompt) String() string { return nameOf(promptNames[:], int(p), "prompt") }

// ParsePrompt reads what String writes; empty is PromptWhy.
func ParsePrompt(s string) (Prompt, error) {
	switch s {
	case "", "why", "nonspecific":
		return PromptWhy, nil
	case "what_good":
		return PromptGood, nil
	case "could_improve":
		return PromptImprove, nil
	}
	return PromptWhy, &FieldError{Field: "question", Reason: "must be why, what_good or could_improve"}
}

// Comment is one free-text answer.
type Comment struct {
	Prompt Prompt
	Text   Text
}

// Attribution says where a comment collected elsewhere came from. It travels
// with the comment and is shown wherever the comment is shown.
type Attribution struct {
	Name    string // "Care Opinion"
	URL     string // the page of this very comment
	Licence string // "CC BY-NC-SA 4.0"
}

// Response is one person's answer as it came in, checked and placed, ready to
// be stored.
type Response struct {
	Source     Source
	SourceID   string // the sender's own id; a second with the same id is the same answer
	Path       Path   // where the place stood on the day of the answer
	Rating     Rating
	Comments   []Comment
	Channel    Channel
	Mode       Mode
	AnsweredAt time.Time // when the person answered; UTC
	Language   string    // BCP 47 tag of the form or text used; empty if not known
	Audience   string    // "adult", "young_person", "easy_read"; empty if not known
	Consent    bool      // the person agrees to their comment being published
	About      About
	Credit     *Attribution // nil if the comment was given to us directly
}

// About is what a person chose to say about themselves. Every field may be
// empty. It is never shown publicly for small groups.
type About struct {
	AgeBand    string `json:"age_band,omitempty"`
	Gender     string `json:"gender,omitempty"`
	Ethnicity  string `json:"ethnicity,omitempty"`
	Disability string `json:"disability,omitempty"`
	Role       string `json:"role,omitempty"` // patient, carer, parent
}

// MaxComment is the longest comment stored, in bytes. A longer one is refused
// whole rather than cut, since the end may be what matters.
const MaxComment = 20_000

// MaxComments is how many comments one response may hold.
const MaxComments = 10
