package opendata

import "time"

// CSVName gives the file name of a month's tidy table.
func CSVName(period string) string { return "fft-" + period + ".csv" }

// CSVW gives the W3C metadata of a month's tidy table.
func (s *Source) CSVW(period string) map[string]any {
	var cols []map[string]any
	for _, c := range Columns() {
		col := map[string]any{"name": c.Name, "titles": c.Name, "dc:title": c.Title, "dc:description": c.Description, "required": c.Required, "datatype": "string"}
		switch c.Type {
		case "integer":
			col["datatype"] = map[string]any{"base": "integer", "minimum": 0}
		case "month":
			col["datatype"] = map[string]any{"base": "string", "format": "[0-9]{4}-(0[1-9]|1[0-2])"}
		}
		cols = append(cols, col)
	}
	return map[string]any{
		"@context": []any{"http://www.w3.org/ns/csvw", map[string]any{"@language": "en"}},
		"url":      CSVName(period), "dc:title": "Friends and Family Test results, " + periodText(period),
		"dc:description": ResultsDescription, "dc:license": map[string]any{"@id": LicenceURL}, "dc:publisher": s.Publisher,
		"dc:modified":  map[string]any{"@value": s.Edition.At.Format(time.DateOnly), "@type": "xsd:date"},
		"dialect":      map[string]any{"encoding": "utf-8", "lineTerminators": []string{"\r\n"}, "header": true},
		"tableSchema":  map[string]any{"columns": cols, "primaryKey": PrimaryKey(), "aboutUrl": s.BaseURL + "/data/fft-{period}.csv#{level}/{place_id}/{setting}"},
		"rdfs:comment": s.Notes(),
	}
}

// TableSchema gives the Frictionless schema of the tidy table.
func TableSchema() map[string]any {
	var fields []map[string]any
	for _, c := range Columns() {
		f := map[string]any{"name": c.Name, "title": c.Title, "description": c.Description, "type": "string"}
		limits := map[string]any{}
		switch c.Type {
		case "integer":
			f["type"] = "integer"
			limits["minimum"] = 0
		case "month":
			f["type"] = "yearmonth"
		}
		if c.Required {
			limits["required"] = true
		}
		if len(limits) > 0 {
			f["constraints"] = limits
		}
		fields = append(fields, f)
	}
	return map[string]any{"fields": fields, "primaryKey": PrimaryKey(), "missingValues": []string{""}}
}

// DataPackage gives the Frictionless description of all tidy tables.
func (s *Source) DataPackage() map[string]any {
	resources := []map[string]any{}
	for _, period := range s.Edition.Periods() {
		resources = append(resources, map[string]any{
			"name": "fft-" + period, "type": "table", "path": CSVName(period), "title": "Results, " + periodText(period),
			"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": TableSchema(),
			"dialect": map[string]any{"lineTerminator": "\r\n", "header": true},
		})
	}
	return map[string]any{
		"$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
		"name":    ResultsName, "title": ResultsTitle, "description": ResultsDescription + " " + joined(s.Notes()), "homepage": s.BaseURL + "/data",
		"version": editionVersion(s), "created": s.Edition.At.UTC().Format(time.RFC3339),
		"licenses":     []map[string]any{{"name": "OGL-UK-3.0", "path": LicenceURL, "title": LicenceName}},
		"contributors": []map[string]any{{"title": s.Publisher, "email": s.Contact, "roles": []string{"publisher"}}},
		"keywords":     Keywords(), "resources": resources,
	}
}
