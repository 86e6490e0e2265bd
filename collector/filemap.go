package collector

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"earshot/feedback"
)

// FileMap says how a supplier's files are laid out, so that the next file needs
// no thought. It is saved as JSON, one a supplier.
type FileMap struct {
	Supplier string  `json:"supplier"` // names the source; the same answer from the same supplier counts once
	Columns  Columns `json:"columns"`
	// Ratings turns the file's words for a rating into 1 to 6, or "none" for a
	// value that is no answer to the Test. The six answers and their codes need
	// no entry.
	Ratings map[string]string `json:"ratings,omitempty"`
	// Questions turns the file's wording of its questions into why, what_good
	// or could_improve.
	Questions map[string]string `json:"questions,omitempty"`
	// Places turns the file's names of places into place ids, public codes or
	// ODS codes.
	Places      map[string]string `json:"places,omitempty"`
	Place       string            `json:"place,omitempty"`        // the place of every row, if the file does not say
	Date        string            `json:"date,omitempty"`         // the day of every row (YYYY-MM-DD), if the file does not say
	DateFormats []string          `json:"date_formats,omitempty"` // Go layouts, tried before the usual ones
	Mode        string            `json:"mode,omitempty"`         // mode of collection of every row, if the file does not say
	// Consent says that whoever answered agreed to their comment being published,
	// if the file does not say.
	Consent bool `json:"consent_to_publish,omitempty"`
}

// Columns names the file's columns for each thing. Empty means that the file
// has none.
type Columns struct {
	ID       string          `json:"id,omitempty"`
	Date     string          `json:"date,omitempty"`
	Place    string          `json:"place,omitempty"`
	Provider string          `json:"provider,omitempty"`
	Site     string          `json:"site,omitempty"`
	Ward     string          `json:"ward,omitempty"`
	Rating   string          `json:"rating,omitempty"`
	Question string          `json:"question,omitempty"` // the wording of the question that the comment answers
	Mode     string          `json:"mode,omitempty"`
	Consent  string          `json:"consent_to_publish,omitempty"` // yes or no; empty is no
	Comments []CommentColumn `json:"comments,omitempty"`
}

// CommentColumn is a column of comments that answer one question.
type CommentColumn struct {
	Column   string `json:"column"`
	Question string `json:"question,omitempty"` // why, what_good or could_improve
}

// ParseFileMap reads a saved map. Its error names the member that is wrong.
func ParseFileMap(r io.Reader) (FileMap, error) {
	var m FileMap
	if err := json.UnmarshalRead(r, &m, json.RejectUnknownMembers(true)); err != nil {
		return m, fmt.Errorf("column map: %w", mapFault(err))
	}
	return m, m.check()
}

func mapFault(err error) error {
	fe, ok := jsonFault(err).(*feedback.FieldError)
	if ok && strings.HasPrefix(fe.Reason, "is not a field of an answer") {
		return &feedback.FieldError{Field: fe.Field, Reason: "is not part of a column map; earshot import --save-map writes an example"}
	}
	return jsonFault(err)
}

// Write saves the map as indented JSON.
func (m FileMap) Write(w io.Writer) error {
	if err := json.MarshalWrite(w, m, jsontext.WithIndent("  ")); err != nil {
		return fmt.Errorf("write column map: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (m FileMap) check() error {
	for k, v := range m.Ratings {
		if _, err := mappedRating(v); err != nil {
			return &feedback.FieldError{Field: "ratings." + shorten(k), Reason: "must be 1 to 6, the wording of an answer, or none"}
		}
	}
	for k, v := range m.Questions {
		if _, err := feedback.ParsePrompt(v); err != nil {
			return &feedback.FieldError{Field: "questions." + shorten(k), Reason: "must be why, what_good or could_improve"}
		}
	}
	for _, c := range m.Columns.Comments {
		if _, err := feedback.ParsePrompt(c.Question); err != nil {
			return &feedback.FieldError{Field: "columns.comments", Reason: "question must be why, what_good or could_improve"}
		}
	}
	if m.Mode != "" {
		if _, err := feedback.ParseMode(m.Mode); err != nil {
			return err
		}
	}
	if m.Date != "" {
		if _, err := feedback.ParseDay(m.Date); err != nil {
			return err
		}
	}
	return nil
}

func mappedRating(v string) (feedback.Rating, error) {
	if strings.EqualFold(v, "none") || v == "" {
		return feedback.NoRating, nil
	}
	return feedback.ParseRating(v)
}

// GuessColumns fills what a map leaves open from the header line, by the names
// that suppliers and trusts use. It never guesses between two candidates for
// the same thing: the first in the list of names wins.
func (m *FileMap) GuessColumns(header []string) {
	c := &m.Columns
	for _, g := range []struct {
		field *string
		names []string
	}{
		{&c.ID, []string{"id", "response_id", "comment_id", "responseid", "reference", "unique_id"}},
		{&c.Date, []string{"date", "answered_at", "response_date", "date_of_response", "submitted", "submitted_at", "inputdate", "timestamp", "time"}},
		{&c.Place, []string{"place", "place_id", "public_code", "location", "location_1", "locationname"}},
		{&c.Provider, []string{"provider", "provider_code", "trust_code", "org_code", "trust", "organisation"}},
		{&c.Site, []string{"site", "site_code", "site_name", "location_2"}},
		{&c.Ward, []string{"ward", "ward_name", "team", "team_name", "location_3"}},
		{&c.Rating, []string{"rating", "fft", "fft_score", "score", "fft_rating", "answer", "experience"}},
		{&c.Question, []string{"question", "question_type", "comment_type"}},
		{&c.Mode, []string{"mode", "mode_of_collection", "collection_mode"}},
		{&c.Consent, []string{"consent_to_publish", "permission_to_publish", "ok_to_publish"}},
	} {
		if *g.field == "" {
			*g.field = firstColumn(header, g.names)
		}
	}
	if len(c.Comments) > 0 {
		return
	}
	for _, g := range []struct {
		names  []string
		prompt string
	}{
		{[]string{"comment", "comments", "comment_txt", "free_text", "freetext", "feedback", "question_1", "comment_1"}, ""},
		{[]string{"comments.why"}, ""},
		{[]string{"what_good", "what_was_good", "comments.what_good"}, "what_good"},
		{[]string{"could_improve", "do_better", "improve", "what_could_we_do_better", "question_2", "comment_2", "comments.could_improve"}, "could_improve"},
	} {
		if name := firstColumn(header, g.names); name != "" {
			c.Comments = append(c.Comments, CommentColumn{name, g.prompt})
		}
	}
}

func firstColumn(header, names []string) string {
	for _, n := range names {
		if i := slices.IndexFunc(header, func(h string) bool { return columnKey(h) == n }); i >= 0 {
			return header[i]
		}
	}
	return ""
}

// columnKey gives what a column's name is known by: spaces of all kinds and ends of
// lines, which a wide name is broken with, are alike, and a colon or the like after it
// does not count.
func columnKey(h string) string {
	words := strings.Fields(strings.ToLower(strings.TrimPrefix(h, "\ufeff")))
	return strings.TrimRight(strings.Join(words, "_"), ":?*_")
}

// used lists the columns the map reads.
func (m *FileMap) used() []string {
	c := m.Columns
	out := []string{c.ID, c.Date, c.Place, c.Provider, c.Site, c.Ward, c.Rating, c.Question, c.Mode, c.Consent}
	for _, cc := range c.Comments {
		out = append(out, cc.Column)
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}
