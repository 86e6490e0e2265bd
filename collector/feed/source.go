// Package feed collects what people say about care elsewhere: Care Opinion,
// NHS.UK reviews, any RSS, Atom or JSON feed, FHIR servers, and web pages by
// selector. A source is described by a file; nothing of a site is in the code.
//
// What is collected goes through the same intake as everything else. An edit at
// the source becomes a new response in place of the old one, in one transaction;
// a story that the source takes down is withdrawn here or its words are erased.
// A story about several services becomes one response for each, its rating
// counted once. A source's name, link and licence travel with every comment.
//
// A source never silently stops: a failing one is tried again for ever, less and
// less often, and [Collector.Health] says how old each source's knowledge is.
package feed

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"
	"github.com/go-json-experiment/json"

	"earshot/collector/outbound"
	"earshot/feedback"
)

// Kind says how a source is read.
type Kind string

// The kinds of source.
const (
	CareOpinion Kind = "care_opinion" // Care Opinion API, version 2
	NHSUK       Kind = "nhs_uk"       // NHS.UK comments API, JSON
	NHSChoices  Kind = "nhs_choices"  // the old syndication of NHS Choices, Atom
	Syndication Kind = "feed"         // RSS, Atom or JSON Feed
	FHIR        Kind = "fhir"         // QuestionnaireResponse of a FHIR R4 server
	Pages       Kind = "pages"        // web pages, by selector
)

// Source describes one place on the web from which comments are collected.
type Source struct {
	Name     string `json:"name"` // short, lower case; names the source for ever
	Kind     Kind   `json:"kind"`
	URL      string `json:"url"`
	Internal bool   `json:"internal,omitempty"` // its address is on our own network
	// KeyEnv is the environment variable that holds the key of the interface
	// (or names the file that does, with _FILE). Keys are never in this file.
	KeyEnv string `json:"key_env,omitempty"`
	// Params are sent with every listing: what the interface is asked for.
	Params map[string]string `json:"params,omitempty"`

	Every      Duration `json:"every,omitempty"`       // between runs; 1 h if not given
	SweepEvery Duration `json:"sweep_every,omitempty"` // between runs over everything; 7 days
	Overlap    Duration `json:"overlap,omitempty"`     // read again before the newest known, for what was published late; 3 days
	Since      string   `json:"since,omitempty"`       // first day to collect; everything that is kept if not given
	Rate       float64  `json:"rate,omitempty"`        // requests a second; 1, or 5 of an interface with a key
	Robots     *bool    `json:"robots,omitempty"`      // obey robots.txt; true but for interfaces with a key

	Credit  Credit `json:"credit"`
	Consent bool   `json:"consent_to_publish,omitempty"` // the licence lets the words be shown with the credit

	Place  string              `json:"place,omitempty"`  // of a comment that names no known service
	Places map[string][]string `json:"places,omitempty"` // the source's codes or names of services → our places
	// Ratings turns the source's wording or value of an answer to the Test's
	// question into 1 to 6 or "none". The six answers need no entry. What
	// answers another question, such as stars, is never taken for a rating.
	Ratings map[string]string `json:"ratings,omitempty"`
	// Question is a regular expression for the wording of the Test's question;
	// if not given, the present wording and the one until 2020.
	Question string `json:"question,omitempty"`

	KeepMonths int    `json:"keep_months,omitempty"` // words are erased so long after the care; 0 keeps them
	OnRemoval  string `json:"on_removal,omitempty"`  // of a story taken down: "withdraw" (default) or "erase" its words and keep the counts
	CheckLinks bool   `json:"check_links,omitempty"` // ask at a sweep whether each story's page is still there

	// SkipPublishers names publishers whose stories a source passes on, and which
	// are collected from the publisher itself.
	SkipPublishers []string `json:"skip_publishers,omitempty"`

	Page          *PageRules     `json:"page,omitempty"`          // of kind pages
	Questionnaire *Questionnaire `json:"questionnaire,omitempty"` // of kind fhir

	question *regexp.Regexp
	since    time.Time
}

// Credit is shown wherever a comment of the source is shown.
type Credit struct {
	Name    string `json:"name"`
	Licence string `json:"licence"`
	URL     string `json:"url,omitempty"` // used for comments without a page of their own
}

// Duration is a time.Duration written as in "90m" or "168h".
type Duration time.Duration

// UnmarshalText reads a duration of Go's form.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err != nil || v <= 0 {
		return errors.New("must be a time such as 30m or 168h")
	}
	*d = Duration(v)
	return nil
}

// MarshalText writes the duration.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

func (d Duration) or(def time.Duration) time.Duration {
	if d > 0 {
		return time.Duration(d)
	}
	return def
}

// usualQuestion finds the Test's question, as it is asked now and as it was
// asked until March 2020.
const usualQuestion = `(?i)overall,?\s+how\s+was\s+your\s+experience|how\s+likely\s+are\s+you\s+to\s+recommend|friends\s+and\s+family`

// ParseSource reads a source file. The error is ErrInvalid and names what is
// wrong.
func ParseSource(r io.Reader) (*Source, error) {
	s := new(Source)
	b, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("read source file: %w", err)
	}
	if err := json.Unmarshal(b, s, json.RejectUnknownMembers(true)); err != nil {
		var sem *json.SemanticError
		if errors.As(err, &sem) {
			return nil, &feedback.FieldError{Field: strings.TrimPrefix(string(sem.JSONPointer), "/"), Reason: "is not part of a source file, or not of the right kind"}
		}
		return nil, &feedback.FieldError{Reason: "must be a JSON object"}
	}
	return s, s.check()
}

// nameForm is what a name may look like.
func nameForm() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`) }

// check reports every fault of a source at once.
func (s *Source) check() error {
	var faults []error
	bad := func(field, reason string) {
		faults = append(faults, &feedback.FieldError{Field: field, Reason: reason})
	}
	if !nameForm().MatchString(s.Name) {
		bad("name", "must be up to 40 lower-case letters, digits and dashes; answers are known by it for ever")
	}
	if !slices.Contains(kinds(), s.Kind) {
		bad("kind", "must be one of care_opinion, nhs_uk, nhs_choices, feed, fhir, pages")
	}
	if u, err := outbound.ParseURL(s.URL); err != nil {
		bad("url", "must be http://… or https://… without a password in it")
	} else if !s.Internal && u.Scheme != "https" && s.KeyEnv != "" {
		bad("url", "must be https://… if a key is sent to it")
	}
	if s.Credit.Name == "" || s.Credit.Licence == "" {
		bad("credit", "must have the name and the licence that are shown with every comment")
	}
	if s.Credit.URL != "" {
		if _, err := outbound.ParseURL(s.Credit.URL); err != nil {
			bad("credit.url", "must be http://… or https://…")
		}
	}
	if s.Rate < 0 || s.Rate > 20 || s.Kind == CareOpinion && s.Rate > 5 {
		bad("rate", "must be at most 20 requests a second, and 5 to Care Opinion")
	}
	if s.OnRemoval != "" && s.OnRemoval != "withdraw" && s.OnRemoval != "erase" {
		bad("on_removal", "must be withdraw or erase")
	}
	if s.KeepMonths < 0 {
		bad("keep_months", "must not be negative")
	}
	if (s.Kind == Pages) != (s.Page != nil) {
		bad("page", "must be given for kind pages and for no other")
	}
	if (s.Kind == FHIR) != (s.Questionnaire != nil) {
		bad("questionnaire", "must be given for kind fhir and for no other")
	}
	faults = append(faults, s.checkMaps()...)
	if s.Page != nil {
		faults = append(faults, s.Page.check()...)
	}
	if s.Questionnaire != nil {
		faults = append(faults, s.Questionnaire.check()...)
	}
	return errors.Join(faults...)
}

func kinds() []Kind { return []Kind{CareOpinion, NHSUK, NHSChoices, Syndication, FHIR, Pages} }

// checkMaps checks what has to be compiled or looked up.
func (s *Source) checkMaps() (faults []error) {
	for _, v := range s.Ratings {
		if _, err := mappedRating(v); err != nil {
			faults = append(faults, &feedback.FieldError{Field: "ratings", Reason: "must turn each value into 1 to 6, the wording of an answer, or none"})
			break
		}
	}
	q := s.Question
	if q == "" {
		q = usualQuestion
	}
	var err error
	if s.question, err = regexp.Compile(q); err != nil {
		faults = append(faults, &feedback.FieldError{Field: "question", Reason: "must be a regular expression"})
	}
	if s.Since != "" {
		d, err := feedback.ParseDay(s.Since)
		if err != nil {
			faults = append(faults, &feedback.FieldError{Field: "since", Reason: "must be a date written YYYY-MM-DD"})
		}
		s.since = d.Start()
	}
	places := make(map[string][]string, len(s.Places))
	for _, name := range slices.Sorted(maps.Keys(s.Places)) {
		if len(s.Places[name]) == 0 {
			faults = append(faults, &feedback.FieldError{Field: "places", Reason: "must name at least one place for each service"})
		}
		places[serviceKey(name)] = s.Places[name]
	}
	s.Places = places
	return faults
}

// serviceKey is the form in which a source's codes and names are compared:
// sources write them in any case.
func serviceKey(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), " ")) }

func mappedRating(v string) (feedback.Rating, error) {
	if strings.EqualFold(v, "none") {
		return feedback.NoRating, nil
	}
	return feedback.ParseRating(v)
}

// rating reads an answer to a question that a source asked: its wording first,
// since some sources have the values of the Test's answers the wrong way round.
// An answer to another question, or one that is not known, is no rating.
func (s *Source) rating(question string, answers ...string) feedback.Rating {
	if !s.question.MatchString(question) {
		return feedback.NoRating
	}
	return s.readRating(answers)
}

// readRating reads an answer to the Test's question, given in one or more ways.
func (s *Source) readRating(answers []string) feedback.Rating {
	for _, a := range answers {
		a = strings.TrimSpace(a)
		if mapped, ok := s.Ratings[a]; ok {
			r, _ := mappedRating(mapped) // checked when the file was read
			return r
		}
		if _, err := strconv.ParseFloat(a, 64); err == nil {
			continue // a bare value means nothing unless the file says what
		}
		if r, err := feedback.ParseRating(a); err == nil {
			return r
		}
	}
	return feedback.NoRating
}

// feedbackSource is under what name the source's answers are stored.
func (s *Source) feedbackSource() feedback.Source { return feedback.Source("feed:" + s.Name) }

func (s *Source) every() time.Duration      { return s.Every.or(time.Hour) }
func (s *Source) sweepEvery() time.Duration { return s.SweepEvery.or(7 * 24 * time.Hour) }
func (s *Source) overlap() time.Duration    { return s.Overlap.or(72 * time.Hour) }

// interval is the least time between two requests.
func (s *Source) interval() time.Duration {
	rate := s.Rate
	if rate == 0 {
		rate = 1
		if s.KeyEnv != "" {
			rate = 5
		}
	}
	return time.Duration(float64(time.Second) / rate)
}

// robots says whether robots.txt is obeyed: it speaks to crawlers, not to those
// who were given a key to an interface.
func (s *Source) robots() bool {
	if s.Robots != nil {
		return *s.Robots
	}
	return s.KeyEnv == ""
}

// kept gives the first day of care whose words may be kept.
func (s *Source) kept(now time.Time) time.Time {
	if s.KeepMonths == 0 {
		return time.Time{}
	}
	return now.AddDate(0, -s.KeepMonths, 0)
}

// selector compiles a CSS selector.
func selector(s string) (cascadia.SelectorGroup, error) { return cascadia.ParseGroup(s) }
