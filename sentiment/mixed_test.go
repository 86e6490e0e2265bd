package sentiment

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// mixedComment is a written comment with the polarity of its themes.
type mixedComment struct {
	text string
	want map[Theme]Polarity
}

// mixedComments reads testdata/mixed.tsv.
func mixedComments(t testing.TB) []mixedComment {
	t.Helper()
	f, err := os.Open("testdata/mixed.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []mixedComment
	for in := bufio.NewScanner(f); in.Scan(); {
		line := in.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		tags, text, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("mixed.tsv: no tab in %q", line)
		}
		c := mixedComment{text, map[Theme]Polarity{}}
		for _, tag := range strings.Fields(tags) {
			th, ok := ParseTheme(tag[:len(tag)-1])
			if !ok {
				t.Fatalf("mixed.tsv: no theme %q", tag)
			}
			c.want[th] = 1
			if strings.HasSuffix(tag, "-") {
				c.want[th] = -1
			}
		}
		out = append(out, c)
	}
	return out
}

// TestMixedPolarity reads comments that praise one thing and criticise
// another: the polarity must be right for at least 85 % of their themes, a
// theme that was not found counted as wrong.
func TestMixedPolarity(t *testing.T) {
	r := newReader(t)
	comments := mixedComments(t)
	if len(comments) < 300 {
		t.Fatalf("%d comments, want at least 300", len(comments))
	}
	themes, found, right := 0, 0, 0
	for _, c := range comments {
		got := map[Theme]Polarity{}
		for _, th := range r.Read(c.text, Context{}).Themes {
			got[th.Theme] = th.Polarity
		}
		for th, want := range c.want {
			themes++
			p, ok := got[th]
			if ok {
				found++
			}
			if ok && p == want {
				right++
			} else if testing.Verbose() {
				t.Logf("%v: found %v, polarity %+d, want %+d: %s", th, ok, p, want, c.text)
			}
		}
	}
	t.Logf("%d comments, %d themes: %d found (%.1f %%); polarity right for %.1f %% of those found, %.1f %% of all",
		len(comments), themes, found, 100*float64(found)/float64(themes), 100*float64(right)/float64(found), 100*float64(right)/float64(themes))
	if float64(right) < 0.85*float64(themes) {
		t.Errorf("polarity right for %d of %d themes, want at least 85 %%", right, themes)
	}
}
