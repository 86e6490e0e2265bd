package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"earshot/api/opendata"
)

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

// ckanDump is GET /datastore/dump/{id}?format=&bom=: the rows of a file, as
// CKAN's datastore gives them to save.
func (s *server) ckanDump(w http.ResponseWriter, r *http.Request) error {
	src := s.source()
	d, err := src.DatastoreDump(mux.Vars(r)["file"], opendata.CKANValues(r.URL.Query()), s.table(src))
	var fault *opendata.CKANError
	switch {
	case errors.As(err, &fault):
		return sendCKANError(w, s.publicURL+"/api/3/action/help_show?name=datastore_search", fault)
	case err != nil:
		return err
	}
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.Name}))
	return s.sendPublic(w, r, d.Kind, d.Body)
}

// ckanStatus is GET /api/util/status, which older harvesters ask for first.
func (s *server) ckanStatus(w http.ResponseWriter, r *http.Request) error {
	src := s.source()
	v, err := src.CKAN("status_show", nil, s.table(src))
	if err != nil {
		return err
	}
	return s.sendPublicJSON(w, r, v)
}

// ckanVersion is GET /api/3.
func (s *server) ckanVersion(w http.ResponseWriter, r *http.Request) error {
	return s.sendPublicJSON(w, r, map[string]int{"version": 3})
}
