package collector

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"

	"earshot/feedback"
)

// ImportOptions say how a file is imported.
type ImportOptions struct {
	Map     FileMap
	Sheet   string                    // of a workbook; empty means the first
	Within  []feedback.PlaceID        // the places the answers may be about; empty for any
	DryRun  bool                      // read and check everything, store nothing
	Rejects func() (io.Writer, error) // asked for once, when the first row is refused; may be nil
	// Progress is told how much of the file has been read, and of how much, 0 if that
	// is not known: in bytes, but a workbook's in rows. It may be nil.
	Progress func(done, total int64)
}

// A batch of rows shares a transaction. An import may be stopped at any time:
// importing the file again goes on where it stopped, since rows that are stored
// are known by their ids.
const (
	importBatch = 1000
	importBytes = 4 << 20 // a batch is over sooner if its rows are so large together
)

// importReaders is the most goroutines that read comments at once.
const importReaders = 4

// Import reads a file of answers and submits them. A row that is wrong is
// refused alone and goes to the rejects file, which can be mended and imported.
// It holds a few batches in memory, however long the file. The error is
// ErrInvalid if the file cannot be used at all, and ErrUnavailable if the ledger
// could not take a batch.
func (in *Intake) Import(ctx context.Context, path string, opt ImportOptions) (ImportReport, error) {
	t, err := openTable(path, opt.Sheet)
	if err != nil {
		return ImportReport{}, err
	}
	defer t.Close()
	im, err := in.atHeader(t, opt)
	if err != nil {
		return ImportReport{}, err
	}
	im.rows.dates1904 = t.Dates1904()
	err = im.run(ctx, t)
	return im.report, errors.Join(err, im.rows.repeats.close())
}

// atHeader reads as far as the row of column names: the first one, or the first in
// which the columns are that an import needs, for many a sheet begins with a title.
func (in *Intake) atHeader(t table, opt ImportOptions) (*importer, error) {
	var first error
	for skipped := range headerRows {
		header, _, err := t.Next()
		switch {
		case errors.Is(err, io.EOF) && first != nil:
			return nil, first
		case errors.Is(err, io.EOF):
			return nil, &feedback.FieldError{Line: 1, Reason: "must be a header line of column names; the file is empty"}
		case err != nil && feedback.FaultsOf(err) == nil:
			return nil, err
		}
		var im *importer
		if err == nil {
			if im, err = newImporter(in, append([]string(nil), header...), opt); err == nil {
				im.report.Skipped = skipped
				if _, ok := t.(*csvTable); ok {
					im.rows.width = len(header)
				}
				return im, nil
			}
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// importer is one import under way: rows are read and turned into submissions by
// one goroutine, their comments read by a few, and everything stored, in the
// file's order, by the one that called.
type importer struct {
	in      *Intake
	opt     ImportOptions
	rows    *rowReader   // of the goroutine that reads
	rejects rejectsFile  // of the one that stores
	report  ImportReport // too
}

func newImporter(in *Intake, header []string, opt ImportOptions) (*importer, error) {
	opt.Map.GuessColumns(header)
	if err := opt.Map.check(); err != nil {
		return nil, err
	}
	im := &importer{in: in, opt: opt, rejects: rejectsFile{open: opt.Rejects, header: header}}
	at, count := make(map[string]int), make(map[string]int)
	for i, h := range header {
		at[columnKey(h)] = i
		count[columnKey(h)]++
	}
	used := make(map[string]bool)
	for _, name := range opt.Map.used() {
		if _, ok := at[columnKey(name)]; !ok {
			return nil, &feedback.FieldError{Line: 1, Field: shorten(name), Reason: "is in the column map but not in the file, whose columns are " + strings.Join(header, ", ")}
		}
		if n := count[columnKey(name)]; n > 1 {
			return nil, &feedback.FieldError{Line: 1, Field: shorten(name), Reason: fmt.Sprintf("is the name of %d columns, so that it cannot be told which is meant; give them different names in the file", n)}
		}
		used[columnKey(name)] = true
	}
	for _, h := range header {
		if key := columnKey(h); !used[key] && key != rejectLine && key != rejectReason {
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
	im.rows = newRowReader(in, at, opt)
	return im, nil
}

// parcel is a batch of rows on its way through an import.
type parcel struct {
	rows       []parcelRow  // in the file's order
	subs       []Submission // of the rows that were not refused, in the same order
	bytes      int
	empty      int // rows with nothing in them, which are not among rows
	monthFirst int
	read       int64         // how much of the file was read so far
	err        error         // why the file could not be read further
	batch      batch         // what the submissions came to
	prepared   chan struct{} // closed once batch is set
}

// parcelRow is a row of a parcel, kept for the rejects file.
type parcelRow struct {
	cells []string
	line  int
	err   error // why it was refused
}

func (im *importer) run(ctx context.Context, t table) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	order, work := make(chan *parcel, importReaders), make(chan *parcel, importReaders)
	wg.Go(func() {
		defer close(order)
		defer close(work)
		im.read(ctx, t, order, work)
	})
	for range min(importReaders, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for p := range work {
				p.batch = im.in.prepare(p.subs)
				close(p.prepared)
			}
		})
	}
	for p := range order {
		<-p.prepared
		if err := im.store(ctx, p); err != nil {
			return err
		}
		if p.err != nil {
			return p.err
		}
		if im.opt.Progress != nil {
			im.opt.Progress(p.read, t.Size())
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return im.rejects.flush()
}

// read reads the table to its end, or until ctx ends, and gives every parcel
// twice: to those who read comments and, in order, to the one who stores.
func (im *importer) read(ctx context.Context, t table, order, work chan<- *parcel) {
	for more := true; more; {
		p := &parcel{prepared: make(chan struct{})}
		more = im.rows.fill(t, p)
		for _, to := range []chan<- *parcel{work, order} {
			select {
			case to <- p:
			case <-ctx.Done():
				return
			}
		}
	}
}

// store stores a parcel and reports it.
func (im *importer) store(ctx context.Context, p *parcel) error {
	im.report.Rows += len(p.rows) + p.empty
	im.report.Empty += p.empty
	im.report.MonthFirst += p.monthFirst
	if !im.opt.DryRun {
		if err := im.in.store(ctx, &p.batch); err != nil {
			return fmt.Errorf("import, rows up to line %d: %w", p.subs[len(p.subs)-1].Line, err)
		}
	}
	next := 0
	for _, row := range p.rows {
		why := row.err
		if why == nil {
			r := &p.batch.results[next]
			why = r.Err
			switch {
			case r.Err != nil:
			case r.Duplicate:
				im.report.Duplicates++
			default:
				im.report.Stored++
				im.report.ByRating[p.subs[next].Rating]++
				if r.Flagged {
					im.report.Flagged++
				}
			}
			next++
		}
		if why != nil {
			im.report.Rejected++
			im.report.Faults = addFaults(im.report.Faults, why, row.line)
			if err := im.rejects.add(row.cells, row.line, why); err != nil {
				return err
			}
		}
	}
	return nil
}
