package api

import (
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/sentiment"
)

// Workspace is what the providers' own pages and the warnings' API need.
type Workspace struct {
	Warnings ledger.Warnings
	// Words gives what a person wrote; see [ledger.Reader].
	Words func(ctx context.Context, id ledger.ID) (ledger.Words, error)
	// Redact takes out of a comment what says who somebody is.
	Redact func(text string) sentiment.Redaction
	Series Series
	// Figures is what others counted, by which cards say how many of those who
	// could answer did; nil leaves that out.
	Figures ledger.Figures
	// Kept is what people texted or said that could not be filed; nil leaves its
	// pages out.
	Kept Kept
	// Done ends streams when it is closed, so that the server can stop.
	Done <-chan struct{}
}

// Series gives the counts of a scope day by day and month by month;
// [scorecard.Cards] does.
type Series interface {
	Days(ctx context.Context, ref scorecard.Ref, from, to feedback.Day) ([]scorecard.DayCounts, error)
	Months(ctx context.Context, ref scorecard.Ref, from, to feedback.Month) ([]scorecard.MonthCounts, error)
}

// workspaceRoutes is the providers' own side of the route table.
func (s *server) workspaceRoutes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{get, "/v1/warnings", s.getWarnings, 0, usualTime},
		{get, "/v1/warnings/stream", s.streamForKey, 0, streamTime},
		{get, "/v1/warnings/{warning}", s.getWarning, 0, usualTime},
		{post, "/v1/warnings/{warning}/events", s.postWarningEvent, maxPage, usualTime},

		{get, "/workspace", s.warningsPage, 0, usualTime},
		{get, "/workspace/sign-in", s.signInPage, 0, usualTime},
		{post, "/workspace/sign-in", s.signIn, maxPage, usualTime},
		{post, "/workspace/sign-out", s.signOut, maxPage, usualTime},
		{get, "/workspace/stream", s.streamForPage, 0, streamTime},
		{get, "/workspace/warnings/{warning}", s.warningPage, 0, usualTime},
		{post, "/workspace/warnings/{warning}", s.warningPost, maxPage, usualTime},
		{get, "/workspace/funnel/{id}", s.funnelPage, 0, usualTime},
		{get, "/workspace/places/{id}", s.livePage, 0, usualTime},
		{get, "/workspace/workspace.css", s.workspaceStyle, 0, usualTime},
		{get, "/workspace/workspace.js", s.workspaceScript, 0, usualTime},
		{get, "/p/{id}/chart", s.chartPage, 0, usualTime},
	}
}

//go:embed static/workspace.css
var workspaceCSS []byte

//go:embed static/workspace.js
var workspaceJS []byte

// workspaceHead is what the workspace's pages load beside the layout's own. The
// style is read after the usual one, and pages stand without it.
const workspaceHead template.HTML = `<link rel="stylesheet" href="/workspace/workspace.css">`

// workspaceStyle is GET /workspace/workspace.css.
func (s *server) workspaceStyle(w http.ResponseWriter, _ *http.Request) error {
	return plainFile(w, "text/css; charset=utf-8", workspaceCSS)
}

// workspaceScript is GET /workspace/workspace.js.
func (s *server) workspaceScript(w http.ResponseWriter, _ *http.Request) error {
	return plainFile(w, "text/javascript; charset=utf-8", workspaceJS)
}

func plainFile(w http.ResponseWriter, kind string, body []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(body) // the client has gone if this fails
	return nil
}

// mine reports whether a key is good for a place: its own and all below.
func mine(key *ledger.Key, dir *feedback.Directory, id feedback.PlaceID) bool {
	if key == nil || key.Role != ledger.RoleProvider && key.Role != ledger.RoleOperator {
		return false
	}
	return len(key.Places) == 0 || slices.ContainsFunc(key.Places, func(top feedback.PlaceID) bool { return dir.Contains(top, id) })
}

// staffKey gives the key of a caller who may see warnings at all.
func (s *server) staffKey(r *http.Request) (*ledger.Key, error) {
	who, err := s.caller(r)
	if err != nil {
		return nil, err
	}
	return who.require(ledger.RoleProvider, ledger.RoleOperator)
}

// minePlace finds a place that a key is good for. One that does not exist and one
// that is another's get the same answer.
func (s *server) minePlace(key *ledger.Key, name string) (feedback.Place, error) {
	dir := s.directory()
	p, err := findPlace(dir, name)
	if err != nil || !mine(key, dir, p.ID) {
		return feedback.Place{}, fmt.Errorf("place: %w", feedback.ErrNotFound)
	}
	return p, nil
}

// livePath is where staff see a place's live card.
func livePath(id feedback.PlaceID) string { return "/workspace/places/" + string(id) }

// livePage is GET /workspace/places/{id}?window=: the live card of a place, for
// those who hold a key for it.
func (s *server) livePage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	p, err := s.minePlace(v.key, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	win, err := windowOf(r)
	if err != nil {
		return err
	}
	dir := s.directory()
	a, err := s.liveCard(r.Context(), refOf(dir, p), win, viewLive, smallest)
	if err != nil {
		return err
	}
	a.Reach = s.reach(r.Context(), refOf(dir, p), p.ID)
	d := cardData{Name: p.Name, Kind: levelText(p.Level), Base: livePath(p.ID), Place: &p, Signed: new(signed(v))}
	d.fillLive(a, win, feedback.DayOf(s.now()))
	private(w)
	page := Page{Title: p.Name + ", live", NoIndex: true, Head: workspaceHead, Crumbs: []Crumb{{"Warnings", "/workspace"}}}
	return s.pages.show(w, http.StatusOK, page, "card.html", d)
}

// capital begins a sentence.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
