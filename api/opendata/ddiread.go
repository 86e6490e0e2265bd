package opendata

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"earshot/feedback"
)

// ConvertOptions say what a catalogue of DDI documents does not.
type ConvertOptions struct {
	Publisher string
	Contact   string // e-mail address
	Host      string // put before addresses without one, such as https://indicators.example.org
	Landing   string // address of a dataset's page, {id} standing for its identifier; may be empty
}

// ConvertDDI reads DDI Codebook documents (one codeBook, or many in a portal
// element, with or without a namespace) and gives a data.json catalogue: how
// indicator portals are put before data.gov.uk. It fails with ErrInvalid on a
// document without a title or an identifier.
func ConvertDDI(r io.Reader, opt ConvertOptions) (map[string]any, error) {
	d := xml.NewDecoder(r)
	datasets := []map[string]any{}
	seen := map[string]bool{}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read DDI: %w: %w", feedback.ErrInvalid, err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "codeBook" {
			continue
		}
		var book ddiCodebook
		if err := d.DecodeElement(&book, &start); err != nil {
			return nil, fmt.Errorf("read DDI: %w: %w", feedback.ErrInvalid, err)
		}
		set, err := opt.dataset(&book, len(datasets)+1)
		if err != nil {
			return nil, err
		}
		id, _ := set["identifier"].(string)
		if seen[id] {
			return nil, &feedback.FieldError{Field: "codeBook ID", Reason: "is used twice; a catalogue needs one identifier a dataset", Line: len(datasets) + 1}
		}
		seen[id] = true
		datasets = append(datasets, set)
	}
	if len(datasets) == 0 {
		return nil, &feedback.FieldError{Field: "codeBook", Reason: "is missing: there is no DDI Codebook document in the file"}
	}
	return map[string]any{"@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld", "@type": "dcat:Catalog", "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
		"describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json", "dataset": datasets}, nil
}

// dataset turns the nth document into an entry.
func (o *ConvertOptions) dataset(b *ddiCodebook, n int) (map[string]any, error) {
	c := &b.Study.Citation
	title := clean(c.Title.Title)
	id := firstOf(clean(b.ID), clean(b.OldID), clean(c.Title.IDNo))
	if title == "" {
		return nil, &feedback.FieldError{Field: "titl", Reason: "is missing: every document needs a title", Line: n}
	}
	if id == "" {
		return nil, &feedback.FieldError{Field: "codeBook ID", Reason: "is missing: every document needs an identifier", Line: n}
	}
	definition := clean(strings.Join(c.Notes, "\n\n"))
	purpose := clean(b.Study.Info.Abstract)
	modified, next := "", ""
	if c.Version != nil {
		modified = firstOf(clean(c.Version.Version.Date), clean(c.Version.Version.Text))
	}
	if c.Series != nil {
		next = clean(c.Series.Name)
	}
	parts := []string{firstOf(definition, title)}
	for _, p := range [][2]string{{"Purpose\n\n", purpose}, {"Current version updated: ", modified}, {"Next version due: ", next}} {
		if p[1] != "" {
			parts = append(parts, p[0]+p[1])
		}
	}
	set := map[string]any{
		"@type": "dcat:Dataset", "identifier": id, "title": title, "description": strings.Join(parts, "\n\n"), "keyword": o.keywords(b),
		"publisher":    map[string]any{"@type": "org:Organization", "name": o.Publisher, "mbox": o.Contact, "email": o.Contact},
		"contactPoint": map[string]any{"@type": "vcard:Contact", "fn": o.Publisher, "hasEmail": "mailto:" + o.Contact},
		"accessLevel":  "public", "license": LicenceURL, "language": []string{"en-GB"},
	}
	if isoDate.MatchString(modified) {
		set["modified"] = modified
	}
	if o.Landing != "" {
		set["landingPage"] = strings.ReplaceAll(o.Landing, "{id}", url.PathEscape(id))
	}
	files, references := o.files(b)
	if len(files) > 0 {
		set["distribution"] = files
	}
	if len(references) > 0 {
		set["references"] = references
	}
	return set, nil
}

// isoDate is a year, a month or a day, as the catalogue's schema takes them.
var isoDate = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$`)

// badTag is what a catalogue's tags may not hold.
var badTag = regexp.MustCompile(`[^\p{L}\p{N} _.-]+`)

// keywords gives the five that every portal's dataset had and the document's
// own, in the form that CKAN takes: "A&E" becomes "A and E".
func (o *ConvertOptions) keywords(b *ddiCodebook) []string {
	out := []string{"health", "NHS", "healthcare", "patients", "clinical indicator"}
	if b.Study.Info.Subject == nil {
		return out
	}
	for _, k := range b.Study.Info.Subject.Keywords {
		k = clean(badTag.ReplaceAllString(strings.ReplaceAll(k, "&", " and "), " "))
		if r := []rune(k); len(r) > 100 {
			k = strings.TrimSpace(string(r[:100]))
		}
		if len([]rune(k)) >= 2 && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, k) }) {
			out = append(out, k)
		}
	}
	return out
}

// media gives the format and media type of files that are data.
func media(name string) (format, mediaType string, data bool) {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv":
		return "CSV", mediaCSV, true
	case ".xls":
		return "XLS", "application/vnd.ms-excel", true
	case ".xlsx":
		return "XLSX", mediaXLSX, true
	}
	return "", "", false
}

// files splits what a document holds into data and what is about it. An
// address that occurs again is left out: catalogues tell files by address.
func (o *ConvertOptions) files(b *ddiCodebook) (files []map[string]any, references []string) {
	if b.Study.Other == nil {
		return nil, nil
	}
	seen := map[string]bool{}
	for _, m := range b.Study.Other.Related {
		if m.Citation == nil {
			continue
		}
		for _, h := range m.Citation.Holdings {
			address, name := o.address(clean(h.URI))
			if address == "" || seen[address] {
				continue
			}
			seen[address] = true
			format, mediaType, data := media(name)
			if !data {
				references = append(references, address)
				continue
			}
			files = append(files, map[string]any{"@type": "dcat:Distribution", "title": firstOf(clean(m.Citation.Title.Title), path.Base(name)),
				"downloadURL": address, "mediaType": mediaType, "format": format})
		}
	}
	return files, references
}

// address completes an address and gives its path; it is empty if it cannot be
// an address on the web.
func (o *ConvertOptions) address(uri string) (full, name string) {
	u, err := url.Parse(uri)
	if err != nil || uri == "" {
		return "", ""
	}
	if u.Scheme == "" {
		if o.Host == "" {
			return "", ""
		}
		if u, err = url.Parse(strings.TrimRight(o.Host, "/") + "/" + strings.TrimLeft(uri, "/")); err != nil {
			return "", ""
		}
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", ""
	}
	return u.String(), u.Path
}

// clean makes one line of text of what an element held.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
