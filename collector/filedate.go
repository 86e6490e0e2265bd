package collector

import (
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
)

// dateLayouts are the ways suppliers write dates, day before month as in
// Britain. A layout's 2 and 1 take one digit or two: with 02 alone, 9/3/26 would
// be left to the layouts that put the month first.
func dateLayouts() []string {
	return []string{"2006-01-02", time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", "20060102",
		"2/1/2006", "2/1/2006 15:04", "2/1/2006 15:04:05", "2/1/06", "2/1/06 15:04", "2/1/06 15:04:05", "2-1-2006", "2-1-2006 15:04", "2.1.2006",
		"2 January 2006", "2 Jan 2006", "2-Jan-2006", "2-Jan-06", "2 Jan 06", "January 2006", "Jan-06", "Jan 2006"}
}

// monthFirst are layouts of the other side of the Atlantic, taken only where the
// date cannot be meant day first (10/17/2021).
func monthFirst() []string {
	return []string{"1/2/2006", "1/2/2006 15:04", "1/2/2006 15:04:05", "1/2/06", "1/2/06 15:04"}
}

// fileDates reads the dates of one file. It tries the layout that fitted last
// before the others: no two of the usual layouts read the same text differently.
type fileDates struct {
	extra []string // the file's own layouts, tried first
	last  string   // of the usual layouts
}

// parse reads a date of a file: one of the layouts, in London, or an Excel serial
// number. A date without a time is noon, so that it stays on its day in every
// zone. swapped says that it had to be read month first, which makes the other
// dates of the file doubtful.
func (d *fileDates) parse(v string) (t time.Time, swapped bool, err error) {
	v = strings.TrimSpace(v)
	if blank(v) {
		return time.Time{}, false, &feedback.FieldError{Field: "date", Reason: "is empty; --date gives a date to rows without one"}
	}
	if t, ok := excelDate(v); ok {
		return t, false, nil
	}
	for _, layout := range d.extra {
		if t, ok := tryLayout(v, layout); ok {
			return t, false, nil
		}
	}
	if t, ok := tryLayout(v, d.last); ok {
		return t, false, nil
	}
	for _, layout := range dateLayouts() {
		if t, ok := tryLayout(v, layout); ok {
			d.last = layout
			return t, false, nil
		}
	}
	for _, layout := range monthFirst() {
		if t, ok := tryLayout(v, layout); ok {
			return t, true, nil
		}
	}
	if t, swapped, ok := looseDate(v); ok {
		return t, swapped, nil
	}
	return time.Time{}, false, &feedback.FieldError{Field: "date", Reason: "is not a date Earshot knows; write it as 2026-03-09 or 09/03/2026, or give its layout in the map's date_formats"}
}

func tryLayout(v, layout string) (time.Time, bool) {
	if layout == "" {
		return time.Time{}, false
	}
	t, err := time.ParseInLocation(layout, v, feedback.London())
	if err != nil {
		return time.Time{}, false
	}
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		t = t.Add(12 * time.Hour)
	}
	return t.UTC(), true
}

// excelDate reads a spreadsheet's serial number: days since 30 December 1899,
// the fraction being the time of day. Only the years 2009 to 2064 are taken, so
// that a stray number is not taken for a date.
func excelDate(v string) (time.Time, bool) {
	serial, ok := serialNumber(v, 40000, 60000)
	if !ok {
		return time.Time{}, false
	}
	day := int(serial)
	secs := int((serial-float64(day))*86400 + 0.5)
	if secs == 0 {
		secs = 12 * 3600
	}
	return time.Date(1899, time.December, 30+day, 0, 0, secs, 0, feedback.London()).UTC(), true
}

// serialNumber reads a number between two others, both included.
func serialNumber(v string, from, to float64) (float64, bool) {
	if strings.ContainsAny(v, "/: ") { // a date in words; saves making an error of it
		return 0, false
	}
	n, err := strconv.ParseFloat(v, 64)
	return n, err == nil && n >= from && n <= to
}

// days1904 is how many days the other way of counting, from 1 January 1904,
// which workbooks of old Macintoshes have, is behind.
const days1904 = 1462

// from1904 turns the serial number of a day, counted from 1904, into the usual
// one; whatever else a cell holds stays as it is.
func from1904(v string) string {
	n, ok := serialNumber(strings.TrimSpace(v), 40000-days1904, 60000-days1904)
	if !ok {
		return v
	}
	return strconv.FormatFloat(n+days1904, 'f', -1, 64)
}
