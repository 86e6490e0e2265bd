package sentiment

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jonreiter/govader"

	"earshot/feedback"
)

// benchComments gives comments to measure with: the published ones if they
// are at hand, else the written mixed ones.
func benchComments(b testing.TB) []string {
	b.Helper()
	dir := os.Getenv("EARSHOT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(dir, "data", "fft_comments_train.csv"))
	if err != nil {
		b.Logf("no published comments (EARSHOT_SHARED): measuring with the written ones")
		var out []string
		for _, c := range mixedComments(b) {
			out = append(out, c.text)
		}
		return out
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	var out []string
	for _, r := range rows[1:] {
		if len(r[6]) > 2 && r[6] != "Did not answer" {
			out = append(out, r[6])
		}
	}
	return out
}

// BenchmarkRead measures sentiment, themes and danger flags of one comment.
func BenchmarkRead(b *testing.B) {
	r := newReader(b)
	comments := benchComments(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		r.Read(comments[i%len(comments)], Context{Question: CouldImprove, Rating: feedback.Good})
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "comments/s")
}

// BenchmarkModel measures the model's part of it: no language, no flags.
func BenchmarkModel(b *testing.B) {
	r := newReader(b)
	comments := benchComments(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		r.readModel(comments[i%len(comments)], Context{Question: CouldImprove, Rating: feedback.Good})
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "comments/s")
}

// BenchmarkVader measures govader on the same comments.
func BenchmarkVader(b *testing.B) {
	v := govader.NewSentimentIntensityAnalyzer()
	comments := benchComments(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		v.PolarityScores(comments[i%len(comments)])
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "comments/s")
}

// BenchmarkReadLong measures the cost of long texts, per byte.
func BenchmarkReadLong(b *testing.B) {
	r := newReader(b)
	for _, c := range []struct{ name, text string }{
		{"normal", "The nurses were kind and explained everything, but I waited two hours."},
		{"100kB", strings.Repeat("The nurses were kind and explained everything, but I waited two hours. ", 1400)},
		{"100kB-brackets", strings.Repeat("(", 100_000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			for b.Loop() {
				r.Read(c.text, Context{})
			}
		})
	}
}

// BenchmarkNew measures loading the model.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newReader(b)
	}
}
