package opendata

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"earshot/feedback"
)

// The datasets' names and what they hold.
const (
	ResultsName        = "friends-and-family-test-results"
	ResultsTitle       = "Friends and Family Test results by place and month"
	ResultsDescription = "What patients answered to the Friends and Family Test, by month, for England, areas, care boards, providers, sites and wards. Counts of the six answers, percentages with intervals, and modes of collection. One row for each place and setting."
	WorkbookName       = "friends-and-family-test-workbooks"
	WorkbookTitle      = "Friends and Family Test monthly workbooks"
	WorkbookText       = "Monthly results laid out as in NHS England's workbooks: care boards, trusts, sites and wards, with modes of collection. Hidden figures are marked with an asterisk, total responses included."
)

// Keywords gives the tags of every dataset.
func Keywords() []string {
	return []string{"health", "NHS", "healthcare", "patients", "patient experience", "friends and family test"}
}

// editionVersion numbers an edition as software is numbered.
func editionVersion(s *Source) string { return fmt.Sprintf("1.%d.0", s.Edition.Number) }

func joined(notes []string) string { return strings.Join(notes, " ") }

// Dataset is one set of files, as catalogues list it.
type Dataset struct {
	Name        string // lower case, hyphens
	Title       string
	Description string
	Issued      time.Time // day on which the first month was published, or the month ended
	Modified    time.Time
	From, To    feedback.Day // days covered
	Files       []File
}

// ID gives the lasting id of a dataset, as a UUID.
func (d *Dataset) ID() string { return uuidOf("dataset:" + d.Name) }

// File is one file of a dataset.
type File struct {
	Name   string // last part of its address
	Title  string
	Format string // CSV, XLSX, JSON, XML
	Media  string
	Period string // empty if of all months
	Tidy   bool   // the tidy table of a month, which can be queried
}

// ID gives the lasting id of a file, as a UUID.
func (f *File) ID() string { return uuidOf("file:" + f.Name) }

// URL gives the file's address.
func (s *Source) URL(f *File) string { return s.BaseURL + "/data/" + f.Name }

// uuidOf makes a UUID of version 8 from a name, the same everywhere.
func uuidOf(name string) string {
	h := sha256.Sum256([]byte("earshot:" + name))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// Media types of the files.
const (
	mediaCSV  = "text/csv"
	mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	mediaJSON = "application/json"
	mediaXML  = "application/xml"
)

// Catalogue lists what is published; nothing before the first publication.
func (s *Source) Catalogue() []Dataset {
	periods := s.Edition.Periods()
	if len(periods) == 0 {
		return nil
	}
	first, err1 := feedback.ParseMonth(periods[0])
	last, err2 := feedback.ParseMonth(periods[len(periods)-1])
	if err1 != nil || err2 != nil {
		return nil
	}
	results := Dataset{Name: ResultsName, Title: ResultsTitle, Description: ResultsDescription}
	books := Dataset{Name: WorkbookName, Title: WorkbookTitle, Description: WorkbookText}
	for i := len(periods) - 1; i >= 0; i-- {
		p := periods[i]
		results.Files = append(results.Files, File{Name: CSVName(p), Title: "Results, " + periodText(p) + " (CSV)", Format: "CSV", Media: mediaCSV, Period: p, Tidy: true})
		for _, b := range Books() {
			books.Files = append(books.Files, File{Name: b.FileName(p), Title: b.Title + ", " + periodText(p) + " (Excel workbook)", Format: "XLSX", Media: mediaXLSX, Period: p})
			for _, sheet := range b.Sheets {
				books.Files = append(books.Files, File{Name: b.SheetFile(sheet, p), Title: b.Title + ", " + sheet.Name + ", " + periodText(p) + " (CSV)", Format: "CSV", Media: mediaCSV, Period: p})
			}
		}
	}
	results.Files = append(results.Files,
		File{Name: "datapackage.json", Title: "Frictionless data package of all months", Format: "JSON", Media: mediaJSON},
		File{Name: "ddi.xml", Title: "Descriptions of the indicators (DDI Codebook 2.5)", Format: "XML", Media: mediaXML},
		File{Name: "quality.csv", Title: "Notes on the quality of the data, by month (CSV)", Format: "CSV", Media: mediaCSV})
	out := []Dataset{results, books}
	for i := range out {
		out[i].Issued, out[i].Modified = (first + 1).First().Start(), s.Edition.At
		if out[i].Modified.Before(out[i].Issued) { // a month published while it runs
			out[i].Issued = out[i].Modified
		}
		out[i].From, out[i].To = first.First(), last.Last()
	}
	return out
}
