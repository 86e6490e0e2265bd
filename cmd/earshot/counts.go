package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
)

func newCountsCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "counts",
		Short: "Figures that others counted: the Test's published results, and activity",
		Long: `Figures that others counted, kept beside the answers and never added to them: the
Test's published results by month, and how many patients, appointments or
attendances there were, which say how many of those who could answer did.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newCountsImportCommand(c), newCountsShowCommand(c))
	return cmd
}

// countsFlags are what counts import can be told.
type countsFlags struct {
	fileFlags
	series, month, measure string
}

func newCountsImportCommand(c *console) *cobra.Command {
	var f countsFlags
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Import figures from a CSV or XLSX file; importing it again changes nothing",
		Long: `Import figures from a CSV or XLSX file.

--series official reads a sheet of the published results by ICB, trust, site or ward,
with its title rows and England rows as they are. "*" is kept as hidden. A row
whose answers do not add up to its total is refused.

--series activity reads the columns place (or trust_code, site_code, ward_name),
month, and either measure and count, or eligible, appointments and attendances; and,
if there are, age_band, gender and outcome.

Figures that differ from those stored stand in for them from now on.`,
		Example: `  earshot counts import fft-wards-july.xlsx --series official --sheet Wards --month 2026-07
  earshot counts import attendances.csv --series activity --dry-run`,
		Args: cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	fs := cmd.Flags()
	fs.StringVar(&f.series, "series", "", "official or activity")
	fs.StringVar(&f.month, "month", "", "the month (YYYY-MM) of every row, if the file has no column for it")
	fs.StringVar(&f.measure, "measure", "", "what was counted, if the file has no column for it (default eligible)")
	f.add(fs)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		opt := collector.FigureOptions{Sheet: f.sheet, DryRun: f.dryRun, Measure: f.measure}
		if opt.Series, err = ledger.ParseSeries(f.series); err != nil {
			return &exitError{exitUsage, fmt.Errorf("--%w", err)}
		}
		if f.month != "" {
			m, err := feedback.ParseMonth(f.month)
			if err != nil {
				return &exitError{exitUsage, fmt.Errorf("--%w", err)}
			}
			opt.Month = &m
		}
		if err := f.named(args[0]); err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error { return c.importCounts(cmd, s, args[0], opt, &f) })
	}
	return cmd
}

// importCounts runs one import of figures and reports it.
func (c *console) importCounts(cmd *cobra.Command, s ledger.Store, path string, opt collector.FigureOptions, f *countsFlags) error {
	dir, err := openDirectory(cmd.Context(), s)
	if err != nil {
		return err
	}
	opt.Rejects = f.open
	r, err := collector.ImportFigures(cmd.Context(), s, dir.current(), c.now(), path, opt)
	if err := f.done(err); err != nil {
		return err
	}
	if f.asJSON {
		faults := []string{}
		for _, fault := range r.Faults {
			faults = append(faults, fault.String())
		}
		err = json.NewEncoder(c.stdout).Encode(map[string]any{"rows": r.Rows, "stored": r.Stored, "changed": r.Changed, "unchanged": r.Unchanged,
			"totals": r.Totals, "rejected": r.Rejected, "hidden": r.Hidden, "faults": faults, "dry_run": f.dryRun})
	} else {
		stored := "figures stored"
		if f.dryRun {
			stored = "figures could be stored (this was a dry run)"
		}
		w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintf(w, "%d\t  rows of places\n%d\t  %s\n%d\t    other than before\n%d\t  as stored before\n%d\t  rows of no place, such as England\n%d\t  figures hidden by their source\n%d\t  rows refused\n",
			r.Rows, r.Stored, stored, r.Changed, r.Unchanged, r.Totals, r.Hidden, r.Rejected)
		err = w.Flush()
		for _, fault := range r.Faults {
			fmt.Fprintf(c.stdout, "  %v\n", fault)
		}
		f.told(c.stdout)
	}
	if err == nil && r.Rejected > 0 {
		err = &exitError{exitDiffers, nil}
	}
	return err
}

func newCountsShowCommand(c *console) *cobra.Command {
	var series, from, to string
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "show PLACE",
		Short:   "Show the figures of a place",
		Example: "  earshot counts show WILLOW --from 2026-04 --to 2026-09 --json",
		Args:    cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringVar(&series, "series", "", "official or activity; both if not given")
	cmd.Flags().StringVar(&from, "from", "", "first month (YYYY-MM); a year ago if not given")
	cmd.Flags().StringVar(&to, "to", "", "last month (YYYY-MM); this month if not given")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		q, err := c.figureQuery(series, from, to)
		if err != nil {
			return &exitError{exitUsage, err}
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			dir, err := openDirectory(cmd.Context(), s)
			if err != nil {
				return err
			}
			p, err := dir.current().Find(args[0], nil)
			if err != nil {
				return &exitError{exitUsage, fmt.Errorf("%s: %w", args[0], err)}
			}
			q.Place = p.ID
			list, err := s.Figures(cmd.Context(), q)
			if err != nil {
				return err
			}
			return c.printFigures(list, asJSON)
		})
	}
	return cmd
}

func (c *console) figureQuery(series, from, to string) (q ledger.FigureQuery, err error) {
	q.To = feedback.DayOf(c.now()).Month()
	q.From = q.To - 12
	if series != "" {
		if q.Series, err = ledger.ParseSeries(series); err != nil {
			return q, err
		}
	}
	if from != "" {
		if q.From, err = feedback.ParseMonth(from); err != nil {
			return q, err
		}
	}
	if to != "" {
		q.To, err = feedback.ParseMonth(to)
	}
	return q, err
}

// shown gives a figure for people and programs; nil if it is not known.
func shown(n int64) *int64 {
	if n == ledger.Unknown {
		return nil
	}
	return &n
}

func (c *console) printFigures(list []ledger.StoredFigure, asJSON bool) error {
	if asJSON {
		out := []map[string]any{}
		for _, f := range list {
			m := map[string]any{"place": f.Place(), "month": f.Month.String(), "series": f.Series.String(), "total": shown(f.Total), "version": f.Version}
			if f.Series == ledger.Official {
				ratings, modes := map[string]*int64{}, map[string]*int64{}
				for _, r := range feedback.Ratings() {
					ratings[r.String()] = shown(f.Ratings[r-1])
				}
				for _, mode := range feedback.Modes() {
					modes[mode.String()] = shown(f.Modes[mode-1])
				}
				m["eligible"], m["ratings"], m["modes"] = shown(f.Eligible), ratings, modes
			} else {
				m["measure"], m["age_band"], m["gender"], m["outcome"] = f.Measure, f.AgeBand, f.Gender, f.Outcome
			}
			out = append(out, m)
		}
		return json.NewEncoder(c.stdout).Encode(out)
	}
	text := func(n int64) string {
		if n == ledger.Unknown {
			return "*"
		}
		return fmt.Sprint(n)
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "MONTH\tSERIES\tWHAT\tTOTAL\tANSWERS 1–6")
	for _, f := range list {
		what, answers := f.Measure, ""
		for _, g := range []string{f.AgeBand, f.Gender, f.Outcome} {
			if g != "" {
				what += ", " + g
			}
		}
		if f.Series == ledger.Official {
			what = "responses"
			for _, n := range f.Ratings {
				answers += text(n) + " "
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", f.Month, f.Series, what, text(f.Total), answers)
	}
	return w.Flush()
}
