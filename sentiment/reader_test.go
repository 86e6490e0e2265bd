package sentiment

import (
	"strings"
	"testing"

	"earshot/feedback"
)

// newReader builds a Reader or fails the test.
func newReader(t testing.TB) *Reader {
	t.Helper()
	r, err := New()
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return r
}

func TestReadSentiment(t *testing.T) {
	r := newReader(t)
	cases := []struct {
		text string
		ctx  Context
		low  Class
		high Class
	}{
		{"The nurses were wonderful, I cannot thank them enough", Context{}, VeryPositive, VeryPositive},
		{"Absolutely disgusting, rude staff and a filthy ward", Context{}, Negative, VeryNegative},
		{"Nothing", Context{Question: CouldImprove}, VeryPositive, Positive},
		{"Nothing", Context{Question: WhatGood}, Negative, VeryNegative},
		{"Waited four hours", Context{Rating: feedback.Poor}, Negative, VeryNegative},
		{"👍👍", Context{}, VeryPositive, Positive},
		{"The staff couldn\u2019t have been kinder", Context{}, VeryPositive, Positive},
	}
	for _, c := range cases {
		got := r.Read(c.text, c.ctx)
		if got.Class < c.low || got.Class > c.high {
			t.Errorf("Read(%q, %+v) = class %d (score %.2f), want %d to %d", c.text, c.ctx, got.Class, got.Score, c.low, c.high)
		}
		if got.Version == "" || got.Confidence <= 0 || got.Confidence > 1 || got.Score < -1 || got.Score > 1 {
			t.Errorf("Read(%q) = %+v: version, confidence or score out of range", c.text, got)
		}
	}
}

func TestReadUnreadable(t *testing.T) {
	r := newReader(t)
	for _, text := range []string{"", "   ", "N/A", "n/a.", "Did not answer", "...", "?", "12", "no comment", "\xff\xfe", "\x00"} {
		got := r.Read(text, Context{})
		if got.Class != Unread || got.Score != 0 || got.Confidence != 0 {
			t.Errorf("Read(%q) = class %d, score %v, confidence %v; want unread", text, got.Class, got.Score, got.Confidence)
		}
		if len(got.Themes) != 1 || got.Themes[0].Theme != LabellingNotPossible {
			t.Errorf("Read(%q) themes = %v; want labelling not possible alone", text, got.Themes)
		}
	}
}

func TestReadSpansLieInText(t *testing.T) {
	r := newReader(t)
	texts := []string{
		"Staff lovely but I waited four hours in a cold corridor",
		strings.Repeat("The food was cold and the nurse was rude. ", 200),
		"\xf0\x9f\x98 caf\xc3\xa9 \xff lovely staff \x92s",
		strings.Repeat("(", 5000),
	}
	for _, text := range texts {
		for _, th := range r.Read(text, Context{}).Themes {
			for _, s := range th.Spans {
				if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
					t.Errorf("%v: span %v outside a text of %d bytes", th.Theme, s, len(text))
				}
			}
		}
	}
}

func TestReadWhy(t *testing.T) {
	r := newReader(t)
	text := "The nurses were wonderful but the food was disgusting"
	reading, why := r.ReadWhy(text, Context{})
	if len(why) == 0 || reading.Class != r.Read(text, Context{}).Class {
		t.Fatalf("ReadWhy = class %d, %v", reading.Class, why)
	}
	push := map[bool]string{}
	for _, w := range why {
		push[w.Push > 0] += text[w.Span.Start:w.Span.End] + " "
	}
	if !strings.Contains(push[true], "wonderful") || !strings.Contains(push[false], "disgusting") {
		t.Errorf("towards praise %q, towards criticism %q", push[true], push[false])
	}
	if _, why := r.ReadWhy("N/A", Context{}); why != nil {
		t.Errorf("reasons for an unread comment: %v", why)
	}
}

func TestReadSameEveryTime(t *testing.T) {
	r := newReader(t)
	for _, c := range mixedComments(t)[:40] {
		a := r.Read(c.text, Context{Question: Reason})
		done := make(chan Reading)
		for range 4 {
			go func() { done <- r.Read(c.text, Context{Question: Reason}) }()
		}
		for range 4 {
			if b := <-done; b.Class != a.Class || b.Score != a.Score || len(b.Themes) != len(a.Themes) {
				t.Errorf("%q read twice: %+v and %+v", c.text, a, b)
			}
		}
	}
}

// FuzzRead reads any bytes and redacts them too: what is read may be published.
func FuzzRead(f *testing.F) {
	r := newReader(f)
	for _, s := range []string{"", "Staff lovely but slow", "\xff\x92", "K 💙👍🏽", "((((", "don’t", "İstanbul ſ", "a\x00b",
		"she cut herself, ring 07700 900123", "NHS no 943 476 5919", "born 1.2.34. I want to die; x@y.uk"} {
		f.Add(s, uint8(1), uint8(2))
	}
	f.Fuzz(func(t *testing.T, text string, question, rating uint8) {
		reading := r.Read(text, Context{Question: Question(question), Rating: feedback.Rating(rating)})
		if reading.Class > VeryNegative || reading.Score < -1 || reading.Score > 1 || reading.Confidence < 0 || reading.Confidence > 1 {
			t.Fatalf("out of range: %+v", reading)
		}
		for _, th := range reading.Themes {
			if !th.Theme.Valid() || th.P < 0 || th.P > 1 || th.Polarity < -1 || th.Polarity > 1 {
				t.Fatalf("theme out of range: %+v", th)
			}
			for _, s := range th.Spans {
				if s.Start < 0 || s.Start >= s.End || s.End > len(text) {
					t.Fatalf("span %v in a text of %d bytes", s, len(text))
				}
			}
		}
		checkFlags(t, text, reading.Flags)
		checkRedaction(t, fuzzRedactor(), text)
	})
}

// TestReadAllocates bounds the first path's allocations: under 10 a comment.
func TestReadAllocates(t *testing.T) {
	r := newReader(t)
	comments := mixedComments(t)
	i := 0
	got := testing.AllocsPerRun(2*len(comments), func() {
		r.Read(comments[i%len(comments)].text, Context{Question: CouldImprove})
		i++
	})
	most := 10.0
	if raced {
		most = 40 // what pools forget is made anew
	}
	if got >= most {
		t.Errorf("%.1f allocations a comment, want under %.0f", got, most)
	}
}

func TestFlagSlugs(t *testing.T) {
	seen := map[string]bool{}
	for f := NoFlag + 1; int(f) <= FlagCount; f++ {
		if s := f.Slug(); s == "" || seen[s] {
			t.Errorf("flag %d has slug %q", f, s)
		} else {
			seen[s] = true
		}
	}
	if NoFlag.Slug() != "" || Flag(200).Slug() != "" {
		t.Error("what is not a flag has a slug")
	}
}
