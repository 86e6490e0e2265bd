package collector

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"

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
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("open file: %w", err)
	case st.IsDir():
		return nil, &feedback.FieldError{Reason: "is a folder; name a file in it"}
	case !st.Mode().IsRegular():
		return nil, &feedback.FieldError{Reason: "is not a file that can be read from its beginning again; save what comes through it in one"}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head)
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		f.Close()
		return nil, fmt.Errorf("read file: %w", err)
	}
	head = head[:n]
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		f.Close()
		return openSheet(path, sheet)
	}
	if err := noTable(head); err != nil {
		f.Close()
		return nil, err
	}
	if startsJSON(head) {
		t, err := openJSON(f)
		if err != nil {
			f.Close()
		}
		return t, err
	}
	csv := newCSVTable(f, filepath.Ext(path))
	csv.size = st.Size()
	return csv, nil
}

// noTable tells files of other kinds by how they begin, so that whoever imports
// one learns what to do instead of which columns are missing.
func noTable(head []byte) error {
	const again = "; open it in a spreadsheet program and save it as .xlsx or CSV"
	if bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return &feedback.FieldError{Reason: "is an Excel workbook of the old kind (.xls) or one with a password" + again + ", without a password"}
	}
	kind, _, _ := strings.Cut(http.DetectContentType(head), ";")
	switch kind {
	case "text/html", "text/xml":
		return &feedback.FieldError{Reason: "is a web page or XML, and no table" + again}
	case "application/pdf", "application/x-gzip", "application/x-rar-compressed", "application/zip":
		return &feedback.FieldError{Reason: "is no table but " + kind + "; import the table that it was made of, or is packed in it"}
	}
	if family, _, _ := strings.Cut(kind, "/"); family == "image" || family == "audio" || family == "video" || family == "font" {
		return &feedback.FieldError{Reason: "is no table but " + kind}
	}
	return nil
}

// sizeOf gives how many bytes a file has; 0 if that is not known.
func sizeOf(f *os.File) int64 {
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() {
		return 0
	}
	return st.Size()
}

// sheetTable reads one sheet of an XLSX workbook, a row at a time.
type sheetTable struct {
	book *excelize.File
	rows *excelize.Rows
	line int
	size sheetSize

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
	return &sheetTable{book: book, rows: rows, size: sizeOfSheet(path, sheet)}, nil
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
		// The reader tells of hardly any fault; what it left out does.
		if (t.rows.Error() != nil || t.size.cut || int64(t.line) < t.size.last) && !t.broken {
			t.broken = true
			return nil, t.line + 1, &feedback.FieldError{Line: t.line + 1, Reason: "could not be read from the workbook, which is damaged from here on; open it in a spreadsheet program and save it again"}
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
	if t.size.rows == 0 {
		return int64(t.line)
	}
	return min(int64(t.line), t.size.rows)
}

// Size gives how many rows there are; see table.
func (t *sheetTable) Size() int64 { return t.size.rows }

// Dates1904 gives what the workbook says; see table.
func (t *sheetTable) Dates1904() bool {
	props, err := t.book.GetWorkbookProps()
	return err == nil && props.Date1904 != nil && *props.Date1904
}

func (t *sheetTable) Close() error {
	t.rows.Close()
	return t.book.Close()
}
