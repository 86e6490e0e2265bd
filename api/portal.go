package api

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"earshot/feedback"
	"earshot/scorecard/disclosure"
	"earshot/scorecard/release"
)

// portalRoutes are what a national portal builds on.
func (s *server) portalRoutes() []route {
	const get = http.MethodGet
	return []route{
		{get, "/v1/scorecards", s.listScorecards, 0, usualTime},
		{get, "/v1/suggest", s.suggest, 0, usualTime},
		{get, "/v1/compare", s.compare, 0, usualTime},
		{get, "/compare", s.comparePage, 0, usualTime},
		{get, "/embed/{id}", s.embedPage, 0, usualTime},
		{get, "/oembed", s.oembed, 0, usualTime},
		{get, "/openapi.json", s.getOpenAPI, 0, usualTime},
		{get, "/about/api", s.apiPage, 0, usualTime},
	}
}

// cardsAnswer is a list of public cards.
type cardsAnswer struct {
	Window   string       `json:"window"`
	Months   []string     `json:"months"`
	Cards    []cardAnswer `json:"scorecards"`
	Next     string       `json:"next,omitempty"` // cursor of the next page
	Note     string       `json:"note"`
	SortedBy string       `json:"sort"`
}

// listScorecards is GET /v1/scorecards?window=&q=&level=&parent=&area=&code=&sort=&limit=&cursor=.
// It gives what is published, whoever asks.
func (s *server) listScorecards(w http.ResponseWriter, r *http.Request) error {
	span, err := spanOf(r)
	if err != nil {
		return err
	}
	v := r.URL.Query()
	q, err := parsePlaceQuery(v)
	if err != nil {
		return err
	}
	limit, err := limitOf(v)
	if err != nil {
		return err
	}
	e, dir := s.published.Current(), s.directory()
	found := s.listing.of(dir).find(q)
	order := cmp.Or(v.Get("sort"), "name")
	switch order {
	case "name":
	case "responses":
		sortByResponses(e, span, dir, found)
	default:
		return &feedback.FieldError{Field: "sort", Reason: "must be name or responses"}
	}
	part, next, err := page(found, v.Get("cursor"), limit)
	if err != nil {
		return err
	}
	a := cardsAnswer{Window: span.String(), Months: span.Of(e), Cards: []cardAnswer{}, Next: next, Note: comparisonNote, SortedBy: order}
	for _, p := range part {
		card := s.cardOf(e, refOf(dir, p).Scope, span)
		card.Place = new(toPlaceJSON(p))
		a.Cards = append(a.Cards, card)
	}
	return s.sendPublicJSON(w, r, a)
}

// sortByResponses sorts places by what is shown of them. Those that are hidden
// come last, by id, so that the order tells nothing of them.
func sortByResponses(e *release.Edition, span release.Span, dir *feedback.Directory, places []feedback.Place) {
	views := make(map[feedback.PlaceID]disclosure.View, len(places))
	for _, p := range places {
		views[p.ID] = e.Card(refOf(dir, p).Scope, span)
	}
	slices.SortFunc(places, func(a, b feedback.Place) int { return disclosure.Compare(views[a.ID], views[b.ID]) })
}

// limitOf reads how many places a page is to hold.
func limitOf(v url.Values) (int, error) {
	text := v.Get("limit")
	if text == "" {
		return usualPlaces, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostPlaces {
		return 0, &feedback.FieldError{Field: "limit", Reason: fmt.Sprintf("must be a whole number from 1 to %d", mostPlaces)}
	}
	return n, nil
}

// mostSuggested is how many places are suggested while somebody types.
const mostSuggested = 10

// suggestion is a place that somebody may mean.
type suggestion struct {
	ID    feedback.PlaceID `json:"id"`
	Name  string           `json:"name"`
	Level string           `json:"level"`
	Code  string           `json:"code,omitempty"`
	Where string           `json:"where,omitempty"` // what it is part of
	URL   string           `json:"url"`
}

type suggestAnswer struct {
	Suggestions []suggestion `json:"suggestions"`
}

// suggest is GET /v1/suggest?q=: places whose name, code or postcode is like what
// was typed.
func (s *server) suggest(w http.ResponseWriter, r *http.Request) error {
	words := strings.TrimSpace(r.URL.Query().Get("q"))
	if len(words) > 100 {
		return &feedback.FieldError{Field: "q", Reason: "must be at most 100 characters"}
	}
	a := suggestAnswer{Suggestions: []suggestion{}}
	if words != "" {
		dir := s.directory()
		found := s.listing.of(dir).find(placeQuery{words: words})
		for _, f := range above(dir, found[:min(mostSuggested, len(found))]) {
			a.Suggestions = append(a.Suggestions, suggestion{ID: f.Place.ID, Name: f.Place.Name, Level: f.Place.Level.String(), Code: string(f.Place.Code),
				Where: f.Above, URL: s.publicURL + "/p/" + string(f.Place.ID)})
		}
	}
	return s.sendPublicJSON(w, r, a)
}

// twoCards reads the two places that a request puts side by side.
func (s *server) twoCards(r *http.Request) (cards []cardAnswer, span release.Span, err error) {
	if span, err = spanOf(r); err != nil {
		return nil, span, err
	}
	e, dir := s.published.Current(), s.directory()
	for _, field := range []string{"a", "b"} {
		name := r.URL.Query().Get(field)
		if name == "" {
			return nil, span, &feedback.FieldError{Field: field, Reason: "is missing; give the id or code of a place"}
		}
		p, err := findPlace(dir, name)
		if err != nil {
			return nil, span, err
		}
		card := s.cardOf(e, refOf(dir, p).Scope, span)
		card.Place = new(toPlaceJSON(p))
		cards = append(cards, card)
	}
	return cards, span, nil
}

type compareAnswer struct {
	Note   string       `json:"note"` // first, since it is what matters most
	Window string       `json:"window"`
	Cards  []cardAnswer `json:"scorecards"`
}

// compare is GET /v1/compare?a=&b=&window=.
func (s *server) compare(w http.ResponseWriter, r *http.Request) error {
	cards, span, err := s.twoCards(r)
	if err != nil {
		return err
	}
	return s.sendPublicJSON(w, r, compareAnswer{comparisonNote, span.String(), cards})
}

type comparePlace struct {
	Card cardAnswer
	Rows []ratingRow
}

type compareData struct {
	Asked  bool
	A, B   string
	Places []comparePlace
	Span   string
	Note   string
}

// comparePage is GET /compare?a=&b=&window=.
func (s *server) comparePage(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	d := compareData{A: q.Get("a"), B: q.Get("b"), Note: comparisonNote}
	if d.Asked = d.A != "" && d.B != ""; d.Asked {
		cards, _, err := s.twoCards(r)
		if err != nil {
			return err
		}
		for _, c := range cards {
			d.Places = append(d.Places, comparePlace{c, ratingRows(&c.Figures)})
		}
		d.Span = spanText(cards[0].From, cards[0].To)
	}
	s.keepPublic(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "Two places side by side", NoIndex: true}, "compare.html", d)
}

// policyEmbed lets any page frame an embedded card.
const policyEmbed = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors *"

type embedData struct {
	Name, URL, Span, Demonstration string
	Card                           cardAnswer
}

// embedPage is GET /embed/{id}: a small card without scripts, to be framed.
func (s *server) embedPage(w http.ResponseWriter, r *http.Request) error {
	span, err := spanOf(r)
	if err != nil {
		return err
	}
	dir := s.directory()
	p, err := findPlace(dir, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	a := s.publicCard(refOf(dir, p).Scope, span)
	body, err := s.pages.render("embed.html", embedData{p.Name, s.publicURL + "/p/" + string(p.ID), spanText(a.From, a.To), s.demonstration, a})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", policyEmbed)
	w.Header().Del("Cross-Origin-Opener-Policy")
	return s.sendPublic(w, r, "text/html; charset=utf-8", body)
}

// Size of an embedded card in pixels.
const (
	embedWidth  = 360
	embedHeight = 260
)

// oembedAnswer is what oEmbed 1.0 says of a card.
type oembedAnswer struct {
	XMLName  xml.Name `json:"-" xml:"oembed"`
	Version  string   `json:"version" xml:"version"`
	Type     string   `json:"type" xml:"type"`
	Title    string   `json:"title" xml:"title"`
	Provider string   `json:"provider_name" xml:"provider_name"`
	URL      string   `json:"provider_url" xml:"provider_url"`
	CacheAge int      `json:"cache_age" xml:"cache_age"`
	Width    int      `json:"width" xml:"width"`
	Height   int      `json:"height" xml:"height"`
	HTML     string   `json:"html" xml:"html"`
}

// oembed is GET /oembed?url=&format=&maxwidth=&maxheight=.
func (s *server) oembed(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	rest, ours := strings.CutPrefix(q.Get("url"), s.publicURL+"/p/")
	if !ours {
		rest, ours = strings.CutPrefix(q.Get("url"), s.publicURL+"/embed/")
	}
	id, _, _ := strings.Cut(rest, "?")
	if !ours || strings.ContainsAny(id, "/#") {
		return fmt.Errorf("oembed: not a card of ours: %w", feedback.ErrNotFound)
	}
	p, err := findPlace(s.directory(), id)
	if err != nil {
		return err
	}
	a := oembedAnswer{Version: "1.0", Type: "rich", Title: p.Name + ": Friends and Family Test", Provider: s.publisher, URL: s.publicURL, CacheAge: 3600, Width: embedWidth, Height: embedHeight}
	for _, limit := range []struct {
		name string
		size *int
	}{{"maxwidth", &a.Width}, {"maxheight", &a.Height}} {
		n, err := natural(q.Get(limit.name), *limit.size)
		if err != nil {
			return &feedback.FieldError{Field: limit.name, Reason: "must be a whole number of pixels"}
		}
		*limit.size = min(*limit.size, n)
	}
	a.HTML = fmt.Sprintf(`<iframe src="%s/embed/%s" width="%d" height="%d" title="%s" loading="lazy" sandbox="allow-popups" style="border:0"></iframe>`,
		s.publicURL, p.ID, a.Width, a.Height, template.HTMLEscapeString(a.Title))
	switch q.Get("format") {
	case "", "json":
		return s.sendPublicJSON(w, r, a)
	case "xml":
		body, err := xml.Marshal(a)
		if err != nil {
			return err
		}
		return s.sendPublic(w, r, "text/xml; charset=utf-8", append([]byte(xml.Header), body...))
	}
	return &feedback.FieldError{Field: "format", Reason: "must be json or xml"}
}

// linkedData gives the head of a place's page: what it says for search engines
// as schema.org has it, and where its card can be embedded from.
func (s *server) linkedData(p feedback.Place, a *cardAnswer) (template.HTML, error) {
	address := s.publicURL + "/p/" + string(p.ID)
	place := map[string]any{"@context": "https://schema.org", "@type": "MedicalOrganization", "@id": address + "#place", "name": p.Name, "url": address}
	if p.Code != "" {
		place["identifier"] = map[string]any{"@type": "PropertyValue", "propertyID": "https://fhir.nhs.uk/Id/ods-organization-code", "value": p.Code}
	}
	set := map[string]any{"@type": "Dataset", "name": "Friends and Family Test: " + p.Name, "description": "What patients answered, by month, as published. " + comparisonNote,
		"url": address, "license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "creator": map[string]any{"@type": "Organization", "name": s.publisher},
		"temporalCoverage": a.From + "/" + a.To, "isAccessibleForFree": true,
		"distribution": []map[string]any{{"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": s.publicURL + "/v1/scorecards/" + string(p.ID)}}}
	if a.PercentPositive != nil {
		set["variableMeasured"] = []map[string]any{{"@type": "PropertyValue", "name": "Percentage positive", "value": *a.PercentPositive, "unitText": "%"},
			{"@type": "PropertyValue", "name": "Total responses", "value": *a.Responses}}
	}
	place["subjectOf"] = set
	b, err := json.Marshal(place) // which writes <, > and & so that they cannot end the element
	if err != nil {
		return "", fmt.Errorf("linked data: %w", err)
	}
	oembed := s.publicURL + "/oembed?url=" + url.QueryEscape(address)
	return template.HTML(`<link rel="alternate" type="application/json+oembed" href="` + template.HTMLEscapeString(oembed) + `" title="` + template.HTMLEscapeString(p.Name) + `">` +
		"\n" + `<script type="application/ld+json">` + string(b) + `</script>`), nil
}
