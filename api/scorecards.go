package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/scorecard"
)

// comparisonNote stands beside every figure.
const comparisonNote = "The Friends and Family Test does not give results that can be used to compare providers with one another: who is asked, how, and how many answer differs from place to place."

// cardAnswer is a card with what it is about.
type cardAnswer struct {
	Place  *placeJSON  `json:"place,omitempty"`
	Area   *areaJSON   `json:"area,omitempty"`
	Nation string      `json:"nation,omitempty"`
	Window string      `json:"window"`
	From   string      `json:"from"`
	To     string      `json:"to"`
	AsOf   *time.Time  `json:"as_of"` // null if nothing was ever counted
	Places []placeJSON `json:"places,omitempty"`
	Figures
	Note string `json:"note"`
}

// usualWindow is the window of a card if none is asked for.
func usualWindow() scorecard.Window { return scorecard.Last30() }

func windowOf(r *http.Request) (scorecard.Window, error) {
	text := r.URL.Query().Get("window")
	if text == "" {
		return usualWindow(), nil
	}
	return scorecard.ParseWindow(text)
}

// card reads a card and lets through what the asker may see: everything if
// mayAll, else what may be published.
func (s *server) card(ctx context.Context, ref scorecard.Ref, w scorecard.Window, mayAll bool) (cardAnswer, error) {
	c, err := s.cards.Card(ctx, w, ref)
	if err != nil {
		return cardAnswer{}, fmt.Errorf("card of %s: %w", ref.Scope, err)
	}
	if c.From == feedback.NoDay { // nothing is stored yet, so no day has been begun
		c.From, c.To = w.Span(feedback.DayOf(s.now()))
	}
	a := cardAnswer{Window: w.String(), From: c.From.String(), To: c.To.String(), Note: comparisonNote}
	if !c.AsOf.IsZero() {
		a.AsOf = new(c.AsOf.UTC())
	}
	if mayAll {
		a.Figures = live(&c)
	} else {
		a.Figures = publish(&c)
	}
	return a, nil
}

// send writes a card with the cache rule of its view.
func (a *cardAnswer) send(w http.ResponseWriter) error {
	if a.View == "public" {
		public(w)
	} else {
		private(w)
	}
	return writeJSON(w, http.StatusOK, a)
}

// getScorecard is GET /v1/scorecards/{id}?window=, where id may be a code.
func (s *server) getScorecard(w http.ResponseWriter, r *http.Request) error {
	who, err := s.caller(r)
	if err != nil {
		return err
	}
	win, err := windowOf(r)
	if err != nil {
		return err
	}
	dir := s.directory()
	p, err := findPlace(dir, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	a, err := s.card(r.Context(), refOf(dir, p), win, who.seesPlace(dir, p.ID))
	if err != nil {
		return err
	}
	a.Place = new(toPlaceJSON(p))
	return a.send(w)
}

// getEngland is GET /v1/england?window=.
func (s *server) getEngland(w http.ResponseWriter, r *http.Request) error {
	who, err := s.caller(r)
	if err != nil {
		return err
	}
	win, err := windowOf(r)
	if err != nil {
		return err
	}
	a, err := s.card(r.Context(), scorecard.EnglandRef(), win, who.seesEngland())
	if err != nil {
		return err
	}
	a.Nation = "England"
	return a.send(w)
}

// refOf says where a place's counts lie: with every provider that it was ever
// part of.
func refOf(dir *feedback.Directory, p feedback.Place) scorecard.Ref {
	if p.Level == feedback.ICB {
		return scorecard.ICBRef(p.ID)
	}
	return scorecard.PlaceRef(p.ID, dir.Providers(p.ID)...)
}
