package ledgertest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// sampleWarning gives a warning about the nth place.
func sampleWarning(n int, measure string) ledger.Warning {
	p := Path(n)
	day := feedback.DayOf(Epoch())
	return ledger.Warning{
		Key: fmt.Sprintf("%s/%s/%s", p.Ward, measure, day), Place: p.Ward, Provider: p.Provider, Measure: measure, Day: day,
		At: Epoch(), Urgent: measure == "danger", Shown: []byte(`{"sentence":"More answers are negative."}`),
	}
}

func testWarnings(t *testing.T, db Database) {
	b := open(t, db)
	if _, err := b.Monitor(b.ctx, "none", "main"); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("unknown monitor: %v, want ErrNotFound", err)
	}
	if _, err := b.Warning(b.ctx, 1); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("unknown warning: %v, want ErrNotFound", err)
	}
	one, two := sampleWarning(1, "negative"), sampleWarning(2, "danger")
	m := ledger.Monitor{Place: one.Place, Part: "main", Plan: "p1", Day: one.Day, Version: 1, State: []byte{0, 1, 255}}
	events, err := b.Watch(b.ctx, []ledger.Monitor{m}, []ledger.Warning{one, two, one})
	if err != nil || len(events) != 2 {
		t.Fatalf("watch: %d events, %v; want 2: a key is raised once", len(events), err)
	}
	one.ID, one.State, one.Version = events[0].Seq, ledger.WarningRaised, 1
	two.ID, two.State, two.Version = events[1].Seq, ledger.WarningRaised, 1
	got, err := b.Warning(b.ctx, one.ID)
	b.equal("warning", got, one)
	if stored, err2 := b.Monitor(b.ctx, one.Place, "main"); err != nil || err2 != nil {
		t.Fatal(err, err2)
	} else {
		b.equal("monitor", stored, m)
	}
	// A monitor that another process has moved on is not stored, nor what comes with it.
	if _, err := b.Watch(b.ctx, []ledger.Monitor{m}, []ledger.Warning{sampleWarning(3, "silence")}); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("stale monitor: %v, want ErrConflict", err)
	}
	m.Version, m.Day, m.State = 2, m.Day+1, []byte{2}
	if events, err := b.Watch(b.ctx, []ledger.Monitor{m}, []ledger.Warning{one}); err != nil || len(events) != 0 {
		t.Errorf("next monitor, known warning: %d events, %v", len(events), err)
	}
	monitors, err := b.ListMonitors(b.ctx)
	m.State = nil
	if b.equal("monitors", monitors, []ledger.Monitor{m}); err != nil {
		t.Error(err)
	}
	seen := ledger.WarningEvent{Warning: one.ID, Version: 2, Step: ledger.WarningSeen, At: Epoch().Add(time.Minute), By: "Sister Example"}
	note := ledger.WarningEvent{Warning: one.ID, Version: 3, Step: ledger.WarningNoted, At: Epoch().Add(time.Hour), By: "earshot", Note: "figures changed"}
	for _, e := range []*ledger.WarningEvent{&seen, &note} {
		if *e, err = b.AddWarningEvent(b.ctx, *e); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.AddWarningEvent(b.ctx, seen); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("the same step again: %v, want ErrConflict", err)
	}
	if _, err := b.AddWarningEvent(b.ctx, ledger.WarningEvent{Warning: 99, Version: 2, Step: ledger.WarningSeen, At: Epoch()}); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("a step of no warning: %v, want ErrNotFound", err)
	}
	closed, err := b.AddWarningEvent(b.ctx, ledger.WarningEvent{Warning: two.ID, Version: 2, Step: ledger.WarningClosed, Outcome: ledger.OutcomeChance, At: Epoch().Add(time.Hour), By: "x"})
	if err != nil || closed.Seq != 5 {
		t.Fatalf("close: event %d, %v; want number 5", closed.Seq, err)
	}
	testWarningLists(b, one, two, seen, note, closed)
}

func testWarningLists(b *bench, one, two ledger.Warning, seen, note, closed ledger.WarningEvent) {
	one.State, one.Version, two.State, two.Version = ledger.WarningSeen, 3, ledger.WarningClosed, 2
	for name, c := range map[string]struct {
		q    ledger.WarningQuery
		want []ledger.Warning
	}{
		"all":    {ledger.WarningQuery{}, []ledger.Warning{two, one}},
		"open":   {ledger.WarningQuery{Open: true}, []ledger.Warning{one}},
		"place":  {ledger.WarningQuery{Place: two.Place}, []ledger.Warning{two}},
		"before": {ledger.WarningQuery{Before: two.ID}, []ledger.Warning{one}},
		"limit":  {ledger.WarningQuery{Limit: 1}, []ledger.Warning{two}},
	} {
		got, err := b.ListWarnings(b.ctx, c.q)
		if b.equal(name, got, c.want); err != nil {
			b.Error(err)
		}
	}
	for name, c := range map[string]struct {
		q    ledger.WarningEventQuery
		want []ledger.WarningEvent
	}{
		"after":   {ledger.WarningEventQuery{After: 2}, []ledger.WarningEvent{seen, note, closed}},
		"limit":   {ledger.WarningEventQuery{After: 2, Limit: 1}, []ledger.WarningEvent{seen}},
		"warning": {ledger.WarningEventQuery{After: 2, Warning: two.ID}, []ledger.WarningEvent{closed}},
		"place":   {ledger.WarningEventQuery{Place: two.Place, Step: ledger.WarningClosed}, []ledger.WarningEvent{closed}},
		"none":    {ledger.WarningEventQuery{After: 5}, nil},
	} {
		got, err := b.WarningEvents(b.ctx, c.q)
		if b.equal("events "+name, got, c.want); err != nil {
			b.Error(err)
		}
	}
	if n, err := b.LastWarningEvent(b.ctx); err != nil || n != 5 {
		b.Errorf("last event: %d, %v; want 5", n, err)
	}
}

// testWarningsAtOnce lets two stores raise the same warnings: each is raised
// once, events are numbered without gaps, and one monitor alone is stored.
func testWarningsAtOnce(t *testing.T, db Database) {
	a, b := open(t, db), open(t, db)
	const each = 20
	var wg sync.WaitGroup
	conflicts := make(chan error, 2*each)
	for _, s := range []*bench{a, b} {
		wg.Go(func() {
			for n := range each {
				w := sampleWarning(n, "negative")
				m := ledger.Monitor{Place: w.Place, Part: "main", Day: w.Day, Version: 1, State: []byte{1}}
				if _, err := s.Watch(s.ctx, []ledger.Monitor{m}, nil); errors.Is(err, feedback.ErrConflict) {
					conflicts <- err
				} else if err != nil {
					t.Error(err)
				}
				if _, err := s.Watch(s.ctx, nil, []ledger.Warning{w}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if len(conflicts) != each {
		t.Errorf("%d monitors were refused, want %d", len(conflicts), each)
	}
	events, err := a.WarningEvents(a.ctx, ledger.WarningEventQuery{})
	if err != nil || len(events) != each {
		t.Fatalf("%d events, %v; want %d", len(events), err, each)
	}
	for i, e := range events {
		if e.Seq != int64(i+1) || e.Warning != e.Seq {
			t.Errorf("event %d has number %d, warning %d", i, e.Seq, e.Warning)
		}
	}
}

func testSubscriptions(t *testing.T, db Database) {
	b := open(t, db)
	s := ledger.Subscription{ID: "s1", Kind: "webhook", Target: "https://hooks.example.org/x", Places: []feedback.PlaceID{Path(1).Provider},
		Urgent: true, QuietFrom: 1200, QuietTo: 480, CreatedAt: Epoch(), Delivery: ledger.Delivery{Cursor: 7}}
	if err := b.AddSubscription(b.ctx, s); err != nil {
		t.Fatal(err)
	}
	if err := b.AddSubscription(b.ctx, s); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("the same again: %v, want ErrConflict", err)
	}
	now := Epoch().Add(time.Hour)
	until := now.Add(time.Minute)
	got, ok, err := b.ClaimSubscription(b.ctx, "s1", now, until)
	want := s
	want.Lease = until
	if b.equal("claimed", got, want); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, ok, err := b.ClaimSubscription(b.ctx, "s1", now.Add(time.Second), until.Add(time.Second)); ok || err != nil {
		t.Errorf("claimed while held: %v, %v", ok, err)
	}
	d := ledger.Delivery{Cursor: 9, Urgent: 10, Attempts: 2, NextAt: now.Add(10 * time.Second), Fault: "status 500"}
	if err := b.SaveDelivery(b.ctx, "s1", until.Add(time.Second), d); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("saved with another's lease: %v, want ErrConflict", err)
	}
	if err := b.SaveDelivery(b.ctx, "s1", until, d); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := b.ClaimSubscription(b.ctx, "s1", now, until); ok {
		t.Error("claimed before it was due")
	}
	if err := b.EndSubscription(b.ctx, "s1", now); err != nil {
		t.Fatal(err)
	}
	if err := b.EndSubscription(b.ctx, "s1", now); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("ended twice: %v, want ErrNotFound", err)
	}
	if _, ok, _ := b.ClaimSubscription(b.ctx, "s1", now.Add(time.Hour), until.Add(time.Hour)); ok {
		t.Error("claimed after it ended")
	}
	want.Delivery, want.EndedAt = d, now
	list, err := b.ListSubscriptions(b.ctx)
	if b.equal("list", list, []ledger.Subscription{want}); err != nil {
		t.Error(err)
	}
}
