package sms

import (
	"testing"
	"unicode/utf8"

	"earshot/feedback"
)

func TestParse(t *testing.T) {
	tests := []struct {
		in      string
		intent  Intent
		rating  feedback.Rating
		comment string
	}{
		{"1", Answer, 1, ""},
		{" 2 ", Answer, 2, ""},
		{"3.", Answer, 3, ""},
		{"(4)", Answer, 4, ""},
		{"\"5\"", Answer, 5, ""},
		{"6!", Answer, 6, ""},
		{"1️⃣", Answer, 1, ""},
		{"5️⃣ rude receptionist", Answer, 5, "rude receptionist"},
		{"１", Answer, 1, ""},
		{"1 x", Answer, 1, ""},
		{"1xx", Answer, 1, ""},
		{"1 - staff were great", Answer, 1, "staff were great"},
		{"1. staff were great", Answer, 1, "staff were great"},
		{"1: kind staff", Answer, 1, "kind staff"},
		{"1, kind staff", Answer, 1, "kind staff"},
		{"2 long wait", Answer, 2, "long wait"},
		{"1 everyone so kind", Answer, 1, "everyone so kind"},
		{"2\nNurses were busy", Answer, 2, "Nurses were busy"},
		{"one", Answer, 1, ""},
		{"Six.", Answer, 6, ""},
		{"Five - never again", Answer, 5, "never again"},
		{"no 1", Answer, 1, ""},
		{"Number 2", Answer, 2, ""},
		{"option 3", Answer, 3, ""},
		{"score: 4", Answer, 4, ""},
		{"it's a 1", Answer, 1, ""},
		{"#1", Answer, 1, ""},
		{"Very good", Answer, 1, ""},
		{"v good", Answer, 1, ""},
		{"V.GOOD!!", Answer, 1, ""},
		{"vg", Answer, 1, ""},
		{"good thanks", Answer, 2, "thanks"},
		{"Good. Thanks to all on the ward", Answer, 2, "Thanks to all on the ward"},
		{"neither good nor poor", Answer, 3, ""},
		{"POOR", Answer, 4, ""},
		{"very poor - waited all day", Answer, 5, "waited all day"},
		{"Don’t know", Answer, 6, ""},
		{"dont know", Answer, 6, ""},

		{"10/10", Unclear, 0, "10/10"},
		{"7", Unclear, 0, "7"},
		{"0", Unclear, 0, "0"},
		{"11", Unclear, 0, "11"},
		{"1-2", Unclear, 0, "1-2"},
		{"1/5", Unclear, 0, "1/5"},
		{"100%", Unclear, 0, "100%"},
		{"1.5", Unclear, 0, "1.5"},

		{"4 hours wait", Words, 0, "4 hours wait"},
		{"4hrs in a corridor", Words, 0, "4hrs in a corridor"},
		{"5 star service", Words, 0, "5 star service"},
		{"5 stars", Words, 0, "5 stars"},
		{"2 nurses ignored me", Words, 0, "2 nurses ignored me"},
		{"2nd time here", Words, 0, "2nd time here"},
		{"1 of the doctors was rude", Words, 0, "1 of the doctors was rude"},
		{"one of the nurses was lovely", Words, 0, "one of the nurses was lovely"},
		{"6 out of 10", Words, 0, "6 out of 10"},
		{"3 different wards in one night", Words, 0, "3 different wards in one night"},
		{"Good staff but long wait", Words, 0, "Good staff but long wait"},
		{"poor old me", Words, 0, "poor old me"},
		{"Very good staff", Words, 0, "Very good staff"},
		{"It was fine", Words, 0, "It was fine"},
		{"no", Words, 0, "no"},
		{"yes", Words, 0, "yes"},
		{"👍", Words, 0, "👍"},
		{"a lovely place", Words, 0, "a lovely place"},
		{"stop making people wait", Words, 0, "stop making people wait"},
		{"please help the nurses", Words, 0, "please help the nurses"},
		{"the end was hard", Words, 0, "the end was hard"},

		{"STOP", Stop, 0, ""},
		{" stop. ", Stop, 0, ""},
		{"Stop!", Stop, 0, ""},
		{"opt out", Stop, 0, ""},
		{"\"STOP\"", Stop, 0, ""},
		{"START", Start, 0, ""},
		{"help", Help, 0, ""},
		{"", Nothing, 0, ""},
		{" \n ", Nothing, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got := Parse(tt.in)
			if got.Intent != tt.intent || got.Rating != tt.rating || got.Comment.Reveal() != tt.comment {
				t.Errorf("Parse(%q) = intent %d, rating %d, comment %q; want %d, %d, %q",
					tt.in, got.Intent, got.Rating, got.Comment.Reveal(), tt.intent, tt.rating, tt.comment)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1", "2 long wait", "10/10", "v good", "STOP", "1️⃣ ok", "a 1", "\xff1", "no. 3 - x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := Parse(body)
		if (r.Intent == Answer) != r.Rating.Valid() {
			t.Errorf("Parse(%q): intent %d with rating %d", body, r.Intent, r.Rating)
		}
		if !utf8.ValidString(r.Comment.Reveal()) {
			t.Errorf("Parse(%q): comment is not UTF-8", body)
		}
		if (r.Intent == Words || r.Intent == Unclear) && r.Comment == "" {
			t.Errorf("Parse(%q): words were lost", body)
		}
	})
}
