package scorecard

import (
	"strconv"

	"earshot/feedback"
)

// Window is the span of days that a card covers: today, the last 7, 30, 90 or
// 365 days with today, or a calendar month. Days and months are London's. The
// zero value is no window.
type Window struct {
	days  int32
	month feedback.Month
}

// Today is the window of one day, the present one.
func Today() Window { return Window{days: 1} }

// Last7, Last30, Last90 and Last365 are the windows that end today.
func Last7() Window { return Window{days: 7} }

// Last30 is the last 30 days with today.
func Last30() Window { return Window{days: 30} }

// Last90 is the last 90 days with today.
func Last90() Window { return Window{days: 90} }

// Last365 is the last 365 days with today.
func Last365() Window { return Window{days: 365} }

// MonthOf is the window of a calendar month.
func MonthOf(m feedback.Month) Window { return Window{month: m} }

// Windows lists the windows that end today, shortest first.
func Windows() []Window { return []Window{Today(), Last7(), Last30(), Last90(), Last365()} }

// ParseWindow reads "today", "7d", "30d", "90d", "365d" or a month "2026-11".
func ParseWindow(s string) (Window, error) {
	for _, w := range Windows() {
		if s == w.String() {
			return w, nil
		}
	}
	m, err := feedback.ParseMonth(s)
	if err != nil || len(s) != len("2026-11") {
		return Window{}, &feedback.FieldError{Field: "window", Reason: "must be today, 7d, 30d, 90d, 365d or a month such as 2026-11"}
	}
	return MonthOf(m), nil
}

// Days gives how many days the window has if it ends today, 0 for a month.
func (w Window) Days() int { return int(w.days) }

// Month gives the calendar month the window is, if it is one.
func (w Window) Month() (m feedback.Month, ok bool) { return w.month, w.days == 0 && w.month != 0 }

// IsZero reports whether w is no window.
func (w Window) IsZero() bool { return w == Window{} }

// String gives the window as ParseWindow reads it.
func (w Window) String() string {
	switch {
	case w.days == 1:
		return "today"
	case w.days > 1:
		return strconv.Itoa(int(w.days)) + "d"
	case w.month != 0:
		return w.month.String()
	}
	return ""
}

// MarshalText writes the window as String does.
func (w Window) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what ParseWindow reads.
func (w *Window) UnmarshalText(b []byte) error {
	v, err := ParseWindow(string(b))
	if err == nil {
		*w = v
	}
	return err
}

// Span gives the window's first and last day as seen on the day today. A month
// that is not over ends today; one that has not begun has its last day before
// its first.
func (w Window) Span(today feedback.Day) (from, to feedback.Day) {
	if w.days > 0 {
		return today - feedback.Day(w.days) + 1, today
	}
	return w.month.First(), min(w.month.Last(), today)
}
