package feedback

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // London's clock must not depend on the machine's files
)

// london is the zone in which the NHS counts days and months. It is loaded
// once and never changes.
var london = sync.OnceValue(func() *time.Location {
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic("time/tzdata is compiled in, so Europe/London must load: " + err.Error())
	}
	return loc
})

// London gives the Europe/London zone.
func London() *time.Location { return london() }

// Day is a calendar day in Europe/London, as days since 1 January 1970. The
// zero value is that day; [NoDay] stands for no day.
type Day int32

// NoDay stands for an open end: no first or no last day.
const NoDay Day = -1 << 31

// DayOf gives the London day in which the instant t falls.
func DayOf(t time.Time) Day {
	y, m, d := t.In(london()).Date()
	return DateDay(y, m, d)
}

// DateDay gives the Day of a calendar date.
func DateDay(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads a date written YYYY-MM-DD.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return NoDay, &FieldError{Field: "date", Reason: "must be a date written YYYY-MM-DD"}
	}
	return Day(t.Unix() / 86400), nil
}

// Date gives the day's year, month and day of the month.
func (d Day) Date() (year int, month time.Month, day int) {
	return time.Unix(int64(d)*86400, 0).UTC().Date()
}

// Start gives the instant at which the day begins in London.
func (d Day) Start() time.Time {
	y, m, dd := d.Date()
	return time.Date(y, m, dd, 0, 0, 0, 0, london())
}

// String gives the day as YYYY-MM-DD, or "" for NoDay.
func (d Day) String() string {
	if d == NoDay {
		return ""
	}
	y, m, dd := d.Date()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, dd)
}

// MarshalText writes the day as YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = NoDay
		return nil
	}
	v, err := ParseDay(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Month gives the calendar month the day is in.
func (d Day) Month() Month {
	y, m, _ := d.Date()
	return Month(y*12 + int(m) - 1)
}

// Month is a calendar month, counted in months since year 0.
type Month int32

// ParseMonth reads a month written YYYY-MM.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return 0, &FieldError{Field: "month", Reason: "must be a month written YYYY-MM"}
	}
	return Month(t.Year()*12 + int(t.Month()) - 1), nil
}

// First and Last give the month's first and last day.
func (m Month) First() Day { return DateDay(int(m)/12, time.Month(int(m)%12+1), 1) }

// Last gives the month's last day.
func (m Month) Last() Day { return (m + 1).First() - 1 }

// String gives the month as YYYY-MM.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", int(m)/12, int(m)%12+1) }
