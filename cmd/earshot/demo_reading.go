package main

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"earshot/api"
	"earshot/feedback"
	"earshot/sentiment"
)

// readingRoom is a page of the demonstration in which a visitor types a comment
// and sees how it is read, and why. Nothing typed there is stored.
type readingRoom struct {
	reader *sentiment.Reader
	guard  func() (*sentiment.Guard, error) // made on the first visit: it takes a moment
	pages  *api.Pages
	log    *slog.Logger
	page   *template.Template
}

func newReadingRoom(log *slog.Logger) (*readingRoom, error) {
	reader, err := sentiment.New()
	if err != nil {
		return nil, err
	}
	pages, err := api.NewPages()
	if err != nil {
		return nil, err
	}
	page, err := template.New("reading").Parse(readingPage)
	if err != nil {
		return nil, err
	}
	return &readingRoom{reader: reader, guard: sync.OnceValues(sentiment.NewGuard), pages: pages, log: log, page: page}, nil
}

const readingPage = `<div class="nhsuk-grid-row"><div class="nhsuk-grid-column-two-thirds">
<h1 class="nhsuk-heading-l">How a comment is read</h1>
<form method="post" action="/demo/reading" autocomplete="off">
<div class="nhsuk-form-group"><label class="nhsuk-label" for="comment">A comment</label>
<div class="nhsuk-hint" id="comment-hint">Nothing you type here is kept.</div>
<textarea class="nhsuk-textarea" id="comment" name="comment" rows="4" maxlength="5000" aria-describedby="comment-hint">{{.Comment}}</textarea></div>
<div class="nhsuk-form-group"><label class="nhsuk-label" for="question">The question it answers</label>
<select class="nhsuk-select" id="question" name="question">{{range .Questions}}<option value="{{.Value}}"{{if .Chosen}} selected{{end}}>{{.Label}}</option>{{end}}</select></div>
<div class="nhsuk-form-group"><label class="nhsuk-label" for="rating">The answer given with it</label>
<select class="nhsuk-select" id="rating" name="rating">{{range .Ratings}}<option value="{{.Value}}"{{if .Chosen}} selected{{end}}>{{.Label}}</option>{{end}}</select></div>
<button class="nhsuk-button" type="submit">Read it</button></form>
{{with .Result}}
<h2 class="nhsuk-heading-m">What was understood</h2>
<dl class="nhsuk-summary-list">
{{range .Facts}}<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">{{.Name}}</dt><dd class="nhsuk-summary-list__value">{{.Text}}</dd></div>
{{end}}</dl>
{{if .Themes}}<table class="nhsuk-table"><caption class="nhsuk-table__caption">What it is about</caption>
<thead class="nhsuk-table__head"><tr><th scope="col" class="nhsuk-table__header">Theme</th><th scope="col" class="nhsuk-table__header">Spoken of</th><th scope="col" class="nhsuk-table__header">Words</th></tr></thead>
<tbody class="nhsuk-table__body">{{range .Themes}}<tr class="nhsuk-table__row"><td class="nhsuk-table__cell">{{.Name}}</td><td class="nhsuk-table__cell">{{.How}}</td><td class="nhsuk-table__cell">{{.Words}}</td></tr>{{end}}</tbody></table>{{end}}
{{if .Why}}<table class="nhsuk-table"><caption class="nhsuk-table__caption">Words that moved the answer most</caption>
<thead class="nhsuk-table__head"><tr><th scope="col" class="nhsuk-table__header">Words</th><th scope="col" class="nhsuk-table__header">Towards</th></tr></thead>
<tbody class="nhsuk-table__body">{{range .Why}}<tr class="nhsuk-table__row"><td class="nhsuk-table__cell">{{.Words}}</td><td class="nhsuk-table__cell">{{.How}}</td></tr>{{end}}</tbody></table>{{end}}
{{end}}</div></div>`

// What the page is filled with.
type (
	readingForm struct {
		Comment            string
		Questions, Ratings []readingChoice
		Result             *readingResult
	}
	readingChoice struct {
		Value, Label string
		Chosen       bool
	}
	readingResult struct {
		Facts       []readingRow
		Themes, Why []readingRow
	}
	readingRow struct{ Name, Text, How, Words string }
)

// maxTyped is the longest comment read here, in bytes.
const maxTyped = 5000

// ServeHTTP shows the page and reads what was typed into it.
func (rr *readingRoom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	var ctx sentiment.Context
	if n, err := strconv.Atoi(r.PostFormValue("question")); err == nil && sentiment.Question(n).Valid() {
		ctx.Question = sentiment.Question(n)
	}
	if n, err := strconv.Atoi(r.PostFormValue("rating")); err == nil && feedback.Rating(n).Valid() {
		ctx.Rating = feedback.Rating(n)
	}
	text := r.PostFormValue("comment")
	if len(text) > maxTyped {
		text = strings.ToValidUTF8(text[:maxTyped], "")
	}
	form := readingForm{Comment: text, Questions: questionChoices(ctx.Question), Ratings: ratingChoices(ctx.Rating)}
	var err error
	if strings.TrimSpace(text) != "" {
		form.Result, err = rr.read(sentiment.Repair(text), ctx)
	}
	var body bytes.Buffer
	if err == nil {
		err = rr.page.Execute(&body, form)
	}
	if err == nil {
		err = rr.pages.Write(w, http.StatusOK, api.Page{Title: "How a comment is read", Body: template.HTML(body.String()), NoIndex: true})
	}
	if err != nil {
		rr.log.Error("the reading of a comment could not be shown", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
}

func questionChoices(chosen sentiment.Question) []readingChoice {
	var out []readingChoice
	for i, label := range []string{"Not known", "What was good?", "What could we do better?", "Why did you give that answer?"} {
		out = append(out, readingChoice{strconv.Itoa(i), label, i == int(chosen)})
	}
	return out
}

func ratingChoices(chosen feedback.Rating) []readingChoice {
	out := []readingChoice{{"0", "Not given", chosen == feedback.NoRating}}
	for _, r := range feedback.Ratings() {
		out = append(out, readingChoice{strconv.Itoa(int(r)), r.String(), r == chosen})
	}
	return out
}

// read lays out everything that is understood of a comment.
func (rr *readingRoom) read(text string, ctx sentiment.Context) (*readingResult, error) {
	guard, err := rr.guard()
	if err != nil {
		return nil, fmt.Errorf("load the guard of comments: %w", err)
	}
	reading, why := rr.reader.ReadWhy(text, ctx)
	redaction, moderation := guard.Redact(text), guard.Moderate(text, "")
	tone := "It cannot be read"
	if reading.Class != sentiment.Unread {
		tone = fmt.Sprintf("%s (score %+.2f, sure to %.0f%%)", strings.ReplaceAll(reading.Class.String(), "_", " "), reading.Score, 100*reading.Confidence)
	}
	flags := []string{}
	for _, f := range reading.Flags {
		flags = append(flags, f.Flag.Slug()+": “"+wordsOf(text, f.Spans)+"”")
	}
	publish := "no, or only after a person has looked"
	if redaction.Publishable {
		publish = "yes, as far as names and details go"
	}
	res := &readingResult{Facts: []readingRow{
		{Name: "Tone", Text: tone},
		{Name: "Danger signs", Text: cmp.Or(strings.Join(flags, "; "), "none")},
		{Name: "Language", Text: reading.Language},
		{Name: "Without what identifies people", Text: redaction.Text},
		{Name: "May be published", Text: publish},
		{Name: "Moderation", Text: moderation.Verdict.String()},
		{Name: "Read by", Text: "version " + reading.Version},
	}}
	for _, t := range reading.Themes {
		how := map[sentiment.Polarity]string{1: "well", 0: "neither well nor badly", -1: "badly"}[t.Polarity]
		res.Themes = append(res.Themes, readingRow{Name: t.Theme.String(), How: how, Words: wordsOf(text, t.Spans)})
	}
	slices.SortFunc(why, func(a, b sentiment.Why) int { return cmp.Compare(max(b.Push, -b.Push), max(a.Push, -a.Push)) })
	for _, y := range why[:min(8, len(why))] {
		how := "negative"
		if y.Push > 0 {
			how = "positive"
		}
		res.Why = append(res.Why, readingRow{Words: wordsOf(text, []sentiment.Span{y.Span}), How: how})
	}
	return res, nil
}

// wordsOf gives the words of spans, in order.
func wordsOf(text string, spans []sentiment.Span) string {
	var words []string
	for _, s := range spans {
		if s.Start >= 0 && s.Start <= s.End && s.End <= len(text) {
			words = append(words, strings.TrimSpace(text[s.Start:s.End]))
		}
	}
	return strings.Join(words, " … ")
}
