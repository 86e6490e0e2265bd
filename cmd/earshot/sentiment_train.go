package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"earshot/sentiment/train"
)

// trainOptions are the flags of training and of evaluation by training.
type trainOptions struct {
	data, earlier, out string
	seed               int64
	workers            int
	cross, asJSON      bool
}

func newSentimentTrainCommand(c *console) *cobra.Command {
	var o trainOptions
	cmd := &cobra.Command{
		Use:   "train --data FILE --out FILE",
		Short: "Train the model from labelled comments",
		Long: `Train the model that reads comments, and print its cross-validated figures.

The same comments and the same seed give the same file, byte for byte. --data
is CSV with the columns id, comment, question, rating, sentiment and themes;
--earlier is CSV with the columns comment, criticality, label and subcategory
(by default fft_comments_earlier.csv beside the data). No word of any comment
goes into the model: features are known by their hash alone.`,
		Example: "  earshot sentiment train --data fft_comments_train.csv --out sentiment/model.bin",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.data == "" || o.out == "" {
				return &exitError{exitUsage, errors.New("--data and --out are needed")}
			}
			return runTrain(cmd.Context(), c, o)
		},
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&o.out, "out", "", "where to write the model")
	cmd.Flags().BoolVar(&o.cross, "cross-validate", true, "measure by 5-fold cross-validation, respondents held together")
	return cmd
}

// flags adds the flags that training and evaluation share.
func (o *trainOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.data, "data", "", "labelled comments, CSV")
	cmd.Flags().StringVar(&o.earlier, "earlier", "", "earlier comments, CSV (default: fft_comments_earlier.csv beside the data)")
	cmd.Flags().Int64Var(&o.seed, "seed", 1, "seed of all random choices")
	cmd.Flags().IntVar(&o.workers, "workers", 2, "how many fits run at a time; does not change the result")
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print JSON")
}

// trainer reads the files and prepares a trainer.
func (o *trainOptions) trainer(c *console) (*train.Trainer, error) {
	if o.earlier == "" {
		o.earlier = filepath.Join(filepath.Dir(o.data), "fft_comments_earlier.csv")
	}
	comments, err := readComments(o.data)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(o.earlier)
	if err != nil {
		return nil, fmt.Errorf("open earlier comments: %w", err)
	}
	defer f.Close()
	earlier, err := train.ReadEarlier(f)
	if err != nil {
		return nil, err
	}
	started := c.now()
	return train.NewTrainer(comments, earlier, train.Options{
		Seed: o.seed, Workers: o.workers,
		Note: func(format string, args ...any) {
			fmt.Fprintf(c.stderr, "%6s  %s\n", c.now().Sub(started).Round(time.Second), fmt.Sprintf(format, args...))
		},
	})
}

// readComments reads a file of labelled comments.
func readComments(path string) ([]train.Comment, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open comments: %w", err)
	}
	defer f.Close()
	return train.ReadComments(f)
}

// runTrain trains, writes the model and prints the figures.
func runTrain(ctx context.Context, c *console, o trainOptions) error {
	t, err := o.trainer(c)
	if err != nil {
		return err
	}
	m, err := t.Train(ctx)
	if err != nil {
		return err
	}
	b, err := m.Encode()
	if err != nil {
		return err
	}
	if err := os.WriteFile(o.out, b, 0o644); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	fmt.Fprintf(c.stderr, "model %s, %d bytes, written to %s\n", m.Version, len(b), o.out)
	if !o.cross {
		return nil
	}
	return crossValidate(ctx, c, t, o)
}

// crossValidate measures and prints.
func crossValidate(ctx context.Context, c *console, t *train.Trainer, o trainOptions) error {
	answers, err := t.CrossValidate(ctx)
	if err != nil {
		return err
	}
	r := train.Build(answers, o.seed)
	if o.asJSON {
		return json.NewEncoder(c.stdout).Encode(r)
	}
	return r.Write(c.stdout)
}
