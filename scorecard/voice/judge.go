package voice

import (
	"slices"
	"strings"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// Guard says what may be published of a comment; [sentiment.Guard] does.
type Guard interface {
	Redact(text string) sentiment.Redaction
	Moderate(text, organisation string) sentiment.Moderation
}

// judgement is what the rules make of the comments of one response.
type judgement struct {
	state   ledger.VoiceState
	hints   []string
	urgent  bool
	concern bool
	parts   []ledger.VoicePart
}

// judge reads the comments of a response. The response is shown or withheld as
// one, since its parts tell of one another.
func judge(g Guard, words *ledger.Words, facts *ledger.Facts, organisation string) judgement {
	j := judgement{state: ledger.VoiceShown, concern: concern(facts)}
	worst := sentiment.Pass
	hint := func(name string, v sentiment.Verdict) {
		worst = max(worst, v)
		if !slices.Contains(j.hints, name) {
			j.hints = append(j.hints, name)
		}
	}
	for _, c := range words.Comments {
		text := sentiment.Repair(c.Text.Reveal())
		if strings.TrimSpace(text) == "" {
			continue
		}
		r := g.Redact(text)
		j.parts = append(j.parts, ledger.VoicePart{Prompt: c.Prompt, Text: strings.TrimSpace(r.Text)})
		m := g.Moderate(text, organisation)
		j.urgent = j.urgent || m.Urgent
		for _, h := range m.Hints {
			hint(h.Rule.String(), severity(h))
		}
		if !r.Publishable || len(r.Items) > 0 {
			hint("redaction", sentiment.ForPerson)
		}
	}
	for i := range facts.Comments {
		for _, f := range facts.Comments[i].Flags {
			if f != sentiment.NoFlag {
				hint("sign of "+f.Slug(), flagged(f))
			}
		}
	}
	slices.Sort(j.hints)
	switch {
	case len(j.parts) == 0:
		j.state = ledger.NoVoiceState
	case worst == sentiment.Fail:
		j.state = ledger.VoiceRefused
	case worst == sentiment.ForPerson:
		j.state = ledger.VoiceWaiting
	}
	return j
}

// severity gives what a rule that was come up against means here. What the
// redaction takes out is no reason to refuse the rest, but where there was one
// name there may be another that was not seen, so a person looks.
func severity(h sentiment.RuleHint) sentiment.Verdict {
	switch h.Rule {
	case sentiment.EmailRule, sentiment.LinkRule, sentiment.NamesRule, sentiment.PrivateData:
		return sentiment.ForPerson
	}
	return h.Verdict
}

// flagged gives what a sign of danger means for publication. The reader of every
// comment may find one where the rules of moderation did not.
func flagged(f sentiment.Flag) sentiment.Verdict {
	switch f {
	case sentiment.SelfHarm, sentiment.Safeguarding, sentiment.Threat, sentiment.Complaint:
		return sentiment.Fail
	}
	return sentiment.ForPerson
}

// concern reports whether a response tells of a poor experience.
func concern(f *ledger.Facts) bool {
	return f.Rating.Negative() || slices.ContainsFunc(f.Comments, func(c ledger.CommentFacts) bool { return c.Class >= sentiment.Negative })
}

// organisation names what a response is about, for the rules: its words are no
// person's name.
func organisation(dir *feedback.Directory, p feedback.Path) string {
	var names []string
	for _, id := range [...]feedback.PlaceID{p.Ward, p.Site, p.Provider} {
		if place, ok := dir.Place(id); ok {
			names = append(names, place.Name)
		}
	}
	return strings.Join(names, " ")
}
