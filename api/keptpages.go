package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// Kept is the tray of texts and calls that could not be filed by themselves;
// [collector.KeptTexts] is one.
type Kept interface {
	List(ctx context.Context) ([]collector.KeptText, error)
	Peek(ctx context.Context, source feedback.Source, id string) (collector.KeptText, error)
	Look(ctx context.Context, source feedback.Source, id, by string) (collector.KeptText, []ledger.TextStep, error)
	File(ctx context.Context, f collector.KeptFiling) (collector.Result, error)
	Settle(ctx context.Context, source feedback.Source, id string, act ledger.TextAct, by, note string) error
}

// keptRoutes is the tray's part of the route table.
func (s *server) keptRoutes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{get, "/workspace/texts", s.keptPage, 0, usualTime},
		{get, "/workspace/text", s.keptTextPage, 0, usualTime},
		{post, "/workspace/text", s.keptTextPost, maxPage, usualTime},
	}
}

// keptRow is a text in the list.
type keptRow struct {
	URL, Title, Came, Age, Reason, Above string
	Urgent, Escalated                    bool
}

type keptData struct {
	Signed signedData
	Done   string // what was done a moment ago
	Rows   []keptRow
	More   int // further ones
}

// keptFew is how many texts a page holds.
const keptFew = 100

// keptTitle heads a text by what it seems to be about.
func (s *server) keptTitle(t *collector.KeptText) string {
	what := pick(t.Channel == feedback.ChannelVoice, "Call", pick(t.Picture() != "", "Picture", "Text"))
	if p, ok := s.directory().Place(t.Place); ok {
		return what + " about " + p.Name
	}
	return what + ", place not known"
}

// keptReason says why a text was kept.
func keptReason(t *collector.KeptText) string {
	switch {
	case t.Lost:
		return "Its words cannot be read: they were sealed with a secret key that this service does not have"
	case t.Picture() != "":
		return t.Picture()
	case t.Reason == "late":
		return "It holds an answer that was sent before the one that is counted, and came after it"
	case t.Reason == collector.KeptSender:
		return "It was not sent from a telephone number that can be answered"
	case t.Reason == collector.KeptCall:
		return "What was said in a call could not be stored as an answer"
	case t.Reason == "refused":
		return "It could not be stored as an answer: its place may be closed or unknown, or the text broken"
	}
	return "Reason: " + t.Reason
}

// mineText reports whether a key is good for a text: one about its places, or
// any for a key without limits. One about nowhere is nobody else's.
func mineText(key *ledger.Key, dir *feedback.Directory, t *collector.KeptText) bool {
	return mine(key, dir, t.Place)
}

// keptPage is GET /workspace/texts.
func (s *server) keptPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	list, err := s.workspace.Kept.List(r.Context())
	if err != nil {
		return err
	}
	dir := s.directory()
	list = slices.DeleteFunc(list, func(t collector.KeptText) bool { return !mineText(v.key, dir, &t) })
	d := keptData{Signed: signed(v), More: max(0, len(list)-keptFew)}
	switch r.URL.Query().Get("done") {
	case "filed":
		d.Done = "The text was filed and is counted. Its words are only in the answer now."
	case "not_feedback":
		d.Done = "The text was put away and its words were forgotten."
	case "escalated":
		d.Done = "It is on record who was told. The text stays here until it is filed or put away."
	case "gone":
		d.Done = "Somebody else has dealt with this text."
	}
	for _, t := range list[:min(len(list), keptFew)] {
		d.Rows = append(d.Rows, keptRow{URL: keptAddress(&t), Title: s.keptTitle(&t), Came: momentText(t.At), Age: ageText(s.now().Sub(t.At)), Reason: keptReason(&t),
			Above: partOf(dir, t.Place), Urgent: t.Urgent, Escalated: t.Escalated})
	}
	private(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "Texts to look at", NoIndex: true, Head: workspaceHead, Crumbs: []Crumb{{"Workspace", "/workspace"}}}, "kept.html", d)
}

func keptAddress(t *collector.KeptText) string {
	return "/workspace/text?" + url.Values{"source": {string(t.Source)}, "id": {t.ID}}.Encode()
}

type keptTextData struct {
	Signed  signedData
	Text    collector.KeptText
	Words   string // to be shown
	Title   string
	Came    string
	Age     string
	Reason  string
	Above   string
	Steps   []stepRow
	Ratings []outcomeRow
	Fault   string
	FaultAt string // id of the field
	// As typed.
	Place, Rating, Comment, Note string
}

// keptTextPage is GET /workspace/text?source=&id=. That somebody looked is put on
// record before the words are shown.
func (s *server) keptTextPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	q := r.URL.Query()
	return s.showKeptText(w, r, http.StatusOK, v, feedback.Source(q.Get("source")), q.Get("id"), keptTextData{})
}

// mineKept gives a text that a key is good for, without words. One that does not
// exist and one that is another's get the same answer.
func (s *server) mineKept(r *http.Request, key *ledger.Key, source feedback.Source, id string) (collector.KeptText, error) {
	t, err := s.workspace.Kept.Peek(r.Context(), source, id)
	if err == nil && !mineText(key, s.directory(), &t) {
		err = fmt.Errorf("kept text: %w", feedback.ErrNotFound)
	}
	return t, err
}

// showKeptText shows a text, with what is wrong with a form if anything.
func (s *server) showKeptText(w http.ResponseWriter, r *http.Request, status int, v visitor, source feedback.Source, id string, d keptTextData) error {
	if _, err := s.mineKept(r, v.key, source, id); err != nil {
		return err
	}
	t, steps, err := s.workspace.Kept.Look(r.Context(), source, id, v.key.Name)
	if err != nil {
		return err
	}
	d.Signed, d.Text, d.Title, d.Came, d.Age, d.Reason, d.Above = signed(v), t, s.keptTitle(&t), momentText(t.At), ageText(s.now().Sub(t.At)), keptReason(&t), partOf(s.directory(), t.Place)
	d.Words = sentiment.Repair(t.Text.Reveal())
	if d.Fault == "" {
		d.Comment = d.Words
		if p, ok := s.directory().Place(t.Place); ok {
			d.Place = typedCode(p)
		}
	}
	for _, rating := range feedback.Ratings() {
		d.Ratings = append(d.Ratings, outcomeRow{strconv.Itoa(int(rating)), ratingText(rating)})
	}
	for _, step := range steps {
		d.Steps = append(d.Steps, stepRow{momentText(step.At), step.By, keptStepText(step.Act), step.Note})
	}
	private(w)
	page := Page{Title: d.Title, NoIndex: true, Head: workspaceHead, Problem: d.Fault != "", Crumbs: []Crumb{{"Workspace", "/workspace"}, {"Texts to look at", "/workspace/texts"}}}
	return s.pages.show(w, status, page, "kept-text.html", d)
}

// ageText says how long something has waited.
func ageText(d time.Duration) string {
	n, unit := int(d/time.Minute), "minute"
	switch {
	case d >= 48*time.Hour:
		n, unit = int(d/(24*time.Hour)), "day"
	case d >= 2*time.Hour:
		n, unit = int(d/time.Hour), "hour"
	case n < 1:
		return "less than a minute"
	}
	return strconv.Itoa(n) + " " + unit + pick(n == 1, "", "s")
}

// typedCode gives the name of a place that people type.
func typedCode(p feedback.Place) string {
	switch {
	case p.PublicCode != "":
		return string(p.PublicCode)
	case p.Code != "":
		return string(p.Code)
	}
	return string(p.ID)
}

func keptStepText(act ledger.TextAct) string {
	switch act {
	case ledger.TextLooked:
		return "Read it"
	case ledger.TextEscalated:
		return "Told somebody"
	case ledger.TextFiled:
		return "Filed it"
	case ledger.TextNotFeedback:
		return "Put it away"
	}
	return string(act)
}

// keptTextPost is POST /workspace/text.
func (s *server) keptTextPost(w http.ResponseWriter, r *http.Request) error {
	v, err := s.signedPost(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	form := r.PostForm
	source, id := feedback.Source(form.Get("source")), form.Get("id")
	if _, err := s.mineKept(r, v.key, source, id); err != nil {
		return s.keptGone(w, r, err)
	}
	d := keptTextData{Place: strings.TrimSpace(form.Get("place")), Rating: form.Get("rating"), Comment: strings.TrimSpace(form.Get("comment")), Note: form.Get("note")}
	act := ledger.TextAct(form.Get("act"))
	if act == ledger.TextFiled {
		err = s.fileKept(r, v, source, id, d)
	} else {
		err = s.workspace.Kept.Settle(r.Context(), source, id, act, v.key.Name, d.Note)
	}
	var fe *feedback.FieldError
	switch {
	case errors.As(err, &fe):
		d.Fault, d.FaultAt = keptFault(fe)
		return s.showKeptText(w, r, http.StatusBadRequest, v, source, id, d)
	case err != nil:
		return s.keptGone(w, r, err)
	}
	private(w)
	http.Redirect(w, r, "/workspace/texts?done="+url.QueryEscape(string(act)), http.StatusSeeOther)
	return nil
}

// keptGone sends somebody whose text was dealt with meanwhile back to the list.
func (s *server) keptGone(w http.ResponseWriter, r *http.Request, err error) error {
	if !collector.IsGone(err) {
		return err
	}
	private(w)
	http.Redirect(w, r, "/workspace/texts?done=gone", http.StatusSeeOther)
	return nil
}

// fileKept files a text as a form says.
func (s *server) fileKept(r *http.Request, v visitor, source feedback.Source, id string, d keptTextData) error {
	f := collector.KeptFiling{Source: source, ID: id, Place: d.Place, Within: v.key.Places, Comment: feedback.Text(d.Comment), By: v.key.Name}
	if d.Rating != "" && d.Rating != "none" {
		n, err := strconv.Atoi(d.Rating)
		if f.Rating = feedback.Rating(n); err != nil || !f.Rating.Valid() {
			return &feedback.FieldError{Field: "rating", Reason: "must be one of the answers"}
		}
	}
	_, err := s.workspace.Kept.File(r.Context(), f)
	return err
}

// keptFault tells somebody at a form what to mend, and in which field.
func keptFault(fe *feedback.FieldError) (fault, field string) {
	switch fe.Field {
	case "place":
		return "Give the code of one of your places that takes answers, such as the one on its poster.", "place"
	case "rating":
		return "Choose the answer that the text gives, or leave words.", "rating"
	case "note":
		return "Say who was told, in at most 2,000 characters.", "note"
	}
	return "This could not be filed: the comment " + fe.Reason + ".", "comment"
}
