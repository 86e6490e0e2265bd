package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/redis"
)

func newRebuildCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rebuild",
		Short: "Empty the scorecards and fold the whole ledger again",
		Long: `Empty the scorecards and fold the whole ledger again. Servers may go on meanwhile:
cards count less than all until it is done, and say so by their time. To put right
only what differs, use: earshot verify --repair`,
		Example: "  earshot rebuild --redis redis://localhost:6379",
		Args:    cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return c.withBoard(cmd.Context(), cfg, func(_ ledger.Store, _ *redis.Board, pr *scorecard.Projector) error {
			bar := c.bar(-1, "folding", false)
			began := c.now()
			var entries int64
			err := pr.Rebuild(cmd.Context(), func(done, total int64) {
				entries = total
				bar.ChangeMax64(total)
				bar.Set64(done)
			})
			bar.Exit()
			if err != nil {
				return fmt.Errorf("rebuild: %w", err)
			}
			_, err = fmt.Fprintf(c.stdout, "Folded %d entries in %s.\n", entries, c.now().Sub(began).Round(1e6))
			return err
		})
	}
	return cmd
}

func newVerifyCommand(c *console) *cobra.Command {
	var repair, asJSON bool
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Audit the ledger and compare every scorecard with a fresh fold of it",
		Long: `Audit the ledger (numbers without gaps, hashes that follow from one another) and
compare every scorecard with a fresh fold of it. Exits with 3 and names the first
differences if there are any. It may run while answers come in.`,
		Example: "  earshot verify\n  earshot verify --repair\n  earshot verify --json | jq .differences",
		Args:    cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&repair, "repair", false, "put right the scorecards that differ, and only those")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return c.withBoard(cmd.Context(), cfg, func(s ledger.Store, b *redis.Board, _ *scorecard.Projector) error {
			return c.verify(cmd, s, b, repair, asJSON)
		})
	}
	return cmd
}

// verify audits and compares, and reports both.
func (c *console) verify(cmd *cobra.Command, s ledger.Store, b *redis.Board, repair, asJSON bool) error {
	faults, entries, err := c.audit(cmd, s, asJSON)
	if err != nil {
		return err
	}
	bar := c.bar(ledger.Partitions, "comparing", asJSON)
	report, err := scorecard.Verify(cmd.Context(), s, b, scorecard.VerifyOptions{Repair: repair, Progress: func(done, _ int) { bar.Set(done) }})
	bar.Exit()
	if err != nil {
		return fmt.Errorf("compare scorecards: %w", err)
	}
	if asJSON {
		diffs := []string{}
		for _, d := range report.Differences {
			diffs = append(diffs, d.String())
		}
		err = json.NewEncoder(c.stdout).Encode(map[string]any{
			"entries": entries, "ledger_faults": faults, "keys": report.Keys, "different": report.Different, "differences": diffs, "repaired": report.Repaired,
		})
	} else {
		err = c.verifyText(entries, faults, report, repair)
	}
	if err != nil {
		return err
	}
	if len(faults) > 0 || !report.OK() {
		return &exitError{exitDiffers, nil}
	}
	return nil
}

// audit reads the whole ledger and gives what contradicts itself.
func (c *console) audit(cmd *cobra.Command, s ledger.Store, quiet bool) (faults []string, entries int64, err error) {
	heads, err := s.Heads(cmd.Context())
	if err != nil {
		return nil, 0, err
	}
	var total int64
	for _, h := range heads {
		total += int64(h)
	}
	bar := c.bar(total, "auditing", quiet)
	defer bar.Exit()
	faults = []string{}
	for p := range ledger.Partitions {
		done := entries
		a, err := s.Audit(cmd.Context(), ledger.Partition(p), func(n int64) { bar.Set64(done + n) })
		if err != nil {
			return nil, 0, fmt.Errorf("audit partition %d: %w", p, err)
		}
		entries += a.Entries
		if a.Fault != "" {
			faults = append(faults, fmt.Sprintf("partition %d: %s", p, a.Fault))
		}
	}
	return faults, entries, nil
}

func (c *console) verifyText(entries int64, faults []string, r *scorecard.Report, repair bool) error {
	if len(faults) == 0 {
		fmt.Fprintf(c.stdout, "Ledger: %d entries, sound.\n", entries)
	} else {
		fmt.Fprintf(c.stdout, "Ledger: %d entries, %d partitions contradict themselves:\n", entries, len(faults))
		for _, f := range faults {
			fmt.Fprintln(c.stdout, "  "+f)
		}
	}
	if r.Different == 0 {
		_, err := fmt.Fprintf(c.stdout, "Scorecards: %d sums compared with a fresh fold, all equal.\n", r.Keys)
		return err
	}
	fmt.Fprintf(c.stdout, "Scorecards: %d sums compared with a fresh fold, %d differ:\n", r.Keys, r.Different)
	for _, d := range r.Differences {
		fmt.Fprintln(c.stdout, "  "+d.String())
	}
	if int64(len(r.Differences)) < r.Different {
		fmt.Fprintf(c.stdout, "  and %d more\n", r.Different-int64(len(r.Differences)))
	}
	if repair {
		_, err := fmt.Fprintf(c.stdout, "Put right: %d sums.\n", r.Repaired)
		return err
	}
	_, err := fmt.Fprintln(c.stdout, "To put them right: earshot verify --repair")
	return err
}
