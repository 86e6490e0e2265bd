package collector

import (
	"strings"
	"testing"

	"earshot/feedback"
)

func TestFileRatings(t *testing.T) {
	for in, want := range map[string]feedback.Rating{
		"1": 1, "1.0": 1, "Very good": 1, "VERY  GOOD": 1, "Very\u00a0good": 1, "Good.": 2, "1 - Very good": 1, "1. Very good": 1, "1: Very good": 1, "1 Very Good": 1, "1=Very good": 1,
		"Very good (1)": 1, "Very good [1]": 1, "(1) Very good": 1, "5 – Very poor": 5, "6 Dont Know": 6, "Don’t know (6)": 6, "3 Neither good or poor": 3, "Neither good or poor": 3,
		"1 Extremely likely": 1, "Extremely unlikely (5)": 5,
		"0": 0, "7": 0, "10/10": 0, "1/5": 0, "1-2": 0, "12": 0, "★★★★★": 0, "Very good;Good": 0, "4 hours": 0, "1 - OK": 0, "goodish": 0, "1.5": 0, "2 (1)": 0, "neither": 3, "neither or": 0,
		"5 - Very good": 0, "1 Very poor": 0, "Very good (5)": 0,
	} {
		got, err := parseFileRating(in)
		if got != want || (err == nil) != (want != 0) {
			t.Errorf("%q is %d, %v; want %d", in, got, err, want)
		}
		if reversed := strings.Contains(in, "ery") && want == 0 && !strings.Contains(in, ";"); reversed != (err != nil && strings.Contains(err.Error(), "a number and a wording")) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// TestImportHeadersAsTheyCome finds columns whose names are broken into lines or
// end in a colon, and takes cells that say that nothing was answered.
func TestImportHeadersAsTheyCome(t *testing.T) {
	w := newWorld(t)
	r, rejects := w.importText(t, "ID ,\"Date of\nResponse\",Ward\u00a0Name:,FFT  Score,Comments?\n"+
		"a1,2026-07-01,WILLOW,1 - Very good,kind\na2,2026-07-01,WILLOW,Did not answer,did not answer\na3,2026-07-01,WILLOW,No response,No response\na4,2026-07-01,WILLOW,5 - Very good,x\n", ImportOptions{})
	if r.Stored != 2 || r.Empty != 1 || r.Rejected != 1 || len(r.Unused) != 0 || !strings.Contains(rejects, "not the same answer") {
		t.Errorf("%+v\n%s", r, rejects)
	}
}
