// Package replay runs a year of a made-up England through the early warning, with
// changes planted at known places and days, and counts what was found, how soon,
// and how many warnings had nothing behind them. No place in it exists.
package replay

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sort"
	"sync"

	"earshot/scorecard/detect"
	"earshot/scorecard/detect/simulate"
)

// Options say how large an England to make. The zero value is not useful; see
// [Default].
type Options struct {
	Providers int     // 150
	Wards     int     // 6,941, shared out among providers
	Changes   int     // planted in the replayed year
	History   int     // days before the year
	Budget    float64 // false alarms a provider accepts in a year
	Seed      uint64
}

// Default is England's inpatient tree as published in July 2025 by size, two
// years of history, 50 changes, and a budget of two false alarms a provider a year.
func Default() Options {
	return Options{Providers: 150, Wards: 6941, Changes: 50, History: 730, Budget: 2, Seed: 1}
}

const (
	year = 365
	// foundWithin is how long after a change a warning still counts as finding it.
	foundWithin = 90
	// closedAfter is how many days a warning with nothing behind it stays open.
	closedAfter = 28
	// Wards get 36 answers a month on average, most fewer: log-normal, so that half
	// of them are under 0.8 a day.
	medianVolume, spreadVolume = 0.8, 1.0
	// Three answers in a hundred are negative, give or take a factor of 1.6.
	usualRate, spreadRate = 0.03, 0.5
	// leastVolume is the fewest answers a day of a ward that gets a change.
	leastVolume = 0.5
)

// Change is one planted change and what became of it.
type Change struct {
	Provider, Ward int
	Volume         float64 // answers a day before the change
	Rate           float64 // share of negative answers before the change
	Rise           float64 // points added, as a share; 0 for silence
	Silence        bool    // answers stop
	Day            int     // of the replayed year, from 0
	Found          bool    // within 90 days, or by the end of the year
	Delay          int     // days of changed answers seen when the warning came
}

// Report is what a replay gave.
type Report struct {
	Changes []Change
	// FalseAlarms are the warnings of each provider in the year with nothing behind
	// them.
	FalseAlarms []int
	// Detectors is how many detectors ran, Steps how many days they took in together.
	Detectors int
	Steps     int64
}

// ward is one made-up ward.
type ward struct {
	place  simulate.Place
	seed   uint64
	change *Change
}

// Run replays the year. It stops early where ctx ends.
func Run(ctx context.Context, o Options) (Report, error) {
	if o.Providers < 1 || o.Wards < o.Providers || o.Changes < 0 || o.History < 60 || !(o.Budget > 0) {
		return Report{}, fmt.Errorf("replay of %d providers, %d wards, %d changes, %d days: makes no sense", o.Providers, o.Wards, o.Changes, o.History)
	}
	england := build(o)
	report := Report{FalseAlarms: make([]int, o.Providers), Detectors: 2 * (o.Wards + o.Providers)}
	report.Steps = int64(report.Detectors) * int64(o.History+year)
	var wg sync.WaitGroup
	work := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for p := range work {
				if ctx.Err() == nil {
					report.FalseAlarms[p] = runProvider(england[p], o)
				}
			}
		}()
	}
	for p := range england {
		work <- p
	}
	close(work)
	wg.Wait()
	for _, wards := range england {
		for _, w := range wards {
			if w.change != nil {
				report.Changes = append(report.Changes, *w.change)
			}
		}
	}
	sort.Slice(report.Changes, func(i, j int) bool { return report.Changes[i].Day < report.Changes[j].Day })
	return report, ctx.Err()
}

// build makes the wards of each provider and plants the changes.
func build(o Options) [][]ward {
	r := rand.New(rand.NewPCG(o.Seed, 0))
	england := make([][]ward, o.Providers)
	var busy [][2]int
	for i := range o.Wards {
		p := i % o.Providers
		if i >= o.Providers { // each has one; the rest fall unevenly
			p = int(float64(o.Providers) * math.Pow(r.Float64(), 1.5))
		}
		rate := usualRate / (1 - usualRate) * math.Exp(spreadRate*r.NormFloat64())
		place := simulate.Lifelike(medianVolume * math.Exp(spreadVolume*r.NormFloat64()))
		place.Rate = rate / (1 + rate)
		place.Wobble = 0.15 + 0.2*r.Float64()
		england[p] = append(england[p], ward{place: place, seed: r.Uint64()})
		if place.Volume >= leastVolume {
			busy = append(busy, [2]int{p, len(england[p]) - 1})
		}
	}
	r.Shuffle(len(busy), func(i, j int) { busy[i], busy[j] = busy[j], busy[i] })
	for i := range min(o.Changes, len(busy)) {
		p, at := busy[i][0], busy[i][1]
		w := &england[p][at]
		w.change = &Change{Provider: p, Ward: at, Volume: w.place.Volume, Rate: w.place.Rate, Day: r.IntN(year - foundWithin),
			Rise: []float64{0.1, 0.2, 0.3, 0}[i%4], Silence: i%4 == 3}
	}
	return england
}

// runProvider replays one provider's wards and their total, and gives its false
// alarms.
func runProvider(wards []ward, o Options) (falseAlarms int) {
	plan := detect.Plan{PerProviderYear: o.Budget, Detectors: 2 * (len(wards) + 1), Quiet: o.History, Measures: []detect.Measure{
		{Name: "negative", Label: "negative answers", Of: "answers", Form: detect.Rising, Guess: usualRate},
		{Name: "silence", Label: "answers", Form: detect.Silence},
	}}
	watcher := detect.NewWatcher(plan)
	days := o.History + year
	n, x := make([]float64, days), make([]float64, days)
	touched := make([]bool, days) // days on which some ward's change shows in the total
	for i := range wards {
		w := &wards[i]
		wn, wx := w.days(o.History, days)
		falseAlarms += watch(watcher, wn, wx, o.History, w.change, nil)
		for t := range n {
			n[t] += wn[t]
			x[t] += wx[t]
			touched[t] = touched[t] || w.change != nil && t >= o.History+w.change.Day
		}
	}
	return falseAlarms + watch(watcher, n, x, o.History, nil, touched)
}

func (w *ward) days(history, days int) (n, x []float64) {
	r := rand.New(rand.NewPCG(w.seed, 1))
	tau, rise := -1, 0.0
	if w.change != nil {
		tau, rise = history+w.change.Day, w.change.Rise
	}
	n, x = w.place.Days(r, days, tau, rise)
	if w.change != nil && w.change.Silence {
		clear(n[tau:])
		clear(x[tau:])
	}
	return n, x
}

// watch runs one place's monitor and gives its false alarms. A warning of the right
// measure after a change finds it; others after it are neither.
func watch(w *detect.Watcher, n, x []float64, history int, change *Change, touched []bool) (falseAlarms int) {
	m := w.NewMonitor(0)
	for t := range n {
		warnings, err := m.Step(w, t, []detect.Count{{N: n[t], X: x[t]}, {N: n[t]}})
		if err != nil {
			continue // days go up by one and counts fit: cannot happen
		}
		for _, v := range warnings {
			switch {
			case change != nil && t >= history+change.Day:
				if right := (v.Measure == "silence") == change.Silence; right && !change.Found && t-history-change.Day < foundWithin {
					change.Found, change.Delay = true, t-history-change.Day+1
				}
			case touched != nil && touched[t]:
			case t >= history:
				falseAlarms++
			}
		}
		for i := range 2 {
			if open := m.Open(i); open != 0 && t-open >= closedAfter {
				if err := m.Close(w, i, detect.Chance, 0); err != nil {
					continue
				}
			}
		}
	}
	return falseAlarms
}
