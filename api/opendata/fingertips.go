package opendata

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"earshot/feedback"
	"earshot/scorecard/disclosure"
)

// AreaType is a kind of area as Fingertips numbers them. The numbers of areas
// that Fingertips has are its own; those of this service's places are far from
// them.
type AreaType struct {
	ID    int
	Name  string
	Short string
	Level string // of a Line
}

// AreaTypes lists the kinds of areas that figures are published for.
func AreaTypes() []AreaType {
	return []AreaType{
		{15, "England", "England", "england"}, {502, "Upper tier local authorities", "Upper tier", "area"}, {221, "Integrated care boards", "ICB", "icb"},
		{9801, "NHS trusts and other providers", "Provider", "provider"}, {9802, "Sites of providers", "Site", "site"}, {9803, "Wards and teams", "Ward", "ward"},
	}
}

func areaType(id int) (AreaType, bool) {
	i := slices.IndexFunc(AreaTypes(), func(t AreaType) bool { return t.ID == id })
	if i < 0 {
		return AreaType{}, false
	}
	return AreaTypes()[i], true
}

// fingertipsHeader is the header of Fingertips' data files.
func fingertipsHeader(parent string) []string {
	compared := "Compared to " + parent + " value or percentiles"
	if parent == "England" {
		compared = "Compared to percentiles"
	}
	return []string{"Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type", "Sex", "Age", "Category Type", "Category",
		"Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator", "Value note",
		"Recent Trend", "Compared to England value or percentiles", compared, "Time period Sortable", "New data", "Compared to goal", "Time period range"}
}

// areaCode gives the code of a row: GSS for areas and England, ODS for
// organisations, this service's id for wards.
func areaCode(l *Line) string {
	switch l.Level {
	case "england", "area":
		return string(l.GSS)
	}
	return cmp.Or(string(l.Place.Code), string(l.Place.ID))
}

// FingertipsCSV gives the values of indicators for areas of one kind, each with
// its parent of another kind, in the form of Fingertips' data files.
func (s *Source) FingertipsCSV(ids []int, child, parent int, parentCode string) ([]byte, error) {
	childType, ok1 := areaType(child)
	parentType, ok2 := areaType(parent)
	if !ok1 || !ok2 {
		return nil, &feedback.FieldError{Field: "child_area_type_id and parent_area_type_id", Reason: "must be numbers of area types as /api/area_types lists them"}
	}
	rows := [][]string{}
	for _, id := range ids {
		indicator, ok := IndicatorByID(id)
		if !ok {
			continue
		}
		for _, period := range s.Edition.Periods() {
			rows = append(rows, s.fingertipsRows(&indicator, period, childType, parentType, parentCode)...)
		}
	}
	return writeCSV(fingertipsHeader(parentType.Name), rows)
}

// IndicatorByID finds an indicator by its number.
func IndicatorByID(id int) (Indicator, bool) {
	all := Indicators()
	i := slices.IndexFunc(all, func(i Indicator) bool { return i.ID == id })
	if i < 0 {
		return Indicator{}, false
	}
	return all[i], true
}

// fingertipsRows gives a month's rows of an indicator: England, then parents,
// then children.
func (s *Source) fingertipsRows(i *Indicator, period string, child, parent AreaType, parentCode string) [][]string {
	var england, parents, children [][]string
	for _, l := range s.Lines(period) {
		if !l.All {
			continue
		}
		if l.Level == "england" {
			england = append(england, s.fingertipsRow(i, period, &l, AreaTypes()[0], "", ""))
			if child.Level == "england" {
				continue
			}
		}
		if l.Level == parent.Level && parent.Level != "england" && (parentCode == "" || parentCode == areaCode(&l)) {
			parents = append(parents, s.fingertipsRow(i, period, &l, parent, string(EnglandGSS), "England"))
		}
		if l.Level == child.Level && child.Level != parent.Level {
			code, name := s.parentOf(&l, parent)
			if parentCode == "" || parentCode == code {
				children = append(children, s.fingertipsRow(i, period, &l, child, code, name))
			}
		}
	}
	return slices.Concat(england, parents, children)
}

// parentOf gives the code and name of what a row is part of.
func (s *Source) parentOf(l *Line, t AreaType) (code, name string) {
	switch t.Level {
	case "england":
		return string(EnglandGSS), "England"
	case "area":
		a, _ := s.Directory.Area(l.GSS)
		return string(l.GSS), a.Name
	}
	level, err := feedback.ParseLevel(t.Level)
	if err != nil || l.Place.ID == "" {
		return "", ""
	}
	up := s.above(l.Place, level)
	return cmp.Or(string(up.Code), string(up.ID)), up.Name
}

func (s *Source) fingertipsRow(i *Indicator, period string, l *Line, t AreaType, parentCode, parentName string) []string {
	row := []string{strconv.Itoa(i.ID), i.Name, parentCode, parentName, areaCode(l), l.Name, t.Name, "Persons", "All ages", "", "", periodText(period)}
	counts, shown := l.Counts()
	note := ""
	values := make([]string, 7) // value, two intervals, count, denominator
	switch {
	case !shown && l.Marker == disclosure.Confidential:
		note = noteHidden
	case !shown:
		note = noteUnpublished
	case i.Proportion() && counts.People == 0:
		note = noteNobody
		values[5], values[6] = "0", "0"
	case i.Proportion():
		x, n := i.count(counts), counts.People
		values[0] = number(100 * float64(x) / float64(n))
		for k, level := range []float64{0.95, 0.998} {
			low, high := wilson(x, n, level)
			values[1+2*k], values[2+2*k] = number(low), number(high)
		}
		values[5], values[6] = strconv.Itoa(x), strconv.Itoa(n)
	default:
		values[0], values[5] = strconv.Itoa(counts.People), strconv.Itoa(counts.People)
	}
	row = append(row, values...)
	newest := ""
	if period == s.Latest() {
		newest = "New data"
	}
	sortable := strings.ReplaceAll(period, "-", "") + "00"
	return append(row, note, "Cannot be calculated", "Not compared", "Not compared", sortable, newest, "", "1m")
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// wilson gives the Wilson score interval of x of n in percent, as
// PHEindicatormethods defines it; n is over 0 and x from 0 to n. It is made of
// figures that are shown beside it.
func wilson(x, n int, level float64) (low, high float64) {
	z := math.Sqrt2 * math.Erfinv(level)
	f, m := float64(x), float64(n)
	root := z * math.Sqrt(z*z+4*f*(1-f/m))
	low = (2*f + z*z - root) / (2 * (m + z*z))
	high = (2*f + z*z + root) / (2 * (m + z*z))
	return 100 * max(0, low), 100 * min(1, high)
}

// FingertipsMetadata gives what is known of indicators, by number.
func (s *Source) FingertipsMetadata(ids []int) map[string]any {
	out := map[string]any{}
	for _, i := range Indicators() {
		if len(ids) > 0 && !slices.Contains(ids, i.ID) {
			continue
		}
		method := map[string]any{"Id": 1, "Name": "Wilson Score method", "Description": "Wilson score interval of a proportion"}
		if !i.Proportion() {
			method = map[string]any{"Id": -1, "Name": "Not applicable", "Description": "Counts have no interval"}
		}
		out[strconv.Itoa(i.ID)] = map[string]any{
			"IID": i.ID, "Descriptive": map[string]any{"Name": i.Name, "NameLong": i.Name, "Definition": i.Definition, "Rationale": i.Purpose, "Policy": i.Purpose,
				"DataSource": sourceNote, "IndSource": s.Publisher, "NumeratorDefinition": i.Numerator, "NumeratorSource": sourceNote, "DenominatorDefinition": i.Denominator,
				"DenominatorSource": sourceNote, "DiscControl": DisclosureNote, "Notes": joined(s.Notes()), "Frequency": "Monthly", "Rounding": roundingNote, "Copyright": Attribution,
				"Reuse": LicenceName + " " + LicenceURL, "Links": s.BaseURL + "/about/figures", "SimpleName": i.Name, "IndicatorContent": "", "SimpleDefinition": i.Definition},
			"Unit": map[string]any{"Id": map[string]int{"%": 5, "People": 1}[i.Unit], "Label": i.Unit, "Value": 1}, "ValueType": map[string]any{"Id": 5, "Name": i.ValueType},
			"YearType": map[string]any{"Id": 1, "Name": "Calendar"}, "ConfidenceIntervalMethod": method, "Polarity": map[string]any{"Name": i.Polarity},
			"DataChange": map[string]any{"LastUploadedAt": s.Edition.At}, "Frequency": map[string]any{"Name": "Monthly"}, "ProfileId": fingertipsProfile,
		}
	}
	return out
}

// FingertipsMetadataCSV gives the same as a file.
func (s *Source) FingertipsMetadataCSV(ids []int) ([]byte, error) {
	header := []string{"Indicator ID", "Indicator", "Definition", "Rationale", "Data source", "Indicator source", "Methodology", "Standard population/values",
		"Confidence interval details", "Source of numerator", "Definition of numerator", "Source of denominator", "Definition of denominator", "Disclosure control",
		"Caveats", "Copyright", "Data re-use", "Links", "Indicator number", "Notes", "Frequency", "Rounding", "Indicator Content", "Specific rationale", "Unit",
		"Value type", "Year type", "Polarity", "Impact of COVID-19"}
	var rows [][]string
	for _, i := range Indicators() {
		if len(ids) > 0 && !slices.Contains(ids, i.ID) {
			continue
		}
		interval := ""
		if i.Proportion() {
			interval = "Wilson score method, 95% and 99.8%"
		}
		rows = append(rows, []string{strconv.Itoa(i.ID), i.Name, i.Definition, i.Purpose, sourceNote, s.Publisher, "", "", interval, sourceNote, i.Numerator, sourceNote,
			i.Denominator, DisclosureNote, NotComparable, Attribution, LicenceName, s.BaseURL + "/about/figures", i.Code, joined(s.Notes()), "Monthly", roundingNote, "", "",
			i.Unit, i.ValueType, "Calendar", i.Polarity, ""})
	}
	return writeCSV(header, rows)
}
