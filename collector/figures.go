package collector

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"earshot/feedback"
	"earshot/ledger"
)

// FigureStore is where figures go and where those in force are looked up.
type FigureStore interface {
	ledger.Writer
	ledger.Figures
}

// FigureOptions say how a file of figures is read.
type FigureOptions struct {
	Series  ledger.Series
	Month   *feedback.Month // of every row, if the file has no column for it
	Measure string          // of activity: of every row, if the file has no column for it; else "eligible"
	Sheet   string          // of a workbook; empty means the first
	Within  []feedback.PlaceID
	DryRun  bool
	Rejects func() (io.Writer, error) // asked for once, when the first row is refused; may be nil
}

// FigureReport says what became of a file of figures.
type FigureReport struct {
	Rows      int // rows with figures
	Stored    int
	Changed   int // of those stored: other figures than before
	Unchanged int
	Totals    int // rows of no place, such as those for all England
	Rejected  int
	Hidden    int // figures that were suppressed
	Faults    []Fault
}

// ImportFigures reads figures that somebody else counted: the sheets of the
// Test's published workbook (by ICB, trust, site or ward, with its stacked
// header rows), or activity by place and month. Figures that are as stored
// change nothing; others stand in for them from now on. The error is ErrInvalid
// if the file cannot be used at all.
func ImportFigures(ctx context.Context, store FigureStore, dir *feedback.Directory, now time.Time, path string, opt FigureOptions) (FigureReport, error) {
	t, err := openTable(path, opt.Sheet)
	if err != nil {
		return FigureReport{}, err
	}
	defer t.Close()
	fi := &figureImport{store: store, dir: dir, now: now.UTC(), opt: opt, seen: make(map[string]bool)}
	if err := fi.findHeader(t); err != nil {
		return fi.report, err
	}
	for {
		row, line, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		var fe *feedback.FieldError
		if err == nil {
			err = fi.row(row)
		}
		if err != nil && !errors.As(err, &fe) {
			return fi.report, err
		}
		if err != nil {
			if err := fi.refuse(row, line, err); err != nil {
				return fi.report, err
			}
		}
	}
	err = fi.flush(ctx)
	if fi.reject != nil {
		fi.reject.Flush()
		err = errors.Join(err, fi.reject.Error())
	}
	return fi.report, err
}

// figureImport is one import of figures under way.
type figureImport struct {
	store   FigureStore
	dir     *feedback.Directory
	now     time.Time
	opt     FigureOptions
	header  []string
	at      map[string]int // canonical column name → position
	figures []ledger.Figure
	seen    map[string]bool
	report  FigureReport
	reject  *csv.Writer
}

// headerRows is how many rows may come before the columns' names.
const headerRows = 40

// findHeader looks for the row of column names: the one with "Total Responses",
// or a place and a month. In the published workbook the names of the answers
// stand a row below, under the title of their group.
func (fi *figureImport) findHeader(t table) error {
	for range headerRows {
		row, _, err := t.Next()
		if err != nil {
			break
		}
		if fi.take(row) {
			continue
		}
		_, total := fi.at["total"]
		_, answers := fi.at["rating1"]
		if fi.opt.Series == ledger.Activity || total && answers {
			return nil
		}
	}
	if fi.opt.Series == ledger.Official {
		return &feedback.FieldError{Reason: `must have columns "Total Responses" and "Very Good" … "Don't Know", as the published sheets have`}
	}
	return &feedback.FieldError{Reason: "must have a column place (or trust_code, site_code, ward_name), and count, eligible, appointments or attendances"}
}

// take reads names off a row; it gives true for a row that is not yet the last
// of the header.
func (fi *figureImport) take(row []string) bool {
	names := make([]string, len(row))
	known := 0
	for i, cell := range row {
		if names[i] = figureColumn(cell); names[i] != "" {
			known++
		}
	}
	if known < 2 {
		return true
	}
	if fi.at == nil {
		fi.at = make(map[string]int)
	}
	for len(fi.header) < len(row) {
		fi.header = append(fi.header, "")
	}
	for i, name := range names {
		if name == "" {
			continue
		}
		if _, taken := fi.at[name]; !taken {
			fi.at[name] = i
			fi.header[i] = strings.TrimSpace(row[i])
		}
	}
	_, place := fi.place()
	return !place
}

// place gives the deepest column that says where a row belongs.
func (fi *figureImport) place() (string, bool) {
	for _, name := range []string{"place", "ward", "site", "provider", "icb"} {
		if _, ok := fi.at[name]; ok {
			return name, true
		}
	}
	return "", false
}

// figureColumn gives the canonical name of a column; empty if it is not used.
// The national files write the same names in many ways ("3 Neither Good nor
// Poor SUM", "Don’t Know", "Org code").
func figureColumn(cell string) string {
	key := strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(cell, "_", " ")), " "))
	key = strings.NewReplacer("’", "", "'", "", "‘", "").Replace(key)
	key = strings.TrimSuffix(key, " sum")
	if len(key) > 2 && key[0] >= '1' && key[0] <= '6' && key[1] == ' ' {
		key = key[2:]
	}
	if r, err := feedback.ParseRating(key); err == nil && len(key) > 1 {
		return "rating" + strconv.Itoa(int(r))
	}
	if after, ok := strings.CutPrefix(key, "mode "); ok {
		if m, err := feedback.ParseMode(after); err == nil {
			return "mode" + strconv.Itoa(int(m))
		}
	}
	switch key {
	case "place", "place id", "public code":
		return "place"
	case "icb code", "icb":
		return "icb"
	case "trust code", "org code", "provider code", "provider", "practice code":
		return "provider"
	case "site code", "site":
		return "site"
	case "ward name", "ward", "team":
		return "ward"
	case "month", "period":
		return "month"
	case "total responses", "total":
		return "total"
	case "total eligible", "eligible", "patient registered population":
		return "eligible"
	case "appointments", "attendances", "measure", "count":
		return key
	case "number":
		return "count"
	case "age band", "age":
		return "age"
	case "gender", "sex":
		return "gender"
	case "outcome":
		return "outcome"
	}
	return ""
}

func (fi *figureImport) cell(row []string, name string) string {
	i, ok := fi.at[name]
	if !ok || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

// row reads one row of figures.
func (fi *figureImport) row(row []string) error {
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
	t, swapped, err := parseFileDate(v, nil)
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

// flush compares what was read with what is stored and stores what differs.
func (fi *figureImport) flush(ctx context.Context) error {
	if len(fi.figures) == 0 {
		return nil
	}
	from, to := fi.figures[0].Month, fi.figures[0].Month
	for _, f := range fi.figures {
		from, to = min(from, f.Month), max(to, f.Month)
	}
	stored, err := fi.store.Figures(ctx, ledger.FigureQuery{Series: fi.opt.Series, From: from, To: to})
	if err != nil {
		return err
	}
	inForce := make(map[string]ledger.StoredFigure, len(stored))
	for _, s := range stored {
		inForce[s.Key()] = s
	}
	var cmds []ledger.Command
	for i := range fi.figures {
		f := &fi.figures[i]
		old, known := inForce[f.Key()]
		if known && sameFigures(old.Figure, *f) {
			fi.report.Unchanged++
			continue
		}
		if known {
			fi.report.Changed++
		}
		fi.report.Stored++
		cmds = append(cmds, ledger.Command{Kind: ledger.Counted, Source: "counts", SourceID: f.Key() + "#" + strconv.Itoa(old.Version+1), At: fi.now, Figure: f})
	}
	if fi.opt.DryRun {
		return nil
	}
	for len(cmds) > 0 {
		n := min(len(cmds), importBatch)
		receipts, err := fi.store.Append(ctx, cmds[:n]...)
		if err != nil {
			return fmt.Errorf("store figures: %w", err)
		}
		for i, r := range receipts {
			if r.Err != nil {
				return fmt.Errorf("store figures of %s: %w", cmds[i].Figure.Place(), r.Err)
			}
		}
		cmds = cmds[n:]
	}
	return nil
}

// sameFigures reports whether two figures of one key say the same. Where the
// place stood is not part of it: a directory may have been completed since.
func sameFigures(a, b ledger.Figure) bool {
	return a.Total == b.Total && a.Eligible == b.Eligible && a.Ratings == b.Ratings && a.Modes == b.Modes
}

// refuse keeps a row that cannot be taken.
func (fi *figureImport) refuse(row []string, line int, why error) error {
	fi.report.Rejected++
	im := ImportReport{Faults: fi.report.Faults}
	im.fault(why, line)
	fi.report.Faults = im.Faults
	if fi.opt.Rejects == nil || fi.opt.DryRun {
		return nil
	}
	if fi.reject == nil {
		w, err := fi.opt.Rejects()
		if err != nil {
			return fmt.Errorf("open rejects file: %w", err)
		}
		fi.reject = csv.NewWriter(w)
		if err := fi.reject.Write(append(append([]string(nil), fi.header...), rejectLine, rejectReason)); err != nil {
			return fmt.Errorf("write rejects file: %w", err)
		}
	}
	out := make([]string, len(fi.header), len(fi.header)+2)
	copy(out, row)
	if err := fi.reject.Write(append(out, strconv.Itoa(line), lineless(why))); err != nil {
		return fmt.Errorf("write rejects file: %w", err)
	}
	return nil
}
