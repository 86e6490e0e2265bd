package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"

	"earshot/collector/outbound"
	"earshot/feedback"
	"earshot/ledger"
)

// PageRules say where on a site's pages the stories are.
type PageRules struct {
	Item  string `json:"item"`            // selects each story on a page
	ID    Rule   `json:"id,omitzero"`     // its id; its link if not given
	Title Rule   `json:"title,omitzero"`  //
	Body  Rule   `json:"body,omitzero"`   //
	Good  Rule   `json:"good,omitzero"`   // what was good
	Worse Rule   `json:"worse,omitzero"`  // what could be better
	Date  Rule   `json:"date"`            // when it was published
	Link  Rule   `json:"link,omitzero"`   // to its own page
	Place Rule   `json:"place,omitzero"`  // name or code of the service
	Score Rule   `json:"rating,omitzero"` // answer to the Test's question; its words, or a value that ratings explains
	Next  Rule   `json:"next,omitzero"`   // of the page: link to the next page
	// Follow reads title, body, date and the rest on the story's own page.
	Follow      bool     `json:"follow,omitempty"`
	Story       string   `json:"story,omitempty"`        // selects the story on its own page; the whole page if not given
	DateFormats []string `json:"date_formats,omitempty"` // Go layouts
	MostPages   int      `json:"most_pages,omitempty"`   // pages of a listing read in one run; 20 if not given
}

// Rule finds one thing: the text of what a selector finds within the story, or
// one of its attributes. With an empty selector it is the story itself.
type Rule struct {
	Select string `json:"select,omitempty"`
	Attr   string `json:"attr,omitempty"`
}

func (r Rule) given() bool { return r.Select != "" || r.Attr != "" }

func (p *PageRules) check() (faults []error) {
	bad := func(field, reason string) {
		faults = append(faults, &feedback.FieldError{Field: "page." + field, Reason: reason})
	}
	for field, s := range map[string]string{"item": p.Item, "story": p.Story, "id": p.ID.Select, "title": p.Title.Select, "body": p.Body.Select, "good": p.Good.Select,
		"worse": p.Worse.Select, "date": p.Date.Select, "link": p.Link.Select, "place": p.Place.Select, "rating": p.Score.Select, "next": p.Next.Select} {
		if s == "" {
			continue
		}
		if _, err := selector(s); err != nil {
			bad(field, "must be a CSS selector")
		}
	}
	switch {
	case p.Item == "":
		bad("item", "must select the stories on a page")
	case !p.Body.given() && !p.Good.given() && !p.Worse.given():
		bad("body", "must say where the words are")
	case !p.ID.given() && !p.Link.given():
		bad("id", "must be given, or else link: a story needs something that tells it from others")
	case p.Follow && !p.Link.given():
		bad("link", "must be given to follow it")
	case !p.Date.given():
		bad("date", "must say where the date is")
	}
	return faults
}

// pages reads web pages by selector.
type pages struct{}

// visit is one reading of a site.
type visit struct {
	r        *run
	rules    *PageRules
	list     *colly.Collector
	story    *colly.Collector
	items    []Item
	met      int // stories found on the pages that were read
	read     int // pages that were read and not unchanged
	queue    []string
	failures []error
}

func (pages) fetch(ctx context.Context, r *run) error {
	v := &visit{r: r, rules: r.src.Page}
	v.list, v.story = v.collector(ctx, true), v.collector(ctx, false)
	v.list.OnResponse(func(*colly.Response) { v.read++ })
	v.list.OnHTML(v.rules.Item, v.found)
	if v.rules.Next.given() {
		v.list.OnHTML("html", func(e *colly.HTMLElement) {
			if href := e.Request.AbsoluteURL(pick(e, v.rules.Next)); href != "" {
				v.queue = append(v.queue, href)
			}
		})
	}
	at := v.rules.Story
	if at == "" {
		at = "html"
	}
	v.story.OnHTML(at, func(e *colly.HTMLElement) {
		n := e.Request.Ctx.GetAny("item").(*Item)
		v.fill(e, n)
	})
	most := v.rules.MostPages
	if most <= 0 {
		most = 20
	}
	v.queue = []string{r.src.URL}
	seen := make(map[string]bool)
	for n := 0; n < most && len(v.queue) > 0; n++ {
		next := v.queue[0]
		v.queue = nil
		if seen[next] {
			break
		}
		seen[next] = true
		v.items = nil
		if err := v.visit(v.list, next, nil); n > 0 && errors.Is(err, colly.ErrForbiddenDomain) {
			break // "next" leads to another site
		} else if err != nil {
			return err
		}
		if err := v.follow(); err != nil {
			return err
		}
		if err := r.file(ctx, v.items); err != nil {
			return err
		}
	}
	if v.read > 0 && v.met == 0 {
		return fmt.Errorf("source %s: no story was found on its pages; has the site been rebuilt? %w", r.src.Name, feedback.ErrInvalid)
	}
	return nil
}

// collector gives a colly.Collector that makes its requests as every source
// does: guarded, paced, and as robots.txt allows.
func (v *visit) collector(ctx context.Context, conditional bool) *colly.Collector {
	c := colly.NewCollector(colly.AllowURLRevisit(), colly.IgnoreRobotsTxt(), colly.MaxBodySize(0), colly.StdlibContext(ctx), colly.UserAgent(v.r.web.client.Agent()))
	if home := v.r.web.home(); home != "" {
		host, _, found := strings.Cut(home, ":")
		c.AllowedDomains = []string{home}
		if found {
			c.AllowedDomains = append(c.AllowedDomains, host)
		}
	}
	c.DisableCookies()
	c.SetRequestTimeout(10 * time.Minute) // the pace is kept within; each request has its own
	c.WithTransport(transport{v.r.web, conditional})
	c.OnError(func(_ *colly.Response, err error) { v.failures = append(v.failures, err) })
	return c
}

// visit reads one page; one that is unchanged is none.
func (v *visit) visit(c *colly.Collector, at string, i *Item) error {
	v.failures = nil
	data := colly.NewContext()
	if i != nil {
		data.Put("item", i)
	}
	err := c.Request(http.MethodGet, at, nil, data, nil)
	err = errors.Join(append(v.failures, err)...)
	var ue *url.Error
	switch {
	case errors.Is(err, errUnchanged):
		return nil
	case errors.As(err, &ue):
		return ue.Err
	}
	return err
}

// found takes in one story of a listing.
func (v *visit) found(e *colly.HTMLElement) {
	v.met++
	var i Item
	if v.rules.Link.given() {
		if u, err := outbound.ParseURL(e.Request.AbsoluteURL(pick(e, v.rules.Link))); err == nil {
			i.URL = u.String()
		}
	}
	i.ID = i.URL
	if v.rules.ID.given() {
		i.ID = pick(e, v.rules.ID)
	}
	if i.ID == "" {
		i.Fault = &feedback.FieldError{Field: "page.id", Reason: "was not found on a story"}
	}
	if !v.rules.Follow {
		v.fill(e, &i)
	}
	v.items = append(v.items, i)
}

// follow reads each story's own page. One that is gone by now is left out.
func (v *visit) follow() error {
	if !v.rules.Follow {
		return nil
	}
	for n := range v.items {
		i := &v.items[n]
		if i.Fault != nil {
			continue
		}
		if i.URL == "" {
			i.Fault = &feedback.FieldError{Field: "page.link", Reason: "was not found on a story"}
			continue
		}
		err := v.visit(v.story, i.URL, i)
		switch {
		case gone(err):
			*i = Item{ID: i.ID, Gone: true}
		case errors.Is(err, colly.ErrForbiddenDomain):
			i.Fault = &feedback.FieldError{Field: "page.link", Reason: "leads to another site"}
		case err != nil:
			return err
		case len(i.Comments) == 0 && i.Fault == nil:
			i.Fault = &feedback.FieldError{Field: "page.story", Reason: "was not found on the story's page"}
		}
	}
	return nil
}

// fill reads what a story says.
func (v *visit) fill(e *colly.HTMLElement, i *Item) {
	p := v.rules
	if len(i.Comments) > 0 || i.Fault != nil {
		return // a page with two stories where one is expected: the first
	}
	i.Comments = append(i.Comments, prompted(feedback.PromptGood, pick(e, p.Good))...)
	i.Comments = append(i.Comments, prompted(feedback.PromptImprove, pick(e, p.Worse))...)
	i.Comments = append(i.Comments, comment(pick(e, p.Title), pick(e, p.Body))...)
	if i.PublishedAt = p.date(pick(e, p.Date)); i.PublishedAt.IsZero() {
		i.Fault = &feedback.FieldError{Field: "page.date", Reason: "was not found on a story, or is not a date; give its layout in date_formats"}
	}
	if len(i.Comments) == 0 {
		i.Fault = &feedback.FieldError{Field: "page.body", Reason: "was not found on a story"}
	}
	if place := pick(e, p.Place); place != "" {
		i.Services = []Service{{Code: serviceKey(place), Name: place}}
	}
	if answer := pick(e, p.Score); answer != "" {
		i.Rating = v.r.src.readRating([]string{answer})
	}
}

func (p *PageRules) date(s string) time.Time {
	for _, l := range p.DateFormats {
		if t, err := time.ParseInLocation(l, s, feedback.London()); err == nil {
			if t.Hour() == 0 && t.Minute() == 0 {
				t = t.Add(12 * time.Hour)
			}
			return t.UTC()
		}
	}
	return instant(s)
}

// pick gives what a rule finds, as plain text; of a selector that finds several
// things, the first.
func pick(e *colly.HTMLElement, r Rule) string {
	if !r.given() {
		return ""
	}
	sel := e.DOM
	if r.Select != "" {
		sel = sel.Find(r.Select).First()
	}
	if r.Attr != "" {
		v, _ := sel.Attr(r.Attr)
		return strings.TrimSpace(v)
	}
	inner, err := sel.Html()
	if err != nil {
		return ""
	}
	return plainText(inner)
}

// errUnchanged is how the transport says that a page did not change.
var errUnchanged = errors.New("the page did not change")

// transport lets colly make its requests through web.
type transport struct {
	web         *web
	conditional bool // listings are asked for only if they changed
}

// RoundTrip fetches a page.
func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	reply, err := t.web.get(req.Context(), req.URL.String(), "text/html, application/xhtml+xml;q=0.9", t.conditional)
	if err != nil {
		return nil, err
	}
	if reply == nil {
		return nil, errUnchanged
	}
	final := req.Clone(req.Context())
	final.URL = reply.URL
	header := http.Header{"Content-Type": {reply.ContentType}}
	return &http.Response{Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header,
		Body: io.NopCloser(bytes.NewReader(reply.Body)), ContentLength: int64(len(reply.Body)), Request: final}, nil
}

// check asks whether a story's page is still there.
func (pages) check(ctx context.Context, r *run, known ledger.FeedItem) (*Item, error) {
	return checkLink(ctx, r, known)
}
