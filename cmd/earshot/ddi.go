package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"earshot/api/opendata"
	"earshot/feedback"
)

func newDDICommand(c *console) *cobra.Command {
	var opt opendata.ConvertOptions
	cmd := &cobra.Command{
		Use:   "ddi FILE",
		Short: "Turn DDI Codebook descriptions of indicators into a data.json catalogue",
		Long: `Turn DDI Codebook descriptions of indicators (one codeBook, or many in a portal
element; - for standard input) into a data.json catalogue that data.gov.uk can
harvest. Spreadsheets and CSV files become distributions, all else references.`,
		Example: `  earshot ddi indicators.xml --publisher "Northshire Indicators" --email data@example.org > data.json
  curl -s https://feedback.example.org/data/ddi.xml | earshot ddi - --publisher Earshot --email data@example.org`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&opt.Publisher, "publisher", "", "the body that publishes")
	cmd.Flags().StringVar(&opt.Contact, "email", "", "its e-mail address")
	cmd.Flags().StringVar(&opt.Host, "host", "", "put before addresses that have no host, such as https://indicators.example.org")
	cmd.Flags().StringVar(&opt.Landing, "page", "", "address of a dataset's page, with {id} for its identifier")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if opt.Publisher == "" || opt.Contact == "" {
			return &exitError{exitUsage, errors.New("--publisher and --email are needed: a catalogue must say whose data it is")}
		}
		var in io.Reader = c.stdin
		if args[0] != "-" {
			f, err := os.Open(args[0])
			if err != nil {
				return &exitError{exitUsage, err}
			}
			defer f.Close()
			in = f
		}
		opt.Note = func(id, what string) { fmt.Fprintf(c.stderr, "%s: %s\n", id, what) }
		v, err := opendata.ConvertDDI(in, opt)
		if errors.Is(err, feedback.ErrInvalid) {
			return &exitError{exitDiffers, fmt.Errorf("%s: %w", args[0], err)}
		}
		if err != nil {
			return err
		}
		enc := json.NewEncoder(c.stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(v)
	}
	return cmd
}
