package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

// healthBudget is how long a running server may take to say that it is well.
const healthBudget = 4 * time.Second

func newHealthCommand(c *console) *cobra.Command {
	var ready bool
	cmd := &cobra.Command{
		Use:   "health",
		Short: "Ask the server running here whether it is alive, for containers without a shell",
		Example: `  earshot health
  earshot health --ready --admin-addr 127.0.0.1:9090`,
		Args: cobra.NoArgs,
	}
	load := configFlags(cmd.Flags(), c.getenv)
	cmd.Flags().BoolVar(&ready, "ready", false, "ask whether its engines answer, too")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		path := "/healthz"
		if ready {
			path = "/readyz"
		}
		address, err := localURL(cfg.AdminAddr, path)
		if err != nil {
			return &exitError{exitUsage, err}
		}
		return c.askHealth(cmd.Context(), address)
	}
	return cmd
}

// localURL gives the address at which this machine reaches a listener.
func localURL(addr, path string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("EARSHOT_ADMIN_ADDR: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + path, nil
}

func (c *console) askHealth(ctx context.Context, address string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, healthBudget)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	client := http.Client{Transport: &http.Transport{Proxy: nil, DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return &exitError{exitNotReached, err}
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if _, err := io.Copy(c.stdout, io.LimitReader(resp.Body, 64<<10)); err != nil {
		return &exitError{exitNotReached, err}
	}
	if resp.StatusCode != http.StatusOK {
		return &exitError{exitFailed, fmt.Errorf("%s answered %s", address, resp.Status)}
	}
	return nil
}
