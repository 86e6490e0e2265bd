package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

func newTextsCommand(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "texts",
		Short: "Texts and calls that could not be stored as answers, and what was done with them",
		Long: `Texts and calls that could not be stored as answers wait, sealed, for a person: at
/workspace/texts, or here. Without a further command they are listed, without their
words. Looking at one is put on record; its words are forgotten once it is filed or
put away.`,
		Example: `  earshot texts
  earshot texts show twilio SM1234
  earshot texts file twilio SM1234 --place WILLOW --rating 2 --comment "the lift was slow"
  earshot texts discard twilio SM1234 --note "an advertisement"
  earshot texts escalate twilio SM1234 --note "the safeguarding lead, by telephone"
  earshot texts log --json`,
		Args: cobra.NoArgs,
	}
	load := configFlags(cmd.PersistentFlags(), c.getenv)
	cmd.PersistentFlags().BoolVar(&asJSON, "json", false, "print JSON")
	with := func(cmd *cobra.Command, f func(ctx context.Context, tray *collector.KeptTexts) error) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return c.withTray(cmd.Context(), cfg, f)
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return with(cmd, func(ctx context.Context, tray *collector.KeptTexts) error {
			list, err := tray.List(ctx)
			if err != nil {
				return err
			}
			return c.printKept(list, asJSON)
		})
	}
	cmd.AddCommand(c.textsShow(with, &asJSON), c.textsFile(with, &asJSON), c.textsSettle(with, "discard", "Put a text away that is no feedback, and forget its words", ledger.TextNotFeedback),
		c.textsSettle(with, "escalate", "Put on record who was told of a text; it stays", ledger.TextEscalated), c.textsLog(with, &asJSON))
	return cmd
}

// trayFunc runs f with the tray of kept texts.
type trayFunc func(cmd *cobra.Command, f func(ctx context.Context, tray *collector.KeptTexts) error) error

// withTray opens the tray without a server.
func (c *console) withTray(ctx context.Context, cfg config, f func(ctx context.Context, tray *collector.KeptTexts) error) error {
	seal, err := cfg.sealer()
	if err != nil {
		return &exitError{exitUsage, fmt.Errorf("secret key: %w", err)}
	}
	return withStore(ctx, cfg, func(s ledger.Store) error {
		dir, err := openDirectory(ctx, s)
		if err != nil {
			return err
		}
		reader, err := sentiment.New()
		if err != nil {
			return fmt.Errorf("load the reader of comments: %w", err)
		}
		err = f(ctx, collector.NewKeptTexts(s, collector.NewIntake(dir.current, reader.Read, s, c.now), seal, c.now))
		if collector.IsGone(err) {
			return &exitError{exitDiffers, errors.New("there is no such text, or it was dealt with")}
		}
		if errors.Is(err, feedback.ErrInvalid) {
			return &exitError{exitUsage, err}
		}
		return err
	})
}

// keptJSON is a text as the command prints it.
type keptJSON struct {
	Source    feedback.Source  `json:"source"`
	ID        string           `json:"id"`
	At        time.Time        `json:"at"`
	Channel   string           `json:"channel"`
	Reason    string           `json:"reason"`
	Place     feedback.PlaceID `json:"place,omitempty"`
	Urgent    bool             `json:"urgent"`
	Escalated bool             `json:"escalated"`
	Sender    string           `json:"sender,omitempty"`
	Text      string           `json:"text,omitempty"` // only of one that is looked at
}

func keptOf(t collector.KeptText) keptJSON {
	return keptJSON{t.Source, t.ID, t.At, t.Channel.String(), t.Reason, t.Place, t.Urgent, t.Escalated, t.Sender, sentiment.Repair(t.Text.Reveal())}
}

func (c *console) printKept(list []collector.KeptText, asJSON bool) error {
	if asJSON {
		out := make([]keptJSON, len(list))
		for i, t := range list {
			out[i] = keptOf(t)
		}
		return json.NewEncoder(c.stdout).Encode(map[string]any{"texts": out})
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SOURCE\tID\tWAITING\tCHANNEL\tREASON\tPLACE\tNOTE")
	for _, t := range list {
		var notes []string
		if t.Urgent {
			notes = append(notes, "urgent")
		}
		if t.Escalated {
			notes = append(notes, "escalated")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", t.Source, t.ID, c.now().Sub(t.At).Round(time.Minute), t.Channel, t.Reason, t.Place, strings.Join(notes, ", "))
	}
	return w.Flush()
}

func (c *console) textsShow(with trayFunc, asJSON *bool) *cobra.Command {
	cmd := &cobra.Command{Use: "show SOURCE ID", Short: "Show a text's words; that somebody looked is put on record", Args: cobra.ExactArgs(2),
		Example: `  earshot texts show twilio SM1234`}
	by := c.byFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return with(cmd, func(ctx context.Context, tray *collector.KeptTexts) error {
			t, _, err := tray.Look(ctx, feedback.Source(args[0]), args[1], *by)
			if err != nil {
				return err
			}
			k := keptOf(t)
			if *asJSON {
				return json.NewEncoder(c.stdout).Encode(k)
			}
			if t.Lost {
				return &exitError{exitFailed, errors.New("its words cannot be read: they were sealed with a secret key that is not set")}
			}
			if picture := t.Picture(); picture != "" {
				fmt.Fprintln(c.stdout, picture+".")
				return nil
			}
			if k.Sender != "" {
				fmt.Fprintf(c.stdout, "From: %s\n", k.Sender)
			}
			fmt.Fprintln(c.stdout, k.Text)
			return nil
		})
	}
	return cmd
}

func (c *console) textsFile(with trayFunc, asJSON *bool) *cobra.Command {
	var place, rating, comment string
	cmd := &cobra.Command{Use: "file SOURCE ID", Short: "Store a text as an answer and forget the kept words", Args: cobra.ExactArgs(2),
		Example: `  earshot texts file twilio SM1234 --place WILLOW --rating 2 --comment "the lift was slow"`}
	cmd.Flags().StringVar(&place, "place", "", "the place it is about: id or code")
	cmd.Flags().StringVar(&rating, "rating", "", "the answer it gives: 1 to 6, or its words; none if it gives none")
	cmd.Flags().StringVar(&comment, "comment", "", "the comment it holds")
	by := c.byFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		f := collector.KeptFiling{Source: feedback.Source(args[0]), ID: args[1], Place: place, Comment: feedback.Text(comment), By: *by}
		if rating != "" && rating != "none" {
			var err error
			if f.Rating, err = feedback.ParseRating(rating); err != nil {
				return &exitError{exitUsage, fmt.Errorf("--rating: %w", err)}
			}
		}
		return with(cmd, func(ctx context.Context, tray *collector.KeptTexts) error {
			res, err := tray.File(ctx, f)
			if err != nil {
				return err
			}
			if *asJSON {
				return json.NewEncoder(c.stdout).Encode(map[string]any{"response": res.ID.String(), "place": res.Place, "duplicate": res.Duplicate, "urgent": res.Flagged})
			}
			fmt.Fprintf(c.stdout, "filed as %s\n", res.ID)
			return nil
		})
	}
	return cmd
}

func (c *console) textsSettle(with trayFunc, name, short string, act ledger.TextAct) *cobra.Command {
	var note string
	cmd := &cobra.Command{Use: name + " SOURCE ID", Short: short, Args: cobra.ExactArgs(2), Example: fmt.Sprintf("  earshot texts %s twilio SM1234 --note \"who or why\"", name)}
	cmd.Flags().StringVar(&note, "note", "", "who was told, or why; without names of patients")
	by := c.byFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return with(cmd, func(ctx context.Context, tray *collector.KeptTexts) error {
			return tray.Settle(ctx, feedback.Source(args[0]), args[1], act, *by, note)
		})
	}
	return cmd
}

func (c *console) textsLog(with trayFunc, asJSON *bool) *cobra.Command {
	cmd := &cobra.Command{Use: "log", Short: "Who looked at kept texts and what was done with them, the latest last", Args: cobra.NoArgs, Example: `  earshot texts log --json`}
	limit := cmd.Flags().Int("limit", 100, "how many steps")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return with(cmd, func(ctx context.Context, tray *collector.KeptTexts) error {
			steps, err := tray.Log(ctx, *limit)
			if err != nil {
				return err
			}
			if *asJSON {
				out := make([]map[string]any, len(steps))
				for i, s := range steps {
					out[i] = map[string]any{"source": s.Source, "id": s.ID, "at": s.At, "act": s.Act, "by": s.By, "note": s.Note}
				}
				return json.NewEncoder(c.stdout).Encode(map[string]any{"steps": out})
			}
			w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "AT\tSOURCE\tID\tWHAT\tBY\tNOTE")
			for _, s := range steps {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", s.At.Format(time.DateTime), s.Source, s.ID, s.Act, s.By, s.Note)
			}
			return w.Flush()
		})
	}
	return cmd
}
