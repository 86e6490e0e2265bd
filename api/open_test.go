package api

import (
	"net/http"
	"strings"
	"testing"
)

// TestOpenService checks that an open service shows live cards by the windows
// of the live side, each guarded on its own.
func TestOpenService(t *testing.T) {
	w := newWorldWith(t, func(o *Options) { o.Open = true })
	w.answers(testWard, 4, 1, "Kind staff", "sms")
	path := "/v1/scorecards/" + string(testWard) + "?window=7d"
	few := decode[cardAnswer](t, w.do(http.MethodGet, path, ""))
	if !few.Suppressed || few.Responses != nil || few.View != "public" {
		t.Errorf("after four answers the public sees %+v", few.Figures)
	}
	w.answers(testWard, 4, 4, "Slow", "sms")
	card := decode[cardAnswer](t, w.do(http.MethodGet, path, ""))
	if card.Suppressed || card.Responses == nil || *card.Responses != 8 || *card.PercentPositive != 50 || card.Flagged != nil {
		t.Errorf("after eight answers the public sees %+v", card.Figures)
	}
	page := w.do(http.MethodGet, "/p/"+string(testWard)+"?window=7d", "").Body.String()
	if !strings.Contains(page, "Counted up to") || !strings.Contains(page, "Last 365 days") {
		t.Error("the page does not show the live card")
	}
	if rec := w.do(http.MethodGet, "/v1/scorecards/"+string(testWard)+"?window=5d", ""); rec.Code != http.StatusBadRequest {
		t.Errorf("an unknown window is answered %d", rec.Code)
	}
}
