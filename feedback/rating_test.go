package feedback_test

import (
	"errors"
	"math"
	"testing"

	"earshot/feedback"
)

func TestParseRating(t *testing.T) {
	accepted := map[feedback.Rating][]string{
		feedback.VeryGood: {"1", " 1 ", "Very good", "VERY GOOD", "very  good", "very\tgood", "Extremely likely"},
		feedback.Good:     {"2", "Good", "good", "Likely"},
		feedback.Neither:  {"3", "Neither good nor poor", "neither", "Neither likely nor unlikely"},
		feedback.Poor:     {"4", "Poor", "Unlikely"},
		feedback.VeryPoor: {"5", "Very poor", "Extremely unlikely"},
		feedback.DontKnow: {"6", "Don't know", "Don’t know", "Don‘t know", "dont know", "DO NOT KNOW"},
	}
	for want, texts := range accepted {
		for _, s := range texts {
			if got, err := feedback.ParseRating(s); err != nil || got != want {
				t.Errorf("ParseRating(%q) = %v, %v; want %v", s, got, err, want)
			}
		}
	}
	for _, s := range []string{"", " ", "0", "7", "-1", "01", "1.0", "1/5", "10/10", "10", "５", "good good", "very", "goodish", "not good", "no rating", "rating 1", "1\x00", "👍"} {
		got, err := feedback.ParseRating(s)
		if err == nil || got != feedback.NoRating || !errors.Is(err, feedback.ErrInvalid) {
			t.Errorf("ParseRating(%q) = %v, %v; want it refused", s, got, err)
		}
	}
	for _, r := range feedback.Ratings() {
		if got, err := feedback.ParseRating(r.String()); err != nil || got != r {
			t.Errorf("ParseRating(%q) = %v, %v", r.String(), got, err)
		}
	}
}

func TestPercentages(t *testing.T) {
	tests := []struct {
		name     string
		tally    feedback.Tally
		pos, neg float64
	}{
		{"all good", feedback.Tally{3, 1, 0, 0, 0, 0}, 100, 0},
		{"don't know is in the denominator", feedback.Tally{1, 0, 0, 0, 0, 1}, 50, 0},
		{"only don't know", feedback.Tally{0, 0, 0, 0, 0, 9}, 0, 0},
		{"neither is in the denominator", feedback.Tally{1, 1, 2, 0, 0, 0}, 50, 0},
		{"one of each", feedback.Tally{1, 1, 1, 1, 1, 1}, 100 * 2.0 / 6, 100 * 2.0 / 6},
		{"thirds are not rounded", feedback.Tally{2, 0, 0, 0, 1, 0}, 200.0 / 3, 100.0 / 3},
		{"large", feedback.Tally{math.MaxInt32, 0, 0, 0, math.MaxInt32, 0}, 50, 50},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pos, ok1 := tt.tally.PercentPositive()
			neg, ok2 := tt.tally.PercentNegative()
			if !ok1 || !ok2 || math.Abs(pos-tt.pos) > 1e-12 || math.Abs(neg-tt.neg) > 1e-12 {
				t.Errorf("positive %v %v, negative %v %v; want %v and %v", pos, ok1, neg, ok2, tt.pos, tt.neg)
			}
		})
	}
	if p, ok := (feedback.Tally{}).PercentPositive(); ok || p != 0 {
		t.Errorf("no responses gave %v percent positive", p)
	}
	if _, ok := (feedback.Tally{}).PercentNegative(); ok {
		t.Error("no responses gave a percentage negative")
	}
}

// TestPercentagesComeFromCounts shows why percentages are never averaged.
func TestPercentagesComeFromCounts(t *testing.T) {
	small, large := feedback.Tally{1}, feedback.Tally{0, 0, 0, 0, 99}
	sum := small.Add(large)
	if got, _ := sum.PercentPositive(); got != 1 {
		t.Errorf("rolled up to %v%%, want 1%% (and not 50%%, the average)", got)
	}
	if small != (feedback.Tally{1}) {
		t.Error("Add changed its receiver")
	}
	if sum.Total() != 100 || sum.Count(feedback.VeryPoor) != 99 || sum.Count(feedback.NoRating) != 0 || sum.Count(7) != 0 {
		t.Errorf("sum %v", sum)
	}
}

func TestEveryRatingIsPositiveNegativeOrNeither(t *testing.T) {
	for _, r := range feedback.Ratings() {
		var tally feedback.Tally
		tally[r-1] = 1
		if (tally.Positive() == 1) != r.Positive() || (tally.Negative() == 1) != r.Negative() || r.Positive() && r.Negative() || !r.Valid() {
			t.Errorf("%v: positive %v, negative %v", r, r.Positive(), r.Negative())
		}
	}
	if feedback.NoRating.Valid() || feedback.Rating(7).Valid() {
		t.Error("0 or 7 is valid")
	}
}
