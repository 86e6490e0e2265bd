package feedback

import "time"

// Easter gives Easter Sunday of a year of the Gregorian calendar, by the
// computation that Nature printed in 1876 ("Meeus/Jones/Butcher").
func Easter(year int) Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return DateDay(year, time.Month(n/31), n%31+1)
}

// weekdayOf gives the day of the week.
func weekdayOf(d Day) time.Weekday {
	y, m, day := d.Date()
	return time.Date(y, m, day, 12, 0, 0, 0, time.UTC).Weekday()
}

// mondayFrom gives the first Monday on or after a day.
func mondayFrom(d Day) Day {
	return d + Day((int(time.Monday)-int(weekdayOf(d))+7)%7)
}

// BankHolidays gives the days on which banks in England and Wales are closed in
// a year from 1978 on, in order: the eight usual ones, by rule (Banking and
// Financial Dealings Act 1971, schedule 1, and the standing proclamations), with
// substitutes for those that fall on a weekend, and from 2011 on the days that
// were moved or added by proclamation. One that is proclaimed for a year to come
// is not known before it is written here.
func BankHolidays(year int) []Day {
	newYear, christmas := DateDay(year, time.January, 1), DateDay(year, time.December, 25)
	switch weekdayOf(newYear) {
	case time.Saturday, time.Sunday:
		newYear = mondayFrom(newYear)
	}
	boxing := christmas + 1
	switch weekdayOf(christmas) {
	case time.Friday: // Boxing Day is a Saturday
		boxing = christmas + 3
	case time.Saturday: // both fall on the weekend: Monday and Tuesday
		christmas, boxing = christmas+2, christmas+3
	case time.Sunday: // Boxing Day is the Monday
		christmas = christmas + 2
	}
	easter := Easter(year)
	may, spring := mondayFrom(DateDay(year, time.May, 1)), mondayFrom(DateDay(year, time.May, 25))
	summer := mondayFrom(DateDay(year, time.August, 25))
	var added []Day
	switch year {
	case 2011: // a royal wedding
		added = []Day{DateDay(2011, time.April, 29)}
	case 2012: // Diamond Jubilee
		spring, added = DateDay(2012, time.June, 4), []Day{DateDay(2012, time.June, 5)}
	case 2020: // 75 years since the end of the war in Europe
		may = DateDay(2020, time.May, 8)
	case 2022: // Platinum Jubilee, and the funeral of Elizabeth II
		spring, added = DateDay(2022, time.June, 2), []Day{DateDay(2022, time.June, 3), DateDay(2022, time.September, 19)}
	case 2023: // the coronation of Charles III
		added = []Day{DateDay(2023, time.May, 8)}
	}
	out := append([]Day{newYear, easter - 2, easter + 1, may, spring, summer, min(christmas, boxing), max(christmas, boxing)}, added...)
	for i := 1; i < len(out); i++ { // nearly in order already
		for j := i; j > 0 && out[j] < out[j-1]; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// WorkingDay reports whether a day is neither at a weekend nor a bank holiday in
// England.
func WorkingDay(d Day) bool {
	if w := weekdayOf(d); w == time.Saturday || w == time.Sunday {
		return false
	}
	year, _, _ := d.Date()
	for _, h := range BankHolidays(year) {
		if h == d {
			return false
		}
	}
	return true
}

// AfterWorkingDays gives the nth working day after a day, which itself does not
// count.
func AfterWorkingDays(d Day, n int) Day {
	for n > 0 {
		if d++; WorkingDay(d) {
			n--
		}
	}
	return d
}
