package feed

import (
	"net/http"
	"strings"
	"testing"

	"earshot/feedback"
)

// Some elements of a listing have a few members only. What a story needs is its
// id, its words and when it was published; where it is about is asked elsewhere.
func TestCareOpinionFewerMembersThanUsual(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	s.story(1, "kind", "RXX02")
	s.list[0] = map[string]any{"id": 1, "body": "kind", "dateOfPublication": "2026-07-02T09:00:00Z"}
	if r := w.collect(w.source(careOpinionFile)); r.Taken != 1 || r.Broken != 0 {
		t.Errorf("%+v", r)
	}
	w.holds("annexe 2026-07-02 0 | why: kind")
}

// A page that fails ends the run, which says so: it is not asked for again and
// again. What came before it is kept, and the next run gets the rest.
func TestCareOpinionFailingPageEndsTheRun(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	s.perPage = 1
	s.story(1, "kind", "RXX02")
	s.story(2, "cold", "RXX02")
	list := w.mux["/api/v2/opinions"]
	asked := 0
	w.handle("/api/v2/opinions", func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("skip") == "1" {
			asked++
			http.Error(rw, "Sorry! Something went wrong.", http.StatusInternalServerError)
			return
		}
		list(rw, r)
	})
	src := w.source(careOpinionFile)
	w.collectError(src, feedback.ErrUnavailable)
	if asked == 0 || asked > 5 {
		t.Errorf("the page that fails was asked for %d times", asked)
	}
	w.holds("annexe 2026-07-01 0 | why: A short title//kind")
	w.handle("/api/v2/opinions", list)
	w.collect(src)
	w.holds("annexe 2026-07-01 0 | why: A short title//kind", "annexe 2026-07-01 0 | why: A short title//cold")
}

// Numbers of postings have gaps, which mean nothing.
func TestAtomNumbersWithGaps(t *testing.T) {
	w := newWorld(t)
	w.answer("/organisations/hospitals/comments.atom", atom(entry("12", "5", "comment", atomWords), entry("40", "5", "comment", atomWords), entry("17", "5", "comment", atomWords)))
	if r := w.collect(w.source(choicesFile)); r.Taken != 3 || r.Broken != 0 {
		t.Errorf("%+v", r)
	}
}

// The old syndication does not say when a visit was: two years are counted from
// the day of publication.
func TestAtomOlderThanTwoYearsIsNotTaken(t *testing.T) {
	w := newWorld(t)
	old := strings.ReplaceAll(entry("12", "5", "comment", atomWords), "2026-06-03", "2024-06-03")
	src := w.source(strings.Replace(choicesFile, `"robots"`, `"keep_months":24,"robots"`, 1))
	w.collect(src) // says in w.asked since when it wants comments
	since := strings.TrimPrefix(w.asked[len(w.asked)-1], "GET ")
	since, _, _ = strings.Cut(since, "?")
	w.answer(since, atom(old, entry("13", "5", "comment", atomWords)))
	if r := w.collect(src); r.Taken != 1 || r.Broken != 0 {
		t.Errorf("%+v; asked %v", r, w.asked)
	}
	w.holds(atomHeld)
}
