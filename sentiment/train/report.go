package train

import (
	"fmt"
	"io"
	"slices"

	"earshot/sentiment"
)

// Row is one line of the table of sentiment.
type Row struct {
	Input      string
	All, Novel Measures
}

// Report holds every figure of a set of answers.
type Report struct {
	Rows       []Row
	Themes     ThemeMeasures
	ThemesNew  ThemeMeasures
	Labelled   [2]ThemeMeasures    // of the comments that were given a theme: all, novel
	ECE        [LevelCount]float64 // expected calibration error of the confidence
	ByService  map[string]Measures // with question
	ByLength   [4]Measures         // with question: to 3, 10, 30 words and over
	References []Row
}

// Build measures answers by level.
func Build(answers [LevelCount][]Answer, seed int64) Report {
	novel := func(a Answer) bool { return a.Novel }
	var r Report
	names := [LevelCount]string{"text", "+ question", "+ rating"}
	for l, a := range answers {
		r.Rows = append(r.Rows, Row{names[l], Sentiment(a, seed), Sentiment(of(a, novel), seed)})
		r.ECE[l], _, _, _ = Calibration(a)
	}
	v := Vader(answers[ByText])
	r.References = append(r.References, Row{"govader, best cuts", Sentiment(v, seed), Sentiment(of(v, novel), seed)})
	most := slices.Clone(answers[ByText])
	for i := range most {
		most[i].Class = sentiment.VeryPositive
	}
	r.References = append(r.References, Row{"always very positive", Sentiment(most, seed), Sentiment(of(most, novel), seed)})
	r.Themes, r.ThemesNew = Themes(answers[ByQuestion], seed), Themes(of(answers[ByQuestion], novel), seed)
	labelled := of(answers[ByQuestion], func(a Answer) bool { return len(a.Comment.Themes) > 0 })
	r.Labelled = [2]ThemeMeasures{Themes(labelled, seed), Themes(of(labelled, novel), seed)}
	r.ByService = map[string]Measures{}
	for _, a := range answers[ByQuestion] {
		if _, done := r.ByService[a.Comment.Service]; !done {
			s := a.Comment.Service
			r.ByService[s] = Sentiment(of(answers[ByQuestion], func(a Answer) bool { return a.Comment.Service == s }), seed)
		}
	}
	for b := range r.ByLength {
		r.ByLength[b] = Sentiment(of(answers[ByQuestion], func(a Answer) bool { return band(a.Comment.Text) == b }), seed)
	}
	return r
}

// lengths names the bands of length.
var lengths = [4]string{"1 to 3 words", "4 to 10 words", "11 to 30 words", "over 30 words"}

// band gives the band of a text's length.
func band(text string) int {
	n, in := 0, false
	for i := 0; i < len(text); i++ {
		blank := text[i] <= ' '
		if !blank && !in {
			n++
		}
		in = !blank
	}
	switch {
	case n <= 3:
		return 0
	case n <= 10:
		return 1
	case n <= 30:
		return 2
	}
	return 3
}

// Write prints the report as plain text.
func (r *Report) Write(w io.Writer) error {
	p := &printer{w: w}
	p.line("%-22s %-24s %-24s %-24s %s", "sentiment", "5-class accuracy", "quadratic kappa", "3-class accuracy", "comments")
	for _, row := range append(slices.Clone(r.Rows), r.References...) {
		p.measures(row.Input, "all", row.All)
		p.measures("", "novel", row.Novel)
	}
	p.line("")
	p.line("%-22s %-24s %-24s %s", "themes", "micro-F1", "macro-F1", "comments")
	p.line("%-14s %-7s %-24s %-24s %d", "all comments", "all", r.Themes.Micro, r.Themes.Macro, r.Themes.Count)
	p.line("%-14s %-7s %-24s %-24s %d", "", "novel", r.ThemesNew.Micro, r.ThemesNew.Macro, r.ThemesNew.Count)
	p.line("%-14s %-7s %-24s %-24s %d", "with a theme", "all", r.Labelled[0].Micro, r.Labelled[0].Macro, r.Labelled[0].Count)
	p.line("%-14s %-7s %-24s %-24s %d", "", "novel", r.Labelled[1].Micro, r.Labelled[1].Macro, r.Labelled[1].Count)
	p.line("")
	for l, e := range r.ECE {
		p.line("calibration error of the confidence, %s: %.3f", Level(l), e)
	}
	p.line("")
	p.line("by service and length (with question)")
	var services []string
	for s := range r.ByService {
		services = append(services, s)
	}
	slices.Sort(services)
	for _, s := range services {
		if m := r.ByService[s]; m.Count >= 30 {
			p.line("  %-32s %s %s %s %d", s, m.Accuracy, m.Kappa, m.Accuracy3, m.Count)
		}
	}
	for b, m := range r.ByLength {
		p.line("  %-32s %s %s %s %d", lengths[b], m.Accuracy, m.Kappa, m.Accuracy3, m.Count)
	}
	p.line("")
	p.line("themes one by one (F1 all, F1 novel, comments that have it)")
	for i, n := range r.Themes.Positive {
		p.line("  %-58s %.3f  %.3f  %d", sentiment.Theme(i+1), r.Themes.ByTheme[i], r.ThemesNew.ByTheme[i], n)
	}
	return p.err
}

// String gives "0.683 (0.670–0.696)".
func (e Estimate) String() string { return fmt.Sprintf("%.3f (%.3f–%.3f)", e.Value, e.Low, e.High) }

// printer keeps the first error of many prints.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) measures(name, part string, m Measures) {
	p.line("%-14s %-7s %-24s %-24s %-24s %d", shorten(name, 22), part, m.Accuracy, m.Kappa, m.Accuracy3, m.Count)
}

func shorten(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}
