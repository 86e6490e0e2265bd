package opendata

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// held is a table as its metadata describes it, from CSVW or Frictionless alike.
type heldTable struct {
	names    []string
	required map[string]bool
	integer  map[string]bool
	minimum  map[string]int
	format   map[string]*regexp.Regexp // that of the whole cell
	key      []string
}

// TestCSVWHoldsTheTable reads each month's CSV by its CSVW metadata and by its
// Frictionless schema, as strict readers would.
func TestCSVWHoldsTheTable(t *testing.T) {
	src := once()
	for _, period := range src.Edition.Periods() {
		body, err := src.CSV(period)
		if err != nil {
			t.Fatal(err)
		}
		byCSVW, err := csvwTable(asJSON(t, src.CSVW(period)), CSVName(period))
		if err != nil {
			t.Fatalf("%s: metadata: %v", period, err)
		}
		byFrictionless, err := frictionlessTable(asJSON(t, TableSchema()))
		if err != nil {
			t.Fatalf("%s: schema: %v", period, err)
		}
		for name, table := range map[string]*heldTable{"CSVW": byCSVW, "Frictionless": byFrictionless} {
			if err := table.check(body); err != nil {
				t.Errorf("%s by %s: %v", period, name, err)
			}
			for what, spoil := range map[string]func([]byte) []byte{
				"a word for a number":    func(b []byte) []byte { return regexp.MustCompile(`,\d+\r\n`).ReplaceAll(b, []byte(",many\r\n")) },
				"a month that is none":   func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"+period), []byte("\n2026-13")) },
				"a row twice":            func(b []byte) []byte { i := bytes.LastIndex(b[:len(b)-2], []byte("\n")); return append(b, b[i+1:]...) },
				"a column less":          func(b []byte) []byte { return bytes.Replace(b, []byte(",setting"), nil, 1) },
				"a negative number":      func(b []byte) []byte { return regexp.MustCompile(`,\d+\r\n`).ReplaceAll(b, []byte(",-1\r\n")) },
				"what must be is empty":  func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(",England,"), []byte(",,")) },
				"line ends without a CR": func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) },
			} {
				if table.check(spoil(slices.Clone(body))) == nil {
					t.Errorf("%s by %s: %s is taken: the test proves nothing", period, name, what)
				}
			}
		}
	}
}

func asJSON(t *testing.T, v any) map[string]any {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// only refuses members that a standard does not know; names with a colon are
// common properties.
func only(m map[string]any, names ...string) error {
	for name := range m {
		if !slices.Contains(names, name) && !strings.Contains(name, ":") {
			return fmt.Errorf("%q is not a property here", name)
		}
	}
	return nil
}

// csvwTable reads the metadata of one table (W3C, Metadata Vocabulary for
// Tabular Data, 17 December 2015).
func csvwTable(m map[string]any, file string) (*heldTable, error) {
	context, _ := m["@context"].([]any)
	if len(context) != 2 || context[0] != "http://www.w3.org/ns/csvw" || m["url"] != file {
		return nil, fmt.Errorf("the context or the address is wrong")
	}
	dialect, _ := m["dialect"].(map[string]any)
	schema, _ := m["tableSchema"].(map[string]any)
	for _, err := range []error{only(m, "@context", "url", "dialect", "tableSchema", "@id", "@type", "suppressOutput", "tableDirection", "transformations", "aboutUrl", "lang"),
		only(dialect, "commentPrefix", "delimiter", "doubleQuote", "encoding", "header", "headerRowCount", "lineTerminators", "quoteChar", "skipBlankRows", "skipColumns", "skipInitialSpace", "skipRows", "trim"),
		only(schema, "columns", "foreignKeys", "primaryKey", "rowTitles", "aboutUrl", "propertyUrl", "valueUrl", "datatype", "default", "lang", "null", "ordered", "required", "separator", "textDirection")} {
		if err != nil {
			return nil, err
		}
	}
	t := newHeld()
	for _, name := range commonNames(m) {
		if !slices.Contains([]string{"dc", "rdfs", "dcat", "schema", "foaf", "skos", "dcterms"}, name) {
			return nil, fmt.Errorf("the prefix %s is not one that readers know", name)
		}
	}
	columns, _ := schema["columns"].([]any)
	for _, c := range columns {
		col, _ := c.(map[string]any)
		if err := only(col, "name", "titles", "suppressOutput", "virtual", "aboutUrl", "datatype", "default", "lang", "null", "ordered", "propertyUrl", "required", "separator", "textDirection", "valueUrl"); err != nil {
			return nil, err
		}
		name, _ := col["name"].(string)
		if !regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.]*$`).MatchString(name) || slices.Contains(t.names, name) || col["titles"] != name {
			return nil, fmt.Errorf("the column %q has no good name", name)
		}
		t.names = append(t.names, name)
		t.required[name], _ = col["required"].(bool)
		base, _ := col["datatype"].(string)
		if of, ok := col["datatype"].(map[string]any); ok {
			if err := only(of, "base", "format", "length", "minLength", "maxLength", "minimum", "maximum", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive"); err != nil {
				return nil, err
			}
			base, _ = of["base"].(string)
			if n, ok := of["minimum"].(float64); ok {
				t.minimum[name] = int(n)
			}
			if f, ok := of["format"].(string); ok {
				t.format[name] = regexp.MustCompile("^(?:" + f + ")$")
			}
		}
		switch base {
		case "integer":
			t.integer[name] = true
		case "string":
		default:
			return nil, fmt.Errorf("%s: %q is not a type that is used here", name, base)
		}
	}
	return t, t.keyed(schema["primaryKey"])
}

func commonNames(m map[string]any) (out []string) {
	for name := range m {
		if prefix, _, ok := strings.Cut(name, ":"); ok {
			out = append(out, prefix)
		}
	}
	return out
}

func newHeld() *heldTable {
	return &heldTable{required: map[string]bool{}, integer: map[string]bool{}, minimum: map[string]int{}, format: map[string]*regexp.Regexp{}}
}

func (t *heldTable) keyed(v any) error {
	list, _ := v.([]any)
	for _, k := range list {
		name, _ := k.(string)
		if !slices.Contains(t.names, name) {
			return fmt.Errorf("the key %q is not a column", name)
		}
		t.key = append(t.key, name)
	}
	if len(t.key) == 0 {
		return fmt.Errorf("there is no key")
	}
	return nil
}

// frictionlessTable reads a Table Schema.
func frictionlessTable(m map[string]any) (*heldTable, error) {
	t := newHeld()
	fields, _ := m["fields"].([]any)
	for _, f := range fields {
		field, _ := f.(map[string]any)
		name, _ := field["name"].(string)
		t.names = append(t.names, name)
		limits, _ := field["constraints"].(map[string]any)
		t.required[name], _ = limits["required"].(bool)
		if n, ok := limits["minimum"].(float64); ok {
			t.minimum[name] = int(n)
		}
		switch field["type"] {
		case "integer":
			t.integer[name] = true
		case "yearmonth":
			t.format[name] = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)
		case "string":
		default:
			return nil, fmt.Errorf("%s: %v is not a type that is used here", name, field["type"])
		}
	}
	return t, t.keyed(m["primaryKey"])
}

// check reads a file and holds every cell to the description.
func (t *heldTable) check(body []byte) error {
	if bytes.Count(body, []byte("\n")) != bytes.Count(body, []byte("\r\n")) {
		return fmt.Errorf("a line does not end in CRLF")
	}
	r := csv.NewReader(bytes.NewReader(body))
	header, err := r.Read()
	if err != nil || !slices.Equal(header, t.names) {
		return fmt.Errorf("the header is %v (%w)", header, err)
	}
	seen := map[string]bool{}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		var key []string
		for i, cell := range row {
			name := t.names[i]
			if slices.Contains(t.key, name) {
				key = append(key, cell)
			}
			if err := t.cell(name, cell); err != nil {
				return fmt.Errorf("%v: %w", row[:4], err)
			}
		}
		if k := strings.Join(key, "\x00"); seen[k] {
			return fmt.Errorf("the key %q is there twice", key)
		} else {
			seen[k] = true
		}
	}
}

func (t *heldTable) cell(name, cell string) error {
	if cell == "" {
		if t.required[name] {
			return fmt.Errorf("%s is empty", name)
		}
		return nil
	}
	if t.integer[name] {
		n, err := strconv.Atoi(cell)
		if least, limited := t.minimum[name]; err != nil || limited && n < least {
			return fmt.Errorf("%s is %q", name, cell)
		}
	}
	if f := t.format[name]; f != nil && !f.MatchString(cell) {
		return fmt.Errorf("%s is %q", name, cell)
	}
	return nil
}
