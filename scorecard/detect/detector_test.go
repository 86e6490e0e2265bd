package detect_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"earshot/scorecard/detect"
	"earshot/scorecard/detect/simulate"
)

// TestCausal cuts streams short and keeps bytes in between: the alarms up to the cut
// must be the same.
func TestCausal(t *testing.T) {
	m, s := detect.NewModel(detect.Share), detect.DefaultSettings()
	s.Quiet = 100
	r := rand.New(rand.NewPCG(11, 1))
	for range 5 {
		n, x := simulate.Lifelike(20).Days(r, 900, 700, 0.2)
		whole := alarms(m, s, n, x)
		if len(whole) == 0 {
			t.Fatal("no alarm for a 20-point rise in 200 days")
		}
		cut := whole[0] + 1
		if got := alarms(m, s, n[:cut], x[:cut]); !slices.Equal(got, whole[:1]) {
			t.Errorf("cut at %d: %v, want %v", cut, got, whole[:1])
		}
		d := detect.New(m, 0)
		var kept []int
		for day := range n {
			if d.Step(m, s, detect.Day{N: n[day], X: x[day]}) {
				kept = append(kept, day)
			}
			if day%50 == 0 {
				b, err := d.MarshalBinary()
				if err != nil {
					t.Fatal(err)
				}
				d = new(detect.Detector)
				if err := d.UnmarshalBinary(b); err != nil {
					t.Fatal(err)
				}
			}
		}
		if !slices.Equal(kept, whole) {
			t.Errorf("through bytes: %v, want %v", kept, whole)
		}
	}
}

// TestNotSwallowed holds that a change nobody acts on is not taken for normal while
// its warning is open.
func TestNotSwallowed(t *testing.T) {
	m, s := detect.NewModel(detect.Share), detect.DefaultSettings()
	n, x := simulate.Steady(20).Days(rand.New(rand.NewPCG(2, 2)), 900, 600, 0.2)
	d := detect.New(m, 0)
	first := -1
	for day := range n {
		if d.Step(m, s, detect.Day{N: n[day], X: x[day]}) && first < 0 {
			first = day
		}
		if first >= 0 {
			d.Freeze(d.Days())
		}
	}
	if first < 600 || first > 610 {
		t.Fatalf("raised on day %d, want within ten days of 600", first)
	}
	f := d.Explain(m, s)
	if f.Before < 0.07 || f.Before > 0.13 {
		t.Errorf("after 300 changed days the usual level is %.3f, want about 0.10", f.Before)
	}
}

func TestExplain(t *testing.T) {
	m, s := detect.NewModel(detect.Share), detect.DefaultSettings()
	r := rand.New(rand.NewPCG(5, 5))
	near, covered := 0, 0
	const streams = 20
	for range streams {
		n, x := simulate.Lifelike(20).Days(r, 760, 740, 0.2)
		d := detect.New(m, 0)
		for day := range n {
			d.Step(m, s, detect.Day{N: n[day], X: x[day]})
		}
		f := d.Explain(m, s)
		if f.Since >= 736 && f.Since <= 744 {
			near++
		}
		if f.SinceFrom <= 740 && 740 <= f.SinceTo {
			covered++
		}
		if f.After <= f.Before || f.AfterLow > f.After || f.AfterHigh < f.After || f.Sure < 0.9 {
			t.Errorf("finding makes no sense: %+v", f)
		}
	}
	if near < streams*7/10 || covered < streams*7/10 {
		t.Errorf("first day found within four days in %d of %d, inside its interval in %d", near, streams, covered)
	}
}

// TestYoungPlace holds that a place without history raises nothing on its first
// days, and finds a large change within its first year.
func TestYoungPlace(t *testing.T) {
	m, s := detect.NewModel(detect.Share), detect.DefaultSettings()
	r := rand.New(rand.NewPCG(8, 8))
	early, found := 0, 0
	const streams = 60
	for range streams {
		n, x := simulate.Lifelike(20).Days(r, 260, 200, 0.3)
		for _, day := range alarms(m, s, n, x) {
			if day < 200 {
				early++
			} else if day < 215 {
				found++
				break
			}
		}
	}
	if early > 10 { // 33 place-years before the change
		t.Errorf("%d false alarms in the first 200 days of %d places", early, streams)
	}
	if found < streams*9/10 {
		t.Errorf("found %d of %d 30-point rises within 15 days", found, streams)
	}
}

func TestSilence(t *testing.T) {
	m, s := detect.NewModel(detect.Volume), detect.DefaultSettings()
	r := rand.New(rand.NewPCG(3, 9))
	for _, volume := range []float64{2, 5, 20, 100} {
		wrong, years, late := 0, 0.0, 0
		const places = 20
		for range places {
			n, x := simulate.Lifelike(volume).Days(r, 1100, -1, 0)
			for day := 1000; day < len(n); day++ {
				n[day], x[day] = 0, 0
			}
			delay := 100
			for _, day := range alarms(m, s, n, x) {
				if day < 1000 {
					wrong++
				} else {
					delay = min(delay, day-999)
				}
			}
			years += 1000 / 365.25
			if limit := 2 + int(16/volume); delay > limit+2 {
				late++
			}
		}
		t.Logf("%g a day: %.2f false alarms a year, %d of %d found late", volume, float64(wrong)/years, late, places)
		if rate := float64(wrong) / years; rate > 0.35 {
			t.Errorf("%g a day: %.2f false alarms of silence a year", volume, rate)
		}
		if late > places/5 {
			t.Errorf("%g a day: %d of %d silences found late", volume, late, places)
		}
	}
}

func TestAnswerStream(t *testing.T) {
	m, s := detect.NewModel(detect.Share), detect.DefaultSettings()
	for name, line := range map[string]string{
		"lengths": `{"id":"a","n":[1,2],"neg":[0]}`, "more events than answers": `{"id":"a","n":[1],"neg":[2]}`, "not JSON": `{`,
	} {
		if _, err := detect.AnswerStream(m, s, []byte(line), false); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	got, err := detect.AnswerStream(m, s, []byte(`{"id":"e","n":[],"neg":[]}`), false)
	if b, _ := json.Marshal(got); err != nil || string(b) != `{"id":"e","alarm_days":[]}` {
		t.Errorf("empty stream: %s, %v", b, err)
	}
}

func FuzzState(f *testing.F) {
	m := detect.NewModel(detect.Share)
	b, err := detect.New(m, 3).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		var d detect.Detector
		if d.UnmarshalBinary(b) == nil && strings.TrimSpace(string(b)) != "" {
			d.Step(m, detect.DefaultSettings(), detect.Day{N: 5, X: 1})
		}
		var mon detect.Monitor
		_ = mon.UnmarshalBinary(b)
	})
}
