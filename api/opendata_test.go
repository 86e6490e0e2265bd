package api

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"earshot/feedback"
)

// TestEveryFileIsThere follows every link of the page of open data and of the
// catalogue.
func TestEveryFileIsThere(t *testing.T) {
	w := lively(t)
	page := w.do(http.MethodGet, "/data", "").Body.String()
	links := regexp.MustCompile(`href="(/[^"#]*)"`).FindAllStringSubmatch(page, -1)
	catalogue := w.do(http.MethodGet, "/data.json", "").Body.String()
	links = append(links, regexp.MustCompile(`"https://earshot.example(/[^"#]*)"`).FindAllStringSubmatch(catalogue, -1)...)
	seen := map[string]bool{}
	for _, l := range links {
		if seen[l[1]] {
			continue
		}
		seen[l[1]] = true
		if rec := w.do(http.MethodGet, l[1], ""); rec.Code != http.StatusOK || rec.Body.Len() == 0 {
			t.Errorf("%s: %d %s", l[1], rec.Code, rec.Header().Get("Content-Type"))
		}
	}
	if len(seen) < 25 {
		t.Errorf("only %d links", len(seen))
	}
	head := w.do(http.MethodHead, "/data.json", "")
	if head.Code != http.StatusOK || head.Body.Len() != 0 {
		t.Errorf("HEAD /data.json: %d, %d bytes", head.Code, head.Body.Len())
	}
	for path, kind := range map[string]string{"/catalog.jsonld": "application/ld+json", "/catalog.ttl": "text/turtle", "/catalog.rdf": "application/rdf+xml",
		"/data/fft-2026-11.csv": "text/csv", "/data/fft-inpatient-2026-11.xlsx": "application/vnd.openxmlformats"} {
		if got := w.do(http.MethodGet, path, "").Header().Get("Content-Type"); !strings.HasPrefix(got, kind) {
			t.Errorf("%s is %q", path, got)
		}
	}
	if rec := w.do(http.MethodGet, "/data/fft-2020-01.csv", ""); rec.Code != http.StatusNotFound {
		t.Errorf("a month that was not published: %d", rec.Code)
	}
}

// TestCKANOverHTTP asks as CKAN's clients do: parameters in the address, in a
// form, in JSON, on a POST without a body.
func TestCKANOverHTTP(t *testing.T) {
	w := lively(t)
	type envelope struct {
		Help    string
		Success bool
		Result  json.RawMessage
		Error   map[string]any
	}
	var list struct {
		Results []struct{ Resources []struct{ ID string } }
	}
	e := decode[envelope](t, w.do(http.MethodGet, "/api/3/action/package_search?rows=1&q=results", ""))
	if err := json.Unmarshal(e.Result, &list); err != nil || !e.Success || len(list.Results) != 1 {
		t.Fatalf("%v %+v", err, e)
	}
	id := list.Results[0].Resources[0].ID
	ask := func(method, path, body string, headers ...string) {
		t.Helper()
		rec := w.do(method, path, body, headers...)
		if e := decode[envelope](t, rec); rec.Code != http.StatusOK || !e.Success || !strings.Contains(string(e.Result), `"Skylark Ward`) || strings.Count(string(e.Result), `"_id":`) != 1 {
			t.Errorf("%s %s: %d %.300s", method, path, rec.Code, rec.Body)
		}
	}
	filters := `{"level":"ward","setting":"all","name":"Skylark Ward & Day Unit"}`
	query := "?resource_id=" + id + "&filters=%7B%22level%22%3A%22ward%22%2C%22setting%22%3A%22all%22%2C%22place_id%22%3A%22" + string(testWard) + "%22%7D"
	ask(http.MethodGet, "/api/3/action/datastore_search"+query, "")
	ask(http.MethodPost, "/api/3/action/datastore_search"+query, "")
	ask(http.MethodPost, "/api/action/datastore_search", `{"resource_id":"`+id+`","filters":`+filters+`,"limit":5}`, "Content-Type", "application/json")
	ask(http.MethodPost, "/api/3/action/datastore_search", "resource_id="+id+"&q=skylark&filters=%7B%22setting%22%3A%22all%22%7D", "Content-Type", "application/x-www-form-urlencoded")
	for _, k := range []struct {
		path, want string
		status     int
	}{{"package_show?id=none", `"__type":"Not Found Error"`, 404}, {"package_show", `"__type":"Validation Error"`, 409}, {"bed_show", `"Bad request - Action name not known: bed_show"`, 400}} {
		rec := w.do(http.MethodGet, "/api/3/action/"+k.path, "")
		if rec.Code != k.status || !strings.Contains(rec.Body.String(), k.want) {
			t.Errorf("%s: %d %s", k.path, rec.Code, rec.Body)
		}
	}
	if rec := w.do(http.MethodPost, "/api/3/action/package_list", "{", "Content-Type", "application/json"); rec.Code != http.StatusBadRequest || !strings.HasPrefix(rec.Body.String(), `"Bad request`) {
		t.Errorf("bad JSON: %d %s", rec.Code, rec.Body)
	}
}

func TestFingertipsOverHTTP(t *testing.T) {
	w := lively(t)
	for path, want := range map[string]string{
		"/api/all_data/csv/by_indicator_id?indicator_ids=980001&child_area_type_id=9801&parent_area_type_id=15&include_sortable_time_periods=yes&timestamp=1": "E92000001",
		"/api/indicator_metadata/by_indicator_id?indicator_ids=980001":                                                                                        `"IID":980001`,
		"/api/indicator_metadata/all":                                      `"980003"`,
		"/api/indicator_metadata/csv/by_indicator_id?indicator_ids=980002": "percentage negative",
		"/api/areas/by_area_type?area_type_id=9803":                        "Skylark",
		"/api/indicator_search?search_text=positive":                       "980001",
		"/api/profiles": "Friends and Family",
		"/api/parent_to_child_areas?child_area_type_id=9803&parent_area_type_id=9801": "RX1",
	} {
		if rec := w.do(http.MethodGet, path, ""); rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s: %d %.200s", path, rec.Code, rec.Body)
		}
	}
	for _, path := range []string{"/api/all_data/csv/by_indicator_id?child_area_type_id=9801", "/api/all_data/csv/by_indicator_id?indicator_ids=980001", "/api/areas/by_area_type?area_type_id=1"} {
		if rec := w.do(http.MethodGet, path, ""); rec.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
	if rec := w.do(http.MethodGet, "/api/nothing", ""); rec.Code != http.StatusNotFound {
		t.Errorf("unknown: %d", rec.Code)
	}
}

// TestFHIRPages reads every report a page at a time.
func TestFHIRPages(t *testing.T) {
	w := lively(t)
	next, n := "/fhir/MeasureReport?measure=fft-980001&_count=3", 0
	for next != "" && n < 100 {
		b := decode[struct {
			Total int
			Link  []struct{ Relation, URL string }
			Entry []struct{ Resource struct{ ID string } }
		}](t, w.do(http.MethodGet, next, ""))
		n += len(b.Entry)
		next = ""
		for _, l := range b.Link {
			if l.Relation == "next" {
				next = strings.TrimPrefix(l.URL, "https://earshot.example")
			}
		}
		if next == "" && n != b.Total {
			t.Errorf("%d reports of %d", n, b.Total)
		}
	}
	if n < 9 {
		t.Errorf("%d reports", n)
	}
	if rec := w.do(http.MethodGet, "/fhir/MeasureReport?measure=bed", ""); rec.Code != http.StatusBadRequest {
		t.Errorf("unknown measure: %d", rec.Code)
	}
	if rec := w.do(http.MethodGet, "/fhir/Organization/"+string(testSite), ""); !strings.Contains(rec.Body.String(), `"value":"RX101"`) {
		t.Errorf("organization: %s", rec.Body)
	}
}

// TestSmallNumbersAreNowhere publishes a ward of three beside one of forty. Both
// must be hidden in every form, since England's total is shown.
func TestSmallNumbersAreNowhere(t *testing.T) {
	w := newWorld(t)
	w.answers(testWard, 40, 1, "", "sms")
	w.answers(testOtherW, 3, 5, "", "telephone")
	w.publish()
	for _, id := range []feedback.PlaceID{testWard, testOtherW, testTrust, testOther} {
		a := decode[cardAnswer](t, w.do(http.MethodGet, "/v1/scorecards/"+string(id), ""))
		if !a.Suppressed || a.Marker != "[c]" || a.Responses != nil || a.Counts != nil || a.Modes != nil || a.Themes != nil {
			t.Errorf("%s: %+v", id, a)
		}
		for _, path := range []string{"/data/fft-2026-11.csv", "/api/all_data/csv/by_indicator_id?indicator_ids=980003&child_area_type_id=9803"} {
			for line := range strings.Lines(w.do(http.MethodGet, path, "").Body.String()) {
				if strings.Contains(line, ","+string(id)+",") && regexp.MustCompile(`,(3|40|100),`).MatchString(line) {
					t.Errorf("%s: %s", path, line)
				}
			}
		}
	}
	if a := decode[cardAnswer](t, w.do(http.MethodGet, "/v1/england", "")); *a.Responses != 43 {
		t.Errorf("England: %+v", a)
	}
}
