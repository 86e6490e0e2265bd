package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"earshot/scorecard/redis"
)

func newCheckCommand(c *console) *cobra.Command {
	var offline bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the configuration and reach every engine; report every fault at once",
		Example: `  earshot check --config /etc/earshot/earshot.env
  earshot check --config deploy/earshot.env.example --offline`,
		Args: cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&offline, "offline", false, "check the values only; reach nothing")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		invalid := cfg.validate()
		if cfg.Open {
			fmt.Fprintf(c.stdout, "note: %s\n", openNotice)
		}
		var unreached error
		if !offline {
			unreached = c.reach(cmd.Context(), cfg)
		}
		switch {
		case invalid != nil:
			return &exitError{exitUsage, errors.Join(invalid, unreached)}
		case unreached != nil:
			return &exitError{exitNotReached, unreached}
		}
		_, err = fmt.Fprintln(c.stdout, "All is well.")
		return err
	}
	return cmd
}

// checkBudget is how long each engine may take to answer.
const checkBudget = 5 * time.Second

// reach opens and pings the engines and finds the place that texts are about.
func (c *console) reach(ctx context.Context, cfg config) error {
	var faults []error
	one := func(name string, ping func(context.Context) error) {
		ctx, cancel := context.WithTimeout(ctx, checkBudget)
		defer cancel()
		began := c.now()
		if err := ping(ctx); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
			return
		}
		fmt.Fprintf(c.stdout, "%-9s answers in %s\n", name, c.now().Sub(began).Round(100*time.Microsecond))
	}
	one("database", func(ctx context.Context) error {
		if path, ok := strings.CutPrefix(cfg.Database, "sqlite:"); ok {
			if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
				return writableFolder(filepath.Dir(path)) // nothing is made by a check
			}
		}
		s, err := openStore(ctx, cfg.Database)
		if err != nil {
			return err
		}
		defer s.Close()
		if homes := cfg.homes(); len(homes) > 0 {
			d, err := openDirectory(ctx, s)
			if err != nil {
				return err
			}
			for place, setting := range homes {
				if _, err := d.current().Find(place, nil); err != nil {
					return fmt.Errorf("%s: %w", setting, err)
				}
			}
		}
		return s.Ping(ctx)
	})
	one("redis", func(ctx context.Context) error {
		b, err := redis.Open(ctx, cfg.Redis)
		if err != nil {
			return err
		}
		defer b.Close()
		if err := b.Ping(ctx); err != nil {
			return err
		}
		warnings, err := b.Warnings(ctx)
		for _, w := range warnings {
			fmt.Fprintf(c.stdout, "redis     note: %s\n", w)
		}
		return err
	})
	return errors.Join(faults...)
}

// writableFolder reports why a folder, or the nearest above it that exists,
// cannot be written to.
func writableFolder(dir string) error {
	for {
		st, err := os.Stat(dir)
		switch {
		case errors.Is(err, os.ErrNotExist) && dir != filepath.Dir(dir):
			dir = filepath.Dir(dir)
			continue
		case err != nil:
			return err
		case !st.IsDir():
			return fmt.Errorf("%s is not a folder", dir)
		}
		f, err := os.CreateTemp(dir, ".earshot-check-*")
		if err != nil {
			return err
		}
		return errors.Join(f.Close(), os.Remove(f.Name()))
	}
}
