package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestImportCommand imports files as somebody does who knows the README only: a
// title above the columns, several faults in a row, a rejects file in a bad place.
func TestImportCommand(t *testing.T) {
	dir := t.TempDir()
	database := filepath.Join(dir, "earshot.db")
	file := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if code, out := command(t, database, "places", "import", file("places.csv", demoPlaces)); code != exitOK {
		t.Fatalf("places: exit %d: %s", code, out)
	}
	ward := strings.Split(strings.Split(demoPlaces, "\n")[1], ",")
	code := ward[len(ward)-1]
	answers := "FFT July,,,\nid,date,place,rating\na1,01/07/2026," + code + ",Very good\na2,soon,NOWHERE,9\n"
	path, rejects := file("july.csv", answers), filepath.Join(dir, "left.csv")
	status, out := command(t, database, "import", path, "--rejects", rejects)
	if status != exitDiffers {
		t.Errorf("exit %d", status)
	}
	for _, want := range []string{"1  stored", "1  refused", "found below 1 other rows", "rating: is not one", "date: is not a date", "place: is not in the directory"} {
		if !strings.Contains(out, want) {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}
	if status, out = command(t, database, "import", path, "--rejects", rejects, "--json"); status != exitDiffers || !strings.Contains(out, `"skipped":1`) || strings.Count(out, `"lines":[4]`) != 3 {
		t.Errorf("exit %d: %s", status, out)
	}
	if err := os.Link(path, filepath.Join(dir, "same.csv")); err != nil {
		t.Skip("this file system has no links:", err)
	}
	if status, out = command(t, database, "import", path, "--rejects", filepath.Join(dir, "same.csv")); status != exitUsage || !strings.Contains(out, "overwrite") {
		t.Errorf("the file itself for its rejects: exit %d: %s", status, out)
	}
	if kept, err := os.ReadFile(path); err != nil || string(kept) != answers {
		t.Errorf("the file was changed: %q, %v", kept, err)
	}
}
