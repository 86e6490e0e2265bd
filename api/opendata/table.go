package opendata

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"earshot/feedback"
	"earshot/scorecard/disclosure"
)

// Column is one column of the tidy table.
type Column struct {
	Name        string
	Title       string
	Type        string // string, integer, month
	Required    bool
	Description string
}

// Integer reports whether the column holds whole numbers.
func (c Column) Integer() bool { return c.Type == "integer" }

// Columns gives the columns of the tidy table, the same for every month.
func Columns() []Column {
	cols := []Column{
		{"period", "Period", "month", true, "Calendar month, YYYY-MM, by the London day of the answer."},
		{"level", "Level", "string", true, "england, area, icb, provider, site or ward."},
		{"place_id", "Place id", "string", true, "This service's lasting id of the place; the GSS code of an area; england."},
		{"ods_code", "ODS code", "string", false, "Code of the Organisation Data Service, where the place has one. Wards have none."},
		{"gss_code", "GSS code", "string", false, "Government Statistical Service code of the area, or of the upper-tier authority that the place lies in."},
		{"name", "Name", "string", true, "Name at the end of the month."},
		{"icb_code", "ICB code", "string", false, "ODS code of the integrated care board."},
		{"provider_code", "Provider code", "string", false, "ODS code of the provider."},
		{"provider_name", "Provider name", "string", false, "Name of the provider."},
		{"site_code", "Site code", "string", false, "ODS code of the site."},
		{"site_name", "Site name", "string", false, "Name of the site."},
		{"setting", "Setting", "string", true, "Kind of service; all for all of them together; none if it is not known."},
		{"marker", "Marker", "string", false, "Why figures are missing: [c] confidential, [x] not available, [z] percentage not applicable since nobody answered."},
		{"responses", "Total responses", "integer", false, "People who answered the question, don't know included."},
	}
	for _, r := range feedback.Ratings() {
		cols = append(cols, Column{ratingName(r), strings.ReplaceAll(r.String(), "'", "’"), "integer", false, "People who answered “" + strings.ToLower(r.String()) + "”."})
	}
	cols = append(cols,
		Column{"percent_positive", "Percentage positive", "integer", false, "100 × (very good + good) / total responses, rounded half up."},
		Column{"percent_negative", "Percentage negative", "integer", false, "100 × (poor + very poor) / total responses, rounded half up."},
		Column{"positive_lower_95", "Percentage positive, lower 95% limit", "integer", false, "Wilson score interval, rounded down."},
		Column{"positive_upper_95", "Percentage positive, upper 95% limit", "integer", false, "Wilson score interval, rounded up."})
	for _, m := range feedback.Modes() {
		cols = append(cols, Column{"mode_" + m.String(), "Mode: " + m.Label(), "integer", false, "Answers by this mode of collection."})
	}
	return append(cols, Column{"mode_not_known", "Mode: not known", "integer", false, "Answers whose mode of collection is not known."})
}

// PrimaryKey names the columns that tell rows apart.
func PrimaryKey() []string { return []string{"period", "level", "place_id", "setting"} }

func ratingName(r feedback.Rating) string {
	return [...]string{"", "very_good", "good", "neither_good_nor_poor", "poor", "very_poor", "dont_know"}[r]
}

// Table gives the tidy table of a month, without its header. Cells of numbers
// that may not be shown are empty.
func (s *Source) Table(period string) [][]string {
	lines := s.Lines(period)
	out := make([][]string, len(lines))
	for i := range lines {
		out[i] = s.row(period, &lines[i])
	}
	return out
}

func (s *Source) row(period string, l *Line) []string {
	id := string(l.Place.ID)
	switch l.Level {
	case "england":
		id = "england"
	case "area":
		id = string(l.GSS)
	}
	row := []string{period, l.Level, id, string(l.Place.Code), string(l.GSS), l.Name}
	var icb, provider, site feedback.Place
	if l.Place.ID != "" {
		icb, provider, site = s.above(l.Place, feedback.ICB), s.above(l.Place, feedback.Provider), s.above(l.Place, feedback.Site)
	}
	row = append(row, string(icb.Code), string(provider.Code), provider.Name, string(site.Code), site.Name, settingName(l))
	counts, shown := l.Counts()
	marker := l.Marker.String()
	if shown && counts.People == 0 {
		marker = disclosure.NotApplicable.String()
	}
	row = append(row, marker)
	if !shown {
		return append(row, make([]string, len(Columns())-len(row))...)
	}
	row = append(row, strconv.Itoa(counts.People))
	for _, n := range counts.Ratings {
		row = append(row, strconv.Itoa(n))
	}
	lower, upper := l.PositiveInterval()
	for _, v := range []disclosure.Value{l.Positive(), l.Negative(), lower, upper} {
		row = append(row, valueText(v))
	}
	for i := range len(feedback.Modes()) + 1 {
		n := 0
		if i < len(counts.Modes) {
			n = counts.Modes[i]
		}
		row = append(row, strconv.Itoa(n))
	}
	return row
}

func settingName(l *Line) string {
	switch {
	case l.All:
		return "all"
	case l.Setting == feedback.NoSetting:
		return "none"
	}
	return l.Setting.String()
}

func valueText(v disclosure.Value) string {
	if v.Marker != disclosure.Shown {
		return ""
	}
	return strconv.Itoa(v.N)
}

// CSV gives the tidy table of a month as RFC 4180 has it, in UTF-8 with a
// header. It gives the header alone for a month that was not published.
func (s *Source) CSV(period string) ([]byte, error) {
	return writeCSV(Header(), s.Table(period))
}

// Header gives the names of the tidy table's columns.
func Header() []string {
	cols := Columns()
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = c.Name
	}
	return out
}

// writeCSV writes a header and rows with CRLF line ends.
func writeCSV(header []string, rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if err := w.Write(header); err != nil {
		return nil, fmt.Errorf("write csv: %w", err)
	}
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = tame(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, fmt.Errorf("write csv: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("write csv: %w", err)
	}
	return b.Bytes(), nil
}

// tame makes a cell harmless that a spreadsheet would run as a formula. A lone
// dash, the official sign for "could not be calculated", is harmless already.
func tame(cell string) string {
	if len(cell) > 1 && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
