package main

import (
	"bytes"
	"html/template"
	"log/slog"
	"net/http"
	"strings"

	"earshot/api"
	"earshot/feedback"
)

// staffRoom is a page of the demonstration that hands the visitor the key of its
// invented staff, so that live figures are one press away. A real service hands
// keys to people and never to pages.
type staffRoom struct {
	key   func() feedback.Secret // known once the demonstration has made it
	pages *api.Pages
	log   *slog.Logger
	page  *template.Template
}

const staffPage = `<div class="nhsuk-grid-row"><div class="nhsuk-grid-column-two-thirds">
<h1 class="nhsuk-heading-l">Look as staff do</h1>
<p>The public sees figures as they are published. Staff of a place see its scorecard move with every answer, and warnings when something changes.
In this demonstration you may be anybody’s staff.</p>
<form method="post" action="/workspace/sign-in">
<input type="hidden" name="key" value="{{.Key}}"><input type="hidden" name="next" value="{{.Next}}">
<button class="nhsuk-button" type="submit">Sign in as staff</button></form>
</div></div>`

func newStaffRoom(key func() feedback.Secret, log *slog.Logger) (*staffRoom, error) {
	pages, err := api.NewPages()
	if err != nil {
		return nil, err
	}
	page, err := template.New("staff").Parse(staffPage)
	if err != nil {
		return nil, err
	}
	return &staffRoom{key: key, pages: pages, log: log, page: page}, nil
}

// ServeHTTP shows the page. The query "to" is the page of the workspace that one
// comes to.
func (s *staffRoom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	next := r.URL.Query().Get("to")
	if !strings.HasPrefix(next, "/workspace") {
		next = "/workspace"
	}
	w.Header().Set("Cache-Control", "private, no-store")
	var body bytes.Buffer
	err := s.page.Execute(&body, struct{ Key, Next string }{s.key().Reveal(), next})
	if err == nil {
		err = s.pages.Write(w, http.StatusOK, api.Page{Title: "Look as staff do", Body: template.HTML(body.String()), NoIndex: true})
	}
	if err != nil {
		s.log.Error("the demonstration's staff page could not be shown", "error", err)
	}
}
