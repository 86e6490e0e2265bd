package detect

import (
	"encoding/json"
	"errors"
	"fmt"
)

// ErrStream is returned for a stream whose counts make no sense.
var ErrStream = errors.New("stream needs as many neg as n, and 0 <= neg <= n")

// streamLine is one history: answers and negative answers each day.
type streamLine struct {
	ID    string          `json:"id"`
	N     []float64       `json:"n"`
	Neg   []float64       `json:"neg"`
	Input json.RawMessage `json:"input"`
}

// StreamAnswer is what a detector says of one history.
type StreamAnswer struct {
	ID string `json:"id"`
	// AlarmDays are the days an alarm was raised, the first day being 0. Each
	// depends only on the days up to it.
	AlarmDays []int `json:"alarm_days"`
	// Days is how many days the history has.
	Days int `json:"-"`
	// Alarms explains each, where asked for.
	Alarms []StreamAlarm `json:"alarms,omitempty"`
}

// StreamAlarm explains one alarm of a stream.
type StreamAlarm struct {
	Day int `json:"day"`
	Finding
}

// AnswerStream runs a detector of shares over one line {"id", "n", "neg"}.
func AnswerStream(m *Model, s Settings, line []byte, explain bool) (StreamAnswer, error) {
	var f streamLine
	if err := json.Unmarshal(line, &f); err != nil {
		return StreamAnswer{}, fmt.Errorf("line is not a JSON object of the right shape: %w", err)
	}
	if len(f.Input) > 0 {
		if err := json.Unmarshal(f.Input, &f); err != nil {
			return StreamAnswer{ID: f.ID}, fmt.Errorf("line %q: %w", f.ID, err)
		}
	}
	answer := StreamAnswer{ID: f.ID, AlarmDays: []int{}, Days: len(f.N)}
	if len(f.N) != len(f.Neg) {
		return answer, fmt.Errorf("line %q, %d and %d days: %w", f.ID, len(f.N), len(f.Neg), ErrStream)
	}
	d := New(m, 0)
	for t := range f.N {
		day := Day{N: f.N[t], X: f.Neg[t]}
		if !(day.X >= 0 && day.X <= day.N) {
			return answer, fmt.Errorf("line %q, day %d: %w", f.ID, t, ErrStream)
		}
		if d.Step(m, s, day) {
			answer.AlarmDays = append(answer.AlarmDays, t)
			if explain {
				answer.Alarms = append(answer.Alarms, StreamAlarm{Day: t, Finding: d.Explain(m, s)})
			}
		}
	}
	return answer, nil
}
