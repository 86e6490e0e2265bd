package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"earshot/collector"
	"earshot/collector/feed"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/ledgertest"
	"earshot/sms"
)

// replaySeeds is the environment variable with the number of seeds; a few if it
// is not set.
const replaySeeds = "EARSHOT_TEST_REPLAYS"

// TestReplay lives through the same days twice: once as planned, and once with
// every message doubled, out of order, and half of all replies lost. Both end
// alike, and nobody gets the same text twice.
func TestReplay(t *testing.T) {
	seeds := 2
	if n, err := strconv.Atoi(os.Getenv(replaySeeds)); err == nil {
		seeds = n
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			database := func() string { return "sqlite:" + filepath.Join(t.TempDir(), "earshot.db") }
			if seed == 0 {
				pg := ledgertest.StartPostgres(t, "fsync=off") // nothing is killed here
				database = func() string { return pg.NewDatabase(t) }
			}
			plan := newPlan(uint64(seed))
			want := newSimulation(t, plan, database(), nil).live()
			got := newSimulation(t, plan, database(), rand.New(rand.NewPCG(uint64(seed), 99))).live()
			same := func(what string, got, want []string) {
				t.Helper()
				if !slices.Equal(got, want) {
					t.Errorf("%s:\n  %s\nwant\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
				}
			}
			same("the ledger holds", got.held, want.held)
			same("asked for no more texts", got.optedOut, want.optedOut)
			same("invited and reminded", got.invited, want.invited)
			same("reach", got.reach, want.reach)
			if len(want.held) < 20 || len(want.optedOut) < 2 || len(want.invited) < 10 {
				t.Errorf("too little happens to prove anything: %+v", want)
			}
		})
	}
}

// planned is one text of a patient, at a time from when patients begin.
type planned struct {
	spoken
	after time.Duration
	lossy bool // every call of the webhook may fail, so that it is found by catching up
}

// plan is what happens in a simulation, whatever goes wrong.
type plan struct {
	gateway string   // of invitations
	invited []string // numbers
	texts   []planned
	blocked string // somebody who texted STOP to the gateway only, then START to us
}

// line is one text of a dialogue: seconds after its beginning, and what it says.
type line struct {
	after int
	body  string
	lossy bool
}

// dialogues are such that the outcome does not depend on the order of texts
// within a minute. Later ones follow after minutes.
func dialogues() [][]line {
	return [][]line{
		{{0, "1", true}, {20, "lovely staff", true}},
		{{0, "2 - kind but slow", true}},
		{{0, "ELM 4 cold", false}, {180, "and noisy", true}},
		{{0, "5", true}, {300, "2", false}},
		{{0, "10/10", true}, {30, "1", true}},
		{{0, "part one", true}, {10, "part two", true}, {20, "3", true}},
		{{0, "STOP", true}, {600, "START", false}},
		{{0, "stop.", true}},
		{{0, "4", true}, {200, "STOP", true}},
		{{0, "HELP", true}, {200, "6", true}},
		{{0, "", true}, {100, "very good", true}},
		{{0, "I am going to kill myself", true}},
		{{0, "stop making people wait", true}},
		{{0, "FIR", false}, {240, "2", true}},
		{{0, "ARRET", false}},
	}
}

func newPlan(seed uint64) plan {
	rng := rand.New(rand.NewPCG(seed, 1))
	p := plan{gateway: []string{"twilio", "notify"}[seed%2]}
	n := 0
	for i, dialogue := range slices.Concat(dialogues(), dialogues()) {
		number := fmt.Sprintf("+4477009001%02d", i)
		gateway := []string{"twilio", "notify"}[rng.IntN(2)]
		if rng.IntN(2) == 0 {
			p.invited = append(p.invited, number)
			gateway = p.gateway
		}
		switch first, _, _ := strings.Cut(dialogue[0].body, " "); first {
		case "ARRET": // only Twilio's webhook tells that it took a word for STOP
			gateway = "twilio"
		case "ELM", "FIR": // what follows must not overtake it, as it might while Notify waits five minutes
			gateway = "twilio"
		}
		for _, l := range dialogue {
			n++
			s := spoken{gateway: gateway, id: fmt.Sprintf("SM%032d", n), from: number, to: ourNumber, body: l.body, media: l.body == ""}
			if l.body == "ARRET" {
				s.optOut = "STOP"
			}
			p.texts = append(p.texts, planned{s, time.Duration(i)*time.Minute + time.Duration(l.after)*time.Second, l.lossy})
		}
	}
	for i := range 6 { // these never answer
		p.invited = append(p.invited, fmt.Sprintf("+4477009002%02d", i))
	}
	if p.gateway == "twilio" {
		p.blocked = p.invited[len(p.invited)-1]
		n++
		p.texts = append(p.texts, planned{spoken{gateway: "twilio", id: fmt.Sprintf("SM%032d", n), from: p.blocked, to: ourNumber, body: "START"}, 90 * time.Minute, true})
	}
	return p
}

// outcome is how a simulation ended.
type outcome struct{ held, optedOut, invited, reach []string }

// simulation is a server with a clock of its own, and a world around it.
type simulation struct {
	plan
	t     *testing.T
	rng   *rand.Rand // nil if nothing goes wrong
	dice  sync.Mutex
	far   *carriers
	sites *sites
	app   *app
	heard sync.Map // texts of which a gateway heard an answer
	other *texts   // a second process's sender
	token string

	mu  sync.Mutex
	now time.Time
}

func (s *simulation) clock() time.Time { s.mu.Lock(); defer s.mu.Unlock(); return s.now }

// until moves the clock, never back.
func (s *simulation) until(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at.After(s.now) {
		s.now = at
	}
}

func (s *simulation) pass(d time.Duration) { s.until(s.clock().Add(d)) }

// one throws a dice of n sides: 0 in a world where nothing goes wrong.
func (s *simulation) one(n int) int {
	if s.rng == nil {
		return 0
	}
	s.dice.Lock()
	defer s.dice.Unlock()
	return s.rng.IntN(n)
}

// begins is when patients' days begin: a Tuesday morning.
func begins() time.Time { return time.Date(2026, 6, 2, 9, 0, 0, 0, time.UTC) }

func newSimulation(t *testing.T, p plan, database string, rng *rand.Rand) *simulation {
	t.Helper()
	s := &simulation{plan: p, t: t, rng: rng, now: begins()}
	s.far = newCarriers(t, s.clock)
	s.sites = newSites(t, begins().Add(-24*time.Hour))
	if rng != nil {
		s.far.mood = func() string {
			return []string{"ok", "ok", "ok", "busy", "broken", "take and break", "take and reset"}[s.one(7)]
		}
		s.sites.mood = func() bool { return s.one(5) == 0 }
	}
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	command := func(args ...string) string {
		out, errs, code := execute(t, "", append(args, "--database", database)...)
		if code != exitOK {
			t.Fatalf("%v: %s", args, errs)
		}
		return strings.TrimSpace(out)
	}
	command("places", "import", write("places.csv", dayPlaces))
	s.token = command("keys", "create", "--name", "partner", "--place", "ZZA")
	addr := freeAddr(t)
	s.far.target = "http://" + addr
	settings := append(s.far.settings(), "EARSHOT_DATABASE="+database, "EARSHOT_REDIS=embedded", "EARSHOT_ADDR="+addr, "EARSHOT_ADMIN_ADDR=127.0.0.1:0",
		"EARSHOT_PUBLIC_URL="+s.far.target, "EARSHOT_SECRET_KEY=a secret key for tests, long enough", "EARSHOT_TWILIO_ACCOUNT_SID="+testAccount,
		"EARSHOT_TWILIO_AUTH_TOKEN="+testTwilioToken, "EARSHOT_SMS_PLACE=ASH", "EARSHOT_SMS_GATEWAY="+p.gateway, "EARSHOT_SMS_CATCH_UP=off",
		"EARSHOT_SMS_RULES="+write("rules.json", strings.Replace(atOnceRules, `"every_days":30`, `"every_days":30,"remind_days":2`, 1)))
	cfg := configOf(t, settings)
	log := slog.New(slog.DiscardHandler)
	var err error
	if s.app, err = newApp(t.Context(), cfg, log, s.clock, appOptions{}); err != nil {
		t.Fatal(err)
	}
	s.app.start()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := s.app.shutdown(ctx); err != nil {
			t.Error(err)
		}
	})
	if s.other, err = openTexts(cfg, s.app.store, s.app.dir.current, s.clock, log); err != nil {
		t.Fatal(err)
	}
	return s
}

// configOf reads a configuration from NAME=VALUE settings.
func configOf(t *testing.T, settings []string) config {
	t.Helper()
	values := make(map[string]string)
	for _, line := range settings {
		name, value, _ := strings.Cut(line, "=")
		values[name] = value
	}
	cfg, err := configFlags(pflag.NewFlagSet("test", pflag.ContinueOnError), func(name string) string { return values[name] })()
	if err == nil {
		err = cfg.validate()
	}
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// live goes through all of it.
func (s *simulation) live() outcome {
	s.t.Helper()
	s.invite()
	s.send()
	s.until(begins().Add(24 * time.Hour))
	s.report()
	s.byFeed()
	s.byPartner()
	s.talk()
	s.sites.grow()
	s.byFeed()
	s.until(begins().Add(5 * 24 * time.Hour))
	s.send() // reminders
	s.catchUp()
	return s.end()
}

// invite asks for invitations until it is told that they are queued, and then
// once more.
func (s *simulation) invite() {
	var asked []string
	for i, number := range s.invited {
		asked = append(asked, fmt.Sprintf(`{"phone":%q,"place":"ASH","event_at":%q,"reference":"visit %d"}`, number, begins().Add(-time.Hour).Format(time.RFC3339), i))
	}
	s.insist("/v1/invitations", "application/json", "["+strings.Join(asked, ",")+"]", http.StatusAccepted)
}

// insist posts until it hears an answer, and sometimes once more.
func (s *simulation) insist(path, kind, body string, want ...int) {
	s.t.Helper()
	for more := 1 + s.one(2); more > 0; {
		status, lost := s.lossy(func(ctx context.Context) int {
			status, _ := s.far.post(ctx, path, kind, body, "Authorization", "Bearer "+s.token)
			return status
		})
		if lost || status == 0 || status == http.StatusServiceUnavailable {
			continue // as far as the sender knows nothing happened
		}
		if !slices.Contains(want, status) {
			s.t.Errorf("POST %s: status %d", path, status)
		}
		more--
	}
}

// lossy makes a call, half of whose replies are lost: after it was answered, or
// by hanging up while it is answered.
func (s *simulation) lossy(call func(ctx context.Context) int) (status int, lost bool) {
	ctx := s.t.Context()
	switch s.one(4) {
	case 1:
		return call(ctx), true
	case 2:
		short, cancel := context.WithTimeout(ctx, time.Duration(s.one(4000))*time.Microsecond)
		defer cancel()
		call(short)
		return 0, true
	}
	return call(ctx), false
}

// send lets two processes send until nothing is due and nothing uncertain.
func (s *simulation) send() {
	s.t.Helper()
	senders := []*sms.Sender{s.other.sender}
	if s.rng != nil {
		twin, err := openTexts(s.app.cfg, s.app.store, s.app.dir.current, s.clock, s.app.log)
		if err != nil {
			s.t.Fatal(err)
		}
		senders = append(senders, twin.sender)
	}
	for range 2000 {
		var wg sync.WaitGroup
		for _, sender := range senders {
			wg.Go(func() {
				if _, err := sender.Round(s.t.Context()); err != nil {
					s.t.Error(err)
				}
			})
		}
		wg.Wait()
		far := s.clock().Add(24 * time.Hour) // what was put off for a while is due
		due, err1 := s.app.store.DueInvitations(s.t.Context(), far, 1)
		open, err2 := s.app.store.UnsettledInvitations(s.t.Context(), far, 1)
		if err1 != nil || err2 != nil {
			s.t.Fatal(err1, err2)
		}
		if len(due)+len(open) == 0 {
			return
		}
		s.pass(time.Minute)
	}
	s.t.Fatal("there is no end of sending")
}

// report brings delivery receipts of every invitation.
func (s *simulation) report() {
	type receipt struct {
		given
		stage, code string
	}
	var all []receipt
	for _, g := range s.far.texts() {
		switch {
		case g.to == s.blocked:
			all = append(all, receipt{g, "failed", "21610"})
		case g.gateway == "twilio":
			all = append(all, receipt{g, "sent", ""}, receipt{g, "delivered", ""})
		default:
			all = append(all, receipt{g, "delivered", ""})
		}
	}
	if s.rng != nil {
		s.rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	for _, r := range all {
		for status := 0; status != http.StatusOK && status != http.StatusNoContent; { // a receipt that is not taken comes again
			status, _ = s.lossy(func(ctx context.Context) int { return s.far.report(ctx, r.given, r.stage, r.code) })
		}
	}
}

// arrival is one call of a webhook.
type arrival struct {
	planned
	at    time.Time
	again bool // since there was no answer to the first
	copy  bool // of a call that was made before
}

// talk lets patients text. What arrives within a minute arrives at once.
func (s *simulation) talk() {
	start := s.clock()
	var queue []arrival
	for _, p := range s.texts {
		p.at = start.Add(p.after)
		first := arrival{planned: p, at: p.at.Add(time.Duration(s.one(50)) * time.Second)}
		if p.lossy && s.one(6) == 1 {
			if p.gateway == "notify" {
				queue = append(queue, arrival{planned: p, at: first.at.Add(5 * time.Minute)})
			}
			continue // a Notify callback that failed comes again; a Twilio one does not
		}
		queue = append(queue, first)
		for range s.one(3) {
			queue = append(queue, arrival{planned: p, at: first.at.Add(time.Duration(s.one(600)) * time.Second), copy: true})
		}
	}
	for _, p := range s.texts { // the lists have every text, in the order in which they were sent
		p.spoken.at = start.Add(p.after)
		s.far.say(p.spoken)
	}
	caughtUp := false
	for len(queue) > 0 {
		slices.SortFunc(queue, func(a, b arrival) int { return a.at.Compare(b.at) })
		minute := queue[0].at.Add(time.Minute)
		n := slices.IndexFunc(queue, func(a arrival) bool { return s.rng == nil && a.at != queue[0].at || !a.at.Before(minute) })
		if n < 0 {
			n = len(queue)
		}
		now := slices.Clone(queue[:n])
		queue = queue[n:]
		s.until(now[0].at)
		queue = append(queue, s.arrive(now)...)
		if !caughtUp && s.clock().After(start.Add(20*time.Minute)) {
			caughtUp = true
			s.catchUpTo(s.clock().Add(-2 * time.Minute))
		}
	}
	if s.blocked != "" && s.rng != nil { // the receipt of long ago comes once more
		for _, g := range s.far.texts() {
			if g.to == s.blocked && !strings.HasPrefix(g.reason, "answer-") {
				s.far.report(s.t.Context(), g, "failed", "21610")
			}
		}
	}
	s.catchUp()
}

// arrive makes calls at the same time, those to the fallback address after the
// others, and gives those that have to be made again.
func (s *simulation) arrive(calls []arrival) (again []arrival) {
	var mu sync.Mutex
	for _, second := range []bool{false, true} {
		var wg sync.WaitGroup
		slots := make(chan struct{}, 4)
		for _, c := range calls {
			if _, heard := s.heard.Load(c.id); c.again != second || second && heard {
				continue // a call that came twice was answered once
			}
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				if more := s.call(&c); more {
					mu.Lock()
					defer mu.Unlock()
					again = append(again, c)
				}
			})
			if s.rng == nil {
				wg.Wait()
			}
		}
		wg.Wait()
	}
	return again
}

// call makes one call and says whether it has to be made again, since there was
// no answer.
func (s *simulation) call(c *arrival) (again bool) {
	lostLater := s.one(4) == 1
	status, cut := 0, s.one(4) == 1
	if cut {
		short, cancel := context.WithTimeout(s.t.Context(), time.Duration(s.one(4000))*time.Microsecond)
		defer cancel()
		s.far.deliver(short, c.spoken, c.again, true)
	} else {
		status = s.far.deliver(s.t.Context(), c.spoken, c.again, lostLater)
	}
	if !cut && !lostLater && status >= 200 && status < 300 {
		s.heard.Store(c.id, true)
		return false
	}
	if c.copy && cut {
		return false // it may never have come; whose answer was lost could not be told
	}
	c.again = true
	if c.gateway == "notify" {
		c.at = c.at.Add(5 * time.Minute)
	}
	return true
}

func (s *simulation) catchUp() { s.catchUpTo(s.clock()) }

// catchUpTo takes in what gateways list as received up to a time.
func (s *simulation) catchUpTo(at time.Time) {
	s.t.Helper()
	failed := func(id string, err error) {}
	for range 1 + s.one(2) {
		for _, g := range []sms.Lister{s.app.texts.twilio, s.app.texts.notify} {
			if _, err := sms.CatchUp(s.t.Context(), upTo{g, at}, s.app.texts.talk, begins().Add(-24*time.Hour), s.clock(), true, failed); err != nil {
				s.t.Error(err)
			}
		}
	}
}

// upTo is a gateway that does not know yet what is sent after a time.
type upTo struct {
	sms.Lister
	at time.Time
}

func (u upTo) Received(ctx context.Context, since time.Time) ([]sms.Inbound, error) {
	list, err := u.Lister.Received(ctx, since)
	return slices.DeleteFunc(list, func(in sms.Inbound) bool { return in.At.After(u.at) }), err
}

// byPartner is a partner that sends until it is answered.
func (s *simulation) byPartner() {
	var lines []string
	for i := range 12 {
		one := fmt.Sprintf(`{"id":"p%d","place":%q,"rating":%d,"comment":"Partner's %d","answered_at":"2026-06-02T10:00:00Z"}`, i, []string{"ASH", "ELM", "FIR", "ZZA02"}[i%4], 1+i%6, i)
		lines = append(lines, one)
	}
	for i, one := range lines {
		if i%2 == 0 {
			s.insist("/v1/responses", "application/json", one, http.StatusCreated, http.StatusOK)
		}
	}
	s.insist("/v1/responses", "application/x-ndjson", strings.Join(lines, "\n"), http.StatusOK)
	if s.rng != nil {
		s.rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		s.insist("/v1/responses", "application/x-ndjson", strings.Join(lines, "\n"), http.StatusOK)
	}
}

// byFeed collects every source until it goes well.
func (s *simulation) byFeed() {
	s.t.Helper()
	sources, err := readSources([]string{s.sites.sources(s.t)})
	if err != nil {
		s.t.Fatal(err)
	}
	col := feed.New(feed.Options{Intake: s.app.intake, Places: s.app.dir.current, Store: s.app.store, Now: s.clock, Holder: "test", Agent: "Earshot/test",
		Key:   func(string) (feedback.Secret, error) { return "s3cret", nil },
		Sleep: func(ctx context.Context, d time.Duration) error { s.pass(d); return ctx.Err() }})
	for _, src := range sources {
		for more := 1 + s.one(2); more > 0; {
			if _, err := col.Collect(s.t.Context(), src); err == nil {
				more--
			} else if s.rng == nil {
				s.t.Fatal(err)
			}
		}
	}
}

// end says how it all ended, and that every text ended as one thing.
func (s *simulation) end() (o outcome) {
	s.t.Helper()
	ctx := s.t.Context()
	s.far.noneTwice()
	o.held = heldLines(s.t, s.app.store)
	entries := make(map[string]bool)
	for part := range ledger.Partitions {
		if a, err := s.app.store.Audit(ctx, ledger.Partition(part), nil); err != nil || a.Fault != "" {
			s.t.Errorf("audit: %+v, %v", a, err)
		}
		list, err := s.app.store.Read(ctx, ledger.Partition(part), 0, ledger.ReadOptions{Limit: 100_000})
		if err != nil {
			s.t.Fatal(err)
		}
		for _, e := range list {
			entries[strings.TrimSuffix(e.SourceID, "/comment")] = true
		}
	}
	desk := collector.NewTexts(s.app.intake, s.app.group, s.app.store, s.app.texts.sealer)
	for _, p := range s.texts {
		noted, err := s.app.store.TextNoted(ctx, feedback.Source(p.gateway), p.id)
		if err != nil || noted == entries[p.id] {
			s.t.Errorf("text %s (%q): noted %v, stored %v, %v", p.id, p.body, noted, entries[p.id], err)
		}
		out, err := desk.OptedOut(ctx, feedback.Phone(p.from))
		if err != nil {
			s.t.Fatal(err)
		}
		if out && !slices.Contains(o.optedOut, p.from) {
			o.optedOut = append(o.optedOut, p.from)
		}
	}
	for _, g := range s.far.texts() {
		if !strings.HasPrefix(g.reason, "answer-") {
			o.invited = append(o.invited, g.to+" "+map[bool]string{false: "invited", true: "reminded"}[strings.HasSuffix(g.reason, "-r")])
		}
	}
	reach, err := s.app.store.Reach(ctx, begins().Add(-48*time.Hour), begins().Add(48*time.Hour))
	if err != nil {
		s.t.Fatal(err)
	}
	sums := make(map[string]int)
	for _, r := range reach {
		status := r.Status
		if status == feedback.Accepted || status == feedback.Sent || status == feedback.Delivered {
			status = feedback.Sent // how far it had come when it was asked after
		}
		reason := r.Reason
		if r.Reminder && status == feedback.Withheld && (reason == string(ledger.Answered) || reason == string(ledger.OptedOut)) {
			// Somebody who answered and then texted STOP gets no reminder for
			// either reason: which is noted goes by what had come when it was due.
			reason = "answered or opted out"
		}
		sums[fmt.Sprintf("reminder %v, %v %s", r.Reminder, status, reason)] += r.Count
		sums["answered"] += r.Answered
		sums["commented"] += r.Commented
	}
	for name, n := range sums {
		o.reach = append(o.reach, fmt.Sprint(name, ": ", n))
	}
	slices.Sort(o.optedOut)
	slices.Sort(o.invited)
	slices.Sort(o.reach)
	return o
}
