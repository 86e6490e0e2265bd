package api

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"
)

// accessTable reads the rows of docs/access.md: what each column of each address
// is answered.
func accessTable(t *testing.T) map[string]map[string]string {
	t.Helper()
	b, err := os.ReadFile("../docs/access.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	var columns []string
	for line := range strings.Lines(string(b)) {
		line = strings.ReplaceAll(strings.TrimSpace(line), `\|`, "\x00")
		if !strings.HasPrefix(line, "| ") {
			continue
		}
		var cells []string
		for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
			cells = append(cells, strings.TrimSpace(strings.ReplaceAll(cell, "\x00", "|")))
		}
		if cells[0] == "address" {
			columns = cells[1:]
			continue
		}
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[0], -1) {
			if out[m[1]] != nil || len(cells) != len(columns)+1 {
				t.Errorf("%s is there twice, or its row has %d cells", m[1], len(cells))
				continue
			}
			row := map[string]string{}
			for i, c := range columns {
				row[c] = cells[i+1]
			}
			out[m[1]] = row
		}
	}
	return out
}

// addresses lists what the router serves.
func (g *gate) addresses() []string {
	seen := map[string]bool{}
	err := g.server.router.Walk(func(r *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		path, err := r.GetPathTemplate()
		if err != nil {
			return err
		}
		methods, err := r.GetMethods()
		for _, m := range methods {
			if m != http.MethodHead {
				seen[m+" "+path] = true
			}
		}
		return err
	})
	if err != nil {
		g.t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(seen))
}

// TestAccess asks for everything as everybody and compares with the table.
func TestAccess(t *testing.T) {
	g := newGate(t)
	table := accessTable(t)
	served := g.addresses()
	for address := range table {
		if !slices.Contains(served, address) {
			t.Errorf("%s is in the table and not served", address)
		}
	}
	for _, address := range served {
		row := table[address]
		if row == nil {
			t.Errorf("%s has no row in docs/access.md", address)
			continue
		}
		for _, a := range g.askers {
			own, other, none := g.ofWhom(a)
			mine, others, divided := strings.Cut(row[a.column], " / ")
			if !divided {
				others = mine
			}
			for _, k := range []struct {
				whose string
				x     things
				want  string
			}{{"its own", own, mine}, {"another's", other, others}} {
				if address == "POST /v1/areas/{gss}/requests" && k.x == g.weal && k.want == "yes" {
					continue // no place lies in that area that one could ask of
				}
				rec := g.ask(g.request(address, a, k.x))
				if fault := g.compare(rec, a, k.want); fault != "" {
					t.Errorf("%s, %s, %s thing: %s", address, a.name, k.whose, fault)
				}
				if !strings.Contains(strings.Fields(address)[1], "{") && !strings.HasPrefix(address, "POST") || !refusal(rec) {
					continue
				}
				missing := g.ask(g.request(address, a, none))
				if fault := differ(rec, missing, k.x, none); fault != "" {
					t.Errorf("%s, %s, %s thing: the refusal is told from one of what does not exist: %s", address, a.name, k.whose, fault)
				}
			}
		}
	}
}

// compare says how an answer is not what a cell of the table says.
func (g *gate) compare(rec *httptest.ResponseRecorder, a asker, want string) string {
	in := strings.HasPrefix(rec.Header().Get("Location"), "/workspace/sign-in?") || rec.Header().Get("Location") == "/workspace/sign-in"
	ok := false
	switch want {
	case "yes":
		ok = rec.Code < 400 && (!in || rec.Header().Get("Set-Cookie") != "")
	case "own":
		_, others, _ := g.ofWhom(a)
		ok = rec.Code == http.StatusOK
		for _, theirs := range []string{"/workspace/warnings/" + others.warning + `"`, "/workspace/comments/" + others.comment, "/workspace/requests/" + others.request + `"`, `"request":` + others.request + ","} {
			ok = ok && !strings.Contains(rec.Body.String(), theirs)
		}
	case "sign in":
		ok = rec.Code == http.StatusSeeOther && in
	case "public", "shared", "live":
		ok = rec.Code == http.StatusOK && strings.Contains(rec.Body.String(), `"view":"`+want+`"`) && (want == "live") == strings.Contains(rec.Body.String(), `"flagged"`) &&
			(want == "public") == strings.HasPrefix(rec.Header().Get("Cache-Control"), "public")
	default:
		ok = fmt.Sprint(rec.Code) == want
	}
	if ok {
		return ""
	}
	return fmt.Sprintf("answered %d %q %.200s, want %s", rec.Code, rec.Header().Get("Location"), rec.Body, want)
}

func refusal(rec *httptest.ResponseRecorder) bool {
	return rec.Code >= 400 || strings.HasPrefix(rec.Header().Get("Location"), "/workspace/sign-in?")
}

// differ says how two refusals differ but for the name that was asked for and the
// number of the request.
func differ(a, b *httptest.ResponseRecorder, x, none things) string {
	request := strings.NewReplacer(cmp.Or(a.Header().Get("X-Request-Id"), "\x00"), "NUMBER", cmp.Or(b.Header().Get("X-Request-Id"), "\x00"), "NUMBER")
	plain := func(s string, of things) string {
		s = request.Replace(s)
		for _, word := range []string{of.place, of.area, of.comment} {
			s = strings.ReplaceAll(s, word, "THING")
		}
		s = strings.ReplaceAll(s, "warnings%2F"+of.warning, "warnings%2FTHING")
		return strings.ReplaceAll(s, "requests%2F"+of.request, "requests%2FTHING")
	}
	header := func(h http.Header, of things) string {
		h = h.Clone()
		h.Del("X-Request-Id")
		var buf bytes.Buffer
		_ = h.Write(&buf)
		return plain(buf.String(), of)
	}
	switch {
	case a.Code != b.Code:
		return fmt.Sprintf("%d and %d", a.Code, b.Code)
	case a.Body.Len() != b.Body.Len():
		return fmt.Sprintf("%d and %d bytes", a.Body.Len(), b.Body.Len())
	case header(a.Header(), x) != header(b.Header(), none):
		return fmt.Sprintf("headers %v and %v", a.Header(), b.Header())
	case plain(a.Body.String(), x) != plain(b.Body.String(), none):
		return fmt.Sprintf("%s and %s", a.Body, b.Body)
	}
	return ""
}

// TestRefusalsTakeTheSameTime compares the quickest of many refusals: a way that
// looks up more for what exists would be many times slower.
func TestRefusalsTakeTheSameTime(t *testing.T) {
	g := newGate(t)
	quickest := func(address string, a asker, x things) time.Duration {
		best := time.Hour
		for range 25 {
			r := g.request(address, a, x)
			began := time.Now()
			g.ask(r)
			best = min(best, time.Since(began))
		}
		return best
	}
	for _, address := range []string{"GET /v1/warnings/{warning}", "GET /workspace/places/{id}", "GET /p/{id}/chart", "GET /workspace/funnel/{id}", "POST /v1/responses", "GET /v1/scorecards/{id}"} {
		for _, a := range g.askers {
			if a.other || a.name != "revoked" && a.column != "partner" && a.column != "provider" {
				continue
			}
			_, other, none := g.ofWhom(a)
			if !refusal(g.ask(g.request(address, a, other))) {
				continue
			}
			is, isNot := quickest(address, a, other), quickest(address, a, none)
			if slow, fast := max(is, isNot), min(is, isNot); slow > 4*fast+300*time.Microsecond {
				t.Errorf("%s, %s: %v for what exists, %v for what does not", address, a.name, is, isNot)
			}
		}
	}
}
