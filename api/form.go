package api

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gorilla/mux"

	"earshot/collector"
	"earshot/feedback"
)

// formData is what the form shows.
type formData struct {
	Place     feedback.Place
	Above     string
	Token     string
	Code      string // of a targeted survey, which answers once
	Way       way
	Base      string // address of the form, without its query
	Step      string // the step shown; empty if all questions are on one page
	StepOf    string // "Step 2 of 4"
	First     bool
	Last      bool
	Ratings   []formChoice
	About     []aboutQuestion
	Typed     typed
	Faults    []formFault // in the order of the form
	Notice    string      // above the form, where the fault is not in a field
	Languages []formLink
	Versions  []formLink
}

// Fault gives what is wrong with a field; empty if nothing is.
func (d formData) Fault(field string) string {
	for _, f := range d.Faults {
		if f.Field == field {
			return f.Text
		}
	}
	return ""
}

// Asks reports whether a part of the form is shown; what is not shown is carried
// in hidden fields.
func (d formData) Asks(step string) bool { return d.Step == "" || d.Step == step }

// T gives the form's words under a key.
func (d formData) T(key string) (string, error) { return d.Way.words().say(key) }

// Lead gives the words before and after the place's name in the opening line.
func (d formData) Lead() [2]string {
	before, after, _ := strings.Cut(d.Way.words()["lead"], "{place}")
	return [2]string{before, after}
}

// Faces reports whether the answers have pictures beside them.
func (d formData) Faces() bool { return d.Way.audience != adult }

type formChoice struct {
	Value   string
	Label   string
	ID      string
	Checked bool
}

// formFault is something to mend in a field.
type formFault struct{ Field, Text, Anchor string }

// typed is what a person put into the form, kept to be shown again.
type typed struct {
	Rating       string
	Why, Improve string
	Consent      bool
	about        feedback.About
	step         string // the step that was shown, if one was
	code         string // one-time code, if the form was opened with one
	trap         string
}

// formPlace finds the place of a form by its public code. A place that takes
// no answers is found too, so that its page can say so.
func (s *server) formPlace(r *http.Request) (feedback.Place, error) {
	code := feedback.PublicCode(strings.ToUpper(mux.Vars(r)["code"]))
	p, ok := s.directory().ByPublicCode(code)
	if !ok || p.Level < feedback.Provider {
		return p, say(fmt.Errorf("form: %w", feedback.ErrNotFound), "There is no form with this code.")
	}
	return p, nil
}

// formPage is GET /f/{code}.
func (s *server) formPage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.formPlace(r)
	if err != nil {
		return err
	}
	if p.Closed {
		return s.showClosed(w, p)
	}
	show := &formShow{place: p, way: s.wayOf(r, r.URL.Query()), token: newFormToken(s.now())}
	if code := r.URL.Query().Get("code"); code != "" {
		once, err := s.codes.open(code, p.PublicCode)
		if err != nil {
			return s.showForm(w, http.StatusOK, show.with(show.way.words()["n_code"]))
		}
		show.token.nonce, show.in.code = once.nonce, code
	}
	return s.showForm(w, http.StatusOK, show)
}

// formPost is POST /f/{code}. Whatever goes wrong, what the person typed is
// shown again and nothing has to be typed twice.
func (s *server) formPost(w http.ResponseWriter, r *http.Request) error {
	p, err := s.formPlace(r)
	if err != nil {
		return err
	}
	if p.Closed {
		return s.showClosed(w, p)
	}
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		return say(fmt.Errorf("form from another site: %w", feedback.ErrForbidden), "Open the form itself to answer; an answer cannot be sent from another site.")
	}
	if err := r.ParseForm(); err != nil {
		if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
			return say(err, "Your answer is too long to be taken. Go back and shorten it.")
		}
		return say(&feedback.FieldError{Reason: "the form did not arrive whole"}, "The form did not arrive whole. Go back and send it again.")
	}
	in := readTyped(r.PostForm)
	show := &formShow{place: p, way: s.wayOf(r, r.PostForm), in: in}
	words := show.way.words()
	now := s.now()
	show.token, err = s.tokens.open(r.PostForm.Get("token"), p.PublicCode)
	if err != nil || show.token.issued.After(now.Add(time.Hour)) {
		show.token = newFormToken(now)
		return s.showForm(w, http.StatusBadRequest, show.with(words["n_matched"]))
	}
	if now.Sub(show.token.issued) > tokenLife {
		show.token.issued = now
		return s.showForm(w, http.StatusBadRequest, show.with(words["n_old"]))
	}
	if show.way.steps {
		step, send := stepAfter(in, r.PostForm.Get("press"))
		if !send {
			return s.showStep(w, show, step, r.PostForm.Get("press") != "back")
		}
	}
	if s.chargeForm(w, r) != nil {
		return s.showForm(w, http.StatusTooManyRequests, show.with(words["n_busy"]))
	}
	if show.faults = in.check(words, now.Sub(show.token.issued)); len(show.faults) > 0 {
		show.in.step = stepOfFault(show.faults[0].Field)
		return s.showForm(w, http.StatusBadRequest, show)
	}
	return s.keep(w, r, show)
}

// showStep shows the next step, or the same one again if going on from it needs
// something mended.
func (s *server) showStep(w http.ResponseWriter, show *formShow, step string, onwards bool) error {
	if onwards {
		for _, f := range show.in.check(show.way.words(), tooQuick) {
			if f.Field == show.in.step {
				show.faults = append(show.faults, f)
			}
		}
		if len(show.faults) > 0 {
			return s.showForm(w, http.StatusBadRequest, show)
		}
	}
	show.in.step = step
	return s.showForm(w, http.StatusOK, show)
}

// keep stores a form's answer.
func (s *server) keep(w http.ResponseWriter, r *http.Request, show *formShow) error {
	in, p, words := show.in, show.place, show.way.words()
	rating, err := feedback.ParseRating(in.Rating)
	if err != nil {
		return err
	}
	sub := collector.Submission{
		Source: "web", SourceID: show.token.sourceID(), Place: string(p.ID), Rating: rating,
		Channel: feedback.ChannelWeb, Language: show.way.lang.Tag, Audience: string(show.way.audience), Consent: in.Consent,
		About: in.about,
		Comments: []feedback.Comment{
			{Prompt: feedback.PromptWhy, Text: feedback.Text(in.Why)},
			{Prompt: feedback.PromptImprove, Text: feedback.Text(in.Improve)},
		},
	}
	if once, err := s.codes.open(in.code, p.PublicCode); err == nil && in.code != "" {
		sub.Source, sub.SourceID = once.source, hex.EncodeToString(once.nonce[:])
	}
	results, err := s.intake.Submit(r.Context(), sub)
	if err == nil {
		err = results[0].Err
	}
	switch {
	case err == nil:
		to := "/f/" + string(p.PublicCode) + "/thanks" + show.way.query()
		switch {
		case results[0].Duplicate && sub.Source != "web":
			to = withQuery(to, "used=yes")
		case results[0].Duplicate: // with the Back button something may have been changed
			to = withQuery(to, "again=yes")
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	case errors.Is(err, feedback.ErrInvalid):
		return s.showForm(w, http.StatusBadRequest, show.with(words["n_refused"]))
	}
	// Nothing is known to be kept, whatever the cause; the token makes it safe
	// to send again.
	traceOf(r).fault = "form answer not kept: " + err.Error()
	w.Header().Set("Retry-After", "30")
	return s.showForm(w, http.StatusServiceUnavailable, show.with(words["n_unsaved"]))
}

func readTyped(v url.Values) typed {
	return typed{
		Rating: v.Get("rating"), Why: tidy(v.Get("why")), Improve: tidy(v.Get("improve")),
		Consent: v.Get("consent") == "yes", trap: v.Get("website"),
		about: readAbout(v), step: v.Get("step"), code: v.Get("code"),
	}
}

// tidy makes typed text safe to store and show: browsers send line ends as
// CR LF, and a broken client may send bytes that are not text.
func tidy(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(s)
}

// tooQuick is how fast nobody fills a form in. It counts only together with the
// box that people do not see, so that nobody quick is turned away.
const tooQuick = 3 * time.Second

// check gives what is wrong with what was typed.
func (in typed) check(words speech, took time.Duration) []formFault {
	var faults []formFault
	if n, err := strconv.Atoi(in.Rating); err != nil || !feedback.Rating(min(max(n, 0), 255)).Valid() {
		faults = append(faults, formFault{"rating", words["f_rating"], "rating-1"})
	}
	for _, f := range [...]struct{ field, text string }{{"why", in.Why}, {"improve", in.Improve}} {
		if len(f.text) > feedback.MaxComment {
			faults = append(faults, formFault{f.field,
				words.fill("f_long", "n", thousands(int64(utf8.RuneCountInString(f.text))), "most", thousands(feedback.MaxComment)), f.field})
		}
	}
	if in.trap != "" && took < tooQuick {
		faults = append(faults, formFault{"website", words["f_website"], "website"})
	}
	return faults
}

// formShow is a form about to be shown.
type formShow struct {
	place  feedback.Place
	way    way
	token  formToken
	in     typed
	notice string
	faults []formFault
}

// with puts a notice above the form.
func (f *formShow) with(notice string) *formShow {
	f.notice = notice
	return f
}

func (s *server) showForm(w http.ResponseWriter, status int, f *formShow) error {
	p, words := f.place, f.way.words()
	base := "/f/" + string(p.PublicCode)
	d := formData{Place: p, Token: s.tokens.seal(f.token, p.PublicCode), Code: f.in.code, Way: f.way, Base: base, Typed: f.in, Faults: f.faults, Notice: f.notice,
		About: aboutQuestions(f.way, f.in.about)}
	if f.way.steps {
		steps := stepsOf(f.in)
		at := max(slices.Index(steps, f.in.step), 0)
		d.Step, d.First, d.Last = steps[at], at == 0, at == len(steps)-1
		d.StepOf = words.fill("step_of", "n", strconv.Itoa(at+1), "most", strconv.Itoa(len(steps)))
	}
	if f.in == (typed{code: f.in.code}) { // once something is typed, a link would lose it
		d.Languages, d.Versions = s.otherLanguages(base, f.way), otherVersions(base, f.way)
		for _, l := range slices.Concat(refs(d.Languages), refs(d.Versions)) {
			if f.in.code != "" {
				l.URL = withQuery(l.URL, "code="+url.QueryEscape(f.in.code))
			}
		}
	}
	if up := above(s.directory(), []feedback.Place{p}); p.Level > feedback.Provider {
		d.Above = up[0].Above
	}
	for _, r := range feedback.Ratings() {
		v := strconv.Itoa(int(r))
		d.Ratings = append(d.Ratings, formChoice{v, words.rating(r), "rating-" + v, f.in.Rating == v})
	}
	noStore(w)
	return s.pages.show(w, status, f.way.onPage(Page{Title: words["title"], NoIndex: true, Problem: len(f.faults) > 0 || f.notice != ""}), "form.html", d)
}

type closedData struct {
	Place feedback.Place
	Next  []feedback.Place
}

// showClosed tells kindly that a place is no longer there.
func (s *server) showClosed(w http.ResponseWriter, p feedback.Place) error {
	d := closedData{Place: p}
	for _, id := range p.Successors {
		if next, ok := s.directory().Place(id); ok && takesAnswers(next) {
			d.Next = append(d.Next, next)
		}
	}
	noStore(w)
	return s.pages.show(w, http.StatusGone, Page{Title: "This place has closed", NoIndex: true}, "closed.html", d)
}

type thanksData struct {
	Place feedback.Place
	Words speech
	Saved string
	Used  bool   // the one-time code had answered before
	Again string // address of the form, if the form had answered before
	Card  string
}

// T gives the page's words under a key.
func (d thanksData) T(key string) (string, error) { return d.Words.say(key) }

// thanksPage is GET /f/{code}/thanks.
func (s *server) thanksPage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.formPlace(r)
	if err != nil {
		return err
	}
	noStore(w)
	met := s.wayOf(r, r.URL.Query())
	words := met.words()
	d := thanksData{Place: p, Words: words, Used: r.URL.Query().Get("used") == "yes", Saved: words.fill("t_saved", "place", p.Name), Card: words.fill("t_card", "place", p.Name)}
	if r.URL.Query().Get("again") == "yes" {
		d.Again = "/f/" + string(p.PublicCode) + met.query()
	}
	return s.pages.show(w, http.StatusOK, met.onPage(Page{Title: words["t_title"], NoIndex: true}), "thanks.html", d)
}

// noStore keeps a form, which may hold what somebody typed, out of every cache.
func noStore(w http.ResponseWriter) { w.Header().Set("Cache-Control", "no-store") }
