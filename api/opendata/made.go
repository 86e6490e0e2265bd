package opendata

import (
	"cmp"
	"encoding/json"
	"net/url"
	"time"

	"earshot/feedback"
	"earshot/scorecard/release"
)

// Content types that files are served with.
const (
	TypeCSV  = "text/csv; charset=utf-8; header=present"
	TypeJSON = "application/json; charset=utf-8"
	TypeXML  = "application/xml; charset=utf-8"
	TypeXLSX = mediaXLSX
	typeCSVM = "application/csvm+json"
)

// Made finds the published file of a name: its content type and how it is made.
// Whatever leaves the service as open data, by whatever way, is found here; ok
// is false for every other name.
func (s *Source) Made(name string) (kind string, make func() ([]byte, error), ok bool) {
	asJSON := func(v any) func() ([]byte, error) {
		return func() ([]byte, error) { return json.MarshalIndent(v, "", " ") }
	}
	switch name {
	case "datapackage.json":
		return TypeJSON, asJSON(s.DataPackage()), true
	case "ddi.xml":
		return TypeXML, s.DDIPortal, true
	case "quality.csv":
		return TypeCSV, s.QualityCSV, true
	}
	for _, period := range s.Edition.Periods() {
		switch name {
		case CSVName(period):
			return TypeCSV, func() ([]byte, error) { return s.CSV(period) }, true
		case CSVName(period) + "-metadata.json":
			return typeCSVM, asJSON(s.CSVW(period)), true
		}
		for _, b := range Books() {
			if name == b.FileName(period) {
				return TypeXLSX, func() ([]byte, error) { return s.Workbook(&b, period) }, true
			}
			for _, sheet := range b.Sheets {
				if name == b.SheetFile(sheet, period) {
					return TypeCSV, func() ([]byte, error) { return s.SheetCSV(&b, sheet, period) }, true
				}
			}
		}
	}
	return "", nil, false
}

// UsualContact gives the address for questions about the data of a service
// that was not told one.
func UsualContact(baseURL string) string {
	host := "localhost"
	if u, err := url.Parse(baseURL); err == nil {
		host = cmp.Or(u.Hostname(), host)
	}
	return "open-data@" + host
}

// NextDue gives the instant at which the month after the last published one is
// first published; zero if nothing is published, or if the calendar publishes
// at intervals. It depends on the edition alone and not on the time of day, so
// that files made of one edition are alike whenever they are made.
func NextDue(c release.Calendar, e *release.Edition) time.Time {
	periods := e.Periods()
	if c.Every > 0 || len(periods) == 0 {
		return time.Time{}
	}
	last, err := feedback.ParseMonth(periods[len(periods)-1])
	if err != nil {
		return time.Time{}
	}
	return c.FirstDue(last + 1)
}
