package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/voice"
)

// requestJSON is a request for a response as both sides see it.
type requestJSON struct {
	Request    int64            `json:"request"`
	ID         string           `json:"id"` // the asker's own
	By         string           `json:"by"`
	Area       feedback.GSS     `json:"area"`
	Place      feedback.PlaceID `json:"place"`
	PlaceName  string           `json:"place_name"`
	About      string           `json:"about"`         // place, comment or warning
	Ref        string           `json:"ref,omitempty"` // of the comment or warning
	Text       string           `json:"text"`
	AskedAt    time.Time        `json:"asked_at"`
	Due        string           `json:"due"`   // last day on which an answer is in time
	State      string           `json:"state"` // open, overdue, answered or answered late
	Answer     string           `json:"answer,omitempty"`
	AnsweredBy string           `json:"answered_by,omitempty"`
	AnsweredAt *time.Time       `json:"answered_at"`
	Version    int              `json:"version"`
	Cursor     int64            `json:"cursor"`
}

func (s *server) toRequestJSON(q *ledger.Request, today feedback.Day) requestJSON {
	out := requestJSON{Request: q.ID, ID: q.Reference, By: q.By, Area: q.Area, Place: q.Place, About: q.About, Ref: q.Ref, Text: q.Text, AskedAt: q.At, Due: q.Due.String(),
		State: voice.StateOf(q, today), Answer: q.Answer, AnsweredBy: q.AnsweredBy, Version: q.Version, Cursor: q.Seq}
	if p, ok := s.directory().Place(q.Place); ok {
		out.PlaceName = p.Name
	}
	if !q.Open() {
		out.AnsweredAt = new(q.AnsweredAt)
	}
	return out
}

// requestsAnswer is a list of requests, by their last change.
type requestsAnswer struct {
	Requests []requestJSON `json:"requests"`
}

// areaRequests reads all requests of an area.
func (s *server) areaRequests(ctx context.Context, area feedback.GSS) ([]ledger.Request, error) {
	return allRequests(ctx, s.desk.Store, ledger.RequestQuery{Area: area}, func(*ledger.Request) bool { return true })
}

// allRequests reads the requests that are wanted.
func allRequests(ctx context.Context, store ledger.Voices, q ledger.RequestQuery, wanted func(*ledger.Request) bool) ([]ledger.Request, error) {
	var out []ledger.Request
	q.Limit = voicesMost
	for {
		page, err := store.ListRequests(ctx, q)
		if err != nil {
			return nil, err
		}
		for i := range page {
			if q.After = page[i].Seq; wanted(&page[i]) {
				out = append(out, page[i])
			}
		}
		if len(page) < q.Limit {
			return out, nil
		}
	}
}

// getAreaRequests is GET /v1/areas/{gss}/requests.
func (s *server) getAreaRequests(w http.ResponseWriter, r *http.Request) error {
	area, _, err := s.sharedArea(r)
	if err != nil {
		return err
	}
	list, err := s.areaRequests(r.Context(), area.GSS)
	if err != nil {
		return err
	}
	return s.sendRequests(w, list)
}

func (s *server) sendRequests(w http.ResponseWriter, list []ledger.Request) error {
	a, today := requestsAnswer{[]requestJSON{}}, feedback.DayOf(s.now())
	for i := range list {
		a.Requests = append(a.Requests, s.toRequestJSON(&list[i], today))
	}
	private(w)
	return writeJSON(w, http.StatusOK, a)
}

// requestIn is the body of a request for a response.
type requestIn struct {
	ID      string `json:"id"`
	Place   string `json:"place"`
	Comment string `json:"comment"`
	Warning int64  `json:"warning"`
	Text    string `json:"text"`
}

// postRequest is POST /v1/areas/{gss}/requests: it starts the clock.
func (s *server) postRequest(w http.ResponseWriter, r *http.Request) error {
	area, key, err := s.sharedArea(r)
	if err != nil {
		return err
	}
	var in requestIn
	if err := decodeOne(r, &in); err != nil {
		return err
	}
	q := ledger.Request{Key: key.ID, Reference: in.ID, By: key.Name, Area: area.GSS, Text: in.Text}
	if err := s.aboutWhat(r.Context(), area.GSS, in, &q); err != nil {
		return err
	}
	q, known, err := voice.Ask(r.Context(), s.desk.Store, q, s.now())
	if err != nil {
		return err
	}
	private(w)
	return writeJSON(w, pickN(known, http.StatusOK, http.StatusCreated), s.toRequestJSON(&q, feedback.DayOf(s.now())))
}

// aboutWhat finds what a request is about. What does not exist and what is not
// of the area get the same answer.
func (s *server) aboutWhat(ctx context.Context, area feedback.GSS, in requestIn, q *ledger.Request) error {
	absent := fmt.Errorf("request: %w", feedback.ErrNotFound)
	dir := s.directory()
	given := 0
	for _, is := range []bool{in.Place != "", in.Comment != "", in.Warning != 0} {
		given += pickN(is, 1, 0)
	}
	if given != 1 {
		return &feedback.FieldError{Field: "place", Reason: "or comment or warning must be given, and only one of them"}
	}
	switch {
	case in.Place != "":
		p, err := dir.Find(in.Place, nil)
		if err != nil || p.Level < feedback.Provider || !s.liesIn(dir, p, area) {
			return absent
		}
		q.About, q.Place = "place", p.ID
	case in.Comment != "":
		v, err := s.desk.Store.VoiceNamed(ctx, in.Comment)
		if err != nil && !errors.Is(err, feedback.ErrNotFound) {
			return err
		}
		if err != nil || v.State != ledger.VoiceShown || v.Path.Area != area {
			return absent
		}
		// The provider, since which ward it was may be more than they may know.
		q.About, q.Ref, q.Place = "comment", v.Name, v.Path.Provider
	default:
		if s.workspace == nil {
			return absent
		}
		x, err := s.workspace.Warnings.Warning(ctx, in.Warning)
		if err != nil && !errors.Is(err, feedback.ErrNotFound) {
			return err
		}
		p, ok := dir.Place(x.Place)
		if err != nil || !ok || areaOf(dir, p) != area {
			return absent
		}
		q.About, q.Ref, q.Place = "warning", strconv.FormatInt(x.ID, 10), x.Place
	}
	return nil
}

// liesIn reports whether a place, or part of it, lies in an area.
func (s *server) liesIn(dir *feedback.Directory, p feedback.Place, area feedback.GSS) bool {
	return areaOf(dir, p) == area || slices.ContainsFunc(dir.InArea(area), func(in feedback.Place) bool { return dir.Contains(p.ID, in.ID) })
}

// myRequests gives the requests that a key is to answer, the next due first;
// those that are answered last.
func (s *server) myRequests(ctx context.Context, key *ledger.Key) ([]ledger.Request, error) {
	dir := s.directory()
	list, err := allRequests(ctx, s.desk.Store, ledger.RequestQuery{}, func(q *ledger.Request) bool { return mine(key, dir, q.Place) })
	slices.SortStableFunc(list, func(a, b ledger.Request) int {
		if a.Open() != b.Open() {
			return pickN(a.Open(), -1, 1)
		}
		return int(a.Due) - int(b.Due)
	})
	return list, err
}

// myRequest gives the request of a path, if the key is to answer it. One that
// does not exist and one of another's place get the same answer.
func (s *server) myRequest(r *http.Request, key *ledger.Key) (ledger.Request, error) {
	absent := fmt.Errorf("request: %w", feedback.ErrNotFound)
	id, err := strconv.ParseInt(mux.Vars(r)["request"], 10, 64)
	if err != nil || id < 1 {
		return ledger.Request{}, absent
	}
	q, err := s.desk.Store.Request(r.Context(), id)
	if errors.Is(err, feedback.ErrNotFound) || err == nil && !mine(key, s.directory(), q.Place) {
		return ledger.Request{}, absent
	}
	return q, err
}

// getRequests is GET /v1/requests: those that the key is to answer.
func (s *server) getRequests(w http.ResponseWriter, r *http.Request) error {
	key, err := s.staffKey(r)
	if err != nil {
		return err
	}
	list, err := s.myRequests(r.Context(), key)
	if err != nil {
		return err
	}
	return s.sendRequests(w, list)
}

// postAnswer is POST /v1/requests/{request}/answer.
func (s *server) postAnswer(w http.ResponseWriter, r *http.Request) error {
	key, err := s.staffKey(r)
	if err != nil {
		return err
	}
	q, err := s.myRequest(r, key)
	if err != nil {
		return err
	}
	var in struct {
		Text    string `json:"text"`
		Version int    `json:"version"`
	}
	if err := decodeOne(r, &in); err != nil {
		return err
	}
	if q, err = voice.Answer(r.Context(), s.desk.Store, q.ID, in.Version, in.Text, key.Name, s.now()); err != nil {
		return err
	}
	private(w)
	return writeJSON(w, http.StatusOK, s.toRequestJSON(&q, feedback.DayOf(s.now())))
}

// requestRow is a request as the workspace shows it.
type requestRow struct {
	ID                                        int64
	Version                                   int
	Title, By, Asked, Due, State, Text        string
	Answer, AnsweredBy, AnsweredAt, AboutLink string
	Open, Late                                bool
}

func (s *server) requestRow(q *ledger.Request) requestRow {
	row := requestRow{ID: q.ID, Version: q.Version, By: q.By, Asked: momentText(q.At), Due: dateText(q.Due), State: capital(voice.StateOf(q, feedback.DayOf(s.now()))),
		Text: q.Text, Answer: q.Answer, AnsweredBy: q.AnsweredBy, Open: q.Open(), Late: q.Overdue(feedback.DayOf(s.now()))}
	name := string(q.Place)
	if p, ok := s.directory().Place(q.Place); ok {
		name = p.Name
	}
	switch q.About {
	case "comment":
		row.Title, row.AboutLink = "A comment about "+name, "/workspace/comments/"+q.Ref
	case "warning":
		row.Title, row.AboutLink = "A warning about "+name, "/workspace/warnings/"+q.Ref
	default:
		row.Title, row.AboutLink = name, "/p/"+string(q.Place)
	}
	if !q.Open() {
		row.AnsweredAt = momentText(q.AnsweredAt)
	}
	return row
}

type requestsData struct {
	Signed signedData
	Rows   []requestRow
}

// requestsPage is GET /workspace/requests.
func (s *server) requestsPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	list, err := s.myRequests(r.Context(), v.key)
	if err != nil {
		return err
	}
	d := requestsData{Signed: signed(v)}
	for i := range list[:min(len(list), voicesMost)] {
		d.Rows = append(d.Rows, s.requestRow(&list[i]))
	}
	private(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "Requests for a response", NoIndex: true, Head: workspaceHead, Crumbs: []Crumb{{"Workspace", "/workspace"}}}, "requests.html", d)
}

type requestData struct {
	Signed         signedData
	Row            requestRow
	Typed          string
	Fault, FaultAt string
}

// requestPage is GET /workspace/requests/{request}.
func (s *server) requestPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	return s.showRequest(w, r, http.StatusOK, v, "", "")
}

func (s *server) showRequest(w http.ResponseWriter, r *http.Request, status int, v visitor, fault, typed string) error {
	q, err := s.myRequest(r, v.key)
	if err != nil {
		return err
	}
	d := requestData{Signed: signed(v), Row: s.requestRow(&q), Fault: fault, FaultAt: "answer", Typed: typed}
	if fault == "" {
		d.Typed = q.Answer
	}
	private(w)
	page := Page{Title: "Request for a response", NoIndex: true, Head: workspaceHead, Problem: fault != "", Crumbs: []Crumb{{"Workspace", "/workspace"}, {"Requests", "/workspace/requests"}}}
	return s.pages.show(w, status, page, "request.html", d)
}

// requestPost is POST /workspace/requests/{request}.
func (s *server) requestPost(w http.ResponseWriter, r *http.Request) error {
	v, err := s.signedPost(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	q, err := s.myRequest(r, v.key)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(r.PostForm.Get("version"))
	if err != nil {
		return &feedback.FieldError{Field: "version", Reason: "must be that of the page"}
	}
	text := r.PostForm.Get("answer")
	_, err = voice.Answer(r.Context(), s.desk.Store, q.ID, version, text, v.key.Name, s.now())
	switch {
	case errors.Is(err, feedback.ErrConflict):
		return s.showRequest(w, r, http.StatusConflict, v, "Somebody else was faster. Look at what they wrote, and change it if it is still needed.", text)
	case errors.Is(err, feedback.ErrInvalid):
		return s.showRequest(w, r, http.StatusBadRequest, v, faultText(err), text)
	case err != nil:
		return err
	}
	private(w)
	http.Redirect(w, r, "/workspace/requests", http.StatusSeeOther)
	return nil
}
