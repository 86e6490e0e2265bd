package replay

import (
	"fmt"
	"sort"
	"strings"
)

// Row sums up the changes of one kind.
type Row struct {
	Change string `json:"change"`
	// Volume is the median of the wards' answers a day.
	Volume  float64 `json:"median_answers_a_day"`
	Planted int     `json:"planted"`
	Found   int     `json:"found"`
	// Median and P90 are delays in days over those planted; 0 where so many were not
	// found.
	Median int `json:"median_delay_days"`
	P90    int `json:"p90_delay_days"`
}

// Rows sums up the changes: rises by size, then silence.
func (r Report) Rows() []Row {
	groups := map[string][]Change{}
	for _, c := range r.Changes {
		groups[c.kind()] = append(groups[c.kind()], c)
	}
	var names []string
	for name := range groups {
		names = append(names, name)
	}
	sort.Strings(names)
	var rows []Row
	for _, name := range names {
		rows = append(rows, row(name, groups[name]))
	}
	return rows
}

func (c Change) kind() string {
	if c.Silence {
		return "silence"
	}
	return fmt.Sprintf("negative +%.0f points", 100*c.Rise)
}

func row(name string, changes []Change) Row {
	r := Row{Change: name, Planted: len(changes)}
	var delays []int
	var volumes []float64
	for _, c := range changes {
		volumes = append(volumes, c.Volume)
		if c.Found {
			r.Found++
			delays = append(delays, c.Delay)
		}
	}
	sort.Ints(delays)
	sort.Float64s(volumes)
	r.Volume = volumes[len(volumes)/2]
	at := func(share float64) int {
		if k := int(share * float64(len(changes))); k < len(delays) {
			return delays[k]
		}
		return 0
	}
	r.Median, r.P90 = at(0.5), at(0.9)
	return r
}

// FalseAlarmSummary is how false alarms fell on providers.
type FalseAlarmSummary struct {
	Mean    float64 `json:"mean_per_provider_year"`
	Median  int     `json:"median"`
	P90     int     `json:"p90"`
	Most    int     `json:"most"`
	Without int     `json:"providers_without"`
}

// Summary gives how false alarms fell on providers.
func (r Report) Summary() FalseAlarmSummary {
	var s FalseAlarmSummary
	if len(r.FalseAlarms) == 0 {
		return s
	}
	sorted := append([]int(nil), r.FalseAlarms...)
	sort.Ints(sorted)
	sum := 0
	for _, k := range sorted {
		sum += k
		if k == 0 {
			s.Without++
		}
	}
	n := len(sorted)
	s.Mean, s.Median, s.P90, s.Most = float64(sum)/float64(n), sorted[n/2], sorted[n*9/10], sorted[n-1]
	return s
}

// Text writes the report as a table to read.
func (r Report) Text(o Options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Made-up England: %d providers, %d wards, %d detectors, one year after %d days of history.\n\n", o.Providers, o.Wards, r.Detectors, o.History)
	fmt.Fprintf(&b, "%-22s %10s %8s %6s %13s %10s\n", "change", "answers/day", "planted", "found", "median days", "90% days")
	for _, row := range r.Rows() {
		fmt.Fprintf(&b, "%-22s %11.1f %8d %6d %13s %10s\n", row.Change, row.Volume, row.Planted, row.Found, delay(row.Median), delay(row.P90))
	}
	s := r.Summary()
	fmt.Fprintf(&b, "\nFalse alarms a provider a year: mean %.2f (budget %g), median %d, 90%% %d, most %d; %d providers had none.\n",
		s.Mean, o.Budget, s.Median, s.P90, s.Most, s.Without)
	return b.String()
}

func delay(days int) string {
	if days == 0 {
		return "not found"
	}
	return fmt.Sprint(days)
}
