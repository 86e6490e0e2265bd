package api

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
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
	if s.published.Calendar().Every == 0 {
		s.shelf.of.Next = s.published.Calendar().Next(s.now())
	}
	s.shelf.files, s.shelf.tables = map[string][]byte{}, map[string][][]string{}
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
	typeCSV    = "text/csv; charset=utf-8; header=present"
	typeJSON   = "application/json; charset=utf-8"
	typeXML    = "application/xml; charset=utf-8"
	typeJSONLD = "application/ld+json; charset=utf-8"
	typeFHIR   = "application/fhir+json; charset=utf-8"
	typeXLSX   = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
	asJSON := func(v any) func() ([]byte, error) {
		return func() ([]byte, error) { return json.MarshalIndent(v, "", " ") }
	}
	switch name {
	case "datapackage.json":
		return typeJSON, asJSON(src.DataPackage()), nil
	case "ddi.xml":
		return typeXML, src.DDIPortal, nil
	case "quality.csv":
		return typeCSV, src.QualityCSV, nil
	case opendata.ResultsName, opendata.WorkbookName:
		return "", nil, nil
	}
	for _, period := range src.Edition.Periods() {
		switch name {
		case opendata.CSVName(period):
			return typeCSV, func() ([]byte, error) { return src.CSV(period) }, nil
		case opendata.CSVName(period) + "-metadata.json":
			return "application/csvm+json", asJSON(src.CSVW(period)), nil
		}
		for _, b := range opendata.Books() {
			if name == b.FileName(period) {
				return typeXLSX, func() ([]byte, error) { return src.Workbook(&b, period) }, nil
			}
			for _, sheet := range b.Sheets {
				if name == b.SheetFile(sheet, period) {
					return typeCSV, func() ([]byte, error) { return src.SheetCSV(&b, sheet, period) }, nil
				}
			}
		}
	}
	return "", nil, fmt.Errorf("file: %w", feedback.ErrNotFound)
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

// ckan is GET and POST /api/3/action/{action}. Parameters of the address count
// on a POST too, as clients send them.
func (s *server) ckan(w http.ResponseWriter, r *http.Request) error {
	action := mux.Vars(r)["action"]
	help := s.publicURL + "/api/3/action/help_show?name=" + url.QueryEscape(action)
	req, err := ckanRequest(r)
	var result any
	if err == nil {
		src := s.source()
		result, err = src.CKAN(action, req, s.table(src))
	}
	var fault *opendata.CKANError
	switch {
	case errors.As(err, &fault):
		return sendCKANError(w, help, fault)
	case err != nil:
		return err
	}
	body, err := json.Marshal(map[string]any{"help": help, "success": true, "result": result})
	if err != nil {
		return err
	}
	return s.sendPublic(w, r, "application/json;charset=utf-8", body)
}

func sendCKANError(w http.ResponseWriter, help string, e *opendata.CKANError) error {
	var v any = e.Text
	if e.Type != "" {
		detail := map[string]any{"__type": e.Type}
		for field, messages := range e.Fields {
			detail[field] = messages
		}
		if e.Text != "" {
			detail["message"] = e.Text
		}
		v = map[string]any{"help": help, "success": false, "error": detail}
	}
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	public(w)
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "application/json;charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(e.Status)
	_, _ = w.Write(body) // the client has gone if this fails
	return nil
}

// ckanRequest reads what an action is asked with.
func ckanRequest(r *http.Request) (opendata.CKANRequest, error) {
	req := opendata.CKANValues(r.URL.Query())
	if r.Method != http.MethodPost {
		return req, nil
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		if err := r.ParseMultipartForm(maxPage); err != nil {
			return nil, &opendata.CKANError{Status: http.StatusBadRequest, Text: "Bad request - the form cannot be read"}
		}
		for name, v := range opendata.CKANValues(r.MultipartForm.Value) {
			req[name] = v
		}
		return req, nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(string(body))
	if kind == "application/x-www-form-urlencoded" && !strings.HasPrefix(text, "{") {
		form, err := url.ParseQuery(text)
		if err != nil {
			return nil, &opendata.CKANError{Status: http.StatusBadRequest, Text: "Bad request - the form cannot be read"}
		}
		for name, v := range opendata.CKANValues(form) {
			req[name] = v
		}
		return req, nil
	}
	if text == "" {
		return req, nil
	}
	var members map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&members); err != nil || members == nil {
		return nil, &opendata.CKANError{Status: http.StatusBadRequest, Text: "Bad request - JSON Error: Error decoding JSON data."}
	}
	for name, v := range members {
		req[name] = v
	}
	return req, nil
}

// fingertipsIDs gives the indicators that a request is about: all of the group
// or profile, or those named.
func fingertipsIDs(r *http.Request) ([]int, error) {
	all := []int{}
	for _, i := range opendata.Indicators() {
		all = append(all, i.ID)
	}
	q := r.URL.Query()
	switch mux.Vars(r)["by"] {
	case "by_group_id", "by_profile_id", "all":
		return all, nil
	case "by_indicator_id":
		if q.Get("indicator_ids") == "" {
			return nil, &feedback.FieldError{Field: "indicator_ids", Reason: "is missing; name indicators with commas between"}
		}
		return opendata.ParseIDs(q.Get("indicator_ids"))
	}
	return nil, fmt.Errorf("fingertips: %w", feedback.ErrNotFound)
}

// fingertipsData is GET /api/all_data/csv/by_indicator_id and its like.
func (s *server) fingertipsData(w http.ResponseWriter, r *http.Request) error {
	ids, err := fingertipsIDs(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	child, err1 := strconv.Atoi(q.Get("child_area_type_id"))
	parent, err2 := strconv.Atoi(cmp.Or(q.Get("parent_area_type_id"), "15"))
	if err1 != nil || err2 != nil {
		return &feedback.FieldError{Field: "child_area_type_id and parent_area_type_id", Reason: "must be numbers of area types as /api/area_types lists them"}
	}
	body, err := s.source().FingertipsCSV(ids, child, parent, q.Get("parent_area_code"))
	if err != nil {
		return err
	}
	return s.sendPublic(w, r, typeCSV, body)
}

func (s *server) fingertipsMetadata(w http.ResponseWriter, r *http.Request) error {
	ids, err := fingertipsIDs(r)
	if err != nil {
		return err
	}
	return s.sendPublicJSON(w, r, s.source().FingertipsMetadata(ids))
}

func (s *server) fingertipsMetadataCSV(w http.ResponseWriter, r *http.Request) error {
	ids, err := fingertipsIDs(r)
	if err != nil {
		return err
	}
	body, err := s.source().FingertipsMetadataCSV(ids)
	if err != nil {
		return err
	}
	return s.sendPublic(w, r, typeCSV, body)
}

func (s *server) fingertips(w http.ResponseWriter, r *http.Request) error {
	v, ok, err := s.source().FingertipsJSON(strings.Trim(mux.Vars(r)["path"], "/"), r.URL.Query().Get)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("fingertips: %w", feedback.ErrNotFound)
	}
	return s.sendPublicJSON(w, r, v)
}
