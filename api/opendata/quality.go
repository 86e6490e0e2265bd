package opendata

import (
	"strconv"

	"earshot/feedback"
	"earshot/scorecard/disclosure"
	"earshot/scorecard/release"
)

// QualityCSV gives a line for each month and provider about how good its data
// is: how many of its wards have answers, how mixed the modes are, how many
// answers lack a mode. All of it is made from public figures, so whether a
// hidden ward had answers is not told: hidden and shown wards are counted
// together where their rows are public.
func (s *Source) QualityCSV() ([]byte, error) {
	header := []string{"period", "provider_code", "provider_name", "marker", "responses", "wards", "wards_with_answers", "percent_mode_not_known",
		"percent_sms", "percent_electronic", "percent_paper", "percent_telephone", "percent_online", "percent_other_mode", "percent_dont_know"}
	var rows [][]string
	for _, period := range s.Edition.Periods() {
		lines := s.Lines(period)
		wards, answered := map[feedback.PlaceID]int{}, map[feedback.PlaceID]int{}
		for _, l := range lines {
			if l.Level != "ward" || !l.All {
				continue
			}
			provider := s.above(l.Place, feedback.Provider).ID
			wards[provider]++
			if l.Marker != disclosure.Shown || l.People().N > 0 {
				answered[provider]++
			}
		}
		for _, l := range lines {
			if l.Level == "provider" && l.All {
				row := []string{period, string(l.Place.Code), l.Name, l.Marker.String()}
				rows = append(rows, append(row, qualityOf(&l, wards[l.Place.ID], answered[l.Place.ID])...))
			}
		}
	}
	return writeCSV(header, rows)
}

func qualityOf(l *Line, wards, answered int) []string {
	counts, shown := l.Counts()
	out := []string{"", strconv.Itoa(wards), strconv.Itoa(answered)}
	if !shown || counts.People == 0 {
		if shown {
			out[0] = "0"
		}
		return append(out, make([]string, 8)...)
	}
	out[0] = strconv.Itoa(counts.People)
	mode := func(modes ...feedback.Mode) string {
		n := 0
		for _, m := range modes {
			if i := int(m) - 1; i >= 0 && i < len(counts.Modes) {
				n += counts.Modes[i]
			}
		}
		return share(n, counts.People)
	}
	unknown := 0
	if len(counts.Modes) >= release.ModeCount {
		unknown = counts.Modes[release.ModeCount-1]
	}
	return append(out, share(unknown, counts.People), mode(feedback.ModeSMS), mode(feedback.ModeElectronicDischarge, feedback.ModeElectronicHome),
		mode(feedback.ModePaperDischarge, feedback.ModePaperHome), mode(feedback.ModeTelephone), mode(feedback.ModeOnline), mode(feedback.ModeOther),
		share(counts.Ratings[5], counts.People))
}

// share gives a share in whole percent, rounded half up.
func share(n, of int) string { return strconv.Itoa((200*n + of) / (2 * of)) }
