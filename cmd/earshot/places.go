package main

import (
	"encoding/json"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
)

func newPlacesCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "places",
		Short: "Keep the directory of places: ICBs, providers, sites, wards and teams",
		Args:  cobra.NoArgs,
	}
	cmd.AddCommand(newPlacesImportCommand(c), newPlacesListCommand(c))
	return cmd
}

func newPlacesImportCommand(c *console) *cobra.Command {
	var asOf string
	var dryRun, asJSON bool
	cmd := &cobra.Command{
		Use:   "import FILE.csv",
		Short: "Read places from a CSV file; reading it again changes nothing, and history is kept",
		Long: `Read places from a CSV file with a header line. The columns are icb, icb_name,
provider, provider_name, site, site_name, ward, place_id, setting, area,
area_name, public_code, opened, closed and successor; national files' names
(trust_code, trust_name, icb_code, site_code, ward_name) are taken too.

A line describes the deepest place it names. What changed since the last import
becomes a new version of the place; nothing is overwritten, and places that the
file does not mention are left alone. To rename a ward, give its place_id.`,
		Example: "  earshot places import wards.csv\n  earshot places import wards.csv --as-of 2026-04-01 --dry-run",
		Args:    cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringVar(&asOf, "as-of", "", "first day (YYYY-MM-DD) of what has changed; today if not given")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would change and change nothing")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		day := feedback.DayOf(c.now())
		if asOf != "" {
			if day, err = feedback.ParseDay(asOf); err != nil {
				return &exitError{exitUsage, err}
			}
		}
		f, err := os.Open(args[0])
		if err != nil {
			return &exitError{exitUsage, err}
		}
		defer f.Close()
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			set, err := s.LoadPlaces(cmd.Context())
			if err != nil {
				return err
			}
			dir, err := feedback.NewDirectory(set.Places, set.Areas)
			if err != nil {
				return err
			}
			changes, err := collector.ReadPlaces(f, dir, day)
			if err != nil {
				return &exitError{exitDiffers, fmt.Errorf("%s: nothing was changed:\n%w", args[0], err)}
			}
			if !dryRun && len(changes.Places)+len(changes.Areas) > 0 {
				if _, err := s.SavePlaces(cmd.Context(), set.Version, ledger.PlaceSet{Places: changes.Places, Areas: changes.Areas}); err != nil {
					return err
				}
			}
			return c.placesReport(changes.Report, dryRun, asJSON)
		})
	}
	return cmd
}

func (c *console) placesReport(r collector.PlacesReport, dryRun, asJSON bool) error {
	if asJSON {
		added := map[string]int{}
		for l, n := range r.Added {
			added[l.String()] = n
		}
		return json.NewEncoder(c.stdout).Encode(map[string]any{
			"rows": r.Rows, "added": added, "changed": r.Changed, "unchanged": r.Unchanged, "areas": r.Areas, "repeated_rows": r.Repeated, "dry_run": dryRun,
		})
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range []struct {
		what string
		n    int
	}{
		{"rows read", r.Rows}, {"ICBs added", r.Added[feedback.ICB]}, {"providers added", r.Added[feedback.Provider]},
		{"sites added", r.Added[feedback.Site]}, {"wards added", r.Added[feedback.Ward]},
		{"places changed", r.Changed}, {"places unchanged", r.Unchanged}, {"areas added or renamed", r.Areas}, {"rows said twice", r.Repeated},
	} {
		fmt.Fprintf(w, "%d\t  %s\n", row.n, row.what)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if dryRun {
		fmt.Fprintln(c.stdout, "Nothing was changed: this was a dry run.")
	}
	return nil
}

func newPlacesListCommand(c *console) *cobra.Command {
	var query, level string
	var limit int
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List places with their ids and public codes",
		Example: "  earshot places list --search willow\n  earshot places list --level provider --json",
		Args:    cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringVar(&query, "search", "", "words of the name, or the beginning of a code")
	cmd.Flags().StringVar(&level, "level", "", "icb, provider, site or ward")
	cmd.Flags().IntVar(&limit, "limit", 100, "most places to list; 0 for all")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		var want feedback.Level
		if level != "" {
			if want, err = feedback.ParseLevel(level); err != nil {
				return &exitError{exitUsage, err}
			}
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			d, err := openDirectory(cmd.Context(), s)
			if err != nil {
				return err
			}
			places := d.current().All()
			if query != "" {
				places = d.current().Search(query, len(places))
			}
			var picked []feedback.Place
			for _, p := range places {
				if (want == feedback.NoLevel || p.Level == want) && (limit == 0 || len(picked) < limit) {
					picked = append(picked, p)
				}
			}
			return c.listPlaces(picked, asJSON)
		})
	}
	return cmd
}

func (c *console) listPlaces(places []feedback.Place, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(c.stdout)
		for _, p := range places {
			if err := enc.Encode(map[string]any{"id": p.ID, "level": p.Level.String(), "name": p.Name, "code": p.Code, "public_code": p.PublicCode, "parent": p.Parent, "setting": p.Setting.String(), "area": p.Area, "closed": p.Closed}); err != nil {
				return err
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tLEVEL\tCODE\tLINK CODE\tNAME")
	for _, p := range places {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", p.ID, p.Level, p.Code, p.PublicCode, p.Name)
	}
	return w.Flush()
}
