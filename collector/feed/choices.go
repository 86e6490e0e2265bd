package feed

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html/charset"

	"earshot/collector/outbound"
	"earshot/feedback"
)

// nhsChoices reads the Atom of the old NHS Choices syndication, of which
// archives exist. Its address is the one of a kind of organisation
// (".../organisations/hospitals").
type nhsChoices struct{}

type atomFeed struct {
	Entries []atomEntry `xml:"entry"`
	Links   []atomLink  `xml:"link"`
}

type atomLink struct {
	Rel   string `xml:"rel,attr"`
	Href  string `xml:"href,attr"`
	Title string `xml:"title,attr"`
}

type atomEntry struct {
	ID         string `xml:"id"`
	PostingID  string `xml:"postingid"`
	PostingOrg string `xml:"postingorganisationid"`
	Published  string `xml:"published"`
	Updated    string `xml:"updated"`
	Categories []struct {
		Term string `xml:"term,attr"`
	} `xml:"category"`
	Title   string     `xml:"title"`
	Links   []atomLink `xml:"link"`
	Content struct {
		Inner string `xml:",innerxml"`
	} `xml:"content"`
	Ratings []struct {
		Question string `xml:"questionText"`
		Answer   string `xml:"answerText"`
		Metric   struct {
			Value string `xml:"value,attr"`
		} `xml:"answerMetric"`
	} `xml:"ratings>rating"`
}

func (c nhsChoices) fetch(ctx context.Context, r *run) error {
	at := strings.TrimSuffix(r.src.URL, "/")
	if r.since.IsZero() {
		at += "/comments.atom"
	} else {
		y, m, d := r.since.In(feedback.London()).Date()
		at += fmt.Sprintf("/commentssince/%d/%d/%d.atom", y, m, d)
	}
	seen := make(map[string]bool)
	for at != "" && len(seen) < maxPages {
		if seen[at] {
			return errRepeats
		}
		seen[at] = true
		u, err := c.withKey(r, at)
		if err != nil {
			return err
		}
		reply, err := r.web.get(ctx, u, "application/atom+xml", false)
		if gone(err) {
			return nil // an empty result is "not found"
		}
		if err != nil {
			return err
		}
		var page atomFeed
		if err := decodeXML(reply.Body, &page); err != nil {
			return fmt.Errorf("source %s: %w", r.src.Name, err)
		}
		items := make([]Item, 0, len(page.Entries))
		for n := range page.Entries {
			if i, ok := c.item(r, &page.Entries[n]); ok {
				items = append(items, i)
			}
		}
		if err := r.file(ctx, items); err != nil {
			return err
		}
		at = c.next(r, &page)
	}
	return nil
}

// withKey adds the key, which this interface takes in the address.
func (nhsChoices) withKey(r *run, at string) (string, error) {
	params := make(map[string]string)
	for k, v := range r.src.Params {
		params[k] = v
	}
	key, err := r.key()
	if err != nil {
		return "", err
	}
	if key != "" {
		params["apikey"] = key.Reveal()
	}
	return withQuery(at, params)
}

// next gives the address of the next page; "" after the last. The links lack the
// ".atom" without which the answer's form is up to the client, and may lead
// to another host, where we do not follow.
func (nhsChoices) next(r *run, page *atomFeed) string {
	for _, l := range page.Links {
		if l.Rel != "next" {
			continue
		}
		base, err := url.Parse(r.src.URL)
		if err != nil {
			return ""
		}
		u, err := base.Parse(l.Href)
		if err != nil || u.Host != base.Host || u.Scheme != base.Scheme {
			return ""
		}
		if !strings.HasSuffix(u.Path, ".atom") {
			u.Path += ".atom"
		}
		q := u.Query()
		q.Del("apikey")
		u.RawQuery = q.Encode()
		return u.String()
	}
	return ""
}

// decodeXML reads XML in any usual encoding.
func decodeXML(doc []byte, v any) error {
	doc = mendXML(doc)
	if err := outbound.CheckXML(doc); err != nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(doc))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("the XML is not of the form expected: %w", feedback.ErrInvalid)
	}
	return nil
}

// item decodes one entry; ok is false for one that is not a patient's.
func (c nhsChoices) item(r *run, e *atomEntry) (i Item, ok bool) {
	posting := strings.TrimSpace(e.PostingID)
	if posting == "" {
		posting = path.Base(strings.TrimSpace(e.ID))
	}
	kind := "comment"
	for _, cat := range e.Categories {
		switch t := strings.ToLower(cat.Term); t {
		case "reply", "deletion":
			kind = t
		}
	}
	if kind == "reply" || kind == "comment" && strings.HasSuffix(posting, "R") {
		return Item{}, false // what a provider answered
	}
	if posting == "" || posting == "." || posting == "/" {
		return Item{Fault: &feedback.FieldError{Field: "id", Reason: "is missing"}}, true
	}
	// Numbers are given by the organisation that posted, and are unique there.
	i.ID = strings.TrimSpace(e.PostingOrg) + "/" + posting
	if kind == "deletion" {
		i.Gone = true // dates are of the take-down
		return i, true
	}
	i.PublishedAt, i.UpdatedAt = instant(e.Published), instant(e.Updated)
	if i.PublishedAt.IsZero() {
		i.Fault = &feedback.FieldError{Field: "published", Reason: "is missing or not a date"}
		return i, true
	}
	c.words(e, &i)
	if len(i.Comments) == 0 {
		i.Fault = &feedback.FieldError{Field: "content", Reason: "is missing"}
		return i, true
	}
	for _, l := range e.Links {
		switch {
		case strings.EqualFold(l.Title, "Organisation commented on"):
			if u, err := url.Parse(l.Href); err == nil {
				i.Services = append(i.Services, Service{Code: serviceKey(strings.TrimSuffix(path.Base(u.Path), ".atom"))})
			}
		case l.Rel == "alternate":
			if u, err := outbound.ParseURL(l.Href); err == nil {
				i.URL = u.String()
			}
		}
	}
	// The wording of an answer is believed and not its value: in some records
	// the values of the Test's answers are the wrong way round.
	for _, a := range e.Ratings {
		if rating := r.src.rating(a.Question, a.Answer, a.Metric.Value); rating != feedback.NoRating {
			i.rate("", rating)
		}
	}
	return i, true
}

// words reads the parts of a review, which answer different questions.
func (nhsChoices) words(e *atomEntry, i *Item) {
	parts := divs(e.Content.Inner)
	i.Comments = append(i.Comments, prompted(feedback.PromptGood, parts["liked"])...)
	i.Comments = append(i.Comments, prompted(feedback.PromptImprove, parts["improved"])...)
	rest := parts["anythingElse"]
	if len(parts) == 0 {
		rest = plainText(e.Content.Inner)
	}
	i.Comments = append(i.Comments, comment(e.Title, rest)...)
}
