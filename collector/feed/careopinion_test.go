package feed

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"earshot/collector"
	"earshot/feedback"
)

const careOpinionFile = `{"name":"co","kind":"care_opinion","url":"URL/api/v2","internal":true,"key_env":"KEY",
	"credit":{"name":"Story Place","licence":"CC BY-NC-SA 4.0"},"consent_to_publish":true,
	"places":{"rxx09":["WILLOW"]}}`

// stories is a far side that speaks as the Care Opinion API does.
type stories struct {
	w       *world
	list    []any
	ratings map[string]string
	keys    []string // Authorization as it came
	perPage int
}

func newStories(w *world) *stories {
	s := &stories{w: w, ratings: make(map[string]string), perPage: 100}
	w.handle("/api/v2/opinions", func(rw http.ResponseWriter, r *http.Request) {
		s.keys = append(s.keys, r.Header.Get("Authorization"))
		skip, _ := strconv.Atoi(r.URL.Query().Get("skip"))
		after := r.URL.Query().Get("publishedafter")
		var page []any
		for _, o := range s.list {
			if m, ok := o.(map[string]any); ok && fmt.Sprint(m["dateOfPublication"]) < after {
				continue
			}
			page = append(page, o)
		}
		end := min(len(page), skip+s.perPage)
		page = page[min(skip, len(page)):end]
		if page == nil {
			page = []any{}
		}
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		json.NewEncoder(rw).Encode(page)
	})
	return s
}

// story makes a story about services and its page of the interface.
func (s *stories) story(id int, body string, services ...string) map[string]any {
	base := fmt.Sprintf("/api/v2/opinions/%d", id)
	var list []string
	for _, c := range services {
		list = append(list, fmt.Sprintf(`{"nacs":%q,"name":null,"type":"service","organisation":"RXX","siteNacs":null}`, c))
	}
	s.w.answer(base+"/healthservices", "["+strings.Join(list, ",")+"]", "Content-Type: application/json")
	o := map[string]any{"id": id, "title": "A short title", "body": body, "dateOfSubmission": "2026-07-01T09:00:00Z", "dateOfPublication": "2026-07-02T09:00:00Z",
		"criticality": nil, "authorRole": "the patient", "authorAgeGroup": nil, "links": []map[string]any{
			{"relation": "tags", "id": "1", "link": s.w.site.URL + base + "/tags"},
			{"relation": "healthservices", "id": "x", "link": s.w.site.URL + base + "/healthservices"},
			{"relation": "ratings", "id": "x", "link": s.w.site.URL + base + "/ratings"}}}
	s.w.handle(base, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		json.NewEncoder(rw).Encode(o)
	})
	s.list = append(s.list, o)
	return o
}

func TestCareOpinionStoryBecomesAResponse(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	s.story(7, "The **nurses** were [kind](https://x.example/).\n\n> Thank you", "rxx02")
	src := w.source(careOpinionFile)
	if r := w.collect(src); r.Taken != 1 || r.Refused+r.Broken != 0 || !r.Full {
		t.Errorf("%+v", r)
	}
	w.holds("annexe 2026-07-01 0 | why: A short title//The nurses were kind./" + "/Thank you")
	want := feedback.Attribution{Name: "Story Place", URL: w.site.URL + "/7", Licence: "CC BY-NC-SA 4.0"}
	if got := w.credit("feed:co", "7@annexe"); got != want {
		t.Errorf("credit %+v, want %+v", got, want)
	}
	if s.keys[0] != "SUBSCRIPTION_KEY s3cret" {
		t.Errorf("sent %q", s.keys[0])
	}
	if r := w.collect(src); r.Taken+r.Revised != 0 || r.Unchanged != 1 || r.Full {
		t.Errorf("a second time: %+v", r)
	}
	w.audited()
}

func TestCareOpinionLinksUnderBothNames(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	o := s.story(1, "kind", "RXX02")
	o["links"] = []map[string]any{{"rel": "ratings", "id": "x", "href": w.site.URL + "/nowhere"}, {"rel": "healthservices", "id": "x", "href": w.site.URL + "/api/v2/opinions/1/healthservices"}}
	w.collect(w.source(careOpinionFile))
	w.holds("annexe 2026-07-01 0 | why: A short title//kind")
}

func TestCareOpinionLinkToAnotherHostIsNotFollowed(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	o := s.story(1, "kind", "RXX02")
	o["links"] = []map[string]any{{"relation": "healthservices", "link": "http://169.254.169.254/opinions/1/healthservices"}}
	w.collect(w.source(careOpinionFile)) // its own address is asked instead
	w.holds("annexe 2026-07-01 0 | why: A short title//kind")
}

func TestCareOpinionBrokenElementsAreSkipped(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	s.list = append(s.list, "Sorry! Something went wrong.", nil, map[string]any{"id": 9}, map[string]any{"body": "no id"}, []int{1})
	s.story(1, "kind", "RXX02")
	if r := w.collect(w.source(careOpinionFile)); r.Broken != 5 || r.Taken != 1 || len(r.Problems) != 5 {
		t.Errorf("%+v", r)
	}
}

func TestCareOpinionPagesUntilEmpty(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	s.perPage = 2
	for id := range 5 {
		s.story(id+1, "kind "+strconv.Itoa(id), "RXX02")
	}
	if r := w.collect(w.source(careOpinionFile)); r.Taken != 5 {
		t.Errorf("%+v", r)
	}
	s.w.handle("/api/v2/opinions", func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, `[{"id":1,"body":"x","dateOfPublication":"2026-07-02"}]`)
	})
	w.pass(8 * 24 * time.Hour)
	w.collectError(w.source(careOpinionFile), errRepeats) // a far side that ignores skip
}

func TestCareOpinionBadKeyLeadsToALoginPage(t *testing.T) {
	w := newWorld(t)
	w.handle("/api/v2/opinions", func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/login", http.StatusFound) })
	w.answer("/login", "<html>Log in</html>", "Content-Type: text/html")
	err := w.collectError(w.source(careOpinionFile), feedback.ErrForbidden)
	if !strings.Contains(err.Error(), "check the key") || strings.Contains(err.Error(), "s3cret") {
		t.Error(err)
	}
	delete(w.keys, "KEY")
	w.collectError(w.source(careOpinionFile), feedback.ErrInvalid)
}

func TestCareOpinionEditReplaces(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	o := s.story(1, "The wait was long.", "RXX02")
	src := w.source(careOpinionFile)
	w.collect(src)
	o["criticality"], o["progress"] = "mildly critical", "has a response" // not what the patient wrote
	if r := w.collect(src); r.Revised != 0 {
		t.Errorf("a touch: %+v", r)
	}
	o["body"] = "The wait was very long."
	if r := w.collect(src); r.Revised != 1 || r.Taken != 0 {
		t.Errorf("an edit: %+v", r)
	}
	w.holds("annexe 2026-07-01 0 | why: A short title//The wait was very long.")
	o["body"] = "The wait was long." // and back again
	w.collect(src)
	w.holds("annexe 2026-07-01 0 | why: A short title//The wait was long.")
	w.audited()
}

func TestCareOpinionServicesChange(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	s.story(1, "kind", "RXX02")
	src := w.source(careOpinionFile)
	w.collect(src)
	w.answer("/api/v2/opinions/1/healthservices", `[{"nacs":"RYY"},{"nacs":"RXX09"}]`)
	w.collect(src)
	w.holds("rival 2026-07-01 0 | why: A short title//kind", "willow 2026-07-01 0 | why: A short title//kind")
}

func TestCareOpinionFansOutWithoutCountingTwice(t *testing.T) {
	for name, c := range map[string]struct {
		services, ratings string
		want              []string
	}{
		"one rating each": {`[{"nacs":"rxx02"},{"nacs":"RYY"}]`, `[{"healthserviceNacs":"RXX02","ratings":[{"questionText":"Overall, how was your experience of our service?","score":1,"scoreText":"Very good"}]},
			{"healthserviceNacs":"ryy","ratings":[{"questionText":"Overall, how was your experience of our service?","score":"4","scoreText":"Poor"}]}]`, []string{"annexe 1", "rival 4"}},
		"one rating for two":           {`[{"nacs":"RXX02"},{"nacs":"RYY"}]`, `{"healthserviceNacs":"RXX02","ratings":[{"questionText":"How likely are you to recommend us?","score":5,"scoreText":"Likely"}]}`, []string{"annexe 2", "rival 0"}},
		"rating of no named service":   {`[{"nacs":"RXX02"},{"nacs":"RYY"}]`, `{"healthserviceNacs":null,"ratings":[{"questionText":"overall how was your experience","scoreText":"Good"}]}`, []string{"annexe 2", "rival 0"}},
		"a hospital and its ward":      {`[{"nacs":"RXX"},{"nacs":"RXX09"}]`, `{"healthserviceNacs":"RXX","ratings":[{"questionText":"overall how was your experience","scoreText":"Good"}]}`, []string{"willow 2"}},
		"a ward and its hospital":      {`[{"nacs":"RXX09"},{"nacs":"RXX"}]`, `{"healthserviceNacs":"RXX","ratings":[{"questionText":"overall how was your experience","scoreText":"Good"}]}`, []string{"willow 2"}},
		"two services in one place":    {`[{"nacs":"RXX09"},{"name":"Willow ward"}]`, `{"healthserviceNacs":"RXX09","ratings":[{"questionText":"overall how was your experience","scoreText":"Good"}]}`, []string{"willow 2"}},
		"unknown team: its trust":      {`[{"nacs":"RXXZZ","organisation":"rxx"}]`, `[]`, []string{"prov 0"}},
		"site before trust":            {`[{"nacs":"RXXZZ","siteNacs":"RXX02","organisation":"RXX"}]`, `[]`, []string{"annexe 0"}},
		"a code of two providers":      {`[{"nacs":"RXX01","organisation":"RYY"}]`, `[]`, []string{"rivalsite 0"}},
		"a closed ward: its successor": {`[{"name":"Old Ward"}]`, `[]`, []string{"willow 0"}},
		"another question":             {`[{"nacs":"RXX02"}]`, `{"healthserviceNacs":"RXX02","ratings":[{"questionText":"Was it clean?","score":1,"scoreText":"Very good"}]}`, []string{"annexe 0"}},
		"a bare score":                 {`[{"nacs":"RXX02"}]`, `{"healthserviceNacs":"RXX02","ratings":[{"questionText":"overall how was your experience","score":5,"scoreText":null}]}`, []string{"annexe 0"}},
		"null services":                {`[null,{"nacs":null,"name":null},{"nacs":"RXX02"},"Sorry!"]`, `"Sorry!"`, []string{"annexe 0"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			newStories(w).story(1, "kind", "")
			w.answer("/api/v2/opinions/1/healthservices", c.services)
			w.answer("/api/v2/opinions/1/ratings", c.ratings)
			if r := w.collect(w.source(careOpinionFile)); r.Taken != 1 {
				t.Errorf("%+v", r)
			}
			var got []string
			for _, line := range w.held() {
				place, rest, _ := strings.Cut(line, " 2026-07-01 ")
				got = append(got, place+" "+rest[:1])
			}
			if strings.Join(got, ",") != strings.Join(c.want, ",") {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestCareOpinionUnknownServiceIsRefusedUntilKnown(t *testing.T) {
	w := newWorld(t)
	newStories(w).story(1, "kind", "RQQ")
	file := strings.Replace(careOpinionFile, `"places":{`, `"places":{"RXXX":["NSH"],`, 1)
	w.answer("/api/v2/opinions/1/healthservices", `[{"nacs":"RQQ"}]`)
	src := w.source(file)
	if r := w.collect(src); r.Refused != 1 || len(r.Problems) != 1 || r.Problems[0].ID != "1" || !strings.Contains(r.Problems[0].Reason, "directory") {
		t.Errorf("%+v", r)
	}
	if r := w.collect(src); r.Refused != 0 || r.Unchanged != 1 {
		t.Errorf("refused again: %+v", r)
	}
	if r := w.collect(w.source(strings.Replace(file, "RXXX", "RQQ", 1))); r.Taken != 1 {
		t.Errorf("mapped: %+v", r)
	}
	w.holds("prov 2026-07-01 0 | why: A short title//kind")
}

func TestCareOpinionPartlyUnknownIsTakenAndSaid(t *testing.T) {
	w := newWorld(t)
	newStories(w).story(1, "kind", "")
	w.answer("/api/v2/opinions/1/healthservices", `[{"nacs":"RQQ"},{"nacs":"RXX02"}]`)
	if r := w.collect(w.source(careOpinionFile)); r.Taken != 1 || len(r.Problems) != 1 || r.Problems[0].Reason != "1 of its services are not in the directory" {
		t.Errorf("%+v", r)
	}
}

func TestCareOpinionWithdrawnStoryIsFoundBySweep(t *testing.T) {
	for _, how := range []string{"withdraw", "erase"} {
		t.Run(how, func(t *testing.T) {
			w := newWorld(t)
			s := newStories(w)
			s.story(1, "kind", "RXX02")
			s.story(2, "cold", "RXX02")
			src := w.source(strings.Replace(careOpinionFile, `"places"`, `"on_removal":"`+how+`","places"`, 1))
			w.collect(src)
			s.list = s.list[:0] // both are missing from the listing; only one is gone
			w.remove("/api/v2/opinions/1")
			w.pass(24 * time.Hour)
			if r := w.collect(src); r.Removed != 0 {
				t.Errorf("a listing without them: %+v", r)
			}
			w.pass(8 * 24 * time.Hour)
			if r := w.collect(src); r.Removed != 1 || !r.Full {
				t.Errorf("a sweep: %+v", r)
			}
			left := "annexe 2026-07-01 0 | why: A short title//cold"
			if how == "withdraw" {
				w.holds(left)
			} else {
				w.holds(left, "annexe 2026-07-01 0")
			}
			s.story(1, "kind", "RXX02") // put up again
			w.pass(8 * 24 * time.Hour)
			w.collect(src)
			if got := strings.Count(strings.Join(w.held(), "\n"), "kind"); got != 1 {
				t.Errorf("put up again: held %d times", got)
			}
			w.audited()
		})
	}
}

// TestSweepAsksOnlyForWhatItDidNotMeet has a clock that is more exact than what
// is stored.
func TestSweepAsksOnlyForWhatItDidNotMeet(t *testing.T) {
	w := newWorld(t)
	w.pass(123456789 * time.Nanosecond)
	s := newStories(w)
	s.story(1, "kind", "RXX02")
	s.story(2, "cold", "RXX02")
	src := w.source(careOpinionFile)
	for _, unmet := range []int{0, 1} {
		s.list = s.list[unmet:]
		w.asked = nil
		w.collect(src)
		for story, want := range map[string]int{"/api/v2/opinions/1": unmet, "/api/v2/opinions/2": 0} {
			asked := 0
			for _, uri := range w.asked {
				if uri == story {
					asked++
				}
			}
			if asked != want {
				t.Errorf("with %d stories left out of the listing, %s was asked for %d times, want %d", unmet, story, asked, want)
			}
		}
		w.pass(8 * 24 * time.Hour)
	}
}

func TestSweepFindsWhatListingsLeftOut(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	s.story(1, "kind", "RXX02")
	src := w.source(careOpinionFile)
	w.collect(src)
	late := s.story(2, "late", "RXX02") // published long ago, listed only now
	late["dateOfPublication"], late["dateOfSubmission"] = "2026-05-02T09:00:00Z", "2026-05-01T09:00:00Z"
	if r := w.collect(src); r.Taken != 0 {
		t.Errorf("within the overlap: %+v", r)
	}
	w.pass(8 * 24 * time.Hour)
	if r := w.collect(src); r.Taken != 1 {
		t.Errorf("a sweep: %+v", r)
	}
}

func TestWhatWasWithdrawnHereStaysAway(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	o := s.story(1, "Sister Ann was rude.", "RXX02")
	src := w.source(careOpinionFile)
	w.collect(src)
	found, err := w.store.FindResponses(t.Context(), "feed:co", []string{"1@annexe"})
	if err != nil {
		t.Fatal(err)
	}
	if err := collector.NewChanges(nil, w.store, w.store, w.clock).Withdraw(t.Context(), found["1@annexe"]); err != nil {
		t.Fatal(err)
	}
	o["body"] = "Sister Ann was very rude."
	for range 2 {
		if r := w.collect(src); r.Taken+r.Revised != 0 {
			t.Errorf("%+v", r)
		}
		w.holds()
	}
}

// TestCrashLosesAndRepeatsNothing lets the program die right after the ledger
// committed, at each of many steps, with edits in between.
func TestCrashLosesAndRepeatsNothing(t *testing.T) {
	w := newWorld(t)
	s := newStories(w)
	src := w.source(careOpinionFile)
	o := s.story(1, "version 0", "RXX02")
	crash := errors.New("killed")
	for n := 1; n <= 8; n++ {
		o["body"] = "version " + strconv.Itoa(n)
		if n%2 == 0 {
			w.answer("/api/v2/opinions/1/healthservices", `[{"nacs":"RYY"}]`)
		} else {
			w.answer("/api/v2/opinions/1/healthservices", `[{"nacs":"RXX02"},{"nacs":"RYY"}]`)
		}
		w.fail, w.failBefore = func() error { return crash }, n%4 < 2
		w.collectError(src, crash)
		if n%3 == 0 {
			w.fail = nil
			w.collect(src)
			if got := w.held(); len(got) != 1+n%2 || !strings.HasSuffix(got[0], o["body"].(string)) {
				t.Errorf("after crash %d: %q", n, got)
			}
		}
	}
	w.fail = nil
	w.collect(src)
	w.holds("rival 2026-07-01 0 | why: A short title//version 8")
	w.audited()
}

func TestMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                         "plain",
		"**kind** and *warm* staff":     "kind and warm staff",
		"# Thanks\n> quoted\n* one":     "Thanks\nquoted\n- one",
		"[the ward](https://x.example)": "the ward",
		"snake_case_name 5 * 3 * 2":     "snake_case_name 5 * 3 * 2",
		"_very_ good":                   "very good",
		`1\. not a list \*`:             "1. not a list *",
		"waited <5 min":                 "waited <5 min",
	} {
		if got := plainText(markdown(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
