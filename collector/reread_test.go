package collector

import (
	"fmt"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// TestRereadOnceByAVersion reads stored comments by a second version of a
// reader: each response once, none that was erased, and again only by a third.
func TestRereadOnceByAVersion(t *testing.T) {
	w := newWorld(t)
	now := func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }
	intakeOf := func(version string, class sentiment.Class) *Intake {
		read := func(string, sentiment.Context) sentiment.Reading {
			return sentiment.Reading{Version: version, Language: "en", Class: class}
		}
		return NewIntake(w.places, read, w.store, now)
	}
	place := "willow"
	var ids []ledger.ID
	for i, text := range []string{"Kind", "Slow", "", "Gone"} {
		s := Submission{Source: "test", SourceID: fmt.Sprint(i), Place: place, Rating: feedback.Good, Channel: feedback.ChannelPartner}
		if text != "" {
			s.Comments = []feedback.Comment{{Text: feedback.Text(text)}}
		}
		res, err := intakeOf("one", sentiment.Neutral).Submit(t.Context(), s)
		if err != nil || res[0].Err != nil {
			t.Fatal(err, res)
		}
		ids = append(ids, res[0].ID)
	}
	if err := NewChanges(w.places, w.store, w.store, now).Erase(t.Context(), ids[3]); err != nil {
		t.Fatal(err)
	}
	two := NewRereader(intakeOf("two", sentiment.Positive), w.store, w.store, now)
	for round, want := range []RereadReport{{Responses: 4, Read: 2, Wordless: 2}, {Responses: 4, Current: 2, Wordless: 2}} {
		got, err := two.Run(t.Context(), "two", nil)
		if err != nil || got != want {
			t.Errorf("round %d: %+v, %v; want %+v", round, got, err, want)
		}
	}
	st, err := w.store.State(t.Context(), ids[0])
	if err != nil || st.Facts.Comments[0].Version != "two" || st.Facts.Comments[0].Class != sentiment.Positive {
		t.Errorf("the response reads %+v, %v", st.Facts, err)
	}
	if got, _ := NewRereader(intakeOf("three", sentiment.Negative), w.store, w.store, now).Run(t.Context(), "three", nil); got.Read != 2 {
		t.Errorf("a third version read %d responses, want 2", got.Read)
	}
}
