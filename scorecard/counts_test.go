package scorecard

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

func someFacts() *ledger.Facts {
	return &ledger.Facts{
		Path: feedback.Path{Ward: "w", Site: "s", Provider: "p", ICB: "i", Area: "E06000023"},
		Day:  feedback.DateDay(2026, 11, 20), Rating: feedback.Poor, Channel: feedback.ChannelSMS, Mode: feedback.ModeSMS,
		Comments: []ledger.CommentFacts{
			{Class: sentiment.Negative, Score: -500, Flags: []sentiment.Flag{sentiment.ClinicalHarm, sentiment.Complaint, sentiment.Complaint},
				Themes: []ledger.ThemeFact{{Theme: 1, Polarity: -1}, {Theme: 32, Polarity: 1}, {Theme: 1, Polarity: 1}}},
			{Class: sentiment.Unread, Score: 300, Themes: []ledger.ThemeFact{{Theme: 7}, {Theme: 0}, {Theme: 33}}},
		},
	}
}

func TestAddFacts(t *testing.T) {
	var c Counts
	c.AddFacts(someFacts(), 1)
	c.AddFacts(&ledger.Facts{Rating: feedback.NoRating, Channel: 200, Mode: 9}, 1)
	const want = "r0=1 r4=1 c0=1 c1=1 m1=1 m9=1 commented=1 comments=2 s0=1 s4=1 score=-500 flagged=1 f4=1 f6=1 t1-=1 t7==1 t32+=1"
	if got := c.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for what, got := range map[string]int64{
		"responses 2": c.Responses() - 2, "unrated 1": c.Unrated() - 1, "poor 1": c.Tally().Count(feedback.Poor) - 1,
		"total 1": c.Tally().Total() - 1, "sms 1": c.Channel(feedback.ChannelSMS) - 1, "unknown channel 1": c.Channel(feedback.NoChannel) - 1,
		"mode 1": c.Mode(feedback.ModeSMS) - 1, "commented 1": c.Commented() - 1, "comments 2": c.Comments() - 2, "read 1": c.Read() - 1,
		"unread 1": c.Class(sentiment.Unread) - 1, "flagged 1": c.Flagged() - 1, "harm 1": c.Flag(sentiment.ClinicalHarm) - 1,
		"no flag 0": c.Flag(sentiment.NoFlag), "theme 1 negative 1": c.Theme(1).Negative - 1, "theme 1 total 1": c.Theme(1).Total() - 1,
		"theme 7 neutral 1": c.Theme(7).Neutral - 1, "theme 32 positive 1": c.Theme(32).Positive - 1, "theme 0": c.Theme(0).Total(), "theme 33": c.Theme(33).Total(),
	} {
		if got != 0 {
			t.Errorf("%s: off by %d", what, got)
		}
	}
	if mean, ok := c.MeanScore(); !ok || math.Abs(mean+0.5) > 1e-12 {
		t.Errorf("mean score %v %v, want -0.5", mean, ok)
	}
}

// TestTakenBack takes back what was added: nothing must be left, since a card
// of nothing must be no card.
func TestTakenBack(t *testing.T) {
	var c Counts
	c.AddFacts(someFacts(), 1)
	c.AddFacts(someFacts(), -1)
	if !c.IsZero() || c.String() != "nothing" {
		t.Errorf("left over: %v", &c)
	}
	if _, ok := c.MeanScore(); ok {
		t.Error("a mean of nothing")
	}
}

func TestCodec(t *testing.T) {
	var c, d Counts
	for i := range c.n {
		c.n[i] = int64(i*i*1_000_003) - 5_000
	}
	c.n[3], c.n[20], c.n[21] = 0, math.MaxInt64, math.MinInt64
	b, err := c.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.UnmarshalBinary(b); err != nil || c != d {
		t.Errorf("%v: got %v, want %v", err, &d, &c)
	}
	for _, bad := range []string{"\x00", "\x00\x00", "\xff\x02", "\x05\x02\x05\x02", "\x05\x02\x04\x02", "\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"} {
		if err := d.UnmarshalBinary([]byte(bad)); err == nil || !d.IsZero() {
			t.Errorf("%q was read as %v", bad, &d)
		}
	}
}

// FuzzCodec reads any bytes: what can be read is written back as the same
// bytes, or is one of the longer ways to write the same numbers.
func FuzzCodec(f *testing.F) {
	var c Counts
	c.AddFacts(someFacts(), 1)
	b, _ := c.MarshalBinary()
	f.Add(b)
	f.Add([]byte("\x00\x80\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var c, d Counts
		if c.UnmarshalBinary(b) != nil {
			return
		}
		again, _ := c.MarshalBinary()
		if len(again) > len(b) || len(again) == len(b) && !bytes.Equal(again, b) {
			t.Fatalf("%x was written back as %x", b, again)
		}
		if err := d.UnmarshalBinary(again); err != nil || c != d {
			t.Fatalf("%x: %v", again, err)
		}
	})
}

func TestFieldNamesDiffer(t *testing.T) {
	seen := make(map[string]bool)
	for i := range fieldCount {
		n := fieldName(i)
		if seen[n] || strings.ContainsAny(n, " ") {
			t.Errorf("field %d is called %q", i, n)
		}
		seen[n] = true
	}
}

func TestCursorText(t *testing.T) {
	c := Cursor{Seq: 12, Today: feedback.DateDay(2026, 3, 29), Mark: 0xfedcba9876543210, At: -5, Gen: 7}
	clearing := Cursor{Clearing: true, Gen: 1<<64 - 1}
	for _, c := range []Cursor{{}, c, clearing} {
		if got := ParseCursor(c.String()); got != c || !got.Known() {
			t.Errorf("%q was read as %q", c, got)
		}
	}
	for _, s := range []string{"x", "2 at 1 2026-03-29 0000000000000000 1 0000000000000001", "1 at 01 2026-03-29 0000000000000000 1 0000000000000001",
		"1 on 1 2026-03-29 0000000000000000 1 0000000000000001", "1 at 1 2026-02-30 0000000000000000 1 0000000000000001", " "} {
		c := ParseCursor(s)
		if c.Known() || c.IsZero() || c.String() != s {
			t.Errorf("%q was taken for %q", s, c)
		}
		if want := s[0] == '2'; c.newer() != want {
			t.Errorf("%q newer: %v", s, c.newer())
		}
	}
}

func TestWindows(t *testing.T) {
	today := feedback.DateDay(2026, 3, 30)
	tests := []struct{ window, from, to string }{
		{"today", "2026-03-30", "2026-03-30"},
		{"7d", "2026-03-24", "2026-03-30"},
		{"30d", "2026-03-01", "2026-03-30"},
		{"90d", "2025-12-31", "2026-03-30"},
		{"365d", "2025-03-31", "2026-03-30"},
		{"2026-03", "2026-03-01", "2026-03-30"},
		{"2026-02", "2026-02-01", "2026-02-28"},
		{"2024-02", "2024-02-01", "2024-02-29"},
	}
	for _, test := range tests {
		w, err := ParseWindow(test.window)
		if err != nil {
			t.Errorf("%s: %v", test.window, err)
			continue
		}
		if from, to := w.Span(today); from.String() != test.from || to.String() != test.to || w.String() != test.window {
			t.Errorf("%s: got %s, %s to %s; want %s to %s", test.window, w, from, to, test.from, test.to)
		}
	}
	for _, bad := range []string{"", "1d", "8d", "2026-13", "2026-3", "26-03", "today ", "TODAY", "2026-03-01"} {
		if w, err := ParseWindow(bad); err == nil {
			t.Errorf("%q was read as %v", bad, w)
		}
	}
	if from, to := MonthOf(today.Month() + 1).Span(today); to >= from {
		t.Errorf("a month to come spans %s to %s", from, to)
	}
}

// TestSumsAgree folds the same entries by the definition and by Sums.
func TestSumsAgree(t *testing.T) {
	var entries []ledger.Entry
	for i := range 40 {
		f := someFacts()
		f.Day -= feedback.Day(i % 5)
		f.Rating = feedback.Rating(i % 7)
		if i%3 == 0 {
			f.Path.Ward, f.Path.Area = "", ""
		}
		g := *f
		g.Path.Provider, g.Path.Area = "other", "E06000024"
		entries = append(entries, ledger.Entry{Kind: ledger.Moved, Minus: f, Plus: &g}, ledger.Entry{Kind: ledger.Erased})
	}
	want := make(map[Cell]*Counts)
	for i := range entries {
		Fold(want, &entries[i])
	}
	got := FoldBatch(entries)
	if got.Len() != len(want) {
		t.Errorf("%d cells, want %d", got.Len(), len(want))
	}
	got.Each(func(c Cell, n *Counts) {
		if want[c] == nil || *want[c] != *n {
			t.Errorf("%v: got %v, want %v", c, n, want[c])
		}
	})
}
