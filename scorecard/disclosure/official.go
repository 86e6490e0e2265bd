package disclosure

import (
	"cmp"
	"slices"
)

// OfficialRow is a row of NHS England's workbook for [Official].
type OfficialRow struct {
	ID     string
	Parent string   // id of the row one level up; empty at the top level (ICB)
	People int      // Total Responses
	Ties   []string // order among equals (for wards: First Speciality, Second Speciality, Ward Name)
}

// OfficialFlag says why the official rule hides a row.
type OfficialFlag uint8

// The flags, in the order the rule gives them.
const (
	OfficialShown   OfficialFlag = iota
	OfficialFirst                // one to four responses: answers, modes and percentages are hidden
	OfficialSecond               // next lowest beside a first: answers and modes are hidden, percentages stay
	OfficialCascade              // one of the two lowest under a flagged parent: as OfficialSecond
)

// Official applies NHS England's published rule (fft_pipeline, June 2026) to a
// tree and gives the rows it flags. Total Responses and Total Eligible stay in
// clear for every row, and so do the percentages of the second and cascade
// kinds: the rule leaks, which is why nothing but a file in the official
// layout should follow it, and then only on top of what [History] shows.
func Official(rows []OfficialRow) map[string]OfficialFlag {
	children := map[string][]OfficialRow{}
	for _, r := range rows {
		children[r.Parent] = append(children[r.Parent], r)
	}
	flags := map[string]OfficialFlag{}
	level := []string{""}
	for len(level) > 0 {
		var next []string
		for _, parent := range level {
			for _, r := range officialSiblings(children[parent], flags[parent], flags) {
				next = append(next, r.ID)
			}
		}
		level = next
	}
	return flags
}

// officialSiblings flags the rows under one parent and returns them.
func officialSiblings(rows []OfficialRow, parent OfficialFlag, flags map[string]OfficialFlag) []OfficialRow {
	var ranked []OfficialRow
	for _, r := range rows {
		if r.People > 0 {
			ranked = append(ranked, r)
		}
		if protected(r.People) {
			flags[r.ID] = OfficialFirst
		}
	}
	slices.SortFunc(ranked, func(a, b OfficialRow) int {
		return cmp.Or(cmp.Compare(a.People, b.People), slices.Compare(a.Ties, b.Ties), cmp.Compare(a.ID, b.ID))
	})
	if len(ranked) > 1 && flags[ranked[0].ID] == OfficialFirst && flags[ranked[1].ID] == OfficialShown {
		flags[ranked[1].ID] = OfficialSecond
	}
	if parent != OfficialShown {
		for i := 0; i < len(ranked) && i < 2; i++ {
			if flags[ranked[i].ID] == OfficialShown {
				flags[ranked[i].ID] = OfficialCascade
			}
		}
	}
	return rows
}
