package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"earshot/feedback"
	"earshot/sentiment"
)

// scoreOptions are the flags of scoring.
type scoreOptions struct {
	in, out, use string
	workers      int
	quiet        bool
}

func newSentimentScoreCommand(c *console) *cobra.Command {
	var o scoreOptions
	cmd := &cobra.Command{
		Use:   "score --in FILE|- [--out FILE|-]",
		Short: "Read the comments of a CSV file; one line of JSON each",
		Long: `Read comments from CSV and write what was understood of each as a line of JSON.

The input has a header line. The columns id and comment are needed; question
(the wording that was asked) and rating (1 very good to 5 very poor, or the
wording; 6, 7 don't know or not asked) help if they are there. Other columns
are passed over. Lines come out in the order they went in, and the file is
never held in memory.

sentiment is 1 (very positive) to 5 (very negative), null if the comment cannot
be read; score runs from -1 to 1; polarity is 1, 0 or -1. The comment itself is
not written: redacted is its form without what identifies people. Names are found
in English only, so of a comment in another language it says "[withheld: …]" and
why. Whether a comment may be published is for a person to say.`,
		Example: "  earshot sentiment score --in comments.csv --out readings.jsonl\n" +
			"  earshot sentiment score --in - --use text < comments.csv",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.in == "" {
				return &exitError{exitUsage, errors.New("--in is needed: a file, or - for standard input")}
			}
			if o.use != "text" && o.use != "question" && o.use != "rating" {
				return &exitError{exitUsage, fmt.Errorf("--use must be text, question or rating, not %q", o.use)}
			}
			return runScore(cmd.Context(), c, o)
		},
	}
	cmd.Flags().StringVar(&o.in, "in", "", "CSV file with a header, - for standard input")
	cmd.Flags().StringVar(&o.out, "out", "-", "file for the lines, - for standard output")
	cmd.Flags().StringVar(&o.use, "use", "rating", "what may be looked at: text; question (and text); rating (and both)")
	cmd.Flags().IntVar(&o.workers, "workers", 2, "how many comments are read at a time")
	cmd.Flags().BoolVar(&o.quiet, "quiet", false, "no progress bar")
	return cmd
}

// scoredTheme is a theme of a line.
type scoredTheme struct {
	Theme    string  `json:"theme"`
	P        float64 `json:"p"`
	Polarity int     `json:"polarity"`
}

// scoredLine is one line of output.
type scoredLine struct {
	ID         string        `json:"id"`
	Sentiment  *int          `json:"sentiment"`
	Score      float64       `json:"score"`
	Confidence float64       `json:"confidence"`
	Themes     []scoredTheme `json:"themes"`
	Flags      []string      `json:"flags"`
	Redacted   string        `json:"redacted"`
	Language   string        `json:"language"`
	Version    string        `json:"version"`
}

// runScore streams comments through a reader.
func runScore(ctx context.Context, c *console, o scoreOptions) (err error) {
	reader, err := sentiment.New()
	if err != nil {
		return err
	}
	in := c.stdin
	if o.in != "-" {
		f, err := os.Open(o.in)
		if err != nil {
			return fmt.Errorf("open comments: %w", err)
		}
		defer f.Close()
		in = f
	}
	out := c.stdout
	if o.out != "-" {
		f, err := os.Create(o.out)
		if err != nil {
			return fmt.Errorf("create output: %w", err)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		out = f
	}
	bar := c.fileBar(o.in, o.quiet)
	defer bar.Close()
	guard, err := sentiment.NewGuard()
	if err != nil {
		return err
	}
	s := scorer{reader: reader, guard: guard, use: o.use}
	source, err := s.open(io.TeeReader(in, bar))
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	if err := s.stream(ctx, source, w, max(o.workers, 1)); err != nil {
		return errors.Join(err, w.Flush())
	}
	return w.Flush()
}

// scorer reads the rows of one file.
type scorer struct {
	reader                        *sentiment.Reader
	guard                         *sentiment.Guard
	use                           string
	id, comment, question, rating int // columns; −1 if there is none
}

// open reads the header and finds the columns.
func (s *scorer) open(in io.Reader) (*csv.Reader, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	s.id, s.comment, s.question, s.rating = -1, -1, -1, -1
	for i, h := range head {
		switch strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))) {
		case "id":
			s.id = i
		case "comment":
			s.comment = i
		case "question":
			s.question = i
		case "rating":
			s.rating = i
		}
	}
	if s.id < 0 || s.comment < 0 {
		return nil, &exitError{exitUsage, errors.New("the header must name the columns id and comment")}
	}
	return r, nil
}

// scoreJob is a row on its way to its line.
type scoreJob struct {
	record []string
	line   []byte
	err    error
	done   chan struct{}
}

// stream reads rows, reads their comments on so many goroutines, and writes
// the lines in the order of the rows.
func (s *scorer) stream(ctx context.Context, in *csv.Reader, out io.Writer, workers int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	work := make(chan *scoreJob, workers)
	queue := make(chan *scoreJob, 64*workers)
	for range workers {
		go func() {
			for j := range work {
				j.line, j.err = s.line(j.record)
				close(j.done)
			}
		}()
	}
	var failed error
	go func() {
		defer close(queue)
		defer close(work)
		for {
			record, err := in.Read()
			if err == io.EOF {
				return
			}
			if err != nil {
				failed = fmt.Errorf("read comments: %w", err)
				return
			}
			j := &scoreJob{record: record, done: make(chan struct{})}
			select {
			case queue <- j:
			case <-ctx.Done():
				return
			}
			work <- j
		}
	}()
	for j := range queue {
		select {
		case <-j.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if j.err != nil {
			return j.err
		}
		if _, err := out.Write(j.line); err != nil {
			return fmt.Errorf("write a line: %w", err)
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return failed
}

// line reads one row and encodes its line.
func (s *scorer) line(record []string) ([]byte, error) {
	text := sentiment.Repair(field(record, s.comment))
	reading := s.reader.Read(text, s.context(record))
	l := scoredLine{
		ID: field(record, s.id), Score: reading.Score, Confidence: reading.Confidence,
		Themes: make([]scoredTheme, 0, len(reading.Themes)), Flags: make([]string, 0, len(reading.Flags)),
		Redacted: s.redacted(text, reading.Language), Language: reading.Language, Version: reading.Version,
	}
	if reading.Class != sentiment.Unread {
		n := int(reading.Class)
		l.Sentiment = &n
	}
	for _, t := range reading.Themes {
		l.Themes = append(l.Themes, scoredTheme{t.Theme.String(), t.P, int(t.Polarity)})
	}
	for _, f := range reading.Flags {
		l.Flags = append(l.Flags, f.Flag.Slug())
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // the names of themes hold "&"
	if err := enc.Encode(l); err != nil {
		return nil, fmt.Errorf("encode a line: %w", err)
	}
	return b.Bytes(), nil
}

// redacted gives a comment without what identifies people, or says why it is
// withheld: in a language that is not read the names would stay in.
func (s *scorer) redacted(text, language string) string {
	switch {
	case language == "en" || strings.IndexFunc(text, unicode.IsLetter) < 0:
		return s.guard.Redact(text).Text
	case language == "und":
		return "[withheld: its language cannot be told, so names in it would not be found]"
	}
	return "[withheld: names are not found in its language, " + language + "]"
}

// context gives what may be looked at beside the text.
func (s *scorer) context(record []string) sentiment.Context {
	var ctx sentiment.Context
	if s.use != "text" {
		ctx.Question = sentiment.ParseQuestion(field(record, s.question))
	}
	if s.use == "rating" {
		value := strings.TrimSpace(field(record, s.rating))
		if r, err := feedback.ParseRating(value); err == nil {
			ctx.Rating = r
		} else if value == "7" {
			ctx.Rating = feedback.DontKnow // not asked, in some exports
		}
	}
	return ctx
}

// field gives a column of a row, empty if it is not there.
func field(record []string, column int) string {
	if column < 0 || column >= len(record) {
		return ""
	}
	return record[column]
}
