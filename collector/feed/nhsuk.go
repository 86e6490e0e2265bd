package feed

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"earshot/collector/outbound"
	"earshot/feedback"
)

// nhsUK reads the comments interface of NHS.UK, which has a list of what was
// removed; that list is read after every reading of what is published.
type nhsUK struct{}

// reviewPage is how many reviews are asked for at once.
const reviewPage = 100

type nhsEnvelope struct {
	Comments []json.RawMessage `json:"comments"`
}

// nhsEntry holds a review within "comment", beside the provider's reply.
type nhsEntry struct {
	Comment *nhsComment `json:"comment"`
}

type nhsComment struct {
	ID          loose `json:"commentId"`
	Ref         loose `json:"commentRef"`
	ODSCode     loose `json:"odsCode"`
	OriginalURL loose `json:"commentOriginalURL"`
	Title       loose `json:"title"`
	Text        loose `json:"commentText"`
	Submitted   loose `json:"dateSubmitted"`
	Updated     loose `json:"lastUpdated"`
	Status      loose `json:"status"`
	Publisher   loose `json:"publisherID"`
	Ratings     []struct {
		Question loose `json:"question"`
		Rating   loose `json:"rating"`
		Answer   loose `json:"answerText"`
	} `json:"ratings"`
	Visit struct {
		Month loose `json:"month"`
		Year  loose `json:"year"`
	} `json:"visit"`
}

func (n nhsUK) fetch(ctx context.Context, r *run) error {
	for _, status := range []string{"published", "removed"} {
		if err := n.list(ctx, r, status); err != nil {
			return err
		}
	}
	return nil
}

func (n nhsUK) list(ctx context.Context, r *run, status string) error {
	params := map[string]string{"api-version": "1.0"}
	for k, v := range r.src.Params {
		params[k] = v
	}
	params["status"], params["limit"] = status, strconv.Itoa(reviewPage)
	if !r.since.IsZero() {
		params["fromDate"] = r.since.In(feedback.London()).Format("2006-01-02")
		params["toDate"] = r.started.In(feedback.London()).Format("2006-01-02")
	}
	last := ""
	for offset, pages := 0, 0; pages < maxPages; pages++ {
		params["offset"] = strconv.Itoa(offset)
		u, err := withQuery(strings.TrimSuffix(r.src.URL, "/")+"/Comments", params)
		if err != nil {
			return err
		}
		var page nhsEnvelope
		if err := r.web.getJSON(ctx, u, &page); gone(err) {
			return nil // nothing about an organisation can be "not found"
		} else if err != nil {
			return err
		}
		if len(page.Comments) == 0 {
			return nil
		}
		if string(page.Comments[0]) == last {
			return errRepeats
		}
		last = string(page.Comments[0])
		items := make([]Item, 0, len(page.Comments))
		for _, raw := range page.Comments {
			if i, ok := n.item(r, raw, status == "removed"); ok {
				items = append(items, i)
			}
		}
		if err := r.file(ctx, items); err != nil {
			return err
		}
		offset += len(page.Comments)
	}
	return errRepeats
}

// item decodes one review; ok is false for one that is collected elsewhere.
func (n nhsUK) item(r *run, raw json.RawMessage, removed bool) (i Item, ok bool) {
	var e nhsEntry
	if err := json.Unmarshal(raw, &e); err != nil {
		return Item{Fault: &feedback.FieldError{Field: "comment", Reason: "is not an object, or its ratings or visit are not of the form expected"}}, true
	}
	c := e.Comment
	if c == nil { // some answers lack the outer object
		c = new(nhsComment)
		if json.Unmarshal(raw, c) != nil || c.ID == "" {
			return Item{Fault: &feedback.FieldError{Field: "comment", Reason: "is missing"}}, true
		}
	}
	i = Item{ID: string(c.ID)}
	if removed || c.Status != "" && !strings.EqualFold(string(c.Status), "published") {
		i.Gone = true
		return i, true
	}
	if slices.ContainsFunc(r.src.SkipPublishers, func(p string) bool { return strings.EqualFold(p, string(c.Publisher)) }) {
		return Item{}, false
	}
	i.Comments = comment(string(c.Title), string(c.Text))
	i.PublishedAt, i.UpdatedAt = instant(string(c.Submitted)), instant(string(c.Updated))
	if c.ODSCode != "" {
		i.Services = []Service{{Code: serviceKey(string(c.ODSCode))}}
	}
	if u, err := outbound.ParseURL(string(c.OriginalURL)); err == nil {
		i.URL = u.String()
	}
	switch {
	case c.ID == "":
		i.Fault = &feedback.FieldError{Field: "commentId", Reason: "is missing"}
	case len(i.Comments) == 0:
		i.Fault = &feedback.FieldError{Field: "commentText", Reason: "is missing"}
	case i.PublishedAt.IsZero():
		i.Fault = &feedback.FieldError{Field: "dateSubmitted", Reason: "is missing or not a date"}
	}
	for _, a := range c.Ratings {
		if rating := r.src.rating(string(a.Question), string(a.Answer), string(a.Rating)); rating != feedback.NoRating {
			i.rate("", rating)
		}
	}
	i.CareAt = monthEnd(string(c.Visit.Year), string(c.Visit.Month))
	return i, true
}

// monthEnd gives the last day of a month, the latest that a visit in it can have
// been; zero if it is no month.
func monthEnd(year, month string) time.Time {
	y, err1 := strconv.Atoi(year)
	m, err2 := strconv.Atoi(month)
	if err1 != nil || err2 != nil || y < 2000 || y > 2200 || m < 1 || m > 12 {
		return time.Time{}
	}
	return (feedback.DateDay(y, time.Month(m), 1).Month().Last()).Start()
}
