package opendata

import (
	"errors"
	"testing"
	"unicode/utf8"
)

// TestQueries reads queries as clients of CKAN write them.
func TestQueries(t *testing.T) {
	fields := map[string][]string{"text": {"Friends and Family Test results", "by ward"}, "title": {"Friends and Family Test"}, "name": {"fft-results"}, "tags": {"NHS", "patient experience"},
		"metadata_modified": {"2026-11-20T09:30:00.000000"}, "organization": {"publisher"}, "res_url": {"https://x.example/a.csv"}}
	for text, want := range map[string]bool{
		"": true, "*": true, "*:*": true, "friends": true, "FRIENDS ward": true, "beds": false, "friends AND beds": false, "friends OR beds": true, "beds OR ward AND friends": true, "NOT beds": true, "friends -beds": true, "friends -ward": false,
		`"friends and family"`: true, `"family friends"`: false, "+friends +ward": true, "name:fft-results": true, "name:fft": false, "name:fft*": true, "name:*results": true, "name:f*t-r*s": true, "-name:fft*": false, "title:family": true,
		`tags:"patient experience"`: true, "tags:nhs": true, "tags:(nhs OR beds)": true, "tags:(nhs AND beds)": false, "(organization:a OR organization:publisher) AND NOT tags:beds": true, "unknown:x": false, "-unknown:x": true, "unknown:*": false, "tags:*": true,
		"metadata_modified:[2026-01-01T00:00:00Z TO *]": true, "metadata_modified:[* TO 2026-01-01T00:00:00Z]": false, "metadata_modified:[2026-11-20T09:30:00Z TO *]": true, "metadata_modified:{2026-11-20T09:30:00.000000Z TO *}": false,
		"metadata_modified:[* TO 2026-11-20T09:30:00Z]": true, "metadata_modified:[NOW-1DAY TO NOW]": true, "+metadata_modified:[2026 TO 2027] +tags:nhs": true, `res_url:https\://x.example/a.csv`: true, "res_url:https://x.example/a.csv": true, "res_url:*.csv": true,
	} {
		q, err := parseQuery(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := q(fields); got != want {
			t.Errorf("%q fits: %v", text, got)
		}
	}
	for _, text := range []string{"(", ")", "(a", "a)", `"a`, "a:[1 TO", "name:", "NOT", "-", "((((a)", "a:(b"} {
		var e *CKANError
		if _, err := parseQuery(text); text != "-" && (!errors.As(err, &e) || e.Type != "Search Query Error") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzQuery checks that no query breaks the reader, and that what is read says
// yes or no.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{`a:(b OR "c") -d`, "x:[1 TO *]", "((", "NOT NOT a", "+-!", `a:"`, "é:*é*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := parseQuery(text)
		if err != nil {
			var e *CKANError
			if !errors.As(err, &e) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		fields := map[string][]string{"text": {"words"}, "name": {"a"}}
		if once, again := q(fields), q(fields); once != again {
			t.Fatalf("%q fits and does not", text)
		}
		if !utf8.ValidString(text) {
			_ = q(nil)
		}
	})
}
