package api

import (
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"earshot/feedback"
)

type aboutData struct {
	PublicURL string
	Errors    []errorRow
	Limit     int
	Lines     int
	Open      bool // the public sees live cards
}

// errorRow is one row of the page that explains the API's errors.
type errorRow struct {
	Slug, Title, Detail string
	Status              int
}

// aboutPage is GET /about and /about/{topic}.
func (s *server) aboutPage(w http.ResponseWriter, r *http.Request) error {
	topic := mux.Vars(r)["topic"]
	titles := map[string]string{"": "About Earshot", "figures": "How the figures are made", "privacy": "Privacy",
		"accessibility": "Accessibility", "errors": "Errors of the API"}
	title, ok := titles[topic]
	if !ok {
		return fmt.Errorf("about page: %w", feedback.ErrNotFound)
	}
	name := "about.html"
	if topic != "" {
		name = "about-" + topic + ".html"
	}
	d := aboutData{PublicURL: s.publicURL, Limit: feedback.MaxComment, Lines: maxLines, Open: s.open}
	seen := make(map[string]bool)
	for _, m := range append(s.meanings[:len(s.meanings):len(s.meanings)], internalFault()) {
		if !seen[m.slug] {
			seen[m.slug] = true
			d.Errors = append(d.Errors, errorRow{m.slug, m.title, m.detail, m.status})
		}
	}
	public(w)
	page := Page{Title: title}
	if topic != "" {
		page.Crumbs = []Crumb{{"About", "/about"}}
	}
	return s.pages.show(w, http.StatusOK, page, name, d)
}
