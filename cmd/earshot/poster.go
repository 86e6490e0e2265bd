package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"earshot/api"
	"earshot/feedback"
	"earshot/ledger"
)

func newPosterCommand(c *console) *cobra.Command {
	var lang, paper, out string
	cmd := &cobra.Command{
		Use:   "poster PLACE",
		Short: "Draw a poster with a QR code that leads to a place's form",
		Long: `Draw a poster with a QR code that leads to a place's form, ready to print: a file
of one page, PDF or SVG by the ending of its name, with every letter as an
outline. The place is given by id, public code or ODS code. The words can be in any
language that the form has.`,
		Example: "  earshot poster WILLOW --out willow.pdf\n  earshot poster WILLOW --lang cy --paper a5 --out willow-cymraeg.svg",
		Args:    cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringVar(&lang, "lang", "en", "language of the words")
	cmd.Flags().StringVar(&paper, "paper", "a4", "a3, a4 or a5")
	cmd.Flags().StringVar(&out, "out", "", "file to write, ending in .pdf or .svg; PLACE.pdf if not given")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return c.withPlace(cmd, cfg, args[0], func(dir *feedback.Directory, p feedback.Place) error {
			poster := api.Poster{Place: p, URL: strings.TrimRight(cfg.PublicURL, "/") + "/f/" + string(p.PublicCode), Language: lang, Paper: paper}
			var up []string
			for _, a := range dir.Ancestors(p.ID) {
				if a.Level >= feedback.Provider {
					up = append(up, a.Name)
				}
			}
			poster.Above = strings.Join(up, ", ")
			if out == "" {
				out = strings.ToLower(string(p.PublicCode)) + ".pdf"
			}
			draw := poster.PDF
			switch strings.ToLower(filepath.Ext(out)) {
			case ".pdf":
			case ".svg":
				draw = poster.SVG
			default:
				return &exitError{exitUsage, fmt.Errorf("--out %s: must end in .pdf or .svg", out)}
			}
			body, err := draw()
			if err != nil {
				return &exitError{exitUsage, err}
			}
			if err := os.WriteFile(out, body, 0o644); err != nil {
				return fmt.Errorf("write poster: %w", err)
			}
			_, err = fmt.Fprintf(c.stdout, "%s leads to %s\n", out, poster.URL)
			return err
		})
	}
	return cmd
}

// withPlace finds a place that takes answers, for the length of one command.
func (c *console) withPlace(cmd *cobra.Command, cfg config, name string, do func(*feedback.Directory, feedback.Place) error) error {
	return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
		d, err := openDirectory(cmd.Context(), s)
		if err != nil {
			return err
		}
		p, err := d.current().Find(name, nil)
		switch {
		case err != nil:
			return &exitError{exitUsage, fmt.Errorf("%s: %w", name, err)}
		case p.Closed:
			return &exitError{exitUsage, fmt.Errorf("%s has closed and takes no answers", p.Name)}
		case p.PublicCode == "" || p.Level < feedback.Provider:
			return &exitError{exitUsage, fmt.Errorf("%s has no form of its own: choose a provider, site, ward or team", p.Name)}
		}
		return do(d.current(), p)
	})
}

func newCodesCommand(c *console) *cobra.Command {
	var survey string
	var count int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "codes PLACE",
		Short: "Make one-time codes that ask a named group about a place",
		Long: `Make one-time codes that ask a named group about a place: each leads to the form
and answers once. They are printed as CSV (code, address) and stored nowhere;
whoever sends them out keeps the list, or better, does not. Answers are stored
under the survey's own source, which is printed on standard error. Codes work
for as long as the installation keeps its secret key, or keeps it as the one before
(EARSHOT_SECRET_KEY_OLD).`,
		Example: "  earshot codes WILLOW --survey \"Hip clinic, March\" --count 200 > codes.csv",
		Args:    cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringVar(&survey, "survey", "", "name of the group that is asked")
	cmd.Flags().IntVar(&count, "count", 1, "how many codes, at most 100,000")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		if err := cfg.validate(); err != nil { // a code made with another key would be worth nothing
			return &exitError{exitUsage, fmt.Errorf("the configuration is not complete:\n%w", err)}
		}
		return c.withPlace(cmd, cfg, args[0], func(_ *feedback.Directory, p feedback.Place) error {
			codes := api.NewCodes(cfg.SecretKey, cfg.OldKey)
			made, err := codes.Make(p.PublicCode, cfg.PublicURL, survey, count)
			if err != nil {
				return &exitError{exitUsage, err}
			}
			if asJSON {
				return json.NewEncoder(c.stdout).Encode(map[string]any{"source": codes.Survey(survey), "codes": made})
			}
			fmt.Fprintf(c.stderr, "%d codes; their answers are stored under %s\n", len(made), codes.Survey(survey))
			w := csv.NewWriter(c.stdout)
			_ = w.Write([]string{"code", "address"})
			for _, m := range made {
				_ = w.Write([]string{m.Code, m.URL}) // Flush keeps the first error
			}
			w.Flush()
			return w.Error()
		})
	}
	return cmd
}
