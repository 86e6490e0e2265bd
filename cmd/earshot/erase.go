package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"earshot/feedback"
	"earshot/ledger"
	"earshot/sms"
)

// operatorSource names what operators do by hand.
const operatorSource feedback.Source = "operator"

func newEraseCommand(c *console) *cobra.Command {
	var phones []string
	var withdraw bool
	cmd := &cobra.Command{
		Use:   "erase [RESPONSE...]",
		Short: "Blank the words of responses, for good; with --withdraw they no longer count either",
		Long: `Blank the words of responses, for good, in the ledger and on every copy made from
it. The counts stay unless --withdraw is given. A response's id is on the
provider's pages and in the answer to whoever sent it.

--phone finds the response of the open conversation with a number and forgets the
number. A number is forgotten by itself a week after the last text; after that
nothing leads from a person to their texts.

Backups hold what was there when they were made: erase again after restoring one.`,
		Example: `  earshot erase 17-123456
  earshot erase --withdraw 17-123456 3-99
  earshot erase --phone +447700900123`,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringArrayVar(&phones, "phone", nil, "the number of a person who texted in the last week; may be repeated")
	cmd.Flags().BoolVar(&withdraw, "withdraw", false, "take the responses out of the counts as well")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		if len(args) == 0 && len(phones) == 0 {
			return &exitError{exitUsage, errors.New("which responses? give their ids, or --phone")}
		}
		var ids []ledger.ID
		for _, a := range args {
			id, err := ledger.ParseID(a)
			if err != nil {
				return &exitError{exitUsage, fmt.Errorf("%q: %w", a, err)}
			}
			ids = append(ids, id)
		}
		kind := ledger.Erased
		if withdraw {
			kind = ledger.Withdrawn
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			if len(phones) > 0 {
				found, err := forgetPhones(cmd.Context(), s, cfg, phones, c.now())
				if err != nil {
					return err
				}
				ids = append(ids, found...)
			}
			return c.erase(cmd.Context(), s, kind, ids)
		})
	}
	return cmd
}

// erase appends one entry for each response. Doing it twice does it once.
func (c *console) erase(ctx context.Context, s ledger.Writer, kind ledger.Kind, ids []ledger.ID) error {
	var cmds []ledger.Command
	for _, id := range ids {
		cmds = append(cmds, ledger.Command{Kind: kind, Source: operatorSource, SourceID: kind.String() + ":" + id.String(), At: c.now().UTC(), Subject: id})
	}
	if len(cmds) == 0 {
		_, err := fmt.Fprintln(c.stdout, "There is no response to erase.")
		return err
	}
	receipts, err := s.Append(ctx, cmds...)
	if err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	var faults []error
	for i, r := range receipts {
		switch {
		case r.Err != nil:
			faults = append(faults, r.Err)
		case r.Duplicate:
			fmt.Fprintf(c.stdout, "%s was %s before\n", ids[i], kind)
		default:
			fmt.Fprintf(c.stdout, "%s is %s\n", ids[i], kind)
		}
	}
	return errors.Join(faults...)
}

// forgetPhones gives the responses of the open conversations with some numbers
// and forgets those numbers.
func forgetPhones(ctx context.Context, s ledger.Conversations, cfg config, phones []string, now time.Time) ([]ledger.ID, error) {
	var previous []feedback.Secret
	if cfg.OldKey != "" {
		previous = append(previous, cfg.OldKey)
	}
	sealer, err := ledger.NewSealer(cfg.SecretKey, previous...)
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("EARSHOT_SECRET_KEY: %w", err)}
	}
	var ids []ledger.ID
	for i, v := range phones {
		p, err := sms.ParsePhone(v)
		if err != nil {
			return nil, &exitError{exitUsage, fmt.Errorf("--phone: must be a telephone number such as +447700900123: %w", feedback.ErrInvalid)}
		}
		found := false
		for _, h := range sealer.Hashes("phone", p.Reveal()) {
			talk, err := s.Conversation(ctx, h)
			if errors.Is(err, feedback.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			found = true
			if !talk.Subject.IsZero() {
				ids = append(ids, talk.Subject)
			}
			talk.Sealed, talk.State, talk.ExpiresAt, talk.UpdatedAt = nil, "", now.Add(-time.Second), now
			if err := s.PutConversation(ctx, talk); err != nil {
				return nil, err
			}
		}
		if !found {
			return nil, fmt.Errorf("--phone number %d: no conversation is open with it: %w", i+1, feedback.ErrNotFound)
		}
	}
	_, err = s.ForgetConversations(ctx, now)
	return ids, err
}
