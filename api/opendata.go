package api

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"earshot/api/opendata"
	"earshot/feedback"
)

// shelf remembers files of the edition in force, since making one takes longer
// than sending it. A new edition or directory empties it.
type shelf struct {
	mu     sync.Mutex
	of     *opendata.Source
	files  map[string][]byte
	tables map[string][][]string
	// summaries are areas' published cards over the usual spans.
	summaries map[string]summary
}

// source gives what open data is made from, and the shelf of its files.
func (s *server) source() *opendata.Source {
	e, dir := s.published.Current(), s.directory()
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	if of := s.shelf.of; of != nil && of.Edition == e && of.Directory == dir {
		return of
	}
	s.shelf.of = &opendata.Source{Edition: e, Directory: dir, BaseURL: s.publicURL, Publisher: s.publisher, Contact: s.contact, Demonstration: s.demonstration}
	s.shelf.of.Next = opendata.NextDue(s.published.Calendar(), e)
	s.shelf.files, s.shelf.tables, s.shelf.summaries = map[string][]byte{}, map[string][][]string{}, map[string]summary{}
	return s.shelf.of
}

// made gives a file, from the shelf if it was made before.
func (s *server) made(src *opendata.Source, name string, make func() ([]byte, error)) ([]byte, error) {
	s.shelf.mu.Lock()
	b, ok := s.shelf.files[name]
	ok = ok && s.shelf.of == src
	s.shelf.mu.Unlock()
	if ok {
		return b, nil
	}
	b, err := make()
	if err != nil {
		return nil, err
	}
	s.shelf.mu.Lock()
	if s.shelf.of == src {
		s.shelf.files[name] = b
	}
	s.shelf.mu.Unlock()
	return b, nil
}

// table gives the tidy table of a month, from the shelf if it was made before.
func (s *server) table(src *opendata.Source) func(string) [][]string {
	return func(period string) [][]string {
		s.shelf.mu.Lock()
		t, ok := s.shelf.tables[period]
		ok = ok && s.shelf.of == src
		s.shelf.mu.Unlock()
		if ok {
			return t
		}
		t = src.Table(period)
		s.shelf.mu.Lock()
		if s.shelf.of == src {
			s.shelf.tables[period] = t
		}
		s.shelf.mu.Unlock()
		return t
	}
}

// dataRoutes are the addresses of open data.
func (s *server) dataRoutes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{get, "/data", s.dataPage, 0, usualTime},
		{get, "/data/{name}", s.getData, 0, dataTime},
		{get, "/data.json", s.getDataJSON, 0, usualTime},
		{get, "/catalog.{syntax:jsonld|ttl|rdf|xml}", s.getDCAT, 0, usualTime},
		{get, "/ddi/{code}", s.getDDI, 0, usualTime},
		{get, "/v1/releases", s.getReleases, 0, usualTime},
		{get, "/api/3/action/{action}", s.ckan, maxPage, dataTime},
		{post, "/api/3/action/{action}", s.ckan, maxPage, dataTime},
		{get, "/api/action/{action}", s.ckan, maxPage, dataTime},
		{post, "/api/action/{action}", s.ckan, maxPage, dataTime},
		{get, "/datastore/dump/{file}", s.ckanDump, 0, dataTime},
		{get, "/api/util/status", s.ckanStatus, 0, usualTime},
		{get, "/api/3", s.ckanVersion, 0, usualTime},
		{get, "/api/all_data/csv/{by}", s.fingertipsData, 0, dataTime},
		{get, "/api/indicator_metadata/csv/{by}", s.fingertipsMetadataCSV, 0, usualTime},
		{get, "/api/indicator_metadata/{by}", s.fingertipsMetadata, 0, usualTime},
		{get, "/api/{path:.+}", s.fingertips, 0, usualTime},
		{get, "/fhir/metadata", s.fhirStatement, 0, usualTime},
		{get, "/fhir/Questionnaire/fft", s.fhirQuestionnaire, 0, usualTime},
		{get, "/fhir/Measure/{id}", s.fhirMeasure, 0, usualTime},
		{get, "/fhir/Organization/{id}", s.fhirOrganization, 0, usualTime},
		{get, "/fhir/MeasureReport", s.fhirReports, 0, dataTime},
	}
}

// dataTime is how long the making of a large file may take.
const dataTime = time.Minute

// Media types that are not in every table.
const (
	typeCSV    = opendata.TypeCSV
	typeJSON   = opendata.TypeJSON
	typeXML    = opendata.TypeXML
	typeJSONLD = "application/ld+json; charset=utf-8"
	typeFHIR   = "application/fhir+json; charset=utf-8"
	typeXLSX   = opendata.TypeXLSX
)

// getData is GET /data/{name}: a file by its name, or a dataset's page.
func (s *server) getData(w http.ResponseWriter, r *http.Request) error {
	name := mux.Vars(r)["name"]
	src := s.source()
	kind, make, err := s.file(src, name)
	if err != nil {
		return err
	}
	if make == nil {
		return s.dataPage(w, r)
	}
	body, err := s.made(src, name, make)
	if err != nil {
		return err
	}
	if kind == typeXLSX || kind == typeCSV {
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	}
	return s.sendPublic(w, r, kind, body)
}

// file finds how a file is made; make is nil if the name is a dataset's.
func (s *server) file(src *opendata.Source, name string) (kind string, make func() ([]byte, error), err error) {
	if name == opendata.ResultsName || name == opendata.WorkbookName {
		return "", nil, nil
	}
	kind, make, ok := src.Made(name)
	if !ok {
		return "", nil, fmt.Errorf("file: %w", feedback.ErrNotFound)
	}
	return kind, make, nil
}

// dataSet is a dataset on the page of open data.
type dataSet struct {
	opendata.Dataset
	Months []dataMonth
	Other  []dataLink
}

type dataMonth struct {
	Name  string
	Files []dataLink
}

type dataLink struct{ Text, URL string }

type dataData struct {
	Sets     []dataSet
	Notes    []string
	Licence  dataLink
	Next     string
	AsOf     string
	Edition  int64
	Upcoming []dataLink // months and when they are due
	JSONLD   string
}

// dataPage is GET /data.
func (s *server) dataPage(w http.ResponseWriter, _ *http.Request) error {
	src := s.source()
	d := dataData{Notes: src.Notes(), Licence: dataLink{opendata.LicenceName, opendata.LicenceURL}, Edition: src.Edition.Number}
	if d.Edition > 0 {
		d.AsOf = src.Edition.At.In(feedback.London()).Format("15:04 on 2 January 2006")
	}
	for _, set := range src.Catalogue() {
		ds := dataSet{Dataset: set}
		for i := range set.Files {
			f := &set.Files[i]
			link := dataLink{f.Title, "/data/" + f.Name}
			if f.Period == "" {
				ds.Other = append(ds.Other, link)
				continue
			}
			if name := monthName(f.Period); len(ds.Months) == 0 || ds.Months[len(ds.Months)-1].Name != name {
				ds.Months = append(ds.Months, dataMonth{Name: name})
			}
			m := &ds.Months[len(ds.Months)-1]
			m.Files = append(m.Files, link)
		}
		d.Sets = append(d.Sets, ds)
	}
	for _, u := range s.upcoming() {
		d.Upcoming = append(d.Upcoming, dataLink{monthName(u.Period), u.Due.In(feedback.London()).Format("15:04 on 2 January 2006")})
	}
	s.keepPublic(w)
	return s.pages.show(w, http.StatusOK, Page{Title: "Open data"}, "data.html", d)
}

// upcoming is a month and when it is first published.
type upcoming struct {
	Period string    `json:"period"`
	Due    time.Time `json:"due"`
}

// upcoming gives the release calendar of the next twelve months.
func (s *server) upcoming() []upcoming {
	c := s.published.Calendar()
	if c.Every > 0 {
		return nil
	}
	var out []upcoming
	now := s.now()
	for m := feedback.DayOf(now).Month() - 2; len(out) < 12; m++ {
		if due := c.FirstDue(m); due.After(now) {
			out = append(out, upcoming{m.String(), due.UTC()})
		}
	}
	return out
}

// getReleases is GET /v1/releases: what is published and what comes.
func (s *server) getReleases(w http.ResponseWriter, r *http.Request) error {
	src := s.source()
	a := releasesAnswer{Edition: src.Edition.Number, Published: []monthFile{}, Upcoming: s.upcoming(), Licence: opendata.LicenceURL, Attribution: opendata.Attribution, Notes: src.Notes()}
	for _, p := range src.Edition.Periods() {
		a.Published = append(a.Published, monthFile{p, s.publicURL + "/data/" + opendata.CSVName(p)})
	}
	if src.Edition.Number > 0 {
		a.At = new(src.Edition.At)
	}
	return s.sendPublicJSON(w, r, a)
}

// getDataJSON is GET /data.json.
func (s *server) getDataJSON(w http.ResponseWriter, r *http.Request) error {
	src := s.source()
	body, err := s.made(src, "data.json", func() ([]byte, error) { return json.MarshalIndent(src.DataJSON(), "", " ") })
	if err != nil {
		return err
	}
	return s.sendPublic(w, r, typeJSON, body)
}

// getDCAT is GET /catalog.jsonld, .ttl and .rdf.
func (s *server) getDCAT(w http.ResponseWriter, r *http.Request) error {
	src := s.source()
	switch mux.Vars(r)["syntax"] {
	case "ttl":
		return s.sendPublic(w, r, "text/turtle; charset=utf-8", src.DCATTurtle())
	case "rdf", "xml":
		return s.sendPublic(w, r, "application/rdf+xml; charset=utf-8", src.DCATXML())
	}
	body, err := src.DCATJSONLD()
	if err != nil {
		return err
	}
	return s.sendPublic(w, r, typeJSONLD, body)
}

// getDDI is GET /ddi/{code}: one indicator's description, with or without .xml.
func (s *server) getDDI(w http.ResponseWriter, r *http.Request) error {
	src := s.source()
	for _, i := range opendata.Indicators() {
		if strings.EqualFold(strings.TrimSuffix(mux.Vars(r)["code"], ".xml"), i.Code) {
			body, err := src.DDI(&i)
			if err != nil {
				return err
			}
			return s.sendPublic(w, r, typeXML, body)
		}
	}
	return fmt.Errorf("indicator: %w", feedback.ErrNotFound)
}
