package opendata

import (
	"time"
)

// DataJSON gives the catalogue in the shape of Project Open Data 1.1, as
// data.gov.uk's harvesters read it. Members that only one reader knows stand
// beside the standard's: mbox and email for two generations of harvesters.
func (s *Source) DataJSON() map[string]any {
	datasets := []map[string]any{}
	for _, d := range s.Catalogue() {
		datasets = append(datasets, s.dataJSONSet(&d))
	}
	return map[string]any{
		"@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld", "@id": s.BaseURL + "/data.json", "@type": "dcat:Catalog",
		"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
		"dataset": datasets,
	}
}

func (s *Source) dataJSONSet(d *Dataset) map[string]any {
	var files []map[string]any
	for i := range d.Files {
		f := &d.Files[i]
		file := map[string]any{"@type": "dcat:Distribution", "title": f.Title, "downloadURL": s.URL(f), "mediaType": f.Media, "format": f.Format}
		if f.Tidy {
			file["describedBy"], file["describedByType"] = s.URL(f)+"-metadata.json", "application/csvm+json"
		}
		files = append(files, file)
	}
	return map[string]any{
		"@type": "dcat:Dataset", "identifier": s.DatasetURL(d), "title": d.Title, "description": d.Description + " " + joined(s.Notes()),
		"keyword": Keywords(), "issued": d.Issued.UTC().Format(time.DateOnly), "modified": d.Modified.UTC().Format(time.DateOnly),
		"publisher":    map[string]any{"@type": "org:Organization", "name": s.Publisher, "mbox": s.Contact, "email": s.Contact},
		"contactPoint": map[string]any{"@type": "vcard:Contact", "fn": s.Publisher, "hasEmail": "mailto:" + s.Contact},
		"accessLevel":  "public", "license": LicenceURL, "accrualPeriodicity": "R/P1M", "language": []string{"en-GB"},
		"temporal": d.From.String() + "/" + d.To.String(), "spatial": "England", "landingPage": s.DatasetURL(d), "distribution": files,
	}
}

// DatasetURL gives the lasting address, which is also the identifier, of a
// dataset.
func (s *Source) DatasetURL(d *Dataset) string { return s.BaseURL + "/data/" + d.Name }
