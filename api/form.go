package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
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
	Place   feedback.Place
	Above   string
	Token   string
	Ratings []formChoice
	Typed   typed
	Faults  []formFault // in the order of the form
	Notice  string      // above the form, where the fault is not in a field
	Limit   int
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
	return s.showForm(w, http.StatusOK, p, newFormToken(s.now()), typed{}, "", nil)
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
	now := s.now()
	token, err := s.tokens.open(r.PostForm.Get("token"), p.PublicCode)
	if err != nil || token.issued.After(now.Add(time.Hour)) {
		return s.showForm(w, http.StatusBadRequest, p, newFormToken(now), in,
			"This page could not be matched to your answer, so it was not sent. What you typed is still here: check it and send it again.", nil)
	}
	if now.Sub(token.issued) > tokenLife {
		token.issued = now
		return s.showForm(w, http.StatusBadRequest, p, token, in,
			"This page was open for more than a day, so your answer was not sent. What you typed is still here: check it and send it again.", nil)
	}
	if !s.forms.take(clientAddr(r, s.proxies), now) {
		w.Header().Set("Retry-After", "60")
		return s.showForm(w, http.StatusTooManyRequests, p, token, in,
			"Many answers are being sent from your network just now, so yours was not sent. What you typed is still here: wait a minute and send it again.", nil)
	}
	if faults := in.check(now.Sub(token.issued)); len(faults) > 0 {
		return s.showForm(w, http.StatusBadRequest, p, token, in, "", faults)
	}
	return s.keep(w, r, p, token, in)
}

// keep stores a form's answer.
func (s *server) keep(w http.ResponseWriter, r *http.Request, p feedback.Place, token formToken, in typed) error {
	rating, err := feedback.ParseRating(in.Rating)
	if err != nil {
		return err
	}
	sub := collector.Submission{
		Source: "web", SourceID: token.sourceID(), Place: string(p.ID), Rating: rating,
		Channel: feedback.ChannelWeb, Language: "en", Audience: "adult", Consent: in.Consent,
		Comments: []feedback.Comment{
			{Prompt: feedback.PromptWhy, Text: feedback.Text(in.Why)},
			{Prompt: feedback.PromptImprove, Text: feedback.Text(in.Improve)},
		},
	}
	results, err := s.intake.Submit(r.Context(), sub)
	if err == nil {
		err = results[0].Err
	}
	switch {
	case err == nil:
		http.Redirect(w, r, "/f/"+string(p.PublicCode)+"/thanks", http.StatusSeeOther)
		return nil
	case errors.Is(err, feedback.ErrInvalid):
		return s.showForm(w, http.StatusBadRequest, p, token, in, "Your answer was not sent: "+plainReason(err), nil)
	}
	// Nothing is known to be kept, whatever the cause; the token makes it safe
	// to send again.
	traceOf(r).fault = "form answer not kept: " + err.Error()
	w.Header().Set("Retry-After", "30")
	return s.showForm(w, http.StatusServiceUnavailable, p, token, in,
		"Sorry, your answer was not saved: part of this service is not working just now. What you typed is still here. Wait a minute and send it again.", nil)
}

func plainReason(err error) string {
	if faults := fieldFaults(err); len(faults) > 0 {
		return faults[0].Field + " " + faults[0].Reason + "."
	}
	return "it could not be accepted as it stands."
}

func readTyped(v url.Values) typed {
	return typed{
		Rating: v.Get("rating"), Why: tidy(v.Get("why")), Improve: tidy(v.Get("improve")),
		Consent: v.Get("consent") == "yes", trap: v.Get("website"),
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
func (in typed) check(took time.Duration) []formFault {
	var faults []formFault
	if n, err := strconv.Atoi(in.Rating); err != nil || !feedback.Rating(min(max(n, 0), 255)).Valid() {
		faults = append(faults, formFault{"rating", "Select how your experience was, or “Don’t know”", "rating-1"})
	}
	for _, f := range [...]struct{ field, text string }{{"why", in.Why}, {"improve", in.Improve}} {
		if len(f.text) > feedback.MaxComment {
			faults = append(faults, formFault{f.field,
				fmt.Sprintf("Your text is too long: it has %s characters and about %s fit", thousands(int64(utf8.RuneCountInString(f.text))), thousands(feedback.MaxComment)), f.field})
		}
	}
	if in.trap != "" && took < tooQuick {
		faults = append(faults, formFault{"website", "Leave the box “Website” empty", "website"})
	}
	return faults
}

func (s *server) showForm(w http.ResponseWriter, status int, p feedback.Place, token formToken, in typed, notice string, faults []formFault) error {
	d := formData{Place: p, Token: s.tokens.seal(token, p.PublicCode), Typed: in, Faults: faults, Notice: notice, Limit: feedback.MaxComment}
	if up := above(s.directory(), []feedback.Place{p}); p.Level > feedback.Provider {
		d.Above = up[0].Above
	}
	for _, r := range feedback.Ratings() {
		v := strconv.Itoa(int(r))
		d.Ratings = append(d.Ratings, formChoice{v, ratingText(r), "rating-" + v, in.Rating == v})
	}
	noStore(w)
	return s.pages.show(w, status, Page{Title: "How was your visit?", NoIndex: true, Problem: len(faults) > 0 || notice != ""}, "form.html", d)
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

// thanksPage is GET /f/{code}/thanks.
func (s *server) thanksPage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.formPlace(r)
	if err != nil {
		return err
	}
	noStore(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "Thank you", NoIndex: true}, "thanks.html", p)
}

// noStore keeps a form, which may hold what somebody typed, out of every cache.
func noStore(w http.ResponseWriter) { w.Header().Set("Cache-Control", "no-store") }
