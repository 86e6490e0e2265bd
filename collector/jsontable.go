package collector

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"earshot/feedback"
)

// maxJSONObject is the largest object of a JSON file, in bytes.
const maxJSONObject = 4 << 20

// jsonTable gives the objects of a JSON or NDJSON file as rows. The columns are
// the members of all objects, found by reading the file once beforehand; those
// of objects within have the name "outer.inner". It is JSON lines if the first
// line is a whole object, else one list of objects, which may be a member of an
// outer object.
type jsonTable struct {
	file    *os.File
	objects objects
	header  []string
	at      map[string]int
	begun   bool
}

// objects gives one JSON object after another, and its number: the line of JSON
// lines, else how many objects came before it and one. A FieldError spoils one
// object only; io.EOF ends them.
type objects interface {
	next() (object []byte, number int, err error)
	read() int64
}

// startsJSON reports whether a file begins as JSON does.
func startsJSON(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	return len(head) > 0 && (head[0] == '{' || head[0] == '[')
}

// openJSON reads a file's columns and goes back to its beginning.
func openJSON(f *os.File) (table, error) {
	t := &jsonTable{file: f, at: make(map[string]int)}
	if err := t.rewind(); err != nil {
		return nil, err
	}
	for {
		object, _, err := t.objects.next()
		if errors.Is(err, io.EOF) {
			break
		}
		var fe *feedback.FieldError
		if err != nil && !errors.As(err, &fe) {
			return nil, err
		}
		if err != nil {
			continue // said again, with its number, when rows are read
		}
		flatten(object, func(name, _ string) error {
			if _, ok := t.at[name]; !ok && len(t.header) < maxColumns {
				t.at[name] = len(t.header)
				t.header = append(t.header, name)
			}
			return nil
		})
	}
	return t, t.rewind()
}

func (t *jsonTable) rewind() error {
	if _, err := t.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read file: %w", err)
	}
	count := &countingReader{r: t.file}
	br := bufio.NewReaderSize(transform.NewReader(count, unicode.BOMOverride(encoding.Nop.NewDecoder())), 64<<10)
	first, _ := br.Peek(64 << 10)
	line, rest, whole := bytes.Cut(first, []byte("\n"))
	alone := len(bytes.TrimSpace(rest)) == 0 && len(first) < 64<<10
	line = bytes.TrimSpace(line)
	lines := (whole || alone) && len(line) > 0 && line[0] == '{' && jsontext.Value(line).IsValid() && !(alone && wraps(line))
	if !whole && !alone && len(line) > 0 && line[0] == '{' {
		// The first line is longer than we can see: what ends it tells.
		var err error
		if lines, err = firstOfLines(br); err != nil {
			return err
		}
		if _, err := t.file.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("read file: %w", err)
		}
		count.n = 0
		br.Reset(transform.NewReader(count, unicode.BOMOverride(encoding.Nop.NewDecoder())))
	}
	if lines {
		t.objects = &jsonLines{r: br, count: count}
		return nil
	}
	t.objects = &jsonList{dec: jsontext.NewDecoder(br), count: count}
	return nil
}

// Next gives the header and then an object as a row; see table.
func (t *jsonTable) Next() ([]string, int, error) {
	if !t.begun {
		t.begun = true
		if len(t.header) == 0 {
			return nil, 0, io.EOF
		}
		return slices.Clone(t.header), 0, nil
	}
	object, number, err := t.objects.next()
	if err != nil {
		return nil, number, err
	}
	row := make([]string, len(t.header))
	err = flatten(object, func(name, value string) error {
		at, ok := t.at[name]
		switch {
		case !ok:
			return &feedback.FieldError{Reason: fmt.Sprintf("has members beyond the %d that a file may have", maxColumns)}
		case len(value) > maxCell:
			return &feedback.FieldError{Reason: "holds a value of more than 1 MiB"}
		case row[at] != "" && value != "":
			value = row[at] + "\n" + value
		}
		row[at] = value
		return nil
	})
	var fe *feedback.FieldError
	if errors.As(err, &fe) {
		fe.Line = number
	}
	return row, number, err
}

// Read gives how many bytes were read; see table.
func (t *jsonTable) Read() int64 { return t.objects.read() }

// Size gives how many bytes there are; see table.
func (t *jsonTable) Size() int64 { return sizeOf(t.file) }

// Dates1904 is false; see csvTable.
func (t *jsonTable) Dates1904() bool { return false }

// Close closes the file.
func (t *jsonTable) Close() error { return t.file.Close() }

// jsonList reads the objects of a list. Where the JSON is broken it ends: what
// comes after cannot be told.
type jsonList struct {
	dec   *jsontext.Decoder
	count *countingReader
	n     int
	in    bool
	ended bool
}

func (l *jsonList) read() int64 { return l.count.n }

func (l *jsonList) next() ([]byte, int, error) {
	if l.ended {
		return nil, 0, io.EOF
	}
	if !l.in {
		if err := l.enter(); err != nil {
			return l.broken(err)
		}
		l.in = true
	}
	if l.dec.PeekKind() == ']' {
		l.ended = true
		return nil, 0, io.EOF
	}
	l.n++
	v, err := l.dec.ReadValue()
	switch {
	case err != nil:
		return l.broken(err)
	case v.Kind() != '{':
		return nil, l.n, &feedback.FieldError{Line: l.n, Reason: "is not a JSON object"}
	case len(v) > maxJSONObject:
		return nil, l.n, &feedback.FieldError{Line: l.n, Reason: "is larger than 4 MiB"}
	}
	return v, l.n, nil
}

// enter goes to the first list: the document itself, or a member of it.
func (l *jsonList) enter() error {
	tok, err := l.dec.ReadToken()
	if err != nil || tok.Kind() == '[' {
		return err
	}
	for l.dec.PeekKind() == '"' {
		if _, err := l.dec.ReadToken(); err != nil {
			return err
		}
		if l.dec.PeekKind() == '[' {
			if found, err := l.enterList(); found || err != nil {
				return err
			}
			continue
		}
		if err := l.dec.SkipValue(); err != nil {
			return err
		}
	}
	return errors.New("no list")
}

// enterList goes into a list if its first element is an object, else past it.
func (l *jsonList) enterList() (bool, error) {
	if _, err := l.dec.ReadToken(); err != nil {
		return false, err
	}
	if l.dec.PeekKind() == '{' {
		return true, nil
	}
	for l.dec.PeekKind() != ']' {
		if err := l.dec.SkipValue(); err != nil {
			return false, err
		}
	}
	_, err := l.dec.ReadToken()
	return false, err
}

// wraps reports whether an object is no answer but holds a list of them: it has
// a list of objects that are not comments.
func wraps(object []byte) bool {
	l := jsonList{dec: jsontext.NewDecoder(bytes.NewReader(object))}
	if l.enter() != nil || l.dec.PeekKind() != '{' {
		return false
	}
	v, err := l.dec.ReadValue()
	if err != nil {
		return false
	}
	comment := false
	flatten(v, func(name, _ string) error { comment = comment || name == "text"; return nil })
	return !comment
}

// broken ends the table with one fault. Its error never holds a value.
func (l *jsonList) broken(error) ([]byte, int, error) {
	l.ended = true
	return nil, max(l.n, 1), &feedback.FieldError{Line: max(l.n, 1), Reason: fmt.Sprintf("is not a list of JSON objects, or is broken from byte %d on; nothing after that was read", l.dec.InputOffset())}
}

// flatten calls set for every scalar of an object, by its path. Of a list of
// scalars the values are given under one name, in order; of a list of comments,
// objects with text and question, each text is given under the list's name and
// its question ("comments.what_good").
func flatten(object []byte, set func(name, value string) error) error {
	dec := jsontext.NewDecoder(bytes.NewReader(object))
	if _, err := dec.ReadToken(); err != nil { // the opening brace
		return err
	}
	return flattenObject(dec, "", 0, set)
}

func flattenObject(dec *jsontext.Decoder, prefix string, depth int, set func(name, value string) error) error {
	for dec.PeekKind() != '}' {
		tok, err := dec.ReadToken()
		if err != nil {
			return err
		}
		if err := flattenValue(dec, prefix+tok.String(), depth, set); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

func flattenValue(dec *jsontext.Decoder, name string, depth int, set func(name, value string) error) error {
	if depth > 8 {
		return dec.SkipValue()
	}
	switch dec.PeekKind() {
	case '{':
		if _, err := dec.ReadToken(); err != nil {
			return err
		}
		return flattenObject(dec, name+".", depth+1, set)
	case '[':
		return flattenList(dec, name, depth, set)
	}
	tok, err := dec.ReadToken()
	if err != nil {
		return err
	}
	if tok.Kind() == 'n' {
		return set(name, "")
	}
	return set(name, tok.String())
}

func flattenList(dec *jsontext.Decoder, name string, depth int, set func(name, value string) error) error {
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for n := 0; dec.PeekKind() != ']'; n++ {
		if dec.PeekKind() != '{' {
			if err := flattenValue(dec, name, depth+1, set); err != nil {
				return err
			}
			continue
		}
		v, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if err := flattenElement(v, name, n, set); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// flattenElement gives an object of a list under its question, or its number.
func flattenElement(v []byte, name string, n int, set func(name, value string) error) error {
	var text, question string
	isComment := false
	if err := flatten(v, func(member, value string) error {
		switch member {
		case "text":
			text, isComment = value, true
		case "question":
			question = value
		}
		return nil
	}); err != nil {
		return err
	}
	if p, err := feedback.ParsePrompt(question); isComment && err == nil {
		return set(name+"."+p.String(), text)
	}
	return flatten(v, func(member, value string) error {
		return set(strings.Join([]string{name, strconv.Itoa(min(n, 20)), member}, "."), value)
	})
}
