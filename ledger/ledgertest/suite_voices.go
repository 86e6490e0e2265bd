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

// sampleVoice gives what the reader of comments makes of the nth response.
func sampleVoice(id ledger.ID, n int, state ledger.VoiceState) ledger.Voice {
	v := ledger.Voice{Subject: id, Name: fmt.Sprintf("name%04d", n), Path: Path(n), Day: feedback.DayOf(Epoch()), Source: "web", State: state, Read: 1, Version: 1}
	if state == ledger.VoiceShown {
		v.Parts = []ledger.VoicePart{{Prompt: feedback.PromptGood, Text: fmt.Sprintf("The nurses were kind %d.", n)}}
	} else {
		v.Hints, v.Urgent, v.Concern = []string{"names"}, true, true
		v.Credit = &feedback.Attribution{Name: "Elsewhere", URL: "https://elsewhere.example/1", Licence: "CC BY 4.0"}
	}
	return v
}

// saved gives a voice as the store gives it back.
func saved(v ledger.Voice, seq int64, at time.Time) ledger.Voice {
	v.Seq, v.At = seq, at
	if v.State == ledger.VoiceShown && v.ShownAt.IsZero() {
		v.ShownAt = at
	}
	return v
}

func (b *bench) voice(id ledger.ID) ledger.Voice {
	b.Helper()
	v, err := b.Voice(b.ctx, id)
	if err != nil {
		b.Fatalf("voice %s: %v", id, err)
	}
	return v
}

func testVoices(t *testing.T, db Database) {
	b := open(t, db)
	at := Epoch().Add(time.Hour)
	one, two := b.receive("1", 7), b.receive("2", 8)
	if _, err := b.Voice(b.ctx, one); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("unknown voice: %v, want ErrNotFound", err)
	}
	if _, err := b.VoiceNamed(b.ctx, "none"); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("unknown name: %v, want ErrNotFound", err)
	}
	shown, waiting := sampleVoice(one, 7, ledger.VoiceShown), sampleVoice(two, 8, ledger.VoiceWaiting)
	save := func(from, to ledger.Seq, voices ...ledger.Voice) error {
		var changes []ledger.VoiceChange
		for _, v := range voices {
			changes = append(changes, ledger.VoiceChange{Voice: v, Step: ledger.VoiceRead, By: "earshot"})
		}
		return b.SaveVoices(b.ctx, one.Partition, from, to, changes, at)
	}
	if err := save(0, 2, shown, waiting); err != nil {
		t.Fatal(err)
	}
	if err := save(0, 2, shown); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("the same entries by another process: %v, want ErrConflict", err)
	}
	if err := save(2, 4, sampleVoice(ledger.ID{Partition: 9, Seq: 1}, 9, ledger.VoiceShown), shown); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("a voice stored twice: %v, want ErrConflict", err)
	}
	heads, err := b.VoiceHeads(b.ctx)
	if err != nil || heads[one.Partition] != 2 {
		t.Errorf("cursor %d, %v; want 2: a page is stored whole or not at all", heads[one.Partition], err)
	}
	if err := save(2, 5); err != nil {
		t.Errorf("entries without comments: %v", err)
	}
	b.equal("shown", b.voice(one), saved(shown, 1, at))
	waiting.Parts = nil
	b.equal("waiting", b.voice(two), saved(waiting, 2, at))
	if v, err := b.VoiceNamed(b.ctx, "name0008"); err != nil || v.Subject != two {
		t.Errorf("by name: %v, %v", v.Subject, err)
	}
	b.voiceLists(one, two)

	// A person approves; somebody else had the page open too.
	approved := b.voice(two)
	approved.State, approved.Person, approved.Version = ledger.VoiceShown, true, 2
	approved.Parts = []ledger.VoicePart{{Text: "[nurse] was kind."}}
	change := ledger.VoiceChange{Voice: approved, Step: ledger.VoiceApproved, By: "Ward manager", Note: "The name is out."}
	got, err := b.ChangeVoice(b.ctx, change, at.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	b.equal("approved", b.voice(two), got)
	if _, err := b.ChangeVoice(b.ctx, change, at); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("the same version again: %v, want ErrConflict", err)
	}
	events, err := b.VoiceEvents(b.ctx, two)
	if err != nil || len(events) != 2 || events[1] != (ledger.VoiceEvent{Seq: 3, Subject: two, Version: 2, Step: ledger.VoiceApproved, By: "Ward manager", Note: "The name is out.", At: at.Add(time.Minute)}) {
		t.Errorf("events %+v, %v", events, err)
	}
	if n, err := b.LastVoiceEvent(b.ctx); err != nil || n != 3 {
		t.Errorf("last event %d, %v; want 3: what failed took no number", n, err)
	}
}

// voiceLists looks for both voices of testVoices by every condition.
func (b *bench) voiceLists(one, two ledger.ID) {
	b.Helper()
	for name, c := range map[string]struct {
		q    ledger.VoiceQuery
		want []ledger.ID
	}{
		"all":       {ledger.VoiceQuery{}, []ledger.ID{one, two}},
		"after":     {ledger.VoiceQuery{After: 1}, []ledger.ID{two}},
		"limit":     {ledger.VoiceQuery{Limit: 1}, []ledger.ID{one}},
		"waiting":   {ledger.VoiceQuery{State: ledger.VoiceWaiting}, []ledger.ID{two}},
		"ward":      {ledger.VoiceQuery{Within: []feedback.PlaceID{"elsewhere", Path(8).Ward}}, []ledger.ID{two}},
		"provider":  {ledger.VoiceQuery{Within: []feedback.PlaceID{Provider(0)}, State: ledger.VoiceShown}, []ledger.ID{one}},
		"area":      {ledger.VoiceQuery{Area: Path(7).Area}, []ledger.ID{one, two}},
		"elsewhere": {ledger.VoiceQuery{Area: "E09999999"}, nil},
	} {
		list, err := b.ListVoices(b.ctx, c.q)
		if err != nil {
			b.Errorf("%s: %v", name, err)
		}
		b.equal(name, subjects(list), c.want)
	}
	month := feedback.DayOf(Epoch()).Month()
	if _, err := b.ShownVoices(b.ctx, ledger.ShownQuery{Until: month, Within: Path(7).Site}); !errors.Is(err, feedback.ErrInvalid) {
		b.Errorf("a place without its level: %v, want ErrInvalid", err)
	}
	for name, c := range map[string]struct {
		q    ledger.ShownQuery
		want []ledger.ID
	}{
		"all":            {ledger.ShownQuery{Until: month}, []ledger.ID{one}},
		"months before":  {ledger.ShownQuery{Until: month - 1}, nil},
		"site":           {ledger.ShownQuery{Until: month + 1, Within: Path(7).Site, Level: feedback.Site}, []ledger.ID{one}},
		"another ward":   {ledger.ShownQuery{Until: month, Within: Path(8).Ward, Level: feedback.Ward}, nil},
		"after its name": {ledger.ShownQuery{Until: month, Name: "name0007"}, nil},
		"a later month":  {ledger.ShownQuery{Until: month + 1, Name: "zzz", Area: Path(7).Area}, []ledger.ID{one}},
	} {
		list, err := b.ShownVoices(b.ctx, c.q)
		if err != nil {
			b.Errorf("shown, %s: %v", name, err)
		}
		b.equal("shown, "+name, subjects(list), c.want)
	}
}

func subjects(list []ledger.Voice) []ledger.ID {
	var out []ledger.ID
	for _, v := range list {
		out = append(out, v.Subject)
	}
	return out
}

// testVoicesErased takes a shown comment and its reply away in the transaction
// that erases the response, and lets nobody put it back.
func testVoicesErased(t *testing.T, db Database) {
	for _, kind := range []ledger.Kind{ledger.Erased, ledger.Withdrawn} {
		b := open(t, db)
		id := b.receive("r"+kind.String(), 7)
		v := sampleVoice(id, 100+int(kind), ledger.VoiceShown)
		v.Reply, v.ReplyBy, v.ReplyAt = "We mended it.", "Ward manager", Epoch()
		heads, err := b.VoiceHeads(b.ctx)
		if err != nil {
			t.Fatal(err)
		}
		from := heads[id.Partition]
		if err := b.SaveVoices(b.ctx, id.Partition, from, from+1, []ledger.VoiceChange{{Voice: v, Step: ledger.VoiceRead}}, Epoch()); err != nil {
			t.Fatal(err)
		}
		other := b.receive("o"+kind.String(), 8)
		if err := b.SaveVoices(b.ctx, id.Partition, from+1, from+2, []ledger.VoiceChange{{Voice: sampleVoice(other, 200+int(kind), ledger.VoiceShown), Step: ledger.VoiceRead}}, Epoch()); err != nil {
			t.Fatal(err)
		}
		b.append(Change(kind, kind.String(), id))
		got := b.voice(id)
		if len(got.Parts) != 0 || got.Reply != "" {
			t.Errorf("%s: the voice still holds words", kind)
		}
		list, err := b.ShownVoices(b.ctx, ledger.ShownQuery{Until: v.Day.Month()})
		if err != nil || len(list) == 0 || len(subjects(list)) != 1 && kind == ledger.Erased {
			t.Errorf("%s: shown %v, %v; want the other one", kind, subjects(list), err)
		}
		for _, w := range list {
			if w.Subject == id || len(w.Parts) == 0 {
				t.Errorf("%s: shown %+v", kind, w)
			}
		}
		v.Version = 2
		if _, err := b.ChangeVoice(b.ctx, ledger.VoiceChange{Voice: v, Step: ledger.VoiceApproved}, Epoch()); !errors.Is(err, feedback.ErrConflict) {
			t.Errorf("%s: approving it afterwards: %v, want ErrConflict", kind, err)
		}
		v.State, v.Parts = ledger.VoiceGone, nil
		if got, err = b.ChangeVoice(b.ctx, ledger.VoiceChange{Voice: v, Step: ledger.VoiceTakenDown}, Epoch()); err != nil || got.Reply != "" || got.State != ledger.VoiceGone {
			t.Errorf("%s: the tombstone: %+v, %v", kind, got, err)
		}
		b.append(Change(ledger.Erased, "again"+kind.String(), other))
	}
}

// testVoicesAtOnce lets several processes read the same entries: each is stored
// once, and the numbers of events have no gap.
func testVoicesAtOnce(t *testing.T, db Database) {
	b := open(t, db)
	var ids []ledger.ID
	for i := range 8 {
		ids = append(ids, b.receive(number(i), 7))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, id := range ids {
				err := b.SaveVoices(b.ctx, id.Partition, ledger.Seq(i), ledger.Seq(i+1), []ledger.VoiceChange{{Voice: sampleVoice(id, i, ledger.VoiceShown), Step: ledger.VoiceRead}}, Epoch())
				if err != nil && !errors.Is(err, feedback.ErrConflict) {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	// Those who came too early for a page find it here.
	for i, id := range ids {
		err := b.SaveVoices(b.ctx, id.Partition, ledger.Seq(i), ledger.Seq(i+1), []ledger.VoiceChange{{Voice: sampleVoice(id, i, ledger.VoiceShown), Step: ledger.VoiceRead}}, Epoch())
		if err != nil && !errors.Is(err, feedback.ErrConflict) {
			t.Error(err)
		}
	}
	list, err := b.ListVoices(b.ctx, ledger.VoiceQuery{})
	if err != nil || len(list) != len(ids) {
		t.Fatalf("%d voices, %v; want %d", len(list), err, len(ids))
	}
	for i, v := range list {
		if v.Seq != int64(i+1) {
			t.Errorf("voice %d has event %d", i, v.Seq)
		}
	}
}

func testRequests(t *testing.T, db Database) {
	b := open(t, db)
	r := ledger.Request{Key: "k1", Reference: "a", By: "Healthwatch", Area: "E06000023", Place: "ward000001", About: "comment", Ref: "name0001",
		Text: "What will you do about the wait?", At: Epoch(), Due: feedback.DayOf(Epoch()) + 28}
	got, known, err := b.AddRequest(b.ctx, r)
	if err != nil || known {
		t.Fatal(known, err)
	}
	want := r
	want.ID, want.Seq, want.Version = 1, 1, 1
	b.equal("stored", got, want)
	if again, known, err := b.AddRequest(b.ctx, r); err != nil || !known || again.ID != 1 {
		t.Errorf("the same reference: %+v, %v, %v; want the first", again, known, err)
	}
	if _, err := b.Request(b.ctx, 99); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("unknown request: %v, want ErrNotFound", err)
	}
	other := r
	other.Reference, other.Area = "b", "E06000024"
	other, _, err = b.AddRequest(b.ctx, other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.AnswerRequest(b.ctx, 1, 7, "Soon.", "Ward manager", Epoch()); !errors.Is(err, feedback.ErrConflict) {
		t.Errorf("another version: %v, want ErrConflict", err)
	}
	if _, err := b.AnswerRequest(b.ctx, 99, 1, "Soon.", "Ward manager", Epoch()); !errors.Is(err, feedback.ErrNotFound) {
		t.Errorf("answer to no request: %v, want ErrNotFound", err)
	}
	if got, err = b.AnswerRequest(b.ctx, 1, 1, "A second nurse from Monday.", "Ward manager", Epoch().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	want.Answer, want.AnsweredBy, want.AnsweredAt, want.Version, want.Seq = "A second nurse from Monday.", "Ward manager", Epoch().Add(time.Hour), 2, got.Seq
	b.equal("answered", got, want)
	if got, err = b.AnswerRequest(b.ctx, 1, 2, "From Tuesday.", "Ward manager", Epoch().Add(2*time.Hour)); err != nil || !got.AnsweredAt.Equal(want.AnsweredAt) {
		t.Errorf("answered again: at %v, %v; want the first time to stand", got.AnsweredAt, err)
	}
	for name, c := range map[string]struct {
		q    ledger.RequestQuery
		want []int64
	}{
		"all":   {ledger.RequestQuery{}, []int64{other.ID, 1}},
		"area":  {ledger.RequestQuery{Area: "E06000023"}, []int64{1}},
		"key":   {ledger.RequestQuery{Key: "k2"}, nil},
		"open":  {ledger.RequestQuery{Open: true}, []int64{other.ID}},
		"after": {ledger.RequestQuery{After: other.Seq}, []int64{1}},
		"limit": {ledger.RequestQuery{Limit: 1}, []int64{other.ID}},
	} {
		list, err := b.ListRequests(b.ctx, c.q)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var ids []int64
		for _, r := range list {
			ids = append(ids, r.ID)
		}
		b.equal(name, ids, c.want)
	}
}
