package api

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gorilla/mux"
)

// TestFixedRoutes: at whatever path and by whatever method, the table and the
// router give one answer; the earlier of two routes wins in both.
func TestFixedRoutes(t *testing.T) {
	say := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(text + mux.Vars(r)["id"])) }
	}
	m := mux.NewRouter()
	m.Handle("/a", say("a")).Methods("GET", "HEAD")
	m.Handle("/a", say("second")).Methods("GET")
	m.Handle("/b/{id}", say("b of ")).Methods("GET")
	m.Handle("/b/fixed", say("never")).Methods("GET")
	m.Handle("/c", say("c")).Methods("POST")
	m.Handle("/c", say("c read")).Methods("GET")
	m.PathPrefix("/d").Handler(say("d")).Methods("GET")
	m.Handle("/any", say("any"))
	f, err := newFixedRoutes(m)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.table) != 5 { // a twice, c twice, d
		t.Errorf("%d addresses in the table: %v", len(f.table), f.table)
	}
	for _, path := range []string{"/", "/a", "/a/", "//a", "/a?x=1", "/b/1", "/b/fixed", "/c", "/d", "/d/e", "/any", "/A", "/%61"} {
		for _, method := range []string{"GET", "HEAD", "POST", "DELETE", "get"} {
			got, want := httptest.NewRecorder(), httptest.NewRecorder()
			f.ServeHTTP(got, httptest.NewRequest(method, path, nil))
			m.ServeHTTP(want, httptest.NewRequest(method, path, nil))
			if got.Code != want.Code || got.Body.String() != want.Body.String() || got.Header().Get("Location") != want.Header().Get("Location") {
				t.Errorf("%s %s: %d %q, the router gives %d %q", method, path, got.Code, got.Body, want.Code, want.Body)
			}
		}
	}
}
