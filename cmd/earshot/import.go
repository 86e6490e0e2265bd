package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// importFlags are what the import command can be told beside a saved map.
type importFlags struct {
	fileFlags
	mapFile, saveMap, supplier   string
	columns, ratings, placeNames []string
	place, date                  string
}

func newImportCommand(c *console) *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Import answers from a CSV, XLSX, JSON or NDJSON file; importing it again changes nothing",
		Long: `Import answers from a CSV or XLSX file with a header line, or from a JSON file of
objects: a list, or one object a line (NDJSON). Members of an object within have
the column name outer.inner.

Columns are found by their usual names; name others with --column, or keep all of
it in a column map (--map), one for each supplier: --save-map writes the map that
was used. A row that is wrong is refused alone and goes, with its reason, to the
rejects file, which can be mended and imported.

A row's own id makes it count once. Without an id column a row is known by its
contents: importing the same file twice, or with rows added, counts each row once.`,
		Example: `  earshot import july.csv --dry-run
  earshot import july.xlsx --place RXX01 --save-map envoy.json
  earshot import august.xlsx --map envoy.json
  earshot import export.csv --column rating="FFT score" --column comment="What was good?" \
      --rating 7=none --place-name "Ward 9 (old)=WILLOW"`,
		Args: cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	fs := cmd.Flags()
	fs.StringVar(&f.mapFile, "map", "", "column map to use")
	fs.StringVar(&f.saveMap, "save-map", "", "write the map that was used to this file")
	fs.StringVar(&f.supplier, "supplier", "", "who the file is from; the same answer from one supplier counts once")
	f.add(fs)
	fs.StringArrayVar(&f.columns, "column", nil, "THING=NAME: the column of id, date, place, provider, site, ward, rating, question, mode, consent_to_publish, comment, what_good or could_improve")
	fs.StringArrayVar(&f.ratings, "rating", nil, "VALUE=1..6 or VALUE=none: what a value of the rating column means")
	fs.StringArrayVar(&f.placeNames, "place-name", nil, "NAME=CODE: the place that a name in the file stands for")
	fs.StringVar(&f.place, "place", "", "the place (id or code) of every row")
	fs.StringVar(&f.date, "date", "", "the day (YYYY-MM-DD) of every row")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		m, err := f.fileMap()
		if err != nil {
			return &exitError{exitUsage, err}
		}
		if err := f.named(args[0]); err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			return c.importFile(cmd, s, args[0], m, &f)
		})
	}
	return cmd
}

// importFile runs one import and reports it.
func (c *console) importFile(cmd *cobra.Command, s ledger.Store, path string, m collector.FileMap, f *importFlags) error {
	dir, err := openDirectory(cmd.Context(), s)
	if err != nil {
		return err
	}
	reader, err := sentiment.New()
	if err != nil {
		return err
	}
	bar := c.fileBar(path, f.asJSON)
	opt := collector.ImportOptions{Map: m, Sheet: f.sheet, DryRun: f.dryRun, Progress: func(done, total int64) { advance(bar, done, total) }}
	if !f.dryRun {
		opt.Rejects = f.open
	}
	report, err := collector.NewIntake(dir.current, reader.Read, s, c.now).Import(cmd.Context(), path, opt)
	bar.Exit()
	if err := f.done(err); err != nil {
		return err
	}
	if f.saveMap != "" {
		if err := saveMap(f.saveMap, report.Map); err != nil {
			return err
		}
	}
	return c.importReport(report, f)
}

// fileMap gives the saved map with what the flags say on top.
func (f *importFlags) fileMap() (collector.FileMap, error) {
	var m collector.FileMap
	if f.mapFile != "" {
		file, err := os.Open(f.mapFile)
		if err != nil {
			return m, err
		}
		defer file.Close()
		if m, err = collector.ParseFileMap(file); err != nil {
			return m, err
		}
	}
	for _, kv := range []struct {
		value string
		to    *string
	}{{f.supplier, &m.Supplier}, {f.place, &m.Place}, {f.date, &m.Date}} {
		if kv.value != "" {
			*kv.to = kv.value
		}
	}
	for _, pairs := range []struct {
		flag string
		list []string
		to   *map[string]string
	}{{"rating", f.ratings, &m.Ratings}, {"place-name", f.placeNames, &m.Places}} {
		for _, p := range pairs.list {
			i := strings.LastIndex(p, "=")
			if i < 1 {
				return m, fmt.Errorf("--%s %q: must be NAME=VALUE", pairs.flag, p)
			}
			if *pairs.to == nil {
				*pairs.to = make(map[string]string)
			}
			(*pairs.to)[p[:i]] = p[i+1:]
		}
	}
	return m, f.setColumns(&m)
}

func (f *importFlags) setColumns(m *collector.FileMap) error {
	c := &m.Columns
	to := map[string]*string{"id": &c.ID, "date": &c.Date, "place": &c.Place, "provider": &c.Provider, "site": &c.Site, "ward": &c.Ward,
		"rating": &c.Rating, "question": &c.Question, "mode": &c.Mode, "consent_to_publish": &c.Consent}
	for _, p := range f.columns {
		thing, name, ok := strings.Cut(p, "=")
		switch {
		case !ok || name == "":
			return fmt.Errorf("--column %q: must be THING=NAME", p)
		case to[thing] != nil:
			*to[thing] = name
		case thing == "comment":
			c.Comments = append(c.Comments, collector.CommentColumn{Column: name})
		case thing == "what_good" || thing == "could_improve":
			c.Comments = append(c.Comments, collector.CommentColumn{Column: name, Question: thing})
		default:
			return fmt.Errorf("--column %q: a column is of id, date, place, provider, site, ward, rating, question, mode, consent_to_publish, comment, what_good or could_improve", p)
		}
	}
	return nil
}

func saveMap(path string, m collector.FileMap) (err error) {
	out, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("save column map: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	return m.Write(out)
}

// importReport says what became of the file. Refused rows make the exit code
// say so.
func (c *console) importReport(r collector.ImportReport, f *importFlags) error {
	if f.asJSON {
		faults := []map[string]any{}
		for _, f := range r.Faults {
			faults = append(faults, map[string]any{"field": f.Field, "reason": f.Reason, "rows": f.Rows, "lines": f.Lines})
		}
		if err := json.NewEncoder(c.stdout).Encode(map[string]any{
			"rows": r.Rows, "skipped": r.Skipped, "stored": r.Stored, "duplicates": r.Duplicates, "empty": r.Empty, "rejected": r.Rejected, "flagged": r.Flagged, "month_first": r.MonthFirst,
			"by_rating": r.ByRating[1:], "no_rating": r.ByRating[0], "unused_columns": r.Unused, "faults": faults, "dry_run": f.dryRun,
		}); err != nil {
			return err
		}
	} else if err := c.importTable(r, f); err != nil {
		return err
	}
	if r.Rejected > 0 {
		return &exitError{exitDiffers, nil}
	}
	return nil
}

func (c *console) importTable(r collector.ImportReport, f *importFlags) error {
	stored := "stored"
	if f.dryRun {
		stored = "could be stored (this was a dry run; rows stored before are not told apart)"
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%d\t  rows read\n%d\t  %s\n", r.Rows, r.Stored, stored)
	for rating := feedback.VeryGood; rating <= feedback.DontKnow; rating++ {
		fmt.Fprintf(w, "%d\t    %s\n", r.ByRating[rating], rating)
	}
	fmt.Fprintf(w, "%d\t    comments without a rating\n%d\t  stored before\n%d\t  with nothing in them\n%d\t  refused\n%d\t  with a danger sign\n",
		r.ByRating[0], r.Duplicates, r.Empty, r.Rejected, r.Flagged)
	if err := w.Flush(); err != nil {
		return err
	}
	if r.Skipped > 0 {
		fmt.Fprintf(c.stdout, "The names of the columns were found below %d other rows, which were left out.\n", r.Skipped)
	}
	if len(r.Unused) > 0 {
		fmt.Fprintf(c.stdout, "Columns not used: %s\n", strings.Join(r.Unused, ", "))
	}
	if r.MonthFirst > 0 {
		fmt.Fprintf(c.stdout, "%d dates could only be read with the month first. Check whether the file's other dates are meant so too;\nif they are, import it with date_formats [\"01/02/2006\"] in the column map.\n", r.MonthFirst)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(c.stdout, "  %v\n", f)
	}
	f.told(c.stdout)
	return nil
}
