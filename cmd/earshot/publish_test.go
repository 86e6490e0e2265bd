package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"earshot/scorecard/release"
)

// publishRun runs one command line against a database at a given time.
func publishRun(t *testing.T, now time.Time, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	c := &console{stdin: strings.NewReader(""), stdout: &out, stderr: &out, getenv: func(string) string { return "" }, now: func() time.Time { return now }}
	root := newRoot(c)
	root.SetArgs(args)
	root.SetOut(&out)
	root.SetErr(&out)
	if err := root.ExecuteContext(context.Background()); err != nil {
		code := exitFailed
		if ee := (*exitError)(nil); errors.As(err, &ee) {
			code = ee.code
		}
		return code, out.String() + err.Error()
	}
	return exitOK, out.String()
}

// TestPublishCommands imports a month, tries a release, does it, and prints the
// return as submitted after more answers came.
func TestPublishCommands(t *testing.T) {
	dir := t.TempDir()
	db := "--database=sqlite:" + filepath.Join(dir, "earshot.db")
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	places := filepath.Join(dir, "places.csv")
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(places, demoPlaces)
	ok := func(args ...string) string {
		t.Helper()
		code, out := publishRun(t, now, append(args, db)...)
		if code != exitOK {
			t.Fatalf("%v: exit %d: %s", args, code, out)
		}
		return out
	}
	ok("places", "import", places)
	answers := func(name string, n int) string {
		var b strings.Builder
		b.WriteString("id,date,place,rating\n")
		for i := range n {
			fmt.Fprintf(&b, "%s%d,2026-10-%02d,%s,%d\n", name, i, i%28+1, demoHome, i%2+1)
		}
		path := filepath.Join(dir, name+".csv")
		write(path, b.String())
		return path
	}
	ok("import", answers("a", 40))
	if out := ok("publish", "release", "--dry-run"); !strings.Contains(out, "2026-10") || !strings.Contains(out, "Tried only") {
		t.Errorf("dry run: %s", out)
	}
	if out := ok("publish", "list"); out != "" {
		t.Errorf("a dry run is listed: %s", out)
	}
	if out := ok("publish", "release", "2026-10"); !strings.Contains(out, "Published as edition 1") {
		t.Errorf("release: %s", out)
	}
	if code, out := publishRun(t, now, "publish", "release", "2026-11", db); code != exitUsage || !strings.Contains(out, "not over") {
		t.Errorf("a running month: %d %s", code, out)
	}
	ok("import", answers("b", 10))
	var report struct{ Number int64 }
	if err := json.Unmarshal([]byte(ok("publish", "release", "--json")), &report); err != nil || report.Number != 2 {
		t.Errorf("restating: %+v %v", report, err)
	}
	if out := ok("publish", "list"); strings.Count(out, "\n") != 2 || !strings.Contains(out, "restated") {
		t.Errorf("list: %s", out)
	}
	ret := ok("publish", "return", "ZZA", "2026-10")
	if !strings.Contains(ret, ",40,20,20,0,0,0,0,") {
		t.Errorf("the return is not as submitted: %s", ret)
	}
}

func TestDDICommand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.xml")
	if err := os.WriteFile(file, []byte(`<codeBook ID="X1"><stdyDscr><citation><titlStmt><titl>One</titl></titlStmt></citation></stdyDscr></codeBook>`), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out := publishRun(t, time.Now(), "ddi", file, "--publisher", "P", "--email", "p@example.org"); code != exitOK || !strings.Contains(out, `"identifier": "X1"`) {
		t.Errorf("%d %s", code, out)
	}
	if code, _ := publishRun(t, time.Now(), "ddi", file); code != exitUsage {
		t.Errorf("without a publisher: %d", code)
	}
}

// TestPublishSetting: figures are published by the month unless somebody asks for
// live cards, and whoever asks is told what that gives up.
func TestPublishSetting(t *testing.T) {
	secret := "--config=" + filepath.Join(t.TempDir(), "c.env")
	for _, k := range []struct {
		setting string
		open    bool
		fault   bool
	}{{"", false, false}, {"EARSHOT_PUBLISH=3 07:15", false, false}, {"EARSHOT_PUBLISH=live", true, false}, {"EARSHOT_PUBLISH=29 07:15", false, true}, {"EARSHOT_PUBLISH=Live", false, true}} {
		if err := os.WriteFile(strings.TrimPrefix(secret, "--config="), []byte("EARSHOT_SECRET_KEY="+strings.Repeat("k", 40)+"\n"+k.setting+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		code, out := publishRun(t, time.Now(), "check", "--offline", secret)
		if strings.Contains(out, "may learn a single answer") != k.open || (code != exitOK) != k.fault {
			t.Errorf("%q: exit %d: %s", k.setting, code, out)
		}
	}
	var c config
	for _, o := range options() {
		o.set(&c, o.def)
	}
	if c.Open || c.Publish != release.Usual() {
		t.Errorf("unless something else is said the calendar is %+v, open %v", c.Publish, c.Open)
	}
}
