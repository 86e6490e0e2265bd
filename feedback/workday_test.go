package feedback

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEaster(t *testing.T) {
	for _, want := range []string{"1978-03-26", "2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18", "2285-03-22"} {
		d, err := ParseDay(want)
		if err != nil {
			t.Fatal(err)
		}
		if year, _, _ := d.Date(); Easter(year) != d {
			t.Errorf("Easter %d = %s, want %s", year, Easter(year), want)
		}
	}
	for year := 1900; year < 2300; year++ {
		d := Easter(year)
		if d < DateDay(year, time.March, 22) || d > DateDay(year, time.April, 25) || weekdayOf(d) != time.Sunday {
			t.Errorf("Easter %d = %s", year, d)
		}
	}
}

func TestBankHolidays(t *testing.T) {
	for year, want := range map[int]string{
		2010: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
		2011: "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
		2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
		2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
		2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
		2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
		2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
		2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
		2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
		2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
		2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
		2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
		2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
		2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
	} {
		var got []string
		for _, d := range BankHolidays(year) {
			got = append(got, strings.TrimPrefix(d.String(), d.String()[:5]))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%d: %s, want %s", year, s, want)
		}
	}
	for year := 1978; year < 2200; year++ {
		days := BankHolidays(year)
		if len(days) < 8 || !slices.IsSorted(days) || len(slices.Compact(slices.Clone(days))) != len(days) {
			t.Errorf("%d: %v", year, days)
		}
		for _, d := range days {
			if w := weekdayOf(d); w == time.Saturday || w == time.Sunday {
				t.Errorf("%d: %s is at a weekend", year, d)
			}
			if y, _, _ := d.Date(); y != year {
				t.Errorf("%d: %s", year, d)
			}
		}
	}
}

func TestAfterWorkingDays(t *testing.T) {
	for _, c := range []struct {
		from, want string
		n          int
	}{
		{"2026-11-20", "2026-11-20", 0},
		{"2026-11-20", "2026-11-23", 1},  // Friday
		{"2026-11-21", "2026-11-23", 1},  // Saturday
		{"2026-11-20", "2026-12-18", 20}, // no holiday between
		{"2026-12-01", "2026-12-31", 20}, // Christmas, and the Monday for Boxing Day
		{"2026-12-24", "2027-01-26", 20}, // Christmas and New Year
		{"2026-03-20", "2026-04-21", 20}, // Easter
		{"2022-05-20", "2022-06-21", 20}, // Jubilee
		{"2022-09-16", "2022-09-20", 1},  // funeral on the Monday
	} {
		from, err1 := ParseDay(c.from)
		want, err2 := ParseDay(c.want)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if got := AfterWorkingDays(from, c.n); got != want {
			t.Errorf("%d working days after %s: %s, want %s", c.n, c.from, got, c.want)
		}
	}
	for d := DateDay(2026, time.January, 1); d < DateDay(2036, time.January, 1); d += 3 {
		due := AfterWorkingDays(d, 20)
		n := 0
		for x := d + 1; x <= due; x++ {
			if WorkingDay(x) {
				n++
			}
		}
		if n != 20 || !WorkingDay(due) || due-d < 26 || due-d > 34 {
			t.Errorf("20 working days after %s: %s, which are %d", d, due, n)
		}
	}
}
