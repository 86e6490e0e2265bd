package collector

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/ledger/sqlite"
	"earshot/sentiment"
)

// testNow is when the tests happen.
func testNow() time.Time { return time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC) }

// testWorld is an intake over a real ledger in a scratch folder, with an invented
// directory.
type testWorld struct {
	*Intake
	store ledger.Store
	dir   *feedback.Directory
}

func newWorld(t testing.TB) testWorld {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	w := testWorld{store: store, dir: testDirectory(t)}
	w.Intake = testIntake(t, w.dir, store)
	return w
}

func testIntake(t testing.TB, dir *feedback.Directory, writer ledger.Writer) *Intake {
	t.Helper()
	reader, err := testReader()
	if err != nil {
		t.Fatal(err)
	}
	return NewIntake(func() *feedback.Directory { return dir }, reader.Read, writer, testNow)
}

// testReader is built once, since building it takes long.
var testReader = sync.OnceValues(sentiment.New)

// testDirectory has two providers with a ward of the same name each, a closed
// ward, and a ward whose name occurs twice under one provider.
func testDirectory(t testing.TB) *feedback.Directory {
	t.Helper()
	none := feedback.NoDay
	closed := feedback.DateDay(2026, 6, 1)
	dir, err := feedback.NewDirectory([]feedback.Place{
		{ID: "icb", Level: feedback.ICB, Name: "Northshire ICB", Code: "QNN", PublicCode: "ICBN", From: none, To: none},
		{ID: "prov", Level: feedback.Provider, Name: "Northshire Hospitals", Code: "RXX", PublicCode: "NSH", Parent: "icb", Setting: feedback.Inpatient, From: none, To: none},
		{ID: "site", Level: feedback.Site, Name: "North Infirmary", Code: "RXX01", PublicCode: "NINF", Parent: "prov", Area: "E06000099", From: none, To: none},
		{ID: "annexe", Level: feedback.Site, Name: "The Annexe", Code: "RXX02", PublicCode: "ANNEXE", Parent: "prov", From: none, To: none},
		{ID: "willow", Level: feedback.Ward, Name: "Willow Ward", PublicCode: "WILLOW", Parent: "site", From: none, To: none},
		{ID: "ash", Level: feedback.Ward, Name: "Oak Ward", PublicCode: "OAK-1", Parent: "site", From: none, To: none},
		{ID: "ash2", Level: feedback.Ward, Name: "Oak Ward", PublicCode: "OAK-2", Parent: "annexe", From: none, To: none},
		{ID: "old", Level: feedback.Ward, Name: "Old Ward", PublicCode: "OLDWARD", Parent: "site", From: none, To: closed - 1},
		{ID: "old", Level: feedback.Ward, Name: "Old Ward", PublicCode: "OLDWARD", Parent: "site", From: closed, To: none, Closed: true, Successors: []feedback.PlaceID{"willow"}},
		{ID: "rival", Level: feedback.Provider, Name: "Southshire Hospitals", Code: "RYY", PublicCode: "SSH", Parent: "icb", From: none, To: none},
		{ID: "rivalsite", Level: feedback.Site, Name: "South Infirmary", Code: "RXX01", PublicCode: "SINF", Parent: "rival", From: none, To: none},
	}, []feedback.Area{{GSS: "E06000099", Name: "Northshire"}})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// entries gives everything in the ledger, words included.
func (w testWorld) entries(t testing.TB) []ledger.Entry {
	t.Helper()
	var out []ledger.Entry
	for p := range ledger.Partitions {
		es, err := w.store.Read(context.Background(), ledger.Partition(p), 0, ledger.ReadOptions{Limit: 100_000, Words: true})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, es...)
	}
	return out
}

// words gives every comment in the ledger, by its response's source id.
func (w testWorld) words(t testing.TB) map[string][]string {
	t.Helper()
	out := make(map[string][]string)
	for _, e := range w.entries(t) {
		if e.Words == nil {
			continue
		}
		for _, c := range e.Words.Comments {
			out[e.SourceID] = append(out[e.SourceID], c.Text.Reveal())
		}
	}
	return out
}

func good(id string) Submission {
	return Submission{Source: "partner:a", SourceID: id, Place: "WILLOW", Rating: feedback.VeryGood, Channel: feedback.ChannelPartner}
}

func TestIntakeRules(t *testing.T) {
	w := newWorld(t)
	future := testNow().Add(clockSkew + time.Second)
	tests := []struct {
		name   string
		change func(*Submission)
		want   string // the error; empty if taken
	}{
		{"taken", func(*Submission) {}, ""},
		{"no source", func(s *Submission) { s.Source = "" }, "id: is missing; give each answer an id of your own, so that sending it again cannot count it twice"},
		{"no id", func(s *Submission) { s.SourceID = "" }, "id: is missing; give each answer an id of your own, so that sending it again cannot count it twice"},
		{"id of 200", func(s *Submission) { s.SourceID = strings.Repeat("i", 200) }, ""},
		{"id of 201", func(s *Submission) { s.SourceID = strings.Repeat("i", 201) }, "id: must be at most 200 printable characters"},
		{"id with a new line", func(s *Submission) { s.SourceID = "a\nb" }, "id: must be at most 200 printable characters"},
		{"id not UTF-8", func(s *Submission) { s.SourceID = "a\xff" }, "id: must be at most 200 printable characters"},
		{"no place", func(s *Submission) { s.Place = " " }, "place: is missing; send a place id, its public code or its ODS code"},
		{"unknown place", func(s *Submission) { s.Place = "NOWHERE" }, "place: is not known; GET /v1/places lists every place"},
		{"an ICB", func(s *Submission) { s.Place = "QNN" }, "place: must be a provider, site, ward or team"},
		{"a code of two places", func(s *Submission) { s.Place = "RXX01" }, "place: code RXX01 stands for 2 places; send the place id instead"},
		{"a code of two places, one in scope", func(s *Submission) { s.Place, s.Within = "RXX01", []feedback.PlaceID{"rival"} }, ""},
		{"another's place", func(s *Submission) { s.Within = []feedback.PlaceID{"rival"} }, "place: is not one that this key may send answers for; GET /v1/places lists every place"},
		{"another's unknown place says the same", func(s *Submission) { s.Place, s.Within = "NOWHERE", []feedback.PlaceID{"rival"} }, "place: is not one that this key may send answers for; GET /v1/places lists every place"},
		{"closed place", func(s *Submission) { s.Place = "OLDWARD" }, "place: closed on 2026-06-01; send the place that took over from it, or the date of the answer if it was before"},
		{"closed place, on its last day", func(s *Submission) { s.Place, s.AnsweredAt = "OLDWARD", feedback.DateDay(2026, 5, 31).Start() }, ""},
		{"closed place, on the first day closed", func(s *Submission) { s.Place, s.AnsweredAt = "OLDWARD", feedback.DateDay(2026, 6, 1).Start() }, "place: closed on 2026-06-01; send the place that took over from it, or the date of the answer if it was before"},
		{"rating 7", func(s *Submission) { s.Rating = 7 }, "rating: must be 1 (very good) to 6 (don't know)"},
		{"nothing", func(s *Submission) { s.Rating = 0 }, "rating: is missing, and there is no comment either; send at least one of them"},
		{"blank comment only", func(s *Submission) { s.Rating, s.Comments = 0, []feedback.Comment{{Text: " \n"}} }, "rating: is missing, and there is no comment either; send at least one of them"},
		{"comment only", func(s *Submission) { s.Rating, s.Comments = 0, []feedback.Comment{{Text: "warm and kind"}} }, ""},
		{"comment of the most", func(s *Submission) {
			s.Comments = []feedback.Comment{{Text: feedback.Text(strings.Repeat("a", feedback.MaxComment))}}
		}, ""},
		{"comment of 1 MB", func(s *Submission) {
			s.Comments = []feedback.Comment{{Text: feedback.Text(strings.Repeat("a", 1<<20))}}
		}, "comment: is 1048576 bytes long; the most is 20000"},
		{"comment with NUL", func(s *Submission) { s.Comments = []feedback.Comment{{Text: "a\x00b"}} }, "comment: holds a NUL character; remove it"},
		{"comment not UTF-8", func(s *Submission) { s.Comments = []feedback.Comment{{Text: "a\xffb"}} }, "comment: is not valid UTF-8; send text in UTF-8"},
		{"ten comments", func(s *Submission) { s.Comments = make([]feedback.Comment, 10); fill(s.Comments) }, ""},
		{"eleven comments", func(s *Submission) { s.Comments = make([]feedback.Comment, 11); fill(s.Comments) }, "comments: are 11; the most is 10"},
		{"future", func(s *Submission) { s.AnsweredAt = future }, "answered_at: is in the future; send when the person answered"},
		{"a clock a little fast", func(s *Submission) { s.AnsweredAt = future.Add(-time.Second) }, ""},
		{"before the Test", func(s *Submission) { s.AnsweredAt = time.Date(2013, 3, 31, 23, 0, 0, 0, time.UTC) }, "answered_at: is before April 2013, when the Test began; check the year"},
		{"year 1", func(s *Submission) { s.AnsweredAt = time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC) }, "answered_at: is before April 2013, when the Test began; check the year"},
		{"a novel as language", func(s *Submission) { s.Language = strings.Repeat("x", 101) }, "language: must be at most 100 printable characters"},
		{"a control character in the age", func(s *Submission) { s.About.AgeBand = "65\x00" }, "about.age_band: must be at most 100 printable characters"},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := good("rule" + string(rune('A'+i)))
			tt.change(&s)
			before := len(w.entries(t))
			res, err := w.Submit(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			stored := len(w.entries(t)) - before
			switch {
			case tt.want == "" && (res[0].Err != nil || stored != 1):
				t.Errorf("refused: %v; %d stored", res[0].Err, stored)
			case tt.want != "" && (res[0].Err == nil || res[0].Err.Error() != tt.want || stored != 0):
				t.Errorf("got  %v (%d stored)\nwant %s", res[0].Err, stored, tt.want)
			}
		})
	}
}

func fill(cs []feedback.Comment) {
	for i := range cs {
		cs[i].Text = "kind"
	}
}

func TestOneBadAnswerOfABatch(t *testing.T) {
	w := newWorld(t)
	subs := []Submission{good("1"), good("2"), good("3"), good("1")}
	subs[1].Rating, subs[1].Line = 9, 2
	res, err := w.Submit(t.Context(), subs...)
	if err != nil {
		t.Fatal(err)
	}
	if res[0].Err != nil || res[2].Err != nil || res[1].Err == nil || res[1].Err.Error() != "line 2: rating: must be 1 (very good) to 6 (don't know)" {
		t.Errorf("results %+v", res)
	}
	if !res[3].Duplicate || res[3].ID != res[0].ID || res[0].Duplicate {
		t.Errorf("the repeat inside the batch: %+v", res[3])
	}
	again, err := w.Submit(t.Context(), subs...)
	if err != nil {
		t.Fatal(err)
	}
	if !again[0].Duplicate || !again[2].Duplicate || again[0].ID != res[0].ID || len(w.entries(t)) != 2 {
		t.Errorf("sent again: %+v; %d entries", again, len(w.entries(t)))
	}
}

func TestAnswersKeepTheirDayAndDefaults(t *testing.T) {
	w := newWorld(t)
	s := good("late")
	s.AnsweredAt = time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC) // half past midnight in London
	s.Comments = []feedback.Comment{{Prompt: feedback.PromptGood, Text: "kind"}, {Text: "  "}}
	if res, err := w.Submit(t.Context(), s); err != nil || res[0].Err != nil || res[0].Place != "willow" {
		t.Fatal(res, err)
	}
	e := w.entries(t)[0]
	want := feedback.Path{Ward: "willow", Site: "site", Provider: "prov", ICB: "icb", Area: "E06000099", Setting: feedback.Inpatient}
	if e.Plus.Path != want || e.Plus.Day.String() != "2026-07-01" || e.Plus.Mode != feedback.ModeOther || len(e.Plus.Comments) != 1 || len(e.Words.Comments) != 1 {
		t.Errorf("stored %+v with %d comments", e.Plus, len(e.Words.Comments))
	}
	if res, err := w.submit(t.Context(), true, []Submission{good("dry")}); err != nil || res[0].Err != nil || len(w.entries(t)) != 1 {
		t.Errorf("a dry run gave %v, %v and left %d entries", res, err, len(w.entries(t)))
	}
}
