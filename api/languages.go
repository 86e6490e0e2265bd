package api

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"earshot/feedback"
)

// The form's words are data, one file a language, so that a translator can mend
// them without reading Go. English is the model: a file that lacks one of its
// keys is refused, rather than show a gap or slip back to English half way.
//
//go:embed languages/*.json
var languageFiles embed.FS

// audience is for whom the form's words are written.
type audience string

// The audiences, as they are stored with an answer.
const (
	adult       audience = "adult"
	easyRead    audience = "easy_read"
	youngPerson audience = "young_person"
)

// language is what the form says in one language.
type language struct {
	Tag    string // BCP 47
	Name   string // in the language itself
	Dir    string // "ltr" or "rtl"
	Review string // what is still to be checked about the words; empty if nothing
	words  map[audience]map[string]string
}

// speech is a language's words for one audience.
type speech map[string]string

// say gives the words under a key; a key that does not exist is a fault of the
// template that asks.
func (s speech) say(key string) (string, error) {
	text, ok := s[key]
	if !ok {
		return "", fmt.Errorf("no words under %q", key)
	}
	return text, nil
}

// fill puts values into the {gaps} of the words under a key: pairs of a gap's
// name and its value.
func (s speech) fill(key string, pairs ...string) string {
	text := s[key]
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// to gives the words for an audience.
func (l *language) to(a audience) speech { return l.words[a] }

// languages are those the form speaks, English first.
type languages struct {
	list  []*language
	byTag map[string]*language
}

// languageOrder is how the languages are offered.
func languageOrder() []string { return []string{"en", "cy", "pl", "ro", "pa", "ur", "bn", "ar"} }

func newLanguages() (*languages, error) {
	ls := &languages{byTag: make(map[string]*language)}
	for _, tag := range languageOrder() {
		body, err := languageFiles.ReadFile("languages/" + tag + ".json")
		if err != nil {
			return nil, fmt.Errorf("languages: %w", err)
		}
		l, err := readLanguage(body)
		if err == nil && len(ls.list) > 0 {
			err = l.like(ls.list[0])
		}
		if err == nil && l.Tag != tag {
			err = fmt.Errorf("its tag is %q", l.Tag)
		}
		if err != nil {
			return nil, fmt.Errorf("language %s: %w", tag, err)
		}
		ls.list = append(ls.list, l)
		ls.byTag[tag] = l
	}
	return ls, nil
}

// readLanguage reads one file. The words for an audience are those for adults
// but for what its own part says otherwise.
func readLanguage(body []byte) (*language, error) {
	var file struct {
		Tag, Name, Direction, Review string
		Words                        map[string]string
		EasyRead                     map[string]string `json:"easy_read"`
		YoungPerson                  map[string]string `json:"young_person"`
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, err
	}
	l := &language{Tag: file.Tag, Name: file.Name, Dir: file.Direction, Review: file.Review, words: make(map[audience]map[string]string)}
	if l.Name == "" || l.Dir != "ltr" && l.Dir != "rtl" {
		return nil, errors.New("needs a name, and the direction ltr or rtl")
	}
	for a, own := range map[audience]map[string]string{adult: nil, easyRead: file.EasyRead, youngPerson: file.YoungPerson} {
		all := make(map[string]string, len(file.Words))
		for key, text := range file.Words {
			all[key] = text
		}
		for key, text := range own {
			if _, known := all[key]; !known {
				return nil, fmt.Errorf("%s: %q is not a key of its words", a, key)
			}
			all[key] = text
		}
		l.words[a] = all
	}
	return l, nil
}

// gaps are what words may leave open for a value.
func gaps() []string { return []string{"{place}", "{n}", "{most}"} }

// like reports how a language differs in keys or gaps from the model.
func (l *language) like(model *language) error {
	for a, want := range model.words {
		got := l.words[a]
		if len(got) != len(want) {
			return fmt.Errorf("%s: has %d texts, %s has %d", a, len(got), model.Tag, len(want))
		}
		for key, text := range want {
			if strings.TrimSpace(got[key]) == "" {
				return fmt.Errorf("%s: %q is missing or empty", a, key)
			}
			for _, gap := range gaps() {
				if strings.Count(got[key], gap) != strings.Count(text, gap) {
					return fmt.Errorf("%s: %q must hold %s as often as %s does", a, key, gap, model.Tag)
				}
			}
		}
	}
	return nil
}

// choose gives the language that was asked for by tag, or else the best that a
// browser's Accept-Language prefers, or else English.
func (ls *languages) choose(tag, accept string) *language {
	if l, ok := ls.byTag[primary(tag)]; ok {
		return l
	}
	best, bestQ := ls.list[0], 0.0
	for part := range strings.SplitSeq(accept, ",") {
		name, weight, weighted := strings.Cut(part, ";")
		q := 1.0
		if weighted {
			v, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(weight), "q="), 64)
			if err != nil {
				continue
			}
			q = v
		}
		if l, ok := ls.byTag[primary(name)]; ok && q > bestQ {
			best, bestQ = l, q
		}
	}
	return best
}

// primary gives the language of a tag such as "pl-PL".
func primary(tag string) string {
	name, _, _ := strings.Cut(strings.TrimSpace(tag), "-")
	return strings.ToLower(name)
}

// ratingWords gives the six answers' wording.
func (s speech) rating(r feedback.Rating) string { return s["r"+strconv.Itoa(int(r))] }
