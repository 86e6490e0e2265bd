package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPosterAndCodes draws a poster and makes codes from the command line.
func TestPosterAndCodes(t *testing.T) {
	dir := t.TempDir()
	db := "sqlite:" + filepath.Join(dir, "data")
	t.Setenv("EARSHOT_DATABASE", db)
	t.Setenv("EARSHOT_SECRET_KEY", strings.Repeat("5e", 32))
	t.Setenv("EARSHOT_PUBLIC_URL", "https://feedback.example")
	places := filepath.Join(dir, "wards.csv")
	err := os.WriteFile(places, []byte("icb,icb_name,provider,provider_name,site,site_name,ward,setting,public_code\n"+
		"QX1,NHS Northshire ICB,RX1,Northshire Trust,RX101,Northshire General,Willow Ward,inpatient,WILLOW\n"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, said, code := execute(t, "", "places", "import", places); code != exitOK {
		t.Fatalf("places: %d %s", code, said)
	}
	for _, name := range []string{"willow.pdf", "willow.svg"} {
		file := filepath.Join(dir, name)
		said, fault, code := execute(t, "", "poster", "WILLOW", "--out", file, "--lang", "cy")
		if code != exitOK || !strings.Contains(said, "https://feedback.example/f/WILLOW") {
			t.Errorf("poster: %d %s %s", code, said, fault)
		}
		body, err := os.ReadFile(file)
		if err != nil || !strings.HasPrefix(string(body), map[string]string{"willow.pdf": "%PDF-1.7", "willow.svg": "<svg"}[name]) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, args := range [][]string{{"poster", "NOWHERE"}, {"poster", "QX1"}, {"poster", "WILLOW", "--out", "w.gif"}, {"poster", "WILLOW", "--lang", "xx", "--out", filepath.Join(dir, "u.pdf")},
		{"codes", "WILLOW"}, {"codes", "WILLOW", "--survey", "s", "--count", "0"}} {
		if _, _, code := execute(t, "", args...); code != exitUsage {
			t.Errorf("%v: exit %d, want %d", args, code, exitUsage)
		}
	}
	said, fault, code := execute(t, "", "codes", "WILLOW", "--survey", "Hip clinic, March", "--count", "25")
	rows, err := csv.NewReader(strings.NewReader(said)).ReadAll()
	if code != exitOK || err != nil || len(rows) != 26 || rows[1][1] != "https://feedback.example/f/WILLOW?code="+rows[1][0] || !strings.Contains(fault, "survey:") {
		t.Errorf("codes: %d %v %d rows %s", code, err, len(rows), fault)
	}
}
