package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/release"
)

func newPublishCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "publish",
		Short: "Publish months, list publications, push them to a portal, print a provider's return",
		Long: `Publish months, list publications, push them to a portal, print a provider's return.

A running server publishes by itself when EARSHOT_PUBLISH says; these commands are
for doing it sooner, such as after past months were imported, for trying it, and
for looking at what was done. A server that runs shows a new edition within seconds.`,
		Args: cobra.NoArgs,
	}
	cmd.AddCommand(newPublishReleaseCommand(c), newPublishListCommand(c), newPublishReturnCommand(c), newPublishPushCommand(c))
	return cmd
}

func newPublishReleaseCommand(c *console) *cobra.Command {
	var dryRun, asJSON bool
	cmd := &cobra.Command{
		Use:   "release [MONTH…]",
		Short: "Publish months that are over, or restate them; all that are due if none is named",
		Long: `Publish months that are over, or restate them; all that are due if none is named.

The first publication of a month decides for good which rows of it are hidden, so
import all that is to be in it before. Later answers are added when enough of them
have come.

What it prints is for the operator: how many rows are hidden and how many places
wait with changes too small to be shown is not public.`,
		Example: "  earshot publish release --dry-run\n  earshot publish release 2026-10",
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be published and store nothing")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		if cfg.publishFault != nil {
			return &exitError{exitUsage, fmt.Errorf("EARSHOT_PUBLISH: %w", cfg.publishFault)}
		}
		var months []feedback.Month
		for _, a := range args {
			m, err := feedback.ParseMonth(a)
			if err != nil {
				return &exitError{exitUsage, fmt.Errorf("%s: %w", a, err)}
			}
			months = append(months, m)
		}
		if cfg.Open {
			fmt.Fprintln(c.stderr, "A server whose EARSHOT_PUBLISH is live does not show what is published.")
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			p := release.NewPublisher(s, cfg.Publish, c.now, slog.New(slog.DiscardHandler))
			r, err := p.Publish(cmd.Context(), dryRun, months...)
			if errors.Is(err, release.ErrRunning) {
				return &exitError{exitUsage, err}
			}
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(c.stdout).Encode(r)
			}
			return c.releaseTable(r)
		})
	}
	return cmd
}

func (c *console) releaseTable(r release.Report) error {
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "month\t\trows hidden\tplaces moved\tplaces waiting\t")
	for _, o := range r.Periods {
		what := "unchanged"
		switch {
		case o.First:
			what = "first published"
		case o.Moved > 0:
			what = "restated"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t\n", o.Period, what, o.Hidden, o.Moved, o.Held)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	var err error
	switch {
	case r.DryRun:
		_, err = fmt.Fprintln(c.stdout, "Tried only: nothing was published.")
	case r.Number == 0:
		_, err = fmt.Fprintln(c.stdout, "Nothing new to publish.")
	default:
		_, err = fmt.Fprintf(c.stdout, "Published as edition %d; %d sums over a quarter or year opened.\n", r.Number, r.Opened)
	}
	return err
}

func newPublishListCommand(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{Use: "list", Short: "List publications, the oldest first", Example: "  earshot publish list --json", Args: cobra.NoArgs}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a publication")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			list, err := s.ListPublications(cmd.Context())
			if err != nil {
				return err
			}
			enc := json.NewEncoder(c.stdout)
			for _, p := range list {
				if asJSON {
					err = enc.Encode(map[string]any{"number": p.Number, "at": p.At, "periods": p.Periods, "note": p.Note, "sha256": fmt.Sprintf("%x", p.Digest)})
				} else {
					_, err = fmt.Fprintf(c.stdout, "%d  %s  %s\n", p.Number, p.At.Format(time.RFC3339), p.Note)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	return cmd
}

func newPublishReturnCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "return PROVIDER MONTH",
		Short: "Print a provider's return for a month as submitted, as CSV",
		Long: `Print a provider's return for a month as CSV: its figures as they were when the
month was first published, with nothing hidden. They are for the provider and for
its submission, not for publication.`,
		Example: "  earshot publish return RXX 2026-10",
		Args:    cobra.ExactArgs(2),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		m, err := feedback.ParseMonth(args[1])
		if err != nil {
			return &exitError{exitUsage, fmt.Errorf("%s: %w", args[1], err)}
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			d, err := openDirectory(cmd.Context(), s)
			if err != nil {
				return err
			}
			p, err := d.current().Find(args[0], nil)
			if err != nil {
				return &exitError{exitUsage, fmt.Errorf("%s: %w", args[0], err)}
			}
			r, err := s.Return(cmd.Context(), m.String(), p.ID)
			if err != nil {
				return err
			}
			return c.returnCSV(d.current(), r)
		})
	}
	return cmd
}

// returnCSV writes a return with places by name and code.
func (c *console) returnCSV(dir *feedback.Directory, r ledger.Return) error {
	var lines []release.Line
	if err := json.Unmarshal(r.Data, &lines); err != nil {
		return fmt.Errorf("return of %s: %w: %w", r.Provider, feedback.ErrCorrupt, err)
	}
	rows := [][]string{{"Period", "Org code", "Org name", "Site code", "Site name", "Ward name", "Setting", "Total Responses",
		"1 Very Good", "2 Good", "3 Neither Good nor Poor", "4 Poor", "5 Very Poor", "6 Dont Know"}}
	for _, m := range feedback.Modes() {
		rows[0] = append(rows[0], "Mode "+m.Label())
	}
	rows[0] = append(rows[0], "Mode not known")
	for _, l := range lines {
		org, _ := dir.Place(l.Provider)
		site, _ := dir.Place(l.Site)
		ward, _ := dir.Place(l.Ward)
		row := []string{r.Period, string(org.Code), org.Name, string(site.Code), site.Name, ward.Name, l.Setting, fmt.Sprint(l.People)}
		for _, n := range l.Ratings {
			row = append(row, fmt.Sprint(n))
		}
		for _, n := range l.Modes {
			row = append(row, fmt.Sprint(n))
		}
		rows = append(rows, row)
	}
	return writeCSV(c.stdout, rows)
}

// formula begins cells that a spreadsheet would run.
const formula = "=+-@\t\r"

// tame makes a cell harmless in a spreadsheet.
func tame(cell string) string {
	if cell != "" && strings.ContainsRune(formula, rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// writeCSV writes rows as RFC 4180 has them.
func writeCSV(to io.Writer, rows [][]string) error {
	w := csv.NewWriter(to)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = tame(cell)
		}
		if err := w.Write(safe); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
