// Package collector is the way in: it turns what arrives by web form, partner
// call, file or feed into checked, placed, read responses and hands them to the
// ledger. Every channel, text messages included, comes through one [Intake]:
// validate, read, append, acknowledge.
package collector

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// Submission is an answer as a channel hands it over: decoded, but not yet
// checked.
type Submission struct {
	Source     feedback.Source
	SourceID   string             // the sender's own id of the answer
	Place      string             // a place id, public code or national code
	Within     []feedback.PlaceID // what the sender may answer about; empty for anything
	Rating     feedback.Rating
	Comments   []feedback.Comment
	Channel    feedback.Channel
	Mode       feedback.Mode // NoMode takes the channel's usual one
	AnsweredAt time.Time     // zero means now
	Language   string
	Audience   string
	Consent    bool
	About      feedback.About
	Credit     *feedback.Attribution
	Contact    *ledger.Contact
	Line       int // 1-based line of a batch, for error messages; 0 if none
	// Faults are what the channel found wrong already. The submission is refused;
	// whatever else is wrong with it is told with them.
	Faults feedback.FieldErrors
}

// Result is what became of one submission.
type Result struct {
	ID        ledger.ID // the response
	Place     feedback.PlaceID
	Duplicate bool  // it was stored before; this one changed nothing
	Flagged   bool  // a comment raises a danger flag: somebody should look now
	Err       error // why it was refused; nothing of it was stored
}

// Intake checks, places, reads and stores answers. It is safe for concurrent
// use.
type Intake struct {
	places func() *feedback.Directory
	read   func(text string, c sentiment.Context) sentiment.Reading
	ledger ledger.Writer
	now    func() time.Time
}

// NewIntake gives an Intake. places gives the directory in force; read reads a
// comment; w stores; now is the clock.
func NewIntake(places func() *feedback.Directory, read func(string, sentiment.Context) sentiment.Reading, w ledger.Writer, now func() time.Time) *Intake {
	return &Intake{places: places, read: read, ledger: w, now: now}
}

// Submit stores answers in one transaction and returns after commit, with one
// result for each. An answer that is refused leaves the others untouched. An
// error means that nothing was stored; it is ErrUnavailable if the same call
// may succeed later.
func (in *Intake) Submit(ctx context.Context, subs ...Submission) ([]Result, error) {
	return in.submit(ctx, false, subs)
}

// submit is Submit that can stop short of storing.
func (in *Intake) submit(ctx context.Context, dryRun bool, subs []Submission) ([]Result, error) {
	b := in.prepare(subs)
	if dryRun {
		return b.results, nil
	}
	if err := in.store(ctx, &b); err != nil {
		return nil, err
	}
	return b.results, nil
}

// batch is what submissions came to: a result for each, and a command for each
// that was not refused.
type batch struct {
	results []Result
	cmds    []ledger.Command
	index   []int // of each command's submission
}

// prepare checks, places and reads submissions, and stores nothing.
func (in *Intake) prepare(subs []Submission) batch {
	b := batch{results: make([]Result, len(subs)), cmds: make([]ledger.Command, 0, len(subs)), index: make([]int, 0, len(subs))}
	now := in.now().UTC()
	dir := in.places()
	for i := range subs {
		cmd, flagged, err := in.command(dir, now, &subs[i])
		if err != nil {
			b.results[i].Err = atLine(err, subs[i].Line)
			continue
		}
		b.results[i].Place = cmd.Response.Path.Place()
		b.results[i].Flagged = flagged
		b.cmds = append(b.cmds, cmd)
		b.index = append(b.index, i)
	}
	return b
}

// store stores what was prepared, in one transaction, and completes the results.
func (in *Intake) store(ctx context.Context, b *batch) error {
	if len(b.cmds) == 0 {
		return nil
	}
	receipts, err := in.ledger.Append(ctx, b.cmds...)
	if err != nil {
		return fmt.Errorf("store %d answers: %w", len(b.cmds), err)
	}
	for j, r := range receipts {
		res := &b.results[b.index[j]]
		res.ID, res.Duplicate, res.Err = r.Subject, r.Duplicate, r.Err
	}
	return nil
}

// command checks one submission and turns it into a ledger command.
func (in *Intake) command(dir *feedback.Directory, now time.Time, s *Submission) (ledger.Command, bool, error) {
	path, err := in.examine(dir, now, s)
	if err != nil {
		return ledger.Command{}, false, err
	}
	readings, flagged := in.Read(s.Rating, s.Comments)
	return ledger.Command{
		Kind: ledger.Received, Source: s.Source, SourceID: s.SourceID, At: now,
		Response: &feedback.Response{
			Source: s.Source, SourceID: s.SourceID, Path: path, Rating: s.Rating, Comments: s.Comments,
			Channel: s.Channel, Mode: s.Mode, AnsweredAt: s.AnsweredAt, Language: s.Language,
			Audience: s.Audience, Consent: s.Consent, About: s.About, Credit: s.Credit,
		},
		Readings: readings, Contact: s.Contact,
	}, flagged, nil
}

// examine checks and places a submission; the error tells all that is wrong with
// it. A fault that only follows from another is not told.
func (in *Intake) examine(dir *feedback.Directory, now time.Time, s *Submission) (feedback.Path, error) {
	faults := s.check(now)
	if faults.About("place") {
		return feedback.Path{}, faults.Err()
	}
	var path feedback.Path
	place, err := findPlace(dir, s)
	if err == nil && !faults.About("answered_at", "date") {
		path, err = placeOn(dir, place, feedback.DayOf(s.AnsweredAt))
	}
	if err != nil {
		also := feedback.FaultsOf(err)
		if also == nil {
			return feedback.Path{}, err
		}
		faults = append(faults, also...)
	}
	return path, faults.Err()
}

// placeOn gives where a place stood on a day, if it took answers then.
func placeOn(dir *feedback.Directory, place feedback.Place, day feedback.Day) (feedback.Path, error) {
	if at, _ := dir.At(place.ID, day); at.Closed && at.From <= day {
		return feedback.Path{}, &feedback.FieldError{Field: "place", Reason: "closed on " + at.From.String() + "; send the place that took over from it, or the date of the answer if it was before"}
	}
	path, err := dir.Path(place.ID, day)
	if err != nil {
		return feedback.Path{}, &feedback.FieldError{Field: "place", Reason: "must be a provider, site, ward or team"}
	}
	return path, nil
}

// Read reads comments in the light of the rating given with them, and says
// whether any raises a danger flag.
func (in *Intake) Read(rating feedback.Rating, comments []feedback.Comment) ([]ledger.CommentFacts, bool) {
	if len(comments) == 0 {
		return nil, false
	}
	out := make([]ledger.CommentFacts, len(comments))
	flagged := false
	for i, c := range comments {
		r := in.read(c.Text.Reveal(), sentiment.Context{Question: questionOf(c.Prompt), Rating: rating})
		out[i] = ledger.FactsOfReading(c.Prompt, r)
		flagged = flagged || len(r.Flags) > 0
	}
	return out, flagged
}

func questionOf(p feedback.Prompt) sentiment.Question {
	switch p {
	case feedback.PromptGood:
		return sentiment.WhatGood
	case feedback.PromptImprove:
		return sentiment.CouldImprove
	}
	return sentiment.Reason // the Test's own follow-up: why did you give that answer?
}

// findPlace finds the place a submission means. A place the sender may not
// answer about is told apart from an unknown one only for senders without
// limits, so that a partner cannot find out what others have.
func findPlace(dir *feedback.Directory, s *Submission) (feedback.Place, error) {
	if strings.TrimSpace(s.Place) == "" {
		return feedback.Place{}, &feedback.FieldError{Field: "place", Reason: "is missing; send a place id, its public code or its ODS code"}
	}
	p, err := dir.Find(s.Place, s.Within)
	var fe *feedback.FieldError
	switch {
	case err == nil:
		return p, nil
	case errors.As(err, &fe):
		return feedback.Place{}, err
	case len(s.Within) > 0:
		return feedback.Place{}, &feedback.FieldError{Field: "place", Reason: "is not one that this key may send answers for; GET /v1/places lists every place"}
	}
	return feedback.Place{}, &feedback.FieldError{Field: "place", Reason: "is not known; GET /v1/places lists every place"}
}

// clockSkew is how far into the future a sender's clock may be.
const clockSkew = 5 * time.Minute

// oldest is the earliest answer taken: the Test began in April 2013.
func oldest() time.Time { return time.Date(2013, time.April, 1, 0, 0, 0, 0, time.UTC) }

// check holds a submission to the rules that need no directory, fills what it may
// leave out, and gives all that is wrong with it, what the channel found included.
// It is strict where a silent repair could change a count.
func (s *Submission) check(now time.Time) feedback.FieldErrors {
	faults := slices.Clip(s.Faults)
	wrong := func(field, reason string) {
		if !faults.About(field) {
			faults = append(faults, &feedback.FieldError{Field: field, Reason: reason})
		}
	}
	switch {
	case s.Source == "" || s.SourceID == "":
		wrong("id", "is missing; give each answer an id of your own, so that sending it again cannot count it twice")
	case len(s.SourceID) > 200 || !printable(s.SourceID):
		wrong("id", "must be at most 200 printable characters")
	}
	if s.Rating != feedback.NoRating && !s.Rating.Valid() {
		wrong("rating", "must be 1 (very good) to 6 (don't know)")
	}
	s.checkComments(wrong)
	s.checkLabels(wrong)
	if s.Rating == feedback.NoRating && len(s.Comments) == 0 && !faults.About("comment", "comments", "question") {
		wrong("rating", "is missing, and there is no comment either; send at least one of them")
	}
	if s.AnsweredAt.IsZero() {
		s.AnsweredAt = now
	}
	s.AnsweredAt = s.AnsweredAt.UTC()
	switch {
	case s.AnsweredAt.After(now.Add(clockSkew)):
		wrong("answered_at", "is in the future; send when the person answered")
	case s.AnsweredAt.Before(oldest()):
		wrong("answered_at", "is before April 2013, when the Test began; check the year")
	}
	if s.Mode == feedback.NoMode {
		s.Mode = s.Channel.DefaultMode()
	}
	return faults
}

// maxLabel is the longest language, audience or answer about oneself, in bytes.
const maxLabel = 100

// checkLabels keeps long texts out of fields that are meant for a word or two,
// and are not guarded as comments are.
func (s *Submission) checkLabels(wrong func(field, reason string)) {
	for _, l := range []struct{ field, value string }{
		{"language", s.Language}, {"audience", s.Audience}, {"about.age_band", s.About.AgeBand}, {"about.gender", s.About.Gender},
		{"about.ethnicity", s.About.Ethnicity}, {"about.disability", s.About.Disability}, {"about.role", s.About.Role},
	} {
		if len(l.value) > maxLabel || !printable(l.value) {
			wrong(l.field, fmt.Sprintf("must be at most %d printable characters", maxLabel))
		}
	}
}

// checkComments drops blank comments and tells of over-long or broken ones.
func (s *Submission) checkComments(wrong func(field, reason string)) {
	kept := s.Comments[:0:0]
	for _, c := range s.Comments {
		text := c.Text.Reveal()
		switch {
		case len(text) > feedback.MaxComment:
			wrong("comment", fmt.Sprintf("is %d bytes long; the most is %d", len(text), feedback.MaxComment))
		case !utf8.ValidString(text):
			wrong("comment", "is not valid UTF-8; send text in UTF-8")
		case strings.ContainsRune(text, 0):
			wrong("comment", "holds a NUL character; remove it")
		case strings.TrimSpace(text) == "":
			continue
		}
		kept = append(kept, c)
	}
	if len(kept) > feedback.MaxComments {
		wrong("comments", fmt.Sprintf("are %d; the most is %d", len(kept), feedback.MaxComments))
	}
	s.Comments = kept
}

func printable(s string) bool {
	for _, r := range s {
		if r < ' ' || r == utf8.RuneError || r == 0x7f {
			return false
		}
	}
	return true
}

// atLine puts the line of a batch into the FieldErrors of an error.
func atLine(err error, line int) error {
	faults := feedback.FaultsOf(err)
	if line == 0 || faults == nil {
		return err
	}
	out := make(feedback.FieldErrors, len(faults))
	for i, f := range faults {
		at := *f
		at.Line = line
		out[i] = &at
	}
	return out.Err()
}
