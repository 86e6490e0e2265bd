package opendata

import (
	"encoding/json"
	"fmt"
)

// Dump is what CKAN gives at /datastore/dump/{id}.
type Dump struct {
	Name string // of the file
	Kind string // content type
	Body []byte
}

// dumpMost is more rows than a file has.
const dumpMost = 1 << 30

// DatastoreDump gives a file's rows, all of them unless limit says otherwise, as
// CKAN's datastore dumps them: format is csv, tsv or json, bom puts a byte order
// mark before it. The parameters of datastore_search count too. Errors are
// *CKANError.
func (s *Source) DatastoreDump(id string, r CKANRequest, table func(period string) [][]string) (*Dump, error) {
	format := firstOf(r.text("format"), "csv")
	kinds := map[string]string{"csv": "text/csv; charset=utf-8", "tsv": "text/tab-separated-values; charset=utf-8", "json": "application/json; charset=utf-8"}
	if kinds[format] == "" {
		return nil, invalid("format", "Value must be one of: csv, tsv, json")
	}
	q := CKANRequest{"resource_id": id}
	for _, name := range []string{"filters", "q", "plain", "distinct", "fields", "sort", "limit", "offset"} {
		if v, ok := r[name]; ok {
			q[name] = v
		}
	}
	if q["limit"] == nil {
		q["limit"] = fmt.Sprint(dumpMost)
	}
	q["records_format"] = format
	if format == "json" {
		q["records_format"] = "lists"
	}
	v, err := s.datastore(q, dumpMost, table)
	if err != nil {
		return nil, err
	}
	result, _ := v.(map[string]any)
	fields, _ := result["fields"].([]map[string]any)
	var body []byte
	if format == "json" {
		if body, err = json.Marshal(map[string]any{"fields": fields, "records": result["records"]}); err != nil {
			return nil, fmt.Errorf("datastore: %w", err)
		}
	} else {
		header := make([]any, len(fields))
		names := make([]string, len(fields))
		for i, f := range fields {
			names[i], _ = f["id"].(string)
			header[i] = names[i]
		}
		first, err := formatRecords([][]any{header}, names, format)
		if err != nil {
			return nil, err
		}
		body = fmt.Append(nil, first, result["records"])
	}
	if r.yes("bom", false) {
		body = append([]byte("\ufeff"), body...)
	}
	return &Dump{Name: id + "." + format, Kind: kinds[format], Body: body}, nil
}
