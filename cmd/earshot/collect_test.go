package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const collectPlaces = "provider,provider_name,site,site_name,ward,public_code\nRXX,Northshire Hospitals,RXX01,North Infirmary,Willow Ward,WILLOW\n"

func TestCollectCommand(t *testing.T) {
	broken := false
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/feed":
			http.NotFound(w, r)
		case broken:
			http.Error(w, "gone fishing", http.StatusTeapot)
		default:
			fmt.Fprint(w, `{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","content_text":"kind","date_published":"2026-07-01T10:00:00Z"},{"id":"2","content_text":"`+strings.Repeat("long ", 5000)+`","date_published":"2026-07-01T10:00:00Z"}]}`)
		}
	}))
	defer site.Close()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	db := "sqlite:" + filepath.Join(dir, "ledger.db")
	sources := t.TempDir()
	source := `{"name":"forum","kind":"feed","url":"` + site.URL + `/feed","internal":true,"rate":20,"place":"WILLOW","credit":{"name":"Forum","licence":"CC BY 4.0"}}`
	if err := os.WriteFile(filepath.Join(sources, "forum.json"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := execute(t, "", "places", "import", write("places.csv", collectPlaces), "--database", db); code != exitOK {
		t.Fatal(errs)
	}
	if out, errs, code := execute(t, "", "collect", sources, "--check"); code != exitOK || !strings.Contains(out, "1 source files are sound") {
		t.Fatalf("%d %s%s", code, out, errs)
	}
	rejects := filepath.Join(dir, "rejects.csv")
	out, errs, code := execute(t, "", "collect", sources, "--database", db, "--json", "--rejects", rejects)
	var reports []map[string]any
	if err := json.Unmarshal([]byte(out), &reports); err != nil || code != exitDiffers || reports[0]["taken"] != 1.0 || reports[0]["refused"] != 1.0 {
		t.Fatalf("%d %v %s%s", code, err, out, errs)
	}
	list, err := os.ReadFile(rejects)
	if err != nil || !strings.Contains(string(list), "forum,2,,comment: is ") || strings.Contains(string(list), "long long") {
		t.Errorf("%v: %s", err, list)
	}
	if out, _, code := execute(t, "", "collect", sources, "--database", db); code != exitOK || !strings.Contains(out, "forum") {
		t.Errorf("again: %d %s", code, out)
	}
	broken = true
	if _, errs, code := execute(t, "", "collect", sources, "--database", db); code != exitFailed || !strings.Contains(errs, "418") {
		t.Errorf("broken: %d %s", code, errs)
	}
	if out, _, code := execute(t, "", "collect", sources, "--database", db, "--health"); code != exitDiffers || !strings.Contains(out, "failing") {
		t.Errorf("health: %d %s", code, out)
	}
	if _, errs, code := execute(t, "", "collect", write("bad.json", `{"name":"x"}`), sources); code != exitUsage || !strings.Contains(errs, "kind") {
		t.Errorf("a bad file: %d %s", code, errs)
	}
}

func TestCountsCommand(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	db := "sqlite:" + filepath.Join(dir, "ledger.db")
	if _, errs, code := execute(t, "", "places", "import", write("places.csv", collectPlaces), "--database", db); code != exitOK {
		t.Fatal(errs)
	}
	sheet := write("trusts.csv", "Trust Code,Total Responses,Total Eligible,Very Good,Good,Neither Good nor Poor,Poor,Very Poor,Don't Know\nRXX,21,,1,2,3,4,5,6\nRQQ,1,1,1,0,0,0,0,0\n")
	rejects := filepath.Join(dir, "rejects.csv")
	out, errs, code := execute(t, "", "counts", "import", sheet, "--series", "official", "--month", "2026-07", "--rejects", rejects, "--json", "--database", db)
	if code != exitDiffers || !strings.Contains(out, `"stored":1`) {
		t.Fatalf("%d %s%s", code, out, errs)
	}
	if b, err := os.ReadFile(rejects); err != nil || !strings.Contains(string(b), "RQQ") {
		t.Errorf("%v: %s", err, b)
	}
	out, errs, code = execute(t, "", "counts", "show", "RXX", "--from", "2026-07", "--to", "2026-07", "--json", "--database", db)
	if code != exitOK || !strings.Contains(out, `"Very good":1`) || !strings.Contains(out, `"eligible":null`) {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if _, errs, code := execute(t, "", "counts", "import", sheet, "--database", db); code != exitUsage || !strings.Contains(errs, "series") {
		t.Errorf("without a series: %d %s", code, errs)
	}
}
