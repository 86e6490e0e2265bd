package collector

import (
	"testing"
	"time"
)

// TestLooseDates reads dates as people and programs write them beside the usual
// ways; times are London's unless they say otherwise.
func TestLooseDates(t *testing.T) {
	const stamp = "2006-01-02 15:04:05" // UTC; London is an hour ahead in July
	for in, want := range map[string]string{
		"2026/07/01": "2026-07-01 11:00:00", "1.7.26": "2026-07-01 11:00:00", "01-07-26": "2026-07-01 11:00:00", "01JUL2026": "2026-07-01 11:00:00",
		"1/Jul/2026": "2026-07-01 11:00:00", "01/07/2026 2:05 PM": "2026-07-01 13:05:00", "01/07/2026 02:05:33 p.m.": "2026-07-01 13:05:33",
		"01/07/2026 12:05 am": "2026-06-30 23:05:00", "01/07/2026 12:05pm": "2026-07-01 11:05:00", "01/07/26, 14:05": "2026-07-01 13:05:00",
		"1 July 2026 14:05": "2026-07-01 13:05:00", "1 Jul 2026 at 14.05": "2026-07-01 13:05:00", "01-Jul-2026 14:05:33": "2026-07-01 13:05:33",
		"1st July 2026": "2026-07-01 11:00:00", "22nd of July 2026": "2026-07-22 11:00:00", "Wednesday, 1 July 2026": "2026-07-01 11:00:00",
		"Wed 1 Jul 2026": "2026-07-01 11:00:00", "Wed, 01 Jul 2026 10:00:00 GMT": "2026-07-01 10:00:00", "July 1, 2026": "2026-07-01 11:00:00",
		"Jul 1, 2026 3:00 PM": "2026-07-01 14:00:00", "2026-07-01 14:05:00 UTC": "2026-07-01 14:05:00", "2026-07-01 14:05:00+00:00": "2026-07-01 14:05:00",
		"2026-07-01 14:05:00.123 +0100": "2026-07-01 13:05:00", "2026/07/01 14:05": "2026-07-01 13:05:00", "20260701140500": "2026-07-01 13:05:00",
		"20260701 1405": "", "01\u00a0July\u00a02026": "2026-07-01 11:00:00", "01–07–2026": "2026-07-01 11:00:00", "2026-07": "2026-07-01 11:00:00",
		"07/2026": "2026-07-01 11:00:00", "01/07/2026 00:00 am": "", "01/07/2026 13:05 pm": "", "01/07/2026 24:00": "", "01/07/2026 14:60": "",
		"32 July 2026": "", "Wed": "", "at 14:05": "", "14:05": "", "46,204": "", "1 July": "", "1/7": "", "2026-13": "", "13/2026": "",
		"2026-07-01 14:05:00+25:00": "", "July 2026 the 1st": "",
	} {
		at, swapped, err := new(fileDates).parse(in)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q was read as %s", in, at.Format(stamp))
		case want != "" && (err != nil || swapped || at.Format(stamp) != want || at.Location() != time.UTC):
			t.Errorf("%q was read as %s (month first %v), %v; want %s", in, at.Format(stamp), swapped, err, want)
		}
	}
	if at, swapped, err := new(fileDates).parse("07/13/2026 2:05 PM"); err != nil || !swapped || at.Format(stamp) != "2026-07-13 13:05:00" {
		t.Errorf("month first: %s, %v, %v", at, swapped, err)
	}
}
