package sentiment

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// longTexts are a normal comment and long ones, none of which may take more
// than longCost times as much a byte.
var longTexts = [...]struct{ name, text string }{
	{"normal", normalText},
	{"100kB", strings.Repeat(normalText+" ", 100_000/len(normalText))},
	{"100kB-brackets", strings.Repeat("(", 100_000)},
}

const (
	normalText = "The nurses were kind and explained everything, but I waited two hours."
	longCost   = 1.5
)

// perByte is how much processor time reading takes for each byte.
func perByte(r *Reader, text string) float64 {
	best := math.Inf(1)
	for range 3 {
		start := cpuTime()
		n := 0
		for cpuTime()-start < 40*time.Millisecond {
			for range max(1, 50_000/len(text)) {
				r.Read(text, Context{})
				n++
			}
		}
		best = min(best, float64(cpuTime()-start)/float64(n*len(text)))
	}
	return best
}

// BenchmarkReadLong measures the cost of long texts, per byte, beside that of a
// normal one.
func BenchmarkReadLong(b *testing.B) {
	r := newReader(b)
	normal := perByte(r, normalText)
	for _, c := range longTexts {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			for b.Loop() {
				r.Read(c.text, Context{})
			}
			b.ReportMetric(perByte(r, c.text)/normal, "times-a-normal-byte")
		})
	}
}

func TestReadLongCost(t *testing.T) {
	if raced {
		t.Skip("the race detector changes what things cost; they are measured without it")
	}
	r := newReader(t)
	normal := perByte(r, normalText)
	for _, c := range longTexts[1:] {
		times := perByte(r, c.text) / normal
		t.Logf("%s: %.2f times a normal byte", c.name, times)
		if times > longCost {
			t.Errorf("%s: %.2f times what a byte of a normal comment takes, want at most %.1f", c.name, times, longCost)
		}
	}
}

// rate is how many of the comments f does a second of processor time.
func rate(comments []string, f func(string)) float64 {
	start := cpuTime()
	n := 0
	for cpuTime()-start < time.Second {
		for range 50 {
			f(comments[n%len(comments)])
			n++
		}
	}
	return float64(n) / (cpuTime() - start).Seconds()
}

// BenchmarkNamesAndRedaction measures all that a comment meets before it may be
// published: reading, and taking out names and identifiers.
func BenchmarkNamesAndRedaction(b *testing.B) {
	r, g := newReader(b), guard(b)
	comments := benchComments(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		text := comments[i%len(comments)]
		r.Read(text, Context{})
		g.Redact(text)
		i++
	}
	b.ReportMetric(rate(comments, func(s string) { r.Read(s, Context{}); g.Redact(s) }), "comments/s-of-cpu")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "comments/s")
}

// BenchmarkNew measures loading the model.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newReader(b)
	}
}
