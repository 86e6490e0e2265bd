package sentiment

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// hardRedactions reads sentences with what must go between < and >.
func hardRedactions(t testing.TB, file string) []namedSentence {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []namedSentence
	for in := bufio.NewScanner(f); in.Scan(); {
		if line := in.Text(); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, marked(line))
		}
	}
	return out
}

// TestHardRedactions counts what goes whole (recall) and how much of what goes
// had to (precision), over every kind, on cases that were written to get
// through. The half that was kept from the rules shows no misses.
func TestHardRedactions(t *testing.T) {
	judge, err := loadProse()
	if err != nil {
		t.Fatal(err)
	}
	r := newRedactor(judge)
	for _, half := range []struct {
		file              string
		recall, precision float64
		show              bool
	}{
		{"testdata/redact_open.txt", 0.82, 0.97, true},
		{"testdata/redact_blind.txt", 0.75, 0.95, false},
	} {
		gone, must, taken, right := 0, 0, 0, 0
		for _, s := range hardRedactions(t, half.file) {
			got := r.redact(s.text)
			must += len(s.gold)
			for _, g := range s.gold {
				if covered(got.Items, g.Start, g.End, s.text) {
					gone++
				} else if half.show {
					t.Logf("left %q of %q: %q", s.text[g.Start:g.End], s.text, got.Text)
				}
			}
			taken += len(got.Items)
			for _, it := range got.Items {
				if overlapsAny(it.Span, s.gold) {
					right++
				} else if half.show {
					t.Logf("took %q out of %q", s.text[it.Span.Start:it.Span.End], s.text)
				}
			}
		}
		recall, precision := float64(gone)/float64(must), float64(right)/float64(taken)
		t.Logf("%s: recall %d/%d = %.3f, precision %d/%d = %.3f", half.file, gone, must, recall, right, taken, precision)
		if recall < half.recall || precision < half.precision {
			t.Errorf("%s: recall %.3f (want %.2f), precision %.3f (want %.2f)", half.file, recall, half.recall, precision, half.precision)
		}
	}
}

func overlapsAny(s Span, spans []Span) bool {
	for _, o := range spans {
		if s.Start < o.End && o.Start < s.End {
			return true
		}
	}
	return false
}
