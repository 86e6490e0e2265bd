package spc

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// dateOnly is how dates are written in lines and tables.
const dateOnly = "2006-01-02"

// seriesFields are the fields of one XmR request, as written in a line.
type seriesFields struct {
	Dates          []string   `json:"dates"`
	Values         []*float64 `json:"values"`
	Direction      string     `json:"improvement_direction"`
	FixAfter       *float64   `json:"fix_after_n_points"`
	Rebase         []string   `json:"rebase"`
	Target         *float64   `json:"target"`
	Screen         *bool      `json:"screen_outliers"`
	RunLength      int        `json:"run_length"`
	WideTwoInThree bool       `json:"wide_two_in_three"`
}

type proportionFields struct {
	Dates       []string   `json:"dates"`
	Numerator   []*float64 `json:"numerator"`
	Denominator []*float64 `json:"denominator"`
	Freeze      *int       `json:"freeze"`
	Exclude     []int      `json:"exclude"` // 1-based
	Part        []int      `json:"part"`
	Screen      *bool      `json:"screened_mr"`
	Group       []string   `json:"group"`
	Trim        *float64   `json:"trim_by"`
	Limit       int        `json:"limit"`
}

type wilsonFields struct {
	Successes  float64  `json:"successes"`
	N          float64  `json:"n"`
	Confidence *float64 `json:"conf"`
}

// header are the fields that any line may carry; the rest may sit beside them
// or one level down in "input".
type header struct {
	ID    string          `json:"id"`
	Chart Kind            `json:"chart"`
	Input json.RawMessage `json:"input"`
}

func decode(line []byte, fields any) (header, error) {
	var h header
	if err := json.Unmarshal(line, &h); err != nil {
		return h, fmt.Errorf("line is not a JSON object of the right shape: %w", err)
	}
	body := []byte(h.Input)
	if len(body) == 0 {
		body = line
	}
	if err := json.Unmarshal(body, fields); err != nil {
		return h, fmt.Errorf("line %q: %w", h.ID, err)
	}
	return h, nil
}

// number is a float that writes null for a missing one.
type number float64

// MarshalJSON writes null for NaN and infinities.
func (n number) MarshalJSON() ([]byte, error) {
	if f := float64(n); !math.IsNaN(f) && !math.IsInf(f, 0) {
		return json.Marshal(f)
	}
	return []byte("null"), nil
}

func (a Answer) pointer() *bool {
	if a == NotApplicable {
		return nil
	}
	yes := a == Yes
	return &yes
}

func parseDates(texts []string) ([]time.Time, error) {
	dates := make([]time.Time, len(texts))
	for i, s := range texts {
		d, err := time.Parse(dateOnly, s)
		if err != nil {
			return nil, fmt.Errorf("date %d: %w", i+1, err)
		}
		dates[i] = d
	}
	return dates, nil
}

func numbers(ps []*float64) []float64 {
	out := make([]float64, len(ps))
	for i, p := range ps {
		out[i] = math.NaN()
		if p != nil {
			out[i] = *p
		}
	}
	return out
}

// column turns one field of every row into a column of numbers.
func column[T any](rows []T, field func(T) float64) []number {
	out := make([]number, len(rows))
	for i, r := range rows {
		out[i] = number(field(r))
	}
	return out
}

// list turns one field of every row into a column of anything else.
func list[T, V any](rows []T, field func(T) V) []V {
	out := make([]V, len(rows))
	for i, r := range rows {
		out[i] = field(r)
	}
	return out
}
