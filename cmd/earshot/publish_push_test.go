package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// smallCKAN takes datasets and files and shows them; api/push tests against
// portals that misbehave.
type smallCKAN struct {
	mu       sync.Mutex
	packages map[string]map[string]any
	files    int
	token    string // the last that was given
}

func (s *smallCKAN) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = r.Header.Get("Authorization")
	in := map[string]any{}
	action := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	if action == "resource_create" {
		if err := r.ParseMultipartForm(32 << 20); err != nil {
			http.Error(w, `"bad"`, http.StatusBadRequest)
			return
		}
		for k, v := range r.MultipartForm.Value {
			in[k] = v[0]
		}
	} else if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, `"bad"`, http.StatusBadRequest)
		return
	}
	answer := func(status int, v map[string]any) {
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
	var result any
	switch action {
	case "organization_show":
		result = map[string]any{"id": "org-1"}
	case "package_create":
		in["id"], in["resources"] = in["name"], []any{}
		s.packages[fmt.Sprint(in["name"])] = in
		result = in
	case "package_show":
		p := s.packages[fmt.Sprint(in["id"])]
		if p == nil {
			answer(http.StatusNotFound, map[string]any{"success": false, "error": map[string]any{"__type": "Not Found Error"}})
			return
		}
		result = p
	case "resource_create":
		file, header, err := r.FormFile("upload")
		if err != nil {
			http.Error(w, `"bad"`, http.StatusBadRequest)
			return
		}
		defer file.Close()
		b, err := io.ReadAll(file)
		if sum := sha256.Sum256(b); err != nil || hex.EncodeToString(sum[:]) != in["hash"] {
			http.Error(w, `"the hash is wrong"`, http.StatusBadRequest)
			return
		}
		s.files++
		in["id"], in["url"] = fmt.Sprint("r", s.files), "http://x.example/download/"+header.Filename
		p := s.packages[fmt.Sprint(in["package_id"])]
		list, _ := p["resources"].([]any)
		p["resources"] = append(list, in)
		result = in
	}
	answer(http.StatusOK, map[string]any{"success": true, "result": result})
}

// TestPublishPush runs the command against a small portal: nothing published,
// tried, done, done again, and a portal that is not there.
func TestPublishPush(t *testing.T) {
	portal := &smallCKAN{packages: map[string]map[string]any{}}
	srv := httptest.NewServer(portal)
	defer srv.Close()
	dir := t.TempDir()
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	token := filepath.Join(dir, "token")
	places, answers := filepath.Join(dir, "places.csv"), filepath.Join(dir, "answers.csv")
	var b strings.Builder
	b.WriteString("id,date,place,rating\n")
	for i := range 40 {
		fmt.Fprintf(&b, "a%d,2026-10-%02d,%s,%d\n", i, i%28+1, demoHome, i%2+1)
	}
	config := filepath.Join(dir, "earshot.env")
	for path, text := range map[string]string{places: demoPlaces, answers: b.String(), token: "right-token\n",
		config: "EARSHOT_PORTAL_TOKEN_FILE=" + token + "\nEARSHOT_DATABASE=sqlite:" + filepath.Join(dir, "earshot.db") + "\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	do := func(want int, args ...string) string {
		t.Helper()
		code, out := publishRun(t, now, append(args, "--config="+config)...)
		if code != want {
			t.Fatalf("%v: exit %d, want %d: %s", args, code, want, out)
		}
		return out
	}
	push := []string{"publish", "push", srv.URL, "--organisation", "northshire", "--internal"}
	do(exitOK, "places", "import", places)
	do(exitOK, "import", answers)
	if out := do(exitUsage, push...); !strings.Contains(out, "nothing has been published yet") {
		t.Error(out)
	}
	do(exitOK, "publish", "release")
	if out := do(exitOK, append(push, "--dry-run")...); !strings.Contains(out, "Tried only") || portal.files != 0 {
		t.Errorf("dry run: %d files, %s", portal.files, out)
	}
	out := do(exitOK, append(push, "--json")...)
	var r struct {
		Changed bool
		Files   int
		Edition int64
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || !r.Changed || r.Files != portal.files || r.Edition != 1 || portal.token != "right-token" {
		t.Errorf("push: %v %+v, %d files", err, r, portal.files)
	}
	if out := do(exitOK, push...); !strings.Contains(out, "Nothing to do") {
		t.Errorf("again: %s", out)
	}
	if out := do(exitUsage, "publish", "push", "http://portal.example", "--organisation", "x"); !strings.Contains(out, "https") {
		t.Error(out)
	}
	if out := do(exitUsage, append(push, "--software", "other")...); !strings.Contains(out, "ckan or datapress") {
		t.Error(out)
	}
	do(exitUsage, append(push, "--dataset", "beds=1")...)
	srv.Close()
	if out := do(exitNotReached, append(push, "--tries", "1")...); !strings.Contains(out, "cannot be reached") {
		t.Error(out)
	}
}
