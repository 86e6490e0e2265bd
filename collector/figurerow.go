package collector

import (
	"errors"
	"strconv"
	"strings"

	"earshot/feedback"
	"earshot/ledger"
)

// row reads one row of figures.
func (fi *figureImport) row(row []string) error {
	if i, ok := fi.at["month"]; ok && fi.dates1904 && i < len(row) {
		row[i] = from1904(row[i]) // in the row, so that it means the same in the rejects file
	}
	at := fi.cell(row, "place") + fi.cell(row, "icb") + fi.cell(row, "provider") + fi.cell(row, "site") + fi.cell(row, "ward")
	if strings.TrimSpace(strings.Join(row, "")) == "" {
		return nil
	}
	if at == "" || strings.HasPrefix(strings.ToLower(at), "england") || strings.HasPrefix(strings.ToLower(at), "selection") {
		fi.report.Totals++
		return nil
	}
	fi.report.Rows++
	place, err := fi.find(row)
	if err != nil {
		return err
	}
	month, err := fi.month(row)
	if err != nil {
		return err
	}
	path, err := figurePath(fi.dir, place, month)
	if err != nil {
		return err
	}
	base := ledger.Figure{Path: path, Month: month, Series: fi.opt.Series, AgeBand: fi.cell(row, "age"), Gender: fi.cell(row, "gender"), Outcome: fi.cell(row, "outcome"),
		Total: ledger.Unknown, Eligible: ledger.Unknown}
	for i := range base.Ratings {
		base.Ratings[i] = ledger.Unknown
	}
	for i := range base.Modes {
		base.Modes[i] = ledger.Unknown
	}
	if fi.opt.Series == ledger.Official {
		return fi.official(row, base)
	}
	return fi.activity(row, base)
}

// official reads a row of the published results and holds it to its own sums.
func (fi *figureImport) official(row []string, f ledger.Figure) error {
	f.AgeBand, f.Gender, f.Outcome = "", "", ""
	var err error
	number := func(name string, into *int64) {
		v, e := fi.number(row, name)
		*into, err = v, errors.Join(err, e)
	}
	number("total", &f.Total)
	number("eligible", &f.Eligible)
	for i := range f.Ratings {
		number("rating"+strconv.Itoa(i+1), &f.Ratings[i])
	}
	for i := range f.Modes {
		number("mode"+strconv.Itoa(i+1), &f.Modes[i])
	}
	if err != nil {
		return firstFault(err)
	}
	if f.Total == ledger.Unknown {
		return &feedback.FieldError{Field: "total", Reason: "is missing; the total is never hidden"}
	}
	for _, part := range []struct {
		field   string
		numbers []int64
		all     bool // every one must be known for the sum to be held to
	}{{"ratings", f.Ratings[:], true}, {"modes", f.Modes[:], false}} {
		sum, known, hidden := int64(0), 0, 0
		for _, n := range part.numbers {
			if n == ledger.Unknown {
				hidden++
				continue
			}
			known++
			sum += n
		}
		if known > 0 && sum != f.Total && (hidden == 0 || !part.all) {
			return &feedback.FieldError{Field: part.field, Reason: "do not add up to the total; a column may be missing or shifted"}
		}
	}
	return fi.add(f)
}

// firstFault gives the first FieldError of several.
func firstFault(err error) error {
	var fe *feedback.FieldError
	if errors.As(err, &fe) {
		return fe
	}
	return err
}

// activity reads a row of activity: one figure for each measure that it has.
func (fi *figureImport) activity(row []string, f ledger.Figure) error {
	if _, long := fi.at["count"]; long {
		n, err := fi.number(row, "count")
		if err != nil {
			return err
		}
		f.Measure, f.Total = strings.ToLower(orElse(fi.cell(row, "measure"), orElse(fi.opt.Measure, "eligible"))), n
		return fi.add(f)
	}
	any := false
	for _, measure := range []string{"eligible", "appointments", "attendances"} {
		if fi.cell(row, measure) == "" {
			continue
		}
		n, err := fi.number(row, measure)
		if err != nil {
			return err
		}
		any = true
		f.Measure, f.Total = measure, n
		if err := fi.add(f); err != nil {
			return err
		}
	}
	if !any {
		return &feedback.FieldError{Field: "count", Reason: "is empty, and so are eligible, appointments and attendances"}
	}
	return nil
}

func (fi *figureImport) add(f ledger.Figure) error {
	if fi.seen[f.Key()] {
		return &feedback.FieldError{Field: "place", Reason: "has two rows for the same month and group; which of them holds cannot be told"}
	}
	fi.seen[f.Key()] = true
	fi.figures = append(fi.figures, f)
	return nil
}

// number reads a whole number, with or without commas. "*", "-" and nothing are
// figures that are not given.
func (fi *figureImport) number(row []string, name string) (int64, error) {
	v := strings.ReplaceAll(fi.cell(row, name), ",", "")
	switch {
	case v == "" && name != "count":
		return ledger.Unknown, nil
	case v == "*", v == "-", strings.EqualFold(v, "N/A"):
		fi.report.Hidden++
		return ledger.Unknown, nil
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(v, ".0"), 10, 64)
	if err != nil || n < 0 || n > 1_000_000_000 {
		return 0, &feedback.FieldError{Field: name, Reason: "must be a whole number, or * where it is suppressed"}
	}
	return n, nil
}

// month reads the month of a row: 2026-07, Jul-26, July 2026, a date in it, or a
// spreadsheet's number of one.
func (fi *figureImport) month(row []string) (feedback.Month, error) {
	v := fi.cell(row, "month")
	if v == "" {
		if fi.opt.Month == nil {
			return 0, &feedback.FieldError{Field: "month", Reason: "is not in the file; give one for all rows with --month"}
		}
		return *fi.opt.Month, nil
	}
	if m, err := feedback.ParseMonth(v); err == nil {
		return m, nil
	}
	t, swapped, err := new(fileDates).parse(v)
	if err != nil || swapped {
		return 0, &feedback.FieldError{Field: "month", Reason: "must be a month written 2026-07 or Jul-26"}
	}
	return feedback.DayOf(t).Month(), nil
}

// find finds the place of a row by its codes, from the top down; wards have
// names only.
func (fi *figureImport) find(row []string) (feedback.Place, error) {
	var at *feedback.Place
	for _, name := range []string{"icb", "provider", "site", "ward", "place"} {
		v := fi.cell(row, name)
		if v == "" {
			continue
		}
		under := at
		if under != nil && under.Level == feedback.ICB {
			under = nil // a provider may have another ICB here than in the file
		}
		p, err := findNamed(fi.dir, v, under, fi.opt.Within)
		if err != nil {
			if name == "icb" {
				continue // told by what is below it
			}
			return feedback.Place{}, err
		}
		at = &p
	}
	if at == nil {
		return feedback.Place{}, &feedback.FieldError{Field: "place", Reason: "is not in the directory"}
	}
	return *at, nil
}

// figurePath gives where a place stood in a month; an ICB stands by itself.
func figurePath(dir *feedback.Directory, p feedback.Place, month feedback.Month) (feedback.Path, error) {
	if p.Level == feedback.ICB {
		return feedback.Path{ICB: p.ID}, nil
	}
	path, err := dir.Path(p.ID, month.Last())
	if err != nil {
		return path, &feedback.FieldError{Field: "place", Reason: "must be an ICB, provider, site, ward or team"}
	}
	return path, nil
}
