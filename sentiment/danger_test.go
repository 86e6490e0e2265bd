package sentiment

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// flagNames are the names of the flags in the example files.
var flagNames = map[string]Flag{
	"none": NoFlag, "self-harm": SelfHarm, "safeguarding": Safeguarding, "threat": Threat,
	"clinical-harm": ClinicalHarm, "discrimination": Discrimination, "complaint": Complaint,
}

type dangerExample struct {
	flag Flag
	text string
}

func dangerExamples(t testing.TB, file string) []dangerExample {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []dangerExample
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		if sc.Text() == "" || strings.HasPrefix(sc.Text(), "#") {
			continue
		}
		name, text, ok := strings.Cut(sc.Text(), "\t")
		flag, known := flagNames[name]
		if !ok || !known {
			t.Fatalf("%s: %q", file, sc.Text())
		}
		out = append(out, dangerExample{flag, text})
	}
	return out
}

// TestDangerFigures measures recall (the flag that was meant is raised) and the
// share of close negatives that raise none, on the half that the rules were
// written with and on the half that was kept out. The floors are a little under
// what was measured; show the misses of the first half with -v.
//
// Both halves have one author, so neither says how the rules do on words they
// have never met. That was counted when parts of the first half were written,
// each before a rule was fitted to it: of plainly put signs 228 of 300, 59 of
// 72 and 33 of 48 were found, of obliquely put ones 35 of 120.
func TestDangerFigures(t *testing.T) {
	d := newDangerRules()
	for _, half := range []struct {
		file                string
		recall, specificity float64
		show                bool
	}{
		{"testdata/danger_rules.tsv", 0.97, 0.97, true},
		{"testdata/danger_heldout.tsv", 0.94, 0.95, false},
	} {
		var hits, positives, clean, negatives [flagEnd]int
		for _, e := range dangerExamples(t, half.file) {
			found := d.find(e.text, Context{})
			if e.flag == NoFlag {
				negatives[0]++
				if len(found) == 0 {
					clean[0]++
				} else if half.show && testing.Verbose() {
					t.Logf("raised %v: %s", found, e.text)
				}
				continue
			}
			positives[e.flag]++
			if hasFlag(found, e.flag) {
				hits[e.flag]++
			} else if half.show && testing.Verbose() {
				t.Logf("missed %d: %s", e.flag, e.text)
			}
		}
		all, hit := 0, 0
		for f := SelfHarm; f < flagEnd; f++ {
			t.Logf("%s: flag %d recall %d/%d", half.file, f, hits[f], positives[f])
			all, hit = all+positives[f], hit+hits[f]
		}
		t.Logf("%s: recall %d/%d, negatives left alone %d/%d", half.file, hit, all, clean[0], negatives[0])
		if r := float64(hit) / float64(all); r < half.recall {
			t.Errorf("%s: recall %.3f, want at least %.2f", half.file, r, half.recall)
		}
		if s := float64(clean[0]) / float64(negatives[0]); s < half.specificity {
			t.Errorf("%s: %.3f of the negatives left alone, want at least %.2f", half.file, s, half.specificity)
		}
	}
}

func hasFlag(found []FlagReading, want Flag) bool {
	for _, f := range found {
		if f.Flag == want {
			return true
		}
	}
	return false
}

func TestDangerFindsSpans(t *testing.T) {
	d := newDangerRules()
	for _, c := range []struct {
		text string
		flag Flag
		want string
	}{
		{"I wanted to KILL MY SELF that night", SelfHarm, "KILL MY SELF"},
		{"Nice ward. But I feel sucidal — help", SelfHarm, "sucidal"},
		{"the staff were racist’", Discrimination, "racist"},
		{"I’ll be making a formal complaint!", Complaint, "formal complaint"},
	} {
		found := d.find(c.text, Context{})
		if len(found) == 0 || found[0].Flag != c.flag {
			t.Errorf("%q: %v", c.text, found)
			continue
		}
		s := found[0].Spans[0]
		if got := c.text[s.Start:s.End]; !strings.Contains(got, c.want) {
			t.Errorf("%q: span %q, want %q", c.text, got, c.want)
		}
	}
}

func TestDangerInLongText(t *testing.T) {
	d := newDangerRules()
	for pad := range 400 {
		text := strings.Repeat("nice ", pad) + "I want to kill myself"
		found := d.find(text, Context{})
		if !hasFlag(found, SelfHarm) {
			t.Fatalf("after %d words: %v", pad, found)
		}
		text += strings.Repeat(" nice", 300)
		if !hasFlag(d.find(text, Context{}), SelfHarm) {
			t.Fatalf("after %d words and before 300", pad)
		}
	}
}

func TestDangerIsLinear(t *testing.T) {
	d := newDangerRules()
	for _, unit := range []string{"(", "i want to ", "she he they because ", "x", "overdosee ", "left in ", "..", "é"} {
		find := func(s string) int { return len(d.find(s, Context{})) }
		linear(t, unit, find)
	}
}

func TestDangerAllocatesNothingWhenThereIsNone(t *testing.T) {
	d := newDangerRules()
	const text = "The paramedics came quickly and were very kind to my mother, who was frightened."
	if n := testing.AllocsPerRun(50, func() { d.find(text, Context{}) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkDanger(b *testing.B) {
	d := newDangerRules()
	const text = "The paramedics came quickly and were very kind to my mother, who was frightened."
	b.ReportAllocs()
	for b.Loop() {
		d.find(text, Context{})
	}
}

func FuzzDanger(f *testing.F) {
	d := newDangerRules()
	for _, s := range []string{"", "kill my self", "I’ll kill\x00 him'", "no complaints", "é’é’", strings.Repeat("i want to die ", 60)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range d.find(s, Context{}) {
			if r.Flag == NoFlag || r.Flag >= flagEnd || len(r.Spans) == 0 {
				t.Fatalf("find(%q) = %v", s, r)
			}
			for _, span := range r.Spans {
				if span.Start < 0 || span.Start >= span.End || span.End > len(s) {
					t.Fatalf("find(%q): span %v", s, span)
				}
			}
		}
	})
}
