package feedback_test

import (
	"testing"
	"time"

	"earshot/feedback"
)

// lastSunday gives the last Sunday of a month, on which Britain's clocks change
// at 01:00 UTC in March and October.
func lastSunday(year int, month time.Month) time.Time {
	d := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
	return d.AddDate(0, 0, -int(d.Weekday()))
}

func TestDayOfFollowsLondonsClock(t *testing.T) {
	tests := []struct{ instant, want string }{
		{"2026-01-15T23:30:00Z", "2026-01-15"}, // winter: London is UTC
		{"2026-07-15T22:59:59Z", "2026-07-15"},
		{"2026-07-15T23:00:00Z", "2026-07-16"}, // summer: an hour ahead
		{"2026-07-15T23:30:00Z", "2026-07-16"},
		{"2026-03-28T23:30:00Z", "2026-03-28"}, // the night before the clocks go forward
		{"2026-03-29T00:59:59Z", "2026-03-29"},
		{"2026-03-29T22:59:59Z", "2026-03-29"},
		{"2026-03-29T23:00:00Z", "2026-03-30"},
		{"2026-10-24T23:00:00Z", "2026-10-25"}, // the day of 25 hours begins
		{"2026-10-25T23:59:59Z", "2026-10-25"}, // and ends
		{"2026-10-26T00:00:00Z", "2026-10-26"},
		{"2026-07-15T23:30:00+01:00", "2026-07-15"}, // the sender's zone does not matter
		{"2026-07-16T00:30:00+01:00", "2026-07-16"},
		{"2026-07-15T12:30:00-11:00", "2026-07-16"},
		{"1970-01-01T00:00:00Z", "1970-01-01"},
		{"1969-12-31T12:00:00Z", "1969-12-31"}, // days before the first count down
		{"2024-02-29T12:00:00Z", "2024-02-29"},
	}
	for _, tt := range tests {
		at, err := time.Parse(time.RFC3339, tt.instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := feedback.DayOf(at).String(); got != tt.want {
			t.Errorf("DayOf(%s) = %s, want %s", tt.instant, got, tt.want)
		}
	}
}

func TestDaysMeetAtEveryClockChange(t *testing.T) {
	for year := 2013; year <= 2040; year++ {
		for _, change := range []struct {
			month time.Month
			hours int
		}{{time.March, 23}, {time.October, 25}} {
			sunday := lastSunday(year, change.month)
			day := feedback.DateDay(sunday.Date())
			if got := (day + 1).Start().Sub(day.Start()).Hours(); int(got) != change.hours {
				t.Errorf("%s has %v hours, want %d", day, got, change.hours)
			}
			for n := -2; n <= 2; n++ {
				d := day + feedback.Day(n)
				if feedback.DayOf(d.Start()) != d || feedback.DayOf(d.Start().Add(-time.Nanosecond)) != d-1 {
					t.Errorf("%s does not begin at %s", d, d.Start())
				}
				if back, err := feedback.ParseDay(d.String()); err != nil || back != d {
					t.Errorf("ParseDay(%s) = %v, %v", d, back, err)
				}
			}
		}
	}
}

// TestEveryInstantIsInOneDay walks four years by odd steps.
func TestEveryInstantIsInOneDay(t *testing.T) {
	last := feedback.Day(0)
	for at := time.Date(2023, 1, 1, 12, 0, 0, 0, time.UTC); at.Year() < 2027; at = at.Add(3*time.Hour + 7*time.Minute) {
		d := feedback.DayOf(at)
		if at.Before(d.Start()) || !at.Before((d + 1).Start()) {
			t.Fatalf("%s is said to be in %s, which begins %s", at, d, d.Start())
		}
		if last != 0 && d != last && d != last+1 {
			t.Fatalf("from %s to %s", last, d)
		}
		last = d
	}
}

func TestMonths(t *testing.T) {
	tests := []struct{ day, month, first, last string }{
		{"2026-01-01", "2026-01", "2026-01-01", "2026-01-31"},
		{"2026-12-31", "2026-12", "2026-12-01", "2026-12-31"},
		{"2024-02-29", "2024-02", "2024-02-01", "2024-02-29"},
		{"2023-02-28", "2023-02", "2023-02-01", "2023-02-28"},
		{"2000-02-29", "2000-02", "2000-02-01", "2000-02-29"},
	}
	for _, tt := range tests {
		d, err := feedback.ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		m := d.Month()
		if m.String() != tt.month || m.First().String() != tt.first || m.Last().String() != tt.last {
			t.Errorf("%s is in %s, from %s to %s", tt.day, m, m.First(), m.Last())
		}
		if back, err := feedback.ParseMonth(tt.month); err != nil || back != m {
			t.Errorf("ParseMonth(%s) = %v, %v", tt.month, back, err)
		}
		if (m + 1).First() != m.Last()+1 {
			t.Errorf("%s is not followed by %s", m, m+1)
		}
	}
	// The last hour of a month in summer belongs to the next in London.
	if got := feedback.DayOf(time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC)).Month().String(); got != "2026-07" {
		t.Errorf("30 June 23:30 UTC is in %s, want 2026-07", got)
	}
}

func TestDatesThatAreNone(t *testing.T) {
	for _, s := range []string{"", "2026", "2026-13-01", "2026-02-30", "2023-02-29", "26-01-01", "2026-1-1", "01/02/2026", "2026-01-01T00:00:00Z", " 2026-01-01"} {
		if d, err := feedback.ParseDay(s); err == nil || d != feedback.NoDay {
			t.Errorf("ParseDay(%q) = %v, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "2026", "2026-00", "2026-13", "2026-1", "2026-01-01"} {
		if m, err := feedback.ParseMonth(s); err == nil {
			t.Errorf("ParseMonth(%q) = %v", s, m)
		}
	}
	var d feedback.Day
	if err := d.UnmarshalText(nil); err != nil || d != feedback.NoDay {
		t.Errorf("empty text gives %v, %v", d, err)
	}
	if b, err := feedback.NoDay.MarshalText(); err != nil || len(b) > 0 {
		t.Errorf("NoDay is written %q, %v", b, err)
	}
	if err := d.UnmarshalText([]byte("soon")); err == nil {
		t.Error("soon is a date")
	}
}
