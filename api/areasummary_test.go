package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/scorecard/release"
)

// byCalendar publishes by the calendar, not as soon as there is something new.
type byCalendar struct{ Published }

func (byCalendar) Calendar() release.Calendar { return release.Usual() }

// TestAreaSummaryIsNeverStale checks that a kept answer is given up with the
// edition, with the directory and when the publication that it speaks of is due.
func TestAreaSummaryIsNeverStale(t *testing.T) {
	w := newWorldWith(t, func(o *Options) { o.Published = byCalendar{o.Published} })
	const path = "/v1/areas/E06000099/summary"
	w.answers(testWard, 30, 1, "Kind staff", "sms")
	w.publish()
	read := func() (a cardAnswer, tag string) {
		t.Helper()
		rec, again := w.do(http.MethodGet, path, ""), w.do(http.MethodGet, path, "")
		if rec.Code != http.StatusOK || rec.Body.String() != again.Body.String() || rec.Header().Get("ETag") != again.Header().Get("ETag") {
			t.Fatalf("%d, then %d: asked twice, the answers differ", rec.Code, again.Code)
		}
		return decode[cardAnswer](t, rec), rec.Header().Get("ETag")
	}
	first, tag := read()
	if first.Area == nil || len(first.Places) == 0 || first.Next == nil {
		t.Fatalf("got %+v", first)
	}
	if rec := w.do(http.MethodGet, path, "", "If-None-Match", tag); rec.Code != http.StatusNotModified {
		t.Errorf("asked again with its tag: %d", rec.Code)
	}
	if rec := w.do(http.MethodGet, path+"?window=12m", ""); !strings.Contains(rec.Body.String(), `"12m"`) {
		t.Errorf("another window is answered %.100s", rec.Body)
	}

	places := w.dir.All()
	for i := range places {
		if places[i].ID == testSite {
			places[i].Name = "Nightingale House"
		}
	}
	dir, err := feedback.NewDirectory(places, w.dir.Areas())
	if err != nil {
		t.Fatal(err)
	}
	w.dir = dir
	if got, newer := read(); newer == tag || !strings.Contains(w.do(http.MethodGet, path, "").Body.String(), "Nightingale House") || got.Edition != first.Edition {
		t.Error("a place has another name and the answer the old one")
	}

	w.clock.move(first.Next.Sub(w.clock.now()) + time.Hour)
	late, _ := read()
	if late.Next == nil || !late.Next.After(*first.Next) {
		t.Errorf("the next publication is %v, was %v", late.Next, first.Next)
	}
	w.answers(testWard, 30, 2, "", "sms")
	w.publish()
	if got, _ := read(); got.Edition == first.Edition {
		t.Errorf("edition %d is still answered", got.Edition)
	}
}
