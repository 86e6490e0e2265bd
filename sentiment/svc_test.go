package sentiment

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os/exec"
	"testing"

	"earshot/feedback"
)

// svcScript measures the reference.
//
//go:embed testdata/svc.py
var svcScript string

// Sizes of the reference: as many comments as it is trained on, for sentiment
// and for themes, and reads at once. The more it is trained on, the slower it
// reads.
const (
	svcTaught = 5012 // as many as have a sentiment set by hand
	svcThemed = 1000
	svcRead   = 500
)

// pythonWithLearning finds a Python that has scikit-learn; empty if none has.
func pythonWithLearning() string {
	for _, python := range []string{"python3", "/usr/bin/python3", "/usr/local/bin/python3", "python"} {
		if exec.Command(python, "-c", "import sklearn").Run() == nil {
			return python
		}
	}
	return ""
}

// BenchmarkSVC measures TF-IDF with a support vector classifier in scikit-learn
// on the same comments, and prints how many times its rate Read reaches in the
// same run. Both are counted by the second of processor time.
func BenchmarkSVC(b *testing.B) {
	python := pythonWithLearning()
	if python == "" {
		b.Skip("NOT MEASURED: no python3 here has scikit-learn (on Debian: apt-get install python3-sklearn), so Read stands beside no reference")
	}
	r := newReader(b)
	comments := benchComments(b)
	comments = comments[:min(len(comments), svcTaught)]
	given := struct {
		Texts   []string `json:"texts"`
		Classes []int    `json:"classes"`
		Themes  [][]int  `json:"themes"` // of the first comments, 1 for each that it has
		Read    []string `json:"read"`
	}{Texts: comments, Read: comments[:min(len(comments), svcRead)]}
	for i, c := range comments { // what the labels are matters little to the speed
		reading := r.Read(c, Context{})
		given.Classes = append(given.Classes, int(reading.Class))
		if i < svcThemed {
			row := make([]int, themeEnd)
			for _, th := range reading.Themes {
				row[th.Theme] = 1
			}
			given.Themes = append(given.Themes, row)
		}
	}
	input, err := json.Marshal(given)
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(python, "-c", svcScript)
	cmd.Stdin = bytes.NewReader(input)
	var faults bytes.Buffer
	cmd.Stderr = &faults
	output, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s: %v: %s", python, err, faults.String())
	}
	var svc struct {
		Version               string
		Batch, Single, Themed float64
	}
	if err := json.Unmarshal(output, &svc); err != nil {
		b.Fatalf("%s says %q: %v", python, output, err)
	}
	ours := rate(comments, func(s string) { r.Read(s, Context{Question: CouldImprove, Rating: feedback.Good}) })
	for b.Loop() { // the metrics are what counts
		r.Read(comments[0], Context{})
	}
	b.ReportMetric(ours/svc.Batch, "times-svc-at-once")
	b.ReportMetric(ours/svc.Single, "times-svc-one-by-one")
	b.ReportMetric(ours/svc.Themed, "times-svc-with-themes")
	fmt.Printf("scikit-learn %s, comments a second of processor time: sentiment %.0f at once, %.0f one by one, "+
		"with themes %.0f at once; Read, sentiment with themes and danger signs, %.0f\n",
		svc.Version, svc.Batch, svc.Single, svc.Themed, ours)
}
