package train

import (
	"math"
	"strings"
	"testing"

	"earshot/sentiment"
)

func TestBestCuts(t *testing.T) {
	// Ten comments, best first, one out of place: four cuts give nine right.
	classes := []sentiment.Class{1, 1, 1, 2, 1, 2, 3, 4, 5, 5}
	cuts := bestCuts(len(classes), func(int) bool { return true }, func(n int) sentiment.Class { return classes[n] })
	right, c := 0, 0
	for n, class := range classes {
		for c < 4 && n >= cuts[c] {
			c++
		}
		if class == sentiment.Class(c+1) {
			right++
		}
	}
	if right != 9 {
		t.Errorf("cuts %v give %d right, want 9", cuts, right)
	}
}

func TestReadComments(t *testing.T) {
	in := "id,service,question,rating,comment,sentiment,themes\n" +
		"A 1 - Q1,X,What was good?,1,Kind staff,1,Staff manner & personal attributes;Feeling safe\n" +
		"A 1 - Q2,X,How could we improve?,7,,,Labelling not possible\n"
	got, err := ReadComments(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Respondent != "A 1" || got[1].Respondent != "A 1" || got[0].Class != sentiment.VeryPositive ||
		len(got[0].Themes) != 2 || got[0].Question != sentiment.WhatGood || got[1].Rating != 6 || got[1].Class != sentiment.Unread {
		t.Errorf("ReadComments = %+v", got)
	}
	for _, bad := range []string{"", "id,comment\n", "id,question,rating,comment,sentiment,themes\n1,,1,x,9,\n", "id,question,rating,comment,sentiment,themes\n1,,1,x,1,Nonsense\n"} {
		if _, err := ReadComments(strings.NewReader(bad)); err == nil {
			t.Errorf("ReadComments(%q) gave no error", bad)
		}
	}
}

func TestKappaAndF1(t *testing.T) {
	comments := []Comment{{Class: 1, Respondent: "a"}, {Class: 5, Respondent: "b"}, {Class: 3, Respondent: "c"}}
	answers := func(classes ...sentiment.Class) []Answer {
		var out []Answer
		for i, c := range classes {
			out = append(out, Answer{Comment: &comments[i], Class: c})
		}
		return out
	}
	if k := kappa(answers(1, 5, 3)); k != 1 {
		t.Errorf("kappa of right answers = %v", k)
	}
	if k := kappa(answers(5, 1, 3)); math.Abs(k+1) > 1e-9 {
		t.Errorf("kappa of opposite answers = %v, want -1", k)
	}
	if a := accuracy3(answers(2, 4, 3)); a != 1 {
		t.Errorf("3-class accuracy = %v, want 1", a)
	}
	if f := f1(2, 1, 1); math.Abs(f-2.0/3) > 1e-9 {
		t.Errorf("f1 = %v", f)
	}
}

// TestTrainingIsDeterministic trains twice on a small invented set, with one
// worker and with two; the files must be the same, byte for byte.
func TestTrainingIsDeterministic(t *testing.T) {
	if testing.Short() {
		t.Skip("trains two small models")
	}
	comments, earlier := invented()
	var files [2][]byte
	for i := range files {
		tr, err := NewTrainer(comments, earlier, Options{Seed: 7, Workers: i + 1})
		if err != nil {
			t.Fatal(err)
		}
		m, err := tr.Train(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if files[i], err = m.Encode(); err != nil {
			t.Fatal(err)
		}
	}
	if string(files[0]) != string(files[1]) {
		t.Error("the same comments and seed gave two models")
	}
}

// invented gives comments by pattern, enough to train something.
func invented() ([]Comment, []Earlier) {
	praise := []string{"lovely staff", "quick and clean", "kind nurse", "great food", "felt safe"}
	blame := []string{"rude staff", "slow and dirty", "unkind nurse", "cold food", "felt unsafe"}
	var comments []Comment
	var earlier []Earlier
	for i := range 60 {
		words, class, crit := praise, sentiment.VeryPositive, 3
		if i%2 == 1 {
			words, class, crit = blame, sentiment.Negative, -3
		}
		text := words[i%5] + " on ward " + string(rune('a'+i%7)) + " " + words[(i/5)%5]
		theme := sentiment.StaffManner
		if i%5 == 3 {
			theme = sentiment.FoodAndDrink
		}
		comments = append(comments, Comment{Respondent: string(rune('A' + i%30)), Text: text, Question: sentiment.Question(i % 4), Rating: uint8(1 + i%5), Class: class, Themes: []sentiment.Theme{theme}, Weight: 1})
		earlier = append(earlier, Earlier{Text: text, Label: "Staff/Attitude", Criticality: crit, Known: true})
	}
	return comments, earlier
}
