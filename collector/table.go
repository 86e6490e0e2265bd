package collector

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"earshot/feedback"
)

// table gives the rows of a file one by one, header included.
type table interface {
	// Next gives a row and its 1-based line in the file; io.EOF at the end. A
	// FieldError spoils one line only; reading may go on.
	Next() (row []string, line int, err error)
	// Read gives how much of the file has been read, and Size how much there is of
	// it: bytes, but rows of a workbook. A Size of 0 is not known.
	Read() int64
	Size() int64
	// Dates1904 says that serial numbers of days count from 1 January 1904.
	Dates1904() bool
	Close() error
}

const (
	maxSheetBytes = 2 << 30 // an XLSX may unpack to at most so much, against zip bombs
	maxCell       = 1 << 20 // bytes in one cell
	maxColumns    = 1000
)

// openTable opens a CSV, XLSX, JSON or NDJSON file by its contents, not by its
// name.
func openTable(path, sheet string) (table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	head := make([]byte, 64)
	n, _ := io.ReadFull(f, head)
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		f.Close()
		return nil, fmt.Errorf("read file: %w", err)
	}
	if n >= 4 && string(head[:4]) == "PK\x03\x04" {
		f.Close()
		return openSheet(path, sheet)
	}
	if startsJSON(head[:n]) {
		t, err := openJSON(f)
		if err != nil {
			f.Close()
		}
		return t, err
	}
	csv := newCSVTable(f, filepath.Ext(path))
	csv.size = sizeOf(f)
	return csv, nil
}

// sizeOf gives how many bytes a file has; 0 if that is not known.
func sizeOf(f *os.File) int64 {
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() {
		return 0
	}
	return st.Size()
}

// csvTable reads separated values in UTF-8 or, failing that, Windows-1252; in
// UTF-16 if a byte order mark says so.
type csvTable struct {
	file  io.ReadCloser
	count *countingReader
	csv   *csv.Reader
	size  int64
}

type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func newCSVTable(f io.ReadCloser, ext string) *csvTable {
	count := &countingReader{r: f}
	// A byte order mark would spoil the first column's name where names are
	// quoted; UTF-16 is what spreadsheet programs call "Unicode text".
	br := bufio.NewReaderSize(transform.NewReader(count, unicode.BOMOverride(encoding.Nop.NewDecoder())), 64<<10)
	first, _ := br.Peek(4096)
	cr := csv.NewReader(br)
	cr.FieldsPerRecord = -1
	cr.LazyQuotes = true
	cr.ReuseRecord = true
	cr.Comma = separator(string(first), ext)
	return &csvTable{file: f, count: count, csv: cr}
}

// separator guesses between comma, semicolon and tab from the first line.
func separator(head, ext string) rune {
	line, _, _ := strings.Cut(head, "\n")
	best, most := ',', strings.Count(line, ",")
	for _, c := range []rune{';', '\t'} {
		if n := strings.Count(line, string(c)); n > most {
			best, most = c, n
		}
	}
	if most == 0 && strings.EqualFold(ext, ".tsv") {
		return '\t'
	}
	return best
}

func (t *csvTable) Next() ([]string, int, error) {
	rec, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, 0, io.EOF
	}
	if err != nil {
		line, _ := t.csv.FieldPos(0)
		var pe *csv.ParseError
		if errors.As(err, &pe) {
			return nil, pe.StartLine, csvFault(err)
		}
		return nil, line, csvFault(err)
	}
	line, _ := t.csv.FieldPos(0)
	if len(rec) > maxColumns {
		return nil, line, &feedback.FieldError{Line: line, Reason: fmt.Sprintf("has %d columns; the most is %d", len(rec), maxColumns)}
	}
	for i, cell := range rec {
		if len(cell) > maxCell {
			return nil, line, &feedback.FieldError{Line: line, Reason: "holds a cell of more than 1 MiB; a quotation mark may be missing"}
		}
		if !utf8.ValidString(cell) {
			if rec[i], err = charmap.Windows1252.NewDecoder().String(cell); err != nil {
				return nil, line, &feedback.FieldError{Line: line, Reason: "is neither UTF-8 nor Windows-1252 text"}
			}
		}
	}
	return rec, line, nil
}

func (t *csvTable) Read() int64  { return t.count.n }
func (t *csvTable) Size() int64  { return t.size }
func (t *csvTable) Close() error { return t.file.Close() }

// Dates1904 is false: the numbers of a text file are taken as most programs
// write them.
func (t *csvTable) Dates1904() bool { return false }

// sheetTable reads one sheet of an XLSX workbook, a row at a time.
type sheetTable struct {
	book *excelize.File
	rows *excelize.Rows
	line int
	size int64 // rows

	broken bool // a fault was told; the next call ends the sheet
}

func openSheet(path, sheet string) (table, error) {
	if err := checkZip(path); err != nil {
		return nil, err
	}
	book, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: maxSheetBytes, UnzipXMLSizeLimit: 16 << 20, RawCellValue: true})
	if err != nil {
		return nil, &feedback.FieldError{Reason: "cannot be read as an XLSX workbook; open it in a spreadsheet program and save it again, or save it as CSV"}
	}
	if sheet == "" {
		sheet = book.GetSheetName(0)
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		names := strings.Join(book.GetSheetList(), ", ")
		book.Close()
		return nil, &feedback.FieldError{Field: "sheet", Reason: "is not in the workbook, which has " + names}
	}
	return &sheetTable{book: book, rows: rows, size: sheetRows(path, sheet)}, nil
}

// checkZip refuses a workbook that would unpack to more than the limit, and one
// that says so falsely: the reader of workbooks asks for as much memory as a part
// claims to need.
func checkZip(path string) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return &feedback.FieldError{Reason: "cannot be read as an XLSX workbook: it is cut short or damaged"}
	}
	defer z.Close()
	file, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("read file: %w", err)
	}
	var total, packed uint64
	for _, f := range z.File {
		packed += f.CompressedSize64
		if f.CompressedSize64 > uint64(file.Size()) || packed > uint64(file.Size()) || f.UncompressedSize64 > maxRatio*f.CompressedSize64+1<<10 {
			return &feedback.FieldError{Reason: "cannot be read as an XLSX workbook: it is damaged"}
		}
		if total += f.UncompressedSize64; total > maxSheetBytes || !streamed(f.Name) && f.UncompressedSize64 > maxPartBytes {
			return fmt.Errorf("the workbook would unpack to more than 2 GiB; split it or save it as CSV: %w", feedback.ErrTooLarge)
		}
	}
	return nil
}

const (
	maxRatio     = 1032     // deflate cannot pack more tightly
	maxPartBytes = 64 << 20 // of styles, themes and the like, which are held in memory
)

// streamed reports whether a part of a workbook is read from a temporary file if
// it is large.
func streamed(name string) bool {
	name = strings.ToLower(strings.ReplaceAll(name, "\\", "/"))
	return strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml"
}

func (t *sheetTable) Next() ([]string, int, error) {
	if !t.rows.Next() {
		if err := t.rows.Error(); err != nil && !t.broken {
			t.broken = true
			return nil, t.line, &feedback.FieldError{Line: t.line, Reason: "could not be read from the workbook, which is damaged from here on"}
		}
		return nil, 0, io.EOF
	}
	t.line++
	cells, err := t.rows.Columns()
	if err != nil {
		return nil, t.line, &feedback.FieldError{Line: t.line, Reason: "could not be read from the workbook"}
	}
	for _, c := range cells {
		if len(c) > maxCell {
			return nil, t.line, &feedback.FieldError{Line: t.line, Reason: "holds a cell of more than 1 MiB"}
		}
	}
	return cells, t.line, nil
}

// Read gives the rows read, never more than there are: rows that a sheet leaves
// out are counted as well.
func (t *sheetTable) Read() int64 {
	if t.size == 0 {
		return int64(t.line)
	}
	return min(int64(t.line), t.size)
}
func (t *sheetTable) Size() int64 { return t.size }

// Dates1904 gives what the workbook says; see table.
func (t *sheetTable) Dates1904() bool {
	props, err := t.book.GetWorkbookProps()
	return err == nil && props.Date1904 != nil && *props.Date1904
}

func (t *sheetTable) Close() error {
	t.rows.Close()
	return t.book.Close()
}
