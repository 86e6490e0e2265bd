package api

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"earshot/feedback"
	"earshot/scorecard"
	"earshot/scorecard/disclosure"
	"earshot/sentiment"
)

// smallest is the least number of people that a published figure may be about,
// as in NHS England's rule for the Test. Zero is published.
const smallest = 5

// topThemes is how many themes a card shows.
const topThemes = 10

// Figures are the figures of a card as they may be shown to whoever asks. A
// number that may not be shown is nil.
type Figures struct {
	View            string   `json:"view"`             // "public" as published, "live" for those who see their own, "shared" for Healthwatch
	Suppressed      bool     `json:"suppressed"`       // nothing is shown: too few people answered, or nothing was published
	Marker          string   `json:"marker,omitempty"` // why: "[c]" confidential, "[x]" not available
	Reason          string   `json:"reason,omitempty"`
	Responses       *int64   `json:"responses"` // that answered the Test's question
	PercentPositive *float64 `json:"percent_positive"`
	PercentNegative *float64 `json:"percent_negative"`
	// PositiveInterval is the 95% Wilson interval of the percentage positive,
	// rounded outwards to whole percent; of published figures only.
	PositiveInterval *[2]float64   `json:"positive_interval,omitempty"`
	Counts           *RatingCounts `json:"counts"`
	Unrated          *int64        `json:"unrated"` // comments that came without an answer to the question
	Modes            []Cell        `json:"modes"`
	Channels         []Cell        `json:"channels"`
	Commented        *int64        `json:"commented"` // responses with a comment
	Sentiment        *Mood         `json:"sentiment"`
	Themes           []ThemeFigure `json:"themes"`                // most spoken of first, at most 10
	ThemesBase       *int64        `json:"themes_base,omitempty"` // the people of whom published themes speak
	Flagged          *int64        `json:"flagged,omitempty"`     // comments with a danger sign; never public
}

// RatingCounts is how many people gave each answer.
type RatingCounts struct {
	VeryGood int64 `json:"very_good"`
	Good     int64 `json:"good"`
	Neither  int64 `json:"neither"`
	Poor     int64 `json:"poor"`
	VeryPoor int64 `json:"very_poor"`
	DontKnow int64 `json:"dont_know"`
}

// Cell is one count of a breakdown; Count is nil if it may not be shown.
type Cell struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Count *int64 `json:"count"`
}

// Mood is what the comments that could be read sound like.
type Mood struct {
	Mean    *float64 `json:"mean"` // −1 (very negative) to 1 (very positive)
	Classes []Cell   `json:"classes"`
}

// ThemeFigure is how many comments are about a theme, and how they speak of it.
type ThemeFigure struct {
	Theme    string `json:"theme"`
	Name     string `json:"name"`
	Category string `json:"category"`
	Comments int64  `json:"comments"`
	Positive *int64 `json:"positive"`
	Neutral  *int64 `json:"neutral"`
	Negative *int64 `json:"negative"`
}

// share lays a live card out for the holder of a data-sharing key: Healthwatch,
// about its area. What it gives is not public and must not be joined with what
// is. least is the least number of people that its agreement lets a figure be
// about, 5 or more. With fewer answers nothing is shown; within a shown card, a
// breakdown's cells under it are hidden together with enough of its others that they cannot be worked out
// by subtraction from the total. The six answers of a card that is shown are
// shown, as in the national publication.
func share(c *scorecard.Card, least int64) Figures {
	few := func(n int64) bool { return few(n, least) }
	tally := c.Tally()
	if few(tally.Total()) || few(c.Responses()) {
		return Figures{View: "shared", Suppressed: true, Marker: disclosure.Confidential.String(),
			Reason: fmt.Sprintf("Fewer than %d people answered in this time. Showing figures could tell who said what.", least)}
	}
	f := figures(c, hide(least))
	f.View = "shared"
	if few(c.Unrated()) {
		f.Unrated = nil
	}
	if few(c.Commented()) {
		f.Commented, f.Sentiment, f.Themes = nil, nil, nil
		return f
	}
	if few(c.Read()) {
		f.Sentiment.Mean = nil
	}
	f.Themes = slices.DeleteFunc(f.Themes, func(t ThemeFigure) bool { return few(t.Comments) })
	f.Themes = f.Themes[:min(topThemes, len(f.Themes))]
	return f
}

// live gives all figures, for those who see their own.
func live(c *scorecard.Card) Figures {
	f := figures(c, reveal)
	f.View = "live"
	f.Themes = f.Themes[:min(topThemes, len(f.Themes))]
	f.Flagged = new(c.Flagged())
	return f
}

// few reports whether a number is over 0 and under the least that is shown.
func few(n, least int64) bool { return n > 0 && n < least }

// figures lays a card out; show decides which cells of a breakdown are seen.
func figures(c *scorecard.Card, show func([]int64) []*int64) Figures {
	t := c.Tally()
	f := Figures{
		Responses: new(t.Total()), Unrated: new(c.Unrated()), Commented: new(c.Commented()),
		Counts: &RatingCounts{t[0], t[1], t[2], t[3], t[4], t[5]},
		Themes: themeFigures(c, show),
	}
	if p, ok := t.PercentPositive(); ok {
		f.PercentPositive = new(hundredths(p))
	}
	if p, ok := t.PercentNegative(); ok {
		f.PercentNegative = new(hundredths(p))
	}
	f.Modes = cells(show, slices.Concat(feedback.Modes(), []feedback.Mode{feedback.NoMode}), c.Mode, feedback.Mode.String, feedback.Mode.Label)
	f.Channels = cells(show, slices.Concat(feedback.Channels(), []feedback.Channel{feedback.NoChannel}), c.Channel, feedback.Channel.String, channelLabel)
	f.Sentiment = &Mood{Classes: cells(show, classes(), c.Class, className, classLabel)}
	if mean, ok := c.MeanScore(); ok {
		f.Sentiment.Mean = new(hundredths(mean))
	}
	return f
}

func hundredths(v float64) float64 { return math.Round(v*100) / 100 }

// cells lays out one breakdown. A last item that stands for "not known" is left
// out if nothing is counted under it.
func cells[T any](show func([]int64) []*int64, items []T, count func(T) int64, name, label func(T) string) []Cell {
	n := make([]int64, len(items))
	for i, it := range items {
		n[i] = count(it)
	}
	shown := show(n)
	out := make([]Cell, len(items))
	for i, it := range items {
		out[i] = Cell{Name: cmp.Or(name(it), "not_known"), Label: cmp.Or(label(it), "Not known"), Count: shown[i]}
	}
	if n[len(n)-1] == 0 {
		out = out[:len(out)-1]
	}
	return out
}

func themeFigures(c *scorecard.Card, show func([]int64) []*int64) []ThemeFigure {
	out := make([]ThemeFigure, 0, topThemes)
	for _, t := range sentiment.Themes() {
		n := c.Theme(t)
		if n.Total() <= 0 {
			continue
		}
		shown := show([]int64{n.Positive, n.Neutral, n.Negative})
		out = append(out, ThemeFigure{Theme: t.Slug(), Name: t.String(), Category: t.Category(), Comments: n.Total(),
			Positive: shown[0], Neutral: shown[1], Negative: shown[2]})
	}
	slices.SortStableFunc(out, func(a, b ThemeFigure) int { return cmp.Compare(b.Comments, a.Comments) })
	return out
}

func reveal(n []int64) []*int64 {
	out := make([]*int64, len(n))
	values := slices.Clone(n)
	for i := range values {
		out[i] = &values[i]
	}
	return out
}

// hide shows the cells of a breakdown whose sum is known, but not those from 1 up
// to one under least. Alone, hidden cells would follow from the sum; so one more is hidden, the
// first that leaves every hidden cell of n free to be anything under least
// whatever the sum says. If there is none, nothing of the breakdown is shown.
// It is taken in the order of the list and not of size, since that it is, say,
// the smallest would tell something too.
func hide(least int64) func(n []int64) []*int64 {
	return func(n []int64) []*int64 { return hidden(n, least) }
}

func hidden(n []int64, least int64) []*int64 {
	out := reveal(n)
	var small, sum int64
	for i, v := range n {
		if few(v, least) {
			out[i] = nil
			small++
			sum += v
		}
	}
	if small == 0 {
		return out
	}
	for i, v := range n {
		if v >= least && v+sum >= least+(least-1)*small {
			out[i] = nil
			return out
		}
	}
	clear(out)
	return out
}

// classes lists the sentiment classes, unread last.
func classes() []sentiment.Class {
	return []sentiment.Class{sentiment.VeryPositive, sentiment.Positive, sentiment.Neutral, sentiment.Negative, sentiment.VeryNegative, sentiment.Unread}
}

func className(c sentiment.Class) string {
	return [...]string{"unread", "very_positive", "positive", "neutral", "negative", "very_negative"}[c]
}

func classLabel(c sentiment.Class) string {
	return [...]string{"Could not be read", "Very positive", "Positive", "Neutral or mixed", "Negative", "Very negative"}[c]
}

func channelLabel(c feedback.Channel) string {
	labels := [...]string{"", "Text message", "Web form", "Kiosk", "Paper", "Telephone", "File from the provider", "Partner's system", "Other feedback sites"}
	if int(c) < len(labels) {
		return labels[c]
	}
	return c.String()
}
