package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"earshot/api"
	"earshot/feedback"
	"earshot/ledger"
)

func newKeysCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{Use: "keys", Short: "Create, list, rotate and revoke API keys; what became of them", Args: cobra.NoArgs}
	cmd.AddCommand(newKeysCreateCommand(c), newKeysListCommand(c), newKeysRotateCommand(c), newKeysRevokeCommand(c), newKeysLogCommand(c))
	return cmd
}

// byFlag adds the flag that says who does something to a key, for the record.
func (c *console) byFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("by", cmp.Or(c.getenv("SUDO_USER"), c.getenv("USER"), "unknown"), "who does it, for the record")
}

func newKeysCreateCommand(c *console) *cobra.Command {
	var req api.KeyRequest
	var role, expires string
	var places, areas []string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Create a key and print it, once: it is stored as a hash only",
		Example: `  earshot keys create --name "Northshire patient record system" --role partner --place RXX
  earshot keys create --name "Healthwatch Northshire" --role healthwatch --area E06000099`,
		Args: cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().StringVar(&req.Name, "name", "", "whose key it is")
	cmd.Flags().StringVar(&role, "role", string(ledger.RolePartner), "partner (sends answers), provider, healthwatch or operator")
	cmd.Flags().StringArrayVar(&places, "place", nil, "place (id or code) it is good for, with all below; may be repeated; none means all")
	cmd.Flags().StringArrayVar(&areas, "area", nil, "area (GSS code) it is good for; may be repeated")
	cmd.Flags().IntVar(&req.Threshold, "threshold", 0, "of a Healthwatch key: hide numbers of people under this, as its data-sharing agreement says (default and least 5)")
	cmd.Flags().StringVar(&expires, "expires", "", "the last day it is good for, such as 2027-03-31; empty for no end")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	by := c.byFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		if expires != "" {
			day, err := feedback.ParseDay(expires)
			if err != nil {
				return &exitError{exitUsage, fmt.Errorf("--expires: %w", err)}
			}
			req.Expires = (day + 1).Start()
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			d, err := openDirectory(cmd.Context(), s)
			if err != nil {
				return err
			}
			req.Role = ledger.Role(role)
			if err := scopeKey(&req, d.current(), places, areas); err != nil {
				return &exitError{exitUsage, err}
			}
			key, token, err := api.NewKey(req, c.now())
			if err != nil {
				return &exitError{exitUsage, err}
			}
			if err := s.CreateKey(cmd.Context(), key, *by); err != nil {
				return err
			}
			return c.showToken(key, token, asJSON)
		})
	}
	return cmd
}

// showToken prints a key's token, the one time that it can be.
func (c *console) showToken(key ledger.Key, token feedback.Secret, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(c.stdout).Encode(map[string]string{"id": key.ID, "token": token.Reveal()})
	}
	fmt.Fprintf(c.stderr, "Key %s for %s. Keep it safe: it cannot be shown again.\n", key.ID, key.Name)
	_, err := fmt.Fprintln(c.stdout, token.Reveal())
	return err
}

func newKeysRotateCommand(c *console) *cobra.Command {
	var overlap time.Duration
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rotate ID",
		Short: "Give a key's holder a new one; the old one ends after a while",
		Long: `Make a key like another, print it once, and end the other after a while, so that its
holder can change over without a gap. A key that ends by itself sooner ends then; the
new one has no end of its own unless the other was made with one: then as long a life.`,
		Example: "  earshot keys rotate 7k2m9x4q --overlap 72h",
		Args:    cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().DurationVar(&overlap, "overlap", 24*time.Hour, "how long the old key stays good")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	by := c.byFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		if overlap < 0 {
			return &exitError{exitUsage, errors.New("--overlap must not be negative")}
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			keys, err := s.ListKeys(cmd.Context())
			if err != nil {
				return err
			}
			now := c.now()
			i := slices.IndexFunc(keys, func(k ledger.Key) bool { return k.ID == args[0] && k.InForce(now) })
			if i < 0 {
				return fmt.Errorf("key %s is not in force: %w", args[0], feedback.ErrNotFound)
			}
			old := keys[i]
			req := api.KeyRequest{Name: old.Name, Role: old.Role, Places: old.Places, Areas: old.Areas, Threshold: old.Threshold}
			if !old.ExpiresAt.IsZero() {
				req.Expires = now.Add(old.ExpiresAt.Sub(old.CreatedAt))
			}
			next, token, err := api.NewKey(req, now)
			if err != nil {
				return err
			}
			if err := s.RotateKey(cmd.Context(), old.ID, next, now.Add(overlap).UTC().Truncate(time.Microsecond), *by); err != nil {
				return err
			}
			return c.showToken(next, token, asJSON)
		})
	}
	return cmd
}

func newKeysLogCommand(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "log", Short: "List what became of keys, the oldest first",
		Long:    "List what became of keys, the oldest first. Which key a request was made with is in the servers' logs.",
		Example: "  earshot keys log --json", Args: cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			events, err := s.KeyEvents(cmd.Context())
			if err != nil {
				return err
			}
			enc := json.NewEncoder(c.stdout)
			for _, e := range events {
				if asJSON {
					err = enc.Encode(map[string]any{"number": e.Number, "at": e.At, "key": e.Key, "what": e.What, "by": e.By, "other": e.Other})
				} else {
					_, err = fmt.Fprintf(c.stdout, "%s  %s  %-7s  by %s  %s\n", e.At.Format(time.RFC3339), e.Key, e.What, e.By, e.Other)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	return cmd
}

// scopeKey turns the places and areas of the command line into a key's limits.
func scopeKey(req *api.KeyRequest, dir *feedback.Directory, places, areas []string) error {
	for _, v := range places {
		p, err := dir.Find(v, nil)
		if err != nil {
			return fmt.Errorf("--place %s: %w", v, err)
		}
		req.Places = append(req.Places, p.ID)
	}
	for _, v := range areas {
		gss, err := feedback.ParseGSS(v)
		if err != nil {
			return fmt.Errorf("--area %s: %w", v, err)
		}
		req.Areas = append(req.Areas, gss)
	}
	return nil
}

func newKeysListCommand(c *console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{Use: "list", Short: "List keys, in force, ended and revoked", Example: "  earshot keys list", Args: cobra.NoArgs}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			keys, err := s.ListKeys(cmd.Context())
			if err != nil {
				return err
			}
			return c.listKeys(keys, asJSON)
		})
	}
	return cmd
}

func (c *console) listKeys(keys []ledger.Key, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(c.stdout)
		for _, k := range keys {
			row := map[string]any{"id": k.ID, "name": k.Name, "role": k.Role, "places": k.Places, "areas": k.Areas, "created_at": k.CreatedAt}
			if k.Threshold != 0 {
				row["threshold"] = k.Threshold
			}
			if !k.ExpiresAt.IsZero() {
				row["expires_at"] = k.ExpiresAt
			}
			if !k.RevokedAt.IsZero() {
				row["revoked_at"] = k.RevokedAt
			}
			if err := enc.Encode(row); err != nil {
				return err
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tROLE\tCREATED\tSTATE\tGOOD FOR\tNAME")
	for _, k := range keys {
		state := "in force"
		switch {
		case !k.RevokedAt.IsZero():
			state = "revoked " + k.RevokedAt.Format(time.DateOnly)
		case !k.InForce(c.now()):
			state = "ended " + k.ExpiresAt.Format(time.DateOnly)
		case !k.ExpiresAt.IsZero():
			state = "until " + k.ExpiresAt.In(feedback.London()).Format("2006-01-02 15:04")
		}
		var scope []string
		for _, p := range k.Places {
			scope = append(scope, string(p))
		}
		for _, a := range k.Areas {
			scope = append(scope, string(a))
		}
		if len(scope) == 0 {
			scope = []string{"everything"}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Role, k.CreatedAt.Format(time.DateOnly), state, strings.Join(scope, " "), k.Name)
	}
	return w.Flush()
}

func newKeysRevokeCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use: "revoke ID", Short: "End a key; servers refuse it within seconds", Example: "  earshot keys revoke 7k2m9x4q", Args: cobra.ExactArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	by := c.byFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error {
			if err := s.RevokeKey(cmd.Context(), args[0], c.now().UTC().Truncate(time.Microsecond), *by); err != nil {
				return fmt.Errorf("key %s: %w", args[0], err)
			}
			_, err := fmt.Fprintf(c.stdout, "Key %s is revoked.\n", args[0])
			return err
		})
	}
	return cmd
}
