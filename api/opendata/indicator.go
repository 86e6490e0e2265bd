package opendata

import "earshot/scorecard/disclosure"

// Indicator is a figure that is published for every place and month.
type Indicator struct {
	ID          int    // as Fingertips numbers indicators
	Code        string // as the DDI files call it
	Name        string
	Definition  string
	Purpose     string
	Numerator   string
	Denominator string
	Unit        string
	ValueType   string
	Polarity    string
	Column      string // of the tidy table
	count       func(disclosure.Counts) int
}

// Proportion reports whether the indicator is a percentage with an interval.
func (i *Indicator) Proportion() bool { return i.Denominator != "" }

// Indicators lists the published indicators. Their numbers are of this service,
// far from those that Fingertips gives out.
func Indicators() []Indicator {
	answered := "People who answered the Friends and Family Test's question, “don’t know” included."
	return []Indicator{
		{ID: 980001, Code: "EARSHOT-FFT-POSITIVE", Name: "Friends and Family Test: percentage positive",
			Definition: "The percentage of people who said very good or good, of all who answered “Overall, how was your experience of our service?”",
			Purpose:    "To hear what patients say about one place and whether that changes.",
			Numerator:  "People who answered very good or good.", Denominator: answered, Unit: "%", ValueType: "Proportion", Polarity: "High is good", Column: "percent_positive",
			count: func(c disclosure.Counts) int { return c.Ratings[0] + c.Ratings[1] }},
		{ID: 980002, Code: "EARSHOT-FFT-NEGATIVE", Name: "Friends and Family Test: percentage negative",
			Definition: "The percentage of people who said poor or very poor, of all who answered “Overall, how was your experience of our service?”",
			Purpose:    "To hear where patients’ experience was poor and whether that changes.",
			Numerator:  "People who answered poor or very poor.", Denominator: answered, Unit: "%", ValueType: "Proportion", Polarity: "Low is good", Column: "percent_negative",
			count: func(c disclosure.Counts) int { return c.Ratings[3] + c.Ratings[4] }},
		{ID: 980003, Code: "EARSHOT-FFT-RESPONSES", Name: "Friends and Family Test: total responses",
			Definition: "The number of people who answered “Overall, how was your experience of our service?”",
			Purpose:    "To show how many people the percentages speak of.",
			Numerator:  answered, Unit: "People", ValueType: "Count", Polarity: "Not applicable", Column: "responses",
			count: func(c disclosure.Counts) int { return c.People }},
	}
}

// Methods said of every indicator.
const (
	intervalNote = "Wilson score interval at 95%, in whole percent, rounded outwards."
	sourceNote   = "Answers to the Friends and Family Test collected by text message, web form, kiosk, paper, telephone, providers’ files and partners’ systems."
	roundingNote = "Percentages are rounded half up to whole percent."
)
