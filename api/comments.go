package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/release"
)

// commentRoutes are what the public reads of what people wrote.
func (s *server) commentRoutes() []route {
	const get = http.MethodGet
	return []route{
		{get, "/v1/places/{id}/comments", s.getComments, 0, usualTime},
		{get, "/v1/areas/{gss}/comments", s.getAreaComments, 0, usualTime},
		{get, "/p/{id}/comments", s.commentsPage, 0, usualTime},
	}
}

// commentJSON is a comment as the public may see it. It tells the month of the
// answer and not its day, since the day and a small place may tell who it was;
// it never tells the rating beside the words; and its place is the smallest part
// of where the person was whose figures are shown for that month.
type commentJSON struct {
	ID     string        `json:"id"`
	Month  string        `json:"month"`
	Place  commentPlace  `json:"place"`
	Parts  []commentPart `json:"parts"`
	Source commentSource `json:"source"`
	Reply  *commentReply `json:"reply"` // what the provider says to it; null if nothing
}

type commentPlace struct {
	ID   feedback.PlaceID `json:"id,omitempty"` // missing if only the area may be told
	Name string           `json:"name,omitempty"`
	URL  string           `json:"url,omitempty"`
}

type commentPart struct {
	Question string `json:"question"` // why, what_good or could_improve
	Text     string `json:"text"`
}

// commentSource says where a comment came from. It is shown wherever the comment
// is.
type commentSource struct {
	Name    string `json:"name"`
	URL     string `json:"url,omitempty"` // the page of this very comment
	Licence string `json:"licence"`
}

type commentReply struct {
	Text string `json:"text"`
	Date string `json:"date"`
}

// ownLicence is that of comments which were given to us directly: their writers
// agreed to publication.
const ownLicence = "Open Government Licence v3.0"

// commentsNote stands beside comments.
const commentsNote = "People agreed to their comments being published. Names and numbers are taken out, and some comments are not shown. They are single experiences, and no measure of a service."

// commentsAnswer is a page of comments.
type commentsAnswer struct {
	Comments      []commentJSON `json:"comments"` // the newest month first
	Next          string        `json:"next,omitempty"`
	Note          string        `json:"note"`
	Demonstration string        `json:"demonstration,omitempty"`
}

// How many comments a page holds.
const (
	usualComments  = 20
	mostComments   = 100
	commentsRead   = 100 // read at a time while looking for those that may be told
	mostCommentRun = 30  // readings of so many for one page
)

// sourceOf gives what is said of where a comment came from.
func sourceOf(v *ledger.Voice, own string) commentSource {
	if v.Credit == nil {
		return commentSource{Name: own, Licence: ownLicence}
	}
	return *creditOf(v.Credit)
}

// webAddress lets through addresses that are safe to follow.
func webAddress(s string) string {
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return s
	}
	return ""
}

// tell puts a comment as others may see it, under a place of its path; none if
// only its area may be told.
func (s *server) tell(dir *feedback.Directory, v *ledger.Voice, under feedback.PlaceID) commentJSON {
	c := commentJSON{ID: v.Name, Month: v.Day.Month().String(), Parts: []commentPart{}, Source: sourceOf(v, s.publisher)}
	if p, ok := dir.Place(under); ok {
		c.Place = commentPlace{p.ID, p.Name, s.publicURL + "/p/" + string(p.ID)}
	}
	for _, part := range v.Parts {
		c.Parts = append(c.Parts, commentPart{part.Prompt.String(), part.Text})
	}
	if v.Reply != "" {
		c.Reply = &commentReply{v.Reply, feedback.DayOf(v.ReplyAt).String()}
	}
	return c
}

// rungs gives the places of a path from the smallest up.
func rungs(p feedback.Path) []feedback.PlaceID {
	var out []feedback.PlaceID
	for _, id := range [...]feedback.PlaceID{p.Ward, p.Site, p.Provider, p.ICB} {
		if id != "" {
			out = append(out, id)
		}
	}
	return out
}

// underWhich gives the place under which a comment may be told: the smallest
// whose figures are shown for the month of the answer, with at least five
// people. So a comment never says that somebody answered where that is hidden,
// and two comments never say that two did. ok is false if there is none, or the
// month is not published yet.
func (s *server) underWhich(ctx context.Context, v *ledger.Voice) (feedback.PlaceID, bool, error) {
	if s.open {
		return s.underLive(ctx, v, smallest, nil)
	}
	var rows []string
	for _, id := range rungs(v.Path) {
		rows = append(rows, release.RowID(scorecard.PlaceScope(id)))
	}
	id, ok := s.published.Current().Nearest(v.Day.Month().String(), rows...)
	return feedback.PlaceID(id), ok, nil
}

// underLive does the same by live cards and a threshold. seen keeps what was
// read between calls and may be nil.
func (s *server) underLive(ctx context.Context, v *ledger.Voice, threshold int64, seen map[string]int64) (feedback.PlaceID, bool, error) {
	dir, month := s.directory(), v.Day.Month()
	for _, id := range rungs(v.Path) {
		p, ok := dir.Place(id)
		if !ok {
			continue
		}
		key := string(id) + month.String()
		n, known := seen[key]
		if !known {
			card, err := s.cards.Card(ctx, scorecard.MonthOf(month), refOf(dir, p))
			if err != nil {
				return "", false, fmt.Errorf("card of %s: %w", id, err)
			}
			tally := card.Tally()
			if n = tally.Total(); seen != nil {
				seen[key] = n
			}
		}
		if n >= threshold {
			return id, true, nil
		}
	}
	return "", false, nil
}

// commentPage gives a page of the comments that the public may see.
func (s *server) commentPage(ctx context.Context, q ledger.ShownQuery, limit int, fits func(v *ledger.Voice, under feedback.PlaceID) bool) (commentsAnswer, error) {
	a := commentsAnswer{Comments: []commentJSON{}, Note: commentsNote, Demonstration: s.demonstration}
	if s.desk == nil {
		return a, nil
	}
	dir := s.directory()
	q.Limit = commentsRead
	for range mostCommentRun {
		list, err := s.desk.Store.ShownVoices(ctx, q)
		if err != nil {
			return a, err
		}
		for i := range list {
			v := &list[i]
			under, ok, err := s.underWhich(ctx, v)
			if err != nil {
				return a, err
			}
			if ok && len(v.Parts) > 0 && fits(v, under) {
				if len(a.Comments) == limit {
					a.Next = cursorOf(q)
					return a, nil
				}
				a.Comments = append(a.Comments, s.tell(dir, v, under))
			}
			q.Until, q.Name = v.Day.Month(), v.Name
		}
		if len(list) < q.Limit {
			return a, nil
		}
	}
	a.Next = cursorOf(q)
	return a, nil
}

// cursorOf names the place in the list up to which comments were given.
func cursorOf(q ledger.ShownQuery) string {
	return base64.RawURLEncoding.EncodeToString([]byte(q.Until.String() + " " + q.Name))
}

// shownQuery reads where a page of comments begins and how long it is to be.
func (s *server) shownQuery(r *http.Request) (q ledger.ShownQuery, limit int, err error) {
	v := r.URL.Query()
	q.Until = feedback.DayOf(s.now()).Month()
	if text := v.Get("cursor"); text != "" {
		b, err := base64.RawURLEncoding.DecodeString(text)
		month, name, ok := strings.Cut(string(b), " ")
		if q.Until, q.Name = 0, name; err == nil && ok {
			q.Until, err = feedback.ParseMonth(month)
		}
		if err != nil || !ok || name == "" {
			return q, 0, &feedback.FieldError{Field: "cursor", Reason: "does not belong to this list; begin again without it"}
		}
	}
	limit = usualComments
	if text := v.Get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > mostComments {
			return q, 0, &feedback.FieldError{Field: "limit", Reason: fmt.Sprintf("must be a whole number from 1 to %d", mostComments)}
		}
	}
	return q, limit, nil
}

// placeComments gives a page of the comments about a place and all below it. One
// that may only be told under a larger place is not among them.
func (s *server) placeComments(ctx context.Context, p feedback.Place, q ledger.ShownQuery, limit int) (commentsAnswer, error) {
	dir := s.directory()
	q.Within, q.Level = p.ID, p.Level
	return s.commentPage(ctx, q, limit, func(_ *ledger.Voice, under feedback.PlaceID) bool {
		u, ok := dir.Place(under)
		return ok && u.Level >= p.Level
	})
}

// getComments is GET /v1/places/{id}/comments?limit=&cursor=.
func (s *server) getComments(w http.ResponseWriter, r *http.Request) error {
	p, err := findPlace(s.directory(), mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	q, limit, err := s.shownQuery(r)
	if err != nil {
		return err
	}
	a, err := s.placeComments(r.Context(), p, q, limit)
	if err != nil {
		return err
	}
	return s.sendPublicJSON(w, r, a)
}

// areaComments gives a page of the comments about the sites and wards of an
// area. One that may only be told under a provider is not among them: that it is
// from this area would say more than the provider's figures do.
func (s *server) areaComments(ctx context.Context, gss feedback.GSS, q ledger.ShownQuery, limit int) (commentsAnswer, error) {
	q.Area = gss
	return s.commentPage(ctx, q, limit, func(v *ledger.Voice, under feedback.PlaceID) bool {
		return under == v.Path.Ward || under == v.Path.Site
	})
}

// getAreaComments is GET /v1/areas/{gss}/comments?limit=&cursor=.
func (s *server) getAreaComments(w http.ResponseWriter, r *http.Request) error {
	area, err := findArea(s.directory(), mux.Vars(r)["gss"])
	if err != nil {
		return err
	}
	q, limit, err := s.shownQuery(r)
	if err != nil {
		return err
	}
	a, err := s.areaComments(r.Context(), area.GSS, q, limit)
	if err != nil {
		return err
	}
	return s.sendPublicJSON(w, r, a)
}

// fewComments is how many comments a place's page begins with.
const fewComments = 5

// shownComment is a comment as pages show it.
type shownComment struct {
	Parts                     []shownPart
	When, Where, WhereURL     string
	Source, SourceURL         string
	Licence, Reply, ReplyWhen string
}

type shownPart struct{ Question, Text string }

// promptText puts a question to a comment as people read it.
func promptText(question string) string {
	switch question {
	case "what_good":
		return "What was good"
	case "could_improve":
		return "What could be better"
	}
	return ""
}

// shownComments puts comments as pages show them. here is the page's own place,
// which need not be named again.
func shownComments(list []commentJSON, here feedback.PlaceID) []shownComment {
	out := make([]shownComment, len(list))
	for i, c := range list {
		x := shownComment{When: monthName(c.Month), Source: c.Source.Name, SourceURL: c.Source.URL, Licence: c.Source.Licence}
		if c.Place.ID != here {
			x.Where, x.WhereURL = c.Place.Name, "/p/"+string(c.Place.ID)
		}
		for _, p := range c.Parts {
			x.Parts = append(x.Parts, shownPart{promptText(p.Question), p.Text})
		}
		if c.Reply != nil {
			x.Reply = c.Reply.Text
			if d, err := feedback.ParseDay(c.Reply.Date); err == nil {
				x.ReplyWhen = dateText(d)
			}
		}
		out[i] = x
	}
	return out
}

// commentsData is what a list of comments shows.
type commentsData struct {
	Name, JSON, Next, Note, Demonstration string
	First                                 bool
	Comments                              []shownComment
}

// commentsPage is GET /p/{id}/comments.
func (s *server) commentsPage(w http.ResponseWriter, r *http.Request) error {
	dir := s.directory()
	name := mux.Vars(r)["id"]
	p, err := findPlace(dir, name)
	if err != nil {
		return err
	}
	if string(p.ID) != name {
		http.Redirect(w, r, "/p/"+string(p.ID)+"/comments", http.StatusFound)
		return nil
	}
	q, limit, err := s.shownQuery(r)
	if err != nil {
		return err
	}
	a, err := s.placeComments(r.Context(), p, q, limit)
	if err != nil {
		return err
	}
	d := commentsData{Name: p.Name, JSON: "/v1/places/" + string(p.ID) + "/comments", Note: a.Note, Demonstration: a.Demonstration, First: q.Name == "", Comments: shownComments(a.Comments, p.ID)}
	if a.Next != "" {
		d.Next = "/p/" + string(p.ID) + "/comments?cursor=" + a.Next
	}
	s.keepFigures(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "Comments about " + p.Name, Crumbs: []Crumb{{p.Name, "/p/" + string(p.ID)}}, NoIndex: q.Name != ""}, "comments.html", d)
}
