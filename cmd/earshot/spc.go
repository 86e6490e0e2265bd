package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"earshot/scorecard/spc"
)

// spcFlags are the choices of the spc command.
type spcFlags struct {
	chart, direction string
	funnel, wilson   bool
	fixAfter, target float64
	rebase           []string
	keep, wide       bool
	run              int
}

func newSPCCommand(c *console) *cobra.Command {
	var f spcFlags
	cmd := &cobra.Command{
		Use:   "spc",
		Short: "Judge series by NHS statistical process control rules, from standard input",
		Long: `Reads one request a line as JSON, or a CSV table with a header, and prints one
line of JSON for each.

Without a flag: XmR by the "Making Data Count" rules. A line holds "id", "dates",
"values" (null = missing), "improvement_direction", and if wanted
"fix_after_n_points", "rebase", "target", "screen_outliers", "run_length" (6 or 7),
"wide_two_in_three". A table holds date,value and if wanted id.

--chart p|pp|u|up: "numerator", "denominator", and if wanted "dates", "freeze",
"exclude", "part", "screened_mr". A line may name its own "chart". Rows are in time order.
--funnel: "group", "numerator", "denominator", and if wanted "trim_by", "limit".
--wilson: "successes", "n", and if wanted "conf".

The fields may also sit in an object called "input". A request that cannot be
judged gives a line with "status": "error" and a message.`,
		Example: `  earshot spc < series.jsonl
  earshot spc --direction decrease --target 5 < months.csv
  earshot spc --chart pp < counts.jsonl
  earshot spc --funnel < providers.csv`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.execute(c, cmd.Flags().Changed("target"))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.chart, "chart", "", "p, pp, u or up chart of numerators and denominators")
	flags.BoolVar(&f.funnel, "funnel", false, "funnel plot with overdispersion and exact limits")
	flags.BoolVar(&f.wilson, "wilson", false, "Wilson score interval of each share")
	flags.StringVar(&f.direction, "direction", "neutral", "which way is better where a line does not say: increase, decrease or neutral")
	flags.Float64Var(&f.target, "target", 0, "target where a line does not say")
	flags.Float64Var(&f.fixAfter, "fix-after", 0, "fix limits on the first so many points (12 or more)")
	flags.StringSliceVar(&f.rebase, "rebase", nil, "dates at which new limits start (2025-04-01)")
	flags.BoolVar(&f.keep, "no-screen", false, "keep outlying moving ranges, as the Excel tool does")
	flags.IntVar(&f.run, "run-length", 7, "points in a shift or trend: 6 or 7")
	flags.BoolVar(&f.wide, "wide-two-in-three", false, "count points outside the limits towards two in three")
	cmd.MarkFlagsMutuallyExclusive("chart", "funnel", "wilson")
	return cmd
}

// mode gives the answer to use and the columns of its table.
func (f spcFlags) mode() (answer func([]byte, spc.Defaults) (string, any, error), columns map[string]csvColumn, perRow bool) {
	counts := map[string]csvColumn{
		"date": {"dates", true}, "group": {"group", true}, "numerator": {"numerator", false}, "denominator": {"denominator", false},
	}
	switch {
	case f.wilson:
		return spc.AnswerWilson, map[string]csvColumn{"successes": {"successes", false}, "n": {"n", false}, "conf": {"conf", false}}, true
	case f.funnel:
		return spc.AnswerFunnel, counts, false
	case f.chart != "":
		return spc.AnswerProportion, counts, false
	}
	return spc.AnswerSeries, map[string]csvColumn{"date": {"dates", true}, "value": {"values", false}}, false
}

func (f spcFlags) defaults(hasTarget bool) (spc.Defaults, error) {
	d := spc.Defaults{Chart: spc.Kind(f.chart), XmR: spc.Options{Direction: spc.Direction(f.direction), FixAfter: f.fixAfter,
		KeepOutliers: f.keep, RunLength: f.run, WideTwoInThree: f.wide}}
	if hasTarget {
		d.XmR.Target = &f.target
	}
	for _, text := range f.rebase {
		date, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return d, fmt.Errorf("--rebase: %w", err)
		}
		d.XmR.Rebase = append(d.XmR.Rebase, date)
	}
	if _, err := spc.XmR(spc.Series{}, d.XmR); err != nil {
		return d, err
	}
	if f.chart != "" {
		if _, _, err := spc.Proportion(d.Chart, spc.Counts{}, spc.ProportionOptions{}); err != nil {
			return d, fmt.Errorf("--chart: %w", err)
		}
	}
	return d, nil
}

func (f spcFlags) execute(c *console, hasTarget bool) error {
	defaults, err := f.defaults(hasTarget)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	answer, columns, perRow := f.mode()
	out := bufio.NewWriter(c.stdout)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	refused := 0
	err = eachRequest(c.stdin, columns, perRow, func(line []byte) error {
		id, reply, err := answer(line, defaults)
		if err != nil {
			refused++
			reply = spc.Refusal(id, err)
		}
		return lines.Encode(reply)
	})
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	if err != nil {
		return fmt.Errorf("spc: %w", err)
	}
	if refused > 0 {
		fmt.Fprintf(c.stderr, "earshot: %d of the requests could not be judged; their lines say why\n", refused)
	}
	return nil
}
