package api

import (
	"encoding"
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"earshot/scorecard"
)

// operation is what the description says of one address of the API. Answers are
// Go types, from which their schemas are made, so that they cannot drift.
type operation struct {
	method, path string
	tag          string
	summary      string
	params       []param
	keyed        bool // a key is needed
	body         map[string]any
	answers      map[int]any       // status → value of the type answered
	other        map[string]string // media type → what it is, where the answer is no JSON of ours
	example      string            // a path and query to try
}

// param is a parameter of the query, or of the path if the path names it.
type param struct{ name, about, example string }

func windowParam() param {
	return param{"window", "1m, 3m or 12m (the last published months) or a month such as 2026-10; with a key that sees live figures, and only then, also today, 7d, 30d, 90d or 365d; a month is live then", "3m"}
}

func placeParam(name string) param {
	return param{name, "A place's id, public code or ODS code", "WILLOW"}
}

func searchParams() []param {
	return []param{{"q", "Words of the name, the beginning of a code, or a postcode or its first half: places nearest to it come first", "ward"}, {"level", "icb, provider, site or ward", "ward"}, {"parent", "Id of the place directly above", ""},
		{"code", "A public or ODS code", ""}, {"area", "GSS code of an area", "E06000023"}, {"limit", "Most places of a page, 1 to 500", "50"}, {"cursor", "“next” of the page before", ""}}
}

// operations is the whole API that is described.
func operations() []operation {
	const get = http.MethodGet
	csv := map[string]string{"text/csv": "The file"}
	ops := []operation{
		{get, "/v1/places", "Places", "Find places", searchParams(), false, nil, map[int]any{200: placesAnswer{}}, nil, "/v1/places?q=ward&limit=5"},
		{get, "/v1/places/{id}", "Places", "One place, what it is part of and how it changed", []param{placeParam("id")}, false, nil, map[int]any{200: placeAnswer{}}, nil, "/v1/places/WILLOW"},
		{get, "/v1/suggest", "Places", "Places that somebody who types may mean", []param{{"q", "What was typed", "wil"}}, false, nil, map[int]any{200: suggestAnswer{}}, nil, "/v1/suggest?q=wil"},
		{get, "/v1/scorecards", "Scorecards", "Published scorecards of many places", append(searchParams(), windowParam(), param{"sort", "name, or responses: those that are hidden come last", "name"}), false, nil,
			map[int]any{200: cardsAnswer{}}, nil, "/v1/scorecards?level=ward&window=1m"},
		{get, "/v1/scorecards/{id}", "Scorecards", "A place's scorecard: as published, or live with a key for the place", []param{placeParam("id"), windowParam()}, false, nil, map[int]any{200: cardAnswer{}}, nil, "/v1/scorecards/WILLOW?window=3m"},
		{get, "/v1/compare", "Scorecards", "Two published scorecards side by side, with the note on comparing", []param{placeParam("a"), placeParam("b"), windowParam()}, false, nil, map[int]any{200: compareAnswer{}}, nil, "/v1/compare?a=WILLOW&b=HAZEL"},
		{get, "/v1/england", "Scorecards", "England's scorecard", []param{windowParam()}, false, nil, map[int]any{200: cardAnswer{}}, nil, "/v1/england"},
		{get, "/v1/areas", "Areas", "All areas", nil, false, nil, map[int]any{200: areasAnswer{}}, nil, "/v1/areas"},
		{get, "/v1/areas/{gss}/summary", "Areas", "An area's scorecard and places", []param{{"gss", "GSS code of the area", "E06000023"}, windowParam()}, false, nil, map[int]any{200: cardAnswer{}}, nil, ""},
		{get, "/v1/areas/{gss}/report", "Areas", "All that is published about an area: months, places, themes, places gone quiet", []param{{"gss", "GSS code of the area", "E06000023"}}, false, nil,
			map[int]any{200: areaReport{}}, nil, ""},
		{get, "/v1/areas/{gss}/report.csv", "Areas", "The report's places as CSV", []param{{"gss", "GSS code of the area", "E06000023"}}, false, nil, nil, csv, ""},
		{get, "/v1/areas/{gss}/report.xlsx", "Areas", "The report's places as a workbook", []param{{"gss", "GSS code of the area", "E06000023"}}, false, nil, nil, map[string]string{typeXLSX: "The workbook"}, ""},
		{get, "/v1/areas/{gss}/report.pdf", "Areas", "The report to print, as a tagged PDF", []param{{"gss", "GSS code of the area", "E06000023"}}, false, nil, nil, map[string]string{"application/pdf": "The report"}, ""},
		{get, "/v1/areas/{gss}/changes", "Areas", "What is new about an area since a cursor", []param{{"gss", "GSS code of the area", "E06000023"}, {"after", "“cursor” of the answer before", "12"}}, false, nil,
			map[int]any{200: areaChanges{}}, nil, ""},
		{get, "/v1/releases", "Open data", "What is published, and what comes", nil, false, nil, map[int]any{200: releasesAnswer{}}, nil, "/v1/releases"},
		{get, "/oembed", "Open data", "How to embed a place's card (oEmbed 1.0)", []param{{"url", "Address of a place's page", ""}, {"format", "json or xml", "json"}, {"maxwidth", "Most pixels across", ""}, {"maxheight", "Most pixels down", ""}}, false, nil,
			map[int]any{200: oembedAnswer{}}, map[string]string{"text/xml": "The same as XML"}, ""},
		{get, "/data/{name}", "Open data", "A file of open data by its name", []param{{"name", "Name of the file", "fft-2026-10.csv"}}, false, nil, nil, csv, ""},
		{get, "/data.json", "Open data", "The catalogue for harvesters", nil, false, nil, map[int]any{200: map[string]any{}}, nil, "/data.json"},
		{get, "/catalog.jsonld", "Open data", "The catalogue in DCAT-AP", nil, false, nil, nil, map[string]string{"application/ld+json": "JSON-LD"}, "/catalog.jsonld"},
		{get, "/api/3/action/{action}", "Open data", "CKAN's Action API, of what only reads", []param{{"action", "Name of the action", "package_search"}}, false, nil, map[int]any{200: map[string]any{}}, nil, "/api/3/action/package_list"},
		{get, "/fhir/MeasureReport", "Open data", "Figures as FHIR R4 MeasureReports", []param{{"measure", "Id of a Measure", "fft-980001"}, {"subject", "A place's id or an area's code", ""}, {"reporter", "Organization/ and a place's id", ""}, {"period", "A month", "2026-10"}, {"_count", "Most of a page", "50"}, {"_offset", "How many to skip", "0"}}, false, nil,
			nil, map[string]string{"application/fhir+json": "A Bundle"}, "/fhir/MeasureReport?_count=5"},
	}
	return append(append(ops, responsesOperation(), invitationsOperation()), voiceOperations()...)
}

func responsesOperation() operation {
	text := map[string]any{"type": "string"}
	body := map[string]any{"type": "object", "required": []string{"id", "place"}, "additionalProperties": false, "properties": map[string]any{
		"id":      map[string]any{"type": "string", "description": "Your own id of the answer: a second with the same id is the same answer"},
		"place":   map[string]any{"type": "string", "description": "Id or code of the place"},
		"rating":  map[string]any{"type": []string{"integer", "string", "null"}, "description": "1 very good, 2 good, 3 neither good nor poor, 4 poor, 5 very poor, 6 don't know, or the wording"},
		"comment": text, "question": map[string]any{"type": "string", "description": "why, what_good or could_improve"},
		"comments":    map[string]any{"type": "array", "items": map[string]any{"type": "object", "properties": map[string]any{"question": text, "text": text}}},
		"answered_at": map[string]any{"type": "string", "description": "When the person answered, RFC 3339"}, "mode": text, "language": text, "audience": text,
		"consent_to_publish": map[string]any{"type": "boolean"},
		"about":              map[string]any{"type": "object", "properties": map[string]any{"age_band": text, "gender": text, "ethnicity": text, "disability": text, "role": text}},
	}}
	return operation{http.MethodPost, "/v1/responses", "Sending answers", "Store one answer, or many as NDJSON", nil, true, body, map[int]any{200: oneOf{outcome{}, batchAnswer{}}, 201: outcome{}},
		map[string]string{"application/x-ndjson": "One outcome a line, and a summary"}, ""}
}

func invitationsOperation() operation {
	text := map[string]any{"type": "string"}
	one := map[string]any{"type": "object", "required": []string{"phone", "place", "event_at"}, "additionalProperties": false, "properties": map[string]any{
		"phone":    map[string]any{"type": "string", "description": "Telephone number, +44… or 07…"},
		"place":    map[string]any{"type": "string", "description": "Id or code of the place"},
		"event_at": map[string]any{"type": "string", "description": "When the visit was, RFC 3339"}, "language": text, "audience": text,
		"reference": map[string]any{"type": "string", "description": "Your own id of the visit: a second with the same id is the same invitation"},
	}}
	body := map[string]any{"oneOf": []any{one, map[string]any{"type": "array", "items": one, "maxItems": maxInvites}}}
	return operation{http.MethodPost, "/v1/invitations", "Sending answers", "Queue one invitation by text, or up to 1,000", nil, true, body,
		map[int]any{202: oneOf{invited{}, invitedMany{}}}, nil, ""}
}

// oneOf says that an answer is of one of several types.
type oneOf []any

// batchAnswer is what is told of many answers at once.
type batchAnswer struct {
	Created   int       `json:"created"`
	Duplicate int       `json:"duplicate"`
	Refused   int       `json:"refused"`
	Results   []outcome `json:"results"`
}

type areasAnswer struct {
	Areas []areaJSON `json:"areas"`
}

// releasesAnswer is what GET /v1/releases gives.
type releasesAnswer struct {
	Edition     int64       `json:"edition"`
	At          *time.Time  `json:"at"` // null before the first publication
	Published   []monthFile `json:"published"`
	Upcoming    []upcoming  `json:"upcoming"`
	Licence     string      `json:"licence"`
	Attribution string      `json:"attribution"`
	Notes       []string    `json:"notes"`
}

// monthFile is a published month and its file.
type monthFile struct {
	Period string `json:"period"`
	CSV    string `json:"csv"`
}

// schemas makes JSON schemas of Go types. Types with a name become components.
type schemas struct{ components map[string]any }

// ofValue gives the schema of a value's type, or of any of several.
func (c *schemas) ofValue(v any) map[string]any {
	several, ok := v.(oneOf)
	if !ok {
		return c.of(reflect.TypeOf(v))
	}
	var kinds []map[string]any
	for _, one := range several {
		kinds = append(kinds, c.of(reflect.TypeOf(one)))
	}
	return map[string]any{"anyOf": kinds}
}

// of gives the schema of a type as encoding/json writes it.
func (c *schemas) of(t reflect.Type) map[string]any {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[scorecard.Window](), t.Kind() != reflect.Pointer && t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return map[string]any{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return orNull(c.of(t.Elem()))
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Array:
		return map[string]any{"type": "array", "items": c.of(t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Slice:
		return orNull(map[string]any{"type": "array", "items": c.of(t.Elem())})
	case reflect.Map:
		inner := map[string]any{}
		if t.Elem().Kind() != reflect.Interface {
			inner = c.of(t.Elem())
		}
		return map[string]any{"type": "object", "additionalProperties": inner}
	case reflect.Struct:
		return c.object(t)
	}
	return map[string]any{}
}

func orNull(s map[string]any) map[string]any {
	return map[string]any{"anyOf": []any{s, map[string]any{"type": "null"}}}
}

func (c *schemas) object(t reflect.Type) map[string]any {
	name := strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	if _, known := c.components[name]; !known {
		c.components[name] = nil // so that a type may hold itself
		properties, required := map[string]any{}, []string{}
		c.members(t, properties, &required)
		c.components[name] = map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	}
	return map[string]any{"$ref": "#/components/schemas/" + name}
}

// members adds a struct's members, those of embedded structs too.
func (c *schemas) members(t reflect.Type, properties map[string]any, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			c.members(f.Type, properties, required)
			continue
		case name == "-" || name == "" || !f.IsExported():
			continue
		}
		properties[name] = c.of(f.Type)
		if !slices.Contains(strings.Split(options, ","), "omitempty") {
			*required = append(*required, name)
		}
	}
}

// pathParam finds the names in a path.
var pathParam = regexp.MustCompile(`\{(\w+)\}`)

// describe gives the OpenAPI 3.1 description of the API.
func describe(base, version string) map[string]any {
	c := &schemas{components: map[string]any{}}
	fault := map[string]any{"description": "What is wrong, as RFC 9457 has it", "content": map[string]any{"application/problem+json": map[string]any{"schema": c.of(reflect.TypeFor[problem]())}}}
	if p, ok := c.components["Problem"].(map[string]any); ok {
		p["additionalProperties"] = true // a problem may say more
	}
	paths := map[string]any{}
	for _, op := range operations() {
		item, _ := paths[op.path].(map[string]any)
		if item == nil {
			item = map[string]any{}
			paths[op.path] = item
		}
		item[strings.ToLower(op.method)] = op.describe(c, fault)
	}
	return map[string]any{
		"openapi": "3.1.0", "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
		"info": map[string]any{"title": "Earshot", "version": version, "summary": "Patient feedback: places, scorecards, open data",
			"description": "Without a key all figures are as published: they move at publications only. " + comparisonNote,
			"license":     map[string]any{"name": "Data: Open Government Licence v3.0", "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}},
		"servers": []map[string]any{{"url": base}}, "paths": paths,
		"components": map[string]any{"schemas": c.components, "securitySchemes": map[string]any{"key": map[string]any{"type": "http", "scheme": "bearer", "bearerFormat": "esk_…"}}},
	}
}

func (op *operation) describe(c *schemas, fault map[string]any) map[string]any {
	inPath := pathParam.FindAllStringSubmatch(op.path, -1)
	params := []map[string]any{}
	for _, p := range op.params {
		where := "query"
		if slices.ContainsFunc(inPath, func(m []string) bool { return m[1] == p.name }) {
			where = "path"
		}
		param := map[string]any{"name": p.name, "in": where, "description": p.about, "schema": map[string]any{"type": "string"}}
		if where == "path" {
			param["required"] = true
		}
		if p.example != "" {
			param["example"] = p.example
		}
		params = append(params, param)
	}
	responses := map[string]any{"default": fault}
	for status, v := range op.answers {
		responses[strconv.Itoa(status)] = map[string]any{"description": http.StatusText(status), "content": map[string]any{"application/json": map[string]any{"schema": c.ofValue(v)}}}
	}
	if len(op.other) > 0 {
		ok, _ := responses["200"].(map[string]any)
		if ok == nil {
			ok = map[string]any{"description": "OK", "content": map[string]any{}}
			responses["200"] = ok
		}
		content, _ := ok["content"].(map[string]any)
		for media, about := range op.other {
			content[media] = map[string]any{"schema": map[string]any{"type": "string", "description": about}}
		}
	}
	out := map[string]any{"operationId": op.id(), "summary": op.summary, "tags": []string{op.tag}, "parameters": params, "responses": responses,
		"security": []map[string]any{{}, {"key": []string{}}}}
	if op.keyed {
		out["security"] = []map[string]any{{"key": []string{}}}
	}
	if op.body != nil {
		content := map[string]any{"application/json": map[string]any{"schema": op.body}}
		if op.path == "/v1/responses" {
			content["application/x-ndjson"] = map[string]any{"schema": map[string]any{"type": "string", "description": "One such object a line"}}
		}
		out["requestBody"] = map[string]any{"required": true, "content": content}
	}
	return out
}

// id names an operation: getV1ScorecardsId.
func (op *operation) id() string {
	var b strings.Builder
	b.WriteString(strings.ToLower(op.method))
	for part := range strings.FieldsFuncSeq(op.path, func(r rune) bool { return strings.ContainsRune("/{}._-", r) }) {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// apiVersion is the version of the API, which its paths begin with.
const apiVersion = "1.0.0"

// getOpenAPI is GET /openapi.json.
func (s *server) getOpenAPI(w http.ResponseWriter, r *http.Request) error {
	body, err := json.MarshalIndent(describe(s.publicURL, apiVersion), "", " ")
	if err != nil {
		return err
	}
	return s.sendPublic(w, r, "application/json", body)
}

// referenceGroup is the operations of one tag on the reference page.
type referenceGroup struct {
	Tag        string
	Operations []referenceOperation
}

type referenceOperation struct {
	ID, Method, Path, Summary, Curl string
	Params                          []referenceParam
	Keyed                           bool
}

type referenceParam struct{ Name, About string }

// apiPage is GET /about/api: the description to read, with lines to copy.
func (s *server) apiPage(w http.ResponseWriter, _ *http.Request) error {
	var groups []referenceGroup
	for _, op := range operations() {
		i := slices.IndexFunc(groups, func(g referenceGroup) bool { return g.Tag == op.tag })
		if i < 0 {
			groups = append(groups, referenceGroup{Tag: op.tag})
			i = len(groups) - 1
		}
		ref := referenceOperation{ID: op.id(), Method: op.method, Path: op.path, Summary: op.summary, Keyed: op.keyed}
		for _, p := range op.params {
			ref.Params = append(ref.Params, referenceParam{p.name, p.about})
		}
		switch {
		case op.path == "/v1/responses":
			ref.Curl = `curl -H "Authorization: Bearer $EARSHOT_KEY" -H "Content-Type: application/json" -d '{"id":"a-1","place":"WILLOW","rating":1}' "` + s.publicURL + op.path + `"`
		case op.example != "":
			ref.Curl = `curl "` + s.publicURL + op.example + `"`
		}
		groups[i].Operations = append(groups[i].Operations, ref)
	}
	public(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "API reference", Crumbs: []Crumb{{"About", "/about"}}}, "api.html", groups)
}
