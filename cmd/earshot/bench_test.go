package main

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/gorilla/mux"
	"github.com/jackc/pgx/v5"

	"earshot/api"
	"earshot/api/limit"
	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/scorecard"
	"earshot/scorecard/cardtest"
	"earshot/scorecard/redis"
	"earshot/scorecard/release"
)

// The system's benchmarks print each figure beside its reference from the same
// run: a ratio holds on any machine, a rate on one only. Run them with
//
//	make bench
const (
	benchConns = 256
	benchTime  = 5 * time.Second
)

// emptyHandler serves a handler that does nothing on the router we use, and
// gives its address: the reference for everything over HTTP.
func emptyHandler(b *testing.B) string {
	b.Helper()
	r := mux.NewRouter()
	for _, path := range []string{"/v1/responses", "/sms/twilio"} {
		r.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }).Methods(http.MethodPost)
	}
	r.HandleFunc("/v1/scorecards/{id}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }).Methods(http.MethodGet)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	srv := api.NewServer("", r, slog.New(slog.DiscardHandler))
	go srv.Serve(ln)
	b.Cleanup(func() { srv.Close() })
	return ln.Addr().String()
}

// benchApp starts a server in this process on real engines.
func benchApp(b *testing.B, database, redisURL string) (a *app, token string) {
	b.Helper()
	return benchServer(b, benchConfig(database, redisURL))
}

// benchConfig is the configuration of a server for benchmarks.
func benchConfig(database, redisURL string) config {
	return config{Database: database, Redis: redisURL, Addr: "127.0.0.1:0", AdminAddr: "127.0.0.1:0", PublicURL: "http://bench.example",
		SecretKey: "a secret key for benchmarks, long enough", LogLevel: "warn",
		Publish: release.Usual(), Limits: limit.Usual()}
}

func benchServer(b *testing.B, cfg config) (a *app, token string) {
	b.Helper()
	ctx := context.Background()
	err := withStore(ctx, cfg, func(s ledger.Store) error { return (&console{now: time.Now}).demoDirectory(ctx, s) })
	if err != nil {
		b.Fatal(err)
	}
	if a, err = newApp(ctx, cfg, slog.New(slog.DiscardHandler), time.Now, appOptions{}); err != nil {
		b.Fatal(err)
	}
	key, secret, err := api.NewKey(api.KeyRequest{Name: "bench", Role: ledger.RolePartner}, time.Now())
	if err == nil {
		err = a.store.CreateKey(ctx, key, "test")
	}
	if err != nil {
		b.Fatal(err)
	}
	a.start()
	b.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := a.shutdown(ctx); err != nil {
			b.Errorf("shutdown: %v", err)
		}
	})
	return a, secret.Reveal()
}

// answers makes bodies of n answers each about the places of the demonstration;
// seven in ten hold a comment. run keeps the ids of loads apart.
func answers(run string, n int) func(serial int64) []byte {
	people := newCrowd(7)
	ready := make([]string, 4096) // made before the clock runs
	for i := range ready {
		p := people.next()
		ready[i] = fmt.Sprintf(`","place":%q,"rating":%d,"comment":%q}`+"\n", p.code, p.rating, p.comment)
	}
	return func(serial int64) []byte {
		var out []byte
		for i := range n {
			k := serial*int64(n) + int64(i)
			out = fmt.Appendf(out, `{"id":"%s-%d`, run, k)
			out = append(out, ready[k%int64(len(ready))]...)
		}
		return out
	}
}

func BenchmarkIntake(b *testing.B) {
	empty := emptyHandler(b)
	for _, engine := range []struct {
		name     string
		database func() string
	}{
		{"postgres", func() string { return ledgertest.StartPostgres(b).NewDatabase(b) }},
		{"sqlite", func() string { return "sqlite:" + filepath.Join(b.TempDir(), "earshot.db") }},
	} {
		b.Run(engine.name, func(b *testing.B) {
			a, token := benchApp(b, engine.database(), cardtest.StartRedis(b).URL())
			addr := a.publicLn.Addr().String()
			one := func(run string) func(int64) []byte {
				return post("/v1/responses", token, "application/json", answers(run, 1))
			}
			fire(b, addr, 32, 0, time.Second, one("warm")) // caches, prepared statements
			for b.Loop() {
				reference := fire(b, empty, benchConns, 0, benchTime, one("ref"))
				single := fire(b, addr, benchConns, 0, benchTime, one("single"))
				batch := fire(b, addr, 16, 0, benchTime, post("/v1/responses", token, "application/x-ndjson", answers("batch", 200)))
				if single.failed+batch.failed+reference.failed > 0 {
					b.Fatalf("failed requests: %d single, %d batch, %d empty", single.failed, batch.failed, reference.failed)
				}
				waitForCards(b, a)
				half := fire(b, addr, benchConns, single.rate()/2, benchTime, one("half"))
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(reference.rate(), "empty/s")
				b.ReportMetric(single.rate(), "single/s")
				b.ReportMetric(single.rate()/reference.rate(), "single:empty")
				b.ReportMetric(200*batch.rate(), "ndjson/s")
				b.ReportMetric(200*batch.rate()/single.rate(), "ndjson:single")
				b.ReportMetric(float64(half.quantile(0.99))/1e6, "p99-ms@half")
			}
		})
	}
}

// waitForCards waits until the cards have caught up with the ledger.
func waitForCards(b *testing.B, a *app) {
	b.Helper()
	for end := time.Now().Add(time.Minute); ; {
		if h := a.projector.Health(); h != nil && h.Lag() == 0 {
			return
		}
		if time.Now().After(end) {
			b.Fatal("the cards did not catch up within a minute")
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// BenchmarkFreshness measures how long after its acknowledgement an answer is
// on its ward's card, while the server takes half of its top rate.
func BenchmarkFreshness(b *testing.B) {
	a, token := benchApp(b, ledgertest.StartPostgres(b).NewDatabase(b), cardtest.StartRedis(b).URL())
	addr := a.publicLn.Addr().String()
	one := func(run string) func(int64) []byte {
		return post("/v1/responses", token, "application/json", answers(run, 1))
	}
	top := fire(b, addr, benchConns, 0, 3*time.Second, one("top"))
	waitForCards(b, a)
	cards := scorecard.NewCards(a.board)
	ward, _ := a.dir.current().ByPublicCode("RIDE")
	ref := scorecard.PlaceRef(ward.ID, a.dir.current().Providers(ward.ID)...)
	for b.Loop() {
		done := make(chan struct{})
		go func() { defer close(done); fire(b, addr, benchConns, top.rate()/2, 6*time.Second, one("half")) }()
		var delays []time.Duration
		for i := 0; ; i++ {
			select {
			case <-done:
			default:
				if d, ok := a.timeToCard(b, cards, ref, ward, i); ok {
					delays = append(delays, d)
				}
				continue
			}
			break
		}
		r := loadResult{delays: delays}
		slices.Sort(r.delays)
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(top.rate()/2, "answers/s")
		b.ReportMetric(float64(r.quantile(0.5))/1e6, "p50-ms-to-card")
		b.ReportMetric(float64(r.quantile(0.99))/1e6, "p99-ms-to-card")
		b.ReportMetric(float64(len(delays)), "probes")
	}
}

// timeToCard stores one answer and waits until its ward's card is as fresh as
// that.
func (a *app) timeToCard(b *testing.B, cards *scorecard.Cards, ref scorecard.Ref, ward feedback.Place, i int) (time.Duration, bool) {
	ctx := context.Background()
	res, err := a.intake.Submit(ctx, probe(ward, i))
	if err != nil || res[0].Err != nil {
		b.Fatalf("probe: %v %v", err, res[0].Err)
	}
	acked := time.Now()
	for time.Since(acked) < 10*time.Second {
		cursor, err := a.cursorOf(ctx, res[0].ID.Partition)
		if err != nil {
			b.Fatal(err)
		}
		if cursor >= res[0].ID.Seq {
			return time.Since(acked), true
		}
		time.Sleep(time.Millisecond)
	}
	b.Fatal("an answer was not on its card within 10 s")
	return 0, false
}

func BenchmarkScorecardRead(b *testing.B) {
	empty := emptyHandler(b)
	a, _ := benchApp(b, "sqlite:"+filepath.Join(b.TempDir(), "earshot.db"), cardtest.StartRedis(b).URL())
	addr := a.publicLn.Addr().String()
	staff, err := (&console{now: time.Now}).demoKey(context.Background(), a, "bench", ledger.RoleOperator) // live cards want a key
	if err != nil {
		b.Fatal(err)
	}
	live := func(window string) func(int64) []byte {
		req := fmt.Appendf(nil, "GET /v1/scorecards/WILLOW?window=%s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n\r\n", window, staff.Reveal())
		return func(int64) []byte { return req }
	}
	for _, size := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprintf("answers=%d", size), func(b *testing.B) {
			seed(b, a, size)
			for b.Loop() {
				reference := fire(b, empty, 64, 0, benchTime, get("/v1/scorecards/WILLOW"))
				public := fire(b, addr, 64, 0, benchTime, get("/v1/scorecards/WILLOW"))
				week, year := fire(b, addr, 64, 0, benchTime, live("7d")), fire(b, addr, 64, 0, benchTime, live("365d"))
				if week.failed+year.failed+public.failed > 0 {
					b.Fatalf("failed requests: %d, %d, %d", week.failed, year.failed, public.failed)
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(reference.rate(), "empty/s")
				b.ReportMetric(public.rate()/reference.rate(), "public:empty")
				b.ReportMetric(week.rate(), "7d/s")
				b.ReportMetric(week.rate()/reference.rate(), "7d:empty")
				b.ReportMetric(week.rate()/year.rate(), "cost365d:7d")
			}
		})
	}
}

// seed stores answers spread over two years, straight into the ledger.
func seed(b *testing.B, a *app, n int) {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, uint64(n)))
	people := newCrowd(3)
	ctx := context.Background()
	subs := people.submissions(fmt.Sprintf("seed%d", n), n, func() time.Time { return time.Now().Add(-time.Duration(rng.Int64N(int64(730 * 24 * time.Hour)))) })
	for part := range subs {
		if _, err := a.intake.Submit(ctx, part...); err != nil {
			b.Fatal(err)
		}
	}
	waitForCards(b, a)
}

// probe is one answer about a ward.
func probe(ward feedback.Place, i int) collector.Submission {
	return collector.Submission{Source: "bench", SourceID: fmt.Sprintf("probe-%d-%d", i, time.Now().UnixNano()), Place: string(ward.ID),
		Rating: feedback.Good, Channel: feedback.ChannelPartner}
}

// cursorOf gives how far the cards of a partition have come.
func (a *app) cursorOf(ctx context.Context, p ledger.Partition) (ledger.Seq, error) {
	views, err := a.board.View(ctx, scorecard.Query{Partition: p})
	if err != nil {
		return 0, err
	}
	return views[0].Cursor.Seq, nil
}

// submissions gives n answers in parts of a transaction's size.
func (c *crowd) submissions(run string, n int, at func() time.Time) iter.Seq[[]collector.Submission] {
	return func(yield func([]collector.Submission) bool) {
		for done := 0; done < n; {
			part := make([]collector.Submission, 0, 500)
			for ; len(part) < cap(part) && done < n; done++ {
				p := c.next()
				s := collector.Submission{Source: "bench", SourceID: fmt.Sprintf("%s-%d", run, done), Place: p.code, Rating: p.rating,
					Channel: feedback.ChannelPartner, AnsweredAt: at()}
				if p.comment != "" {
					s.Comments = []feedback.Comment{{Text: feedback.Text(p.comment)}}
				}
				part = append(part, s)
			}
			if !yield(part) {
				return
			}
		}
	}
}

// rebuildEntries is how many entries the rebuild's benchmark folds.
const rebuildEntries = 400_000

// BenchmarkRebuild folds a whole ledger from PostgreSQL into Redis, beside a
// bare SELECT of the same rows that looks at nothing.
func BenchmarkRebuild(b *testing.B) {
	database, redisURL := ledgertest.StartPostgres(b).NewDatabase(b), cardtest.StartRedis(b).URL()
	ctx := context.Background()
	a, _ := benchApp(b, database, redisURL)
	seed(b, a, rebuildEntries)
	if err := a.shutdown(ctx); err != nil { // a second projector would share the work
		b.Fatal(err)
	}
	store, err := openStore(ctx, database)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	board, err := redis.Open(ctx, redisURL)
	if err != nil {
		b.Fatal(err)
	}
	defer board.Close()
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(ctx)
	projector := scorecard.NewProjector(store, board, scorecard.ProjectorOptions{Log: slog.New(slog.DiscardHandler), Now: time.Now})
	for b.Loop() {
		bare := time.Now()
		rows, err := conn.Query(ctx, "SELECT * FROM entries ORDER BY partition, seq")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for rows.Next() {
			rows.RawValues()
			n++
		}
		if rows.Err() != nil || n < rebuildEntries {
			b.Fatalf("%d rows, %v", n, rows.Err())
		}
		reference := float64(n) / time.Since(bare).Seconds()
		fold := time.Now()
		if err := projector.Rebuild(ctx, nil); err != nil {
			b.Fatal(err)
		}
		rate := float64(n) / time.Since(fold).Seconds()
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(reference, "select/s")
		b.ReportMetric(rate, "rebuild/s")
		b.ReportMetric(rate/reference, "rebuild:select")
	}
}
