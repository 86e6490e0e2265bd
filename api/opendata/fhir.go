package opendata

import (
	"strconv"
	"time"

	"earshot/feedback"
	"earshot/scorecard/disclosure"
)

// Systems of codes in FHIR resources.
const (
	odsSystem    = "https://fhir.nhs.uk/Id/ods-organization-code"
	absentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
	popSystem    = "http://terminology.hl7.org/CodeSystem/measure-population"
)

// Questionnaire gives the Test's question as a FHIR R4 Questionnaire.
func (s *Source) Questionnaire() map[string]any {
	var options []map[string]any
	for _, r := range feedback.Ratings() {
		options = append(options, map[string]any{"valueCoding": map[string]any{"system": s.BaseURL + "/fhir/CodeSystem/fft-answer", "code": strconv.Itoa(int(r)), "display": r.String()}})
	}
	return map[string]any{
		"resourceType": "Questionnaire", "id": "fft", "url": s.BaseURL + "/fhir/Questionnaire/fft", "version": "2020-04", "name": "FriendsAndFamilyTest",
		"title": "Friends and Family Test", "status": "active", "experimental": s.Demonstration != "", "publisher": s.Publisher, "subjectType": []string{"Patient"}, "language": "en-GB",
		"item": []map[string]any{
			{"linkId": "rating", "text": "Overall, how was your experience of our service?", "type": "choice", "required": true, "answerOption": options},
			{"linkId": "why", "text": "Please can you tell us why you gave your answer?", "type": "text"},
			{"linkId": "improve", "text": "Please tell us about anything that we could have done better", "type": "text"},
		},
	}
}

// Measure gives an indicator as a FHIR R4 Measure.
func (s *Source) Measure(i *Indicator) map[string]any {
	population := func(code, text string) map[string]any {
		return map[string]any{"code": coding(popSystem, code, text), "description": text, "criteria": map[string]any{"language": "text/fhirpath", "expression": "QuestionnaireResponse.item.where(linkId='rating').answer.exists()", "description": text}}
	}
	populations := []map[string]any{population("numerator", i.Numerator)}
	scoring := "cohort"
	if i.Proportion() {
		scoring = "proportion"
		populations = append(populations, population("denominator", i.Denominator))
	}
	return map[string]any{
		"resourceType": "Measure", "id": fhirID(i), "url": s.BaseURL + "/fhir/Measure/" + fhirID(i), "name": "FFT" + strconv.Itoa(i.ID), "title": i.Name, "status": "active",
		"publisher": s.Publisher, "description": i.Definition, "purpose": i.Purpose, "copyright": Attribution, "disclaimer": NotComparable,
		"scoring": coding("http://terminology.hl7.org/CodeSystem/measure-scoring", scoring, scoring),
		"group":   []map[string]any{{"population": populations}},
	}
}

func fhirID(i *Indicator) string { return "fft-" + strconv.Itoa(i.ID) }

func coding(system, code, text string) map[string]any {
	return map[string]any{"coding": []map[string]any{{"system": system, "code": code}}, "text": text}
}

// Organization gives a care board, provider or site as a FHIR R4 Organization.
func (s *Source) Organization(p feedback.Place) map[string]any {
	out := map[string]any{"resourceType": "Organization", "id": string(p.ID), "active": !p.Closed, "name": p.Name,
		"type": []map[string]any{coding(s.BaseURL+"/fhir/CodeSystem/level", p.Level.String(), p.Level.String())}}
	identifiers := []map[string]any{{"system": s.BaseURL + "/fhir/place", "value": string(p.ID)}}
	if p.Code != "" {
		identifiers = append([]map[string]any{{"system": odsSystem, "value": string(p.Code)}}, identifiers...)
	}
	out["identifier"] = identifiers
	if p.Parent != "" {
		out["partOf"] = map[string]any{"reference": "Organization/" + string(p.Parent)}
	}
	return out
}

// MeasureReport gives an indicator's figures of one row and month. Figures that
// are hidden are absent for the reason "masked".
func (s *Source) MeasureReport(i *Indicator, period string, l *Line) map[string]any {
	month, err := feedback.ParseMonth(period)
	if err != nil {
		return nil
	}
	counts, shown := l.Counts()
	population := func(code string, n int) map[string]any {
		out := map[string]any{"code": coding(popSystem, code, code)}
		if shown {
			out["count"] = n
		} else {
			out["_count"] = absent(l.Marker)
		}
		return out
	}
	numerator, denominator := 0, 0
	if shown {
		numerator, denominator = i.count(counts), counts.People
	}
	group := map[string]any{"population": []map[string]any{population("numerator", numerator)}}
	if i.Proportion() {
		group["population"] = []map[string]any{population("numerator", numerator), population("denominator", denominator)}
		score := map[string]any{"unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
		v := l.Positive()
		if i.Column == "percent_negative" {
			v = l.Negative()
		}
		if v.Marker == disclosure.Shown {
			score["value"] = v.N
		} else {
			score = map[string]any{"extension": absent(v.Marker)["extension"]}
		}
		group["measureScore"] = score
	}
	out := map[string]any{
		"resourceType": "MeasureReport", "id": fhirID(i) + "-" + period + "-" + fhirSubject(l), "status": "complete", "type": "summary",
		"measure": s.BaseURL + "/fhir/Measure/" + fhirID(i), "date": s.Edition.At.UTC().Format(time.RFC3339),
		"period": map[string]any{"start": month.First().String(), "end": month.Last().String()}, "group": []map[string]any{group},
		"reporter": map[string]any{"display": s.Publisher},
	}
	// In R4 the subject of a report may be a location but not an organisation, so
	// places are named by identifier, and the organisation stands as reporter.
	identifier := map[string]any{"system": "https://statistics.data.gov.uk/id/statistical-geography", "value": string(l.GSS)}
	if l.Place.ID != "" {
		identifier = map[string]any{"system": s.BaseURL + "/fhir/place", "value": string(l.Place.ID)}
		out["reporter"] = map[string]any{"reference": "Organization/" + string(l.Place.ID), "display": l.Name}
	}
	out["subject"] = map[string]any{"type": "Location", "identifier": identifier, "display": l.Name}
	return out
}

func fhirSubject(l *Line) string {
	if l.Place.ID != "" {
		return string(l.Place.ID)
	}
	return string(l.GSS)
}

func absent(m disclosure.Marker) map[string]any {
	code := "unknown"
	switch m {
	case disclosure.Confidential:
		code = "masked"
	case disclosure.NotApplicable:
		code = "not-applicable"
	}
	return map[string]any{"extension": []map[string]any{{"url": absentReason, "valueCode": code}}}
}

// Bundle gives resources as a FHIR search set.
func (s *Source) Bundle(resources []map[string]any, total int, self, next string) map[string]any {
	entries := []map[string]any{}
	for _, r := range resources {
		kind, _ := r["resourceType"].(string)
		id, _ := r["id"].(string)
		entries = append(entries, map[string]any{"fullUrl": s.BaseURL + "/fhir/" + kind + "/" + id, "resource": r, "search": map[string]any{"mode": "match"}})
	}
	links := []map[string]any{{"relation": "self", "url": self}}
	if next != "" {
		links = append(links, map[string]any{"relation": "next", "url": next})
	}
	out := map[string]any{"resourceType": "Bundle", "type": "searchset", "total": total, "link": links}
	if len(entries) > 0 {
		out["entry"] = entries
	}
	return out
}
