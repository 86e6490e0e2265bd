package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"earshot/api"
	"earshot/collector"
	"earshot/collector/feed"
	"earshot/feedback"
	"earshot/ledger"
	"earshot/sentiment"
)

// collectFlags are what the collect command can be told.
type collectFlags struct {
	watch, health, check, asJSON bool
	rejects, addr                string
}

func newCollectCommand(c *console) *cobra.Command {
	var f collectFlags
	cmd := &cobra.Command{
		Use:   "collect SOURCE...",
		Short: "Collect what patients say elsewhere: Care Opinion, NHS.UK, feeds, FHIR, web pages",
		Long: `Collect what patients say elsewhere. Each SOURCE is a file that describes one
place on the web, or a folder of them (*.json); docs/sources.md explains the files.

Without --watch every source is read once, now. A story is taken once however
often it is met; an edited one replaces the earlier; one that its source took
down is withdrawn, or its words are erased. Stories that could not be taken are
listed, and go to a file with --rejects; they are tried again when the source is
read as a whole, by default once a week.

With --watch sources are read when they are due, until the command is stopped. A
source that fails is tried again for ever, less and less often. --collect-addr shows on a
page how each source stands; --health prints the same, and fetches nothing. Any
number of processes may watch the same sources over one database.

Keys are read from the environment variables that the files name (or from the
file named by NAME_FILE), and never from the source files.`,
		Example: `  earshot collect sources/careopinion.json --rejects rejects.csv
  earshot collect sources/ --check
  earshot collect sources/ --watch --collect-addr 127.0.0.1:9091
  earshot collect sources/ --health --json`,
		Args: cobra.MinimumNArgs(1),
	}
	load := configFlags(cmd.Flags(), c.getenv)
	fs := cmd.Flags()
	fs.BoolVar(&f.watch, "watch", false, "go on collecting until stopped")
	fs.BoolVar(&f.health, "health", false, "show how the sources stand; fetch nothing")
	fs.BoolVar(&f.check, "check", false, "read the source files and say what is wrong with them; fetch nothing")
	fs.BoolVar(&f.asJSON, "json", false, "print JSON")
	fs.StringVar(&f.rejects, "rejects", "", "CSV file for stories that could not be taken")
	fs.StringVar(&f.addr, "collect-addr", "", "with --watch: address of a page that shows how the sources stand; keep it internal")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		sources, err := readSources(args)
		if err != nil {
			return &exitError{exitUsage, err}
		}
		if f.check {
			_, err := fmt.Fprintf(c.stdout, "%d source files are sound.\n", len(sources))
			return err
		}
		return withStore(cmd.Context(), cfg, func(s ledger.Store) error { return c.collect(cmd.Context(), cfg, s, sources, f) })
	}
	return cmd
}

// readSources reads source files and folders of them.
func readSources(paths []string) ([]*feed.Source, error) {
	var files []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, p)
			continue
		}
		in, err := fs.Glob(os.DirFS(p), "*.json")
		if err != nil {
			return nil, err
		}
		for _, name := range in {
			files = append(files, filepath.Join(p, name))
		}
	}
	var sources []*feed.Source
	var faults []error
	names := make(map[string]string)
	for _, path := range files {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		src, err := feed.ParseSource(file)
		file.Close()
		if err == nil && names[src.Name] != "" {
			err = fmt.Errorf("has the name of %s; give each source its own", names[src.Name])
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", path, err))
			continue
		}
		names[src.Name] = path
		sources = append(sources, src)
	}
	if len(sources) == 0 && len(faults) == 0 {
		return nil, errors.New("there is no source file (*.json)")
	}
	return sources, errors.Join(faults...)
}

// sourceKey gives the key in an environment variable, or in the file that NAME_FILE
// names.
func (c *console) sourceKey(name string) (feedback.Secret, error) {
	if v := c.getenv(name); v != "" {
		return feedback.Secret(v), nil
	}
	if path := c.getenv(name + "_FILE"); path != "" {
		v, err := readSecret(path)
		return feedback.Secret(v), err
	}
	return "", nil
}

// collect does what the flags ask for.
func (c *console) collect(ctx context.Context, cfg config, s ledger.Store, sources []*feed.Source, f collectFlags) error {
	dir, err := openDirectory(ctx, s)
	if err != nil {
		return err
	}
	reader, err := sentiment.New()
	if err != nil {
		return err
	}
	host, err := os.Hostname()
	if err != nil {
		host = "earshot"
	}
	log := newLogger(c.stderr, cfg.LogLevel)
	col := feed.New(feed.Options{
		Intake: collector.NewIntake(dir.current, reader.Read, s, c.now), Places: dir.current, Store: s, Key: c.sourceKey, Now: c.now,
		Holder: fmt.Sprintf("%s/%d", host, os.Getpid()), Agent: "Earshot/" + version + " (+" + strings.TrimSuffix(cfg.PublicURL, "/") + ")", Log: log,
	})
	switch {
	case f.health:
		health, err := col.Health(ctx, sources)
		if err != nil {
			return err
		}
		return c.printHealth(health, f)
	case f.watch:
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		defer stop()
		go dir.follow(ctx, log)
		closePage, err := servePage(f.addr, col.HealthHandler(sources), c)
		if err != nil {
			return &exitError{exitNotReached, err}
		}
		defer closePage()
		log.Info("collecting", "sources", len(sources))
		return col.Run(ctx, sources)
	}
	return c.collectOnce(ctx, col, sources, f)
}

// servePage shows the health page, if an address is given.
func servePage(addr string, h http.Handler, c *console) (func(), error) {
	if addr == "" {
		return func() {}, nil
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listener of the sources page: %w", err)
	}
	srv := api.NewServer(addr, h, newLogger(c.stderr, "info"))
	go srv.Serve(ln)
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		srv.Shutdown(ctx)
	}, nil
}

// collectOnce reads every source once. One that fails does not keep the others
// from being read; the exit code says so.
func (c *console) collectOnce(ctx context.Context, col *feed.Collector, sources []*feed.Source, f collectFlags) error {
	var failures []error
	var reports []feed.Report
	refused := 0
	for _, src := range sources {
		r, err := col.Collect(ctx, src)
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", src.Name, err))
		}
		reports = append(reports, r)
		refused += len(r.Problems)
	}
	if err := c.printReports(reports, f); err != nil {
		return err
	}
	if f.rejects != "" && refused > 0 {
		if err := writeProblems(f.rejects, reports); err != nil {
			return err
		}
	}
	switch {
	case len(failures) > 0:
		return &exitError{exitFailed, errors.Join(failures...)}
	case refused > 0:
		return &exitError{exitDiffers, nil}
	}
	return nil
}

func (c *console) printReports(reports []feed.Report, f collectFlags) error {
	if f.asJSON {
		out := []map[string]any{}
		for _, r := range reports {
			problems := []map[string]string{}
			for _, p := range r.Problems {
				problems = append(problems, map[string]string{"id": p.ID, "url": p.URL, "reason": p.Reason})
			}
			out = append(out, map[string]any{"source": r.Source, "seen": r.Seen, "unchanged": r.Unchanged, "taken": r.Taken, "revised": r.Revised,
				"removed": r.Removed, "expired": r.Expired, "refused": r.Refused, "broken": r.Broken, "full": r.Full, "problems": problems})
		}
		return json.NewEncoder(c.stdout).Encode(out)
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SOURCE\tSEEN\tNEW\tEDITED\tREMOVED\tEXPIRED\tUNCHANGED\tREFUSED\tBROKEN")
	for _, r := range reports {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", r.Source, r.Seen, r.Taken, r.Revised, r.Removed, r.Expired, r.Unchanged, r.Refused, r.Broken)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, r := range reports {
		for n, p := range r.Problems {
			if n == 10 {
				fmt.Fprintf(c.stdout, "  … and %d more; --rejects FILE lists them all\n", len(r.Problems)-n)
				break
			}
			fmt.Fprintf(c.stdout, "  %s %s: %s\n", r.Source, p.ID, p.Reason)
		}
	}
	return nil
}

// writeProblems lists what was not taken: ids, links and reasons, no words.
func writeProblems(path string, reports []feed.Report) (err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("rejects file: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := csv.NewWriter(file)
	w.Write([]string{"source", "id", "url", "rejected_because"})
	for _, r := range reports {
		for _, p := range r.Problems {
			w.Write([]string{r.Source, p.ID, p.URL, p.Reason})
		}
	}
	w.Flush()
	return w.Error()
}

// printHealth shows how sources stand; one that is not well makes the exit code
// say so.
func (c *console) printHealth(health []feed.Health, f collectFlags) error {
	unwell := false
	for _, h := range health {
		unwell = unwell || h.Status == feed.StatusFailing || h.Status == feed.StatusLate
	}
	if f.asJSON {
		if err := json.NewEncoder(c.stdout).Encode(map[string]any{"at": c.now().UTC(), "sources": health}); err != nil {
			return err
		}
	} else {
		w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "SOURCE\tSTATUS\tLAST COLLECTED\tNEWEST STORY\tTAKEN\tLAST ERROR")
		for _, h := range health {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\n", h.Name, h.Status, feed.Age(h.AgeSeconds), feed.Age(h.LagSeconds), h.Items.Taken, h.LastError)
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if unwell {
		return &exitError{exitDiffers, nil}
	}
	return nil
}
