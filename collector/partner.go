package collector

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"earshot/feedback"
)

// partnerResponse is the JSON a partner sends, one object an answer. Unknown
// and repeated members are refused, so that a misspelt "comment" cannot lose
// somebody's words.
type partnerResponse struct {
	ID         string           `json:"id"`
	Place      string           `json:"place"`
	Rating     ratingJSON       `json:"rating"`
	Comment    string           `json:"comment"`
	Question   string           `json:"question"`
	Comments   []partnerComment `json:"comments"`
	AnsweredAt string           `json:"answered_at"`
	Mode       string           `json:"mode"`
	Language   string           `json:"language"`
	Audience   string           `json:"audience"`
	Consent    bool             `json:"consent_to_publish"`
	About      partnerAbout     `json:"about"`
}

type partnerComment struct {
	Question string `json:"question"`
	Text     string `json:"text"`
}

type partnerAbout struct {
	AgeBand    string `json:"age_band"`
	Gender     string `json:"gender"`
	Ethnicity  string `json:"ethnicity"`
	Disability string `json:"disability"`
	Role       string `json:"role"`
}

// ratingJSON takes 1 to 6 or an answer's wording.
type ratingJSON struct{ rating feedback.Rating }

// UnmarshalJSONFrom reads a number or a string; null and absence are no rating.
func (r *ratingJSON) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	tok, err := dec.ReadToken()
	if err != nil {
		return err
	}
	bad := &feedback.FieldError{Field: "rating", Reason: "must be a whole number from 1 (very good) to 6 (don't know), or the wording of one of the six answers"}
	switch tok.Kind() {
	case 'n':
		return nil
	case '0':
		n, err := strconv.ParseUint(tok.String(), 10, 8)
		if err != nil || !feedback.Rating(n).Valid() {
			return bad
		}
		r.rating = feedback.Rating(n)
		return nil
	case '"':
		v, err := feedback.ParseRating(tok.String())
		if err != nil {
			return bad
		}
		r.rating = v
		return nil
	}
	return bad
}

// DecodeResponse reads one JSON object as a partner sends it. The error, if
// any, tells all that is wrong by field and remedy and never repeats a value. If
// the object could be read at all, the same is in the submission's Faults:
// submitting it tells what else is wrong. Source, Within, Channel and Line are left
// for the caller to set.
func DecodeResponse(line []byte) (Submission, error) {
	var p partnerResponse
	var faults feedback.FieldErrors
	if err := decodePartner(line, &p); err != nil {
		if faults = p.salvage(line); faults == nil {
			return Submission{}, jsonFault(err)
		}
	}
	s := Submission{
		SourceID: p.ID, Place: p.Place, Rating: p.Rating.rating, Language: p.Language, Audience: p.Audience, Consent: p.Consent,
		Channel: feedback.ChannelPartner, About: feedback.About(p.About), Faults: faults,
	}
	p.comments(&s)
	var err error
	if p.Mode != "" {
		s.Mode, err = feedback.ParseMode(p.Mode)
		s.fault(err)
	}
	if p.AnsweredAt != "" {
		s.AnsweredAt, err = parseInstant(p.AnsweredAt)
		s.fault(err)
	}
	return s, s.Faults.Err()
}

func decodePartner(text []byte, p *partnerResponse) error {
	return json.Unmarshal(text, p, json.RejectUnknownMembers(true), jsontext.AllowDuplicateNames(false))
}

func (p *partnerResponse) comments(s *Submission) {
	if p.Comment != "" {
		prompt, err := feedback.ParsePrompt(p.Question)
		s.fault(err)
		s.Comments = append(s.Comments, feedback.Comment{Prompt: prompt, Text: feedback.Text(p.Comment)})
	}
	for i, c := range p.Comments {
		prompt, err := feedback.ParsePrompt(c.Question)
		if err != nil {
			s.fault(&feedback.FieldError{Field: fmt.Sprintf("comments[%d].question", i), Reason: "must be why, what_good or could_improve"})
		}
		s.Comments = append(s.Comments, feedback.Comment{Prompt: prompt, Text: feedback.Text(c.Text)})
	}
}

// parseInstant reads an instant with its zone, or a date alone, which is taken
// as noon in London so that it falls on that day.
func parseInstant(v string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		return t, nil
	}
	if d, err := feedback.ParseDay(v); err == nil {
		return d.Start().Add(12 * time.Hour), nil
	}
	return time.Time{}, &feedback.FieldError{Field: "answered_at", Reason: "must be a date and time with its zone, such as 2026-03-09T14:05:00Z, or a date such as 2026-03-09"}
}

// jsonFault says in plain English what is wrong with a JSON text, naming the
// member and never its value.
func jsonFault(err error) error {
	var fe *feedback.FieldError
	if errors.As(err, &fe) {
		return fe
	}
	var sem *json.SemanticError
	if errors.As(err, &sem) {
		field := pointerField(sem.JSONPointer)
		switch {
		case errors.Is(err, json.ErrUnknownName):
			return &feedback.FieldError{Field: field, Reason: "is not a field of an answer; the fields are id, place, rating, comment, question, comments, answered_at, mode, language, audience, consent_to_publish and about"}
		case field == "":
			return &feedback.FieldError{Reason: "must be a JSON object such as {\"id\": \"a1\", \"place\": \"RXX01\", \"rating\": 1}"}
		}
		return &feedback.FieldError{Field: field, Reason: "must be " + wanted(field) + ", not " + kindName(sem.JSONKind)}
	}
	var syn *jsontext.SyntacticError
	if errors.As(err, &syn) {
		field := pointerField(syn.JSONPointer)
		switch {
		case errors.Is(err, jsontext.ErrDuplicateName):
			return &feedback.FieldError{Field: field, Reason: "is given twice; send it once"}
		case strings.Contains(syn.Error(), "invalid UTF-8"):
			return &feedback.FieldError{Field: field, Reason: "is not valid UTF-8; send text in UTF-8"}
		case errors.Is(err, io.ErrUnexpectedEOF):
			return &feedback.FieldError{Reason: "is cut short: the JSON ends before its closing brace"}
		}
		return &feedback.FieldError{Reason: fmt.Sprintf("is not JSON: see byte %d", syn.ByteOffset)}
	}
	return &feedback.FieldError{Reason: "must be one JSON object"}
}

// pointerField gives the member a JSON pointer names, as the sender knows it. A
// name that does not look like one may be somebody's words, and is not repeated.
func pointerField(p jsontext.Pointer) string {
	field := strings.ReplaceAll(strings.TrimPrefix(string(p), "/"), "/", ".")
	if len(field) > 40 || strings.ContainsFunc(field, func(r rune) bool {
		return r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		return "one of the fields"
	}
	return field
}

func wanted(field string) string {
	switch {
	case field == "comments":
		return "a list of objects with question and text"
	case field == "about":
		return "an object"
	case field == "consent_to_publish":
		return "true or false"
	}
	return "a string"
}

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "true or false"
	case '0':
		return "a number"
	case '"':
		return "a string"
	case '{', '}':
		return "an object"
	case '[', ']':
		return "a list"
	}
	return "that"
}
