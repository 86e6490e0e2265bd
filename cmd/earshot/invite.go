package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"earshot/ledger"
	"earshot/sms"
)

func newInviteCommand(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "invite FILE.csv",
		Short: "Queue invitations by text message from a CSV file",
		Long: `Queue invitations by text message from a CSV file with a header line.

Columns: phone, place (id or code) and event_at (RFC 3339, or YYYY-MM-DD HH:MM in
London) are needed; language, audience (adult, young or easy) and reference are
not. The provider's rules decide when each is sent: the delay after the event,
quiet hours, once in so many days for a person, places that are left out.

A reference counts once: queueing the same file again changes nothing. Without
one a row is known by its number, place and event. The server sends what is
queued; "earshot invite send" does so once, for installations that send by cron.`,
		Example: `  earshot invite discharges.csv
  earshot invite discharges.csv --json
  earshot invite send`,
		Args: cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the outcome of each row as JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		f, err := os.Open(args[0])
		if err != nil {
			return &exitError{exitUsage, err}
		}
		defer f.Close()
		asked, err := readInvites(f)
		if err != nil {
			return &exitError{exitUsage, err}
		}
		return c.withTexts(cmd.Context(), cfg, func(t *texts) error {
			out, err := t.inviter.Invite(cmd.Context(), "file", nil, asked)
			if err != nil {
				return err
			}
			return c.inviteReport(asked, out, asJSON)
		})
	}
	cmd.AddCommand(newInviteSendCommand(c), newReachCommand(c))
	return cmd
}

func newInviteSendCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "send",
		Short:   "Send the invitations that are due, then stop",
		Example: "  earshot invite send",
		Args:    cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		if cfg.SMSGateway == "" {
			return &exitError{exitUsage, errors.New("EARSHOT_SMS_GATEWAY: must be set to send")}
		}
		if err := cfg.validate(); err != nil {
			return &exitError{exitUsage, err}
		}
		return c.withTexts(cmd.Context(), cfg, func(t *texts) error {
			n, err := t.sender.Round(cmd.Context())
			fmt.Fprintf(c.stdout, "%d texts were taken by the gateway\n", n)
			return err
		})
	}
	return cmd
}

// withTexts opens the store and text messages for a command.
func (c *console) withTexts(ctx context.Context, cfg config, do func(*texts) error) error {
	return withStore(ctx, cfg, func(s ledger.Store) error {
		dir, err := openDirectory(ctx, s)
		if err != nil {
			return err
		}
		t, err := openTexts(cfg, s, dir.current, c.now, newLogger(c.stderr, cfg.LogLevel))
		if err != nil {
			return err
		}
		return do(t)
	})
}

// readInvites reads the CSV file.
func readInvites(r io.Reader) ([]sms.Invite, error) {
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = -1
	header, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("header line: %w", err)
	}
	for i := range header {
		header[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(header[i], "\ufeff")))
	}
	known := []string{"phone", "place", "event_at", "language", "audience", "reference"}
	for _, name := range known[:3] {
		if !slices.Contains(header, name) {
			return nil, fmt.Errorf("there is no column %s", name)
		}
	}
	for _, name := range header {
		if name != "" && !slices.Contains(known, name) {
			return nil, fmt.Errorf("column %q is not known; send no more about people than is needed", name)
		}
	}
	var out []sms.Invite
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := rows.FieldPos(0)
		field := func(name string) string {
			if i := slices.Index(header, name); i >= 0 && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		out = append(out, sms.Invite{Phone: field("phone"), Place: field("place"), EventAt: field("event_at"), Language: field("language"),
			Audience: field("audience"), Reference: field("reference"), Line: line})
	}
}

// inviteReport says what became of each row.
func (c *console) inviteReport(asked []sms.Invite, out []sms.Invited, asJSON bool) error {
	queued, refused := 0, 0
	for i, r := range out {
		row := map[string]any{"line": asked[i].Line, "reference": asked[i].Reference}
		if r.Err != nil {
			refused++
			row["status"], row["error"] = "refused", r.Err.Error()
		} else {
			queued++
			row["status"], row["id"], row["due_at"] = "queued", r.ID, r.DueAt
		}
		switch {
		case asJSON:
			if err := json.NewEncoder(c.stdout).Encode(row); err != nil {
				return err
			}
		case r.Err != nil:
			fmt.Fprintln(c.stdout, r.Err)
		}
	}
	if !asJSON {
		fmt.Fprintf(c.stdout, "%d queued (those queued before included), %d refused\n", queued, refused)
	}
	if refused > 0 {
		return &exitError{exitDiffers, nil}
	}
	return nil
}
