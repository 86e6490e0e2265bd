package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/mux"
	"github.com/prometheus/client_golang/prometheus"

	"earshot/api/limit"
	"earshot/api/opendata"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/voice"
)

// Cards reads scorecards; scorecard.Cards is one.
type Cards interface {
	// Card gives the card of a scope over a window. A scope that nothing is
	// counted about gives a card of zeros.
	Card(ctx context.Context, w scorecard.Window, ref scorecard.Ref) (scorecard.Card, error)
}

// Keys tells whose a token is; [Keyring] is one.
type Keys interface {
	// Authenticate gives the key of a token, or ErrUnauthenticated.
	Authenticate(ctx context.Context, token string) (ledger.Key, error)
}

// Mount is a handler of another package under the same middleware.
type Mount struct {
	Method  string // empty for any
	Path    string // a gorilla/mux template such as /sms/twilio
	Prefix  bool   // everything below Path too
	Handler http.Handler
	Body    int64         // most bytes of body; 0 for 2 MiB
	Limit   time.Duration // most time; 0 for 15 seconds
}

// Options are what the public handler needs.
type Options struct {
	Directory func() *feedback.Directory // the directory in force; never nil
	Cards     Cards
	Intake    Intake
	Keys      Keys
	Inviter   Inviter    // queues invitations by text; nil if none are sent
	Workspace *Workspace // nil leaves the providers' own side out
	// Desk keeps what people wrote on its way to being shown, replies and requests;
	// nil leaves them out.
	Desk *voice.Desk
	// SharedMinimum is the least number of people that a figure shared with a
	// Healthwatch may be about, whatever its key says; at least 5.
	SharedMinimum int
	Published     Published // what is public; nil if nothing ever is
	// Open lets the public see live cards, each guarded on its own, instead of
	// what was published. It is quick, and weaker: somebody who subtracts
	// yesterday's card from today's, or a ward's from its site's, may learn what
	// a single person answered.
	Open bool
	// Demonstration is said beside every figure if they are invented.
	Demonstration string
	// Publisher and Contact are the body that publishes and its e-mail address,
	// for catalogues; the service's name and an address at its host if empty.
	Publisher, Contact string
	Mounts             []Mount
	Now                func() time.Time
	Log                *slog.Logger
	PublicURL          string // where people reach the service, without a slash at the end
	Metrics            prometheus.Registerer
	// Secret signs form tokens. Every process of an installation needs the
	// same, and it must outlive restarts.
	Secret feedback.Secret
	// OldSecret is the secret before, while it is being changed: forms, kept
	// answers and one-time codes made with it are taken. Empty if there is none.
	OldSecret feedback.Secret
	// TrustedProxies are the proxies whose X-Forwarded-For is believed when
	// requests are counted per address.
	TrustedProxies []netip.Prefix
	// Limits are how many requests are taken a minute; nil for the usual.
	Limits limit.Rates
	// Buckets count requests for all processes together; nil counts in this one.
	Buckets limit.Buckets
}

// server serves the public side.
type server struct {
	directory func() *feedback.Directory
	listing   listing
	cards     Cards
	intake    Intake
	keys      Keys
	inviter   Inviter
	now       func() time.Time
	log       *slog.Logger
	publicURL string
	published Published
	meanings  []meaning
	pages     *Pages
	static    *static
	tokens    tokens
	codes     Codes
	languages *languages
	worker    []byte // the kiosk's service worker
	limits    *limit.Limiter
	proxies   []netip.Prefix
	router    *mux.Router

	demonstration, publisher, contact string
	shelf                             shelf
	open                              bool
	workspace                         *Workspace
	desk                              *voice.Desk
	minimum                           int // SharedMinimum
	sessions                          sessions
	pulse                             pulse
	counted                           countedCache
}

// New gives the public handler. It fails if an option is missing or two routes
// collide.
func New(o Options) (http.Handler, error) {
	s, err := newServer(o)
	if err != nil {
		return nil, err
	}
	routes, err := newFixedRoutes(s.router)
	if err != nil {
		return nil, fmt.Errorf("api: routes: %w", err)
	}
	return chain(routes, requestID, s.accessLog, newHTTPMetrics(o.Metrics).measured(o.Now),
		secureHeaders(strings.HasPrefix(s.publicURL, "https://")), zipped(), s.recovered), nil
}

// newServer makes the routes, without what stands around all of them.
func newServer(o Options) (*server, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.Limits == nil {
		o.Limits = limit.Usual()
	}
	files, err := newStatic()
	if err != nil {
		return nil, err
	}
	pages, err := newPages(files)
	if err != nil {
		return nil, err
	}
	spoken, err := newLanguages()
	if err != nil {
		return nil, err
	}
	worker, err := newKioskWorker(files)
	if err != nil {
		return nil, err
	}
	s := &server{
		directory: o.Directory, cards: o.Cards, intake: o.Intake, keys: o.Keys, inviter: o.Inviter, now: o.Now, log: o.Log,
		publicURL: strings.TrimRight(o.PublicURL, "/"), meanings: meanings(), pages: pages, static: files,
		tokens: newTokens(o.Secret, o.OldSecret), codes: NewCodes(o.Secret, o.OldSecret), languages: spoken, worker: worker, limits: limit.New(o.Limits, o.Buckets, o.Secret, o.Now), proxies: o.TrustedProxies,
	}
	s.demonstration, s.publisher, s.contact = o.Demonstration, cmp.Or(o.Publisher, "Earshot"), cmp.Or(o.Contact, opendata.UsualContact(s.publicURL))
	s.open = o.Open
	if s.published = o.Published; s.published == nil {
		s.published = unpublished{}
	}
	s.desk, s.minimum = o.Desk, max(smallest, o.SharedMinimum)
	s.workspace, s.sessions = o.Workspace, newSessions(o.Secret, strings.HasPrefix(s.publicURL, "https://"))
	s.router = s.routed(o.Mounts)
	return s, nil
}

func (o *Options) check() error {
	var missing []error
	for name, absent := range map[string]bool{
		"Directory": o.Directory == nil, "Cards": o.Cards == nil, "Intake": o.Intake == nil, "Keys": o.Keys == nil,
		"Now": o.Now == nil, "Log": o.Log == nil, "PublicURL": o.PublicURL == "", "Secret": len(o.Secret) < 16,
	} {
		if absent {
			missing = append(missing, fmt.Errorf("api: option %s is missing or too short", name))
		}
	}
	return errors.Join(missing...)
}

// handler answers a request or says why it cannot.
type handler func(w http.ResponseWriter, r *http.Request) error

// route is one row of the route table.
type route struct {
	method string
	path   string
	serve  handler
	body   int64 // most bytes of body
	limit  time.Duration
}

// file reports whether a route gives a file of the program itself, which is the
// same for everybody and not counted against limits.
func (r *route) file() bool {
	switch r.path {
	case "/static/{hash}/{name}", "/favicon.ico", "/robots.txt", "/k/worker.js", "/workspace/workspace.css", "/workspace/workspace.js":
		return true
	}
	return false
}

// routes is the whole public face but for what other packages mount.
func (s *server) routes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{get, "/v1/places", s.getPlaces, 0, usualTime},
		{get, "/v1/places/{id}", s.getPlace, 0, usualTime},
		{get, "/v1/scorecards/{id}", s.getScorecard, 0, usualTime},
		{get, "/v1/areas", s.getAreas, 0, usualTime},
		{get, "/v1/areas/{gss}/summary", s.getArea, 0, usualTime},
		{get, "/v1/england", s.getEngland, 0, usualTime},
		{post, "/v1/responses", s.postResponses, maxBatch, batchTime},
		{post, "/v1/invitations", s.postInvitations, maxSingle, usualTime},

		{get, "/", s.homePage, 0, usualTime},
		{get, "/find", s.findPage, 0, usualTime},
		{get, "/p/{id}", s.placePage, 0, usualTime},
		{get, "/areas", s.areasPage, 0, usualTime},
		{get, "/areas/{gss}", s.areaPage, 0, usualTime},
		{get, "/england", s.englandPage, 0, usualTime},
		{get, "/f/{code}", s.formPage, 0, usualTime},
		{post, "/f/{code}", s.formPost, maxPage, usualTime},
		{get, "/f/{code}/thanks", s.thanksPage, 0, usualTime},
		{get, "/f/{code}/poster.{format}", s.poster, 0, usualTime},
		{get, "/k/worker.js", s.kioskWorker, 0, usualTime},
		{get, "/k/{code}", s.kioskPage, 0, usualTime},
		{get, "/k/{code}/token", s.kioskToken, 0, usualTime},
		{post, "/k/{code}/answers", s.kioskPost, maxPage, usualTime},
		{get, "/paper", s.paperPage, 0, usualTime},
		{post, "/paper/sign-in", s.paperSignIn, maxPage, usualTime},
		{post, "/paper/sign-out", s.paperSignOut, maxPage, usualTime},
		{post, "/paper/batch", s.paperPost, maxPage, usualTime},
		{get, "/about", s.aboutPage, 0, usualTime},
		{get, "/about/{topic}", s.aboutPage, 0, usualTime},
		{get, "/static/{hash}/{name}", s.getStatic, 0, usualTime},
		{get, "/favicon.ico", s.getFavicon, 0, usualTime},
		{get, "/robots.txt", s.getRobots, 0, usualTime},
	}
}

// routed builds the router.
func (s *server) routed(mounts []Mount) *mux.Router {
	m := mux.NewRouter()
	routes := slices.Concat(s.portalRoutes(), s.areaRoutes(), s.commentRoutes(), s.routes(), s.dataRoutes())
	if s.workspace != nil {
		routes = append(routes, s.workspaceRoutes()...)
	}
	if s.workspace != nil && s.workspace.Kept != nil {
		routes = append(routes, s.keptRoutes()...)
	}
	if s.workspace != nil && s.desk != nil {
		routes = append(routes, s.deskRoutes()...)
	}
	if s.desk != nil {
		routes = append(routes, s.voiceRoutes()...)
	}
	for _, rt := range routes {
		methods := []string{rt.method}
		if rt.method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
		serve := rt.serve
		if !rt.file() {
			serve = s.metered(serve)
		}
		m.Handle(rt.path, s.named(rt.path, s.limited(rt.body, rt.limit, s.errored(serve)))).Methods(methods...)
	}
	for _, mt := range mounts {
		h := s.named(mt.Path, s.limited(cmp.Or(mt.Body, maxSingle), cmp.Or(mt.Limit, usualTime), mt.Handler))
		r := m.NewRoute().Handler(h)
		if mt.Prefix {
			r = r.PathPrefix(mt.Path)
		} else {
			r = r.Path(mt.Path)
		}
		if mt.Method != "" {
			r.Methods(mt.Method)
		}
	}
	m.NotFoundHandler = s.errored(func(http.ResponseWriter, *http.Request) error {
		return fmt.Errorf("no such route: %w", feedback.ErrNotFound)
	})
	m.MethodNotAllowedHandler = s.errored(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Allow", strings.Join(s.allowed(r), ", "))
		return errMethod
	})
	return m
}

// named notes a route's template and kind in the trace.
func (s *server) named(template string, next http.Handler) http.Handler {
	page := isPage(template)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t := traceOf(r)
		t.route, t.page = template, page
		next.ServeHTTP(w, r)
	})
}

// isPage reports whether errors at a path are told as pages.
func isPage(path string) bool {
	for _, prefix := range [...]string{"/v1/", "/api/", "/fhir/", "/data/", "/data.json", "/catalog.", "/ddi/", "/openapi.json", "/oembed"} {
		if strings.HasPrefix(path, prefix) {
			return false
		}
	}
	return true
}

// errored turns a handler into an http.Handler that answers its errors.
func (s *server) errored(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if t := traceOf(r); t.route == "" {
			t.page = isPage(r.URL.Path) && strings.Contains(r.Header.Get("Accept"), "text/html")
		}
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// allowed gives the methods that the request's address takes.
func (s *server) allowed(r *http.Request) []string {
	var out []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete} {
		probe := r.Clone(r.Context())
		probe.Method = method
		var match mux.RouteMatch
		if s.router.Match(probe, &match) && match.MatchErr == nil && match.Route != nil {
			out = append(out, method)
		}
	}
	return slices.Compact(out)
}
