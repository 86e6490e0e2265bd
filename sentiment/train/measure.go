package train

import (
	"math"
	"slices"
	"sort"
	"strings"

	"earshot/sentiment"
)

// Answer is what was found for one comment, beside what is right.
type Answer struct {
	Comment    *Comment
	Novel      bool            // whether the text was absent from what was trained on
	Class      sentiment.Class // found; Unread counts as wrong
	Confidence float64
	Themes     []sentiment.Theme // found
}

// Span of a measure: the value and its 95 % bootstrap interval.
type Estimate struct{ Value, Low, High float64 }

// Measures are the figures of one set of answers.
type Measures struct {
	Count     int      // comments measured
	Accuracy  Estimate // five classes
	Kappa     Estimate // quadratic weighted kappa
	Accuracy3 Estimate // positive, neutral, negative
}

// draws is how many bootstrap samples an interval rests on.
const draws = 1000

// Sentiment measures the answers to comments that have a label of sentiment.
// An interval resamples respondents, not comments, since one person's answers
// hang together.
func Sentiment(answers []Answer, seed int64) Measures {
	var use []Answer
	for _, a := range answers {
		if a.Comment.Class != sentiment.Unread {
			use = append(use, a)
		}
	}
	m := Measures{Count: len(use)}
	groups := byRespondent(use)
	m.Accuracy = bootstrap(groups, accuracy, seed)
	m.Kappa = bootstrap(groups, kappa, seed)
	m.Accuracy3 = bootstrap(groups, accuracy3, seed)
	return m
}

// byRespondent groups answers.
func byRespondent(answers []Answer) [][]Answer {
	at := map[string]int{}
	var out [][]Answer
	for _, a := range answers {
		i, ok := at[a.Comment.Respondent]
		if !ok {
			i = len(out)
			at[a.Comment.Respondent] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], a)
	}
	return out
}

// bootstrap gives the measure of all groups and the 2.5 and 97.5 % points over
// samples of them.
func bootstrap(groups [][]Answer, of func([]Answer) float64, seed int64) Estimate {
	var all []Answer
	for _, g := range groups {
		all = append(all, g...)
	}
	e := Estimate{Value: of(all)}
	if len(groups) == 0 {
		return e
	}
	rng := source(seed, 5000)
	v := make([]float64, draws)
	sample := make([]Answer, 0, len(all)+16)
	for d := range v {
		sample = sample[:0]
		for range groups {
			sample = append(sample, groups[rng.IntN(len(groups))]...)
		}
		v[d] = of(sample)
	}
	sort.Float64s(v)
	e.Low, e.High = v[draws*25/1000], v[draws*975/1000]
	return e
}

func accuracy(answers []Answer) float64 {
	right := 0
	for _, a := range answers {
		if a.Class == a.Comment.Class {
			right++
		}
	}
	return float64(right) / float64(max(len(answers), 1))
}

func accuracy3(answers []Answer) float64 {
	right := 0
	for _, a := range answers {
		if side(a.Class) == side(a.Comment.Class) {
			right++
		}
	}
	return float64(right) / float64(max(len(answers), 1))
}

// side puts a class on one side: 1 positive, 2 neutral, 3 negative, 0 unread.
func side(c sentiment.Class) int {
	switch {
	case c == sentiment.Unread:
		return 0
	case c < sentiment.Neutral:
		return 1
	case c == sentiment.Neutral:
		return 2
	}
	return 3
}

// kappa is Cohen's kappa with quadratic weights. An unread comment counts as
// neutral.
func kappa(answers []Answer) float64 {
	var seen [5][5]float64
	for _, a := range answers {
		c := a.Class
		if c == sentiment.Unread {
			c = sentiment.Neutral
		}
		seen[a.Comment.Class-1][c-1]++
	}
	var rows, cols [5]float64
	for i := range seen {
		for j, n := range seen[i] {
			rows[i] += n
			cols[j] += n
		}
	}
	var got, chance float64
	for i := range seen {
		for j, n := range seen[i] {
			d := float64((i - j) * (i - j))
			got += d * n
			chance += d * rows[i] * cols[j] / float64(len(answers))
		}
	}
	if chance == 0 {
		return 1
	}
	return 1 - got/chance
}

// ThemeMeasures are the figures of themes.
type ThemeMeasures struct {
	Count    int
	Micro    Estimate
	Macro    Estimate // over themes that occur
	ByTheme  [sentiment.ThemeCount]float64
	Positive [sentiment.ThemeCount]int // how many comments have the theme
}

// Themes measures the themes of all answers.
func Themes(answers []Answer, seed int64) ThemeMeasures {
	m := ThemeMeasures{Count: len(answers)}
	groups := byRespondent(answers)
	m.Micro = bootstrap(groups, microF1, seed)
	m.Macro = bootstrap(groups, macroF1, seed)
	hit, miss, extra := tally(answers)
	for t := range hit {
		m.Positive[t] = hit[t] + miss[t]
		m.ByTheme[t] = f1(hit[t], miss[t], extra[t])
	}
	return m
}

// tally counts right, missed and superfluous themes.
func tally(answers []Answer) (hit, miss, extra [sentiment.ThemeCount]int) {
	for _, a := range answers {
		for _, t := range a.Comment.Themes {
			if slices.Contains(a.Themes, t) {
				hit[t-1]++
			} else {
				miss[t-1]++
			}
		}
		for _, t := range a.Themes {
			if !slices.Contains(a.Comment.Themes, t) {
				extra[t-1]++
			}
		}
	}
	return hit, miss, extra
}

// f1 is the harmonic mean of precision and recall.
func f1(hit, miss, extra int) float64 {
	if hit+miss+extra == 0 {
		return 0
	}
	return 2 * float64(hit) / float64(2*hit+miss+extra)
}

func microF1(answers []Answer) float64 {
	hit, miss, extra := tally(answers)
	var h, m, e int
	for t := range hit {
		h += hit[t]
		m += miss[t]
		e += extra[t]
	}
	return f1(h, m, e)
}

func macroF1(answers []Answer) float64 {
	hit, miss, extra := tally(answers)
	sum, n := 0.0, 0
	for t := range hit {
		if hit[t]+miss[t] > 0 {
			sum += f1(hit[t], miss[t], extra[t])
			n++
		}
	}
	return sum / float64(max(n, 1))
}

// Calibration gives the expected calibration error of the confidence in ten
// bands, and the share that was right and the mean confidence of each.
func Calibration(answers []Answer) (err float64, right, said [10]float64, count [10]int) {
	n := 0
	for _, a := range answers {
		if a.Comment.Class == sentiment.Unread {
			continue
		}
		b := min(int(a.Confidence*10), 9)
		count[b]++
		n++
		said[b] += a.Confidence
		if a.Class == a.Comment.Class {
			right[b]++
		}
	}
	for b := range count {
		if count[b] > 0 {
			right[b] /= float64(count[b])
			said[b] /= float64(count[b])
			err += math.Abs(right[b]-said[b]) * float64(count[b]) / float64(n)
		}
	}
	return err, right, said, count
}

// key is a text as compared with others: lower case, outer blanks dropped.
func key(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

// of keeps the answers that pass.
func of(answers []Answer, keep func(Answer) bool) []Answer {
	var out []Answer
	for _, a := range answers {
		if keep(a) {
			out = append(out, a)
		}
	}
	return out
}
