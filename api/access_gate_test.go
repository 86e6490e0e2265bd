package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"earshot/api/limit"
	"earshot/api/opendata"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/voice"
	"earshot/sms"
)

// gate is a whole handler with everything that can be there, and askers of every
// kind before it.
type gate struct {
	*forum
	server      *server
	askers      []asker
	trust, weal things // what belongs to the one provider and area, and to the other
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
	g := &gate{}
	g.forum = newForum(t, func(o *Options) {
		done := make(chan struct{})
		o.Workspace.Done = done
		o.Inviter = queue{o.Directory()}
		o.Limits, o.Mounts, o.Metrics = limit.Rates{}, nil, prometheus.NewRegistry()
		var err error
		if g.server, err = newServer(*o); err != nil {
			t.Fatal(err)
		}
	})
	g.handler = requestID(g.server.router)
	g.say(testWard, 6, 1, "")
	g.say(testWard, 1, 4, "We waited a long time and the ward was cold.")
	g.say(testOtherW, 6, 2, "")
	g.say(testOtherW, 1, 4, "We waited a long time and the team was late.")
	g.settle()
	g.trust = g.belongings(testWard, testTrust, testArea)
	g.weal = g.belongings(testOtherW, testOther, "E10000098")
	g.makeAskers()
	return g
}

// belongings gives what is there of one provider and area.
func (g *gate) belongings(ward, provider feedback.PlaceID, area feedback.GSS) things {
	g.t.Helper()
	t, ok := g.t.(*testing.T)
	if !ok {
		g.t.Fatal("not a test")
	}
	x := things{place: string(ward), area: string(area)}
	x.warning = fmt.Sprint((&staff{T: t, store: g.store, clock: g.clock}).raise(ward, provider, "negative", ""))
	voices, err := g.store.ListVoices(t.Context(), ledger.VoiceQuery{Within: []feedback.PlaceID{provider}})
	if err != nil || len(voices) != 1 {
		t.Fatalf("%d comments about %s: %v", len(voices), ward, err)
	}
	x.comment = voices[0].Name
	q, _, err := voice.Ask(t.Context(), g.store, ledger.Request{Key: "k", Reference: "r-" + string(ward), By: "A body", Area: area, Place: ward, About: "place", Text: "What will change?"}, g.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	x.request = fmt.Sprint(q.ID)
	return x
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
}

// ofWhom gives what belongs to an asker, to another, and to nobody.
func (g *gate) ofWhom(a asker) (own, other, none things) {
	own, other = g.trust, g.weal
	if a.other {
		own, other = other, own
	}
	return own, other, things{"wa90000000", "E06000077", "9", strings.Repeat("0", len(own.comment)), "9"}
}

// example writes an address of the table with something in its braces.
func (g *gate) example(address string, x things) string {
	path := strings.Fields(address)[1]
	style, err := g.server.static.url("earshot.css")
	if err != nil {
		g.t.Fatal(err)
	}
	for _, k := range [][2]string{
		{"{syntax:jsonld|ttl|rdf|xml}", "ttl"}, {"{path:.+}", "area_types"}, {"{gss}", x.area}, {"{warning}", x.warning}, {"{comment}", x.comment}, {"{request}", x.request}, {"{file}", g.resource()}, {"{topic}", "figures"}, {"{format}", "svg"},
		{"{action}", "package_list"}, {"indicator_metadata/csv/{by}", "indicator_metadata/csv/all"}, {"indicator_metadata/{by}", "indicator_metadata/all"},
		{"{by}", fmt.Sprintf("by_indicator_id?indicator_ids=%d&child_area_type_id=%d&parent_area_type_id=%d", opendata.Indicators()[0].ID, opendata.AreaTypes()[1].ID, opendata.AreaTypes()[0].ID)},
		{"/fhir/Measure/{id}", fmt.Sprintf("/fhir/Measure/fft-%d", opendata.Indicators()[0].ID)}, {"/fhir/Organization/{id}", "/fhir/Organization/" + string(testTrust)},
		{"/ddi/{code}", "/ddi/" + opendata.Indicators()[0].Code}, {"/data/{name}", "/data/datapackage.json"}, {"{code}", testWardCode}, {"{id}", x.place},
		{"/static/{hash}/{name}", style},
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

// request makes an asker's request for a thing at an address of the table.
func (g *gate) request(address string, a asker, x things) *http.Request {
	method, path := strings.Fields(address)[0], g.example(address, x)
	body, kind, header := "", "application/x-www-form-urlencoded", "Authorization"
	version, cookie := g.version(address, x), ""
	switch address {
	case "POST /v1/responses":
		kind, body = "application/json", fmt.Sprintf(`{"id":"%s-%s","place":%q,"rating":1}`, strings.ReplaceAll(a.name, " ", "-"), x.place, x.place)
	case "POST /v1/invitations":
		kind, body = "application/json", fmt.Sprintf(`{"phone":"+447700900123","place":%q,"event_at":"2026-11-20T08:00:00Z"}`, x.place)
	case "POST /v1/warnings/{warning}/events":
		kind, body = "application/json", fmt.Sprintf(`{"step":"noted","note":"x","version":%d}`, version)
	case "POST /v1/comments/{comment}/reply":
		kind, body = "application/json", fmt.Sprintf(`{"text":"Thank you for telling us.","version":%d,"checked":true}`, version)
	case "POST /v1/requests/{request}/answer":
		kind, body = "application/json", fmt.Sprintf(`{"text":"A second nurse from Monday.","version":%d}`, version)
	case "POST /v1/areas/{gss}/requests":
		kind, body = "application/json", fmt.Sprintf(`{"id":"q-%s","text":"What will change?","place":"LARK"}`, x.area)
	case "POST /workspace/warnings/{warning}", "POST /workspace/sign-out", "POST /workspace/comments/{comment}", "POST /workspace/requests/{request}":
		if a.role == ledger.RoleProvider || a.role == ledger.RoleOperator {
			c := g.server.sessions.cookie(a.token, g.clock.now())
			cookie, header = c.Name+"="+c.Value, ""
			body = url.Values{"form": {g.server.sessions.formKey(c.Value)}, "step": {"noted"}, "note": {"x"}, "version": {fmt.Sprint(version)},
				"do": {"reply"}, "reply": {"Thank you for telling us."}, "checked": {"yes"}, "text": {"A second nurse from Monday."}, "answer": {"A second nurse from Monday."}}.Encode()
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

// version gives that of the thing which an address changes.
func (g *gate) version(address string, x things) int {
	ctx := context.Background()
	id, _ := strconv.ParseInt(x.request, 10, 64)
	switch {
	case strings.Contains(address, "{warning}"):
		id, _ = strconv.ParseInt(x.warning, 10, 64)
		if w, err := g.store.Warning(ctx, id); err == nil {
			return w.Version
		}
	case strings.Contains(address, "{comment}"):
		if v, err := g.store.VoiceNamed(ctx, x.comment); err == nil {
			return v.Version
		}
	case strings.Contains(address, "{request}"):
		if q, err := g.store.Request(ctx, id); err == nil {
			return q.Version
		}
	}
	return 1
}

// resource gives the id of a table as CKAN has it.
func (g *gate) resource() string {
	var found struct {
		Result struct {
			Results []struct {
				Resources []struct {
					ID        string
					Datastore bool `json:"datastore_active"`
				}
			}
		}
	}
	if err := json.Unmarshal(g.do(http.MethodGet, "/api/3/action/package_search?rows=100", "").Body.Bytes(), &found); err != nil {
		g.t.Fatal(err)
	}
	for _, p := range found.Result.Results {
		for _, r := range p.Resources {
			if r.Datastore {
				return r.ID
			}
		}
	}
	g.t.Fatal("there is no table")
	return ""
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
