package feed

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

const nhsFile = `{"name":"nhs","kind":"nhs_uk","url":"URL/comments","internal":true,"key_env":"KEY","params":{"odsCode":"RXX02"},
	"credit":{"name":"Reviews","licence":"OGL v3","url":"https://reviews.example/"},"consent_to_publish":true,"keep_months":24,"skip_publishers":["STORYPLACE"]}`

// reviews scripts the lists of what is published and removed.
func reviews(w *world, published, removed string) {
	w.handle("/comments/Comments", func(rw http.ResponseWriter, r *http.Request) {
		list := published
		if r.URL.Query().Get("status") == "removed" {
			list = removed
		}
		if r.Header.Get("subscription-key") != "s3cret" || r.URL.Query().Get("odsCode") != "RXX02" || r.URL.Query().Get("api-version") != "1.0" {
			http.Error(rw, "no", http.StatusUnauthorized)
			return
		}
		if r.URL.Query().Get("offset") != "0" {
			list = ""
		}
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(rw, `{"comments":[%s]}`, list)
	})
}

func review(id, text, more string) string {
	return `{"comment":{"commentId":"` + id + `","commentRef":"r","responseID":null,"odsCode":"rxx02","commentOriginalURL":"https://reviews.example/` + id + `","title":"Clean &amp;amp; calm",
		"commentText":"` + text + `","dateSubmitted":"2026-07-02T10:00:00","lastUpdated":"2026-07-02T10:00:00","sentimentScore":0,"department":"","status":"published"` + more + `},"response":null}`
}

func TestReviewOfTheDoubleEnvelope(t *testing.T) {
	w := newWorld(t)
	reviews(w, review("a1", "kind", ""), "")
	src := w.source(nhsFile)
	if r := w.collect(src); r.Taken != 1 {
		t.Errorf("%+v", r)
	}
	w.holds("annexe 2026-07-02 0 | why: Clean & calm//kind")
	if got := w.credit("feed:nhs", "a1@annexe"); got != (feedback.Attribution{Name: "Reviews", URL: "https://reviews.example/a1", Licence: "OGL v3"}) {
		t.Errorf("credit %+v", got)
	}
	w.collectFlat(src)
}

// collectFlat expects the same review without its outer object to change
// nothing.
func (w *world) collectFlat(src *Source) {
	w.Helper()
	full := review("a1", "kind", "")
	flat := strings.TrimSuffix(strings.TrimPrefix(full, `{"comment":`), `,"response":null}`)
	reviews(w, flat, "")
	if r := w.collect(src); r.Unchanged != 1 || r.Broken != 0 {
		w.Errorf("without the outer object: %+v", r)
	}
}

func TestReviewTypesAreLoose(t *testing.T) {
	for name, more := range map[string]string{
		"numbers":             `,"sentimentScore":0.5,"ratings":[{"question":"Cleanliness","rating":5}],"visit":{"month":6,"year":2026}`,
		"strings":             `,"sentimentScore":"x","ratings":[{"question":"Cleanliness","rating":"5"}],"visit":{"month":"6","year":"2026"}`,
		"nulls":               `,"ratings":null,"visit":null`,
		"an answer of stars":  `,"ratings":[{"question":"How was it?","rating":5}]`,
		"a bare value":        `,"ratings":[{"question":"Overall, how was your experience of our service?","rating":5}]`,
		"an object for a URL": `,"publisherID":{"x":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			reviews(w, review("a1", "kind", more), "")
			if r := w.collect(w.source(nhsFile)); r.Taken != 1 {
				t.Errorf("%+v", r)
			}
			w.holds("annexe 2026-07-02 0 | why: Clean & calm//kind") // stars are no answer to the Test
		})
	}
}

func TestReviewRatingThatTheFileExplains(t *testing.T) {
	w := newWorld(t)
	reviews(w, review("a1", "kind", `,"ratings":[{"question":"Friends and Family Test","rating":5}]`), "")
	w.collect(w.source(strings.Replace(nhsFile, `"keep_months"`, `"ratings":{"5":"very good","4":"2"},"keep_months"`, 1)))
	w.holds("annexe 2026-07-02 1 | why: Clean & calm//kind")
}

func TestReviewRemovedIsWithdrawn(t *testing.T) {
	w := newWorld(t)
	reviews(w, review("a1", "kind", "")+","+review("a2", "cold", ""), "")
	src := w.source(nhsFile)
	w.collect(src)
	reviews(w, review("a2", "cold", ""), review("a1", "kind", "")+","+review("never seen", "x", ""))
	if r := w.collect(src); r.Removed != 1 {
		t.Errorf("%+v", r)
	}
	w.holds("annexe 2026-07-02 0 | why: Clean & calm//cold")
	reviews(w, review("a2", "cold", `,"status":"removed"`), "") // said in the list of what is published
	if r := w.collect(src); r.Removed != 1 {
		t.Errorf("%+v", r)
	}
	w.holds()
	w.audited()
}

func TestReviewOfAnotherPublisherIsLeftToIt(t *testing.T) {
	w := newWorld(t)
	reviews(w, review("a1", "kind", `,"publisherID":"StoryPlace"`), "")
	if r := w.collect(w.source(nhsFile)); r.Taken+r.Broken != 0 {
		t.Errorf("%+v", r)
	}
}

func TestReviewIsErasedTwoYearsAfterTheVisit(t *testing.T) {
	w := newWorld(t)
	reviews(w, review("a1", "kind", `,"visit":{"month":7,"year":2024}`)+","+review("a2", "too old", `,"visit":{"month":6,"year":2024}`)+","+review("a3", "new", ""), "")
	src := w.source(nhsFile)
	if r := w.collect(src); r.Taken != 2 {
		t.Errorf("%+v", r)
	}
	w.pass(20 * 24 * time.Hour)
	reviews(w, review("a1", "kind, edited", `,"visit":{"month":7,"year":2024}`), "")
	if r := w.collect(src); r.Expired != 1 || r.Revised != 0 {
		t.Errorf("%+v", r)
	}
	w.holds("annexe 2026-07-02 0", "annexe 2026-07-02 0 | why: Clean & calm//new") // counts stay, words go
	w.audited()
}

func TestReviewsExpireThoughTheSourceFails(t *testing.T) {
	w := newWorld(t)
	reviews(w, review("a1", "kind", `,"visit":{"month":7,"year":2024}`), "")
	src := w.source(nhsFile)
	w.collect(src)
	w.remove("/comments/Comments")
	w.handle("/comments/Comments", func(rw http.ResponseWriter, _ *http.Request) { http.Error(rw, "down", http.StatusBadGateway) })
	w.pass(20 * 24 * time.Hour)
	w.collectError(src, feedback.ErrUnavailable)
	w.holds("annexe 2026-07-02 0")
}

func TestReviewsWithoutFieldsAreBroken(t *testing.T) {
	w := newWorld(t)
	reviews(w, `{"comment":{"commentId":"a"}},{"comment":{"commentId":"b","commentText":"x","dateSubmitted":"soon"}},{"comment":{"commentText":"x","dateSubmitted":"2026-07-01"}},null,"x",7,{}`, "")
	if r := w.collect(w.source(nhsFile)); r.Broken != 7 || r.Taken != 0 {
		t.Errorf("%+v", r)
	}
}
