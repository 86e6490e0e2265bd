package collector

import (
	"strings"
	"testing"
	"time"

	"earshot/feedback"
)

func TestDecodeResponseRefusals(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"not JSON", `hello`, "is not JSON: see byte 0"},
		{"empty", ``, "is cut short: the JSON ends before its closing brace"},
		{"cut short", `{"id":"a"`, "is cut short: the JSON ends before its closing brace"},
		{"a list", `[]`, `must be a JSON object such as {"id": "a1", "place": "RXX01", "rating": 1}`},
		{"two objects", `{"id":"a"}{"id":"b"}`, "is not JSON: see byte 10"},
		{"rating 0", `{"rating":0}`, "rating: must be a whole number from 1 (very good) to 6 (don't know), or the wording of one of the six answers"},
		{"rating 7", `{"rating":7}`, "rating: must be a whole number from 1 (very good) to 6 (don't know), or the wording of one of the six answers"},
		{"rating 1.5", `{"rating":1.5}`, "rating: must be a whole number from 1 (very good) to 6 (don't know), or the wording of one of the six answers"},
		{"rating true", `{"rating":true}`, "rating: must be a whole number from 1 (very good) to 6 (don't know), or the wording of one of the six answers"},
		{"rating 10/10", `{"rating":"10/10"}`, "rating: must be a whole number from 1 (very good) to 6 (don't know), or the wording of one of the six answers"},
		{"comment a number", `{"comment":5}`, "comment: must be a string, not a number"},
		{"comments a string", `{"comments":"x"}`, "comments: must be a list of objects with question and text, not a string"},
		{"consent a string", `{"consent_to_publish":"yes"}`, "consent_to_publish: must be true or false, not a string"},
		{"misspelt field", `{"coment":"x"}`, "coment: is not a field of an answer; the fields are id, place, rating, comment, question, comments, answered_at, mode, language, audience, consent_to_publish and about"},
		{"repeated field", `{"id":"a","id":"b"}`, "id: is given twice; send it once"},
		{"broken UTF-8", "{\"comment\":\"a\xffb\"}", "comment: is not valid UTF-8; send text in UTF-8"},
		{"date without zone", `{"answered_at":"2026-03-09T14:05:00"}`, "answered_at: must be a date and time with its zone, such as 2026-03-09T14:05:00Z, or a date such as 2026-03-09"},
		{"unknown mode", `{"mode":"pigeon"}`, "mode: must be one of sms, electronic_discharge, electronic_home, paper_discharge, paper_home, telephone, online, other"},
		{"unknown question", `{"comment":"x","question":"when"}`, "question: must be why, what_good or could_improve"},
		{"unknown question in list", `{"comments":[{"question":"when","text":"x"}]}`, "comments[0].question: must be why, what_good or could_improve"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := DecodeResponse([]byte(tt.in))
			if err == nil {
				t.Fatalf("DecodeResponse(%q) = nil error, want %q", tt.in, tt.want)
			}
			if got := err.Error(); got != tt.want {
				t.Errorf("DecodeResponse(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

// TestDecodeMonstersQuickly tells what is wrong with objects that are made to cost
// as much as they can, in a time that grows with their length only.
func TestDecodeMonstersQuickly(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000)
	for name, text := range map[string]string{
		"deep":           `{"id":"a","x":` + deep + `,"about":` + deep + `}`,
		"deep lists":     `{"comments":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`,
		"many comments":  `{"comments":[` + strings.Repeat(`{"text":5},`, 60_000) + `1]}`,
		"many members":   `{` + strings.Repeat(`"x":[1],`, 100_000) + `"id":5}`,
		"a long comment": `{"id":5,"comment":{"a":"` + strings.Repeat("x", 1<<20) + `"}}`,
	} {
		begin := time.Now()
		s, err := DecodeResponse([]byte(text))
		if took := time.Since(begin); err == nil || len(s.Faults) == 0 || len(s.Faults) > 2*mostFaults || took > 2*time.Second {
			t.Errorf("%s: %d faults after %s", name, len(s.Faults), took)
		}
	}
}

func TestDecodeResponse(t *testing.T) {
	s, err := DecodeResponse([]byte(`{"id":"a1","place":"rxx01","rating":"Very poor","comment":"cold","question":"could_improve",
		"comments":[{"text":"kind"}],"answered_at":"2026-07-01","mode":"Mode Paper Home","consent_to_publish":true,"about":{"age_band":"65-74"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if s.SourceID != "a1" || s.Rating != feedback.VeryPoor || len(s.Comments) != 2 || s.Comments[0].Prompt != feedback.PromptImprove ||
		s.Mode != feedback.ModePaperHome || !s.Consent || s.About.AgeBand != "65-74" {
		t.Errorf("got %+v", s)
	}
	if got := feedback.DayOf(s.AnsweredAt).String(); got != "2026-07-01" {
		t.Errorf("a date alone falls on %s", got)
	}
}

func FuzzDecodeResponse(f *testing.F) {
	f.Add([]byte(`{"id":"a1","place":"rxx01","rating":1,"comment":"kind"}`))
	f.Add([]byte(`{"comments":[{"question":"what_good","text":"x"}],"about":{"role":"carer"}}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		s, err := DecodeResponse(line)
		if err != nil {
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("the error repeats a value: %v", err)
			}
			return
		}
		if s.Rating > feedback.DontKnow {
			t.Errorf("rating %d got through", s.Rating)
		}
	})
}
