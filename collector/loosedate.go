package collector

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
)

// looseDays are further ways of writing a day, once names of weekdays, endings of
// ordinals and unusual spaces and dashes are out of it. Those of numbers alone have
// the day first; looseSwapped have the month first.
func looseDays() []string {
	return []string{"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2/1/2006", "2/1/06", "2-1-2006", "2-1-06", "2.1.2006", "2.1.06",
		"2 January 2006", "2 Jan 2006", "2 January 06", "2 Jan 06", "2-Jan-2006", "2-Jan-06", "2/Jan/2006", "2/Jan/06", "2Jan2006", "2Jan06",
		"January 2, 2006", "Jan 2, 2006", "January 2 2006", "Jan 2 2006", "2006-01", "2006/01", "1/2006", "1-2006"}
}

func looseSwapped() []string { return []string{"1/2/2006", "1/2/06", "1-2-2006", "1-2-06"} }

var (
	weekday   = regexp.MustCompile(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+`)
	ordinal   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)\b(?: of\b)?`)
	timeOfDay = regexp.MustCompile(`(?i)(?:[T ,]|\bat\b)+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$`)
	packedDay = regexp.MustCompile(`^(\d{8})(\d{2})(\d{2})(\d{2})$`)
)

// looseDate reads a date that none of the usual layouts fits: a day in one of more
// ways, and perhaps a time of day, with am or pm and its offset, beside it. A day
// alone, or at midnight, is noon.
func looseDate(v string) (t time.Time, swapped, ok bool) {
	v = strings.NewReplacer("\u00a0", " ", "\u2009", " ", "\u202f", " ", "–", "-", "—", "-", "‑", "-", "−", "-").Replace(v)
	v = packedDay.ReplaceAllString(strings.Join(strings.Fields(v), " "), "$1 $2:$3:$4")
	v = ordinal.ReplaceAllString(weekday.ReplaceAllString(v, ""), "$1")
	day, clock := v, []string(nil)
	if at := timeOfDay.FindStringSubmatchIndex(v); at != nil {
		day, clock = strings.TrimSpace(v[:at[0]]), timeOfDay.FindStringSubmatch(v)
	}
	for i, layouts := range [][]string{looseDays(), looseSwapped()} {
		for _, layout := range layouts {
			if d, err := time.ParseInLocation(layout, day, feedback.London()); err == nil {
				t, ok = withClock(d, clock)
				return t, i == 1, ok
			}
		}
	}
	return time.Time{}, false, false
}

// withClock gives the time of a day that timeOfDay found; noon if it found none.
func withClock(d time.Time, clock []string) (time.Time, bool) {
	if clock == nil {
		return d.Add(12 * time.Hour).UTC(), true
	}
	var part [3]int
	for i := range part {
		part[i], _ = strconv.Atoi(clock[i+1]) // digits, or nothing
	}
	hour, half, zone := part[0], strings.ToLower(clock[4]), d.Location()
	switch {
	case half != "" && (hour < 1 || hour > 12), hour > 23, part[1] > 59, part[2] > 59:
		return time.Time{}, false
	case half != "":
		if hour %= 12; half == "p" {
			hour += 12
		}
	}
	switch offset := strings.ToUpper(clock[5]); offset {
	case "":
	case "Z", "UTC", "GMT":
		zone = time.UTC
	default:
		z, err := time.Parse("-0700", strings.ReplaceAll(offset, ":", ""))
		if err != nil {
			return time.Time{}, false
		}
		zone = z.Location()
	}
	if hour == 0 && part[1] == 0 && part[2] == 0 {
		hour = 12
	}
	return time.Date(d.Year(), d.Month(), d.Day(), hour, part[1], part[2], 0, zone).UTC(), true
}
