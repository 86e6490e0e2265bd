package api

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"earshot/feedback"
)

// placeJSON is a place as the API writes it.
type placeJSON struct {
	ID         feedback.PlaceID   `json:"id"`
	Level      string             `json:"level"`
	Name       string             `json:"name"`
	Code       feedback.OrgCode   `json:"code,omitempty"`
	PublicCode string             `json:"public_code,omitempty"`
	Setting    string             `json:"setting,omitempty"`
	Parent     feedback.PlaceID   `json:"parent,omitempty"`
	Area       feedback.GSS       `json:"area,omitempty"`
	Postcode   feedback.Postcode  `json:"postcode,omitempty"`
	From       string             `json:"from,omitempty"`
	To         string             `json:"to,omitempty"`
	Closed     bool               `json:"closed,omitempty"`
	Successors []feedback.PlaceID `json:"successors,omitempty"`
}

func toPlaceJSON(p feedback.Place) placeJSON {
	out := placeJSON{
		ID: p.ID, Level: p.Level.String(), Name: p.Name, Code: p.Code, PublicCode: string(p.PublicCode), Parent: p.Parent,
		Area: p.Area, Postcode: p.Postcode, From: p.From.String(), To: p.To.String(), Closed: p.Closed, Successors: p.Successors,
	}
	if p.Setting != feedback.NoSetting {
		out.Setting = p.Setting.String()
	}
	return out
}

func toPlacesJSON(ps []feedback.Place) []placeJSON {
	out := make([]placeJSON, len(ps))
	for i, p := range ps {
		out[i] = toPlaceJSON(p)
	}
	return out
}

// How many places a page of the list holds.
const (
	usualPlaces = 50
	mostPlaces  = 500
)

type placesAnswer struct {
	Places []placeJSON `json:"places"`
	Next   string      `json:"next,omitempty"` // cursor of the next page
}

// getPlaces is GET /v1/places?q=&level=&parent=&code=&area=&limit=&cursor=.
func (s *server) getPlaces(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	q, err := parsePlaceQuery(v)
	if err != nil {
		return err
	}
	limit, err := limitOf(v)
	if err != nil {
		return err
	}
	found := s.listing.of(s.directory()).find(q)
	part, next, err := page(found, v.Get("cursor"), limit)
	if err != nil {
		return err
	}
	public(w)
	return writeJSON(w, http.StatusOK, placesAnswer{Places: toPlacesJSON(part), Next: next})
}

func parsePlaceQuery(v url.Values) (placeQuery, error) {
	q := placeQuery{words: v.Get("q"), parent: feedback.PlaceID(v.Get("parent")), code: v.Get("code")}
	if len(q.words) > 100 {
		return q, &feedback.FieldError{Field: "q", Reason: "must be at most 100 characters"}
	}
	var err error
	if text := v.Get("level"); text != "" {
		if q.level, err = feedback.ParseLevel(text); err != nil {
			return q, err
		}
	}
	if text := v.Get("area"); text != "" {
		if q.area, err = feedback.ParseGSS(text); err != nil {
			return q, err
		}
	}
	return q, nil
}

type placeAnswer struct {
	placeJSON
	AreaName   string            `json:"area_name,omitempty"`
	Path       []placeJSON       `json:"path"` // from the top down, without the place
	Children   []placeJSON       `json:"children"`
	Versions   []placeJSON       `json:"versions"`   // oldest first
	SucceedBy  []placeJSON       `json:"succeed_by"` // the places that took over
	Links      map[string]string `json:"links"`
	AnswersNow bool              `json:"takes_answers"`
}

// getPlace is GET /v1/places/{id}, where id may be a code as well.
func (s *server) getPlace(w http.ResponseWriter, r *http.Request) error {
	dir := s.directory()
	p, err := findPlace(dir, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	up := dir.Ancestors(p.ID)
	a := placeAnswer{
		placeJSON: toPlaceJSON(p), Path: make([]placeJSON, 0, len(up)), Children: toPlacesJSON(dir.Children(p.ID)),
		Versions: toPlacesJSON(dir.Versions(p.ID)), SucceedBy: []placeJSON{}, AnswersNow: takesAnswers(p),
		Links: map[string]string{"scorecard": s.publicURL + "/v1/scorecards/" + string(p.ID), "page": s.publicURL + "/p/" + string(p.ID)},
	}
	for i := len(up) - 1; i >= 0; i-- {
		a.Path = append(a.Path, toPlaceJSON(up[i]))
	}
	for _, id := range p.Successors {
		if next, ok := dir.Place(id); ok {
			a.SucceedBy = append(a.SucceedBy, toPlaceJSON(next))
		}
	}
	area, _ := dir.Area(areaOf(dir, p))
	a.placeJSON.Area, a.AreaName = cmp.Or(a.placeJSON.Area, area.GSS), area.Name
	if a.AnswersNow {
		a.Links["form"] = s.publicURL + "/f/" + string(p.PublicCode)
	}
	public(w)
	return writeJSON(w, http.StatusOK, a)
}

// findPlace finds the place that a path names by id or code.
func findPlace(dir *feedback.Directory, name string) (feedback.Place, error) {
	p, err := dir.Find(name, nil)
	if err != nil {
		return p, fmt.Errorf("find place: %w", err)
	}
	return p, nil
}

// takesAnswers reports whether people can answer about a place.
func takesAnswers(p feedback.Place) bool { return p.Level >= feedback.Provider && !p.Closed }

// areaOf gives the area of a place: its own, or that of what it is part of.
func areaOf(dir *feedback.Directory, p feedback.Place) feedback.GSS {
	for _, up := range append([]feedback.Place{p}, dir.Ancestors(p.ID)...) {
		if up.Area != "" {
			return up.Area
		}
	}
	return ""
}

// public lets an answer be kept for a few seconds, and be read by scripts of
// any site. Private figures are never to be kept.
func public(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "public, max-age=5")
	h.Add("Vary", "Authorization")
}

func private(w http.ResponseWriter) { w.Header().Set("Cache-Control", "private, no-store") }
