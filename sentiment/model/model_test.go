package model

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func scan(text string) []string {
	var t Tokens
	t.Scan(text)
	var out []string
	for _, k := range t.List {
		out = append(out, string(t.Fold[k.From:k.To]))
	}
	return out
}

func TestScan(t *testing.T) {
	cases := []struct{ text, want string }{
		{"", ""},
		{"Don't wait!", "dont|wait|!"},
		{"Don’t wait", "dont|wait"},
		{"'quoted'", "quoted"},
		{"Café CRÈME", "cafe|creme"},
		{"4 hrs, 12:30 10/10", "0|hrs|,|0000|0000"},
		{"a-b_c", "a|b|c"},
		{"\x00\xff\x92ok", "ok"},
		{"K", ""}, // the Kelvin sign is a sign, not a letter
	}
	for _, c := range cases {
		got := strings.Join(scan(c.text), "|")
		if c.text == "K" {
			if len(got) > 1 {
				t.Errorf("Scan(Kelvin sign) = %q", got)
			}
			continue
		}
		if got != c.want {
			t.Errorf("Scan(%q) = %q, want %q", c.text, got, c.want)
		}
	}
	if a, b := scan("👍🏽"), scan("👍"); len(a) != 1 || len(b) != 1 || a[0] != b[0] {
		t.Errorf("a skin tone changes an emoji: %q and %q", a, b)
	}
}

func TestLatinFoldsCoverTheBlocks(t *testing.T) {
	if len(latinFolds) != 0x180-0xC0 {
		t.Fatalf("latinFolds has %d letters, want %d", len(latinFolds), 0x180-0xC0)
	}
	for text, want := range map[string]string{"ÀÿĀſ": "ayas", "Łódź": "lodz", "Žižek": "zizek", "ñ": "n"} {
		if got := strings.Join(scan(text), "|"); got != want {
			t.Errorf("Scan(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzExtract(f *testing.F) {
	x, err := LoadLexicon()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"Staff were not very good, but kind.", "\xe2\x80", "ſK", strings.Repeat("(", 300)} {
		f.Add(s)
	}
	var feats Features
	f.Fuzz(func(t *testing.T, text string) {
		feats.Extract(x, text)
		last := int32(0)
		for i, k := range feats.Tokens.List {
			if k.Start < last || k.End <= k.Start || int(k.End) > len(text) {
				t.Fatalf("token %d at %d to %d of %d bytes, the one before ended at %d", i, k.Start, k.End, len(text), last)
			}
			last = k.End
		}
		for b, rows := range feats.Rows {
			if len(feats.Ends[b]) != len(feats.Tokens.List) {
				t.Fatalf("block %d: %d ends for %d tokens", b, len(feats.Ends[b]), len(feats.Tokens.List))
			}
			low := 0
			if b > 0 {
				low = BlockEnd(b - 1)
			}
			for _, r := range rows {
				if int(r) < low || int(r) >= BlockEnd(b) {
					t.Fatalf("block %d: row %d outside %d to %d", b, r, low, BlockEnd(b))
				}
			}
		}
		if len(feats.Rows[BlockChar]) > 3*(len(text)*2+2) {
			t.Fatalf("%d letter rows for %d bytes", len(feats.Rows[BlockChar]), len(text))
		}
	})
}

func TestLexiconFindsPhrases(t *testing.T) {
	x, err := LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	var f Features
	f.Extract(x, "Staff were not rude and there was nowhere to park")
	found := map[string]bool{}
	for _, h := range f.Hits {
		name := x.Groups[h.Group].Name
		if h.Negated {
			name = "not " + name
		}
		found[name] = true
	}
	for _, want := range []string{"staff", "not rude", "parking_bad"} {
		if !found[want] {
			t.Errorf("no hit of %q in %v", want, found)
		}
	}
}

// small gives a model with a few weights set.
func small() *Model {
	m := New(Header{Version: "t", Block: [Blocks]float32{1, 1, 1}})
	for b := range Blocks {
		for c := range Columns {
			m.Scale[b][c] = 0.01
		}
	}
	for r := range RowCount {
		m.SetRarity(r, uint8(16+r%100))
		for c := range Columns {
			m.Set(r, c, int8((r*31+c*17)%255-127))
		}
	}
	for c := range Told {
		for d := range Senses {
			m.Sense[c][d] = float32((d*7+c*3)%21-10) / 20
		}
	}
	for t := range Themes {
		m.AskScale[t] = 0.02
		for k := range AskRows {
			m.SetAsk(k, t, int8((k*13+t*7)%255-127))
		}
		for l := range m.ThemeAsked {
			m.ThemeAsked[l][t] = float32(l*t) / 100
		}
		for k := range m.ThemeRating {
			m.ThemeRating[k][t] = float32(k-t) / 50
		}
	}
	return m
}

// TestSumMatchesPlainSum checks the lanes against sums done one by one.
func TestSumMatchesPlainSum(t *testing.T) {
	m := small()
	x, err := LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	var f Features
	for _, text := range []string{"", "ok", "The nurses were kind but the wait was awful", strings.Repeat("so long a wait, ", 200)} {
		f.Extract(x, text)
		for _, k := range []Known{{}, {Level: AskedWorse}, {Level: AskedWhy, Rating: 2}, {Rating: 6}} {
			got := m.Sum(&f, k, nil, nil)
			var want Sums
			for b, rows := range f.Rows {
				var acc accumulator
				for _, r := range rows {
					acc.rarity += m.rarity(r) * m.rarity(r)
				}
				if acc.rarity == 0 {
					continue
				}
				norm := m.norm(&acc, b)
				for _, r := range rows {
					w := func(c int) float32 { return float32((int(r)*31+c*17)%255-127) * 0.01 * norm }
					for c := range want.Text {
						want.Text[c] += w(c)
						want.Level[c] += w(int(k.level())*Thresholds + c)
					}
					for c := range want.Themes {
						want.Themes[c] += w(int(Levels)*Thresholds + c)
						if b == BlockWord && k.Level != TextOnly {
							q := float32(m.rarity(r)) / 16
							want.Themes[c] += float32((AskRow(r, k.Level)*13+c*7)%255-127) * 0.02 * q * norm
						}
					}
					for c := range want.Sides {
						want.Sides[c] += w(firstSide + c)
					}
				}
			}
			for d, v := range f.Senses() {
				for c := range want.Text {
					want.Text[c] += v * m.Sense[c][d]
					if k.level() == TextOnly {
						want.Level[c] += v * m.Sense[c][d]
					}
				}
				for c := range want.Themes {
					want.Themes[c] += v * m.Sense[Thresholds+c][d]
				}
			}
			for c := range want.Themes {
				want.Themes[c] += m.ThemeAsked[k.Level][c] + m.ThemeRating[k.Rating][c]
			}
			near := func(a, b float32) bool { d := a - b; return d*d < 1e-4*(1+b*b) }
			for c := range want.Text {
				if !near(got.Text[c], want.Text[c]) || !near(got.Level[c], want.Level[c]) {
					t.Errorf("%+v, %d bytes: sums %v %v, want %v %v", k, len(text), got.Text, got.Level, want.Text, want.Level)
					break
				}
			}
			for c := range want.Sides {
				if !near(got.Sides[c], want.Sides[c]) {
					t.Errorf("%+v, %d bytes: side task %d sums to %v, want %v", k, len(text), c, got.Sides[c], want.Sides[c])
				}
			}
			for c := range want.Themes {
				if !near(got.Themes[c], want.Themes[c]) {
					t.Errorf("%+v, %d bytes: theme %d sums to %v, want %v", k, len(text), c, got.Themes[c], want.Themes[c])
				}
			}
		}
	}
}

func TestEncodeDecode(t *testing.T) {
	m := small()
	a, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(a)
	if err != nil {
		t.Fatal(err)
	}
	b, err := back.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("a model read and written again differs")
	}
	if m.Sum32() != back.Sum32() {
		t.Error("check sums differ")
	}
	for name, damaged := range map[string][]byte{
		"empty": nil, "other": []byte("hello"), "cut": a[:len(a)-1], "longer": append(bytes.Clone(a), 0),
		"flipped": func() []byte { c := bytes.Clone(a); c[len(c)/2] ^= 1; return c }(),
	} {
		if _, err := Decode(damaged); !errors.Is(err, ErrFormat) {
			t.Errorf("Decode(%s) = %v, want ErrFormat", name, err)
		}
	}
}

func TestCumulative(t *testing.T) {
	for _, z := range [][Thresholds]float32{{0, 0, 0, 0}, {2, 1, -1, -3}, {-1, 3, 0, 5}} {
		total := float32(0)
		for _, p := range Cumulative(z) {
			if p < 0 {
				t.Errorf("Cumulative(%v) gives %v", z, p)
			}
			total += p
		}
		if total < 0.999 || total > 1.001 {
			t.Errorf("Cumulative(%v) adds up to %v", z, total)
		}
	}
}

func TestPick(t *testing.T) {
	// Two distant classes of like probability: with calm, the middle wins.
	p := [Classes]float32{0.35, 0.1, 0.15, 0.1, 0.3}
	if got := Pick(&p, 0); got != 1 {
		t.Errorf("Pick without calm = %d, want 1", got)
	}
	if got := Pick(&p, 0.1); got != 3 {
		t.Errorf("Pick with calm = %d, want 3", got)
	}
}
