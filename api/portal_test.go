package api

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"
)

func TestListScorecards(t *testing.T) {
	w := lively(t)
	a := decode[cardsAnswer](t, w.do(http.MethodGet, "/v1/scorecards?level=ward&window=2026-11", ""))
	if len(a.Cards) != 3 || a.Cards[0].Place.Name != "Finch Ward" || a.Note != comparisonNote || a.Months[0] != "2026-11" {
		t.Fatalf("got %+v", a)
	}
	a = decode[cardsAnswer](t, w.do(http.MethodGet, "/v1/scorecards?level=ward&sort=responses", ""))
	var order []string
	for _, c := range a.Cards {
		order = append(order, c.Place.Name)
	}
	last := a.Cards[len(a.Cards)-1]
	if !last.Suppressed {
		t.Errorf("a hidden card is not last: %v", order)
	}
	var names []string
	for cursor, n := "", 0; n < 20; n++ {
		a := decode[cardsAnswer](t, w.do(http.MethodGet, "/v1/scorecards?limit=2&sort=responses&cursor="+cursor, ""))
		for _, c := range a.Cards {
			names = append(names, c.Place.Name)
		}
		if cursor = a.Next; cursor == "" {
			break
		}
	}
	if len(names) != 7 {
		t.Errorf("pages give %v", names)
	}
	if rec := w.do(http.MethodGet, "/v1/scorecards?sort=best", ""); rec.Code != http.StatusBadRequest {
		t.Errorf("a league table is given: %d", rec.Code)
	}
}

func TestSuggest(t *testing.T) {
	w := newWorld(t)
	a := decode[suggestAnswer](t, w.do(http.MethodGet, "/v1/suggest?q=sky", ""))
	if len(a.Suggestions) != 1 || a.Suggestions[0].ID != testWard || a.Suggestions[0].Where != "Saltmarsh General, Saltmarsh Hospitals NHS Trust" {
		t.Errorf("got %+v", a)
	}
	if a := decode[suggestAnswer](t, w.do(http.MethodGet, "/v1/suggest?q=", "")); a.Suggestions == nil || len(a.Suggestions) != 0 {
		t.Errorf("nothing typed gives %+v", a)
	}
}

func TestCompare(t *testing.T) {
	w := lively(t)
	rec := w.do(http.MethodGet, "/v1/compare?a=LARK&b=ORCHARD&window=12m", "")
	a := decode[compareAnswer](t, rec)
	if len(a.Cards) != 2 || a.Cards[0].Place.ID != testWard || !strings.HasPrefix(rec.Body.String(), `{"note":"The Friends and Family Test does not`) {
		t.Errorf("got %s", rec.Body)
	}
	for path, status := range map[string]int{"/v1/compare?a=LARK": 400, "/v1/compare?a=LARK&b=nowhere": 404, "/compare": 200, "/compare?a=LARK&b=ORCHARD": 200} {
		rec := w.do(http.MethodGet, path, "")
		if rec.Code != status || status == 200 && !strings.Contains(rec.Body.String(), comparisonNote) {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
}

func TestEmbed(t *testing.T) {
	w := lively(t)
	rec := w.do(http.MethodGet, "/embed/LARK", "")
	body := rec.Body.String()
	if rec.Code != http.StatusOK || strings.Contains(body, "<script") || !strings.Contains(body, "Skylark Ward &amp; Day Unit") || !strings.Contains(rec.Header().Get("Content-Security-Policy"), "frame-ancestors *") {
		t.Errorf("%d %v %s", rec.Code, rec.Header(), body)
	}
	if policy := w.do(http.MethodGet, "/p/"+string(testWard), "").Header().Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("a whole page can be framed: %s", policy)
	}
	address := "https%3A%2F%2Fearshot.example%2Fp%2F" + string(testWard)
	o := decode[oembedAnswer](t, w.do(http.MethodGet, "/oembed?url="+address+"&maxwidth=300", ""))
	if o.Version != "1.0" || o.Type != "rich" || o.Width != 300 || !strings.Contains(o.HTML, `src="https://earshot.example/embed/`+string(testWard)+`"`) {
		t.Errorf("got %+v", o)
	}
	var x oembedAnswer
	if err := xml.Unmarshal(w.do(http.MethodGet, "/oembed?format=xml&url="+address, "").Body.Bytes(), &x); err != nil || x.Title == "" {
		t.Errorf("as XML: %+v %v", x, err)
	}
	for _, bad := range []string{"https%3A%2F%2Felsewhere.example%2Fp%2F" + string(testWard), "", "https%3A%2F%2Fearshot.example%2Fp%2Fnowhere"} {
		if rec := w.do(http.MethodGet, "/oembed?url="+bad, ""); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", bad, rec.Code)
		}
	}
}

// TestLinkedData reads what a page says to search engines.
func TestLinkedData(t *testing.T) {
	w := lively(t)
	page := w.do(http.MethodGet, "/p/"+string(testWard), "").Body.String()
	_, rest, ok := strings.Cut(page, `<script type="application/ld+json">`)
	text, _, ok2 := strings.Cut(rest, "</script>")
	var v map[string]any
	if err := json.Unmarshal([]byte(text), &v); !ok || !ok2 || err != nil {
		t.Fatalf("%v %s", err, text)
	}
	if v["name"] != "Skylark Ward & Day Unit" || !strings.Contains(text, `"Percentage positive"`) {
		t.Errorf("got %s", text)
	}
	hidden := w.do(http.MethodGet, "/p/"+string(testOtherW), "").Body.String()
	if strings.Contains(hidden, "variableMeasured") {
		t.Error("a hidden card tells its figures to search engines")
	}
}
