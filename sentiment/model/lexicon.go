package model

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed lexicon.txt
var lexiconText string

// Group is a set of words and phrases of one meaning.
type Group struct {
	Name    string
	Valence int8   // −3 very bad to 3 very good
	Theme   string // slug of the theme the group speaks of; empty if none
	role    role
	themeID uint8 // a small number for each theme spoken of
}

// role marks the groups that the rules treat apart.
type role uint8

const (
	roleNone   role = iota
	roleWant        // asks for something: "should", "more", "better"
	roleNegate      // turns round what follows: "not", "never"
	roleMixed       // "but", "however"
	roleUnread      // "n/a", "not sure"
)

// maxGroups bounds the groups, so that ids fit their room.
const maxGroups = 128

// Lexicon finds the groups of words and phrases, and what common words mean.
// It is built once and only read.
type Lexicon struct {
	Groups     []Group
	slots      []lexSlot
	mask       uint32
	vocabulary *Vocabulary
}

// lexSlot is a place of an open-addressed table: up to three groups of one
// phrase, each as its id + 1.
type lexSlot struct {
	hash   uint32
	groups [3]uint8
	words  uint8
}

// LoadLexicon parses the word list and the vocabulary in the binary.
func LoadLexicon() (*Lexicon, error) {
	v, err := DecodeVocabulary(vocabularyFile)
	if err != nil {
		return nil, err
	}
	x := &Lexicon{slots: make([]lexSlot, 8192), mask: 8191, vocabulary: v}
	roles := map[string]role{"want": roleWant, "negate": roleNegate, "mixed": roleMixed, "unread": roleUnread}
	themeIDs := map[string]uint8{}
	var t Tokens
	for n, line := range strings.Split(lexiconText, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		head, words, ok := strings.Cut(line, ": ")
		f := strings.Fields(head)
		if !ok || len(f) != 3 || len(x.Groups) == maxGroups {
			return nil, fmt.Errorf("word list, line %d: not a group", n+1)
		}
		v, err := strconv.ParseInt(f[1], 10, 8)
		if err != nil {
			return nil, fmt.Errorf("word list, line %d: valence: %w", n+1, err)
		}
		g := Group{Name: f[0], Valence: int8(v), Theme: f[2], role: roles[f[0]]}
		if g.Theme == "-" {
			g.Theme = ""
		} else if _, known := themeIDs[g.Theme]; !known {
			themeIDs[g.Theme] = uint8(len(themeIDs))
		}
		g.themeID = themeIDs[g.Theme]
		x.Groups = append(x.Groups, g)
		for _, w := range strings.Fields(words) {
			t.Scan(strings.ReplaceAll(w, "_", " "))
			if err := x.add(t.List, uint8(len(x.Groups))); err != nil {
				return nil, fmt.Errorf("word list, line %d: %w", n+1, err)
			}
		}
	}
	return x, nil
}

// Vocabulary gives what the list knows of common words.
func (x *Lexicon) Vocabulary() *Vocabulary { return x.vocabulary }

// add puts a phrase of one to three tokens in the table.
func (x *Lexicon) add(l []Token, id uint8) error {
	if len(l) == 0 || len(l) > 3 {
		return fmt.Errorf("phrase of %d words; 1 to 3 are allowed", len(l))
	}
	h := l[0].Hash
	for _, k := range l[1:] {
		h = pair(h, k.Hash)
	}
	for i := h & x.mask; ; i = (i + 1) & x.mask {
		s := &x.slots[i]
		if s.words != 0 && s.hash != h {
			continue
		}
		s.hash, s.words = h, uint8(len(l))
		for k, g := range s.groups {
			if g == id {
				return nil
			}
			if g == 0 {
				s.groups[k] = id
				return nil
			}
		}
		return fmt.Errorf("phrase in more than 3 groups")
	}
}

// find gives the slot of a phrase's hash, nil if it is not in the list.
func (x *Lexicon) find(h uint32) *lexSlot {
	for i := h & x.mask; ; i = (i + 1) & x.mask {
		s := &x.slots[i]
		if s.words == 0 {
			return nil
		}
		if s.hash == h {
			return s
		}
	}
}

// pair gives the hash of two things in a row.
func pair(a, b uint32) uint32 { return mix(a*31 + b) }

// Phrase is one entry of the word list with the groups it is in.
type Phrase struct {
	Text   string
	Groups []Group
}

// Phrases lists the words and phrases of the list in its order, each once.
func Phrases() ([]Phrase, error) {
	x, err := LoadLexicon()
	if err != nil {
		return nil, err
	}
	var out []Phrase
	at := map[string]int{}
	g := 0
	for _, line := range strings.Split(lexiconText, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		_, words, _ := strings.Cut(line, ": ")
		for _, w := range strings.Fields(words) {
			text := strings.ReplaceAll(w, "_", " ")
			i, ok := at[text]
			if !ok {
				i = len(out)
				at[text] = i
				out = append(out, Phrase{Text: text})
			}
			out[i].Groups = append(out[i].Groups, x.Groups[g])
		}
		g++
	}
	return out, nil
}
