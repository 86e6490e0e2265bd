package sms

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"earshot/feedback"
)

// Rules say when a provider's patients may be texted.
type Rules struct {
	DelayHours    float64  `json:"delay_hours"`    // after the event; 0 for at once
	QuietFrom     string   `json:"quiet_from"`     // HH:MM in London; nothing is sent from then …
	QuietTo       string   `json:"quiet_to"`       // … until then
	EveryDays     int      `json:"every_days"`     // at most one invitation to a person in so many days, over all places of the provider
	RemindDays    int      `json:"remind_days"`    // one reminder after so many days without an answer; 0 for none
	ExpireDays    int      `json:"expire_days"`    // not sent later than so many days after the event; answers are taken as long
	PerSecond     float64  `json:"per_second"`     // texts a second, of all providers together; only the default's is looked at
	ExcludePlaces []string `json:"exclude_places"` // ids or codes of places whose patients are never texted
}

// RuleBook is the default rules and those of single providers.
type RuleBook struct {
	fallback  Rules
	providers map[string]Rules // by place id or national code
	london    *time.Location
}

// DefaultRules are in force where an installation says nothing: two hours after
// the event, not between 20:00 and 09:00, once in 30 days, no reminder.
func DefaultRules() Rules {
	return Rules{DelayHours: 2, QuietFrom: "20:00", QuietTo: "09:00", EveryDays: 30, ExpireDays: 14, PerSecond: 5}
}

// NewRuleBook gives the rules of an installation that says nothing.
func NewRuleBook() (*RuleBook, error) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, fmt.Errorf("rules of invitations: %w", err)
	}
	return &RuleBook{fallback: DefaultRules(), london: london}, nil
}

// ParseRules reads a rule book: {"default": {…}, "providers": {"RX1": {…}}}.
// What a provider does not say is as in the default, what the default does not
// say as in [DefaultRules]. The error names every fault.
func ParseRules(r io.Reader) (*RuleBook, error) {
	b, err := NewRuleBook()
	if err != nil {
		return nil, err
	}
	var file struct {
		Default   json.RawMessage            `json:"default"`
		Providers map[string]json.RawMessage `json:"providers"`
	}
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("rules of invitations: %w: %w", err, feedback.ErrInvalid)
	}
	var faults []error
	read := func(name string, raw json.RawMessage, base Rules) Rules {
		if len(raw) > 0 {
			if err := json.Unmarshal(raw, &base); err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", name, err))
			}
		}
		faults = append(faults, base.check(name)...)
		return base
	}
	b.fallback = read("default", file.Default, b.fallback)
	b.providers = make(map[string]Rules, len(file.Providers))
	for id, raw := range file.Providers {
		b.providers[id] = read("providers."+id, raw, b.fallback)
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("rules of invitations: %w: %w", errors.Join(faults...), feedback.ErrInvalid)
	}
	return b, nil
}

func (r Rules) check(name string) (faults []error) {
	for _, t := range []struct{ name, value string }{{"quiet_from", r.QuietFrom}, {"quiet_to", r.QuietTo}} {
		if _, err := time.Parse("15:04", t.value); err != nil {
			faults = append(faults, &feedback.FieldError{Field: name + "." + t.name, Reason: "must be a time such as 20:00"})
		}
	}
	for _, n := range []struct {
		name     string
		value    float64
		min, max float64
	}{{"delay_hours", r.DelayHours, 0, 24 * 90}, {"every_days", float64(r.EveryDays), 0, 3650}, {"remind_days", float64(r.RemindDays), 0, 60},
		{"expire_days", float64(r.ExpireDays), 1, 180}, {"per_second", r.PerSecond, 0, 1000}} {
		if !(n.value >= n.min && n.value <= n.max) {
			faults = append(faults, &feedback.FieldError{Field: name + "." + n.name, Reason: fmt.Sprintf("must be from %g to %g", n.min, n.max)})
		}
	}
	if r.RemindDays >= r.ExpireDays {
		faults = append(faults, &feedback.FieldError{Field: name + ".remind_days", Reason: "must be less than expire_days"})
	}
	return faults
}

// For gives the rules of a provider.
func (b *RuleBook) For(provider feedback.Place) Rules {
	for _, name := range []string{string(provider.ID), string(provider.Code)} {
		if r, ok := b.providers[name]; ok && name != "" {
			return r
		}
	}
	return b.fallback
}

// PerSecond gives the most texts a second, 0 for no limit.
func (b *RuleBook) PerSecond() float64 { return b.fallback.PerSecond }

// Excludes reports whether patients of a place are never texted. path is the
// place and all above it.
func (r Rules) Excludes(path []feedback.Place) bool {
	return slices.ContainsFunc(path, func(p feedback.Place) bool {
		return slices.ContainsFunc(r.ExcludePlaces, func(x string) bool {
			return x == string(p.ID) || x == string(p.Code) && x != "" || x == string(p.PublicCode) && x != ""
		})
	})
}

// Awake gives the earliest moment from t on that is outside the quiet hours, in
// London's time: across a change of the clocks, too.
func (b *RuleBook) Awake(r Rules, t time.Time) time.Time {
	from, err1 := time.Parse("15:04", r.QuietFrom)
	to, err2 := time.Parse("15:04", r.QuietTo)
	if cmp.Or(err1, err2) != nil || from.Equal(to) {
		return t
	}
	local := t.In(b.london)
	minute, start, end := local.Hour()*60+local.Minute(), from.Hour()*60+from.Minute(), to.Hour()*60+to.Minute()
	day := local.Day()
	switch {
	case start < end && (minute < start || minute >= end), start > end && minute < start && minute >= end:
		return t
	case start > end && minute >= start:
		day++ // until tomorrow morning
	}
	return time.Date(local.Year(), local.Month(), day, to.Hour(), to.Minute(), 0, 0, b.london).UTC()
}
