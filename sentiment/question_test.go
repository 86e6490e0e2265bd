package sentiment

import "testing"

func TestParseQuestion(t *testing.T) {
	cases := []struct {
		wording string
		want    Question
	}{
		{"", Nonspecific},
		{"nonspecific", Nonspecific},
		{"Q2", Nonspecific},
		{"FFT Why?", Reason},
		{"Please can you tell us why you gave your answer?", Reason},
		{"What was the reason for your score", Reason},
		{"Please describe any things about the service that you were particularly satisfied and/or dissatisfied with", Reason},
		{"reason", Reason},
		{"What was good?", WhatGood},
		{"What did we do well?", WhatGood},
		{"what_good", WhatGood},
		{"What was good about your visit?", WhatGood},
		{"How could we improve?", CouldImprove},
		{"What could we do better?", CouldImprove},
		{"Please tell us about anything that we could have done better", CouldImprove},
		{"What would have made your visit better?", CouldImprove},
		{"could_improve", CouldImprove},
		{"WHAT COULD BE IMPROVED", CouldImprove},
	}
	for _, c := range cases {
		if got := ParseQuestion(c.wording); got != c.want {
			t.Errorf("ParseQuestion(%q) = %v, want %v", c.wording, got, c.want)
		}
	}
	for q := Nonspecific; q <= Reason; q++ {
		if got := ParseQuestion(q.String()); got != q || !q.Valid() {
			t.Errorf("ParseQuestion(%q) = %v", q, got)
		}
	}
}
