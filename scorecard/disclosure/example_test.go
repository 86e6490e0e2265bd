package disclosure_test

import (
	"fmt"

	"earshot/scorecard/disclosure"
)

// A month of one site is published and read as the public reads it.
func Example() {
	leaf := func(ward string, good, poor int) disclosure.Leaf {
		return disclosure.Leaf{
			ID:     ward,
			In:     []string{"Hilltop Hospital", "Vale NHS Trust", "England"},
			Counts: disclosure.Counts{People: good + poor, Ratings: [6]int{good, 0, 0, poor}},
		}
	}
	h := disclosure.NewHistory()
	if _, err := h.Publish("2026-09", []disclosure.Leaf{
		leaf("Ash", 40, 2), leaf("Beech", 11, 1), leaf("Cedar", 2, 1), leaf("Damson", 0, 0),
	}); err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range h.Rows("2026-09") {
		if n := v.People(); n.Marker == disclosure.Shown {
			fmt.Printf("%s %d %d%%%s\n", v.ID, n.N, v.Positive().N, v.Positive().Marker)
		} else {
			fmt.Println(v.ID, n.Marker)
		}
	}
	// Output:
	// Ash 42 95%
	// Beech [c]
	// Cedar [c]
	// Damson 0 0%[z]
	// England 57 93%
	// Hilltop Hospital 57 93%
	// Vale NHS Trust 57 93%
}
