package opendata

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// datastoreFields gives the fields of the tidy table as the datastore has them.
func datastoreFields(names []string) []map[string]any {
	out := []map[string]any{}
	for _, name := range names {
		kind := "text"
		if name == "_id" {
			kind = "int"
		}
		for _, c := range Columns() {
			if c.Name == name && c.Integer() {
				kind = "int"
			}
		}
		out = append(out, map[string]any{"id": name, "type": kind})
	}
	return out
}

func (s *Source) datastoreTable(r CKANRequest, field string, table func(string) [][]string) ([][]string, error) {
	id := firstOf(r.text("resource_id"), r.text(field))
	if id == "" {
		return nil, invalid("resource_id", "Missing value")
	}
	f, _, ok := s.ckanFile(id)
	if !ok || !f.Tidy {
		return nil, &CKANError{Status: 404, Type: "Not Found Error", Text: `Resource "` + id + `" was not found.`}
	}
	return table(f.Period), nil
}

func (s *Source) datastoreInfo(r CKANRequest, table func(string) [][]string) (any, error) {
	rows, err := s.datastoreTable(r, "id", table)
	if err != nil {
		return nil, err
	}
	return map[string]any{"meta": map[string]any{"count": len(rows), "table_type": "table", "id": firstOf(r.text("resource_id"), r.text("id"))},
		"fields": datastoreFields(Header())}, nil
}

// datastoreMost is the most rows that one answer holds.
const datastoreMost = 32000

// datastore is datastore_search. Filters only choose among rows that are public
// as they stand; nothing is summed. most is the most rows that it gives.
func (s *Source) datastore(r CKANRequest, most int, table func(string) [][]string) (any, error) {
	rows, err := s.datastoreTable(r, "id", table)
	if err != nil {
		return nil, err
	}
	offset, limit, err := r.paging(100, most)
	if err != nil {
		return nil, err
	}
	found, err := datastoreFind(rows, r)
	if err != nil {
		return nil, err
	}
	names := append([]string{"_id"}, Header()...)
	if want := r.list("fields"); len(want) > 0 {
		for _, f := range want {
			if !slices.Contains(names, f) {
				return nil, invalid("fields", `field "`+f+`" not in table`)
			}
		}
		names = want
	}
	if !r.yes("include_records", true) {
		limit = 0
	}
	records := project(found, names)
	if r.yes("distinct", false) {
		records = distinct(records)
	}
	total := len(records)
	records = cut(records, offset, limit)
	format := cmp.Or(r.text("records_format"), "objects")
	body, err := formatRecords(records, names, format)
	if err != nil {
		return nil, err
	}
	out := map[string]any{"resource_id": firstOf(r.text("resource_id"), r.text("id")), "fields": datastoreFields(names), "records": body, "limit": limit, "offset": offset,
		"records_format": format, "include_total": r.yes("include_total", true), "_links": s.datastoreLinks(r, limit, offset)}
	if r.yes("include_total", true) {
		out["total"], out["total_was_estimated"] = total, false
	}
	for _, name := range []string{"filters", "q", "sort"} {
		if r[name] != nil {
			out[name] = r[name]
		}
	}
	return out, nil
}

// numbered is a row and its number in the file, from 1.
type numbered struct {
	n     int
	cells []string
}

func datastoreFind(rows [][]string, r CKANRequest) ([]numbered, error) {
	filters, err := datastoreFilters(r)
	if err != nil {
		return nil, err
	}
	words, err := datastoreWords(r)
	if err != nil {
		return nil, err
	}
	out := make([]numbered, 0, len(rows))
	for i, row := range rows {
		if datastoreMatch(i+1, row, filters, words) {
			out = append(out, numbered{i + 1, row})
		}
	}
	return out, datastoreSort(out, r)
}

// anywhere stands for no column of its own in a search for words.
const anywhere = -2

// datastoreWords reads q: words that a row must hold, or an object of columns
// and the words that each must hold. Without plain it may be a query of
// PostgreSQL's, of which "&" and ":*" are understood.
func datastoreWords(r CKANRequest) (map[int][]string, error) {
	out := map[int][]string{}
	split := func(text string) []string {
		if !r.yes("plain", true) {
			text = strings.NewReplacer("&", " ", ":*", "", "'", "").Replace(text)
		}
		return strings.Fields(strings.ToLower(text))
	}
	given, ok := r["q"].(map[string]any)
	text := r.text("q")
	if !ok && strings.HasPrefix(strings.TrimSpace(text), "{") {
		ok = json.Unmarshal([]byte(text), &given) == nil
	}
	if !ok {
		out[anywhere] = split(text)
		return out, nil
	}
	for name, v := range given {
		column := slices.Index(Header(), name)
		if column < 0 {
			return nil, invalid("q", `field "`+name+`" not in table`)
		}
		out[column] = split(CKANRequest{"v": v}.text("v"))
	}
	return out, nil
}

// datastoreFilters reads filters: for each column, the values that it may have.
func datastoreFilters(r CKANRequest) (map[int][]string, error) {
	given, ok := r["filters"].(map[string]any)
	if text := r.text("filters"); !ok && text != "" {
		if err := json.Unmarshal([]byte(text), &given); err != nil {
			return nil, invalid("filters", "Cannot parse JSON")
		}
	}
	out := map[int][]string{}
	for name, value := range given {
		column := slices.Index(Header(), name)
		if name == "_id" {
			column = -1
		} else if column < 0 {
			return nil, invalid("filters", `field "`+name+`" not in table`)
		}
		list, many := value.([]any)
		if !many {
			list = []any{value}
		}
		for _, v := range list {
			out[column] = append(out[column], CKANRequest{"v": v}.text("v"))
		}
	}
	return out, nil
}

func datastoreMatch(n int, row []string, filters map[int][]string, words map[int][]string) bool {
	for column, values := range filters {
		cell := strconv.Itoa(n)
		if column >= 0 {
			cell = row[column]
		}
		if !slices.Contains(values, cell) {
			return false
		}
	}
	for column, list := range words {
		if len(list) == 0 {
			continue
		}
		var text string
		if column == anywhere {
			text = strings.ToLower(strings.Join(row, " "))
		} else {
			text = strings.ToLower(row[column])
		}
		if slices.ContainsFunc(list, func(w string) bool { return !strings.Contains(text, w) }) {
			return false
		}
	}
	return true
}

// datastoreSort sorts by "field [asc|desc] [nulls …], …".
func datastoreSort(rows []numbered, r CKANRequest) error {
	type key struct {
		column  int
		integer bool
		sign    int
	}
	var keys []key
	for _, part := range r.list("sort") {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		k := key{column: slices.Index(Header(), strings.Trim(words[0], `"`)), sign: 1}
		switch {
		case k.column >= 0:
			k.integer = Columns()[k.column].Integer()
		case strings.Trim(words[0], `"`) != "_id":
			return invalid("sort", `field "`+words[0]+`" not in table`)
		}
		if len(words) > 1 && strings.EqualFold(words[1], "desc") {
			k.sign = -1
		}
		keys = append(keys, k)
	}
	slices.SortStableFunc(rows, func(a, b numbered) int {
		for _, k := range keys {
			c := cmp.Compare(a.n, b.n)
			if k.column >= 0 {
				c = compareCells(a.cells[k.column], b.cells[k.column], k.integer)
			}
			if c != 0 {
				return c * k.sign
			}
		}
		return 0
	})
	return nil
}

// compareCells compares cells as the database would: what is missing comes
// after every number.
func compareCells(a, b string, integer bool) int {
	if !integer {
		return strings.Compare(a, b)
	}
	x, err1 := strconv.Atoi(a)
	y, err2 := strconv.Atoi(b)
	switch {
	case err1 != nil && err2 != nil:
		return 0
	case err1 != nil:
		return 1
	case err2 != nil:
		return -1
	}
	return cmp.Compare(x, y)
}

// project gives rows with the named fields, numbers as numbers.
func project(rows []numbered, names []string) [][]any {
	columns := make([]int, len(names))
	integer := make([]bool, len(names))
	all := Columns()
	for i, name := range names {
		columns[i] = slices.Index(Header(), name)
		integer[i] = columns[i] >= 0 && all[columns[i]].Integer()
	}
	out := make([][]any, len(rows))
	for i, r := range rows {
		record := make([]any, len(names))
		for j, column := range columns {
			switch {
			case column < 0:
				record[j] = r.n
			case !integer[j]:
				record[j] = r.cells[column]
			default:
				if n, err := strconv.Atoi(r.cells[column]); err == nil {
					record[j] = n
				}
			}
		}
		out[i] = record
	}
	return out
}

func distinct(records [][]any) [][]any {
	seen := map[string]bool{}
	return slices.DeleteFunc(records, func(r []any) bool {
		key := fmt.Sprintf("%q", r)
		if seen[key] {
			return true
		}
		seen[key] = true
		return false
	})
}

func formatRecords(records [][]any, names []string, format string) (any, error) {
	switch format {
	case "objects":
		out := make([]map[string]any, len(records))
		for i, r := range records {
			out[i] = make(map[string]any, len(names))
			for j, name := range names {
				out[i][name] = r[j]
			}
		}
		return out, nil
	case "lists":
		return records, nil
	case "csv", "tsv":
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if format == "tsv" {
			w.Comma = '\t'
		}
		for _, r := range records {
			line := make([]string, len(r))
			for i, v := range r {
				if v != nil {
					line[i] = fmt.Sprint(v)
				}
			}
			if err := w.Write(line); err != nil {
				return nil, fmt.Errorf("datastore: %w", err)
			}
		}
		w.Flush()
		return b.String(), nil
	}
	return nil, invalid("records_format", "Value must be one of: objects, lists, csv, tsv")
}

func (s *Source) datastoreLinks(r CKANRequest, limit, offset int) map[string]any {
	link := func(offset int) string {
		v := url.Values{}
		for name := range r {
			v.Set(name, r.text(name))
			if _, is := r[name].(map[string]any); is {
				b, _ := json.Marshal(r[name]) // it came from JSON
				v.Set(name, string(b))
			}
		}
		v.Set("limit", strconv.Itoa(limit))
		v.Set("offset", strconv.Itoa(offset))
		return "/api/3/action/datastore_search?" + v.Encode()
	}
	out := map[string]any{"start": link(0), "next": link(offset + limit)}
	if offset > 0 {
		out["prev"] = link(max(0, offset-limit))
	}
	return out
}
