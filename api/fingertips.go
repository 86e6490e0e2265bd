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
