package detect_test

import (
	"math"
	"math/rand/v2"
	"os"
	"sort"
	"strconv"
	"sync"
	"testing"

	"earshot/scorecard/detect"
	"earshot/scorecard/detect/simulate"
)

// settled is the baseline of the simulated streams, in days.
const settled = 730

// cell is what one kind of place gave.
type cell struct {
	alarms int
	years  float64
	delays map[float64][]float64
}

func (c *cell) perYear() float64 { return float64(c.alarms) / c.years }

// under is the share of changes found within so many days.
func (c *cell) under(rise, days float64) float64 {
	found := 0
	for _, d := range c.delays[rise] {
		if d <= days {
			found++
		}
	}
	return float64(found) / float64(len(c.delays[rise]))
}

func (c *cell) quantile(rise, p float64) float64 {
	v := append([]float64(nil), c.delays[rise]...)
	sort.Float64s(v)
	return v[int(p*float64(len(v)))]
}

func alarms(m *detect.Model, s detect.Settings, n, x []float64) []int {
	d := detect.New(m, 0)
	var out []int
	for t := range n {
		if d.Step(m, s, detect.Day{N: n[t], X: x[t]}) {
			out = append(out, t)
		}
	}
	return out
}

// run simulates streams of one kind of place: half without a change for ten
// years, half with a change of each size.
func run(m *detect.Model, s detect.Settings, p simulate.Place, streams int, seed uint64) *cell {
	c := &cell{delays: map[float64][]float64{}}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for worker := range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r := rand.New(rand.NewPCG(seed, uint64(worker)))
			for range streams / 2 {
				for _, rise := range []float64{0, 0.1, 0.2, 0.3} {
					days, tau := settled+3652, settled+3652
					if rise > 0 {
						days, tau = 1376, 945+r.IntN(31)
					}
					n, x := p.Days(r, days, tau, rise)
					found := alarms(m, s, n, x)
					mu.Lock()
					c.years += float64(tau-settled) / 365.25
					delay := math.Inf(1)
					for _, a := range found {
						if a < tau {
							c.alarms++
						} else {
							delay = min(delay, float64(a-tau+1))
						}
					}
					if rise > 0 {
						c.delays[rise] = append(c.delays[rise], delay)
					}
					mu.Unlock()
				}
			}
		}()
	}
	wg.Wait()
	return c
}

// TestCalibration holds the detector to its budget in both worlds at every volume.
// EARSHOT_CALIBRATE sets the number of streams a cell (default 6, which only
// catches gross errors; 400 sets the overshoot table).
func TestCalibration(t *testing.T) {
	streams := 6
	if v, err := strconv.Atoi(os.Getenv("EARSHOT_CALIBRATE")); err == nil {
		streams = v
	}
	m, s := detect.NewModel(detect.Share), detect.DefaultSettings()
	s.Quiet = settled
	if v, err := strconv.ParseFloat(os.Getenv("EARSHOT_PERYEAR"), 64); err == nil {
		s.PerYear = v
	}
	for _, world := range []struct {
		name  string
		place func(float64) simulate.Place
	}{{"steady", simulate.Steady}, {"lifelike", simulate.Lifelike}} {
		for _, volume := range []float64{5, 20, 100} {
			c := run(m, s, world.place(volume), streams, 20261120)
			t.Logf("%-8s %3.0f a day: %.3f false alarms a year (%.0f y); days to find 10 points %g/%g (<=16: %.3f), 20: %g/%g (<=3: %.3f), 30: %g/%g",
				world.name, volume, c.perYear(), c.years, c.quantile(0.1, 0.5), c.quantile(0.1, 0.9), c.under(0.1, 16),
				c.quantile(0.2, 0.5), c.quantile(0.2, 0.9), c.under(0.2, 3), c.quantile(0.3, 0.5), c.quantile(0.3, 0.9))
			// Three Poisson deviations above the budget.
			if ceiling := s.PerYear + 3*math.Sqrt(s.PerYear/c.years); c.perYear() > ceiling {
				t.Errorf("%s %g a day: %.3f false alarms a year, budget %.3f (ceiling %.3f)", world.name, volume, c.perYear(), s.PerYear, ceiling)
			}
			if found := c.under(0.3, 60); found < 0.9 {
				t.Errorf("%s %g a day: found %.2f of 30-point rises in 60 days", world.name, volume, found)
			}
		}
	}
}

// TestOtherPlaces looks at places the threshold was not set by: other rates, larger
// wobbles. False alarms may be up to twice the budget there.
func TestOtherPlaces(t *testing.T) {
	streams := 6
	if v, err := strconv.Atoi(os.Getenv("EARSHOT_CALIBRATE")); err == nil {
		streams = v
	}
	m, s := detect.NewModel(detect.Share), detect.DefaultSettings()
	s.Quiet = settled
	for name, change := range map[string]func(*simulate.Place){
		"rate 3 %":    func(p *simulate.Place) { p.Rate = 0.03 },
		"rate 30 %":   func(p *simulate.Place) { p.Rate = 0.3 },
		"wobble 0.4":  func(p *simulate.Place) { p.Wobble = 0.4 },
		"half a day":  func(p *simulate.Place) { p.Volume = 0.5 },
		"wobble 0.1":  func(p *simulate.Place) { p.Wobble, p.Daily = 0.1, 0 },
		"500 answers": func(p *simulate.Place) { p.Volume = 500 },
	} {
		p := simulate.Lifelike(20)
		change(&p)
		c := run(m, s, p, streams, 7)
		t.Logf("%-12s %.3f false alarms a year (%.0f y); days to find 10 points %g/%g, 20: %g/%g", name, c.perYear(), c.years,
			c.quantile(0.1, 0.5), c.quantile(0.1, 0.9), c.quantile(0.2, 0.5), c.quantile(0.2, 0.9))
		if ceiling := 2*s.PerYear + 3*math.Sqrt(2*s.PerYear/c.years); c.perYear() > ceiling {
			t.Errorf("%s: %.3f false alarms a year, ceiling %.3f", name, c.perYear(), ceiling)
		}
	}
}

func BenchmarkStep(b *testing.B) {
	m, s := detect.NewModel(detect.Share), detect.DefaultSettings()
	n, x := simulate.Lifelike(20).Days(rand.New(rand.NewPCG(1, 2)), 2000, -1, 0)
	d := detect.New(m, 0)
	for i := 0; b.Loop(); i++ {
		d.Step(m, s, detect.Day{N: n[i%2000], X: x[i%2000]})
	}
}
