package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

func newServeCommand(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Take answers, keep scorecards and serve pages and the API until stopped",
		Long: `Take answers, keep scorecards and serve pages and the API until stopped.

SIGINT or SIGTERM stops gracefully: requests under way are answered, what they
sent is committed. A second signal stops at once; nothing acknowledged is lost
either way. Any number of processes may serve one PostgreSQL and one Redis.`,
		Example: `  export EARSHOT_SECRET_KEY=$(openssl rand -hex 32)   # keep it: it seals telephone numbers
  earshot serve
  earshot serve --config /etc/earshot/earshot.env
  earshot serve --database postgres://earshot@db/earshot --redis redis+cluster://r1:6379,r2:6379`,
		Args: cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		if err := cfg.validate(); err != nil {
			return &exitError{exitUsage, fmt.Errorf("the configuration is not complete:\n%w", err)}
		}
		return c.serve(cmd.Context(), cfg)
	}
	return cmd
}

// stopBudget is how long a graceful stop may take before it becomes a hard one.
const stopBudget = 30 * time.Second

// errStoppedTwice is returned if a second signal cut a graceful stop short.
var errStoppedTwice = errors.New("stopped at once by a second signal")

// serve runs an app until a signal.
func (c *console) serve(ctx context.Context, cfg config) error {
	log := newLogger(c.stderr, cfg.LogLevel)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	a, err := newApp(ctx, cfg, log, c.now, appOptions{})
	if err != nil {
		return err
	}
	a.start()
	if cfg.Open {
		log.Warn(openNotice)
	}
	log.Info("serving", "version", version, "addr", a.publicLn.Addr().String(), "admin_addr", a.adminLn.Addr().String(), "places", a.dir.current().Len())
	return a.untilStopped(ctx, signals, func() {})
}

// untilStopped waits for a signal, a failed listener or the end of ctx, then
// does what comes first and stops the app.
func (a *app) untilStopped(ctx context.Context, signals <-chan os.Signal, first func()) error {
	var failure error
	select {
	case s := <-signals:
		a.log.Info("stopping", "signal", s.String())
	case <-ctx.Done():
		a.log.Info("stopping", "reason", "the command was ended")
	case failure = <-a.failed:
		a.log.Error("a listener failed; stopping", "error", failure)
	}
	budget, cancel := context.WithTimeout(context.Background(), stopBudget)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		first()
		done <- a.shutdown(budget)
	}()
	select {
	case err := <-done:
		a.log.Info("stopped")
		return errors.Join(failure, err)
	case <-signals:
		return &exitError{exitFailed, errStoppedTwice}
	}
}
