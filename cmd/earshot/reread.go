package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"earshot/collector"
	"earshot/ledger"
	"earshot/sentiment"
)

func newRereadCommand(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "reread",
		Short: "Read stored comments again with this program's version of the reader",
		Long: `Read stored comments again with this program's version of the reader, and store
what it finds as further entries: the scorecards follow. Comments that this version
has read already are left alone, so it may be stopped and run again, and servers may
go on meanwhile.`,
		Example: "  earshot reread",
		Args:    cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		reader, err := sentiment.New()
		if err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			d, err := openDirectory(cmd.Context(), s)
			if err != nil {
				return err
			}
			heads, err := s.Heads(cmd.Context())
			if err != nil {
				return err
			}
			var total int64
			for _, h := range heads {
				total += int64(h)
			}
			bar := c.bar(total, "reading", asJSON)
			in := collector.NewIntake(d.current, reader.Read, s, c.now)
			rep, err := collector.NewRereader(in, s, s, c.now).Run(cmd.Context(), reader.Version(), func(n int64) { bar.Set64(min(n, total)) })
			bar.Exit()
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(c.stdout).Encode(map[string]any{"version": reader.Version(), "responses": rep.Responses, "read": rep.Read, "current": rep.Current, "without_words": rep.Wordless})
			}
			_, err = fmt.Fprintf(c.stdout, "%d responses: %d read again by version %s, %d read by it already, %d without words.\n",
				rep.Responses, rep.Read, reader.Version(), rep.Current, rep.Wordless)
			return err
		})
	}
	return cmd
}
