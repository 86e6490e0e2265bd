package sms

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"earshot/feedback"
)

//go:embed spoken/*.json
var spokenFiles embed.FS

// Voicing is what Earshot says to people by telephone, in one language and for
// one audience, and in which voice. It is data, like [Wording].
type Voicing struct {
	Review   string `json:"review"`   // who still has to look at it; empty if nobody
	Language string `json:"language"` // of the voice: "en-GB"
	Voice    string `json:"voice"`    // the far side's name of it: "Polly.Amy"
	Listen   string `json:"listen"`   // language in which speech is understood; empty if it is not: then only keys are taken

	Welcome      string   `json:"welcome"`       // to somebody who calls; {place} is what they are asked about
	Called       string   `json:"called"`        // to somebody whom we call: with how to get no more calls, key 0
	Question     string   `json:"question"`      // the question with its six keys
	Ward         string   `json:"ward"`          // that a ward's number may be keyed in first
	Languages    string   `json:"languages"`     // that there are other languages, key 7
	ThisLanguage string   `json:"this_language"` // "For English, press {key}."
	Again        string   `json:"again"`         // after what is not one of the answers
	AskWard      string   `json:"ask_ward"`      // for the ward's number and #
	NoWard       string   `json:"no_ward"`       // there is no such number
	About        string   `json:"about"`         // which {place} the answer is about now
	Chosen       string   `json:"chosen"`        // the {answer} that was chosen
	Change       string   `json:"change"`        // how to choose another, key 9
	Why          string   `json:"why"`           // for a comment
	More         string   `json:"more"`          // after a comment: there may be more
	Thanks       string   `json:"thanks"`        // at the end
	None         string   `json:"none"`          // at the end, if no answer came
	Safety       string   `json:"safety"`        // after words that raise a danger flag: whom to contact
	Stopped      string   `json:"stopped"`       // after key 0
	Answers      []string `json:"answers"`       // the six answers in their order
}

// Check reports the texts that are missing or do not say which key to press.
func (v Voicing) Check() []string {
	var faults []string
	if v.Language == "" || v.Voice == "" {
		faults = append(faults, "language and voice must say who speaks")
	}
	if len(v.Answers) != 6 || slices.Contains(v.Answers, "") {
		faults = append(faults, "answers must be six")
	}
	for _, t := range []struct{ name, text, holds string }{
		{"welcome", v.Welcome, "{place}"}, {"called", v.Called, "{place} 0"}, {"question", v.Question, "1 2 3 4 5 6"}, {"ward", v.Ward, ""},
		{"languages", v.Languages, "7"}, {"this_language", v.ThisLanguage, "{key}"}, {"again", v.Again, ""}, {"ask_ward", v.AskWard, ""}, {"no_ward", v.NoWard, ""},
		{"about", v.About, "{place}"}, {"chosen", v.Chosen, "{answer}"}, {"change", v.Change, "9"}, {"why", v.Why, ""}, {"more", v.More, ""},
		{"thanks", v.Thanks, ""}, {"none", v.None, ""}, {"safety", v.Safety, ""}, {"stopped", v.Stopped, ""},
	} {
		if strings.TrimSpace(t.text) == "" {
			faults = append(faults, t.name+" is empty")
		}
		for _, part := range strings.Fields(t.holds) {
			if !strings.Contains(t.text, part) {
				faults = append(faults, fmt.Sprintf("%s must hold %s", t.name, part))
			}
		}
		if len([]rune(t.text)) > longestSaid {
			faults = append(faults, fmt.Sprintf("%s is longer than %d characters, which nobody listens to", t.name, longestSaid))
		}
	}
	return faults
}

// longestSaid is the most that one text may hold, in characters: half a minute.
const longestSaid = 500

// text gives a text by name.
func (v Voicing) text(name string) string {
	switch name {
	case "welcome":
		return v.Welcome
	case "called":
		return v.Called
	case "question":
		return v.Question
	case "ward":
		return v.Ward
	case "languages":
		return v.Languages
	case "this_language":
		return v.ThisLanguage
	case "again":
		return v.Again
	case "ask_ward":
		return v.AskWard
	case "no_ward":
		return v.NoWard
	case "about":
		return v.About
	case "chosen":
		return v.Chosen
	case "change":
		return v.Change
	case "why":
		return v.Why
	case "more":
		return v.More
	case "thanks":
		return v.Thanks
	case "none":
		return v.None
	case "safety":
		return v.Safety
	case "stopped":
		return v.Stopped
	}
	return ""
}

// answer gives a rating in the voicing's language.
func (v Voicing) answer(r feedback.Rating) string { return Wording{Answers: v.Answers}.answer(r) }

// Voicings are what is said by telephone to the patients of every provider. What
// a provider or a language does not have is said as for texts: see [Wordings].
type Voicings struct {
	texts phrases[Voicing]
}

// LoadVoicings gives what Earshot comes with and, over it, the files of a
// folder, which are named like those of [LoadWordings]. No folder gives the
// standard ones.
func LoadVoicings(folder fs.FS) (*Voicings, error) {
	v := &Voicings{}
	fresh := func(t *Voicing) { t.Review, t.Answers = "", slices.Clone(t.Answers) }
	return v, v.texts.loadOver(spokenFiles, "spoken", folder, fresh, Voicing.Check)
}

// For gives what is said to one provider's patients of a language and audience
// ("" for adults).
func (v *Voicings) For(provider feedback.PlaceID, language, audience string) Voicing {
	return v.texts.find(provider, language, audience)
}

// Speaks reports whether there is anything in a language for everyone.
func (v *Voicings) Speaks(language string) bool {
	_, ok := v.texts.all[phraseKey{language: language}]
	return ok
}
