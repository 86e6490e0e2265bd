package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/scorecard"
	"earshot/scorecard/release"
)

// comparisonNote stands beside every figure.
const comparisonNote = "The Friends and Family Test does not give results that can be used to compare providers with one another: who is asked, how, and how many answer differs from place to place."

// cardAnswer is a card with what it is about.
type cardAnswer struct {
	Place   *placeJSON `json:"place,omitempty"`
	Area    *areaJSON  `json:"area,omitempty"`
	Nation  string     `json:"nation,omitempty"`
	Window  string     `json:"window"`           // 1m, 3m, 12m or a month if published; else a live window
	Months  []string   `json:"months,omitempty"` // the published months that it covers, oldest first
	From    string     `json:"from"`
	To      string     `json:"to"`
	AsOf    *time.Time `json:"as_of"`                      // when it was published, or up to when it counts; null if never
	Edition int64      `json:"edition,omitempty"`          // number of the publication
	Next    *time.Time `json:"next_publication,omitempty"` // public figures do not move before
	// Demonstration says that the figures are invented.
	Demonstration string      `json:"demonstration,omitempty"`
	Places        []placeJSON `json:"places,omitempty"`
	// Reach is of the months for which somebody counted who could answer; for
	// holders of a key only, whatever the window.
	Reach []ReachMonth `json:"reach,omitempty"`
	Figures
	Note string `json:"note"`
	// Open is said where the public sees live cards: what is given up by it.
	Open string `json:"guard_note,omitempty"`
}

// usualWindow is the window of a live card if none is asked for.
func usualWindow() scorecard.Window { return scorecard.Last30() }

func windowOf(r *http.Request) (scorecard.Window, error) {
	text := r.URL.Query().Get("window")
	if text == "" {
		return usualWindow(), nil
	}
	return scorecard.ParseWindow(text)
}

// spanOf reads the published months that a request asks for.
func spanOf(r *http.Request) (release.Span, error) {
	return release.ParseSpan(r.URL.Query().Get("window"))
}

// view is how somebody may see figures.
type view uint8

const (
	viewPublic view = iota // as published
	viewShared             // live, small numbers hidden
	viewLive               // live, all of it
)

// liveCard reads a live card for somebody who may see it; least is the least
// number of people that a shared figure may be about.
func (s *server) liveCard(ctx context.Context, ref scorecard.Ref, w scorecard.Window, v view, least int64) (cardAnswer, error) {
	c, err := s.cards.Card(ctx, w, ref)
	if err != nil {
		return cardAnswer{}, fmt.Errorf("card of %s: %w", ref.Scope, err)
	}
	if c.From == feedback.NoDay { // nothing is stored yet, so no day has been begun
		c.From, c.To = w.Span(feedback.DayOf(s.now()))
	}
	a := cardAnswer{Window: w.String(), From: c.From.String(), To: c.To.String(), Note: comparisonNote, Demonstration: s.demonstration}
	if !c.AsOf.IsZero() {
		a.AsOf = new(c.AsOf.UTC())
	}
	if v == viewLive {
		a.Figures = live(&c)
	} else {
		a.Figures = share(&c, least)
	}
	return a, nil
}

// asPublished reports whether a request asks for the last published months by
// name, which those who see live figures may have as well.
func asPublished(r *http.Request) bool {
	span, err := spanOf(r)
	return err == nil && span.Months() > 0 && r.URL.Query().Get("window") != ""
}

// answerCard answers with a card as the asker may see it, completed by about.
func (s *server) answerCard(w http.ResponseWriter, r *http.Request, ref scorecard.Ref, who caller, v view, about func(*cardAnswer)) error {
	if v == viewPublic || !s.open && asPublished(r) {
		a, err := s.publicOf(r, ref)
		if err != nil {
			return err
		}
		about(&a)
		if v != viewPublic { // about may have told a key's holder more
			private(w)
			return writeJSON(w, http.StatusOK, a)
		}
		return s.sendPublicCard(w, r, a)
	}
	win, err := windowOf(r)
	if err != nil {
		return err
	}
	a, err := s.liveCard(r.Context(), ref, win, v, s.thresholdOf(who.key))
	if err != nil {
		return err
	}
	about(&a)
	private(w)
	return writeJSON(w, http.StatusOK, a)
}

// getScorecard is GET /v1/scorecards/{id}?window=, where id may be a code.
func (s *server) getScorecard(w http.ResponseWriter, r *http.Request) error {
	who, err := s.caller(r)
	if err != nil {
		return err
	}
	dir := s.directory()
	p, err := findPlace(dir, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	v, ref := who.viewOfPlace(dir, p.ID), refOf(dir, p)
	var reach []ReachMonth
	if v == viewLive {
		reach = s.reach(r.Context(), ref, p.ID)
	}
	return s.answerCard(w, r, ref, who, v, func(a *cardAnswer) { a.Place, a.Reach = new(toPlaceJSON(p)), reach })
}

// getEngland is GET /v1/england?window=.
func (s *server) getEngland(w http.ResponseWriter, r *http.Request) error {
	who, err := s.caller(r)
	if err != nil {
		return err
	}
	v := viewPublic
	if who.seesEngland() {
		v = viewLive
	}
	return s.answerCard(w, r, scorecard.EnglandRef(), who, v, func(a *cardAnswer) { a.Nation = "England" })
}

// refOf says where a place's counts lie: with every provider that it was ever
// part of.
func refOf(dir *feedback.Directory, p feedback.Place) scorecard.Ref {
	if p.Level == feedback.ICB {
		return scorecard.ICBRef(p.ID)
	}
	return scorecard.PlaceRef(p.ID, dir.Providers(p.ID)...)
}
