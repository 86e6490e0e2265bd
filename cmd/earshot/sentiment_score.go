package main

import (
	"github.com/spf13/cobra"
)

func newSentimentScoreCommand(c *console) *cobra.Command {
	return &cobra.Command{Use: "score"}
}
