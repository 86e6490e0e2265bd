package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/scorecard"
)

// areaJSON is an area as the API writes it.
type areaJSON struct {
	GSS  feedback.GSS `json:"gss"`
	Name string       `json:"name"`
}

// getAreas is GET /v1/areas.
func (s *server) getAreas(w http.ResponseWriter, r *http.Request) error {
	areas := s.directory().Areas()
	out := make([]areaJSON, len(areas))
	for i, a := range areas {
		out[i] = areaJSON{a.GSS, a.Name}
	}
	public(w)
	return writeJSON(w, http.StatusOK, areasAnswer{out})
}

// getArea is GET /v1/areas/{gss}/summary?window=.
func (s *server) getArea(w http.ResponseWriter, r *http.Request) error {
	who, err := s.caller(r)
	if err != nil {
		return err
	}
	dir := s.directory()
	area, err := findArea(dir, mux.Vars(r)["gss"])
	if err != nil {
		return err
	}
	v, ref := who.viewOfArea(area.GSS), scorecard.AreaRef(area.GSS)
	if v == viewPublic && !s.open {
		return s.sendArea(w, r, area)
	}
	return s.answerCard(w, r, ref, who, v, func(a *cardAnswer) { fillArea(a, dir, area) })
}

// fillArea completes an area's card by what is in it.
func fillArea(a *cardAnswer, dir *feedback.Directory, area feedback.Area) {
	a.Area = &areaJSON{area.GSS, area.Name}
	a.Places = toPlacesJSON(dir.InArea(area.GSS))
}

// summary is an area's published card, ready to be sent: it lists all places of
// the area. It holds as long as the shelf it stands on, and until the next
// publication that it speaks of is due.
type summary struct {
	next time.Time
	body []byte
	tag  string
}

// sendArea sends the published card of an area.
func (s *server) sendArea(w http.ResponseWriter, r *http.Request, area feedback.Area) error {
	span, err := spanOf(r)
	if err != nil {
		return err
	}
	src := s.source()
	var next time.Time
	if c := s.published.Calendar(); c.Every == 0 {
		next = c.Next(s.now())
	}
	name := string(area.GSS) + " " + span.String()
	s.shelf.mu.Lock()
	made, ok := s.shelf.summaries[name]
	ok = ok && s.shelf.of == src && made.next.Equal(next)
	s.shelf.mu.Unlock()
	if !ok {
		a := s.cardOf(src.Edition, scorecard.AreaScope(area.GSS), span)
		fillArea(&a, src.Directory, area)
		body, err := json.Marshal(a)
		if err != nil {
			return fmt.Errorf("encode answer: %w", err)
		}
		body = append(body, '\n')
		made = summary{next, body, tagOf(body)}
		s.shelf.mu.Lock()
		// A card speaks of the next publication by a clock of its own, which may
		// have passed it since; and there are too many months to keep them all.
		if same := a.Next == nil && next.IsZero() || a.Next != nil && a.Next.Equal(next); same && s.shelf.of == src && span.Months() > 0 {
			s.shelf.summaries[name] = made
		}
		s.shelf.mu.Unlock()
	}
	return s.sendTagged(w, r, "application/json", made.body, made.tag)
}

func findArea(dir *feedback.Directory, name string) (feedback.Area, error) {
	gss, err := feedback.ParseGSS(name)
	if err != nil {
		return feedback.Area{}, err
	}
	area, ok := dir.Area(gss)
	if !ok {
		return area, fmt.Errorf("area %s: %w", gss, feedback.ErrNotFound)
	}
	return area, nil
}
