package api

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/shaping"

	"earshot/feedback"
)

func testLetters(t *testing.T, tag string, rtl bool) *letters {
	t.Helper()
	l, err := newLetters("Regular", tag, rtl)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// glyphs gives the letters of a line from left to right, by the number of the
// typeface and of the letter in it.
func (l *letters) glyphs(t *testing.T, text string) []string {
	t.Helper()
	parts, width, err := l.run(text)
	if err != nil || width <= 0 {
		t.Fatalf("%q is %.2f ems wide, %v", text, width, err)
	}
	var out []string
	for _, p := range parts {
		for i, f := range l.faces {
			if f == p.face {
				for _, g := range p.glyphs {
					out = append(out, fmt.Sprintf("%d:%d", i, g.GlyphID))
				}
			}
		}
	}
	return out
}

// TestArabicLettersJoin writes a letter that has four forms: it looks different
// alone, first, in the middle and last, and the first letter stands on the right.
func TestArabicLettersJoin(t *testing.T) {
	l := testLetters(t, "ar", true)
	alone := l.glyphs(t, "ع")
	word := l.glyphs(t, "ععع")
	if len(alone) != 1 || len(word) != 3 {
		t.Fatalf("alone %v, joined %v", alone, word)
	}
	forms := map[string]bool{alone[0]: true}
	for _, g := range word {
		forms[g] = true
	}
	if len(forms) != 4 {
		t.Errorf("the forms are %v alone and %v joined; want four", alone, word)
	}
	if two := l.glyphs(t, "عع"); two[1] != word[2] || two[0] != word[0] {
		t.Errorf("of two letters %v, of three %v: the first must stand on the right", two, word)
	}
	lam, alef := l.glyphs(t, "ل"), l.glyphs(t, "ا")
	if both := l.glyphs(t, "لا"); len(both) == 2 && (both[0] == alef[0] || both[1] == lam[0]) {
		t.Errorf("lam and alef are %v; want the forms that they have together", both)
	}
}

// TestIndicLettersChangePlaces writes a vowel that is spoken after its consonant
// and stands before it, and two consonants that become one.
func TestIndicLettersChangePlaces(t *testing.T) {
	for tag, s := range map[string]struct{ consonant, vowel, joined string }{"bn": {"ক", "ি", "ক্ষ"}, "pa": {"ਕ", "ਿ", "ਪ੍ਰ"}} {
		l := testLetters(t, tag, false)
		k := l.glyphs(t, s.consonant)
		if got := l.glyphs(t, s.consonant+s.vowel); len(got) != 2 || got[1] != k[0] {
			t.Errorf("%s: %v; want the consonant %v last", tag, got, k)
		}
		if got := l.glyphs(t, s.joined); len(got) >= len([]rune(s.joined)) {
			t.Errorf("%s: %q is drawn as %d letters", tag, s.joined, len(got))
		}
	}
}

// TestWordsOfTwoDirections writes Latin words into a line that runs from the right:
// each stays readable, and they stand where they are read.
func TestWordsOfTwoDirections(t *testing.T) {
	part := func(rtl bool, at int) shaping.Input {
		in := shaping.Input{RunStart: at}
		if rtl {
			in.Direction = di.DirectionRTL
		}
		return in
	}
	order := func(parts []shaping.Input, rtl bool) string {
		var b strings.Builder
		for _, in := range inLineOrder(parts, rtl) {
			fmt.Fprint(&b, in.RunStart)
		}
		return b.String()
	}
	for _, tt := range []struct {
		parts string // of each part, in the order of reading: > or <
		rtl   bool
		want  string
	}{{">", false, "0"}, {">>", false, "01"}, {"><<>", false, "0213"}, {"<", true, "0"}, {"<<", true, "10"}, {"<>><", true, "3120"}, {">>", true, "01"}, {"", true, ""}} {
		var parts []shaping.Input
		for i, d := range tt.parts {
			parts = append(parts, part(d == '<', i))
		}
		if got := order(parts, tt.rtl); got != tt.want {
			t.Errorf("%q (from the right: %v) stands as %s, want %s", tt.parts, tt.rtl, got, tt.want)
		}
	}
	l := testLetters(t, "ur", true)
	latin := l.glyphs(t, "NHS")
	line := strings.Join(l.glyphs(t, "ہم NHS ہیں"), " ")
	if !strings.Contains(line, strings.Join(latin, " ")) {
		t.Errorf("the Latin word %v is not in order in %s", latin, line)
	}
}

func TestLettersThatNobodyHas(t *testing.T) {
	if _, _, err := testLetters(t, "en", false).run("Ward 漢"); !errors.Is(err, feedback.ErrInvalid) {
		t.Errorf("got %v", err)
	}
	if _, _, err := testLetters(t, "en", false).run("Ward\u200d 7 ਵਾਰਡ"); err != nil {
		t.Errorf("a name with a joiner and in another script: %v", err)
	}
}
