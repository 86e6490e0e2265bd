package feed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"

	"earshot/collector/outbound"
	"earshot/feedback"
	"earshot/ledger"
)

// syndication reads any RSS, Atom or JSON Feed. A feed shows the newest stories
// only: one that is not in it any more has moved on and was not taken down. What
// was taken down is known from tombstones (RFC 6721), or from its page.
type syndication struct{}

func (s syndication) fetch(ctx context.Context, r *run) error {
	u, err := withQuery(r.src.URL, r.src.Params)
	if err != nil {
		return err
	}
	reply, err := r.web.get(ctx, u, "application/atom+xml, application/rss+xml, application/feed+json, application/json;q=0.9, application/xml;q=0.8, */*;q=0.1", true)
	if err != nil || reply == nil {
		return err
	}
	if len(bytes.TrimLeft(reply.Body, " \t\r\n\ufeff")) == 0 {
		return fmt.Errorf("source %s: the feed is empty: %w", r.src.Name, feedback.ErrInvalid)
	}
	body := reply.Body
	switch gofeed.DetectFeedType(bytes.NewReader(body)) {
	case gofeed.FeedTypeAtom, gofeed.FeedTypeRSS:
		body = mendXML(body)
		if err := outbound.CheckXML(body); err != nil {
			return fmt.Errorf("source %s: %w", r.src.Name, err)
		}
	case gofeed.FeedTypeJSON:
		if body, err = mendJSON(body); err != nil {
			return fmt.Errorf("source %s: %w", r.src.Name, err)
		}
	case gofeed.FeedTypeUnknown:
		return fmt.Errorf("source %s: is no RSS, Atom or JSON feed: %w", r.src.Name, feedback.ErrInvalid)
	}
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("source %s: the feed cannot be read (%T): %w", r.src.Name, err, feedback.ErrInvalid)
	}
	if parsed.FeedType == "json" && parsed.FeedVersion == "" && len(parsed.Items) == 0 {
		return fmt.Errorf("source %s: is JSON, but no JSON Feed: %w", r.src.Name, feedback.ErrInvalid)
	}
	items := make([]Item, 0, len(parsed.Items))
	for _, raw := range parsed.Items {
		if raw != nil {
			items = append(items, s.item(r, raw, reply.URL))
		}
	}
	for _, id := range tombstones(parsed.Extensions) {
		items = append(items, Item{ID: id, Gone: true})
	}
	return r.file(ctx, items)
}

// item turns a feed's entry into an Item. One without an id is known by its
// link, and without either by its title and time.
func (syndication) item(r *run, raw *gofeed.Item, base *url.URL) Item {
	i := Item{ID: raw.GUID}
	if u, err := base.Parse(strings.TrimSpace(raw.Link)); err == nil && raw.Link != "" {
		if u, err := outbound.ParseURL(u.String()); err == nil {
			i.URL = u.String()
		}
	}
	if raw.PublishedParsed != nil {
		i.PublishedAt = raw.PublishedParsed.UTC()
	} else {
		i.PublishedAt = instant(raw.Published)
	}
	if raw.UpdatedParsed != nil {
		i.UpdatedAt = raw.UpdatedParsed.UTC()
	}
	if i.PublishedAt.IsZero() {
		i.PublishedAt = i.UpdatedAt
	}
	body := raw.Content
	if strings.TrimSpace(body) == "" {
		body = raw.Description
	}
	i.Comments = comment(raw.Title, body)
	if i.ID == "" {
		i.ID = i.URL
	}
	if i.ID == "" {
		sum := sha256.Sum256([]byte(raw.Title + "\x00" + raw.Published))
		i.ID = "sha256:" + hex.EncodeToString(sum[:])
	}
	switch {
	case len(i.Comments) == 0:
		i.Fault = &feedback.FieldError{Field: "content", Reason: "is missing"}
	case i.PublishedAt.IsZero():
		i.Fault = &feedback.FieldError{Field: "published", Reason: "is missing or not a date"}
	}
	for _, c := range raw.Categories { // many are no services; the source file says which
		if _, ok := r.src.Places[serviceKey(c)]; ok {
			i.Services = append(i.Services, Service{Name: c})
		}
	}
	return i
}

// tombstones gives the ids of entries that a feed says were deleted.
func tombstones(all ext.Extensions) []string {
	var out []string
	for _, names := range all {
		for _, e := range names["deleted-entry"] {
			if ref := e.Attrs["ref"]; ref != "" {
				out = append(out, ref)
			}
		}
	}
	return out
}

// check asks whether a story's page is still there, if the source file says so.
func (syndication) check(ctx context.Context, r *run, known ledger.FeedItem) (*Item, error) {
	return checkLink(ctx, r, known)
}

// checkLink takes a page that answers 404 or 410 for a story that was taken
// down. It never reads the page.
func checkLink(ctx context.Context, r *run, known ledger.FeedItem) (*Item, error) {
	if !r.src.CheckLinks || known.URL == "" {
		return nil, nil
	}
	if u, err := url.Parse(known.URL); err != nil || r.src.Internal && u.Host != r.web.home() {
		return nil, nil // what somebody wrote must not make us knock on our own network's doors
	}
	_, err := r.web.get(ctx, known.URL, "text/html, */*;q=0.1", false)
	if gone(err) {
		return &Item{Gone: true}, nil
	}
	return nil, err
}
