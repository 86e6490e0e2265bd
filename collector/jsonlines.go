package collector

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/encoding/charmap"

	"earshot/feedback"
)

// jsonLines reads one object a line. A bad line spoils itself only.
type jsonLines struct {
	r     *bufio.Reader
	count *countingReader
	line  int
}

func (l *jsonLines) read() int64 { return l.count.n }

func (l *jsonLines) next() ([]byte, int, error) {
	for {
		line, long, err := l.readLine()
		if err != nil {
			return nil, l.line, err
		}
		l.line++
		fault := func(reason string) ([]byte, int, error) {
			return nil, l.line, &feedback.FieldError{Line: l.line, Reason: reason}
		}
		if line = bytes.TrimSpace(line); len(line) == 0 && !long {
			continue
		}
		if long {
			return fault("is longer than 4 MiB")
		}
		if !utf8.Valid(line) {
			if line, err = charmap.Windows1252.NewDecoder().Bytes(line); err != nil {
				return fault("is neither UTF-8 nor Windows-1252 text")
			}
		}
		if v := jsontext.Value(line); !v.IsValid() || v.Kind() != '{' {
			return fault("is not one JSON object, or names a member twice")
		}
		return line, l.line, nil
	}
}

// readLine gives a line without its end; long says that it was over the limit
// and is not given.
func (l *jsonLines) readLine() (line []byte, long bool, err error) {
	for {
		part, err := l.r.ReadSlice('\n')
		if len(line)+len(part) > maxJSONObject {
			long, line = true, nil
		}
		if !long {
			line = append(line, part...)
		}
		switch {
		case err == nil:
			return line, long, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && (long || len(line) > 0):
			return line, long, nil
		case errors.Is(err, io.EOF):
			return nil, false, io.EOF
		default:
			return nil, false, fmt.Errorf("read file: %w", err)
		}
	}
}

// firstOfLines reads a long line and reports whether it is one of JSON lines: an
// object seems to end with it, and another to begin after it.
func firstOfLines(br *bufio.Reader) (bool, error) {
	last := byte(0)
	for {
		part, err := br.ReadSlice('\n')
		if end := bytes.TrimRight(part, " \t\r\n"); len(end) > 0 {
			last = end[len(end)-1]
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return false, fmt.Errorf("read file: %w", err)
		case err != nil || last != '}':
			return false, nil
		}
		for {
			c, err := br.ReadByte()
			if err != nil || !bytes.ContainsRune([]byte(" \t\r\n"), rune(c)) {
				return c == '{', nil
			}
		}
	}
}
