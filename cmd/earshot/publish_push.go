package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"earshot/api/opendata"
	"earshot/api/push"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard/release"
)

func newPublishPushCommand(c *console) *cobra.Command {
	opt := push.Options{Now: c.now}
	var software string
	var known []string
	var asJSON, quiet bool
	cmd := &cobra.Command{
		Use:   "push PORTAL",
		Short: "Send the edition in force to an open-data portal: CKAN, or DataPress such as the London Datastore",
		Long: `Send the edition in force to an open-data portal: its files and what describes
them, and nothing else. The portal is looked at first; what it has is not sent
again, so a run that broke off is simply run again, and a run with nothing to do
says so and changes nothing.

The token of the portal's API comes from EARSHOT_PORTAL_TOKEN, or from the file
that EARSHOT_PORTAL_TOKEN_FILE names; it needs the right to edit the datasets of
the organisation. At DataPress give the ids of the datasets, or the team and
masthead that they are to be made with.

A portal that is busy or fails is tried again, at the time that it asks for or
else after growing pauses. Exit code 4 means that it could not be reached: run the
command again later.`,
		Example: `  earshot publish push https://data.example.org --organisation northshire-ics --dry-run
  earshot publish push https://data.example.org --organisation northshire-ics --prefix northshire-
  earshot publish push https://data.london.example --software datapress \
    --dataset friends-and-family-test-results=20abc --dataset friends-and-family-test-workbooks=20abd`,
		Args: cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	f := cmd.Flags()
	f.StringVar(&software, "software", "ckan", "what the portal runs: ckan or datapress")
	f.StringVar(&opt.Organisation, "organisation", "", "name of the CKAN organisation, or id of the DataPress team, that owns the datasets")
	f.StringVar(&opt.Prefix, "prefix", "", "put before the datasets' names at a CKAN portal, which many publishers share")
	f.StringVar(&opt.Masthead, "masthead", "", "masthead of new datasets at a DataPress portal")
	f.StringArrayVar(&known, "dataset", nil, "NAME=ID of a dataset that a DataPress portal has already; may be repeated")
	f.StringVar(&opt.APIPath, "api-path", "", "where the portal's API is, if not at /api/3/action (CKAN) or /api (DataPress)")
	f.BoolVar(&opt.Internal, "internal", false, "the portal is inside your own network: private addresses and plain http are meant")
	f.BoolVar(&opt.DryRun, "dry-run", false, "look at the portal, say what would change, and change nothing")
	f.BoolVar(&opt.Verify, "verify", false, "fetch every file from the portal and compare it, whatever the portal says of it")
	f.DurationVar(&opt.Timeout, "timeout", 5*time.Minute, "longest that one request may take")
	f.IntVar(&opt.Tries, "tries", 6, "how often a step is tried")
	f.BoolVar(&asJSON, "json", false, "print JSON")
	f.BoolVar(&quiet, "quiet", false, "no progress bar and no word of what is tried again")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		opt.Portal, opt.Software, opt.Token = args[0], push.Software(software), cfg.PortalToken
		if opt.Known, err = pairs(known); err != nil {
			return &exitError{exitUsage, err}
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			p := release.NewPublisher(s, cfg.Publish, c.now, slog.New(slog.DiscardHandler))
			if err := p.Refresh(cmd.Context()); err != nil {
				return err
			}
			d, err := openDirectory(cmd.Context(), s)
			if err != nil {
				return err
			}
			src := sourceOf(cfg, p, d.current())
			if src.Edition.Number == 0 {
				return &exitError{exitUsage, errors.New("nothing has been published yet: see earshot publish release")}
			}
			bar := c.pushBar(&opt, quiet || asJSON)
			pusher, err := push.New(src, opt)
			if err != nil {
				return &exitError{exitUsage, err}
			}
			r, err := pusher.Push(cmd.Context())
			if e := bar.Finish(); err == nil {
				err = e
			}
			return c.pushed(r, err, asJSON)
		})
	}
	return cmd
}

// pairs reads NAME=VALUE.
func pairs(list []string) (map[string]string, error) {
	out := map[string]string{}
	for _, s := range list {
		name, value, ok := strings.Cut(s, "=")
		if !ok || value == "" || name != opendata.ResultsName && name != opendata.WorkbookName {
			return nil, fmt.Errorf("--dataset %s: must be %s=ID or %s=ID", s, opendata.ResultsName, opendata.WorkbookName)
		}
		out[name] = value
	}
	return out, nil
}

// sourceOf gives what the server would make its files from.
func sourceOf(cfg config, p *release.Publisher, dir *feedback.Directory) *opendata.Source {
	base := strings.TrimSuffix(cfg.PublicURL, "/")
	contact := cfg.Contact
	if contact == "" {
		contact = opendata.UsualContact(base)
	}
	return &opendata.Source{Edition: p.Current(), Directory: dir, BaseURL: base, Publisher: cfg.Publisher, Contact: contact, Next: opendata.NextDue(p.Calendar(), p.Current())}
}

// pushBar shows how far a push is, and says what is tried again.
func (c *console) pushBar(opt *push.Options, quiet bool) *progressbar.ProgressBar {
	total := int64(0)
	bar := c.bar(1, "pushing", quiet)
	opt.Observe = func(s push.Step) {
		switch {
		case s.Of > 0:
			total += int64(s.Of)
			bar.ChangeMax64(total)
		case s.Again > 0 && !quiet:
			_ = bar.Clear() // what is drawn is only for looks
			fmt.Fprintf(c.stderr, "%s %s %s: %s; try %d in %s\n", s.Dataset, s.Action, s.File, s.Why, s.Again, s.After.Round(time.Second))
		case s.File != "":
			_ = bar.Add(1)
		}
	}
	return bar
}

// pushed tells what came of a push.
func (c *console) pushed(r *push.Report, err error, asJSON bool) error {
	code := exitFailed
	if errors.Is(err, feedback.ErrUnavailable) {
		code = exitNotReached
	}
	if err != nil {
		err = &exitError{code, err}
	}
	if asJSON {
		out := struct {
			*push.Report
			Changed bool   `json:"changed"`
			Error   string `json:"error,omitempty"`
		}{Report: r, Changed: r.Changed() && !r.DryRun}
		if err != nil {
			out.Error = err.Error()
		}
		return errors.Join(json.NewEncoder(c.stdout).Encode(out), err)
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	for _, s := range r.Steps {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Dataset, s.Action, s.File, s.Why)
	}
	if e := w.Flush(); e != nil {
		return errors.Join(e, err)
	}
	for _, n := range r.Notes {
		fmt.Fprintln(c.stdout, "Look at this:", n)
	}
	switch {
	case err != nil:
		fmt.Fprintf(c.stdout, "Broken off after %d steps; run the command again to go on.\n", len(r.Steps))
	case !r.Changed():
		fmt.Fprintf(c.stdout, "Nothing to do: %s has all %d files of edition %d.\n", r.Portal, r.Files, r.Edition)
	case r.DryRun:
		fmt.Fprintf(c.stdout, "Tried only: %d steps would bring %s up to edition %d; %d of %d files are there.\n", len(r.Steps), r.Portal, r.Edition, r.Same, r.Files)
	default:
		fmt.Fprintf(c.stdout, "%s has edition %d: %d steps done, %d bytes sent, %d of %d files were there.\n", r.Portal, r.Edition, len(r.Steps), r.Sent, r.Same, r.Files)
	}
	return err
}
