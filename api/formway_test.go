package api

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"earshot/feedback"
)

func TestLanguages(t *testing.T) {
	ls, err := newLanguages()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range ls.list {
		if (l.Tag == "en") != (l.Review == "") {
			t.Errorf("%s: review is %q; every language but English is still to be reviewed", l.Tag, l.Review)
		}
		if want := map[bool]string{true: "rtl", false: "ltr"}[l.Tag == "ur" || l.Tag == "ar"]; l.Dir != want {
			t.Errorf("%s: direction %s, want %s", l.Tag, l.Dir, want)
		}
		if l.Tag == "en" {
			continue
		}
		for key, text := range l.to(adult) {
			if text == ls.list[0].to(adult)[key] {
				t.Errorf("%s: %q is in English", l.Tag, key)
			}
		}
		answers := map[string]bool{}
		for _, r := range feedback.Ratings() {
			answers[l.to(adult).rating(r)] = true
		}
		if len(answers) != 6 {
			t.Errorf("%s: the six answers do not all differ", l.Tag)
		}
		for _, a := range []audience{easyRead, youngPerson} {
			if l.to(a)["q_rating"] == l.to(adult)["q_rating"] {
				t.Errorf("%s has no words of its own for %s", l.Tag, a)
			}
		}
	}
}

func TestLanguageFileFaults(t *testing.T) {
	model, err := readLanguage([]byte(`{"tag":"en","name":"English","direction":"ltr","words":{"lead":"About {place}"}}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"no gap":            `{"tag":"xx","name":"X","direction":"ltr","words":{"lead":"About"}}`,
		"empty":             `{"tag":"xx","name":"X","direction":"ltr","words":{"lead":" "}}`,
		"missing":           `{"tag":"xx","name":"X","direction":"ltr","words":{}}`,
		"more":              `{"tag":"xx","name":"X","direction":"ltr","words":{"lead":"{place}","other":"x"}}`,
		"direction":         `{"tag":"xx","name":"X","direction":"up","words":{"lead":"{place}"}}`,
		"misspelt part":     `{"tag":"xx","name":"X","direction":"ltr","word":{"lead":"{place}"}}`,
		"misspelt easy key": `{"tag":"xx","name":"X","direction":"ltr","words":{"lead":"{place}"},"easy_read":{"leed":"x"}}`,
		"easy without gap":  `{"tag":"xx","name":"X","direction":"ltr","words":{"lead":"{place}"},"easy_read":{"lead":"x"}}`,
	} {
		l, err := readLanguage([]byte(body))
		if err == nil {
			err = l.like(model)
		}
		if err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestChooseLanguage(t *testing.T) {
	ls, err := newLanguages()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ tag, accept, want string }{
		{"", "", "en"}, {"pl", "ar", "pl"}, {"PL-pl", "", "pl"}, {"xx", "cy-GB,en;q=0.5", "cy"}, {"", "fr,de;q=0.9", "en"},
		{"", "fr;q=1,en;q=0.2,ur;q=0.8", "ur"}, {"", "bn;q=zero,ro;q=0.1", "ro"}, {"", "ar;q=0", "en"}, {"en", "pl", "en"}, {"../en", ";;,", "en"},
	} {
		if got := ls.choose(tt.tag, tt.accept).Tag; got != tt.want {
			t.Errorf("%q of %q: %s, want %s", tt.tag, tt.accept, got, tt.want)
		}
	}
}

// carried gives the fields that a page of the form would send if nothing on it
// were touched: what is carried, checked or already typed.
func carried(page string) url.Values {
	v := url.Values{}
	for _, tag := range formTags.FindAllString(page, -1) {
		name, value := attribute(tag, "name"), attribute(tag, "value")
		switch {
		case name == "" || strings.HasPrefix(tag, "<button"):
		case strings.Contains(tag, `type="hidden"`), strings.Contains(tag, " checked"):
			v.Set(name, value)
		}
	}
	for _, m := range formAreas.FindAllStringSubmatch(page, -1) {
		v.Set(m[1], unescape(m[2]))
	}
	return v
}

// TestStepsInEveryLanguage answers one question a page, with no script, in each
// language and for each audience, and looks at what is stored.
func TestStepsInEveryLanguage(t *testing.T) {
	w := newWorld(t)
	ls, err := newLanguages()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range ls.list {
		for _, a := range []audience{adult, easyRead, youngPerson} {
			before := len(w.ledger.stored())
			rec := w.do(http.MethodGet, "/f/LARK?view=steps&lang="+l.Tag+"&audience="+string(a), "")
			seen := []string{}
			for _, answer := range []url.Values{
				{"rating": {"4"}}, {"why": {"Ward <3> & “more”\nlines"}}, {"improve": {"Answers"}}, {"consent": {"yes"}},
				{"role": {"parent"}, "age": {"12-15"}, "gender": {"woman"}, "ethnicity": {"mixed"}, "disability": {"little"}},
			} {
				v := carried(rec.Body.String())
				seen = append(seen, v.Get("step"))
				for k := range answer {
					v.Set(k, answer.Get(k))
				}
				v.Set("press", "next")
				rec = w.sendForm("LARK", v)
			}
			if rec.Code != http.StatusSeeOther || !slices.Equal(seen, []string{"rating", "why", "improve", "consent", "about"}) {
				t.Fatalf("%s %s: %d after %v", l.Tag, a, rec.Code, seen)
			}
			got := w.ledger.stored()[before:]
			if len(got) != 1 {
				t.Fatalf("%s %s: %d stored", l.Tag, a, len(got))
			}
			r := got[0].Response
			want := feedback.About{Role: "parent", AgeBand: "12-15", Gender: "woman", Ethnicity: "mixed", Disability: "little"}
			if r.Language != l.Tag || r.Audience != string(a) || r.Rating != feedback.Poor || !r.Consent || r.About != want ||
				r.Comments[0].Text.Reveal() != "Ward <3> & “more”\nlines" || r.Comments[1].Text.Reveal() != "Answers" {
				t.Errorf("%s %s: stored %+v", l.Tag, a, r)
			}
			thanks := w.do(http.MethodGet, rec.Header().Get("Location"), "").Body.String()
			if !strings.Contains(thanks, l.to(a)["t_title"]) || !strings.Contains(thanks, "Skylark Ward") {
				t.Errorf("%s %s: thanks in another language", l.Tag, a)
			}
		}
	}
}

// TestStepsBackAndFaults goes back, changes an answer and leaves things out.
func TestStepsBackAndFaults(t *testing.T) {
	w := newWorld(t)
	page := w.do(http.MethodGet, "/f/LARK?audience=easy_read", "").Body.String() // easy read asks one at a time
	press := func(button string, answers ...string) string {
		v := carried(page)
		for i := 0; i+1 < len(answers); i += 2 {
			v.Set(answers[i], answers[i+1])
		}
		v.Set("press", button)
		rec := w.sendForm("LARK", v)
		page = rec.Body.String()
		if rec.Code == http.StatusSeeOther {
			return "sent"
		}
		return carried(page).Get("step")
	}
	for i, step := range []struct {
		button  string
		answers []string
		want    string
	}{
		{"next", nil, "rating"}, // not without an answer
		{"next", []string{"rating", "2"}, "why"},
		{"next", []string{"why", strings.Repeat("long ", 5000)}, "why"},
		{"back", nil, "rating"}, // going back is never refused
		{"next", []string{"rating", "5"}, "why"},
		{"next", []string{"why", "Kind"}, "improve"},
		{"next", nil, "consent"},
		{"back", []string{"consent", "yes"}, "improve"},
		{"back", nil, "why"},
		{"next", []string{"why", ""}, "improve"},
		{"next", nil, "about"}, // nothing written: nothing to publish
		{"send", []string{"age", "made up <b>", "gender", "unsaid"}, "sent"},
	} {
		if got := press(step.button, step.answers...); got != step.want {
			t.Fatalf("step %d: at %q, want %q: %s", i, got, step.want, page)
		}
	}
	got := w.ledger.stored()
	if len(got) != 1 || got[0].Response.Rating != feedback.VeryPoor || len(got[0].Response.Comments) != 0 ||
		got[0].Response.About != (feedback.About{Gender: "unsaid"}) {
		t.Errorf("stored %+v", got)
	}
}

func TestFormFrames(t *testing.T) {
	w := newWorld(t)
	for path, want := range map[string][]string{
		"/f/LARK":                                   {`<html lang="en-GB">`, `lang="ar" hreflang="ar" dir="rtl">العربية`, "?audience=easy_read&amp;lang=en"},
		"/f/LARK?lang=ur":                           {`<html lang="ur" dir="rtl">`, `<footer class="nhsuk-footer" role="contentinfo" lang="en-GB" dir="ltr">`, "مترجم"},
		"/f/LARK?lang=cy&audience=young_person":     {`<html lang="cy" dir="ltr">`, "Childline", "ear-face", `value="8-11"`},
		"/f/LARK?audience=easy_read&view=all":       {`value="85&#43;"`, `<details class="nhsuk-details ear-about">`},
		"/f/LARK?audience=nobody&lang=xx&view=what": {`<html lang="en-GB">`, "Overall, how was your experience"},
	} {
		page := w.do(http.MethodGet, path, "").Body.String()
		for _, text := range want {
			if !strings.Contains(page, text) {
				t.Errorf("%s lacks %q", path, text)
			}
		}
	}
	polish := w.do(http.MethodGet, "/f/LARK", "", "Accept-Language", "pl-PL,pl;q=0.9,en;q=0.5").Body.String()
	if !strings.Contains(polish, `<html lang="pl"`) || !strings.Contains(polish, `href="/f/LARK?lang=en"`) {
		t.Error("a Polish browser does not get Polish with a way to English")
	}
}

var (
	formTags  = regexp.MustCompile(`<(?:input|button)[^>]*>`)
	formAreas = regexp.MustCompile(`(?s)<textarea[^>]* name="([a-z]+)"[^>]*>(.*?)</textarea>`)
)

func attribute(tag, name string) string {
	_, rest, ok := strings.Cut(tag, " "+name+`="`)
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, `"`)
	return unescape(value)
}

func unescape(s string) string { return html.UnescapeString(s) }
