package collector

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"earshot/feedback"
	"earshot/sentiment"
)

// ImportOptions say how a file is imported.
type ImportOptions struct {
	Map      FileMap
	Sheet    string                    // of a workbook; empty means the first
	Within   []feedback.PlaceID        // the places the answers may be about; empty for any
	DryRun   bool                      // read and check everything, store nothing
	Rejects  func() (io.Writer, error) // asked for once, when the first row is refused; may be nil
	Progress func(bytes int64)         // may be nil
	Faults   int                       // how many faults to keep for the report; 0 means 20
}

// ImportReport says what became of a file.
type ImportReport struct {
	Rows       int // rows after the header
	Stored     int
	Duplicates int // rows that were stored before
	Empty      int // rows with neither a rating nor a comment
	Rejected   int // rows refused; they are in the rejects file
	Flagged    int // rows whose comment raises a danger flag
	MonthFirst int // rows whose date could only be read month first: the file's other dates are in doubt
	ByRating   [7]int
	Unused     []string // columns of the file that the map does not use
	Faults     []Fault  // why rows were refused, in the order first met
	Map        FileMap  // the map as used, guesses included
}

// Fault is one reason for which rows were refused.
type Fault struct {
	Field  string
	Reason string
	Rows   int
	Lines  []int // the first of them
}

// String gives "date: is empty … (226 rows: lines 3153, 3154, 3155, …)".
func (f Fault) String() string {
	var b strings.Builder
	if f.Field != "" {
		b.WriteString(f.Field + ": ")
	}
	b.WriteString(f.Reason)
	if f.Rows == 1 {
		fmt.Fprintf(&b, " (line %d)", f.Lines[0])
		return b.String()
	}
	fmt.Fprintf(&b, " (%d rows: lines", f.Rows)
	for i, l := range f.Lines {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, " %d", l)
	}
	if f.Rows > len(f.Lines) {
		b.WriteString(", …")
	}
	b.WriteString(")")
	return b.String()
}

// A report keeps the first lines of each fault, and so many faults.
const (
	faultLines = 5
	faultKinds = 50
)

// fault notes a refused row in the report.
func (r *ImportReport) fault(err error, line int) {
	field, reason := "", err.Error()
	var fe *feedback.FieldError
	if errors.As(err, &fe) {
		field, reason = fe.Field, fe.Reason
	}
	for i := range r.Faults {
		f := &r.Faults[i]
		if f.Field == field && f.Reason == reason {
			f.Rows++
			if len(f.Lines) < faultLines {
				f.Lines = append(f.Lines, line)
			}
			return
		}
	}
	if len(r.Faults) < faultKinds {
		r.Faults = append(r.Faults, Fault{field, reason, 1, []int{line}})
	}
}

// importBatch is how many rows share a transaction. An import may be stopped at
// any time: importing the file again goes on where it stopped, since rows that
// are stored are known by their ids.
const importBatch = 500

// Import reads a file of answers and submits them. A row that is wrong is
// refused alone and goes to the rejects file, which can be mended and imported.
// The error is ErrInvalid if the file cannot be used at all, and
// ErrUnavailable if the ledger could not take a batch.
func (in *Intake) Import(ctx context.Context, path string, opt ImportOptions) (ImportReport, error) {
	t, err := openTable(path, opt.Sheet)
	if err != nil {
		return ImportReport{}, err
	}
	defer t.Close()
	header, _, err := t.Next()
	if err != nil {
		return ImportReport{}, &feedback.FieldError{Line: 1, Reason: "must be a header line of column names; the file is empty"}
	}
	im, err := newImporter(in, append([]string(nil), header...), opt)
	if err != nil {
		return ImportReport{}, err
	}
	if err := im.run(ctx, t); err != nil {
		return im.report, err
	}
	return im.report, nil
}

// importer is one import under way.
type importer struct {
	in     *Intake
	opt    ImportOptions
	header []string
	at     map[string]int // column name to position
	report ImportReport
	batch  []Submission
	rows   [][]string // of the batch, kept for the rejects file
	seen   map[[16]byte]int
	places map[string]placeFound
	reject *csv.Writer
}

type placeFound struct {
	id  string
	err error
}

func newImporter(in *Intake, header []string, opt ImportOptions) (*importer, error) {
	opt.Map.GuessColumns(header)
	if err := opt.Map.check(); err != nil {
		return nil, err
	}
	im := &importer{in: in, opt: opt, header: header, at: make(map[string]int), seen: make(map[[16]byte]int), places: make(map[string]placeFound)}
	for i, h := range header {
		im.at[columnKey(h)] = i
	}
	used := make(map[string]bool)
	for _, name := range opt.Map.used() {
		if _, ok := im.at[columnKey(name)]; !ok {
			return nil, &feedback.FieldError{Line: 1, Field: shorten(name), Reason: "is in the column map but not in the file, whose columns are " + strings.Join(header, ", ")}
		}
		used[columnKey(name)] = true
	}
	for _, h := range header {
		if !used[columnKey(h)] {
			im.report.Unused = append(im.report.Unused, h)
		}
	}
	im.report.Map = opt.Map
	c := opt.Map.Columns
	switch {
	case c.Rating == "" && len(c.Comments) == 0:
		return nil, &feedback.FieldError{Line: 1, Reason: "no column of ratings or comments was found; name them with --column rating=NAME and --column comment=NAME"}
	case c.Date == "" && opt.Map.Date == "":
		return nil, &feedback.FieldError{Line: 1, Field: "date", Reason: "no column of dates was found; name it with --column date=NAME, or give one date for all with --date"}
	case c.Place == "" && c.Provider == "" && c.Site == "" && c.Ward == "" && opt.Map.Place == "":
		return nil, &feedback.FieldError{Line: 1, Field: "place", Reason: "no column of places was found; name it with --column place=NAME, or give one place for all with --place"}
	}
	return im, nil
}

func (im *importer) run(ctx context.Context, t table) error {
	for {
		row, line, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		im.report.Rows++
		var fe *feedback.FieldError
		if err != nil && !errors.As(err, &fe) {
			return err
		}
		if err == nil {
			err = im.row(row, line)
		}
		if err != nil {
			if err := im.refuse(row, line, err); err != nil {
				return err
			}
		}
		if len(im.batch) >= importBatch {
			if err := im.flush(ctx); err != nil {
				return err
			}
			im.tell(t)
		}
	}
	if err := im.flush(ctx); err != nil {
		return err
	}
	im.tell(t)
	if im.reject != nil {
		im.reject.Flush()
		return im.reject.Error()
	}
	return nil
}

func (im *importer) tell(t table) {
	if im.opt.Progress != nil {
		im.opt.Progress(t.Read())
	}
}

func (im *importer) cell(row []string, column string) string {
	if column == "" {
		return ""
	}
	i := im.at[columnKey(column)]
	if i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

// row turns a row into a submission of the batch.
func (im *importer) row(row []string, line int) error {
	m := im.opt.Map
	s := Submission{
		Source: feedback.Source("file:" + strings.ToLower(orElse(m.Supplier, "import"))), Line: line, Within: im.opt.Within,
		Channel: feedback.ChannelFile, Consent: m.Consent,
	}
	var err error
	if s.Rating, err = im.rating(row); err != nil {
		return err
	}
	if s.Comments, err = im.comments(row); err != nil {
		return err
	}
	if s.Rating == feedback.NoRating && len(s.Comments) == 0 {
		im.report.Empty++
		return nil
	}
	var swapped bool
	if s.AnsweredAt, swapped, err = parseFileDate(orElse(im.cell(row, m.Columns.Date), m.Date), m.DateFormats); err != nil {
		return err
	}
	if swapped {
		im.report.MonthFirst++
	}
	if s.Mode, err = im.mode(row); err != nil {
		return err
	}
	if s.Place, err = im.place(row); err != nil {
		return err
	}
	s.SourceID = im.id(row)
	im.batch = append(im.batch, s)
	im.rows = append(im.rows, append([]string(nil), row...))
	return nil
}

// id gives the row's own id, or one made of its contents and of how many equal
// rows came before it: two equal answers stay two, the same file read twice
// stays one, and a file with rows added keeps the ids of the others.
func (im *importer) id(row []string) string {
	if id := im.cell(row, im.opt.Map.Columns.ID); id != "" {
		return id
	}
	h := sha256.New()
	for _, c := range row {
		fmt.Fprintf(h, "%d:%s", len(c), c)
	}
	fmt.Fprintf(h, "|%s|%s", im.opt.Map.Place, im.opt.Map.Date)
	var key [16]byte
	copy(key[:], h.Sum(nil))
	im.seen[key]++
	return "row:" + hex.EncodeToString(key[:]) + "#" + strconv.Itoa(im.seen[key])
}

func (im *importer) rating(row []string) (feedback.Rating, error) {
	v := im.cell(row, im.opt.Map.Columns.Rating)
	if mapped, ok := im.opt.Map.Ratings[v]; ok {
		return mappedRating(mapped)
	}
	if blank(v) {
		return feedback.NoRating, nil
	}
	r, err := feedback.ParseRating(strings.TrimSuffix(v, ".0"))
	if err != nil {
		return 0, &feedback.FieldError{Field: "rating", Reason: "is not one of the six answers; if this supplier means something else by it, say so in the map's ratings (\"none\" for not an answer)"}
	}
	return r, nil
}

func (im *importer) comments(row []string) ([]feedback.Comment, error) {
	m := im.opt.Map
	var out []feedback.Comment
	for _, c := range m.Columns.Comments {
		text := im.cell(row, c.Column)
		if blank(text) || strings.EqualFold(text, "did not answer") {
			continue
		}
		prompt, err := feedback.ParsePrompt(c.Question)
		if err != nil {
			return nil, err
		}
		if wording := im.cell(row, m.Columns.Question); wording != "" {
			if mapped, ok := m.Questions[wording]; ok {
				prompt, err = feedback.ParsePrompt(mapped)
			} else {
				prompt = promptOf(sentiment.ParseQuestion(wording))
			}
			if err != nil {
				return nil, err
			}
		}
		text = sentiment.Repair(text)
		if len(text) > feedback.MaxComment {
			return nil, &feedback.FieldError{Field: "comment", Reason: fmt.Sprintf("is %d bytes long; the most is %d", len(text), feedback.MaxComment)}
		}
		out = append(out, feedback.Comment{Prompt: prompt, Text: feedback.Text(text)})
	}
	return out, nil
}

func promptOf(q sentiment.Question) feedback.Prompt {
	switch q {
	case sentiment.WhatGood:
		return feedback.PromptGood
	case sentiment.CouldImprove:
		return feedback.PromptImprove
	}
	return feedback.PromptWhy
}

func (im *importer) mode(row []string) (feedback.Mode, error) {
	v := orElse(im.cell(row, im.opt.Map.Columns.Mode), im.opt.Map.Mode)
	if v == "" {
		return feedback.NoMode, nil
	}
	return feedback.ParseMode(v)
}

// place finds what the row's columns say of where it belongs, as deep as they
// go.
func (im *importer) place(row []string) (string, error) {
	m := im.opt.Map
	c := m.Columns
	parts := [4]string{im.cell(row, c.Place), im.cell(row, c.Provider), im.cell(row, c.Site), im.cell(row, c.Ward)}
	key := strings.Join(parts[:], "\x00")
	found, ok := im.places[key]
	if !ok {
		found.id, found.err = im.findPlace(parts)
		im.places[key] = found
	}
	return found.id, found.err
}

func (im *importer) findPlace(parts [4]string) (string, error) {
	dir := im.in.places()
	var at *feedback.Place
	for _, v := range []string{im.opt.Map.Place, parts[0], parts[1], parts[2], parts[3]} {
		if v == "" {
			continue
		}
		if mapped, ok := im.opt.Map.Places[v]; ok {
			v = mapped
		}
		p, err := findNamed(dir, v, at, im.opt.Within)
		if err != nil {
			return "", err
		}
		at = &p
	}
	if at == nil {
		return "", &feedback.FieldError{Field: "place", Reason: "is empty; every row needs a place, or give one for all with --place"}
	}
	return string(at.ID), nil
}

// findNamed finds a place by id, code or name. Below a place already found,
// names are looked for under it; elsewhere the name must be the only one.
func findNamed(dir *feedback.Directory, v string, under *feedback.Place, within []feedback.PlaceID) (feedback.Place, error) {
	scope := within
	if under != nil {
		scope = []feedback.PlaceID{under.ID}
	}
	p, err := dir.Find(v, scope)
	var fe *feedback.FieldError
	if err == nil || errors.As(err, &fe) {
		return p, err
	}
	var named []feedback.Place
	for _, q := range dir.Named(v) {
		if _, err := dir.Find(string(q.ID), scope); err == nil {
			named = append(named, q)
		}
	}
	switch len(named) {
	case 1:
		return named[0], nil
	case 0:
		return feedback.Place{}, &feedback.FieldError{Field: "place", Reason: "is not in the directory; import it with earshot places import, or say which place is meant in the map's places"}
	}
	return feedback.Place{}, &feedback.FieldError{Field: "place", Reason: fmt.Sprintf("stands for %d places of that name; say which is meant in the map's places", len(named))}
}

// flush submits the batch.
func (im *importer) flush(ctx context.Context) error {
	if len(im.batch) == 0 {
		return nil
	}
	results, err := im.in.submit(ctx, im.opt.DryRun, im.batch)
	if err != nil {
		return fmt.Errorf("import, rows up to line %d: %w", im.batch[len(im.batch)-1].Line, err)
	}
	for i, r := range results {
		switch {
		case r.Err != nil:
			if err := im.refuse(im.rows[i], im.batch[i].Line, r.Err); err != nil {
				return err
			}
		case r.Duplicate:
			im.report.Duplicates++
		default:
			im.report.Stored++
			im.report.ByRating[im.batch[i].Rating]++
			if r.Flagged {
				im.report.Flagged++
			}
		}
	}
	im.batch, im.rows = im.batch[:0], im.rows[:0]
	return nil
}

// refuse keeps a row that cannot be taken.
func (im *importer) refuse(row []string, line int, why error) error {
	im.report.Rejected++
	im.report.fault(why, line)
	if im.opt.Rejects == nil {
		return nil
	}
	if im.reject == nil {
		w, err := im.opt.Rejects()
		if err != nil {
			return fmt.Errorf("open rejects file: %w", err)
		}
		im.reject = csv.NewWriter(w)
		if err := im.reject.Write(append(append([]string(nil), im.header...), rejectLine, rejectReason)); err != nil {
			return fmt.Errorf("write rejects file: %w", err)
		}
	}
	out := make([]string, len(im.header), len(im.header)+2)
	copy(out, row)
	out = append(out, strconv.Itoa(line), lineless(why))
	if err := im.reject.Write(out); err != nil {
		return fmt.Errorf("write rejects file: %w", err)
	}
	return nil
}

// lineless gives an error's text without its line, which has a column of its
// own.
func lineless(err error) string {
	var fe *feedback.FieldError
	if errors.As(err, &fe) {
		plain := *fe
		plain.Line = 0
		return plain.Error()
	}
	return err.Error()
}

// The columns added to a rejects file.
const (
	rejectLine   = "rejected_line"
	rejectReason = "rejected_because"
)

// blank reports whether a cell says that there is nothing in it.
func blank(v string) bool {
	if strings.Trim(v, "?-–—. ") == "" {
		return true
	}
	switch strings.ToUpper(v) {
	case "NULL", "#NAME?", "#N/A", "NA", "N/A", "N.A.", "NAN":
		return true
	}
	return false
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
