package api

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/sentiment"
)

// fixedCard gives one card at once, so that a benchmark measures the HTTP face
// alone.
type fixedCard struct{ card scorecard.Card }

func (f *fixedCard) Card(context.Context, scorecard.Window, scorecard.Ref) (scorecard.Card, error) {
	return f.card, nil
}

// nowhere is a ledger that acknowledges at once.
type nowhere struct{ seq atomic.Int64 }

func (n *nowhere) Append(_ context.Context, cmds ...ledger.Command) ([]ledger.Receipt, error) {
	out := make([]ledger.Receipt, len(cmds))
	for i := range out {
		out[i].ID = ledger.ID{Seq: ledger.Seq(n.seq.Add(1))}
		out[i].Subject = out[i].ID
	}
	return out, nil
}

// benchServer serves the whole public handler, with an empty one on the same
// router at /empty.
func benchServer(b *testing.B) (url, token string) {
	w := lively(b)
	card, err := w.cards.Card(context.Background(), scorecard.Last30(), scorecard.PlaceRef(testWard))
	if err != nil {
		b.Fatal(err)
	}
	reader, err := sentiment.New()
	if err != nil {
		b.Fatal(err)
	}
	token = w.key(ledger.RolePartner, nil)
	empty := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	dir := func() *feedback.Directory { return w.dir }
	h, err := New(Options{Directory: dir, Cards: &fixedCard{card}, Intake: collector.NewIntake(dir, reader.Read, &nowhere{}, w.clock.now),
		Keys: NewKeyring(w.keys, w.clock.now), Published: w.publisher, Now: w.clock.now, Log: slog.New(slog.NewJSONHandler(io.Discard, nil)),
		PublicURL: "http://earshot.example", Secret: "0123456789abcdef", Mounts: []Mount{{Path: "/empty", Handler: empty}}})
	if err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(h)
	b.Cleanup(srv.Close)
	return srv.URL, token
}

// hammer sends requests from many connections at once.
func hammer(b *testing.B, request func(n int64) *http.Request, want int) {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256, DisableCompression: true}}
	var n atomic.Int64
	b.SetParallelism(32)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			resp, err := client.Do(request(n.Add(1)))
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
			if resp.StatusCode != want {
				b.Errorf("status %d", resp.StatusCode)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}

// BenchmarkHTTP gives the rates of the main requests beside that of the
// empty handler in the same run.
func BenchmarkHTTP(b *testing.B) {
	url, token := benchServer(b)
	get := func(path string) func(int64) *http.Request {
		return func(int64) *http.Request {
			r, err := http.NewRequest(http.MethodGet, url+path, nil)
			if err != nil {
				b.Fatal(err)
			}
			return r
		}
	}
	b.Run("empty", func(b *testing.B) { hammer(b, get("/empty"), 200) })
	b.Run("scorecard", func(b *testing.B) { hammer(b, get("/v1/scorecards/"+string(testWard)+"?window=1m"), 200) })
	b.Run("page", func(b *testing.B) { hammer(b, get("/p/"+string(testWard)), 200) })
	b.Run("response", func(b *testing.B) {
		hammer(b, func(n int64) *http.Request {
			body := fmt.Sprintf(`{"id":"b%d","place":"LARK","rating":2,"comment":"Staff were kind but we waited a long time"}`, n)
			r, err := http.NewRequest(http.MethodPost, url+"/v1/responses", strings.NewReader(body))
			if err != nil {
				b.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+token)
			return r
		}, 201)
	})
}
