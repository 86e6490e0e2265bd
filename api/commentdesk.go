package api

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/voice"
)

// deskRoutes are where providers decide about comments, reply to them, and
// answer requests.
func (s *server) deskRoutes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{post, "/v1/comments/{comment}/reply", s.postReply, maxPage, usualTime},
		{get, "/v1/requests", s.getRequests, 0, usualTime},
		{post, "/v1/requests/{request}/answer", s.postAnswer, maxPage, usualTime},

		{get, "/workspace/comments", s.deskPage, 0, usualTime},
		{get, "/workspace/comments/{comment}", s.deskComment, 0, usualTime},
		{post, "/workspace/comments/{comment}", s.deskPost, maxPage, usualTime},
		{get, "/workspace/requests", s.requestsPage, 0, usualTime},
		{get, "/workspace/requests/{request}", s.requestPage, 0, usualTime},
		{post, "/workspace/requests/{request}", s.requestPost, maxPage, usualTime},
	}
}

// answersFor reports whether a key is good for what a person wrote: their own
// places on the day of the answer and now, and all below.
func answersFor(key *ledger.Key, dir *feedback.Directory, v *ledger.Voice) bool {
	if mine(key, dir, v.Path.Place()) {
		return true
	}
	return key.Role == ledger.RoleProvider && slices.ContainsFunc(rungs(v.Path), func(id feedback.PlaceID) bool { return slices.Contains(key.Places, id) })
}

// myVoice gives the comment of a path, if the key answers for its place. One that
// does not exist, one that is gone and one of another's place get the same
// answer.
func (s *server) myVoice(r *http.Request, key *ledger.Key) (ledger.Voice, error) {
	v, err := s.desk.Store.VoiceNamed(r.Context(), mux.Vars(r)["comment"])
	if errors.Is(err, feedback.ErrNotFound) || err == nil && (v.State == ledger.VoiceGone || !answersFor(key, s.directory(), &v)) {
		return ledger.Voice{}, fmt.Errorf("comment: %w", feedback.ErrNotFound)
	}
	return v, err
}

// postReply is POST /v1/comments/{comment}/reply.
func (s *server) postReply(w http.ResponseWriter, r *http.Request) error {
	key, err := s.staffKey(r)
	if err != nil {
		return err
	}
	v, err := s.myVoice(r, key)
	if err != nil {
		return err
	}
	var in struct {
		Text    string `json:"text"`
		Version int    `json:"version"`
		Checked bool   `json:"checked"`
	}
	if err := decodeOne(r, &in); err != nil {
		return err
	}
	v, err = s.desk.Reply(r.Context(), voice.ReplyText{Subject: v.Subject, Version: in.Version, By: key.Name, Text: in.Text, Checked: in.Checked})
	if err != nil {
		return err
	}
	private(w)
	return writeJSON(w, http.StatusOK, replyAnswer{s.tell(s.directory(), &v, v.Path.Place()), v.Version})
}

// replyAnswer is a comment as it stands after a reply.
type replyAnswer struct {
	commentJSON
	Version int `json:"version"`
}

// deskRow is a comment in a list of the workspace.
type deskRow struct {
	ID, Place, Above, When, Hints string
	Urgent, Concern               bool
	Comment                       shownComment
}

type deskData struct {
	Signed signedData
	State  string
	Tabs   []windowLink
	Rows   []deskRow
	More   string
}

// deskFew is how many comments a page of the workspace holds.
const deskFew = 20

func deskTabs() []struct {
	state ledger.VoiceState
	text  string
} {
	return []struct {
		state ledger.VoiceState
		text  string
	}{{ledger.VoiceWaiting, "To decide"}, {ledger.VoiceShown, "Shown"}, {ledger.VoiceRefused, "Not shown"}}
}

// deskPage is GET /workspace/comments?state=&after=.
func (s *server) deskPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	after, err := count(r, "after", 0, 1<<62)
	if err != nil {
		return err
	}
	d := deskData{Signed: signed(v), State: ledger.VoiceWaiting.String()}
	q := ledger.VoiceQuery{State: ledger.VoiceWaiting, Within: v.key.Places, After: after, Limit: deskFew}
	for _, tab := range deskTabs() {
		name := tab.state.String()
		if r.URL.Query().Get("state") == name {
			q.State, d.State = tab.state, name
		}
		d.Tabs = append(d.Tabs, windowLink{Text: tab.text, URL: "/workspace/comments?state=" + name})
	}
	for i, tab := range deskTabs() {
		d.Tabs[i].Current = tab.state == q.State
	}
	list, err := s.desk.Store.ListVoices(r.Context(), q)
	if err != nil {
		return err
	}
	for i := range list {
		row, err := s.deskRow(r, &list[i])
		if errors.Is(err, feedback.ErrNotFound) {
			continue // erased a moment ago
		}
		if err != nil {
			return err
		}
		d.Rows = append(d.Rows, row)
	}
	slices.SortStableFunc(d.Rows, func(a, b deskRow) int { return pickN(a.Urgent, 0, 1) - pickN(b.Urgent, 0, 1) })
	if len(list) == q.Limit {
		d.More = fmt.Sprintf("/workspace/comments?state=%s&after=%d", d.State, list[len(list)-1].Seq)
	}
	private(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "Comments", NoIndex: true, Head: workspaceHead, Crumbs: []Crumb{{"Workspace", "/workspace"}}}, "desk.html", d)
}

// deskRow lays a comment out for those who answer for its place.
func (s *server) deskRow(r *http.Request, v *ledger.Voice) (deskRow, error) {
	draft, err := s.desk.Draft(r.Context(), v)
	if err != nil {
		return deskRow{}, err
	}
	dir := s.directory()
	row := deskRow{ID: v.Name, Place: string(v.Path.Place()), Above: partOf(dir, v.Path.Place()), When: dateText(v.Day), Urgent: v.Urgent, Concern: v.Concern}
	if p, ok := dir.Place(v.Path.Place()); ok {
		row.Place = p.Name
	}
	var hints []string
	for _, h := range v.Hints {
		if text := hintText(h); !slices.Contains(hints, text) {
			hints = append(hints, text)
		}
	}
	row.Hints = strings.Join(hints, "; ")
	told := *v
	told.Parts = draft
	row.Comment = shownComments([]commentJSON{s.tell(dir, &told, "")}, "")[0]
	row.Comment.Where = ""
	return row, nil
}

// hintText tells people what a rule found.
func hintText(hint string) string {
	switch hint {
	case "names", "redaction":
		return "it may still say who somebody is"
	case "private data", "e-mail address", "link":
		return "it held a number, an address or the like"
	case "descriptor":
		return "it may describe a member of staff so that others know who it is"
	case "complaint":
		return "it may be a complaint, which asks for an answer rather than for publication"
	case "not an experience":
		return "it may say nothing of care that was given, or is not in English"
	case "safeguarding":
		return "it may tell of somebody at risk"
	}
	return strings.Replace(hint, "sign of ", "the program found a sign of ", 1)
}

type deskCommentData struct {
	Signed           signedData
	Row              deskRow
	Version          int
	State, StateText string
	Rating           string
	Steps            []stepRow
	Fault            string
	FaultAt          string // id of the field
	Why, Reply       string // as typed
	Ask              bool   // the reply may name a person: they are to look again
	Public           string // its address in public
}

// deskComment is GET /workspace/comments/{comment}.
func (s *server) deskComment(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	return s.showDeskComment(w, r, http.StatusOK, v, deskCommentData{})
}

// showDeskComment shows a comment with what is wrong with a form, if anything.
func (s *server) showDeskComment(w http.ResponseWriter, r *http.Request, status int, who visitor, d deskCommentData) error {
	v, err := s.myVoice(r, who.key)
	if err != nil {
		return err
	}
	if d.Row, err = s.deskRow(r, &v); err != nil {
		return err
	}
	d.Signed, d.Version, d.State = signed(who), v.Version, v.State.String()
	for _, tab := range deskTabs() {
		if tab.state == v.State {
			d.StateText = tab.text
		}
	}
	if d.Reply == "" && d.FaultAt != "reply" {
		d.Reply = v.Reply
	}
	st, err := s.desk.Store.State(r.Context(), v.Subject)
	if err != nil {
		return err
	}
	if st.Facts != nil && st.Facts.Rating.Valid() {
		d.Rating = ratingText(st.Facts.Rating)
	}
	if v.State == ledger.VoiceShown {
		d.Public = "/p/" + string(v.Path.Place()) + "/comments"
	}
	events, err := s.desk.Store.VoiceEvents(r.Context(), v.Subject)
	if err != nil {
		return err
	}
	for _, e := range events {
		d.Steps = append(d.Steps, stepRow{momentText(e.At), e.By, voiceStepText(e.Step), e.Note})
	}
	private(w)
	page := Page{Title: "Comment about " + d.Row.Place, NoIndex: true, Head: workspaceHead, Problem: d.Fault != "", Crumbs: []Crumb{{"Workspace", "/workspace"}, {"Comments", "/workspace/comments?state=" + d.State}}}
	return s.pages.show(w, status, page, "desk-comment.html", d)
}

func voiceStepText(s ledger.VoiceStep) string {
	switch s {
	case ledger.VoiceRead:
		return "Read by the rules"
	case ledger.VoiceApproved:
		return "Shown"
	case ledger.VoiceEdited:
		return "Shown with more taken out"
	case ledger.VoiceTurnedDown:
		return "Not shown"
	case ledger.VoiceMoved:
		return "Answer changed"
	case ledger.VoiceReplied:
		return "Reply written"
	case ledger.VoiceReplyEdited:
		return "Reply changed"
	case ledger.VoiceReplyWithdrawn:
		return "Reply withdrawn"
	}
	return capital(string(s))
}

// deskPost is POST /workspace/comments/{comment}.
func (s *server) deskPost(w http.ResponseWriter, r *http.Request) error {
	who, err := s.signedPost(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	v, err := s.myVoice(r, who.key)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(r.PostForm.Get("version"))
	if err != nil || version < 1 {
		return &feedback.FieldError{Field: "version", Reason: "must be that of the page"}
	}
	do, f := r.PostForm.Get("do"), r.PostForm
	d := deskCommentData{Why: f.Get("why"), FaultAt: "why"}
	switch do {
	case "show", "refuse":
		in := voice.Decision{Subject: v.Subject, Version: version, By: who.key.Name, Why: f.Get("why")}
		if do == "show" {
			in.Parts = f["part"]
			_, err = s.desk.Show(r.Context(), in)
		} else {
			_, err = s.desk.Refuse(r.Context(), in)
		}
	case "reply", "withdraw":
		d.FaultAt, d.Reply = "reply", f.Get("reply")
		in := voice.ReplyText{Subject: v.Subject, Version: version, By: who.key.Name, Text: d.Reply, Checked: f.Get("checked") == "yes"}
		if do == "withdraw" {
			in.Text = ""
		} else if strings.TrimSpace(in.Text) == "" {
			d.Fault = "Write the reply first."
			return s.showDeskComment(w, r, http.StatusBadRequest, who, d)
		}
		_, err = s.desk.Reply(r.Context(), in)
		d.Ask = errors.Is(err, voice.ErrPerhaps)
	default:
		return &feedback.FieldError{Field: "do", Reason: "must be show, refuse, reply or withdraw"}
	}
	switch {
	case errors.Is(err, feedback.ErrConflict):
		d.Fault = "Somebody else was faster, or the comment changed. Look at it again, and decide again if it is still needed."
		return s.showDeskComment(w, r, http.StatusConflict, who, d)
	case errors.Is(err, feedback.ErrInvalid):
		d.Fault = faultText(err)
		return s.showDeskComment(w, r, http.StatusBadRequest, who, d)
	case err != nil:
		return err
	}
	private(w)
	http.Redirect(w, r, "/workspace/comments/"+v.Name, http.StatusSeeOther)
	return nil
}

// faultText tells what is wrong with a form in a sentence.
func faultText(err error) string {
	faults := fieldFaults(err)
	if len(faults) == 0 {
		return "What was sent cannot be accepted as it stands."
	}
	f := faults[0]
	name := map[string]string{"why": "The reason", "parts": "The comment’s words", "text": "The text"}[f.Field]
	return cmp.Or(name, capital(f.Field)) + " " + f.Reason + "."
}
