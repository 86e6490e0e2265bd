package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"github.com/spf13/cobra"
)

// Exit codes. Scripts may rely on them.
const (
	exitOK         = 0 // all went well
	exitFailed     = 1 // it was tried and did not work
	exitUsage      = 2 // the command line or configuration is wrong
	exitDiffers    = 3 // a check ran and found differences or rejected rows
	exitNotReached = 4 // an engine (database, Redis) could not be reached
)

// exitError carries the exit code a command wants. A nil err means that the
// command has already said all there is to say.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// console is what a command may touch of the outside world, passed in so that
// tests can run any command in-process.
type console struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
	now    func() time.Time
}

// quiet drops what the Redis client would print on its own: every failure it
// speaks of comes back as an error as well, and is reported once.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// run executes one command line and gives its exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &console{stdin: stdin, stdout: stdout, stderr: stderr, getenv: os.Getenv, now: time.Now}
	goredis.SetLogger(quiet{})
	root := newRoot(c)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var ee *exitError
	if errors.As(err, &ee) {
		if ee.err != nil {
			fmt.Fprintln(stderr, "earshot:", ee.err)
		}
		return ee.code
	}
	fmt.Fprintln(stderr, "earshot:", err)
	return exitFailed
}

// newRoot builds the command tree. One file a command; each gives its
// constructor here.
func newRoot(c *console) *cobra.Command {
	root := &cobra.Command{
		Use:           "earshot",
		Short:         "Patient feedback: collect it, read it, act on it, publish what is safe",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &exitError{exitUsage, fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())}
	})
	root.AddCommand(
		newDemoCommand(c),
		newServeCommand(c),
		newImportCommand(c),
		newCollectCommand(c),
		newCountsCommand(c),
		newInviteCommand(c),
		newTextsCommand(c),
		newPlacesCommand(c),
		newScorecardCommand(c),
		newPublishCommand(c),
		newDDICommand(c),
		newVerifyCommand(c),
		newRebuildCommand(c),
		newRereadCommand(c),
		newEraseCommand(c),
		newMoveCommand(c),
		newKeysCommand(c),
		newWarningsCommand(c),
		newPosterCommand(c),
		newCodesCommand(c),
		newCheckCommand(c),
		newHealthCommand(c),
		newVersionCommand(c),
		newDetectCommand(c),
		newSPCCommand(c),
		newSentimentCommand(c),
	)
	return root
}
