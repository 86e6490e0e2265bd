package sentiment

import (
	"strings"
	"testing"

	"github.com/jdkato/prose/v2"
)

func judge(t testing.TB) *proseJudge {
	t.Helper()
	j, err := loadProse()
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestProseIsLoadedOnce(t *testing.T) {
	a, b := judge(t), judge(t)
	if a != b || a.model != b.model {
		t.Error("loaded twice")
	}
}

func TestProseFindsAPerson(t *testing.T) {
	j := judge(t)
	for _, c := range []struct {
		words string
		at    int
		want  bool
	}{
		{"We spoke to David Johnson about it", 3, true},
		{"The food was cold", 1, false},
	} {
		if got := j.isPerson(strings.Fields(c.words), c.at); got != c.want {
			t.Errorf("%q at %d: %v", c.words, c.at, got)
		}
	}
}

// TestProseFaults gives the library, behind its guard, what it cannot take.
func TestProseFaults(t *testing.T) {
	j := judge(t)
	for name, words := range map[string][]string{
		"Windows-1252 bytes":    {"the", "caf\xe9", "\x93quoted\x94", "\xff"},
		"the Kelvin sign":       {"the", "\u212Aaren'll", "\u212A", "said"},
		"brackets":              {"the", strings.Repeat("(", 50000), strings.Repeat("[)", 500)},
		"an empty word":         {"the", "", "nurse"},
		"a very long word":      {strings.Repeat("a", 100000)},
		"letters past ASCII":    {"Zoë", "Łukasz", "İstanbul'll"},
		"no words":              nil,
		"quotes and contracted": {"'ll", "n't", "'s"},
	} {
		for at := range len(words) + 1 {
			func() {
				defer func() {
					if r := recover(); r != nil {
						t.Errorf("%s at %d: %v", name, at, r)
					}
				}()
				if at < len(words) {
					j.isPerson(words, at)
				}
			}()
		}
	}
}

// TestProsePanicsWithoutTheGuard shows that the guard is still needed.
func TestProsePanicsWithoutTheGuard(t *testing.T) {
	j := judge(t)
	defer func() {
		if recover() == nil {
			t.Log("prose takes the Kelvin sign now: its guard may be relaxed")
		}
	}()
	if _, err := prose.NewDocument("\u212A\u212A\u212A\u212A'll", prose.WithSegmentation(false), prose.UsingModel(j.model)); err != nil {
		t.Error(err)
	}
}

func TestProseSeesTheLastWord(t *testing.T) {
	j := judge(t)
	words := strings.Fields("We were seen by David Johnson")
	if !j.isPerson(words, len(words)-1) {
		t.Error("the name that ends the text was dropped")
	}
}

func TestProseJudgesEqualWordsApart(t *testing.T) {
	j := judge(t)
	words := strings.Fields("David asked David Johnson about the bill for David")
	tokens := j.tokens(words, 2)
	count := 0
	for _, tok := range tokens {
		if tok.Text == "David" {
			count++
		}
	}
	if count != 1 {
		t.Errorf("the word that is asked about stands %d times among %v", count, tokens)
	}
}

func TestProseGivesTheSameAnswer(t *testing.T) {
	j := judge(t)
	for _, s := range []string{"Then Grobnik told me to wait", "We saw Quentisha about it", "It was Trelawney who came", "The Wexley form was long"} {
		words := strings.Fields(s)
		for at := range words {
			want := j.isPerson(words, at)
			for range 20 {
				if j.isPerson(words, at) != want {
					t.Fatalf("%q at %d: two answers", s, at)
				}
			}
		}
	}
}

func BenchmarkGuardRedact(b *testing.B) {
	g := guard(b)
	texts := []string{
		"The paramedics came quickly and were very kind to my mother, who was frightened.",
		"Nurse Emma was lovely. Thank you to Shanice on reception too.",
		"Waited four hours in a cold corridor, then seen at 10.30.",
		"All good thank you",
		"Ring me on 07700 900123 about the letter, I live near Hexham.",
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		g.Redact(texts[i%len(texts)])
	}
}
