package main

import "github.com/spf13/cobra"

// newSentimentCommand groups what has to do with reading comments.
func newSentimentCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sentiment",
		Short: "Read comments, and train and measure the model that reads them",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newSentimentScoreCommand(c), newSentimentTrainCommand(c), newSentimentEvaluateCommand(c), newSentimentVocabularyCommand(c))
	return cmd
}
