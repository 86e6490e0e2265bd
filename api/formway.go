package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"earshot/feedback"
)

// way is how somebody meets the form: the language, for whom the words are
// written, and whether the questions come one at a time.
type way struct {
	lang     *language
	audience audience
	steps    bool
}

// wayOf reads the way from a query or a posted form, whichever values holds.
func (s *server) wayOf(r *http.Request, values url.Values) way {
	w := way{lang: s.languages.choose(values.Get("lang"), r.Header.Get("Accept-Language")), audience: adult}
	if a := audience(values.Get("audience")); a == easyRead || a == youngPerson {
		w.audience = a
	}
	switch values.Get("view") {
	case "steps":
		w.steps = true
	case "":
		w.steps = w.audience == easyRead // one thing at a time is what easy read is
	}
	return w
}

func (w way) words() speech { return w.lang.to(w.audience) }

// view names the layout of the questions as an address does.
func (w way) view() string {
	if w.steps {
		return "steps"
	}
	return "all"
}

// query gives what an address says of a way, and nothing of what is usual.
func (w way) query() string {
	v := url.Values{}
	if w.lang.Tag != "en" {
		v.Set("lang", w.lang.Tag)
	}
	if w.audience != adult {
		v.Set("audience", string(w.audience))
	}
	if w.steps != (w.audience == easyRead) {
		v.Set("view", w.view())
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// onPage puts the way into a page's frame.
func (w way) onPage(p Page) Page {
	if w.lang.Tag != "en" {
		p.Lang, p.Dir = w.lang.Tag, w.lang.Dir
		p.Skip, p.ErrorWord = w.words()["skip"], w.words()["error_word"]
	}
	return p
}

// The parts of the form that are asked one at a time, in this order.
const (
	stepRating  = "rating"
	stepWhy     = "why"
	stepImprove = "improve"
	stepConsent = "consent"
	stepAbout   = "about"
)

// stepsOf gives the steps of somebody's form: whoever wrote nothing is not
// asked whether it may be published.
func stepsOf(in typed) []string {
	steps := []string{stepRating, stepWhy, stepImprove}
	if strings.TrimSpace(in.Why+in.Improve) != "" {
		steps = append(steps, stepConsent)
	}
	return append(steps, stepAbout)
}

// stepAfter gives the step that a pressed button leads to from the one that was
// shown, and whether the answer is to be sent.
func stepAfter(in typed, press string) (step string, send bool) {
	steps := stepsOf(in)
	at := slices.Index(steps, in.step)
	if at < 0 {
		if in.step != stepConsent {
			return steps[0], false
		}
		// What was written is gone, and with it the question about it.
		at = len(steps) - 2
	}
	switch {
	case press == "back":
		return steps[max(at-1, 0)], false
	case at == len(steps)-1:
		return steps[at], true
	}
	return steps[at+1], false
}

// stepOfFault gives the step on which a faulty field is.
func stepOfFault(field string) string {
	switch field {
	case stepRating, stepWhy, stepImprove:
		return field
	}
	return stepAbout // which also holds the box that people do not see
}

// aboutQuestion is one optional question about the person.
type aboutQuestion struct {
	Name    string // of the field
	Legend  string
	Choices []formChoice
	Picked  string // its answer, carried from step to step
}

// aboutKeys gives each question's field and the keys of its answers. A stored
// answer is the key without its "o_".
func aboutKeys(a audience) []struct {
	name    string
	choices []string
} {
	roles := []string{"o_patient", "o_carer", "o_parent"}
	if a == youngPerson {
		roles = []string{"o_patient", "o_parent", "o_together"}
	}
	return []struct {
		name    string
		choices []string
	}{
		{"role", roles},
		{"age", ageBands(a)},
		{"gender", []string{"o_woman", "o_man", "o_another", "o_unsaid"}},
		{"ethnicity", []string{"o_asian", "o_black", "o_mixed", "o_white", "o_other_group", "o_unsaid"}},
		{"disability", []string{"o_lot", "o_little", "o_no", "o_unsaid"}},
	}
}

// ageBands gives the bands of age. Those of the young person's form lie within
// those of the adult's, so that both can be counted together.
func ageBands(a audience) []string {
	if a == youngPerson {
		return []string{"0-7", "8-11", "12-15", "16-24"}
	}
	return []string{"0-15", "16-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75-84", "85+"}
}

// aboutFields gives the fields of an About by their questions' names.
func aboutFields(a *feedback.About) map[string]*string {
	return map[string]*string{"role": &a.Role, "age": &a.AgeBand, "gender": &a.Gender, "ethnicity": &a.Ethnicity, "disability": &a.Disability}
}

// readAbout reads what somebody said about themselves. An answer that the form
// does not offer is left out: the field is for one of a few words.
func readAbout(v url.Values) feedback.About {
	var about feedback.About
	fields := aboutFields(&about)
	for _, a := range []audience{adult, youngPerson} {
		for _, q := range aboutKeys(a) {
			for _, key := range q.choices {
				if value := strings.TrimPrefix(key, "o_"); v.Get(q.name) == value {
					*fields[q.name] = value
				}
			}
		}
	}
	return about
}

// aboutQuestions gives the questions in somebody's words.
func aboutQuestions(w way, about feedback.About) []aboutQuestion {
	words, fields := w.words(), aboutFields(&about)
	var out []aboutQuestion
	for _, q := range aboutKeys(w.audience) {
		ask := aboutQuestion{Name: q.name, Legend: words["q_"+q.name], Picked: *fields[q.name]}
		for i, key := range q.choices {
			value := strings.TrimPrefix(key, "o_")
			label := strings.ReplaceAll(value, "-", "–")
			if value != key {
				label = words[key]
			}
			ask.Choices = append(ask.Choices, formChoice{value, label, q.name + "-" + strconv.Itoa(i+1), value == ask.Picked})
		}
		out = append(out, ask)
	}
	return out
}

// formLink leads to the same form met in another way.
type formLink struct {
	Text, URL, Lang, Dir string
	Current              bool
}

// otherLanguages gives links to the form in every language.
func (s *server) otherLanguages(base string, w way) []formLink {
	var out []formLink
	for _, l := range s.languages.list {
		to := w
		to.lang = l
		url := base + to.query()
		if l.Tag == "en" { // said outright, or a browser's own language would win
			url = withQuery(url, "lang=en")
		}
		out = append(out, formLink{Text: l.Name, URL: url, Lang: l.Tag, Dir: l.Dir, Current: l == w.lang})
	}
	return out
}

// otherVersions gives links to the form for other people and in the other
// layout.
func otherVersions(base string, w way) []formLink {
	words := w.words()
	link := func(key string, to way) formLink {
		url := base + to.query()
		if to.lang.Tag == "en" {
			url = withQuery(url, "lang=en")
		}
		return formLink{Text: words[key], URL: url}
	}
	var out []formLink
	for _, v := range []struct {
		audience audience
		key      string
	}{{adult, "v_adult"}, {easyRead, "v_easy"}, {youngPerson, "v_young"}} {
		if v.audience != w.audience {
			out = append(out, link(v.key, way{lang: w.lang, audience: v.audience, steps: v.audience == easyRead}))
		}
	}
	to := w
	to.steps = !w.steps
	if w.steps {
		return append(out, link("v_all", to))
	}
	return append(out, link("v_steps", to))
}

// refs gives where each link is kept, so that it can be changed.
func refs(links []formLink) []*formLink {
	out := make([]*formLink, len(links))
	for i := range links {
		out[i] = &links[i]
	}
	return out
}

func withQuery(address, more string) string {
	if strings.Contains(address, "?") {
		return address + "&" + more
	}
	return address + "?" + more
}

// What the form's template shows of a way.

// Tag gives the language's tag.
func (w way) Tag() string { return w.lang.Tag }

// Dir gives the direction of the language.
func (w way) Dir() string { return w.lang.Dir }

// Audience gives for whom the words are written.
func (w way) Audience() string { return string(w.audience) }

// View names the layout of the questions.
func (w way) View() string { return w.view() }

// Review says what is still to be checked about the words.
func (w way) Review() string { return w.lang.Review }

// Name gives the language's name in itself.
func (w way) Name() string { return w.lang.Name }

// T gives the words under a key.
func (w way) T(key string) (string, error) { return w.words().say(key) }

// Ratings gives the six answers.
func (w way) Ratings() []formChoice {
	var out []formChoice
	for _, r := range feedback.Ratings() {
		v := strconv.Itoa(int(r))
		out = append(out, formChoice{Value: v, Label: w.words().rating(r), ID: "rating-" + v})
	}
	return out
}
