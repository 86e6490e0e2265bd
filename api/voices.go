package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/voice"
	"earshot/scorecard/warning"
)

// voiceRoutes are what bodies that speak for patients read and ask, with a key
// for their area.
func (s *server) voiceRoutes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{get, "/v1/areas/{gss}/voices", s.getVoices, 0, usualTime},
		{get, "/v1/areas/{gss}/concerns", s.getConcerns, 0, usualTime},
		{get, "/v1/areas/{gss}/requests", s.getAreaRequests, 0, usualTime},
		{post, "/v1/areas/{gss}/requests", s.postRequest, maxPage, usualTime},
	}
}

// sharedArea gives the area of a path to whoever has a key for it. One that does
// not exist and one of another's get the same answer.
func (s *server) sharedArea(r *http.Request) (feedback.Area, *ledger.Key, error) {
	who, err := s.caller(r)
	if err != nil {
		return feedback.Area{}, nil, err
	}
	key, err := who.require(ledger.RoleHealthwatch, ledger.RoleOperator)
	if err != nil {
		return feedback.Area{}, nil, err
	}
	area, err := findArea(s.directory(), mux.Vars(r)["gss"])
	if err != nil || who.viewOfArea(area.GSS) == viewPublic {
		return feedback.Area{}, nil, fmt.Errorf("area: %w", feedback.ErrNotFound)
	}
	return area, key, nil
}

// thresholdOf gives the least number of people that a figure may be about which
// a key is shown: as its data-sharing agreement says, and never under the
// operator's.
func (s *server) thresholdOf(key *ledger.Key) int64 {
	if key == nil {
		return int64(s.minimum)
	}
	return int64(max(s.minimum, key.Threshold))
}

// sharedComment is a comment as a Healthwatch sees it: also before its month is
// published, under the smallest place where enough people answered in that month.
type sharedComment struct {
	commentJSON
	Cursor  int64 `json:"cursor"`
	Concern bool  `json:"concern"` // it tells of a poor experience
}

// voicesAnswer is what changed about an area since a cursor.
type voicesAnswer struct {
	Comments    []sharedComment `json:"comments"`
	Gone        []string        `json:"gone"` // ids of comments that may not be shown any more: drop what you hold of them
	Requests    []requestJSON   `json:"requests"`
	Cursor      int64           `json:"cursor"` // to be sent as “after” next time
	More        bool            `json:"more"`   // there is more already: ask again at once
	Note        string          `json:"note"`
	Signposting string          `json:"signposting"`
}

// Pages of changes.
const (
	voicesUsual = 100
	voicesMost  = 500
)

// getVoices is GET /v1/areas/{gss}/voices?after=&limit=: comments, replies and
// requests of an area that changed since a cursor, oldest change first.
func (s *server) getVoices(w http.ResponseWriter, r *http.Request) error {
	area, key, err := s.sharedArea(r)
	if err != nil {
		return err
	}
	after, err := count(r, "after", 0, 1<<62)
	if err != nil {
		return err
	}
	limit, err := count(r, "limit", voicesUsual, voicesMost)
	if err != nil {
		return err
	}
	limit = max(1, limit)
	// Read first, so that what changes meanwhile comes after it.
	last, err := s.desk.Store.LastVoiceEvent(r.Context())
	if err != nil {
		return err
	}
	voices, err := s.desk.Store.ListVoices(r.Context(), ledger.VoiceQuery{Area: area.GSS, After: after, Limit: int(limit)})
	if err != nil {
		return err
	}
	requests, err := s.desk.Store.ListRequests(r.Context(), ledger.RequestQuery{Area: area.GSS, After: after, Limit: int(limit)})
	if err != nil {
		return err
	}
	a := voicesAnswer{Comments: []sharedComment{}, Gone: []string{}, Requests: []requestJSON{}, Cursor: max(after, last), Note: commentsNote, Signposting: signposting}
	// If a list was cut, only what is before its end is told of the other.
	if len(voices) == int(limit) {
		a.Cursor, a.More = voices[len(voices)-1].Seq, true
	}
	if len(requests) == int(limit) && requests[len(requests)-1].Seq < a.Cursor {
		a.Cursor, a.More = requests[len(requests)-1].Seq, true
	}
	seen := map[string]int64{}
	for i := range voices {
		v := &voices[i]
		switch {
		case v.Seq > a.Cursor:
		case v.State == ledger.VoiceShown && len(v.Parts) > 0:
			c, err := s.shareComment(r.Context(), v, key, seen)
			if err != nil {
				return err
			}
			a.Comments = append(a.Comments, c)
		case !v.ShownAt.IsZero():
			a.Gone = append(a.Gone, v.Name)
		}
	}
	today := feedback.DayOf(s.now())
	for i := range requests {
		if requests[i].Seq <= a.Cursor {
			a.Requests = append(a.Requests, s.toRequestJSON(&requests[i], today))
		}
	}
	private(w)
	return writeJSON(w, http.StatusOK, a)
}

// shareComment tells a comment under the smallest place where at least as many
// people answered in its month as the key's agreement asks for; under no place,
// only its area, if there is none in the area.
func (s *server) shareComment(ctx context.Context, v *ledger.Voice, key *ledger.Key, seen map[string]int64) (sharedComment, error) {
	under, ok, err := s.underLive(ctx, v, s.thresholdOf(key), seen)
	if err != nil {
		return sharedComment{}, err
	}
	if !ok || under != v.Path.Ward && under != v.Path.Site {
		under = ""
	}
	return sharedComment{s.tell(s.directory(), v, under), v.Seq, v.Concern}, nil
}

// sharedSummary is what a Healthwatch sees of its area besides what is published.
type sharedSummary struct {
	Threshold      int64             `json:"threshold"` // numbers of people from 1 up to one under it are hidden
	Warnings       []sharedWarning   `json:"warnings_open"`
	DangerNotices  *int64            `json:"danger_notices_open"` // comments that a person must read; null if hidden
	Quiet          []areaPlaceName   `json:"places_gone_quiet"`
	Comments       []sharedComment   `json:"comments"` // the last that changed, newest first
	Replied        int               `json:"comments_replied"`
	Concerns       []sharedConcern   `json:"unanswered_concerns"` // oldest first, at most 100
	Requests       []requestJSON     `json:"requests"`
	RequestsByHow  map[string]int    `json:"requests_by_state"`
	AnswerDays     int               `json:"working_days_to_answer"`
	VoicesFrom     string            `json:"voices"` // address of what changes, by cursor
	SignpostingFor map[string]string `json:"links"`
}

type areaPlaceName struct {
	ID   feedback.PlaceID `json:"id"`
	Name string           `json:"name"`
}

// sharedWarning is an open warning without the figures behind it.
type sharedWarning struct {
	ID     int64            `json:"id"`
	Place  feedback.PlaceID `json:"place"`
	Name   string           `json:"name"`
	About  string           `json:"about"`
	Day    string           `json:"day"`
	State  string           `json:"state"`
	Urgent bool             `json:"urgent"`
}

// sharedConcern is a published comment about a poor experience without a reply.
type sharedConcern struct {
	sharedComment
	Since   string `json:"since"`   // when it was first shown
	Overdue bool   `json:"overdue"` // more than 20 working days ago
}

// mostShared is how many comments and concerns a summary holds.
const mostShared = 100

// shared reads what a key for the area sees of it.
func (s *server) shared(ctx context.Context, area feedback.GSS, key *ledger.Key, quiet []areaPlaceName) (*sharedSummary, error) {
	out := &sharedSummary{Threshold: s.thresholdOf(key), Warnings: []sharedWarning{}, Quiet: quiet, Comments: []sharedComment{}, Concerns: []sharedConcern{}, Requests: []requestJSON{},
		RequestsByHow: map[string]int{}, AnswerDays: voice.AnswerDays, VoicesFrom: s.publicURL + "/v1/areas/" + string(area) + "/voices",
		SignpostingFor: map[string]string{"requests": s.publicURL + "/v1/areas/" + string(area) + "/requests", "concerns": s.publicURL + "/v1/areas/" + string(area) + "/concerns"}}
	if err := s.sharedWarnings(ctx, area, out); err != nil {
		return nil, err
	}
	if s.desk == nil {
		return out, nil
	}
	if err := s.sharedVoices(ctx, area, key, out); err != nil {
		return nil, err
	}
	today := feedback.DayOf(s.now())
	requests, err := s.areaRequests(ctx, area)
	if err != nil {
		return nil, err
	}
	for i := range requests {
		told := s.toRequestJSON(&requests[i], today)
		out.Requests = append(out.Requests, told)
		out.RequestsByHow[told.State]++
	}
	return out, nil
}

// sharedWarnings reads the open warnings about places of an area.
func (s *server) sharedWarnings(ctx context.Context, area feedback.GSS, out *sharedSummary) error {
	if s.workspace == nil {
		return nil
	}
	dir := s.directory()
	notices := int64(0)
	for before := int64(0); ; {
		page, err := s.workspace.Warnings.ListWarnings(ctx, ledger.WarningQuery{Open: true, Before: before, Limit: warningsRead})
		if err != nil {
			return err
		}
		for _, x := range page {
			before = x.ID
			p, ok := dir.Place(x.Place)
			if !ok || areaOf(dir, p) != area {
				continue
			}
			if x.Measure == warning.DangerNotice {
				notices++
				continue
			}
			told, err := warning.ParseShown(x)
			if err != nil {
				return err
			}
			if len(out.Warnings) < mostShared {
				out.Warnings = append(out.Warnings, sharedWarning{x.ID, x.Place, p.Name, told.Label, x.Day.String(), x.State.String(), x.Urgent})
			}
		}
		if len(page) < warningsRead {
			break
		}
	}
	if notices == 0 || notices >= out.Threshold {
		out.DangerNotices = &notices
	}
	return nil
}

// sharedVoices reads the comments of an area that may be shown.
func (s *server) sharedVoices(ctx context.Context, area feedback.GSS, key *ledger.Key, out *sharedSummary) error {
	seen := map[string]int64{}
	today := feedback.DayOf(s.now())
	for after := int64(0); ; {
		page, err := s.desk.Store.ListVoices(ctx, ledger.VoiceQuery{State: ledger.VoiceShown, Area: area, After: after, Limit: voicesMost})
		if err != nil {
			return err
		}
		for i := range page {
			v := &page[i]
			after = v.Seq
			if len(v.Parts) == 0 {
				continue
			}
			c, err := s.shareComment(ctx, v, key, seen)
			if err != nil {
				return err
			}
			if out.Comments = append(out.Comments, c); len(out.Comments) > mostShared {
				out.Comments = out.Comments[1:]
			}
			switch {
			case v.Reply != "":
				out.Replied++
			case v.Concern && len(out.Concerns) < mostShared:
				out.Concerns = append(out.Concerns, concernOf(c, v.ShownAt, today))
			}
		}
		if len(page) < voicesMost {
			slices.Reverse(out.Comments)
			return nil
		}
	}
}

func concernOf(c sharedComment, shownAt time.Time, today feedback.Day) sharedConcern {
	since := feedback.DayOf(shownAt)
	return sharedConcern{c, since.String(), today > feedback.AfterWorkingDays(since, voice.AnswerDays)}
}

// concernsAnswer is a page of comments about poor experiences without a reply.
type concernsAnswer struct {
	Concerns []sharedConcern `json:"concerns"`       // by their last change, oldest first
	Next     string          `json:"next,omitempty"` // to be sent as “after”
}

// getConcerns is GET /v1/areas/{gss}/concerns?after=.
func (s *server) getConcerns(w http.ResponseWriter, r *http.Request) error {
	area, key, err := s.sharedArea(r)
	if err != nil {
		return err
	}
	after, err := count(r, "after", 0, 1<<62)
	if err != nil {
		return err
	}
	a := concernsAnswer{Concerns: []sharedConcern{}}
	page, err := s.desk.Store.ListVoices(r.Context(), ledger.VoiceQuery{State: ledger.VoiceShown, Area: area.GSS, After: after, Limit: voicesMost})
	if err != nil {
		return err
	}
	seen, today := map[string]int64{}, feedback.DayOf(s.now())
	for i := range page {
		if v := &page[i]; v.Concern && v.Reply == "" && len(v.Parts) > 0 {
			c, err := s.shareComment(r.Context(), v, key, seen)
			if err != nil {
				return err
			}
			a.Concerns = append(a.Concerns, concernOf(c, v.ShownAt, today))
		}
	}
	if len(page) == voicesMost {
		a.Next = strconv.FormatInt(page[len(page)-1].Seq, 10)
	}
	private(w)
	return writeJSON(w, http.StatusOK, a)
}
