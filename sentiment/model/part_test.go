package model

import (
	"math"
	"testing"
)

func TestLeaning(t *testing.T) {
	cases := []struct {
		name  string
		leans []float32
		want  [Leans]float32 // least, greatest, mean, first, last, deviation, good, bad
	}{
		{"no part", nil, [Leans]float32{}},
		{"one", []float32{-2}, [Leans]float32{-2, -2, -2, -2, -2, 0, 1, 0}},
		{"praise, then blame", []float32{-1, 0.2, 2.8}, [Leans]float32{-1, 2.8, 2.0 / 3, -1, 2.8, 1.5861, 1.0 / 3, 1.0 / 3}},
		{"neither", []float32{0.4, -0.4}, [Leans]float32{-0.4, 0.4, 0, 0.4, -0.4, 0.4, 0, 0}},
	}
	for _, c := range cases {
		var l Leaning
		for _, v := range c.leans {
			l.Add(v)
		}
		for i, got := range l.Sum() {
			if math.Abs(float64(got-c.want[i])) > 1e-3 {
				t.Errorf("%s: number %d is %v, want %v", c.name, i, got, c.want[i])
			}
		}
	}
}

// TestPartsAddUp reads a comment in parts and as a whole: the sums must be the
// same, and each part must lean as it does when it is a comment of its own
// without its shape.
func TestPartsAddUp(t *testing.T) {
	m := small()
	x, err := LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	var f Features
	f.Extract(x, "The nurses were kind, but the wait was awful and nobody came")
	ends := []int{5, 9, len(f.Tokens.List)}
	parts := make([]Part, len(ends)+2) // room for more is left alone
	whole, cut := m.Sum(&f, Known{}, nil, nil), m.Sum(&f, Known{}, ends, parts)
	if whole.Text != cut.Text || whole.Themes != cut.Themes || whole.Sides != cut.Sides {
		t.Errorf("sums in parts %v, as a whole %v", cut.Text, whole.Text)
	}
	var l Leaning
	for i := range ends {
		l.Add(parts[i].Lean())
	}
	if cut.Leans != l.Sum() {
		t.Errorf("leans %v, parts lean %v", cut.Leans, l.Sum())
	}
	m.Share = 0.5
	shared := m.Sum(&f, Known{}, ends, parts)
	most := m.partThemes(&parts[0])
	for i := range ends {
		for th, v := range m.partThemes(&parts[i]) {
			most[th] = max(most[th], v)
		}
	}
	for th := range shared.Themes {
		if d := shared.Themes[th] - whole.Themes[th] - m.Share*most[th]; math.Abs(float64(d)) > 1e-3 {
			t.Errorf("theme %d gains %v of its strongest part's %v", th, shared.Themes[th]-whole.Themes[th], most[th])
		}
	}
	// A part that is all of a comment means what the comment does.
	m.Sum(&f, Known{}, []int{len(f.Tokens.List)}, parts)
	senses := f.Senses()
	for th, v := range m.partThemes(&parts[0]) {
		want := (1+m.Share)*v + inner(&senses, &m.Sense[Thresholds+th])
		if got := m.PartTheme(&parts[0], th); math.Abs(float64(got-want)) > 1e-3 {
			t.Errorf("theme %d sums to %v in the part, want %v", th, got, want)
		}
	}
	if cut.Leans[0] == cut.Leans[1] {
		t.Error("all parts lean the same way")
	}
}
