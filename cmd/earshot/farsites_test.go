package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// sites are five places on the web where patients speak of their care. Once
// grown, stories on them have been edited, withdrawn and removed.
type sites struct {
	server *httptest.Server
	at     time.Time // when everything was said

	mu    sync.Mutex
	grown bool
	mood  func() bool // whether to break off instead of answering; may be nil
}

func newSites(t testing.TB, at time.Time) *sites {
	s := &sites{at: at.UTC().Truncate(time.Second)}
	s.server = httptest.NewServer(s)
	t.Cleanup(s.server.Close)
	return s
}

func (s *sites) grow() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.grown = true
}

// sources writes the source files and gives their folder.
func (s *sites) sources(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	// Everything is read at every run, as a sweep does, so that what was taken
	// down is found out about.
	const usual = `"internal":true,"sweep_every":"1us","credit":{"name":"NAME","licence":"CC BY 4.0","url":"https://stories.example/"},"consent_to_publish":true`
	for name, rest := range map[string]string{
		"opinions": `"kind":"care_opinion","url":"URL/api/v2","key_env":"EARSHOT_TEST_FEED_KEY","rate":5`,
		"reviews":  `"kind":"nhs_uk","url":"URL/comments","key_env":"EARSHOT_TEST_FEED_KEY","params":{"odsCode":"ZZA02"},"rate":20`,
		"forum":    `"kind":"feed","url":"URL/rss","place":"ELM","rate":20`,
		"records": `"kind":"fhir","url":"URL/r4","key_env":"EARSHOT_TEST_FEED_KEY","rate":20,"place":"ASH",
			"questionnaire":{"rating":"q1","comments":{"q2":"what_good"},"place":"ward"}`,
		"website": `"kind":"pages","url":"URL/stories","rate":20,"place":"ASH","page":{"item":"article","body":{"select":"p"},
			"date":{"select":"time","attr":"datetime"},"link":{"select":"a","attr":"href"},"place":{"select":"b"},"rating":{"select":"i"}}`,
	} {
		file := `{"name":"` + name + `",` + strings.ReplaceAll(rest, "URL", s.server.URL) + `,` + strings.ReplaceAll(usual, "NAME", name) + `}`
		if err := os.WriteFile(filepath.Join(dir, name+".json"), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// feedKey is the key of those that need one, and how the collector finds it.
const feedKey = "EARSHOT_TEST_FEED_KEY=s3cret"

// ServeHTTP answers for all five.
func (s *sites) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	grown, lost := s.grown, s.mood != nil && s.mood()
	s.mu.Unlock()
	if lost {
		panic(http.ErrAbortHandler)
	}
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, "/api/v2/opinions"):
		s.opinions(w, r, grown)
	case path == "/comments/Comments":
		s.reviews(w, r, grown)
	case path == "/rss":
		s.forum(w, grown)
	case path == "/r4/QuestionnaireResponse": // a single answer is not asked for, since the list has them all
		s.records(w, r, grown)
	case path == "/stories":
		s.website(w)
	default:
		http.NotFound(w, r)
	}
}

func writeJSONText(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}

// opinions speaks as Care Opinion does: story 1 is about two wards and rates
// one of them, 2 is edited later, 3 is withdrawn later.
func (s *sites) opinions(w http.ResponseWriter, r *http.Request, grown bool) {
	if r.Header.Get("Authorization") != "SUBSCRIPTION_KEY s3cret" {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	base := s.server.URL + "/api/v2/opinions/"
	bodies := map[int]string{1: "Both wards looked after my father", 2: "The drugs trolley came late", 3: "I would rather not say this"}
	services := map[int][]string{1: {"ash", "FIR"}, 2: {"Elm"}, 3: {"ASH"}}
	if grown {
		bodies[2] = "The drugs trolley came late but was complete"
		delete(bodies, 3)
	}
	story := func(id int) map[string]any {
		return map[string]any{"id": id, "title": "", "body": bodies[id], "dateOfSubmission": s.at, "dateOfPublication": s.at, "criticality": nil,
			"links": []map[string]any{{"relation": "healthservices", "link": fmt.Sprint(base, id, "/healthservices")}, {"rel": "ratings", "href": fmt.Sprint(base, id, "/ratings")}}}
	}
	var id int
	var rest string
	fmt.Sscanf(strings.TrimPrefix(r.URL.Path, "/api/v2/opinions/"), "%d/%s", &id, &rest)
	switch {
	case id == 0 && r.URL.Query().Get("skip") != "0":
		writeJSONText(w, []any{})
	case id == 0:
		list := []any{}
		for id := 1; id <= 3; id++ {
			if bodies[id] != "" {
				list = append(list, story(id))
			}
		}
		writeJSONText(w, append(list, "Sorry! Something went wrong."))
	case bodies[id] == "":
		http.NotFound(w, r)
	case rest == "healthservices":
		list := []any{}
		for _, c := range services[id] {
			list = append(list, map[string]any{"nacs": c, "name": nil, "organisation": "ZZA"})
		}
		writeJSONText(w, list)
	case rest == "ratings" && id == 1:
		writeJSONText(w, map[string]any{"healthserviceNacs": "FIR", "ratings": []map[string]any{
			{"questionText": "Overall, how was your experience of our service?", "score": 5, "scoreText": "Very good"}}})
	case rest == "":
		writeJSONText(w, story(id))
	default:
		http.NotFound(w, r)
	}
}

// reviews speaks as NHS.UK does: review a2 is removed later.
func (s *sites) reviews(w http.ResponseWriter, r *http.Request, grown bool) {
	q := r.URL.Query()
	if r.Header.Get("subscription-key") != "s3cret" || q.Get("odsCode") != "ZZA02" {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	list := []any{}
	add := func(id, text, removed string) {
		if q.Get("offset") == "0" && q.Get("status") == removed {
			list = append(list, map[string]any{"comment": map[string]any{"commentId": id, "odsCode": "zza02", "commentOriginalURL": "https://reviews.example/" + id,
				"commentText": text, "dateSubmitted": s.at.Format("2006-01-02T15:04:05"), "status": removed, "sentimentScore": 0,
				"ratings": []map[string]any{{"question": "How likely are you to recommend us?", "rating": 5}}}, "response": nil})
		}
	}
	add("a1", "Plenty of parking", "published")
	add("a2", "Name of somebody", map[bool]string{false: "published", true: "removed"}[grown])
	writeJSONText(w, map[string]any{"comments": list})
}

// forum is an RSS feed with an item that is edited later.
func (s *sites) forum(w http.ResponseWriter, grown bool) {
	words := "The food was cold"
	if grown {
		words = "The food was cold on Monday, hot since"
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><link>https://forum.example/</link>
		<item><guid>f1</guid><description>%s</description><pubDate>%s</pubDate></item></channel></rss>`, words, s.at.Format(time.RFC1123Z))
}

// records is a FHIR server: the second answer was entered in error, as is found
// out later.
func (s *sites) records(w http.ResponseWriter, r *http.Request, grown bool) {
	if r.Header.Get("Authorization") != "Bearer s3cret" {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	entry := func(id, status, ward, rating, words string) map[string]any {
		return map[string]any{"resource": map[string]any{"resourceType": "QuestionnaireResponse", "id": id, "status": status, "authored": s.at,
			"meta": map[string]any{"lastUpdated": s.at}, "item": []map[string]any{
				{"linkId": "q1", "answer": []any{map[string]any{"valueCoding": map[string]any{"display": rating}}}},
				{"linkId": "q2", "answer": []any{map[string]any{"valueString": words}}},
				{"linkId": "ward", "answer": []any{map[string]any{"valueReference": map[string]any{"identifier": map[string]any{"value": ward}}}}}}}}
	}
	status := map[bool]string{false: "completed", true: "entered-in-error"}[grown]
	writeJSONText(w, map[string]any{"resourceType": "Bundle", "type": "searchset", "entry": []any{
		entry("q1", "completed", "FIR", "Good", "They knew my history"), entry("q2", status, "FIR", "Very poor", "Meant for another patient")}})
}

// website is a page with one story.
func (s *sites) website(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><article><p>Signs were hard to follow</p><time datetime="%s"></time><a href="/stories/1">more</a><b>Elm</b><i>Poor</i></article>`,
		s.at.Format("2006-01-02"))
}
