package opendata

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// The elements of DDI Codebook 2.5 that are written, in the order in
// which its schema wants them.
type (
	ddiPortal struct {
		XMLName xml.Name      `xml:"portal"`
		Books   []ddiCodebook `xml:"codeBook"`
	}
	ddiCodebook struct {
		XMLName xml.Name  `xml:"codeBook"`
		Space   string    `xml:"xmlns,attr,omitempty"`
		Version string    `xml:"version,attr,omitempty"`
		ID      string    `xml:"ID,attr,omitempty"`
		Lang    string    `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"`
		Doc     *ddiDoc   `xml:"docDscr,omitempty"`
		Study   ddiStudy  `xml:"stdyDscr"`
		Files   []ddiFile `xml:"fileDscr,omitempty"`
		Data    *ddiData  `xml:"dataDscr,omitempty"`
	}
	ddiDoc struct {
		Citation ddiCitation `xml:"citation"`
	}
	ddiStudy struct {
		Citation ddiCitation `xml:"citation"`
		Info     ddiInfo     `xml:"stdyInfo"`
		Method   *ddiMethod  `xml:"method,omitempty"`
		Access   *ddiAccess  `xml:"dataAccs,omitempty"`
		Other    *ddiOther   `xml:"othrStdyMat,omitempty"`
		Notes    []string    `xml:"notes,omitempty"`
	}
	ddiCitation struct {
		Title    ddiTitle      `xml:"titlStmt"`
		Resp     *ddiResp      `xml:"rspStmt,omitempty"`
		Prod     *ddiProd      `xml:"prodStmt,omitempty"`
		Dist     *ddiDist      `xml:"distStmt,omitempty"`
		Series   *ddiSeries    `xml:"serStmt,omitempty"`
		Version  *ddiVersion   `xml:"verStmt,omitempty"`
		Holdings []ddiHoldings `xml:"holdings,omitempty"`
		Notes    []string      `xml:"notes,omitempty"`
	}
	ddiTitle struct {
		Title string `xml:"titl"`
		IDNo  string `xml:"IDNo,omitempty"`
	}
	ddiResp struct {
		Author string `xml:"AuthEnty"`
	}
	ddiProd struct {
		Producer  string `xml:"producer,omitempty"`
		Copyright string `xml:"copyright,omitempty"`
	}
	ddiDist struct {
		Distributor string      `xml:"distrbtr,omitempty"`
		Contact     *ddiContact `xml:"contact,omitempty"`
		Date        *ddiDate    `xml:"distDate,omitempty"`
	}
	ddiContact struct {
		Email string `xml:"email,attr,omitempty"`
		Name  string `xml:",chardata"`
	}
	ddiDate struct {
		Date string `xml:"date,attr,omitempty"`
		Text string `xml:",chardata"`
	}
	ddiSeries struct {
		Name string `xml:"serName,omitempty"`
	}
	ddiVersion struct {
		Version ddiDate `xml:"version"`
	}
	ddiHoldings struct {
		URI  string `xml:"URI,attr,omitempty"`
		Text string `xml:",chardata"`
	}
	ddiInfo struct {
		Subject  *ddiSubject `xml:"subject,omitempty"`
		Abstract string      `xml:"abstract,omitempty"`
		Summary  *ddiSummary `xml:"sumDscr,omitempty"`
	}
	ddiSubject struct {
		Keywords []string `xml:"keyword"`
		Topics   []string `xml:"topcClas,omitempty"`
	}
	ddiSummary struct {
		Periods  []ddiPeriod `xml:"timePrd,omitempty"`
		Nation   string      `xml:"nation,omitempty"`
		Coverage string      `xml:"geogCover,omitempty"`
		Unit     string      `xml:"anlyUnit,omitempty"`
		Universe string      `xml:"universe,omitempty"`
		Kind     string      `xml:"dataKind,omitempty"`
	}
	ddiPeriod struct {
		Event string `xml:"event,attr,omitempty"`
		Date  string `xml:"date,attr,omitempty"`
		Text  string `xml:",chardata"`
	}
	ddiMethod struct {
		Collection *ddiCollection `xml:"dataColl,omitempty"`
		Notes      []string       `xml:"notes,omitempty"`
	}
	ddiCollection struct {
		Frequency string `xml:"frequenc,omitempty"`
		Mode      string `xml:"collMode,omitempty"`
		Cleaning  string `xml:"cleanOps,omitempty"`
	}
	ddiAccess struct {
		Use *ddiUse `xml:"useStmt,omitempty"`
	}
	ddiUse struct {
		Confidentiality string `xml:"confDec,omitempty"`
		Cite            string `xml:"citReq,omitempty"`
		Conditions      string `xml:"conditions,omitempty"`
	}
	ddiOther struct {
		Related []ddiRelated `xml:"relMat,omitempty"`
	}
	ddiRelated struct {
		Citation *ddiCitation `xml:"citation,omitempty"`
	}
	ddiFile struct {
		ID   string     `xml:"ID,attr"`
		URI  string     `xml:"URI,attr"`
		Text ddiFileTxt `xml:"fileTxt"`
	}
	ddiFileTxt struct {
		Name string `xml:"fileName"`
		Type string `xml:"fileType"`
	}
	ddiData struct {
		Vars []ddiVar `xml:"var"`
	}
	ddiVar struct {
		ID       string    `xml:"ID,attr"`
		Name     string    `xml:"name,attr"`
		Files    string    `xml:"files,attr,omitempty"`
		Interval string    `xml:"intrvl,attr,omitempty"`
		Label    string    `xml:"labl"`
		Text     string    `xml:"txt,omitempty"`
		Codes    []ddiCode `xml:"catgry,omitempty"`
		Concept  string    `xml:"concept,omitempty"`
		Format   ddiFormat `xml:"varFormat"`
	}
	ddiCode struct {
		Value string `xml:"catValu"`
		Label string `xml:"labl"`
	}
	ddiFormat struct {
		Type   string `xml:"type,attr"`
		Schema string `xml:"schema,attr"`
	}
)

// DDI gives the description of an indicator as a DDI Codebook 2.5 document.
func (s *Source) DDI(i *Indicator) ([]byte, error) {
	book := s.ddiBook(i)
	b, err := xml.MarshalIndent(book, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("ddi %s: %w", i.Code, err)
	}
	return append([]byte(xml.Header), append(b, '\n')...), nil
}

// DDIPortal gives the descriptions of all indicators in one document, as
// indicator portals fed them to catalogues.
func (s *Source) DDIPortal() ([]byte, error) {
	portal := ddiPortal{}
	for _, i := range Indicators() {
		portal.Books = append(portal.Books, s.ddiBook(&i))
	}
	b, err := xml.MarshalIndent(portal, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("ddi: %w", err)
	}
	return append([]byte(xml.Header), append(b, '\n')...), nil
}

func (s *Source) ddiBook(i *Indicator) ddiCodebook {
	modified := s.Edition.At.UTC().Format(time.DateOnly)
	title := ddiTitle{Title: i.Name, IDNo: i.Code}
	next := "Monthly"
	if !s.Next.IsZero() {
		next = s.Next.UTC().Format(time.DateOnly)
	}
	book := ddiCodebook{Space: "ddi:codebook:2_5", Version: "2.5", ID: i.Code, Lang: "en-GB",
		Doc: &ddiDoc{Citation: ddiCitation{Title: ddiTitle{Title: "Description of: " + i.Name}, Prod: &ddiProd{Producer: s.Publisher}, Version: version(modified)}}}
	book.Study = ddiStudy{
		Citation: ddiCitation{Title: title, Resp: &ddiResp{s.Publisher}, Prod: &ddiProd{Producer: s.Publisher, Copyright: Attribution},
			Dist:   &ddiDist{Distributor: s.Publisher, Contact: &ddiContact{Email: s.Contact, Name: s.Publisher}, Date: &ddiDate{Date: modified, Text: modified}},
			Series: &ddiSeries{Name: next}, Version: version(modified), Holdings: []ddiHoldings{{URI: s.BaseURL + "/data/" + ResultsName, Text: ResultsTitle}},
			Notes: []string{i.Definition}},
		Info: ddiInfo{Subject: &ddiSubject{Keywords: Keywords(), Topics: []string{"Patient experience"}}, Abstract: i.Purpose,
			Summary: &ddiSummary{Nation: "England", Coverage: "England, areas, integrated care boards, providers, sites and wards", Unit: "Place and calendar month",
				Universe: sourceOf(i), Kind: "Aggregate data"}},
		Method: &ddiMethod{Collection: &ddiCollection{Frequency: "Continuous; published monthly", Mode: sourceNote, Cleaning: "Repeated deliveries of one answer are counted once. An answer counts on its London day."},
			Notes: []string{roundingNote, intervalNote}},
		Access: &ddiAccess{Use: &ddiUse{Confidentiality: DisclosureNote, Cite: Attribution, Conditions: LicenceName + " " + LicenceURL}},
		Other:  &ddiOther{}, Notes: s.Notes(),
	}
	if !i.Proportion() {
		book.Study.Method.Notes = nil
	}
	var ids []string
	for _, period := range s.Edition.Periods() {
		url := s.BaseURL + "/data/" + CSVName(period)
		id := "F" + strings.ReplaceAll(period, "-", "")
		ids = append(ids, id)
		book.Files = append(book.Files, ddiFile{ID: id, URI: url, Text: ddiFileTxt{Name: CSVName(period), Type: "CSV (RFC 4180), UTF-8"}})
		book.Study.Other.Related = append(book.Study.Other.Related, ddiRelated{&ddiCitation{Title: ddiTitle{Title: "Results, " + periodText(period) + " (CSV)"}, Holdings: []ddiHoldings{{URI: url}}}})
		book.Study.Info.Summary.Periods = append(book.Study.Info.Summary.Periods, ddiPeriod{Event: "single", Date: period, Text: period})
	}
	book.Study.Other.Related = append(book.Study.Other.Related, ddiRelated{&ddiCitation{Title: ddiTitle{Title: "How the figures are made"}, Holdings: []ddiHoldings{{URI: s.BaseURL + "/about/figures"}}}})
	book.Data = &ddiData{Vars: ddiVars(i, strings.Join(ids, " "))}
	return book
}

func sourceOf(i *Indicator) string {
	if i.Proportion() {
		return i.Denominator
	}
	return i.Numerator
}

func version(date string) *ddiVersion { return &ddiVersion{ddiDate{Date: date, Text: date}} }

// ddiVars describes the columns that an indicator is read from.
func ddiVars(i *Indicator, files string) []ddiVar {
	want := map[string]bool{"period": true, "level": true, "place_id": true, "setting": true, "marker": true, "responses": true, i.Column: true}
	if i.Column == "percent_positive" {
		want["positive_lower_95"], want["positive_upper_95"] = true, true
	}
	var out []ddiVar
	for _, c := range Columns() {
		if !want[c.Name] {
			continue
		}
		v := ddiVar{ID: "V_" + c.Name, Name: c.Name, Files: files, Interval: "discrete", Label: c.Title, Text: c.Description, Format: ddiFormat{"character", "other"}}
		if c.Integer() {
			v.Format.Type, v.Interval = "numeric", "contin"
		}
		if c.Name == "marker" {
			v.Codes = []ddiCode{{"[c]", "Hidden to protect people"}, {"[x]", "Not available"}, {"[z]", "Not applicable: nobody answered"}}
		}
		if c.Name == i.Column {
			v.Concept = i.Name
		}
		out = append(out, v)
	}
	return out
}
