// Package client reads Earshot's public API and sends answers to it. It needs
// nothing but the standard library.
//
// Without a key all figures are as published and move at publications only.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Client calls one Earshot. Its methods may be used by several goroutines at
// once.
type Client struct {
	base string
	key  string
	http *http.Client
}

// Options are what a client may be given.
type Options struct {
	Key  string       // an API key; empty to read as the public
	HTTP *http.Client // nil for one that gives up after 30 seconds
}

// New gives a client of the Earshot at base, such as
// "https://feedback.example.org".
func New(base string, opt Options) (*Client, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("earshot client: the address must be http://… or https://…")
	}
	c := &Client{base: strings.TrimRight(base, "/"), key: opt.Key, http: opt.HTTP}
	if c.http == nil {
		c.http = &http.Client{Timeout: 30 * time.Second}
	}
	return c, nil
}

// Error is a problem as the API tells it (RFC 9457).
type Error struct {
	Status    int    `json:"status"`
	Type      string `json:"type"`
	Title     string `json:"title"`
	Detail    string `json:"detail"`
	RequestID string `json:"request_id"`
	Fields    []struct {
		Field  string `json:"field"`
		Line   int    `json:"line"`
		Reason string `json:"reason"`
	} `json:"errors"`
	RetryAfter time.Duration `json:"-"` // when the same may be asked again; 0 if not said
}

// Error gives the problem in a line.
func (e *Error) Error() string { return fmt.Sprintf("earshot: %d %s: %s", e.Status, e.Title, e.Detail) }

// Temporary reports whether the same call may succeed later.
func (e *Error) Temporary() bool { return e.Status == http.StatusTooManyRequests || e.Status >= 500 }

// Place is a board, provider, site, ward or team.
type Place struct {
	ID         string   `json:"id"`
	Level      string   `json:"level"`
	Name       string   `json:"name"`
	Code       string   `json:"code"`        // ODS code; wards have none
	PublicCode string   `json:"public_code"` // as on posters
	Setting    string   `json:"setting"`
	Parent     string   `json:"parent"`
	Area       string   `json:"area"` // GSS code
	Closed     bool     `json:"closed"`
	Successors []string `json:"successors"`
}

// Scorecard is what was answered about a place, an area or England. Numbers
// that may not be shown are nil.
type Scorecard struct {
	Place            *Place      `json:"place"`
	Window           string      `json:"window"`
	Months           []string    `json:"months"`
	From             string      `json:"from"`
	To               string      `json:"to"`
	AsOf             *time.Time  `json:"as_of"`
	Edition          int64       `json:"edition"`
	View             string      `json:"view"` // public, live or shared
	Suppressed       bool        `json:"suppressed"`
	Marker           string      `json:"marker"` // [c] confidential, [x] not available
	Reason           string      `json:"reason"`
	Responses        *int64      `json:"responses"`
	PercentPositive  *float64    `json:"percent_positive"`
	PercentNegative  *float64    `json:"percent_negative"`
	PositiveInterval *[2]float64 `json:"positive_interval"`
	Counts           *Counts     `json:"counts"`
	Themes           []Theme     `json:"themes"`
	Note             string      `json:"note"` // to be shown beside the figures
}

// Counts is how many people gave each answer.
type Counts struct {
	VeryGood int64 `json:"very_good"`
	Good     int64 `json:"good"`
	Neither  int64 `json:"neither"`
	Poor     int64 `json:"poor"`
	VeryPoor int64 `json:"very_poor"`
	DontKnow int64 `json:"dont_know"`
}

// Theme is how many spoke of something.
type Theme struct {
	Theme    string `json:"theme"`
	Name     string `json:"name"`
	Category string `json:"category"`
	Count    int64  `json:"comments"`
}

// Query narrows a list of places; the zero value takes all.
type Query struct {
	Words, Level, Parent, Code, Area string
	Window                           string // of scorecards: 1m, 3m, 12m or a month
}

func (q *Query) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"q": q.Words, "level": q.Level, "parent": q.Parent, "code": q.Code, "area": q.Area, "window": q.Window} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// Scorecard gives the scorecard of a place by its id or code. Published windows
// are 1m, 3m, 12m and a month such as 2026-10; a key that sees the place's live
// figures may also ask for today, 7d, 30d, 90d and 365d, and sees a month live.
// Any other is refused as invalid. An empty window is 1m, or with such a key 30d.
func (c *Client) Scorecard(ctx context.Context, place, window string) (*Scorecard, error) {
	return get[Scorecard](ctx, c, "/v1/scorecards/"+url.PathEscape(place), (&Query{Window: window}).values())
}

// England gives England's scorecard.
func (c *Client) England(ctx context.Context, window string) (*Scorecard, error) {
	return get[Scorecard](ctx, c, "/v1/england", (&Query{Window: window}).values())
}

// Area gives the scorecard of an area by its GSS code.
func (c *Client) Area(ctx context.Context, gss, window string) (*Scorecard, error) {
	return get[Scorecard](ctx, c, "/v1/areas/"+url.PathEscape(gss)+"/summary", (&Query{Window: window}).values())
}

// Places gives the places that match, a page at a time behind the scenes. It
// ends with the first error.
func (c *Client) Places(ctx context.Context, q Query) iter.Seq2[Place, error] {
	return pages(func(cursor string) ([]Place, string, error) {
		v := q.values()
		v.Set("cursor", cursor)
		v.Set("limit", "500")
		a, err := get[struct {
			Places []Place `json:"places"`
			Next   string  `json:"next"`
		}](ctx, c, "/v1/places", v)
		if err != nil {
			return nil, "", err
		}
		return a.Places, a.Next, nil
	})
}

// Scorecards gives the published scorecards of the places that match.
func (c *Client) Scorecards(ctx context.Context, q Query) iter.Seq2[Scorecard, error] {
	return pages(func(cursor string) ([]Scorecard, string, error) {
		v := q.values()
		v.Set("cursor", cursor)
		v.Set("limit", "200")
		a, err := get[struct {
			Cards []Scorecard `json:"scorecards"`
			Next  string      `json:"next"`
		}](ctx, c, "/v1/scorecards", v)
		if err != nil {
			return nil, "", err
		}
		return a.Cards, a.Next, nil
	})
}

// pages walks through a list.
func pages[T any](page func(cursor string) ([]T, string, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for cursor := ""; ; {
			items, next, err := page(cursor)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, it := range items {
				if !yield(it, nil) {
					return
				}
			}
			if cursor = next; cursor == "" {
				return
			}
		}
	}
}

// Response is an answer to send.
type Response struct {
	ID         string     `json:"id"`    // your own; a second with the same id is the same answer
	Place      string     `json:"place"` // id or code
	Rating     int        `json:"rating,omitempty"`
	Comment    string     `json:"comment,omitempty"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
	Mode       string     `json:"mode,omitempty"`
	Language   string     `json:"language,omitempty"`
	Consent    bool       `json:"consent_to_publish,omitempty"`
}

// Receipt is what became of an answer.
type Receipt struct {
	Status string `json:"status"` // created or duplicate: either way it is stored
	ID     string `json:"id"`
	Place  string `json:"place"`
}

// Send stores an answer. It needs a partner's key. If it fails with a temporary
// error, or without an answer, send the same again: it is stored once.
func (c *Client) Send(ctx context.Context, r Response) (*Receipt, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("earshot client: %w", err)
	}
	return do[Receipt](ctx, c, http.MethodPost, "/v1/responses", body)
}

func get[T any](ctx context.Context, c *Client, path string, v url.Values) (*T, error) {
	if len(v) > 0 {
		path += "?" + v.Encode()
	}
	return do[T](ctx, c, http.MethodGet, path, nil)
}

// mostAnswer is the longest answer that is read.
const mostAnswer = 64 << 20

func do[T any](ctx context.Context, c *Client, method, path string, body []byte) (out *T, err error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("earshot client: %w", err)
	}
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("earshot client: %w", err)
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, mostAnswer))
	if err != nil {
		return nil, fmt.Errorf("earshot client: %w", err)
	}
	if resp.StatusCode >= 300 {
		e := &Error{Status: resp.StatusCode, Title: http.StatusText(resp.StatusCode)}
		_ = json.Unmarshal(answer, e) // whatever is in between may answer something else
		e.Status = resp.StatusCode
		if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
			e.RetryAfter = time.Duration(n) * time.Second
		}
		return nil, e
	}
	out = new(T)
	if err := json.Unmarshal(answer, out); err != nil {
		return nil, fmt.Errorf("earshot client: the answer cannot be read: %w", err)
	}
	return out, nil
}
