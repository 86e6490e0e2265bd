package collector

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestImportJSONForms(t *testing.T) {
	one := `{"id":"1","answered_at":"2026-07-01","place":"WILLOW","rating":1,"comment":"kind","about":{"age":"65"}}`
	two := `{"id":"2","answered_at":"2026-07-02","place":"WILLOW","rating":"Poor","comments":[{"question":"what_good","text":"the tea"},{"question":"could_improve","text":"the wait"},{"text":"bye"}],"x":null,"tags":["a","b"]}`
	for name, text := range map[string]string{
		"lines":                  one + "\n" + two + "\n",
		"lines, no last end":     one + "\r\n\r\n" + two,
		"list":                   "[" + one + ",\n" + two + "]",
		"pretty list":            "\n [\n  " + strings.ReplaceAll(one, ",", ",\n    ") + ",\n" + two + "\n]\n",
		"list in an object":      `{"count":2,"meta":{"page":[1]},"responses":[` + one + "," + two + `]}`,
		"with a byte order mark": "\ufeff" + one + "\n" + two,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			for range 2 {
				r, _ := w.importText(t, text, ImportOptions{})
				if r.Stored+r.Duplicates != 2 || r.Rejected != 0 || !slices.Contains(r.Unused, "tags") || !slices.Contains(r.Unused, "about.age") {
					t.Errorf("%+v", r)
				}
			}
			words := w.words(t)
			slices.Sort(words["2"])
			if got := fmt.Sprint(words); got != "map[1:[kind] 2:[bye the tea the wait]]" {
				t.Errorf("%s", got)
			}
		})
	}
}

func TestImportJSONRejects(t *testing.T) {
	w := newWorld(t)
	good := func(id string) string { return `{"id":"` + id + `","date":"2026-07-01","place":"WILLOW","rating":2}` }
	r, rejects := w.importText(t, strings.Join([]string{good("1"), `{"id":"2","id":"3"}`, `{"id":`, `[1]`, `"secret words"`,
		strings.Replace(good("4"), "2}", "9}", 1), "{\"id\":\"5\",\"date\":\"2026-07-01\",\"place\":\"WILLOW\",\"comment\":\"caf\xe9\"}", good("6")}, "\n"), ImportOptions{})
	if r.Stored != 3 || r.Rejected != 5 || strings.Contains(rejects, "secret") {
		t.Errorf("%+v\n%s", r, rejects)
	}
	if got := w.words(t)["5"]; len(got) != 1 || got[0] != "café" {
		t.Errorf("%q", got)
	}
	if !strings.Contains(rejects, "4,2026-07-01,WILLOW,9,,6,") {
		t.Errorf("the line that can be mended:\n%s", rejects)
	}
	for text, stored := range map[string]int{"[" + good("a") + `,{"id":`: 1, "[" + good("b") + ",7," + good("c") + "]": 2} {
		if r, _ := w.importText(t, text, ImportOptions{}); r.Stored != stored || r.Rejected != 1 {
			t.Errorf("%s: %+v", text, r)
		}
	}
	for _, text := range []string{"{}", "[]", `{"a":1}`, "[[[[["} {
		if _, err := w.Import(t.Context(), writeFile(t, "x.json", text), ImportOptions{}); err == nil {
			t.Errorf("%s was imported", text)
		}
	}
}

func FuzzImportJSON(f *testing.F) {
	f.Add(`{"id":"1","rating":1}` + "\n" + `{"id":2,"comments":[{"text":"x"}]}`)
	f.Add(`[{"id":"1","a":{"b":[1,2,{"c":null}]}}]`)
	f.Add(`{"responses":[{"id":"1"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		table, err := openTable(writeFile(t, "x.json", text), "")
		if err != nil {
			return
		}
		defer table.Close()
		header, _, err := table.Next()
		for n := 0; err == nil || header != nil && n < 10_000; n++ {
			var row []string
			if row, _, err = table.Next(); err == nil && startsJSON([]byte(text)) && len(row) != len(header) {
				t.Fatalf("a row of %d under a header of %d", len(row), len(header))
			}
			if err != nil && err.Error() == "EOF" {
				return
			}
		}
	})
}

// TestJSONLinesWhoseFirstIsLong takes a file for JSON lines whose first line is so
// long that it is refused.
func TestJSONLinesWhoseFirstIsLong(t *testing.T) {
	w := newWorld(t)
	line := func(id, comment string) string {
		return `{"id":"` + id + `","date":"2026-07-01","place":"WILLOW","rating":2,"comment":"` + comment + `"}`
	}
	for name, c := range map[string]struct {
		text             string
		stored, rejected int
	}{
		"a monster first":         {line("a1", strings.Repeat("x", 8<<20)) + "\r\n\n" + line("a2", "kind") + "\n", 1, 1},
		"a long one first":        {line("b1", strings.Repeat("word ", 3000)) + strings.Repeat(" ", 70<<10) + "\n" + line("b2", "kind") + "\n", 2, 0},
		"a long one in a list":    {`{"answers":[` + line("c1", strings.Repeat("word ", 3000)) + strings.Repeat(" ", 70<<10) + ",\n" + line("c2", "kind") + "]}", 2, 0},
		"a long list on one line": {`{"answers":[` + line("d1", strings.Repeat("word ", 3000)) + strings.Repeat(" ", 70<<10) + "," + line("d2", "kind") + "]}\n", 2, 0},
	} {
		r, err := w.Import(t.Context(), writeFile(t, "a.json", c.text), ImportOptions{})
		if err != nil || r.Stored != c.stored || r.Rejected != c.rejected {
			t.Errorf("%s: %d stored, %d refused, %v; want %d and %d: %v", name, r.Stored, r.Rejected, err, c.stored, c.rejected, r.Faults)
		}
	}
}
