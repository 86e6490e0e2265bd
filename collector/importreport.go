package collector

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"earshot/feedback"
)

// ImportReport says what became of a file.
type ImportReport struct {
	Rows       int // rows after the header
	Skipped    int // rows before the header, such as a title
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

// addFaults notes a refused row among faults, with each thing that is wrong.
func addFaults(faults []Fault, err error, line int) []Fault {
	wrong := feedback.FaultsOf(err)
	if wrong == nil {
		return addFault(faults, "", err.Error(), line)
	}
	for _, fe := range wrong {
		faults = addFault(faults, fe.Field, fe.Reason, line)
	}
	return faults
}

func addFault(faults []Fault, field, reason string, line int) []Fault {
	for i := range faults {
		f := &faults[i]
		if f.Field == field && f.Reason == reason {
			f.Rows++
			if len(f.Lines) < faultLines {
				f.Lines = append(f.Lines, line)
			}
			return faults
		}
	}
	if len(faults) < faultKinds {
		faults = append(faults, Fault{field, reason, 1, []int{line}})
	}
	return faults
}

// rejectsFile keeps rows that could not be taken, so that they can be mended and
// read again: as they were, with their line and the reason in two columns more.
type rejectsFile struct {
	open   func() (io.Writer, error) // asked for once, when the first row is refused; nil if none is wanted
	header []string
	w      *csv.Writer
}

// add writes a row.
func (f *rejectsFile) add(row []string, line int, why error) error {
	if f.open == nil {
		return nil
	}
	if f.w == nil {
		w, err := f.open()
		if err != nil {
			return fmt.Errorf("open rejects file: %w", err)
		}
		f.w = csv.NewWriter(w)
		if err := f.w.Write(append(append([]string(nil), f.header...), rejectLine, rejectReason)); err != nil {
			return fmt.Errorf("write rejects file: %w", err)
		}
	}
	out := make([]string, len(f.header), len(f.header)+2)
	if n := copy(out, row); n > 0 && len(row) > n { // there is no column for the rest, and it must not be lost
		out[n-1] = strings.TrimRight(strings.Join(row[n-1:], ", "), ", ")
	}
	if err := f.w.Write(append(out, strconv.Itoa(line), lineless(why))); err != nil {
		return fmt.Errorf("write rejects file: %w", err)
	}
	return nil
}

// flush writes what is buffered.
func (f *rejectsFile) flush() error {
	if f.w == nil {
		return nil
	}
	f.w.Flush()
	if err := f.w.Error(); err != nil {
		return fmt.Errorf("write rejects file: %w", err)
	}
	return nil
}

// lineless gives an error's text without its line, which has a column of its
// own.
func lineless(err error) string {
	wrong := feedback.FaultsOf(err)
	if wrong == nil {
		return err.Error()
	}
	said := make([]string, len(wrong))
	for i, fe := range wrong {
		plain := *fe
		plain.Line = 0
		said[i] = plain.Error()
	}
	return strings.Join(said, "; ")
}

// The columns added to a rejects file.
const (
	rejectLine   = "rejected_line"
	rejectReason = "rejected_because"
)
