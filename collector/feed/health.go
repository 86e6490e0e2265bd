package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// Status sums up how a source does.
type Status string

// The statuses.
const (
	StatusOK      Status = "ok"
	StatusNever   Status = "never"   // not collected yet
	StatusFailing Status = "failing" // the last run did not go through
	StatusLate    Status = "late"    // nothing went wrong, but nothing happened either: is a collector running?
	StatusUnused  Status = "unused"  // was collected once; its file is gone
)

// Health is how a source does.
type Health struct {
	Name       string            `json:"name"`
	Kind       Kind              `json:"kind,omitempty"`
	Credit     Credit            `json:"credit,omitzero"`
	Status     Status            `json:"status"`
	GoodAt     time.Time         `json:"good_at,omitzero"`
	AgeSeconds *int64            `json:"age_seconds,omitempty"` // since the last good run
	NewestAt   time.Time         `json:"newest_at,omitzero"`    // when its newest story was published
	LagSeconds *int64            `json:"lag_seconds,omitempty"` // how old that story is
	DueAt      time.Time         `json:"due_at,omitzero"`
	Failures   int               `json:"failures,omitempty"` // since the last good run
	FailedAt   time.Time         `json:"failed_at,omitzero"`
	LastError  string            `json:"last_error,omitempty"`
	Items      ledger.FeedTotals `json:"items"`
}

// Health gives how every source does: those given, in their order, and then
// those that were collected once and have no file now.
func (c *Collector) Health(ctx context.Context, sources []*Source) ([]Health, error) {
	states, err := c.opt.Store.ListFeeds(ctx)
	if err != nil {
		return nil, err
	}
	by := make(map[string]ledger.Feed, len(states))
	for _, s := range states {
		by[s.Name] = s
	}
	now := c.opt.Now()
	out := make([]Health, 0, len(sources))
	for _, src := range sources {
		h := healthOf(by[src.Name], now)
		h.Name, h.Kind, h.Credit = src.Name, src.Kind, src.Credit
		late := h.DueAt.Add(max(src.every(), 10*time.Minute))
		switch {
		case h.Failures > 0:
			h.Status = StatusFailing
		case h.GoodAt.IsZero():
			h.Status = StatusNever
		case now.After(late):
			h.Status = StatusLate
		}
		out = append(out, h)
		delete(by, src.Name)
	}
	for _, s := range states {
		if _, left := by[s.Name]; left {
			h := healthOf(s, now)
			h.Status = StatusUnused
			out = append(out, h)
		}
	}
	return out, nil
}

func healthOf(s ledger.Feed, now time.Time) Health {
	h := Health{Name: s.Name, Status: StatusOK, GoodAt: s.GoodAt, NewestAt: s.NewestAt, DueAt: s.DueAt, Failures: s.Failures,
		FailedAt: s.FailedAt, LastError: s.LastError, Items: s.Items}
	if !s.GoodAt.IsZero() {
		age := int64(now.Sub(s.GoodAt) / time.Second)
		h.AgeSeconds = &age
	}
	if !s.NewestAt.IsZero() {
		lag := int64(now.Sub(s.NewestAt) / time.Second)
		h.LagSeconds = &lag
	}
	return h
}

// HealthHandler serves the health of sources: a page, or JSON to who asks for
// it by Accept or ?format=json. Its status is 200 whatever it says, since the
// page itself is well.
func (c *Collector) HealthHandler(sources []*Source) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		health, err := c.Health(r.Context(), sources)
		if err != nil {
			status := http.StatusInternalServerError
			if errors.Is(err, feedback.ErrUnavailable) {
				status = http.StatusServiceUnavailable
			}
			http.Error(w, "how the sources stand cannot be read now", status)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if r.URL.Query().Get("format") == "json" || strings.Contains(r.Header.Get("Accept"), "application/json") {
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(map[string]any{"at": c.opt.Now().UTC(), "sources": health})
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		healthPage().Execute(w, health)
	})
}

// Age gives seconds as people say them.
func Age(seconds *int64) string {
	if seconds == nil {
		return "never"
	}
	d := time.Duration(*seconds) * time.Second
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d seconds", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d hours", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}

func healthPage() *template.Template {
	return template.Must(template.New("health").Funcs(template.FuncMap{"age": Age}).Parse(`<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sources – Earshot</title>
<style>body{font:1rem/1.5 sans-serif;margin:1rem;color:#212b32}table{border-collapse:collapse}th,td{text-align:left;padding:.4rem .8rem;border-bottom:1px solid #aeb7bd;vertical-align:top}.failing,.late{color:#b10e1e;font-weight:bold}div{overflow-x:auto}</style></head>
<body><main><h1>Sources of feedback elsewhere</h1>
{{if not .}}<p>There are none.</p>{{else}}<div role="region" aria-label="Sources" tabindex="0"><table><thead><tr><th scope="col">Source</th><th scope="col">Status</th><th scope="col">Last collected</th><th scope="col">Newest story</th><th scope="col">Next</th><th scope="col">Taken</th><th scope="col">Edited</th><th scope="col">Removed</th><th scope="col">Refused</th><th scope="col">Last error</th></tr></thead>
<tbody>{{range .}}<tr><th scope="row">{{.Name}}</th><td class="{{.Status}}">{{.Status}}{{if .Failures}} ({{.Failures}} times){{end}}</td><td>{{age .AgeSeconds}}{{if .AgeSeconds}} ago{{end}}</td><td>{{age .LagSeconds}}{{if .LagSeconds}} old{{end}}</td><td>{{if .DueAt.IsZero}}now{{else}}{{.DueAt.Format "2006-01-02 15:04 MST"}}{{end}}</td><td>{{.Items.Taken}}</td><td>{{.Items.Revised}}</td><td>{{.Items.Removed}}</td><td>{{.Items.Refused}}</td><td>{{if .LastError}}{{.FailedAt.Format "2006-01-02 15:04 MST"}}: {{.LastError}}{{end}}</td></tr>
{{end}}</tbody></table></div>{{end}}</main></body></html>
`))
}
