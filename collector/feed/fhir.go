package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"strings"

	"earshot/feedback"
	"earshot/ledger"
)

// Questionnaire says which answers of a FHIR QuestionnaireResponse are which, by
// their linkId.
type Questionnaire struct {
	URL      string            `json:"url,omitempty"` // only answers to this questionnaire, whatever its version
	Rating   string            `json:"rating,omitempty"`
	Comments map[string]string `json:"comments,omitempty"` // linkId → why, what_good or could_improve
	Place    string            `json:"place,omitempty"`
	Consent  string            `json:"consent,omitempty"` // a yes-or-no answer; without a yes the words are not published
}

func (q *Questionnaire) check() (faults []error) {
	if q.Rating == "" && len(q.Comments) == 0 {
		faults = append(faults, &feedback.FieldError{Field: "questionnaire", Reason: "must name the linkId of the rating or of a comment"})
	}
	for _, v := range q.Comments {
		if _, err := feedback.ParsePrompt(v); err != nil {
			faults = append(faults, &feedback.FieldError{Field: "questionnaire.comments", Reason: "must turn each linkId into why, what_good or could_improve"})
			break
		}
	}
	return faults
}

// fhir reads QuestionnaireResponse resources of a FHIR R4 server. Who answered
// is never read: neither subject nor author nor source.
type fhir struct{}

type fhirBundle struct {
	ResourceType string `json:"resourceType"`
	Link         []struct {
		Relation string `json:"relation"`
		URL      string `json:"url"`
	} `json:"link"`
	Entry []struct {
		Resource json.RawMessage `json:"resource"`
		Search   struct {
			Mode string `json:"mode"`
		} `json:"search"`
	} `json:"entry"`
}

type fhirResponse struct {
	ResourceType string `json:"resourceType"`
	ID           string `json:"id"`
	Language     string `json:"language"`
	Meta         struct {
		LastUpdated string `json:"lastUpdated"`
	} `json:"meta"`
	Questionnaire string     `json:"questionnaire"`
	Status        string     `json:"status"`
	Authored      string     `json:"authored"`
	Item          []fhirItem `json:"item"`
}

type fhirItem struct {
	LinkID string       `json:"linkId"`
	Text   string       `json:"text"`
	Answer []fhirAnswer `json:"answer"`
	Item   []fhirItem   `json:"item"`
}

type fhirAnswer struct {
	String  string      `json:"valueString"`
	Integer json.Number `json:"valueInteger"`
	Decimal json.Number `json:"valueDecimal"`
	Boolean *bool       `json:"valueBoolean"`
	Coding  struct {
		Code    string `json:"code"`
		Display string `json:"display"`
	} `json:"valueCoding"`
	Reference struct {
		Reference  string `json:"reference"`
		Identifier struct {
			Value string `json:"value"`
		} `json:"identifier"`
		Display string `json:"display"`
	} `json:"valueReference"`
	Item []fhirItem `json:"item"`
}

func (f fhir) fetch(ctx context.Context, r *run) error {
	params := map[string]string{"_count": "100", "_sort": "_lastUpdated"}
	if !r.since.IsZero() {
		params["_lastUpdated"] = "ge" + r.since.UTC().Format("2006-01-02T15:04:05Z")
	}
	if q := r.src.Questionnaire.URL; q != "" {
		params["questionnaire"] = q
	}
	for k, v := range r.src.Params {
		params[k] = v
	}
	at, err := withQuery(strings.TrimSuffix(r.src.URL, "/")+"/QuestionnaireResponse", params)
	seen := make(map[string]bool)
	for err == nil && at != "" {
		if seen[at] || len(seen) > maxPages {
			return errRepeats
		}
		seen[at] = true
		var b fhirBundle
		if err := r.web.getJSON(ctx, at, &b); err != nil {
			return err
		}
		if b.ResourceType != "Bundle" {
			return fmt.Errorf("source %s: answered with something that is no Bundle: %w", r.src.Name, feedback.ErrInvalid)
		}
		items := make([]Item, 0, len(b.Entry))
		for _, e := range b.Entry {
			if e.Search.Mode == "include" || e.Search.Mode == "outcome" {
				continue
			}
			if i, ok := f.item(r, e.Resource); ok {
				items = append(items, i)
			}
		}
		if err := r.file(ctx, items); err != nil {
			return err
		}
		at, err = f.next(r, at, &b)
	}
	return err
}

// next gives the next page, on the same host only, since the key goes with the
// request.
func (fhir) next(r *run, at string, b *fhirBundle) (string, error) {
	for _, l := range b.Link {
		if l.Relation != "next" {
			continue
		}
		base, err := url.Parse(at)
		if err != nil {
			return "", err
		}
		u, err := base.Parse(l.URL)
		if err != nil || u.Host != base.Host || u.Scheme != base.Scheme {
			return "", fmt.Errorf("source %s: its next page is on another host: %w", r.src.Name, feedback.ErrForbidden)
		}
		return u.String(), nil
	}
	return "", nil
}

// item decodes one resource; ok is false for one that is not, or not yet, an
// answer.
func (f fhir) item(r *run, raw json.RawMessage) (i Item, ok bool) {
	var q fhirResponse
	if err := json.Unmarshal(raw, &q); err != nil {
		return Item{Fault: &feedback.FieldError{Field: "resource", Reason: "is not of the form of a QuestionnaireResponse"}}, true
	}
	if q.ResourceType == "OperationOutcome" {
		return Item{}, false
	}
	if q.ResourceType != "QuestionnaireResponse" || q.ID == "" {
		return Item{Fault: &feedback.FieldError{Field: "resourceType", Reason: "is not QuestionnaireResponse, or the id is missing"}}, true
	}
	canonical, _, _ := strings.Cut(q.Questionnaire, "|")
	if want := r.src.Questionnaire.URL; want != "" && canonical != want {
		return Item{}, false
	}
	i = Item{ID: q.ID, AnsweredAt: instant(q.Authored), PublishedAt: instant(q.Meta.LastUpdated), Language: label(q.Language)}
	switch q.Status {
	case "entered-in-error":
		i.Gone = true
		return i, true
	case "completed", "amended":
	default: // in-progress, stopped
		return Item{}, false
	}
	if i.PublishedAt.IsZero() {
		i.PublishedAt = i.AnsweredAt
	}
	if i.PublishedAt.IsZero() {
		i.Fault = &feedback.FieldError{Field: "authored", Reason: "is missing or not a date"}
		return i, true
	}
	i.Private = r.src.Questionnaire.Consent != ""
	f.answers(r, q.Item, &i)
	if len(i.Comments) == 0 && i.Rating == feedback.NoRating {
		i.Fault = &feedback.FieldError{Field: "item", Reason: "holds neither the rating nor a comment that the source file names"}
	}
	return i, true
}

// answers walks the tree of answers.
func (f fhir) answers(r *run, items []fhirItem, i *Item) {
	q := r.src.Questionnaire
	for _, it := range items {
		for _, a := range it.Answer {
			switch {
			case it.LinkID == q.Rating:
				if i.Rating == feedback.NoRating {
					i.Rating = r.src.readRating([]string{a.Coding.Display, a.String, a.Coding.Code, a.Integer.String(), a.Decimal.String()})
				}
			case it.LinkID == q.Place:
				i.Services = append(i.Services, a.service())
			case it.LinkID == q.Consent:
				if a.Boolean != nil && *a.Boolean || strings.EqualFold(a.Coding.Code, "Y") || strings.EqualFold(a.Coding.Code, "yes") {
					i.Private = false
				}
			default:
				if name, ok := q.Comments[it.LinkID]; ok {
					prompt, _ := feedback.ParsePrompt(name) // checked when the file was read
					i.Comments = append(i.Comments, prompted(prompt, plainText(a.String))...)
				}
			}
			f.answers(r, a.Item, i)
		}
		f.answers(r, it.Item, i)
	}
}

// service reads a place from a code, a reference or a name.
func (a fhirAnswer) service() Service {
	ref := a.Reference
	code := a.Coding.Code
	if code == "" {
		code = ref.Identifier.Value
	}
	if code == "" && ref.Reference != "" {
		code = path.Base(ref.Reference)
	}
	name := a.Coding.Display
	if name == "" {
		name = ref.Display
	}
	if code == "" && name == "" {
		code, name = a.String, a.String
	}
	return Service{Code: serviceKey(code), Name: name}
}

// check asks for one answer.
func (f fhir) check(ctx context.Context, r *run, known ledger.FeedItem) (*Item, error) {
	var raw json.RawMessage
	err := r.web.getJSON(ctx, strings.TrimSuffix(r.src.URL, "/")+"/QuestionnaireResponse/"+url.PathEscape(known.ID), &raw)
	if gone(err) {
		return &Item{Gone: true}, nil
	}
	if err != nil {
		return nil, err
	}
	i, ok := f.item(r, raw)
	if !ok || i.Fault != nil || i.key() != known.ID {
		return nil, nil
	}
	return &i, nil
}
