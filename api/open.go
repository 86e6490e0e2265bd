package api

import (
	"context"
	"fmt"
	"net/http"

	"earshot/feedback"
	"earshot/scorecard"
)

// openNote stands beside every open card, and says what it gives up.
const openNote = "These figures move with every answer and are guarded one card at a time only: somebody who subtracts one card from another may learn what a single person answered."

// publicOf gives the public figures of a card for a request: from what was
// published, or, where the service is open, straight from the live card. An
// open card is guarded on its own only: nothing is shown for one to four
// answers, nor a part of a card that would give such a number away.
func (s *server) publicOf(r *http.Request, ref scorecard.Ref) (cardAnswer, error) {
	if !s.open {
		span, err := spanOf(r)
		if err != nil {
			return cardAnswer{}, err
		}
		return s.publicCard(ref.Scope, span), nil
	}
	win, err := windowOf(r)
	if err != nil {
		return cardAnswer{}, err
	}
	return s.openCard(r.Context(), ref, win)
}

// openCard gives a live card as an open service shows it to the public.
func (s *server) openCard(ctx context.Context, ref scorecard.Ref, win scorecard.Window) (cardAnswer, error) {
	a, err := s.liveCard(ctx, ref, win, viewShared, smallest)
	a.View, a.Open = "public", openNote
	return a, err
}

// sendPublicCard sends a public card. An open one may change at any moment.
func (s *server) sendPublicCard(w http.ResponseWriter, r *http.Request, a cardAnswer) error {
	if !s.open {
		return s.sendPublicJSON(w, r, a)
	}
	s.keepFigures(w)
	return writeJSON(w, http.StatusOK, a)
}

// keepFigures lets public figures be kept for as long as they cannot change.
func (s *server) keepFigures(w http.ResponseWriter) {
	if !s.open {
		s.keepPublic(w)
		return
	}
	public(w)
	w.Header().Set("Cache-Control", "public, max-age=1")
}

// fillOpen reads an open card and works out what the template shows of it.
func (d *cardData) fillOpen(ctx context.Context, s *server, ref scorecard.Ref, win scorecard.Window) error {
	a, err := s.openCard(ctx, ref, win)
	if err != nil {
		return err
	}
	d.fillLive(a, win, feedback.DayOf(s.now()))
	return nil
}

// fillLive works out what the template shows of a live card.
func (d *cardData) fillLive(a cardAnswer, win scorecard.Window, today feedback.Day) {
	d.Open = true
	for _, w := range scorecard.Windows() {
		text := "Today"
		if w != scorecard.Today() {
			text = fmt.Sprintf("Last %d days", w.Days())
		}
		d.Windows = append(d.Windows, windowLink{text, d.Base + "?window=" + w.String(), w == win})
	}
	now := today.Month()
	for m := now; m > now-12; m-- {
		of := scorecard.MonthOf(m)
		d.Months = append(d.Months, windowLink{monthName(m.String()), d.Base + "?window=" + of.String(), of == win})
	}
	if m, ok := win.Month(); ok {
		d.Windows = append(d.Windows, windowLink{monthName(m.String()), d.Base + "?window=" + win.String(), true})
	}
	d.show(a, win.String())
}
