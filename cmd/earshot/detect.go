package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"

	"github.com/spf13/cobra"

	"earshot/scorecard/detect"
)

func newDetectCommand(c *console) *cobra.Command {
	settings := detect.DefaultSettings()
	settings.Quiet = 730
	var explain bool
	cmd := &cobra.Command{
		Use:   "detect",
		Short: "Find lasting rises in the share of negative answers, from standard input",
		Long: `Reads daily counts and prints the days on which a warning would have been raised.
Input is one history a line as JSON, {"id", "n", "neg"}: answers and negative answers
each day, in order, no day left out; or a CSV table with the columns n,neg and if
wanted date,id. Output is one line a history: {"id", "alarm_days"}, days counted from 0.

An alarm depends only on the days up to it. Nothing is raised in the first --baseline
days; after that each alarm starts the search again. --per-year is the number of false
alarms a year that is accepted for each history, and the only threshold there is.`,
		Example: `  earshot detect < histories.jsonl > alarms.jsonl
  earshot detect --baseline 90 --explain < ward.csv
  earshot detect --per-year 0.05 < histories.jsonl`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if !(settings.PerYear > 0) || settings.Quiet < 0 || settings.Hold < 0 || !(settings.Guess > 0 && settings.Guess < 1) {
				return &exitError{exitUsage, fmt.Errorf("--per-year must be above 0, --guess between 0 and 1, days not negative")}
			}
			return runDetect(c, settings, explain)
		},
	}
	flags := cmd.Flags()
	flags.Float64Var(&settings.PerYear, "per-year", settings.PerYear, "false alarms accepted in a year, for each history")
	flags.IntVar(&settings.Quiet, "baseline", settings.Quiet, "days at the start that raise nothing")
	flags.IntVar(&settings.Hold, "hold", settings.Hold, "days after an alarm during which the baseline stays as it is")
	flags.Float64Var(&settings.Guess, "guess", settings.Guess, "share of negative answers expected before there is any history")
	flags.BoolVar(&explain, "explain", false, "say of each alarm since when, from what to what, and how sure")
	cmd.AddCommand(newDetectReplayCommand(c))
	return cmd
}

// detectResult is one answered line on its way to the output.
type detectResult struct {
	answer detect.StreamAnswer
	err    error
}

// runDetect answers lines on all cores and prints them in the order they came.
func runDetect(c *console, settings detect.Settings, explain bool) error {
	model := detect.NewModel(detect.Share)
	workers := runtime.GOMAXPROCS(0)
	pending := make(chan chan detectResult, 2*workers)
	var wg sync.WaitGroup
	slots := make(chan struct{}, workers)
	failed, short := 0, 0
	var writeErr error
	wg.Add(1)
	go func() {
		defer wg.Done()
		out := bufio.NewWriter(c.stdout)
		lines := json.NewEncoder(out)
		for reply := range pending {
			r := <-reply
			if r.err != nil {
				failed++
				fmt.Fprintln(c.stderr, "earshot:", r.err)
				continue
			}
			if r.answer.Days <= settings.Quiet {
				short++
			}
			if err := lines.Encode(r.answer); err != nil && writeErr == nil {
				writeErr = err
			}
		}
		if err := out.Flush(); err != nil && writeErr == nil {
			writeErr = err
		}
	}()
	columns := map[string]csvColumn{"date": {"dates", true}, "n": {"n", false}, "neg": {"neg", false}}
	err := eachRequest(c.stdin, columns, false, func(line []byte) error {
		own := append([]byte(nil), line...)
		reply := make(chan detectResult, 1)
		pending <- reply
		slots <- struct{}{}
		go func() {
			answer, err := detect.AnswerStream(model, settings, own, explain)
			reply <- detectResult{answer, err}
			<-slots
		}()
		return nil
	})
	close(pending)
	wg.Wait()
	if short > 0 {
		fmt.Fprintf(c.stderr, "earshot: %d histories are no longer than the %d days that raise nothing; see --baseline\n", short, settings.Quiet)
	}
	switch {
	case err != nil:
		return fmt.Errorf("detect: %w", err)
	case writeErr != nil:
		return fmt.Errorf("detect: writing: %w", writeErr)
	case failed > 0:
		return &exitError{exitDiffers, fmt.Errorf("%d lines could not be read", failed)}
	}
	return nil
}
