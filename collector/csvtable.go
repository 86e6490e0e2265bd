package collector

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"earshot/feedback"
)

// csvTable reads separated values in UTF-8 or, failing that, Windows-1252; in
// UTF-16 if it begins so. It takes cells as RFC 4180 has them and, since
// suppliers often do not, quotation marks within a cell that are not doubled. It
// is our own for the sake of one that is never closed: other readers take all the
// rows up to the next mark, or to the end of the file, for words of that cell.
type csvTable struct {
	file   io.ReadCloser
	count  *countingReader
	size   int64
	in     *bufio.Reader
	comma  byte
	end    byte      // of a line: \n, or \r where there is no \n
	line   int       // the last line that was read
	again  []csvLine // lines to be read anew
	strict bool      // cells that are not UTF-8 are given as they are
	wide   int       // the most cells that one of the first rows had
	rows   int
	cells  []string
}

// csvLine is a line of the file without its end.
type csvLine struct {
	text   string
	number int
	long   bool // it was over maxLine, and is not here
}

const (
	maxLine    = 16 << 20 // bytes of a line
	maxJoined  = 1 << 20  // bytes of the lines that a cell may go on over
	widthsSeen = 20       // rows that tell how wide the table is
)

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
	raw := bufio.NewReaderSize(count, 64<<10)
	head, _ := raw.Peek(512)
	// A byte order mark would spoil the first column's name; UTF-16 is what
	// spreadsheet programs call "Unicode text", and others write it without a mark.
	br := bufio.NewReaderSize(transform.NewReader(raw, unicode.BOMOverride(unmarked(head))), 64<<10)
	first, _ := br.Peek(4096)
	t := &csvTable{file: f, count: count, in: br, comma: byte(separator(string(first), ext)), end: '\n'}
	if bytes.IndexByte(first, '\n') < 0 && bytes.IndexByte(first, '\r') >= 0 {
		t.end = '\r'
	}
	// Excel reads from such a line what separates the cells.
	if m := regexp.MustCompile(`(?i)^"?sep=([,;|\t])"?\r?[\n\r]`).FindSubmatch(first); m != nil {
		t.comma = m[1][0]
		_, _, _ = t.fromFile()
	}
	return t
}

// unmarked tells the encoding of a file without a byte order mark: in UTF-16 nearly
// every second byte of such a table is zero.
func unmarked(head []byte) transform.Transformer {
	var zero [2]int
	for i, b := range head {
		if b == 0 {
			zero[i%2]++
		}
	}
	switch most := len(head) / 2; {
	case most >= 4 && zero[1]*10 >= most*8 && zero[0] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case most >= 4 && zero[0]*10 >= most*8 && zero[1] == 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	}
	return encoding.Nop.NewDecoder()
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

// Next gives a row; see table. Lines with nothing on them are passed over.
func (t *csvTable) Next() ([]string, int, error) {
	for {
		l, err := t.next()
		if err != nil {
			return nil, l.number, err
		}
		if l.long {
			return nil, l.number, &feedback.FieldError{Line: l.number, Reason: fmt.Sprintf("is longer than %d MiB", maxLine>>20)}
		}
		if l.text == "" {
			continue
		}
		cells, open, _ := splitRow(l.text, t.comma, t.cells[:0])
		if open {
			cells, err = t.join(l, cells)
		}
		t.cells = cells
		if err == nil {
			err = t.checkCells(cells, l.number)
		}
		if err == nil && t.rows < widthsSeen {
			t.wide = max(t.wide, len(cells))
			t.rows++
		}
		return cells, l.number, err
	}
}

// next gives the next line: one to be read anew, or else of the file.
func (t *csvTable) next() (csvLine, error) {
	if len(t.again) > 0 {
		l := t.again[0]
		t.again = t.again[1:]
		return l, nil
	}
	text, long, err := t.fromFile()
	return csvLine{string(text), t.line, long}, err
}

// fromFile reads a line of the file. What it gives is good until the next.
func (t *csvTable) fromFile() (line []byte, long bool, err error) {
	for {
		part, err := t.in.ReadSlice(t.end)
		if long = long || len(line)+len(part) > maxLine; long {
			line = nil
		}
		if err == nil && line == nil && !long {
			line = part
		} else if !long {
			line = append(line[:len(line):len(line)], part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(line) == 0 && !long:
			return nil, false, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, false, fmt.Errorf("read file: %w", err)
		}
		t.line++
		line = bytes.TrimSuffix(line, []byte{t.end})
		return bytes.TrimSuffix(line, []byte{'\r'}), long, nil
	}
}

// join reads on in a row whose last cell goes on in the next line. If it never
// ends, or ends at a mark that begins a cell of a later row, the row is refused,
// with what stands on its first line, and the lines after it are read as rows of
// their own.
func (t *csvTable) join(first csvLine, head []string) ([]string, error) {
	lines, size, lax := []csvLine{first}, len(first.text), false
	for {
		l, err := t.next()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if err != nil || l.long || size+len(l.text) > maxJoined {
			if err == nil {
				lines = append(lines, l)
			}
			t.again = append(lines[1:], t.again...)
			return head, &feedback.FieldError{Line: first.number, Reason: "has a quotation mark that opens a cell and is never closed; close it, or take it away. The lines after it were read as rows of their own"}
		}
		lines, size = append(lines, l), size+len(l.text)+1
		_, open, loose := splitRow(`"`+l.text, t.comma, nil)
		lax = lax || loose
		if !open {
			break
		}
	}
	if lax && t.wide > 1 {
		for _, l := range lines[1:] {
			if cells, _, _ := splitRow(l.text, t.comma, nil); len(cells) == t.wide {
				t.again = append(lines[1:], t.again...)
				return head, &feedback.FieldError{Line: first.number, Reason: fmt.Sprintf("has a quotation mark that opens a cell and is not closed before line %d, which looks like a row of its own; close it, or take it away", l.number)}
			}
		}
	}
	var whole strings.Builder
	for i, l := range lines {
		if i > 0 {
			whole.WriteByte('\n')
		}
		whole.WriteString(l.text)
	}
	cells, _, _ := splitRow(whole.String(), t.comma, head[:0])
	return cells, nil
}

// splitRow adds the cells of a row to a list. open says that the last one is
// quoted and not closed, lax that a mark stands within a quoted cell that is not
// doubled.
func splitRow(row string, comma byte, cells []string) (out []string, open, lax bool) {
	for {
		if row == "" || row[0] != '"' {
			i := strings.IndexByte(row, comma)
			if i < 0 {
				return append(cells, row), false, lax
			}
			cells, row = append(cells, row[:i]), row[i+1:]
			continue
		}
		cell, rest, end, loose := quoted(row[1:], comma)
		cells, lax = append(cells, cell), lax || loose
		switch end {
		case cellOpen:
			return cells, true, lax
		case rowEnds:
			return cells, false, lax
		}
		row = rest
	}
}

// How a quoted cell ends.
type cellEnd uint8

const (
	cellOpen cellEnd = iota // not at all
	cellEnds                // another cell follows
	rowEnds
)

// quoted reads a quoted cell after its opening mark, and gives what follows it.
func quoted(s string, comma byte) (cell, rest string, end cellEnd, lax bool) {
	var parts strings.Builder
	from := 0
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '"')
		if i < 0 {
			parts.WriteString(s[from:])
			return parts.String(), "", cellOpen, lax
		}
		i += at
		if i+1 < len(s) && s[i+1] != comma {
			at = i + 1
			if s[i+1] == '"' { // a doubled one stands for itself
				parts.WriteString(s[from:at])
				at++
				from = at
			} else {
				lax = true
			}
			continue
		}
		if from == 0 {
			cell = s[:i]
		} else {
			parts.WriteString(s[from:i])
			cell = parts.String()
		}
		if i+1 == len(s) {
			return cell, "", rowEnds, lax
		}
		return cell, s[i+2:], cellEnds, lax
	}
}

// checkCells holds a row to what cells may be, and turns those that are not UTF-8
// into it.
func (t *csvTable) checkCells(cells []string, line int) (err error) {
	if len(cells) > maxColumns {
		return &feedback.FieldError{Line: line, Reason: fmt.Sprintf("has %d columns; the most is %d", len(cells), maxColumns)}
	}
	for i, cell := range cells {
		if len(cell) > maxCell {
			return &feedback.FieldError{Line: line, Reason: "holds a cell of more than 1 MiB; a quotation mark may be missing"}
		}
		if !t.strict && !utf8.ValidString(cell) {
			if cells[i], err = charmap.Windows1252.NewDecoder().String(cell); err != nil {
				return &feedback.FieldError{Line: line, Reason: "is neither UTF-8 nor Windows-1252 text"}
			}
		}
	}
	return nil
}

// Read gives how many bytes were read; see table.
func (t *csvTable) Read() int64 { return t.count.n }

// Size gives how many bytes there are; see table.
func (t *csvTable) Size() int64 { return t.size }

// Close closes the file.
func (t *csvTable) Close() error { return t.file.Close() }

// Dates1904 is false: the numbers of a text file are taken as most programs
// write them.
func (t *csvTable) Dates1904() bool { return false }
