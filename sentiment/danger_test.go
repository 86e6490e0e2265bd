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
	flag    Flag
	oblique bool // it is meant, and not said outright
	text    string
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
		name, oblique := strings.CutSuffix(name, " oblique")
		flag, known := flagNames[name]
		if !ok || !known {
			t.Fatalf("%s: %q", file, sc.Text())
		}
		out = append(out, dangerExample{flag, oblique, text})
	}
	return out
}

// TestDangerFigures measures recall (the flag that was meant is raised) and the
// share of close negatives that raise none, on what the rules and the judgement
// were made with and on what was kept from them. The floors are a little under
// what was measured; the misses of the open files show with -v.
//
// One author wrote all files, danger_last.tsv after the rules and the judgement
// were finished: it is what says most of words they have never met. The rules
// as they were before the wider grammar and the judgement found 81 of its 90
// plainly put signs and 5 of its 90 obliquely put ones, and raised 9 of its 100
// close negatives.
func TestDangerFigures(t *testing.T) {
	d := newDangerRules()
	for _, half := range []struct {
		file                        string
		plain, oblique, specificity float64
		show                        bool
	}{
		{"testdata/danger_rules.tsv", 0.97, 0, 0.97, true},
		{"testdata/danger_heldout.tsv", 0.94, 0, 0.94, false},
		{"testdata/danger_fresh.tsv", 0.97, 0.97, 0.97, true},
		{"testdata/danger_blind.tsv", 0.90, 0.66, 0.85, false},
		{"testdata/danger_last.tsv", 0.93, 0.30, 0.88, false},
	} {
		count := countFlags(d, dangerExamples(t, half.file), func(e dangerExample, found []FlagReading) {
			if half.show && testing.Verbose() {
				t.Logf("wanted %q, raised %v: %s", e.flag.Slug(), found, e.text)
			}
		})
		var all flagCount
		for f := SelfHarm; f < flagEnd; f++ {
			t.Logf("%s: %s: plain %d/%d, oblique %d/%d", half.file, f.Slug(),
				count[f].hit[0], count[f].of[0], count[f].hit[1], count[f].of[1])
			for k := range all.of {
				all.hit[k], all.of[k] = all.hit[k]+count[f].hit[k], all.of[k]+count[f].of[k]
			}
		}
		none := count[NoFlag]
		t.Logf("%s: plain %d/%d, oblique %d/%d, negatives left alone %d/%d",
			half.file, all.hit[0], all.of[0], all.hit[1], all.of[1], none.hit[0], none.of[0])
		if all.share(0) < half.plain || all.share(1) < half.oblique || none.share(0) < half.specificity {
			t.Errorf("%s: plain %.3f (want %.2f), oblique %.3f (want %.2f), negatives left alone %.3f (want %.2f)",
				half.file, all.share(0), half.plain, all.share(1), half.oblique, none.share(0), half.specificity)
		}
	}
}

// flagCount counts examples, plain ones and oblique ones, and those that were
// read as they are meant.
type flagCount struct{ hit, of [2]int }

func (c flagCount) share(k int) float64 {
	if c.of[k] == 0 {
		return 1
	}
	return float64(c.hit[k]) / float64(c.of[k])
}

// countFlags counts by flag; missed is told of every example read wrongly.
func countFlags(d *dangerRules, examples []dangerExample, missed func(dangerExample, []FlagReading)) (count [flagEnd]flagCount) {
	for _, e := range examples {
		k := 0
		if e.oblique {
			k = 1
		}
		found := d.find(e.text, Context{})
		count[e.flag].of[k]++
		if e.flag == NoFlag && len(found) == 0 || e.flag != NoFlag && hasFlag(found, e.flag) {
			count[e.flag].hit[k]++
		} else {
			missed(e, found)
		}
	}
	return count
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
		checkFlags(t, s, d.find(s, Context{}))
	})
}

// checkFlags fails where a flag is none or does not say which words raised it.
func checkFlags(t *testing.T, text string, flags []FlagReading) {
	t.Helper()
	for i, r := range flags {
		if r.Flag == NoFlag || r.Flag >= flagEnd || len(r.Spans) == 0 || i > 0 && flags[i-1].Flag >= r.Flag {
			t.Fatalf("flags of %q: %v", text, flags)
		}
		for _, span := range r.Spans {
			if span.Start < 0 || span.Start >= span.End || span.End > len(text) {
				t.Fatalf("flags of %q: span %v", text, span)
			}
		}
	}
}
