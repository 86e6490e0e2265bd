package collector

import (
	"context"
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
	fi := &figureImport{store: store, dir: dir, now: now.UTC(), opt: opt, seen: make(map[string]bool), dates1904: t.Dates1904()}
	if err := fi.findHeader(t); err != nil {
		return fi.report, err
	}
	fi.rejects.header = fi.header
	if !opt.DryRun {
		fi.rejects.open = opt.Rejects
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
	return fi.report, errors.Join(err, fi.rejects.flush())
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
	rejects rejectsFile

	dates1904 bool // see table
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
	fi.report.Faults = addFaults(fi.report.Faults, why, line)
	return fi.rejects.add(row, line, why)
}
