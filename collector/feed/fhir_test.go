package feed

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

const fhirFile = `{"name":"ehr","kind":"fhir","url":"URL/r4","internal":true,"key_env":"KEY","credit":{"name":"Our own record","licence":"not published"},
	"place":"NSH","consent_to_publish":true,
	"questionnaire":{"url":"https://forms.example/fft","rating":"q1","comments":{"q2":"what_good","q3":"could_improve"},"place":"ward","consent":"ok"}}`

func fhirAnswerOf(id, status, rating, more string) string {
	return fmt.Sprintf(`{"fullUrl":"x","resource":{"resourceType":"QuestionnaireResponse","id":%q,"meta":{"lastUpdated":"2026-07-03T10:00:00.123+01:00"},"questionnaire":"https://forms.example/fft|2.1",
		"status":%q,"subject":{"reference":"Patient/943476","display":"Ann Other"},"authored":"2026-07-02T08:00:00Z","item":[{"linkId":"g","item":[{"linkId":"q1","answer":[%s]},
		{"linkId":"q2","answer":[{"valueString":"Kind\r\nstaff"}]}]}%s]}}`, id, status, rating, more)
}

func bundle(w *world, next string, entries ...string) string {
	link := ""
	if next != "" {
		link = fmt.Sprintf(`{"relation":"next","url":%q}`, next)
	}
	return fmt.Sprintf(`{"resourceType":"Bundle","type":"searchset","link":[%s],"entry":[%s]}`, link, strings.Join(entries, ","))
}

const coded = `{"valueCoding":{"system":"x","code":"1","display":"Very good"}}`

func TestFHIRAnswer(t *testing.T) {
	w := newWorld(t)
	w.handle("/r4/QuestionnaireResponse", func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer s3cret" || r.URL.Query().Get("questionnaire") != "https://forms.example/fft" {
			http.Error(rw, "no", http.StatusUnauthorized)
			return
		}
		rw.Header().Set("Content-Type", "application/fhir+json")
		if r.URL.Query().Get("page") == "2" {
			fmt.Fprint(rw, bundle(w, "", fhirAnswerOf("b", "amended", `{"valueInteger":2}`, `,{"linkId":"ward","answer":[{"valueReference":{"reference":"Location/x","identifier":{"value":"willow"}}}]},{"linkId":"ok","answer":[{"valueBoolean":true}]}`)))
			return
		}
		fmt.Fprint(rw, bundle(w, w.site.URL+"/r4/QuestionnaireResponse?page=2&questionnaire=https://forms.example/fft",
			fhirAnswerOf("a", "completed", coded, `,{"linkId":"ok","answer":[{"valueBoolean":false}]}`), fhirAnswerOf("p", "in-progress", coded, ""),
			strings.Replace(fhirAnswerOf("other", "completed", coded, ""), "forms.example/fft|", "forms.example/else|", 1),
			`{"resource":{"resourceType":"OperationOutcome"},"search":{"mode":"outcome"}}`, `{"resource":{"resourceType":"Patient","id":"x"}}`))
	})
	if r := w.collect(w.source(fhirFile)); r.Taken != 2 || r.Broken != 1 {
		t.Errorf("%+v", r)
	}
	// A bare 2 is no rating unless the file says what it stands for.
	w.holds("prov 2026-07-02 1 | what_good: Kind/staff", "willow 2026-07-02 0 | what_good: Kind/staff")
	for id, want := range map[string]bool{"a@prov": false, "b@willow": true} {
		found, err := w.store.FindResponses(t.Context(), "feed:ehr", []string{id})
		if err != nil {
			t.Fatal(err)
		}
		words, err := w.store.Words(t.Context(), found[id])
		if err != nil || words.Consent != want {
			t.Errorf("%s: consent %v, %v", id, words.Consent, err)
		}
	}
}

func TestFHIREnteredInErrorAndDeleted(t *testing.T) {
	w := newWorld(t)
	src := w.source(fhirFile)
	w.answer("/r4/QuestionnaireResponse", bundle(w, "", fhirAnswerOf("a", "completed", coded, ""), fhirAnswerOf("b", "completed", coded, "")))
	w.collect(src)
	w.answer("/r4/QuestionnaireResponse", bundle(w, "", fhirAnswerOf("a", "entered-in-error", coded, "")))
	if r := w.collect(src); r.Removed != 1 {
		t.Errorf("%+v", r)
	}
	w.handle("/r4/QuestionnaireResponse/b", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusGone) })
	w.pass(8 * 24 * time.Hour)
	if r := w.collect(src); r.Removed != 1 {
		t.Errorf("deleted: %+v", r)
	}
	w.holds()
}

func TestFHIRAmendedReplaces(t *testing.T) {
	w := newWorld(t)
	src := w.source(fhirFile)
	w.answer("/r4/QuestionnaireResponse", bundle(w, "", fhirAnswerOf("a", "completed", coded, "")))
	w.collect(src)
	w.answer("/r4/QuestionnaireResponse", bundle(w, "", fhirAnswerOf("a", "amended", `{"valueString":"Poor"}`, "")))
	if r := w.collect(src); r.Revised != 1 {
		t.Errorf("%+v", r)
	}
	w.holds("prov 2026-07-02 4 | what_good: Kind/staff")
}

func TestFHIRNextPageElsewhereIsRefused(t *testing.T) {
	w := newWorld(t)
	w.answer("/r4/QuestionnaireResponse", bundle(w, "https://elsewhere.example/r4?page=2"))
	w.collectError(w.source(fhirFile), feedback.ErrForbidden)
	w.answer("/r4/QuestionnaireResponse", `{"resourceType":"CapabilityStatement"}`)
	w.collectError(w.source(fhirFile), feedback.ErrInvalid)
}
