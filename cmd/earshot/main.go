// Command earshot collects what patients say about their care, reads it, keeps
// rolling scorecards and publishes what is safe. Run "earshot help" for its
// commands.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
