package api

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"earshot/feedback"
)

// atlas is a directory with postcodes and names that are easily mistyped.
func atlas(t testing.TB) *listed {
	t.Helper()
	p := func(id string, level feedback.Level, name, code, parent, postcode string) feedback.Place {
		return feedback.Place{ID: feedback.PlaceID(id), Level: level, Name: name, Code: feedback.OrgCode(code), PublicCode: feedback.PublicCode("P-" + strings.ToUpper(id)),
			Parent: feedback.PlaceID(parent), Postcode: feedback.Postcode(postcode), From: feedback.NoDay, To: feedback.NoDay}
	}
	dir, err := feedback.NewDirectory([]feedback.Place{
		p("t1", feedback.Provider, "Larkfield Hospitals NHS Trust", "ZL1", "", "ZZ9 9ZZ"),
		p("s1", feedback.Site, "St Mary's Hospital", "ZL101", "t1", "ZZ1 3EX"),
		p("w1", feedback.Ward, "Maternity & Gynaecology", "", "s1", ""),
		p("s2", feedback.Site, "Saint Marys Clinic", "ZL102", "t1", "ZZ1 3AB"),
		p("s3", feedback.Site, "Rosebank Health Centre", "ZL103", "t1", "ZZ1 9QQ"),
		p("s4", feedback.Site, "Orthopædic and Ménière's Centre", "ZL104", "t1", "ZZ12 1AA"),
		p("s5", feedback.Site, "Physiotherapy at Summerhouse", "ZL105", "t1", "ZZ3 1AA"),
		p("s6", feedback.Site, "Far Away Practice", "ZL106", "t1", "YY1 3EX"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var l listing
	return l.of(dir)
}

func TestSearch(t *testing.T) {
	l := atlas(t)
	for _, c := range []struct{ typed, want string }{
		{"st marys", "s2 s1"}, {"St. Mary’s", "s2 s1"}, {"saint mary's hospital", "s1"}, {"mary hospital", "s1"},
		{"maternity and gynaecology", "w1"}, {"maternity & gyn", "w1"}, {"menieres", "s4"}, {"osebank", "s3"},
		{"rosbank", "s3"}, {"rosebnak", "s3"}, {"rose bank", "s3"}, {"physioterapy", "s5"}, {"phisiotherpy", "s5"}, {"sumerhouse physio", "s5"}, {"hopsital st marys", "s1"},
		{"zl10", "s6 s4 s5 s3 s2 s1"}, {"ZL1", "t1 s6 s4 s5 s3 s2 s1"},
		{"zz1 3ex", "s1 w1 s2 s3 s5 s4"}, {"ZZ13EX", "s1 w1 s2 s3 s5 s4"}, {"zz1 3", "s2 s1 w1 s3 s5 s4"}, {"ZZ1", "s3 s2 s1 w1 s5 s4"}, {"zz12", "s4 s5 s3 s2 s1 w1"},
		{"yy7", "s6"}, {"xx1 1aa", ""}, {"qwertyuiop", ""}, {"!!", ""}, {"cat", ""},
	} {
		var got []string
		for _, p := range l.find(placeQuery{words: c.typed}) {
			if p.ID != "t1" || !strings.HasPrefix(strings.ToLower(c.typed), "zz") && !strings.HasPrefix(strings.ToLower(c.typed), "yy") {
				got = append(got, string(p.ID))
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q: %s, want %s", c.typed, s, c.want)
		}
	}
	if got := l.find(placeQuery{words: "zz1", level: feedback.Ward}); len(got) != 1 || got[0].ID != "w1" {
		t.Errorf("wards near ZZ1: %v", got)
	}
	if got := l.find(placeQuery{}); len(got) != 8 {
		t.Errorf("everything: %d", len(got))
	}
}

// TestSlips: one slip of the finger in a word of four letters or more still finds
// the place, wherever it happens.
func TestSlips(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, word := range []string{"rosebank", "hospital", "practice", "physiotherapy", "larkfield", "ward"} {
		for range 200 {
			b := []byte(word)
			i := r.IntN(len(b))
			switch r.IntN(4) {
			case 0:
				b = append(b[:i], b[i+1:]...)
			case 1:
				b = append(b[:i], append([]byte{'x'}, b[i:]...)...)
			case 2:
				b[i] = 'x'
			default:
				if i > 0 {
					b[i-1], b[i] = b[i], b[i-1]
				}
			}
			if len(b) < 4 {
				continue
			}
			if d, ok := slip(string(b), word); !ok || d > 1 {
				t.Errorf("%q is %d from %q, %v", b, d, word, ok)
			}
		}
	}
	for _, c := range [][2]string{{"ward", "lark"}, {"abcd", "efgh"}, {"st", "at"}, {"cat", "car"}, {strings.Repeat("a", 90), strings.Repeat("a", 70)}} {
		if d, ok := slip(c[0], c[1]); ok {
			t.Errorf("%.10q is like %.10q (%d)", c[0], c[1], d)
		}
	}
}

func FuzzSearch(f *testing.F) {
	l := atlas(f)
	for _, s := range []string{"st marys", "ZZ1 3EX", "zz1 3", "\x00", "’’", strings.Repeat("ab ", 33), "Ménière", "É\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if len(typed) > 100 {
			return
		}
		seen := map[feedback.PlaceID]bool{}
		for _, p := range l.find(placeQuery{words: typed}) {
			if seen[p.ID] {
				t.Errorf("%q gives %s twice", typed, p.ID)
			}
			seen[p.ID] = true
		}
		if again := plainName(plainName(typed)); again != plainName(typed) {
			t.Errorf("%q: %q is not plain", typed, plainName(typed))
		}
	})
}

// TestSearchPages asks the pages and the JSON the same.
func TestSearchPages(t *testing.T) {
	w := newWorld(t)
	for _, typed := range []string{"skylark ward and day", "skylrak"} {
		if page := w.do(http.MethodGet, "/find?q="+strings.ReplaceAll(typed, " ", "+"), "").Body.String(); !strings.Contains(page, "Skylark Ward") || !strings.Contains(page, "suggest.js") {
			t.Errorf("the page for %q lacks the ward or its suggestions", typed)
		}
		if a := decode[placesAnswer](t, w.do(http.MethodGet, "/v1/places?q="+strings.ReplaceAll(typed, " ", "+"), "")); len(a.Places) != 1 || a.Places[0].ID != testWard {
			t.Errorf("%q: %+v", typed, a)
		}
	}
}

// BenchmarkSearch looks through as many places as England has.
func BenchmarkSearch(b *testing.B) {
	places := []feedback.Place{}
	stems := []string{"Larkfield", "Rosebank", "St Mary's", "Summerhouse", "Weald", "Orchard", "Saltmarsh", "Kingfisher", "Bridge", "Northgate"}
	kinds := []string{"Hospital", "Health Centre", "Surgery", "Ward", "Clinic", "Day Unit", "Practice"}
	for i := range 7700 {
		places = append(places, feedback.Place{ID: feedback.PlaceID(fmt.Sprintf("p%09d", i)), Level: feedback.Provider, Name: fmt.Sprintf("%s %s %d", stems[i%10], kinds[i%7], i/70),
			Code: feedback.OrgCode(fmt.Sprintf("Z%05d", i)), PublicCode: feedback.PublicCode(fmt.Sprintf("PLACE-%d", i)),
			Postcode: feedback.Postcode(fmt.Sprintf("Z%c%d %dAA", rune(65+i%24), 1+i%40, i%9)), From: feedback.NoDay, To: feedback.NoDay})
	}
	dir, err := feedback.NewDirectory(places, nil)
	if err != nil {
		b.Fatal(err)
	}
	var keep listing
	l := keep.of(dir)
	for name, typed := range map[string]string{"name": "st marys hosp", "code": "Z012", "postcode": "ZC12 3AA", "typo": "rosbenk surgrey", "nothing": "qwertyuiop"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				l.find(placeQuery{words: typed})
			}
		})
	}
}
