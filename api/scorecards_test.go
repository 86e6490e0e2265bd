package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
)

func TestScorecard(t *testing.T) {
	w := newWorld(t)
	w.answers(testWard, 6, 1, "Kind staff", "sms")
	w.answers(testWard, 3, 4, "Long wait", "online")
	w.answers(testWard, 1, 6, "", "sms")
	w.publish()
	for _, id := range []string{string(testWard), "LARK", "lark", string(testSite), "RX101", string(testTrust), string(testICB)} {
		rec := w.do(http.MethodGet, "/v1/scorecards/"+id+"?window=2026-11", "")
		if rec.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", id, rec.Code, rec.Body)
		}
		a := decode[cardAnswer](t, rec)
		if a.Suppressed || a.View != "public" || *a.Responses != 10 || *a.PercentPositive != 60 || *a.PercentNegative != 30 {
			t.Errorf("%s: %s", id, rec.Body)
		}
		if *a.Counts != (RatingCounts{VeryGood: 6, Poor: 3, DontKnow: 1}) {
			t.Errorf("%s: counts %+v", id, a.Counts)
		}
		if a.From != "2026-11-01" || a.To != "2026-11-30" || a.Window != "2026-11" || a.AsOf == nil || a.Note != comparisonNote {
			t.Errorf("%s: %s to %s, window %s, as of %v", id, a.From, a.To, a.Window, a.AsOf)
		}
		if strings.Contains(rec.Body.String(), "flagged") {
			t.Errorf("%s: danger signs are public", id)
		}
	}
	for path, want := range map[string]string{"/v1/areas/E06000099/summary": `"name":"Saltmarsh"`, "/v1/england": `"nation":"England"`} {
		rec := w.do(http.MethodGet, path, "")
		if a := decode[cardAnswer](t, rec); rec.Code != http.StatusOK || *a.Responses != 10 || !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body)
		}
	}
}

// TestScorecardGolden holds the bytes of a public and a live card.
func TestScorecardGolden(t *testing.T) {
	w := newWorld(t)
	w.answers(testWard, 40, 1, "Staff were kind and the ward was clean", "sms")
	w.answers(testWard, 12, 4, "We waited four hours", "online")
	w.answers(testWard, 3, 2, "Could not park", "paper_home")
	w.answers(testWard, 2, 6, "", "sms")
	w.publish()
	golden(t, "testdata/card-public.json", w.do(http.MethodGet, "/v1/scorecards/LARK?window=2026-11", "").Body.Bytes())
	token := w.key(ledger.RoleProvider, []feedback.PlaceID{testTrust})
	golden(t, "testdata/card-live.json", w.do(http.MethodGet, "/v1/scorecards/LARK?window=2026-11", "", "Authorization", "Bearer "+token).Body.Bytes())
}

func TestNoAnswersIsNoPercentage(t *testing.T) {
	w := newWorld(t)
	w.answers(testOtherW, 10, 1, "", "sms")
	w.publish()
	rec := w.do(http.MethodGet, "/v1/scorecards/LARK", "")
	if !strings.Contains(rec.Body.String(), `"responses":0,"percent_positive":null,"percent_negative":null`) ||
		!strings.Contains(rec.Body.String(), `"suppressed":false`) {
		t.Errorf("got %s", rec.Body)
	}
}

// TestSmallCardShowsNothing checks that for 1 to 4 answers no public form of a
// card, JSON or page, differs by what was answered.
func TestSmallCardShowsNothing(t *testing.T) {
	paths := []string{"/v1/scorecards/LARK", "/p/" + string(testWard), "/v1/areas/E06000099/summary", "/areas/E06000099", "/v1/england", "/england"}
	seen := make(map[string]string)
	for n := 1; n < smallest; n++ {
		for rating := 1; rating <= 6; rating++ {
			w := newWorld(t)
			w.answers(testWard, n, rating, strings.Repeat("Lovely. ", rating), "paper_home")
			w.publish()
			for _, path := range paths {
				body := w.do(http.MethodGet, path, "").Body.String()
				if !strings.Contains(body, "Fewer than 5 people answered") {
					t.Fatalf("%d answers: %s does not say why it shows nothing: %s", n, path, body)
				}
				if before, ok := seen[path]; ok && before != body {
					t.Errorf("%s tells %d answers of %d apart", path, n, rating)
				}
				seen[path] = body
			}
		}
	}
}

func TestWhoSeesLiveFigures(t *testing.T) {
	w := newWorld(t)
	w.answers(testWard, 2, 5, "I was in danger", "sms")
	place, area, england := "/v1/scorecards/LARK", "/v1/areas/E06000099/summary", "/v1/england"
	tests := []struct {
		name  string
		token string
		live  string // the paths that show live figures
	}{
		{"partner", w.key(ledger.RolePartner, nil), ""},
		{"own provider", w.key(ledger.RoleProvider, []feedback.PlaceID{testTrust}), place},
		{"own ward", w.key(ledger.RoleProvider, []feedback.PlaceID{testWard}), place},
		{"other provider", w.key(ledger.RoleProvider, []feedback.PlaceID{testOther}), ""},
		{"provider that names an area", w.key(ledger.RoleProvider, []feedback.PlaceID{testTrust}, testArea), place},
		{"own healthwatch", w.key(ledger.RoleHealthwatch, nil, testArea), area},
		{"other healthwatch", w.key(ledger.RoleHealthwatch, nil, "E10000098"), ""},
		{"operator", w.key(ledger.RoleOperator, nil), place + area + england},
		{"operator of one place", w.key(ledger.RoleOperator, []feedback.PlaceID{testSite}), place},
	}
	for _, tt := range tests {
		for _, path := range []string{place, area, england} {
			rec := w.do(http.MethodGet, path, "", "Authorization", "Bearer "+tt.token)
			a := decode[cardAnswer](t, rec)
			kind := "live"
			if strings.HasSuffix(tt.name, "healthwatch") {
				kind = "shared" // small numbers stay hidden
			}
			if live := strings.Contains(tt.live, path); live != (a.View == kind) || kind == "live" && live == a.Suppressed {
				t.Errorf("%s: %s: view %s, suppressed %v", tt.name, path, a.View, a.Suppressed)
			}
			if a.View == "live" && (*a.Responses != 2 || *a.Flagged != 2 || rec.Header().Get("Cache-Control") != "private, no-store") {
				t.Errorf("%s: %s: %s", tt.name, path, rec.Body)
			}
		}
	}
	if rec := w.do(http.MethodGet, place, "", "Authorization", "Bearer esk_wrong"); rec.Code != http.StatusUnauthorized {
		t.Errorf("a wrong key is answered as the public: %d", rec.Code)
	}
}

func TestPlaces(t *testing.T) {
	w := newWorld(t)
	tests := []struct {
		query string
		want  string // public codes in order
	}{
		{"", "SALT-ICB SALTMARSH WEALD GENERAL FINCH ORCHARD LARK"},
		{"q=salt", "SALT-ICB SALTMARSH GENERAL"},
		{"q=ward+sky", "LARK"},
		{"q=rx1", "SALTMARSH GENERAL"},
		{"level=ward", "FINCH ORCHARD LARK"},
		{"parent=" + string(testSite), "FINCH LARK"},
		{"code=RX101", "GENERAL"},
		{"area=e06000099", "GENERAL"},
		{"q=nothing", ""},
	}
	for _, tt := range tests {
		rec := w.do(http.MethodGet, "/v1/places?"+tt.query, "")
		if got := codes(decode[placesAnswer](t, rec).Places); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.query, got, tt.want)
		}
	}
	for query, field := range map[string]string{"level=bed": "level", "limit=0": "limit", "limit=501": "limit", "limit=x": "limit", "cursor=zzz": "cursor", "area=Kent": "area"} {
		rec := w.do(http.MethodGet, "/v1/places?"+query, "")
		if p := decode[problem](t, rec); rec.Code != http.StatusBadRequest || len(p.Errors) != 1 || p.Errors[0].Field != field {
			t.Errorf("%s: %d %+v", query, rec.Code, p)
		}
	}
}

func codes(ps []placeJSON) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.PublicCode)
	}
	return strings.Join(out, " ")
}

func TestPlacesPages(t *testing.T) {
	w := newWorld(t)
	all := codes(decode[placesAnswer](t, w.do(http.MethodGet, "/v1/places", "")).Places)
	for limit := 1; limit <= 8; limit++ {
		var got []placeJSON
		cursor, pages := "", 0
		for {
			a := decode[placesAnswer](t, w.do(http.MethodGet, fmt.Sprintf("/v1/places?limit=%d&cursor=%s", limit, cursor), ""))
			got = append(got, a.Places...)
			if pages++; a.Next == "" || pages > 10 {
				break
			}
			cursor = a.Next
		}
		if codes(got) != all {
			t.Errorf("limit %d: got %s", limit, codes(got))
		}
	}
}

func TestPlace(t *testing.T) {
	w := newWorld(t)
	a := decode[placeAnswer](t, w.do(http.MethodGet, "/v1/places/FINCH", ""))
	if codes(a.Path) != "SALT-ICB SALTMARSH GENERAL" || len(a.Versions) != 2 || codes(a.SucceedBy) != "LARK" || !a.Closed || a.AnswersNow || a.Area != testArea || a.AreaName != "Saltmarsh" {
		t.Errorf("got %+v", a)
	}
	a = decode[placeAnswer](t, w.do(http.MethodGet, "/v1/places/"+string(testSite), ""))
	if codes(a.Children) != "FINCH LARK" || a.Links["form"] != "https://earshot.example/f/GENERAL" {
		t.Errorf("got %+v", a)
	}
	if rec := w.do(http.MethodGet, "/v1/places/nowhere", ""); rec.Code != http.StatusNotFound {
		t.Errorf("unknown place: %d", rec.Code)
	}
}

func TestBadWindow(t *testing.T) {
	w := newWorld(t)
	paths := []string{"/v1/scorecards/LARK", "/v1/scorecards", "/v1/areas/E06000099/summary", "/v1/england", "/v1/compare?a=LARK&b=ORCHARD",
		"/embed/" + string(testWard), "/p/" + string(testWard), "/england", "/areas/E06000099", "/compare?a=LARK&b=ORCHARD"}
	for _, window := range []string{"8d", "today", "7d", "30d", "90d", "365d"} {
		for _, path := range paths {
			to := path + "?window=" + window
			if strings.Contains(path, "?") {
				to = path + "&window=" + window
			}
			rec := w.do(http.MethodGet, to, "")
			if rec.Code != 400 {
				t.Errorf("%s: %d", to, rec.Code)
			}
			if !strings.HasPrefix(path, "/v1/") {
				continue
			}
			p := decode[problem](t, rec)
			if !strings.HasPrefix(p.Detail, "window: must be 1m, 3m, 12m or a month such as 2026-10") || window != "8d" && !strings.Contains(p.Detail, window+" is a window of live figures") {
				t.Errorf("%s: %q", to, p.Detail)
			}
		}
	}
	token := w.key(ledger.RoleProvider, []feedback.PlaceID{testTrust})
	for window, view := range map[string]string{"": "live", "7d": "live", "2026-11": "live", "1m": "public", "12m": "public"} {
		a := decode[cardAnswer](t, w.do(http.MethodGet, "/v1/scorecards/LARK?window="+window, "", "Authorization", "Bearer "+token))
		if a.View != view || window != "" && a.Window != window {
			t.Errorf("with a key, %q gives the %s card of %s", window, a.View, a.Window)
		}
	}
}
