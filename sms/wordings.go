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
	texts phrases[Wording]
	known *vocabulary
}

// StandardWordings gives the texts that come with Earshot.
func StandardWordings() (*Wordings, error) { return LoadWordings(nil) }

// LoadWordings gives the standard texts with those of a folder over them:
// LANGUAGE[.AUDIENCE].json for everyone, PROVIDER/LANGUAGE[.AUDIENCE].json for
// one provider (its place id). A file may hold some texts only; the rest is as
// before. No folder gives the standard texts. The error names every file that
// cannot be used and why.
func LoadWordings(folder fs.FS) (*Wordings, error) {
	w := &Wordings{}
	fresh := func(t *Wording) {
		t.Costs, t.Review = nil, ""
		// Reading JSON writes into the lists that are there, which others hold too.
		t.Answers, t.Also = slices.Clone(t.Answers), slices.Clone(t.Also)
		for i, words := range t.Also {
			t.Also[i] = slices.Clone(words)
		}
		t.Stop, t.Counted = slices.Clone(t.Stop), slices.Clone(t.Counted)
	}
	err := w.texts.loadOver(wordingFiles, "wording", folder, fresh, Wording.Check)
	w.learn()
	return w, err
}

// OneWording gives Wordings that say the same to everyone.
func OneWording(t Wording) *Wordings {
	w := &Wordings{texts: phrases[Wording]{all: map[phraseKey]Wording{{language: defaultLanguage}: t}}}
	w.learn()
	return w
}

// learn makes the vocabulary of each wording and that of all.
func (w *Wordings) learn() {
	w.known = newVocabulary()
	for _, key := range w.texts.keys() {
		t := w.texts.all[key]
		w.known.add(t)
		t.vocabulary = newVocabulary()
		t.vocabulary.add(t)
		w.texts.all[key] = t
	}
}

// For gives the texts for one provider, language and audience ("" for adults).
func (w *Wordings) For(provider feedback.PlaceID, language, audience string) Wording {
	return w.texts.find(provider, language, audience)
}

// phrases are what is said in one medium, by provider, language and audience.
type phrases[T any] struct {
	all map[phraseKey]T
}

type phraseKey struct{ provider, language, audience string }

// defaultLanguage is spoken where nobody said otherwise.
const defaultLanguage = "en"

// keys gives what there is, in order.
func (p *phrases[T]) keys() []phraseKey {
	var out []phraseKey
	for k := range p.all {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b phraseKey) int {
		return strings.Compare(a.provider+"\x00"+a.language+"\x00"+a.audience, b.provider+"\x00"+b.language+"\x00"+b.audience)
	})
	return out
}

// loadOver reads the files that come with the program, from one of its folders,
// and over them those of a folder, which may be nil. fresh clears what a file
// does not take over from the one it stands on; check gives a text's faults.
func (p *phrases[T]) loadOver(own fs.FS, under string, folder fs.FS, fresh func(*T), check func(T) []string) error {
	p.all = make(map[phraseKey]T)
	files, err := fs.Sub(own, under)
	if err != nil {
		return fmt.Errorf("standard wording: %w", err)
	}
	if err := p.load(files, fresh, check); err != nil || folder == nil {
		return err
	}
	return p.load(folder, fresh, check)
}

func (p *phrases[T]) load(files fs.FS, fresh func(*T), check func(T) []string) error {
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
		if err := p.loadFile(files, name, fresh, check); err != nil {
			faults = append(faults, fmt.Sprintf("%s: %v", name, err))
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("wording: %s: %w", strings.Join(faults, "; "), feedback.ErrInvalid)
	}
	return nil
}

func (p *phrases[T]) loadFile(files fs.FS, name string, fresh func(*T), check func(T) []string) error {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	provider, file := path.Split(name)
	language, audience, _ := strings.Cut(strings.TrimSuffix(file, ".json"), ".")
	key := phraseKey{strings.TrimSuffix(provider, "/"), language, audience}
	if strings.Contains(key.provider, "/") || key.language == "" || key.audience == "adult" {
		return fmt.Errorf("must be LANGUAGE.json, LANGUAGE.AUDIENCE.json or one of them in a provider's folder; the adult wording has no audience")
	}
	text := p.find(feedback.PlaceID(key.provider), language, audience)
	fresh(&text)
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("is not JSON of texts: %w", err)
	}
	if faults := check(text); len(faults) > 0 {
		return fmt.Errorf("%s", strings.Join(faults, "; "))
	}
	p.all[key] = text
	return nil
}

// find gives what is said to one provider's patients of a language and audience
// ("" for adults).
func (p *phrases[T]) find(provider feedback.PlaceID, language, audience string) T {
	if audience == "adult" {
		audience = ""
	}
	language, _, _ = strings.Cut(strings.ToLower(language), "-")
	for _, k := range []phraseKey{
		{string(provider), language, audience}, {"", language, audience}, {string(provider), language, ""}, {"", language, ""},
		{string(provider), defaultLanguage, audience}, {"", defaultLanguage, audience}, {string(provider), defaultLanguage, ""},
	} {
		if t, ok := p.all[k]; ok {
			return t
		}
	}
	return p.all[phraseKey{language: defaultLanguage}]
}
