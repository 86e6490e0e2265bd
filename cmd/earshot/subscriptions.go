package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"earshot/api/deliver"
	"earshot/feedback"
	"earshot/ledger"
)

// subscribeFlags are the flags of earshot warnings subscribe.
type subscribeFlags struct {
	webhook, email, quiet string
	places                []string
	urgent, past, json    bool
}

func newWarningsSubscribeCommand(c *console) *cobra.Command {
	var f subscribeFlags
	cmd := &cobra.Command{
		Use: "subscribe", Short: "Send warnings to a webhook or an e-mail address", Args: cobra.NoArgs,
		Long: `Send warnings to a webhook or an e-mail address.

A webhook gets every event as JSON, in order, signed with the secret that is printed:
the header Earshot-Signature is "v1=" and the HMAC-SHA-256, in hex, of the header
Earshot-Timestamp, a full stop and the body. What is not answered with a status from 200
to 299 is sent again.

An e-mail address gets each urgent warning at once, and the others once an hour
outside quiet hours. Messages never hold what people wrote.`,
		Example: `  earshot warnings subscribe --webhook https://hooks.example.org/earshot --place RXX
  earshot warnings subscribe --email matron@example.org --place RXX01 --quiet 20:00-07:30`,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringVar(&f.webhook, "webhook", "", "address that events are posted to")
	cmd.Flags().StringVar(&f.email, "email", "", "address that warnings are mailed to")
	cmd.Flags().StringArrayVar(&f.places, "place", nil, "place (id or code), with all below; may be repeated; none means all")
	cmd.Flags().BoolVar(&f.urgent, "urgent", false, "only what is urgent")
	cmd.Flags().StringVar(&f.quiet, "quiet", "", "hours in London in which no digest is mailed, such as 20:00-07:30")
	cmd.Flags().BoolVar(&f.past, "past", false, "begin with the first event there ever was, instead of the next")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		if len(cfg.SecretKey) < ledger.MinSecret {
			return &exitError{exitUsage, errors.New("EARSHOT_SECRET_KEY is needed: the webhook's secret is made from it")}
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			d, err := openDirectory(cmd.Context(), s)
			if err != nil {
				return err
			}
			sub, err := f.subscription(d.current(), cfg.HooksPrivate, c.now())
			if err != nil {
				return &exitError{exitUsage, err}
			}
			if !f.past {
				if sub.Cursor, err = s.LastWarningEvent(cmd.Context()); err != nil {
					return err
				}
			}
			if err := s.AddSubscription(cmd.Context(), sub); err != nil {
				return err
			}
			return c.subscribed(sub, cfg.SecretKey, f.json)
		})
	}
	return cmd
}

// subscription makes what the flags ask for.
func (f *subscribeFlags) subscription(dir *feedback.Directory, private bool, now time.Time) (ledger.Subscription, error) {
	s := ledger.Subscription{ID: strings.ToLower(rand.Text()[:8]), Urgent: f.urgent, CreatedAt: now.UTC().Truncate(time.Microsecond)}
	var err error
	switch {
	case (f.webhook == "") == (f.email == ""):
		return s, errors.New("give either --webhook or --email")
	case f.webhook != "":
		s.Kind, s.Target = deliver.Webhook, f.webhook
		err = deliver.CheckTarget(s.Target, private)
	default:
		s.Kind, s.Target = deliver.Email, f.email
		err = deliver.CheckAddress(s.Target)
	}
	if err != nil {
		return s, err
	}
	for _, v := range f.places {
		p, err := dir.Find(v, nil)
		if err != nil {
			return s, fmt.Errorf("--place %s: %w", v, err)
		}
		s.Places = append(s.Places, p.ID)
	}
	if f.quiet != "" {
		s.QuietFrom, s.QuietTo, err = parseQuiet(f.quiet)
	}
	return s, err
}

// parseQuiet reads hours such as 20:00-07:30 into minutes of the day.
func parseQuiet(text string) (from, to int, err error) {
	a, b, ok := strings.Cut(text, "-")
	start, err1 := time.Parse("15:04", strings.TrimSpace(a))
	end, err2 := time.Parse("15:04", strings.TrimSpace(b))
	if !ok || err1 != nil || err2 != nil {
		return 0, 0, errors.New("--quiet must be hours such as 20:00-07:30")
	}
	return start.Hour()*60 + start.Minute(), end.Hour()*60 + end.Minute(), nil
}

func (c *console) subscribed(s ledger.Subscription, secret feedback.Secret, asJSON bool) error {
	out := map[string]string{"id": s.ID, "kind": s.Kind}
	if s.Kind == deliver.Webhook {
		out["secret"] = deliver.WebhookSecret(secret, s.ID).Reveal()
	}
	if asJSON {
		return json.NewEncoder(c.stdout).Encode(out)
	}
	if _, err := fmt.Fprintf(c.stdout, "Subscription %s.\n", s.ID); err != nil || s.Kind != deliver.Webhook {
		return err
	}
	_, err := fmt.Fprintf(c.stdout, "Secret of its signatures: %s\n", out["secret"])
	return err
}

func newWarningsSubscriptionsCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use: "subscriptions", Short: "List who gets warnings, and how far sending has come", Args: cobra.NoArgs, Example: "  earshot warnings subscriptions",
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			list, err := s.ListSubscriptions(cmd.Context())
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "ID\tKIND\tSTATE\tSENT UP TO\tFAILED\tTARGET\tFAULT")
			for _, x := range list {
				state := "in force"
				if !x.EndedAt.IsZero() {
					state = "ended"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%s\t%s\n", x.ID, x.Kind, state, x.Cursor, x.Attempts, x.Target, x.Fault)
			}
			return w.Flush()
		})
	}
	return cmd
}

func newWarningsUnsubscribeCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use: "unsubscribe ID", Short: "End a subscription", Args: cobra.ExactArgs(1), Example: "  earshot warnings unsubscribe k3f9x2ma",
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			if err := s.EndSubscription(cmd.Context(), args[0], c.now()); err != nil {
				return err
			}
			_, err := fmt.Fprintf(c.stdout, "Subscription %s is ended.\n", args[0])
			return err
		})
	}
	return cmd
}
