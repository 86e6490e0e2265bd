package detect_test

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"

	"earshot/scorecard/detect"
	"earshot/scorecard/detect/simulate"
)

// start is the first day of the tests, a Saturday: 1 January 2022.
const start = 18993

func plan() detect.Plan {
	return detect.Plan{PerProviderYear: 1, Detectors: 8, Measures: []detect.Measure{
		{Name: "negative", Label: "negative answers", Of: "answers", Form: detect.Rising, Guess: 0.06},
		{Name: "positive", Label: "positive answers", Of: "answers", Form: detect.Falling, Guess: 0.9},
		{Name: "sentiment", Label: "the mean tone of comments", Form: detect.Mean, Low: -1, High: 1},
		{Name: "silence", Label: "answers", Form: detect.Silence},
	}}
}

// counts makes a day whose negative answers, positive answers and tone change
// together.
func counts(r *rand.Rand, n, x float64) []detect.Count {
	tone := detect.Count{N: n}
	for i := range int(n) {
		score := 0.6 + 0.2*r.NormFloat64()
		if i < int(x) {
			score = -0.5 + 0.2*r.NormFloat64()
		}
		score = max(-1, min(1, score))
		tone.X += score
		tone.Squares += score * score
	}
	return []detect.Count{{N: n, X: x}, {N: n, X: n - x}, tone, {N: n}}
}

func TestMonitor(t *testing.T) {
	w := detect.NewWatcher(plan())
	r := rand.New(rand.NewPCG(21, 4))
	n, x := simulate.Lifelike(20).Days(r, 800, 700, 0.25)
	m := w.NewMonitor(start)
	raised := map[string]detect.Warning{}
	for day := range n {
		warnings, err := m.Step(w, start+day, counts(r, n[day], x[day]))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range warnings {
			if day < 700 {
				t.Logf("false alarm on day %d: %s", day, v.Sentence)
				continue
			}
			if _, twice := raised[v.Measure]; twice {
				t.Errorf("%s raised again while its warning is open", v.Measure)
			}
			raised[v.Measure] = v
		}
	}
	for _, name := range []string{"negative", "positive", "sentiment"} {
		v, ok := raised[name]
		if !ok {
			t.Errorf("%s: a 25-point change was not found in 100 days", name)
			continue
		}
		t.Log(v.Sentence)
		if v.Raised < start+700 || v.Raised > start+715 || v.Since < start+690 || v.Since > v.Raised {
			t.Errorf("%s: raised on day %d, since %d; the change came on day 700", name, v.Raised-start, v.Since-start)
		}
		if !strings.Contains(v.Sentence, "2023") {
			t.Errorf("%s: no date in %q", name, v.Sentence)
		}
	}
	if v := raised["positive"]; v.Before < 0.85 || v.After > v.Before {
		t.Errorf("positive: from %.2f to %.2f, want a fall from about 0.9", v.Before, v.After)
	}
	if v := raised["sentiment"]; v.Before < 0.3 || v.Before > 0.6 || v.After > v.Before {
		t.Errorf("sentiment: from %.2f to %.2f, want a fall from about 0.49", v.Before, v.After)
	}
}

func TestMonitorGapsAndOrder(t *testing.T) {
	w := detect.NewWatcher(plan())
	r := rand.New(rand.NewPCG(2, 4))
	n, x := simulate.Lifelike(20).Days(r, 400, -1, 0)
	m := w.NewMonitor(start)
	for day := range n {
		if _, err := m.Step(w, start+day, counts(r, n[day], x[day])); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.Step(w, start+399, counts(r, 5, 1)); !errors.Is(err, detect.ErrOrder) {
		t.Errorf("a day twice: %v, want ErrOrder", err)
	}
	if _, err := m.Step(w, start+400, nil); !errors.Is(err, detect.ErrMeasures) {
		t.Errorf("no counts: %v, want ErrMeasures", err)
	}
	warnings, err := m.Step(w, start+410, counts(r, 0, 0))
	if err != nil || len(warnings) != 1 || warnings[0].Measure != "silence" {
		t.Fatalf("eleven days without an answer: %v, %v; want one warning of silence", warnings, err)
	}
	t.Log(warnings[0].Sentence)
	b, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back detect.Monitor
	if err := back.UnmarshalBinary(b); err != nil || !reflect.DeepEqual(&back, m) {
		t.Errorf("state through %d bytes differs (%v)", len(b), err)
	}
	if back.Open(3) != warnings[0].Raised {
		t.Errorf("open since %d, want %d", back.Open(3), warnings[0].Raised)
	}
	if err := back.Close(w, 3, detect.NewNormal, warnings[0].Since); err != nil || back.Open(3) != 0 {
		t.Errorf("closing: %v", err)
	}
}

// TestOutcomes closes a real warning in each way and looks at what is normal 100 days
// later, when the level has been back at its old one (or has stayed, for NewNormal).
func TestOutcomes(t *testing.T) {
	p := plan()
	p.Measures = p.Measures[:1]
	w := detect.NewWatcher(p)
	for _, c := range []struct {
		outcome  detect.Outcome
		stays    bool
		low, top float64
	}{{detect.Passed, false, 0.08, 0.12}, {detect.NewNormal, true, 0.3, 0.4}} {
		r := rand.New(rand.NewPCG(7, 7))
		n, x := simulate.Steady(20).Days(r, 640, 500, 0.25)
		_, calm := simulate.Steady(20).Days(r, 640, -1, 0)
		m := w.NewMonitor(start)
		for day := range n {
			if day >= 540 && !c.stays {
				x[day] = min(n[day], calm[day])
			}
			if _, err := m.Step(w, start+day, []detect.Count{{N: n[day], X: x[day]}}); err != nil {
				t.Fatal(err)
			}
			if day == 540 {
				if m.Open(0) == 0 {
					t.Fatal("no warning to close")
				}
				if err := m.Close(w, 0, c.outcome, start+500); err != nil {
					t.Fatal(err)
				}
			}
		}
		if f := m.Explain(w, 0); f.Before < c.low || f.Before > c.top {
			t.Errorf("outcome %d: normal is %.3f, want %.2f to %.2f", c.outcome, f.Before, c.low, c.top)
		}
	}
}

// BenchmarkDay updates every ward of England, 6,941 places of 40 measures, by one
// day on all cores.
func BenchmarkDay(b *testing.B) {
	const places, measures = 6941, 40
	p := detect.Plan{PerProviderYear: 2, Detectors: 30 * measures}
	for i := range measures {
		form := detect.Rising
		if i == 0 {
			form = detect.Silence
		}
		p.Measures = append(p.Measures, detect.Measure{Form: form})
	}
	w := detect.NewWatcher(p)
	monitors := make([]*detect.Monitor, places)
	for i := range monitors {
		monitors[i] = w.NewMonitor(start)
	}
	n, x := simulate.Lifelike(5).Days(rand.New(rand.NewPCG(1, 1)), 3000, -1, 0)
	day := 0
	for b.Loop() {
		work := make(chan int)
		var wg sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			wg.Add(1)
			go func() {
				defer wg.Done()
				counts := make([]detect.Count, measures)
				for i := range work {
					for k := range counts {
						at := (day + i + 37*k) % 3000
						counts[k] = detect.Count{N: n[at], X: x[at]}
					}
					if _, err := monitors[i].Step(w, start+day, counts); err != nil {
						b.Error(err)
					}
				}
			}()
		}
		for i := range monitors {
			work <- i
		}
		close(work)
		wg.Wait()
		day++
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/day")
}
