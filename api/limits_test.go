package api

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"earshot/api/limit"
	"earshot/feedback"
	"earshot/ledger"
)

// TestLimits: two processes over the same buckets let a key, and an address, send
// what the limit says and no more; whoever is refused is told for how long.
func TestRequestLimits(t *testing.T) {
	var shared limit.Buckets
	build := func() *world {
		return newWorldWith(t, func(o *Options) {
			rates, err := limit.Parse("public=7 provider=10 operator=0")
			if err != nil {
				t.Fatal(err)
			}
			if shared == nil {
				shared = limit.NewMemory(o.Now)
			}
			o.Limits, o.Buckets = rates, shared
		})
	}
	one, other := build(), build()
	token := one.key(ledger.RoleProvider, []feedback.PlaceID{testTrust})
	other.keys.list = one.keys.list
	other.clock.move(time.Second)
	from := func(w *world, path, address string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.RemoteAddr = address
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		return rec
	}
	count := func(n int, path, address string, headers ...string) (let int, refused *httptest.ResponseRecorder) {
		for i := range n {
			rec := from([]*world{one, other}[i%2], path, address, headers...)
			if rec.Code == http.StatusTooManyRequests {
				refused = rec
				continue
			}
			let++
		}
		return let, refused
	}
	bearer := "Bearer " + token
	rec := from(one, "/v1/scorecards/LARK", "192.0.2.9:1", "Authorization", bearer)
	if h := rec.Header(); rec.Code != 200 || h.Get("RateLimit-Limit") != "10" || h.Get("RateLimit-Remaining") != "9" || h.Get("RateLimit-Reset") != "6" {
		t.Errorf("a key's answer: %d %v", rec.Code, h)
	}
	let, refused := count(20, "/v1/scorecards/LARK", "192.0.2.9:1", "Authorization", bearer)
	if let != 9 || refused == nil {
		t.Fatalf("%d of 20 more were let through, want 9", let)
	}
	wait, err := strconv.Atoi(refused.Header().Get("Retry-After"))
	if err != nil || wait < 1 || wait > 6 || refused.Header().Get("RateLimit-Remaining") != "0" || !strings.Contains(refused.Body.String(), `"status":429`) {
		t.Errorf("refused: %v %s", refused.Header(), refused.Body)
	}
	one.clock.move(time.Duration(wait) * time.Second)
	if rec := from(one, "/v1/scorecards/LARK", "192.0.2.9:1", "Authorization", bearer); rec.Code != 200 {
		t.Errorf("after the wait: %d", rec.Code)
	}
	// The public is counted by address, on every route but the program's own files,
	// and not on this machine.
	if let, refused := count(20, "/v1/england", "192.0.2.9:1"); let != 7 || refused == nil {
		t.Errorf("%d of 20 were let through without a key, want 7", let)
	}
	if rec := from(one, "/v1/england", "192.0.2.10:1"); rec.Code != 200 || rec.Header().Get("RateLimit-Limit") != "" {
		t.Errorf("another address: %d %v", rec.Code, rec.Header())
	}
	if let, _ := count(20, "/robots.txt", "192.0.2.9:1"); let != 20 {
		t.Errorf("%d of 20 files were given", let)
	}
	if let, _ := count(20, "/v1/england", "127.0.0.1:1"); let != 20 {
		t.Errorf("%d of 20 of this machine's own were let through", let)
	}
	// A key that is not in force is no way round the limit.
	for i := range 3 {
		if rec := from(one, "/p/LARK", "192.0.2.9:1", "Authorization", fmt.Sprintf("Bearer esk_%08d_%032d", i, i)); rec.Code != http.StatusTooManyRequests {
			t.Errorf("with a made-up key: %d", rec.Code)
		}
	}
	operator := "Bearer " + one.key(ledger.RoleOperator, nil)
	if let, _ := count(2, "/v1/england", "192.0.2.9:1", "Authorization", operator); let == 0 {
		t.Error("an operator without a limit is refused")
	}
}
