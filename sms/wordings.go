package sms

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"earshot/feedback"
)

//go:embed wording/*.json
var wordingFiles embed.FS

// Wordings are the texts of every provider, language and audience. What a
// provider does not say itself is said in the standard wording; what a language
// does not have is said in English. The zero value has nothing; use
// [StandardWordings] or [LoadWordings].
type Wordings struct {
	all map[wordingKey]Wording
}

type wordingKey struct{ provider, language, audience string }

// defaultLanguage is spoken where nobody said otherwise.
const defaultLanguage = "en"

// StandardWordings gives the texts that come with Earshot.
func StandardWordings() (*Wordings, error) {
	w := &Wordings{all: make(map[wordingKey]Wording)}
	files, err := fs.Sub(wordingFiles, "wording")
	if err != nil {
		return nil, fmt.Errorf("standard wording: %w", err)
	}
	return w, w.load(files)
}

// LoadWordings gives the standard texts with those of a folder over them:
// LANGUAGE[.AUDIENCE].json for everyone, PROVIDER/LANGUAGE[.AUDIENCE].json for
// one provider (its place id). A file may hold some texts only; the rest is as
// before. The error names every file that cannot be used and why.
func LoadWordings(folder fs.FS) (*Wordings, error) {
	w, err := StandardWordings()
	if err != nil {
		return nil, err
	}
	return w, w.load(folder)
}

// OneWording gives Wordings that say the same to everyone.
func OneWording(w Wording) *Wordings {
	return &Wordings{all: map[wordingKey]Wording{{language: defaultLanguage}: w}}
}

func (w *Wordings) load(files fs.FS) error {
	var faults []string
	var names []string
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".json") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("wording: %w", err)
	}
	// A provider's files stand on those for everyone, an audience's on the adult's.
	slices.SortFunc(names, func(a, b string) int {
		if d := strings.Count(a, "/") - strings.Count(b, "/"); d != 0 {
			return d
		}
		return strings.Count(a, ".") - strings.Count(b, ".")
	})
	for _, name := range names {
		if err := w.loadFile(files, name); err != nil {
			faults = append(faults, fmt.Sprintf("%s: %v", name, err))
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("wording: %s: %w", strings.Join(faults, "; "), feedback.ErrInvalid)
	}
	return nil
}

func (w *Wordings) loadFile(files fs.FS, name string) error {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	provider, file := path.Split(name)
	language, audience, _ := strings.Cut(strings.TrimSuffix(file, ".json"), ".")
	key := wordingKey{strings.TrimSuffix(provider, "/"), language, audience}
	if strings.Contains(key.provider, "/") || key.language == "" || key.audience == "adult" {
		return fmt.Errorf("must be LANGUAGE.json, LANGUAGE.AUDIENCE.json or one of them in a provider's folder; the adult wording has no audience")
	}
	text := w.For(feedback.PlaceID(key.provider), language, audience)
	text.Costs, text.Review = nil, ""
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("is not JSON of texts: %w", err)
	}
	if faults := text.Check(); len(faults) > 0 {
		return fmt.Errorf("%s", strings.Join(faults, "; "))
	}
	w.all[key] = text
	return nil
}

// For gives the texts for one provider, language and audience ("" for adults).
func (w *Wordings) For(provider feedback.PlaceID, language, audience string) Wording {
	if audience == "adult" {
		audience = ""
	}
	language, _, _ = strings.Cut(strings.ToLower(language), "-")
	for _, k := range []wordingKey{
		{string(provider), language, audience}, {"", language, audience}, {string(provider), language, ""}, {"", language, ""},
		{string(provider), defaultLanguage, audience}, {"", defaultLanguage, audience}, {string(provider), defaultLanguage, ""},
	} {
		if t, ok := w.all[k]; ok {
			return t
		}
	}
	return w.all[wordingKey{language: defaultLanguage}]
}
