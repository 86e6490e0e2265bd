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
