package api

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/mux"
)

// fixedRoutes finds addresses without variables in a table and leaves the others
// to the router, which tries one route after another and copies the request for
// each thing that it notes on it.
type fixedRoutes struct {
	table  map[fixedRoute]http.Handler
	router *mux.Router
}

type fixedRoute struct{ method, path string }

// newFixedRoutes makes the table of what a router answers at the paths of its own
// templates. Asking the router itself keeps both of one mind.
func newFixedRoutes(m *mux.Router) (*fixedRoutes, error) {
	f := &fixedRoutes{table: make(map[fixedRoute]http.Handler), router: m}
	err := m.Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		path, err := route.GetPathTemplate()
		if err != nil || strings.ContainsAny(path, "{}") {
			return nil // it matches by something else than a plain path
		}
		methods, err := route.GetMethods()
		if err != nil {
			return nil // any method
		}
		for _, method := range methods {
			var match mux.RouteMatch
			r := &http.Request{Method: method, URL: &url.URL{Path: path}, Header: http.Header{}}
			if m.Match(r, &match) && match.MatchErr == nil && match.Route == route && len(match.Vars) == 0 {
				f.table[fixedRoute{method, path}] = match.Handler
			}
		}
		return nil
	})
	return f, err
}

func (f *fixedRoutes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := f.table[fixedRoute{r.Method, r.URL.Path}]; h != nil {
		h.ServeHTTP(w, r)
		return
	}
	f.router.ServeHTTP(w, r)
}
