package feed

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"earshot/feedback"
	"earshot/ledger"
)

// careOpinion reads the Care Opinion API, version 2. Stories come oldest first,
// so that every page is a checkpoint. There is no list of deletions: a sweep asks
// for each story that a full reading did not meet.
type careOpinion struct{}

// opinionPage is the most stories the interface gives at once.
const opinionPage = 100

// maxPages bounds a listing that never ends.
const maxPages = 20_000

// errRepeats is returned for a listing that gives the same page again.
var errRepeats = errors.New("the listing gives the same page again and again")

type coOpinion struct {
	ID                loose    `json:"id"`
	Title             loose    `json:"title"`
	Body              loose    `json:"body"`
	DateOfSubmission  loose    `json:"dateOfSubmission"`
	DateOfPublication loose    `json:"dateOfPublication"`
	AuthorRole        loose    `json:"authorRole"`
	AuthorAgeGroup    loose    `json:"authorAgeGroup"`
	Links             []coLink `json:"links"`
}

// coLink is a link under either of the two sets of names in use.
type coLink struct {
	Relation loose `json:"relation"`
	Rel      loose `json:"rel"`
	ID       loose `json:"id"`
	Link     loose `json:"link"`
	Href     loose `json:"href"`
}

type coService struct {
	NACS         loose `json:"nacs"`
	Name         loose `json:"name"`
	Organisation loose `json:"organisation"`
	SiteNACS     loose `json:"siteNacs"`
}

type coRatings struct {
	ServiceNACS loose `json:"healthserviceNacs"`
	Ratings     []struct {
		Question loose `json:"questionText"`
		Score    loose `json:"score"`
		Text     loose `json:"scoreText"`
	} `json:"ratings"`
}

func (careOpinion) base(r *run) string { return strings.TrimSuffix(r.src.URL, "/") + "/opinions" }

func (c careOpinion) fetch(ctx context.Context, r *run) error {
	params := map[string]string{"take": strconv.Itoa(opinionPage), "dateofpublicationorder": "ascending"}
	if !r.since.IsZero() {
		params["publishedafter"] = r.since.In(feedback.London()).Format("2006-01-02")
	}
	for k, v := range r.src.Params {
		params[k] = v
	}
	last := ""
	for skip, n := 0, 0; n < maxPages; n++ {
		params["skip"] = strconv.Itoa(skip)
		u, err := withQuery(c.base(r), params)
		if err != nil {
			return err
		}
		var page []json.RawMessage
		if err := r.web.getJSON(ctx, u, &page); err != nil {
			return err
		}
		if len(page) == 0 {
			return nil
		}
		if string(page[0]) == last {
			return errRepeats
		}
		last = string(page[0])
		items := make([]Item, 0, len(page))
		for _, raw := range page {
			i, err := c.item(ctx, r, raw)
			if err != nil {
				return err
			}
			items = append(items, i)
		}
		if err := r.file(ctx, items); err != nil {
			return err
		}
		skip += len(page)
	}
	return errRepeats
}

// item decodes one element of a listing and fetches its services and ratings.
// What is no story is a Fault; the error is for the whole run.
func (c careOpinion) item(ctx context.Context, r *run, raw json.RawMessage) (Item, error) {
	var o coOpinion
	if err := json.Unmarshal(raw, &o); err != nil {
		return Item{Fault: &feedback.FieldError{Field: "story", Reason: "is not an object, as when the source says that something went wrong"}}, nil
	}
	i := Item{
		ID: string(o.ID), Comments: comment(markdown(string(o.Title)), markdown(string(o.Body))),
		AnsweredAt: instant(string(o.DateOfSubmission)), PublishedAt: instant(string(o.DateOfPublication)),
		About: feedback.About{Role: label(string(o.AuthorRole)), AgeBand: label(string(o.AuthorAgeGroup))},
	}
	switch {
	case o.ID == "" || strings.ContainsAny(string(o.ID), "/?#"):
		i.Fault = &feedback.FieldError{Field: "id", Reason: "is missing or not an id"}
		return i, nil
	case strings.TrimSpace(string(o.Body)) == "":
		i.Fault = &feedback.FieldError{Field: "body", Reason: "is missing"}
		return i, nil
	case i.PublishedAt.IsZero() && i.AnsweredAt.IsZero():
		i.Fault = &feedback.FieldError{Field: "dateOfPublication", Reason: "is missing or not a date"}
		return i, nil
	case i.PublishedAt.IsZero():
		i.PublishedAt = i.AnsweredAt
	}
	home, err := url.Parse(r.src.URL)
	if err != nil {
		return i, err
	}
	i.URL = home.Scheme + "://" + home.Host + "/" + url.PathEscape(string(o.ID))
	if i.Services, err = c.services(ctx, r, &o); err != nil {
		return i, err
	}
	return i, c.ratings(ctx, r, &o, &i)
}

// links gives the addresses of a relation, by its name and never by position.
// An address on another host, which would be sent the key, is left out.
func (c careOpinion) links(r *run, o *coOpinion, relation string) []string {
	var out []string
	for _, l := range o.Links {
		if !strings.EqualFold(string(l.Relation+l.Rel), relation) {
			continue
		}
		href := string(l.Link)
		if href == "" {
			href = string(l.Href)
		}
		if u, err := url.Parse(href); err == nil && u.Host == r.web.home() {
			out = append(out, href)
		}
	}
	return out
}

// services fetches what a story is about.
func (c careOpinion) services(ctx context.Context, r *run, o *coOpinion) ([]Service, error) {
	links := c.links(r, o, "healthservices")
	if len(links) == 0 {
		links = []string{c.base(r) + "/" + url.PathEscape(string(o.ID)) + "/healthservices"}
	}
	var out []Service
	known := make(map[string]bool)
	for _, link := range links[:min(len(links), 20)] {
		var list []json.RawMessage
		if err := r.web.getJSON(ctx, link, &list); gone(err) {
			continue
		} else if err != nil {
			return nil, err
		}
		for _, raw := range list {
			var s coService
			if json.Unmarshal(raw, &s) != nil || s.NACS == "" && s.Name == "" && s.SiteNACS == "" {
				continue
			}
			code := serviceKey(string(s.NACS))
			if known[code+"|"+string(s.Name)] {
				continue
			}
			known[code+"|"+string(s.Name)] = true
			out = append(out, Service{Code: code, Name: string(s.Name), Others: nonEmpty(serviceKey(string(s.SiteNACS)), serviceKey(string(s.Organisation)))})
		}
	}
	return out, nil
}

// ratings fetches the answers to the Test's question, which are given for one
// service each.
func (c careOpinion) ratings(ctx context.Context, r *run, o *coOpinion, i *Item) error {
	for _, link := range c.links(r, o, "ratings") {
		var raw json.RawMessage
		if err := r.web.getJSON(ctx, link, &raw); gone(err) {
			continue
		} else if err != nil {
			return err
		}
		var list []coRatings
		var one coRatings
		if json.Unmarshal(raw, &list) != nil {
			if json.Unmarshal(raw, &one) != nil {
				continue
			}
			list = []coRatings{one}
		}
		for _, of := range list {
			for _, answer := range of.Ratings {
				if rating := r.src.rating(string(answer.Question), string(answer.Text), string(answer.Score)); rating != feedback.NoRating {
					i.rate(serviceKey(string(of.ServiceNACS)), rating)
				}
			}
		}
	}
	return nil
}

// rate gives a rating to the service of that code, or to the story if there is
// none. The first rating of a service stands.
func (i *Item) rate(code string, rating feedback.Rating) {
	for n := range i.Services {
		if code != "" && serviceKey(i.Services[n].Code) == code {
			if i.Services[n].Rating == feedback.NoRating {
				i.Services[n].Rating = rating
			}
			return
		}
	}
	if i.Rating == feedback.NoRating {
		i.Rating = rating
	}
}

// check asks for one story.
func (c careOpinion) check(ctx context.Context, r *run, known ledger.FeedItem) (*Item, error) {
	var raw json.RawMessage
	err := r.web.getJSON(ctx, c.base(r)+"/"+url.PathEscape(known.ID), &raw)
	if gone(err) {
		return &Item{Gone: true}, nil
	}
	if err != nil {
		return nil, err
	}
	i, err := c.item(ctx, r, raw)
	if err != nil || i.Fault != nil || i.key() != known.ID {
		return nil, err // an answer that is no story proves nothing
	}
	return &i, nil
}

// label gives a word or two of a source for a field about the person; nothing
// if it is longer.
func label(s string) string {
	s = plainText(s)
	if len(s) > 100 || strings.ContainsFunc(s, unicode.IsControl) {
		return ""
	}
	return s
}

func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// markdown takes the marks of Markdown out of a text and leaves its words.
func markdown(s string) string {
	if !strings.ContainsAny(s, "*_#>[`\\~") {
		return s
	}
	for _, m := range markdownMarks() {
		s = m.find.ReplaceAllString(s, m.with)
	}
	return s
}

type mark struct {
	find *regexp.Regexp
	with string
}

func markdownMarks() []mark {
	return []mark{
		{regexp.MustCompile(`!?\[([^\[\]]*)\]\([^()\s]*(?:\s+"[^"]*")?\)`), "$1"},
		{regexp.MustCompile(`(?m)^ {0,3}#{1,6}\s+`), ""},
		{regexp.MustCompile(`(?m)^ {0,3}>\s?`), ""},
		{regexp.MustCompile(`(?m)^ {0,3}[*+]\s+`), "- "},
		{regexp.MustCompile(`\*\*([^*\n]+)\*\*`), "$1"},
		{regexp.MustCompile(`\*([^*\s][^*\n]*)\*`), "$1"},
		{regexp.MustCompile(`(^|\s)__?([^_\n]+?)__?([\s.,;:!?]|$)`), "$1$2$3"},
		{regexp.MustCompile("`([^`\n]+)`"), "$1"},
		{regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+\\-.!>~])"), "$1"},
	}
}
