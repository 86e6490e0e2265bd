package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// inFolder runs commands in-process against a database in a folder.
func inFolder(t *testing.T, dir string) func(args ...string) (string, int) {
	return func(args ...string) (string, int) {
		t.Helper()
		var out, errs bytes.Buffer
		args = append(args, "--database", "sqlite:"+filepath.Join(dir, "earshot.db"), "--redis", "embedded")
		code := run(context.Background(), args, strings.NewReader(""), &out, &errs)
		if code != exitOK {
			out.WriteString(errs.String())
		}
		return out.String(), code
	}
}

func must(t *testing.T, run func(args ...string) (string, int), args ...string) string {
	t.Helper()
	out, code := run(args...)
	if code != exitOK {
		t.Fatalf("earshot %s: exit %d\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

// TestRealCommentsAddUp imports England's places and the real comments of two
// trusts, and compares every month's card with counts made here by the plainest
// means.
func TestRealCommentsAddUp(t *testing.T) {
	shared := os.Getenv("EARSHOT_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	shared, err := filepath.Abs(shared)
	if err != nil {
		t.Fatal(err)
	}
	england, comments := filepath.Join(shared, "data/england_inpatient_units.csv"), filepath.Join(shared, "data/fft_comments_train.csv")
	if _, err := os.Stat(comments); err != nil {
		t.Skipf("SKIPPED: the real comments are not there; set EARSHOT_SHARED to the shared folder (%v)", err)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	run := inFolder(t, dir)
	must(t, run, "places", "import", england)
	trusts := filepath.Join(dir, "trusts.csv")
	if err := os.WriteFile(trusts, []byte("provider,provider_name\nZZX,First trust\nZZY,Second trust\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, run, "places", "import", trusts)
	for range 2 { // the second time changes nothing
		must(t, run, "import", comments, "--place-name", "NEAS=ZZX", "--place-name", "NHFT=ZZY", "--rating", "7=none")
	}
	want := plainCounts(t, comments)
	months := 0
	for place, trust := range map[string]string{"ZZX": "NEAS", "ZZY": "NHFT"} {
		args := []string{"scorecard", place, "--json"}
		for month := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC); month.Year() < 2024; month = month.AddDate(0, 1, 0) {
			args = append(args, "--window", month.Format("2006-01"))
		}
		cards := json.NewDecoder(strings.NewReader(must(t, run, args...)))
		for cards.More() {
			var card struct {
				Window    string
				Responses int64
				Counts    [6]int64
			}
			if err := cards.Decode(&card); err != nil {
				t.Fatal(err)
			}
			if got, want := card.Counts, want[trust+card.Window]; got != want {
				t.Errorf("%s in %s: the card counts %v, the file %v", trust, card.Window, got, want)
			}
			if card.Responses > 0 {
				months++
			}
		}
	}
	if months < 12 {
		t.Errorf("only %d months have answers: the comparison compares nothing", months)
	}
	out := must(t, run, "verify")
	t.Logf("%d months compared; %s", months, strings.ReplaceAll(strings.TrimSpace(out), "\n", " "))
}

// plainCounts counts the file's ratings by trust and month.
func plainCounts(t *testing.T, path string) map[string][6]int64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string][6]int64)
	for _, r := range rows[1:] {
		date, trust, rating := r[1], r[2], r[5]
		if rating < "1" || rating > "6" {
			continue
		}
		var day, month, year int
		fmt.Sscanf(date, "%d/%d/%d", &day, &month, &year)
		if month > 12 { // the file writes some dates the other way round
			month = day
		}
		key := fmt.Sprintf("%s%04d-%02d", trust, year, month)
		c := out[key]
		c[rating[0]-'1']++
		out[key] = c
	}
	return out
}
