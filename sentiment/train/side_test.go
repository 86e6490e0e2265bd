package train

import (
	"testing"

	"earshot/sentiment"
	"earshot/sentiment/model"
)

func TestSideTasks(t *testing.T) {
	var comments []Comment
	add := func(n int, service string) {
		for range n {
			comments = append(comments, Comment{Service: service, Class: sentiment.Positive, Rating: 2, Question: sentiment.WhatGood, Weight: 1})
		}
	}
	add(leastServed, "Ward B")
	add(leastServed+1, "Ward A")
	add(leastServed-1, "Too few")
	add(leastServed, "")
	tasks := sideTasks(comments)
	if len(tasks) != 4+3+2 {
		t.Fatalf("%d tasks, want 4 of the rating, 3 of the question, 2 of the service", len(tasks))
	}
	c := &Comment{Service: "Ward B", Rating: 3, Question: sentiment.WhatGood}
	want := []bool{true, true, false, false, false, true, false, false, true}
	for k, task := range tasks {
		if yes, use := task(c); yes != want[k] || !use {
			t.Errorf("task %d: %v, use %v; want %v", k, yes, use, want[k])
		}
	}
	if _, use := tasks[0](&Comment{Rating: 6}); use {
		t.Error("a rating that is none is learnt from")
	}
	for i := range 20 { // more services than there is room for
		add(leastServed, string(rune('a'+i)))
	}
	if n := len(sideTasks(comments)); n != model.Sides {
		t.Errorf("%d tasks, want %d", n, model.Sides)
	}
}
