package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/disclosure"
	"earshot/scorecard/disclosure/attack"
	"earshot/scorecard/release"
	"earshot/scorecard/release/releasetest"
)

// town is an invented country whose publications are read over HTTP: boards,
// providers, sites and wards, with areas and settings lying across them.
type town struct {
	*testing.T
	rng   *rand.Rand
	dir   *feedback.Directory
	leafs []feedback.Path // wards, and sites for answers that name no ward
	busy  []float64
	shelf *releasetest.Shelf
	pub   *release.Publisher
	at    time.Time
	srv   *httptest.Server
	live  [][][]*ledger.Facts // what is counted, by leaf and month
	small map[string]bool     // sets that held one to four people at a publication
}

// townStart is where a financial year begins.
var townStart = feedback.DateDay(2025, 4, 1).Month()

// noCards stands in for the live side, which the public does not see.
type noCards struct{ Cards }

func newTown(t *testing.T, seed uint64, size int) *town {
	w := &town{T: t, rng: rand.New(rand.NewPCG(seed, 6)), shelf: releasetest.NewShelf(), small: map[string]bool{}}
	var places []feedback.Place
	add := func(p feedback.Place) feedback.PlaceID {
		p.From, p.To = feedback.NoDay, feedback.NoDay
		p.ID, p.PublicCode = feedback.PlaceID(fmt.Sprintf("pl%08d", len(places))), feedback.PublicCode(fmt.Sprintf("PC%04d", len(places)))
		places = append(places, p)
		return p.ID
	}
	areas := []feedback.Area{{GSS: "E06000091", Name: "Northmere"}, {GSS: "E06000092", Name: "Vale"}, {GSS: "E06000093", Name: "Eastholm"}}
	var ends []feedback.PlaceID
	for b := range 2 {
		icb := add(feedback.Place{Level: feedback.ICB, Name: fmt.Sprintf("Board %d", b), Code: feedback.OrgCode(fmt.Sprintf("ZQ%d", b))})
		for range 1 + w.rng.IntN(size) {
			n := len(places)
			provider := add(feedback.Place{Level: feedback.Provider, Name: fmt.Sprintf("Provider %d", n), Code: feedback.OrgCode(fmt.Sprintf("ZP%d", n)), Parent: icb})
			for range 1 + w.rng.IntN(3) {
				n := len(places)
				site := add(feedback.Place{Level: feedback.Site, Name: fmt.Sprintf("Site %d", n), Code: feedback.OrgCode(fmt.Sprintf("ZS%d", n)), Parent: provider, Area: areas[w.rng.IntN(3)].GSS})
				ends = append(ends, site)
				for range 1 + w.rng.IntN(2*size) {
					setting := []feedback.Setting{feedback.Inpatient, feedback.Inpatient, feedback.Outpatient, feedback.Community}[w.rng.IntN(4)]
					ends = append(ends, add(feedback.Place{Level: feedback.Ward, Name: fmt.Sprintf("Ward %d", len(places)), Setting: setting, Parent: site}))
				}
			}
		}
	}
	var err error
	if w.dir, err = feedback.NewDirectory(places, areas); err != nil {
		t.Fatal(err)
	}
	for _, id := range ends {
		path, err := w.dir.Path(id, townStart.First())
		if err != nil {
			t.Fatal(err)
		}
		w.leafs, w.live = append(w.leafs, path), append(w.live, nil)
		busy := []float64{0, 2, 4, 8, 20, 60}[w.rng.IntN(6)]
		if path.Ward == "" {
			busy /= 8
		}
		w.busy = append(w.busy, busy)
	}
	w.pub = release.NewPublisher(w.shelf, release.Usual(), func() time.Time { return w.at }, slog.New(slog.DiscardHandler))
	h, err := New(Options{Directory: func() *feedback.Directory { return w.dir }, Cards: noCards{}, Intake: noIntake{}, Keys: NewKeyring(&keyStore{}, time.Now), Published: w.pub,
		Now: func() time.Time { return w.at }, Log: slog.New(slog.DiscardHandler), PublicURL: "https://earshot.example", Metrics: prometheus.NewRegistry(), Secret: testSecret})
	if err != nil {
		t.Fatal(err)
	}
	w.srv = httptest.NewServer(h)
	t.Cleanup(w.srv.Close)
	return w
}

type noIntake struct{ Intake }

// put counts n answers of a leaf in a month.
func (w *town) put(leaf, month, n int) {
	for len(w.live[leaf]) <= month {
		w.live[leaf] = append(w.live[leaf], nil)
	}
	for range n {
		f := &ledger.Facts{Path: w.leafs[leaf], Day: (townStart + feedback.Month(month)).First() + feedback.Day(w.rng.IntN(28)), Rating: feedback.Rating(1 + w.rng.IntN(6)), Mode: feedback.ModeSMS}
		w.live[leaf][month] = append(w.live[leaf][month], f)
		w.shelf.Put(nil, f)
	}
}

// take withdraws an answer, or moves it to another leaf.
func (w *town) take(leaf, month, to int) {
	list := w.live[leaf][month]
	if len(list) == 0 {
		return
	}
	f := list[len(list)-1]
	w.live[leaf][month] = list[:len(list)-1]
	if to < 0 {
		w.shelf.Put(f, nil)
		return
	}
	moved := *f
	moved.Path = w.leafs[to]
	w.shelf.Put(f, &moved)
	w.live[to][month] = append(w.live[to][month], &moved)
}

// month lets a month pass: its answers, late ones, withdrawals, moves, and the
// publication after it.
func (w *town) month(m int) {
	w.Helper()
	for i, busy := range w.busy {
		w.put(i, m, max(0, int(w.rng.NormFloat64()*busy/2+busy+0.5)))
	}
	for range 4 * len(w.leafs) * min(m, 1) {
		leaf, then := w.rng.IntN(len(w.leafs)), w.rng.IntN(m)
		switch w.rng.IntN(4) {
		case 0, 1:
			w.put(leaf, then, 1+w.rng.IntN(3))
		case 2:
			w.take(leaf, then, -1)
		default:
			w.take(leaf, then, w.rng.IntN(len(w.leafs)))
		}
	}
	w.at = release.Usual().FirstDue(townStart + feedback.Month(m)).Add(time.Hour)
	if r, err := w.pub.Publish(w.Context(), false); err != nil || r.Number != int64(m+1) {
		w.Fatalf("month %d: %+v %v", m, r, err)
	}
}

// get fetches an answer over HTTP.
func (w *town) get(path string) []byte {
	w.Helper()
	res, err := http.Get(w.srv.URL + path)
	if err != nil {
		w.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		w.Fatalf("%s: %d %v %.300s", path, res.StatusCode, err, body)
	}
	return body
}

// paper is all that was read of one edition: people by row and months, nil where
// they are hidden.
type paper map[string]*int

func cellName(row string, months []string) string { return row + "@" + strings.Join(months, "+") }

// note records a figure, and fails if another form says otherwise.
func (w *town) note(p paper, where, row string, months []string, n *int, marker string) {
	w.Helper()
	if marker == disclosure.NotAvailable.String() || len(months) == 0 {
		return
	}
	name := cellName(row, months)
	old, known := p[name]
	if known && (old == nil) != (n == nil) || known && n != nil && *old != *n {
		w.Errorf("%s says of %s what another form does not", where, name)
	}
	p[name] = n
}

func whole(n *int64) *int {
	if n == nil {
		return nil
	}
	return new(int(*n))
}

// read fetches everything that holds counts: cards of all places over every span,
// of areas and of England, the files of every month, CKAN's tables, filtered, and
// the further forms of it.
func (w *town) read() paper {
	w.Helper()
	p := paper{}
	var released releasesAnswer
	w.decode("/v1/releases", &released)
	spans := []string{"1m", "3m", "12m"}
	var periods []string
	for _, m := range released.Published {
		spans, periods = append(spans, m.Period), append(periods, m.Period)
		w.csv(p, m.Period, string(w.get("/data/"+filepath.Base(m.CSV))))
	}
	for _, span := range spans {
		var list cardsAnswer
		w.decode("/v1/scorecards?limit=500&window="+span, &list)
		for _, c := range list.Cards {
			w.note(p, "a card", string(c.Place.ID), c.Months, whole(c.Responses), c.Marker)
		}
		for path, row := range map[string]string{"/v1/england": "england", "/v1/areas/E06000091/summary": "E06000091", "/v1/areas/E06000092/summary": "E06000092", "/v1/areas/E06000093/summary": "E06000093"} {
			var c cardAnswer
			w.decode(path+"?window="+span, &c)
			w.note(p, path, row, c.Months, whole(c.Responses), c.Marker)
		}
	}
	for _, gss := range []string{"E06000091", "E06000092", "E06000093"} {
		var report areaReport
		w.decode("/v1/areas/"+gss+"/report", &report)
		for _, m := range report.Months {
			w.note(p, "a report", gss, []string{m.Period}, whole(m.Responses), m.Marker)
		}
		for _, x := range report.Places {
			w.note(p, "a report", string(x.ID), []string{report.Period}, whole(x.Responses), x.Marker)
		}
	}
	w.ckan(p)
	w.forms(p, periods)
	return p
}

func (w *town) decode(path string, v any) {
	w.Helper()
	if err := json.Unmarshal(w.get(path), v); err != nil {
		w.Fatalf("%s: %v", path, err)
	}
}

func (w *town) csv(p paper, period, text string) {
	w.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		w.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for _, row := range rows[1:] {
		id := row[at["place_id"]]
		if s := row[at["setting"]]; s != "all" {
			id += "/" + s
		}
		var n *int
		if text := row[at["responses"]]; text != "" {
			v, err := strconv.Atoi(text)
			if err != nil {
				w.Fatal(err)
			}
			n = &v
		}
		w.note(p, "a file", id, []string{period}, n, row[at["marker"]])
	}
}

func (w *town) ckan(p paper) {
	w.Helper()
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
	w.decode("/api/3/action/package_search?rows=100", &found)
	for _, set := range found.Result.Results {
		for _, r := range set.Resources {
			for _, filter := range []string{"", `{"level":"ward"}`, `{"level":"site","setting":"inpatient"}`} {
				if !r.Datastore {
					continue
				}
				var table struct {
					Result struct {
						Records []map[string]any
					}
				}
				w.decode("/api/3/action/datastore_search?limit=5000&sort=responses&resource_id="+r.ID+"&filters="+url.QueryEscape(filter), &table)
				for _, row := range table.Result.Records {
					period, _ := row["period"].(string)
					id, _ := row["place_id"].(string)
					setting, _ := row["setting"].(string)
					if period == "" || id == "" || setting == "" {
						continue
					}
					if setting != "all" {
						id += "/" + setting
					}
					var n *int
					if v, ok := row["responses"].(float64); ok {
						n = new(int(v))
					}
					marker, _ := row["marker"].(string)
					w.note(p, "CKAN", id, []string{period}, n, marker)
				}
			}
		}
	}
}

// rowsOf names every row that adds a leaf up, as outputs name them.
func rowsOf(path feedback.Path) []string {
	setting := path.Setting.String()
	if path.Setting == feedback.NoSetting {
		setting = "none"
	}
	var out []string
	for _, id := range []string{string(path.Ward), string(path.Site), string(path.Provider), string(path.ICB), string(path.Area), "england"} {
		if id != "" {
			out = append(out, id, id+"/"+setting)
		}
	}
	return out
}

// problem puts together what a reader of an edition knows: the structure is
// public, hidden rows hold somebody, and every number shown is a sum of leaves.
func (w *town) problem(p paper) *attack.Problem {
	out := &attack.Problem{Cells: map[string]attack.Cell{}}
	leaf := func(i int, month string) string { return fmt.Sprintf("leaf %d@%s", i, month) }
	members := map[string][]int{}
	for i, path := range w.leafs {
		for _, row := range rowsOf(path) {
			members[row] = append(members[row], i)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		row, text, _ := strings.Cut(name, "@")
		months := strings.Split(text, "+")
		var parts []string
		for _, i := range members[row] {
			for _, m := range months {
				id := leaf(i, m)
				parts = append(parts, id)
				if _, ok := out.Cells[id]; !ok {
					out.Cells[id] = attack.Cell{Hi: new(mostPeople), Protect: w.small[id] || w.count(i, m) > 0 && w.count(i, m) < smallest}
					w.small[id] = out.Cells[id].Protect
				}
			}
		}
		if len(parts) == 0 { // an area without a site
			if p[name] == nil || *p[name] != 0 {
				w.Errorf("%s has figures and nothing in it", name)
			}
			continue
		}
		sum := 0
		for _, i := range members[row] {
			for _, m := range months {
				sum += w.count(i, m)
			}
		}
		w.small[name] = w.small[name] || sum > 0 && sum < smallest
		if v := p[name]; v != nil {
			out.Cells[name] = attack.Cell{V: v}
		} else {
			out.Cells[name] = attack.Cell{Lo: 1, Protect: w.small[name]}
		}
		out.Sums = append(out.Sums, attack.Sum{Total: name, Parts: parts})
	}
	return out
}

// mostPeople is more than any ward sees in a month, which anybody knows. The
// integer-programming referee takes a cell without any bound for a contradiction.
const mostPeople = 100_000

// count gives how many people are counted of a leaf in a month.
func (w *town) count(i int, month string) int {
	m, err := feedback.ParseMonth(month)
	if err != nil {
		w.Fatal(err)
	}
	if k := int(m - townStart); k < len(w.live[i]) {
		return len(w.live[i][k])
	}
	return 0
}

// TestRefereeOnOutputs publishes month after month with late answers, withdrawals
// and moves, reads every edition over HTTP as the public does, and sets both
// attackers on what was read: the fast one on every edition, the one by integer
// programming on small towns. EARSHOT_LONG=1 tries far more.
func TestRefereeOnOutputs(t *testing.T) {
	towns, editions := uint64(refereeTowns), 4
	if os.Getenv("EARSHOT_LONG") != "" {
		towns, editions = 8, 24
	}
	guarded, cells, hidden := 0, 0, 0
	for seed := range towns {
		size := 1 + int(seed%3)
		w := newTown(t, seed, size)
		for m := range editions {
			w.month(m)
			p := w.read()
			problem := w.problem(p)
			leaks, err := attack.Leaks(problem, disclosure.Width, 0)
			if err != nil {
				t.Fatalf("town %d, edition %d: %v", seed, m+1, err)
			}
			for _, l := range leaks {
				if l.Range.Hi == 0 || l.Range.Lo >= smallest {
					// The figure that stands there is of nobody or of five and more:
					// what came since waits until it may move.
					c := problem.Cells[l.Cell]
					c.Protect = false
					problem.Cells[l.Cell] = c
					continue
				}
				t.Errorf("town %d, edition %d: %s is %s: %d to %d", seed, m+1, l.Cell, l.Why, l.Range.Lo, l.Range.Hi)
			}
			for _, c := range problem.Cells {
				if c.Protect {
					guarded++
				}
			}
			for _, v := range p {
				if cells++; v == nil {
					hidden++
				}
			}
			if t.Failed() {
				return
			}
			if m == 0 && seed == 0 {
				betrayed(t, w, p)
			}
			if m < 3 && size == 1 {
				integerReferee(t, fmt.Sprintf("town%d-%d", seed, m), problem)
			}
		}
	}
	if hidden == 0 || guarded == 0 {
		t.Errorf("%d cells hidden, %d guarded: nothing was tested", hidden, guarded)
	}
	t.Logf("%d towns, %d editions each: %d cells read, %d hidden, %d guarded, none narrower than %d", towns, editions, cells, hidden, guarded, disclosure.Width)
}

// betrayed checks that the harness works: if one hidden figure came out, the
// attacker would find others.
func betrayed(t *testing.T, w *town, p paper) {
	t.Helper()
	for name, v := range p {
		row, month, _ := strings.Cut(name, "@")
		i := slices.IndexFunc(w.leafs, func(path feedback.Path) bool { return string(path.Ward) == row })
		if v != nil || i < 0 || strings.Contains(month, "+") {
			continue
		}
		told := maps.Clone(p)
		told[name] = new(w.count(i, month))
		told[row+"/"+w.leafs[i].Setting.String()+"@"+month] = told[name]
		if leaks, err := attack.Leaks(w.problem(told), disclosure.Width, 0); err == nil && len(leaks) > 0 {
			return
		}
	}
	t.Error("whatever hidden figure is told, the attacker finds nothing: the harness does not work")
}

// integerReferee runs the program of the shared folder on a problem.
func integerReferee(t *testing.T, name string, p *attack.Problem) {
	t.Helper()
	shared := os.Getenv("EARSHOT_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	script := filepath.Join(shared, "checks", "sdc_attack.py")
	if _, err := os.Stat(script); err != nil {
		t.Logf("SKIPPED: the integer-programming referee is not there; set EARSHOT_SHARED to the shared folder (%v)", err)
		return
	}
	if err := exec.Command("/usr/bin/python3", "-c", "import scipy.optimize").Run(); err != nil {
		t.Logf("SKIPPED: the referee needs /usr/bin/python3 with scipy: %v", err)
		return
	}
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name+".json")
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ := exec.Command("/usr/bin/python3", script, path).CombinedOutput() // its last line says how it went
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if last := lines[len(lines)-1]; last != "RESULT OK" {
		for _, l := range lines {
			if !strings.Contains(l, " ok") {
				t.Errorf("%s: the referee: %s", name, l)
			}
		}
	}
}
