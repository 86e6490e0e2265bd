package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"earshot/feedback"
	"earshot/scorecard/disclosure"
)

// forms reads the counts that stand in the further forms of an edition: FHIR
// reports, Fingertips' data files and the workbooks in the official layout, as
// workbook and as CSV. Percentages and limits that could be turned round stand
// nowhere without the counts that they are made of.
func (w *town) forms(p paper, periods []string) {
	w.Helper()
	for _, period := range periods {
		w.fhir(p, period)
		w.books(p, period)
	}
	for _, child := range []int{15, 502, 221, 9801, 9802, 9803} {
		w.fingertips(p, child)
	}
}

// fhir reads every MeasureReport of a month, page by page.
func (w *town) fhir(p paper, period string) {
	w.Helper()
	type quantity struct {
		Count *int           `json:"count"`
		Why   map[string]any `json:"_count"`
		Code  struct{ Text string }
	}
	type bundle struct {
		Link  []struct{ Relation, URL string }
		Entry []struct {
			Resource struct {
				Measure string
				Period  struct{ Start string }
				Subject struct{ Identifier struct{ Value string } }
				Group   []struct {
					Population   []quantity
					MeasureScore struct{ Value *float64 }
				}
			}
		}
	}
	for _, measure := range []string{"fft-980001", "fft-980002", "fft-980003"} {
		next := "/fhir/MeasureReport?measure=" + measure + "&period=" + period + "&_count=200"
		for next != "" {
			var b bundle
			w.decode(next, &b)
			if len(b.Entry) == 0 {
				w.Errorf("FHIR has no report of %s for %s", measure, period)
			}
			next = ""
			for _, l := range b.Link {
				if l.Relation == "next" {
					next = strings.TrimPrefix(l.URL, "https://earshot.example")
				}
			}
			for _, e := range b.Entry {
				r := e.Resource
				row := placeRow(r.Subject.Identifier.Value)
				for _, g := range r.Group {
					people := g.Population[len(g.Population)-1] // the denominator, or all there is
					marker := ""
					if people.Count == nil {
						marker = fhirMarker(people.Why)
					}
					w.note(p, "FHIR", row, []string{r.Period.Start[:7]}, people.Count, marker)
					if people.Count == nil && (g.MeasureScore.Value != nil || g.Population[0].Count != nil) {
						w.Errorf("FHIR hides the people of %s and shows what is made of them", row)
					}
				}
			}
		}
	}
}

// placeRow names a row as cards do, from the code of England or of an area or place.
func placeRow(code string) string {
	if strings.HasPrefix(code, "E92") {
		return "england"
	}
	return code
}

func fhirMarker(why map[string]any) string {
	if strings.Contains(fmt.Sprint(why), "masked") {
		return disclosure.Confidential.String()
	}
	return disclosure.NotAvailable.String()
}

// fingertips reads the values of one kind of area, all months and indicators.
func (w *town) fingertips(p paper, child int) {
	w.Helper()
	body := w.get(fmt.Sprintf("/api/all_data/csv/by_indicator_id?indicator_ids=980001,980002,980003&child_area_type_id=%d&parent_area_type_id=15", child))
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil {
		w.Fatal(err)
	}
	if len(rows) == 1 {
		w.Errorf("Fingertips has no values for areas of kind %d", child)
	}
	at := columns(rows[0])
	for _, row := range rows[1:] {
		id, ok := w.byCode(row[at["Area Code"]])
		if !ok {
			w.Errorf("Fingertips names %q, which is no place", row[at["Area Code"]])
			continue
		}
		sortable := row[at["Time period Sortable"]]
		people, hidden := row[at["Denominator"]], strings.Contains(row[at["Value note"]], "suppressed")
		if row[at["Indicator ID"]] == "980003" {
			people = row[at["Count"]]
		}
		var n *int
		marker := disclosure.NotAvailable.String()
		if v, err := strconv.Atoi(people); err == nil {
			n, marker = &v, ""
		} else if hidden {
			marker = disclosure.Confidential.String()
		}
		w.note(p, "Fingertips", id, []string{sortable[:4] + "-" + sortable[4:6]}, n, marker)
		for _, made := range []string{"Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator"} {
			if n == nil && row[at[made]] != "" {
				w.Errorf("Fingertips hides the people of %s and shows %s %s", id, made, row[at[made]])
			}
		}
	}
}

func columns(header []string) map[string]int {
	at := map[string]int{}
	for i, name := range header {
		at[name] = i
	}
	return at
}

// byCode gives the row of a place by its code, its id, or the code of an area.
func (w *town) byCode(code string) (row string, ok bool) {
	if strings.HasPrefix(code, "E") {
		return placeRow(code), true
	}
	for _, p := range w.dir.All() {
		if string(p.Code) == code || string(p.ID) == code {
			return string(p.ID), true
		}
	}
	return "", false
}

// books reads a month's inpatient workbook, sheet by sheet, and the same sheets
// as CSV, which must say the same.
func (w *town) books(p paper, period string) {
	w.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(w.get("/data/fft-inpatient-" + period + ".xlsx")))
	if err != nil {
		w.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range []string{"ICB", "Trusts", "Sites", "Wards"} {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			w.Fatal(err)
		}
		for len(rows) > 0 && (len(rows[0]) < 3 || !strings.EqualFold(rows[0][0], "ICB Code")) {
			rows = rows[1:]
		}
		of := w.sheet(p, "a workbook", sheet, period, rows)
		file, err := csv.NewReader(bytes.NewReader(w.get("/data/fft-inpatient-" + strings.ToLower(sheet) + "-" + period + ".csv"))).ReadAll()
		if err != nil {
			w.Fatal(err)
		}
		if n := w.sheet(p, "a workbook's CSV", sheet, period, file); n != of || n == 0 {
			w.Errorf("%s of %s has %d rows in the workbook and %d in the file", sheet, period, of, n)
		}
	}
}

// sheet reads the organisations of a sheet and gives how many there are.
func (w *town) sheet(p paper, where, name, period string, rows [][]string) (found int) {
	w.Helper()
	if len(rows) == 0 {
		w.Fatalf("%s: sheet %s of %s has no header", where, name, period)
	}
	at := columns(rows[0])
	total, selection, shown := at["Total Responses"], "", 0
	for _, row := range rows[1:] {
		if len(row) <= total {
			continue
		}
		switch {
		case strings.HasPrefix(row[0], "England (incl"):
			w.official(p, where, "england/inpatient", period, row, total)
			continue
		case strings.HasPrefix(row[0], "Selection"):
			selection = row[total]
			continue
		case strings.HasPrefix(row[0], "England (excl"):
			continue // of NHS trusts, of which a town has none
		}
		id, ok := w.onSheet(name, row)
		if !ok {
			w.Errorf("%s names %q, which is no place", where, row[:total])
			continue
		}
		found++
		if n := w.official(p, where, id+"/inpatient", period, row, total); n != nil {
			shown += *n
		}
	}
	if v, err := strconv.Atoi(selection); err == nil && v != shown {
		w.Errorf("%s of %s: the selection has %d, its shown rows add up to %d", name, period, v, shown)
	}
	return found
}

// onSheet gives the place of a row: the last code on it, or a ward's name.
func (w *town) onSheet(sheet string, row []string) (id string, ok bool) {
	switch sheet {
	case "ICB":
		return w.byCode(row[0])
	case "Trusts":
		return w.byCode(row[1])
	case "Sites":
		return w.byCode(row[3])
	}
	for _, p := range w.dir.All() {
		if p.Level == feedback.Ward && p.Name == row[5] {
			return string(p.ID), true
		}
	}
	return "", false
}

// official records a row's total, and sees that a row without one has nothing
// else from which it could be made.
func (w *town) official(p paper, where, id, period string, row []string, total int) *int {
	w.Helper()
	var n *int
	marker := ""
	switch v, err := strconv.Atoi(row[total]); {
	case err == nil:
		n = &v
	case row[total] == disclosure.Confidential.Official():
		marker = disclosure.Confidential.String()
	default:
		marker = disclosure.NotAvailable.String()
	}
	w.note(p, where, id, []string{period}, n, marker)
	for _, text := range row[total+1:] {
		if _, err := strconv.ParseFloat(text, 64); n == nil && err == nil {
			w.Errorf("%s hides the total of %s and shows %s", where, id, text)
		}
	}
	return n
}
