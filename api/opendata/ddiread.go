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
	"time"

	"earshot/feedback"
)

// ConvertOptions say what a catalogue of DDI documents does not.
type ConvertOptions struct {
	Publisher string
	Contact   string // e-mail address
	Host      string // put before addresses without one, such as https://indicators.example.org
	Landing   string // address of a dataset's page, {id} standing for its identifier; may be empty
	// Note, if not nil, hears what a person should look at: links that were left
	// out, titles that are too long for data.gov.uk.
	Note func(identifier, what string)
}

// longestTitle is how long data.gov.uk lets a title be, in letters.
const longestTitle = 65

// ConvertDDI reads DDI Codebook documents (one codeBook, or many in a portal
// element, of any version, with or without a namespace, in any encoding) and
// gives a data.json catalogue: how indicator portals are put before data.gov.uk.
// It fails with ErrInvalid on a document without a title or an identifier, or
// whose identifier another has.
func ConvertDDI(r io.Reader, opt ConvertOptions) (map[string]any, error) {
	if opt.Note == nil {
		opt.Note = func(string, string) {}
	}
	d := newXMLDecoder(r)
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
		book, err := readElement(d, start, 0)
		if err != nil {
			return nil, fmt.Errorf("read DDI: document %d: %w: %w", len(datasets)+1, feedback.ErrInvalid, err)
		}
		set, err := opt.dataset(book, len(datasets)+1)
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
func (o *ConvertOptions) dataset(book *element, n int) (map[string]any, error) {
	title := book.first("stdyDscr", "citation", "titlStmt", "titl")
	id := firstOf(book.attr("ID"), book.first("stdyDscr", "citation", "titlStmt", "IDNo"))
	if title == "" {
		return nil, &feedback.FieldError{Field: "titl", Reason: "is missing: every document needs a title", Line: n}
	}
	if id == "" {
		return nil, &feedback.FieldError{Field: "codeBook ID", Reason: "is missing: every document needs an identifier", Line: n}
	}
	if len([]rune(title)) > longestTitle {
		o.Note(id, fmt.Sprintf("its title is longer than %d letters, which is the most that data.gov.uk wants", longestTitle))
	}
	var notes []string
	for _, e := range book.all("stdyDscr", "citation", "notes") {
		if p := e.paragraphs(); p != "" {
			notes = append(notes, p)
		}
	}
	purpose := ""
	for _, e := range book.all("stdyDscr", "stdyInfo", "abstract") {
		purpose = firstOf(purpose, e.paragraphs())
	}
	updated := ""
	for _, e := range book.all("stdyDscr", "citation", "verStmt", "version") {
		updated = firstOf(updated, e.attr("date"), clean(e.text()))
	}
	parts := []string{firstOf(strings.Join(notes, "\n\n"), title)}
	for _, p := range [][2]string{{"Purpose\n\n", purpose}, {"Current version updated: ", updated}, {"Next version due: ", book.first("stdyDscr", "citation", "serStmt", "serName")}} {
		if p[1] != "" {
			parts = append(parts, p[0]+p[1])
		}
	}
	set := map[string]any{
		"@type": "dcat:Dataset", "identifier": id, "title": title, "description": strings.Join(parts, "\n\n"), "keyword": keywordsOf(book),
		"publisher":    map[string]any{"@type": "org:Organization", "name": o.Publisher, "mbox": o.Contact, "email": o.Contact},
		"contactPoint": map[string]any{"@type": "vcard:Contact", "fn": o.Publisher, "hasEmail": "mailto:" + o.Contact},
		"accessLevel":  "public", "license": LicenceURL, "language": []string{"en-GB"},
	}
	if date := isoDate(updated); date != "" {
		set["modified"] = date
	} else if updated != "" {
		o.Note(id, "the date of its version cannot be read: "+updated)
	}
	if o.Landing != "" {
		set["landingPage"] = strings.ReplaceAll(o.Landing, "{id}", url.PathEscape(id))
	}
	files, references := o.files(book, id)
	if len(files) > 0 {
		set["distribution"] = files
	}
	if len(references) > 0 {
		set["references"] = references
	}
	return set, nil
}

// isoDate writes a date as the catalogue's schema takes it: a year, a month or a
// day. It is empty for what is none. Of days in figures the British order is
// meant.
func isoDate(text string) string {
	text = strings.TrimSuffix(clean(text), ".")
	if day, _, ok := strings.Cut(text, "T"); ok && len(day) == 10 {
		text = day
	}
	for in, out := range map[string]string{"2006": "2006", "2006-01": "2006-01", "2006-01-02": "2006-01-02", "20060102": "2006-01-02", "2/1/2006": "2006-01-02", "2-1-2006": "2006-01-02", "2.1.2006": "2006-01-02", "01/2006": "2006-01",
		"January 2006": "2006-01", "Jan 2006": "2006-01", "Jan-2006": "2006-01", "Jan-06": "2006-01", "2 January 2006": "2006-01-02", "2 Jan 2006": "2006-01-02", "2-Jan-2006": "2006-01-02", "January 2, 2006": "2006-01-02", "Monday 2 January 2006": "2006-01-02"} {
		if at, err := time.Parse(in, text); err == nil && at.Year() > 1000 {
			return at.Format(out)
		}
	}
	return ""
}

// badTag is what a catalogue's tags may not hold.
var badTag = regexp.MustCompile(`[^\p{L}\p{N} _.-]+`)

// keywordsOf gives the five that every portal's dataset had and the document's
// own, in the form that CKAN takes: "A&E" becomes "A and E".
func keywordsOf(book *element) []string {
	out := []string{"health", "NHS", "healthcare", "patients", "clinical indicator"}
	for _, e := range book.all("stdyDscr", "stdyInfo", "subject", "keyword") {
		for k := range strings.FieldsFuncSeq(e.text(), func(r rune) bool { return r == ';' || r == ',' || r == '|' }) {
			k = clean(badTag.ReplaceAllString(strings.ReplaceAll(k, "&", " and "), " "))
			if r := []rune(k); len(r) > 100 {
				k = strings.TrimSpace(string(r[:100]))
			}
			if len([]rune(k)) >= 2 && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, k) }) {
				out = append(out, k)
			}
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

// files splits what a document holds into data and what is about it: related
// material first, then other material and the files that are described. An
// address that occurs again is left out: catalogues tell files by address.
func (o *ConvertOptions) files(book *element, id string) (files []map[string]any, references []string) {
	seen := map[string]bool{}
	add := func(uri, title string) {
		address, name, why := o.address(uri)
		if why != "" {
			o.Note(id, "the link "+uri+" was left out: "+why)
		}
		if address == "" || seen[address] {
			return
		}
		seen[address] = true
		format, mediaType, data := media(name)
		if !data {
			references = append(references, address)
			return
		}
		files = append(files, map[string]any{"@type": "dcat:Distribution", "title": firstOf(title, path.Base(name)), "downloadURL": address, "mediaType": mediaType, "format": format})
	}
	for _, c := range book.all("stdyDscr", "othrStdyMat", "relMat", "citation") {
		title := c.first("titlStmt", "titl")
		for _, h := range c.all("holdings") {
			add(h.attr("URI"), title)
		}
	}
	for _, m := range book.all("otherMat") {
		add(m.attr("URI"), m.first("labl"))
	}
	for _, f := range book.all("fileDscr") {
		add(f.attr("URI"), f.first("fileTxt", "fileName"))
	}
	return files, references
}

// address completes an address and gives what it ends in, which tells its
// format. It is empty if it cannot be an address on the web; why says so if it
// seems to have been meant as one.
func (o *ConvertOptions) address(uri string) (full, name, why string) {
	if uri == "" {
		return "", "", ""
	}
	switch {
	case strings.HasPrefix(uri, `\\`):
		return "", "", "it is inside somebody's network"
	case strings.HasPrefix(uri, "//"):
		uri = "https:" + uri
	case strings.HasPrefix(strings.ToLower(uri), "www."):
		uri = "https://" + uri
	}
	u, err := url.Parse(strings.ReplaceAll(uri, `\`, "/"))
	if err != nil {
		return "", "", "it cannot be read"
	}
	if u.Scheme == "" {
		if o.Host == "" {
			return "", "", "it has no host; give one with --host"
		}
		if u, err = url.Parse(strings.TrimRight(o.Host, "/") + "/" + strings.TrimLeft(u.String(), "/")); err != nil {
			return "", "", "it cannot be read"
		}
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return "", "", "it is not an address of the web"
	}
	name = u.Path
	if _, _, data := media(name); !data { // download?file=a.csv
		if i := strings.LastIndexAny(u.RawQuery, "=/"); i >= 0 {
			if _, _, data := media(u.RawQuery); data {
				name = u.RawQuery[i+1:]
			}
		}
	}
	return u.String(), name, ""
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
