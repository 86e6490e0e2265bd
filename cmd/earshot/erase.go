package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"earshot/collector"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/sms"
)

func newEraseCommand(c *console) *cobra.Command {
	var phone string
	var withdraw bool
	cmd := &cobra.Command{
		Use:   "erase [ID]",
		Short: "Blank a person's words, and with --withdraw take their answer out of the counts",
		Long: `Blank the words of a response and what the person said about themselves; the count
stays. With --withdraw the answer is taken out of every count as well. Both are for
ever. With --phone the response of that number's open conversation is erased and the
number forgotten.`,
		Example: "  earshot erase 17-123456\n  earshot erase 17-123456 --withdraw\n  earshot erase --phone +447700900123",
		Args:    cobra.MaximumNArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringVar(&phone, "phone", "", "number of a person whose conversation is still open")
	cmd.Flags().BoolVar(&withdraw, "withdraw", false, "take the answer out of every count as well")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		if (len(args) == 1) == (phone != "") {
			return &exitError{exitUsage, errors.New("give the id of a response, or --phone with a number")}
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			d, err := openDirectory(cmd.Context(), s)
			if err != nil {
				return err
			}
			var id ledger.ID
			var contact *ledger.Conversation
			if phone != "" {
				if contact, err = findContact(cmd, cfg, s, phone); err != nil {
					return err
				}
				id = contact.Subject
			} else if id, err = ledger.ParseID(args[0]); err != nil {
				return &exitError{exitUsage, err}
			}
			changes := collector.NewChanges(d.current, s, s, c.now)
			switch {
			case id.IsZero(): // a conversation that has led to no response
			case withdraw:
				err = changes.Withdraw(cmd.Context(), id)
			default:
				err = changes.Erase(cmd.Context(), id)
			}
			if err != nil {
				return err
			}
			if contact != nil {
				contact.ExpiresAt = c.now()
				if err := s.PutConversation(cmd.Context(), *contact); err != nil {
					return err
				}
				if _, err := s.ForgetConversations(cmd.Context(), c.now()); err != nil {
					return err
				}
			}
			_, err = fmt.Fprintf(c.stdout, "Done: response %s.\n", id)
			return err
		})
	}
	return cmd
}

// findContact finds the open conversation of a number.
func findContact(cmd *cobra.Command, cfg config, s ledger.Store, number string) (*ledger.Conversation, error) {
	p, err := sms.ParsePhone(number)
	if err != nil {
		return nil, &exitError{exitUsage, errors.New("--phone must be a telephone number such as +447700900123")}
	}
	sealer, err := cfg.sealer()
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("EARSHOT_SECRET_KEY: %w", err)}
	}
	var conv ledger.Conversation
	for _, h := range sealer.Hashes("phone", p.Reveal()) {
		if conv, err = s.Conversation(cmd.Context(), h); !errors.Is(err, feedback.ErrNotFound) {
			break
		}
	}
	if errors.Is(err, feedback.ErrNotFound) {
		return nil, &exitError{exitFailed, errors.New("no conversation with that number is open: Earshot keeps no number once it is over")}
	}
	return &conv, err
}

func newMoveCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "move ID PLACE",
		Short:   "Count a response with the place it was really about",
		Example: "  earshot move 17-123456 WILLOW",
		Args:    cobra.ExactArgs(2),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		id, err := ledger.ParseID(args[0])
		if err != nil {
			return &exitError{exitUsage, err}
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			d, err := openDirectory(cmd.Context(), s)
			if err != nil {
				return err
			}
			p, err := d.current().Find(args[1], nil)
			if err != nil {
				return &exitError{exitUsage, fmt.Errorf("%s: %w", args[1], err)}
			}
			if err := collector.NewChanges(d.current, s, s, c.now).Move(cmd.Context(), id, p.ID); err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.stdout, "Response %s now counts with %s.\n", id, p.Name)
			return err
		})
	}
	return cmd
}
