package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxLine bounds one line of JSON: ten years of days fit many times over.
const maxLine = 64 << 20

// csvColumn says how a column of a table becomes a field of a request.
type csvColumn struct {
	field string // name of the list in the request
	text  bool   // keep as text; otherwise a number, empty = missing
}

// eachRequest reads JSON lines, or a CSV table with a header, plain or gzipped,
// and hands each request on as one JSON object. A table is one request, or one for each
// value of its id column. Rows that are requests of their own
// (perRow) become one request each.
func eachRequest(r io.Reader, columns map[string]csvColumn, perRow bool, do func(line []byte) error) error {
	in := bufio.NewReaderSize(r, 1<<16)
	if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		z, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("reading gzip: %w", err)
		}
		defer z.Close()
		in = bufio.NewReaderSize(z, 1<<16)
	}
	first, err := firstByte(in)
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return fmt.Errorf("reading input: %w", err)
	case first == '{':
		return eachLine(in, do)
	}
	return eachTable(in, columns, perRow, do)
}

// firstByte skips white space and a byte order mark and peeks at what follows.
func firstByte(in *bufio.Reader) (byte, error) {
	if mark, err := in.Peek(3); err == nil && bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
	}
	for {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		if b != ' ' && b != '\n' && b != '\r' && b != '\t' {
			return b, in.UnreadByte()
		}
	}
}

func eachLine(in io.Reader, do func([]byte) error) error {
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 0, 1<<16), maxLine)
	for sc.Scan() {
		if line := bytes.TrimSpace(sc.Bytes()); len(line) > 0 {
			if err := do(line); err != nil {
				return err
			}
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("reading lines: %w", err)
	}
	return nil
}

func eachTable(in io.Reader, columns map[string]csvColumn, perRow bool, do func([]byte) error) error {
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return fmt.Errorf("reading table: %w", err)
	}
	if len(rows) == 0 {
		return nil
	}
	for i := range rows[0] {
		rows[0][i] = strings.ToLower(strings.TrimSpace(rows[0][i]))
	}
	requests, order := map[string]map[string]any{}, []string{}
	for n, row := range rows[1:] {
		id := rowID(rows[0], row)
		key := id
		if perRow {
			key = strconv.Itoa(n)
		}
		if requests[key] == nil {
			requests[key] = map[string]any{"id": id}
			order = append(order, key)
		}
		if err := addRow(requests[key], rows[0], row, columns, perRow); err != nil {
			return fmt.Errorf("table row %d: %w", n+2, err)
		}
	}
	for _, key := range order {
		line, err := json.Marshal(requests[key])
		if err != nil {
			return fmt.Errorf("table: %w", err)
		}
		if err := do(line); err != nil {
			return err
		}
	}
	return nil
}

func rowID(header, row []string) string {
	for i, name := range header {
		if name == "id" {
			return row[i]
		}
	}
	return ""
}

func addRow(request map[string]any, header, row []string, columns map[string]csvColumn, perRow bool) error {
	known := false
	for i, name := range header {
		column, ok := columns[name]
		if !ok {
			continue
		}
		known = true
		value, err := cell(row[i], column.text)
		if err != nil {
			return fmt.Errorf("column %s: %w", name, err)
		}
		if perRow {
			request[column.field] = value
			continue
		}
		values, _ := request[column.field].([]any)
		request[column.field] = append(values, value)
	}
	if !known {
		return errors.New("no column of a known name")
	}
	return nil
}

// cell reads one cell; an empty or NA number is missing.
func cell(text string, asText bool) (any, error) {
	text = strings.TrimSpace(text)
	if asText {
		return text, nil
	}
	if text == "" || strings.EqualFold(text, "na") || strings.EqualFold(text, "null") {
		return nil, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, errors.New("not a number")
	}
	return v, nil
}
