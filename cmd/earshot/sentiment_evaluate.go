package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"earshot/sentiment"
	"earshot/sentiment/train"
)

func newSentimentEvaluateCommand(c *console) *cobra.Command {
	var o trainOptions
	var held string
	cmd := &cobra.Command{
		Use:   "evaluate --data FILE [--held FILE]",
		Short: "Measure how well comments are read, beside other methods",
		Long: `Print accuracy, quadratic kappa, F1 of themes and calibration with 95 %
bootstrap intervals (respondents resampled), for the text alone, with the
question and with the rating, beside govader on the same comments.

Without --held the figures are cross-validated on --data: five models are
trained, each measured on respondents it has not seen. With --held the model in
this binary is measured on that file, and a text is "novel" if --data does not
have it.`,
		Example: "  earshot sentiment evaluate --data fft_comments_train.csv\n" +
			"  earshot sentiment evaluate --data fft_comments_train.csv --held fft_comments_test.csv --json",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.data == "" {
				return &exitError{exitUsage, errors.New("--data is needed")}
			}
			if held != "" {
				return evaluateHeld(c, o, held)
			}
			t, err := o.trainer(c)
			if err != nil {
				return err
			}
			return crossValidate(cmd.Context(), c, t, o)
		},
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&held, "held", "", "labelled comments that the model was not trained on, CSV")
	return cmd
}

// evaluateHeld measures the model in the binary on comments held back.
func evaluateHeld(c *console, o trainOptions, path string) error {
	known, err := readComments(o.data)
	if err != nil {
		return err
	}
	comments, err := readComments(path)
	if err != nil {
		return err
	}
	r, err := sentiment.New()
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stderr, "model %s on %d comments\n", r.Version(), len(comments))
	seen := train.Texts(known)
	var answers [train.LevelCount][]train.Answer
	for l := range answers {
		answers[l] = train.Answers(r, comments, train.Level(l), seen)
	}
	report := train.Build(answers, o.seed)
	if o.asJSON {
		return json.NewEncoder(c.stdout).Encode(report)
	}
	return report.Write(c.stdout)
}
