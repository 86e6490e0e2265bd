package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/sqlite"
	"earshot/scorecard"
	"earshot/scorecard/release"
	"earshot/scorecard/voice"
	"earshot/sentiment"
)

// theGuard is built once: it loads a model.
var theGuard = sync.OnceValues(sentiment.NewGuard)

// ledgerCards folds cards straight from a ledger.
type ledgerCards struct {
	store ledger.Reader
	now   func() time.Time
}

func (l ledgerCards) Card(ctx context.Context, w scorecard.Window, ref scorecard.Ref) (scorecard.Card, error) {
	c := scorecard.Card{Scope: ref.Scope, Window: w, AsOf: l.now()}
	c.From, c.To = w.Span(feedback.DayOf(l.now()))
	for p := range ledger.Partitions {
		list, err := l.store.Read(ctx, ledger.Partition(p), 0, ledger.ReadOptions{Limit: 10_000})
		if err != nil {
			return c, err
		}
		for i := range list {
			for sign, f := range map[int64]*ledger.Facts{1: list[i].Plus, -1: list[i].Minus} {
				if f != nil && f.Day >= c.From && f.Day <= c.To && within(ref.Scope, f.Path) {
					c.AddFacts(f, sign)
				}
			}
		}
	}
	return c, nil
}

// forum is a whole service over a real ledger, with its reader of comments and
// its publications.
type forum struct {
	*world
	store   *sqlite.Store
	reader  *voice.Reader
	release *release.Publisher
	n       int
}

// newForum gives a service with nothing in it.
func newForum(t testing.TB, change ...func(*Options)) *forum {
	t.Helper()
	f := &forum{}
	var err error
	if f.store, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "l.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.store.Close() })
	guard, err := theGuard()
	if err != nil {
		t.Fatal(err)
	}
	f.world = newWorldWith(t, func(o *Options) {
		m := made{o.Now}
		o.Intake = collector.NewIntake(o.Directory, plainRead, f.store, o.Now)
		o.Cards = ledgerCards{f.store, o.Now}
		o.Workspace = &Workspace{Warnings: f.store, Words: f.store.Words, Redact: guard.Redact, Series: m, Figures: f.store}
		o.Desk = &voice.Desk{Store: f.store, Guard: guard, Now: o.Now}
		f.reader = voice.NewReader(voice.Options{Store: f.store, Guard: guard, Directory: o.Directory, Now: o.Now, Log: slog.New(slog.DiscardHandler)})
		f.release = release.NewPublisher(f.store, release.Calendar{Every: time.Minute}, o.Now, slog.New(slog.DiscardHandler))
		o.Published = f.release
		for _, c := range change {
			c(o)
		}
	})
	return f
}

// say stores n answers about a place with the same comment and consent, by the
// front door.
func (f *forum) say(place feedback.PlaceID, n, rating int, comment string) {
	f.t.Helper()
	token := f.key(ledger.RolePartner, nil)
	for range n {
		f.n++
		text := comment
		if text != "" && n > 1 {
			text = fmt.Sprintf("%s Bed %d.", comment, f.n)
		}
		body := fmt.Sprintf(`{"id":"f%d","place":%q,"rating":%d,"comment":%q,"consent_to_publish":true}`, f.n, place, rating, text)
		if rec := f.post(token, "application/json", body); rec.Code != http.StatusCreated {
			f.t.Fatalf("storing an answer: %d %s", rec.Code, rec.Body)
		}
	}
}

// settle lets the reader and the publisher do what is due.
func (f *forum) settle() {
	f.t.Helper()
	if err := f.reader.Look(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
	f.clock.move(2 * time.Minute)
	if _, err := f.release.Publish(f.t.Context(), false); err != nil {
		f.t.Fatal(err)
	}
}

// named gives the voice whose shown words hold a text, or that waits.
func (f *forum) only(state ledger.VoiceState) ledger.Voice {
	f.t.Helper()
	list, err := f.store.ListVoices(f.t.Context(), ledger.VoiceQuery{State: state})
	if err != nil || len(list) != 1 {
		f.t.Fatalf("%d voices are %s, %v; want 1", len(list), state, err)
	}
	return list[0]
}

// erase blanks a response's words.
func (f *forum) erase(id ledger.ID, kind ledger.Kind) {
	f.t.Helper()
	r, err := f.store.Append(f.t.Context(), ledger.Command{Kind: kind, Source: "staff", SourceID: kind.String() + id.String(), Subject: id, At: f.clock.now()})
	if err != nil || r[0].Err != nil {
		f.t.Fatal(err, r)
	}
}
