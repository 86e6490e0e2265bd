package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"earshot/api/opendata"
	"earshot/feedback"
)

func (s *server) sendFHIR(w http.ResponseWriter, r *http.Request, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.sendPublic(w, r, typeFHIR, body)
}

// fhirStatement is GET /fhir/metadata: what can be read.
func (s *server) fhirStatement(w http.ResponseWriter, r *http.Request) error {
	kinds := []map[string]any{}
	for _, kind := range []string{"Measure", "MeasureReport", "Organization", "Questionnaire"} {
		code := "read"
		if kind == "MeasureReport" {
			code = "search-type"
		}
		kinds = append(kinds, map[string]any{"type": kind, "interaction": []map[string]any{{"code": code}}})
	}
	return s.sendFHIR(w, r, map[string]any{"resourceType": "CapabilityStatement", "status": "active", "date": "2026-11-20", "kind": "instance", "fhirVersion": "4.0.1",
		"format": []string{"json"}, "implementation": map[string]any{"description": s.publisher, "url": s.publicURL + "/fhir"},
		"rest": []map[string]any{{"mode": "server", "resource": kinds}}})
}

func (s *server) fhirQuestionnaire(w http.ResponseWriter, r *http.Request) error {
	return s.sendFHIR(w, r, s.source().Questionnaire())
}

// fhirIndicator finds the indicator that a Measure's id or address names.
func fhirIndicator(name string) (opendata.Indicator, bool) {
	name = name[strings.LastIndexByte(name, '/')+1:]
	id, err := strconv.Atoi(strings.TrimPrefix(name, "fft-"))
	if err != nil {
		return opendata.Indicator{}, false
	}
	return opendata.IndicatorByID(id)
}

func (s *server) fhirMeasure(w http.ResponseWriter, r *http.Request) error {
	i, ok := fhirIndicator(mux.Vars(r)["id"])
	if !ok {
		return fmt.Errorf("measure: %w", feedback.ErrNotFound)
	}
	return s.sendFHIR(w, r, s.source().Measure(&i))
}

func (s *server) fhirOrganization(w http.ResponseWriter, r *http.Request) error {
	p, err := findPlace(s.directory(), mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	return s.sendFHIR(w, r, s.source().Organization(p))
}

// How many reports a page of a search holds.
const (
	usualReports = 50
	mostReports  = 500
)

// fhirReports is GET /fhir/MeasureReport?measure=&subject=&period=&_count=&_offset=.
// Without a measure it takes the first, without a period the latest month.
func (s *server) fhirReports(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	src := s.source()
	i := opendata.Indicators()[0]
	if name := q.Get("measure"); name != "" {
		var ok bool
		if i, ok = fhirIndicator(name); !ok {
			return &feedback.FieldError{Field: "measure", Reason: "must be the id of a Measure, such as fft-980001"}
		}
	}
	period := q.Get("period")
	if period == "" {
		period = src.Latest()
	}
	count, err1 := natural(q.Get("_count"), usualReports)
	offset, err2 := natural(q.Get("_offset"), 0)
	if err1 != nil || err2 != nil {
		return &feedback.FieldError{Field: "_count and _offset", Reason: "must be whole numbers from 0"}
	}
	count = min(count, mostReports)
	subject := strings.TrimPrefix(strings.TrimPrefix(cmp.Or(q.Get("subject"), q.Get("reporter")), "Organization/"), "Location/")
	var found []opendata.Line
	for _, l := range src.Lines(period) {
		if l.All && (subject == "" || subject == string(l.Place.ID) || subject == string(l.GSS) && l.Place.ID == "") {
			found = append(found, l)
		}
	}
	var page []map[string]any
	for n := offset; n < min(offset+count, len(found)); n++ {
		page = append(page, src.MeasureReport(&i, period, &found[n]))
	}
	link := func(offset int) string {
		q.Set("_offset", strconv.Itoa(offset))
		return s.publicURL + "/fhir/MeasureReport?" + q.Encode()
	}
	next := ""
	if offset+count < len(found) && count > 0 {
		next = link(offset + count)
	}
	return s.sendFHIR(w, r, src.Bundle(page, len(found), link(offset), next))
}

func natural(text string, usual int) (int, error) {
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 1<<30 {
		return 0, feedback.ErrInvalid
	}
	return n, nil
}
