package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"
	"github.com/prometheus/client_golang/prometheus"

	"earshot/api/limit"
	"earshot/api/opendata"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/voice"
	"earshot/sentiment"
	"earshot/sms"
)

// gate is a whole handler with everything that can be there, and askers of every
// kind before it.
type gate struct {
	*world
	server *server
	staff  *staff
	askers []asker

	requests [2]string // numbers of the trust's and of the other provider's
}

// asker is somebody of a column of the table.
type asker struct {
	name   string
	column string // of docs/access.md
	role   ledger.Role
	token  string
	other  bool // the key is for the other place and area
}

// things are what is asked for, whose names are of one length: the trust's, the
// other provider's, and what does not exist.
type things struct{ place, area, warning, comment, request string }

// queue is an inviter that takes whatever is about the key's places.
type queue struct{ dir *feedback.Directory }

func (q queue) Invite(_ context.Context, _ feedback.Source, within []feedback.PlaceID, asked []sms.Invite) ([]sms.Invited, error) {
	out := make([]sms.Invited, len(asked))
	for i, a := range asked {
		if _, err := q.dir.Find(string(a.Place), within); err != nil {
			out[i].Err = &feedback.FieldError{Field: "place", Reason: "is not a place of this key"}
		}
	}
	return out, nil
}

func newGate(t *testing.T) *gate {
	t.Helper()
	g := &gate{staff: newStaff(t)}
	guard, err := sentiment.NewGuard()
	if err != nil {
		t.Fatal(err)
	}
	g.world = newWorldWith(t, func(o *Options) {
		o.Workspace = &Workspace{Warnings: g.staff.store, Words: g.staff.store.Words, Redact: guard.Redact, Series: made{g.staff.clock.now}, Done: g.staff.done}
		o.Inviter = queue{o.Directory()}
		o.Desk = &voice.Desk{Store: g.staff.store, Guard: guard, Now: g.staff.clock.now}
		o.Limits, o.Mounts, o.Metrics = limit.Rates{}, nil, prometheus.NewRegistry()
		if g.server, err = newServer(*o); err != nil {
			t.Fatal(err)
		}
	})
	g.handler = requestID(g.server.router)
	g.answers(testWard, 30, 1, "Kind staff", "sms")
	g.answers(testOtherW, 30, 2, "", "online")
	g.publish()
	g.makeVoices()
	g.makeAskers()
	return g
}

// makeVoices stores a comment that is shown and a request, about the trust's ward
// and about the other provider's team.
func (g *gate) makeVoices() {
	ctx, now := g.staff.Context(), g.staff.clock.now()
	for i, id := range []feedback.PlaceID{testWard, testOtherW} {
		path, err := g.dir.Path(id, feedback.DayOf(now))
		if err != nil {
			g.t.Fatal(err)
		}
		receipts, err := g.staff.store.Append(ctx, ledger.Command{Kind: ledger.Received, Source: "gate", SourceID: fmt.Sprint(i), At: now,
			Response: &feedback.Response{Source: "gate", SourceID: fmt.Sprint(i), Path: path, Rating: feedback.Good, AnsweredAt: now, Consent: true, Comments: []feedback.Comment{{Text: kindWords}}},
			Readings: []ledger.CommentFacts{{Class: sentiment.Positive}}})
		if err != nil || receipts[0].Err != nil {
			g.t.Fatal(err, receipts)
		}
		v := ledger.Voice{Subject: receipts[0].Subject, Name: fmt.Sprintf("voice000000%d", i), Path: path, Day: feedback.DayOf(now), State: ledger.VoiceShown, Parts: []ledger.VoicePart{{Text: kindWords}}, Version: 1}
		if _, err := g.staff.store.ChangeVoice(ctx, ledger.VoiceChange{Voice: v, Step: ledger.VoiceRead}, now); err != nil {
			g.t.Fatal(err)
		}
		q, _, err := voice.Ask(ctx, g.staff.store, ledger.Request{Key: "gate", Reference: fmt.Sprint(i), By: "gate", Area: testArea, Place: id, About: "place", Text: "Why?"}, now)
		if err != nil {
			g.t.Fatal(err)
		}
		g.requests[i] = fmt.Sprint(q.ID)
	}
}

func (g *gate) makeAskers() {
	own, other := []feedback.PlaceID{testTrust}, []feedback.PlaceID{testOther}
	add := func(name, column string, role ledger.Role, isOther bool, token string) {
		g.askers = append(g.askers, asker{name, column, role, token, isOther})
	}
	add("nobody", "nobody", "", false, "")
	for role, column := range map[ledger.Role]string{ledger.RolePartner: "partner", ledger.RoleProvider: "provider"} {
		add("own "+column, column, role, false, g.key(role, own))
		add("other "+column, column, role, true, g.key(role, other))
	}
	add("own Healthwatch", "Healthwatch", ledger.RoleHealthwatch, false, g.key(ledger.RoleHealthwatch, nil, testArea))
	add("other Healthwatch", "Healthwatch", ledger.RoleHealthwatch, true, g.key(ledger.RoleHealthwatch, nil, "E10000098"))
	operator := g.key(ledger.RoleOperator, nil)
	add("operator", "operator", ledger.RoleOperator, false, operator)
	const gone = "not in force"
	revoked, ended := g.key(ledger.RoleOperator, nil), g.key(ledger.RoleOperator, nil)
	add("revoked", gone, ledger.RoleOperator, false, revoked)
	add("ended", gone, ledger.RoleOperator, false, ended)
	add("wrong secret", gone, ledger.RoleOperator, false, operator[:len(operator)-4]+"0000")
	add("unknown", gone, ledger.RoleOperator, false, "esk_00000000_"+strings.Repeat("0", 32))
	add("no token at all", gone, ledger.RoleOperator, false, "letmein")
	for i := range g.keys.list {
		switch k := &g.keys.list[i]; k.ID {
		case strings.Split(revoked, "_")[1]:
			k.RevokedAt = g.clock.now()
		case strings.Split(ended, "_")[1]:
			k.ExpiresAt = g.clock.now()
		}
	}
	g.clock.move(keysStale + time.Second)
	g.staff.clock.move(keysStale + time.Second)
}

// ofWhom gives what belongs to an asker, to another, and to nobody.
func (g *gate) ofWhom(a asker) (own, other, none things) {
	own = things{string(testWard), string(testArea), fmt.Sprint(g.staff.mine), "voice0000000", g.requests[0]}
	other = things{string(testOtherW), "E10000098", fmt.Sprint(g.staff.others), "voice0000001", g.requests[1]}
	if a.other {
		own, other = other, own
	}
	return own, other, things{"wa90000000", "E06000077", "9", "voice0000009", "9"}
}

// example writes an address of the table with something in its braces.
func (g *gate) example(address string, x things) string {
	path := strings.Fields(address)[1]
	style, err := g.server.static.url("earshot.css")
	if err != nil {
		g.t.Fatal(err)
	}
	for _, k := range [][2]string{
		{"{syntax:jsonld|ttl|rdf|xml}", "ttl"}, {"{path:.+}", "area_types"}, {"{gss}", x.area}, {"{warning}", x.warning}, {"{comment}", x.comment}, {"{request}", x.request}, {"{topic}", "figures"}, {"{format}", "svg"},
		{"{action}", "package_list"}, {"indicator_metadata/csv/{by}", "indicator_metadata/csv/all"}, {"indicator_metadata/{by}", "indicator_metadata/all"},
		{"{by}", fmt.Sprintf("by_indicator_id?indicator_ids=%d&child_area_type_id=%d&parent_area_type_id=%d", opendata.Indicators()[0].ID, opendata.AreaTypes()[1].ID, opendata.AreaTypes()[0].ID)},
		{"/fhir/Measure/{id}", fmt.Sprintf("/fhir/Measure/fft-%d", opendata.Indicators()[0].ID)}, {"/fhir/Organization/{id}", "/fhir/Organization/" + string(testTrust)},
		{"/ddi/{code}", "/ddi/" + opendata.Indicators()[0].Code}, {"/data/{name}", "/data/datapackage.json"}, {"{code}", testWardCode}, {"{id}", x.place},
		{"/static/{hash}/{name}", style}, {"{file}", (&opendata.File{Name: opendata.CSVName("2026-11")}).ID()},
	} {
		path = strings.Replace(path, k[0], k[1], 1)
	}
	switch path {
	case "/v1/compare":
		path += "?a=LARK&b=ORCHARD"
	case "/oembed":
		path += "?url=https://earshot.example/p/" + x.place
	}
	return path
}

// requestVersion gives the version of a request, 1 if there is none.
func (g *gate) requestVersion(x things) int {
	id, err := strconv.ParseInt(x.request, 10, 64)
	if err != nil {
		return 1
	}
	q, err := g.staff.store.Request(context.Background(), id)
	if err != nil {
		return 1
	}
	return q.Version
}

// request makes an asker's request for a thing at an address of the table.
func (g *gate) request(address string, a asker, x things) *http.Request {
	method, path := strings.Fields(address)[0], g.example(address, x)
	body, kind, header := "", "application/x-www-form-urlencoded", "Authorization"
	version, cookie := 1, ""
	if id, err := strconv.ParseInt(x.warning, 10, 64); err == nil && method == http.MethodPost && strings.Contains(address, "{warning}") {
		if w, err := g.staff.store.Warning(context.Background(), id); err == nil {
			version = w.Version
		}
	}
	switch address {
	case "POST /v1/responses":
		kind, body = "application/json", fmt.Sprintf(`{"id":"%s-%s","place":%q,"rating":1}`, strings.ReplaceAll(a.name, " ", "-"), x.place, x.place)
	case "POST /v1/invitations":
		kind, body = "application/json", fmt.Sprintf(`{"phone":"+447700900123","place":%q,"event_at":"2026-11-20T08:00:00Z"}`, x.place)
	case "POST /v1/warnings/{warning}/events":
		kind, body = "application/json", fmt.Sprintf(`{"step":"noted","note":"x","version":%d}`, version)
	case "POST /v1/areas/{gss}/requests":
		place := map[string]string{string(testArea): testWardCode}[x.area]
		kind, body = "application/json", fmt.Sprintf(`{"id":"%s-%s","place":%q,"text":"Why?"}`, strings.ReplaceAll(a.name, " ", "-"), x.area, cmp.Or(place, "ORCHARD"))
	case "POST /v1/comments/{comment}/reply":
		kind, body = "application/json", `{"text":"Thank you."}`
	case "POST /v1/requests/{request}/answer":
		kind, body = "application/json", fmt.Sprintf(`{"text":"Soon.","version":%d}`, g.requestVersion(x))
	case "POST /workspace/warnings/{warning}", "POST /workspace/comments/{comment}", "POST /workspace/requests/{request}", "POST /workspace/sign-out":
		switch {
		case strings.Contains(address, "{comment}"):
			if v, err := g.staff.store.VoiceNamed(context.Background(), x.comment); err == nil {
				version = v.Version
			}
		case strings.Contains(address, "{request}"):
			version = g.requestVersion(x)
		}
		if a.role == ledger.RoleProvider || a.role == ledger.RoleOperator {
			c := g.server.sessions.cookie(a.token, g.clock.now())
			cookie, header = c.Name+"="+c.Value, ""
			body = url.Values{"form": {g.server.sessions.formKey(c.Value)}, "step": {"noted"}, "note": {"x"}, "do": {"reply"}, "reply": {"Thank you."}, "answer": {"Soon."}, "version": {fmt.Sprint(version)}}.Encode()
		}
	case "POST /workspace/sign-in", "POST /paper/sign-in":
		body, header = url.Values{"key": {a.token}}.Encode(), ""
	case "GET /paper", "POST /paper/batch", "POST /paper/sign-out":
		header = ""
		if a.token != "" {
			cookie = paperCookie + "=" + a.token
		}
		body = url.Values{"press": {"start"}, "place": {x.place}, "date": {"2026-11-20"}, "mode": {"paper_discharge"}}.Encode()
	case "POST /f/{code}":
		body = url.Values{"token": {g.formToken()}, "rating": {"1"}}.Encode()
	case "POST /k/{code}/answers":
		var token struct{ Token string }
		_ = json.Unmarshal(g.do(http.MethodGet, "/k/LARK/token", "").Body.Bytes(), &token)
		b, _ := json.Marshal(map[string]any{"id": "0e8a7b52-3d5c-4b8e-9f0a-000000000001", "rating": 1, "token": token.Token})
		kind, body = "application/json", string(b)
	}
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if method == http.MethodGet {
		r = httptest.NewRequest(method, path, nil)
	} else {
		r.Header.Set("Content-Type", kind)
	}
	if a.token != "" && header != "" {
		r.Header.Set(header, "Bearer "+a.token)
	}
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	return r
}

// hasty is a recorder that hangs up once the answer has begun.
type hasty struct {
	*httptest.ResponseRecorder
	hangUp context.CancelFunc
}

func (h *hasty) Write(b []byte) (int, error) {
	h.hangUp()
	return h.ResponseRecorder.Write(b)
}

// ask gives the answer; a stream is left once it has begun.
func (g *gate) ask(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	if !strings.HasSuffix(r.URL.Path, "/stream") {
		g.handler.ServeHTTP(rec, r)
		return rec
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	g.handler.ServeHTTP(&hasty{rec, cancel}, r.WithContext(ctx))
	return rec
}

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
		others := fmt.Sprintf("/workspace/warnings/%d\"", g.staff.others)
		if a.other {
			others = fmt.Sprintf("/workspace/warnings/%d\"", g.staff.mine)
		}
		ok = rec.Code == http.StatusOK && !strings.Contains(rec.Body.String(), others)
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
		for _, word := range []string{of.place, of.area} {
			s = strings.ReplaceAll(s, word, "THING")
		}
		for _, word := range []string{"warnings%2F" + of.warning, "comments%2F" + of.comment, "requests%2F" + of.request} {
			s = strings.ReplaceAll(s, word, word[:10]+"THING")
		}
		return s
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
