package disclosure

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestCard(t *testing.T) {
	tests := []struct {
		name     string
		counts   Counts
		marker   Marker
		people   int
		positive Value
		negative Value
	}{
		{"nobody", Counts{}, Shown, 0, Value{Marker: NotApplicable}, Value{Marker: NotApplicable}},
		{"one", Counts{People: 1, Ratings: [6]int{1}}, Confidential, 0, Value{Marker: Confidential}, Value{Marker: Confidential}},
		{"four", Counts{People: 4, Ratings: [6]int{2, 0, 0, 0, 2}}, Confidential, 0, Value{Marker: Confidential}, Value{Marker: Confidential}},
		{"five", Counts{People: 5, Ratings: [6]int{3, 1, 0, 0, 1}}, Shown, 5, Value{N: 80}, Value{N: 20}},
		{"don't know counts", Counts{People: 8, Ratings: [6]int{4, 0, 0, 1, 0, 3}}, Shown, 8, Value{N: 50}, Value{N: 13}},
		{"contradiction", Counts{People: 9, Ratings: [6]int{3}}, Confidential, 0, Value{Marker: Confidential}, Value{Marker: Confidential}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := Card("x", tt.counts)
			if v.Marker != tt.marker || v.People() != (Value{tt.people, tt.marker}) {
				t.Errorf("shows %+v with marker %q", v.People(), v.Marker)
			}
			if v.Positive() != tt.positive || v.Negative() != tt.negative {
				t.Errorf("positive %+v, negative %+v; want %+v, %+v", v.Positive(), v.Negative(), tt.positive, tt.negative)
			}
			c, ok := v.Counts()
			if ok != (tt.marker == Shown) || !ok && c.People != 0 {
				t.Errorf("counts %+v, %v", c, ok)
			}
		})
	}
}

// TestHiddenViewsAreEmpty wants no number at all to leave a hidden view.
func TestHiddenViewsAreEmpty(t *testing.T) {
	v := Card("x", Counts{People: 3, Ratings: [6]int{1, 1, 1}, Modes: []int{3}})
	lower, upper := v.PositiveInterval()
	for _, n := range []Value{v.People(), v.Rating(1), v.Positive(), v.Negative(), lower, upper} {
		if n != (Value{Marker: Confidential}) {
			t.Errorf("a hidden view gives %+v", n)
		}
	}
	body, err := json.Marshal(v)
	if err != nil || string(body) != `{"id":"x","marker":"[c]"}` {
		t.Errorf("as JSON %s, %v", body, err)
	}
	if v.Rating(0).Marker != NotApplicable || v.Rating(7).Marker != NotApplicable {
		t.Error("an answer that does not exist has a count")
	}
}

func TestInterval(t *testing.T) {
	tests := []struct{ x, n, lower, upper int }{
		{45, 50, 78, 96}, // 78.64 … 95.65
		{0, 10, 0, 28},   // 0 … 27.75
		{10, 10, 72, 100},
		{82, 10000, 0, 2}, // 0.66 … 1.02
	}
	for _, tt := range tests {
		v := Card("x", Counts{People: tt.n, Ratings: [6]int{tt.x, 0, tt.n - tt.x}})
		lower, upper := v.PositiveInterval()
		if lower.N != tt.lower || upper.N != tt.upper {
			t.Errorf("%d of %d: %d to %d, want %d to %d", tt.x, tt.n, lower.N, upper.N, tt.lower, tt.upper)
		}
	}
}

func TestShared(t *testing.T) {
	three := Counts{People: 3, Ratings: [6]int{3}}
	if v := Shared("x", three, 3); v.People() != (Value{N: 3}) {
		t.Errorf("a threshold of 3 shows %+v of 3", v.People())
	}
	if v := Shared("x", three, 10); v.Marker != Confidential {
		t.Errorf("a threshold of 10 shows %+v of 3", v.People())
	}
}

// TestBreakdownsStayAsFirstPublished restates a month and wants its breakdowns
// and their base unmoved.
func TestBreakdownsStayAsFirstPublished(t *testing.T) {
	h := NewHistory(testDims()...)
	leaf := func(n int) []Leaf {
		return []Leaf{{ID: "a", In: []string{"s"}, Counts: Counts{People: n, Ratings: [6]int{n}}, Dims: map[string][]int{"theme": {10, 0, 0, 0, 0}, "age": {n, 0, 0, 0}}}}
	}
	for _, n := range []int{30, 50} {
		if _, err := h.Publish("m", leaf(n)); err != nil {
			t.Fatal(err)
		}
		if got := h.Row("s", "m").People(); got.N != n {
			t.Errorf("the row shows %+v, want %d", got, n)
		}
		if got := h.Breakdown("s", "theme", "m")[0]; got != (Value{N: 10}) || h.Base("s", "m") != (Value{N: 30}) {
			t.Errorf("with %d the theme shows %+v of %+v, want 10 of 30", n, got, h.Base("s", "m"))
		}
	}
	if got := h.Breakdown("a", "weather", "m"); got != nil {
		t.Errorf("a dimension that does not exist gives %v", got)
	}
}

func TestMarkers(t *testing.T) {
	for m, want := range map[Marker][2]string{Shown: {"", ""}, Confidential: {"[c]", "*"}, NotAvailable: {"[x]", "NA"}, NotApplicable: {"[z]", "-"}} {
		if got := [2]string{m.String(), m.Official()}; got != want {
			t.Errorf("marker %d is %v, want %v", m, got, want)
		}
	}
}

// TestOrderTellsNothing sorts rows of which some are hidden and wants the same
// order whatever the hidden ones hold.
func TestOrderTellsNothing(t *testing.T) {
	order := func(small int) string {
		views := []View{
			Card("d", Counts{People: 50, Ratings: [6]int{50}}), Card("b", Counts{People: small, Ratings: [6]int{small}}),
			Card("c", Counts{People: 5 - small, Ratings: [6]int{5 - small}}), Card("a", Counts{People: 70, Ratings: [6]int{70}}), Card("e", Counts{}),
		}
		slices.SortFunc(views, Compare)
		var ids []string
		for _, v := range views {
			ids = append(ids, v.ID)
		}
		return strings.Join(ids, "")
	}
	for small := 1; small <= 4; small++ {
		if got := order(small); got != "adebc" {
			t.Errorf("with %d hidden the order is %s", small, got)
		}
	}
}

func TestPublishRefuses(t *testing.T) {
	five := Counts{People: 5, Ratings: [6]int{5}}
	for name, leaves := range map[string][]Leaf{
		"twice":               {{ID: "a", Counts: five}, {ID: "a", Counts: five}},
		"no id":               {{Counts: five}},
		"leaf is a row":       {{ID: "a", In: []string{"b"}, Counts: five}, {ID: "b", Counts: five}},
		"negative":            {{ID: "a", Counts: Counts{Ratings: [6]int{1, -1}}}},
		"ratings do not add":  {{ID: "a", Counts: Counts{People: 6, Ratings: [6]int{5}}}},
		"modes are too many":  {{ID: "a", Counts: Counts{People: 5, Ratings: [6]int{5}, Modes: []int{6}}}},
		"themes are too many": {{ID: "a", Counts: five, Dims: map[string][]int{"theme": {6, 0, 0, 0, 0}}}},
		"wrong categories":    {{ID: "a", Counts: five, Dims: map[string][]int{"theme": {1}}}},
		"ages do not add":     {{ID: "a", Counts: five, Dims: map[string][]int{"age": {1, 1, 1, 1}}}},
	} {
		h := NewHistory(testDims()...)
		if _, err := h.Publish("m", leaves); !errors.Is(err, ErrInput) {
			t.Errorf("%s: error %v", name, err)
		}
		if len(h.Periods()) != 0 {
			t.Errorf("%s: something was published", name)
		}
	}
}

func TestRowsAndTotals(t *testing.T) {
	leaf := func(id string, n int, in ...string) Leaf {
		return Leaf{ID: id, In: in, Counts: Counts{People: n, Ratings: [6]int{n}}}
	}
	h := NewHistory()
	if _, err := h.Publish("m", []Leaf{leaf("a", 3, "s"), leaf("b", 12, "s"), leaf("c", 40, "s"), leaf("d", 0, "s")}); err != nil {
		t.Fatal(err)
	}
	want := map[string]Value{"a": {Marker: Confidential}, "b": {Marker: Confidential}, "c": {N: 40}, "d": {}, "s": {N: 55}, "nowhere": {Marker: NotAvailable}}
	for id, v := range want {
		if got := h.Row(id, "m").People(); got != v {
			t.Errorf("%s shows %+v, want %+v", id, got, v)
		}
	}
	totals := []struct {
		of   []string
		want Value
	}{
		{[]string{"a", "b"}, Value{N: 15}}, // the pool whole: follows from the site's total
		{[]string{"a", "c"}, Value{Marker: Confidential}},
		{[]string{"c", "d"}, Value{N: 40}},
		{[]string{"s", "c"}, Value{N: 55}},
		{[]string{"nowhere"}, Value{Marker: NotAvailable}},
	}
	for _, tt := range totals {
		if got := h.Total("t", tt.of, "m").People(); got != tt.want {
			t.Errorf("total of %v is %+v, want %+v", tt.of, got, tt.want)
		}
	}
	if id, ok := h.Nearest("m", "a", "s"); id != "s" || !ok {
		t.Errorf("a comment about a would be published under %q, %v; want s", id, ok)
	}
	if id, ok := h.Nearest("m", "a", "d"); ok {
		t.Errorf("a comment would be published under %q", id)
	}
	if got := h.Row("s", "m", "n").Marker; got != NotAvailable {
		t.Errorf("a period that was not published gives %q", got)
	}
}

// TestNothingToHideBehind publishes one small leaf alone: all that holds it
// must be hidden.
func TestNothingToHideBehind(t *testing.T) {
	h := NewHistory()
	one := Leaf{ID: "a", In: []string{"s", "England"}, Counts: Counts{People: 2, Ratings: [6]int{1, 1}}}
	if _, err := h.Publish("m", []Leaf{one, {ID: "b", In: []string{"England"}}}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "s", "England"} {
		if got := h.Row(id, "m").Marker; got != Confidential {
			t.Errorf("%s is %q", id, got)
		}
	}
	if got := h.Row("b", "m").People(); got != (Value{}) {
		t.Errorf("the empty leaf shows %+v, want a plain nought", got)
	}
	if got := h.Total("t", []string{"a", "b"}, "m").Marker; got != Confidential {
		t.Errorf("an ad-hoc total that holds it is %q", got)
	}
}

// FuzzPublish publishes flat sites of any counts and wants no error, the
// audit's blessing, and every small row hidden.
func FuzzPublish(f *testing.F) {
	f.Add([]byte{1, 1, 1})
	f.Add([]byte{3, 0, 9, 200, 4, 5})
	f.Add([]byte{4})
	f.Fuzz(func(t *testing.T, counts []byte) {
		if len(counts) > 60 {
			t.Skip()
		}
		rng := rand.New(rand.NewPCG(uint64(len(counts)), 3))
		var leaves []Leaf
		for i, n := range counts {
			in := []string{"all", "x" + string(rune('a'+i%3)), "y" + string(rune('a'+rng.IntN(3)))}
			leaves = append(leaves, Leaf{ID: "l" + string(rune('A'+i)), In: in, Counts: Counts{People: int(n), Ratings: [6]int{int(n)}}})
		}
		h := NewHistory()
		if _, err := h.Publish("m", leaves); err != nil {
			t.Fatal(err)
		}
		for _, v := range h.Rows("m") {
			if n := v.People(); n.Marker == Shown && protected(n.N) {
				t.Fatalf("%s shows %d", v.ID, n.N)
			}
		}
	})
}
