package ledgertest

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

func testContacts(t *testing.T, db Database) {
	b := open(t, db)
	hash := ledger.ContactHash{1, 2, 3}
	if _, err := b.Conversation(b.ctx, hash); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("unknown contact: %v, want ErrNotFound", err)
	}
	contact := func(state string, hour int) *ledger.Contact {
		return &ledger.Contact{Hash: hash, Sealed: []byte{0, 1, 255}, Place: Path(1).Ward, State: state, ExpiresAt: Epoch().Add(time.Duration(hour) * time.Hour)}
	}
	first, second := Receive("sms", "1", 1), Receive("sms", "2", 2)
	first.Contact, second.Contact = contact("a", 1), contact("b", 2)
	receipts := b.append(first, second) // the later one in a batch stands
	get := func() ledger.Conversation {
		t.Helper()
		c, err := b.Conversation(b.ctx, hash)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	b.equal("conversation", get(), ledger.Conversation{Contact: *contact("b", 2), Subject: receipts[1].ID, UpdatedAt: second.At, Version: 2})
	rerate := Change(ledger.Rerated, "r", receipts[0].ID)
	rerate.Rating, rerate.Contact = feedback.Poor, contact("c", 3)
	b.append(rerate)
	b.equal("after a change", get(), ledger.Conversation{Contact: *contact("c", 3), Subject: receipts[0].ID, UpdatedAt: rerate.At, Version: 3})
	refused := Change(ledger.Rerated, "bad", receipts[0].ID)
	refused.Contact = contact("refused", 9)
	b.refuse(refused, feedback.ErrInvalid)
	b.equal("after a refusal", get().State, "c")

	own := ledger.Conversation{Contact: *contact("invited", 4), UpdatedAt: Epoch().Add(time.Minute)}
	own.Place = ""
	if err := b.PutConversation(b.ctx, own); err != nil {
		t.Fatal(err)
	}
	own.Version = 4
	b.equal("put", get(), own)
	kept := own
	kept.Hash, kept.ExpiresAt = ledger.ContactHash{9}, Epoch().Add(5*time.Hour)
	if err := b.PutConversation(b.ctx, kept); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{0, 1, 0} {
		now := Epoch().Add(4*time.Hour + time.Duration(i)*time.Second)
		if n, err := b.ForgetConversations(b.ctx, now); err != nil || n != want {
			t.Errorf("forget at %v: %d, %v; want %d", now, n, err, want)
		}
	}
	if _, err := b.Conversation(b.ctx, hash); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("forgotten contact: %v, want ErrNotFound", err)
	}
	if _, err := b.Conversation(b.ctx, kept.Hash); err != nil {
		t.Errorf("a conversation was forgotten too early: %v", err)
	}
}

func testOptOuts(t *testing.T, db Database) {
	b := open(t, db)
	hash := ledger.ContactHash{7}
	for i, step := range []struct {
		out  bool
		at   time.Duration
		want bool
	}{{true, 1, true}, {true, 1, true}, {false, 3, false}, {true, 2, false}, {true, 3, true}, {false, 4, false}} {
		if err := b.SetOptOut(b.ctx, hash, step.out, Epoch().Add(step.at*time.Minute)); err != nil {
			t.Fatal(err)
		}
		if got, err := b.OptedOut(b.ctx, hash); err != nil || got != step.want {
			t.Errorf("step %d: %v %v, want %v", i, got, err, step.want)
		}
	}
	if got, err := b.OptedOut(b.ctx, ledger.ContactHash{8}); err != nil || got {
		t.Errorf("somebody else: %v %v", got, err)
	}
}

func testPlaces(t *testing.T, db Database) {
	b := open(t, db)
	save := func(base int64, set ledger.PlaceSet) {
		t.Helper()
		v, err := b.SavePlaces(b.ctx, base, set)
		if err != nil || v != base+1 {
			t.Fatalf("save on %d: %d, %v", base, v, err)
		}
	}
	want := func(set ledger.PlaceSet) {
		t.Helper()
		got, err := b.LoadPlaces(b.ctx)
		if err != nil {
			t.Fatal(err)
		}
		b.equal("places", got, set)
		if v, err := b.PlacesVersion(b.ctx); err != nil || v != set.Version {
			t.Errorf("version %d, %v; want %d", v, err, set.Version)
		}
	}
	want(ledger.PlaceSet{})
	trust := feedback.Place{ID: "aaa", Level: feedback.Provider, Name: "Étoile Trust", Code: "RX1", PublicCode: "ETOILE", Setting: feedback.Inpatient,
		Parent: "icb", Area: "E06000023", Postcode: "ZZ1 3EX", From: feedback.NoDay, To: feedback.NoDay}
	ward := feedback.Place{ID: "Bbb", Level: feedback.Ward, Name: "Ward 1", PublicCode: "W-1", Parent: "aaa", From: 20_000, To: feedback.NoDay}
	area, area2 := feedback.Area{GSS: "E06000023", Name: "Old"}, feedback.Area{GSS: "E10000001", Name: "Shire"}
	save(0, ledger.PlaceSet{Places: []feedback.Place{trust, ward}, Areas: []feedback.Area{area, area2}})
	want(ledger.PlaceSet{Version: 1, Places: []feedback.Place{ward, trust}, Areas: []feedback.Area{area, area2}})

	ended, closed := ward, ward
	ended.To = 20_099
	closed.From, closed.Closed, closed.Name, closed.Successors = 20_100, true, "Ward 1 (closed)", []feedback.PlaceID{"w3", "w2"}
	area.Name = "New"
	save(1, ledger.PlaceSet{Places: []feedback.Place{ended, closed}, Areas: []feedback.Area{area}})
	want(ledger.PlaceSet{Version: 2, Places: []feedback.Place{ended, closed, trust}, Areas: []feedback.Area{area, area2}})

	// The same day again, corrected: it stands in for the first, which stays on record.
	closed.Successors = []feedback.PlaceID{"w2"}
	save(2, ledger.PlaceSet{Places: []feedback.Place{closed}})
	want(ledger.PlaceSet{Version: 3, Places: []feedback.Place{ended, closed, trust}, Areas: []feedback.Area{area, area2}})
	if _, err := b.SavePlaces(b.ctx, 1, ledger.PlaceSet{Places: []feedback.Place{trust}}); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("on an old base: %v, want ErrConflict", err)
	}
	// Twice the same version in one set cannot be; nothing of it may stay.
	if _, err := b.SavePlaces(b.ctx, 3, ledger.PlaceSet{Places: []feedback.Place{trust, trust}}); err == nil {
		t.Error("the same version of a place was stored twice")
	}
	want(ledger.PlaceSet{Version: 3, Places: []feedback.Place{ended, closed, trust}, Areas: []feedback.Area{area, area2}})
}

// testPlacesRace lets two stores import at once: one import wins each round and
// the other is told, so that no change is lost.
func testPlacesRace(t *testing.T, db Database) {
	stores := []*bench{open(t, db), open(t, db)}
	const rounds = 5
	var won atomic.Int64
	var wg sync.WaitGroup
	for i := range 4 {
		b := stores[i%2]
		wg.Go(func() {
			for n := 0; n < rounds; {
				base, err := b.PlacesVersion(b.ctx)
				if err != nil {
					t.Error(err)
					return
				}
				_, err = b.SavePlaces(b.ctx, base, ledger.PlaceSet{Areas: []feedback.Area{{GSS: feedback.GSS("E" + number(i)), Name: number(n)}}})
				switch {
				case err == nil:
					n++
					won.Add(1)
				case !errors.Is(err, feedback.ErrConflict):
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if v, err := stores[0].PlacesVersion(stores[0].ctx); err != nil || v != won.Load() || v != 4*rounds {
		t.Errorf("version %d, %v after %d imports", v, err, won.Load())
	}
}

func testKeys(t *testing.T, db Database) {
	b := open(t, db)
	if keys, err := b.ListKeys(b.ctx); err != nil || len(keys) != 0 {
		t.Errorf("%d keys, %v", len(keys), err)
	}
	one := ledger.Key{ID: "k1", Hash: [32]byte{1}, Name: "A partner", Role: ledger.RolePartner, Places: []feedback.PlaceID{"a", "b"}, CreatedAt: Epoch()}
	two := ledger.Key{ID: "k2", Hash: [32]byte{2}, Name: "Healthwatch", Role: ledger.RoleHealthwatch, Areas: []feedback.GSS{"E06000023"}, Threshold: 8, CreatedAt: Epoch().Add(time.Second)}
	for _, k := range []ledger.Key{two, one} {
		if err := b.CreateKey(b.ctx, k, "ann"); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.CreateKey(b.ctx, one, "ann"); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("the same id again: %v, want ErrConflict", err)
	}
	if err := b.RevokeKey(b.ctx, "k1", Epoch().Add(time.Hour), "bob"); err != nil {
		t.Fatal(err)
	}
	one.RevokedAt = Epoch().Add(time.Hour)
	for _, id := range []string{"k1", "k9"} {
		if err := b.RevokeKey(b.ctx, id, Epoch(), "bob"); !errors.Is(err, feedback.ErrNotFound) {
			t.Errorf("revoke %s: %v, want ErrNotFound", id, err)
		}
	}
	keys, err := b.ListKeys(b.ctx)
	if err != nil {
		t.Fatal(err)
	}
	b.equal("keys", keys, []ledger.Key{one, two})
	testRotation(b, one, two)
}

// testRotation: a key that another took the place of ends when it is to, or
// before; what became of keys is on record, and nothing is there by halves.
func testRotation(b *bench, one, two ledger.Key) {
	b.Helper()
	three := ledger.Key{ID: "k3", Hash: [32]byte{3}, Name: "Healthwatch", Role: ledger.RoleHealthwatch, Areas: []feedback.GSS{"E06000023"},
		CreatedAt: Epoch().Add(2 * time.Hour), ExpiresAt: Epoch().Add(90 * 24 * time.Hour)}
	until := Epoch().Add(26 * time.Hour)
	for _, k := range []struct {
		old  string
		next ledger.Key
		want error
	}{{"k1", three, feedback.ErrNotFound}, {"k9", three, feedback.ErrNotFound}, {"k2", two, feedback.ErrConflict}} {
		if err := b.RotateKey(b.ctx, k.old, k.next, until, "cat"); !errors.Is(err, k.want) {
			b.Errorf("rotate %s: %v, want %v", k.old, err, k.want)
		}
	}
	if err := b.RotateKey(b.ctx, "k2", three, until, "cat"); err != nil {
		b.Fatal(err)
	}
	four := three
	four.ID, four.CreatedAt = "k4", Epoch().Add(3*time.Hour)
	if err := b.RotateKey(b.ctx, "k2", four, until.Add(time.Hour), "cat"); err != nil { // it ends no later for it
		b.Fatal(err)
	}
	two.ExpiresAt = until
	keys, err := b.ListKeys(b.ctx)
	if err != nil {
		b.Fatal(err)
	}
	b.equal("keys", keys, []ledger.Key{one, two, three, four})
	events, err := b.KeyEvents(b.ctx)
	if err != nil {
		b.Fatal(err)
	}
	for i, e := range events {
		if i > 0 && e.Number <= events[i-1].Number {
			b.Errorf("events are numbered %d, %d", events[i-1].Number, e.Number)
		}
		events[i].Number = 0
	}
	b.equal("events", events, []ledger.KeyEvent{
		{At: two.CreatedAt, Key: "k2", What: ledger.KeyCreated, By: "ann"}, {At: one.CreatedAt, Key: "k1", What: ledger.KeyCreated, By: "ann"},
		{At: Epoch().Add(time.Hour), Key: "k1", What: ledger.KeyRevoked, By: "bob"},
		{At: three.CreatedAt, Key: "k2", What: ledger.KeyRotated, By: "cat", Other: "k3"}, {At: three.CreatedAt, Key: "k3", What: ledger.KeyCreated, By: "cat", Other: "k2"},
		{At: four.CreatedAt, Key: "k2", What: ledger.KeyRotated, By: "cat", Other: "k4"}, {At: four.CreatedAt, Key: "k4", What: ledger.KeyCreated, By: "cat", Other: "k2"},
	})
}
