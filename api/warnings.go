package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/warning"
)

// WarningJSON is a warning as the API, webhooks and streams tell it. It holds no
// words of anybody's.
type WarningJSON struct {
	ID       int64         `json:"id"`
	Place    string        `json:"place"`
	Provider string        `json:"provider"`
	Measure  string        `json:"measure"`
	Day      string        `json:"day"`
	RaisedAt time.Time     `json:"raised_at"`
	Urgent   bool          `json:"urgent"`
	State    string        `json:"state"`
	Version  int           `json:"version"`
	URL      string        `json:"url"`
	Shown    warning.Shown `json:"shown"`
}

// WarningEventJSON is one step in a warning's life.
type WarningEventJSON struct {
	Cursor  int64        `json:"cursor"`
	Step    string       `json:"step"`
	Outcome string       `json:"outcome,omitempty"`
	At      time.Time    `json:"at"`
	By      string       `json:"by"`
	Note    string       `json:"note,omitempty"`
	Version int          `json:"version"`
	Warning *WarningJSON `json:"warning,omitempty"`
}

// NewWarningJSON tells a warning; base is the service's public address.
func NewWarningJSON(w ledger.Warning, base string) (WarningJSON, error) {
	shown, err := warning.ParseShown(w)
	return WarningJSON{ID: w.ID, Place: string(w.Place), Provider: string(w.Provider), Measure: w.Measure, Day: w.Day.String(), RaisedAt: w.At,
		Urgent: w.Urgent, State: w.State.String(), Version: w.Version, URL: base + "/workspace/warnings/" + strconv.FormatInt(w.ID, 10), Shown: shown}, err
}

// NewWarningEventJSON tells an event, with the warning it is about if given.
func NewWarningEventJSON(e ledger.WarningEvent, w *WarningJSON) WarningEventJSON {
	return WarningEventJSON{Cursor: e.Seq, Step: e.Step.String(), Outcome: e.Outcome, At: e.At, By: e.By, Note: e.Note, Version: e.Version, Warning: w}
}

// Pages of warnings.
const (
	warningsUsual = 50
	warningsMost  = 200
	warningsRead  = 200 // read at a time while looking for those of a key
)

// count reads a query's number.
func count(r *http.Request, name string, usual, most int64) (int64, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > most {
		return 0, &feedback.FieldError{Field: name, Reason: fmt.Sprintf("must be a whole number from 0 to %d", most)}
	}
	return n, nil
}

// myWarnings gives the warnings that a key may see and that are wanted (nil for
// all), the newest first.
func (s *server) myWarnings(r *http.Request, key *ledger.Key, q ledger.WarningQuery, wanted func(*ledger.Warning) bool) ([]ledger.Warning, error) {
	dir, want := s.directory(), q.Limit
	q.Limit = warningsRead
	var out []ledger.Warning
	for {
		page, err := s.workspace.Warnings.ListWarnings(r.Context(), q)
		if err != nil {
			return nil, err
		}
		for _, w := range page {
			if mine(key, dir, w.Place) && (wanted == nil || wanted(&w)) {
				out = append(out, w)
			}
			if len(out) == want {
				return out, nil
			}
		}
		if len(page) < q.Limit {
			return out, nil
		}
		q.Before = page[len(page)-1].ID
	}
}

// myWarning gives the warning of a path, if the key may see it. One that does
// not exist and one of another's place get the same answer.
func (s *server) myWarning(r *http.Request, key *ledger.Key) (ledger.Warning, error) {
	absent := fmt.Errorf("warning: %w", feedback.ErrNotFound)
	id, err := strconv.ParseInt(mux.Vars(r)["warning"], 10, 64)
	if err != nil || id < 1 {
		return ledger.Warning{}, absent
	}
	w, err := s.workspace.Warnings.Warning(r.Context(), id)
	if errors.Is(err, feedback.ErrNotFound) || err == nil && !mine(key, s.directory(), w.Place) {
		return ledger.Warning{}, absent
	}
	return w, err
}

// getWarnings is GET /v1/warnings: the warnings, newest first, or with after= the
// events since a cursor, oldest first.
func (s *server) getWarnings(w http.ResponseWriter, r *http.Request) error {
	key, err := s.staffKey(r)
	if err != nil {
		return err
	}
	limit, err := count(r, "limit", warningsUsual, warningsMost)
	if err != nil {
		return err
	}
	private(w)
	if r.URL.Query().Has("after") {
		after, err := count(r, "after", 0, 1<<62)
		if err != nil {
			return err
		}
		events, cursor, err := s.eventsAfter(r, key, after, int(limit))
		if err != nil {
			return err
		}
		return writeJSON(w, http.StatusOK, map[string]any{"events": events, "cursor": cursor})
	}
	before, err := count(r, "before", 0, 1<<62)
	if err != nil {
		return err
	}
	// The cursor is read first, so that what is raised meanwhile comes after it.
	cursor, err := s.workspace.Warnings.LastWarningEvent(r.Context())
	if err != nil {
		return err
	}
	list, err := s.myWarnings(r, key, ledger.WarningQuery{Before: before, Open: r.URL.Query().Get("state") == "open", Limit: max(1, int(limit))}, nil)
	if err != nil {
		return err
	}
	out := make([]WarningJSON, len(list))
	for i := range list {
		if out[i], err = NewWarningJSON(list[i], s.publicURL); err != nil {
			return err
		}
	}
	return writeJSON(w, http.StatusOK, map[string]any{"warnings": out, "cursor": cursor})
}

// eventsAfter gives events that a key may see after a cursor, and the cursor to
// go on from.
func (s *server) eventsAfter(r *http.Request, key *ledger.Key, after int64, limit int) ([]WarningEventJSON, int64, error) {
	out := []WarningEventJSON{}
	events, err := s.workspace.Warnings.WarningEvents(r.Context(), ledger.WarningEventQuery{After: after, Limit: max(1, limit)})
	if err != nil {
		return nil, after, err
	}
	dir := s.directory()
	for _, e := range events {
		x, err := s.workspace.Warnings.Warning(r.Context(), e.Warning)
		if err != nil {
			return nil, after, err
		}
		after = e.Seq
		if !mine(key, dir, x.Place) {
			continue
		}
		told, err := NewWarningJSON(x, s.publicURL)
		if err != nil {
			return nil, after, err
		}
		out = append(out, NewWarningEventJSON(e, &told))
	}
	return out, after, nil
}

// getWarning is GET /v1/warnings/{warning}.
func (s *server) getWarning(w http.ResponseWriter, r *http.Request) error {
	key, err := s.staffKey(r)
	if err != nil {
		return err
	}
	x, err := s.myWarning(r, key)
	if err != nil {
		return err
	}
	told, err := NewWarningJSON(x, s.publicURL)
	if err != nil {
		return err
	}
	events, err := s.workspace.Warnings.WarningEvents(r.Context(), ledger.WarningEventQuery{Warning: x.ID, Limit: 1000})
	if err != nil {
		return err
	}
	history := make([]WarningEventJSON, len(events))
	for i, e := range events {
		history[i] = NewWarningEventJSON(e, nil)
	}
	private(w)
	return writeJSON(w, http.StatusOK, struct {
		WarningJSON
		Events []WarningEventJSON `json:"events"`
	}{told, history})
}

// postWarningEvent is POST /v1/warnings/{warning}/events.
func (s *server) postWarningEvent(w http.ResponseWriter, r *http.Request) error {
	key, err := s.staffKey(r)
	if err != nil {
		return err
	}
	x, err := s.myWarning(r, key)
	if err != nil {
		return err
	}
	var in struct {
		Step    string `json:"step"`
		Outcome string `json:"outcome"`
		Note    string `json:"note"`
		Version int    `json:"version"`
	}
	if err := decodeOne(r, &in); err != nil {
		return err
	}
	step, err := warning.ParseStep(in.Step)
	if err != nil {
		return err
	}
	e, err := warning.Take(r.Context(), s.workspace.Warnings, warning.Step{Warning: x.ID, Version: in.Version, Step: step, Outcome: in.Outcome, Note: in.Note, By: key.Name}, s.now())
	if err != nil {
		return err
	}
	private(w)
	return writeJSON(w, http.StatusCreated, NewWarningEventJSON(e, nil))
}

// decodeOne reads a body of one JSON object.
func decodeOne(r *http.Request, into any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			return err
		}
		return say(fmt.Errorf("body: %w", feedback.ErrInvalid), "Send one JSON object with the members that the description names.")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return say(fmt.Errorf("body: %w", feedback.ErrInvalid), "Send one JSON object and nothing after it.")
	}
	return nil
}
