package warning

import (
	"math"
	"strings"

	"earshot/scorecard"
	"earshot/scorecard/detect"
	"earshot/sentiment"
)

// Parts of what is watched at a place. Each has a monitor of its own and half of
// the provider's budget of false alarms: there are six times as many themes as
// other measures, and they must not drown them.
const (
	PartMain   = "main"
	PartThemes = "themes"
)

// DangerNotice is the measure of a warning that one comment raised by itself.
const DangerNotice = "danger-notice"

// silence is the measure that a part of a day cannot speak of.
const silence = "silence"

func parts() []string { return []string{PartMain, PartThemes} }

// classScore is what a comment counts in the mean: the five classes from -1 to 1.
// Cards add up finer scores, of which the spread is not kept.
func classScore(c sentiment.Class) float64 { return float64(int(sentiment.Neutral)-int(c)) / 2 }

// measures lists what a part watches, in the order of its counts.
func measures(part string) []detect.Measure {
	if part == PartThemes {
		all := sentiment.Themes()
		out := make([]detect.Measure, len(all))
		for i, t := range all {
			out[i] = detect.Measure{Name: "theme/" + t.Slug(), Label: "negative comments about " + lower(t.String()), Of: "comments", Form: detect.Rising, Guess: 0.02}
		}
		return out
	}
	return []detect.Measure{
		{Name: "negative", Label: "negative answers", Of: "answers", Form: detect.Rising, Guess: 0.05},
		{Name: "positive", Label: "positive answers", Of: "answers", Form: detect.Falling, Guess: 0.93},
		{Name: "sentiment", Label: "the mean tone of comments (from −1 to 1)", Of: "comments", Form: detect.Mean, Low: -1, High: 1},
		{Name: "danger", Label: "comments with a danger sign", Of: "comments", Form: detect.Rising, Guess: 0.02},
		{Name: silence, Label: "answers", Of: "answers", Form: detect.Silence},
	}
}

// lower writes a theme's name inside a sentence.
func lower(name string) string {
	if len(name) > 1 && strings.ToUpper(name[1:2]) == name[1:2] {
		return name
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// counts gives a day's numbers for the measures of a part.
func counts(part string, c *scorecard.Counts) []detect.Count {
	if part == PartThemes {
		out := make([]detect.Count, 0, sentiment.ThemeCount)
		n := float64(c.Comments())
		for _, t := range sentiment.Themes() {
			out = append(out, detect.Count{N: n, X: math.Min(n, float64(c.Theme(t).Negative))})
		}
		return out
	}
	t := c.Tally()
	n := float64(t.Total())
	var tone detect.Count
	for k := sentiment.VeryPositive; k <= sentiment.VeryNegative; k++ {
		of, s := float64(c.Class(k)), classScore(k)
		tone.N, tone.X, tone.Squares = tone.N+of, tone.X+of*s, tone.Squares+of*s*s
	}
	return []detect.Count{
		{N: n, X: float64(t.Negative())},
		{N: n, X: float64(t.Positive())},
		tone,
		{N: float64(c.Comments()), X: float64(c.Flagged())},
		{N: float64(c.Responses())},
	}
}

// locate finds a measure by its name.
func locate(name string) (part string, i int, m detect.Measure, ok bool) {
	for _, part := range parts() {
		for i, m := range measures(part) {
			if m.Name == name {
				return part, i, m, true
			}
		}
	}
	return "", 0, detect.Measure{}, false
}

// planName names the measures of a part, so that a state kept for others is
// noticed.
func planName(part string) string {
	var names []string
	for _, m := range measures(part) {
		names = append(names, m.Name)
	}
	return "1 " + strings.Join(names, " ")
}
