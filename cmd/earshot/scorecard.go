package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/scorecard"
	"earshot/scorecard/redis"
	"earshot/sentiment"
)

// withBoard opens store and board for the length of one command. An embedded
// board belongs to one process and begins empty: it is filled first.
func (c *console) withBoard(ctx context.Context, cfg config, do func(ledger.Store, *redis.Board, *scorecard.Projector) error) error {
	return withStore(ctx, cfg, func(s ledger.Store) (err error) {
		b, err := redis.Open(ctx, cfg.Redis)
		if err != nil {
			return &exitError{exitUsage, err}
		}
		defer func() { err = errors.Join(err, b.Close()) }()
		if err := b.Ping(ctx); err != nil {
			return &exitError{exitNotReached, fmt.Errorf("redis: %w", err)}
		}
		pr := scorecard.NewProjector(s, b, scorecard.ProjectorOptions{Log: slog.New(slog.DiscardHandler), Now: c.now})
		if cfg.Redis == redis.Embedded {
			if err := pr.CatchUp(ctx); err != nil {
				return fmt.Errorf("fold the ledger: %w", err)
			}
		}
		return do(s, b, pr)
	})
}

func newScorecardCommand(c *console) *cobra.Command {
	var windows []string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "scorecard PLACE",
		Short: "Print the scorecard of a place, an area or England",
		Long: `Print the scorecard of a place (its id, public code or ODS code), of an area (its
GSS code) or of England. These are the live figures with nothing hidden: they are
for the people who run the service, not for publication.`,
		Example: "  earshot scorecard RXX01\n  earshot scorecard WILLOW --window 30d --window 2026-10\n  earshot scorecard england --json",
		Args:    cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringArrayVar(&windows, "window", nil, "today, 7d, 30d, 90d, 365d or a month YYYY-MM; may be repeated; all the rolling ones if not given")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a window")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		wanted := scorecard.Windows()
		if len(windows) > 0 {
			wanted = nil
			for _, v := range windows {
				w, err := scorecard.ParseWindow(v)
				if err != nil {
					return &exitError{exitUsage, err}
				}
				wanted = append(wanted, w)
			}
		}
		return c.withBoard(cmd.Context(), cfg, func(s ledger.Store, b *redis.Board, _ *scorecard.Projector) error {
			d, err := openDirectory(cmd.Context(), s)
			if err != nil {
				return err
			}
			name, ref, err := findCard(d.current(), args[0])
			if err != nil {
				return &exitError{exitUsage, fmt.Errorf("%s: %w", args[0], err)}
			}
			var wants []scorecard.Want
			for _, w := range wanted {
				wants = append(wants, scorecard.Want{Ref: ref, Window: w})
			}
			cards, err := scorecard.NewCards(b).Cards(cmd.Context(), wants...)
			if err != nil {
				return err
			}
			if asJSON {
				return c.cardsJSON(name, cards)
			}
			return c.cardsTable(name, cards)
		})
	}
	return cmd
}

// findCard finds what somebody means by a place, an area or England.
func findCard(dir *feedback.Directory, s string) (name string, ref scorecard.Ref, err error) {
	if strings.EqualFold(s, "england") {
		return "England", scorecard.EnglandRef(), nil
	}
	if gss, err := feedback.ParseGSS(s); err == nil {
		if a, ok := dir.Area(gss); ok {
			return a.Name, scorecard.AreaRef(gss), nil
		}
	}
	p, err := dir.Find(s, nil)
	if err != nil {
		return "", ref, err
	}
	if p.Level == feedback.ICB {
		return p.Name, scorecard.ICBRef(p.ID), nil
	}
	return p.Name, scorecard.PlaceRef(p.ID, dir.Providers(p.ID)...), nil
}

func (c *console) cardsTable(name string, cards []scorecard.Card) error {
	fmt.Fprintln(c.stdout, name)
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "window\tresponses\tpositive\tnegative\tvery good\tgood\tneither\tpoor\tvery poor\tdon't know\tcomments\tflagged\tmood\t")
	for _, k := range cards {
		t := k.Tally()
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t", k.Window, t.Total(), percent(t.PercentPositive()), percent(t.PercentNegative()))
		for _, r := range feedback.Ratings() {
			fmt.Fprintf(w, "%d\t", t.Count(r))
		}
		mood := "–"
		if m, ok := k.MeanScore(); ok {
			mood = fmt.Sprintf("%+.2f", m)
		}
		fmt.Fprintf(w, "%d\t%d\t%s\t\n", k.Comments(), k.Flagged(), mood)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	asOf := "nothing yet"
	for _, k := range cards {
		if !k.AsOf.IsZero() {
			asOf = k.AsOf.In(feedback.London()).Format("2 January 2006 15:04:05 MST")
		}
	}
	_, err := fmt.Fprintf(c.stdout, "As of %s. The Test does not compare providers: methods and patients differ.\n", asOf)
	return err
}

func percent(p float64, ok bool) string {
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%.1f%%", p)
}

func (c *console) cardsJSON(name string, cards []scorecard.Card) error {
	enc := json.NewEncoder(c.stdout)
	for _, k := range cards {
		t := k.Tally()
		row := map[string]any{
			"name": name, "scope": k.Scope, "window": k.Window, "from": k.From, "to": k.To, "as_of": nil, "responses": t.Total(),
			"percent_positive": nil, "percent_negative": nil, "unrated": k.Unrated(), "comments": k.Comments(), "flagged": k.Flagged(), "mean_sentiment": nil,
		}
		if !k.AsOf.IsZero() {
			row["as_of"] = k.AsOf.Format(time.RFC3339Nano)
		}
		if p, ok := t.PercentPositive(); ok {
			n, _ := t.PercentNegative()
			row["percent_positive"], row["percent_negative"] = p, n
		}
		if m, ok := k.MeanScore(); ok {
			row["mean_sentiment"] = m
		}
		row["counts"] = t
		row["channels"], row["modes"], row["sentiment"], row["themes"] = breakdowns(&k.Counts)
		if err := enc.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

// breakdowns gives the parts of a card by name, zeros left out.
func breakdowns(k *scorecard.Counts) (channels, modes, classes map[string]int64, themes map[string]scorecard.ThemeCounts) {
	channels, modes, classes, themes = map[string]int64{}, map[string]int64{}, map[string]int64{}, map[string]scorecard.ThemeCounts{}
	for _, ch := range feedback.Channels() {
		if n := k.Channel(ch); n != 0 {
			channels[ch.String()] = n
		}
	}
	for _, m := range feedback.Modes() {
		if n := k.Mode(m); n != 0 {
			modes[m.String()] = n
		}
	}
	for cl := sentiment.Unread; cl <= sentiment.VeryNegative; cl++ {
		if n := k.Class(cl); n != 0 {
			classes[cl.String()] = n
		}
	}
	for t := sentiment.Theme(1); int(t) <= sentiment.ThemeCount; t++ {
		if n := k.Theme(t); n != (scorecard.ThemeCounts{}) {
			themes[t.Slug()] = n
		}
	}
	return channels, modes, classes, themes
}
