package api

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/release"
)

// archive publishes from the memory ledger: its answers in order, all in one
// partition, and the latest edition.
type archive struct {
	*memory
	pubs    []ledger.Publication
	returns []ledger.Return
}

func (a *archive) Heads(context.Context) (h ledger.Heads, err error) {
	h[0] = ledger.Seq(len(a.stored()))
	return h, nil
}

func (a *archive) Read(_ context.Context, _ ledger.Partition, after ledger.Seq, opt ledger.ReadOptions) ([]ledger.Entry, error) {
	var out []ledger.Entry
	for i, c := range a.stored() {
		if ledger.Seq(i) >= after && len(out) < opt.Limit {
			r := c.Response
			out = append(out, ledger.Entry{ID: ledger.ID{Seq: ledger.Seq(i + 1)}, Plus: &ledger.Facts{Path: r.Path, Day: feedback.DayOf(r.AnsweredAt),
				Rating: r.Rating, Channel: r.Channel, Mode: r.Mode, Comments: c.Readings}})
		}
	}
	return out, nil
}

func (a *archive) State(context.Context, ledger.ID) (ledger.State, error) {
	return ledger.State{}, feedback.ErrNotFound
}

func (a *archive) Words(context.Context, ledger.ID) (ledger.Words, error) {
	return ledger.Words{}, feedback.ErrNotFound
}

func (a *archive) LatestPublication(context.Context) (ledger.Publication, error) {
	if len(a.pubs) == 0 {
		return ledger.Publication{}, feedback.ErrNotFound
	}
	return a.pubs[len(a.pubs)-1], nil
}

func (a *archive) PublicationNumber(context.Context) (int64, error) { return int64(len(a.pubs)), nil }

func (a *archive) ListPublications(context.Context) ([]ledger.Publication, error) { return a.pubs, nil }

func (a *archive) AddPublication(_ context.Context, p ledger.Publication, returns ...ledger.Return) error {
	a.pubs = append(a.pubs, p)
	a.returns = append(a.returns, returns...)
	return nil
}

func (a *archive) Return(_ context.Context, period string, provider feedback.PlaceID) (ledger.Return, error) {
	for _, r := range a.returns {
		if r.Period == period && r.Provider == provider {
			return r, nil
		}
	}
	return ledger.Return{}, feedback.ErrNotFound
}

// newPublisher gives a publisher over a memory ledger that publishes the
// running month too.
func newPublisher(m *memory, now func() time.Time) (*release.Publisher, *archive) {
	a := &archive{memory: m}
	return release.NewPublisher(a, release.Calendar{Every: time.Minute}, now, slog.New(slog.DiscardHandler)), a
}

// publish publishes all that is stored.
func (w *world) publish() {
	w.t.Helper()
	if _, err := w.publisher.Publish(context.Background(), false); err != nil {
		w.t.Fatal(err)
	}
}

// TestPublicFiguresStandStill checks that no public answer moves between two
// publications, whatever comes in, and that a live one does.
func TestPublicFiguresStandStill(t *testing.T) {
	w := newWorld(t)
	w.answers(testWard, 30, 1, "Kind staff", "sms")
	w.publish()
	paths := []string{"/v1/scorecards/LARK", "/v1/england?window=12m", "/v1/areas/E06000099/summary", "/p/" + string(testWard), "/england", "/areas/E06000099"}
	before := map[string]string{}
	for _, path := range paths {
		before[path] = w.do(http.MethodGet, path, "").Body.String()
	}
	w.answers(testWard, 9, 5, "", "online")
	for _, path := range paths {
		if got := w.do(http.MethodGet, path, "").Body.String(); got != before[path] {
			t.Errorf("%s moved without a publication", path)
		}
	}
	token := w.key(ledger.RoleProvider, []feedback.PlaceID{testTrust})
	if a := decode[cardAnswer](t, w.do(http.MethodGet, "/v1/scorecards/LARK", "", "Authorization", "Bearer "+token)); a.View != "live" || *a.Responses != 39 {
		t.Errorf("live: %+v", a)
	}
	w.publish()
	if a := decode[cardAnswer](t, w.do(http.MethodGet, "/v1/scorecards/LARK", "")); a.Edition != 2 || *a.Responses != 39 || a.Months[0] != "2026-11" {
		t.Errorf("after the publication: %+v", a)
	}
}

// TestPublicAnswersAreKept checks the headers by which caches keep and ask
// again.
func TestPublicAnswersAreKept(t *testing.T) {
	w := newWorld(t)
	w.answers(testWard, 30, 1, "", "sms")
	w.publish()
	rec := w.do(http.MethodGet, "/v1/scorecards/LARK", "")
	tag := rec.Header().Get("ETag")
	if tag == "" || rec.Header().Get("Last-Modified") == "" || !strings.HasPrefix(rec.Header().Get("Cache-Control"), "public, max-age=") {
		t.Fatalf("headers %v", rec.Header())
	}
	if again := w.do(http.MethodGet, "/v1/scorecards/LARK", "", "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("asked again: %d %s", again.Code, again.Body)
	}
	w.answers(testWard, 30, 5, "", "sms")
	w.publish()
	if again := w.do(http.MethodGet, "/v1/scorecards/LARK", "", "If-None-Match", tag); again.Code != http.StatusOK {
		t.Errorf("asked again after a publication: %d", again.Code)
	}
}

func TestNothingPublishedYet(t *testing.T) {
	w := newWorld(t)
	w.answers(testWard, 30, 1, "", "sms")
	for _, path := range []string{"/v1/scorecards/LARK", "/v1/england", "/p/" + string(testWard), "/v1/areas/E06000099/summary"} {
		rec := w.do(http.MethodGet, path, "")
		if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), "Nothing has been published yet. ") || strings.Contains(rec.Body.String(), `"responses":30`) {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body)
		}
	}
}
