package api

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/detect"
	"earshot/scorecard/warning"
	"earshot/sentiment"
)

// signedData is who is signed in, for the top of a page.
type signedData struct {
	Name, Form string
	Desk       bool // there are comments and requests to look at too
	Texts      bool // and texts that could not be filed
}

func signed(v visitor) signedData { return signedData{v.key.Name, v.Form, v.desk, v.kept} }

type warningRow struct {
	ID        int64
	Title     string
	Sentence  string
	State     string
	StateText string
	Raised    string
	Above     string
	Urgent    bool
}

type warningsData struct {
	Signed    signedData
	All       bool
	Only      string // kind of warning, empty for both
	Lists     []warningList
	Cursor    int64
	Providers []feedback.Place
}

// warningList is the warnings of one kind.
type warningList struct {
	Title, None string
	Rows        []warningRow
	More        string // address of further ones
}

// warningKinds are the kinds of warning in the order of the list, and how many of each
// are shown beside the others.
func warningKinds() []struct {
	kind, title, none string
	few               int
} {
	return []struct {
		kind, title, none string
		few               int
	}{
		{warning.KindDanger, "Comments that a person should read", "No comment with a danger sign", 5},
		{warning.KindChange, "Changes", "No change", 20},
	}
}

// titleOf heads a warning.
func titleOf(s warning.Shown) string { return capital(s.Label) + ": " + s.Name }

func stateText(s ledger.WarningStep) string {
	switch s {
	case ledger.WarningRaised:
		return "New"
	case ledger.WarningSeen:
		return "Seen"
	case ledger.WarningExplain:
		return "Explained"
	case ledger.WarningActed:
		return "Acted on"
	case ledger.WarningClosed:
		return "Closed"
	}
	return ""
}

// momentText writes an instant as people in England do.
func momentText(t time.Time) string {
	return t.In(feedback.London()).Format("15:04 on 2 January 2006")
}

// partOf says what a place is part of.
func partOf(dir *feedback.Directory, id feedback.PlaceID) string {
	p, ok := dir.Place(id)
	if !ok {
		return ""
	}
	return above(dir, []feedback.Place{p})[0].Above
}

// warningsPage is GET /workspace.
func (s *server) warningsPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	before, err := count(r, "before", 0, 1<<62)
	if err != nil {
		return err
	}
	d := warningsData{Signed: signed(v), All: r.URL.Query().Get("state") == "all"}
	if d.Cursor, err = s.workspace.Warnings.LastWarningEvent(r.Context()); err != nil {
		return err
	}
	d.Only = r.URL.Query().Get("kind")
	dir := s.directory()
	for _, l := range warningKinds() {
		if d.Only != "" && d.Only != l.kind {
			continue
		}
		list, err := s.warningList(r, v.key, l.kind, ledger.WarningQuery{Before: before, Open: !d.All, Limit: pickN(d.Only == "", l.few, warningsUsual)})
		if err != nil {
			return err
		}
		list.Title, list.None = l.title, l.none+pick(d.All, " was ever found at your places.", " at your places is open.")
		d.Lists = append(d.Lists, list)
	}
	for _, p := range dir.All() {
		if p.Level == feedback.Provider && mine(v.key, dir, p.ID) && len(d.Providers) < warningsUsual {
			d.Providers = append(d.Providers, p)
		}
	}
	private(w)
	page := Page{Title: "Warnings", NoIndex: true, Script: true, Head: workspaceHead + `<script src="/workspace/workspace.js" defer></script>`}
	return s.pages.show(w, http.StatusOK, page, "warnings.html", d)
}

// warningList reads the warnings of one kind.
func (s *server) warningList(r *http.Request, key *ledger.Key, kind string, q ledger.WarningQuery) (warningList, error) {
	var out warningList
	list, err := s.myWarnings(r, key, q, func(w *ledger.Warning) bool {
		return (w.Measure == warning.DangerNotice) == (kind == warning.KindDanger)
	})
	if err != nil {
		return out, err
	}
	dir := s.directory()
	for _, x := range list {
		shown, err := warning.ParseShown(x)
		if err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, warningRow{ID: x.ID, Title: titleOf(shown), Sentence: shown.Sentence, State: x.State.String(), StateText: stateText(x.State),
			Raised: momentText(x.At), Above: partOf(dir, x.Place), Urgent: x.Urgent})
	}
	if len(list) == q.Limit {
		out.More = fmt.Sprintf("/workspace?kind=%s&before=%d%s", kind, list[len(list)-1].ID, pick(q.Open, "", "&state=all"))
	}
	return out, nil
}

func pickN(is bool, a, b int) int {
	if is {
		return a
	}
	return b
}

type (
	namedValue struct{ Name, Value string }
	quote      struct {
		Text, About string
		Source      *commentSource // nil if the comment was given to us directly
	}
	stepRow    struct{ When, By, What, Note string }
	outcomeRow struct{ Value, Text string }
)

type warningData struct {
	Signed     signedData
	ID         int64
	Version    int
	Place      string
	Title      string
	Shown      warning.Shown
	StateText  string
	Raised     string
	Above      string
	Urgent     bool
	Closed     bool
	CanSee     bool
	CanExplain bool
	Facts      []namedValue
	Figure     *figureData
	Quotes     []quote
	Held       string
	Steps      []stepRow
	Outcomes   []outcomeRow
	Fault      string
	FaultAt    string
	Typed      string
}

func outcomes() []outcomeRow {
	return []outcomeRow{
		{ledger.OutcomeChance, "Chance: nothing lay behind it"},
		{ledger.OutcomePassed, "It was real and is over"},
		{ledger.OutcomeNewNormal, "It is real and stays: judge by the new level from now on"},
	}
}

// warningPage is GET /workspace/warnings/{warning}.
func (s *server) warningPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	return s.showWarning(w, r, http.StatusOK, v, "", "")
}

// showWarning shows a warning, with what is wrong with a form if anything.
func (s *server) showWarning(w http.ResponseWriter, r *http.Request, status int, v visitor, fault, typed string) error {
	x, err := s.myWarning(r, v.key)
	if err != nil {
		return err
	}
	shown, err := warning.ParseShown(x)
	if err != nil {
		return err
	}
	d := warningData{Signed: signed(v), ID: x.ID, Version: x.Version, Place: string(x.Place), Title: titleOf(shown), Shown: shown, StateText: stateText(x.State),
		Raised: momentText(x.At), Above: partOf(s.directory(), x.Place), Urgent: x.Urgent, Closed: x.State == ledger.WarningClosed,
		CanSee: x.State < ledger.WarningSeen, CanExplain: x.State <= ledger.WarningExplain, Facts: factsOf(shown), Outcomes: outcomes(), Fault: fault, FaultAt: "note", Typed: typed}
	if d.Figure, err = warningFigure(x, shown); err != nil {
		return err
	}
	if err := s.quote(r, &d); err != nil {
		return err
	}
	events, err := s.workspace.Warnings.WarningEvents(r.Context(), ledger.WarningEventQuery{Warning: x.ID, Limit: 1000})
	if err != nil {
		return err
	}
	for _, e := range events {
		d.Steps = append(d.Steps, stepRow{momentText(e.At), e.By, stepText(e), e.Note})
	}
	private(w)
	page := Page{Title: d.Title, NoIndex: true, Head: workspaceHead, Problem: fault != "", Crumbs: []Crumb{{"Workspace", "/workspace"}}}
	return s.pages.show(w, status, page, "warning.html", d)
}

func stepText(e ledger.WarningEvent) string {
	switch e.Step {
	case ledger.WarningRaised:
		return "Raised"
	case ledger.WarningNoted:
		return "Note"
	case ledger.WarningClosed:
		for _, o := range outcomes() {
			if o.Value == e.Outcome {
				return "Closed. " + o.Text
			}
		}
	}
	return stateText(e.Step)
}

// factsOf tells a finding in rows.
func factsOf(s warning.Shown) []namedValue {
	f := s.Finding
	if f == nil {
		return nil
	}
	level := func(v float64) string {
		switch s.Form {
		case detect.Mean:
			return fmt.Sprintf("%.2f", v)
		case detect.Silence:
			return fmt.Sprintf("%.1f a day", v)
		}
		return fmt.Sprintf("%.1f%%", 100*v)
	}
	day := func(n int) string { return dateText(feedback.Day(n)) }
	since := day(f.Since)
	if f.SinceFrom != f.SinceTo {
		since += " (between " + day(f.SinceFrom) + " and " + day(f.SinceTo) + ")"
	}
	return []namedValue{
		{"Since", since}, {"Usual level", level(f.Before)},
		{"Level since", level(f.After) + " (between " + level(f.AfterLow) + " and " + level(f.AfterHigh) + ")"},
		{"How sure", capital(s.Sure) + " that something lasting changed"},
	}
}

// quote reads the comments behind a warning, as they stand now, redacted. One
// that the redaction is not sure of is held back, unless it says that somebody
// is in danger: then the people who answer for the place must read it.
func (s *server) quote(r *http.Request, d *warningData) error {
	held := 0
	for _, name := range d.Shown.Responses {
		id, err := ledger.ParseID(name)
		if err != nil {
			return err
		}
		words, err := s.workspace.Words(r.Context(), id)
		if errors.Is(err, feedback.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		for _, c := range words.Comments {
			redacted := s.workspace.Redact(sentiment.Repair(c.Text.Reveal()))
			if !redacted.Publishable && d.Shown.Kind != warning.KindDanger {
				held++
				continue
			}
			if text := strings.TrimSpace(redacted.Text); text != "" {
				d.Quotes = append(d.Quotes, quote{cut(text), "Answer " + name, creditOf(words.Credit)})
			}
		}
	}
	if held > 0 {
		d.Held = fmt.Sprintf("Comments held back because they may still say who somebody is: %d.", held)
	}
	return nil
}

// creditOf says where a comment came from; nil if it was given to us directly.
func creditOf(c *feedback.Attribution) *commentSource {
	if c == nil {
		return nil
	}
	return &commentSource{c.Name, webAddress(c.URL), c.Licence}
}

// longestQuote is how much of a comment is shown, in characters.
const longestQuote = 400

func cut(text string) string {
	if letters := []rune(text); len(letters) > longestQuote {
		return strings.TrimSpace(string(letters[:longestQuote])) + "…"
	}
	return text
}

// warningPost is POST /workspace/warnings/{warning}.
func (s *server) warningPost(w http.ResponseWriter, r *http.Request) error {
	v, err := s.signedPost(r)
	if err != nil {
		return s.signedIn(w, r, err)
	}
	x, err := s.myWarning(r, v.key)
	if err != nil {
		return err
	}
	step, err := warning.ParseStep(r.PostForm.Get("step"))
	if err != nil {
		return err
	}
	in := warning.Step{Warning: x.ID, Step: step, Note: r.PostForm.Get("note"), By: v.key.Name}
	if step == ledger.WarningClosed {
		in.Outcome = r.PostForm.Get("outcome")
	}
	if in.Version, err = strconv.Atoi(r.PostForm.Get("version")); err != nil {
		return &feedback.FieldError{Field: "version", Reason: "must be that of the page"}
	}
	_, err = warning.Take(r.Context(), s.workspace.Warnings, in, s.now())
	switch {
	case errors.Is(err, feedback.ErrConflict):
		return s.showWarning(w, r, http.StatusConflict, v, "Somebody else was faster. Look at what was done, and try again if it is still needed.", in.Note)
	case errors.Is(err, feedback.ErrInvalid):
		return s.showWarning(w, r, http.StatusBadRequest, v, pick(step == ledger.WarningClosed, "Say what it was before you close it.", "Write a note of at most 2,000 characters first."), in.Note)
	case err != nil:
		return err
	}
	private(w)
	http.Redirect(w, r, "/workspace/warnings/"+strconv.FormatInt(x.ID, 10), http.StatusSeeOther)
	return nil
}
