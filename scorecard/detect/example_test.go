package detect_test

import (
	"fmt"

	"earshot/scorecard/detect"
)

// A ward of twenty answers a day, one of ten negative, until five more a day are.
func ExampleMonitor() {
	watcher := detect.NewWatcher(detect.Plan{
		PerProviderYear: 2, Detectors: 60, // two false alarms a year over thirty wards
		Measures: []detect.Measure{
			{Name: "negative", Label: "negative answers", Of: "answers", Form: detect.Rising},
			{Name: "silence", Label: "answers", Form: detect.Silence},
		},
	})
	const first = 18993 // 1 January 2022, in days since 1970
	ward := watcher.NewMonitor(first)
	for day := range 430 {
		negative := float64(1 + day%3)
		if day >= 400 {
			negative += 5
		}
		warnings, err := ward.Step(watcher, first+day, []detect.Count{{N: 20, X: negative}, {N: 20}})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, w := range warnings {
			fmt.Printf("day %d: %s\n", w.Raised-first, w.Sentence)
		}
	}
	// Output:
	// day 401: Negative answers rose to about 37% of answers, from about 10%. Since about 5 February 2023 (between 4 February 2023 and 5 February 2023): 15 of 40. That something lasting changed is very likely; chance alone would look like this about once in 35 years.
}
