package warning

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"earshot/feedback"
	"earshot/ledger"
)

// Step is what a person wants to do about a warning.
type Step struct {
	Warning int64
	// Version is the number of the last event they saw; 0 if they did not look.
	// If somebody was faster the step fails with ErrConflict.
	Version int
	Step    ledger.WarningStep
	Outcome string // of WarningClosed
	Note    string
	By      string
}

// maxNote is the longest note, in characters.
const maxNote = 2000

// check finds what is wrong with a step by itself.
func (s *Step) check() error {
	s.Note = strings.TrimSpace(s.Note)
	switch {
	case s.By == "":
		return &feedback.FieldError{Field: "by", Reason: "is missing; say who you are"}
	case utf8.RuneCountInString(s.Note) > maxNote:
		return &feedback.FieldError{Field: "note", Reason: fmt.Sprintf("must be at most %d characters", maxNote)}
	}
	switch s.Step {
	case ledger.WarningSeen:
	case ledger.WarningExplain, ledger.WarningActed, ledger.WarningNoted:
		if s.Note == "" {
			return &feedback.FieldError{Field: "note", Reason: "is missing; say it in a sentence"}
		}
	case ledger.WarningClosed:
		if s.Outcome != ledger.OutcomeChance && s.Outcome != ledger.OutcomePassed && s.Outcome != ledger.OutcomeNewNormal {
			return &feedback.FieldError{Field: "outcome", Reason: "must be chance, passed or new_normal"}
		}
		return nil
	default:
		return &feedback.FieldError{Field: "step", Reason: "must be seen, explained, acted_on, closed or noted"}
	}
	if s.Outcome != "" {
		return &feedback.FieldError{Field: "outcome", Reason: "goes with closing only"}
	}
	return nil
}

// ParseStep reads a step that people may take.
func ParseStep(name string) (ledger.WarningStep, error) {
	for s := ledger.WarningSeen; s <= ledger.WarningNoted; s++ {
		if s.String() == name {
			return s, nil
		}
	}
	return ledger.NoWarningStep, &feedback.FieldError{Field: "step", Reason: "must be seen, explained, acted_on, closed or noted"}
}

// Take adds a step to a warning. Steps go forward and may be left out: seen,
// explained, acted on, closed. Explaining, acting and noting may be done again.
// A closed warning takes notes only. What cannot be taken is ErrInvalid or
// ErrConflict; no warning is ErrNotFound.
func Take(ctx context.Context, store ledger.Warnings, s Step, now time.Time) (ledger.WarningEvent, error) {
	if err := s.check(); err != nil {
		return ledger.WarningEvent{}, err
	}
	w, err := store.Warning(ctx, s.Warning)
	if err != nil {
		return ledger.WarningEvent{}, err
	}
	switch {
	case s.Version != 0 && s.Version != w.Version:
		return ledger.WarningEvent{}, fmt.Errorf("warning %d has changed: %w", w.ID, feedback.ErrConflict)
	case s.Step == ledger.WarningNoted:
	case w.State == ledger.WarningClosed, s.Step < w.State, s.Step == w.State && s.Step == ledger.WarningSeen:
		return ledger.WarningEvent{}, fmt.Errorf("warning %d is %s already: %w", w.ID, w.State, feedback.ErrConflict)
	}
	return store.AddWarningEvent(ctx, ledger.WarningEvent{Warning: w.ID, Version: w.Version + 1, Step: s.Step, Outcome: s.Outcome,
		At: now.UTC().Truncate(time.Microsecond), By: s.By, Note: s.Note})
}
