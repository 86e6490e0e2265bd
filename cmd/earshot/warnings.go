package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"earshot/api"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/warning"
)

func newWarningsCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{Use: "warnings", Short: "List, show and close early warnings, and say who gets them", Args: cobra.NoArgs}
	cmd.AddCommand(newWarningsListCommand(c), newWarningsShowCommand(c), newWarningsCloseCommand(c),
		newWarningsSubscribeCommand(c), newWarningsSubscriptionsCommand(c), newWarningsUnsubscribeCommand(c))
	return cmd
}

func newWarningsListCommand(c *console) *cobra.Command {
	var all, asJSON bool
	var limit int
	cmd := &cobra.Command{
		Use: "list", Short: "List warnings, the newest first", Args: cobra.NoArgs,
		Example: "  earshot warnings list\n  earshot warnings list --all --json",
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&all, "all", false, "closed ones too")
	cmd.Flags().IntVar(&limit, "limit", 100, "at most so many")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		if limit < 1 {
			return &exitError{exitUsage, fmt.Errorf("--limit must be at least 1")}
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			list, err := s.ListWarnings(cmd.Context(), ledger.WarningQuery{Open: !all, Limit: limit})
			if err != nil {
				return err
			}
			return c.listWarnings(list, cfg.PublicURL, asJSON)
		})
	}
	return cmd
}

func (c *console) listWarnings(list []ledger.Warning, base string, asJSON bool) error {
	enc := json.NewEncoder(c.stdout)
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	if !asJSON {
		fmt.Fprintln(w, "ID\tDAY\tSTATE\tURGENT\tPLACE\tMEASURE\tNAME")
	}
	for _, x := range list {
		told, err := api.NewWarningJSON(x, base)
		if err != nil {
			return err
		}
		if asJSON {
			if err := enc.Encode(told); err != nil {
				return err
			}
			continue
		}
		urgent := "no"
		if x.Urgent {
			urgent = "yes"
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", x.ID, x.Day, x.State, urgent, x.Place, x.Measure, told.Shown.Name)
	}
	return w.Flush()
}

// warningID reads a warning's number from the command line.
func warningID(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, &exitError{exitUsage, fmt.Errorf("%q is not the number of a warning; see earshot warnings list", text)}
	}
	return id, nil
}

func newWarningsShowCommand(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show ID", Short: "Show a warning and what was done about it", Args: cobra.ExactArgs(1), Example: "  earshot warnings show 17",
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		id, err := warningID(args[0])
		if err != nil {
			return err
		}
		cfg, err := load()
		if err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			x, err := s.Warning(cmd.Context(), id)
			if err != nil {
				return err
			}
			events, err := s.WarningEvents(cmd.Context(), ledger.WarningEventQuery{Warning: id, Limit: 1000})
			if err != nil {
				return err
			}
			return c.showWarning(x, events, cfg.PublicURL, asJSON)
		})
	}
	return cmd
}

func (c *console) showWarning(x ledger.Warning, events []ledger.WarningEvent, base string, asJSON bool) error {
	told, err := api.NewWarningJSON(x, base)
	if err != nil {
		return err
	}
	if asJSON {
		var steps []api.WarningEventJSON
		for _, e := range events {
			steps = append(steps, api.NewWarningEventJSON(e, nil))
		}
		return json.NewEncoder(c.stdout).Encode(map[string]any{"warning": told, "events": steps})
	}
	fmt.Fprintf(c.stdout, "%s\n%s\n%s\n\n", told.Shown.Name, told.Shown.Sentence, told.URL)
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	for _, e := range events {
		fmt.Fprintf(w, "%s\t%s\t%s %s\t%s\n", e.At.In(feedback.London()).Format("2006-01-02 15:04"), e.By, e.Step, e.Outcome, e.Note)
	}
	return w.Flush()
}

func newWarningsCloseCommand(c *console) *cobra.Command {
	var outcome, note, by string
	cmd := &cobra.Command{
		Use: "close ID", Short: "Close a warning and say what it was", Args: cobra.ExactArgs(1),
		Long: `Close a warning and say what it was:
  chance      nothing lay behind it; its days are learnt as usual
  passed      it was real and is over; its days are never learnt
  new_normal  it is real and stays; what was usual before is forgotten`,
		Example: `  earshot warnings close 17 --outcome passed --by "Ward manager" --note "The lift is mended."`,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringVar(&outcome, "outcome", "", "chance, passed or new_normal")
	cmd.Flags().StringVar(&note, "note", "", "what lay behind it; no names of patients")
	cmd.Flags().StringVar(&by, "by", "", "who says so")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		id, err := warningID(args[0])
		if err != nil {
			return err
		}
		cfg, err := load()
		if err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			e, err := warning.Take(cmd.Context(), s, warning.Step{Warning: id, Step: ledger.WarningClosed, Outcome: outcome, Note: note, By: by}, c.now())
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.stdout, "Warning %d is closed: %s.\n", id, e.Outcome)
			return err
		})
	}
	return cmd
}
