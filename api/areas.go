package api

import (
	"fmt"
	"net/http"

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
	return s.answerCard(w, r, scorecard.AreaRef(area.GSS), who, who.viewOfArea(area.GSS), func(a *cardAnswer) {
		a.Area = &areaJSON{area.GSS, area.Name}
		a.Places = toPlacesJSON(dir.InArea(area.GSS))
	})
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
