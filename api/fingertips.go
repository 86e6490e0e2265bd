package api

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"earshot/api/opendata"
	"earshot/feedback"
)

// asked gives the parameters of a request. Some clients put blanks around names
// and values, which mean nothing.
func asked(r *http.Request) func(string) string {
	values := map[string]string{}
	for name, v := range r.URL.Query() {
		if name = strings.TrimSpace(name); values[name] == "" && len(v) > 0 {
			values[name] = strings.TrimSpace(v[0])
		}
	}
	return func(name string) string { return values[name] }
}

// fingertipsIDs gives the indicators that a request is about: all of the group
// or profile, or those named.
func fingertipsIDs(r *http.Request) ([]int, error) {
	all := []int{}
	for _, i := range opendata.Indicators() {
		all = append(all, i.ID)
	}
	ask := asked(r)
	switch mux.Vars(r)["by"] {
	case "by_group_id", "by_profile_id", "all":
		return all, nil
	case "by_indicator_id":
		if ask("indicator_ids") == "" {
			return nil, &feedback.FieldError{Field: "indicator_ids", Reason: "is missing; name indicators with commas between"}
		}
		return opendata.ParseIDs(ask("indicator_ids"))
	}
	return nil, fmt.Errorf("fingertips: %w", feedback.ErrNotFound)
}

// fingertipsData is GET /api/all_data/csv/by_indicator_id and its like.
func (s *server) fingertipsData(w http.ResponseWriter, r *http.Request) error {
	ids, err := fingertipsIDs(r)
	if err != nil {
		return err
	}
	ask := asked(r)
	child, err1 := strconv.Atoi(cmp.Or(ask("child_area_type_id"), ask("area_type_id")))
	parent, err2 := strconv.Atoi(cmp.Or(ask("parent_area_type_id"), "15"))
	if err1 != nil || err2 != nil {
		return &feedback.FieldError{Field: "child_area_type_id and parent_area_type_id", Reason: "must be numbers of area types as /api/area_types lists them"}
	}
	body, err := s.source().FingertipsCSV(ids, child, parent, ask("parent_area_code"))
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
	v, ok, err := s.source().FingertipsJSON(strings.Trim(mux.Vars(r)["path"], "/"), asked(r))
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("fingertips: %w", feedback.ErrNotFound)
	}
	return s.sendPublicJSON(w, r, v)
}
