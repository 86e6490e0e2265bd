package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"earshot/scorecard/detect/replay"
)

func newDetectReplayCommand(c *console) *cobra.Command {
	o := replay.Default()
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "replay",
		Short: "Replay a year of a made-up England with planted changes and count what is found",
		Long: `Makes up England's wards by size, with quiet weekends and bad weeks, gives them two years
of history, and replays a year day by day with changes planted at known wards and days:
10, 20 or 30 points more negative answers, or silence. Each ward and each provider's
total is watched for negative answers and for silence. Prints what was found, how soon,
and the warnings that had nothing behind them. The same seed gives the same table.`,
		Example: "  earshot detect replay\n  earshot detect replay --wards 700 --providers 15 --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			began := c.now()
			report, err := replay.Run(cmd.Context(), o)
			if err != nil {
				return fmt.Errorf("replay: %w", err)
			}
			if asJSON {
				return json.NewEncoder(c.stdout).Encode(map[string]any{
					"options": o, "changes": report.Rows(), "planted": report.Changes, "false_alarms": report.Summary(), "detectors": report.Detectors,
				})
			}
			_, err = fmt.Fprintf(c.stdout, "%s%d detector-days in %s.\n", report.Text(o), report.Steps, c.now().Sub(began).Round(100*time.Millisecond))
			return err
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&o.Providers, "providers", o.Providers, "providers")
	flags.IntVar(&o.Wards, "wards", o.Wards, "wards over all providers")
	flags.IntVar(&o.Changes, "changes", o.Changes, "changes planted")
	flags.IntVar(&o.History, "history", o.History, "days of history before the year")
	flags.Float64Var(&o.Budget, "budget", o.Budget, "false alarms a provider accepts in a year")
	flags.Uint64Var(&o.Seed, "seed", o.Seed, "seed of everything made up")
	flags.BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
