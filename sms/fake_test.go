package sms_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeTwilio is the far side, which can be slow, refuse, lose its answers, and
// take texts without saying so. It remembers every text that it took.
type fakeTwilio struct {
	*httptest.Server
	mood func(n int, to string) string // what it does with its n-th text; nil for "ok"

	mu       sync.Mutex
	n        int
	taken    map[string][]string // by number: ids of texts
	bodies   map[string]string   // by id
	at       map[string]time.Time
	callback map[string]string
}

func newFakeTwilio(t testing.TB) *fakeTwilio {
	f := &fakeTwilio{taken: map[string][]string{}, bodies: map[string]string{}, at: map[string]time.Time{}, callback: map[string]string{}}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

func (f *fakeTwilio) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		f.list(w, r.FormValue("To"))
		return
	}
	to := r.PostFormValue("To")
	f.mu.Lock()
	f.n++
	n, mood := f.n, "ok"
	f.mu.Unlock()
	if f.mood != nil {
		mood = f.mood(n, to)
	}
	fail := func(status, code int) {
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"code":%d,"status":%d,"message":"no"}`, code, status)
	}
	switch mood {
	case "opted out":
		fail(400, 21610)
	case "no such number":
		fail(400, 21211)
	case "too many":
		fail(429, 20429)
	case "broken":
		fail(500, 20500)
	case "reset":
		hijack(w)
	case "slow":
		time.Sleep(100 * time.Millisecond)
		f.answer(w, f.take(r))
	case "take and break":
		f.take(r)
		fail(500, 20500)
	case "take and reset":
		f.take(r)
		hijack(w)
	case "take and hang":
		f.take(r)
		time.Sleep(400 * time.Millisecond)
		hijack(w)
	default:
		f.answer(w, f.take(r))
	}
}

func hijack(w http.ResponseWriter) {
	if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
		c.Close()
	}
}

func (f *fakeTwilio) take(r *http.Request) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	id := fmt.Sprintf("SM%032d", len(f.bodies)+1)
	to := r.PostFormValue("To")
	f.taken[to], f.bodies[id], f.at[id], f.callback[id] = append(f.taken[to], id), r.PostFormValue("Body"), time.Now(), r.PostFormValue("StatusCallback")
	return id
}

func (f *fakeTwilio) message(id, to string) map[string]any {
	return map[string]any{"sid": id, "to": to, "body": f.bodies[id], "status": "queued", "num_segments": "1", "direction": "outbound-api",
		"date_created": f.at[id].UTC().Format(time.RFC1123Z), "date_sent": f.at[id].UTC().Format(time.RFC1123Z)}
}

func (f *fakeTwilio) answer(w http.ResponseWriter, id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	w.WriteHeader(http.StatusCreated)
	json.NewEncoder(w).Encode(f.message(id, ""))
}

func (f *fakeTwilio) list(w http.ResponseWriter, to string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := []map[string]any{}
	for _, id := range f.taken[to] {
		list = append(list, f.message(id, to))
	}
	json.NewEncoder(w).Encode(map[string]any{"messages": list, "page": 0, "page_size": 100, "uri": "/", "first_page_uri": "/"})
}

// count gives how many texts a number got.
func (f *fakeTwilio) count(to string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.taken[to])
}

// moods misbehaves at random, by a seed.
func moods(seed uint64) func(int, string) string {
	var mu sync.Mutex
	r := rand.New(rand.NewPCG(seed, 7))
	return func(int, string) string {
		mu.Lock()
		defer mu.Unlock()
		return strings.Split("ok,ok,ok,slow,too many,broken,reset,take and break,take and reset,take and hang", ",")[r.IntN(10)]
	}
}
