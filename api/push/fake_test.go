package push

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// mood is how a far side takes one request.
type mood int

const (
	kind     mood = iota // as it should
	lost                 // does the work, and the reply is lost
	dropped              // hangs up before it does anything
	busy                 // 429 with Retry-After
	page                 // a page of HTML with status 200, nothing done
	gateway              // a gateway's 502 page, nothing done
	gateway2             // a gateway's 504 page, the work done
	moods
)

// farSide is what both fakes share: files, moods, and a count of what changed.
type farSide struct {
	mu     sync.Mutex
	server *httptest.Server
	random *rand.Rand
	share  float64           // of requests that are taken in another mood than kind
	moods  []mood            // the next moods, before share counts
	writes int               // that were done
	seen   map[string]int    // requests by what they ask
	bodies map[string][]byte // contents of uploaded files, by address
	n      int               // for ids
	heard  func()            // called at each request
}

func (f *farSide) start(t *testing.T, handle func(r *http.Request) (status int, body any, write bool)) {
	f.seen, f.bodies = map[string]int{}, map[string][]byte{}
	if f.random == nil {
		f.random = rand.New(rand.NewPCG(1, 2))
	}
	f.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.heard != nil {
			f.heard()
		}
		if b, ok := f.bodies[r.URL.Path]; ok && r.Method == http.MethodGet {
			_, _ = w.Write(b)
			return
		}
		f.seen[r.Method+" "+r.URL.Path]++
		m := f.mood()
		switch m {
		case dropped:
			panic(http.ErrAbortHandler)
		case busy:
			w.Header().Set("Retry-After", "7")
			http.Error(w, `{"error": "too many"}`, http.StatusTooManyRequests)
			return
		case page:
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<!DOCTYPE html><html><title>Please log in</title></html>")
			return
		case gateway:
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusBadGateway)
			fmt.Fprint(w, "<html><head><title>502 Bad Gateway</title></head></html>")
			return
		}
		status, answer, write := handle(r)
		if write && status == http.StatusOK {
			f.writes++
		}
		switch m {
		case lost:
			panic(http.ErrAbortHandler)
		case gateway2:
			w.WriteHeader(http.StatusGatewayTimeout)
			fmt.Fprint(w, "<html>504</html>")
			return
		}
		w.Header().Set("Content-Type", "application/json;charset=utf-8")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(answer)
	}))
	f.server.Config.ErrorLog = nil
	t.Cleanup(f.server.Close)
}

func (f *farSide) mood() mood {
	if len(f.moods) > 0 {
		m := f.moods[0]
		f.moods = f.moods[1:]
		return m
	}
	if f.random.Float64() < f.share {
		return mood(1 + f.random.IntN(int(moods)-1))
	}
	return kind
}

func (f *farSide) id() string {
	f.n++
	return fmt.Sprintf("x%04d", f.n)
}

// hear has something called at each request.
func (f *farSide) hear(heard func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.heard = heard
}

// file reads the file of a form, and its fields.
func file(r *http.Request, field string) (name string, body []byte, fields map[string]string, err error) {
	if err := r.ParseMultipartForm(64 << 20); err != nil {
		return "", nil, nil, err
	}
	fields = map[string]string{}
	for k, v := range r.MultipartForm.Value {
		fields[k] = v[0]
	}
	part, header, err := r.FormFile(field)
	if err != nil {
		return "", nil, nil, err
	}
	defer part.Close()
	body, err = io.ReadAll(part)
	return header.Filename, body, fields, err
}

// fakeCKAN is a CKAN portal of one organisation.
type fakeCKAN struct {
	farSide
	packages map[string]map[string]any
	noHash   bool // it does not keep the field “hash”
}

func newFakeCKAN(t *testing.T) *fakeCKAN {
	f := &fakeCKAN{packages: map[string]map[string]any{}}
	f.start(t, f.handle)
	return f
}

func ckanError(status int, kind string, more map[string]any) (int, any, bool) {
	e := map[string]any{"__type": kind}
	maps.Copy(e, more)
	return status, map[string]any{"help": "x", "success": false, "error": e}, false
}

func (f *fakeCKAN) handle(r *http.Request) (int, any, bool) {
	action := strings.TrimPrefix(r.URL.Path, "/api/3/action/")
	ok := func(v any, write bool) (int, any, bool) {
		return http.StatusOK, map[string]any{"help": "x", "success": true, "result": v}, write
	}
	if r.Header.Get("Authorization") != "right-token" {
		return ckanError(http.StatusForbidden, "Authorization Error", map[string]any{"message": "Access denied: " + r.Header.Get("Authorization")})
	}
	in := map[string]any{}
	var name string
	var upload []byte
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		var fields map[string]string
		var err error
		if name, upload, fields, err = file(r, "upload"); err != nil {
			return http.StatusBadRequest, "Bad request - " + err.Error(), false
		}
		for k, v := range fields {
			in[k] = v
		}
	} else if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return http.StatusBadRequest, "Bad request - JSON Error", false
	}
	id := text(in, "id")
	switch action {
	case "organization_show":
		if id != "northshire" {
			return ckanError(http.StatusNotFound, "Not Found Error", map[string]any{"message": "Not found"})
		}
		return ok(map[string]any{"id": "org-1", "name": id}, false)
	case "package_show":
		if p := f.find(id); p != nil {
			return ok(p, false)
		}
		return ckanError(http.StatusNotFound, "Not Found Error", map[string]any{"message": "Not found"})
	case "package_create":
		if f.find(text(in, "name")) != nil {
			return ckanError(http.StatusConflict, "Validation Error", map[string]any{"name": []string{"That URL is already in use."}})
		}
		in["id"], in["state"], in["resources"] = f.id(), "active", []any{}
		f.packages[text(in, "name")] = in
		return ok(in, true)
	case "package_patch":
		p := f.find(id)
		if p == nil {
			return ckanError(http.StatusNotFound, "Not Found Error", nil)
		}
		maps.Copy(p, in)
		return ok(p, true)
	case "package_resource_reorder":
		p := f.find(id)
		order, _ := in["order"].([]any)
		list, _ := p["resources"].([]any)
		place := func(x any) int { m, _ := x.(map[string]any); return slices.Index(order, m["id"]) }
		slices.SortStableFunc(list, func(a, b any) int { return place(a) - place(b) })
		return ok(nil, true)
	case "resource_create", "resource_patch", "resource_delete":
		return f.resource(action, in, name, upload)
	}
	return http.StatusBadRequest, "Bad request - Action name not known: " + action, false
}

func (f *fakeCKAN) find(id string) map[string]any {
	for name, p := range f.packages {
		if name == id || p["id"] == id {
			return p
		}
	}
	return nil
}

func (f *fakeCKAN) resource(action string, in map[string]any, name string, upload []byte) (int, any, bool) {
	done := func(v any) (int, any, bool) {
		return http.StatusOK, map[string]any{"help": "x", "success": true, "result": v}, true
	}
	if f.noHash {
		delete(in, "hash")
	}
	if action == "resource_create" {
		p := f.find(text(in, "package_id"))
		if p == nil {
			return ckanError(http.StatusNotFound, "Not Found Error", nil)
		}
		in["id"] = f.id()
		path := "/dataset/" + text(p, "id") + "/resource/" + text(in, "id") + "/download/" + name
		in["url"], f.bodies[path] = f.server.URL+path, upload
		list, _ := p["resources"].([]any)
		p["resources"] = append(list, in)
		return done(in)
	}
	for _, p := range f.packages {
		list, _ := p["resources"].([]any)
		for i, x := range list {
			r, _ := x.(map[string]any)
			if r["id"] != in["id"] {
				continue
			}
			if action == "resource_delete" {
				p["resources"] = slices.Delete(list, i, i+1)
				return done(nil)
			}
			maps.Copy(r, in)
			if upload != nil {
				f.bodies[strings.TrimPrefix(text(r, "url"), f.server.URL)] = upload
			}
			return done(r)
		}
	}
	return ckanError(http.StatusNotFound, "Not Found Error", nil)
}

// files gives what the portal holds of a dataset, as readers would see it, in
// order: name, title and contents.
func (f *fakeCKAN) files(name string) [][3]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out [][3]string
	for _, r := range objects(f.packages[name]["resources"]) {
		path := strings.TrimPrefix(text(r, "url"), f.server.URL)
		out = append(out, [3]string{fileName(path), text(r, "name"), string(f.bodies[path])})
	}
	return out
}

// fakeDataPress is a portal of DataPress.
type fakeDataPress struct {
	farSide
	sets map[string]map[string]any
}

func newFakeDataPress(t *testing.T) *fakeDataPress {
	f := &fakeDataPress{sets: map[string]map[string]any{}}
	f.start(t, f.handle)
	return f
}

func (f *fakeDataPress) handle(r *http.Request) (int, any, bool) {
	fault := func(status int, why string) (int, any, bool) { return status, map[string]any{"error": why}, false }
	if r.Header.Get("Authorization") != "right-token" {
		return fault(http.StatusForbidden, "no")
	}
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/api/"), "/")
	switch {
	case r.URL.Path == "/api/datasets/export.json":
		list := []any{}
		for _, id := range slices.Sorted(maps.Keys(f.sets)) {
			list = append(list, f.sets[id])
		}
		return http.StatusOK, list, false
	case r.Method == http.MethodPost && len(parts) == 1:
		set := map[string]any{}
		if err := json.NewDecoder(r.Body).Decode(&set); err != nil || text(set, "team") == "" || text(set, "masthead") == "" || text(set, "title") == "" {
			return fault(http.StatusBadRequest, "title, team and masthead are needed")
		}
		set["id"], set["resources"] = f.id(), map[string]any{}
		f.sets[text(set, "id")] = set
		return http.StatusOK, map[string]any{"dataset": set}, true
	}
	set := f.sets[parts[1]]
	if set == nil {
		return fault(http.StatusNotFound, "no such dataset")
	}
	files, _ := set["resources"].(map[string]any)
	switch {
	case r.Method == http.MethodGet:
		return http.StatusOK, set, false
	case r.Method == http.MethodPatch:
		return f.patch(r, set)
	}
	name, body, fields, err := file(r, "file")
	if err != nil {
		return fault(http.StatusBadRequest, err.Error())
	}
	sum := md5.Sum(body)
	var one map[string]any
	if len(parts) == 4 {
		if one, _ = files[parts[3]].(map[string]any); one == nil {
			return fault(http.StatusBadRequest, "no such resource")
		}
	} else {
		for _, v := range files {
			m, _ := v.(map[string]any)
			n, _ := m["order"].(float64)
			m["order"] = n + 1
		}
		one = map[string]any{"order": 0.0}
		files[f.id()] = one
	}
	one["title"], one["origin"], one["hash"], one["size"] = fields["title"], "site/dataset/"+parts[1]+"/2026/"+name, hex.EncodeToString(sum[:]), float64(len(body))
	f.bodies[fmt.Sprint("/held/", one["origin"], "#", one["order"])] = body
	return http.StatusOK, set, true
}

func (f *fakeDataPress) patch(r *http.Request, set map[string]any) (int, any, bool) {
	var ops []struct {
		Op, Path string
		Value    any
	}
	if err := json.NewDecoder(r.Body).Decode(&ops); err != nil {
		return http.StatusBadRequest, map[string]any{"error": "not a JSON Patch"}, false
	}
	for _, op := range ops {
		parts := strings.Split(strings.TrimPrefix(op.Path, "/"), "/")
		at, last := set, parts[len(parts)-1]
		for _, p := range parts[:len(parts)-1] {
			at, _ = at[p].(map[string]any)
		}
		switch {
		case at == nil, op.Op == "test" && at[last] != op.Value:
			return http.StatusBadRequest, map[string]any{"error": "the patch does not apply"}, false
		case op.Op == "remove":
			delete(at, last)
		case op.Op == "add":
			at[last] = op.Value
		}
	}
	return http.StatusOK, map[string]any{"dataset": set}, true
}

// files gives name, title and hash of what the portal holds, in order.
func (f *fakeDataPress) files(id string) [][3]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	files, _ := f.sets[id]["resources"].(map[string]any)
	type one struct {
		order float64
		is    [3]string
	}
	var list []one
	for _, v := range files {
		m, _ := v.(map[string]any)
		n, _ := m["order"].(float64)
		list = append(list, one{n, [3]string{fileName(text(m, "origin")), text(m, "title"), text(m, "hash")}})
	}
	slices.SortFunc(list, func(a, b one) int { return int(a.order - b.order) })
	var out [][3]string
	for _, o := range list {
		out = append(out, o.is)
	}
	return out
}
